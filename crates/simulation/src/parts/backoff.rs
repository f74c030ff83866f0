//! How long a client waits before it tries again.
//!
//! Who tries again at once, or all after the same time, meets all the others again. Exponential backoff spreads the tries over
//! time, jitter spreads them over the clients. Everything is computed in whole microseconds, in constant time and without
//! state; only *decorrelated* needs to be told how long the last wait was.
//!
//! Source: Marc Brooker, *Exponential Backoff And Jitter*, AWS Architecture Blog,
//! <https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/>, and its simulator,
//! <https://github.com/aws-samples/aws-arch-backoff-simulator>.
//!
//! ```
//! use simulation::kernel::random::Stream;
//! use simulation::kernel::time::Micros;
//! use simulation::parts::backoff::Backoff;
//!
//! let (base, cap) = (Micros::from_millis(100), Micros::from_millis(2_000));
//! let mut chance = Stream::new(1, 1);
//! let exponential = Backoff::Exponential { base, cap };
//! let waits: Vec<Micros> = (0..6).map(|attempt| exponential.wait(attempt, base, &mut chance)).collect();
//! assert_eq!(waits, [100, 200, 400, 800, 1_600, 2_000].map(Micros::from_millis));
//! assert!(Backoff::FullJitter { base, cap }.wait(3, base, &mut chance) <= waits[3]);
//! ```

use crate::kernel::random::Stream;
use crate::kernel::time::Micros;

/// A rule for the wait before the next try.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Backoff {
    /// At once.
    None,
    /// Always after the same time.
    Fixed(Micros),
    /// After a time that doubles with every try, up to a cap.
    Exponential {
        /// The first wait.
        base: Micros,
        /// The longest.
        cap: Micros,
    },
    /// Any time up to the exponential one.
    FullJitter {
        /// The longest first wait.
        base: Micros,
        /// The longest of all.
        cap: Micros,
    },
    /// Half the exponential time, and any time up to the other half.
    EqualJitter {
        /// The longest first wait.
        base: Micros,
        /// The longest of all.
        cap: Micros,
    },
    /// Any time between the base and three times the last wait, up to a cap.
    Decorrelated {
        /// The shortest wait; also what counts as the wait before the first.
        base: Micros,
        /// The longest.
        cap: Micros,
    },
}

impl Backoff {
    /// How long to wait after this failed attempt, counted from 0, when the last wait was `previous` (before the first: the
    /// base). Draws once from `chance` if the rule has jitter.
    pub fn wait(self, attempt: u32, previous: Micros, chance: &mut Stream) -> Micros {
        let fraction = if self.has_jitter() { chance.next_u32() } else { 0 };
        self.wait_at(attempt, previous, fraction)
    }

    /// As [`Self::wait`], with the chance given: `fraction` of 2^32.
    #[must_use]
    pub fn wait_at(self, attempt: u32, previous: Micros, fraction: u32) -> Micros {
        match self {
            Self::None => Micros::ZERO,
            Self::Fixed(wait) => wait,
            Self::Exponential { base, cap } => exponential(base, cap, attempt),
            Self::FullJitter { base, cap } => part_of(exponential(base, cap, attempt), fraction),
            Self::EqualJitter { base, cap } => {
                let half = Micros(exponential(base, cap, attempt).0 / 2);
                half + part_of(half, fraction)
            }
            Self::Decorrelated { base, cap } => {
                let most = previous.0.saturating_mul(3).max(base.0);
                (base + part_of(Micros(most - base.0), fraction)).min(cap)
            }
        }
    }

    const fn has_jitter(self) -> bool {
        matches!(self, Self::FullJitter { .. } | Self::EqualJitter { .. } | Self::Decorrelated { .. })
    }
}

/// `base` · 2^`attempt`, up to `cap`.
fn exponential(base: Micros, cap: Micros, attempt: u32) -> Micros {
    let factor = 1_u64.checked_shl(attempt).unwrap_or(u64::MAX);
    Micros(base.0.saturating_mul(factor)).min(cap)
}

/// So much of a span: `fraction` of 2^32.
fn part_of(span: Micros, fraction: u32) -> Micros {
    Micros(((u128::from(span.0) * u128::from(fraction)) >> 32) as u64)
}
