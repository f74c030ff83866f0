//! Base 62: a number written with the digits `0-9a-zA-Z`, and read again.
//!
//! **The idea.** Divide by 62 and keep the remainder; it is the last digit. Divide what is left, and so on until nothing is
//! left. The digits come out from the right to the left: 11157 leaves 59, 55 and 2, which is `2TX`. Read in the order in which
//! they came it would be `XT2`, another number.
//!
//! **Invariant.** Each number has exactly one code and each code one number: a code never begins with `0`, but for `0` itself.
//!
//! **Costs.** A division for each digit, 11 at most; no memory but the digits.
//!
//! The order of the alphabet is a choice. This one is that of the vectors (PyPI pybase62); others have capitals first.

use std::fmt;

use crate::probe;
use crate::probe::Probe;

/// The digits, from 0 to 61.
pub const ALPHABET: &[u8; 62] = b"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// What each of the ASCII characters is worth as a digit.
const WORTH: [Option<u8>; 128] = {
    let mut worth = [None; 128];
    let mut digit = 0;
    while digit < ALPHABET.len() {
        worth[ALPHABET[digit] as usize] = Some(digit as u8);
        digit += 1;
    }
    worth
};

/// How many digits there are.
pub const BASE: u64 = 62;

/// The most digits that a number of 64 bits has.
pub const LONGEST: usize = 11;

/// Why a text is not a number in base 62.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Base62Error {
    /// There is no digit. An empty text is not 0.
    Empty,
    /// A character is no digit.
    Unknown {
        /// The character.
        character: char,
        /// Which one it is, counted from 1.
        place: usize,
    },
    /// It begins with 0: `007` and `7` would be two codes for one number.
    LeadingZero,
    /// The number has more than 64 bits.
    Overflow,
}

impl fmt::Display for Base62Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => write!(f, "There is no code. Give at least one character."),
            Self::Unknown { character, place } => {
                write!(f, "Character {place}, “{}”, is not one of 0-9, a-z and A-Z.", character.escape_debug())
            }
            Self::LeadingZero => write!(f, "A code does not begin with 0: leave the zeros at its front out."),
            Self::Overflow => {
                write!(f, "That code stands for more than 18446744073709551615, the most that 64 bits hold.")
            }
        }
    }
}

impl std::error::Error for Base62Error {}

/// A number that is being divided by 62, a digit at a time.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Division {
    left: u64,
    is_done: bool,
    /// Filled from the back.
    digits: [u8; LONGEST],
    first: usize,
}

impl Division {
    /// A number that was not divided yet.
    #[must_use]
    pub const fn of(number: u64) -> Self {
        Self { left: number, is_done: false, digits: [0; LONGEST], first: LONGEST }
    }

    /// Divides once: the remainder is the next digit to the left. `None` when nothing is left to divide.
    #[inline]
    pub fn divide(&mut self, probe: &mut impl Probe) -> Option<u8> {
        if self.is_done {
            return None;
        }
        let remainder = (self.left % BASE) as u8;
        probe!(probe, left = self.left, remainder = u32::from(remainder));
        self.left /= BASE;
        probe!(probe, left = self.left);
        self.first -= 1;
        self.digits[self.first] = remainder;
        probe!(probe, place = LONGEST - self.first);
        self.is_done = self.left == 0;
        probe!(probe, is_done = self.is_done);
        Some(remainder)
    }

    /// What is left to be divided.
    #[must_use]
    pub const fn left(&self) -> u64 {
        self.left
    }

    /// Whether all digits are there.
    #[must_use]
    pub const fn is_done(&self) -> bool {
        self.is_done
    }

    /// The digits that are known, as numbers below 62, from the left to the right.
    #[must_use]
    pub fn digits(&self) -> &[u8] {
        &self.digits[self.first..]
    }

    /// The same as characters.
    #[must_use]
    pub fn code(&self) -> String {
        let mut code = String::with_capacity(LONGEST);
        code.extend(self.digits().iter().map(|digit| char::from(ALPHABET[usize::from(*digit)])));
        code
    }
}

/// The code of a number.
#[must_use]
pub fn encode(number: u64) -> String {
    let mut division = Division::of(number);
    while division.divide(&mut ()).is_some() {}
    division.code()
}

/// A code that is being read, a character at a time.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub struct Reading {
    value: u64,
    read: usize,
    begins_with_zero: bool,
}

impl Reading {
    /// Takes the next character: what was read so far is worth 62 times as much, and the new digit is added.
    ///
    /// # Errors
    /// If the character is no digit, follows a 0 at the front, or makes the number too large.
    #[inline]
    pub fn read(&mut self, character: char, probe: &mut impl Probe) -> Result<(), Base62Error> {
        let place = self.read + 1;
        let digit = digit_of(character).ok_or(Base62Error::Unknown { character, place })?;
        probe!(probe, place = place, digit = u32::from(digit));
        if self.begins_with_zero {
            return Err(Base62Error::LeadingZero);
        }
        let shifted = self.value.checked_mul(BASE).ok_or(Base62Error::Overflow)?;
        probe!(probe, value = self.value, shifted = shifted);
        self.value = shifted.checked_add(u64::from(digit)).ok_or(Base62Error::Overflow)?;
        probe!(probe, value = self.value);
        self.begins_with_zero = self.value == 0;
        self.read = place;
        Ok(())
    }

    /// The number so far.
    #[must_use]
    pub const fn value(&self) -> u64 {
        self.value
    }

    /// How many characters were read.
    #[must_use]
    pub const fn count(&self) -> usize {
        self.read
    }
}

/// The number of a code.
///
/// # Errors
/// If the text is empty, has another character, begins with a needless 0, or stands for more than 64 bits.
pub fn decode(code: &str) -> Result<u64, Base62Error> {
    let mut reading = Reading::default();
    code.chars().try_for_each(|character| reading.read(character, &mut ()))?;
    if reading.read == 0 { Err(Base62Error::Empty) } else { Ok(reading.value) }
}

/// What a digit is worth.
#[inline]
#[must_use]
pub fn digit_of(character: char) -> Option<u8> {
    let worth = WORTH.get(character as usize);
    worth.copied().flatten()
}

/// How many codes of exactly so many digits there are, zeros at the front included: `base` to the power of `length`. `None`
/// if they do not fit into 128 bits.
#[must_use]
pub const fn codes(base: u32, length: u32) -> Option<u128> {
    (base as u128).checked_pow(length)
}

/// The fewest digits that give each of `items` a code of its own: the least length with `base`^length ≥ `items`, at least 1.
/// `None` for a base below 2, which never has enough.
#[must_use]
pub const fn digits_for(items: u128, base: u32) -> Option<u32> {
    if base < 2 {
        return None;
    }
    let mut length = 1;
    while let Some(codes) = codes(base, length) {
        if codes >= items {
            return Some(length);
        }
        length += 1;
    }
    // More than 128 bits of codes are more than there can be items.
    Some(length)
}
