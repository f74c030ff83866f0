//! The URL shortener: two ways to a short code, how long it must be, and the way of a click.

mod below;
mod crowd;
mod desk;
mod device;
pub mod exercises;
mod forms;
mod known;
pub mod labs;
mod links;
mod picture;
pub mod prose;
mod scenes;
mod shorten_lab;
mod source;
mod terms;

use simulation::kernel::timeline::Timeline;
use simulation::shortener::flow::{Command, Redirect, Scenario, Shortener, Task};
use yew::prelude::*;

use crate::chapters::Chapter;
use crate::chapters::scaffold::{lab, prose as text, sources};
use crate::fixed;
use crate::later::use_near;
use crate::learn::prediction::{Outcome, Question, Shares, use_prediction};
use crate::life::{Part, Root};
use crate::player::{prepare, use_first_session, use_watch, warm_up};
use crate::source::panel;

use below::Below;
use exercises::Exercises;
use forms::use_arrival;
use labs::{AfterFirst, CollisionsPart, DivisionPart, FilterNumbers, Labs, LengthPart, labs};
use shorten_lab::use_shorten_lab;

/// The chapter.
pub static CHAPTER: Chapter = Chapter::new(PARTS, desk::DESK, terms::TERMS);

/// Below its heading.
const PARTS: &[Part] = &[
    Part::at_once(
        || html! { <Shorten /> },
        |root| {
            root.fill_after([|| prepare::<Shortener>("shorten", Scenario::default), warm_up], Root::fill::<Shorten>);
        },
    ),
    Part::still(|| html! { <>{ panel("shorten", "both ways to a code") }{ text(prose::opening()) }</> }),
    Part::in_sight(|| html! { <AfterFirst /> }, |root| root.fill_later(MORE, |root| labs(root, Labs::AfterFirst))),
    Part::in_sight(|| html! { <LengthPart /> }, |root| root.fill_later(MORE, |root| labs(root, Labs::Length))),
    Part::still(|| text(prose::division())),
    Part::in_sight(|| html! { <DivisionPart /> }, |root| root.fill_later(MORE, |root| labs(root, Labs::Division))),
    Part::still(|| html! { <>{ panel("division", "base 62") }{ text(prose::collisions()) }</> }),
    Part::in_sight(|| html! { <CollisionsPart /> }, |root| root.fill_later(MORE, |root| labs(root, Labs::Collisions))),
    Part::still(|| html! { <>{ panel("collisions", "collisions resolved") }{ text(prose::filter()) }</> }),
    Part::in_sight(
        || html! { <FilterNumbers /> },
        |root| root.fill_later(MORE, |root| labs(root, Labs::FilterNumbers)),
    ),
    Part::still(|| text(prose::random())),
    Part::in_sight(
        || html! { <Exercises /> },
        |root| root.fill_later(Some("practice"), |root| labs(root, Labs::Exercises)),
    ),
    Part::still(|| html! { <>{ text(fixed!("prose/closing.html")) }{ sources(fixed!("prose/sources.html")) }</> }),
];

/// The sheet of all but the first lab.
const MORE: Option<&str> = Some("shortener");

const QUESTION: Question = Question {
    chapter: "url-shortener",
    asks: "The table holds 1\u{202f}000 links, and the cache has room for 100 of them. 5\u{202f}000 people click, most of them on \
           what is popular. How many of the clicks does the cache answer?",
    answer: &Shares(&[10, 30, 60, 90]),
    who: "The cache answered",
    dare: "Let 5\u{202f}000 people click",
};

/// What the cache answered, once all have clicked and every click reached a server.
fn outcome(timeline: &Timeline<Shortener>) -> Option<Outcome> {
    let lab = timeline.state();
    let is_over = matches!(lab.task, Task::Crowd { left: 0, .. });
    let is_asked = lab.service.scenario.redirect == Redirect::Found;
    let tally = lab.tally;
    (is_over && is_asked).then_some(Outcome::Share { part: tally.cache.into(), whole: tally.clicks.into() })
}

/// The first lab, and the question before it.
#[component]
pub fn Shorten() -> Html {
    let session = use_first_session::<Shortener>("shorten", Scenario::default);
    use_watch(&session);
    let arrival = use_arrival(&session);
    let asker = session.clone();
    let click = Callback::from(move |_| {
        asker.begin(Scenario::default());
        shorten_lab::play(&asker, Command::Crowd(shorten_lab::CROWD));
    });
    let below = use_near::<Below>("shorten", |place, is_there| Box::pin(below::load(place, is_there)));
    let inside = use_shorten_lab(&session, below);
    let inside = use_prediction(&session.player(), &QUESTION, session.with(outcome), click, inside);
    lab(
        "shorten",
        "Shorten and follow",
        "Shorten the link below, and watch two services find a short code for it. Then follow the code back, alone or with \
         five thousand others.",
        html! { <>{ arrival }{ inside }</> },
    )
}
