//! How a run of two limiters and a store starts, what a person may do to it, and what is said of it.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{NODES, Op};
use crate::kernel::text::decimal;

/// The longest way to the store, in microseconds.
pub const MOST_LATENCY: u32 = 20_000;

/// The most requests a second at each node.
pub const MOST_RATE: u32 = 5_000;

/// The highest limit in a window.
pub const MOST_LIMIT: u32 = 1_000;

/// The longest and the shortest window, in milliseconds.
pub const WINDOWS_MS: (u32, u32) = (10, 1_000);

/// How the nodes count.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub enum Way {
    /// Read the count from the store, check it, write it back one higher: two messages, and a gap between them.
    GetSet,
    /// Let the store add one and say what came of it, in one step.
    Atomic,
    /// Each node counts for itself, up to half the limit, and asks nobody.
    Halves,
    /// Each node counts for itself, and now and then tells the store what is new and learns of the other's.
    Eventual,
}

impl Way {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::GetSet, Self::Atomic, Self::Halves, Self::Eventual];

    /// What it is called.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::GetSet => "GET, then SET",
            Self::Atomic => "atomic INCR",
            Self::Halves => "half the limit each",
            Self::Eventual => "own counts, synced now and then",
        }
    }
}

/// All that is needed to start, next to the seed. Times are the lab's own, which the player shows
/// [a thousand times slower](super::SLOWER).
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
        let within = |what, number: u32, least: u32, most: u32| {
            if (least..=most).contains(&number) { Ok(()) } else { Err(Refusal { what, number, least, most }) }
        };
        within("requests in a window", self.limit, 1, MOST_LIMIT)?;
        within("milliseconds of window", self.window_ms, WINDOWS_MS.0, WINDOWS_MS.1)?;
        within("microseconds to the store", self.latency_us, 0, MOST_LATENCY)?;
        within("requests a second", self.rate, 1, MOST_RATE)?;
        within("per cent at node A", self.share_of_a, 0, 100)?;
        within("milliseconds between syncs", self.sync_ms, 1, WINDOWS_MS.1)
    }
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

/// Why it can't be done: a number is out of range.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Refusal {
    /// What it counts.
    pub what: &'static str,
    /// The number.
    pub number: u32,
    /// The least that it can be.
    pub least: u32,
    /// The most.
    pub most: u32,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { what, number, least, most } = self;
        write!(f, "{number} {what} won’t do: it takes {least} to {most}.")
    }
}

impl std::error::Error for Refusal {}

/// How a request ended.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Verdict {
    /// It passed, within the limit.
    Passed,
    /// It passed, although the limit was reached: one too many.
    TooMany,
    /// It was turned away.
    TurnedAway,
}

/// What happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// A request came to a node.
    Came {
        /// Its number, from 1.
        request: u32,
        /// The node, 0 or 1.
        node: u8,
    },
    /// The store did what a message asked.
    Stored {
        /// Who asked.
        node: u8,
        /// What.
        op: Op,
        /// The count then.
        count: u32,
    },
    /// A node has decided.
    Decided {
        /// The request.
        request: u32,
        /// The node.
        node: u8,
        /// How it ended.
        verdict: Verdict,
        /// The count by which it was decided.
        seen: u32,
    },
    /// A node has told the store what is new, and learnt the total.
    Synced {
        /// The node.
        node: u8,
        /// The total.
        total: u32,
    },
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
        match self {
            Self::Came { request, node } => write!(f, "Request {request} comes to node {}.", node_name(*node)),
            Self::Stored { node, op, count } => {
                let node = node_name(*node);
                match op {
                    Op::Get => write!(f, "The store tells node {node} its count: {count}."),
                    Op::Set(_) => write!(f, "The store writes what node {node} said: {count}."),
                    Op::Increment => write!(f, "The store adds one for node {node} and tells it: {count}."),
                    Op::Add(more) => write!(f, "The store adds {more} of node {node} and tells it the total: {count}."),
                    Op::Count(_) => write!(f, "The store answers node {node}."),
                }
            }
            Self::Decided { request, node, verdict, seen } => {
                let says = match verdict {
                    Verdict::Passed => "lets it pass",
                    Verdict::TooMany => "lets it pass: one too many",
                    Verdict::TurnedAway => "turns it away",
                };
                write!(f, "Node {} saw {seen} for request {request} and {says}.", node_name(*node))
            }
            Self::Synced { node, total } => write!(f, "Node {} learns the total: {total}.", node_name(*node)),
            Self::Set(command) => match command {
                Command::SetWay(way) => write!(f, "The nodes count by {}; the store is empty.", way.name()),
                Command::SetLatency(us) => {
                    write!(f, "A message travels for {}\u{202f}ms.", decimal(u64::from(*us) / 100, 1))
                }
                Command::SetRate(rate) => write!(f, "{rate} requests a second come to each node."),
                Command::SetShare(share) => write!(f, "{share} % of the requests come to node A."),
                Command::Send(node) => write!(f, "A request is sent to node {}.", node_name(*node)),
            },
        }
    }
}
