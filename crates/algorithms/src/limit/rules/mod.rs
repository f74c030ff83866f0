//! Which limit is it? Rules in a file, matched against what is known of a request.
//!
//! **The idea.** A gateway sends the limiter a *descriptor*: a list of entries, each a key and a value, say
//! `remote_address = 10.0.0.7, path = /login`. The file holds a tree. Each entry goes one step down: to the rule for this key
//! and this value, or else to the rule for this key alone. The limit that counts is the one where the last entry arrives.
//!
//! **Counters.** Requests are counted by the whole descriptor. So a rule for a key alone is not one counter but one for each
//! value: `remote_address` with 10 a minute gives each address 10 a minute.
//!
//! The format is that of Lyft's (now Envoy's) rate limit service; JSON is YAML too. What it has and this reader has not, it
//! names and refuses: nothing is overlooked in silence.
//!
//! **Costs.** A look through one list of rules for each entry.
//!
//! Source: envoyproxy/ratelimit, README, *Configuration*, <https://github.com/envoyproxy/ratelimit#configuration>.

mod fault;
mod read;
mod tree;

use super::{LimitError, Quota};
use crate::probe;
use crate::probe::Probe;

pub use fault::{Fault, Why};
pub use read::read;

/// The longest file that is read, in bytes.
pub const LONGEST_FILE: usize = 20_000;

/// The most rules in a file.
pub const MOST_RULES: usize = 500;

/// How deep rules may be nested: more entries than a descriptor has in practice.
pub const DEEPEST: usize = 8;

/// What requests are counted in.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Unit {
    /// A second.
    Second,
    /// A minute.
    Minute,
    /// An hour.
    Hour,
    /// A day.
    Day,
}

impl Unit {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Second, Self::Minute, Self::Hour, Self::Day];

    /// As it is written in a file.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Second => "second",
            Self::Minute => "minute",
            Self::Hour => "hour",
            Self::Day => "day",
        }
    }

    /// Its length, in microseconds.
    #[must_use]
    pub const fn period(self) -> u64 {
        let seconds = match self {
            Self::Second => 1,
            Self::Minute => 60,
            Self::Hour => 3_600,
            Self::Day => 86_400,
        };
        seconds * 1_000_000
    }
}

/// What a rule allows.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Allowance {
    /// Anything: an exception to a rule for the key alone.
    Unlimited,
    /// So many in each unit.
    Limited {
        /// How many.
        requests: u32,
        /// In what.
        unit: Unit,
    },
}

impl Allowance {
    /// As a quota; `None` without a limit.
    ///
    /// # Errors
    /// If there can't be such a quota. One that was [`read`] can be.
    pub fn quota(self) -> Result<Option<Quota>, LimitError> {
        match self {
            Self::Unlimited => Ok(None),
            Self::Limited { requests, unit } => Quota::new(requests, unit.period()).map(Some),
        }
    }
}

/// A rule, and those below it.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct Rule {
    /// The key of the entry that it is for.
    pub key: String,
    /// The entry's value; without one, it is for all values that no other rule is for.
    pub value: Option<String>,
    /// What it allows a descriptor that ends here; without one, the rule is only a step on the way.
    pub allowance: Option<Allowance>,
    /// It counts, and lets everything pass.
    pub shadow: bool,
    /// Where it begins in the file, counted from 1.
    pub line: u32,
    /// The rules for the next entry.
    pub below: Vec<Self>,
}

/// All rules of a file.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct Rules {
    /// What keeps its counters apart from others'.
    pub domain: String,
    /// The rules for the first entry.
    pub rules: Vec<Rule>,
}

/// A key and a value of a request.
pub type Entry = (String, String);

impl Rules {
    /// The rule whose limit counts for a descriptor. `None` if no rule is for it, or only one without a limit: then nothing
    /// limits it.
    pub fn find(&self, descriptor: &[Entry], probe: &mut impl Probe) -> Option<&Rule> {
        let mut rules = &self.rules;
        let mut found = None;
        for (key, value) in descriptor {
            let of_value = rules.iter().find(|rule| rule.key == *key && rule.value.as_ref() == Some(value));
            probe!(probe, key = key.as_str(), value = value.as_str(), found = of_value.is_some());
            let rule = of_value.or_else(|| rules.iter().find(|rule| rule.key == *key && rule.value.is_none()))?;
            probe!(probe, line = rule.line, below = rule.below.len());
            rules = &rule.below;
            found = Some(rule);
        }
        found.filter(|rule| rule.allowance.is_some())
    }

    /// The name of a descriptor's counter, as the service's store has it: the domain, then each key and value.
    #[must_use]
    pub fn counter(&self, descriptor: &[Entry]) -> String {
        let mut name = self.domain.clone();
        for (key, value) in descriptor {
            name.extend(["_", key, "_", value]);
        }
        name
    }
}
