//! UUIDs: 128 bits, of which six say how to read the others.
//!
//! **The idea.** So many random bits that nobody has to be asked. Version 4 is nothing but random; version 7 puts the
//! milliseconds in front, so that later ones are larger and an index grows at its end.
//!
//! Source: RFC 9562, *Universally Unique `IDentifiers`*, <https://www.rfc-editor.org/rfc/rfc9562>.

use std::fmt;

/// The random bits of version 4: all but four of the version and two of the variant.
pub const V4_RANDOM_BITS: u32 = 122;

/// The random bits of version 7.
pub const V7_RANDOM_BITS: u32 = 74;

/// The last millisecond since 1970 that version 7 has room for.
pub const V7_MOST_MS: u64 = (1 << 48) - 1;

/// From 1582-10-15, when the Gregorian calendar began, to 1970, in units of 100 nanoseconds.
const GREGORIAN_TO_UNIX: i64 = 0x01b2_1dd2_1381_4000;

const VERSION_AT: u32 = 76;
const VARIANT_AT: u32 = 62;

/// Why a text is no UUID, or there is none of this time.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum UuidError {
    /// It has not 32 hexadecimal digits.
    Digits {
        /// How many it has.
        digits: usize,
    },
    /// There is something else in it than digits and dashes.
    Character(char),
    /// Dashes stand elsewhere than behind 8, 12, 16 and 20 digits.
    Dashes,
    /// The time is after [`V7_MOST_MS`].
    Time {
        /// In milliseconds since 1970.
        unix_ms: u64,
    },
}

impl fmt::Display for UuidError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Digits { digits } => write!(f, "A UUID has 32 hexadecimal digits; this has {digits}."),
            Self::Character(character) => write!(f, "“{character}” is no hexadecimal digit."),
            Self::Dashes => f.write_str("The dashes of a UUID stand after 8, 12, 16 and 20 digits."),
            Self::Time { unix_ms } => write!(f, "{unix_ms} ms after 1970 is more than 48 bits hold."),
        }
    }
}

impl std::error::Error for UuidError {}

/// A UUID, as a number of 128 bits.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Uuid(pub u128);

impl Uuid {
    /// Version 4 of 128 random bits, six of which are lost.
    #[must_use]
    pub const fn v4(random: u128) -> Self {
        Self(random).stamped(4)
    }

    /// Version 7 of this time and the lower 80 bits of `random`, six of which are lost.
    ///
    /// # Errors
    /// If the time is after [`V7_MOST_MS`].
    pub const fn v7(unix_ms: u64, random: u128) -> Result<Self, UuidError> {
        if unix_ms > V7_MOST_MS {
            return Err(UuidError::Time { unix_ms });
        }
        Ok(Self((unix_ms as u128) << 80 | (random & ((1 << 80) - 1))).stamped(7))
    }

    /// With this version, and the variant of the RFC.
    const fn stamped(self, version: u128) -> Self {
        let cleared = self.0 & !(0xf << VERSION_AT) & !(0b11 << VARIANT_AT);
        Self(cleared | version << VERSION_AT | 0b10 << VARIANT_AT)
    }

    /// Reads 32 hexadecimal digits, with dashes or without, with or without braces or `urn:uuid:` around them.
    ///
    /// # Errors
    /// If it is no UUID.
    pub fn parse(text: &str) -> Result<Self, UuidError> {
        let text = text.strip_prefix("urn:uuid:").unwrap_or(text);
        let bare = text.strip_prefix('{').and_then(|text| text.strip_suffix('}')).unwrap_or(text);
        let (mut number, mut digits, mut dashes) = (0_u128, 0, Vec::new());
        for character in bare.chars() {
            if character == '-' && dashes.len() < 5 {
                dashes.push(digits);
            } else {
                let digit = character.to_digit(16).ok_or(UuidError::Character(character))?;
                number = number << 4 | u128::from(digit);
                digits += 1;
            }
        }
        if digits != 32 {
            return Err(UuidError::Digits { digits });
        }
        if dashes.is_empty() || dashes == [8, 12, 16, 20] { Ok(Self(number)) } else { Err(UuidError::Dashes) }
    }

    /// The version: how it was made. It only means something if [`Self::is_rfc`].
    #[must_use]
    pub const fn version(self) -> u8 {
        (self.0 >> VERSION_AT) as u8 & 0xf
    }

    /// Whether its variant bits are those of the RFC, 10.
    #[must_use]
    pub const fn is_rfc(self) -> bool {
        self.0 >> VARIANT_AT & 0b11 == 0b10
    }

    /// When it was made, in milliseconds since 1970, or before it: versions 1, 6 and 7 say so.
    #[must_use]
    pub const fn unix_ms(self) -> Option<i64> {
        let number = self.0;
        let ticks = match self.version() {
            1 => (number >> 64 & 0xfff) << 48 | (number >> 80 & 0xffff) << 32 | number >> 96,
            6 => number >> 96 << 28 | (number >> 80 & 0xffff) << 12 | (number >> 64 & 0xfff),
            7 if self.is_rfc() => return Some((number >> 80) as i64),
            _ => return None,
        };
        if self.is_rfc() { Some((ticks as i64 - GREGORIAN_TO_UNIX).div_euclid(10_000)) } else { None }
    }
}

/// In small letters, with dashes.
impl fmt::Display for Uuid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let part = |shift: u32, digits: u32| self.0 >> shift & ((1 << (4 * digits)) - 1);
        let [a, b, c, d, e] = [part(96, 8), part(80, 4), part(64, 4), part(48, 4), part(0, 12)];
        write!(f, "{a:08x}-{b:04x}-{c:04x}-{d:04x}-{e:012x}")
    }
}
