//! The keys of present mode: a clicker's come before whatever has the focus.

use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlElement, KeyboardEvent};

use super::mode::{self, Act};
use super::show::Show;
use crate::player::shortcuts;

/// Does what a key asks for; the lab then does not get it.
pub(super) fn on_key(show: &Show, event: &KeyboardEvent) {
    if event.ctrl_key() || event.meta_key() || event.alt_key() {
        return;
    }
    let key = event.key();
    let is_letter = key.chars().count() == 1 && key != " ";
    if is_letter && !shortcuts::are_on() {
        return;
    }
    let Some(act) = mode::act_of(&key, event.shift_key()) else {
        on_other_key(show, event, &key);
        return;
    };
    let panel_is_open = show.view().mode.panel.is_some();
    if panel_is_open && !matches!(act, Act::Panel(_)) || belongs_to_control(event, &key) {
        return;
    }
    event.prevent_default();
    event.stop_propagation();
    if !event.repeat() || matches!(act, Act::Next | Act::Back) {
        show.act(act);
    }
}

fn on_other_key(show: &Show, event: &KeyboardEvent, key: &str) {
    if show.view().mode.panel.is_some() || belongs_to_control(event, key) {
        return;
    }
    match key {
        "f" | "F" => toggle_full_screen(),
        "c" | "C" => show.toggle_controls(),
        "k" | "K" => show.toggle_play(),
        _ => return,
    }
    event.prevent_default();
    event.stop_propagation();
}

/// Whether the control that has the focus needs the key more: a field takes letters and arrows, a button Space. A slider
/// does not count, and what a clicker sends never does.
fn belongs_to_control(event: &KeyboardEvent, key: &str) -> bool {
    let Some(target) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else {
        return false;
    };
    let is = |selector: &str| target.closest(selector).is_ok_and(|found| found.is_some());
    match key {
        "PageUp" | "PageDown" => false,
        "Escape" => is("dialog[open]"),
        " " if !event.shift_key() && is("button, summary, a[href], [type=checkbox], [type=radio]") => true,
        _ => is("select, textarea, input:not([type=range], [type=checkbox], [type=radio])"),
    }
}

/// Fills the screen, or gives it back. A browser may refuse; then the window stays as it is.
pub fn toggle_full_screen() {
    let document = gloo::utils::document();
    if document.fullscreen_element().is_some() {
        document.exit_fullscreen();
    } else {
        let _ = gloo::utils::document_element().request_fullscreen();
    }
}

/// Gives the focus to what a selector finds.
pub fn focus(selector: &str) {
    let found = gloo::utils::document().query_selector(selector).ok().flatten();
    if let Some(element) = found.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        // Without it the keyboard starts at the top of the page.
        let _ = element.focus();
    }
}
