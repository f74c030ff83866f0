//! What a journey needs: the built site behind a small web server, a real browser, and a person's hands and eyes.
//!
//! Browsers are driven over WebDriver BiDi, which Chromium and Firefox speak alike: it sets the viewport, reports errors
//! as they happen and takes pictures of whole pages. Everything here blocks, and a failure is a panic with a sentence, so
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
mod browser;
mod element;
mod page;
mod site;

pub use browser::{Browser, Kind};
pub use element::{Element, Point};
pub use page::{Page, key};
pub use site::Site;

/// Makes each journey a test in Chromium and a test in Firefox: `chromium::name` and `firefox::name`.
#[macro_export]
macro_rules! in_both_browsers {
    ($($journey:ident),+ $(,)?) => {
        mod chromium {
            $(#[test]
            fn $journey() {
                super::$journey(&$crate::Browser::start($crate::Kind::Chromium));
            })+
        }

        mod firefox {
            $(#[test]
            fn $journey() {
                super::$journey(&$crate::Browser::start($crate::Kind::Firefox));
            })+
        }
    };
}
