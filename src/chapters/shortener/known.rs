//! What the page knows of the reader's links: the same in every part of it that shows them.

use std::cell::RefCell;

use gloo::events::EventListener;
use web_sys::Event;
use yew::prelude::*;

use super::links::{self, Link, Trouble};

/// The links, and what went wrong with them last.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Known {
    /// Oldest first.
    pub all: Vec<Link>,
    /// Why the last change was not kept.
    pub trouble: Option<Trouble>,
}

thread_local! {
    static KNOWN: RefCell<Known> = RefCell::default();
}

/// Tells the page's own parts; other tabs hear of it as `storage`.
const CHANGED: &str = "moving-parts-links";

/// The links as they are after a change, or why it was not kept.
pub fn took(links: Result<Vec<Link>, Trouble>) {
    KNOWN.with_borrow_mut(|known| match links {
        Ok(all) => *known = Known { all, trouble: None },
        Err(trouble) => known.trouble = Some(trouble),
    });
    if let Ok(changed) = Event::new(CHANGED) {
        // It fails only for an event that is being sent already.
        let _ = gloo::utils::window().dispatch_event(&changed);
    }
}

/// What is known. For the first render, which must be as it was prerendered, nothing.
#[hook]
pub fn use_known() -> UseStateHandle<Known> {
    let known = use_state_eq(Known::default);
    let setter = known.setter();
    use_effect_with((), move |()| {
        let window = gloo::utils::window();
        let events = [
            EventListener::new(&window, CHANGED, move |_| setter.set(KNOWN.with_borrow(Clone::clone))),
            EventListener::new(&window, "storage", |_| took(links::all())),
        ];
        took(links::all());
        move || drop(events)
    });
    known
}
