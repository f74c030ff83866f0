//! The chapters, a folder each, and what they share.

pub mod consistent_hashing;
pub mod outline;
pub mod rate_limiter;
pub mod scaffold;
pub mod unique_id;
pub mod url_shortener;

use yew::prelude::*;

use crate::life::Place;
use crate::present::scene::Scene;
use crate::source::listing::Listing;

/// The finished chapters: address, and what stands below the heading, part by part. A new chapter is a line here.
const WRITTEN: &[(&str, &[Part])] = &[
    ("rate-limiter", rate_limiter::PARTS),
    ("consistent-hashing", consistent_hashing::PARTS),
    ("unique-id", unique_id::PARTS),
    ("url-shortener", url_shortener::PARTS),
];

/// The scenes of a lecture on each of them. Apart from [`WRITTEN`], because a reader who does not present never loads them.
const SCENES: &[(&str, &[Scene])] = &[
    ("rate-limiter", rate_limiter::SCENES),
    ("consistent-hashing", consistent_hashing::SCENES),
    ("unique-id", unique_id::SCENES),
    ("url-shortener", url_shortener::SCENES),
];

/// The code of their labs. Apart from [`WRITTEN`], because a reader who does not open it never loads it.
const LISTINGS: &[(&str, &[Listing])] = &[
    ("rate-limiter", rate_limiter::LISTINGS),
    ("consistent-hashing", consistent_hashing::LISTINGS),
    ("unique-id", unique_id::LISTINGS),
    ("url-shortener", url_shortener::LISTINGS),
];

/// A part of a chapter: what the page holds of it when it is built, and what brings it to life in the browser.
#[derive(Clone, Copy, Debug)]
pub struct Part {
    #[cfg(any(feature = "whole", not(target_arch = "wasm32")))]
    html: fn() -> Html,
    life: Life,
}

impl Part {
    /// A part that is prerendered by `html` and has this life.
    #[cfg_attr(
        all(target_arch = "wasm32", not(feature = "whole")),
        expect(unused_variables, reason = "see Part::html")
    )]
    #[must_use]
    pub const fn new(html: fn() -> Html, life: Life) -> Self {
        Self {
            #[cfg(any(feature = "whole", not(target_arch = "wasm32")))]
            html,
            life,
        }
    }

    /// Whether and when it comes to life.
    #[must_use]
    pub const fn life(&self) -> Life {
        self.life
    }

    /// The part as it is prerendered; empty in the browser, which has it in its page and need not carry what renders it.
    pub fn html(&self) -> Html {
        #[cfg(any(feature = "whole", not(target_arch = "wasm32")))]
        return (self.html)();
        #[cfg(all(target_arch = "wasm32", not(feature = "whole")))]
        Html::default()
    }
}

/// Whether and when a part of a page comes to life.
#[derive(Clone, Copy, Debug)]
pub enum Life {
    /// Never: it is text.
    Still,
    /// As soon as the page is there.
    AtOnce(fn(Place)),
    /// When it is nearly in sight: its code is in a chunk of its own, which this loads.
    InSight(fn(Place)),
}

/// The parts of the chapter at this address; none while it is not written.
#[must_use]
pub fn parts(slug: &str) -> &'static [Part] {
    WRITTEN.iter().find(|(address, _)| *address == slug).map_or(&[], |(_, parts)| parts)
}

/// The code of the labs of the chapter at this address; none while it is not written.
#[must_use]
pub fn listings(slug: &str) -> &'static [Listing] {
    LISTINGS.iter().find(|(address, _)| *address == slug).map_or(&[], |(_, listings)| *listings)
}

/// The scenes of the chapter at this address; none while it is not written.
#[must_use]
pub fn scenes(slug: &str) -> &'static [Scene] {
    SCENES.iter().find(|(address, _)| *address == slug).map_or(&[], |(_, scenes)| *scenes)
}
