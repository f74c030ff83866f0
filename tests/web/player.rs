//! The player: its bar, its address, its storage.

use std::cell::RefCell;

use gloo::utils::{body, document, window};
use moving_parts::player::bar::PlayerBar;
use moving_parts::player::{Session, use_first_session, use_session, use_watch};
use moving_parts::share::{LAB_STATE_PREFIX, code_of};
use wasm_bindgen::JsCast as _;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Element, HtmlElement, HtmlInputElement};
use yew::prelude::*;

use super::desk;
use super::sum::Sum;
use super::wait::{settled, until};

thread_local! {
    static SESSION: RefCell<Option<Session<Sum>>> = const { RefCell::new(None) };
}

#[component]
fn Lab() -> Html {
    let session = use_session::<Sum>("sum", || 0);
    use_lab(&session)
}

/// The same as a page begins with it: what reads and writes its codes is on the desk.
#[component]
fn FirstLab() -> Html {
    let session = use_first_session::<Sum>("sum", || 0);
    use_lab(&session)
}

#[hook]
fn use_lab(session: &Session<Sum>) -> Html {
    use_watch(session);
    SESSION.set(Some(session.clone()));
    html! {
        <section class="lab" id="sum">
            <p class="sum">{ session.with(|run| run.state().0) }</p>
            <PlayerBar player={session.player()} />
        </section>
    }
}

struct Page<C: BaseComponent = Lab> {
    root: Element,
    app: yew::AppHandle<C>,
}

impl Page {
    async fn open(fragment: &str) -> Self {
        Self::open_of(fragment).await
    }
}

impl<C: BaseComponent<Properties = ()>> Page<C> {
    async fn open_of(fragment: &str) -> Self {
        window().history().unwrap().replace_state_with_url(&"".into(), "", Some(&format!("#{fragment}"))).unwrap();
        let root = document().create_element("div").unwrap();
        body().append_child(&root).unwrap();
        let app = yew::Renderer::<C>::with_root(root.clone()).render();
        let page = Self { root, app };
        settled().await;
        page
    }

    fn find(&self, selector: &str) -> HtmlElement {
        self.root.query_selector(selector).unwrap().unwrap().unchecked_into()
    }

    fn text(&self, selector: &str) -> String {
        self.find(selector).text_content().unwrap()
    }

    async fn close(self) {
        self.app.destroy();
        self.root.remove();
        SESSION.set(None);
        settled().await;
    }

    async fn press(&self, name: &str) {
        self.find(&format!("[aria-label='{name}']")).click();
        settled().await;
    }
}

fn session() -> Session<Sum> {
    SESSION.with_borrow(|session| session.clone().unwrap())
}

fn fragment() -> String {
    window().location().hash().unwrap()
}

fn forget() {
    window().session_storage().unwrap().unwrap().clear().unwrap();
}

#[wasm_bindgen_test]
async fn the_bar_goes_through_a_run_and_back() {
    forget();
    let page = Page::open("").await;
    assert_eq!(fragment(), "");
    session().command(3);
    session().command(4);
    settled().await;
    assert_eq!((page.text(".sum"), page.text(".player-said")), ("7".to_owned(), "added 4".to_owned()));
    page.press("Step back").await;
    assert_eq!(page.text(".sum"), "3");
    let range: HtmlInputElement = page.find("input[type=range]").unchecked_into();
    assert_eq!((range.value(), range.max()), ("1".to_owned(), "2".to_owned()));
    assert_eq!(range.get_attribute("aria-valuetext").unwrap(), "step 1 of 2: added 3");
    page.press("Step").await;
    assert_eq!(page.text(".sum"), "7");
    page.press("Back to the start").await;
    page.press("Play").await;
    let is_over = || page.text(".sum") == "7" && page.root.query_selector("[aria-label=Play]").unwrap().is_some();
    until("the run has played to its end", is_over).await;
    page.close().await;
}

