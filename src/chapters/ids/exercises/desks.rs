//! Where one acts on a task.

use simulation::ids::exercises::{Act, Answer, Choice, FREE_BITS, IdExercise, Next, Twice};
use simulation::kernel::exercise::Practice;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::answer_of;
use crate::widgets::bit_strip::{Ink, strip, swatch};

/// What the bits are before the learner has touched them: Twitter's.
const FIRST: (u32, u32) = (41, 10);

/// Bits of time and of machine as they stand.
pub fn shared(answer: &Answer) -> (u32, u32) {
    answer.shared.unwrap_or(FIRST)
}

/// And what is left for the sequence.
pub fn sequence(answer: &Answer) -> u32 {
    let (time, machine) = shared(answer);
    FREE_BITS - time - machine
}

/// A row for each request: what the clock reads, and what to do.
pub fn next(task: &Next, practice: &Practice<IdExercise>, act: &Callback<Act>) -> Html {
    let answer = answer_of(practice);
    let pointed = practice.shown().and_then(|(step, _, _)| step.marks.reading);
    let row = |(place, reading): (usize, &u64)| {
        let chosen = answer.choices.get(place).copied().flatten();
        let button = |choice: Choice| {
            let is_chosen = chosen == Some(choice);
            html! {
                <button key={choice.name()} type="button" class="button-small" aria-pressed={is_chosen.to_string()}
                    onclick={act.reform(move |_: MouseEvent| Act::Choose(place, choice))}>{ choice.name() }</button>
            }
        };
        html! {
            <li key={place} class={(pointed == Some(place)).then_some("is-next")}>
                <span class="ids-reading">{ "the clock reads " }<strong>{ reading }</strong></span>
                <span class="practice-buttons" role="group" aria-label={format!("Request {}, the clock reads {reading}", place + 1)}>
                    { for Choice::ALL.map(button) }
                </span>
            </li>
        }
    };
    html! { <ol class="ids-requests">{ for task.readings.iter().enumerate().map(row) }</ol> }
}

/// The strip, and a slider for each border.
pub fn fit(practice: &Practice<IdExercise>, act: &Callback<Act>) -> Html {
    let answer = answer_of(practice);
    let (time, machine) = shared(answer);
    let rest = sequence(answer);
    let parts = [(Ink::Fixed, 1), (Ink::Time, time), (Ink::Machine, machine), (Ink::Sequence, rest)];
    let slider = |ink: Ink, name: &'static str, value: u32, most: u32, share: fn(u32, (u32, u32)) -> (u32, u32)| {
        let act = act.clone();
        let oninput = Callback::from(move |event: InputEvent| {
            if let Ok(bits) = event.target_unchecked_into::<HtmlInputElement>().value().parse() {
                let (time, machine) = share(bits, (time, machine));
                act.emit(Act::Share { time, machine });
            }
        });
        html! {
            <label>
                <span>{ swatch(ink) }{ name }{ ": " }<strong>{ value }</strong>{ " bits" }</span>
                <input type="range" min="1" max={most.to_string()} step="1" value={value.to_string()} {oninput} />
            </label>
        }
    };
    html! {
        <div class="ids-fit">
            { strip(&parts, format!("1 bit of sign, {time} of time, {machine} of machine, {rest} of sequence"), Html::default()) }
            { slider(Ink::Time, "time", time, FREE_BITS - machine, |bits, (_, machine)| (bits, machine)) }
            { slider(Ink::Machine, "machine", machine, FREE_BITS - time, |bits, (time, _)| (time, bits)) }
            <p>{ swatch(Ink::Sequence) }{ "sequence: " }<strong>{ rest }</strong>{ " bits, which is what is left" }</p>
        </div>
    }
}

/// The counters, and the numbers to mark.
pub fn twice(task: &Twice, practice: &Practice<IdExercise>, act: &Callback<Act>) -> Html {
    let answer = answer_of(practice);
    let pointed = practice.shown().map(|(step, _, _)| step.marks.numbers.clone()).unwrap_or_default();
    let counter = |(place, counter): (usize, &simulation::ids::exercises::Counter)| {
        let is_new = place + 1 == task.counters.len();
        html! {
            <li key={place}>
                <span class={classes!("server-mark", format!("server-{place}"))}>{ "s" }{ place + 1 }</span>
                <span>{ "begins with " }{ counter.offset }{ ", goes on by " }<strong>{ counter.step }</strong>{ if is_new { " (new)" } else { "" } }</span>
            </li>
        }
    };
    let number = |number: u64| {
        let is_marked = answer.marked.contains(&number);
        html! {
            <button key={number.to_string()} type="button" aria-pressed={is_marked.to_string()}
                class={pointed.contains(&number).then_some("is-shown")}
                onclick={act.reform(move |_: MouseEvent| Act::Mark(number))}>{ number }</button>
        }
    };
    html! {
        <div class="ids-twice">
            <ul>{ for task.counters.iter().enumerate().map(counter) }</ul>
            <div class="ids-numbers" role="group" aria-label="Numbers">{ for task.numbers().map(number) }</div>
        </div>
    }
}
