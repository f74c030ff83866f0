//! When the code panics: a message over the page, and two ways back, instead of a page that no longer answers.
//!
//! After a panic the WebAssembly is not to be relied on, so nothing here calls back into it: the buttons are bound to the
//! browser's own functions.

#![cfg(target_arch = "wasm32")]

use gloo::events::EventListener;
use js_sys::{Array, Function, Reflect};
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{Document, Element, HtmlDialogElement, HtmlElement, Storage};

pub use crate::share::LAB_STATE_PREFIX;

/// Shows every panic from here on.
pub fn show_panics() {
    yew::set_custom_panic_hook(Box::new(|panic| {
        let message = panic.to_string();
        web_sys::console::error_1(&JsValue::from_str(&message));
        show(&message);
    }));
}

/// Shows what stops the WebAssembly without a panic from here on: the memory is full, or a fault whose words xtask has taken out.
pub fn show_traps() {
    let window = gloo::utils::window();
    for event in ["error", "unhandledrejection"] {
        EventListener::new(&window, event, |event| {
            let of = |name: &str| Reflect::get(event, &name.into()).ok().filter(|value| value.is_object());
            if let Some(error) = of("error").or_else(|| of("reason"))
                && let Ok(name) = Reflect::get(&error, &"name".into())
                && name == "RuntimeError"
            {
                show(&String::from(js_sys::Object::from(error).to_string()));
            }
        })
        .forget();
    }
}

/// Lays the message over the page. A second panic, which often follows from the first, changes nothing.
pub fn show(message: &str) {
    let document = gloo::utils::document();
    if matches!(document.query_selector(".crash"), Ok(None)) {
        // Should even this fail, the message is in the console.
        let _ = try_show(&document, message);
    }
}

fn try_show(document: &Document, message: &str) -> Result<(), JsValue> {
    let body = document.body().ok_or("the page has no body")?;
    silence_page(document, &body)?;

    let around = document.create_element("div")?;
    around.set_inner_html(CRASH);
    let crash = around.first_element_child().ok_or(JsValue::NULL)?;
    let part = |name: &str| crash.query_selector(name)?.ok_or(JsValue::NULL);
    // What happened may hold what a reader typed: it is text.
    part("pre")?.set_text_content(Some(message));
    let reload = part("button")?;
    bind_ways_back(&reload, &part("button + button")?)?;
    body.append_child(&crash)?;
    reload.unchecked_into::<HtmlElement>().focus()
}

/// Markup of ours alone.
const CRASH: &str = "<div class=crash role=alertdialog aria-modal=true aria-labelledby=crash-title aria-describedby=crash-text>\
    <h2 id=crash-title>This page has stopped</h2>\
    <p id=crash-text>That is a fault in the page, not in what you did. Reload it to come back to the same moment. \
    If it stops there again, start afresh: the lab then opens as a new reader finds it.</p>\
    <p class=crash-actions><button type=button>Reload this page</button> <button type=button>Start afresh</button></p>\
    <details><summary>What happened</summary><pre></pre></details></div>";

/// Takes what lies above the page out of the way, and the page out of reach.
fn silence_page(document: &Document, body: &HtmlElement) -> Result<(), JsValue> {
    if document.fullscreen_element().is_some() {
        document.exit_fullscreen();
    }
    let dialogs = document.query_selector_all("dialog[open]")?;
    for index in 0..dialogs.length() {
        if let Some(dialog) = dialogs.get(index).and_then(|node| node.dyn_into::<HtmlDialogElement>().ok()) {
            dialog.close();
        }
    }
    let children = body.children();
    for index in 0..children.length() {
        if let Some(child) = children.item(index) {
            child.set_attribute("inert", "")?;
        }
    }
    Ok(())
}

fn bind_ways_back(reload: &Element, afresh: &Element) -> Result<(), JsValue> {
    let window = gloo::utils::window();
    let location = JsValue::from(window.location());
    reload.add_event_listener_with_callback("click", &bound(&location, "reload", &[])?)?;

    for storage in [window.local_storage(), window.session_storage()].into_iter().flatten().flatten() {
        for key in lab_keys(&storage)? {
            let forget = bound(&storage, "removeItem", &[key.into()])?;
            afresh.add_event_listener_with_callback("click", &forget)?;
        }
    }
    // Without a fragment the address is another one, so the browser loads it anew.
    let address = window.location().href()?;
    let start = address.split('#').next().unwrap_or_default();
    afresh.add_event_listener_with_callback("click", &bound(&location, "replace", &[start.into()])?)
}

fn lab_keys(storage: &Storage) -> Result<Vec<String>, JsValue> {
    let mut keys = Vec::new();
    for index in 0..storage.length()? {
        keys.extend(storage.key(index)?.filter(|key| key.starts_with(LAB_STATE_PREFIX)));
    }
    Ok(keys)
}

/// `object.name.bind(object, ...arguments)`: runs without us.
fn bound(object: &JsValue, name: &str, arguments: &[JsValue]) -> Result<Function, JsValue> {
    let function = Reflect::get(object, &name.into())?;
    let bind = Reflect::get(&function, &"bind".into())?.dyn_into::<Function>()?;
    let list: Array = std::iter::once(object).chain(arguments).cloned().collect();
    Reflect::apply(&bind, &function, &list)?.dyn_into()
}
