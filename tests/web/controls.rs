//! Controls of labs: what a gesture does to the run, and what becomes of what is refused.

use moving_parts::chapters::ids::Strip;
use moving_parts::chapters::ids::labs::Ways;
use moving_parts::chapters::limiter::labs::Bucket;
use moving_parts::chapters::shortener::labs::LengthPart;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Element, HtmlSelectElement};
use yew::BaseComponent;

use super::page::Page;
use super::wait::until;

/// How many steps the run of the lab has.
fn steps<C: BaseComponent<Properties = ()>>(page: &Page<C>, lab: &str) -> String {
    let place = page.text(&format!("#{lab} .player-where"));
    place.split_once(" of ").map_or(place.clone(), |(_, end)| end.chars().take_while(char::is_ascii_digit).collect())
}

const LINKS: &str = "#length input[type=range]";
const ALPHABET: &str = "#length select";

#[wasm_bindgen_test]
async fn the_slider_of_links_leaves_the_alphabet_as_it_was_chosen() {
    let page = Page::<LengthPart>::open().await;
    page.find::<HtmlSelectElement>(ALPHABET).set_selected_index(3);
    page.send(ALPHABET, "change").await;
    let chosen = page.find::<HtmlSelectElement>(ALPHABET).value();
    assert!(chosen.starts_with("36"), "{chosen}");
    for step in ["90", "100", "110"] {
        page.slide(LINKS, step).await;
    }
    page.send(LINKS, "change").await;
    assert_eq!(page.find::<HtmlSelectElement>(ALPHABET).value(), chosen);
    assert_eq!(steps(&page, "length"), "2", "the slider was one step");
    page.press("Step back").await;
    assert_eq!(page.find::<HtmlSelectElement>(ALPHABET).value(), chosen, "only the slider is taken back");
    page.close().await;
}

#[wasm_bindgen_test]
async fn keys_at_a_slider_are_a_step_each() {
    let page = Page::<LengthPart>::open().await;
    for step in ["90", "91"] {
        page.slide(LINKS, step).await;
        page.send(LINKS, "change").await;
    }
    assert_eq!(steps(&page, "length"), "2");
    page.close().await;
}

#[wasm_bindgen_test]
async fn escape_takes_a_slider_back_and_what_comes_of_the_same_drag_is_not_heeded() {
    let page = Page::<LengthPart>::open().await;
    let before = page.value(LINKS);
    page.pointer(LINKS, "pointerdown", 1, (0.5, 0.5)).await;
    page.slide(LINKS, "20").await;
    page.slide(LINKS, "30").await;
    assert_eq!(steps(&page, "length"), "1");
    page.key(".player", "Escape").await;
    assert_eq!((steps(&page, "length"), page.value(LINKS)), ("0".to_owned(), before.clone()));
    page.slide(LINKS, "40").await;
    assert_eq!((steps(&page, "length"), page.value(LINKS)), ("0".to_owned(), before));
    page.pointer(LINKS, "pointerup", 1, (0.5, 0.5)).await;
    page.slide(LINKS, "40").await;
    assert_eq!(steps(&page, "length"), "1");
    page.send(LINKS, "change").await;
    page.close().await;
}

#[wasm_bindgen_test]
async fn a_second_finger_moves_no_other_slider() {
    let page = Page::<Bucket>::open().await;
    let [room, new] = [1, 2].map(|which| format!("#bucket .slider:nth-child({which}) input[type=range]"));
    page.pointer(&room, "pointerdown", 1, (0.5, 0.5)).await;
    page.slide(&room, "4").await;
    page.pointer(&new, "pointerdown", 2, (0.5, 0.5)).await;
    let before = page.find::<Element>(&new).get_attribute("aria-valuetext");
    page.slide(&new, "9").await;
    page.slide(&room, "3").await;
    assert_eq!(page.find::<Element>(&new).get_attribute("aria-valuetext"), before);
    page.pointer(&room, "pointerup", 1, (0.5, 0.5)).await;
    assert_eq!((steps(&page, "bucket"), page.value(&room)), ("1".to_owned(), "3".to_owned()));
    page.slide(&new, "9").await;
    page.send(&new, "change").await;
    assert_eq!(steps(&page, "bucket"), "2");
    page.close().await;
}

#[wasm_bindgen_test]
async fn a_line_in_a_picture_is_dragged_in_one_step_and_a_cancelled_drag_leaves_none() {
    const PICTURE: &str = "#length .length-picture svg";
    let page = Page::<LengthPart>::open().await;
    page.pointer(PICTURE, "pointerdown", 1, (0.5, 0.5)).await;
    page.pointer(PICTURE, "pointermove", 1, (0.5, 0.3)).await;
    page.pointer(PICTURE, "pointermove", 2, (0.5, 0.9)).await;
    let held = page.value(LINKS);
    assert_eq!(steps(&page, "length"), "1");
    page.pointer(PICTURE, "pointermove", 1, (0.5, 0.7)).await;
    until("the slider shows another number", || page.value(LINKS) != held).await;
    page.pointer(PICTURE, "pointercancel", 1, (0.5, 0.7)).await;
    assert_eq!(steps(&page, "length"), "0");
    page.pointer(PICTURE, "pointermove", 1, (0.5, 0.2)).await;
    assert_eq!(steps(&page, "length"), "0", "nothing is held any more");
    page.close().await;
}

#[wasm_bindgen_test]
async fn a_border_that_is_dragged_is_one_step_and_escape_takes_it_back() {
    const STRIP: &str = "#strip .bits-strip";
    let page = Page::<Strip>::open().await;
    // The border between the 41 bits of time, after the sign, and the data centre.
    page.pointer(STRIP, "pointerdown", 1, (42.0 / 64.0, 0.5)).await;
    assert_eq!(steps(&page, "strip"), "0", "nothing has moved yet");
    for bits in [41.0, 40.0, 39.0] {
        page.pointer(STRIP, "pointermove", 1, (bits / 64.0, 0.5)).await;
    }
    until("the field shows it", || page.value("#strip .bits-field:nth-child(2) input") == "38").await;
    assert_eq!(steps(&page, "strip"), "1");
    page.key(".player", "Escape").await;
    page.pointer(STRIP, "pointermove", 1, (36.0 / 64.0, 0.5)).await;
    page.pointer(STRIP, "pointerup", 1, (36.0 / 64.0, 0.5)).await;
    assert_eq!((steps(&page, "strip"), page.value("#strip .bits-field:nth-child(2) input")), ("0".into(), "41".into()));
    page.close().await;
}

#[wasm_bindgen_test]
async fn a_slider_has_a_field_for_its_number_and_what_cannot_be_is_put_back_with_a_word() {
    let page = Page::<Ways>::open().await;
    let field = "#clock .slider input[type=number]";
    page.set(field, "-4").await;
    assert_eq!((steps(&page, "clock"), page.value("#clock input[type=range]")), ("1".into(), "-4".into()));
    page.set(field, "999").await;
    assert_eq!((steps(&page, "clock"), page.value(field)), ("1".into(), "-4".into()));
    assert!(page.text("#clock [role=alert]").contains("A whole number is wanted here, from -"));
    page.close().await;
}
