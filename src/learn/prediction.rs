//! A guess before the lab runs.
//!
//! The lab stands there, locked, until the reader has guessed or skipped. Then it is the lab that answers: what happened in it
//! is put beside the guess. A lab that was opened at a moment of its own (a link, a talk, a frame in another page) asks
//! nothing.

use simulation::text::share;
use wasm_bindgen::JsCast as _;
use web_sys::{HtmlElement, HtmlInputElement};
use yew::prelude::*;

use crate::player::Player;
use crate::progress::{self, Trouble, record};
use crate::share::{code_of, page};

/// What is asked, and how one answers.
#[derive(Debug)]
pub struct Question {
    /// The address of its chapter.
    pub chapter: &'static str,
    /// What is asked: the answer is a share, in per cent.
    pub asks: &'static str,
    /// The answers to choose from, in per cent; without any, the reader sets a slider.
    pub choices: &'static [u32],
    /// Whose the outcome is, as in "the ring moved".
    pub who: &'static str,
    /// What to do now, once the guess is made.
    pub dare: &'static str,
}

/// What happened in the lab: a part of a whole.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outcome {
    /// How many.
    pub part: u64,
    /// Of how many.
    pub whole: u64,
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
        move |to: Stage| {
            let kept = progress::change(question.chapter, |record| match to {
                Stage::Guessed(guess) => record.set(&[record::GUESS, lab].concat(), guess),
                _ => record.set(&[record::SKIPPED, lab].concat(), 1),
            });
            trouble.set(kept.err());
            stage.set(to);
        }
    };
    let locked = *stage == Stage::Asked && !player.is_touched();
    let card = match *stage {
        Stage::Asked if locked => ask(question, &draft, go),
        Stage::Guessed(guess) => answer(question, guess, *seen.borrow(), act),
        Stage::Asked | Stage::Open => Html::default(),
    };
    let remind = Callback::from(move |_| {
        if locked {
            focus_guess(lab);
        }
    });
    html! {
        <>
            <div class="prediction" aria-live="polite">
                { card }
                { trouble.map(|trouble| html! { <p class="hint">{ trouble.to_string() }</p> }) }
            </div>
            <div class={if locked { "is-locked" } else { "" }} onclick={remind}>
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

fn ask(question: &'static Question, draft: &UseStateHandle<Option<u32>>, go: impl Fn(Stage) + Clone + 'static) -> Html {
    let skip = go.clone();
    let skip = Callback::from(move |_: MouseEvent| skip(Stage::Open));
    html! {
        <>
            <p class="prediction-ask"><strong>{ "Your guess first. " }</strong>{ question.asks }</p>
            <div class="prediction-row">
                if question.choices.is_empty() {
                    { slider(draft, go) }
                } else {
                    { for question.choices.iter().map(|&choice| choose(choice, go.clone())) }
                }
                <button type="button" class="button-quiet" onclick={skip}>{ "Skip" }</button>
            </div>
        </>
    }
}

fn choose(choice: u32, go: impl Fn(Stage) + 'static) -> Html {
    let onclick = Callback::from(move |_: MouseEvent| go(Stage::Guessed(choice)));
    html! { <button key={choice} type="button" {onclick}>{ "about " }{ choice }{ "\u{202f}%" }</button> }
}

fn slider(draft: &UseStateHandle<Option<u32>>, go: impl Fn(Stage) + 'static) -> Html {
    let guess = **draft;
    let setter = draft.setter();
    let oninput = Callback::from(move |event: InputEvent| {
        setter.set(event.target_unchecked_into::<HtmlInputElement>().value().parse().ok());
    });
    let onclick = Callback::from(move |_: MouseEvent| {
        if let Some(guess) = guess {
            go(Stage::Guessed(guess));
        }
    });
    let says = guess.map_or_else(|| "no guess yet".to_owned(), |guess| format!("{guess} per cent"));
    html! {
        <>
            <input type="range" min="0" max="100" step="1" aria-label="Your guess, in per cent of the keys" aria-valuetext={says}
                value={guess.unwrap_or(50).to_string()} {oninput} />
            <strong class="prediction-number">{ guess.map_or_else(|| "?".to_owned(), |guess| guess.to_string()) }{ "\u{202f}%" }</strong>
            <button type="button" class="button-main" disabled={guess.is_none()} {onclick}>{ "That is my guess" }</button>
        </>
    }
}

/// The guess, and beside it what happened as soon as it has.
fn answer(question: &'static Question, guess: u32, outcome: Option<Outcome>, act: Callback<MouseEvent>) -> Html {
    let Some(Outcome { part, whole }) = outcome else {
        return html! {
            <div class="prediction-row">
                <p class="prediction-ask">{ "You guessed " }<strong>{ guess }{ "\u{202f}%" }</strong>{ ". Now see: " }</p>
                <button type="button" class="button-main" onclick={act}>{ question.dare }</button>
            </div>
        };
    };
    let hundredths = part * 10_000 / whole.max(1);
    html! {
        <dl class="prediction-bars">
            { bar("You guessed", u64::from(guess) * 100, format!("{guess}\u{202f}%")) }
            { bar(question.who, hundredths, share(part, whole)) }
        </dl>
    }
}

/// A bar as long as its share; `hundredths` of a per cent.
fn bar(name: &'static str, hundredths: u64, says: String) -> Html {
    html! {
        <div>
            <dt>{ name }</dt>
            <dd style={format!("--part:{}", hundredths / 100)}><strong>{ says }</strong></dd>
        </div>
    }
}
