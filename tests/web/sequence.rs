//! Sequence diagrams, as two limiters and their store draw one.

use moving_parts::chapters::limiter::labs::Nodes;
use wasm_bindgen::JsCast as _;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::Element;

use super::page::Page;
use super::wait::{settled, until};

#[wasm_bindgen_test]
async fn the_last_messages_are_arrows_and_a_list_and_fit_a_phone() {
    let page = Page::<Nodes>::open().await;
    assert!(page.text(".nodes-sequence").contains("No message was sent yet"));
    for _ in 0..30 {
        page.press("Step").await;
    }
    settled().await;
    let all = |selector: &str| page.root.query_selector_all(selector).unwrap();
    let (arrows, labels, list) = (all(".sequence-arrow"), all(".sequence-label"), all(".nodes-sequence ol li"));
    assert_eq!((arrows.length(), labels.length(), list.length()), (12, 12, 12));
    for index in 0..12 {
        let arrow: Element = arrows.get(index).unwrap().unchecked_into();
        let label: Element = labels.get(index).unwrap().unchecked_into();
        let text = label.query_selector("text").unwrap().unwrap().text_content().unwrap();
        let told = list.get(index).unwrap().text_content().unwrap();
        assert!(told.contains(&[": ", &text, ", "].concat()), "{text} is told as: {told}");
        let is_open = arrow.query_selector(".is-under-way").unwrap().is_some();
        assert_eq!(is_open, told.ends_with("under way"), "{told}");
    }
    let frame = || page.find::<Element>(".sequence").get_attribute("viewBox").unwrap();
    page.root.set_attribute("style", "width:340px").unwrap();
    until("it is drawn for a phone", || frame().starts_with("0 0 3")).await;
    page.close().await;
}
