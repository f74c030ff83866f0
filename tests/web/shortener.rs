//! The URL shortener's page: its labs, and the links that the device keeps.

use gloo::utils::window;
use moving_parts::chapters::shortener::Shorten;
use moving_parts::chapters::shortener::labs::{CollisionsPart, DivisionPart, LengthPart};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Element, Event, EventInit, HtmlElement, HtmlInputElement};
use yew::BaseComponent;

use super::page::{Page, storage};
use super::wait::rendered;

const LINKS: &str = "moving-parts.links";

/// Steps to the end of what is under way.
async fn to_the_end<C: BaseComponent<Properties = ()>>(page: &Page<C>) {
    for _ in 0..12 {
        page.press("Step").await;
    }
}

const SHORTEN: &str = "#shorten .shorten-form:first-child";
const FOLLOW: &str = "#shorten .shorten-form:last-child";

#[wasm_bindgen_test]
async fn a_readers_link_is_kept_and_leads_there_after_a_reload() {
    let page: Page<Shorten> = Page::open().await;
    page.submit(SHORTEN, " HTTPS://Example.org/a?b=1 ").await;
    page.press("Pause").await;
    assert!(!page.has(".shorten-own li"), "it has no code yet");
    to_the_end(&page).await;
    assert_eq!(page.text(".shorten-way:last-child .shorten-result strong"), "zn9edcu");
    assert!(page.text(".shorten-own li").contains("leads to https://example.org/a?b=1"));
    page.close().await;

    let page: Page<Shorten> = Page::open_at("#go=zn9edcu").await;
    assert!(page.text(".shorten-arrival").starts_with("zn9edcu leads to example.org"));
    let out: Element = page.find(".shorten-arrival a");
    assert_eq!(out.get_attribute("href").as_deref(), Some("https://example.org/a?b=1"));
    assert_eq!(out.get_attribute("rel").as_deref(), Some("noopener noreferrer"));
    // A click would leave the page: the test stops it there.
    let stay = gloo::events::EventListener::new_with_options(
        &out,
        "click",
        gloo::events::EventListenerOptions::enable_prevent_default(),
        |event| event.prevent_default(),
    );
    page.find::<HtmlElement>(".shorten-arrival a").click();
    rendered().await;
    drop(stay);
    assert!(page.text(".shorten-own li").contains("1 click"));
    page.press("Close").await;
    assert!(!page.has(".shorten-arrival"));
    assert!(!window().location().hash().expect("a fragment").contains("go="));
    page.press("Delete the short link zn9edcu").await;
    assert!(!page.has(".shorten-own li"));
    page.close().await;
}

#[wasm_bindgen_test]
async fn the_next_link_gets_the_next_id_also_on_another_day() {
    let page: Page<Shorten> = Page::open().await;
    storage().set_item(LINKS, "1\n2009215674938 5a62509 2 https://kept.example/").expect("it is kept");
    page.close().await;
    let page: Page<Shorten> = Page::open_at("#").await;
    page.submit(SHORTEN, "https://new.example/").await;
    page.press("Pause").await;
    to_the_end(&page).await;
    assert_eq!(page.text(".shorten-way:last-child .shorten-result strong"), "zn9edcv");
    page.submit(SHORTEN, "https://kept.example").await;
    page.press("Pause").await;
    to_the_end(&page).await;
    assert_eq!(page.text(".shorten-way:last-child .shorten-result strong"), "zn9edcu", "a known link keeps its code");
    let kept = storage().get_item(LINKS).expect("a storage").expect("links");
    assert_eq!(kept.lines().count(), 3, "{kept}");
    page.close().await;
}

