//! Exercises on IDs: be the machine, share out the bits, find the numbers that two counters give out.
//!
//! The generators that make a task are those that judge it: [`algorithms::ids::snowflake`], [`algorithms::ids::layout`] and
//! [`algorithms::ids::ticket`].

mod cause;
mod fit;
mod next;
mod twice;

use crate::kernel::exercise::{Exercise, Step, Verdict};
use crate::kernel::random::{Stream, entity};

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

/// Draws until a task meets its conditions. The tests show that this is soon.
fn drawn<T>(kind: Kind, seed: u64, attempt: fn(&mut Stream) -> Option<T>) -> T {
    let mut random = Stream::new(seed, TASKS + kind as u64);
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
            IdExercise::Next($task) => $call,
            IdExercise::Fit($task) => $call,
            IdExercise::Twice($task) => $call,
        }
    };
}

impl Exercise for IdExercise {
    type Kind = Kind;
    type Act = Act;
    type Answer = Answer;
    type Cause = Cause;
    type Marks = Marks;

    const KINDS: &'static [Kind] = &[Kind::Next, Kind::Fit, Kind::Twice];

    fn fresh(kind: Kind, seed: u64) -> Self {
        match kind {
            Kind::Next => Self::Next(drawn(kind, seed, Next::attempt)),
            Kind::Fit => Self::Fit(drawn(kind, seed, Fit::attempt)),
            Kind::Twice => Self::Twice(drawn(kind, seed, Twice::attempt)),
        }
    }

    fn kind(&self) -> Kind {
        match self {
            Self::Next(_) => Kind::Next,
            Self::Fit(_) => Kind::Fit,
            Self::Twice(_) => Kind::Twice,
        }
    }

    fn question(&self) -> String {
        each!(self, task => task.question())
    }

    fn act(&self, answer: &mut Answer, act: &Act) {
        each!(self, task => task.act(answer, act));
    }

    fn is_complete(&self, answer: &Answer) -> bool {
        each!(self, task => task.is_complete(answer))
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
