//! Consistent hashing: the ring, mod-n beside it, and the ring's relatives.

mod circle;
mod desk;
mod exercises;
mod gesture;
pub mod labs;
pub mod prose;
mod rehash_lab;
mod ring_choice;
mod ring_lab;
mod ring_paint;
mod ring_panel;
mod ring_svg;
mod ring_view;
mod scenes;
mod source;
mod terms;

use simulation::kernel::timeline::Timeline;
use simulation::ring::hash_ring::{Command, Event, HashRing, Scenario, What};
use simulation::ring::key_set::KeySource;
use simulation::ring::rehash::Rehash;
use yew::prelude::*;

use crate::chapters::Chapter;
use crate::chapters::scaffold::{lab, prose, sources};
use crate::controls::Grip;
use crate::fixed;
use crate::lazy;
use crate::learn::prediction::{Outcome, Question, Share, use_prediction};
use crate::life::{Part, Root};
use crate::player::{Session, prepare, use_first_session, use_session_of, use_watch, warm_up, when_ready};
use crate::source::panel;

use exercises::Exercises;
use labs::{HowEven, Labs, OneHotKey, Relatives, labs};
use rehash_lab::use_rehash_lab;
use ring_lab::use_ring_lab;

/// The chapter.
pub static CHAPTER: Chapter = Chapter::new(PARTS, desk::DESK, terms::TERMS);

/// Below its heading.
const PARTS: &[Part] = &[
    Part::at_once(
        || html! { <Ring /> },
        |root| root.fill_after([|| prepare::<HashRing>("ring", Scenario::default), warm_up], Root::fill::<Ring>),
    ),
    Part::still(below_the_ring),
    Part::in_sight(|| html! { <Rest /> }, |root| root.fill_later(Some("ring"), |root| below(root, Below::Rest))),
    Part::still(below_mod_n),
    Part::in_sight(|| html! { <HowEven /> }, |root| root.fill_later(Some("ring"), |root| labs(root, Labs::Evenness))),
    Part::in_sight(
        || html! { <Relatives /> },
        |root| root.fill_later(Some("ring"), |root| labs(root, Labs::Relatives)),
    ),
    Part::still(|| panel("seven", "the relatives")),
    Part::in_sight(|| html! { <OneHotKey /> }, |root| root.fill_later(Some("ring"), |root| labs(root, Labs::HotKey))),
    Part::still(|| panel("hot", "bounded loads")),
    Part::in_sight(
        || html! { <Exercises /> },
        |root| root.fill_later(Some("practice"), |root| below(root, Below::Exercises)),
    ),
    Part::still(labs::trade_offs),
    Part::still(closing),
];

/// A part of the page that lives in this chunk.
#[derive(Clone, Copy, Debug)]
enum Below {
    /// The second lab, and what stands before it.
    Rest,
    /// The exercises.
    Exercises,
}

lazy! {
    /// Brings a part to life. One function for all of them: each would weigh on every page of the book.
    ring_rest: fn below(root: Root, part: Below) -> () {
        match part {
            Below::Rest => when_ready::<Rehash>(rehash_lab::start, || root.fill::<Rest>()),
            Below::Exercises => root.fill::<Exercises>(),
        }
    }
}

const QUESTION: Question = Question {
    chapter: "consistent-hashing",
    asks: "These five servers hold a hundred keys. One of them dies. How many of the keys must move?",
    answer: &Share,
    who: "The ring moved",
    dare: "Let one die",
};

/// What the ring moved, if the last step took a server away.
fn outcome(timeline: &Timeline<HashRing>) -> Option<Outcome> {
    match timeline.events().last()? {
        Event::Changed { what: What::Removed { .. }, moved, keys } => {
            Some(Outcome::Share { part: (*moved).into(), whole: (*keys).into() })
        }
        _ => None,
    }
}

/// The first lab, and the question before it.
#[component]
fn Ring() -> Html {
    let ring = use_first_session::<HashRing>("ring", Scenario::default);
    use_watch(&ring);
    let ring_lab = use_ring_lab(&ring);
    let (session, outcome) = (ring.clone(), ring.with(outcome));
    let lose_one = Callback::from(move |_| {
        session.command(Command::RemoveAny);
    });
    let ring_lab = use_prediction(&ring.player(), &QUESTION, outcome, lose_one, ring_lab);
    lab(
        "ring",
        "The ring",
        "A key belongs to the first server clockwise from it. Drag s3 over s4 and see which keys change hands.",
        ring_lab,
    )
}

/// What stands below it: the text that its numbers are in, and the other lab.
#[component]
fn Rest() -> Html {
    let rehash_lab = use_rehash_lab();
    html! {
        <>
            <AfterRing />
            { prose(prose::before_rehash()) }
            { rehash_lab }
        </>
    }
}

/// The text that the ring's numbers are in: a component, so that the other lab is not rendered while a server is dragged.
#[component]
fn AfterRing() -> Html {
    let ring = use_session_of::<HashRing>("ring", Scenario::default);
    use_watch(&ring);
    prose(prose::after_ring(&numbers(&ring)))
}

fn below_the_ring() -> Html {
    html! { <>{ panel("ring", "the ring") }{ prose(prose::opening()) }</> }
}

fn below_mod_n() -> Html {
    html! { <>{ panel("rehash", "mod-n beside the ring") }{ prose(prose::after_rehash()) }</> }
}

fn closing() -> Html {
    html! { <>{ prose(fixed!("prose/closing.html")) }{ sources(fixed!("prose/sources.html")) }</> }
}

/// What the running text says of the ring as it stands.
fn numbers(session: &Session<HashRing>) -> prose::Numbers {
    session.with(|timeline| {
        let lab = timeline.state();
        prose::Numbers {
            servers: lab.ring().servers().count() as u32,
            virtual_nodes: lab.virtual_nodes(),
            keys: lab.keys().count(),
            moved: lab.moved().map(|moved| moved.keys),
            spread: lab.spread(),
            expected: lab.expected_spread(),
            to_virtual_nodes: Grip::of(session, Command::SetVirtualNodes),
            to_keys: Grip::of(session, |count| Command::SetKeys(KeySource::Numbered(count))),
        }
    })
}
