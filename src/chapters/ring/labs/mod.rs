//! The labs further down the chapter, and the text round them: how even a ring is, its relatives, and a hot key.
//!
//! Loaded as one chunk when a reader comes near; nothing else of the site reaches into this folder.

mod evenness_chart;
mod evenness_lab;
mod hot_lab;
mod hot_picture;
mod seven_lab;
mod seven_table;

use simulation::ring::seven_ways::SevenWays;
use yew::prelude::*;

use crate::chapters::scaffold::prose;
use crate::life::Root;
use crate::player::when_ready;
use crate::{fixed, lazy};

use evenness_lab::use_evenness_lab;
use hot_lab::use_hot_lab;
use seven_lab::use_seven_lab;

/// A part of the page that lives in this chunk.
#[derive(Clone, Copy, Debug)]
pub enum Labs {
    /// Lab 3, and what stands before it.
    Evenness,
    /// Lab 4, likewise.
    Relatives,
    /// Lab 5, likewise.
    HotKey,
}

lazy! {
    /// Brings a part to life. One function for all of them: each would weigh on every page of the book.
    ring_labs: pub fn labs(root: Root, part: Labs) -> () {
        match part {
            Labs::Evenness => root.fill::<HowEven>(),
            Labs::Relatives => when_ready::<SevenWays>(seven_lab::start, || root.fill::<Relatives>()),
            Labs::HotKey => root.fill::<OneHotKey>(),
        }
    }
}

/// Lab 3, and what stands before it.
#[component]
pub fn HowEven() -> Html {
    let lab = use_evenness_lab();
    html! { <>{ prose(fixed!("prose/evenness.html")) }{ lab }</> }
}

/// Lab 4, and what stands before it.
#[component]
pub fn Relatives() -> Html {
    let lab = use_seven_lab();
    html! { <>{ prose(fixed!("prose/relatives.html")) }{ lab }</> }
}

/// Lab 5, and what stands before it.
#[component]
pub fn OneHotKey() -> Html {
    let lab = use_hot_lab();
    html! { <>{ prose(fixed!("prose/hot_key.html")) }{ lab }</> }
}

/// What follows the labs: the trade-offs in a table.
pub fn trade_offs() -> Html {
    prose(fixed!("prose/trade_offs.html"))
}
