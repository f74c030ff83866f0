//! Where a reader's own scenes are kept: in this page, and in the browser's storage if it has any.

use std::cell::RefCell;

use gloo::events::EventListener;
use wasm_bindgen::JsCast as _;
use web_sys::{Storage, StorageEvent};

use super::file::{self, Include};
use super::{Fault, Own};

/// What is kept is kept under names that begin so.
pub const PREFIX: &str = "moving-parts.scenes.";

thread_local! {
    /// The lists of the chapters that were looked at, by address: a browser may keep nothing.
    static HERE: RefCell<Vec<(String, Own)>> = const { RefCell::new(Vec::new()) };
}

fn storage() -> Option<Storage> {
    gloo::utils::window().local_storage().ok().flatten()
}

fn key(slug: &str) -> String {
    [PREFIX, slug].concat()
}

/// The list of a chapter; an empty one, and why, if what is kept can't be read.
#[must_use]
pub fn load(slug: &str) -> (Own, Option<Fault>) {
    let here = HERE.with_borrow(|here| here.iter().find(|(chapter, _)| chapter == slug).map(|(_, own)| own.clone()));
    if let Some(own) = here {
        return (own, None);
    }
    let kept = storage().and_then(|storage| storage.get_item(&key(slug)).ok().flatten());
    match kept.map(|kept| file::read(&kept, slug)) {
        Some(Ok(scenes)) => (Own::of(scenes), None),
        Some(Err(fault)) => (Own::default(), Some(fault)),
        None => (Own::default(), None),
    }
}

/// Calls `changed` when another window of this browser has changed the list of a chapter; it is then read anew.
#[must_use = "dropped, it no longer listens"]
pub fn follow(slug: &str, changed: impl Fn() + 'static) -> EventListener {
    let slug = slug.to_owned();
    EventListener::new(&gloo::utils::window(), "storage", move |event| {
        // Without a key everything was erased.
        let changed_key = event.dyn_ref::<StorageEvent>().and_then(StorageEvent::key);
        if changed_key.is_none_or(|changed_key| changed_key == key(&slug)) {
            HERE.with_borrow_mut(|here| here.retain(|(chapter, _)| *chapter != slug));
            changed();
        }
    })
}

/// Keeps the list of a chapter. `false` if the browser does not: then it is gone with the page.
pub fn keep(slug: &str, own: &Own) -> bool {
    HERE.with_borrow_mut(|here| {
        here.retain(|(chapter, _)| chapter != slug);
        here.push((slug.to_owned(), own.clone()));
    });
    let Some(storage) = storage() else { return false };
    if own.scenes().is_empty() {
        return storage.remove_item(&key(slug)).is_ok();
    }
    storage.set_item(&key(slug), &file::write(slug, own.scenes(), Include::ALL)).is_ok()
}
