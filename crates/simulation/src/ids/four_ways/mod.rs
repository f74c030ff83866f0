//! Four ways to make IDs, side by side: multi-master counters, UUIDs, ticket servers and Snowflakes.
//!
//! The same requests come to the same servers under one clock, each in a data centre of its own. A server that dies, that is cut
//! off, or whose clock is wrong, is so for all four ways. A database takes [`WRITE`] for a row, one after another; whoever would
//! wait longer than [`PATIENCE`] is turned away. What a request gets is worked out when it is made: at a ticket server it queues
//! among those that were made before it, wherever they are on their way.

mod count;
mod scenario;
mod server;

use algorithms::ids::snowflake::SnowflakeError;
use algorithms::ids::uuid::Uuid;
use algorithms::probe::Probe;

use crate::kernel::random::{Stream, entity};
use crate::kernel::system::System;
use crate::kernel::time::Micros;
use crate::named;
use crate::parts::agenda::Agenda;
use crate::parts::load::Load;
use crate::parts::network::{Arrives, Endpoint, Message, Network};

pub use count::{Count, RECENT};
pub use scenario::{
    CLOCK_OFF_MS, Command, Event, MOST_REQUESTS, ONE_WAY_MS, Outcome, PER_SECOND, Refusal, SERVERS, Scenario, Why,
};
pub use server::{Database, Server};

/// How long a database takes to write a row, so that it gives out 5,000 numbers a second.
pub const WRITE: Micros = Micros(200);

/// The longest that a request waits for a database.
pub const PATIENCE: Micros = Micros(50_000);

/// When the servers' clocks begin: 2026-01-01, in milliseconds since 1970.
pub const CLOCK_MS: u64 = 1_767_225_600_000;

const REQUESTS: u64 = entity("four!");
const RANDOM_BITS: u64 = entity("uuid!");

named! {
    /// A way to make IDs.
    pub enum Way {
        /// Each server's own database counts by as many as there are servers.
        MultiMaster => "multi-master",
        /// Each server draws random bits.
        Uuid => "UUID",
        /// All ask a database that only counts.
        Tickets => "ticket server",
        /// Each server writes time, its number and a sequence.
        Snowflake => "Snowflake",
    }
}

/// How many ways there are.
pub const WAYS: usize = Way::ALL.len();

impl Way {
    /// How an ID of this way is written.
    #[must_use]
    pub fn write(self, id: u128) -> String {
        if self == Self::Uuid { Uuid(id).to_string() } else { id.to_string() }
    }
}

/// The servers, and how it went by each way.
#[derive(Clone, Debug, Hash)]
pub struct FourWays {
    /// What is set.
    pub scenario: Scenario,
    /// The servers, by number.
    pub servers: Vec<Server>,
    /// The ticket servers.
    pub ticket_servers: Vec<Database>,
    /// How many requests have come.
    pub requests: u32,
    counts: [Count; WAYS],
    load: Load,
    random: Stream,
    agenda: Agenda<Arrives>,
    /// What counters tell each other: their highest number.
    net: Network<u64>,
}

impl FourWays {
    /// The offset and the step of a server's counter.
    #[must_use]
    pub fn step_of(&self, server: usize) -> Option<(u64, u64)> {
        self.servers.get(server).map(|server| (server.master.tickets.offset(), server.master.tickets.step()))
    }

