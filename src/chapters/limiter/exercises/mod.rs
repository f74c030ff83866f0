//! The chapter's exercises: the reader is the limiter.

mod picture;

use simulation::kernel::exercise::{Exercise as _, Practice};
use simulation::limiter::exercises::{
    Act, Answer, END, GRID, Kind, LimiterExercise, METHODS, WINDOW, called, name, seconds,
};
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use crate::chapters::scaffold::lab;
use crate::learn::exercises::{Topic, Workbook, use_exercises};
use crate::life::use_is_alive;

static COURSE: Workbook<LimiterExercise> = Workbook {
    chapter: "rate-limiter",
    kinds: &[
        Topic { kind: Kind::Rejected, id: "rejected", title: "Who is turned away?", part: "request" },
        Topic { kind: Kind::Wait, id: "wait", title: "Retry when?", part: "" },
        Topic { kind: Kind::Worst, id: "worst", title: "The worst window", part: "" },
        Topic { kind: Kind::Which, id: "which", title: "Which limiter was it?", part: "" },
    ],
    desk,
    answer,
};

/// The exercises in their section.
#[component]
pub fn Exercises() -> Html {
    let practice = use_exercises(&COURSE);
    // Their picture would weigh on every page, and nobody can act on it before this.
    let is_alive = use_is_alive();
    lab(
        "practice",
        "Now you are the limiter",
        "Decide by hand what the limiter decides; it checks you, and says where a wrong answer went wrong. Each task has data of \
         its own.",
        html! { if is_alive { { practice } } else { <div class="practice-waits"></div> } },
    )
}

fn desk(practice: &Practice<LimiterExercise>, act: &Callback<Act>) -> Html {
    html! {
        <>
            <div class="limit-wide">{ picture::svg(practice, act, false) }</div>
            <div class="limit-narrow">{ picture::svg(practice, act, true) }</div>
            { picture::legend(practice) }
            { instead(practice, act) }
        </>
    }
}

/// The answer that is to be seen: the learner's, or the model's as far as it has come.
fn answer_of(practice: &Practice<LimiterExercise>) -> &Answer {
    practice.shown().map_or(practice.answer(), |(step, _, _)| &step.marks.answer)
}

/// What was answered so far, in words.
fn answer(practice: &Practice<LimiterExercise>) -> Html {
    let (given, task) = (answer_of(practice), practice.task());
    let says = match task.kind() {
        Kind::Rejected if given.requests.is_empty() => "none yet".to_owned(),
        Kind::Rejected => {
            let mut marked = given.requests.clone();
            marked.sort_unstable();
            marked.iter().map(|index| (index + 1).to_string()).collect::<Vec<String>>().join(", ")
        }
        Kind::Wait => given.put.map_or_else(|| "no flag yet".to_owned(), seconds),
        Kind::Worst => given.put.map_or_else(
            || "no window yet".to_owned(),
            |put| format!("{} to {}: {} pass", seconds(put), seconds(put + WINDOW), task.ground().within(put)),
        ),
        Kind::Which => given.method.and_then(|index| METHODS.get(index)).map_or("none yet", |m| called(*m)).to_owned(),
    };
    let what = match task.kind() {
        Kind::Rejected => "Turned away: ",
        Kind::Wait => "It passes from: ",
        Kind::Worst => "Window: ",
        Kind::Which => "Your choice: ",
    };
    html! { <p class="practice-answer">{ what }<strong>{ says }</strong></p> }
}

/// Another way to answer, and back.
fn instead(practice: &Practice<LimiterExercise>, act: &Callback<Act>) -> Html {
    if practice.is_over() {
        return Html::default();
    }
    let on = |to: Act| act.reform(move |_: MouseEvent| to.clone());
    let (task, given) = (practice.task(), answer_of(practice));
    let nothing = *given == Answer::default();
    if task.kind() == Kind::Which {
        return html! {
            <div class="practice-buttons" role="group" aria-label="Which limiter was it?">
                { for METHODS.into_iter().enumerate().map(|(index, method)| html! {
                    <button key={index} type="button" aria-pressed={(given.method == Some(index)).to_string()} onclick={on(Act::Choose(index))}>
                        { method.name() }
                    </button>
                }) }
            </div>
        };
    }
    let list = match task.kind() {
        Kind::Rejected => {
            let button = |(index, at): (usize, &u32)| {
                let pressed = given.requests.contains(&index).to_string();
                html! {
                    <button key={index} type="button" class="button-small" aria-pressed={pressed} onclick={on(Act::Request(index))}>
                        { name(index, *at) }
                    </button>
                }
            };
            html! { <>{ for task.ground().times.iter().enumerate().map(button) }</> }
        }
        _ => times(practice, act),
    };
    html! {
        <div class="practice-instead">
            <details>
                <summary>{ "Answer from a list" }</summary>
                <div class="practice-buttons">{ list }</div>
            </details>
            <button type="button" class="button-small" disabled={nothing} onclick={on(Act::Back)}>{ "Take back" }</button>
        </div>
    }
}

fn times(practice: &Practice<LimiterExercise>, act: &Callback<Act>) -> Html {
    let put = answer_of(practice).put;
    let act = act.clone();
    let onchange = Callback::from(move |event: Event| {
        if let Ok(at) = event.target_unchecked_into::<HtmlSelectElement>().value().parse() {
            act.emit(Act::Put(at));
        }
    });
    let last = if practice.task().kind() == Kind::Worst { END - WINDOW } else { END };
    html! {
        <label>
            { "Begins at " }
            <select {onchange}>
                <option key="none" value="" selected={put.is_none()}>{ "choose a time" }</option>
                { for (0..=last / GRID).map(|step| step * GRID).map(|at| html! {
                    <option key={at} value={at.to_string()} selected={put == Some(at)}>{ seconds(at) }</option>
                }) }
            </select>
        </label>
    }
}
