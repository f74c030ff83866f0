//! A guess before the lab runs.
//!
//! The lab stands there, locked, until the reader has guessed or skipped. Then it is the lab that answers: what happened in it
//! is put beside the guess. A lab that was opened at a moment of its own (a link, a talk, a frame in another page) asks
//! nothing.

mod answers;

use wasm_bindgen::JsCast as _;
use web_sys::HtmlElement;
use yew::prelude::*;

use crate::player::Player;
use crate::progress::{self, Trouble, record};
use crate::share::{code_of, page};

pub use answers::{Answer, Marks, Number, Share, Shares};

/// What is asked, and how one answers.
pub struct Question {
    /// The address of its chapter.
    pub chapter: &'static str,
    /// What is asked.
    pub asks: &'static str,
    /// What the answer is.
    pub answer: &'static dyn Answer,
    /// Whose the outcome is, as in "the ring moved".
    pub who: &'static str,
    /// What to do now, once the guess is made.
    pub dare: &'static str,
}

/// What happened in the lab.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Outcome {
    /// A part of a whole.
    Share {
        /// How many.
        part: u64,
        /// Of how many.
        whole: u64,
    },
    /// A number.
    Number(u64),
    /// One of the words, by its place in the list.
    Word(u32),
}

/// How far the reader is.
#[derive(Clone, Copy, PartialEq)]
enum Stage {
    Asked,
    Guessed(u32),
    Open,
}

/// Asks before the lab of `player` is touched. Gives the lab back with the question above it. `act` does in the lab what the
/// question is about.
#[hook]
pub fn use_prediction(
    player: &Player,
    question: &'static Question,
    outcome: Option<Outcome>,
    act: Callback<MouseEvent>,
    inside: Html,
) -> Html {
    let (stage, draft) = (use_state_eq(|| Stage::Asked), use_state_eq(|| None::<u32>));
    let trouble = use_state_eq(|| None::<Trouble>);
    // The last outcome stays while the reader goes on to other things.
    let seen = use_mut_ref(|| None::<Outcome>);
    if outcome.is_some() {
        *seen.borrow_mut() = outcome;
    }
    let lab = player.lab();
    let setter = stage.setter();
    use_effect_with((), move |()| {
        if let Some(known) = known(question, lab) {
            setter.set(known);
        }
    });
    let go = {
        let (stage, trouble) = (stage.setter(), trouble.setter());
        Callback::from(move |to: Stage| {
            let kept = progress::change(question.chapter, |record| match to {
                Stage::Guessed(guess) => record.set(&[record::GUESS, lab].concat(), guess),
                _ => record.set(&[record::SKIPPED, lab].concat(), 1),
            });
            trouble.set(kept.err());
            stage.set(to);
        })
    };
    let locked = *stage == Stage::Asked && !player.is_touched();
    let card = match *stage {
        Stage::Asked if locked => ask(question, &draft, &go),
        Stage::Guessed(guess) => answer(question, guess, *seen.borrow(), act),
        Stage::Asked | Stage::Open => Html::default(),
    };
    let onclick = Callback::from(move |click: MouseEvent| match question.answer.clicked(lab, &click) {
        Some(guess) if locked => go.emit(Stage::Guessed(guess)),
        _ if locked => focus_guess(lab),
        _ => {}
    });
    let class = match (locked, question.answer.is_in_picture()) {
        (false, _) => "",
        (true, false) => "is-locked",
        (true, true) => "is-locked is-asked",
    };
    html! {
        <>
            <div class="prediction" aria-live="polite">
                { card }
                { trouble.map(|trouble| html! { <p class="hint">{ trouble.to_string() }</p> }) }
            </div>
            <div {class} {onclick}>
                <div inert={locked}>{ inside }</div>
            </div>
        </>
    }
}

/// What was decided on an earlier visit, or by the way that the reader came here.
fn known(question: &Question, lab: &str) -> Option<Stage> {
    let root = gloo::utils::document_element();
    if root.has_attribute("data-present") || root.has_attribute("data-embed") {
        return Some(Stage::Open);
    }
    let record = progress::of(question.chapter).unwrap_or_default();
    if let Some(guess) = record.get(&[record::GUESS, lab].concat()) {
        return Some(Stage::Guessed(guess));
    }
    let skipped = record.get(&[record::SKIPPED, lab].concat()).is_some();
    (skipped || code_of(&page::fragment(), lab).is_some()).then_some(Stage::Open)
}

/// Who touches a locked lab is led to the question.
fn focus_guess(lab: &str) {
    let found = gloo::utils::document()
        .query_selector(&["#", lab, " .prediction input, #", lab, " .prediction button"].concat());
    if let Some(first) = found.ok().flatten().and_then(|first| first.dyn_into::<HtmlElement>().ok()) {
        // Without the focus the question is still there.
        let _ = first.focus();
    }
}

fn ask(question: &'static Question, draft: &UseStateHandle<Option<u32>>, go: &Callback<Stage>) -> Html {
    let skip = go.reform(|_: MouseEvent| Stage::Open);
    html! {
        <>
            <p class="prediction-ask"><strong>{ "Your guess first. " }</strong>{ question.asks }</p>
            <div class="prediction-row">
                { question.answer.field(draft, &go.reform(Stage::Guessed)) }
                <button type="button" class="button-quiet" onclick={skip}>{ "Skip" }</button>
            </div>
        </>
    }
}

/// The guess, and beside it what happened as soon as it has.
fn answer(question: &'static Question, guess: u32, outcome: Option<Outcome>, act: Callback<MouseEvent>) -> Html {
    if let Some(outcome) = outcome {
        return question.answer.verdict(question.who, guess, outcome);
    }
    html! {
        <div class="prediction-row">
            <p class="prediction-ask">{ "You guessed " }<strong>{ question.answer.says(guess) }</strong>{ ". Now see: " }</p>
            <button type="button" class="button-main" onclick={act}>{ question.dare }</button>
        </div>
    }
}
