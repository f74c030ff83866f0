//! The same keys on mod-n and on a ring: what each scheme moves when a server comes or goes.
//!
//! Both see the same servers and the same hashes. Mod-n numbers the servers in a list, and a removed one leaves no gap: all
//! behind it move up. The ring gives each server its virtual nodes. After each change every key is counted, in both.

mod remainders;

use std::fmt;
use std::rc::Rc;

use algorithms::hashing::mod_n;
use algorithms::hashing::moved::moved_arcs_watched;
use algorithms::hashing::ring::{Ring, RingError, ServerId};
use algorithms::position::Position;
use algorithms::probe;
use algorithms::probe::Probe;
use serde::{Deserialize, Serialize};

use crate::kernel::random::{Stream, entity};
use crate::kernel::slices::NotYet;
use crate::kernel::system::System;
use crate::kernel::text::grouped;
use crate::kernel::time::Micros;
use crate::kernel::timeline::Stamped;
use crate::ring::key_set::{KeySet, KeySource, KeysError};
use crate::ring::servers::{Unfit, check_name, check_virtual_nodes};

/// The most servers at a time.
pub const MOST_SERVERS: usize = 12;

/// The entity whose stream chooses the server that fails.
const CHAOS: u64 = entity("chaos");

/// What it starts with.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Scenario {
    /// The names of the servers, in the order in which mod-n counts them.
    pub servers: Vec<String>,
    /// How many points each has on the ring.
    pub virtual_nodes: u32,
    /// The keys.
    pub keys: KeySource,
}

/// Four servers of 100 virtual nodes, and 100,000 numbered keys.
impl Default for Scenario {
    fn default() -> Self {
        let servers = (0..4).map(|i| format!("s{i}")).collect();
        Self { servers, virtual_nodes: 100, keys: KeySource::Numbered(100_000) }
    }
}

/// What a person may do.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub enum Command {
    /// Adds a server of this name, at the end of mod-n's list.
    Add(String),
    /// Takes out the server at this place of the list, counted from 0.
    Remove(u32),
    /// Takes out a server that chance chooses.
    RemoveAny,
    /// Gives every server so many virtual nodes.
    SetVirtualNodes(u32),
    /// Takes other keys.
    SetKeys(KeySource),
}

/// What happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// Servers or nodes changed, and so keys moved.
    Changed {
        /// What was done, as in "s4 added".
        what: String,
        /// How many keys moved by mod-n.
        moved_mod: u32,
        /// How many keys moved on the ring.
        moved_ring: u32,
        /// Of how many.
        keys: u32,
    },
    /// There are other keys now: so many.
    Keys(u32),
}

impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = |number: &u32| grouped(u64::from(*number));
        match self {
            Self::Changed { what, moved_mod, moved_ring, keys } => {
                let (by_mod, on_ring) = (text(moved_mod), text(moved_ring));
                write!(f, "{what}: mod-n moves {by_mod} of {} keys, the ring {on_ring}.", text(keys))
            }
            Self::Keys(keys) => write!(f, "{} other keys; nothing has moved yet.", text(keys)),
        }
    }
}

/// Why it can't be done.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Refusal {
    /// Keys must go somewhere.
    LastServer,
    /// More than [`MOST_SERVERS`].
    TooManyServers,
    /// The list is shorter than that.
    NoSuchServer,
    /// There can't be such a server.
    Unfit(Unfit),
    /// The ring refuses.
    Ring(RingError),
    /// There can't be such keys.
    Keys(KeysError),
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::LastServer => write!(f, "One server must stay, or the keys have nowhere to go."),
            Self::TooManyServers => write!(f, "This lab has room for {MOST_SERVERS} servers. Remove one first."),
            Self::NoSuchServer => write!(f, "There is no such server any more."),
            Self::Unfit(unfit) => unfit.fmt(f),
            Self::Ring(error) => error.fmt(f),
            Self::Keys(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for Refusal {}

impl From<Unfit> for Refusal {
    fn from(unfit: Unfit) -> Self {
        Self::Unfit(unfit)
    }
}

impl From<RingError> for Refusal {
    fn from(error: RingError) -> Self {
        Self::Ring(error)
    }
}

impl From<NotYet> for Refusal {
    fn from(not_yet: NotYet) -> Self {
        Self::Keys(not_yet.into())
    }
}

impl From<KeysError> for Refusal {
    fn from(error: KeysError) -> Self {
        Self::Keys(error)
    }
}

/// One number for each scheme.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub struct Both<T> {
    /// By `hash mod n`.
    pub mod_n: T,
    /// On the ring.
    pub ring: T,
}

