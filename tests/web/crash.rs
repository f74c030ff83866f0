//! A panic becomes a message with two ways back.

use gloo::utils::{body, document};
use moving_parts::crash;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::Element;

/// What the test adds to the page and what the message does to it, undone at its end.
struct Page {
    bystander: Element,
}

impl Page {
    fn new() -> Self {
        let bystander = document().create_element("main").unwrap();
        body().append_child(&bystander).unwrap();
        Self { bystander }
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        self.bystander.remove();
        for selector in [".crash", "[inert]"] {
            let found = document().query_selector_all(selector).unwrap();
            for index in 0..found.length() {
                let element: Element = wasm_bindgen::JsCast::unchecked_into(found.get(index).unwrap());
                if selector == ".crash" { element.remove() } else { element.remove_attribute("inert").unwrap() }
            }
        }
    }
}

fn text(selector: &str) -> String {
    document().query_selector(selector).unwrap().and_then(|found| found.text_content()).unwrap_or_default()
}

#[wasm_bindgen_test]
fn the_message_is_an_alert_that_has_the_focus_and_the_page_behind_it_is_inert() {
    let page = Page::new();
    crash::show("index out of bounds");

    let dialog = document().query_selector(".crash").unwrap().unwrap();
    assert_eq!(dialog.get_attribute("role").as_deref(), Some("alertdialog"));
    assert_eq!(text("#crash-title"), "This page has stopped");
    assert_eq!(text(".crash pre"), "index out of bounds");
    assert!(page.bystander.has_attribute("inert"));
    let focused = document().active_element().unwrap();
    assert_eq!(focused.text_content().as_deref(), Some("Reload this page"));
    assert_eq!(text(".crash-actions"), "Reload this page Start afresh");
}

#[wasm_bindgen_test]
fn the_message_is_shown_as_text_never_as_markup() {
    let _page = Page::new();
    crash::show("<img src=x onerror=alert(1)>");
    assert_eq!(text(".crash pre"), "<img src=x onerror=alert(1)>");
    assert!(document().query_selector(".crash img").unwrap().is_none());
}

#[wasm_bindgen_test]
fn a_second_panic_changes_nothing() {
    let _page = Page::new();
    crash::show("the first");
    crash::show("what followed from it");
    assert_eq!(document().query_selector_all(".crash").unwrap().length(), 1);
    assert_eq!(text(".crash pre"), "the first");
}

#[wasm_bindgen_test]
fn a_trap_is_shown_and_no_other_error() {
    let _page = Page::new();
    crash::show_traps();
    let throw = |error: &str| {
        let code = format!("dispatchEvent(new ErrorEvent('error', {{ error: new {error} }}))");
        js_sys::Function::new_no_args(&code).call0(&wasm_bindgen::JsValue::NULL).unwrap();
    };
    throw("Error('of an extension')");
    assert_eq!(document().query_selector_all(".crash").unwrap().length(), 0);
    throw("WebAssembly.RuntimeError('unreachable')");
    assert_eq!(text(".crash pre"), "RuntimeError: unreachable");
}
