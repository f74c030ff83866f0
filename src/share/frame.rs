//! A lab alone, in a frame of another page: `/embed/<chapter>/<lab>/`.
//!
//! The page is that part of the chapter which holds the lab; a style sheet hides the rest. Options stand in the query:
//!
//! | option | meaning |
//! |---|---|
//! | `theme=light`, `dark` or `contrast` | instead of the reader's |
//! | `controls=off` | without the player bar and what sets the lab up |
//! | `steps=2-9` | the run can be moved only between these positions; `steps=2-` and `steps=-9` leave one end open |
//!
//! The moment to begin with stands in the fragment, as in every link: `#ring=<code>`. Nothing plays by itself.
//!
//! To its parent the frame says, by `postMessage` to any origin, since nothing in it is secret, objects of this form:
//!
//! ```json
//! { "source": "moving-parts", "version": 1, "lab": "ring", "type": "height", "height": 912 }
//! { "source": "moving-parts", "version": 1, "lab": "ring", "type": "outcome", "exercise": "owner", "solved": true }
//! ```
//!
//! `height` comes whenever it changes, in CSS pixels, so that the parent can fit the frame; `outcome` when an exercise was
//! graded. It listens to nothing.

use wasm_bindgen::JsValue;

use super::page;
use crate::plain::object;
use crate::router::base;

/// Names the chapter and the lab on the root element of a frame's page: `consistent-hashing/ring`.
pub const MARK: &str = "data-embed";
/// Stands at the lab.
pub const LAB_MARK: &str = "data-embedded";

/// How a frame is shown.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Options {
    /// Instead of the reader's theme.
    pub theme: Option<String>,
    /// Without what moves and sets up the lab.
    pub without_controls: bool,
    /// The first position that the run can be moved to.
    pub first: Option<u64>,
    /// The last one.
    pub last: Option<u64>,
}

impl Options {
    /// As a query, `?` included; empty without options.
    #[must_use]
    pub fn query(&self) -> String {
        let mut parts = Vec::new();
        if let Some(theme) = &self.theme {
            parts.push(format!("theme={theme}"));
        }
        if self.without_controls {
            parts.push("controls=off".to_owned());
        }
        if self.first.is_some() || self.last.is_some() {
            let end = |position: Option<u64>| position.map_or_else(String::new, |position| position.to_string());
            parts.push(format!("steps={}-{}", end(self.first), end(self.last)));
        }
        if parts.is_empty() { String::new() } else { format!("?{}", parts.join("&")) }
    }

    /// What a query asks for; what is not understood is left out.
    #[must_use]
    pub fn of_query(query: &str) -> Self {
        let mut options = Self::default();
        for part in query.trim_start_matches('?').split('&') {
            match part.split_once('=') {
                Some(("theme", theme @ ("light" | "dark" | "contrast"))) => options.theme = Some(theme.to_owned()),
                Some(("controls", "off")) => options.without_controls = true,
                Some(("steps", steps)) => {
                    let (first, last) = steps.split_once('-').unwrap_or((steps, steps));
                    (options.first, options.last) = (first.parse().ok(), last.parse().ok());
                }
                _ => {}
            }
        }
        options
    }
}

/// The address of a lab of this page as a frame. Browser only.
#[must_use]
pub fn address(lab: &str, options: &Options) -> String {
    let origin = gloo::utils::window().location().origin().unwrap_or_default();
    let slug = page::chapter().unwrap_or_default();
    format!("{origin}{}/embed/{slug}/{lab}/{}", base(), options.query())
}

/// The chapter and the lab that this page is a frame for, if it is one. Browser only.
#[must_use]
pub fn shown() -> Option<(String, String)> {
    let mark = gloo::utils::document_element().get_attribute(MARK)?;
    mark.split_once('/').map(|(slug, lab)| (slug.to_owned(), lab.to_owned()))
}

/// Tells the parent what came of an exercise, if this is a frame. Browser only.
pub fn tell_outcome(exercise: &str, is_solved: bool) {
    if let Some((_, lab)) = shown() {
        post("outcome", &lab, &[("exercise", exercise.into()), ("solved", is_solved.into())]);
    }
}

/// Says something to the parent, as above.
pub(crate) fn post(kind: &str, lab: &str, more: &[(&str, JsValue)]) {
    let head = [("source", "moving-parts".into()), ("version", 1.into()), ("lab", lab.into()), ("type", kind.into())];
    let message = object(head.into_iter().chain(more.iter().cloned()));
    if let Ok(Some(parent)) = gloo::utils::window().parent() {
        // Nothing in it is secret, and a parent that is gone hears nothing.
        let _ = parent.post_message(&message, "*");
    }
}

#[cfg(test)]
mod tests {
    use super::Options;

    #[test]
    fn options_are_read_as_they_were_written() {
        for query in
            ["", "?theme=dark", "?controls=off", "?steps=2-9", "?theme=light&controls=off&steps=-7", "?steps=3-"]
        {
            assert_eq!(Options::of_query(query).query(), query);
        }
    }

    #[test]
    fn what_is_not_understood_is_left_out() {
        let options = Options::of_query("?theme=javascript:&steps=x-y&controls=on&=&&a=b=c");
        assert_eq!(options, Options::default());
        assert_eq!(Options::of_query("?steps=4").query(), "?steps=4-4");
    }
}