    /// The rows that counters have told each other of and that are under way.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = &Message<u64>> {
        self.net.messages()
    }

    /// How it went by a way.
    #[must_use]
    pub const fn count(&self, way: Way) -> &Count {
        &self.counts[way as usize]
    }

    /// Numbers up to the highest that no one has; none for a way that does not count.
    #[must_use]
    pub fn gaps(&self, way: Way) -> Option<u64> {
        let highest = match way {
            Way::MultiMaster => self.servers.iter().map(|server| server.master.tickets.highest()).max()?,
            Way::Tickets => self.ticket_servers.iter().map(|database| database.tickets.highest()).max()?,
            Way::Uuid | Way::Snowflake => return None,
        };
        Some(highest.saturating_sub(self.count(way).different()))
    }

    fn clock_ms(&self, server: usize) -> u64 {
        (CLOCK_MS + self.agenda.now().0 / 1_000).saturating_add_signed(self.servers[server].offset_ms.into())
    }

    /// What a server answers to a request now, and how long that takes.
    fn issue(&mut self, way: Way, server: usize) -> Result<(u128, Micros), Why> {
        match way {
            Way::MultiMaster => {
                let (id, took) = self.servers[server].master.insert(self.agenda.now())?;
                self.tell_others(server);
                Ok((id.into(), took))
            }
            Way::Uuid => {
                let random = (0..4).fold(0_u128, |bits, _| bits << 32 | u128::from(self.random.next_u32()));
                let uuid = match self.scenario.uuid_version {
                    7 => Uuid::v7(self.clock_ms(server), random).map_err(|_| Why::Exhausted)?,
                    _ => Uuid::v4(random),
                };
                Ok((uuid.0, Micros::ZERO))
            }
            Way::Tickets => self.ask_ticket_server(server),
            Way::Snowflake => {
                let now_ms = self.clock_ms(server);
                let id = self.servers[server].worker.next_id(now_ms).map_err(|error| match error {
                    SnowflakeError::ClockBackwards { by_ms } => Why::ClockBehind { by_ms },
                    SnowflakeError::NotYet { .. } => Why::Overloaded,
                    SnowflakeError::Layout(_) => Why::Exhausted,
                })?;
                Ok((id.into(), Micros::ZERO))
            }
        }
    }

    /// The ticket servers take turns; a dead one is passed over.
    fn ask_ticket_server(&mut self, server: usize) -> Result<(u128, Micros), Why> {
        if self.servers[server].is_cut {
            return Err(Why::CutOff);
        }
        let count = self.ticket_servers.len();
        let mut turns = (0..count).map(|turn| (self.requests as usize + turn) % count);
        let alive = turns.find(|turn| self.ticket_servers[*turn].is_alive).ok_or(Why::NoTicketServer)?;
        let (id, took) = self.ticket_servers[alive].insert(self.agenda.now())?;
        Ok((id.into(), self.scenario.one_way() + self.scenario.one_way() + took))
    }

    /// Sends the highest number of a server's database to all that it can reach.
    fn tell_others(&mut self, from: usize) {
        let highest = self.servers[from].master.tickets.highest();
        for (to, server) in self.servers.iter().enumerate() {
            if to != from && !server.is_cut && !self.servers[from].is_cut {
                let ends = (from as Endpoint, to as Endpoint);
                self.net.send(&mut self.agenda, |arrives| arrives, ends, highest);
            }
        }
    }

    /// What has arrived by now: a counter goes on above it.
    fn receive(&mut self, now: Micros) {
        while self.agenda.next_due().is_some_and(|due| due <= now) {
            let Some(row) = self.agenda.pop().and_then(|arrives| self.net.arrive(arrives)) else { continue };
            let to = self.servers.get_mut(usize::from(row.to));
            if let Some(server) = to.filter(|server| server.is_alive && !server.is_cut) {
                server.master.tickets.observe(row.payload);
            }
        }
        self.agenda.advance(now);
    }

    /// A further server. With care every counter's step is changed at the same moment, from above the highest number; what is cut
    /// off or dead does not hear of it. Without care only the new one knows that they are more.
    fn add_server(&mut self) -> Result<(), Refusal> {
        let step = self.servers.len() + 1;
        SERVERS.check(step as u64)?;
        // It begins as a copy of the others that it can reach.
        let reached = self.servers.iter().filter(|server| !server.is_cut);
        let highest = reached.map(|server| server.master.tickets.highest()).max().unwrap_or(0);
        if self.scenario.careful {
            let others = self.servers.iter_mut().zip(1..);
            for (other, offset) in others.filter(|(other, _)| other.is_alive && !other.is_cut) {
                other.master.tickets.observe(highest);
                other.master.tickets.set_step(offset, step as u64)?;
            }
        }
        let mut server = Server::new(step - 1, step)?;
        server.master.tickets.observe(highest);
        self.servers.push(server);
        Ok(())
    }

    /// What was held back meets again: the counters tell each other where they are.
    fn catch_up(&mut self) {
        (0..self.servers.len()).for_each(|from| self.tell_others(from));
    }

    fn server(&mut self, server: u8) -> Result<&mut Server, Refusal> {
        self.servers.get_mut(usize::from(server)).ok_or(Refusal::NoSuchServer)
    }

    fn ticket_server(&mut self, server: u8) -> Result<&mut Database, Refusal> {
        self.ticket_servers.get_mut(usize::from(server)).ok_or(Refusal::NoSuchServer)
    }

    fn obey(&mut self, command: &Command) -> Result<(), Refusal> {
        match *command {
            Command::AddServer => self.add_server()?,
            Command::Kill(server) => self.server(server)?.is_alive = false,
            Command::Revive(server) => {
                self.server(server)?.is_alive = true;
                // The database kept what it wrote; the process has forgotten its last tick.
                self.server(server)?.worker = server::worker(server.into())?;
                self.catch_up();
            }
            Command::Cut(server) => self.server(server)?.is_cut = true,
            Command::Mend(server) => {
                self.server(server)?.is_cut = false;
                self.catch_up();
            }
            Command::SetClock(server, offset_ms) => {
                CLOCK_OFF_MS.check(offset_ms.unsigned_abs())?;
                self.server(server)?.offset_ms = offset_ms;
            }
            Command::KillTicketServer(server) => self.ticket_server(server)?.is_alive = false,
            Command::ReviveTicketServer(server) => self.ticket_server(server)?.is_alive = true,
            Command::SetRate(per_second) => self.scenario.per_second = per_second,
            Command::SetOneWay(one_way_ms) => self.scenario.one_way_ms = one_way_ms,
            Command::SetCareful(careful) => self.scenario.careful = careful,
            Command::SetUuid(version) => self.scenario.uuid_version = version,
        }
        self.scenario.check()
    }
}

