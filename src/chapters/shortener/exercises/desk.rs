//! The tasks as one acts on them: a field, a table with a choice in each row, a row of buttons.

use algorithms::codes::base62::{ALPHABET, BASE};
use simulation::kernel::exercise::Practice;
use simulation::kernel::text::{grouped, large};
use simulation::shortener::exercises::{
    Act, Answer, Clicks, Does, Encode, From, Length, Marks, Resolve, ShortenerExercise,
};
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

type Task = Practice<ShortenerExercise>;

/// The task, and the acts in it.
pub fn desk(practice: &Task, act: &Callback<Act>) -> Html {
    let marks = practice.shown().map(|(step, _, _)| step.marks.clone()).unwrap_or_default();
    match practice.task() {
        ShortenerExercise::Encode(task) => encode(task, practice, &marks, act),
        ShortenerExercise::Resolve(task) => resolve(task, practice, &marks, act),
        ShortenerExercise::Clicks(task) => clicks(task, practice, &marks, act),
        ShortenerExercise::Length(task) => length(task, practice, &marks, act),
    }
}

/// The answer that is to be seen: the learner's, or the model's as far as it has come.
fn answer_of(practice: &Task) -> &Answer {
    practice.shown().map_or(practice.answer(), |(step, _, _)| &step.marks.answer)
}

/// What was answered so far, in words.
pub fn answer(practice: &Task) -> Html {
    let answer = answer_of(practice);
    let says = match practice.task() {
        ShortenerExercise::Encode(_) if answer.text.is_empty() => "nothing yet".to_owned(),
        ShortenerExercise::Encode(_) => answer.text.clone(),
        ShortenerExercise::Length(_) => match answer.pick(0) {
            None => "nothing yet".to_owned(),
            Some(pick) => format!("{} characters", pick + 1),
        },
        ShortenerExercise::Resolve(_) | ShortenerExercise::Clicks(_) => {
            let (rows, _) = practice.task().rows();
            format!("{} of {rows} rows", answer.picks.iter().flatten().count())
        }
    };
    html! { <p class="practice-answer">{ "Answered: " }<strong><bdi>{ says }</bdi></strong></p> }
}

fn encode(task: &Encode, practice: &Task, marks: &Marks, act: &Callback<Act>) -> Html {
    let write = act.reform(|event: InputEvent| Act::Write(event.target_unchecked_into::<HtmlInputElement>().value()));
    let number = task.number;
    html! {
        <div class="tasks-encode">
            <p class="tasks-number">{ grouped(number) }</p>
            <label>
                <span>{ "Its code" }</span>
                <input class="tasks-code" type="text" autocomplete="off" autocapitalize="off" spellcheck="false" size="8"
                    value={answer_of(practice).text.clone()} readonly={practice.is_over()} oninput={write} />
            </label>
            <table class="tasks-digits">
                <caption>{ "What the digits are worth" }</caption>
                <tbody>
                    { for [0_usize, 10, 20, 30, 40, 50, 60].map(|first| html! {
                        <tr key={first}>
                            <th scope="row">{ first }{ "–" }{ (first + 9).min(61) }</th>
                            { for ALPHABET[first..(first + 10).min(62)].iter().map(|letter| html! { <td>{ char::from(*letter) }</td> }) }
                        </tr>
                    }) }
                </tbody>
            </table>
            <p class="hint">{ format!("62 × 62 = {}", grouped(BASE * BASE)) }{ if marks.row.is_some() { "; the remainders come from the right." } else { "" } }</p>
        </div>
    }
}

