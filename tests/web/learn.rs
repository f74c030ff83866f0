//! The question before a lab, and the frame round exercises.

use std::fmt;

use gloo::utils::{body, document, window};
use js_sys::Function;
use moving_parts::learn::exercises::{Topic, Workbook, use_exercises};
use moving_parts::learn::prediction::{Marks, Number, Outcome, Question, Shares, use_prediction};
use moving_parts::player::{use_session, use_watch};
use simulation::kernel::exercise::{Exercise, Practice, Step, Verdict};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use super::sum::Sum;
use super::wait::settled;

const QUESTION: Question = Question {
    chapter: "test-chapter",
    asks: "How many of ten are taken?",
    answer: &Shares(&[20, 30]),
    who: "Taken",
    dare: "Take some",
};

#[component]
fn Lab() -> Html {
    let session = use_session::<Sum>("ten", || 0);
    use_watch(&session);
    let taken = session.with(|run| run.state().0);
    let take = {
        let session = session.clone();
        Callback::from(move |_| {
            session.command(3);
        })
    };
    let outcome = (taken > 0).then_some(Outcome::Share { part: taken, whole: 10 });
    let inside = html! { <button class="inside">{ "inside" }</button> };
    let inside = use_prediction(&session.player(), &ASKED, outcome, take, inside);
    html! { <section id="ten">{ inside }</section> }
}

static ASKED: Question = QUESTION;

static COUNTED: Question = Question { answer: &Number { most: 10, unit: " of ten" }, ..QUESTION };

static NAMED: Question = Question { answer: &Marks(&["none", "few", "many"]), ..QUESTION };

#[component]
fn Counted() -> Html {
    let session = use_session::<Sum>("counted", || 4);
    use_watch(&session);
    let outcome = Some(Outcome::Number(session.with(|run| run.state().0)));
    use_prediction(&session.player(), &COUNTED, outcome, Callback::noop(), Html::default())
}

#[component]
fn Named() -> Html {
    let session = use_session::<Sum>("named", || 0);
    use_watch(&session);
    let mark = |place: &'static str| html! { <p data-guess={place}>{ place }</p> };
    let inside = html! { <>{ mark("0") }{ mark("1") }{ mark("2") }</> };
    let asked = use_prediction(&session.player(), &NAMED, Some(Outcome::Word(2)), Callback::noop(), inside);
    html! { <section id="named">{ asked }</section> }
}

/// A number is to be reached by ones.
#[derive(Clone, Debug, PartialEq)]
struct Reach(u64);

#[derive(Clone, Debug, PartialEq)]
struct TooFew(u64);

impl fmt::Display for TooFew {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} are missing.", self.0)
    }
}

impl Exercise for Reach {
    type Kind = ();
    type Act = ();
    type Answer = u64;
    type Cause = TooFew;
    type Marks = u64;
    const KINDS: &'static [()] = &[()];

    fn fresh((): (), _seed: u64) -> Self {
        Self(2)
    }

    fn kind(&self) {}

    fn question(&self) -> String {
        "Come to 2.".to_owned()
    }

    fn act(&self, answer: &mut u64, (): &()) {
        *answer += 1;
    }

    fn is_complete(&self, answer: &u64) -> bool {
        *answer > 0
    }

    fn grade(&self, answer: &u64) -> Verdict<TooFew> {
        match self.0.checked_sub(*answer) {
            Some(0) => Verdict::Right("That is 2.".to_owned()),
            short => Verdict::Wrong { part: 1, of: 1, cause: TooFew(short.unwrap_or(0)) },
        }
    }

    fn model_answer(&self) -> u64 {
        self.0
    }

    fn model(&self) -> Vec<Step<u64>> {
        (1..=self.0).map(|marks| Step { says: format!("Add one: {marks}."), marks }).collect()
    }
}

static COURSE: Workbook<Reach> = Workbook {
    chapter: "test-chapter",
    kinds: &[Topic { kind: (), id: "reach", title: "Reach", part: "" }],
    desk: |_: &Practice<Reach>, act: &Callback<()>| {
        let onclick = act.reform(|_: MouseEvent| ());
        html! { <button class="add" {onclick}>{ "add" }</button> }
    },
    answer: |practice: &Practice<Reach>| html! { <p class="so-far">{ *practice.answer() }</p> },
};

#[component]
fn Frame() -> Html {
    use_exercises(&COURSE)
}

struct Shown {
    root: Element,
}

impl Shown {
    async fn of<C: BaseComponent<Properties = ()>>() -> (Self, yew::AppHandle<C>) {
        window().history().unwrap().replace_state_with_url(&"".into(), "", Some("#")).unwrap();
        let root = document().create_element("div").unwrap();
        body().append_child(&root).unwrap();
        let app = yew::Renderer::<C>::with_root(root.clone()).render();
        settled().await;
        (Self { root }, app)
    }

    /// Takes it out of the page, and waits until it has kept what it wants to keep.
    async fn close<C: BaseComponent<Properties = ()>>(self, app: yew::AppHandle<C>) {
        app.destroy();
        settled().await;
        self.root.remove();
    }

    fn all(&self, selector: &str) -> Vec<HtmlElement> {
        let found = self.root.query_selector_all(selector).unwrap();
        (0..found.length()).map(|index| found.get(index).unwrap().unchecked_into()).collect()
    }

    fn text(&self, selector: &str) -> String {
        self.all(selector).first().map(|found| found.text_content().unwrap()).unwrap_or_default()
    }

