//! Exercises on IDs: be the machine, share out the bits, find the numbers that two counters give out.
//!
//! The generators that make a task are those that judge it: [`algorithms::ids::snowflake`], [`algorithms::ids::layout`] and
//! [`algorithms::ids::ticket`].

mod cause;
mod fit;
mod next;
mod twice;

use crate::by_task;
use crate::kernel::exercise::{Exercise, Step, Verdict};
use crate::kernel::random::entity;

pub use cause::Cause;
pub use fit::{FREE_BITS, Fit};
pub use next::{Choice, Next};
pub use twice::{Counter, Twice};

/// What is to be done.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Kind {
    /// Be the machine.
    Next,
    /// Share out the bits.
    Fit,
    /// Find the duplicates.
    Twice,
}

/// One thing that a learner may do.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Act {
    /// Says what the machine does at a reading, by the reading's place.
    Choose(usize, Choice),
    /// Gives the time and the machine so many bits; the sequence has the rest.
    Share {
        /// Bits of the time.
        time: u32,
        /// Bits of the machine.
        machine: u32,
    },
    /// Marks a number, or takes the mark away.
    Mark(u64),
}

/// What the learner has done so far.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Answer {
    /// What was chosen for each reading.
    pub choices: Vec<Option<Choice>>,
    /// Bits of time and of machine.
    pub shared: Option<(u32, u32)>,
    /// The numbers that are marked, sorted.
    pub marked: Vec<u64>,
}

/// What a step points at.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Marks {
    /// A reading, by its place.
    pub reading: Option<usize>,
    /// Numbers.
    pub numbers: Vec<u64>,
    /// The answer as far as it has come.
    pub answer: Answer,
}

/// A task on IDs.
#[derive(Clone, Debug, PartialEq)]
pub enum IdExercise {
    /// Be the machine.
    Next(Next),
    /// Share out the bits.
    Fit(Fit),
    /// Find the duplicates.
    Twice(Twice),
}

/// The first kind of task draws from this stream, the others from those after it.
const TASKS: u64 = entity("id") << 16;

impl Exercise for IdExercise {
    type Kind = Kind;
    type Act = Act;
    type Answer = Answer;
    type Cause = Cause;
    type Marks = Marks;

    by_task! { TASKS; Next, Fit, Twice }

    fn act(&self, answer: &mut Answer, act: &Act) {
        match self {
            Self::Next(task) => task.act(answer, act),
            Self::Fit(task) => task.act(answer, act),
            Self::Twice(task) => task.act(answer, act),
        }
    }

    fn is_complete(&self, answer: &Answer) -> bool {
        match self {
            Self::Next(task) => task.is_complete(answer),
            Self::Fit(task) => task.is_complete(answer),
            Self::Twice(task) => task.is_complete(answer),
        }
    }
}
