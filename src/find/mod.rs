//! Search over the whole book, and the terms in its text that say what they mean.
//!
//! [`index`] and [`words`] say what is found; the prerenderer writes the index from the pages themselves. A first visit needs
//! only the button and `wake`; all else is behind `open`, and lives only in a browser.

pub mod index;
pub mod words;

#[cfg(target_arch = "wasm32")]
mod contents;
#[cfg(target_arch = "wasm32")]
mod dialog;
#[cfg(target_arch = "wasm32")]
mod note;
#[cfg(target_arch = "wasm32")]
mod open;
#[cfg(target_arch = "wasm32")]
mod stored;
#[cfg(target_arch = "wasm32")]
mod wake;

use yew::prelude::*;

#[cfg(target_arch = "wasm32")]
pub use wake::{listen, wake};

/// The button in the header. It does nothing before `wake`, and so is disabled until then. The prerenderer writes onto it where
/// the index is.
pub fn button() -> Html {
    html! {
        <button type="button" class="find-button" title="Ctrl+K" data-find="" disabled={true}>
            <svg class="mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
                <path d="M20 20l8 8M13 22a9 9 0 1 1 .1 0" />
            </svg>
            <span class="wide-only">{ "Search" }</span>
        </button>
    }
}
