//! How these labs' controls ask for something: callbacks that give a command.

use simulation::kernel::system::System;
use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement};
use yew::prelude::*;

use crate::player::Session;

/// A paste longer than this, in bytes, is not looked at.
const LONGEST_PASTE: usize = 10 << 20;

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

/// A form that gives the command made of the text in its field; `Err` is what is wrong with it.
pub fn submit<S: System>(
    session: &Session<S>,
    command: fn(&str) -> Result<S::Command, String>,
) -> Callback<SubmitEvent> {
    let session = session.clone();
    Callback::from(move |event: SubmitEvent| {
        event.prevent_default();
        let Some(text) = event.target_dyn_into::<Element>().and_then(|form| text_in(&form)) else {
            return;
        };
        if text.len() > LONGEST_PASTE {
            return session.say("That is more than 10 MB of text. What you pasted is still in the field.");
        }
        match command(&text) {
            Ok(command) => _ = session.command(command),
            Err(wrong) => session.say(&wrong),
        }
    })
}

/// What stands in a form's first field, be it one line, many, or a choice.
fn text_in(form: &Element) -> Option<String> {
    let field = form.query_selector("input, textarea, select").ok()??;
    let field = match field.dyn_into::<HtmlInputElement>() {
        Ok(input) => return Some(input.value()),
        Err(field) => field,
    };
    match field.dyn_into::<HtmlTextAreaElement>() {
        Ok(area) => Some(area.value()),
        Err(field) => Some(field.dyn_into::<HtmlSelectElement>().ok()?.value()),
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
