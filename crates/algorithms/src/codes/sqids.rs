//! Sqids: short codes whose neighbours do not look like neighbours.
//!
//! **The idea.** Base 62 of a counter shows the next code to everybody. Sqids turns the alphabet by an amount that depends on
//! the number, writes the turned alphabet's first letter in front, so that a reader can turn it back, and then the number in
//! the other 61 letters.
//!
//! **Invariant.** A code stands for one number: of those that read as it, [`Sqids::decode`] takes only the one that
//! [`Sqids::encode`] writes.
//!
//! **What it is not.** It keeps nothing secret: who knows the alphabet's order can read every code. And it costs a letter: with
//! seven characters there are 61^6 codes, not 62^7.
//!
//! This is the part of the specification that is for one number; the list of words that a code must not hold is left out.
//!
//! Source: <https://github.com/sqids/sqids-spec>.

use std::fmt;

/// The alphabet of the specification, before it is shuffled.
pub const ALPHABET: &[u8; 62] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

/// The longest filling that can be asked for.
pub const MOST_LENGTH: usize = 62;

/// Why a text is not a code.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum SqidsError {
    /// It has no character.
    Empty,
    /// A character is not in the alphabet.
    Unknown(char),
    /// No number is written so.
    NotACode,
}

impl fmt::Display for SqidsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => write!(f, "There is no code. Give at least one character."),
            Self::Unknown(character) => write!(f, "“{}” is not in the alphabet.", character.escape_debug()),
            Self::NotACode => write!(f, "No number is written so."),
        }
    }
}

impl std::error::Error for SqidsError {}

type Letters = [u8; 62];

/// An alphabet in its order, and how long codes are at least.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Sqids {
    letters: Letters,
    least_length: usize,
}

impl Sqids {
    /// The standard alphabet; codes are filled up to `least_length`, at most [`MOST_LENGTH`].
    #[must_use]
    pub fn new(least_length: usize) -> Self {
        Self { letters: shuffled(*ALPHABET), least_length: least_length.min(MOST_LENGTH) }
    }

    /// The code of a number.
    #[must_use]
    pub fn encode(&self, number: u64) -> String {
        let mut letters = self.letters;
        let remainder = letters[(number % 62) as usize];
        let offset = (usize::from(remainder) + 1) % 62;
        letters.rotate_left(offset);
        let mut code = vec![letters[0]];
        letters.reverse();
        let start = code.len();
        let mut left = number;
        loop {
            code.insert(start, letters[1 + (left % 61) as usize]);
            left /= 61;
            if left == 0 {
                break;
            }
        }
        if code.len() < self.least_length {
            code.push(letters[0]);
        }
        while code.len() < self.least_length {
            letters = shuffled(letters);
            let missing = self.least_length - code.len();
            code.extend_from_slice(&letters[..missing.min(62)]);
        }
        code.into_iter().map(char::from).collect()
    }

    /// The number of a code.
    ///
    /// # Errors
    /// If no number is written so.
    pub fn decode(&self, code: &str) -> Result<u64, SqidsError> {
        if let Some(unknown) = code.chars().find(|character| !character.is_ascii_alphanumeric()) {
            return Err(SqidsError::Unknown(unknown));
        }
        let (prefix, rest) = code.as_bytes().split_first().ok_or(SqidsError::Empty)?;
        let mut letters = self.letters;
        let offset = letters.iter().position(|letter| letter == prefix).unwrap_or(0);
        letters.rotate_left(offset);
        letters.reverse();
        // What follows the first separator only fills the code up.
        let digits = rest.iter().take_while(|letter| **letter != letters[0]);
        let value = |letter: &u8| letters[1..].iter().position(|other| other == letter);
        let number =
            digits.map(value).try_fold(0_u64, |number, digit| number.checked_mul(61)?.checked_add(digit? as u64));
        number.filter(|number| self.encode(*number) == code).ok_or(SqidsError::NotACode)
    }
}

/// The specification's shuffle: the same letters always come out in the same order.
fn shuffled(mut letters: Letters) -> Letters {
    let mut back = letters.len() - 1;
    let mut front = 0;
    while back > 0 {
        let other = (front * back + usize::from(letters[front]) + usize::from(letters[back])) % letters.len();
        letters.swap(front, other);
        front += 1;
        back -= 1;
    }
    letters
}

/// How many numbers have a code of exactly so many characters, without filling: 61 to the power of one less. 0 for no character.
#[must_use]
pub const fn codes(length: u32) -> Option<u128> {
    match length.checked_sub(1) {
        Some(digits) => 61_u128.checked_pow(digits),
        None => Some(0),
    }
}
