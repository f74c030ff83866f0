//! What a page needs of a browser's tab, whatever protocol the browser speaks.

use std::time::Duration;

use serde_json::Value;

use crate::Element;

/// What an element is found by.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Locator<'a> {
    Css(&'a str),
    /// Its role and name, as assistive technology sees them.
    Role(&'a str, &'a str),
}

/// A tab with storage of its own: what one person sees who has never been here. It closes when it is dropped.
pub(crate) trait Tab {
    /// Goes to an address and waits until it has loaded.
    fn navigate(&self, url: &str) -> Result<(), String>;
    /// Presses F5, and waits until the page has loaded.
    fn reload(&self) -> Result<(), String>;
    /// The browser's back (−1) and forward (1).
    fn traverse(&self, steps: i32) -> Result<(), String>;
    /// What a JavaScript function comes to; a promise is awaited, and what is not JSON is `null`.
    fn call(&self, function: &str, elements: &[&Element]) -> Result<Value, String>;
    /// The first element, if there is one now.
    fn locate(&self, locator: Locator<'_>) -> Option<Element>;
    /// Does what hands do: one source of WebDriver's actions, which Bidi took over as they were.
    fn act(&self, source: Value) -> Result<(), String>;
    /// Makes the window's inside this large, in CSS pixels.
    fn viewport(&self, width: u32, height: u32) -> Result<(), String>;
    /// A picture as PNG, in base64.
    fn picture(&self) -> Result<String, String>;
    /// The errors that the page logged or threw since this was last asked.
    fn errors(&self) -> Vec<String>;
    /// Runs a JavaScript function in every document to come, before its own scripts.
    fn prepare(&self, _function: &str) -> Result<(), String> {
        Err("this browser's driver runs nothing before a page".to_owned())
    }
    /// One more tab with the same storage.
    fn another(&self) -> Result<Box<dyn Tab + '_>, String> {
        Err("windows of this browser share no storage".to_owned())
    }
    /// The inside of the page's first frame.
    fn frame(&self) -> Result<Box<dyn Tab + '_>, String> {
        Err("this browser's driver does not look into frames".to_owned())
    }
    /// How long to wait between two looks at the page.
    fn pause(&self) -> Duration {
        Duration::from_millis(30)
    }
}
