//! Virtual time.

use std::fmt;
use std::ops::Add;

use serde::{Deserialize, Serialize};

/// A moment or a span of virtual time, in whole microseconds since the start of the run.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
pub struct Micros(pub u64);

impl Micros {
    /// The start of every run.
    pub const ZERO: Self = Self(0);

    /// The latest time of a command: 146,000 years. A system can add what spans it likes to it.
    pub const LATEST: Self = Self(u64::MAX / 4);

    /// So many milliseconds.
    #[must_use]
    pub const fn from_millis(millis: u64) -> Self {
        Self(millis.saturating_mul(1_000))
    }
}

/// Saturates at the end of time (584,542 years) instead of wrapping.
impl Add for Micros {
    type Output = Self;

    fn add(self, span: Self) -> Self {
        Self(self.0.saturating_add(span.0))
    }
}

/// In seconds, to the millisecond.
impl fmt::Display for Micros {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:03} s", self.0 / 1_000_000, self.0 / 1_000 % 1_000)
    }
}

/// What the clock of a system counts. The kernel's times are whole numbers of it: microseconds, but for a system in which
/// everything takes milliseconds, where finer ones are needed to tell what comes first.
///
/// The player plays a unit in a microsecond of the reader's time, unless another speed is chosen: a system that counts
/// nanoseconds is shown a thousand times slower, so that it can be followed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Unit {
    /// Microseconds: the player shows true time.
    Micro,
    /// Nanoseconds: a second of the player is a millisecond.
    Nano,
}

impl Unit {
    /// So many microseconds on a clock that counts these units.
    #[must_use]
    pub const fn micros(self, micros: u64) -> Micros {
        match self {
            Self::Micro => Micros(micros),
            Self::Nano => Micros(micros.saturating_mul(1_000)),
        }
    }

    /// A reading of such a clock as people read it, in seconds or milliseconds, with three decimals.
    #[must_use]
    pub fn show(self, now: Micros) -> String {
        let seconds = now.to_string();
        match self {
            Self::Micro => seconds,
            // A thousandth of the unit, so a thousandth of the time.
            Self::Nano => seconds.replace('s', "ms"),
        }
    }
}
