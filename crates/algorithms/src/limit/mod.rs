//! Rate limiting: may this request pass, and if not, when?
//!
//! Six algorithms and their named choices. Each is told the time, in microseconds since any fixed instant, and what a request
//! costs; each answers with a [`Decision`]. Time that goes backwards is nobody's gain: what happens then is said in each
//! module, and none ever lets a request pass because of it.
//!
//! | module | what it keeps | what it lets through in any one period |
//! |---|---|---|
//! | [`token_bucket`] | a level and a time | the capacity and the refill of a period |
//! | [`leaking_bucket`] | a level, or a queue | as a meter the same; as a queue no more than the rate leaves it |
//! | [`fixed_window`] | a count and a window | up to twice the limit |
//! | [`sliding_log`] | a time for each request | the limit |
//! | [`sliding_counter`] | two counts and a window | up to twice the limit, as a drip |
//! | [`gcra`] | one time | the same as the token bucket |
//!
//! [`rolling`] counts what really passed in any window, [`answer`] says it to the client, [`rules`] choose the limit.

pub mod answer;
pub mod fixed_window;
pub mod gcra;
pub mod leaking_bucket;
pub mod rolling;
pub mod rules;
pub mod sliding_counter;
pub mod sliding_log;
pub mod token_bucket;

use std::fmt;

/// The most requests that a quota gives, and the largest burst: products with the longest period stay below 2^63.
pub const MOST_REQUESTS: u32 = 1_000_000;

/// The longest period of a quota: 31 days, in microseconds.
pub const LONGEST_PERIOD: u64 = 31 * 24 * 3_600 * 1_000_000;

/// So many requests in so much time.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Quota {
    requests: u32,
    period: u64,
}

impl Quota {
    /// A quota of `requests` in each `period` microseconds.
    ///
    /// # Errors
    /// If one of them is zero or above [`MOST_REQUESTS`] or [`LONGEST_PERIOD`].
    pub const fn new(requests: u32, period: u64) -> Result<Self, LimitError> {
        match (requests, period) {
            (0, _) => Err(LimitError::NoRequests),
            (_, 0) => Err(LimitError::NoPeriod),
            (requests, _) if requests > MOST_REQUESTS => Err(LimitError::TooManyRequests(requests)),
            (_, period) if period > LONGEST_PERIOD => Err(LimitError::LongPeriod(period)),
            _ => Ok(Self { requests, period }),
        }
    }

    /// How many requests.
    #[must_use]
    pub const fn requests(self) -> u32 {
        self.requests
    }

    /// In how much time, in microseconds.
    #[must_use]
    pub const fn period(self) -> u64 {
        self.period
    }
}

/// What a limiter says to a request.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Decision {
    /// Whether it may pass.
    pub allowed: bool,
    /// How many requests of cost 1 may still pass at this moment.
    pub remaining: u32,
    /// For a request that is let through, how long it is held back first, in microseconds: only a queue does that.
    pub delay: u64,
    /// For a request that is not, after how many microseconds the same would pass if no other came before it.
    pub retry_after: u64,
    /// After how many microseconds without a request the limiter is as if new.
    pub reset_after: u64,
}

/// Why there is no such limiter, or no decision. Neither changes a limiter's state.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum LimitError {
    /// A quota of nothing would never let anything pass.
    NoRequests,
    /// More than [`MOST_REQUESTS`].
    TooManyRequests(u32),
    /// Nothing happens in no time.
    NoPeriod,
    /// More than [`LONGEST_PERIOD`].
    LongPeriod(u64),
    /// A bucket that holds nothing.
    NoCapacity,
    /// More than [`MOST_REQUESTS`].
    TooLargeCapacity(u32),
    /// A request that costs nothing needs no decision.
    NoCost,
    /// It asks for more than the limiter can ever give: no wait helps, so it is no denial.
    TooMuchAtOnce {
        /// What it costs.
        cost: u32,
        /// The most that could pass.
        most: u32,
    },
}

impl fmt::Display for LimitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoRequests => write!(f, "A limit of 0 would let nothing pass. Give it at least 1 request."),
            Self::TooManyRequests(requests) => {
                write!(f, "A limit of {requests} requests is too high; it goes up to {MOST_REQUESTS}.")
            }
            Self::NoPeriod => write!(f, "The limit needs a span of time to count in. Give it more than 0 seconds."),
            Self::LongPeriod(period) => {
                let seconds = period / 1_000_000;
                write!(f, "A period of {seconds} seconds is too long; it goes up to 31 days.")
            }
            Self::NoCapacity => write!(f, "A bucket with no room would let nothing pass. Give it room for 1."),
            Self::TooLargeCapacity(capacity) => {
                write!(f, "A bucket of {capacity} is too large; it goes up to {MOST_REQUESTS}.")
            }
            Self::NoCost => write!(f, "A request costs at least 1."),
            Self::TooMuchAtOnce { cost, most } => {
                write!(
                    f,
                    "A request that costs {cost} can never pass: at most {most} pass at once, however long it waits."
                )
            }
        }
    }
}

impl std::error::Error for LimitError {}

/// What every limiter asks of a cost.
const fn check_cost(cost: u32, most: u32) -> Result<(), LimitError> {
    match cost {
        0 => Err(LimitError::NoCost),
        cost if cost > most => Err(LimitError::TooMuchAtOnce { cost, most }),
        _ => Ok(()),
    }
}

/// What every bucket asks of its capacity.
const fn check_capacity(capacity: u32) -> Result<(), LimitError> {
    match capacity {
        0 => Err(LimitError::NoCapacity),
        1..=MOST_REQUESTS => Ok(()),
        _ => Err(LimitError::TooLargeCapacity(capacity)),
    }
}
