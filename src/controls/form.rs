//! A form with one field, which is sent.

use simulation::kernel::system::System;
use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement};
use yew::prelude::*;

use crate::player::Session;

/// A paste longer than this, in bytes, is not looked at.
const LONGEST_PASTE: usize = 10 << 20;

/// What is filled in.
#[derive(Clone, Debug, PartialEq)]
pub struct FormField {
    /// What it is.
    pub label: &'static str,
    /// What stands in it at first; then it is the reader's.
    pub filled: AttrValue,
    /// Of which kind it is.
    pub kind: Kind,
}

/// Kinds of fields.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// A line of text, so many letters wide.
    Line(u8),
    /// A line of digits, so many wide.
    Digits(u8),
    /// A whole number up to this.
    Number(u32),
    /// Lines of text.
    Lines,
    /// One of these; the text that is sent is its number, from 0.
    OneOf(Vec<String>),
}

impl FormField {
    /// A line of text, so many letters wide.
    pub fn line(label: &'static str, filled: impl Into<AttrValue>, size: u8) -> Self {
        Self { label, filled: filled.into(), kind: Kind::Line(size) }
    }

    /// Lines of text, none at first.
    #[must_use]
    pub fn lines(label: &'static str) -> Self {
        Self { label, filled: AttrValue::from(""), kind: Kind::Lines }
    }
}

/// A form that gives the command made of what stands in its field; `Err` is what is wrong with that, and leaves it there. `buttons`
/// come after the field, the one that sends it first.
pub fn form<S: System>(
    session: &Session<S>,
    field: FormField,
    buttons: Html,
    command: impl Fn(&str) -> Result<S::Command, String> + 'static,
) -> Html {
    let session = session.clone();
    let take = Callback::from(move |text: String| {
        if text.len() > LONGEST_PASTE {
            return session.say("That is more than 10 MB of text. What you pasted is still in the field.");
        }
        match command(&text) {
            Ok(command) => _ = session.command(command),
            Err(wrong) => session.say(&wrong),
        }
    });
    whole(field, buttons, take)
}

fn whole(field: FormField, buttons: Html, take: Callback<String>) -> Html {
    let onsubmit = Callback::from(move |event: SubmitEvent| {
        event.prevent_default();
        if let Some(text) = event.target_dyn_into::<Element>().and_then(|form| text_in(&form)) {
            take.emit(text);
        }
    });
    let class = if field.kind == Kind::Lines { "lab-lines" } else { "lab-row" };
    html! { <form {class} {onsubmit}><label><span>{ field.label }</span>{ input(field) }</label>{ buttons }</form> }
}

fn input(FormField { filled, kind, .. }: FormField) -> Html {
    match kind {
        Kind::Line(size) => html! {
            <input type="text" autocomplete="off" autocapitalize="off" spellcheck="false" size={size.to_string()}
                data-value={filled} />
        },
        Kind::Digits(size) => html! {
            <input type="text" inputmode="numeric" autocomplete="off" size={size.to_string()} data-value={filled} />
        },
        Kind::Number(most) => html! {
            <input type="number" min="1" max={most.to_string()} step="1" inputmode="numeric" data-value={filled} />
        },
        Kind::Lines => html! { <textarea rows="4" autocomplete="off" spellcheck="false" /> },
        Kind::OneOf(names) => {
            // Else it would be the last: a list is filled from its end.
            let option = |(place, name): (usize, String)| {
                html! { <option key={place} value={place.to_string()} selected={place == 0}>{ name }</option> }
            };
            html! { <select>{ for names.into_iter().enumerate().map(option) }</select> }
        }
    }
}

/// What stands in a form's field, be it one line, many, or a choice.
pub fn text_in(form: &Element) -> Option<String> {
    let field = form.query_selector("input, textarea, select").ok()??;
    let field = match field.dyn_into::<HtmlInputElement>() {
        Ok(input) => return Some(input.value()),
        Err(field) => field,
    };
    match field.dyn_into::<HtmlTextAreaElement>() {
        Ok(area) => Some(area.value()),
        Err(field) => Some(field.dyn_into::<HtmlSelectElement>().ok()?.value()),
    }
}

/// Lines without the space around them and without blank ones.
#[must_use]
pub fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::lines;

    #[test]
    fn lines_are_trimmed_and_blank_ones_left_out() {
        assert_eq!(lines(" a \r\n\n\tb c\n  "), ["a", "b c"]);
        assert!(lines(" \n ").is_empty());
    }
}
