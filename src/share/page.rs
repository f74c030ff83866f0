//! The page's own address and storage. Browser only; all of it may be refused, and then is done without.

use std::cell::RefCell;

use wasm_bindgen::JsValue;
use web_sys::Storage;

use crate::router::base;

use super::frame;
use super::{Kept, LAB_STATE_PREFIX, names, with_codes, without_code};

thread_local! {
    /// The codes of the labs of this page that have something to keep: an anchor takes them out of the address.
    static SHOWN: RefCell<Vec<(&'static str, String)>> = const { RefCell::new(Vec::new()) };
    /// The code that was replaced last, and when, in milliseconds.
    static REPLACED: RefCell<(f64, String)> = const { RefCell::new((0.0, String::new())) };
}

/// The path of the page.
#[must_use]
pub fn path() -> String {
    gloo::utils::window().location().pathname().unwrap_or_default()
}

/// The address of the chapter that the page shows, if one with living parts is. `life::mark` writes the marks.
#[must_use]
pub fn chapter() -> Option<String> {
    let part = gloo::utils::document().query_selector("[data-living]").ok()??;
    let mark = part.get_attribute("data-living")?;
    mark.split_once('/').map(|(slug, _)| slug.to_owned())
}

/// The fragment in the address.
#[must_use]
pub fn fragment() -> String {
    gloo::utils::window().location().hash().unwrap_or_default()
}

/// Whether the address holds the code of a lab of this page, and is no plain anchor.
#[must_use]
pub fn holds_codes() -> bool {
    let document = gloo::utils::document();
    let is_lab = |name: &str| document.get_element_by_id(name).is_some_and(|named| named.class_list().contains("lab"));
    names(&fragment()).any(is_lab)
}

/// A link to one lab of this page; from a frame, to the lab in its chapter.
#[must_use]
pub fn link(lab: &'static str, code: String) -> String {
    let origin = gloo::utils::window().location().origin().unwrap_or_default();
    let path = frame::shown().map_or_else(path, |(slug, _)| format!("{}/{slug}/", base()));
    origin + &path + &with_codes("", &[(lab, code)])
}

/// How long a browser may take from F5 to leaving the page, in milliseconds. What the address becomes in this time is too late.
const ON_THE_WAY: f64 = 5_000.0;

/// The codes of this lab that the address may hold when the page is loaded next, apart by spaces.
#[must_use]
pub fn in_address(lab: &str) -> String {
    REPLACED.with_borrow(|(at, code)| {
        let late = if js_sys::Date::now() - at < ON_THE_WAY { code } else { "" };
        [&shown(lab), " ", late].concat()
    })
}

/// The code that this lab last put into the address.
#[must_use]
pub fn shown(lab: &str) -> String {
    let code = |all: &Vec<(&str, String)>| all.iter().find(|(name, _)| *name == lab).map(|(_, code)| code.clone());
    SHOWN.with_borrow(code).unwrap_or_default()
}

/// Puts a lab's code into the address, without an entry in the history.
pub fn show(lab: &'static str, code: String) {
    let before = shown(lab);
    if before != code {
        REPLACED.replace((js_sys::Date::now(), before));
    }
    hide(lab);
    let address = SHOWN.with_borrow_mut(|shown| {
        shown.push((lab, code));
        with_codes(&fragment(), shown)
    });
    if address != fragment() {
        replace(&address);
    }
}

/// Forgets a lab that has left the page.
pub fn hide(lab: &str) {
    SHOWN.with_borrow_mut(|shown| shown.retain(|(name, _)| *name != lab));
}

/// Takes what something put into the address and the storage out of both.
pub fn forget(path: &str, name: &str) {
    hide(name);
    if let Some(storage) = storage() {
        // What can't be removed can't have been put there either.
        let _ = storage.remove_item(&key(path, name));
    }
    replace(&(self::path() + &query() + &without_code(&fragment(), name)));
}

/// What the address asks for, from `?` on; empty if nothing.
#[must_use]
pub fn query() -> String {
    gloo::utils::window().location().search().unwrap_or_default()
}

/// Takes what the address asked for out of it: it has been done, and F5 need not do it again.
pub fn drop_query() {
    if !query().is_empty() {
        replace(&(path() + &fragment()));
    }
}

fn replace(address: &str) {
    if let Ok(history) = gloo::utils::window().history() {
        // A browser refuses when it is asked too often; the storage still has the moment.
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(address));
    }
}

fn storage() -> Option<Storage> {
    gloo::utils::window().session_storage().ok().flatten()
}

fn key(path: &str, lab: &str) -> String {
    [LAB_STATE_PREFIX, path, "#", lab].concat()
}

/// Keeps a lab's moment until the tab is closed.
pub fn keep(path: &str, lab: &str, kept: &Kept) {
    if let Some(storage) = storage() {
        let key = key(path, lab);
        let alone = Kept { beside: Vec::new(), shown: 0, ..kept.clone() };
        // Too large, probably: then at least the run that is shown. An older moment would be a wrong one.
        if [kept, &alone].into_iter().all(|kept| storage.set_item(&key, &kept.write()).is_err()) {
            let _ = storage.remove_item(&key);
        }
    }
}

/// What was kept of a lab.
#[must_use]
pub fn kept(path: &str, lab: &str) -> Option<Kept> {
    let text = storage()?.get_item(&key(path, lab)).ok()??;
    Kept::read(&text)
}
