//! How a run with a clock starts, what a person may do to it, and what is said of it.

use std::fmt;

use algorithms::ids::layout::LayoutError;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{Answer, Way};
use crate::parts::bound::{self, Bound};

/// After so many requests a run is over.
pub const MOST_REQUESTS: u32 = 600;

/// Requests in a millisecond.
pub const PER_MS: Bound = Bound::new("requests a millisecond", 1, 16);

/// Bits of the sequence.
pub const SEQUENCE_BITS: Bound = Bound::new("bits of sequence", 0, 12);

/// How far the clock is from the truth.
pub const CLOCK_OFF_MS: Bound = Bound::new("ms back or ahead", 0, 9);

/// The most readings that can be given beforehand.
pub const LONGEST_SCRIPT: usize = 200;

/// All that is needed to start.
#[derive(Clone, Debug, Deserialize, Hash, PartialEq, Serialize)]
pub struct Scenario {
    /// How many requests come to each machine in a millisecond.
    pub per_ms: u32,
    /// How many bits the sequence has.
    pub sequence_bits: u32,
    /// What the clock reads at each request, in milliseconds; if there is nothing here, it runs, and can be set.
    pub script: Vec<u32>,
}

/// Three requests a millisecond, and room for eight.
impl Default for Scenario {
    fn default() -> Self {
        Self { per_ms: 3, sequence_bits: 3, script: Vec::new() }
    }
}

impl Scenario {
    /// A clock that reads this at the requests, one after another.
    #[must_use]
    pub fn reads(script: &[u32]) -> Self {
        Self { per_ms: 2, sequence_bits: 12, script: script.to_vec() }
    }

    pub(super) fn check(&self) -> Result<(), Refusal> {
        PER_MS.check(self.per_ms)?;
        SEQUENCE_BITS.check(self.sequence_bits)?;
        if self.script.len() > LONGEST_SCRIPT { Err(Refusal::LongScript) } else { Ok(()) }
    }
}

/// What a person may do.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub enum Command {
    /// Sets the clock so many milliseconds ahead of the truth, or behind it.
    SetClock(i32),
    /// Lets so many requests come in a millisecond.
    SetRate(u32),
    /// Starts the machines anew: they forget the last ID that they made.
    Restart,
}

/// Why it can't be done.
#[derive(Clone, Debug, Eq, Error, PartialEq)]
pub enum Refusal {
    /// A number is out of range.
    #[error(transparent)]
    Number(#[from] bound::Refusal),
    /// More readings than [`LONGEST_SCRIPT`].
    #[error("That are more than {LONGEST_SCRIPT} readings of the clock.")]
    LongScript,
    /// The clock's readings are given beforehand.
    #[error("In this run the clock’s readings are given. Choose another one to set it.")]
    Scripted,
    /// There can't be such a layout.
    #[error(transparent)]
    Layout(#[from] LayoutError),
}

/// What happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// A request came to all machines.
    Asked {
        /// Which, from 1.
        number: u32,
        /// What the clock read, in milliseconds.
        reading: u64,
        /// What became of it.
        answers: Vec<(Way, Answer)>,
    },
    /// A request that waited was answered.
    Late {
        /// By which machine.
        way: Way,
        /// How.
        answer: Answer,
    },
    /// The clock was set.
    Clock {
        /// How far ahead of the truth it is, in milliseconds.
        offset_ms: i32,
        /// What it reads.
        reads: u64,
    },
    /// The requests come faster or slower.
    Rate(u32),
    /// The machines were started anew.
    Restarted,
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Id { tick, sequence, is_duplicate: false } => write!(f, "{tick}/{sequence}"),
            Self::Id { tick, sequence, is_duplicate: true } => write!(f, "{tick}/{sequence}, a duplicate"),
            Self::Refused { by_ms } => write!(f, "refused, {by_ms} ms behind"),
            Self::Waits => f.write_str("waits"),
            Self::NoRoom => f.write_str("refused, no room for this time"),
        }
    }
}

impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Asked { number, reading, answers } => {
                write!(f, "Request {number}, the clock reads {reading} ms")?;
                answers.iter().try_for_each(|(way, answer)| write!(f, "; {}: {answer}", way.name()))?;
                f.write_str(".")
            }
            Self::Late { way, answer } => write!(f, "One that waited, {}: {answer}.", way.name()),
            Self::Clock { offset_ms: 0, reads } => write!(f, "The clock is right again: it reads {reads} ms."),
            Self::Clock { offset_ms, reads } => {
                let way = if *offset_ms < 0 { "behind" } else { "ahead" };
                write!(f, "The clock is set {} ms {way}: it reads {reads} ms.", offset_ms.unsigned_abs())
            }
            Self::Rate(per_ms) => write!(f, "{per_ms} requests a millisecond."),
            Self::Restarted => f.write_str("All machines are started anew, and have forgotten their last ID."),
        }
    }
}
