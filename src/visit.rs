//! From page to page without loading the site anew.
//!
//! Links are plain `<a href>`: they work before the WebAssembly is there, open in other tabs and can be copied. Once it is
//! there, those that lead to a page of the book are followed here: the page is fetched as it was prerendered, put in the
//! place of the old one, and brought to life. So the WebAssembly carries the labs and not the pages' text. (yew-router renders
//! pages from code, and weighs 29 kB compressed: a fifth of what a first visit may cost.)

#![cfg(target_arch = "wasm32")]

use std::cell::RefCell;
use std::pin::Pin;

use gloo::events::{EventListener, EventListenerOptions};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Document, DomParser, Element, FocusOptions, HtmlElement, MouseEvent, Response, SupportedType};

use crate::lazy;
use crate::lazy::NotLoaded;
use crate::router::base;
use crate::sheet;

/// Follows links to pages of the book, back and forward, without loading the site anew; `wake` brings a page to life. Browser
/// only; call it once.
pub fn listen(wake: fn()) {
    let window = gloo::utils::window();
    let options = EventListenerOptions::enable_prevent_default();
    EventListener::new_with_options(&window, "click", options, move |event| {
        if let Some(address) = event.dyn_ref().and_then(follow) {
            spawn_local(visit(address, true, wake));
        }
    })
    .forget();
    EventListener::new(&window, "popstate", move |_| {
        // A change of the fragment alone comes here too.
        if SHOWN.with_borrow(|shown| *shown != path()) {
            spawn_local(visit(path(), false, wake));
        }
    })
    .forget();
    SHOWN.set(path());
}

thread_local! {
    /// The path of the page that is shown.
    static SHOWN: RefCell<String> = const { RefCell::new(String::new()) };
}

fn path() -> String {
    gloo::utils::window().location().pathname().unwrap_or_default()
}

/// Takes a click on a link to another page of the book. Whatever else was clicked, and a click that asks for another tab,
/// is left to the browser.
fn follow(click: &MouseEvent) -> Option<String> {
    let modified = click.ctrl_key() || click.meta_key() || click.shift_key() || click.alt_key();
    if modified || click.button() != 0 || click.default_prevented() {
        return None;
    }
    let link = click.target()?.dyn_into::<Element>().ok()?.closest("a[href]").ok()??;
    if link.has_attribute("target") || link.has_attribute("download") {
        return None;
    }
    let address = link.get_attribute("href")?;
    // Pages of the book end in a slash; an address that is none of them is left to the server.
    if !address.starts_with(&format!("{}/", base())) || !address.ends_with('/') || address == path() {
        return None;
    }
    click.prevent_default();
    Some(address)
}

/// Shows the page at an address: as it was prerendered, then brought to life. Where that fails, the browser goes there itself.
async fn visit(address: String, is_new: bool, wake: fn()) {
    let replaced = match replacement(address.clone(), is_new, wake).await {
        Ok(replacement) => replacement.await.is_ok(),
        Err(NotLoaded) => false,
    };
    if !replaced {
        // From here on it is the browser's; an address of the book can be gone to.
        let _ = gloo::utils::window().location().assign(&address);
    }
}

lazy! {
    /// What puts the page at an address in the place of this one.
    visit: fn replacement(address: String, is_new: bool, wake: fn()) -> Pin<Box<dyn Future<Output = Result<(), JsValue>>>> {
        Box::pin(async move { replace_page(&address, is_new, wake).await })
    }
}

fn edition(page: &Document) -> Option<String> {
    page.document_element()?.get_attribute("data-edition")
}

/// The page at an address of the book, as it was prerendered.
///
/// # Errors
/// If it does not come.
pub async fn fetched(address: &str) -> Result<Document, JsValue> {
    let response: Response = JsFuture::from(gloo::utils::window().fetch_with_str(address)).await?.dyn_into()?;
    if !response.ok() {
        return Err(JsValue::NULL);
    }
    let text = JsFuture::from(response.text()?).await?.as_string().ok_or(JsValue::NULL)?;
    DomParser::new()?.parse_from_string(&text, SupportedType::TextHtml)
}

async fn replace_page(address: &str, is_new: bool, wake: fn()) -> Result<(), JsValue> {
    let window = gloo::utils::window();
    let page = fetched(address).await?;
    // This WebAssembly knows the pages of its own edition only.
    if edition(&page) != edition(&gloo::utils::document()) {
        return Err(JsValue::NULL);
    }
    let (new, document) = (page.get_element_by_id("app").ok_or(JsValue::NULL)?, gloo::utils::document());
    let old = document.get_element_by_id("app").ok_or(JsValue::NULL)?;
    let sheets = sheet::addresses(&page)?;
    sheet::bring_those_of(&page).await?;
    crate::present::end();
    crate::life::put_to_sleep();
    crate::desk::Desk::put_at_hand(None);
    if is_new {
        window.history()?.push_state_with_url(&JsValue::NULL, "", Some(address))?;
        crate::folded::fold();
    }
    SHOWN.set(path());
    old.replace_with_with_node_1(&document.adopt_node(&new)?)?;
    sheet::take_off_those_not_of(&sheets)?;
    document.set_title(&page.title());
    wake();
    if is_new {
        window.scroll_to_with_x_and_y(0.0, 0.0);
    }
    if let Some(heading) = document.query_selector("main h1")?.and_then(|h1| h1.dyn_into::<HtmlElement>().ok()) {
        let options = FocusOptions::new();
        options.set_prevent_scroll(true);
        heading.focus_with_options(&options)?;
    }
    Ok(())
}
