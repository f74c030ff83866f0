//! What is wrong with a file of rules.

use std::fmt;

use super::{DEEPEST, LONGEST_FILE, MOST_RULES, Unit};
use crate::limit::LimitError;

/// What is wrong, and where.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Fault {
    /// The line, counted from 1.
    pub line: u32,
    /// The column, counted from 1.
    pub column: u32,
    /// The reason.
    pub why: Why,
}

/// Why a file can't be read.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Why {
    /// It is longer than [`LONGEST_FILE`].
    LongFile(usize),
    /// It is no YAML, as the YAML reader says it.
    Syntax(String),
    /// Something that YAML has and rules don't need: anchors, aliases, tags, several documents.
    NotRead(&'static str),
    /// There is nothing in it.
    Empty,
    /// Something is not what it should be.
    NotA {
        /// What it is for.
        what: &'static str,
        /// What it should be.
        wanted: &'static str,
    },
    /// A field that nobody knows.
    Unknown {
        /// The field.
        field: String,
        /// Those that there are.
        known: &'static str,
    },
    /// The same field twice in one place.
    Twice(String),
    /// A field is missing.
    Missing(&'static str),
    /// A unit that nobody knows.
    Unit(String),
    /// A number of requests that is no whole number.
    Number(String),
    /// There can't be such a limit.
    Limit(LimitError),
    /// A limit and none, in one rule.
    Both,
    /// Two rules of one list are for the same entry.
    Duplicate {
        /// The entry.
        entry: String,
        /// The line of the other.
        line: u32,
    },
    /// A rule that neither limits anything nor leads to one that does.
    Idle,
    /// More than [`MOST_RULES`].
    ManyRules,
    /// Deeper than [`DEEPEST`].
    Deep,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Line {}, column {}: {}", self.line, self.column, self.why)
    }
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::LongFile(bytes) => write!(f, "{bytes} bytes are too many; rules go up to {LONGEST_FILE}."),
            Self::Syntax(says) => write!(f, "this is no YAML: {says}."),
            Self::NotRead(what) => write!(f, "{what} are not read here. Write it out."),
            Self::Empty => write!(f, "there are no rules. Begin with “domain:” and “descriptors:”."),
            Self::NotA { what, wanted } => write!(f, "{what} must be {wanted}."),
            Self::Unknown { field, known } => write!(f, "there is no field “{field}”. Known here: {known}."),
            Self::Twice(field) => write!(f, "the field “{field}” is here a second time."),
            Self::Missing(field) => write!(f, "the field “{field}” is missing."),
            Self::Unit(unit) => {
                write!(f, "“{unit}” is no unit. Choose ")?;
                for (i, unit) in Unit::ALL.iter().enumerate() {
                    let before = match i {
                        0 => "",
                        3 => " or ",
                        _ => ", ",
                    };
                    write!(f, "{before}{}", unit.name())?;
                }
                write!(f, ".")
            }
            Self::Number(text) => write!(f, "“{text}” is no whole number of requests."),
            Self::Limit(error) => error.fmt(f),
            Self::Both => write!(f, "“unlimited” and a limit contradict each other. Keep one."),
            Self::Duplicate { entry, line } => {
                write!(f, "a rule for {entry} is on line {line} already; this one would never be reached.")
            }
            Self::Idle => write!(f, "this rule has neither “rate_limit” nor “descriptors”, so it does nothing."),
            Self::ManyRules => write!(f, "there are more than {MOST_RULES} rules."),
            Self::Deep => write!(f, "rules are nested more than {DEEPEST} deep."),
        }
    }
}

impl std::error::Error for Fault {}
