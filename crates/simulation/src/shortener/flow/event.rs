//! What happens in a shortener, hop by hop, and what is said of it.

use std::fmt;

use super::scenario::{IdSource, Redirect};
use crate::kernel::text::{grouped, share};

/// Where a request can be.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Station {
    /// The visitor's browser.
    Browser,
    /// The load balancer.
    Balancer,
    /// A web server.
    Web,
    /// The hash function.
    Hash,
    /// The Bloom filter.
    Filter,
    /// The generator of IDs.
    Ids,
    /// Base 62.
    Base62,
    /// The cache of links.
    Cache,
    /// The database.
    Database,
}

/// A hop of a request: where it came to, and what happened there.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct Hop {
    /// Where it is.
    pub station: Station,
    /// What happened.
    pub says: Says,
}

/// What happened at a station.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub enum Says {
    /// The browser sent a long URL.
    Post(String),
    /// The browser asked for a code.
    Get(String),
    /// The balancer chose this web server.
    Balanced(u32),
    /// The web server took the request.
    Took,
    /// This text was hashed, and the hash cut to this code; which attempt it is.
    Hashed {
        /// What was hashed.
        text: String,
        /// The whole hash, in hexadecimal.
        whole: String,
        /// The code.
        code: String,
        /// The attempt, from 1.
        attempt: u32,
    },
    /// The filter has not seen the code: it is free, without a query.
    CertainlyNot,
    /// The filter may have seen it.
    Perhaps,
    /// The database has nothing under the code.
    Free,
    /// It has another URL there.
    TakenBy(String),
    /// It has this very URL there, or by its address: the link is known.
    Known(String),
    /// No row has this URL.
    Unknown,
    /// An ID was given out.
    Id(u64, IdSource),
    /// The ID in base 62.
    Encoded {
        /// The number.
        id: u64,
        /// Its code.
        code: String,
    },
    /// A row was stored.
    Stored {
        /// Its ID, in the way that has one.
        id: Option<u64>,
        /// Its code.
        code: String,
    },
    /// The browser has its short link.
    Answered(String),
    /// The browser knows the way from an earlier visit.
    Remembered(String),
    /// The cache has the link.
    Hit,
    /// It has not.
    Miss,
    /// The database has it; what the cache let go for it.
    Found {
        /// The long URL.
        url: String,
        /// The code of the link that went out of the cache.
        evicted: Option<String>,
    },
    /// Nobody has it.
    Absent,
    /// The browser is sent on.
    SentOn(Redirect, String),
    /// The browser gets an error.
    NotFound,
    /// No free code was found.
    GaveUp,
}

/// The beginning and the end of a text that is too long for a line.
#[must_use]
pub fn short(text: &str) -> String {
    const MOST: usize = 48;
    let count = text.chars().count();
    if count <= MOST {
        return text.to_owned();
    }
    let start: String = text.chars().take(MOST - 16).collect();
    let end: String = text.chars().skip(count - 14).collect();
    start + "…" + &end
}

impl fmt::Display for Says {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Post(url) => write!(f, "POST: please shorten {}", short(url)),
            Self::Get(code) => write!(f, "GET /{}", short(code)),
            Self::Balanced(server) => write!(f, "web server {server} is next in turn"),
            Self::Took => write!(f, "takes the request"),
            Self::Hashed { text, whole, code, attempt } => {
                if *attempt > 1 {
                    write!(f, "attempt {attempt}: append “x”, hash {}: ", short(text))?;
                }
                write!(f, "{}… is cut to {code}", whole.get(..16).unwrap_or(whole))
            }
            Self::CertainlyNot => write!(f, "certainly not there: no query needed"),
            Self::Perhaps => write!(f, "perhaps there: ask the database"),
            Self::Free => write!(f, "the code is free"),
            Self::TakenBy(url) => write!(f, "taken by {}: a collision", short(url)),
            Self::Known(code) => write!(f, "this link is known: its code is {code}"),
            Self::Unknown => write!(f, "no row has this URL"),
            Self::Id(id, IdSource::Tickets) => write!(f, "the next ticket is {}", grouped(*id)),
            Self::Id(id, IdSource::Snowflake) => write!(f, "the next Snowflake is {}", grouped(*id)),
            Self::Encoded { id, code } => write!(f, "{} in base 62 is {code}", grouped(*id)),
            Self::Stored { id: Some(id), code } => write!(f, "stores the row {} | {code} | long URL", grouped(*id)),
            Self::Stored { id: None, code } => write!(f, "stores the row {code} | long URL"),
            Self::Answered(code) => write!(f, "has its short link: /{code}"),
            Self::Remembered(url) => write!(f, "remembers the 301 and goes to {} without asking", short(url)),
            Self::Hit => write!(f, "a hit: the long URL is here"),
            Self::Miss => write!(f, "a miss"),
            Self::Found { url, evicted } => {
                write!(f, "finds {}; the cache keeps it", short(url))?;
                match evicted {
                    Some(code) => write!(f, " and lets {code} go"),
                    None => Ok(()),
                }
            }
            Self::Absent => write!(f, "no row has this code"),
            Self::SentOn(redirect, url) => {
                write!(f, "{} {}: goes to {}", redirect.status(), redirect.reason(), short(url))
            }
            Self::NotFound => write!(f, "404 Not Found: there is no such link"),
            Self::GaveUp => write!(f, "no free code was found: there are too few"),
        }
    }
}

impl Station {
    /// What it is called.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Browser => "browser",
            Self::Balancer => "load balancer",
            Self::Web => "web server",
            Self::Hash => "hash",
            Self::Filter => "Bloom filter",
            Self::Ids => "ID generator",
            Self::Base62 => "base 62",
            Self::Cache => "cache",
            Self::Database => "database",
        }
    }
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
