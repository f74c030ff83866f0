//! One thing on a page.

use serde_json::Value;

/// A place in the viewport, in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// From the left.
    pub x: f64,
    /// From the top.
    pub y: f64,
}

impl Point {
    /// The place this far to the right and below.
    #[must_use]
    pub fn plus(self, x: f64, y: f64) -> Self {
        Self { x: self.x + x, y: self.y + y }
    }
}

/// An element of the page; of that document only, so find it again after the page has been loaded anew.
#[derive(Clone, Debug)]
pub struct Element(String);

impl Element {
    /// By the name that the browser gave it, if it did.
    pub(crate) fn with_id(id: &Value) -> Option<Self> {
        Some(Self(id.as_str()?.to_owned()))
    }

    pub(crate) fn id(&self) -> &str {
        &self.0
    }
}
