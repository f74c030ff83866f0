//! The consistent-hash ring that is pulled apart: servers come, go, grow and are dragged about, and each time the keys
//! that change hands are found and counted. One key can be followed on its way to its owner, step by step.

mod event;
mod scenario;
mod walk;

use std::rc::Rc;

use algorithms::hashing::moved::{MovedArc, moved_arcs_watched};
use algorithms::hashing::ring::{Ring, RingError, ServerId};
use algorithms::hashing::spread;
use algorithms::position::Position;
use algorithms::probe::Probe;

use crate::kernel::random::{Stream, entity};
use crate::kernel::system::System;
use crate::kernel::time::Micros;
use crate::kernel::timeline::Stamped;
use crate::ring::key_set::{KeySet, KeySource};
use crate::ring::servers::check_virtual_nodes;

pub use event::{Event, What};
pub use scenario::{Command, Followed, MOST_REPLICAS, MOST_SERVERS, MOST_WEIGHT, Refusal, Scenario, ServerSpec};
pub use walk::{Stage, Walk};

/// What the last change did to the keys.
#[derive(Clone, Debug, Hash, PartialEq)]
pub struct Moved {
    /// The arcs that changed hands. Copies share them.
    pub arcs: Rc<Vec<MovedArc>>,
    /// How many keys lie on them.
    pub keys: u32,
    /// The node that was dragged, if one was.
    pub dragged: Option<Dragged>,
}

/// A node that was dragged, and where it stood before. Where a whole server was turned, this is its first node.
#[derive(Clone, Copy, Debug, Hash, PartialEq)]
pub struct Dragged {
    /// Whose node.
    pub server: ServerId,
    /// Its number.
    pub node: u32,
    /// Where it stood.
    pub stood: Position,
}

/// The ring, its keys, and what just happened to them.
#[derive(Clone, Debug, Hash)]
pub struct HashRing {
    /// Copies share it until one of them changes its own.
    ring: Rc<Ring>,
    /// By slot; of a free slot, what its last server weighed.
    weights: Vec<u32>,
    virtual_nodes: u32,
    replicas: u32,
    keys: KeySet,
    loads: Vec<u32>,
    moved: Option<Moved>,
    walk: Option<Walk>,
    chaos: Stream,
    seed: u64,
}

impl HashRing {
    /// The ring as it is.
    #[must_use]
    pub fn ring(&self) -> &Ring {
        &self.ring
    }

    /// The keys on it.
    #[must_use]
    pub const fn keys(&self) -> &KeySet {
        &self.keys
    }

    /// How many keys each server owns, by slot.
    #[must_use]
    pub fn loads(&self) -> &[u32] {
        &self.loads
    }

    /// How many keys a server owns.
    #[must_use]
    pub fn load(&self, server: ServerId) -> u32 {
        self.loads.get(server.slot()).copied().unwrap_or(0)
    }

    /// What the last change moved; `None` before the first change.
    #[must_use]
    pub const fn moved(&self) -> Option<&Moved> {
        self.moved.as_ref()
    }

    /// The key that is being followed.
    #[must_use]
    pub const fn walk(&self) -> Option<&Walk> {
        self.walk.as_ref()
    }

    /// Virtual nodes of a server of weight 1.
    #[must_use]
    pub const fn virtual_nodes(&self) -> u32 {
        self.virtual_nodes
    }

    /// On how many servers a key is kept.
    #[must_use]
    pub const fn replicas(&self) -> u32 {
        self.replicas
    }

    /// A server's weight.
    #[must_use]
    pub fn weight(&self, server: ServerId) -> u32 {
        self.weights.get(server.slot()).copied().unwrap_or(1)
    }

    /// The measured coefficient of variation of the loads, against the shares that the weights ask for.
    #[must_use]
    pub fn spread(&self) -> Option<f64> {
        let loads: Vec<u32> = self.ring.servers().map(|(id, _)| self.load(id)).collect();
        spread::measured(&loads, &self.nodes_by_server())
    }

    /// What theory expects of [`Self::spread`].
    #[must_use]
    pub fn expected_spread(&self) -> Option<f64> {
        spread::expected(&self.nodes_by_server())
    }

