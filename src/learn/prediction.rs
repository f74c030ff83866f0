//! A guess before the lab runs.
//!
//! The lab stands there, locked, until the reader has guessed or skipped. Then it is the lab that answers: what happened in it
//! is put beside the guess. A lab that was opened at a moment of its own (a link, a talk, a frame in another page) asks
//! nothing.

use simulation::text::{grouped, share};
use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlElement, HtmlInputElement};
use yew::prelude::*;

use crate::player::Player;
use crate::progress::{self, Trouble, record};
use crate::share::{code_of, page};

/// What is asked, and how one answers.
#[derive(Debug)]
pub struct Question {
    /// The address of its chapter.
    pub chapter: &'static str,
    /// What is asked.
    pub asks: &'static str,
    /// What the answer is.
    pub answer: Answer,
    /// Whose the outcome is, as in "the ring moved".
    pub who: &'static str,
    /// What to do now, once the guess is made.
    pub dare: &'static str,
}

/// What a guess is, and what it is kept as: a number.
#[derive(Clone, Copy, Debug)]
pub enum Answer {
    /// A share in per cent, set with a slider.
    Share,
    /// One of these shares, in per cent.
    Shares(&'static [u32]),
    /// A number from 0 to `most`, set with a slider.
    Number {
        /// The greatest that can be guessed.
        most: u32,
        /// What is counted, with its space: `" requests"`.
        unit: &'static str,
    },
    /// One of these, by its place in the list.
    Words(&'static [&'static str]),
    /// Like `Words`, and with each of them in the picture too: a click on what is marked `data-guess` with its place is a guess.
    Marks(&'static [&'static str]),
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
        Stage::Asked if locked => ask(question, &draft, go.clone()),
        Stage::Guessed(guess) => answer(question, guess, *seen.borrow(), act),
        Stage::Asked | Stage::Open => Html::default(),
    };
    let in_picture = matches!(question.answer, Answer::Marks(_));
    let onclick = Callback::from(move |click: MouseEvent| match in_picture.then(|| marked(lab, &click)).flatten() {
        Some(guess) if locked => go(Stage::Guessed(guess)),
        _ if locked => focus_guess(lab),
        _ => {}
    });
    let class = match (locked, in_picture) {
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

/// The guess that stands where the lab was clicked. It is locked, so the click does not come from the mark itself.
fn marked(lab: &str, click: &MouseEvent) -> Option<u32> {
    let (x, y) = (f64::from(click.client_x()), f64::from(click.client_y()));
    let marks = gloo::utils::document().query_selector_all(&["#", lab, " [data-guess]"].concat()).ok()?;
    (0..marks.length()).find_map(|index| {
        let mark: Element = marks.get(index)?.dyn_into().ok()?;
        let box_ = mark.get_bounding_client_rect();
        let is_hit = (box_.left()..=box_.right()).contains(&x) && (box_.top()..=box_.bottom()).contains(&y);
        is_hit.then(|| mark.get_attribute("data-guess")?.parse().ok()).flatten()
    })
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
                { match question.answer {
                    Answer::Share => slider(100, PER_CENT, draft, go),
                    Answer::Number { most, unit } => slider(most, unit, draft, go),
                    Answer::Shares(shares) => {
                        shares.iter().map(|&share| choose(share, format!("about {share}{PER_CENT}"), go.clone())).collect()
                    }
                    Answer::Words(words) | Answer::Marks(words) => {
                        (0..).zip(words).map(|(place, word)| choose(place, (*word).to_owned(), go.clone())).collect()
                    }
                } }
                <button type="button" class="button-quiet" onclick={skip}>{ "Skip" }</button>
            </div>
        </>
    }
}

const PER_CENT: &str = "\u{202f}%";

fn choose(guess: u32, says: String, go: impl Fn(Stage) + 'static) -> Html {
    let onclick = Callback::from(move |_: MouseEvent| go(Stage::Guessed(guess)));
    html! { <button key={guess} type="button" {onclick}>{ says }</button> }
}

fn slider(
    most: u32,
    unit: &'static str,
    draft: &UseStateHandle<Option<u32>>,
    go: impl Fn(Stage) + Clone + 'static,
) -> Html {
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
    let number = guess.map_or_else(|| "?".to_owned(), |guess| guess.to_string());
    let says = [if guess.is_none() { "no guess yet" } else { &number }, unit].concat();
    html! {
        <>
            <input type="range" min="0" max={most.to_string()} step="1" aria-label="Your guess" aria-valuetext={says}
                value={guess.unwrap_or(most / 2).to_string()} {oninput} />
            <strong class="prediction-number">{ number }{ unit }</strong>
            <button type="button" class="button-main" disabled={guess.is_none()} {onclick}>{ "That is my guess" }</button>
        </>
    }
}

/// The guess, and beside it what happened as soon as it has.
fn answer(question: &'static Question, guess: u32, outcome: Option<Outcome>, act: Callback<MouseEvent>) -> Html {
    let says = |value: u64| match question.answer {
        Answer::Share | Answer::Shares(_) => [&grouped(value), PER_CENT].concat(),
        Answer::Number { unit, .. } => [&grouped(value), unit].concat(),
        Answer::Words(words) | Answer::Marks(words) => (*words.get(value as usize).unwrap_or(&"")).to_owned(),
    };
    let guessed = says(guess.into());
    let happened = match outcome {
        None => {
            return html! {
                <div class="prediction-row">
                    <p class="prediction-ask">{ "You guessed " }<strong>{ guessed }</strong>{ ". Now see: " }</p>
                    <button type="button" class="button-main" onclick={act}>{ question.dare }</button>
                </div>
            };
        }
        Some(Outcome::Share { part, whole }) => {
            let hundredths = part * 10_000 / whole.max(1);
            return bars(question, [u64::from(guess) * 100, hundredths, 10_000], [guessed, share(part, whole)]);
        }
        Some(Outcome::Number(number)) => {
            let most = number.max(guess.into()).max(1);
            return bars(question, [guess.into(), number, most], [guessed, says(number)]);
        }
        Some(Outcome::Word(word)) => word,
    };
    let verdict = if happened == guess { "as you said" } else { "not what you said" };
    html! {
        <p class="prediction-ask">
            { "You guessed: " }<strong>{ guessed }</strong>{ ". " }{ question.who }{ ": " }
            <strong>{ says(happened.into()) }</strong>{ ", " }{ verdict }{ "." }
        </p>
    }
}

/// The guess and what happened, and the whole that both are drawn against.
fn bars(question: &Question, [guess, happened, whole]: [u64; 3], [guessed, said]: [String; 2]) -> Html {
    let bar = |name: &'static str, value: u64, says: String| {
        html! {
            <div>
                <dt>{ name }</dt>
                <dd style={format!("--part:{}", value * 100 / whole)}><strong>{ says }</strong></dd>
            </div>
        }
    };
    html! {
        <dl class="prediction-bars">
            { bar("You guessed", guess, guessed) }
            { bar(question.who, happened, said) }
        </dl>
    }
}
