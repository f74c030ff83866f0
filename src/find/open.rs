//! What is loaded when a reader looks for something.

use gloo::events::EventListener;
use gloo::utils::document;
use wasm_bindgen_futures::spawn_local;
use web_sys::Element;

use super::{dialog, note};
use crate::lazy;
use crate::lazy::NotLoaded;
use crate::sheet;

/// Opens what belongs to an element of the page: the search to its button, a note to a term.
///
/// # Errors
/// If its code does not come; asking again tries again.
pub async fn open(opener: Element) -> Result<(), NotLoaded> {
    // Unstyled is better than nothing.
    let _ = sheet::bring("find").await;
    if opener.has_attribute("data-find") { search().await } else { explain(opener).await }
}

lazy! {
    find: fn search() -> () {
        show_dialog();
    }
}

// Many more readers point at a term than search, so it is apart.
lazy! {
    term: fn explain(term: Element) -> () {
        spawn_local(note::show(term));
    }
}

/// Shows the search over the page, unless it is there.
fn show_dialog() {
    let is_there = document().query_selector(".find").is_ok_and(|dialog| dialog.is_some());
    let (Ok(root), Some(body), false) = (document().create_element("div"), document().body(), is_there) else { return };
    if body.append_child(&root).is_err() {
        return;
    }
    let inside = root.clone();
    let app = yew::Renderer::<dialog::Find>::with_root(root.clone()).render();
    // Closed by itself, or left behind with the page: back and forward replace that under it.
    let closing = EventListener::once(&root.clone(), "find-over", move |_| {
        spawn_local(async move {
            app.destroy();
            root.remove();
        });
    });
    closing.forget();
    EventListener::once(&gloo::utils::window(), "popstate", move |_| dialog::over(&inside)).forget();
}