    fn nodes_by_server(&self) -> Vec<u32> {
        self.ring.servers().map(|(_, server)| server.nodes).collect()
    }

    /// The server in a slot, if a command names one that is there.
    fn at(&self, slot: u32) -> Result<(ServerId, String), Refusal> {
        let found = self.ring.servers().find(|(id, _)| id.slot() == slot as usize);
        found.map(|(id, server)| (id, server.name.clone())).ok_or(Refusal::NoSuchServer)
    }

    fn add(&mut self, spec: &ServerSpec, probe: &mut impl Probe) -> Result<ServerId, Refusal> {
        spec.check(self.ring.servers().count())?;
        let nodes = Ring::weighted(self.virtual_nodes, spec.weight)?;
        let id = Rc::make_mut(&mut self.ring).add_watched(&spec.name, nodes, probe)?;
        self.set_weight(id, spec.weight);
        if let Some(turn) = spec.at {
            self.turn_to(id, &spec.name, turn, probe)?;
        }
        Ok(id)
    }

    fn set_weight(&mut self, id: ServerId, weight: u32) {
        if self.weights.len() <= id.slot() {
            self.weights.resize(id.slot() + 1, 1);
        }
        self.weights[id.slot()] = weight;
    }

    /// Turns a server so that its first node stands at `turn`.
    fn turn_to(&mut self, id: ServerId, name: &str, turn: u32, probe: &mut impl Probe) -> Result<(), Refusal> {
        let first = self.ring.position_of(id, 0).ok_or(Refusal::NoSuchServer)?;
        Rc::make_mut(&mut self.ring).turn_watched(name, Position::from_turn(turn).distance_from(first), probe)?;
        Ok(())
    }

    /// Changes the ring, and re-assigns the keys on the arcs that changed hands: no other key is looked at.
    fn change<T, P: Probe>(
        &mut self,
        probe: &mut P,
        how: impl FnOnce(&mut Self, &mut P) -> Result<T, Refusal>,
    ) -> Result<T, Refusal> {
        let before = Rc::clone(&self.ring);
        let done = how(self, probe)?;
        self.loads.resize(self.ring.slots(), 0);
        let arcs = moved_arcs_watched(&before, &self.ring, probe);
        let mut keys = 0;
        for arc in &arcs {
            let count = self.keys.sorted().count_on_arc(arc.after, arc.upto);
            if let Some(from) = arc.from {
                self.loads[from.slot()] -= count;
            }
            if let Some(to) = arc.to {
                self.loads[to.slot()] += count;
            }
            keys += count;
        }
        self.moved = Some(Moved { arcs: Rc::new(arcs), keys, dragged: None });
        self.walk = None;
        Ok(done)
    }

    /// Gives every server other virtual nodes; hand-placed servers go back to where they hash to.
    fn resize(&mut self, virtual_nodes: u32) -> Result<(), Refusal> {
        let all: u64 = self.ring.servers().map(|(id, _)| u64::from(self.weight(id) * virtual_nodes)).sum();
        if all > Ring::MAX_POINTS {
            return Err(RingError::TooManyNodes { wanted: all }.into());
        }
        let before = Rc::clone(&self.ring);
        for (id, server) in before.servers() {
            let nodes = virtual_nodes * self.weight(id);
            Rc::make_mut(&mut self.ring).set_nodes(&server.name, nodes)?;
        }
        self.virtual_nodes = virtual_nodes;
        Ok(())
    }

    fn set_keys(&mut self, source: &KeySource) -> Result<(), Refusal> {
        self.keys = KeySet::new(source, self.seed)?;
        self.loads = self.keys.sorted().loads(&self.ring);
        self.moved = None;
        self.walk = None;
        Ok(())
    }

    fn do_add(&mut self, spec: &ServerSpec, probe: &mut impl Probe) -> Result<Event, Refusal> {
        let id = self.change(probe, |lab, probe| lab.add(spec, probe))?;
        let nodes = self.ring.server(id).map_or(0, |server| server.nodes);
        Ok(self.changed(What::Added { server: spec.name.clone(), nodes }))
    }

    fn do_remove(&mut self, slot: u32, probe: &mut impl Probe) -> Result<Event, Refusal> {
        let (_, server) = self.at(slot)?;
        self.change(probe, |lab, probe| Ok(Rc::make_mut(&mut lab.ring).remove_watched(&server, probe)?))?;
        Ok(self.changed(What::Removed { server }))
    }