/// Where a key was before the last change, and where it is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Placement {
    /// Who held it.
    pub before: ServerId,
    /// Who holds it.
    pub after: ServerId,
}

impl Placement {
    /// Whether it had to move.
    #[must_use]
    pub fn moved(self) -> bool {
        self.before != self.after
    }
}

/// The servers, as each scheme sees them. They are the same ones, by the slots of the ring.
#[derive(Clone, Debug, Hash)]
struct Servers {
    list: Vec<ServerId>,
    ring: Rc<Ring>,
}

impl Servers {
    fn add(&mut self, name: &str, virtual_nodes: u32, probe: &mut impl Probe) -> Result<(), Refusal> {
        check_name(name)?;
        if self.list.len() >= MOST_SERVERS {
            return Err(Refusal::TooManyServers);
        }
        self.list.push(Rc::make_mut(&mut self.ring).add_watched(name, virtual_nodes, probe)?);
        Ok(())
    }

    fn remove(&mut self, index: usize, probe: &mut impl Probe) -> Result<(), Refusal> {
        let name = self.name(index)?.to_owned();
        if self.list.len() == 1 {
            return Err(Refusal::LastServer);
        }
        self.list.remove(index);
        Rc::make_mut(&mut self.ring).remove_watched(&name, probe)?;
        Ok(())
    }

    fn set_nodes(&mut self, virtual_nodes: u32) -> Result<(), Refusal> {
        for index in 0..self.list.len() {
            let name = self.name(index)?.to_owned();
            Rc::make_mut(&mut self.ring).set_nodes(&name, virtual_nodes)?;
        }
        Ok(())
    }

    fn name(&self, index: usize) -> Result<&str, Refusal> {
        let server = self.list.get(index).and_then(|id| self.ring.server(*id));
        server.map(|server| server.name.as_str()).ok_or(Refusal::NoSuchServer)
    }

    fn count(&self) -> u32 {
        self.list.len() as u32
    }
}

/// The servers, the keys, and what the last change moved.
#[derive(Clone, Debug, Hash)]
pub struct Rehash {
    servers: Servers,
    /// The servers before the last change.
    before: Servers,
    virtual_nodes: u32,
    keys: KeySet,
    loads: Both<Vec<u32>>,
    moved: Both<u32>,
    chaos: Stream,
    seed: u64,
}

impl Rehash {
    /// The servers, in mod-n's order.
    #[must_use]
    pub fn servers(&self) -> &[ServerId] {
        &self.servers.list
    }

    /// How many servers there were before the last change.
    #[must_use]
    pub fn servers_before(&self) -> u32 {
        self.before.count()
    }

    /// The name of a server, or of one that the last change took out.
    #[must_use]
    pub fn name(&self, id: ServerId) -> &str {
        let server = self.servers.ring.server(id).or_else(|| self.before.ring.server(id));
        server.map_or("", |server| &server.name)
    }

    /// How many points each server has on the ring.
    #[must_use]
    pub const fn virtual_nodes(&self) -> u32 {
        self.virtual_nodes
    }

    /// The keys.
    #[must_use]
    pub const fn keys(&self) -> &KeySet {
        &self.keys
    }

