//! The labs further down the chapter, and the text round them: the bucket, two nodes, rules.
//!
//! Loaded as one chunk when a reader comes near; nothing else of the site reaches into this folder.

mod bucket_lab;
mod nodes_lab;
mod nodes_picture;
mod nodes_sequence;
mod rules_lab;

use simulation::limiter::lanes::{LimiterLanes, Scenario};
use yew::prelude::*;

use super::exercises::Exercises;
use super::prose::{after_lanes, numbers};
use crate::chapters::scaffold::prose;
use crate::life::Root;
use crate::player::{use_session_of, use_watch};
use crate::{fixed, lazy};

use bucket_lab::use_bucket_lab;
use nodes_lab::use_nodes_lab;
use rules_lab::use_rules_lab;

/// A part of the page that lives in this chunk.
#[derive(Clone, Copy, Debug)]
pub enum Labs {
    /// The second lab, and the text above it.
    Bucket,
    /// The third.
    Nodes,
    /// The fourth.
    Rules,
    /// The exercises.
    Exercises,
}

lazy! {
    /// Brings a part to life. One function for all of them: each would weigh on every page of the book.
    limiter_labs: pub fn labs(root: Root, part: Labs) -> () {
        match part {
            Labs::Bucket => root.fill::<Bucket>(),
            Labs::Nodes => root.fill::<Nodes>(),
            Labs::Rules => root.fill::<Rules>(),
            Labs::Exercises => root.fill::<Exercises>(),
        }
    }
}

/// The text with the first lab's numbers, and the second lab.
#[component]
pub fn Bucket() -> Html {
    let bucket = use_bucket_lab();
    html! { <><AfterLanes />{ bucket }</> }
}

/// The text with the first lab's numbers: a component, so that nothing else is rendered while that lab plays.
#[component]
fn AfterLanes() -> Html {
    let lanes = use_session_of::<LimiterLanes>("lanes", Scenario::default);
    use_watch(&lanes);
    prose(after_lanes(&numbers(&lanes)))
}

/// The third lab.
#[component]
pub fn Nodes() -> Html {
    let nodes = use_nodes_lab();
    html! { <>{ prose(fixed!("../prose/before_nodes.html")) }{ nodes }</> }
}

/// The fourth lab.
#[component]
pub fn Rules() -> Html {
    let rules = use_rules_lab();
    html! { <>{ prose(fixed!("../prose/before_rules.html")) }{ rules }</> }
}
