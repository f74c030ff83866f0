//! The labs further down the chapter, and the text round them: four ways, the clock, the decoder, collisions.
//!
//! Loaded as one chunk when a reader comes near; nothing else of the site reaches into this folder.

mod clock_lab;
mod clock_picture;
mod collision_lab;
mod decoder_lab;
mod four_lab;
mod four_picture;
mod numbers;

use simulation::ids::bit_strip::{BitStrip, Scenario};
use yew::prelude::*;

use super::exercises::Exercises;
use crate::chapters::scaffold::prose;
use crate::life::Root;
use crate::player::{use_session_of, use_watch};
use crate::{fixed, lazy};

use clock_lab::use_clock_lab;
use collision_lab::use_collision_lab;
use decoder_lab::use_decoder_lab;
use four_lab::use_four_lab;

/// A part of the page that lives in this chunk.
#[derive(Clone, Copy, Debug)]
pub enum Labs {
    /// Four ways, and the clock.
    Ways,
    /// The decoder, and collisions.
    Labs,
    /// The exercises.
    Exercises,
}

lazy! {
    /// Brings a part to life. One function for all of them: each would weigh on every page of the book.
    ids_labs: pub fn labs(root: Root, part: Labs) -> () {
        match part {
            Labs::Ways => root.fill::<Ways>(),
            Labs::Labs => root.fill::<MoreLabs>(),
            Labs::Exercises => root.fill::<Exercises>(),
        }
    }
}

/// What the first lab says, then four ways and the clock.
#[component]
pub fn Ways() -> Html {
    let (four, clock) = (use_four_lab(), use_clock_lab());
    html! {
        <>
            <AfterStrip />
            { four }
            { prose(fixed!("prose/clock.html")) }
            { clock }
        </>
    }
}

/// What the first lab says: a component, so that nothing else is rendered while that lab plays.
#[component]
fn AfterStrip() -> Html {
    let strip = use_session_of::<BitStrip>("strip", Scenario::default);
    use_watch(&strip);
    prose(html! { <>{ numbers::after_strip(&strip) }{ fixed!("prose/four_ways.html") }</> })
}

/// The decoder, and how soon random IDs collide.
#[component]
pub fn MoreLabs() -> Html {
    let (decoder, collisions) = (use_decoder_lab(), use_collision_lab());
    html! {
        <>
            { prose(fixed!("prose/decoder.html")) }
            { decoder }
            { prose(fixed!("prose/collisions.html")) }
            { collisions }
        </>
    }
}
