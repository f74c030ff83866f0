//! Which kind of ID a text is, and what it is made of.
//!
//! **The idea.** A UUID says itself what it is, and a ULID looks like nothing else. But 64 bits are 64 bits: a number can be read by
//! every layout. What tells the layouts apart is the time that comes out: before the service began, or after today, it can't
//! be. Often more than one reading is left, and then an honest decoder says so.
//!
//! Sources: those of [`crate::ids::layout`], [`crate::ids::uuid`] and [`crate::ids::ulid`].

use std::fmt;

use crate::ids::calendar::DAY_MS;
use crate::ids::layout::{Field, Layout};
use crate::ids::ulid::{self, Ulid, UlidError};
use crate::ids::uuid::{Uuid, UuidError};

/// The longest text that is looked at, in bytes: an ID, or an address with one in it.
pub const LONGEST_TEXT: usize = 2_048;

/// A way to read an ID.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Reading {
    /// A Snowflake of Twitter or X.
    X,
    /// A Snowflake of Discord.
    Discord,
    /// An ID of Instagram, as in its post of 2012.
    Instagram,
    /// A Sonyflake with the epoch of version 1, 2014-09-01.
    Sonyflake1,
    /// A Sonyflake with the epoch of version 2, 2025-01-01.
    Sonyflake2,
    /// A UUID.
    Uuid,
    /// A ULID.
    Ulid,
}

/// The layouts of 64 bits, the commonest first.
const SNOWFLAKES: [(Reading, Layout); 5] = [
    (Reading::X, Layout::SNOWFLAKE),
    (Reading::Discord, Layout::DISCORD),
    (Reading::Instagram, Layout::INSTAGRAM),
    (Reading::Sonyflake2, Layout::SONYFLAKE),
    (Reading::Sonyflake1, Layout::SONYFLAKE.since(1_409_529_600_000)),
];

impl Reading {
    /// What it is called.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::X => "Snowflake of X (Twitter)",
            Self::Discord => "Snowflake of Discord",
            Self::Instagram => "Instagram ID",
            Self::Sonyflake1 => "Sonyflake, version 1",
            Self::Sonyflake2 => "Sonyflake, version 2",
            Self::Uuid => "UUID",
            Self::Ulid => "ULID",
        }
    }

    /// How its 64 bits are laid out, if it is one of 64.
    #[must_use]
    pub fn layout(self) -> Option<Layout> {
        SNOWFLAKES.iter().find(|(reading, _)| *reading == self).map(|(_, layout)| *layout)
    }
}

/// What some bits of an ID hold.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Holds {
    /// Always 0.
    Sign,
    /// When it was made, or a part of that.
    Time,
    /// Who made it.
    Maker,
    /// Which one of its moment it is.
    Sequence,
    /// Random bits.
    Random,
    /// Bits of a hash, or whatever else whoever made it put there.
    Other,
    /// Which version and variant of UUID it is.
    Version,
}

/// Some bits of an ID.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Piece {
    /// What they are called.
    pub name: &'static str,
    /// What they hold.
    pub holds: Holds,
    /// How many they are, at least one.
    pub bits: u32,
    /// As a number.
    pub value: u128,
}

/// Whether an ID can have been read rightly.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Likelihood {
    /// Its form says so.
    Certain,
    /// The time that comes out is possible.
    Possible,
    /// It would be from the first day of the layout: so is any small number.
    FirstDay,
    /// The time that comes out is yet to come.
    Future,
    /// Its sign bit is set, which this layout never sets.
    Signed,
}

impl Likelihood {
    /// Whether the ID can have been made so.
    #[must_use]
    pub const fn can_be(self) -> bool {
        matches!(self, Self::Certain | Self::Possible)
    }
}

/// An ID, read in one way.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct Candidate {
    /// Which way.
    pub reading: Reading,
    /// The number.
    pub id: u128,
    /// Its parts, from the most significant bit down.
    pub pieces: Vec<Piece>,
    /// When it was made, in milliseconds since 1970, if it says so and that is a date.
    pub unix_ms: Option<i64>,
    /// Whether that can be.
    pub likelihood: Likelihood,
}

