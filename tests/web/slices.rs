//! What takes long in a lab, in the browser: the bar says how far it is, and it can be given up.

use gloo::utils::{body, document, window};
use moving_parts::controls::choice;
use moving_parts::player::{PlayerBar, use_session, use_watch};
use simulation::ring::hash_ring::{Command, HashRing, Scenario};
use simulation::ring::key_set::KeySource;
use wasm_bindgen::JsCast as _;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Element, Event, EventInit, HtmlElement, HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use super::wait::{rendered, until};

/// So many keys that they are not done at once on any machine.
const MANY: u32 = 100_000;
/// So many that the bar says how far they are, as this is compiled for tests. No test hashes all: what is known is done at once.
const MORE: u32 = 1_000_000;

#[component]
fn Lab() -> Html {
    let session = use_session::<HashRing>("slow", Scenario::default);
    use_watch(&session);
    let keys = session.with(|run| run.state().keys().count());
    let numbered = |count| Command::SetKeys(KeySource::Numbered(count));
    html! {
        <section class="lab" id="slow">
            <p class="keys">{ keys }</p>
            { choice(&session, "Keys", &[100, 1_000, MANY, MORE], keys, numbered) }
            <PlayerBar player={session.player()} />
        </section>
    }
}

struct Page {
    root: Element,
    app: yew::AppHandle<Lab>,
}

impl Page {
    async fn open() -> Self {
        let history = window().history().expect("a history");
        history.replace_state_with_url(&"".into(), "", Some("#")).expect("an empty fragment");
        window().session_storage().expect("a storage").expect("it is there").clear().expect("it is cleared");
        let root = document().create_element("div").expect("an element");
        body().append_child(&root).expect("it is in the page");
        let app = yew::Renderer::<Lab>::with_root(root.clone()).render();
        rendered().await;
        Self { root, app }
    }

    fn find<T: wasm_bindgen::JsCast>(&self, selector: &str) -> Option<T> {
        self.root.query_selector(selector).expect("a selector").map(Element::unchecked_into)
    }

    fn keys(&self) -> String {
        self.find::<Element>(".keys").and_then(|keys| keys.text_content()).unwrap_or_default()
    }

    fn select(&self) -> HtmlSelectElement {
        self.find("section label:first-of-type select").expect("the choice")
    }

    fn choose(&self, keys: u32) {
        self.select().set_value(&keys.to_string());
        let bubbles = EventInit::new();
        bubbles.set_bubbles(true);
        let changed = Event::new_with_event_init_dict("change", &bubbles).expect("an event");
        self.select().dispatch_event(&changed).expect("it is sent");
    }

    fn progress(&self) -> Option<f64> {
        self.find::<Element>(".player-wait progress")?.get_attribute("value")?.parse().ok()
    }

    async fn close(self) {
        self.app.destroy();
        self.root.remove();
        rendered().await;
    }
}

#[wasm_bindgen_test]
async fn the_bar_says_how_far_it_is_and_a_cancelled_choice_shows_what_is_in_force() {
    let page = Page::open().await;
    page.choose(MORE);
    assert_eq!((page.keys(), page.progress()), ("100".to_owned(), None), "what was there is still shown");
    until("the bar says how far it is", || page.progress().is_some_and(|progress| progress < 100.0)).await;
    let label = page.find::<Element>(".player-wait label").and_then(|label| label.text_content());
    assert_eq!(label.as_deref(), Some("Hashing keys"));
    let seed: HtmlInputElement = page.find("input[type=number]").expect("the seed");
    seed.set_value("77");
    page.find::<HtmlElement>(".player-wait button").expect("the way out").click();
    until("the bar says no more", || page.find::<Element>(".player-wait").is_none()).await;
    assert_eq!(
        (page.keys(), page.select().value(), seed.value()),
        ("100".to_owned(), "100".to_owned(), "1".to_owned())
    );
    page.close().await;
}

#[wasm_bindgen_test]
async fn what_takes_long_comes_to_its_end_and_another_choice_takes_its_place() {
    let page = Page::open().await;
    page.choose(MANY);
    assert_eq!(page.keys(), "100", "it takes long");
    page.choose(1_000);
    until("the last choice is done", || page.keys() == "1000").await;
    page.choose(MANY);
    until("all keys are there", || page.keys() == MANY.to_string()).await;
    assert!(page.find::<Element>(".player-wait").is_none());
    assert_eq!(page.select().value(), MANY.to_string());
    page.close().await;
}
