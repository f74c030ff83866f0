//! The consistent-hash ring that is pulled apart: servers come, go, grow and are dragged about, and each time the keys
//! that change hands are found and counted. One key can be followed on its way to its owner, step by step.

mod event;
mod scenario;
mod walk;

use std::collections::BTreeMap;

use algorithms::moved::{MovedArc, moved_arcs};
use algorithms::position::Position;
use algorithms::ring::{Point, Ring, ServerId};
use algorithms::spread;

use crate::key_set::{KeySet, KeySource};
use crate::random::Stream;
use crate::system::System;
use crate::time::Micros;

pub use event::Event;
pub use scenario::{Command, Followed, MOST_NODES, MOST_SERVERS, MOST_WEIGHT, Refusal, Scenario, ServerSpec};
pub use walk::{Stage, Walk};

/// What the last change did to the keys.
#[derive(Clone, Debug, Default, Hash, PartialEq)]
pub struct Moved {
    /// The arcs that changed hands.
    pub arcs: Vec<MovedArc>,
    /// How many keys lie on them.
    pub keys: u32,
    /// The server that was changed, and where its first node stood before, if it was dragged.
    pub dragged: Option<(ServerId, Position)>,
}

/// The ring, its keys, and what just happened to them.
#[derive(Clone, Debug, Hash)]
pub struct HashRing {
    ring: Ring,
    weights: BTreeMap<ServerId, u32>,
    virtual_nodes: u32,
    replicas: u32,
    keys: KeySet,
    loads: Vec<u32>,
    moved: Moved,
    walk: Option<Walk>,
    chaos: Stream,
    seed: u64,
}

impl HashRing {
    /// The ring as it is.
    #[must_use]
    pub const fn ring(&self) -> &Ring {
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

    /// What the last change moved.
    #[must_use]
    pub const fn moved(&self) -> &Moved {
        &self.moved
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
        self.weights.get(&server).copied().unwrap_or(1)
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

    fn name(&self, id: ServerId) -> Result<String, Refusal> {
        self.ring.server(id).map(|server| server.name.clone()).ok_or(Refusal::NoSuchServer)
    }

    /// The server in a slot, if a command names one that is there.
    fn at(&self, slot: u32) -> Result<(ServerId, String), Refusal> {
        let found = self.ring.servers().find(|(id, _)| id.slot() == slot as usize);
        found.map(|(id, server)| (id, server.name.clone())).ok_or(Refusal::NoSuchServer)
    }

    fn add(&mut self, spec: &ServerSpec) -> Result<ServerId, Refusal> {
        spec.check(self.ring.servers().count())?;
        let id = self.ring.add_weighted(&spec.name, self.virtual_nodes, spec.weight)?;
        self.weights.insert(id, spec.weight);
        if let Some(turn) = spec.at {
            self.turn_to(id, &spec.name, turn)?;
        }
        Ok(id)
    }

    fn remove(&mut self, name: &str) -> Result<ServerId, Refusal> {
        let id = self.ring.remove(name)?;
        self.weights.remove(&id);
        Ok(id)
    }

    /// Turns a server so that its first node stands at `turn`.
    fn turn_to(&mut self, id: ServerId, name: &str, turn: u32) -> Result<(), Refusal> {
        let first = self.ring.position_of(id, 0).ok_or(Refusal::NoSuchServer)?;
        self.ring.turn(name, Position::from_turn(turn).distance_from(first))?;
        Ok(())
    }

    /// Changes the ring, and re-assigns the keys on the arcs that changed hands: no other key is looked at.
    fn change(
        &mut self,
        dragged: Option<(ServerId, Position)>,
        how: impl FnOnce(&mut Self) -> Result<ServerId, Refusal>,
    ) -> Result<(ServerId, u32), Refusal> {
        let before = self.ring.clone();
        let id = how(self)?;
        self.loads.resize(self.ring.slots(), 0);
        let arcs = moved_arcs(&before, &self.ring);
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
        self.moved = Moved { arcs, keys, dragged };
        self.walk = None;
        Ok((id, keys))
    }

    /// Builds the ring anew with other virtual nodes; hand-placed servers go back to where they hash to.
    fn rebuild(&mut self, virtual_nodes: u32) -> Result<ServerId, Refusal> {
        let specs: Vec<ServerSpec> = self
            .ring
            .servers()
            .map(|(id, server)| ServerSpec { name: server.name.clone(), weight: self.weight(id), at: None })
            .collect();
        self.virtual_nodes = virtual_nodes;
        let mut first = None;
        for spec in specs {
            self.ring.remove(&spec.name)?;
            // The slot just freed is the first free one only if no earlier one is; so the server is put back at once.
            first = first.or(Some(self.reseat(&spec)?));
        }
        first.ok_or(Refusal::NoSuchServer)
    }

    fn reseat(&mut self, spec: &ServerSpec) -> Result<ServerId, Refusal> {
        Ok(self.ring.add_weighted(&spec.name, self.virtual_nodes, spec.weight)?)
    }

    fn set_keys(&mut self, source: &KeySource) -> Result<(), Refusal> {
        self.keys = KeySet::new(source, self.seed)?;
        self.loads = self.keys.sorted().loads(&self.ring);
        self.moved = Moved::default();
        self.walk = None;
        Ok(())
    }

    fn moved_event(&self, what: String, keys: u32) -> Event {
        Event::Changed { what, moved: keys, keys: self.keys.count(), servers: self.ring.servers().count() as u32 }
    }
}