/// Why a text is no ID.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum DecodeError {
    /// There is nothing to read.
    Empty,
    /// It is longer than [`LONGEST_TEXT`].
    TooLong {
        /// How long it is, in bytes.
        bytes: usize,
    },
    /// A number of more than 64 bits.
    TooLarge,
    /// Nearly a UUID.
    Uuid(UuidError),
    /// Nearly a ULID.
    Ulid(UlidError),
    /// Nothing that is known here.
    Unknown,
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("There is nothing to read. Paste an ID, or an address with one in it."),
            Self::TooLong { bytes } => {
                write!(f, "That is {bytes} bytes. An ID, or an address with one in it, has at most {LONGEST_TEXT}.")
            }
            Self::TooLarge => f.write_str("That number is larger than 64 bits hold, which is 18446744073709551615."),
            Self::Uuid(error) => error.fmt(f),
            Self::Ulid(error) => error.fmt(f),
            Self::Unknown => f.write_str(
                "No ID that is known here: those are whole numbers of up to 64 bits, UUIDs of 32 hexadecimal digits, and \
                 ULIDs of 26 letters and digits.",
            ),
        }
    }
}

impl std::error::Error for DecodeError {}

/// Every way to read the ID in a text, the likeliest first; `today_ms` is the time now, in milliseconds since 1970. At least one.
///
/// The text is an ID, or an address with one in it.
///
/// # Errors
/// If there is none.
pub fn decode(text: &str, today_ms: u64) -> Result<Vec<Candidate>, DecodeError> {
    if text.len() > LONGEST_TEXT {
        return Err(DecodeError::TooLong { bytes: text.len() });
    }
    let bare = text.trim_matches(|character: char| character.is_whitespace() || "\"'`“”,;<>".contains(character));
    if bare.is_empty() {
        return Err(DecodeError::Empty);
    }
    let whole = decode_bare(bare, today_ms);
    if whole.is_ok() || !bare.contains('/') {
        return whole;
    }
    let parts = bare.rsplit(|character: char| !character.is_ascii_alphanumeric() && character != '-');
    // The last part of an address that is an ID; a port or a page's number is short.
    let long = parts.filter(|part| part.len() > 6);
    long.map(|part| decode_bare(part, today_ms)).find(Result::is_ok).unwrap_or(whole)
}

fn decode_bare(text: &str, today_ms: u64) -> Result<Vec<Candidate>, DecodeError> {
    // A column with a sign shows IDs of 64 bits, Instagram's from 2046 on, as negative numbers.
    if let Some(digits) = text.strip_prefix('-').and_then(whole_number) {
        let id = format!("-{digits}").parse().map(i64::cast_unsigned);
        return id.map_err(|_| DecodeError::TooLarge).map(|id| snowflakes(id, today_ms));
    }
    if let Some(digits) = whole_number(text) {
        return digits.parse().map_err(|_| DecodeError::TooLarge).map(|id| snowflakes(id, today_ms));
    }
    match (Ulid::parse(text), Uuid::parse(text)) {
        (Ok(ulid), _) => Ok(vec![read_ulid(ulid)]),
        (_, Ok(uuid)) => Ok(vec![read_uuid(uuid)]),
        // Only what has the form is told what is wrong with it.
        (_, Err(error)) if text.contains('-') && text.chars().filter(char::is_ascii_hexdigit).count() > 16 => {
            Err(DecodeError::Uuid(error))
        }
        (Err(error @ (UlidError::Digit { .. } | UlidError::TooLarge)), _) => Err(DecodeError::Ulid(error)),
        (Err(_), Err(_)) => Err(DecodeError::Unknown),
    }
}

/// The digits of a decimal number, without the spaces that people set between thousands. 26 digits that are too many for a
/// number are a ULID, 32 a UUID.
fn whole_number(text: &str) -> Option<String> {
    let is_digit = |character: char| character.is_ascii_digit();
    if !text.chars().all(|character| is_digit(character) || " \u{202f}\u{a0}_".contains(character)) {
        return None;
    }
    let digits: String = text.chars().filter(|character| is_digit(*character)).collect();
    let is_other = matches!(digits.len(), ulid::LENGTH | 32) && digits.len() == text.len();
    (!digits.is_empty() && !is_other).then_some(digits)
}

/// A number as every layout reads it: what is possible first.
fn snowflakes(id: u64, today_ms: u64) -> Vec<Candidate> {
    let mut candidates: Vec<Candidate> =
        SNOWFLAKES.iter().map(|(reading, layout)| read_snowflake(*reading, layout, id, today_ms)).collect();
    candidates.sort_by_key(|candidate| candidate.likelihood != Likelihood::Possible);
    candidates
}

