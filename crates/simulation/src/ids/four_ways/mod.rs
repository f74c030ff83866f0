//! Four ways to make IDs, side by side: multi-master counters, UUIDs, ticket servers and Snowflakes.
//!
//! The same requests come to the same servers under one clock, each in a data centre of its own. A server that dies, that is cut
//! off, or whose clock is wrong, is so for all four ways. A database takes [`WRITE`] for a row, one after another; whoever would
//! wait longer than [`PATIENCE`] is turned away.

mod count;
mod scenario;
mod server;

use std::collections::VecDeque;

use algorithms::ids::snowflake::SnowflakeError;
use algorithms::ids::uuid::Uuid;
use algorithms::probe::Probe;

use crate::kernel::random::Stream;
use crate::kernel::system::System;
use crate::kernel::time::Micros;

pub use count::{Count, RECENT};
pub use scenario::{
    Command, Event, FURTHEST_MS, MOST_PER_SECOND, MOST_REQUESTS, MOST_SERVERS, Outcome, Refusal, SLOWEST_MS, Scenario,
    Why,
};
pub use server::Server;
use server::{Database, server, worker};

/// How long a database takes to write a row, so that it gives out 5,000 numbers a second.
pub const WRITE: Micros = Micros(200);

/// The longest that a request waits for a database.
pub const PATIENCE: Micros = Micros(50_000);

/// When the servers' clocks begin: 2026-01-01, in milliseconds since 1970.
pub const CLOCK_MS: u64 = 1_767_225_600_000;

/// How many ways there are.
pub const WAYS: usize = 4;

const REQUESTS: u64 = 0x0066_6f75_7221;
const RANDOM_BITS: u64 = 0x0075_7569_6421;

/// A way to make IDs.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Way {
    /// Each server's own database counts by as many as there are servers.
    MultiMaster,
    /// Each server draws random bits.
    Uuid,
    /// All ask a database that only counts.
    Tickets,
    /// Each server writes time, its number and a sequence.
    Snowflake,
}

impl Way {
    /// All of them.
    pub const ALL: [Self; WAYS] = [Self::MultiMaster, Self::Uuid, Self::Tickets, Self::Snowflake];

    /// What it is called.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::MultiMaster => "multi-master",
            Self::Uuid => "UUID",
            Self::Tickets => "ticket server",
            Self::Snowflake => "Snowflake",
        }
    }

    /// How an ID of this way is written.
    #[must_use]
    pub fn write(self, id: u128) -> String {
        if self == Self::Uuid { Uuid(id).to_string() } else { id.to_string() }
    }
}

/// What a counter's row is on its way to.
#[derive(Clone, Debug, Hash)]
struct Row {
    arrives: Micros,
    to: usize,
    id: u64,
}

/// The servers, and how it went by each way.
#[derive(Clone, Debug, Hash)]
pub struct FourWays {
    scenario: Scenario,
    servers: Vec<Server>,
    ticket_servers: Vec<(Database, bool)>,
    rows: VecDeque<Row>,
    counts: [Count; WAYS],
    requests: u32,
    next: Micros,
    chance: Stream,
    random: Stream,
}

impl FourWays {
    /// What is set.
    #[must_use]
    pub const fn scenario(&self) -> &Scenario {
        &self.scenario
    }

    /// The servers, by number.
    #[must_use]
    pub fn servers(&self) -> &[Server] {
        &self.servers
    }

    /// Which ticket servers run.
    pub fn ticket_servers(&self) -> impl Iterator<Item = bool> {
        self.ticket_servers.iter().map(|(_, is_alive)| *is_alive)
    }

    /// The offset and the step of a server's counter.
    #[must_use]
    pub fn step_of(&self, server: usize) -> Option<(u64, u64)> {
        self.servers.get(server).map(|server| (server.master.tickets.offset(), server.master.tickets.step()))
    }

    /// How it went by a way.
    #[must_use]
    pub const fn count(&self, way: Way) -> &Count {
        &self.counts[way as usize]
    }

    /// How many requests have come.
    #[must_use]
    pub const fn requests(&self) -> u32 {
        self.requests
    }

    /// Numbers up to the highest that no one has; none for a way that does not count.
    #[must_use]
    pub fn gaps(&self, way: Way) -> Option<u64> {
        let highest = match way {
            Way::MultiMaster => self.servers.iter().map(|server| server.master.tickets.highest()).max()?,
            Way::Tickets => self.ticket_servers.iter().map(|(database, _)| database.tickets.highest()).max()?,
            Way::Uuid | Way::Snowflake => return None,
        };
        Some(highest.saturating_sub(self.count(way).different()))
    }

