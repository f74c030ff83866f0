//! Who sends what when: the arrivals that all lanes get.

use serde::{Deserialize, Serialize};

use crate::kernel::random::{Stream, entity};

/// The entity whose stream moves arrivals a little.
const JITTER: u64 = entity("rate");

/// A pattern of requests.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub enum Traffic {
    /// Four fifths of the limit, nearly even.
    Steady,
    /// Twice the limit at once, and again a window later.
    Burst,
    /// The limit just before the border of two windows and just after it, then more than the rate.
    Edge,
    /// Half as many again as the rate, evenly.
    Drip,
    /// One user sends two fifths of the limit, the other three times the limit.
    TwoUsers,
    /// Half as many again as the limit, all at once, and all again every half window.
    Herd,
    /// Nothing but what the learner sends.
    Own,
}

impl Traffic {
    /// All of them.
    pub const ALL: [Self; 7] =
        [Self::Steady, Self::Burst, Self::Edge, Self::Drip, Self::TwoUsers, Self::Herd, Self::Own];

    /// What it is called.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Steady => "Steady",
            Self::Burst => "Burst",
            Self::Edge => "Window-edge attack",
            Self::Drip => "Drip",
            Self::TwoUsers => "Two users",
            Self::Herd => "Thundering herd",
            Self::Own => "Your own",
        }
    }

    /// When it begins, for windows of this length: an attack on the edge does not let one wait for the edge.
    #[must_use]
    pub const fn begins(self, window: u64) -> u64 {
        match self {
            Self::Edge => window / 10 * 9,
            Self::Steady | Self::Burst | Self::Drip | Self::TwoUsers | Self::Herd | Self::Own => 0,
        }
    }
}

/// A request.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Arrival {
    /// When it comes, in microseconds of the lab's clock.
    pub at: u64,
    /// Whose it is: 0 or 1.
    pub user: u8,
}

/// All arrivals of a pattern, in order, for a limit in windows of `window` microseconds, up to `end`.
pub(super) fn arrivals(traffic: Traffic, limit: u32, window: u64, end: u64, seed: u64) -> Vec<Arrival> {
    let mut chance = Stream::new(seed, JITTER);
    let limit = u64::from(limit);
    let mut all = Vec::new();
    match traffic {
        Traffic::Own => {}
        Traffic::Steady => evenly(&mut all, &mut chance, 0, 0..end, window * 5 / (limit * 4), 4),
        Traffic::Drip => evenly(&mut all, &mut chance, 0, 0..end, window * 2 / (limit * 3), 0),
        Traffic::Burst => {
            for begin in [window / 2, window * 8 / 5] {
                at_once(&mut all, begin, limit * 2, window / 50);
            }
        }
        Traffic::Edge => {
            at_once(&mut all, window - window / 25, limit, window / 200);
            at_once(&mut all, window + window / 200, limit, window / 200);
            evenly(&mut all, &mut chance, 0, window + window / 20..window * 2, window / (limit * 2), 0);
        }
        Traffic::TwoUsers => {
            evenly(&mut all, &mut chance, 0, window / 20..end, window * 5 / (limit * 2), 4);
            evenly(&mut all, &mut chance, 1, window / 3..end, window / (limit * 3), 4);
        }
        Traffic::Herd => {
            for wave in 0..5 {
                at_once(&mut all, window / 5 + wave * window / 2, limit * 3 / 2, window / 50);
            }
        }
    }
    all.retain(|arrival| arrival.at < end);
    all.sort_unstable();
    all
}

/// One every `gap`; moved by up to a `jitter`-th of it, if that is not 0.
fn evenly(all: &mut Vec<Arrival>, chance: &mut Stream, user: u8, span: std::ops::Range<u64>, gap: u64, jitter: u64) {
    let gap = gap.max(1);
    let mut at = span.start;
    while at < span.end {
        let most = gap.checked_div(jitter).unwrap_or(0);
        all.push(Arrival { at: at + u64::from(chance.below(most as u32 + 1)), user });
        at += gap;
    }
}

/// So many, spread over a short span.
fn at_once(all: &mut Vec<Arrival>, begin: u64, count: u64, span: u64) {
    all.extend((0..count).map(|i| Arrival { at: begin + span * i / count, user: 0 }));
}