#[wasm_bindgen_test]
async fn a_short_link_leads_through_the_lab_to_where_the_device_says() {
    let page: Page<Shorten> = Page::open().await;
    page.close().await;
    storage().set_item(LINKS, "1\n2009215674938 5a62509 0 https://kept.example/").expect("it is kept");
    let page: Page<Shorten> = Page::open_at("#go=zn9edcu").await;
    // The lab's own run gives the same code to another link.
    page.press("A page of an encyclopedia").await;
    to_the_end(&page).await;
    page.press("Follow it through the lab").await;
    page.press("Pause").await;
    to_the_end(&page).await;
    assert!(page.text(".shorten-trail .is-last").contains("goes to https://kept.example/"));
    for (typed, leads_to) in [
        ("https://book.example/url-shortener/#shorten=code&go=zn9edcu", "https://kept.example/"),
        (" /zn9edct ", "https://example.com/999"),
    ] {
        page.submit(FOLLOW, typed).await;
        page.press("Pause").await;
        to_the_end(&page).await;
        assert!(page.text(".shorten-trail .is-last").contains(leads_to), "{typed}");
    }
    page.submit(FOLLOW, " ").await;
    assert!(page.text("[role=alert]").contains("no code to follow"));
    page.close().await;
}

#[wasm_bindgen_test]
async fn tickets_do_not_go_on_from_a_snowflake() {
    let page: Page<Shorten> = Page::open().await;
    page.close().await;
    storage().set_item(LINKS, "1\n2125016555556179968 - 0 https://snowflake.example/").expect("it is kept");
    let page: Page<Shorten> = Page::open_at("#").await;
    page.submit(SHORTEN, "https://new.example/").await;
    page.press("Pause").await;
    to_the_end(&page).await;
    assert_eq!(page.text(".shorten-way:last-child .shorten-result strong"), "zn9edcu");
    page.close().await;
}

#[wasm_bindgen_test]
async fn a_host_that_looks_like_another_is_shown_as_the_browser_asks_for_it() {
    let page: Page<Shorten> = Page::open().await;
    page.close().await;
    // Cyrillic letters.
    storage().set_item(LINKS, "1\n7 - 0 https://\u{430}\u{440}\u{440}\u{4cf}\u{435}.com/").expect("it is kept");
    let page: Page<Shorten> = Page::open_at("#go=7").await;
    assert!(page.text(".shorten-arrival").contains("xn--80ak6aa92e.com"), "{}", page.text(".shorten-arrival"));
    page.close().await;
}

#[wasm_bindgen_test]
async fn the_picture_of_a_crowd_is_there_before_anybody_clicks() {
    let page: Page<Shorten> = Page::open().await;
    page.press("5\u{202f}000 clicks, 302").await;
    page.press("Step back").await;
    assert!(page.has(".hops.is-crowd"));
    assert!(!page.has(".hops-chart"), "nothing is given away");
    page.close().await;
}

#[wasm_bindgen_test]
async fn what_may_not_be_shortened_is_refused_in_words_and_the_field_keeps_it() {
    let page: Page<Shorten> = Page::open().await;
    for (bad, says) in [
        ("javascript:alert(1)", "could run code"),
        ("data:text/html,<b>x</b>", "could run code"),
        ("example.org", "begins with https://"),
        ("https://bank.example@evil.example/", "another"),
        ("", "nothing to shorten"),
    ] {
        page.submit(SHORTEN, bad).await;
        assert!(page.text("[role=alert]").contains(says), "{bad}: {}", page.text("[role=alert]"));
        assert_eq!(page.find::<HtmlInputElement>(&format!("{SHORTEN} input")).value(), bad);
    }
    page.submit(SHORTEN, &format!("https://a.example/{}", "x".repeat(11 << 20))).await;
    assert!(page.text("[role=alert]").contains("more than 10 MB"));
    assert!(!page.has(".shorten-trail"), "nothing has begun");
    page.close().await;
}