    /// How many keys a server holds.
    #[must_use]
    pub fn load(&self, id: ServerId) -> Both<u32> {
        let of = |loads: &[u32]| loads.get(id.slot()).copied().unwrap_or(0);
        Both { mod_n: of(&self.loads.mod_n), ring: of(&self.loads.ring) }
    }

    /// How many keys the last change moved.
    #[must_use]
    pub const fn moved(&self) -> Both<u32> {
        self.moved
    }

    /// Where the first `count` keys were before the last change, and where they are, in the order of their numbers.
    #[must_use]
    pub fn sample(&self, count: u32) -> Vec<Both<Placement>> {
        let by_list = |servers: &Servers, position| {
            let index = mod_n::server_of(position, servers.count())?;
            servers.list.get(index as usize).copied()
        };
        let by_ring = |servers: &Servers, position| servers.ring.owner_at(position);
        let both = |position| {
            let of = |owner: &dyn Fn(&Servers, Position) -> Option<ServerId>| {
                Some(Placement { before: owner(&self.before, position)?, after: owner(&self.servers, position)? })
            };
            Some(Both { mod_n: of(&by_list)?, ring: of(&by_ring)? })
        };
        let sample = self.keys.first_positions(count.min(self.keys.count()));
        // There is always a server, so every key has its place.
        sample.into_iter().filter_map(|position| both(position?)).collect()
    }

    fn change<P: Probe>(
        &mut self,
        what: String,
        probe: &mut P,
        how: impl FnOnce(&mut Servers, &mut P) -> Result<(), Refusal>,
    ) -> Result<Event, Refusal> {
        self.before = self.servers.clone();
        how(&mut self.servers, probe)?;
        self.count(probe)?;
        let Both { mod_n: moved_mod, ring: moved_ring } = self.moved;
        Ok(Event::Changed { what, moved_mod, moved_ring, keys: self.keys.count() })
    }

    /// Does what a person asks.
    fn act(&mut self, command: &Command, probe: &mut impl Probe) -> Result<Event, Refusal> {
        match command {
            Command::Add(name) => {
                let nodes = self.virtual_nodes;
                self.change(format!("{name} added"), probe, |servers, probe| servers.add(name, nodes, probe))
            }
            Command::Remove(index) => {
                let index = *index as usize;
                let what = format!("{} removed", self.servers.name(index)?);
                self.change(what, probe, |servers, probe| servers.remove(index, probe))
            }
            Command::RemoveAny => {
                let index = self.chaos.below(self.servers.count()) as usize;
                let what = format!("{} killed", self.servers.name(index)?);
                self.change(what, probe, |servers, probe| servers.remove(index, probe))
            }
            Command::SetVirtualNodes(nodes) => {
                check_virtual_nodes(*nodes)?;
                self.virtual_nodes = *nodes;
                self.change(format!("Virtual nodes: {nodes}"), probe, |servers, _| servers.set_nodes(*nodes))
            }
            Command::SetKeys(source) => {
                self.keys = KeySet::new(source, self.seed)?;
                self.before = self.servers.clone();
                self.count(probe)?;
                Ok(Event::Keys(self.keys.count()))
            }
        }
    }

    /// Looks at every key for mod-n, and only at the arcs for the ring: that is what they cost.
    fn count(&mut self, probe: &mut impl Probe) -> Result<(), NotYet> {
        let keys = self.keys.sorted();
        let (before, after) = (&self.before, &self.servers);
        let mut by_mod = vec![0; after.ring.slots()];
        let (mut moved_mod, mut moved_ring) = (0, 0);
        for (rest, count) in (0..).zip(self.remainders(before.count() * after.count(), probe)?) {
            let of = |servers: &Servers| servers.list[(rest % servers.count()) as usize];
            probe!(probe, rest = rest, before = self.name(of(before)), after = self.name(of(after)));
            by_mod[of(after).slot()] += count;
            moved_mod += if of(before) == of(after) { 0 } else { count };
            probe!(probe, count = count, moved_mod = moved_mod);
        }
        for arc in moved_arcs_watched(&before.ring, &after.ring, probe) {
            moved_ring += keys.count_on_arc(arc.after, arc.upto);
            probe!(probe, moved_ring = moved_ring);
        }
        self.moved = Both { mod_n: moved_mod, ring: moved_ring };
        self.loads = Both { mod_n: by_mod, ring: keys.loads(&after.ring) };
        Ok(())
    }

