//! The labs further down the chapter, one below the other.

use gloo::utils::{body, document, window};
use moving_parts::chapters::ring::labs::{HowEven, OneHotKey, Relatives};
use wasm_bindgen::JsCast as _;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Element, Event, EventInit, HtmlElement, HtmlInputElement, HtmlSelectElement};
use yew::prelude::{Html, component, html};

use super::wait::{rendered, until};

#[component]
fn MoreLabs() -> Html {
    html! { <><HowEven /><Relatives /><OneHotKey /></> }
}

struct Page {
    root: Element,
    app: yew::AppHandle<MoreLabs>,
}

impl Page {
    async fn open() -> Self {
        let history = window().history().expect("a history");
        history.replace_state_with_url(&"".into(), "", Some("#")).expect("an empty fragment");
        window().local_storage().expect("a storage").expect("it is there").clear().expect("it is cleared");
        // What an earlier test has done in a lab.
        window().session_storage().expect("a storage").expect("it is there").clear().expect("it is cleared");
        let root = document().create_element("div").expect("an element");
        body().append_child(&root).expect("it is in the page");
        let app = yew::Renderer::<MoreLabs>::with_root(root.clone()).render();
        rendered().await;
        Self { root, app }
    }

    fn find<T: wasm_bindgen::JsCast>(&self, selector: &str) -> T {
        let found = self.root.query_selector(selector).expect("a selector");
        found.unwrap_or_else(|| panic!("no {selector}")).unchecked_into()
    }

    fn text(&self, selector: &str) -> String {
        self.find::<Element>(selector).text_content().unwrap_or_default()
    }

    async fn press(&self, lab: &str, name: &str) {
        let buttons = self.root.query_selector_all(&format!("#{lab} button")).expect("a selector");
        let button = (0..buttons.length())
            .filter_map(|i| buttons.item(i)?.dyn_into::<HtmlElement>().ok())
            .find(|one| one.get_attribute("aria-label").or(one.text_content()).is_some_and(|text| text == name));
        button.unwrap_or_else(|| panic!("no button {name}")).click();
        rendered().await;
    }

    async fn close(self) {
        self.app.destroy();
        self.root.remove();
        rendered().await;
    }
}

fn changed() -> Event {
    let bubbles = EventInit::new();
    bubbles.set_bubbles(true);
    Event::new_with_event_init_dict("change", &bubbles).expect("an event")
}

#[wasm_bindgen_test]
async fn a_change_is_counted_for_each_of_the_seven_ways() {
    let page = Page::open().await;
    assert!(page.text("#seven caption").contains("Nothing has moved yet"));
    page.press("seven", "4 to 5 servers").await;
    // So many keys are placed in slices.
    until("mod-n has moved", || page.text("#seven tbody tr:nth-child(1) strong") == "80.04\u{202f}%").await;
    assert_eq!(page.text("#seven tbody tr:nth-child(2) strong"), "18.61\u{202f}%");
    assert_eq!(page.text("#seven tbody tr:nth-child(4) strong"), "20.14\u{202f}%");
    assert_eq!(page.text("#seven tbody tr:nth-child(2) [data-label='for nothing']"), "0.00\u{202f}%");
    page.press("seven", "Step back").await;
    until("there are four servers again", || page.text("#seven caption").starts_with("4 servers")).await;
    page.close().await;
}

#[wasm_bindgen_test]
async fn what_cannot_be_is_refused_in_words_and_the_field_keeps_it() {
    let page = Page::open().await;
    let field: HtmlInputElement = page.find("#seven input[type=text]");
    field.set_value("s0");
    page.press("seven", "Add it").await;
    assert!(page.text("#seven [role=alert]").contains("two servers named “s0”"));
    assert_eq!(field.value(), "s0");
    field.set_value("<b>bold</b>");
    page.press("seven", "Add it").await;
    until("it is a server, its name a text", || page.text("#seven option:last-child") == "<b>bold</b>").await;
    let number: HtmlInputElement = page.find("#evenness input[type=number]");
    number.set_value("100");
    page.press("evenness", "Measure it too").await;
    assert!(page.text("#evenness [role=alert]").contains("being measured already"));
    page.close().await;
}

#[wasm_bindgen_test]
async fn a_choice_shows_what_is_in_force_after_a_step_back() {
    let page = Page::open().await;
    let servers: HtmlSelectElement = page.find("#hot .lab-row label:nth-child(5) select");
    assert_eq!(servers.value(), "5");
    servers.set_value("12");
    servers.dispatch_event(&changed()).expect("it is sent");
    rendered().await;
    assert_eq!(page.root.query_selector_all("#hot .hot-panel:first-child .hot-server").expect("servers").length(), 12);
    page.press("hot", "Step back").await;
    assert_eq!(page.find::<HtmlSelectElement>("#hot .lab-row label:nth-child(5) select").value(), "5");
    page.press("hot", "Step").await;
    page.press("hot", "Step").await;
    assert!(page.text("#hot .hint").starts_with("1 request so far"));
    page.close().await;
}

#[wasm_bindgen_test]
async fn each_step_measures_a_ring() {
    let page = Page::open().await;
    for _ in 0..3 {
        page.press("evenness", "Step").await;
    }
    assert!(page.text("#evenness caption").contains(", 3 rings measured"));
    assert!(page.text("#evenness tbody tr:nth-child(3) td:nth-child(3)").ends_with('%'));
    assert_eq!(page.text("#evenness tbody tr:nth-child(4) td:nth-child(3)"), "–");
    page.close().await;
}
