//! The chapters, a folder each, and what they share.

pub mod outline;
pub mod scaffold;

use yew::prelude::*;

use crate::desk::Desk;
use crate::lazy;
use crate::lazy::NotLoaded;
use crate::life::Place;

/// The finished chapters, each a line: its address, the chunk that its first lab is in, and its folder.
///
/// A page loads no chapter but its own: all that it holds of the others is where their chunks are.
macro_rules! written {
    ($($slug:literal: $chunk:ident in $folder:ident,)+) => {
        $(pub mod $folder;)+

        /// The chapter at this address; `None` while it is not written. The browser [brings](bring) it.
        #[must_use]
        pub fn written(slug: &str) -> Option<&'static Chapter> {
            match slug {
                $($slug => Some(&$folder::CHAPTER),)+
                _ => None,
            }
        }

        /// The chunk that the chapter at this address begins with; `None` while it is not written.
        #[must_use]
        pub fn chunk(slug: &str) -> Option<&'static str> {
            match slug {
                $($slug => Some(stringify!($chunk)),)+
                _ => None,
            }
        }

        $(lazy! {
            $chunk: fn $folder() -> &'static Chapter { &$folder::CHAPTER }
        })+

        /// Loads the chapter at this address, with its first lab; `None` while it is not written.
        ///
        /// # Errors
        /// If it does not come; asking again tries again.
        pub async fn bring(slug: &str) -> Result<Option<&'static Chapter>, NotLoaded> {
            match slug {
                $($slug => $folder().await.map(Some),)+
                _ => Ok(None),
            }
        }
    };
}

written! {
    "rate-limiter": limiter in limiter,
    "consistent-hashing": ring in ring,
    "unique-id": ids in ids,
    "url-shortener": shortener in shortener,
}

/// A finished chapter.
#[derive(Debug)]
pub struct Chapter {
    /// What stands below the heading, from top to bottom.
    pub parts: &'static [Part],
    /// What few readers ask for.
    pub desk: Desk,
}

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
