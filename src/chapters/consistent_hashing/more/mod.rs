//! The labs further down the chapter, and the text round them: how even a ring is, its relatives, and a hot key.
//!
//! Loaded as one chunk when a reader comes near; nothing else of the site reaches into this folder.

mod ask;
mod evenness_chart;
mod evenness_lab;
mod hot_lab;
mod hot_picture;
mod seven_lab;
mod seven_table;

use yew::prelude::*;

use crate::chapters::scaffold::prose;
use crate::life::Place;
use crate::widgets::pick::show_picked;
use crate::{fixed, lazy};

use evenness_lab::use_evenness_lab;
use hot_lab::use_hot_lab;
use seven_lab::use_seven_lab;

lazy! {
    /// Brings the labs to life.
    ring_more: pub fn more(place: Place) -> () {
        place.fill::<MoreLabs>();
    }
}

/// The three labs, and what stands before each.
#[component]
pub fn MoreLabs() -> Html {
    let (evenness, seven, hot) = (use_evenness_lab(), use_seven_lab(), use_hot_lab());
    use_effect(show_picked);
    html! {
        <>
            { prose(fixed!("prose/evenness.html")) }
            { evenness }
            { prose(fixed!("prose/relatives.html")) }
            { seven }
            { prose(fixed!("prose/hot_key.html")) }
            { hot }
        </>
    }
}

/// What follows the labs: the trade-offs in a table.
pub fn trade_offs() -> Html {
    prose(fixed!("prose/trade_offs.html"))
}
