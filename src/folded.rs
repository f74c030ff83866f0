//! What lies far down a page, laid out after the rest of it.
//!
//! To lay a whole chapter out for its first frame would hold up a phone for a fifth of a second. So the parts below the first screens
//! are folded (`styles/base.css`): the browser lays such a part out when it comes near the window, and [`unfold`] does when the page lives,
//! one at a time. From then on the page is as it would be without. A page is not folded where one comes back to a place in it
//! or is sent to one (`index.html`): that place would move.

#![cfg(target_arch = "wasm32")]

use gloo::timers::future::TimeoutFuture;
use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::spawn_local;
use web_sys::Element;

/// On the document's element while parts of the page may be folded.
const FOLDED: &str = "data-folded";
/// On a part that no longer is.
const UNFOLDED: &str = "data-unfolded";

/// About two frames, in milliseconds: time to lay out what was unfolded, and for whatever else is waiting.
const APART: u32 = 35;

/// Folds the page that is about to be shown.
pub fn fold() {
    // The names are valid ones.
    let _ = gloo::utils::document_element().set_attribute(FOLDED, "");
}

/// Lays out what is still folded, a part at a time.
pub fn unfold() {
    let html = gloo::utils::document_element();
    let Some(parts) =
        gloo::utils::document().query_selector_all(".page, .place").ok().filter(|_| html.has_attribute(FOLDED))
    else {
        return;
    };
    spawn_local(async move {
        for part in (0..parts.length()).filter_map(|index| parts.get(index)?.dyn_into::<Element>().ok()) {
            TimeoutFuture::new(APART).await;
            // Another page has come, and will unfold itself.
            if !part.is_connected() {
                return;
            }
            let _ = part.set_attribute(UNFOLDED, "");
        }
        let _ = html.remove_attribute(FOLDED);
    });
}
