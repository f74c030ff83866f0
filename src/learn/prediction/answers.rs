//! The kinds of answers. What a kind alone needs is reached through it, so a page loads only the kinds that it asks with.

use simulation::kernel::text::{grouped, share};
use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlInputElement};
use yew::prelude::*;

use super::Outcome;

/// How one answers, and how the outcome is put beside the guess. A guess is kept as a number.
pub trait Answer: Sync {
    /// What the reader guesses with. `draft` is a guess that is not made yet.
    fn field(&self, draft: &UseStateHandle<Option<u32>>, guess: &Callback<u32>) -> Html;

    /// A guess in words.
    fn says(&self, guess: u32) -> String;

    /// What happened, beside the guess; `who` is whose the outcome is. Of an outcome of another kind there is nothing to say.
    fn verdict(&self, who: &'static str, guess: u32, outcome: Outcome) -> Html;

    /// Whether a click in the picture can be a guess too.
    fn is_in_picture(&self) -> bool {
        false
    }

    /// The guess that a click in the picture of a lab makes.
    fn clicked(&self, _lab: &str, _click: &MouseEvent) -> Option<u32> {
        None
    }
}

/// A share in per cent, set with a slider.
pub struct Share;

/// One of these shares, in per cent.
pub struct Shares(pub &'static [u32]);

/// A number from 0 to `most`, set with a slider.
pub struct Number {
    /// The greatest that can be guessed.
    pub most: u32,
    /// What is counted, with its space: `" requests"`.
    pub unit: &'static str,
}

/// One of these, by its place in the list; each of them is in the picture too, marked `data-guess` with its place, and can be
/// clicked there.
pub struct Marks(pub &'static [&'static str]);

impl Answer for Share {
    fn field(&self, draft: &UseStateHandle<Option<u32>>, guess: &Callback<u32>) -> Html {
        slider(100, PER_CENT, draft, guess)
    }

    fn says(&self, guess: u32) -> String {
        per_cent(guess)
    }

    fn verdict(&self, who: &'static str, guess: u32, outcome: Outcome) -> Html {
        share_beside(who, guess, outcome)
    }
}

impl Answer for Shares {
    fn field(&self, _draft: &UseStateHandle<Option<u32>>, guess: &Callback<u32>) -> Html {
        self.0.iter().map(|&share| choose(share, ["about ", &per_cent(share)].concat(), guess)).collect()
    }

    fn says(&self, guess: u32) -> String {
        per_cent(guess)
    }

    fn verdict(&self, who: &'static str, guess: u32, outcome: Outcome) -> Html {
        share_beside(who, guess, outcome)
    }
}

impl Answer for Number {
    fn field(&self, draft: &UseStateHandle<Option<u32>>, guess: &Callback<u32>) -> Html {
        slider(self.most, self.unit, draft, guess)
    }

    fn says(&self, guess: u32) -> String {
        [&grouped(guess.into()), self.unit].concat()
    }

    fn verdict(&self, who: &'static str, guess: u32, outcome: Outcome) -> Html {
        let Outcome::Number(number) = outcome else { return Html::default() };
        let most = number.max(guess.into()).max(1);
        bars(who, [guess.into(), number, most], [self.says(guess), [&grouped(number), self.unit].concat()])
    }
}

impl Answer for Marks {
    fn field(&self, _draft: &UseStateHandle<Option<u32>>, guess: &Callback<u32>) -> Html {
        (0..).zip(self.0).map(|(place, word)| choose(place, (*word).to_owned(), guess)).collect()
    }

    fn says(&self, guess: u32) -> String {
        (*self.0.get(guess as usize).unwrap_or(&"")).to_owned()
    }

    fn verdict(&self, who: &'static str, guess: u32, outcome: Outcome) -> Html {
        let Outcome::Word(happened) = outcome else { return Html::default() };
        let verdict = if happened == guess { "as you said" } else { "not what you said" };
        html! {
            <p class="prediction-ask">
                { "You guessed: " }<strong>{ self.says(guess) }</strong>{ ". " }{ who }{ ": " }
                <strong>{ self.says(happened) }</strong>{ ", " }{ verdict }{ "." }
            </p>
        }
    }

    fn is_in_picture(&self) -> bool {
        true
    }

    /// The lab is locked, so the click does not come from the mark itself.
    fn clicked(&self, lab: &str, click: &MouseEvent) -> Option<u32> {
        let (x, y) = (f64::from(click.client_x()), f64::from(click.client_y()));
        let marks = gloo::utils::document().query_selector_all(&["#", lab, " [data-guess]"].concat()).ok()?;
        (0..marks.length()).find_map(|index| {
            let mark: Element = marks.get(index)?.dyn_into().ok()?;
            let box_ = mark.get_bounding_client_rect();
            let is_hit = (box_.left()..=box_.right()).contains(&x) && (box_.top()..=box_.bottom()).contains(&y);
            is_hit.then(|| mark.get_attribute("data-guess")?.parse().ok()).flatten()
        })
    }
}

const PER_CENT: &str = "\u{202f}%";

fn per_cent(share: u32) -> String {
    [&grouped(share.into()), PER_CENT].concat()
}

fn choose(value: u32, says: String, guess: &Callback<u32>) -> Html {
    let onclick = guess.reform(move |_: MouseEvent| value);
    html! { <button key={value} type="button" {onclick}>{ says }</button> }
}

fn slider(most: u32, unit: &'static str, draft: &UseStateHandle<Option<u32>>, guess: &Callback<u32>) -> Html {
    let value = **draft;
    let setter = draft.setter();
    let oninput = Callback::from(move |event: InputEvent| {
        setter.set(event.target_unchecked_into::<HtmlInputElement>().value().parse().ok());
    });
    let guess = guess.clone();
    let onclick = Callback::from(move |_: MouseEvent| value.into_iter().for_each(|value| guess.emit(value)));
    let number = value.map_or_else(|| "?".to_owned(), |value| value.to_string());
    let says = [if value.is_none() { "no guess yet" } else { &number }, unit].concat();
    html! {
        <>
            <input type="range" min="0" max={most.to_string()} step="1" aria-label="Your guess" aria-valuetext={says}
                value={value.unwrap_or(most / 2).to_string()} {oninput} />
            <strong class="prediction-number">{ number }{ unit }</strong>
            <button type="button" class="button-main" disabled={value.is_none()} {onclick}>{ "That is my guess" }</button>
        </>
    }
}

fn share_beside(who: &'static str, guess: u32, outcome: Outcome) -> Html {
    let Outcome::Share { part, whole } = outcome else { return Html::default() };
    let hundredths = part * 10_000 / whole.max(1);
    bars(who, [u64::from(guess) * 100, hundredths, 10_000], [per_cent(guess), share(part, whole)])
}

/// The guess and what happened, and the whole that both are drawn against.
fn bars(who: &'static str, [guess, happened, whole]: [u64; 3], [guessed, said]: [String; 2]) -> Html {
    let bar = |name: &'static str, value: u64, says: String| {
        html! {
            <div>
                <dt>{ name }</dt>
                <dd style={["--part:", &(value * 100 / whole).to_string()].concat()}><strong>{ says }</strong></dd>
            </div>
        }
    };
    html! {
        <dl class="prediction-bars">
            { bar("You guessed", guess, guessed) }
            { bar(who, happened, said) }
        </dl>
    }
}
