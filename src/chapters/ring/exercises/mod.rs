//! The chapter's exercises: the reader is the ring.

mod list;
mod picture;

use simulation::kernel::exercise::{Exercise, Practice};
use simulation::ring::exercises::{Act, Answer, Kind, RingExercise};
use yew::prelude::*;

use crate::chapters::scaffold::lab;
use crate::learn::exercises::{Topic, Workbook, use_exercises};
use crate::life::use_is_alive;

static COURSE: Workbook<RingExercise> = Workbook {
    chapter: "consistent-hashing",
    kinds: &[
        Topic { kind: Kind::Owner, id: "owner", title: "Find the owner", part: "key" },
        Topic { kind: Kind::Moves, id: "moves", title: "What moves?", part: "" },
        Topic { kind: Kind::Replicas, id: "replicas", title: "Name the replicas", part: "copy" },
        Topic { kind: Kind::Place, id: "place", title: "Place a node", part: "" },
    ],
    desk,
    answer: list::answer,
};

/// The exercises in their section.
#[component]
pub fn Exercises() -> Html {
    let practice = use_exercises(&COURSE);
    // Their picture would weigh on every page, and nobody can act on it before this.
    let is_alive = use_is_alive();
    lab(
        "practice",
        "Now you are the ring",
        "Do by hand what the ring does; it checks you, and says where a wrong answer went wrong. Each task has data of its own.",
        html! { if is_alive { { practice } } else { <div class="practice-waits"></div> } },
    )
}

fn desk(practice: &Practice<RingExercise>, act: &Callback<Act>) -> Html {
    html! {
        <>
            { picture::svg(practice, act) }
            { list::instead(practice, act) }
        </>
    }
}

/// The answer that is to be seen: the learner's, or the model's as far as it has come.
fn answer_of(practice: &Practice<RingExercise>) -> &Answer {
    practice.shown().map_or(practice.answer(), |(step, _, _)| &step.marks.answer)
}

/// The part of the answer that is at issue, from 0: the one to be given next or, where the answer is shown, the one shown.
fn at_issue(practice: &Practice<RingExercise>) -> usize {
    let done = answer_of(practice).points.len();
    if practice.shown().is_some() { done.saturating_sub(1) } else { done }
}

/// The key that is at issue, if one is, by its number.
fn asked(practice: &Practice<RingExercise>) -> Option<usize> {
    match practice.task() {
        RingExercise::Owner(owner) => owner.asked.get(at_issue(practice)).copied(),
        RingExercise::Replicas(_) => Some(0),
        RingExercise::Moves(_) | RingExercise::Place(_) => None,
    }
}

/// Whether points are what one acts on; else it is keys, or the circle.
fn points_act(practice: &Practice<RingExercise>) -> bool {
    matches!(practice.task().kind(), Kind::Owner | Kind::Replicas)
}
