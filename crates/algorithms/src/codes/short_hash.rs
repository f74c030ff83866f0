//! Short codes from a hash: cut the hash of the long URL, and hash again where the code is taken.
//!
//! **The idea.** A hash gives every URL a number without asking anybody. It is too long, so only its first digits are kept, and
//! then two URLs can want the same code. So each attempt looks the code up. If another URL has it, [`SUFFIX`] is appended to
//! what is hashed, and the next attempt has another code.
//!
//! **Invariant.** A code leads to one URL. The same URL finds its own row again and gets the code that it had.
//!
//! **Costs.** A query for each attempt. A [Bloom filter](crate::caching::bloom) in front saves nearly all of them: where it says no, the
//! code is free for certain.
//!
//! MD5 (RFC 1321) and SHA-1 (FIPS 180-4) are not the lesson and come from libraries. CRC-32 (IEEE 802.3) is a few lines here:
//! a library’s tables would be the larger part of what a page loads for it.

use std::fmt;

use md5::{Digest as _, Md5};
use sha1::Sha1;

use crate::codes::base62::ALPHABET;
use crate::probe;
use crate::probe::Probe;

/// What is appended before the next attempt.
pub const SUFFIX: &str = "x";

/// The longest cut: CRC-32 has no more than eight hexadecimal digits.
pub const LONGEST_CUT: u32 = 8;

/// No URL is tried more often: by then the codes are as good as used up.
pub const MOST_ATTEMPTS: u32 = 2_000;

/// A hash function.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Hash {
    /// 32 bits, a checksum: linear, so what it makes of texts that follow each other is anything but random.
    Crc32,
    /// 128 bits.
    Md5,
    /// 160 bits.
    Sha1,
}

/// How a cut is written.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Digits {
    /// The first digits of the hash in hexadecimal.
    Hex,
    /// The hash as one number, modulo 62^length, with zeros at the front.
    Base62,
}

/// Why there can't be such a cut, or no code was found.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum ShortHashError {
    /// A code has 1 to [`LONGEST_CUT`] digits.
    Length(u32),
    /// After [`MOST_ATTEMPTS`] attempts all codes were taken.
    NoFreeCode,
}

impl fmt::Display for ShortHashError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Length(length) => {
                write!(f, "A cut of {length} digits won’t do: it takes 1 to {LONGEST_CUT}.")
            }
            Self::NoFreeCode => {
                write!(f, "{MOST_ATTEMPTS} attempts found no free code: there are too few codes. Take more digits.")
            }
        }
    }
}

impl std::error::Error for ShortHashError {}

impl Hash {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Crc32, Self::Md5, Self::Sha1];

    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Crc32 => "CRC32",
            Self::Md5 => "MD5",
            Self::Sha1 => "SHA-1",
        }
    }

    /// Calls `read` with the hash of a text, its most significant byte first.
    fn with<R>(self, text: &[u8], read: impl FnOnce(&[u8]) -> R) -> R {
        match self {
            Self::Crc32 => read(&crc32(text).to_be_bytes()),
            Self::Md5 => read(&Md5::digest(text)),
            Self::Sha1 => read(&Sha1::digest(text)),
        }
    }

    /// The whole hash in hexadecimal.
    #[must_use]
    pub fn whole(self, text: &[u8]) -> String {
        self.with(text, |bytes| {
            let half = |byte: u8| char::from(ALPHABET[usize::from(byte)]);
            bytes.iter().flat_map(|byte| [half(byte >> 4), half(byte & 15)]).collect()
        })
    }
}

/// CRC-32 with the polynomial 0x04c11db7, bit by bit: the remainder of a division of polynomials, hence linear.
fn crc32(text: &[u8]) -> u32 {
    let bit = |rest: u32| (rest >> 1) ^ if rest & 1 == 1 { 0xedb8_8320 } else { 0 };
    !text.iter().fold(u32::MAX, |rest, byte| (0..8).fold(rest ^ u32::from(*byte), |rest, _| bit(rest)))
}

impl Digits {
    /// How many digits there are.
    #[must_use]
    pub const fn base(self) -> u32 {
        match self {
            Self::Hex => 16,
            Self::Base62 => 62,
        }
    }
}

/// How a URL's code is cut out of its hash. A code is a number below [`Cut::codes`]; [`Cut::written`] writes it.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Cut {
    hash: Hash,
    digits: Digits,
    length: u32,
}

