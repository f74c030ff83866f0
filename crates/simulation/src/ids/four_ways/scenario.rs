//! How the four ways start, what a person may do to them, and what is said of it.

use std::fmt;

use algorithms::ids::layout::LayoutError;
use algorithms::ids::ticket::TicketError;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::{WAYS, Way};
use crate::kernel::text::grouped;
use crate::kernel::time::Micros;
use crate::parts::bound::{self, Bound};
use crate::parts::load::Pattern;
use crate::parts::network::Latency;

/// After so many requests a run is over.
pub const MOST_REQUESTS: u32 = 10_000;

/// Servers.
pub const SERVERS: Bound = Bound::new("servers", 1, 6);
/// Ticket servers.
pub const TICKET_SERVERS: Bound = Bound::new("ticket servers", 1, 2);
/// How many requests come.
pub const PER_SECOND: Bound = Bound::new("requests a second", 1, 50_000);
/// How slow the network is.
pub const ONE_WAY_MS: Bound = Bound::new("ms between data centres", 0, 2_000);
/// How wrong a clock is.
pub const CLOCK_OFF_MS: Bound = Bound::new("ms back or ahead", 0, 60_000);

/// All that is needed to start, next to the seed.
#[derive(Clone, Debug, Deserialize, Hash, PartialEq, Serialize)]
pub struct Scenario {
    /// Servers, each in a data centre of its own.
    pub servers: u8,
    /// Ticket servers: one, or two of which one has the odd numbers.
    pub ticket_servers: u8,
    /// Version 4 or 7.
    pub uuid_version: u8,
    /// How many requests come in a second, to all servers together.
    pub per_second: u32,
    /// How long a message takes from one data centre to another, in milliseconds.
    pub one_way_ms: u32,
    /// Whether every counter's step is changed when a server is added.
    pub careful: bool,
}

/// Three servers, one ticket server, eight requests a second, 150 ms between data centres, as from London to Sydney.
impl Default for Scenario {
    fn default() -> Self {
        Self { servers: 3, ticket_servers: 1, uuid_version: 4, per_second: 8, one_way_ms: 150, careful: false }
    }
}

impl Scenario {
    pub(super) fn check(&self) -> Result<(), Refusal> {
        SERVERS.check(self.servers)?;
        TICKET_SERVERS.check(self.ticket_servers)?;
        PER_SECOND.check(self.per_second)?;
        ONE_WAY_MS.check(self.one_way_ms)?;
        if matches!(self.uuid_version, 4 | 7) { Ok(()) } else { Err(Refusal::UuidVersion) }
    }

    pub(super) const fn one_way(&self) -> Micros {
        Micros::from_millis(self.one_way_ms as u64)
    }

    pub(super) const fn latency(&self) -> Latency {
        Latency::Fixed(self.one_way())
    }

    /// The gaps between requests.
    pub(super) const fn pattern(&self) -> Pattern {
        Pattern::jittered(1_000_000 / self.per_second)
    }
}

/// What a person may do. Servers are meant by their number, from 0.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub enum Command {
    /// Adds a server.
    AddServer,
    /// A server dies.
    Kill(u8),
    /// It runs again.
    Revive(u8),
    /// A server's data centre is cut off from the others.
    Cut(u8),
    /// And connected again.
    Mend(u8),
    /// A server's clock is set so many milliseconds ahead of the truth, or behind it.
    SetClock(u8, i32),
    /// A ticket server dies.
    KillTicketServer(u8),
    /// It runs again.
    ReviveTicketServer(u8),
    /// So many requests come in a second.
    SetRate(u32),
    /// A message takes so many milliseconds.
    SetOneWay(u32),
    /// Whether every counter's step is changed when a server is added.
    SetCareful(bool),
    /// Version 4 or 7.
    SetUuid(u8),
}

