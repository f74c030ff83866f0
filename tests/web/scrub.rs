//! The number in running text: keys, drags and taps ask for other values.

use js_sys::Function;
use moving_parts::controls::Grip;
use moving_parts::controls::scrub::Scrub;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::Element;
use yew::prelude::*;

use super::wait::rendered;

const STOPS: &[u32] = &[1, 10, 100, 1_000, 10_000];

/// The number as a page uses it: it holds the value.
#[component]
fn Page() -> Html {
    let value = use_state(|| 100);
    let setter = value.setter();
    let grip = Grip::plain(Callback::from(move |wanted| setter.set(wanted)));
    html! { <p>{ "At " }<Scrub value={*value} stops={STOPS} label="Points" {grip} />{ " each" }</p> }
}

async fn mount() -> Element {
    let document = gloo::utils::document();
    let root = document.create_element("div").unwrap();
    document.body().unwrap().append_child(&root).unwrap();
    yew::Renderer::<Page>::with_root(root.clone()).render();
    rendered().await;
    root.query_selector("[role=slider]").unwrap().unwrap()
}

/// Runs a line of JavaScript on the number, then lets the page answer.
async fn after(number: &Element, script: &str) -> String {
    Function::new_with_args("number", script).call1(&JsValue::NULL, number).unwrap();
    rendered().await;
    number.get_attribute("aria-valuenow").unwrap()
}

async fn key(number: &Element, key: &str) -> String {
    let event = format!("new KeyboardEvent('keydown', {{ key: '{key}', bubbles: true, cancelable: true }})");
    after(number, &format!("number.dispatchEvent({event})")).await
}

/// The middle of the number; it shifts when the number grows.
fn middle(number: &Element) -> i32 {
    let place = number.get_bounding_client_rect();
    (place.left() + place.width() / 2.0) as i32
}

async fn pointer(number: &Element, kind: &str, x: i32) -> String {
    let event = format!("new PointerEvent('{kind}', {{ clientX: {x}, button: 0, pointerId: 1, bubbles: true }})");
    after(number, &format!("number.dispatchEvent({event})")).await
}

#[wasm_bindgen_test]
async fn keys_move_the_number_from_stop_to_stop() {
    let number = mount().await;
    let mut seen = Vec::new();
    for name in ["ArrowRight", "-", "Home", "ArrowLeft", "PageUp", "End", "Tab"] {
        seen.push(key(&number, name).await);
    }
    assert_eq!(seen, ["1000", "100", "1", "1", "1000", "10000", "10000"]);
    assert_eq!(number.get_attribute("aria-valuetext").unwrap(), "10\u{202f}000");
    assert_eq!(number.text_content().unwrap(), "10\u{202f}000");
}

#[wasm_bindgen_test]
async fn a_drag_moves_the_number_both_ways_and_ends_with_the_pointer() {
    let number = mount().await;
    let x = middle(&number);
    assert_eq!(pointer(&number, "pointermove", x + 40).await, "100", "nothing is held yet");
    pointer(&number, "pointerdown", x).await;
    assert_eq!(pointer(&number, "pointermove", x + 33).await, "10000");
    assert_eq!(pointer(&number, "pointermove", x - 17).await, "10");
    assert_eq!(pointer(&number, "pointermove", x).await, "100", "back where it began");
    assert_eq!(pointer(&number, "pointermove", x + 20).await, "1000");
    assert_eq!(pointer(&number, "pointerup", x + 20).await, "1000");
    assert_eq!(pointer(&number, "pointermove", x + 90).await, "1000", "it was let go");
}

#[wasm_bindgen_test]
async fn a_tap_on_the_right_half_asks_for_more_and_on_the_left_for_less() {
    let number = mount().await;
    for (side, expected) in [(6, "1000"), (-6, "100"), (-6, "10")] {
        let x = middle(&number) + side;
        pointer(&number, "pointerdown", x).await;
        assert_eq!(pointer(&number, "pointerup", x).await, expected);
    }
}

#[wasm_bindgen_test]
async fn a_drag_that_the_browser_cancels_is_over() {
    let number = mount().await;
    let x = middle(&number);
    pointer(&number, "pointerdown", x).await;
    pointer(&number, "pointercancel", x).await;
    assert_eq!(pointer(&number, "pointermove", x + 40).await, "100");
}
