//! Exercises on the URL shortener: write a number in base 62, resolve a collision, say who answers a click, find the length.
//!
//! The algorithms that make a task judge it. An answer is a text, or a choice for each row of a table.

mod cause;
mod clicks;
mod encode;
mod length;
mod resolve;

use crate::by_task;
use crate::kernel::exercise::{Exercise, Step, Verdict};

pub use cause::Cause;
pub use clicks::{Click, Clicks, From};
pub use encode::Encode;
pub use length::Length;
pub use resolve::{Attempt, Does, Resolve};

/// The longest text that an answer keeps, in bytes.
pub const LONGEST_ANSWER: usize = 40;

/// What is to be found.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Kind {
    /// A number's code in base 62.
    Encode,
    /// How a hash finds a free code.
    Resolve,
    /// Who answers each click.
    Clicks,
    /// How many characters are enough.
    Length,
}

/// One thing that a learner may do.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Act {
    /// Writes this as the answer.
    Write(String),
    /// Chooses for a row: the row and the choice, both from 0.
    Pick(usize, usize),
    /// Begins the answer anew.
    Clear,
}

/// What the learner has done so far.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Answer {
    /// What was written.
    pub text: String,
    /// What was chosen, by row.
    pub picks: Vec<Option<usize>>,
}

impl Answer {
    fn of_picks(picks: impl IntoIterator<Item = usize>) -> Self {
        Self { picks: picks.into_iter().map(Some).collect(), ..Self::default() }
    }

    /// What was chosen for a row.
    #[must_use]
    pub fn pick(&self, row: usize) -> Option<usize> {
        self.picks.get(row).copied().flatten()
    }
}

/// What a step of a model answer points at.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Marks {
    /// The row.
    pub row: Option<usize>,
    /// The answer as far as it has come.
    pub answer: Answer,
}

/// A task on the shortener.
#[derive(Clone, Debug, PartialEq)]
pub enum ShortenerExercise {
    /// Write in base 62.
    Encode(Encode),
    /// Resolve a collision.
    Resolve(Resolve),
    /// Who answers?
    Clicks(Clicks),
    /// How many characters?
    Length(Length),
}

impl ShortenerExercise {
    /// How many rows there are to choose for, and how many choices each has; no rows where a text is asked for.
    #[must_use]
    pub fn rows(&self) -> (usize, usize) {
        match self {
            Self::Encode(_) => (0, 0),
            Self::Resolve(task) => (task.attempts.len(), Does::ALL.len()),
            Self::Clicks(task) => (task.clicks.len(), From::ALL.len()),
            Self::Length(_) => (1, length::MOST_DIGITS as usize),
        }
    }
}

impl Exercise for ShortenerExercise {
    type Kind = Kind;
    type Act = Act;
    type Answer = Answer;
    type Cause = Cause;
    type Marks = Marks;

    by_task! { 0; Encode, Resolve, Clicks, Length }

    fn act(&self, answer: &mut Answer, act: &Act) {
        let (rows, choices) = self.rows();
        match act {
            Act::Clear => *answer = Answer::default(),
            Act::Write(text) if rows == 0 && text.len() <= LONGEST_ANSWER => answer.text.clone_from(text),
            Act::Pick(row, choice) if *row < rows && *choice < choices => {
                answer.picks.resize(rows, None);
                answer.picks[*row] = Some(*choice);
            }
            Act::Write(_) | Act::Pick(..) => {}
        }
    }

    fn is_complete(&self, answer: &Answer) -> bool {
        let (rows, _) = self.rows();
        if rows == 0 { !answer.text.trim().is_empty() } else { (0..rows).all(|row| answer.pick(row).is_some()) }
    }
}

/// The steps of a model that fills row after row, each with its sentence.
fn row_by_row(whole: &Answer, says: impl IntoIterator<Item = String>) -> Vec<Step<Marks>> {
    let step = |(row, says): (usize, String)| {
        let mut answer = whole.clone();
        answer.picks[row + 1..].fill(None);
        Step { says, marks: Marks { row: Some(row), answer } }
    };
    says.into_iter().enumerate().map(step).collect()
}
