//! The chapters, a folder each, and what they share.

pub mod outline;
pub mod scaffold;

use std::future::Future;
use std::pin::Pin;

use crate::book;
use crate::desk::Desk;
use crate::lazy;
use crate::lazy::NotLoaded;
use crate::life::{Part, Parts};
use crate::term::Term;

/// The written chapters, a line each: the name of the folder, which is that of its chunk and of its sheets.
///
/// A page loads no chapter but its own: all that it holds of the others is where their chunks are.
macro_rules! chapters {
    ($($name:ident,)+) => {
        $(pub mod $name;)+

        /// The names of all of them.
        pub const NAMES: &[&str] = &[$(stringify!($name)),+];

        /// The chapter of this name; `None` while it is not written. The browser [brings](bring) it.
        #[must_use]
        pub fn written(name: &str) -> Option<&'static Chapter> {
            $(if name == stringify!($name) {
                return Some(&$name::CHAPTER);
            })+
            None
        }

        $(lazy! {
            $name: fn $name() -> &'static Chapter { &$name::CHAPTER }
        })+

        /// Loads the chapter of this name, with its first lab; `None` while it is not written.
        ///
        /// # Errors
        /// If it does not come; asking again tries again.
        pub async fn bring(name: &str) -> Result<Option<&'static Chapter>, NotLoaded> {
            $(if name == stringify!($name) {
                return $name().await.map(Some);
            })+
            Ok(None)
        }
    };
}

chapters! {
    limiter,
    ring,
    ids,
    shortener,
}

/// Brings the parts of the chapter at an address, for [`crate::life`]: when they begin to live, its desk is at hand.
#[must_use]
pub fn bring_parts(slug: String) -> Pin<Box<dyn Future<Output = Result<Option<Parts>, NotLoaded>>>> {
    Box::pin(async move {
        let Some(chapter) = book::chapter(&slug) else { return Ok(None) };
        let Some(written) = bring(chapter.name).await? else { return Ok(None) };
        let parts: Parts = Box::new(|| {
            Desk::put_at_hand(Some(&written.desk));
            written.parts
        });
        Ok(Some(parts))
    })
}

/// A written chapter: all that the book holds of it.
#[derive(Debug)]
pub struct Chapter {
    /// What stands below the heading, from top to bottom.
    pub parts: &'static [Part],
    /// What few readers ask for.
    pub desk: Desk,
    #[cfg(any(feature = "whole", not(target_arch = "wasm32")))]
    terms: &'static [Term],
}

impl Chapter {
    /// A chapter of these parts, with this desk, which explains these terms.
    #[cfg_attr(
        all(target_arch = "wasm32", not(feature = "whole")),
        expect(unused_variables, reason = "see Chapter::terms")
    )]
    #[must_use]
    pub const fn new(parts: &'static [Part], desk: Desk, terms: &'static [Term]) -> Self {
        Self {
            parts,
            desk,
            #[cfg(any(feature = "whole", not(target_arch = "wasm32")))]
            terms,
        }
    }

    /// The terms that it explains; none in the browser, where they are text of a page.
    #[must_use]
    pub const fn terms(&self) -> &'static [Term] {
        #[cfg(any(feature = "whole", not(target_arch = "wasm32")))]
        return self.terms;
        #[cfg(all(target_arch = "wasm32", not(feature = "whole")))]
        &[]
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::present::check::fits_a_lecture;
    use crate::source::check::all_are_there;

    #[test]
    fn the_book_knows_which_chapters_are_written() {
        for chapter in &book::CHAPTERS {
            assert_eq!(NAMES.contains(&chapter.name), chapter.is_written, "{}", chapter.name);
            assert_eq!(written(chapter.name).is_some(), chapter.is_written, "{}", chapter.name);
        }
        for name in NAMES {
            assert!(book::CHAPTERS.iter().any(|chapter| chapter.name == *name), "the book has no {name}");
        }
    }

    #[tokio::test]
    async fn every_lecture_has_eight_to_twelve_scenes_whose_words_fit() {
        for name in NAMES {
            let chapter = written(name).unwrap_or_else(|| panic!("{name} is written"));
            fits_a_lecture((chapter.desk.scenes)().await.unwrap_or_else(|why| panic!("{name}: {why:?}")));
        }
    }

    #[tokio::test]
    async fn every_function_that_a_panel_names_is_there_and_short_enough_to_be_read() {
        for name in NAMES {
            let chapter = written(name).unwrap_or_else(|| panic!("{name} is written"));
            all_are_there((chapter.desk.code)().await.unwrap_or_else(|why| panic!("{name}: {why:?}")));
        }
    }
}
