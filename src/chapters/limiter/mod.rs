//! Rate limiter: six algorithms on one traffic, the bucket and its client, two limiters with one store, and rules in a file.

mod desk;
mod exercises;
pub mod labs;
mod lanes_lab;
mod lanes_panel;
mod lanes_view;
pub mod prose;
mod scenes;
mod source;
mod terms;

use simulation::kernel::timeline::Timeline;
use simulation::limiter::lanes::{LimiterLanes, Method, Scenario, Traffic};
use yew::prelude::*;

use crate::chapters::Chapter;
use crate::chapters::scaffold::{lab, prose, sources};
use crate::fixed;
use crate::learn::prediction::{Number, Outcome, Question, use_prediction};
use crate::life::{Part, Root};
use crate::player::{prepare, use_first_session, use_watch, warm_up};
use crate::source::panel;

use exercises::Exercises;
use labs::{Bucket, Labs, Nodes, Rules, labs};
use lanes_lab::use_lanes_lab;

/// The chapter.
pub static CHAPTER: Chapter = Chapter::new(PARTS, desk::DESK, terms::TERMS);

/// Below its heading.
const PARTS: &[Part] = &[
    Part::at_once(
        || html! { <Lanes /> },
        |root| {
            root.fill_after([|| prepare::<LimiterLanes>("lanes", Scenario::default), warm_up], Root::fill::<Lanes>);
        },
    ),
    Part::still(below_the_lanes),
    Part::in_sight(|| html! { <Bucket /> }, |root| root.fill_later(LABS, |root| labs(root, Labs::Bucket))),
    Part::still(below_the_bucket),
    Part::in_sight(|| html! { <Nodes /> }, |root| root.fill_later(LABS, |root| labs(root, Labs::Nodes))),
    Part::still(below_the_nodes),
    Part::in_sight(|| html! { <Rules /> }, |root| root.fill_later(LABS, |root| labs(root, Labs::Rules))),
    Part::still(below_the_rules),
    Part::in_sight(
        || html! { <Exercises /> },
        |root| root.fill_later(Some("practice"), |root| labs(root, Labs::Exercises)),
    ),
    Part::still(closing),
];

/// The sheet of the labs further down.
const LABS: Option<&str> = Some("limiter");

fn below_the_lanes() -> Html {
    html! { <>{ panel("lanes", "six limiters") }{ prose(prose::opening()) }</> }
}

fn below_the_bucket() -> Html {
    html! { <>{ panel("bucket", "the bucket") }{ prose(prose::clients()) }</> }
}

fn below_the_nodes() -> Html {
    prose(prose::architecture())
}

fn below_the_rules() -> Html {
    html! { <>{ panel("rules", "which rule it is") }{ prose(prose::rules()) }</> }
}

fn closing() -> Html {
    html! { <>{ prose(fixed!("prose/closing.html")) }{ sources(fixed!("prose/sources.html")) }</> }
}

const QUESTION: Question = Question {
    chapter: "rate-limiter",
    asks: "Ten requests may pass in ten seconds, and a fixed window counts them. Someone sends ten just before a window ends \
           and ten just after. How many of the twenty pass, within half a second?",
    answer: &Number { most: ATTACK as u32, unit: " requests" },
    who: "Passed",
    dare: "Run the attack",
};

/// How many requests the attack on the edge sends, at the limit that the question speaks of.
const ATTACK: usize = 20;

/// What the fixed window made of the attack, as soon as all of it has come.
fn outcome(timeline: &Timeline<LimiterLanes>) -> Option<Outcome> {
    let lab = timeline.state();
    let fates = lab.lane(Method::FixedWindow).fates();
    let is_asked = *lab.scenario() == Scenario::of(Traffic::Edge) && fates.len() >= ATTACK;
    let passed = fates.iter().take(ATTACK).filter(|fate| fate.served.is_some()).count();
    is_asked.then_some(Outcome::Number(passed as u64))
}

/// The first lab, and the question before it.
#[component]
pub fn Lanes() -> Html {
    let session = use_first_session::<LimiterLanes>("lanes", Scenario::default);
    use_watch(&session);
    let lanes = use_lanes_lab(&session);
    let (player, outcome) = (session.player(), session.with(outcome));
    let attack = Callback::from(move |_| {
        session.begin(Scenario::default());
        session.player().play();
    });
    let lanes = use_prediction(&player, &QUESTION, outcome, attack, lanes);
    lab(
        "lanes",
        "Six limiters, one traffic",
        "Each lane gets the same requests. Press play, then drag the ruler: how many passed in any ten seconds?",
        lanes,
    )
}