    async fn press(&self, says: &str) {
        let button = self.all("button").into_iter().find(|button| button.text_content().as_deref() == Some(says));
        button.unwrap_or_else(|| panic!("no button says {says}")).click();
        settled().await;
    }
}

/// Runs a line of JavaScript on an element, then lets the page answer.
async fn after(element: &Element, script: &str) {
    Function::new_with_args("element", script).call1(&JsValue::NULL, element).unwrap();
    settled().await;
}

fn record() -> String {
    let storage = window().local_storage().unwrap().unwrap();
    storage.get_item("moving-parts.progress.test-chapter").unwrap().unwrap_or_default()
}

fn forget() {
    window().local_storage().unwrap().unwrap().clear().unwrap();
    window().session_storage().unwrap().unwrap().clear().unwrap();
}

#[wasm_bindgen_test]
async fn a_lab_is_locked_until_a_guess_and_its_outcome_stands_beside_it() {
    forget();
    let (page, app) = Shown::of::<Lab>().await;
    assert_eq!(page.all("[inert] .inside").len(), 1);
    page.press("about 20\u{202f}%").await;
    assert_eq!(page.all("[inert]").len(), 0);
    assert_eq!(record(), "1\nguess.ten 20");
    page.press("Take some").await;
    let bars: Vec<String> = page.all("dd").iter().map(|bar| bar.text_content().unwrap()).collect();
    assert_eq!(bars, ["20\u{202f}%", "30.00\u{202f}%"]);
    page.close(app).await;

    // Another time the guess is still known, and the run begins anew.
    window().session_storage().unwrap().unwrap().clear().unwrap();
    let (page, app) = Shown::of::<Lab>().await;
    assert_eq!(page.all("[inert]").len(), 0);
    assert!(page.text(".prediction").contains("You guessed 20"));
    page.close(app).await;
    forget();
}

#[wasm_bindgen_test]
async fn a_number_is_guessed_with_a_slider_and_drawn_beside_the_outcome() {
    forget();
    let (page, app) = Shown::of::<Counted>().await;
    assert!(page.all(".button-main")[0].has_attribute("disabled"), "a guess has to be made first");
    after(
        &page.all("input")[0],
        "element.value = 8; element.dispatchEvent(new InputEvent('input', { bubbles: true }))",
    )
    .await;
    assert_eq!(page.text(".prediction-number"), "8 of ten");
    page.press("That is my guess").await;
    let bars: Vec<String> = page.all("dd").iter().map(|bar| bar.text_content().unwrap()).collect();
    assert_eq!(bars, ["8 of ten", "4 of ten"]);
    let lengths: Vec<_> = page.all("dd").iter().map(|bar| bar.get_attribute("style").unwrap()).collect();
    assert_eq!(lengths, ["--part:100", "--part:50"]);
    page.close(app).await;
    forget();
}

#[wasm_bindgen_test]
async fn a_click_on_a_mark_in_the_picture_is_a_guess() {
    forget();
    let (page, app) = Shown::of::<Named>().await;
    let lab = page.all(".is-asked").remove(0);
    after(&lab, "element.dispatchEvent(new MouseEvent('click', { bubbles: true, clientX: -9, clientY: -9 }))").await;
    assert_eq!(page.all("[inert]").len(), 1, "a click beside all of them is none");
    let click = "const mark = element.querySelectorAll('[data-guess]')[1].getBoundingClientRect();
        const place = { bubbles: true, clientX: mark.left + 2, clientY: mark.top + 2 };
        element.dispatchEvent(new MouseEvent('click', place))";
    after(&lab, click).await;
    assert_eq!(record(), "1\nguess.named 1");
    assert_eq!(page.text(".prediction"), "You guessed: few. Taken: many, not what you said.");
    page.close(app).await;
    forget();
}

#[wasm_bindgen_test]
async fn a_skipped_question_is_not_asked_again() {
    forget();
    let (page, app) = Shown::of::<Lab>().await;
    page.press("Skip").await;
    assert_eq!((page.all("[inert]").len(), page.text(".prediction")), (0, String::new()));
    page.close(app).await;
    let (page, app) = Shown::of::<Lab>().await;
    assert_eq!((page.all("[inert]").len(), page.text(".prediction")), (0, String::new()));
    page.close(app).await;
    forget();
}

#[wasm_bindgen_test]
async fn an_exercise_is_checked_mended_and_counted() {
    forget();
    let (page, app) = Shown::of::<Frame>().await;
    assert_eq!(page.text(".practice-question"), "Come to 2.");
    page.press("Check").await;
    assert_eq!(page.text(".practice-feedback"), "", "nothing to check yet");
    page.press("add").await;
    page.press("Check").await;
    assert_eq!(page.text(".practice-feedback"), "✗ Not yet. 1 are missing.");
    page.press("add").await;
    page.press("Check").await;
    assert_eq!(page.text(".practice-feedback"), "✓ Right. That is 2.");
    assert_eq!(record(), "1\nsolved.reach 1");
    page.press("add").await;
    assert_eq!(page.text(".so-far"), "2", "what is solved takes no more acts");
    page.press("New data").await;
    assert_eq!((page.text(".so-far"), page.text(".practice-feedback")), ("0".to_owned(), String::new()));
    page.press("Show how").await;
    assert_eq!(page.text(".practice-feedback"), "Step 1 of 2. Add one: 1.");
    page.press("Next step").await;
    assert_eq!(page.text(".practice-feedback"), "Step 2 of 2. Add one: 2.");
    page.press("Check").await;
    assert!(page.text(".practice-score").contains("counts no more"));
    assert_eq!(record(), "1\nsolved.reach 1");
    page.close(app).await;
    forget();
}