    fn do_remove_any(&mut self, probe: &mut impl Probe) -> Result<Event, Refusal> {
        let slots: Vec<u32> = self.ring.servers().map(|(id, _)| id.slot() as u32).collect();
        let chosen = self.chaos.below(slots.len() as u32) as usize;
        self.do_remove(*slots.get(chosen).ok_or(Refusal::NoSuchServer)?, probe)
    }

    fn do_turn(&mut self, slot: u32, to: u32, probe: &mut impl Probe) -> Result<Event, Refusal> {
        let (id, server) = self.at(slot)?;
        let stood = self.ring.position_of(id, 0);
        self.change(probe, |lab, probe| lab.turn_to(id, &server, to, probe))?;
        self.remember_drag(id, 0, stood);
        Ok(self.changed(What::Turned { server, to }))
    }

    fn do_place(&mut self, slot: u32, node: u32, to: u32, probe: &mut impl Probe) -> Result<Event, Refusal> {
        let (id, server) = self.at(slot)?;
        let stood = self.ring.position_of(id, node);
        self.change(probe, |lab, _| Ok(Rc::make_mut(&mut lab.ring).place(&server, node, Position::from_turn(to))?))?;
        self.remember_drag(id, node, stood);
        Ok(self.changed(What::Placed { server, node, to }))
    }

    fn do_weigh(&mut self, slot: u32, weight: u32, probe: &mut impl Probe) -> Result<Event, Refusal> {
        let (id, server) = self.at(slot)?;
        scenario::check_weight(weight)?;
        self.change(probe, |lab, _| Ok(Rc::make_mut(&mut lab.ring).set_nodes(&server, lab.virtual_nodes * weight)?))?;
        self.set_weight(id, weight);
        Ok(self.changed(What::Weighed { server, weight }))
    }

    fn do_set_nodes(&mut self, virtual_nodes: u32, probe: &mut impl Probe) -> Result<Event, Refusal> {
        check_virtual_nodes(virtual_nodes)?;
        self.change(probe, |lab, _| lab.resize(virtual_nodes))?;
        Ok(self.changed(What::VirtualNodes { each: virtual_nodes }))
    }

    /// Does what a person asks.
    fn act(&mut self, now: Micros, command: &Command, probe: &mut impl Probe) -> Result<Event, Refusal> {
        Ok(match command {
            Command::Add(spec) => self.do_add(spec, probe)?,
            Command::Remove { server } => self.do_remove(*server, probe)?,
            Command::RemoveAny => self.do_remove_any(probe)?,
            Command::Turn { server, to } => self.do_turn(*server, *to, probe)?,
            Command::Place { server, node, to } => self.do_place(*server, *node, *to, probe)?,
            Command::Weigh { server, weight } => self.do_weigh(*server, *weight, probe)?,
            Command::SetVirtualNodes(nodes) => self.do_set_nodes(*nodes, probe)?,
            Command::SetKeys(source) => {
                self.set_keys(source)?;
                Event::Keys { keys: self.keys.count(), own: matches!(source, KeySource::Own(_)) }
            }
            Command::SetReplicas(replicas) => {
                scenario::check_replicas(*replicas)?;
                (self.replicas, self.walk) = (*replicas, None);
                Event::Replicas { copies: *replicas }
            }
            Command::Follow(followed) => self.do_follow(now, followed)?,
        })
    }

    fn do_follow(&mut self, now: Micros, followed: &Followed) -> Result<Event, Refusal> {
        if self.ring.points().is_empty() {
            return Err(RingError::NoServer.into());
        }
        let (name, position) = match followed {
            Followed::Name(name) => {
                scenario::check_key(name)?;
                (name.clone(), self.position_of_key(name))
            }
            Followed::Unnamed(turn) => ("a key that the link left out".to_owned(), Position::from_turn(*turn)),
        };
        self.walk = Some(Walk::new(&self.ring, name.clone(), position, self.replicas, now));
        Ok(Event::Follows { key: name })
    }

