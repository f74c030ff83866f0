//! What is drawn and can be pressed takes the keys of a button.

use wasm_bindgen::JsCast as _;
use web_sys::{Element, KeyboardEvent, MouseEvent, MouseEventInit};

/// Enter and the space bar press what has the focus.
pub(super) fn press_by_key(key: &KeyboardEvent) {
    if !matches!(key.key().as_str(), "Enter" | " ") {
        return;
    }
    let focused = key.target().and_then(|target| target.dyn_into::<Element>().ok());
    let Some(button) = focused.and_then(|focused| focused.closest("[role=button]").ok()?) else { return };
    key.prevent_default();
    let how = MouseEventInit::new();
    how.set_bubbles(true);
    how.set_cancelable(true);
    if let Ok(click) = MouseEvent::new_with_mouse_event_init_dict("click", &how) {
        // It fails only for an event that is being sent already.
        let _ = button.dispatch_event(&click);
    }
}