impl Cut {
    /// So many digits of this hash.
    ///
    /// # Errors
    /// If there are none, or more than [`LONGEST_CUT`].
    pub const fn new(hash: Hash, digits: Digits, length: u32) -> Result<Self, ShortHashError> {
        if length == 0 || length > LONGEST_CUT {
            return Err(ShortHashError::Length(length));
        }
        Ok(Self { hash, digits, length })
    }

    /// How many codes there are.
    #[must_use]
    pub const fn codes(self) -> u64 {
        (self.digits.base() as u64).pow(self.length)
    }

    /// Which hash is cut.
    #[must_use]
    pub const fn hash(self) -> Hash {
        self.hash
    }

    /// The code of a text.
    #[must_use]
    pub fn code(self, text: &[u8]) -> u64 {
        let codes = self.codes();
        self.hash.with(text, |bytes| match self.digits {
            Digits::Hex => {
                let first: u64 = bytes[..4].iter().fold(0, |number, byte| (number << 8) | u64::from(*byte));
                first >> (4 * (LONGEST_CUT - self.length))
            }
            // Below 62^8, so 256 times as much stays below 2^64.
            Digits::Base62 => bytes.iter().fold(0, |number, byte| (number * 256 + u64::from(*byte)) % codes),
        })
    }

    /// A code as it stands in a link.
    #[must_use]
    pub fn written(self, code: u64) -> String {
        let base = u64::from(self.digits.base());
        let digit = |place| char::from(ALPHABET[(code / base.pow(place) % base) as usize]);
        (0..self.length).rev().map(digit).collect()
    }
}

/// What the database has under a code.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Row {
    /// Nothing: the code is free.
    Free,
    /// This very URL.
    Same,
    /// Another URL.
    Other,
}

/// A URL on its way to a code.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct Resolution {
    cut: Cut,
    text: String,
    /// Attempts that were begun.
    pub attempts: u32,
    /// Queries to the database.
    pub queries: u32,
    /// Queries that the filter saved.
    pub saved: u32,
}

/// Where a resolution ended.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Resolved {
    /// The code.
    pub code: u64,
    /// Whether the URL had it before.
    pub is_known: bool,
}

impl Resolution {
    /// Nothing was tried yet.
    #[must_use]
    pub fn of(cut: Cut, url: &str) -> Self {
        Self { cut, text: url.to_owned(), attempts: 0, queries: 0, saved: 0 }
    }

    /// What is hashed next, or was last: the URL, and a suffix for each attempt that failed.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Begins an attempt: hashes and cuts.
    ///
    /// # Errors
    /// After [`MOST_ATTEMPTS`].
    pub fn hash(&mut self, probe: &mut impl Probe) -> Result<u64, ShortHashError> {
        if self.attempts == MOST_ATTEMPTS {
            return Err(ShortHashError::NoFreeCode);
        }
        self.attempts += 1;
        let code = self.cut.code(self.text.as_bytes());
        probe!(probe, attempts = self.attempts, text = self.text.as_str(), code = self.cut.written(code).as_str());
        Ok(code)
    }

    /// What the filter says of the code: if it can't be there, the code is free, and no query is needed.
    pub fn ask_filter(&mut self, code: u64, may_be_there: bool, probe: &mut impl Probe) -> Option<Resolved> {
        if !may_be_there {
            self.saved += 1;
            probe!(probe, may_be_there = may_be_there, saved = self.saved);
            return Some(Resolved { code, is_known: false });
        }
        None
    }

    /// What the database says of the code. If another URL has it, the next attempt hashes another text.
    pub fn ask_database(&mut self, code: u64, row: Row, probe: &mut impl Probe) -> Option<Resolved> {
        self.queries += 1;
        probe!(probe, queries = self.queries);
        if row == Row::Other {
            self.text.push_str(SUFFIX);
            probe!(probe, text = self.text.as_str());
            return None;
        }
        Some(Resolved { code, is_known: row == Row::Same })
    }
}

/// Finds a URL's code. `may_be_there` is the filter's answer to a code (always `true` without a filter), `row` the database's.
///
/// # Errors
/// If no free code was found.
pub fn resolve(
    resolution: &mut Resolution,
    mut may_be_there: impl FnMut(u64) -> bool,
    mut row: impl FnMut(u64) -> Row,
    probe: &mut impl Probe,
) -> Result<Resolved, ShortHashError> {
    loop {
        let code = resolution.hash(probe)?;
        if let Some(free) = resolution.ask_filter(code, may_be_there(code), probe) {
            return Ok(free);
        }
        if let Some(found) = resolution.ask_database(code, row(code), probe) {
            return Ok(found);
        }
    }
}