    fn clock_ms(&self, server: usize, now: Micros) -> u64 {
        (CLOCK_MS + now.0 / 1_000).saturating_add_signed(self.servers[server].offset_ms.into())
    }

    fn issue(&mut self, way: Way, server: usize, now: Micros) -> Result<(u128, Micros), Why> {
        match way {
            Way::MultiMaster => self.insert(server, now),
            Way::Uuid => {
                let random = (0..4).fold(0_u128, |bits, _| bits << 32 | u128::from(self.random.next_u32()));
                let uuid = if self.scenario.uuid_version == 7 {
                    Uuid::v7(self.clock_ms(server, now), random).map_err(|_| Why::Exhausted)?
                } else {
                    Uuid::v4(random)
                };
                Ok((uuid.0, Micros::ZERO))
            }
            Way::Tickets => self.ask_ticket_server(server, now),
            Way::Snowflake => {
                let now_ms = self.clock_ms(server, now);
                let id = self.servers[server].worker.next_id(now_ms).map_err(|error| match error {
                    SnowflakeError::ClockBackwards { by_ms } => Why::ClockBehind { by_ms },
                    SnowflakeError::NotYet { .. } => Why::Overloaded,
                    SnowflakeError::Layout(_) => Why::Exhausted,
                })?;
                Ok((id.into(), Micros::ZERO))
            }
        }
    }

    /// A row into a server's own database; the others hear of it.
    fn insert(&mut self, server: usize, now: Micros) -> Result<(u128, Micros), Why> {
        let (id, took) = self.servers[server].master.insert(now)?;
        self.replicate(server, id, now);
        Ok((id.into(), took))
    }

    /// Sends the highest number of a server's database to all that it can reach.
    fn replicate(&mut self, from: usize, id: u64, now: Micros) {
        let arrives = now + self.one_way();
        if self.servers[from].is_cut {
            return;
        }
        let reached = self.servers.iter().enumerate().filter(|(to, server)| *to != from && !server.is_cut);
        self.rows.extend(reached.map(|(to, _)| Row { arrives, to, id }));
    }

    /// Rows that have arrived by now: a counter goes on above them.
    fn receive(&mut self, now: Micros) {
        while self.rows.front().is_some_and(|row| row.arrives <= now) {
            let Some(row) = self.rows.pop_front() else { break };
            if let Some(server) = self.servers.get_mut(row.to).filter(|server| server.is_alive && !server.is_cut) {
                server.master.tickets.observe(row.id);
            }
        }
    }

    /// The ticket servers take turns; a dead one is passed over.
    fn ask_ticket_server(&mut self, server: usize, now: Micros) -> Result<(u128, Micros), Why> {
        if self.servers[server].is_cut {
            return Err(Why::CutOff);
        }
        let one_way = self.one_way();
        let count = self.ticket_servers.len();
        let turns = (0..count).map(|turn| (self.requests as usize + turn) % count);
        let alive = turns.into_iter().find(|turn| self.ticket_servers[*turn].1).ok_or(Why::NoTicketServer)?;
        let (id, took) = self.ticket_servers[alive].0.insert(now + one_way)?;
        Ok((id.into(), one_way + one_way + took))
    }

    const fn one_way(&self) -> Micros {
        Micros::from_millis(self.scenario.one_way_ms as u64)
    }

    /// A further server. With care every counter's step is changed at the same moment, from above the highest number; what is cut
    /// off or dead does not hear of it. Without care only the new one knows that they are more.
    fn add_server(&mut self, now: Micros) -> Result<(), Refusal> {
        let number = self.servers.len();
        if number >= MOST_SERVERS {
            return Err(Refusal::Servers);
        }
        let step = number as u64 + 1;
        let mut server = server(number, step)?;
        // It begins as a copy of the others that it can reach.
        let reached = self.servers.iter().filter(|server| !server.is_cut);
        let highest = reached.map(|server| server.master.tickets.highest()).max().unwrap_or(0);
        server.master.tickets.observe(highest);
        if self.scenario.careful {
            for (other, offset) in self.servers.iter_mut().zip(1..).filter(|(other, _)| other.is_alive && !other.is_cut)
            {
                other.master.tickets.observe(highest);
                other.master.tickets.set_step(offset, step)?;
            }
        }
        self.servers.push(server);
        self.receive(now);
        Ok(())
    }

    fn server_mut(&mut self, server: u8) -> Result<&mut Server, Refusal> {
        self.servers.get_mut(usize::from(server)).ok_or(Refusal::NoSuchServer)
    }

    /// What was held back meets again: the counters tell each other where they are.
    fn catch_up(&mut self, now: Micros) {
        for from in 0..self.servers.len() {
            self.replicate(from, self.servers[from].master.tickets.highest(), now);
        }
    }

