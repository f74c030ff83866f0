//! How a run of two limiters and a store starts, what a person may do to it, and what is said of it.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{LimiterNodes, NODES, Op, WINDOWS};
use crate::kernel::system::System;
use crate::kernel::text::decimal;
use crate::kernel::time::Micros;
use crate::named;
use crate::parts::bound::Bound;
use crate::parts::network::Latency;

pub use crate::parts::bound::Refusal;

/// How many may pass in a window.
pub const LIMIT: Bound = Bound::new("requests in a window", 1, 1_000);
/// How long a window is.
pub const WINDOW_MS: Bound = Bound::new("milliseconds of window", 10, 1_000);
/// The way to the store.
pub const LATENCY_US: Bound = Bound::new("microseconds to the store", 0, 20_000);
/// Requests at each node.
pub const RATE: Bound = Bound::new("requests a second", 1, 5_000);
/// Node A's part of the requests.
pub const SHARE_OF_A: Bound = Bound::new("per cent at node A", 0, 100);
/// How often counts are synced.
pub const SYNC_MS: Bound = Bound::new("milliseconds between syncs", 1, 1_000);
/// Requests of a run.
pub const MOST_REQUESTS: Bound = Bound::new("requests in one run", 0, 4_000);
/// To whom a request can be sent.
pub(super) const NODE: Bound = Bound::new("as a node’s number", 0, NODES as u64 - 1);

named! {
    /// How the nodes count.
    #[derive(Deserialize, Serialize)]
    pub enum Way {
        /// Read the count from the store, check it, write it back one higher: two messages, and a gap between them.
        GetSet => "GET, then SET",
        /// Let the store add one and say what came of it, in one step.
        Atomic => "atomic INCR",
        /// Each node counts for itself, up to half the limit, and asks nobody.
        Halves => "half the limit each",
        /// Each node counts for itself, and now and then tells the store what is new and learns of the other's.
        Eventual => "own counts, synced now and then",
    }
}

/// All that is needed to start, next to the seed.
#[derive(Clone, Debug, Deserialize, Hash, PartialEq, Serialize)]
pub struct Scenario {
    /// How the nodes count.
    pub way: Way,
    /// How many may pass in a window, at both nodes together.
    pub limit: u32,
    /// How long a window is, in milliseconds.
    pub window_ms: u32,
    /// How long a message travels between a node and the store, in microseconds.
    pub latency_us: u32,
    /// How many requests come to each node in a second, on average.
    pub rate: u32,
    /// Which part of all requests comes to node A, in per cent.
    pub share_of_a: u32,
    /// How often counts are synced where they are, in milliseconds.
    pub sync_ms: u32,
}

/// Two milliseconds to the store, five times as many requests as may pass.
impl Default for Scenario {
    fn default() -> Self {
        Self { way: Way::GetSet, limit: 10, window_ms: 50, latency_us: 2_000, rate: 500, share_of_a: 50, sync_ms: 10 }
    }
}

impl Scenario {
    pub(super) fn check(&self) -> Result<(), Refusal> {
        LIMIT.check(self.limit)?;
        WINDOW_MS.check(self.window_ms)?;
        LATENCY_US.check(self.latency_us)?;
        RATE.check(self.rate)?;
        SHARE_OF_A.check(self.share_of_a)?;
        SYNC_MS.check(self.sync_ms)
    }

    /// What is set after a command.
    pub(super) fn after(&self, command: &Command) -> Self {
        let set = self.clone();
        match command {
            Command::SetWay(way) => Self { way: *way, ..set },
            Command::SetLatency(latency_us) => Self { latency_us: *latency_us, ..set },
            Command::SetRate(rate) => Self { rate: *rate, ..set },
            Command::SetShare(share_of_a) => Self { share_of_a: *share_of_a, ..set },
            Command::Send(_) => set,
        }
    }

    pub(super) const fn latency(&self) -> Latency {
        Latency::Fixed(LimiterNodes::UNIT.micros(self.latency_us as u64))
    }

    /// When the run is over.
    pub(super) const fn end(&self) -> Micros {
        millis(self.window_ms * WINDOWS as u32)
    }
}

/// So many milliseconds on the run's clock.
pub(super) const fn millis(millis: u32) -> Micros {
    LimiterNodes::UNIT.micros(millis as u64 * 1_000)
}

/// What a person may do. Counting goes on, but another way begins in an empty store.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub enum Command {
    /// Counts in this way; the run begins anew from here.
    SetWay(Way),
    /// Sets how long a message travels, in microseconds.
    SetLatency(u32),
    /// Sets how many requests come to each node in a second.
    SetRate(u32),
    /// Sets which part of the requests comes to node A, in per cent.
    SetShare(u32),
    /// Lets a request come to a node now, 0 or 1.
    Send(u8),
}

named! {
    /// How a request ended.
    pub enum Verdict {
        /// It passed, within the limit.
        Passed => "lets it pass",
        /// It passed, although the limit was reached: one too many.
        TooMany => "lets it pass: one too many",
        /// It was turned away.
        TurnedAway => "turns it away",
    }
}

/// What happened. Requests are meant by their number, from 1, nodes by theirs, 0 or 1.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// A request came to a node.
    Came(u32, u8),
    /// The store did what a node asked; the count then.
    Stored(u8, Op, u32),
    /// How a request ended, at a node that saw this count.
    Decided(u32, u8, u32, Verdict),
    /// A node has told the store what is new, and learnt the total.
    Synced(u8, u32),
    /// Something was set.
    Set(Command),
}

/// The name of a node.
#[must_use]
pub fn node_name(node: u8) -> &'static str {
    ["A", "B"][usize::from(node).min(NODES - 1)]
}

impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let of = |node: &u8| node_name(*node);
        match self {
            Self::Came(request, node) => write!(f, "Request {request} comes to node {}.", of(node)),
            Self::Stored(node, Op::Set(_), count) => {
                write!(f, "The store writes what node {} said: {count}.", of(node))
            }
            Self::Stored(node, Op::Increment, count) => {
                write!(f, "The store adds one for node {} and tells it: {count}.", of(node))
            }
            Self::Stored(node, Op::Add(more), count) => {
                write!(f, "The store adds {more} of node {} and tells it the total: {count}.", of(node))
            }
            Self::Stored(node, Op::Get | Op::Count(_), count) => {
                write!(f, "The store tells node {} its count: {count}.", of(node))
            }
            Self::Decided(request, node, seen, verdict) => {
                write!(f, "Node {} saw {seen} for request {request} and {}.", of(node), verdict.name())
            }
            Self::Synced(node, total) => write!(f, "Node {} learns the total: {total}.", of(node)),
            Self::Set(command) => command.fmt(f),
        }
    }
}

impl fmt::Display for Command {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SetWay(way) => write!(f, "The nodes count by {}; the store is empty.", way.name()),
            Self::SetLatency(us) => {
                write!(f, "A message travels for {}\u{202f}ms.", decimal(u64::from(*us) / 100, 1))
            }
            Self::SetRate(rate) => write!(f, "{rate} requests a second come to each node."),
            Self::SetShare(share) => write!(f, "{share} % of the requests come to node A."),
            Self::Send(node) => write!(f, "A request is sent to node {}.", node_name(*node)),
        }
    }
}