    /// Where a key is: where it was put by hand, else where it hashes to.
    fn position_of_key(&self, name: &str) -> Position {
        if let KeySource::Placed(keys) = self.keys.source()
            && let Some((_, turn)) = keys.iter().find(|(key, _)| key == name)
        {
            return Position::from_turn(*turn);
        }
        Position::of(name.as_bytes())
    }

    fn remember_drag(&mut self, server: ServerId, node: u32, stood: Option<Position>) {
        if let (Some(moved), Some(stood)) = (&mut self.moved, stood) {
            moved.dragged = Some(Dragged { server, node, stood });
        }
    }

    fn changed(&self, what: What) -> Event {
        Event::Changed { what, moved: self.moved.as_ref().map_or(0, |moved| moved.keys), keys: self.keys.count() }
    }
}

impl System for HashRing {
    type Scenario = Scenario;
    type Command = Command;
    type Event = Event;
    type Refusal = Refusal;

    fn start(scenario: &Scenario, seed: u64) -> Result<Self, Refusal> {
        check_virtual_nodes(scenario.virtual_nodes)?;
        scenario::check_replicas(scenario.replicas)?;
        let mut lab = Self {
            ring: Rc::default(),
            weights: Vec::new(),
            virtual_nodes: scenario.virtual_nodes,
            replicas: scenario.replicas,
            keys: KeySet::new(&scenario.keys, seed)?,
            loads: Vec::new(),
            moved: None,
            walk: None,
            chaos: Stream::new(seed, CHAOS),
            seed,
        };
        for spec in &scenario.servers {
            lab.add(spec, &mut ())?;
        }
        lab.loads = lab.keys.sorted().loads(&lab.ring);
        Ok(lab)
    }

    fn command(
        &mut self,
        now: Micros,
        command: &Command,
        events: &mut Vec<Event>,
        probe: &mut impl Probe,
    ) -> Result<(), Refusal> {
        events.push(self.act(now, command, probe)?);
        Ok(())
    }

    fn next_due(&self) -> Option<Micros> {
        self.walk.as_ref().and_then(Walk::next_due)
    }

    fn tick(&mut self, events: &mut Vec<Event>, probe: &mut impl Probe) {
        if let Some(walk) = &mut self.walk {
            events.extend(walk.step(&self.ring, probe));
        }
    }

    /// A change looks at every point of the ring; other virtual nodes are all hashed.
    fn cost(scenario: &Scenario, commands: &[Stamped<Command>], ticks: u64) -> u64 {
        const CHANGE: u64 = 1_000;
        let hashing = |nodes: u32| MOST_SERVERS as u64 * u64::from(nodes);
        let of = |command: &Command| match command {
            Command::SetKeys(source) => CHANGE + source.cost(),
            Command::SetVirtualNodes(nodes) => CHANGE + hashing(*nodes),
            _ => CHANGE,
        };
        let commands = commands.iter().map(|stamped| of(&stamped.command)).fold(ticks, u64::saturating_add);
        commands.saturating_add(hashing(scenario.virtual_nodes) + scenario.keys.cost())
    }

    fn bytes(&self) -> usize {
        let arcs = self.moved.as_ref().map_or(0, |moved| moved.arcs.len());
        size_of::<Self>() + size_of_val(self.ring.points()) + arcs * size_of::<MovedArc>() + 64 * self.ring.slots()
    }

    fn bytes_beside(&self, other: &Self) -> usize {
        self.bytes() + self.keys.bytes_beside(&other.keys)
    }

    fn scenario_in_public(scenario: &Scenario) -> Option<Scenario> {
        let keys = scenario.keys.in_public()?;
        Some(Scenario { keys, ..scenario.clone() })
    }

    fn command_in_public(command: &Command) -> Option<Command> {
        match command {
            Command::SetKeys(source) => source.in_public().map(Command::SetKeys),
            Command::Follow(Followed::Name(name)) if !is_numbered(name) => {
                Some(Command::Follow(Followed::Unnamed(Position::of(name.as_bytes()).turn())))
            }
            _ => None,
        }
    }
}

/// The entity whose stream chooses which server dies.
const CHAOS: u64 = entity("kill");

/// `key0`, `key1`, ... say nothing about the reader.
fn is_numbered(name: &str) -> bool {
    name.strip_prefix("key").is_some_and(|number| number.parse::<u32>().is_ok())
}
