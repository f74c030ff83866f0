//! How a run of the six lanes starts, what a person may do to it, and what is said of it.

use std::fmt;

use algorithms::limit::{LimitError, Quota};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{METHODS, Method, Traffic};
use crate::kernel::text::grouped;
use crate::parts::bound::{self, Bound};

/// How many may pass in a window: more could not be drawn.
pub const LIMIT: Bound = Bound::new("as a limit", 1, 100);

/// The longest window, in seconds.
pub const WINDOW: Bound = Bound::new("seconds of window", 1, 3_600);

/// What libraries disagree on.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub struct Choices {
    /// The leaking bucket only measures; else it holds requests back in a queue.
    pub meter: bool,
    /// A fixed window begins with its first request; else at multiples of its length.
    pub first_hit: bool,
    /// In the log, a request exactly one window old still counts.
    pub inclusive: bool,
    /// The log writes denied requests down too.
    pub log_denied: bool,
    /// The sliding counter's estimate counts parts of a request; else it is rounded down.
    pub exact: bool,
}

/// One of [`Choices`].
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub enum Choice {
    /// [`Choices::meter`].
    Meter,
    /// [`Choices::first_hit`].
    FirstHit,
    /// [`Choices::inclusive`].
    Inclusive,
    /// [`Choices::log_denied`].
    LogDenied,
    /// [`Choices::exact`].
    Exact,
}

impl Choices {
    /// How it is made.
    #[must_use]
    pub const fn get(self, choice: Choice) -> bool {
        match choice {
            Choice::Meter => self.meter,
            Choice::FirstHit => self.first_hit,
            Choice::Inclusive => self.inclusive,
            Choice::LogDenied => self.log_denied,
            Choice::Exact => self.exact,
        }
    }

    pub(super) const fn set(&mut self, choice: Choice, on: bool) {
        match choice {
            Choice::Meter => self.meter = on,
            Choice::FirstHit => self.first_hit = on,
            Choice::Inclusive => self.inclusive = on,
            Choice::LogDenied => self.log_denied = on,
            Choice::Exact => self.exact = on,
        }
    }
}

/// All that is needed to start, next to the seed.
#[derive(Clone, Debug, Deserialize, Hash, PartialEq, Serialize)]
pub struct Scenario {
    /// How many requests may pass in a window.
    pub limit: u32,
    /// How long a window is, in seconds.
    pub window_seconds: u32,
    /// Who sends what when.
    pub traffic: Traffic,
    /// Each user has the limit to themselves; else all share it.
    pub per_user: bool,
    /// What libraries disagree on.
    pub choices: Choices,
}

/// Ten in ten seconds, attacked at the edge of two windows.
impl Default for Scenario {
    fn default() -> Self {
        Self::of(Traffic::Edge)
    }
}

impl Scenario {
    /// Ten in ten seconds, for this traffic.
    #[must_use]
    pub fn of(traffic: Traffic) -> Self {
        Self { limit: 10, window_seconds: 10, traffic, per_user: false, choices: Choices::default() }
    }

    /// How long a window is, in microseconds.
    #[must_use]
    pub fn window(&self) -> u64 {
        u64::from(self.window_seconds) * 1_000_000
    }

    pub(super) fn quota(&self) -> Result<Quota, LimitError> {
        Quota::new(self.limit, self.window())
    }

    pub(super) fn check(&self) -> Result<(), Refusal> {
        LIMIT.check(self.limit)?;
        Ok(WINDOW.check(self.window_seconds)?)
    }
}

/// What a person may do. Whatever is set, all requests so far are decided again, as if it had been so from the start.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub enum Command {
    /// Sends a request as this user, 0 or 1.
    Send(u8),
    /// Lets so many pass in a window.
    SetLimit(u32),
    /// Makes the window so many seconds long.
    SetWindow(u32),
    /// Gives each user the limit, or one limit to all.
    SetPerUser(bool),
    /// Decides what libraries disagree on.
    Choose(Choice, bool),
}

/// Why it can't be done.
#[derive(Clone, Debug, Eq, Error, PartialEq)]
pub enum Refusal {
    /// A number is out of range.
    #[error(transparent)]
    Number(#[from] bound::Refusal),
    /// There are two users.
    #[error("There is no user {0}: they are 0 and 1.")]
    User(u8),
    /// More requests than a run takes.
    #[error("That is as many requests as one run takes. Begin a new one.")]
    Full,
    /// An algorithm refuses.
    #[error(transparent)]
    Algorithm(#[from] LimitError),
}

/// What happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// A request came.
    Request {
        /// Its number, from 1.
        number: u32,
        /// Who sent it.
        user: u8,
        /// When, in microseconds of the lab's clock.
        at: u64,
        /// Whether each lane let it pass.
        passed: [bool; METHODS],
    },
    /// Something was set.
    Set(Command),
}

/// In seconds to the hundredth: `9.90 s`.
fn clock(at: u64) -> String {
    format!("{}.{:02}\u{202f}s", at / 1_000_000, at / 10_000 % 100)
}

impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Request { number, user, at, passed } => {
                let who = if *user == 0 { "" } else { " from the second user" };
                write!(f, "Request {}{who} at {}: ", grouped(u64::from(*number)), clock(*at))?;
                let denied: Vec<&str> = Method::ALL
                    .into_iter()
                    .zip(passed)
                    .filter(|(_, passed)| !**passed)
                    .map(|(method, _)| method.name())
                    .collect();
                match denied.len() {
                    0 => write!(f, "all six let it pass."),
                    METHODS => write!(f, "all six turn it away."),
                    _ => write!(f, "turned away by {}.", denied.join(", ")),
                }
            }
            Self::Set(command) => match command {
                Command::SetLimit(limit) => write!(f, "The limit is {limit}; all requests are decided again."),
                Command::SetWindow(1) => write!(f, "The window is a second long; all requests are decided again."),
                Command::SetWindow(seconds) => {
                    write!(f, "The window is {seconds} seconds long; all requests are decided again.")
                }
                Command::SetPerUser(true) => write!(f, "Each user has a limit of their own."),
                Command::SetPerUser(false) => write!(f, "All users share one limit."),
                Command::Choose(choice, on) => write!(f, "{}", sentence(*choice, *on)),
                Command::Send(_) => write!(f, "A request is sent."),
            },
        }
    }
}

/// What a choice means, as a sentence.
#[must_use]
pub const fn sentence(choice: Choice, on: bool) -> &'static str {
    match (choice, on) {
        (Choice::Meter, false) => "The leaking bucket is a queue: it holds requests back.",
        (Choice::Meter, true) => "The leaking bucket only measures: requests pass at once.",
        (Choice::FirstHit, false) => "Fixed windows begin with the clock.",
        (Choice::FirstHit, true) => "A fixed window begins with its first request.",
        (Choice::Inclusive, false) => "In the log, a request exactly one window old no longer counts.",
        (Choice::Inclusive, true) => "In the log, a request exactly one window old still counts.",
        (Choice::LogDenied, false) => "The log writes down only what passed.",
        (Choice::LogDenied, true) => "The log writes denied requests down too.",
        (Choice::Exact, false) => "The sliding counter rounds its estimate down.",
        (Choice::Exact, true) => "The sliding counter counts parts of a request.",
    }
}