/// Why it can't be done.
#[derive(Clone, Debug, Eq, Error, PartialEq)]
pub enum Refusal {
    /// A number is out of range.
    #[error(transparent)]
    Number(#[from] bound::Refusal),
    /// Neither 4 nor 7.
    #[error("The UUIDs here are of version 4 or 7.")]
    UuidVersion,
    /// There is no such server.
    #[error("There is no such server.")]
    NoSuchServer,
    /// There can't be such a counter.
    #[error(transparent)]
    Ticket(#[from] TicketError),
    /// There can't be such a worker.
    #[error(transparent)]
    Layout(#[from] LayoutError),
}

/// Why a request got no ID.
#[derive(Clone, Copy, Debug, Eq, Error, Hash, PartialEq)]
pub enum Why {
    /// No server runs.
    #[error("no server runs")]
    NoServer,
    /// No ticket server runs.
    #[error("no ticket server runs")]
    NoTicketServer,
    /// The ticket server can't be reached.
    #[error("ticket server out of reach")]
    CutOff,
    /// It would have had to wait too long.
    #[error("overloaded")]
    Overloaded,
    /// The clock is behind the last ID by so many milliseconds.
    #[error("clock {} ms behind", grouped(*by_ms))]
    ClockBehind {
        /// How many.
        by_ms: u64,
    },
    /// There is no room for another ID, or for this time.
    #[error("no room left")]
    Exhausted,
}

/// What a request got by one of the ways.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Outcome {
    /// An ID.
    Issued {
        /// Which.
        id: u128,
        /// Whether it was issued before.
        is_duplicate: bool,
        /// Whether it is smaller than the one before it.
        is_out_of_order: bool,
    },
    /// None.
    Refused(Why),
}

/// What happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// A request came.
    Asked {
        /// Which, from 1.
        number: u32,
        /// To which server; `None` if none runs.
        server: Option<usize>,
        /// What it got by each way.
        outcomes: [Outcome; WAYS],
    },
    /// A person did something.
    Did(Command),
}

impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (number, server, outcomes) = match self {
            Self::Asked { number, server, outcomes } => (number, server, outcomes),
            Self::Did(command) => return command.fmt(f),
        };
        write!(f, "Request {}", grouped((*number).into()))?;
        server.map_or(Ok(()), |server| write!(f, " to server {}", server + 1))?;
        for (way, outcome) in Way::ALL.into_iter().zip(outcomes) {
            write!(f, "; {}: ", way.name())?;
            let (id, remark) = match outcome {
                Outcome::Refused(why) => (format!("none, {why}"), ""),
                Outcome::Issued { id, is_duplicate: true, .. } => (way.write(*id), ", a duplicate"),
                Outcome::Issued { id, is_out_of_order: true, .. } => (way.write(*id), ", out of order"),
                Outcome::Issued { id, .. } => (way.write(*id), ""),
            };
            f.write_str(&(id + remark))?;
        }
        f.write_str(".")
    }
}

impl fmt::Display for Command {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let number = |server: &u8| u32::from(*server) + 1;
        match self {
            Self::AddServer => f.write_str("A server is added."),
            Self::Kill(server) => write!(f, "Server {} dies.", number(server)),
            Self::Revive(server) => write!(f, "Server {} runs again.", number(server)),
            Self::Cut(server) => write!(f, "Server {} is cut off from the others.", number(server)),
            Self::Mend(server) => write!(f, "Server {} is connected again.", number(server)),
            Self::SetClock(server, 0) => write!(f, "The clock of server {} is right again.", number(server)),
            Self::SetClock(server, offset) => {
                let way = if *offset < 0 { "behind" } else { "ahead" };
                let by = grouped(offset.unsigned_abs().into());
                write!(f, "The clock of server {} is set {by} ms {way}.", number(server))
            }
            Self::KillTicketServer(server) => write!(f, "Ticket server {} dies.", number(server)),
            Self::ReviveTicketServer(server) => write!(f, "Ticket server {} runs again.", number(server)),
            Self::SetRate(rate) => write!(f, "{} requests a second.", grouped((*rate).into())),
            Self::SetOneWay(ms) => write!(f, "A message takes {ms} ms."),
            Self::SetCareful(true) => f.write_str("When a server is added, every step changes."),
            Self::SetCareful(false) => f.write_str("When a server is added, only its own step is right."),
            Self::SetUuid(version) => write!(f, "UUIDs of version {version}."),
        }
    }
}
