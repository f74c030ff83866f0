//! How the seven ways start, what a person may do to them, and what is said of it.

use std::fmt;

use algorithms::hashing::bounded::BoundedError;
use algorithms::hashing::ketama::KetamaError;
use algorithms::hashing::maglev::{MaglevError, SMALL};
use algorithms::hashing::ring::RingError;
use serde::{Deserialize, Serialize};

use super::scheme::Scheme;
use crate::kernel::slices::NotYet;
use crate::kernel::text::grouped;
use crate::ring::key_set::{KeySource, KeysError};
use crate::ring::servers::Unfit;

/// The most servers at a time.
pub const MOST_SERVERS: usize = 100;

/// The most keys: each of them is placed seven times at every change.
pub const MOST_KEYS: u32 = 100_000;

/// The most keys times servers, so that a page does not stand still while rendezvous hashing asks every server for every key.
pub const MOST_WORK: u64 = 2_000_000;

/// What they start with.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Scenario {
    /// The names of the servers, in the order in which mod-n and jump count them.
    pub servers: Vec<String>,
    /// How many points each has on the ring and with bounded loads.
    pub virtual_nodes: u32,
    /// How many slots Maglev's table has: a prime.
    pub table: u32,
    /// By how much a load may exceed the mean with bounded loads, in thousandths.
    pub slack_per_mille: u32,
    /// The keys.
    pub keys: KeySource,
}

/// Four servers and 100,000 keys.
impl Default for Scenario {
    fn default() -> Self {
        Self::of(4, 100_000)
    }
}

impl Scenario {
    /// Servers s0, s1, ... and keys key0, key1, ...
    #[must_use]
    pub fn of(servers: u32, keys: u32) -> Self {
        Self {
            servers: numbered(servers as usize),
            virtual_nodes: 100,
            table: SMALL,
            slack_per_mille: 250,
            keys: KeySource::Numbered(keys),
        }
    }

    /// So many servers named as memcached's, and 100,000 keys.
    #[must_use]
    pub fn memcached(servers: usize) -> Self {
        Self { servers: memcached(servers), ..Self::default() }
    }
}

/// The names 10.0.0.1:11211, 10.0.0.2:11211, ..., which ketama’s published figures are for.
#[must_use]
pub fn memcached(servers: usize) -> Vec<String> {
    (1..=servers).map(|i| format!("10.0.0.{i}:11211")).collect()
}

/// The names s0, s1, ...
#[must_use]
pub fn numbered(servers: usize) -> Vec<String> {
    (0..servers).map(|i| format!("s{i}")).collect()
}

/// What a person may do.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub enum Command {
    /// Adds a server of this name, or of the first free one of s0, s1, ..., at the end of the list.
    Add(Option<String>),
    /// Takes out the server at this place of the list, counted from 0.
    Remove(u32),
    /// Takes this list of servers instead.
    SetServers(Vec<String>),
    /// Takes other keys.
    SetKeys(KeySource),
    /// Gives every server so many points on the ring.
    SetVirtualNodes(u32),
    /// Gives Maglev's table so many slots.
    SetTable(u32),
    /// Sets the slack of bounded loads, in thousandths.
    SetSlack(u32),
}

/// Why it can't be done.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Refusal {
    /// Keys must go somewhere.
    NoServer,
    /// More than [`MOST_SERVERS`].
    TooManyServers,
    /// The list is shorter than that.
    NoSuchServer,
    /// Two servers would have this name.
    DuplicateName(String),
    /// There can't be such a server.
    Unfit(Unfit),
    /// There can't be such keys.
    Keys(KeysError),
    /// More than [`MOST_KEYS`].
    TooManyKeys {
        /// How many.
        keys: u32,
    },
    /// More keys times servers than [`MOST_WORK`].
    TooMuchWork {
        /// How many keys that many servers allow for.
        keys: u64,
    },
    /// The ring refuses.
    Ring(RingError),
    /// Ketama refuses.
    Ketama(KetamaError),
    /// Maglev refuses.
    Maglev(MaglevError),
    /// Bounded loads refuse.
    Bounded(BoundedError),
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoServer => write!(f, "One server must stay, or the keys have nowhere to go."),
            Self::TooManyServers => write!(f, "This lab has room for {MOST_SERVERS} servers."),
            Self::NoSuchServer => write!(f, "There is no such server any more."),
            Self::DuplicateName(name) => write!(f, "There are two servers named “{name}”. Names must differ."),
            Self::Unfit(unfit) => unfit.fmt(f),
            Self::Keys(error) => error.fmt(f),
            Self::TooManyKeys { keys } => write!(f, "That is {keys} keys; this lab takes up to {MOST_KEYS}."),
            Self::TooMuchWork { keys } => write!(f, "With so many servers this lab takes up to {keys} keys."),
            Self::Ring(error) => error.fmt(f),
            Self::Ketama(error) => error.fmt(f),
            Self::Maglev(error) => error.fmt(f),
            Self::Bounded(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for Refusal {}

impl From<NotYet> for Refusal {
    fn from(not_yet: NotYet) -> Self {
        Self::Keys(not_yet.into())
    }
}

macro_rules! refused_by {
    ($($error:ident => $variant:ident),*) => {$(
        impl From<$error> for Refusal {
            fn from(error: $error) -> Self {
                Self::$variant(error)
            }
        }
    )*};
}

refused_by!(
    BoundedError => Bounded, KetamaError => Ketama, KeysError => Keys, MaglevError => Maglev, RingError => Ring, Unfit => Unfit
);

/// What happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// Something changed, and so keys moved.
    Changed {
        /// What was done, as in "s4 added".
        what: String,
        /// How many keys moved, by scheme.
        moved: [u32; Scheme::COUNT],
        /// Of how many.
        keys: u32,
    },
    /// There are other keys now.
    Keys {
        /// How many.
        keys: u32,
    },
}

impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = |number: &u32| grouped(u64::from(*number));
        match self {
            Self::Changed { what, moved, keys } => {
                write!(f, "{what}. Keys moved, of {}: ", text(keys))?;
                for (scheme, (moved, comma)) in Scheme::ALL.into_iter().zip(moved.iter().zip(SEPARATORS)) {
                    write!(f, "{} {}{comma}", scheme.name(), text(moved))?;
                }
                Ok(())
            }
            Self::Keys { keys } => write!(f, "{} other keys; nothing has moved yet.", text(keys)),
        }
    }
}

const SEPARATORS: [&str; Scheme::COUNT] = [", ", ", ", ", ", ", ", ", ", ", ", "."];
