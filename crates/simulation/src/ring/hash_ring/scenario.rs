//! How a ring starts, and what a person may do to it.

use algorithms::hashing::ring::RingError;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::ring::key_set::{KeySource, KeysError, LONGEST_KEY};
use crate::ring::servers::{Unfit, check_name};

/// The most servers on the ring.
pub const MOST_SERVERS: usize = 32;
/// The largest weight.
pub const MOST_WEIGHT: u32 = 10;
/// The most servers that keep a copy of a key.
pub const MOST_REPLICAS: u32 = 5;

/// All that is needed to start, next to the seed.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Scenario {
    /// The servers, in the order in which they come.
    pub servers: Vec<ServerSpec>,
    /// Virtual nodes of a server of weight 1.
    pub virtual_nodes: u32,
    /// The keys.
    pub keys: KeySource,
    /// On how many servers a key is kept.
    pub replicas: u32,
}

/// Five servers, a point each, and a hundred keys: few enough to see each of them.
impl Default for Scenario {
    fn default() -> Self {
        Self::of(5, 1, 100)
    }
}

impl Scenario {
    /// Servers s0, s1, ... and keys key0, key1, ..., all where they hash to.
    #[must_use]
    pub fn of(servers: u32, virtual_nodes: u32, keys: u32) -> Self {
        let servers = (0..servers).map(|i| ServerSpec::new(format!("s{i}"))).collect();
        Self { servers, virtual_nodes, keys: KeySource::Numbered(keys), replicas: 1 }
    }

    /// The case that textbooks draw: four servers and four keys, evenly placed by hand, a key before each server.
    #[must_use]
    pub fn worked_case() -> Self {
        // Begun at six o’clock, so that s4, where it hashes to, comes between key0 and s0.
        let eighth = |eighths: u32| ((eighths + 4) % 8) << 29;
        let server = |i: u32| ServerSpec { at: Some(eighth(2 * i + 1)), ..ServerSpec::new(format!("s{i}")) };
        Self {
            servers: (0..4).map(server).collect(),
            virtual_nodes: 1,
            keys: KeySource::Placed((0..4).map(|i| (format!("key{i}"), eighth(2 * i))).collect()),
            replicas: 1,
        }
    }
}

/// A server to be put on the ring.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct ServerSpec {
    /// Its name, unique.
    pub name: String,
    /// How many times the virtual nodes of a server of weight 1 it has.
    pub weight: u32,
    /// Where its first node stands, in parts of 2^32 of the circle, if not where it hashes to.
    pub at: Option<u32>,
}

impl ServerSpec {
    /// A server of weight 1, where it hashes to.
    #[must_use]
    pub const fn new(name: String) -> Self {
        Self { name, weight: 1, at: None }
    }

    pub(super) fn check(&self, servers: usize) -> Result<(), Refusal> {
        if servers >= MOST_SERVERS {
            return Err(Refusal::TooManyServers);
        }
        check_name(&self.name)?;
        check_weight(self.weight)
    }
}

/// All that a person may do. Servers are meant by their slot.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub enum Command {
    /// Puts a server on the ring.
    Add(ServerSpec),
    /// Takes a server off.
    Remove {
        /// Its slot.
        server: u32,
    },
    /// Takes off a server that the seed chooses.
    RemoveAny,
    /// Turns a server, with all its nodes, until its first node stands at `to`.
    Turn {
        /// Its slot.
        server: u32,
        /// In parts of 2^32 of the circle.
        to: u32,
    },
    /// Puts one node at `to`.
    Place {
        /// The slot of its server.
        server: u32,
        /// Its number.
        node: u32,
        /// In parts of 2^32 of the circle.
        to: u32,
    },
    /// Gives a server another weight.
    Weigh {
        /// Its slot.
        server: u32,
        /// The weight.
        weight: u32,
    },
    /// Gives every server other virtual nodes.
    SetVirtualNodes(u32),
    /// Takes other keys.
    SetKeys(KeySource),
    /// Keeps every key on so many servers.
    SetReplicas(u32),
    /// Follows a key to its owner and on to its replicas.
    Follow(Followed),
}

/// The key to be followed.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub enum Followed {
    /// Any name, whether it is among the keys or not.
    Name(String),
    /// Where a name stood that a link left out, in parts of 2^32 of the circle.
    Unnamed(u32),
}

/// Why the ring won't do it.
#[derive(Clone, Debug, Error, PartialEq)]
pub enum Refusal {
    /// The ring itself refuses.
    #[error(transparent)]
    Ring(#[from] RingError),
    /// The keys are refused.
    #[error(transparent)]
    Keys(#[from] KeysError),
    /// No server is in that slot.
    #[error("That server is not on the ring any more.")]
    NoSuchServer,
    /// There are [`MOST_SERVERS`] already.
    #[error("The ring takes up to {MOST_SERVERS} servers. Remove one first.")]
    TooManyServers,
    /// There can't be such a server.
    #[error(transparent)]
    Unfit(#[from] Unfit),
    /// The weight is out of range.
    #[error("A weight is a whole number from 1 to {MOST_WEIGHT}.")]
    Weight,
    /// The replicas are out of range.
    #[error("A key is kept on 1 to {MOST_REPLICAS} servers.")]
    Replicas,
    /// The key to follow is too long.
    #[error("The key is longer than {LONGEST_KEY} bytes.")]
    LongKey,
}

pub(super) fn check_weight(weight: u32) -> Result<(), Refusal> {
    within(weight, MOST_WEIGHT, Refusal::Weight)
}

pub(super) fn check_replicas(replicas: u32) -> Result<(), Refusal> {
    within(replicas, MOST_REPLICAS, Refusal::Replicas)
}

pub(super) fn check_key(name: &str) -> Result<(), Refusal> {
    if name.len() > LONGEST_KEY { Err(Refusal::LongKey) } else { Ok(()) }
}

fn within(number: u32, most: u32, refusal: Refusal) -> Result<(), Refusal> {
    if (1..=most).contains(&number) { Ok(()) } else { Err(refusal) }
}
