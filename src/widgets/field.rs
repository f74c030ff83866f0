//! A field that begins with a value and then is the reader's.
//!
//! Yew puts a `value` back at every rendering, which in a lab that plays is ten times a second: what a reader has typed would be
//! gone before it is asked for, or when it is refused. So the value stands in `data-value`, and is put in once, and again when it
//! is another one. Whatever watches a lab's run sees to it; a page that never comes alive has the value from the prerenderer.
//!
//! What is refused is put back by whoever refuses it, with a word why.
//!
//! Likewise a choice that a reader made stays on the screen whatever attributes say, so after a step back what is in force, in
//! `data-shown`, is set by hand.

use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlInputElement, HtmlSelectElement};

/// Puts the fields inside of `lab` back to what they were filled with: what was asked for is given up.
pub fn put_back(lab: &Element) {
    let Ok(fields) = lab.query_selector_all("input[type=number][value]") else {
        return;
    };
    for field in (0..fields.length()).filter_map(|i| fields.item(i)) {
        let field: HtmlInputElement = field.unchecked_into();
        field.set_value(&field.default_value());
    }
}

/// For an effect after each rendering: fills the fields whose `data-value` is new, and has choices show what is in force.
pub fn show_what_is_in_force() {
    let all = |selector| gloo::utils::document().query_selector_all(selector);
    let (Ok(fields), Ok(choices)) = (all("input[data-value]"), all("select[data-shown]")) else {
        return;
    };
    for field in (0..fields.length()).filter_map(|i| fields.item(i)) {
        let field: HtmlInputElement = field.unchecked_into();
        let value = field.get_attribute("data-value").unwrap_or_default();
        // To be put back, should what is typed come to nothing.
        field.set_default_value(&value);
        field.set_value(&value);
        // Yew sets it again only if it is another one. A name that is valid can be removed.
        let _ = field.remove_attribute("data-value");
    }
    for choice in (0..choices.length()).filter_map(|i| choices.item(i)) {
        let choice: HtmlSelectElement = choice.unchecked_into();
        choice.set_value(&choice.get_attribute("data-shown").unwrap_or_default());
    }
}
