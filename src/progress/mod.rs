//! What a reader has read, guessed and solved. It is kept on the device, and goes nowhere from there.
//!
//! Each chapter has a record of its own in the browser's storage, read afresh and written at once by every change, so that two
//! tabs do not undo each other's. What a newer version wrote is left alone; what nobody wrote is kept aside and begun anew.

pub mod reading;
pub mod record;

use std::fmt;

use web_sys::Storage;

use record::NoRecord;
pub use record::Record;

/// Records are kept under names that begin so and end with the chapter's address.
pub const PREFIX: &str = "moving-parts.progress.";
/// What could not be read is kept under names that begin so.
pub const ASIDE: &str = "moving-parts.damaged.";
/// So many damaged records are kept of one chapter.
const MOST_ASIDE: u32 = 9;

/// Why something could not be remembered.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Trouble {
    /// There is no storage: a private window, or it is blocked.
    NoStorage,
    /// The storage takes no more.
    Full,
    /// A newer version of the book wrote the record.
    Newer,
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoStorage => {
                "This browser keeps nothing here (a private window?): your progress ends with this page."
            }
            Self::Full => "The browser’s storage is full: this was not remembered.",
            Self::Newer => "A newer version of this book keeps your progress here; this one leaves it untouched.",
        })
    }
}

pub(crate) fn storage() -> Result<Storage, Trouble> {
    gloo::utils::window().local_storage().ok().flatten().ok_or(Trouble::NoStorage)
}

/// What is known of a chapter; nothing where there is no record.
///
/// # Errors
/// If it can't be read: see [`Trouble`]. A damaged record was set aside, and reads as an empty one.
pub fn of(chapter: &str) -> Result<Record, Trouble> {
    let storage = storage()?;
    let name = [PREFIX, chapter].concat();
    let Some(text) = storage.get_item(&name).map_err(|_| Trouble::NoStorage)? else {
        return Ok(Record::default());
    };
    match Record::read(&text) {
        Ok(record) => Ok(record),
        Err(NoRecord::Newer) => Err(Trouble::Newer),
        Err(NoRecord::Damaged) => {
            set_aside(&storage, chapter, &text)?;
            storage.remove_item(&name).map_err(|_| Trouble::Full)?;
            Ok(Record::default())
        }
    }
}

/// Changes what is known of a chapter, and keeps it.
///
/// # Errors
/// If it can't be kept; then nothing has changed.
pub fn change(chapter: &str, how: impl FnOnce(&mut Record)) -> Result<(), Trouble> {
    let mut record = of(chapter)?;
    how(&mut record);
    storage()?.set_item(&[PREFIX, chapter].concat(), &record.write()).map_err(|_| Trouble::Full)
}

/// Keeps a text that nobody can read under the first name that is free.
fn set_aside(storage: &Storage, chapter: &str, text: &str) -> Result<(), Trouble> {
    for number in 1..=MOST_ASIDE {
        let name = format!("{ASIDE}{chapter}.{number}");
        if storage.get_item(&name).ok().flatten().is_none() {
            return storage.set_item(&name, text).map_err(|_| Trouble::Full);
        }
    }
    Err(Trouble::Full)
}
