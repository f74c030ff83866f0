//! How this chapter's controls ask for something: callbacks that give a command.

use simulation::kernel::system::System;
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use crate::player::Session;

/// A button that gives a command.
pub fn give<S: System>(session: &Session<S>, command: S::Command) -> Callback<MouseEvent> {
    let session = session.clone();
    Callback::from(move |_| {
        session.command(command.clone());
    })
}

/// A choice that gives the command made of the number chosen.
pub fn choice<S: System>(session: &Session<S>, command: fn(u32) -> S::Command) -> Callback<Event> {
    let session = session.clone();
    Callback::from(move |event: Event| {
        let chosen = event.target_dyn_into::<HtmlSelectElement>().and_then(|select| select.value().parse().ok());
        if let Some(number) = chosen {
            session.command(command(number));
        }
    })
}

/// A field for a whole number that gives the command made of it. What is no number, or out of range, is said.
pub fn number_field<S: System>(
    session: &Session<S>,
    label: Html,
    (least, most): (u32, u32),
    present: u32,
    command: impl Fn(u32) -> S::Command + 'static,
) -> Html {
    let session = session.clone();
    let onchange = Callback::from(move |event: Event| {
        let field = event.target_unchecked_into::<HtmlInputElement>();
        let is_taken = match field.value().trim().parse::<u32>() {
            Ok(number) if (least..=most).contains(&number) => session.command(command(number)),
            _ => {
                session.say(&format!("A whole number is wanted here, from {least} to {most}."));
                false
            }
        };
        if !is_taken {
            field.set_value(&present.to_string());
        }
    });
    html! {
        <label>
            <span>{ label }</span>
            <input type="number" inputmode="numeric" min={least.to_string()} max={most.to_string()}
                data-value={present.to_string()} {onchange} />
        </label>
    }
}

/// A start to choose: its name, and what it begins.
pub type Preset<S> = (&'static str, fn(&Session<S>));

/// Buttons that start over.
pub fn presets<S: System>(session: &Session<S>, presets: &[Preset<S>]) -> Html {
    html! {
        <div class="lab-presets" role="group" aria-label="Start from">
            { for presets.iter().map(|&(name, begin)| {
                let session = session.clone();
                let onclick = Callback::from(move |_: MouseEvent| begin(&session));
                html! { <button key={name} type="button" class="button-quiet" {onclick}>{ name }</button> }
            }) }
        </div>
    }
}
