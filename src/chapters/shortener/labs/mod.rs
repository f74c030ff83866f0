//! The labs further down the chapter, and the text with live numbers: loaded as one chunk when a reader comes near.

mod collisions_chart;
mod collisions_lab;
mod collisions_map;
mod division_lab;
mod division_picture;
mod length_lab;
mod length_picture;

use simulation::shortener::code_length::{self, CodeLength};
use simulation::shortener::flow::{Scenario, Shortener};
use yew::prelude::*;

use super::exercises::Exercises;
use super::prose;
use crate::chapters::scaffold::prose as text;
use crate::fixed;
use crate::lazy;
use crate::life::Root;
use crate::player::{use_session, use_session_of, use_watch};

use collisions_lab::use_collisions_lab;
use division_lab::use_division_lab;

/// A part of the page that lives in this chunk.
#[derive(Clone, Copy, Debug)]
pub enum Labs {
    /// The text below the first lab.
    AfterFirst,
    /// The lab of lengths.
    Length,
    /// The lab of base 62.
    Division,
    /// The lab of collisions.
    Collisions,
    /// The numbers of the filter.
    FilterNumbers,
    /// The exercises.
    Exercises,
}

lazy! {
    /// Brings a part to life. One function for all of them: each would weigh on every page of the book.
    shortener_labs: pub fn labs(root: Root, part: Labs) -> () {
        match part {
            Labs::AfterFirst => root.fill::<AfterFirst>(),
            Labs::Length => root.fill::<LengthPart>(),
            Labs::Division => root.fill::<DivisionPart>(),
            Labs::Collisions => root.fill::<CollisionsPart>(),
            Labs::FilterNumbers => root.fill::<FilterNumbers>(),
            Labs::Exercises => root.fill::<Exercises>(),
        }
    }
}

/// What the first lab's clicks come to, and the question of the next lab.
#[component]
pub fn AfterFirst() -> Html {
    let session = use_session_of::<Shortener>("shorten", Scenario::default);
    use_watch(&session);
    let clicks = session.with(|timeline| prose::clicks(timeline.state()));
    html! { <>{ text(clicks) }{ text(fixed!("../prose/length.html")) }</> }
}

/// The lab of lengths, and what it shows in words.
#[component]
pub fn LengthPart() -> Html {
    let session = use_session::<CodeLength>("length", code_length::Scenario::default);
    use_watch(&session);
    let lab = length_lab::use_length_lab(&session);
    html! { <>{ lab }{ text(session.with(|timeline| prose::length(timeline.state()))) }</> }
}

/// The lab of base 62.
#[component]
pub fn DivisionPart() -> Html {
    use_division_lab()
}

/// The lab of collisions.
#[component]
pub fn CollisionsPart() -> Html {
    use_collisions_lab()
}

/// The filter of the first lab in numbers.
#[component]
pub fn FilterNumbers() -> Html {
    let session = use_session_of::<Shortener>("shorten", Scenario::default);
    use_watch(&session);
    let numbers = session.with(|timeline| prose::filter_numbers(timeline.state()));
    text(html! { <p>{ numbers }</p> })
}
