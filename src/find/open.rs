//! What is loaded when a reader looks for something.

use gloo::events::EventListener;
use gloo::utils::document;
use js_sys::Promise;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Element, HtmlLinkElement};

use super::{contents, dialog, note};
use crate::lazy;

lazy! {
    /// Opens what belongs to an element of the page: the search to its button, a note to a term.
    find: pub fn open(opener: Element) -> () {
        spawn_local(async move {
            // Unstyled is better than nothing.
            let _ = bring_sheet().await;
            if opener.has_attribute("data-find") {
                show_dialog();
            } else {
                note::show(opener).await;
            }
        });
    }
}

lazy! {
    /// Marks in the list of contents where the reader is, from now on.
    contents: pub fn follow_contents(list: Element) -> () {
        contents::follow(&list);
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

/// Links to the sheet of what is here, and waits for it.
async fn bring_sheet() -> Result<(), JsValue> {
    let Some(address) = super::stored::of_button("data-sheet") else { return Ok(()) };
    if document().query_selector(&format!("link[href=\"{address}\"]"))?.is_some() {
        return Ok(());
    }
    let link: HtmlLinkElement = document().create_element("link")?.unchecked_into();
    link.set_rel("stylesheet");
    link.set_href(&address);
    let head = document().head().ok_or(JsValue::NULL)?;
    let loaded = Promise::new(&mut |loaded, failed| {
        link.set_onload(Some(&loaded));
        link.set_onerror(Some(&failed));
    });
    head.append_child(&link)?;
    JsFuture::from(loaded).await?;
    Ok(())
}
