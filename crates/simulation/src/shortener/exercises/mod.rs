//! Exercises on the URL shortener: write a number in base 62, resolve a collision, say who answers a click, find the length.
//!
//! The algorithms that make a task judge it. An answer is a text, or a choice for each row of a table.

mod cause;
mod clicks;
mod encode;
mod length;
mod resolve;

use crate::kernel::exercise::{Exercise, Step, Verdict};
use crate::kernel::random::Stream;

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

/// Draws until a task meets its conditions. The tests show that this is soon.
fn drawn<T>(kind: Kind, seed: u64, attempt: fn(&mut Stream) -> Option<T>) -> T {
    let mut random = Stream::new(seed, kind as u64);
    loop {
        if let Some(task) = attempt(&mut random) {
            return task;
        }
    }
}

/// Calls the same function of whichever task it is.
macro_rules! each {
    ($exercise:expr, $task:ident => $call:expr) => {
        match $exercise {
            ShortenerExercise::Encode($task) => $call,
            ShortenerExercise::Resolve($task) => $call,
            ShortenerExercise::Clicks($task) => $call,
            ShortenerExercise::Length($task) => $call,
        }
    };
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

    const KINDS: &'static [Kind] = &[Kind::Encode, Kind::Resolve, Kind::Clicks, Kind::Length];

    fn fresh(kind: Kind, seed: u64) -> Self {
        match kind {
            Kind::Encode => Self::Encode(drawn(kind, seed, Encode::attempt)),
            Kind::Resolve => Self::Resolve(drawn(kind, seed, Resolve::attempt)),
            Kind::Clicks => Self::Clicks(drawn(kind, seed, Clicks::attempt)),
            Kind::Length => Self::Length(drawn(kind, seed, Length::attempt)),
        }
    }

    fn kind(&self) -> Kind {
        match self {
            Self::Encode(_) => Kind::Encode,
            Self::Resolve(_) => Kind::Resolve,
            Self::Clicks(_) => Kind::Clicks,
            Self::Length(_) => Kind::Length,
        }
    }

    fn question(&self) -> String {
        each!(self, task => task.question())
    }

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

    fn grade(&self, answer: &Answer) -> Verdict<Cause> {
        each!(self, task => task.grade(answer))
    }

    fn model_answer(&self) -> Answer {
        each!(self, task => task.model_answer())
    }

    fn model(&self) -> Vec<Step<Marks>> {
        each!(self, task => task.model())
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
