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
