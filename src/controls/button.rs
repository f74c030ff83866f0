//! What is pressed: buttons, presets, rows of choices, switches and checkboxes.

use simulation::kernel::system::System;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::ask;
use crate::player::Session;

/// What a button does that gives a command.
pub fn give<S: System>(session: &Session<S>, command: S::Command) -> Callback<MouseEvent> {
    let session = session.clone();
    Callback::from(move |_| {
        session.command(command.clone());
    })
}

/// A button that gives a command.
pub fn button<S: System>(session: &Session<S>, says: impl Into<AttrValue>, command: S::Command) -> Html {
    plain(says.into(), None, give(session, command))
}

/// A start to choose: its name, and what it begins.
pub type Preset<S> = (&'static str, fn(&Session<S>));

/// Buttons that start over.
pub fn presets<S: System>(session: &Session<S>, presets: &[Preset<S>]) -> Html {
    let begin = |begin: fn(&Session<S>)| {
        let session = session.clone();
        Callback::from(move |_: MouseEvent| begin(&session))
    };
    starts(presets.iter().map(|(name, start)| (*name, begin(*start))).collect())
}

fn starts(presets: Vec<(&'static str, Callback<MouseEvent>)>) -> Html {
    let start = |(name, onclick): (&'static str, Callback<MouseEvent>)| {
        html! { <button key={name} type="button" class="button-quiet" {onclick}>{ name }</button> }
    };
    html! { <div class="lab-presets" role="group" aria-label="Start from">{ for presets.into_iter().map(start) }</div> }
}

/// Buttons of which one is pressed, or some: each with its name, whether it is on, and its command. `label` says what they choose.
pub fn row<S: System>(
    session: &Session<S>,
    label: &'static str,
    choices: impl IntoIterator<Item = (&'static str, bool, S::Command)>,
) -> Html {
    let buttons =
        choices.into_iter().map(|(name, is_on, command)| plain(name.into(), Some(is_on), give(session, command)));
    group(label, buttons.collect())
}

/// A button that stays pressed while something is on.
pub fn switch<S: System>(session: &Session<S>, name: &'static str, is_on: bool, command: S::Command) -> Html {
    plain(name.into(), Some(is_on), give(session, command))
}

fn plain(says: AttrValue, is_on: Option<bool>, onclick: Callback<MouseEvent>) -> Html {
    let pressed = is_on.map(|is_on| if is_on { "true" } else { "false" });
    html! { <button key={says.to_string()} type="button" aria-pressed={pressed} {onclick}>{ says }</button> }
}

fn group(label: &'static str, buttons: Html) -> Html {
    html! { <div class="lab-row lab-choices" role="group" aria-label={label}>{ buttons }</div> }
}

/// A checkbox.
pub fn toggle<S: System>(
    session: &Session<S>,
    label: &'static str,
    is_on: bool,
    command: impl Fn(bool) -> S::Command + 'static,
) -> Html {
    checkbox(label, is_on, ask(session, command))
}

fn checkbox(label: &'static str, is_on: bool, ask: Callback<bool, bool>) -> Html {
    let onchange = Callback::from(move |event: Event| {
        let field: HtmlInputElement = event.target_unchecked_into();
        if !ask.emit(field.checked()) {
            field.set_checked(is_on);
        }
    });
    html! { <label class="lab-check"><input type="checkbox" checked={is_on} {onchange} />{ label }</label> }
}