#[wasm_bindgen_test]
async fn damaged_and_foreign_links_are_set_aside_and_good_ones_stay() {
    let page: Page<Shorten> = Page::open().await;
    page.close().await;
    storage()
        .set_item(LINKS, "1\n7 - 0 https://good.example/\n8 - 0 javascript:alert(1)\nrubbish")
        .expect("it is kept");
    let page: Page<Shorten> = Page::open_at("#go=8").await;
    assert!(page.text(".shorten-arrival").starts_with("404."));
    assert!(!page.has("a[href^=javascript]"));
    assert!(page.text(".shorten-own ul").contains("https://good.example/"));
    let aside = storage().get_item("moving-parts.damaged.links.1").expect("a storage");
    assert!(aside.is_some_and(|text| text.contains("rubbish")));
    page.close().await;
    storage().set_item(LINKS, "2\nof the future").expect("it is kept");
    let page: Page<Shorten> = Page::open_at("#").await;
    assert!(page.text(".shorten-own [role=status]").contains("newer version"));
    assert_eq!(storage().get_item(LINKS).expect("a storage").as_deref(), Some("2\nof the future"));
    page.close().await;
    storage().clear().expect("it is cleared");
}

#[wasm_bindgen_test]
async fn five_thousand_clicks_answer_the_guess() {
    let page: Page<Shorten> = Page::open().await;
    assert!(page.has("[inert]"), "the lab waits for a guess");
    page.press("about 10\u{202f}%").await;
    page.press("Let 5\u{202f}000 people click").await;
    page.press("Pause").await;
    for _ in 0..100 {
        page.press("Step").await;
    }
    assert!(page.text(".prediction").contains("57.88\u{202f}%"), "{}", page.text(".prediction"));
    assert!(page.text(".shorten-readouts").contains("57.88"));
    page.close().await;
}

#[wasm_bindgen_test]
async fn a_number_is_divided_and_a_code_is_read_digit_by_digit() {
    let page: Page<DivisionPart> = Page::open().await;
    to_the_end(&page).await;
    assert_eq!(page.text(".division-picture .division-cell.is-last text"), "2");
    assert!(page.find::<Element>(".division-picture").get_attribute("aria-label").is_some_and(|l| l.ends_with("2TX.")));
    page.submit(".division form:last-child", "XT2").await;
    to_the_end(&page).await;
    let label = page.find::<Element>(".division-picture").get_attribute("aria-label");
    assert!(label.is_some_and(|label| label.contains("230\u{202f}208")));
    page.submit(".division form:last-child", "0x").await;
    assert!(page.text("[role=alert]").contains("does not begin with 0"));
    page.close().await;
}

#[wasm_bindgen_test]
async fn links_are_set_to_the_last_digit_and_years_go_by() {
    let page: Page<LengthPart> = Page::open().await;
    assert_eq!(page.text(".length .readouts dd"), "7");
    let field: HtmlInputElement = page.find(".length .lab-row label:first-child input");
    for (links, digits) in [("56800235584", "6"), ("56800235585", "7"), ("56 800 235 584", "6")] {
        field.set_value(links);
        let how = EventInit::new();
        how.set_bubbles(true);
        field.dispatch_event(&Event::new_with_event_init_dict("change", &how).expect("an event")).expect("it is sent");
        rendered().await;
        assert_eq!(page.text(".length .readouts dd"), digits, "{links}");
    }
    page.press("Step").await;
    assert!(page.text(".length .readouts").contains("after 1 year"));
    page.close().await;
}

#[wasm_bindgen_test]
async fn urls_collide_and_the_filter_saves_their_queries() {
    let page: Page<CollisionsPart> = Page::open().await;
    page.press("200 of 256 codes").await;
    for _ in 0..100 {
        page.press("Step").await;
    }
    assert!(page.text(".collisions .readouts").contains("200 URLs"));
    let rings = page.root.query_selector_all(".collisions-ring").expect("rings").length();
    let counted: u32 = page.text(".collisions .readouts dd").parse().expect("a number");
    assert!(rings == counted.min(120) && counted > 30, "{rings} {counted}");
    assert!(page.text(".collisions-list").contains(" wanted "));
    page.close().await;
}