/// A choice in a row of a table.
fn choice<const N: usize>(
    practice: &Task,
    row: usize,
    names: [&'static str; N],
    label: String,
    act: &Callback<Act>,
) -> Html {
    let picked = answer_of(practice).pick(row);
    let shown = picked.map_or_else(String::new, |pick| pick.to_string());
    let act = act.clone();
    let onchange = Callback::from(move |event: Event| {
        if let Ok(pick) = event.target_unchecked_into::<HtmlSelectElement>().value().parse() {
            act.emit(Act::Pick(row, pick));
        }
    });
    html! {
        <select {onchange} aria-label={label} data-shown={shown} disabled={practice.is_over()}>
            <option key="none" value="" selected={picked.is_none()}>{ "choose" }</option>
            { for names.into_iter().enumerate().map(|(number, name)| html! {
                <option key={number} value={number.to_string()} selected={picked == Some(number)}>{ name }</option>
            }) }
        </select>
    }
}

fn resolve(task: &Resolve, practice: &Task, marks: &Marks, act: &Callback<Act>) -> Html {
    let row = |(number, attempt): (usize, &simulation::shortener::exercises::Attempt)| {
        let code = attempt.code.clone();
        let has = attempt.row.clone().unwrap_or_else(|| "nothing".to_owned());
        html! {
            <tr key={number} class={(marks.row == Some(number)).then_some("is-shown")}>
                <th scope="row">{ number + 1 }</th>
                <td data-label="is hashed"><bdi>{ attempt.text.clone() }</bdi></td>
                <td data-label="code" class="shorten-code">{ code }</td>
                <td data-label="the filter says">{ if attempt.perhaps { "perhaps" } else { "no" } }</td>
                <td data-label="the database has"><bdi>{ has }</bdi></td>
                <td>{ choice(practice, number, Does::ALL.map(Does::name), format!("What happens at attempt {}", number + 1), act) }</td>
            </tr>
        }
    };
    html! {
        <table class="tasks-table">
            <caption>{ "Codes of two digits. Each attempt appends one more x." }</caption>
            <thead>
                <tr>
                    <th scope="col">{ "attempt" }</th><th scope="col">{ "is hashed" }</th><th scope="col">{ "code" }</th>
                    <th scope="col">{ "the filter says" }</th><th scope="col">{ "the database has" }</th><th scope="col">{ "what happens" }</th>
                </tr>
            </thead>
            <tbody>{ for task.attempts.iter().enumerate().map(row) }</tbody>
        </table>
    }
}

fn clicks(task: &Clicks, practice: &Task, marks: &Marks, act: &Callback<Act>) -> Html {
    let row = |(number, click): (usize, &simulation::shortener::exercises::Click)| {
        html! {
            <tr key={number} class={(marks.row == Some(number)).then_some("is-shown")}>
                <th scope="row">{ number + 1 }</th>
                <td data-label="browser">{ click.browser }</td>
                <td data-label="code" class="shorten-code">{ click.code.clone() }</td>
                <td>{ choice(practice, number, From::ALL.map(From::name), format!("Who answers click {}", number + 1), act) }</td>
            </tr>
        }
    };
    html! {
        <table class="tasks-table">
            <caption>{ "The table has the codes " }<strong class="shorten-code">{ task.codes.join(", ") }</strong>{ ". Cache and browsers begin empty." }</caption>
            <thead>
                <tr>
                    <th scope="col">{ "click" }</th><th scope="col">{ "browser" }</th><th scope="col">{ "asks for" }</th><th scope="col">{ "who answers" }</th>
                </tr>
            </thead>
            <tbody>{ for task.clicks.iter().enumerate().map(row) }</tbody>
        </table>
    }
}

fn length(task: &Length, practice: &Task, marks: &Marks, act: &Callback<Act>) -> Html {
    let picked = answer_of(practice).pick(0);
    let (_, choices) = practice.task().rows();
    let button = |number: usize| {
        let digits = number as u32 + 1;
        let pressed = if picked == Some(number) { "true" } else { "false" };
        html! {
            <li key={number} class={(marks.row == Some(number)).then_some("is-shown")}>
                <button type="button" aria-pressed={pressed} disabled={practice.is_over()} onclick={act.reform(move |_: MouseEvent| Act::Pick(0, number))}>
                    { digits }
                </button>
                <span>{ task.characters }<sup>{ digits }</sup>{ " = " }{ large(task.codes(digits)) }</span>
            </li>
        }
    };
    html! { <ol class="tasks-lengths">{ for (0..choices).map(button) }</ol> }
}
