//! Exercises on rate limiting: mark what is turned away, find the time when a request passes, lay a window where it holds the
//! most, tell an algorithm by what it did.
//!
//! The limiter that makes the task is the limiter that judges it. No request lies on an edge where libraries disagree, and
//! all times are halves of seconds: so a picture of the task has one reading only.

mod cause;
mod ground;
mod tasks;

use crate::kernel::exercise::{Exercise, Step, Verdict, drawn};
use crate::kernel::random::Stream;

pub use cause::Cause;
pub use ground::{END, GRID, Ground, METHODS, SHORT_END, WINDOW, called, name, seconds};
use tasks::{rejected, wait, which, worst};

/// What is to be found.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Kind {
    /// The requests that are turned away.
    Rejected,
    /// When a request would pass.
    Wait,
    /// The window that holds the most.
    Worst,
    /// The algorithm.
    Which,
}

/// One thing that a learner may do.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Act {
    /// Marks a request, or takes the mark away: its number from 0.
    Request(usize),
    /// Puts the flag or the window there, in tenths of a second; it snaps to half seconds.
    Put(u32),
    /// Chooses one of [`METHODS`].
    Choose(usize),
    /// Takes the last thing back.
    Back,
}

/// What the learner has done so far.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Answer {
    /// The requests that are marked, in order of their marking.
    pub requests: Vec<usize>,
    /// Where the flag or the window was put, in tenths of a second.
    pub put: Option<u32>,
    /// The one of [`METHODS`] that was chosen.
    pub method: Option<usize>,
}

/// What a step points at.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Marks {
    /// Requests.
    pub requests: Vec<usize>,
    /// A span of time, in tenths of a second.
    pub span: Option<(u32, u32)>,
    /// The answer as far as it has come.
    pub answer: Answer,
}

/// A task.
#[derive(Clone, Debug, PartialEq)]
pub struct LimiterExercise {
    kind: Kind,
    ground: Ground,
}

impl LimiterExercise {
    /// What it is set on.
    #[must_use]
    pub const fn ground(&self) -> &Ground {
        &self.ground
    }

    /// Where its axis ends, in tenths of a second.
    #[must_use]
    pub const fn axis_end(&self) -> u32 {
        match self.kind {
            Kind::Rejected | Kind::Which => SHORT_END,
            Kind::Wait | Kind::Worst => END,
        }
    }
}

impl Exercise for LimiterExercise {
    type Kind = Kind;
    type Act = Act;
    type Answer = Answer;
    type Cause = Cause;
    type Marks = Marks;

    const KINDS: &'static [Kind] = &[Kind::Rejected, Kind::Wait, Kind::Worst, Kind::Which];

    fn fresh(kind: Kind, seed: u64) -> Self {
        let attempt = match kind {
            Kind::Rejected => rejected::attempt,
            Kind::Wait => wait::attempt,
            Kind::Worst => worst::attempt,
            Kind::Which => which::attempt,
        };
        Self { kind, ground: drawn(Stream::new(seed, kind as u64), attempt) }
    }

    fn kind(&self) -> Kind {
        self.kind
    }

    fn question(&self) -> String {
        match self.kind {
            Kind::Rejected => rejected::question(&self.ground),
            Kind::Wait => wait::question(&self.ground),
            Kind::Worst => worst::question(&self.ground),
            Kind::Which => which::question(&self.ground),
        }
    }

    fn act(&self, answer: &mut Answer, act: &Act) {
        match (self.kind, act) {
            (Kind::Rejected, Act::Request(index)) if *index < self.ground.times.len() => {
                match answer.requests.iter().position(|other| other == index) {
                    Some(place) => {
                        answer.requests.remove(place);
                    }
                    None => answer.requests.push(*index),
                }
            }
            (Kind::Wait, Act::Put(at)) => answer.put = Some(snapped((*at).min(END))),
            (Kind::Worst, Act::Put(at)) => answer.put = Some(snapped((*at).min(END - WINDOW))),
            (Kind::Which, Act::Choose(method)) if *method < METHODS.len() => answer.method = Some(*method),
            (_, Act::Back) => {
                answer.requests.pop();
                (answer.put, answer.method) = (None, None);
            }
            _ => {}
        }
    }

    fn is_complete(&self, answer: &Answer) -> bool {
        match self.kind {
            Kind::Rejected => !answer.requests.is_empty(),
            Kind::Wait | Kind::Worst => answer.put.is_some(),
            Kind::Which => answer.method.is_some(),
        }
    }

    fn grade(&self, answer: &Answer) -> Verdict<Cause> {
        match self.kind {
            Kind::Rejected => rejected::grade(&self.ground, answer),
            Kind::Wait => wait::grade(&self.ground, answer),
            Kind::Worst => worst::grade(&self.ground, answer),
            Kind::Which => which::grade(&self.ground, answer),
        }
    }

    fn model_answer(&self) -> Answer {
        match self.kind {
            Kind::Rejected => rejected::model_answer(&self.ground),
            Kind::Wait => wait::model_answer(&self.ground),
            Kind::Worst => worst::model_answer(&self.ground),
            Kind::Which => which::model_answer(&self.ground),
        }
    }

    fn model(&self) -> Vec<Step<Marks>> {
        match self.kind {
            Kind::Rejected => rejected::model(&self.ground),
            Kind::Wait => wait::model(&self.ground),
            Kind::Worst => worst::model(&self.ground),
            Kind::Which => which::model(&self.ground),
        }
    }
}

/// The nearest time on the grid.
const fn snapped(at: u32) -> u32 {
    (at + GRID / 2) / GRID * GRID
}
