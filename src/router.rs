//! Where the site is, and so where its pages are.

use std::sync::OnceLock;

use crate::route::Route;

static BASE: OnceLock<String> = OnceLock::new();

/// Says where the site is: empty at the top of a host, `/folder` in a folder. To be called once, before the first render;
/// a site does not move, so later calls change nothing.
pub fn set_base(base: &str) {
    let _ = BASE.set(base.to_owned());
}

/// Where the site is: see [`set_base`].
#[must_use]
pub fn base() -> &'static str {
    BASE.get().map_or("", String::as_str)
}

/// The address of a page, for a link.
#[must_use]
pub fn href(to: Route) -> String {
    format!("{}{}", base(), to.path())
}