    fn draw(&mut self) -> Option<usize> {
        let mean = 1_000_000 / self.scenario.per_second;
        self.next = self.next + Micros(u64::from(mean / 2 + self.chance.below(mean + 1)).max(1));
        let alive: Vec<usize> = (0..self.servers.len()).filter(|server| self.servers[*server].is_alive).collect();
        alive.get(self.chance.below(alive.len() as u32) as usize).copied()
    }

    fn obey(&mut self, now: Micros, command: &Command) -> Result<(), Refusal> {
        match command {
            Command::AddServer => self.add_server(now)?,
            Command::Kill(server) => self.server_mut(*server)?.is_alive = false,
            Command::Revive(server) => {
                let number = u64::from(*server);
                let revived = self.server_mut(*server)?;
                revived.is_alive = true;
                // The database kept what it wrote; the process has forgotten its last tick.
                revived.worker = worker(number)?;
                self.catch_up(now);
            }
            Command::Cut(server) => self.server_mut(*server)?.is_cut = true,
            Command::Mend(server) => {
                self.server_mut(*server)?.is_cut = false;
                self.catch_up(now);
            }
            Command::SetClock(server, offset_ms) => {
                if offset_ms.unsigned_abs() > FURTHEST_MS {
                    return Err(Refusal::Offset);
                }
                self.server_mut(*server)?.offset_ms = *offset_ms;
            }
            Command::KillTicketServer(server) => self.ticket_server_mut(*server)?.1 = false,
            Command::ReviveTicketServer(server) => self.ticket_server_mut(*server)?.1 = true,
            Command::SetRate(per_second) => self.set(|scenario| scenario.per_second = *per_second)?,
            Command::SetOneWay(one_way_ms) => self.set(|scenario| scenario.one_way_ms = *one_way_ms)?,
            Command::SetCareful(careful) => self.scenario.careful = *careful,
            Command::SetUuid(version) => self.set(|scenario| scenario.uuid_version = *version)?,
        }
        Ok(())
    }

    fn set(&mut self, change: impl FnOnce(&mut Scenario)) -> Result<(), Refusal> {
        let mut scenario = self.scenario.clone();
        change(&mut scenario);
        scenario.check()?;
        self.scenario = scenario;
        Ok(())
    }

    fn ticket_server_mut(&mut self, server: u8) -> Result<&mut (Database, bool), Refusal> {
        self.ticket_servers.get_mut(usize::from(server)).ok_or(Refusal::NoSuchServer)
    }
}

impl System for FourWays {
    type Scenario = Scenario;
    type Command = Command;
    type Event = Event;
    type Refusal = Refusal;

    fn start(scenario: &Scenario, seed: u64) -> Result<Self, Refusal> {
        scenario.check()?;
        let servers = u64::from(scenario.servers);
        let ticket_servers = u64::from(scenario.ticket_servers);
        let mut started = Self {
            servers: (0..servers).map(|number| server(number as usize, servers)).collect::<Result<_, _>>()?,
            ticket_servers: (1..=ticket_servers)
                .map(|offset| Ok((Database::new(offset, ticket_servers)?, true)))
                .collect::<Result<_, Refusal>>()?,
            scenario: scenario.clone(),
            rows: VecDeque::new(),
            counts: Default::default(),
            requests: 0,
            next: Micros::ZERO,
            chance: Stream::new(seed, REQUESTS),
            random: Stream::new(seed, RANDOM_BITS),
        };
        started.next = Micros(u64::from(1_000_000 / started.scenario.per_second));
        Ok(started)
    }

    fn command(
        &mut self,
        now: Micros,
        command: &Command,
        events: &mut Vec<Event>,
        _probe: &mut impl Probe,
    ) -> Result<(), Refusal> {
        self.receive(now);
        self.obey(now, command)?;
        events.push(Event::Did(command.clone()));
        Ok(())
    }

    fn next_due(&self) -> Option<Micros> {
        (self.requests < MOST_REQUESTS).then_some(self.next)
    }

    fn tick(&mut self, events: &mut Vec<Event>, _probe: &mut impl Probe) {
        let now = self.next;
        self.receive(now);
        let server = self.draw();
        self.requests += 1;
        let outcomes = Way::ALL.map(|way| {
            let issued = match server {
                Some(server) => self.issue(way, server, now),
                None => Err(Why::NoServer),
            };
            self.counts[way as usize].note(server, issued)
        });
        events.push(Event::Asked { number: self.requests, server, outcomes });
    }

    fn bytes(&self) -> usize {
        size_of::<Self>()
            + self.servers.len() * size_of::<Server>()
            + self.rows.len() * size_of::<Row>()
            + self.counts.iter().map(Count::bytes).sum::<usize>()
    }
}
