//! What a term means, in a note below it, while it is pointed at, focused, or after it was pressed.

use std::cell::RefCell;

use gloo::events::{EventListener, EventListenerOptions};
use gloo::timers::callback::Timeout;
use gloo::utils::document;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{Document, DomRect, Element, Event, HtmlElement, KeyboardEvent, Node, PointerEvent};

use crate::visit;

/// How long the pointer may be on its way from the term to its note, in milliseconds.
const ON_THE_WAY: u32 = 300;

/// The note's name in the page.
const ID: &str = "term-note";

struct Shown {
    term: Element,
    note: HtmlElement,
    leaving: Option<Timeout>,
    _listeners: Vec<EventListener>,
}

impl Shown {
    fn holds(&self, place: Option<&Node>) -> bool {
        self.term.contains(place) || self.note.contains(place)
    }
}

impl Drop for Shown {
    fn drop(&mut self) {
        self.note.remove();
        // A valid name: it cannot fail.
        let _ = self.term.remove_attribute("aria-describedby");
    }
}

thread_local! {
    static SHOWN: RefCell<Option<Shown>> = const { RefCell::new(None) };
    /// The glossary, once it was fetched.
    static GLOSSARY: RefCell<Option<Document>> = const { RefCell::new(None) };
}

/// The page of the glossary, which says what the terms mean: fetched the first time.
async fn glossary(address: &str) -> Result<Document, JsValue> {
    if let Some(page) = GLOSSARY.with_borrow(Clone::clone) {
        return Ok(page);
    }
    let page = visit::fetched(address).await?;
    GLOSSARY.set(Some(page.clone()));
    Ok(page)
}

/// What the term at an address means: what its entry begins with.
async fn meaning(address: &str) -> Option<String> {
    let (page, anchor) = address.split_once('#')?;
    let entry = glossary(page).await.ok()?.get_element_by_id(anchor)?.next_element_sibling()?;
    let text = entry.first_child()?.text_content()?;
    Some(text.trim().to_owned())
}

fn hide() {
    drop(SHOWN.take());
}

fn shown_term() -> Option<Element> {
    SHOWN.with_borrow(|shown| shown.as_ref().map(|shown| shown.term.clone()))
}

fn hide_that_of(term: &Element) {
    if shown_term().as_ref() == Some(term) {
        hide();
    }
}

/// Shows what a term means; it is a link to its place in the glossary.
pub async fn show(term: Element) {
    let is_shown =
        |shown: &Option<Shown>| shown.as_ref().is_some_and(|shown| shown.term == term && term.is_connected());
    if SHOWN.with_borrow(is_shown) {
        return;
    }
    let address = term.get_attribute("href").unwrap_or_default();
    let Some(meaning) = meaning(&address).await else { return };
    // Meanwhile the reader may have gone on.
    let here = term.matches(":hover, :focus").unwrap_or_default();
    if here && !SHOWN.with_borrow(is_shown) {
        hide();
        let shown = placed(&term, &address, &meaning);
        SHOWN.set(shown);
    }
}

fn placed(term: &Element, address: &str, meaning: &str) -> Option<Shown> {
    let note: HtmlElement = document().create_element("span").ok()?.dyn_into().ok()?;
    note.set_id(ID);
    note.set_class_name("term-note");
    note.set_attribute("role", "note").ok()?;
    note.set_text_content(Some(&[meaning, " "].concat()));
    let link = document().create_element("a").ok()?;
    link.set_attribute("href", address).ok()?;
    link.set_text_content(Some("Glossary"));
    note.append_child(&link).ok()?;
    term.after_with_node_1(&note).ok()?;
    term.set_attribute("aria-describedby", ID).ok()?;
    place(&note, &term.get_bounding_client_rect());
    Some(Shown { term: term.clone(), note, leaving: None, _listeners: listeners() })
}

/// Puts the note below the term, within the window. It goes with the page.
fn place(note: &HtmlElement, term: &DomRect) {
    let width = f64::from(gloo::utils::document_element().client_width());
    let height = f64::from(gloo::utils::document_element().client_height());
    let at = note.get_bounding_client_rect();
    let left = term.left().min(width - at.width() - 8.0).max(8.0);
    let below = term.bottom() + 4.0;
    let top = if below + at.height() > height { term.top() - at.height() - 4.0 } else { below };
    let style = note.style();
    // Where it stands depends on what it stands in: it is moved by what is missing.
    for (name, by) in [("left", left - at.left()), ("top", top - at.top())] {
        let _ = style.set_property(name, &[&(by as i32).to_string(), "px"].concat());
    }
}

/// What ends it: Escape, and leaving it with the pointer, the focus or a press elsewhere.
fn listeners() -> Vec<EventListener> {
    let window = gloo::utils::window();
    ["keydown", "pointerover", "pointerdown", "focusin"]
        .into_iter()
        .map(|name| {
            let options = EventListenerOptions { phase: gloo::events::EventListenerPhase::Capture, passive: true };
            EventListener::new_with_options(&window, name, options, |event| {
                if ends(event)
                    && let Some(term) = shown_term()
                {
                    // The listener that runs is among what is dropped. Until then another note may have come.
                    Timeout::new(0, move || hide_that_of(&term)).forget();
                }
            })
        })
        .collect()
}

fn ends(event: &Event) -> bool {
    if let Some(key) = event.dyn_ref::<KeyboardEvent>() {
        return key.key() == "Escape";
    }
    let target = event.target().and_then(|target| target.dyn_into::<Node>().ok());
    SHOWN.with_borrow_mut(|shown| {
        let Some(shown) = shown else { return false };
        let inside = shown.holds(target.as_ref());
        if event.type_() != "pointerover" {
            return !inside;
        }
        let mouse = event.dyn_ref::<PointerEvent>().is_some_and(|pointer| pointer.pointer_type() == "mouse");
        let has_focus = shown.holds(document().active_element().as_ref().map(AsRef::as_ref));
        if inside || has_focus || !mouse {
            shown.leaving = None;
        } else if shown.leaving.is_none() {
            let term = shown.term.clone();
            shown.leaving = Some(Timeout::new(ON_THE_WAY, move || hide_that_of(&term)));
        }
        false
    })
}
