//! What is noted of a reader without being asked: which chapters were opened, and which read to their end.

use std::cell::RefCell;

use wasm_bindgen_futures::spawn_local;
use web_sys::Element;
use yew::AppHandle;

use super::home::{self, Panel};
use super::{change, of, record};
use crate::lazy;
use crate::share::page;
use crate::sight::Sight;

thread_local! {
    /// The end of the chapter that is shown.
    static END: RefCell<Option<Sight>> = const { RefCell::new(None) };
    /// What lives on the home page.
    static PANEL: RefCell<Option<AppHandle<Panel>>> = const { RefCell::new(None) };
}

lazy! {
    home: fn panel(element: Element) -> AppHandle<Panel> {
        home::show(element)
    }
}

/// Shows progress on the home page; its code is loaded for that. Where it does not come, the page is a map all the same.
async fn show(element: Element) {
    if let Ok(handle) = panel(element.clone()).await {
        if element.is_connected() {
            PANEL.set(Some(handle));
        } else {
            handle.destroy();
        }
    }
}

/// Watches the page that is shown, in place of the one before. Browser only.
pub fn watch() {
    END.take();
    if let Some(handle) = PANEL.take() {
        handle.destroy();
    }
    if let Some(panel) = gloo::utils::document().get_element_by_id("progress-panel") {
        spawn_local(show(panel));
    }
    let Some(slug) = page::chapter() else {
        return;
    };
    note(&slug, record::OPENED);
    if let Ok(Some(end)) = gloo::utils::document().query_selector(".sources") {
        let sight = Sight::of(&end, "0px", move |seen| {
            if seen {
                note(&slug, record::READ);
            }
        });
        END.set(Some(sight));
    }
}

/// Notes a fact that is not noted yet. What can't be kept is not worth a message here: the reader did not ask for it.
fn note(slug: &str, fact: &str) {
    if of(slug).is_ok_and(|record| record.get(fact).is_none()) {
        let _ = change(slug, |record| record.set(fact, 1));
    }
}
