//! Unique IDs in a distributed system: the bit strip, four ways, the clock, the decoder, collisions.

mod desk;
mod exercises;
pub mod labs;
mod scenes;
mod source;
mod strip_lab;
mod terms;
mod words;

use simulation::ids::bit_strip::{BitStrip, Scenario};
use simulation::kernel::timeline::Timeline;
use yew::prelude::*;

use crate::chapters::Chapter;
use crate::chapters::scaffold::{lab, prose, sources};
use crate::fixed;
use crate::learn::prediction::{Outcome, Question, Shares, use_prediction};
use crate::life::{Part, Root};
use crate::player::{prepare, use_first_session, use_watch, warm_up};
use crate::source::panel;

use exercises::Exercises;
use labs::{Labs, MoreLabs, Ways, labs};
use strip_lab::use_strip_lab;

/// The chapter.
pub static CHAPTER: Chapter = Chapter::new(PARTS, desk::DESK, terms::TERMS);

/// Below its heading.
const PARTS: &[Part] = &[
    Part::at_once(
        || html! { <Strip /> },
        |root| root.fill_after([|| prepare::<BitStrip>("strip", Scenario::default), warm_up], Root::fill::<Strip>),
    ),
    Part::still(below_the_strip),
    Part::in_sight(|| html! { <Ways /> }, |root| root.fill_later(Some("ids"), |root| labs(root, Labs::Ways))),
    Part::still(below_the_clock),
    Part::in_sight(|| html! { <MoreLabs /> }, |root| root.fill_later(Some("ids"), |root| labs(root, Labs::Labs))),
    Part::in_sight(
        || html! { <Exercises /> },
        |root| root.fill_later(Some("practice"), |root| labs(root, Labs::Exercises)),
    ),
    Part::still(closing),
];

/// So many IDs are made before the guess is answered.
const ENOUGH: u64 = 200;

const QUESTION: Question = Question {
    chapter: "unique-id",
    asks: "Three machines make IDs with the time in front: they come out in order. Now the machine’s number stands in front \
           instead. How many of the IDs are smaller than one made before?",
    answer: &Shares(&[0, 33, 67, 100]),
    who: "Out of order",
    dare: "Put the machine in front",
};

/// How many were out of order, once enough were made with the machine in front.
fn outcome(timeline: &Timeline<BitStrip>) -> Option<Outcome> {
    let lab = timeline.state();
    let is_it = lab.scenario().sections == Scenario::machine_first().sections && lab.count() >= ENOUGH;
    is_it.then(|| Outcome::Share { part: lab.out_of_order(), whole: lab.count() })
}

/// The first lab, and the question before it.
#[component]
pub fn Strip() -> Html {
    let session = use_first_session::<BitStrip>("strip", Scenario::default);
    use_watch(&session);
    let strip_lab = use_strip_lab(&session);
    let (shown, outcome) = (session.clone(), session.with(outcome));
    let dare = Callback::from(move |_| {
        shown.begin(Scenario::machine_first());
        shown.player().go_to(ENOUGH);
    });
    let strip_lab = use_prediction(&session.player(), &QUESTION, outcome, dare, strip_lab);
    lab(
        "strip",
        "The bit strip",
        "64 bits say when, who, and which one. Drag a border and see what a bit buys; then press play and watch real IDs come.",
        strip_lab,
    )
}

fn below_the_strip() -> Html {
    html! { <>{ panel("strip", "the bit strip") }{ prose(fixed!("prose/opening.html")) }</> }
}

fn below_the_clock() -> Html {
    html! { <>{ panel("clock", "a clock set back") }{ prose(fixed!("prose/restart.html")) }</> }
}

fn closing() -> Html {
    html! {
        <>
            { prose(fixed!("prose/closing.html")) }
            { sources(fixed!("prose/sources.html")) }
        </>
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    #[test]
    fn with_the_machine_in_front_two_in_three_are_out_of_order() {
        let mut run: Timeline<BitStrip> = Timeline::new(Scenario::machine_first(), 1).unwrap();
        assert_eq!(outcome(&run), None);
        run.seek(ENOUGH);
        let Some(Outcome::Share { part, whole }) = outcome(&run) else { panic!("enough were made") };
        assert_eq!(whole, ENOUGH);
        assert!((part * 100 / whole).abs_diff(67) < 8, "{part} of {whole}");
    }
}
