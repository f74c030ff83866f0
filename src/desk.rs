//! A chapter's desk: what few of its readers ask for, and so is loaded when one does.
//!
//! Scenes, code, codes of moments and files all reach the chapter's systems. Each is in a chunk of that chapter's, so who presents one chapter
//! loads nothing of the others. The page knows the desk of the chapter that it shows, and no other.

use std::cell::Cell;
use std::future::Future;
use std::pin::Pin;

use crate::lazy::NotLoaded;
use crate::player::codes::Codes;
use crate::player::files::Files;
use crate::present::scene::Scene;
use crate::source::listing::Listing;

/// What lies on it, each thing to be loaded.
#[derive(Clone, Copy, Debug)]
pub struct Desk {
    /// The scenes of a lecture on the chapter.
    pub scenes: Bring<Scene>,
    /// The code of its labs.
    pub code: Bring<Listing>,
    /// What makes codes of the first lab's moments, and moments of codes. The labs below have it with them.
    pub codes: Bring<Codes>,
    /// What makes files of their moments, and moments of files: one for each system.
    pub files: Bring<Files>,
}

/// Loads a thing from a desk.
pub type Bring<T> = fn() -> Pin<Box<dyn Future<Output = Result<&'static [T], NotLoaded>>>>;

/// Declares the desk of a chapter, `DESK`: what lies on it, and in which chunks. Those begin with the chapter's name.
#[macro_export]
macro_rules! desk {
    (scenes: $scenes:expr, in $scenes_chunk:ident; code: $code:expr, in $code_chunk:ident;
     codes: $first:ty, in $codes_chunk:ident;
     files: [$($system:ty),+ $(,)?], in $files_chunk:ident;) => {
        /// The chapter's desk.
        pub const DESK: $crate::desk::Desk = $crate::desk::Desk {
            scenes: || Box::pin(scenes()),
            code: || Box::pin(code()),
            codes: || Box::pin(codes()),
            files: || Box::pin(files()),
        };

        $crate::lazy! {
            $scenes_chunk: fn scenes() -> &'static [$crate::present::scene::Scene] { $scenes }
        }

        $crate::lazy! {
            $code_chunk: fn code() -> &'static [$crate::source::listing::Listing] { $code }
        }

        $crate::lazy! {
            $codes_chunk: fn codes() -> &'static [$crate::player::codes::Codes] {
                const CODES: &[$crate::player::codes::Codes] = &[$crate::player::codes::Codes::of::<$first>()];
                CODES
            }
        }

        $crate::lazy! {
            $files_chunk: fn files() -> &'static [$crate::player::files::Files] {
                const FILES: &[$crate::player::files::Files] = &[$($crate::player::files::Files::of::<$system>()),+];
                FILES
            }
        }
    };
}

thread_local! {
    static AT_HAND: Cell<Option<Desk>> = const { Cell::new(None) };
}

/// The page shows another chapter, or none.
pub fn put_at_hand(desk: Option<Desk>) {
    AT_HAND.set(desk);
}

/// A thing from the desk of the chapter that the page shows.
///
/// # Errors
/// If it does not come, or the page shows no chapter; asking again tries again.
pub async fn bring<T>(which: fn(Desk) -> Bring<T>) -> Result<&'static [T], NotLoaded> {
    match AT_HAND.get() {
        Some(desk) => which(desk)().await,
        None => Err(NotLoaded),
    }
}
