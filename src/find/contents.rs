//! The contents of a chapter: which section the reader is in.

use std::cell::RefCell;
use std::rc::Rc;

use gloo::events::EventListener;
use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlDetailsElement};

use crate::sight::Sight;

/// Where there is room for the contents beside the text: see `styles/contents.css`.
const WIDE: &str = "(min-width: 100rem)";

/// The lower three quarters of the window do not count, and all that is above it does: a heading is in sight once it was passed.
const PASSED: &str = "1000000px 0px -75% 0px";

/// Marks the link to the section that the reader is in, opens the list where there is room, and closes it behind a reader who
/// leaves by it where there is none.
pub fn follow(contents: &Element) {
    let is_wide = || gloo::utils::window().match_media(WIDE).ok().flatten().is_some_and(|query| query.matches());
    let Some(list) = contents.first_element_child().and_then(|list| list.dyn_into::<HtmlDetailsElement>().ok()) else {
        return;
    };
    list.set_open(is_wide());
    let Ok(links) = contents.query_selector_all("a") else { return };
    let links: Vec<Element> = (0..links.length()).filter_map(|index| links.get(index)?.dyn_into().ok()).collect();
    let passed = Rc::new(RefCell::new(vec![false; links.len()]));
    let sections = links.iter().map(|link| {
        let anchor = link.get_attribute("href")?;
        gloo::utils::document().get_element_by_id(anchor.get(1..)?)
    });
    let sights: Vec<Sight> = sections
        .enumerate()
        .filter_map(|(index, section)| {
            let (links, passed) = (links.clone(), Rc::clone(&passed));
            let tell = move |is_passed| {
                passed.borrow_mut()[index] = is_passed;
                mark(&links, passed.borrow().iter().rposition(|is_passed| *is_passed));
            };
            Some(Sight::of(&section?, PASSED, tell))
        })
        .collect();
    // They live as long as the list does.
    EventListener::new(&list.clone(), "click", move |event| {
        let _kept = &sights;
        let link =
            event.target().and_then(|target| target.dyn_into::<Element>().ok()).is_some_and(|on| on.tag_name() == "A");
        if link && !is_wide() {
            list.set_open(false);
        }
    })
    .forget();
}

fn mark(links: &[Element], current: Option<usize>) {
    for (index, link) in links.iter().enumerate() {
        // A valid name: it cannot fail.
        let _ = if Some(index) == current {
            link.set_attribute("aria-current", "true")
        } else {
            link.remove_attribute("aria-current")
        };
    }
}
