//! A chapter's desk: what few of its readers ask for, and so is loaded when one does.
//!
//! Scenes, code, codes of moments and files all reach the chapter's systems. Each is in a chunk of that chapter's, so who presents one chapter
//! loads nothing of the others. The page knows the desk of the chapter that it shows, and no other; who presents, shows code or writes
//! files asks for what is [at hand](crate::lazy::AtHand), and knows no chapter.

use crate::lazy::Bring;
use crate::player::codes::{self, Codes};
use crate::player::files::{self, Files};
use crate::present::scene::{self, Scene};
use crate::source::listing::{self, Listing};

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

impl Desk {
    /// Lays out what is on it, for whoever deals in that. Without a desk nothing is at hand: the page shows no chapter.
    pub fn put_at_hand(desk: Option<&Self>) {
        scene::AT_HAND.with(|at_hand| at_hand.put(desk.map(|desk| desk.scenes)));
        listing::AT_HAND.with(|at_hand| at_hand.put(desk.map(|desk| desk.code)));
        codes::AT_HAND.with(|at_hand| at_hand.put(desk.map(|desk| desk.codes)));
        files::AT_HAND.with(|at_hand| at_hand.put(desk.map(|desk| desk.files)));
    }
}
