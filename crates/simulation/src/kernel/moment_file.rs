//! A moment as a file that people can read, edit and keep: JSON.
//!
//! ```json
//! {
//!   "format": "moving-parts.moment",
//!   "version": 1,
//!   "lab": "hash_ring",
//!   "seed": 1,
//!   "scenario": { "servers": [{ "name": "s0", "weight": 1, "at": null }], "virtual_nodes": 1, "keys": { "Numbered": 100 }, "replicas": 1 },
//!   "commands": [{ "step": 0, "at": 0, "command": "RemoveAny" }],
//!   "position": 1,
//!   "end": 1
//! }
//! ```
//!
//! `lab` is the system's name ([`Registered::NAME`]), `at` is in microseconds of virtual time, and `scenario` and `command`
//! are the system's own. A file holds everything, what the reader typed included: [`Moment::in_public`] leaves that out.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::kernel::moment::Moment;
use crate::kernel::system::{Registered, System};
use crate::kernel::timeline::Stamped;

/// What every such file says that it is.
pub const FORMAT: &str = "moving-parts.moment";

/// The version that is written. Older ones keep opening.
pub const VERSION: u32 = 1;

/// The largest file that is opened, in bytes: room for a reader's own million keys.
pub const LARGEST: usize = 32_000_000;

/// What a file says of itself, which is read first: the rest depends on it.
#[derive(Deserialize)]
struct Head {
    format: String,
    version: u32,
    lab: String,
}

/// The whole file, in the order in which it is written.
#[derive(Serialize)]
#[serde(bound = "")]
struct Document<'a, S: System> {
    format: &'static str,
    version: u32,
    lab: &'static str,
    seed: u64,
    scenario: &'a S::Scenario,
    commands: &'a [Stamped<S::Command>],
    position: u64,
    end: u64,
}

/// Why a file does not open. Each says what the reader can do.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum FileError {
    /// It is larger than [`LARGEST`].
    TooLarge,
    /// It is not JSON, or lacks what every moment has.
    Damaged {
        /// What is wrong, and where.
        why: String,
    },
    /// It is JSON, but nothing that was saved here.
    NotAMoment,
    /// A later version of the site wrote it.
    Newer {
        /// The version that it names.
        version: u32,
    },
    /// No lab has the name that it gives.
    UnknownLab {
        /// The name.
        name: String,
    },
    /// It belongs to a lab of another chapter.
    OtherChapter,
    /// It belongs to another lab than the one that opens it.
    OtherLab {
        /// The lab that it belongs to.
        name: String,
    },
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge => write!(f, "This file is too large to open: the most is {} MB.", LARGEST / 1_000_000),
            Self::Damaged { why } => write!(f, "This file is damaged or was cut off: {why}."),
            Self::NotAMoment => write!(f, "This file holds no moment of a lab. Save one from the lab's own controls."),
            Self::Newer { version } => write!(
                f,
                "This file was saved by a newer version (format {version}, this one reads up to {VERSION}). \
                 Reload the page and try again."
            ),
            Self::UnknownLab { name } => write!(f, "This file belongs to a lab that does not exist here: “{name}”."),
            Self::OtherChapter => write!(f, "This file belongs to a lab of another chapter. Open it there."),
            Self::OtherLab { name } => write!(f, "This file belongs to another lab: “{name}”."),
        }
    }
}

impl std::error::Error for FileError {}

/// The [`Registered::NAME`] of the system that a file is for, as the file gives it. Nothing else of the file is checked.
///
/// # Errors
/// If it holds no moment.
pub fn lab_of(text: &str) -> Result<String, FileError> {
    if text.len() > LARGEST {
        return Err(FileError::TooLarge);
    }
    let head: Head = serde_json::from_str(text).map_err(|error| {
        // Good JSON without a head is some other file.
        if error.is_data() { FileError::NotAMoment } else { damaged(&error) }
    })?;
    if head.format != FORMAT || head.version == 0 {
        return Err(FileError::NotAMoment);
    }
    if head.version > VERSION {
        return Err(FileError::Newer { version: head.version });
    }
    Ok(head.lab)
}

/// A moment as the text of a file.
#[must_use]
pub fn write<S: Registered>(moment: &Moment<S>) -> String {
    let document = Document::<S> {
        format: FORMAT,
        version: VERSION,
        lab: S::NAME,
        seed: moment.seed,
        scenario: &moment.scenario,
        commands: &moment.commands,
        position: moment.position,
        end: moment.end,
    };
    // Plain data has nothing that JSON lacks; if it ever did, the file would open as damaged.
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    text
}

/// The moment that the text of a file stands for.
///
/// # Errors
/// If it is no good file for this system. Nothing is replayed yet: see [`crate::kernel::timeline::Timeline::open`].
pub fn read<S: Registered>(text: &str) -> Result<Moment<S>, FileError> {
    let name = lab_of(text)?;
    if name != S::NAME {
        return Err(FileError::OtherLab { name });
    }
    serde_json::from_str(text).map_err(|error| damaged(&error))
}

/// In serde's own words, which name the line and what was expected there.
fn damaged(error: &serde_json::Error) -> FileError {
    FileError::Damaged { why: error.to_string() }
}
