//! Write a number in base 62.

use algorithms::codes::base62::{self, ALPHABET, BASE};

use super::{Answer, Cause, Marks, Step, Verdict};
use crate::kernel::random::Stream;
use crate::kernel::text::grouped;

/// A number whose code has three digits, among them a small letter and a capital.
#[derive(Clone, Debug, PartialEq)]
pub struct Encode {
    /// The number.
    pub number: u64,
}

impl Encode {
    pub(super) fn attempt(random: &mut Stream) -> Option<Self> {
        let number = u64::from(random.below(62 * 62 * 61)) + 62 * 62;
        let code = base62::encode(number);
        let has = |test: fn(&u8) -> bool| code.as_bytes().iter().any(test);
        // Else it could not be told in which order, or with which alphabet, it was written.
        let is_turned = |other: &str| code.chars().rev().eq(other.chars());
        let is_clear = !is_turned(&code) && !is_turned(&swapped(&code)) && !code.ends_with('0');
        (has(u8::is_ascii_lowercase) && has(u8::is_ascii_uppercase) && is_clear).then_some(Self { number })
    }

    pub(super) fn question(&self) -> String {
        format!("Write {} in base 62, with the digits 0-9a-zA-Z.", grouped(self.number))
    }

    pub(super) fn grade(&self, answer: &Answer) -> Verdict<Cause> {
        let (right, given) = (base62::encode(self.number), answer.text.trim());
        let of = right.len() as u32;
        if given == right {
            return Verdict::Right(format!("{right}: each remainder is a digit, the last one first."));
        }
        let (part, cause) = self.cause(&right, given);
        Verdict::Wrong { part, of, cause }
    }

    fn cause(&self, right: &str, given: &str) -> (u32, Cause) {
        let value = match base62::decode(given) {
            _ if given.chars().rev().eq(right.chars()) => return (1, Cause::Reversed),
            _ if swapped(given) == right => return (1, Cause::CapitalsFirst),
            _ if given.eq_ignore_ascii_case(&format!("{:x}", self.number)) => return (1, Cause::Hexadecimal),
            Ok(value) => value,
            Err(error) => return (1, Cause::NoCode(error)),
        };
        if given.len() != right.len() {
            return (1, Cause::Digits { given: given.len(), value });
        }
        // From the right, as the digits come.
        let wrong = right.char_indices().rev().zip(given.chars().rev()).find(|((_, right), given)| right != given);
        let Some(((place, _), given)) = wrong else { return (1, Cause::Reversed) };
        let divided = self.number / BASE.pow((right.len() - 1 - place) as u32);
        let worth = base62::digit_of(given).unwrap_or(0);
        (place as u32 + 1, Cause::Digit { place: place + 1, divided, given, worth })
    }

    pub(super) fn model_answer(&self) -> Answer {
        Answer { text: base62::encode(self.number), ..Answer::default() }
    }

    pub(super) fn model(&self) -> Vec<Step<Marks>> {
        let mut division = base62::Division::of(self.number);
        let mut steps = Vec::new();
        loop {
            let before = division.left();
            let Some(digit) = division.divide(&mut ()) else { break };
            let (after, letter) = (division.left(), char::from(ALPHABET[usize::from(digit)]));
            let mut says =
                format!("{} = {} × 62 + {digit}. The digit for {digit} is {letter}.", grouped(before), grouped(after));
            if division.is_done() {
                says.push_str(" Nothing is left to divide.");
            }
            let answer = Answer { text: division.code(), ..Answer::default() };
            steps.push(Step { says, marks: Marks { row: Some(steps.len()), answer } });
        }
        steps
    }
}

/// Small letters as capitals, and capitals as small letters.
fn swapped(code: &str) -> String {
    let swap = |c: char| if c.is_ascii_lowercase() { c.to_ascii_uppercase() } else { c.to_ascii_lowercase() };
    code.chars().map(swap).collect()
}
