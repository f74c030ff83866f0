//! The rate limiter's labs, as parts of the page.

use moving_parts::chapters::limiter::Lanes;
use moving_parts::chapters::limiter::labs::{Bucket, Nodes, Rules};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Element, HtmlTextAreaElement};

use super::page::Page;
use super::wait::until;

#[wasm_bindgen_test]
async fn the_fixed_window_lets_the_whole_attack_pass_and_the_log_half_of_it() {
    let page = Page::<Lanes>::open().await;
    page.skip_guess().await;
    page.press("Window-edge attack").await;
    for _ in 0..22 {
        page.press("Step").await;
    }
    let readout = |method: &str| page.text(&format!(".lanes-readout[data-method='{method}'] .lanes-within"));
    assert!(readout("Fixed window").starts_with("20"), "{}", readout("Fixed window"));
    assert!(readout("Fixed window").contains("over the limit"));
    assert!(readout("Sliding log").starts_with("10"));
    page.press("Step back").await;
    assert!(readout("Fixed window").starts_with("19"), "{}", readout("Fixed window"));
    page.close().await;
}

#[wasm_bindgen_test]
async fn the_ruler_moves_by_number_and_jumps_to_the_worst_window() {
    let page = Page::<Lanes>::open().await;
    page.skip_guess().await;
    page.press("Window-edge attack").await;
    for _ in 0..22 {
        page.press("Step").await;
    }
    let ruler: Element = page.find(".lanes-ruler");
    assert_eq!(ruler.get_attribute("aria-valuenow").as_deref(), Some("5000"));
    page.press("worst 20: put the ruler on the busiest window of Fixed window").await;
    assert!(page.text(".lanes-readout[data-method='Fixed window'] .lanes-within").starts_with("20"));
    page.set(".lanes-controls input[type=number]", "10.5").await;
    assert!(page.text(".lanes-readout[data-method='Fixed window'] .lanes-within").starts_with('0'));
    page.close().await;
}

#[wasm_bindgen_test]
async fn a_click_is_a_request_in_every_lane() {
    let page = Page::<Lanes>::open().await;
    page.skip_guess().await;
    page.press("Your own requests").await;
    page.press("Send as a second user").await;
    assert_eq!(page.count(".lanes-passed.is-second"), 7, "six lanes and the legend");
    assert!(page.text(".lanes-readout[data-method='GCRA'] .lanes-sum").starts_with("1 of 1"));
    page.close().await;
}

#[wasm_bindgen_test]
async fn the_client_reads_what_the_bucket_says() {
    let page = Page::<Bucket>::open().await;
    for _ in 0..6 {
        page.press("Send a request").await;
    }
    let answer = page.text(".bucket-answer pre");
    assert!(answer.contains("HTTP/1.1 429 Too Many Requests") && answer.contains("Retry-After: 1"), "{answer}");
    assert_eq!(page.count(".bucket-token.is-missing"), 5);
    page.press("Send one that costs 3").await;
    assert!(page.text(".bucket-answer pre").contains("429"));
    for value in ["4", "3", "2"] {
        page.slide("#bucket .slider input", value).await;
    }
    page.send("#bucket .slider input", "change").await;
    assert_eq!(page.count(".bucket-token"), 2);
    page.press("Send one that costs 3").await;
    assert!(
        page.text("#bucket [role=alert]").contains("can never pass"),
        "no wait helps: {}",
        page.text("#bucket [role=alert]")
    );
    page.press("Step back").await;
    assert_eq!(page.count(".bucket-token"), 5, "a drag is one step");
    page.close().await;
}

#[wasm_bindgen_test]
async fn messages_travel_and_the_atomic_way_has_none_too_many() {
    let page = Page::<Nodes>::open().await;
    for _ in 0..3 {
        page.press("Step").await;
    }
    assert!(page.count(".nodes-message") > 0);
    assert!(page.text(".nodes-message text").starts_with("GET"));
    page.press("atomic INCR").await;
    assert_eq!(page.count(".nodes-message"), 0, "the store is empty, and nothing under way");
    page.press("Send to A").await;
    assert_eq!(page.text(".nodes-message text"), "INCR");
    page.close().await;
}

#[wasm_bindgen_test]
async fn the_two_nodes_have_another_layout_where_there_is_less_room() {
    let page = Page::<Nodes>::open().await;
    let width = |pixels: &str| page.root.set_attribute("style", &["width:", pixels, "px"].concat()).expect("it is set");
    width("360");
    until("it is drawn for a phone", || page.count(".nodes-picture.is-narrow") == 1).await;
    width("1000");
    until("it is drawn for a desk", || page.count(".nodes-picture.is-narrow") == 0).await;
    page.close().await;
}

#[wasm_bindgen_test]
async fn a_rule_decides_and_a_bad_file_stays_in_the_editor_with_its_fault() {
    let page = Page::<Rules>::open().await;
    page.press("path=/login, remote_address=10.0.0.7").await;
    assert!(page.text(".rules-file .is-found").contains("key: remote_address"));
    assert!(page.text(".rules-outcomes").contains("2 a minute, 1 left"));
    let bad =
        "domain: shop\ndescriptors:\n  - key: <b>x</b>\n    rate_limit: {unit: fortnight, requests_per_unit: 5}\n";
    page.slide(".rules-editor textarea", bad).await;
    let says = page.text("#rules-says");
    assert!(says.starts_with("Line 4, column") && says.contains("fortnight"), "{says}");
    assert!(page.text(".rules-line").contains("unit: fortnight"));
    page.press("path=/search").await;
    assert_eq!(page.find::<HtmlTextAreaElement>(".rules-editor textarea").value(), bad);
    assert!(page.text(".rules-file").contains("/login"), "the old rules are in force");
    page.press("The same as JSON").await;
    assert!(page.text(".rules-file").contains("\"domain\": \"shop\""));
    page.close().await;
}
