//! What is known of one reader and one chapter, as short lines of text.
//!
//! The first line is the number of the format; each further line is a fact: its name, a space, a whole number.
//!
//! ```text
//! 1
//! read 1
//! guess.ring 60
//! solved.owner 3
//! ```
//!
//! Names that this version does not know are kept as they are.

use std::fmt::Write as _;

/// The number of the format.
pub const FORMAT: u32 = 1;
/// The longest text that is taken for a record, in bytes.
const LONGEST: usize = 8_192;
/// The longest name of a fact, in bytes.
const LONGEST_NAME: usize = 40;

/// The reader has been in the chapter.
pub const OPENED: &str = "opened";
/// The reader came to the end of the chapter.
pub const READ: &str = "read";
/// What was guessed for a lab, before the lab's id.
pub const GUESS: &str = "guess.";
/// The guess for a lab was skipped, before the lab's id.
pub const SKIPPED: &str = "skipped.";
/// How many exercises of a kind were solved, before the kind's name.
pub const SOLVED: &str = "solved.";

/// The facts of one chapter.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Record(Vec<(String, u32)>);

/// Why a text is no record.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum NoRecord {
    /// A newer version of the book wrote it.
    Newer,
    /// It is no text that any version wrote.
    Damaged,
}

impl Record {
    /// Reads what [`Self::write`] wrote.
    ///
    /// # Errors
    /// If a newer version wrote it, or none did.
    pub fn read(text: &str) -> Result<Self, NoRecord> {
        let mut lines = text.lines();
        let format: u32 = lines.next().and_then(|line| line.parse().ok()).ok_or(NoRecord::Damaged)?;
        if format > FORMAT {
            return Err(NoRecord::Newer);
        }
        if format == 0 || text.len() > LONGEST {
            return Err(NoRecord::Damaged);
        }
        let mut record = Self::default();
        for line in lines {
            let (name, value) = line.split_once(' ').ok_or(NoRecord::Damaged)?;
            let value = value.parse().map_err(|_| NoRecord::Damaged)?;
            if !is_name(name) {
                return Err(NoRecord::Damaged);
            }
            record.set(name, value);
        }
        Ok(record)
    }

    /// The record as text.
    #[must_use]
    pub fn write(&self) -> String {
        let mut text = FORMAT.to_string();
        for (name, value) in &self.0 {
            // Writing into a string can't fail.
            let _ = write!(text, "\n{name} {value}");
        }
        text
    }

    /// A fact; `None` if it is not known.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<u32> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| *value)
    }

    /// Sets a fact. A name that would not be read again is passed over.
    pub fn set(&mut self, name: &str, value: u32) {
        match self.0.iter_mut().find(|(known, _)| known == name) {
            Some((_, known)) => *known = value,
            None if is_name(name) => self.0.push((name.to_owned(), value)),
            None => {}
        }
    }

    /// The facts whose names begin so, with the rest of their names.
    pub fn of<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = (&'a str, u32)> {
        self.0.iter().filter_map(move |(name, value)| Some((name.strip_prefix(kind)?, *value)))
    }

    /// All facts.
    pub fn facts(&self) -> impl Iterator<Item = (&str, u32)> {
        self.of("")
    }

    /// Takes in what another record knows. Nothing is lost: counts become the larger one, a guess stays the one made here.
    pub fn merge(&mut self, other: &Self) {
        for (name, value) in &other.0 {
            match self.get(name) {
                Some(known) if known >= *value || name.starts_with(GUESS) => {}
                _ => self.set(name, *value),
            }
        }
    }
}

/// Small letters, digits, dots and hyphens.
fn is_name(name: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'.' || byte == b'-';
    !name.is_empty() && name.len() <= LONGEST_NAME && name.bytes().all(fits)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(facts: &[(&str, u32)]) -> Record {
        let mut record = Record::default();
        for (name, value) in facts {
            record.set(name, *value);
        }
        record
    }

    #[test]
    fn what_is_written_is_read_again() {
        let known = record(&[("read", 1), ("guess.ring", 60), ("solved.owner", 3), ("from-elsewhere", 7)]);
        assert_eq!(Record::read(&known.write()), Ok(known));
        assert_eq!(Record::read("1"), Ok(Record::default()));
    }

    #[test]
    fn a_newer_format_is_told_from_a_damaged_text() {
        assert_eq!(Record::read("2\nwhatever it says"), Err(NoRecord::Newer));
        for text in ["", "0", "x", "1\nread", "1\nread yes", "1\n<b> 1", "1\nread -1", "{\"read\":1}"] {
            assert_eq!(Record::read(text), Err(NoRecord::Damaged), "{text}");
        }
        assert_eq!(Record::read(&format!("1{}", "\nread 1".repeat(2_000))), Err(NoRecord::Damaged));
    }

    #[test]
    fn merging_loses_nothing() {
        let mut here = record(&[("guess.ring", 60), ("solved.owner", 3), ("solved.moves", 1)]);
        let there = record(&[("guess.ring", 20), ("solved.owner", 2), ("solved.moves", 4), ("read", 1)]);
        here.merge(&there);
        assert_eq!(here, record(&[("guess.ring", 60), ("solved.owner", 3), ("solved.moves", 4), ("read", 1)]));
        let merged = here.clone();
        here.merge(&there);
        assert_eq!(here, merged, "merging again changes nothing");
    }

    #[test]
    fn facts_are_found_by_their_kind() {
        let known = record(&[("guess.ring", 60), ("solved.owner", 3), ("solved.moves", 1)]);
        assert_eq!(known.of(SOLVED).collect::<Vec<_>>(), [("owner", 3), ("moves", 1)]);
        assert_eq!(record(&[("No Name", 1)]), Record::default());
    }
}
