//! The labs further down the chapter, one below the other.

use moving_parts::chapters::ring::labs::{HowEven, OneHotKey, Relatives};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlInputElement;
use yew::prelude::{Html, component, html};

use super::page::Page;
use super::wait::until;

#[component]
fn MoreLabs() -> Html {
    html! { <><HowEven /><Relatives /><OneHotKey /></> }
}

#[wasm_bindgen_test]
async fn a_change_is_counted_for_each_of_the_seven_ways() {
    let page = Page::<MoreLabs>::open().await;
    assert!(page.text("#seven caption").contains("Nothing has moved yet"));
    page.press_in("seven", "4 to 5 servers").await;
    // So many keys are placed in slices.
    until("mod-n has moved", || page.text("#seven tbody tr:nth-child(1) strong") == "80.04\u{202f}%").await;
    assert_eq!(page.text("#seven tbody tr:nth-child(2) strong"), "18.61\u{202f}%");
    assert_eq!(page.text("#seven tbody tr:nth-child(4) strong"), "20.14\u{202f}%");
    assert_eq!(page.text("#seven tbody tr:nth-child(2) [data-label='for nothing']"), "0.00\u{202f}%");
    page.press_in("seven", "Step back").await;
    until("there are four servers again", || page.text("#seven caption").starts_with("4 servers")).await;
    page.close().await;
}

#[wasm_bindgen_test]
async fn what_cannot_be_is_refused_in_words_and_the_field_keeps_it() {
    let page = Page::<MoreLabs>::open().await;
    let field: HtmlInputElement = page.find("#seven input[type=text]");
    field.set_value("s0");
    page.press_in("seven", "Add it").await;
    assert!(page.text("#seven [role=alert]").contains("two servers named “s0”"));
    assert_eq!(field.value(), "s0");
    field.set_value("<b>bold</b>");
    page.press_in("seven", "Add it").await;
    until("it is a server, its name a text", || page.text("#seven option:last-child") == "<b>bold</b>").await;
    let number: HtmlInputElement = page.find("#evenness input[type=number]");
    number.set_value("100");
    page.press_in("evenness", "Measure it too").await;
    assert!(page.text("#evenness [role=alert]").contains("being measured already"));
    page.close().await;
}

#[wasm_bindgen_test]
async fn a_choice_shows_what_is_in_force_after_a_step_back() {
    let page = Page::<MoreLabs>::open().await;
    const SERVERS: &str = "#hot .lab-row label:nth-child(5) select";
    assert_eq!(page.value(SERVERS), "5");
    page.set(SERVERS, "12").await;
    assert_eq!(page.count("#hot .hot-panel:first-child .hot-server"), 12);
    page.press_in("hot", "Step back").await;
    assert_eq!(page.value(SERVERS), "5");
    page.press_in("hot", "Step").await;
    page.press_in("hot", "Step").await;
    assert!(page.text("#hot .hint").starts_with("1 request so far"));
    page.close().await;
}

#[wasm_bindgen_test]
async fn each_step_measures_a_ring() {
    let page = Page::<MoreLabs>::open().await;
    for _ in 0..3 {
        page.press_in("evenness", "Step").await;
    }
    assert!(page.text("#evenness caption").contains(", 3 rings measured"));
    assert!(page.text("#evenness tbody tr:nth-child(3) td:nth-child(3)").ends_with('%'));
    assert_eq!(page.text("#evenness tbody tr:nth-child(4) td:nth-child(3)"), "–");
    page.close().await;
}
