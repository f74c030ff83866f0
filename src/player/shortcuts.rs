//! Single keys that work the lab in which the focus is, and the switch that turns them off (WCAG 2.2, 2.1.4).

use gloo::events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast as _;
use web_sys::{Element, KeyboardEvent, Storage};

use super::registry;

/// Where the choice is kept; absent: they are on.
pub const STORAGE_KEY: &str = "moving-parts.shortcuts";

/// What takes letters itself.
const FIELDS: &str = "input:not([type=range], [type=checkbox], [type=radio]), select, textarea, [contenteditable]";

fn storage() -> Option<Storage> {
    gloo::utils::window().local_storage().ok().flatten()
}

thread_local! {
    /// The choice made on this page: a browser may keep none.
    static CHOSEN: std::cell::Cell<Option<bool>> = const { std::cell::Cell::new(None) };
}

/// Whether single keys work. Browser only.
#[must_use]
pub fn are_on() -> bool {
    let kept = || storage().and_then(|storage| storage.get_item(STORAGE_KEY).ok().flatten());
    CHOSEN.get().unwrap_or_else(|| kept().is_none_or(|kept| kept != "off"))
}

/// Turns them on or off, and keeps that if the browser lets it. Browser only.
pub fn turn(on: bool) {
    CHOSEN.set(Some(on));
    if let Some(storage) = storage() {
        let _ = if on { storage.remove_item(STORAGE_KEY) } else { storage.set_item(STORAGE_KEY, "off") };
    }
}

/// Listens for them from here on; `help` shows what they are. Browser only; call it once.
pub fn listen(help: fn()) {
    let options = EventListenerOptions::enable_prevent_default();
    EventListener::new_with_options(&gloo::utils::window(), "keydown", options, move |event| {
        if let Some(event) = event.dyn_ref::<KeyboardEvent>()
            && press(event, help).is_some()
        {
            event.prevent_default();
        }
    })
    .forget();
}

/// Where a key was pressed that may be taken as a single one: without another held, outside of what takes letters, and while
/// single keys are on.
#[must_use]
pub fn place_of_single_key(event: &KeyboardEvent) -> Option<Element> {
    if event.ctrl_key() || event.meta_key() || event.alt_key() || event.default_prevented() {
        return None;
    }
    let target = event.target()?.dyn_into::<Element>().ok()?;
    (target.closest(FIELDS).ok()?.is_none() && are_on()).then_some(target)
}

/// Does what a key asks for, if it asks for anything here.
fn press(event: &KeyboardEvent, help: fn()) -> Option<()> {
    let target = place_of_single_key(event)?;
    let key = event.key();
    if key == "?" {
        help();
        return Some(());
    }
    let lab = target.closest("section.lab").ok()??;
    let player = registry::find(&lab.id())?;
    match key.as_str() {
        "j" | "J" => player.step_back(),
        "l" | "L" => player.step(),
        "k" | "K" if player.is_playing() => player.pause(),
        "k" | "K" => player.play(),
        _ => return None,
    }
    Some(())
}
