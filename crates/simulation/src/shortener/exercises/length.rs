//! How many characters are enough?

use algorithms::codes::base62;

use super::{Answer, Cause, Marks, Step, Verdict};
use crate::kernel::random::Stream;
use crate::kernel::text::{grouped, large, raised};
use crate::shortener::code_length::DAYS;

/// The longest code that can be chosen.
pub(super) const MOST_DIGITS: u32 = 16;

/// Say how many characters are enough for all links of some years.
#[derive(Clone, Debug, PartialEq)]
pub struct Length {
    /// Links that come a day.
    pub a_day: u64,
    /// For so many years.
    pub years: u64,
    /// How many characters the alphabet has.
    pub characters: u32,
}

impl Length {
    pub(super) fn attempt(random: &mut Stream) -> Option<Self> {
        let pick = |random: &mut Stream, from: &[u64]| from[random.below(from.len() as u32) as usize];
        let a_day = pick(random, &[1, 2, 5]) * 10_u64.pow(3 + random.below(7));
        let years = pick(random, &[2, 5, 10, 20, 100]);
        let characters = pick(random, &[16, 32, 36, 62]) as u32;
        let task = Self { a_day, years, characters };
        let digits = task.digits();
        // Not so near that a slip of the head decides.
        let part = task.links() * 100 / base62::codes(characters, digits)?;
        ((3..=MOST_DIGITS).contains(&digits) && (4..90).contains(&part)).then_some(task)
    }

    /// All links.
    #[must_use]
    pub fn links(&self) -> u128 {
        u128::from(self.a_day) * u128::from(DAYS) * u128::from(self.years)
    }

    fn digits(&self) -> u32 {
        base62::digits_for(self.links(), self.characters).unwrap_or(1)
    }

    /// Codes of so many characters.
    #[must_use]
    pub fn codes(&self, digits: u32) -> u128 {
        base62::codes(self.characters, digits).unwrap_or(u128::MAX)
    }

    pub(super) fn question(&self) -> String {
        format!(
            "{} links come a day, for {} years of 365 days. The alphabet has {} characters. How many characters does a code \
             need at least?",
            grouped(self.a_day),
            self.years,
            self.characters
        )
    }

    pub(super) fn grade(&self, answer: &Answer) -> Verdict<Cause> {
        let (right, given) = (self.digits(), answer.pick(0).map_or(0, |pick| pick as u32 + 1));
        let cause = match given {
            _ if given == right => {
                return Verdict::Right(format!(
                    "{} links, and {} codes of {right} characters.",
                    large(self.links()),
                    large(self.codes(right))
                ));
            }
            _ if given < right => Cause::TooFew { digits: given, codes: self.codes(given), links: self.links() },
            _ => Cause::TooMany { digits: given - 1, codes: self.codes(given - 1), links: self.links() },
        };
        Verdict::Wrong { part: 1, of: 1, cause }
    }

    pub(super) fn model_answer(&self) -> Answer {
        Answer::of_picks([self.digits() as usize - 1])
    }

    pub(super) fn model(&self) -> Vec<Step<Marks>> {
        let (digits, characters) = (self.digits(), self.characters);
        let links = format!(
            "{} links a day, times 365, times {}, are {} links.",
            grouped(self.a_day),
            self.years,
            large(self.links())
        );
        let fewer = digits - 1;
        let few = format!(
            "{fewer} characters are {characters}{} = {} codes: too few.",
            raised(fewer),
            large(self.codes(fewer))
        );
        let enough = format!(
            "{digits} characters are {characters}{} = {} codes: enough.",
            raised(digits),
            large(self.codes(digits))
        );
        let step = |says: String, row: Option<u32>, answer: Answer| Step {
            says,
            marks: Marks { row: row.map(|row| row as usize - 1), answer },
        };
        vec![
            step(links, None, Answer::default()),
            step(few, Some(fewer), Answer::default()),
            step(enough, Some(digits), self.model_answer()),
        ]
    }
}
