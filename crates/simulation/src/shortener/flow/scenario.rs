//! How a shortener starts, what a person may do to it, and why it won't.

use algorithms::caching::bloom::BloomError;
use algorithms::caching::zipf::ZipfError;
use algorithms::codes::long_url::UrlError;
use algorithms::codes::short_hash::ShortHashError;
use algorithms::ids::layout::LayoutError;
use algorithms::ids::ticket::TicketError;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::parts::bound::{self, Bound};
use crate::shortener::short_codes::HashKind;

/// Links that are there before the reader comes.
pub const LINKS: Bound = Bound::new("links", 0, 5_000);
/// Links that the cache holds.
pub const CACHE: Bound = Bound::new("links in the cache", 0, LINKS.most);
/// People that click.
pub const PEOPLE: Bound = Bound::new("people", 1, 1_000);
/// Clicks at once.
pub const CLICKS: Bound = Bound::new("clicks", 1, 1_000_000);
/// The next ID that the ticket server gives out; above those of the links.
pub const NEXT_ID: Bound = Bound::new("as the next ID", 1, u64::MAX / 2);
/// An ID from the reader's device.
pub const KEPT_ID: Bound = Bound::new("as an ID", 0, u64::MAX / 2);

/// The most links that come after those that are there.
pub const MOST_NEW: u32 = 500;

/// The longest text that is looked up as a code, in bytes.
pub const LONGEST_CODE: usize = 64;

/// The ID of the worked example: its code in base 62 is `zn9edcu`.
pub const WORKED_ID: u64 = 2_009_215_674_938;

/// The long URL of the worked example.
pub const WORKED_URL: &str = "https://en.wikipedia.org/wiki/Systems_design";

/// What a link says in place of a URL that a reader typed.
const WITHHELD: &str = "https://example.com/left-out-of-the-link";

/// Where IDs come from.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub enum IdSource {
    /// A ticket server that counts.
    Tickets,
    /// A Snowflake generator: 41 bits of time, then machine and sequence.
    Snowflake,
}

/// How a browser is sent on.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub enum Redirect {
    /// 301, moved permanently: the browser remembers, and asks no more.
    Permanent,
    /// 302, found: it asks every time.
    Found,
}

impl Redirect {
    /// The status code.
    #[must_use]
    pub const fn status(self) -> u32 {
        match self {
            Self::Permanent => 301,
            Self::Found => 302,
        }
    }

    /// What the status line says.
    #[must_use]
    pub const fn reason(self) -> &'static str {
        match self {
            Self::Permanent => "Moved Permanently",
            Self::Found => "Found",
        }
    }
}

/// All that is needed to start, next to the seed.
#[derive(Clone, Debug, Deserialize, Hash, PartialEq, Serialize)]
pub struct Scenario {
    /// Links that are there already: `https://example.com/0`, `https://example.com/1`, ...
    pub links: u32,
    /// The next ID that the ticket server gives out; the links that are there have those before it.
    pub next_id: u64,
    /// Where IDs come from.
    pub ids: IdSource,
    /// Which hash is cut.
    pub hash: HashKind,
    /// To how many hexadecimal digits.
    pub digits: u32,
    /// Whether a Bloom filter is asked before the database.
    pub filter: bool,
    /// How browsers are sent on.
    pub redirect: Redirect,
    /// How many links the cache holds.
    pub cache: u32,
    /// How unequally links are clicked: the exponent of Zipf's law, in hundredths.
    pub skew: u32,
    /// How many people click, each with a browser.
    pub people: u32,
}

/// A thousand links, a cache for a hundred of them, and a ticket server that is about to give out the ID of the worked example.
impl Default for Scenario {
    fn default() -> Self {
        Self {
            links: 1_000,
            next_id: WORKED_ID,
            ids: IdSource::Tickets,
            hash: HashKind::Md5,
            digits: 7,
            filter: true,
            redirect: Redirect::Found,
            cache: 100,
            skew: 100,
            people: 100,
        }
    }
}

