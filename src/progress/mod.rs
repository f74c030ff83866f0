//! What a reader has read, guessed and solved. It is kept on the device, and goes nowhere from there.
//!
//! Each chapter has a record of its own in the browser's storage, read afresh and written at once by every change, so that two
//! tabs do not undo each other's. What a newer version wrote is left alone; what nobody wrote is kept aside and begun anew.

#[cfg(target_arch = "wasm32")]
pub mod file;
#[cfg(target_arch = "wasm32")]
pub mod home;
#[cfg(target_arch = "wasm32")]
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

/// A record by its chapter, or why it can't be read.
pub type Kept = (String, Result<Record, Trouble>);

/// A damaged record that was set aside: its name, without [`ASIDE`], and its text.
pub type Aside = (String, String);

/// What is known of all chapters, and what was set aside.
///
/// # Errors
/// If there is no storage.
pub fn all() -> Result<(Vec<Kept>, Vec<Aside>), Trouble> {
    let storage = storage()?;
    // A damaged record is set aside by looking at it, so that is done first.
    let records = names(&storage, PREFIX).into_iter().map(|chapter| {
        let record = of(&chapter);
        (chapter, record)
    });
    let records: Vec<Kept> = records.collect();
    let aside = names(&storage, ASIDE).into_iter().filter_map(|name| {
        let text = storage.get_item(&[ASIDE, &name].concat()).ok().flatten()?;
        Some((name, text))
    });
    Ok((records, aside.collect()))
}

/// Forgets everything that this version may forget: not what a newer one wrote.
///
/// # Errors
/// If there is no storage, or a newer version's record stays.
pub fn erase() -> Result<(), Trouble> {
    let storage = storage()?;
    let mut left = Ok(());
    for chapter in names(&storage, PREFIX) {
        match of(&chapter) {
            Err(Trouble::Newer) => left = Err(Trouble::Newer),
            _ => storage.remove_item(&[PREFIX, &chapter].concat()).map_err(|_| Trouble::NoStorage)?,
        }
    }
    for name in names(&storage, ASIDE) {
        storage.remove_item(&[ASIDE, &name].concat()).map_err(|_| Trouble::NoStorage)?;
    }
    left
}

/// The names in the storage that begin so, without that beginning.
fn names(storage: &Storage, prefix: &str) -> Vec<String> {
    let count = storage.length().unwrap_or(0);
    let names = (0..count).filter_map(|index| storage.key(index).ok().flatten());
    names.filter_map(|name| name.strip_prefix(prefix).map(str::to_owned)).collect()
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
