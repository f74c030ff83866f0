//! The part of this folder that every visit needs: it makes the buttons in the chapter's head work, and looks whether the
//! address asks for something.

use std::cell::RefCell;

use gloo::events::EventListener;
use gloo::utils::document;
use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlButtonElement;

use super::mode::{self, Deck};
use super::{open, scene};
use crate::lazy::{self, NotLoaded};
use crate::share::{self, PRESENT, SCENES, page};
use crate::sheet;

/// What can be opened over the page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Ask {
    /// Present mode, at a scene.
    Present(Deck, usize),
    /// The speaker's window, in place of the page.
    Speaker,
    /// The reader's own scenes, and those that the address holds.
    Own,
    /// The list of keys.
    Keys,
}

/// Looks for what the address asks for: `?speaker`, `?present` or `#present=3`.
fn asked() -> Option<Ask> {
    let query = page::query();
    if query == "?speaker" {
        return Some(Ask::Speaker);
    }
    let fragment = page::fragment();
    let scene = share::code_of(&fragment, PRESENT).or_else(|| {
        let rest = query.strip_prefix("?present")?;
        if rest.is_empty() { Some("1") } else { rest.strip_prefix('=') }
    });
    let scenes = share::code_of(&fragment, SCENES).map(|_| Ask::Own);
    scene.map(mode::addressed).map(|(deck, scene)| Ask::Present(deck, scene)).or(scenes)
}

/// Makes the buttons of the page work, and opens what the address asks for. Browser only; call it when the labs are there.
pub fn wake() {
    let Ok(buttons) = document().query_selector_all("[data-ask]") else { return };
    if buttons.length() == 0 {
        return;
    }
    for index in 0..buttons.length() {
        let Some(button) = buttons.item(index).and_then(|node| node.dyn_into::<HtmlButtonElement>().ok()) else {
            continue;
        };
        let ask = match button.get_attribute("data-ask").as_deref() {
            Some("keys") => Ask::Keys,
            Some("own") => Ask::Own,
            _ => Ask::Present(Deck::Chapter, 0),
        };
        button.set_disabled(false);
        // It lives as long as the button does.
        EventListener::new(&button, "click", move |_| self::ask(ask)).forget();
    }
    if let Some(ask) = asked() {
        self::ask(ask);
    }
}

/// Follows an address that is typed or clicked while the page is open. Browser only.
pub fn follow_address() {
    if let Some(ask @ (Ask::Present(..) | Ask::Own)) = asked() {
        self::ask(ask);
    }
}

/// Opens something over the page, soon: its code may have to be loaded first. If that does not come, the page says so.
pub fn ask(ask: Ask) {
    spawn_local(async move {
        if open_with_all(ask).await.is_err()
            && let Ok(Some(note)) = document().query_selector(".chapter-tools [role=status]")
        {
            note.set_text_content(Some("That could not be loaded. Try again when you are online."));
        }
    });
}

/// Its sheet and what it shows come first.
async fn open_with_all(ask: Ask) -> Result<(), NotLoaded> {
    sheet::bring(PRESENT).await.map_err(|_| NotLoaded)?;
    match ask {
        Ask::Present(Deck::Chapter, scene) => {
            open::begin(Deck::Chapter, lazy::bring(&scene::AT_HAND).await?.to_vec(), scene).await
        }
        Ask::Present(deck, scene) => open::begin(deck, open::own_scenes(deck).await?, scene).await,
        Ask::Speaker => open::speaker().await,
        Ask::Own => open::drawer().await,
        Ask::Keys => open::list_keys().await,
    }
}

thread_local! {
    /// Ends what lies over the page.
    pub(super) static END: RefCell<Option<Box<dyn FnOnce()>>> = const { RefCell::new(None) };
}

/// Ends what lies over the page, which is about to be replaced.
pub fn end() {
    if let Some(end) = END.take() {
        end();
    }
}