impl System for FourWays {
    type Scenario = Scenario;
    type Command = Command;
    type Event = Event;
    type Refusal = Refusal;

    fn start(scenario: &Scenario, seed: u64) -> Result<Self, Refusal> {
        scenario.check()?;
        let (servers, ticket_servers) = (usize::from(scenario.servers), u64::from(scenario.ticket_servers));
        let first = Micros(u64::from(1_000_000 / scenario.per_second));
        Ok(Self {
            scenario: scenario.clone(),
            servers: (0..servers).map(|number| Server::new(number, servers)).collect::<Result<_, _>>()?,
            ticket_servers: (1..=ticket_servers)
                .map(|offset| Database::new(offset, ticket_servers))
                .collect::<Result<_, _>>()?,
            requests: 0,
            counts: Default::default(),
            load: Load::beginning_at(first, scenario.pattern(), Stream::new(seed, REQUESTS)),
            random: Stream::new(seed, RANDOM_BITS),
            agenda: Agenda::default(),
            net: Network::new(scenario.latency(), seed),
        })
    }

    fn command(
        &mut self,
        now: Micros,
        command: &Command,
        events: &mut Vec<Event>,
        _probe: &mut impl Probe,
    ) -> Result<(), Refusal> {
        self.receive(now);
        self.obey(command)?;
        self.net.set_latency(self.scenario.latency());
        self.load.set(self.scenario.pattern());
        events.push(Event::Did(command.clone()));
        Ok(())
    }

    fn next_due(&self) -> Option<Micros> {
        self.load.due().filter(|_| self.requests < MOST_REQUESTS)
    }

    /// The next request comes, to any of the servers that run.
    fn tick(&mut self, events: &mut Vec<Event>, _probe: &mut impl Probe) {
        let Some(now) = self.load.due() else { return };
        self.receive(now);
        self.load.advance();
        let alive: Vec<usize> = (0..self.servers.len()).filter(|server| self.servers[*server].is_alive).collect();
        let server = alive.get(self.load.chance().below(alive.len() as u32) as usize).copied();
        self.requests += 1;
        let outcomes = Way::ALL.map(|way| {
            let issued = server.ok_or(Why::NoServer).and_then(|server| self.issue(way, server));
            self.counts[way as usize].note(server, issued)
        });
        events.push(Event::Asked { number: self.requests, server, outcomes });
    }

    fn bytes(&self) -> usize {
        let databases = self.servers.iter().map(|server| &server.master).chain(&self.ticket_servers);
        size_of::<Self>()
            + self.servers.len() * size_of::<Server>()
            + databases.map(Database::bytes).sum::<usize>()
            + self.counts.iter().map(Count::bytes).sum::<usize>()
            + self.agenda.bytes()
            + self.net.bytes()
    }
}
