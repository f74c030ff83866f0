//! The labs on unique IDs, as parts of a page.

use moving_parts::chapters::ids::Strip;
use moving_parts::chapters::ids::labs::{MoreLabs, Ways};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Element, HtmlInputElement};

use super::page::Page;

#[wasm_bindgen_test]
async fn ids_of_64_bits_are_shown_digit_by_digit_and_in_order() {
    let page = Page::<Strip>::open().await;
    for _ in 0..5 {
        page.press_in("strip", "Step").await;
    }
    assert_eq!(page.count("#strip .bits-ids tbody tr"), 5);
    let ids: Vec<u64> = (1..=5)
        .map(|row| page.text(&format!("#strip .bits-ids tbody tr:nth-child({row}) code")).parse().unwrap())
        .collect();
    assert!(ids.iter().all(|id| *id > 1 << 53), "past what a number of JavaScript holds: {ids:?}");
    assert!(ids.is_sorted());
    assert!(page.text("#strip .bits-verdict").starts_with("5 IDs, each larger than all before"));
    page.press_in("strip", "Step back").await;
    assert_eq!(page.count("#strip .bits-ids tbody tr"), 4);
    page.close().await;
}

#[wasm_bindgen_test]
async fn a_border_is_moved_by_keys_and_by_number_and_not_past_another() {
    let page = Page::<Strip>::open().await;
    assert_eq!(page.count("#strip .strip-border"), 4);
    let label = "#strip [aria-label='Border between time and data centre']";
    assert_eq!(page.find::<Element>(label).get_attribute("aria-valuenow").as_deref(), Some("42"));
    page.key(label, "ArrowLeft").await;
    assert_eq!(page.find::<Element>(label).get_attribute("aria-valuenow").as_deref(), Some("41"));
    assert!(page.text("#strip .bits-fields").contains("34.8\u{202f}years"));
    page.set("#strip .bits-field:nth-child(2) input", "43").await;
    assert!(page.text("#strip .bits-fields").contains("278.7\u{202f}years"));
    page.set("#strip .bits-field:nth-child(2) input", "60").await;
    assert!(page.text("#strip [role=alert]").contains("from 1 to 46."), "{}", page.text("#strip [role=alert]"));
    assert_eq!(
        page.find::<HtmlInputElement>("#strip .bits-field:nth-child(2) input").value(),
        "43",
        "what is in force"
    );
    page.set("#strip .bits-field:nth-child(2) input", "").await;
    assert!(page.text("#strip [role=alert]").contains("A whole number is wanted"));
    page.close().await;
}

#[wasm_bindgen_test]
async fn asked_for_one_more_than_there_are_the_last_one_waits() {
    let page = Page::<Strip>::open().await;
    page.press_in("strip", "Ask m0 for 4\u{202f}097 at once").await;
    let said = page.text("#strip .player-said");
    assert!(said.contains("4\u{202f}096 in this tick; the rest, from ID 4\u{202f}097 on, waits"), "{said}");
    page.close().await;
}

#[wasm_bindgen_test]
async fn five_readings_show_the_duplicate_of_the_old_order() {
    let page = Page::<Ways>::open().await;
    page.press_in("clock", "10, 10, 10, 9, 10").await;
    for _ in 0..5 {
        page.press_in("clock", "Step").await;
    }
    assert_eq!(page.text("#clock .clock-panel:nth-child(4) .clock-cost strong"), "1 made twice");
    assert_eq!(page.text("#clock .clock-panel:nth-child(1) .clock-cost strong"), "1 refused");
    assert_eq!(page.count("#clock .clock-panel:nth-child(4) svg .clock-twice"), 1);
    assert_eq!(page.text("#clock .clock-panel:nth-child(4) svg .clock-name"), "10/0");
    assert_eq!(page.count("#clock .clock-panel:nth-child(2) svg .clock-name"), 5);
    page.press_in("clock", "Start the machines anew").await;
    page.close().await;
}

#[wasm_bindgen_test]
async fn a_fourth_server_that_nobody_was_told_of_makes_duplicates_at_the_counters_only() {
    let page = Page::<Ways>::open().await;
    page.press_in("four-ways", "A fourth, nobody told").await;
    assert_eq!(page.count("#four-ways .four-panel:first-child .four-square"), 4);
    for _ in 0..80 {
        page.press_in("four-ways", "Step").await;
    }
    let duplicates = |panel: u32| page.text(&format!("#four-ways .four-panel:nth-child({panel}) .four-numbers dd"));
    assert_ne!(duplicates(1), "0");
    assert_eq!([2, 3, 4].map(duplicates), ["0", "0", "0"]);
    page.press_in("four-ways", "Kill T1").await;
    page.press_in("four-ways", "Step").await;
    assert!(
        page.text("#four-ways .four-panel:nth-child(3) .four-ids tbody tr:last-child")
            .contains("no ticket server runs")
    );
    page.close().await;
}

#[wasm_bindgen_test]
async fn what_is_pasted_is_read_or_refused_in_words_and_stays_in_the_field() {
    let page = Page::<MoreLabs>::open().await;
    let field: HtmlInputElement = page.find("#decoder input[type=text]");
    for (text, why) in [("hello", "No ID that is known here"), ("01ARYZ6S41000000000000000U", "“U”, is no digit")] {
        field.set_value(text);
        page.press_in("decoder", "Read it").await;
        assert!(page.text("#decoder [role=alert]").contains(why), "{}", page.text("#decoder [role=alert]"));
        assert_eq!(field.value(), text);
    }
    field.set_value(&"9".repeat(1 << 20));
    page.press_in("decoder", "Read it").await;
    assert!(page.text("#decoder [role=alert]").contains("has at most 2048"));
    field.set_value("https://x.com/someone/status/1212092628029698048?s=20");
    page.press_in("decoder", "Read it").await;
    assert!(page.text("#decoder .decoder-what").contains("2019-12-31 19:26:16.771 UTC"));
    page.press_in("decoder", "UUID, version 7").await;
    assert!(page.text("#decoder .decoder-what").contains("UUID, version 7"));
    assert!(page.text("#decoder .decoder-what").contains("2022-02-22 19:22:22.000 UTC"));
    page.close().await;
}

#[wasm_bindgen_test]
async fn the_calculator_computes_what_people_quote() {
    let page = Page::<MoreLabs>::open().await;
    let readouts = page.text("#collisions .readouts");
    assert!(readouts.contains("60.8\u{202f}%") && readouts.contains("86.0\u{202f}years"), "{readouts}");
    page.set("#collisions .lab-row label:nth-child(1) input", "300").await;
    assert!(page.text("#collisions [role=alert]").contains("1 to 256"));
    page.press_in("collisions", "Step").await;
    assert!(page.text("#collisions .birthday-drawn .hint").starts_with("Trial 1: ID number"));
    page.close().await;
}
