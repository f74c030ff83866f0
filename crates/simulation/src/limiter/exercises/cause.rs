//! Why an answer is wrong.

use std::fmt;

use super::ground::{called, seconds, sentence};
use crate::limiter::lanes::Method;

/// What a learner got wrong, as far as the answer shows it.
#[derive(Clone, Debug, PartialEq)]
pub enum Cause {
    /// The answer is right for another algorithm.
    Other {
        /// The one that the answer is right for.
        other: Method,
        /// The one that the task is about.
        method: Method,
        /// Why the first wrong request goes the other way.
        because: String,
    },
    /// A request was marked that passes.
    Passes {
        /// Why it does.
        because: String,
    },
    /// A request that is turned away was not marked.
    Missed {
        /// Why it is.
        because: String,
    },
    /// Too early: it would be turned away again.
    Early {
        /// Where the learner put it, in tenths of a second.
        put: u32,
        /// What has to happen first.
        because: String,
    },
    /// It would have passed before.
    Late {
        /// Where the learner put it, in tenths of a second.
        put: u32,
        /// When it would have passed.
        because: String,
    },
    /// Another span holds more.
    Fewer {
        /// How many the learner's holds.
        holds: usize,
        /// How many another does.
        best: usize,
        /// The learner's is one of the limiter's own windows.
        on_the_clock: bool,
        /// The limit.
        limit: u32,
    },
    /// The algorithm chosen would have decided otherwise.
    WouldNot {
        /// The one that was chosen.
        chosen: Method,
        /// Whether it would let the request pass.
        passes: bool,
        /// Why.
        because: String,
    },
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Other { other, method, because } => {
                write!(f, "That is what {} would do. This is {}: {because}", called(*other), called(*method),)
            }
            Self::Passes { because } => write!(f, "One that you marked passes. {}", sentence(because)),
            Self::Missed { because } => write!(f, "One that is turned away is not marked. {}", sentence(because)),
            Self::Early { put, because } => {
                write!(f, "At {} it would be turned away again. {because}", seconds(*put))
            }
            Self::Late { put, because } => write!(f, "It would pass before {}. {because}", seconds(*put)),
            Self::Fewer { holds, best, on_the_clock: true, limit } => write!(
                f,
                "This is one of the limiter’s own windows: it holds {holds}, and none of them can hold more than {limit}. \
                 Lay it across a border; another ten seconds hold {best}."
            ),
            Self::Fewer { holds, best, on_the_clock: false, .. } => {
                write!(f, "Here {holds} pass. Another ten seconds hold {best}.")
            }
            Self::WouldNot { chosen, passes, because } => {
                let would = if *passes { "let one pass that was turned away" } else { "turn one away that passed" };
                write!(f, "{} would {would}. {}", sentence(called(*chosen)), sentence(because))
            }
        }
    }
}
