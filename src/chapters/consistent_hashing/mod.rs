//! Consistent hashing: the ring, and mod-n beside it.

mod circle;
mod gesture;
mod more;
pub mod prose;
mod rehash_lab;
mod ring_lab;
mod ring_paint;
mod ring_panel;
mod ring_svg;
mod ring_view;

use simulation::hash_ring::{Command, HashRing, Scenario};
use simulation::key_set::KeySource;
use yew::prelude::*;

use crate::chapters::scaffold::{lab, prose, sources};
use crate::chapters::{Life, Part};
use crate::lazy;
use crate::life::Place;
use crate::player::{Session, use_session, use_session_of, use_watch};

use more::MoreLabs;
use rehash_lab::use_rehash_lab;
use ring_lab::use_ring_lab;

/// The chapter below its heading.
pub const PARTS: &[Part] = &[
    Part::new(|| prose(prose::opening()), Life::Still),
    Part::new(|| html! { <Ring /> }, Life::AtOnce(Place::fill::<Ring>)),
    Part::new(|| html! { <Rest /> }, Life::InSight(|place| place.fill_later(rest))),
    Part::new(|| html! { <MoreLabs /> }, Life::InSight(|place| place.fill_later(more::more))),
    Part::new(more::trade_offs, Life::Still),
    Part::new(closing, Life::Still),
];

lazy! {
    rest: fn rest(place: Place) -> () {
        place.fill::<Rest>();
    }
}

/// The first lab.
#[component]
fn Ring() -> Html {
    let ring = use_session::<HashRing>("ring", Scenario::default);
    let ring_lab = use_ring_lab(&ring);
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
    let ring = use_session_of::<HashRing>("ring", Scenario::default);
    use_watch(&ring);
    let rehash_lab = use_rehash_lab();
    html! {
        <>
            { prose(prose::after_ring(&numbers(&ring))) }
            { prose(prose::before_rehash()) }
            { rehash_lab }
            { prose(prose::after_rehash()) }
        </>
    }
}

fn closing() -> Html {
    html! { <>{ prose(prose::closing()) }{ sources(prose::sources_list()) }</> }
}

/// What the running text says of the ring as it stands.
fn numbers(session: &Session<HashRing>) -> prose::Numbers {
    let give = |command: fn(u32) -> Command| {
        let session = session.clone();
        Callback::from(move |number| {
            session.command(command(number));
        })
    };
    session.with(|timeline| {
        let lab = timeline.state();
        prose::Numbers {
            servers: lab.ring().servers().count() as u32,
            virtual_nodes: lab.virtual_nodes(),
            keys: lab.keys().count(),
            moved: lab.moved().map(|moved| moved.keys),
            spread: lab.spread(),
            expected: lab.expected_spread(),
            on_virtual_nodes: give(Command::SetVirtualNodes),
            on_keys: give(|count| Command::SetKeys(KeySource::Numbered(count))),
        }
    })
}
