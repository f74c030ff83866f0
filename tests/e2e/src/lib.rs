//! What a journey needs: the built site behind a small web server, a real browser, and a person's hands and eyes.
//!
//! Chromium and Firefox are driven over WebDriver BiDi, which they speak alike: it sets the viewport, reports errors as they
//! happen and takes pictures of whole pages. WebKit speaks classic WebDriver only; what that lacks is made up for in
//! `webkit_tab.rs`, so that a journey sees no difference. Everything here blocks, and a failure is a panic with a sentence, so
//! that a journey reads from top to bottom:
//!
//! ```no_run
//! use e2e::{Browser, Kind, Site};
//!
//! let site = Site::built();
//! let browser = Browser::start(Kind::Firefox);
//! let page = browser.page(&site);
//! page.goto("/consistent-hashing/");
//! page.click(&page.by_role("button", "Add a server"));
//! ```
//!
//! A page that logged an error, threw, or broke its Content-Security-Policy fails its journey at the end.

mod accessibility;
mod bidi;
mod bidi_tab;
mod browser;
mod driver;
mod element;
mod journey;
mod page;
mod patience;
mod site;
mod tab;
mod webkit_tab;

pub use browser::{Browser, Kind, Lent};
pub use element::{Element, Point};
pub use journey::{CHROMIUM, EVERYWHERE, Journey, WITHOUT_WEBKIT, run};
pub use page::{Page, key};
pub use site::Site;