/// What is to be followed.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub enum Target {
    /// A row of the table, by its number from 0.
    Row(u32),
    /// Whatever somebody typed as a code.
    Code(String),
}

/// What a person may do. What is under way is brought to its end first.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub enum Command {
    /// Shortens a URL, both ways side by side.
    Shorten(String),
    /// Follows a short link, in the first person's browser.
    Follow(Target),
    /// Lets so many clicks come.
    Crowd(u32),
    /// Sends browsers on with this status from now on; they forget what they remember.
    SetRedirect(Redirect),
    /// Gives the cache room for so many links; it begins empty.
    SetCache(u32),
    /// Makes clicks more or less unequal: the exponent in hundredths.
    SetSkew(u32),
    /// Takes IDs from there from now on.
    SetIds(IdSource),
    /// Puts the Bloom filter in front of the database, or takes it away.
    SetFilter(bool),
    /// Puts a link into the table that the reader's device keeps from an earlier visit.
    Restore {
        /// Its ID.
        id: u64,
        /// Where it leads.
        url: String,
    },
}

impl Command {
    /// The same without what a reader typed, if there is any.
    pub(super) fn in_public(&self) -> Option<Self> {
        match self {
            Self::Shorten(url) if !is_own(url) => Some(Self::Shorten(WITHHELD.to_owned())),
            Self::Follow(Target::Code(_)) => Some(Self::Follow(Target::Code("leftout".to_owned()))),
            Self::Restore { id, .. } => Some(Self::Restore { id: *id, url: format!("{WITHHELD}/{id}") }),
            _ => None,
        }
    }
}

/// Whether a URL is one of the chapter's own.
fn is_own(url: &str) -> bool {
    url == WORKED_URL || url.starts_with("https://example.com/")
}

/// Why it can't be done.
#[derive(Clone, Debug, Eq, Error, PartialEq)]
pub enum Refusal {
    /// The URL is not shortened.
    #[error(transparent)]
    Url(#[from] UrlError),
    /// There can't be such a code, or there are too few.
    #[error(transparent)]
    Hash(#[from] ShortHashError),
    /// The filter would be too large.
    #[error(transparent)]
    Filter(#[from] BloomError),
    /// Clicks can't be shared out so.
    #[error(transparent)]
    Skew(#[from] ZipfError),
    /// The ticket server is at its end.
    #[error(transparent)]
    Tickets(#[from] TicketError),
    /// There can't be such a machine that makes Snowflakes.
    #[error(transparent)]
    Machine(#[from] LayoutError),
    /// A number is out of range.
    #[error(transparent)]
    Number(#[from] bound::Refusal),
    /// The table has no such row.
    #[error("The table has no row {}.", u64::from(*.0) + 1)]
    NoRow(u32),
    /// The text is too long to be a code.
    #[error("A code has at most {LONGEST_CODE} characters here.")]
    LongCode,
    /// No more links fit.
    #[error("The table here takes {MOST_NEW} links of your own. Start from one of the presets.")]
    Full,
}

impl Scenario {
    pub(super) fn check(&self) -> Result<(), Refusal> {
        PEOPLE.check(self.people)?;
        LINKS.check(self.links)?;
        CACHE.check(self.cache)?;
        NEXT_ID.at_least(u64::from(self.links) + 1).check(self.next_id)?;
        Ok(())
    }

    /// What is set after a command.
    pub(super) fn after(&self, command: &Command) -> Self {
        let set = self.clone();
        match *command {
            Command::SetRedirect(redirect) => Self { redirect, ..set },
            Command::SetCache(cache) => Self { cache, ..set },
            Command::SetSkew(skew) => Self { skew, ..set },
            Command::SetIds(ids) => Self { ids, ..set },
            Command::SetFilter(filter) => Self { filter, ..set },
            Command::Shorten(_) | Command::Follow(_) | Command::Crowd(_) | Command::Restore { .. } => set,
        }
    }
}
