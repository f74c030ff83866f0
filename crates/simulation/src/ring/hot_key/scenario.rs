//! How a run with a hot key starts, what a person may do to it, and what is said of it.

use std::fmt;

use algorithms::hashing::bounded::BoundedError;
use algorithms::hashing::ring::RingError;
use serde::{Deserialize, Serialize};

use super::{SCHEMES, Scheme};
use crate::kernel::text::grouped;
use crate::ring::key_set::LONGEST_KEY;
use crate::ring::servers::{Unfit, check_virtual_nodes};

/// The most servers; there are at least two.
pub const MOST_SERVERS: u32 = 12;

/// The most that can be offered, in per cent of what all servers together can do.
pub const MOST_LOAD: u32 = 150;

/// The most other keys.
pub const MOST_KEYS: u32 = 1_000_000;

/// All that is needed to start, next to the seed.
#[derive(Clone, Debug, Deserialize, Hash, PartialEq, Serialize)]
pub struct Scenario {
    /// Servers, named s0, s1, ...
    pub servers: u32,
    /// How many points each has on the ring.
    pub virtual_nodes: u32,
    /// The key that everybody asks for.
    pub celebrity: String,
    /// Which part of the requests is for it, in per cent.
    pub hot_percent: u32,
    /// How many other keys are asked for, all equally often.
    pub keys: u32,
    /// How many requests come, in per cent of what all servers together can serve.
    pub load_percent: u32,
    /// By how much a server's load may exceed the mean with bounded loads, in thousandths.
    pub slack_per_mille: u32,
    /// On how many servers the hot key is kept where it is replicated.
    pub copies: u32,
}

/// Five servers at seventy per cent, and one key that two in five requests are for.
impl Default for Scenario {
    fn default() -> Self {
        Self {
            servers: 5,
            virtual_nodes: 100,
            celebrity: "celebrity".to_owned(),
            hot_percent: 40,
            keys: 10_000,
            load_percent: 70,
            slack_per_mille: 250,
            copies: 3,
        }
    }
}

impl Scenario {
    pub(super) fn check(&self) -> Result<(), Refusal> {
        let within = |number: u32, least: u32, most: u32, what: Number| {
            if (least..=most).contains(&number) { Ok(()) } else { Err(Refusal::Number { what, number, least, most }) }
        };
        within(self.servers, 2, MOST_SERVERS, Number::Servers)?;
        check_virtual_nodes(self.virtual_nodes)?;
        within(self.hot_percent, 0, 100, Number::HotPercent)?;
        within(self.keys, 1, MOST_KEYS, Number::Keys)?;
        within(self.load_percent, 1, MOST_LOAD, Number::LoadPercent)?;
        within(self.copies, 1, self.servers, Number::Copies)?;
        if self.celebrity.len() > LONGEST_KEY { Err(Refusal::LongKey) } else { Ok(()) }
    }
}

/// What a person may do. What is under way goes on, but for another number of servers.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub enum Command {
    /// Gives the hot key this part of the requests, in per cent.
    SetHot(u32),
    /// Lets so many requests come, in per cent of what all servers can do.
    SetLoad(u32),
    /// Sets the slack of bounded loads, in thousandths.
    SetSlack(u32),
    /// Keeps the hot key on so many servers.
    SetCopies(u32),
    /// Takes so many servers, all empty, and counts anew. There are no more copies than servers.
    SetServers(u32),
    /// Makes another key the hot one.
    SetCelebrity(String),
}

/// A number that a person chooses.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Number {
    /// Servers.
    Servers,
    /// The hot key's part.
    HotPercent,
    /// Other keys.
    Keys,
    /// How much is offered.
    LoadPercent,
    /// Copies of the hot key.
    Copies,
}

/// Why it can't be done.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Refusal {
    /// A number is out of range.
    Number {
        /// Which.
        what: Number,
        /// The number given.
        number: u32,
        /// The least that it can be.
        least: u32,
        /// The most.
        most: u32,
    },
    /// There can't be such virtual nodes.
    Unfit(Unfit),
    /// The key is longer than [`LONGEST_KEY`].
    LongKey,
    /// There can't be such a bound.
    Bounded(BoundedError),
    /// The ring refuses.
    Ring(RingError),
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number { what, number, least, most } => {
                let what = match what {
                    Number::Servers => "servers",
                    Number::HotPercent => "per cent of the requests",
                    Number::Keys => "keys",
                    Number::LoadPercent => "per cent of what the servers can do",
                    Number::Copies => "copies",
                };
                write!(f, "{number} {what} won’t do: it takes {least} to {most}.")
            }
            Self::Unfit(unfit) => unfit.fmt(f),
            Self::LongKey => write!(f, "The key is longer than {LONGEST_KEY} bytes."),
            Self::Bounded(error) => error.fmt(f),
            Self::Ring(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for Refusal {}

impl From<Unfit> for Refusal {
    fn from(unfit: Unfit) -> Self {
        Self::Unfit(unfit)
    }
}

impl From<BoundedError> for Refusal {
    fn from(error: BoundedError) -> Self {
        Self::Bounded(error)
    }
}

impl From<RingError> for Refusal {
    fn from(error: RingError) -> Self {
        Self::Ring(error)
    }
}

/// Where a request went by one of the schemes.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Went {
    /// The server's number.
    pub server: u32,
    /// The number of the server that owns the key on the ring.
    pub owner: u32,
    /// How many full servers passed it on.
    pub passed_on: u32,
    /// How many requests were there before it, the one being served included.
    pub before: u32,
    /// Whether the queue was full, so that it was turned away.
    pub refused: bool,
}

/// What happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// A request came.
    Request {
        /// Its number, from 1.
        number: u32,
        /// The key; `None` for the hot one.
        key: Option<u32>,
        /// Where it went, by each scheme.
        went: [Went; SCHEMES],
    },
    /// Something was set.
    Set(Command),
}

impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Request { number, key, went } => {
                write!(f, "Request {} for ", grouped(u64::from(*number)))?;
                match key {
                    Some(key) => write!(f, "key{key}")?,
                    None => write!(f, "the hot key")?,
                }
                for (scheme, went) in Scheme::ALL.into_iter().zip(went) {
                    let Went { server, passed_on, before, refused, .. } = *went;
                    write!(f, "; {}: s{server}", scheme.name())?;
                    if passed_on > 0 {
                        write!(f, ", passed on by {passed_on}")?;
                    }
                    if refused {
                        write!(f, ", turned away")?;
                    } else if before > 0 {
                        write!(f, ", {before} before it")?;
                    }
                }
                write!(f, ".")
            }
            Self::Set(command) => match command {
                Command::SetHot(percent) => write!(f, "From here on {percent} % of the requests are for the hot key."),
                Command::SetLoad(percent) => write!(f, "Requests come at {percent} % of what the servers can do."),
                Command::SetSlack(per_mille) => {
                    write!(f, "With bounded loads a server takes up to {} % above the mean.", per_mille / 10)
                }
                Command::SetCopies(copies) => {
                    write!(f, "The hot key is kept on {copies} servers where it is replicated.")
                }
                Command::SetServers(servers) => write!(f, "{servers} empty servers; counted anew."),
                Command::SetCelebrity(_) => write!(f, "Another key is the hot one."),
            },
        }
    }
}
