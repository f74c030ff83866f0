//! Why an answer is wrong.

use std::fmt;

use algorithms::codes::base62::Base62Error;

use crate::kernel::text::{grouped, large};

/// What a learner got wrong, as far as the answer shows it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Cause {
    /// The text is no code.
    NoCode(Base62Error),
    /// The remainders were written in the order in which they came.
    Reversed,
    /// Capital letters were taken for the digits from 10.
    CapitalsFirst,
    /// The number was written in hexadecimal.
    Hexadecimal,
    /// There are too few or too many digits.
    Digits {
        /// How many were written.
        given: usize,
        /// The number that the code stands for.
        value: u64,
    },
    /// A digit is wrong.
    Digit {
        /// Its place from the left, from 1.
        place: usize,
        /// What is divided when it comes out.
        divided: u64,
        /// The digit that was written.
        given: char,
        /// What that digit is worth.
        worth: u8,
    },
    /// A query that the filter makes needless.
    NeedlessQuery,
    /// The filter says perhaps, and the database was not asked.
    NoQuery,
    /// The filter says perhaps, and the code is free: it was taken for a collision.
    FalsePositive,
    /// Another URL has the code.
    Taken(String),
    /// The code is the URL's own row.
    OwnRow,
    /// The code is somebody else's, and was taken for the URL's own.
    NotOwn(String),
    /// It was over before this row.
    Over,
    /// It is not over yet at this row.
    NotOver,
    /// The browser remembers the 301.
    Remembers(char),
    /// It is another browser that remembers.
    OtherBrowser(char),
    /// A 302 is not remembered.
    NotRemembered,
    /// The browser has not been there.
    NeverSeen(char),
    /// The cache has it.
    InCache(String),
    /// The cache has let it go.
    Evicted {
        /// The code.
        code: String,
        /// The one that took its place.
        by: String,
    },
    /// Nobody has asked the service for it before.
    NotYetCached(String),
    /// There is no such link.
    NoSuchLink(String),
    /// There is such a link.
    IsALink(String),
    /// So many digits have too few codes.
    TooFew {
        /// How many digits.
        digits: u32,
        /// Codes of so many digits.
        codes: u128,
        /// Links.
        links: u128,
    },
    /// A digit less would do.
    TooMany {
        /// How many would do.
        digits: u32,
        /// Codes of so many digits.
        codes: u128,
        /// Links.
        links: u128,
    },
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoCode(error) => error.fmt(f),
            Self::Reversed => write!(
                f,
                "These are the right remainders in the wrong order: the first one is the last digit. Write them from the \
                 right to the left."
            ),
            Self::CapitalsFirst => {
                write!(f, "In this alphabet the small letters come first: a is 10, z is 35, A is 36 and Z is 61.")
            }
            Self::Hexadecimal => write!(f, "That is the number in base 16. Divide by 62, not by 16."),
            Self::Digits { given, value } => {
                write!(
                    f,
                    "A code of {given} digits; yours stands for {}. Divide until nothing is left.",
                    grouped(*value)
                )
            }
            Self::Digit { place, divided, given, worth } => write!(
                f,
                "Digit {place} is the remainder of {} divided by 62. You wrote {given}, which is {worth}.",
                grouped(*divided)
            ),
            Self::NeedlessQuery => {
                write!(f, "The filter says no, and a Bloom filter’s no is certain. The code is free without a query.")
            }
            Self::NoQuery => {
                write!(
                    f,
                    "The filter says perhaps, which is not certain. Only the database knows, so it has to be asked."
                )
            }
            Self::FalsePositive => write!(
                f,
                "The filter says perhaps, but the database has nothing there: a false positive. It costs a query, no more."
            ),
            Self::Taken(url) => write!(f, "The database has {url} under this code. Storing here would steal its link."),
            Self::OwnRow => {
                write!(f, "The row under this code is this very URL: it was shortened before. Give that code back.")
            }
            Self::NotOwn(url) => write!(f, "The row under this code is {url}, not the URL that is to be shortened."),
            Self::Over => write!(f, "The code was found in an earlier row, so this attempt never happens."),
            Self::NotOver => write!(f, "No row before has found a code, so this attempt does happen."),
            Self::Remembers(browser) => write!(
                f,
                "Browser {browser} got a 301 for this link before. It remembers that, and goes there without asking anybody."
            ),
            Self::OtherBrowser(browser) => {
                write!(f, "Only browser {browser} has been sent on by this link. Browsers do not tell each other.")
            }
            Self::NotRemembered => {
                write!(f, "The service answers with 302: browsers do not keep that, and ask every time.")
            }
            Self::NeverSeen(browser) => write!(f, "Browser {browser} has not followed this link before."),
            Self::InCache(code) => write!(f, "{code} was asked for not long ago and is still in the cache."),
            Self::Evicted { code, by } => write!(
                f,
                "{code} was in the cache, but it was the one not used for the longest when {by} needed a place."
            ),
            Self::NotYetCached(code) => {
                write!(f, "Nobody has asked the service for {code} yet, so the cache can’t have it.")
            }
            Self::NoSuchLink(code) => write!(f, "The table has no row {code}: all that can come back is a 404."),
            Self::IsALink(code) => write!(f, "The table has a row {code}: it is no 404."),
            Self::TooFew { digits, codes, links } => {
                write!(f, "{digits} characters are {} codes, and {} links come.", large(*codes), large(*links))
            }
            Self::TooMany { digits, codes, links } => write!(
                f,
                "{digits} characters are {} codes already: enough for {} links.",
                large(*codes),
                large(*links)
            ),
        }
    }
}
