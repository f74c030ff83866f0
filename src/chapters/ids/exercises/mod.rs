//! The chapter's exercises: the reader is the machine, draws the borders, and looks for duplicates.

mod desks;

use simulation::ids::exercises::{Act, Answer, IdExercise, Kind};
use simulation::kernel::exercise::Practice;
use yew::prelude::*;

use crate::chapters::scaffold::lab;
use crate::learn::exercises::{Topic, Workbook, use_exercises};
use crate::life::use_is_alive;

static COURSE: Workbook<IdExercise> = Workbook {
    chapter: "unique-id",
    kinds: &[
        Topic { kind: Kind::Next, id: "next", title: "Be the machine", part: "request" },
        Topic { kind: Kind::Fit, id: "fit", title: "Share out the bits", part: "wish" },
        Topic { kind: Kind::Twice, id: "twice", title: "What comes twice?", part: "" },
    ],
    desk,
    answer,
};

/// The exercises in their section.
#[component]
pub fn Exercises() -> Html {
    let practice = use_exercises(&COURSE);
    // Nobody can act on them before this, and drawn they would weigh on every page.
    let is_alive = use_is_alive();
    lab(
        "practice",
        "Now you make the IDs",
        "Do by hand what the machines do; they check you, and say where a wrong answer went wrong. Each task has data of its own.",
        html! { if is_alive { { practice } } else { <div class="practice-waits"></div> } },
    )
}

fn desk(practice: &Practice<IdExercise>, act: &Callback<Act>) -> Html {
    match practice.task() {
        IdExercise::Next(task) => desks::next(task, practice, act),
        IdExercise::Fit(_) => desks::fit(practice, act),
        IdExercise::Twice(task) => desks::twice(task, practice, act),
    }
}

/// The answer that is to be seen: the learner's, or the model's as far as it has come.
fn answer_of(practice: &Practice<IdExercise>) -> &Answer {
    practice.shown().map_or(practice.answer(), |(step, _, _)| &step.marks.answer)
}

/// What was answered so far, in words.
fn answer(practice: &Practice<IdExercise>) -> Html {
    let answer = answer_of(practice);
    let says = match practice.task() {
        IdExercise::Next(task) => {
            let chosen = answer.choices.iter().flatten().count();
            format!("{chosen} of {} requests answered", task.readings.len())
        }
        IdExercise::Fit(_) => {
            let (time, machine) = desks::shared(answer);
            format!("{time} bits of time, {machine} of machine, {} of sequence", desks::sequence(answer))
        }
        IdExercise::Twice(_) if answer.marked.is_empty() => "no number marked yet".to_owned(),
        IdExercise::Twice(_) => {
            let marked: Vec<String> = answer.marked.iter().map(u64::to_string).collect();
            format!("marked: {}", marked.join(", "))
        }
    };
    html! { <p class="practice-answer"><strong>{ says }</strong></p> }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use simulation::kernel::exercise::Exercise as _;

    use super::*;

    #[test]
    fn every_kind_has_a_topic_with_a_name_of_its_own() {
        let kinds: Vec<Kind> = COURSE.kinds.iter().map(|topic| topic.kind).collect();
        assert_eq!(kinds, IdExercise::KINDS);
        assert!(COURSE.kinds.iter().all(|topic| !topic.id.is_empty() && !topic.title.is_empty()));
    }
}
