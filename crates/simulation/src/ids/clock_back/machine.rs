//! One machine, its queue, and what it made.

use std::collections::VecDeque;

use algorithms::ids::layout::Layout;
use algorithms::ids::snowflake::{OnRollback, Snowflake, SnowflakeError};
use algorithms::probe::Probe;

use super::{MILLISECOND, Refusal, Way};
use crate::kernel::time::Micros;

/// What became of a request.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Answer {
    /// An ID.
    Id {
        /// Its time, in milliseconds.
        tick: u64,
        /// Its sequence number.
        sequence: u64,
        /// Whether this machine made it before.
        is_duplicate: bool,
    },
    /// An error: the clock is so many milliseconds behind.
    Refused {
        /// How many.
        by_ms: u64,
    },
    /// It waits.
    Waits,
    /// The layout has no room for this time.
    NoRoom,
}

/// A request in the picture: when it was answered, and how.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Mark {
    /// When, in the run's time.
    pub at: Micros,
    /// What the clock read, in milliseconds.
    pub reading: u64,
    /// How.
    pub answer: Answer,
}

/// A machine.
#[derive(Clone, Debug, Hash)]
pub struct Machine {
    way: Way,
    snowflake: Snowflake,
    /// When those who wait came, in the run's time.
    queue: VecDeque<Micros>,
    /// The pairs of tick and sequence that were made, in order.
    made: Vec<(u64, u64)>,
    marks: Vec<Mark>,
    refused: u32,
    duplicates: u32,
    waited: Micros,
    /// By how much an ID's time was ahead of the clock at most, in milliseconds.
    ahead_ms: u64,
}

impl Machine {
    pub(super) fn new(layout: Layout, way: Way) -> Result<Self, Refusal> {
        Ok(Self {
            way,
            snowflake: snowflake(layout, way)?,
            queue: VecDeque::new(),
            made: Vec::new(),
            marks: Vec::new(),
            refused: 0,
            duplicates: 0,
            waited: Micros::ZERO,
            ahead_ms: 0,
        })
    }

    /// Forgets its last tick, as a process does that is started anew. What waited is lost with it, and asked no more.
    pub(super) fn restart(&mut self, layout: Layout) -> Result<(), Refusal> {
        self.snowflake = snowflake(layout, self.way)?;
        self.refused += self.queue.len() as u32;
        self.queue.clear();
        Ok(())
    }

    /// How many wait.
    #[must_use]
    pub fn queue(&self) -> usize {
        self.queue.len()
    }

    /// How many IDs it made.
    #[must_use]
    pub const fn made(&self) -> usize {
        self.made.len()
    }

    /// What became of each request that was answered, in order.
    #[must_use]
    pub fn marks(&self) -> &[Mark] {
        &self.marks
    }

    /// How many requests got an error.
    #[must_use]
    pub const fn refused(&self) -> u32 {
        self.refused
    }

    /// How many of its IDs it had made before.
    #[must_use]
    pub const fn duplicates(&self) -> u32 {
        self.duplicates
    }

    /// How long requests waited, all together, in the run's time.
    #[must_use]
    pub const fn waited(&self) -> Micros {
        self.waited
    }

    /// By how much an ID's time was ahead of the clock at most, in milliseconds.
    #[must_use]
    pub const fn ahead_ms(&self) -> u64 {
        self.ahead_ms
    }

    /// The tick and the sequence of its last ID, if it remembers one.
    #[must_use]
    pub fn last(&self) -> Option<(u64, u64)> {
        self.snowflake.last_tick().map(|tick| (tick, self.snowflake.sequence()))
    }

    pub(super) fn ask(&mut self, now: Micros, reading: u64, probe: &mut impl Probe) -> Answer {
        // Where the clock jumps, those who wait may have their turn before.
        if !self.queue.is_empty() {
            self.retry(now, reading);
        }
        let answer = if self.queue.is_empty() { self.attempt(reading, probe) } else { Answer::Waits };
        match answer {
            Answer::Waits => self.queue.push_back(now),
            _ => self.note(now, reading, answer),
        }
        answer
    }

    /// Those who wait try again, the first first.
    pub(super) fn retry(&mut self, now: Micros, reading: u64) -> Vec<Answer> {
        let mut answers = Vec::new();
        while let Some(came) = self.queue.front().copied() {
            let answer = self.attempt(reading, &mut ());
            if answer == Answer::Waits {
                break;
            }
            self.queue.pop_front();
            self.waited = self.waited + Micros(now.0.saturating_sub(came.0));
            self.note(now, reading, answer);
            answers.push(answer);
        }
        answers
    }

    fn attempt(&mut self, reading: u64, probe: &mut impl Probe) -> Answer {
        let made = match self.way {
            Way::OldOrder => self.snowflake.next_in_old_order(reading, probe),
            Way::Refuse | Way::Wait | Way::Borrow => self.snowflake.next_watched(reading, probe),
        };
        match made {
            Ok(id) => {
                let parts = self.snowflake.layout().parse(id);
                let pair = (parts.time, parts.sequence);
                let place = self.made.binary_search(&pair);
                let (Ok(at) | Err(at)) = place;
                self.made.insert(at, pair);
                Answer::Id { tick: pair.0, sequence: pair.1, is_duplicate: place.is_ok() }
            }
            Err(SnowflakeError::NotYet { .. }) => Answer::Waits,
            Err(SnowflakeError::ClockBackwards { by_ms }) => Answer::Refused { by_ms },
            Err(SnowflakeError::Layout(_)) => Answer::NoRoom,
        }
    }

    fn note(&mut self, at: Micros, reading: u64, answer: Answer) {
        self.marks.push(Mark { at, reading, answer });
        match answer {
            Answer::Id { tick, is_duplicate, .. } => {
                self.duplicates += u32::from(is_duplicate);
                self.ahead_ms = self.ahead_ms.max(tick.saturating_sub(reading));
            }
            Answer::Refused { .. } | Answer::NoRoom => self.refused += 1,
            Answer::Waits => {}
        }
    }

    pub(super) fn bytes(&self) -> usize {
        self.queue.len() * size_of::<Micros>()
            + self.made.len() * size_of::<(u64, u64)>()
            + self.marks.len() * size_of::<Mark>()
    }

    /// How long requests waited, in whole milliseconds of the machine.
    #[must_use]
    pub const fn waited_ms(&self) -> u64 {
        self.waited.0 / MILLISECOND.0
    }
}

fn snowflake(layout: Layout, way: Way) -> Result<Snowflake, Refusal> {
    let policy = match way {
        Way::Refuse | Way::OldOrder => OnRollback::Refuse,
        Way::Wait => OnRollback::Wait,
        Way::Borrow => OnRollback::Borrow,
    };
    Ok(Snowflake::new(layout, 0, 1, policy)?)
}
