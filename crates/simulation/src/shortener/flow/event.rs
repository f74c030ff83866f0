//! What happens in a shortener, hop by hop, and what is said of it.

use std::fmt;

use crate::kernel::text::{grouped, share};
use crate::named;

named! {
    /// Where a request can be.
    pub enum Station {
        /// The visitor's browser.
        Browser => "browser",
        /// The load balancer.
        Balancer => "load balancer",
        /// A web server.
        Web => "web server",
        /// The hash function.
        Hash => "hash",
        /// The Bloom filter.
        Filter => "Bloom filter",
        /// The generator of IDs.
        Ids => "ID generator",
        /// Base 62.
        Base62 => "base 62",
        /// The cache of links.
        Cache => "cache",
        /// The database.
        Database => "database",
    }
}

/// A hop of a request: where it came to, and what happened there.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct Hop {
    /// Where it is.
    pub station: Station,
    /// What happened, as it reads behind the station's name.
    pub says: String,
}

impl fmt::Display for Hop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.station.name(), self.says)
    }
}

/// Which of the ways a hop is on.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Way {
    /// Hash and resolve collisions.
    Hash,
    /// Base 62 of an ID.
    Id,
    /// Follow a link.
    Visit,
}

/// Who answered a click.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Answer {
    /// The browser remembered a 301.
    Browser,
    /// The cache.
    Cache,
    /// The database.
    Database,
}

/// What many clicks came to.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub struct Tally {
    /// Clicks in all.
    pub clicks: u32,
    /// Those that the browser answered itself: the service never sees them.
    pub browser: u32,
    /// Those that the cache answered.
    pub cache: u32,
    /// Those that went to the database.
    pub database: u32,
}

impl Tally {
    /// Clicks that the service sees, and so can count.
    #[must_use]
    pub const fn seen(&self) -> u32 {
        self.cache + self.database
    }

    pub(super) const fn count(&mut self, answer: Answer) {
        self.clicks += 1;
        match answer {
            Answer::Browser => self.browser += 1,
            Answer::Cache => self.cache += 1,
            Answer::Database => self.database += 1,
        }
    }
}

/// What happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// A request went on by a hop.
    Hop(Way, Hop),
    /// So many clicks came; what all so far came to.
    Clicks(u32, Tally),
    /// Something was set, as a sentence.
    Set(String),
}

impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Hop(Way::Hash, hop) => write!(f, "Hash: {hop}."),
            Self::Hop(Way::Id, hop) => write!(f, "ID: {hop}."),
            Self::Hop(Way::Visit, hop) => {
                let hop = hop.to_string();
                let mut letters = hop.chars();
                let first = letters.next().map(|letter| letter.to_ascii_uppercase());
                write!(f, "{}{}.", first.unwrap_or_default(), letters.as_str())
            }
            Self::Clicks(new, tally) => write!(
                f,
                "{} more clicks; of {} so far browsers answered {}, the cache {}, the database {}.",
                grouped((*new).into()),
                grouped(tally.clicks.into()),
                share(tally.browser.into(), tally.clicks.into()),
                share(tally.cache.into(), tally.clicks.into()),
                share(tally.database.into(), tally.clicks.into()),
            ),
            Self::Set(says) => f.write_str(says),
        }
    }
}