    /// How many keys have which remainder modulo `product`. The remainders by its two factors follow from it, so that the long
    /// division is done once a key. Where somebody watches it is done anew.
    fn remainders(&self, product: u32, probe: &mut impl Probe) -> Result<Vec<u32>, NotYet> {
        if !probe::is_watched(probe) {
            return remainders::known(&self.keys, product);
        }
        let mut counts = vec![0; product as usize];
        probe!(probe, product = product);
        count_remainders(self.keys.sorted().positions(), product, &mut counts, probe);
        Ok(counts)
    }
}

/// Adds to `counts` how many of these keys have which remainder.
fn count_remainders(keys: &[Position], product: u32, counts: &mut [u32], probe: &mut impl Probe) {
    for position in keys {
        if let Some(rest) = mod_n::server_of(*position, product) {
            counts[rest as usize] += 1;
            probe!(probe, rest = rest);
        }
    }
}

impl System for Rehash {
    type Scenario = Scenario;
    type Command = Command;
    type Event = Event;
    type Refusal = Refusal;

    fn start(scenario: &Scenario, seed: u64) -> Result<Self, Refusal> {
        check_virtual_nodes(scenario.virtual_nodes)?;
        let mut servers = Servers { list: Vec::new(), ring: Rc::new(Ring::new()) };
        for name in &scenario.servers {
            servers.add(name, scenario.virtual_nodes, &mut ())?;
        }
        if servers.list.is_empty() {
            return Err(Refusal::LastServer);
        }
        let mut rehash = Self {
            before: servers.clone(),
            servers,
            virtual_nodes: scenario.virtual_nodes,
            keys: KeySet::new(&scenario.keys, seed)?,
            loads: Both::default(),
            moved: Both::default(),
            chaos: Stream::new(seed, CHAOS),
            seed,
        };
        rehash.count(&mut ())?;
        Ok(rehash)
    }

    fn command(
        &mut self,
        _now: Micros,
        command: &Command,
        events: &mut Vec<Event>,
        probe: &mut impl Probe,
    ) -> Result<(), Refusal> {
        events.push(self.act(command, probe)?);
        Ok(())
    }

    fn next_due(&self) -> Option<Micros> {
        None
    }

    fn tick(&mut self, _events: &mut Vec<Event>, _probe: &mut impl Probe) {}

    /// A change divides every key.
    fn cost(scenario: &Scenario, commands: &[Stamped<Command>], ticks: u64) -> u64 {
        const CHANGE: u64 = 10_000;
        let (mut keys, mut cost) = (scenario.keys.cost(), scenario.keys.cost());
        for Stamped { command, .. } in commands {
            if let Command::SetKeys(source) = command {
                keys = source.cost();
                cost = cost.saturating_add(keys);
            }
            cost = cost.saturating_add(CHANGE + keys / 8);
        }
        cost.saturating_add(ticks)
    }

    fn bytes(&self) -> usize {
        size_of::<Self>() + size_of_val(self.servers.ring.points())
    }

    fn bytes_beside(&self, other: &Self) -> usize {
        self.bytes() + self.keys.bytes_beside(&other.keys)
    }

    fn scenario_in_public(scenario: &Scenario) -> Option<Scenario> {
        Some(Scenario { keys: scenario.keys.in_public()?, ..scenario.clone() })
    }

    fn command_in_public(command: &Command) -> Option<Command> {
        match command {
            Command::SetKeys(source) => source.in_public().map(Command::SetKeys),
            Command::Add(_) | Command::Remove(_) | Command::RemoveAny | Command::SetVirtualNodes(_) => None,
        }
    }
}
