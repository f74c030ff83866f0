//! What an instructor needs: scenes, present mode, a window with notes, scenes of one's own, and the list of keys.
//!
//! A first visit needs only the buttons in the chapter's head and `wake`, which looks whether the address asks for something.
//! All else is behind `open`, and lives only in a browser.

#[cfg(all(test, not(target_arch = "wasm32")))]
pub mod check;
pub mod mode;
pub mod own;
pub mod scene;

#[cfg(target_arch = "wasm32")]
mod channel;
#[cfg(target_arch = "wasm32")]
mod clicker;
#[cfg(target_arch = "wasm32")]
mod keys;
#[cfg(target_arch = "wasm32")]
mod open;
#[cfg(target_arch = "wasm32")]
mod show;
#[cfg(target_arch = "wasm32")]
mod speaker;
#[cfg(target_arch = "wasm32")]
mod stage;
#[cfg(target_arch = "wasm32")]
mod wake;

use yew::prelude::*;

#[cfg(target_arch = "wasm32")]
pub use wake::{Ask, ask, end, follow_address, wake};

/// The buttons in the head of a chapter. They do nothing before `wake`, and so are disabled until then.
pub fn buttons() -> Html {
    html! {
        <p class="chapter-tools">
            <button type="button" class="button-small" data-ask="present" disabled={true}>{ "Present" }</button>
            <button type="button" class="button-small" data-ask="own" disabled={true}>{ "Your own scenes" }</button>
            <button type="button" class="button-small" data-ask="keys" disabled={true}>{ "Keys" }</button>
            <span role="status" />
        </p>
    }
}