fn read_snowflake(reading: Reading, layout: &Layout, id: u64, today_ms: u64) -> Candidate {
    let parts = layout.parse(id);
    let unix_ms = layout.unix_ms(parts.time);
    let pieces = layout.sections().iter().filter(|section| section.bits > 0).map(|section| Piece {
        name: name_of(reading, section.field),
        holds: match section.field {
            Field::Sign => Holds::Sign,
            Field::Time => Holds::Time,
            Field::Centre | Field::Machine => Holds::Maker,
            Field::Sequence => Holds::Sequence,
        },
        bits: section.bits,
        value: parts.get(section.field).into(),
    });
    let likelihood = if parts.sign != 0 {
        Likelihood::Signed
    } else if unix_ms > u128::from(today_ms) {
        Likelihood::Future
    } else if unix_ms < u128::from(layout.epoch_ms()) + DAY_MS as u128 {
        Likelihood::FirstDay
    } else {
        Likelihood::Possible
    };
    Candidate { reading, id: id.into(), pieces: pieces.collect(), unix_ms: i64::try_from(unix_ms).ok(), likelihood }
}

/// What a service calls its sections.
const fn name_of(reading: Reading, field: Field) -> &'static str {
    match (reading, field) {
        (Reading::Discord, Field::Centre) => "worker",
        (Reading::Discord, Field::Machine) => "process",
        (Reading::Discord, Field::Sequence) => "increment",
        (Reading::Instagram, Field::Machine) => "shard",
        (_, field) => field.name(),
    }
}

fn read_ulid(ulid: Ulid) -> Candidate {
    let pieces = [("time", Holds::Time, 48), ("random", Holds::Random, ulid::RANDOM_BITS)];
    Candidate {
        reading: Reading::Ulid,
        id: ulid.0,
        pieces: cut(ulid.0, &pieces),
        unix_ms: i64::try_from(ulid.unix_ms()).ok(),
        likelihood: Likelihood::Certain,
    }
}

fn read_uuid(uuid: Uuid) -> Candidate {
    const VERSION: (&str, Holds, u32) = ("version", Holds::Version, 4);
    const VARIANT: (&str, Holds, u32) = ("variant", Holds::Version, 2);
    let both = |name: &'static str, holds: Holds| {
        vec![(name, holds, 48), VERSION, (name, holds, 12), VARIANT, (name, holds, 62)]
    };
    let node = [VARIANT, ("clock sequence", Holds::Sequence, 14), ("node", Holds::Maker, 48)];
    let pieces = match uuid.version() {
        _ if !uuid.is_rfc() => vec![("other", Holds::Other, 128)],
        1 => {
            let time = [("time, low", Holds::Time, 32), ("time, middle", Holds::Time, 16), VERSION];
            [&time[..], &[("time, high", Holds::Time, 12)], &node].concat()
        }
        6 => {
            let time = [("time, high", Holds::Time, 32), ("time, middle", Holds::Time, 16), VERSION];
            [&time[..], &[("time, low", Holds::Time, 12)], &node].concat()
        }
        4 => both("random", Holds::Random),
        7 => vec![
            ("time", Holds::Time, 48),
            VERSION,
            ("random", Holds::Random, 12),
            VARIANT,
            ("random", Holds::Random, 62),
        ],
        3 | 5 => both("hash", Holds::Other),
        _ => both("other", Holds::Other),
    };
    Candidate {
        reading: Reading::Uuid,
        id: uuid.0,
        pieces: cut(uuid.0, &pieces),
        unix_ms: uuid.unix_ms(),
        likelihood: Likelihood::Certain,
    }
}

/// 128 bits in pieces.
fn cut(id: u128, pieces: &[(&'static str, Holds, u32)]) -> Vec<Piece> {
    let mut ahead = 0;
    let mut cut = Vec::with_capacity(pieces.len());
    for (name, holds, bits) in pieces {
        // Shifted to the top, so that what stands ahead falls off; no piece is empty.
        cut.push(Piece { name, holds: *holds, bits: *bits, value: (id << ahead) >> (128 - bits) });
        ahead += bits;
    }
    cut
}
