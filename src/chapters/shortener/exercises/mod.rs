//! The chapter's exercises: the reader is the shortener.

mod desk;

use simulation::shortener::exercises::{Kind, ShortenerExercise};
use yew::prelude::*;

use crate::chapters::scaffold::lab;
use crate::learn::exercises::{Topic, Workbook, use_exercises};
use crate::life::use_is_alive;
use crate::widgets::field::show_what_is_in_force;

static COURSE: Workbook<ShortenerExercise> = Workbook {
    chapter: "url-shortener",
    kinds: &[
        Topic { kind: Kind::Encode, id: "encode", title: "Write in base 62", part: "digit" },
        Topic { kind: Kind::Resolve, id: "resolve", title: "Resolve a collision", part: "attempt" },
        Topic { kind: Kind::Clicks, id: "clicks", title: "Who answers?", part: "click" },
        Topic { kind: Kind::Length, id: "length", title: "How long?", part: "" },
    ],
    desk: desk::desk,
    answer: desk::answer,
};

/// The exercises in their section.
#[component]
pub fn Exercises() -> Html {
    let practice = use_exercises(&COURSE);
    use_effect(show_what_is_in_force);
    let is_alive = use_is_alive();
    lab(
        "practice",
        "Now you are the shortener",
        "Do by hand what the service does; it checks you, and says where a wrong answer went wrong. Each task has data of its own.",
        html! { if is_alive { { practice } } else { <div class="practice-waits"></div> } },
    )
}
