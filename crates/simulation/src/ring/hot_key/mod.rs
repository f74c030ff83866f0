//! One key that everybody asks for, on three sets of servers: the plain ring, the ring with bounded loads, and the ring with
//! the hot key on several servers.
//!
//! The same requests come to all three. A server serves one request after another, each for [`SERVICE`]; whoever comes while
//! [`LONGEST_QUEUE`] are there is turned away. The plain ring sends the hot key to one server, whatever its queue. Bounded
//! loads send a request on clockwise from a server that holds its part of the requests now present, and ε more. Replication
//! knows the hot key and sends each request for it to the shortest queue of the servers that hold a copy.

mod lanes;
mod scenario;

use std::rc::Rc;

use algorithms::hashing::bounded::{Slack, first_with_room};
use algorithms::hashing::ring::{Ring, ServerId};
use algorithms::position::Position;
use algorithms::probe::Probe;

use crate::kernel::random::{Stream, entity};
use crate::kernel::system::System;
use crate::kernel::time::Micros;
use crate::kernel::timeline::Stamped;
use crate::named;
use crate::parts::load::{Load, Pattern};

pub use lanes::{Lane, Lanes};
pub use scenario::{COPIES, Command, Event, HOT_PERCENT, KEYS, LOAD_PERCENT, Refusal, SERVERS, Scenario, Went};

/// How long a request is served: slow enough to be watched.
pub const SERVICE: Micros = Micros::from_millis(1_000);

/// The most requests at a server, the one being served included.
pub const LONGEST_QUEUE: u32 = 12;

/// After so many requests a run is over.
pub const MOST_REQUESTS: u32 = 10_000;

/// The entity whose stream says when a request comes and what for.
const REQUESTS: u64 = entity("hot!");

named! {
    /// How a request finds its server.
    pub enum Scheme {
        /// The next server clockwise.
        Ring => "the plain ring",
        /// The next one clockwise that has room.
        Bounded => "bounded loads",
        /// For the hot key the emptiest of the next few clockwise, for others the next.
        Copies => "copies of the hot key",
    }
}

/// How many schemes there are.
pub const SCHEMES: usize = Scheme::ALL.len();

/// What has come, where it is, and what comes next.
#[derive(Clone, Debug, Hash)]
pub struct HotKey {
    /// What is set.
    pub scenario: Rc<Scenario>,
    /// How many requests have come since the count began.
    pub requests: u32,
    /// How many of them were for the hot key.
    pub hot_requests: u32,
    /// Where the last request went, by each scheme.
    pub last: Option<[Went; SCHEMES]>,
    slack: Slack,
    ring: Rc<Ring>,
    /// Where the hot key stands.
    hot: Position,
    lanes: [Lanes; SCHEMES],
    load: Load,
}

impl HotKey {
    /// The servers as they are by a scheme.
    #[must_use]
    pub const fn lanes(&self, scheme: Scheme) -> &Lanes {
        &self.lanes[scheme as usize]
    }

    /// The number of the server that owns the hot key on the ring.
    #[must_use]
    pub fn hot_owner(&self) -> u32 {
        self.owner(self.hot)
    }

    /// The servers that hold a copy where the hot key is replicated, the owner first.
    #[must_use]
    pub fn hot_holders(&self) -> Vec<u32> {
        let found = self.ring.replicas(self.hot, self.scenario.copies as usize);
        found.into_iter().map(number).collect()
    }

    /// The most requests that bounded loads let a server have while `present` are there: its part of them, the next one
    /// included, and ε more.
    #[must_use]
    pub fn capacity(&self, present: u32) -> u32 {
        let capacity = self.slack.capacity(u64::from(present) + 1, self.scenario.servers);
        capacity.map_or(0, |capacity| u32::try_from(capacity).unwrap_or(u32::MAX))
    }

    /// Every server is on the ring, and there are some: so each position has an owner.
    fn owner(&self, position: Position) -> u32 {
        self.ring.owner_at(position).map_or(0, number)
    }

    /// Which server a request goes to, and how many passed it on.
    fn choose(&self, scheme: Scheme, position: Position, is_hot: bool, probe: &mut impl Probe) -> (u32, u32) {
        let lanes = self.lanes(scheme);
        match scheme {
            Scheme::Copies if is_hot => {
                let emptiest = self.hot_holders().into_iter().min_by_key(|server| lanes.len_of(*server as usize));
                (emptiest.unwrap_or(0), 0)
            }
            Scheme::Ring | Scheme::Copies => (self.owner(position), 0),
            Scheme::Bounded => {
                // A full queue has no room either; where no server has any, the owner turns the request away.
                let capacity = self.capacity(lanes.present()).min(LONGEST_QUEUE);
                let is_full = |server: ServerId| lanes.len_of(server.slot()) >= capacity;
                let placed = first_with_room(&self.ring, position, is_full, &mut (), probe);
                placed.map_or((self.owner(position), 0), |placed| (number(placed.server), placed.passed_on))
            }
        }
    }

