//! ULID: 48 bits of milliseconds and 80 random bits, in 26 characters that sort as the times do.
//!
//! **The idea.** A UUID's length, but the time in front, and written in Crockford's base 32: no dashes, nothing that is mistaken
//! for something else, and in alphabetical order by time.
//!
//! **Invariant.** A [`Monotonic`] source gives larger and larger ULIDs: within a millisecond, and while its clock is behind, it
//! adds one to the last instead of drawing again.
//!
//! Source: *ulid/spec*, <https://github.com/ulid/spec>.

use std::fmt;

/// Crockford's digits: without I, L, O and U.
const DIGITS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Characters of a ULID.
pub const LENGTH: usize = 26;

/// The random bits.
pub const RANDOM_BITS: u32 = 80;

/// The last millisecond since 1970 that there is room for: in the year 10889.
pub const MOST_MS: u64 = (1 << 48) - 1;

const RANDOM: u128 = (1 << RANDOM_BITS) - 1;

/// Why a text is no ULID, or there is no next one.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum UlidError {
    /// It is not 26 characters long.
    Length {
        /// How long it is, in characters.
        characters: usize,
    },
    /// A character is none of Crockford's digits.
    Digit {
        /// Its place, from 1.
        place: usize,
        /// Which it is.
        character: char,
    },
    /// 26 digits hold 130 bits: the first is 7 at most.
    TooLarge,
    /// The time is after [`MOST_MS`].
    Time {
        /// In milliseconds since 1970.
        unix_ms: u64,
    },
    /// The random part can't go on counting within this millisecond.
    Overflow,
}

impl fmt::Display for UlidError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Length { characters } => write!(f, "A ULID has {LENGTH} characters; this has {characters}."),
            Self::Digit { place, character } => {
                write!(f, "Character {place}, “{character}”, is no digit of a ULID: those leave out I, L, O and U.")
            }
            Self::TooLarge => f.write_str("A ULID begins with a digit from 0 to 7; more than that is over 128 bits."),
            Self::Time { unix_ms } => write!(f, "{unix_ms} ms after 1970 is more than 48 bits hold."),
            Self::Overflow => f.write_str("The random part of this millisecond is at its end."),
        }
    }
}

impl std::error::Error for UlidError {}

/// A ULID. They are ordered as numbers, as texts and by time.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Ulid(pub u128);

impl Ulid {
    /// A ULID of this time with the lower 80 bits of `random`.
    ///
    /// # Errors
    /// If the time is after [`MOST_MS`].
    pub const fn new(unix_ms: u64, random: u128) -> Result<Self, UlidError> {
        if unix_ms > MOST_MS {
            return Err(UlidError::Time { unix_ms });
        }
        Ok(Self((unix_ms as u128) << RANDOM_BITS | (random & RANDOM)))
    }

    /// Reads 26 digits, large or small.
    ///
    /// # Errors
    /// If it is no ULID.
    pub fn parse(text: &str) -> Result<Self, UlidError> {
        // Counted no further than can matter: the text may be long.
        let characters = text.chars().take(10 * LENGTH).count();
        if characters != LENGTH {
            return Err(UlidError::Length { characters });
        }
        let mut number: u128 = 0;
        for (place, character) in (1..).zip(text.chars()) {
            let digit = DIGITS.iter().position(|digit| char::from(*digit) == character.to_ascii_uppercase());
            let digit = digit.ok_or(UlidError::Digit { place, character })?;
            if place == 1 && digit > 7 {
                return Err(UlidError::TooLarge);
            }
            number = number << 5 | digit as u128;
        }
        Ok(Self(number))
    }

    /// Its time, in milliseconds since 1970.
    #[must_use]
    pub const fn unix_ms(self) -> u64 {
        (self.0 >> RANDOM_BITS) as u64
    }

    /// Its 80 random bits.
    #[must_use]
    pub const fn random(self) -> u128 {
        self.0 & RANDOM
    }
}

impl fmt::Display for Ulid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digit = |place: usize| DIGITS[(self.0 >> (5 * place)) as usize & 31];
        (0..LENGTH).rev().try_for_each(|place| write!(f, "{}", char::from(digit(place))))
    }
}

/// Gives larger and larger ULIDs.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub struct Monotonic {
    last: Option<Ulid>,
}

impl Monotonic {
    /// The next ULID: of this time and these random bits, or if the clock has not gone on, one more than the last.
    ///
    /// # Errors
    /// If the time has no room, or the random part overflows; then nothing has changed.
    pub fn next_id(&mut self, now_ms: u64, random: u128) -> Result<Ulid, UlidError> {
        let next = match self.last {
            Some(last) if now_ms <= last.unix_ms() => {
                if last.random() == RANDOM {
                    return Err(UlidError::Overflow);
                }
                Ulid(last.0 + 1)
            }
            _ => Ulid::new(now_ms, random)?,
        };
        self.last = Some(next);
        Ok(next)
    }
}