#[wasm_bindgen_test]
async fn a_moment_comes_back_from_the_address_and_from_the_storage() {
    forget();
    let page = Page::open("").await;
    session().command(3);
    session().command(7);
    let private = || page.root.query_selector(".player-private").unwrap().and_then(|said| said.text_content());
    until("both are in the address", || {
        fragment().contains("sum=") && private().is_some_and(|said| said.contains("1 thing"))
    })
    .await;
    let shown = fragment();
    let code = code_of(&shown, "sum").unwrap().to_owned();
    assert!(page.text(".player-private").contains("leaves out 1 thing you typed"));
    page.close().await;

    let again = Page::open(&format!("other=A&sum={code}")).await;
    assert_eq!(again.text(".sum"), "10");
    session().command(1);
    settled().await;
    assert!(fragment().starts_with("#other=A&sum="));
    again.close().await;

    let stored = Page::open("sources").await;
    assert_eq!(stored.text(".sum"), "11");
    stored.close().await;

    forget();
    let elsewhere = Page::open(&format!("sum={code}")).await;
    assert_eq!(elsewhere.text(".sum"), "3");
    elsewhere.close().await;
    forget();
}

#[wasm_bindgen_test]
async fn what_a_lab_kept_stays_until_what_opens_it_has_come() {
    forget();
    let kept = || {
        let key = format!("{LAB_STATE_PREFIX}{}#sum", window().location().pathname().unwrap());
        window().session_storage().unwrap().unwrap().get_item(&key).unwrap()
    };
    desk::put_at_hand::<Sum>();
    let page: Page<FirstLab> = Page::open_of("").await;
    session().command(3);
    until("it is in the address", || fragment().contains("sum=")).await;
    page.close().await;
    let before = kept();

    moving_parts::desk::Desk::put_at_hand(None);
    let offline: Page<FirstLab> = Page::open_of("sources").await;
    until("the reader is told", || offline.text(".player-message").contains("could not be loaded")).await;
    session().command(1);
    offline.close().await;
    assert_eq!((before.is_some(), kept()), (true, before));

    desk::put_at_hand::<Sum>();
    let again: Page<FirstLab> = Page::open_of("sources").await;
    until("it is shown again", || again.text(".sum") == "3").await;
    again.close().await;
    moving_parts::desk::Desk::put_at_hand(None);
    forget();
}

#[wasm_bindgen_test]
async fn what_can_not_be_opened_is_told_and_does_no_harm() {
    forget();
    let key = format!("{LAB_STATE_PREFIX}{}#sum", window().location().pathname().unwrap());
    window().session_storage().unwrap().unwrap().set_item(&key, "AAAA\nBBBB\nCCCC").unwrap();
    let page = Page::open("sum=BBBB").await;
    assert_eq!(page.text(".sum"), "0");
    assert!(page.text(".player-message").contains("damaged"));
    session().dismiss();
    settled().await;
    assert_eq!(page.text(".player-message"), "");
    page.close().await;
    forget();
}

#[wasm_bindgen_test]
async fn the_speed_the_seed_and_the_forks_are_in_the_bar() {
    forget();
    let page = Page::open("").await;
    session().command(3);
    let buttons = page.root.query_selector_all(".player-settings button").unwrap();
    let press = |index| buttons.get(index).unwrap().unchecked_into::<HtmlElement>().click();
    press(0);
    settled().await;
    assert_eq!(page.text(".player-runs [aria-pressed=true]"), "Run 2");
    page.find(".player-runs button").click();
    settled().await;
    assert_eq!(page.text(".player-runs [aria-pressed=true]"), "Run 1");
    let seed: HtmlInputElement = page.find("input[type=number]").unchecked_into();
    seed.set_value("42");
    let init = web_sys::Event::new("change").unwrap();
    init.init_event_with_bubbles("change", true);
    seed.dispatch_event(&init).unwrap();
    settled().await;
    assert_eq!((session().with(|run| run.seed()), page.text(".sum")), (42, "0".to_owned()));
    // Whether the browser lets a test copy or not, the reader is told.
    press(1);
    until("the reader is told", || page.text(".player-said").starts_with("Cop")).await;
    page.close().await;
    forget();
}

#[wasm_bindgen_test]
async fn the_transcript_is_written_when_it_is_opened() {
    forget();
    let page = Page::open("").await;
    session().command(3);
    let more = page.find("[aria-controls$=-panel]");
    more.click();
    settled().await;
    page.find(".player-transcript summary").click();
    settled().await;
    assert_eq!(page.text(".player-transcript pre"), "0.000 s  added 3\n");
    more.click();
    settled().await;
    assert!(page.root.query_selector(".more-panel").unwrap().is_none(), "the panel is closed again");
    page.close().await;
    forget();
}
