//! Counters that share out the whole numbers: auto-increment by k, as multi-master replication and ticket servers use it.
//!
//! **The idea.** Of k servers each takes every k-th number, and each begins with another one: of two, one has the odd numbers
//! and one the even. None has to ask the others.
//!
//! **Invariant.** A counter's numbers are `offset`, `offset + step`, `offset + 2 step`, ... So counters with the same step and
//! different offsets never meet. With different steps they do.
//!
//! **Costs.** One number of memory. The IDs are only as ordered in time as the counters keep pace; and to add a server, the
//! step of every one has to change, at the same moment and from above the highest number given out.
//!
//! Sources: Flickr, *Ticket Servers: Distributed Unique Primary Keys on the Cheap* (2010); MySQL Reference Manual,
//! `auto_increment_increment` and `auto_increment_offset`.

use std::fmt;

/// Why there is no such counter, or no further number.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum TicketError {
    /// A counter that goes on by nought would give out one number for ever.
    ZeroStep,
    /// Offsets go from 1 to the step.
    Offset {
        /// The offset asked for.
        offset: u64,
        /// The step.
        step: u64,
    },
    /// 64 bits are used up.
    Exhausted,
}

impl fmt::Display for TicketError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ZeroStep => f.write_str("The step must be at least 1: one for each server."),
            Self::Offset { offset, step } => {
                write!(f, "The offset is {offset}. With a step of {step} it goes from 1 to {step}.")
            }
            Self::Exhausted => f.write_str("There is no larger 64-bit number left to give out."),
        }
    }
}

impl std::error::Error for TicketError {}

/// A counter that begins with `offset` and goes on by `step`.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Tickets {
    offset: u64,
    step: u64,
    /// The highest number that it gave out or was told of; 0 at first.
    highest: u64,
}

impl Tickets {
    /// A counter that has given out nothing yet.
    ///
    /// # Errors
    /// If the step is 0, or the offset is not from 1 to the step.
    pub const fn new(offset: u64, step: u64) -> Result<Self, TicketError> {
        if step == 0 {
            return Err(TicketError::ZeroStep);
        }
        if offset == 0 || offset > step {
            return Err(TicketError::Offset { offset, step });
        }
        Ok(Self { offset, step, highest: 0 })
    }

    /// The number that it began with, or will.
    #[must_use]
    pub const fn offset(&self) -> u64 {
        self.offset
    }

    /// By how much it goes on.
    #[must_use]
    pub const fn step(&self) -> u64 {
        self.step
    }

    /// The highest number that it gave out or was told of; 0 if there is none.
    #[must_use]
    pub const fn highest(&self) -> u64 {
        self.highest
    }

    /// The next number: the smallest of its own above the highest. That is what MySQL does, also after [`Self::set_step`].
    ///
    /// # Errors
    /// If there is none within 64 bits.
    pub fn next_id(&mut self) -> Result<u64, TicketError> {
        let turns = if self.highest < self.offset { 0 } else { (self.highest - self.offset) / self.step + 1 };
        let id = turns.checked_mul(self.step).and_then(|way| way.checked_add(self.offset));
        self.highest = id.ok_or(TicketError::Exhausted)?;
        Ok(self.highest)
    }

    /// Somebody else's number has come, by replication: it goes on above that.
    pub fn observe(&mut self, id: u64) {
        self.highest = self.highest.max(id);
    }

    /// Goes on with another offset and step, above what it gave out.
    ///
    /// # Errors
    /// As [`Self::new`]; then nothing has changed.
    pub fn set_step(&mut self, offset: u64, step: u64) -> Result<(), TicketError> {
        *self = Self { highest: self.highest, ..Self::new(offset, step)? };
        Ok(())
    }
}
