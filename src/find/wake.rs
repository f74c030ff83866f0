//! The part of this folder that every visit needs: it hears when the reader looks for something, and loads the rest.

use gloo::events::{EventListener, EventListenerOptions};
use gloo::utils::document;
use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, Event, HtmlButtonElement, KeyboardEvent, MouseEvent};

use super::contents;
use super::open::open;
use crate::player::shortcuts;

/// What opens the search, and what says what a term means.
const OPENERS: &str = "[data-find], a.term";

/// The button of the page, if it is shown: not while presenting, nor in a frame that has no header.
fn button() -> Option<HtmlButtonElement> {
    let button: HtmlButtonElement = document().query_selector("[data-find]").ok()??.dyn_into().ok()?;
    button.offset_parent().map(|_| button)
}

/// Makes the button of the page work, and marks where the reader is in the contents. Browser only.
pub fn wake() {
    if let Some(button) = button() {
        button.set_disabled(false);
    }
    if let Ok(Some(contents)) = document().query_selector(".contents") {
        contents::follow(&contents);
    }
}

/// Listens for what opens the search or a term. Browser only; call it once.
pub fn listen() {
    for name in ["click", "keydown", "focusin", "pointerover"] {
        let options = EventListenerOptions::enable_prevent_default();
        EventListener::new_with_options(&gloo::utils::window(), name, options, |event| {
            if let Some(opener) = asked(event) {
                spawn_local(async move {
                    if open(opener.clone()).await.is_err() {
                        opener.set_attribute("title", "This could not be loaded. Try again when you are online.").ok();
                    }
                });
            }
        })
        .forget();
    }
}

/// What the reader asks for, by a key or by what was pressed, pointed at or focused.
fn asked(event: &Event) -> Option<Element> {
    if let Some(key) = event.dyn_ref::<KeyboardEvent>() {
        let letter = key.key();
        let control = (key.ctrl_key() || key.meta_key()) && !key.alt_key() && !key.shift_key() && letter == "k";
        let is_single = letter == "/" && shortcuts::place_of_single_key(key).is_some();
        if !(control || is_single) {
            return None;
        }
        let button = button()?;
        event.prevent_default();
        return Some(button.into());
    }
    let opener = event.target()?.dyn_into::<Element>().ok()?.closest(OPENERS).ok()??;
    let is_button = opener.has_attribute("data-find");
    if event.type_() == "click" {
        let click: &MouseEvent = event.dyn_ref()?;
        if click.ctrl_key() || click.meta_key() || click.shift_key() || click.button() != 0 {
            return None;
        }
        event.prevent_default();
    } else if is_button {
        return None;
    }
    Some(opener)
}