    fn come(&mut self, scheme: Scheme, now: Micros, position: Position, is_hot: bool, probe: &mut impl Probe) -> Went {
        self.lanes[scheme as usize].settle(now);
        let (server, passed_on) = self.choose(scheme, position, is_hot, probe);
        let owner = self.owner(position);
        let lanes = &mut self.lanes[scheme as usize];
        let before = lanes.len_of(server as usize);
        let refused = !lanes.come(now, server as usize, is_hot);
        Went { server, owner, passed_on, before, refused }
    }

    /// Has what a command asks for.
    fn set(&mut self, now: Micros, command: &Command) -> Result<(), Refusal> {
        let scenario = self.scenario.after(command);
        scenario.check()?;
        if scenario.servers != self.scenario.servers {
            self.ring = Rc::new(ring_of(&scenario)?);
            self.lanes = std::array::from_fn(|_| Lanes::of(scenario.servers));
            (self.requests, self.hot_requests) = (0, 0);
        }
        self.slack = Slack::per_mille(scenario.slack_per_mille)?;
        self.hot = Position::of(scenario.celebrity.as_bytes());
        self.load.set(pattern_of(&scenario));
        self.scenario = Rc::new(scenario);
        self.last = None;
        self.lanes.iter_mut().for_each(|lanes| lanes.settle(now));
        Ok(())
    }
}

impl System for HotKey {
    type Scenario = Scenario;
    type Command = Command;
    type Event = Event;
    type Refusal = Refusal;

    fn start(scenario: &Scenario, seed: u64) -> Result<Self, Refusal> {
        scenario.check()?;
        Ok(Self {
            slack: Slack::per_mille(scenario.slack_per_mille)?,
            ring: Rc::new(ring_of(scenario)?),
            hot: Position::of(scenario.celebrity.as_bytes()),
            lanes: std::array::from_fn(|_| Lanes::of(scenario.servers)),
            requests: 0,
            hot_requests: 0,
            last: None,
            load: Load::new(pattern_of(scenario), Stream::new(seed, REQUESTS)),
            scenario: Rc::new(scenario.clone()),
        })
    }

    fn command(
        &mut self,
        now: Micros,
        command: &Command,
        events: &mut Vec<Event>,
        _probe: &mut impl Probe,
    ) -> Result<(), Refusal> {
        self.set(now, command)?;
        events.push(Event::Set(command.clone()));
        Ok(())
    }

    fn next_due(&self) -> Option<Micros> {
        self.load.due().filter(|_| self.requests < MOST_REQUESTS)
    }

    /// The next request comes to the servers of each scheme.
    fn tick(&mut self, events: &mut Vec<Event>, probe: &mut impl Probe) {
        let Some(now) = self.load.due() else { return };
        let is_hot = self.load.chance().below(100) < self.scenario.hot_percent;
        let key = (!is_hot).then(|| self.load.chance().below(self.scenario.keys));
        self.load.advance();
        let position = key.map_or(self.hot, |key| Position::of(format!("key{key}").as_bytes()));
        self.requests += 1;
        self.hot_requests += u32::from(is_hot);
        let went = Scheme::ALL.map(|scheme| self.come(scheme, now, position, is_hot, probe));
        self.last = Some(went);
        events.push(Event::Request { number: self.requests, key, went });
    }

    /// Other servers make another ring.
    fn cost(_scenario: &Scenario, commands: &[Stamped<Command>], ticks: u64) -> u64 {
        const RING: u64 = 6_000;
        ticks.saturating_mul(5).saturating_add(commands.len() as u64 * RING)
    }

    fn bytes(&self) -> usize {
        size_of::<Self>() + self.lanes.iter().map(Lanes::bytes).sum::<usize>()
    }

    fn scenario_in_public(scenario: &Scenario) -> Option<Scenario> {
        let usual = Scenario::default().celebrity;
        (scenario.celebrity != usual).then(|| Scenario { celebrity: usual, ..scenario.clone() })
    }

    fn command_in_public(command: &Command) -> Option<Command> {
        let is_private = matches!(command, Command::SetCelebrity(_));
        is_private.then(|| Command::SetCelebrity(Scenario::default().celebrity))
    }
}

/// The gaps between requests: on average a service divided by what is offered.
fn pattern_of(scenario: &Scenario) -> Pattern {
    let per_mean = u64::from(scenario.servers) * u64::from(scenario.load_percent);
    Pattern::jittered((SERVICE.0 * 100 / per_mean.max(1)) as u32)
}

/// The servers come in the order of their numbers and none leaves, so a slot is a server's number.
const fn number(server: ServerId) -> u32 {
    server.slot() as u32
}

fn ring_of(scenario: &Scenario) -> Result<Ring, Refusal> {
    let mut ring = Ring::new();
    for server in 0..scenario.servers {
        ring.add(&format!("s{server}"), scenario.virtual_nodes)?;
    }
    Ok(ring)
}
