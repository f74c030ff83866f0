//! How a run with a hot key starts, what a person may do to it, and what is said of it.

use std::fmt;

use algorithms::hashing::bounded::BoundedError;
use algorithms::hashing::ring::RingError;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{SCHEMES, Scheme};
use crate::kernel::text::grouped;
use crate::parts::bound::{self, Bound};
use crate::ring::key_set::LONGEST_KEY;
use crate::ring::servers::{Unfit, check_virtual_nodes};

/// Servers.
pub const SERVERS: Bound = Bound::new("servers", 2, 12);

/// The hot key's part of the requests.
pub const HOT_PERCENT: Bound = Bound::new("per cent of the requests", 0, 100);

/// Other keys.
pub const KEYS: Bound = Bound::new("keys", 1, 1_000_000);

/// How many requests come, in per cent of what all servers together can serve.
pub const LOAD_PERCENT: Bound = Bound::new("per cent of what the servers can do", 1, 150);

/// Copies of the hot key; no more than there are servers.
pub const COPIES: Bound = Bound::new("copies", 1, SERVERS.most);

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
        SERVERS.check(self.servers)?;
        check_virtual_nodes(self.virtual_nodes)?;
        HOT_PERCENT.check(self.hot_percent)?;
        KEYS.check(self.keys)?;
        LOAD_PERCENT.check(self.load_percent)?;
        COPIES.up_to(self.servers.into()).check(self.copies)?;
        if self.celebrity.len() > LONGEST_KEY { Err(Refusal::LongKey) } else { Ok(()) }
    }

    /// What is set after a command.
    pub(super) fn after(&self, command: &Command) -> Self {
        let set = self.clone();
        match command {
            Command::SetHot(hot_percent) => Self { hot_percent: *hot_percent, ..set },
            Command::SetLoad(load_percent) => Self { load_percent: *load_percent, ..set },
            Command::SetSlack(slack_per_mille) => Self { slack_per_mille: *slack_per_mille, ..set },
            Command::SetCopies(copies) => Self { copies: *copies, ..set },
            Command::SetServers(servers) => Self { servers: *servers, copies: set.copies.min(*servers), ..set },
            Command::SetCelebrity(celebrity) => Self { celebrity: celebrity.clone(), ..set },
        }
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

/// Why it can't be done.
#[derive(Clone, Debug, Eq, Error, PartialEq)]
pub enum Refusal {
    /// A number is out of range.
    #[error(transparent)]
    Number(#[from] bound::Refusal),
    /// There can't be such virtual nodes.
    #[error(transparent)]
    Unfit(#[from] Unfit),
    /// The key is longer than [`LONGEST_KEY`].
    #[error("The key is longer than {LONGEST_KEY} bytes.")]
    LongKey,
    /// There can't be such a bound.
    #[error(transparent)]
    Bounded(#[from] BoundedError),
    /// The ring refuses.
    #[error(transparent)]
    Ring(#[from] RingError),
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
        let (number, key, went) = match self {
            Self::Request { number, key, went } => (number, key, went),
            Self::Set(command) => return command.fmt(f),
        };
        write!(f, "Request {} for ", grouped((*number).into()))?;
        match key {
            Some(key) => write!(f, "key{key}")?,
            None => f.write_str("the hot key")?,
        }
        for (scheme, went) in Scheme::ALL.into_iter().zip(went) {
            let Went { server, passed_on, before, refused, .. } = *went;
            write!(f, "; {}: s{server}", scheme.name())?;
            if passed_on > 0 {
                write!(f, ", passed on by {passed_on}")?;
            }
            match before {
                _ if refused => f.write_str(", turned away")?,
                0 => {}
                _ => write!(f, ", {before} before it")?,
            }
        }
        f.write_str(".")
    }
}

impl fmt::Display for Command {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SetHot(percent) => write!(f, "From here on {percent} % of the requests are for the hot key."),
            Self::SetLoad(percent) => write!(f, "Requests come at {percent} % of what the servers can do."),
            Self::SetSlack(per_mille) => {
                write!(f, "With bounded loads a server takes up to {} % above the mean.", per_mille / 10)
            }
            Self::SetCopies(copies) => write!(f, "The hot key is kept on {copies} servers where it is replicated."),
            Self::SetServers(servers) => write!(f, "{servers} empty servers; counted anew."),
            Self::SetCelebrity(_) => f.write_str("Another key is the hot one."),
        }
    }
}
