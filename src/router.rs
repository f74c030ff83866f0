//! Which page is shown, and how a reader gets from one to the next without loading anew.
//!
//! Links are plain `<a href>`: they work before the WebAssembly is there, open in other tabs and can be copied. Once it is
//! there, one listener follows those that lead to a page of the book. It is written here because the general answer,
//! yew-router, weighs 29 kB compressed: a fifth of what a first visit may cost.

use std::sync::OnceLock;

use gloo::events::{EventListener, EventListenerOptions};
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{Element, MouseEvent};
use yew::prelude::*;

use crate::route::Route;

static BASE: OnceLock<String> = OnceLock::new();

/// Says where the site is: empty at the top of a host, `/folder` in a folder. To be called once, before the first render;
/// a site does not move, so later calls change nothing.
pub fn set_base(base: &str) {
    let _ = BASE.set(base.to_owned());
}

fn base() -> &'static str {
    BASE.get().map_or("", String::as_str)
}

/// The address of a page, for a link.
#[must_use]
pub fn href(to: Route) -> String {
    format!("{}{}", base(), to.path())
}

/// The page to show. `first` is the one to start with; without it, the address bar tells.
#[hook]
pub fn use_current(first: Option<Route>) -> Route {
    let current = use_state_eq(|| first.unwrap_or_else(here));
    let setter = current.setter();
    use_effect_with((), move |()| {
        let went = setter.clone();
        let window = gloo::utils::window();
        let through_history = EventListener::new(&window, "popstate", move |_| went.set(here()));
        let options = EventListenerOptions::enable_prevent_default();
        let through_link = EventListener::new_with_options(&window, "click", options, move |event| {
            if let Some(route) = event.dyn_ref().and_then(follow) {
                setter.set(route);
            }
        });
        move || drop((through_history, through_link))
    });
    *current
}

/// The page at the address in the address bar. Browser only.
fn here() -> Route {
    Route::at(&path(), base())
}

fn path() -> String {
    gloo::utils::window().location().pathname().unwrap_or_default()
}

/// Takes a click on a link to another page of the book: the address bar changes, and the page is told. Whatever else was
/// clicked, and a click that asks for another tab, is left to the browser.
fn follow(click: &MouseEvent) -> Option<Route> {
    let modified = click.ctrl_key() || click.meta_key() || click.shift_key() || click.alt_key();
    if modified || click.button() != 0 || click.default_prevented() {
        return None;
    }
    let link = click.target()?.dyn_into::<Element>().ok()?.closest("a[href]").ok()??;
    if link.has_attribute("target") || link.has_attribute("download") {
        return None;
    }
    let address = link.get_attribute("href")?;
    let route = Route::of_link(&address, base())?;
    if address.split(['#', '?']).next() == Some(path().as_str()) {
        return None;
    }
    let history = gloo::utils::window().history().ok()?;
    history.push_state_with_url(&JsValue::NULL, "", Some(&address)).ok()?;
    click.prevent_default();
    Some(route)
}
