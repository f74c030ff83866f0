//! Sequence diagrams, as two limiters and their store draw one.

use gloo::utils::{body, document, window};
use moving_parts::chapters::limiter::labs::Nodes;
use wasm_bindgen::JsCast as _;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Element, HtmlElement};

use super::wait::{settled, until};

#[wasm_bindgen_test]
async fn the_last_messages_are_arrows_and_a_list_and_fit_a_phone() {
    window().session_storage().unwrap().unwrap().clear().unwrap();
    window().history().unwrap().replace_state_with_url(&"".into(), "", Some("#")).unwrap();
    let root = document().create_element("div").unwrap();
    body().append_child(&root).unwrap();
    let app = yew::Renderer::<Nodes>::with_root(root.clone()).render();
    settled().await;
    let find = |selector: &str| root.query_selector(selector).unwrap().unwrap_or_else(|| panic!("no {selector}"));
    let all = |selector: &str| root.query_selector_all(selector).unwrap();
    assert!(find(".nodes-sequence").text_content().unwrap().contains("No message was sent yet"));
    let step: HtmlElement = find("[aria-label=Step]").unchecked_into();
    for _ in 0..30 {
        step.click();
    }
    settled().await;
    let (arrows, list) = (all(".sequence-arrow"), all(".nodes-sequence ol li"));
    assert_eq!((arrows.length(), list.length()), (12, 12));
    for index in 0..12 {
        let arrow: Element = arrows.get(index).unwrap().unchecked_into();
        let text = arrow.query_selector("text").unwrap().unwrap().text_content().unwrap();
        let told = list.get(index).unwrap().text_content().unwrap();
        assert!(told.contains(&[": ", &text, ", "].concat()), "{text} is told as: {told}");
        let is_open = arrow.query_selector(".is-under-way").unwrap().is_some();
        assert_eq!(is_open, told.ends_with("under way"), "{told}");
    }
    let frame = || find(".sequence").get_attribute("viewBox").unwrap();
    root.set_attribute("style", "width:340px").unwrap();
    until("it is drawn for a phone", || frame().starts_with("0 0 3")).await;
    app.destroy();
    root.remove();
    settled().await;
}
