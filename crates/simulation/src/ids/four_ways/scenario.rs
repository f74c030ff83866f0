//! How the four ways start, what a person may do to them, and what is said of it.

use std::fmt;

use algorithms::ids::layout::LayoutError;
use algorithms::ids::ticket::TicketError;
use serde::{Deserialize, Serialize};

use super::{WAYS, Way};
use crate::kernel::text::grouped;

/// The most servers.
pub const MOST_SERVERS: usize = 6;

/// After so many requests a run is over.
pub const MOST_REQUESTS: u32 = 10_000;

/// The most requests in a second.
pub const MOST_PER_SECOND: u32 = 50_000;

/// The slowest network: so many milliseconds from one data centre to another.
pub const SLOWEST_MS: u32 = 2_000;

/// The furthest that a clock can be from the truth, in milliseconds.
pub const FURTHEST_MS: u32 = 60_000;

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
        if !(1..=MOST_SERVERS).contains(&usize::from(self.servers)) {
            return Err(Refusal::Servers);
        }
        if !(1..=2).contains(&self.ticket_servers) {
            return Err(Refusal::TicketServers);
        }
        if ![4, 7].contains(&self.uuid_version) {
            return Err(Refusal::UuidVersion);
        }
        if !(1..=MOST_PER_SECOND).contains(&self.per_second) {
            return Err(Refusal::Rate { per_second: self.per_second });
        }
        if self.one_way_ms > SLOWEST_MS { Err(Refusal::OneWay) } else { Ok(()) }
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
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Refusal {
    /// None, or more than [`MOST_SERVERS`].
    Servers,
    /// Neither one nor two.
    TicketServers,
    /// Neither 4 nor 7.
    UuidVersion,
    /// No request, or too many.
    Rate {
        /// How many there were to be.
        per_second: u32,
    },
    /// Slower than [`SLOWEST_MS`].
    OneWay,
    /// Further than [`FURTHEST_MS`].
    Offset,
    /// There is no such server.
    NoSuchServer,
    /// There can't be such a counter.
    Ticket(TicketError),
    /// There can't be such a worker.
    Layout(LayoutError),
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Servers => write!(f, "There are 1 to {MOST_SERVERS} servers here."),
            Self::TicketServers => f.write_str("There are one or two ticket servers."),
            Self::UuidVersion => f.write_str("The UUIDs here are of version 4 or 7."),
            Self::Rate { per_second } => {
                write!(f, "{per_second} requests a second won’t do: it takes 1 to {MOST_PER_SECOND}.")
            }
            Self::OneWay => write!(f, "A message takes up to {SLOWEST_MS} ms here."),
            Self::Offset => write!(f, "A clock can be set up to {FURTHEST_MS} ms back or ahead."),
            Self::NoSuchServer => f.write_str("There is no such server."),
            Self::Ticket(error) => error.fmt(f),
            Self::Layout(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for Refusal {}

impl From<TicketError> for Refusal {
    fn from(error: TicketError) -> Self {
        Self::Ticket(error)
    }
}

impl From<LayoutError> for Refusal {
    fn from(error: LayoutError) -> Self {
        Self::Layout(error)
    }
}

/// Why a request got no ID.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Why {
    /// No server runs.
    NoServer,
    /// No ticket server runs.
    NoTicketServer,
    /// The ticket server can't be reached.
    CutOff,
    /// It would have had to wait too long.
    Overloaded,
    /// The clock is behind the last ID by so many milliseconds.
    ClockBehind {
        /// How many.
        by_ms: u64,
    },
    /// There is no room for another ID, or for this time.
    Exhausted,
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoServer => f.write_str("no server runs"),
            Self::NoTicketServer => f.write_str("no ticket server runs"),
            Self::CutOff => f.write_str("ticket server out of reach"),
            Self::Overloaded => f.write_str("overloaded"),
            Self::ClockBehind { by_ms } => write!(f, "clock {} ms behind", grouped(*by_ms)),
            Self::Exhausted => f.write_str("no room left"),
        }
    }
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
        match self {
            Self::Asked { number, server, outcomes } => {
                write!(f, "Request {}", grouped((*number).into()))?;
                server.map_or(Ok(()), |server| write!(f, " to server {}", server + 1))?;
                for (way, outcome) in Way::ALL.into_iter().zip(outcomes) {
                    write!(f, "; {}: ", way.name())?;
                    match outcome {
                        Outcome::Refused(why) => write!(f, "none, {why}")?,
                        Outcome::Issued { id, is_duplicate, is_out_of_order } => {
                            f.write_str(&way.write(*id))?;
                            f.write_str(match (is_duplicate, is_out_of_order) {
                                (true, _) => ", a duplicate",
                                (false, true) => ", out of order",
                                (false, false) => "",
                            })?;
                        }
                    }
                }
                f.write_str(".")
            }
            Self::Did(command) => command.fmt(f),
        }
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
