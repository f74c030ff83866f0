//! Consistent hashing: a circle of positions, servers on it, and keys that belong to the next server clockwise.
//!
//! **The idea.** Servers and keys are hashed onto the same circle. A key belongs to the first server met going clockwise
//! from it. When a server comes or goes, only the arc between it and the server before it changes hands; every other
//! key stays where it is.
//!
//! **Virtual nodes.** One point per server cuts the circle into very unequal arcs. So each server stands on it many
//! times, under the labels `{name}_0`, `{name}_1`, ...; its share is the sum of many small arcs, which is more even.
//!
//! **Invariant.** `points` is sorted by position; points at one position are sorted by server name, then by node number,
//! and the first of them owns the arc. So the order in which servers were added never matters.
//!
//! **Costs**, for V points in all: [`Ring::owner`] O(log V); adding, turning or removing a server O(V), one merge of two
//! sorted runs; memory 28 bytes a point.
//!
//! Sources: Karger et al., *Consistent Hashing and Random Trees* (STOC 1997); DeCandia et al., *Dynamo* (SOSP 2007) for
//! virtual nodes and the preference list.

use std::cmp::Ordering;
use std::fmt;

use crate::hashing::search::{ReplicaWalk, Search};
use crate::position::Position;
use crate::probe;
use crate::probe::Probe;

/// A server of one [`Ring`]: the slot that it stands in. A slot is free again when its server is removed.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct ServerId(u32);

impl ServerId {
    /// The slot's number, below [`Ring::slots`].
    #[must_use]
    pub const fn slot(self) -> usize {
        self.0 as usize
    }
}

/// A virtual node: one of the points at which a server stands on the circle.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Point {
    /// Where it stands.
    pub position: Position,
    /// Whose it is.
    pub server: ServerId,
    /// Its number among its server's nodes, from 0.
    pub node: u32,
}

/// A server as the ring knows it.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct Server {
    /// Its name, unique in the ring.
    pub name: String,
    /// At how many points it stands.
    pub nodes: u32,
}

/// The positions clockwise after `after`, up to and with `upto`, and who owns them.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Arc {
    /// The arc starts just after this position.
    pub after: Position,
    /// It ends with this one, where its owner stands.
    pub upto: Position,
    /// The server that owns it.
    pub owner: ServerId,
}

/// Why the ring can't do what was asked.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum RingError {
    /// A key can't have an owner where there is no server.
    NoServer,
    /// A server of this name is already there.
    DuplicateName(String),
    /// There is no server of this name.
    UnknownServer(String),
    /// There is no such virtual node.
    UnknownNode {
        /// The server that was named.
        server: String,
        /// The number of the node that it doesn't have.
        node: u32,
    },
    /// A server without a point on the circle would never be found.
    ZeroVirtualNodes,
    /// More points than [`Ring::MAX_POINTS`].
    TooManyNodes {
        /// How many there would have been.
        wanted: u64,
    },
}

impl fmt::Display for RingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoServer => write!(f, "The ring has no server. Add one first."),
            Self::DuplicateName(name) => write!(f, "There is already a server named “{name}”. Choose another name."),
            Self::UnknownServer(name) => write!(f, "There is no server named “{name}” on the ring."),
            Self::UnknownNode { server, node } => write!(f, "Server “{server}” has no virtual node {node}."),
            Self::ZeroVirtualNodes => write!(f, "A server needs at least one virtual node to be found."),
            Self::TooManyNodes { wanted } => {
                write!(f, "That makes {wanted} virtual nodes; a ring here holds at most {}.", Ring::MAX_POINTS)
            }
        }
    }
}

impl std::error::Error for RingError {}

/// A consistent-hash ring over SHA-1.
#[derive(Clone, Debug, Default, Eq, Hash, PartialEq)]
pub struct Ring {
    points: Vec<Point>,
    servers: Vec<Option<Server>>,
}

impl Ring {
    /// The most points a ring holds, so that a slip of the hand can't fill the memory.
    pub const MAX_POINTS: u64 = 200_000;

    /// A ring without a server.
    #[must_use]
    pub const fn new() -> Self {
        Self { points: Vec::new(), servers: Vec::new() }
    }

    /// Puts a server on the ring, at `virtual_nodes` points: the SHA-1 of `{name}_0`, `{name}_1`, ...
    ///
    /// # Errors
    /// If the name is taken, there are no nodes, or the ring would hold more than [`Self::MAX_POINTS`].
    pub fn add(&mut self, name: &str, virtual_nodes: u32) -> Result<ServerId, RingError> {
        self.add_watched(name, virtual_nodes, &mut ())
    }

    /// [`Self::add`], reporting to a probe.
    ///
    /// # Errors
    /// As [`Self::add`].
    pub fn add_watched(
        &mut self,
        name: &str,
        virtual_nodes: u32,
        probe: &mut impl Probe,
    ) -> Result<ServerId, RingError> {
        if virtual_nodes == 0 {
            return Err(RingError::ZeroVirtualNodes);
        }
        if self.find(name).is_some() {
            return Err(RingError::DuplicateName(name.to_owned()));
        }
        let wanted = self.points.len() as u64 + u64::from(virtual_nodes);
        probe!(probe, virtual_nodes = virtual_nodes, wanted = wanted);
        if wanted > Self::MAX_POINTS {
            return Err(RingError::TooManyNodes { wanted });
        }
        let server = self.seat(Server { name: name.to_owned(), nodes: virtual_nodes });
        probe!(probe, name = name, server = server.slot());
        self.merge(server, hashed(name, virtual_nodes), probe);
        probe!(probe, points = self.points.len());
        Ok(server)
    }

    /// Gives a server another number of nodes, all where they hash to. It keeps its id.
    ///
    /// # Errors
    /// If there is no such server, or as [`Self::add`].
    pub fn set_nodes(&mut self, name: &str, virtual_nodes: u32) -> Result<ServerId, RingError> {
        let id = self.find(name).ok_or_else(|| RingError::UnknownServer(name.to_owned()))?;
        if virtual_nodes == 0 {
            return Err(RingError::ZeroVirtualNodes);
        }
        let others = self.points.iter().filter(|point| point.server != id).count() as u64;
        let wanted = others + u64::from(virtual_nodes);
        if wanted > Self::MAX_POINTS {
            return Err(RingError::TooManyNodes { wanted });
        }
        self.points.retain(|point| point.server != id);
        if let Some(server) = &mut self.servers[id.slot()] {
            server.nodes = virtual_nodes;
        }
        self.merge(id, hashed(name, virtual_nodes), &mut ());
        Ok(id)
    }

    /// Puts a server on the ring with `weight` times the nodes of a server of weight 1, hence about `weight` times its keys.
    ///
    /// # Errors
    /// As [`Self::add`]; a weight of 0 leaves no node.
    pub fn add_weighted(&mut self, name: &str, virtual_nodes: u32, weight: u32) -> Result<ServerId, RingError> {
        self.add(name, Self::weighted(virtual_nodes, weight)?)
    }

    /// How many nodes a server of this weight has.
    ///
    /// # Errors
    /// If they are more than a ring can hold.
    pub fn weighted(virtual_nodes: u32, weight: u32) -> Result<u32, RingError> {
        let wanted = u64::from(virtual_nodes) * u64::from(weight);
        u32::try_from(wanted).map_err(|_| RingError::TooManyNodes { wanted })
    }

    /// Takes a server and all its nodes off the ring.
    ///
    /// # Errors
    /// If there is no such server.
    pub fn remove(&mut self, name: &str) -> Result<ServerId, RingError> {
        self.remove_watched(name, &mut ())
    }

    /// [`Self::remove`], reporting to a probe.
    ///
    /// # Errors
    /// As [`Self::remove`].
    pub fn remove_watched(&mut self, name: &str, probe: &mut impl Probe) -> Result<ServerId, RingError> {
        let server = self.find(name).ok_or_else(|| RingError::UnknownServer(name.to_owned()))?;
        probe!(probe, name = name, server = server.slot());
        self.points.retain(|point| point.server != server);
        probe!(probe, points = self.points.len());
        self.servers[server.slot()] = None;
        probe!(probe);
        Ok(server)
    }

    /// Turns all nodes of a server clockwise by the same distance.
    ///
    /// # Errors
    /// If there is no such server.
    pub fn turn(&mut self, name: &str, by: Position) -> Result<ServerId, RingError> {
        self.turn_watched(name, by, &mut ())
    }

    /// [`Self::turn`], reporting to a probe.
    ///
    /// # Errors
    /// As [`Self::turn`].
    pub fn turn_watched(&mut self, name: &str, by: Position, probe: &mut impl Probe) -> Result<ServerId, RingError> {
        let server = self.find(name).ok_or_else(|| RingError::UnknownServer(name.to_owned()))?;
        probe!(probe, name = name, by = by);
        let own = self.points.extract_if(.., |point| point.server == server);
        let turned: Vec<_> = own.map(|point| (point.position.clockwise(by), point.node)).collect();
        probe!(probe, turned = turned.len());
        self.merge(server, turned, probe);
        probe!(probe, points = self.points.len());
        Ok(server)
    }

    /// Moves one node of a server to a position of the caller's choice.
    ///
    /// # Errors
    /// If there is no such server or node.
    pub fn place(&mut self, name: &str, node: u32, position: Position) -> Result<ServerId, RingError> {
        let server = self.find(name).ok_or_else(|| RingError::UnknownServer(name.to_owned()))?;
        let Some(index) = self.points.iter().position(|point| point.server == server && point.node == node) else {
            return Err(RingError::UnknownNode { server: name.to_owned(), node });
        };
        self.points.remove(index);
        self.merge(server, vec![(position, node)], &mut ());
        Ok(server)
    }

    /// The name of the server that owns a key: the first one clockwise from the key's hash.
    ///
    /// # Errors
    /// If there is no server.
    pub fn owner(&self, key: &[u8]) -> Result<&str, RingError> {
        let server = self.owner_at(Position::of(key)).ok_or(RingError::NoServer)?;
        Ok(self.name(server))
    }

    /// The server that owns a position. A server owns the very position where it stands.
    #[must_use]
    pub fn owner_at(&self, position: Position) -> Option<ServerId> {
        self.successor(position).map(|index| self.points[index].server)
    }

    /// The index of the first point clockwise from `position`; past the last point that is the first. O(log V).
    #[must_use]
    pub fn successor(&self, position: Position) -> Option<usize> {
        let mut search = Search::new(self, position, &mut ());
        while search.compare(self, &mut ()).is_some() {}
        search.found(self, &mut ())
    }

    /// The first `count` different servers clockwise from `position`: the owner and the servers of its replicas.
    ///
    /// Further nodes of a server that was already met are skipped. Where there are fewer servers than asked for, all.
    #[must_use]
    pub fn replicas(&self, position: Position, count: usize) -> Vec<ServerId> {
        let Some(first) = self.successor(position) else {
            return Vec::new();
        };
        let mut walk = ReplicaWalk::new(self, first, count, &mut ());
        while walk.visit(self, &mut ()).is_some() {}
        walk.found
    }

    /// All points, clockwise from zero.
    #[must_use]
    pub fn points(&self) -> &[Point] {
        &self.points
    }

    /// The arcs that the points cut the circle into, each with its owner. Arcs without a position are left out.
    pub fn arcs(&self) -> impl Iterator<Item = Arc> {
        let previous = self.points.last().into_iter().chain(&self.points);
        let alone = self.points.first().map(|p| p.position) == self.points.last().map(|p| p.position);
        self.points
            .iter()
            .zip(previous)
            .enumerate()
            .filter(move |(i, (point, previous))| point.position != previous.position || (alone && *i == 0))
            .map(|(_, (point, previous))| Arc { after: previous.position, upto: point.position, owner: point.server })
    }

    /// The servers on the ring, by slot.
    pub fn servers(&self) -> impl Iterator<Item = (ServerId, &Server)> {
        let slots = self.servers.iter().zip(0..);
        slots.filter_map(|(server, slot)| server.as_ref().map(|server| (ServerId(slot), server)))
    }

    /// How many slots there are, free ones included.
    #[must_use]
    pub fn slots(&self) -> usize {
        self.servers.len()
    }

    /// The server in a slot.
    #[must_use]
    pub fn server(&self, id: ServerId) -> Option<&Server> {
        self.servers.get(id.slot())?.as_ref()
    }

    /// The server of this name.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<ServerId> {
        self.servers().find(|(_, server)| server.name == name).map(|(id, _)| id)
    }

    /// Where a virtual node stands.
    #[must_use]
    pub fn position_of(&self, server: ServerId, node: u32) -> Option<Position> {
        let mut points = self.points.iter();
        points.find(|point| point.server == server && point.node == node).map(|point| point.position)
    }

    /// The name of a server that is there.
    pub(crate) fn name(&self, id: ServerId) -> &str {
        self.server(id).map_or("", |server| &server.name)
    }

    /// Gives a server the first free slot.
    fn seat(&mut self, server: Server) -> ServerId {
        let free = self.servers.iter().position(Option::is_none);
        let slot = free.unwrap_or_else(|| {
            self.servers.push(None);
            self.servers.len() - 1
        });
        self.servers[slot] = Some(server);
        ServerId(slot as u32)
    }

    /// Adds points of one server, given as positions and node numbers. They are sorted, then merged with the others from the
    /// back, so that each point moves once.
    fn merge(&mut self, server: ServerId, mut nodes: Vec<(Position, u32)>, probe: &mut impl Probe) {
        nodes.sort_unstable();
        let mut all = std::mem::take(&mut self.points);
        let (mut old, mut new) = (all.len(), nodes.len());
        probe!(probe, old = old, new = new);
        all.resize(old + new, Point { position: Position::ZERO, server, node: 0 });
        while let Some((position, node)) = nodes.pop() {
            let point = Point { position, server, node };
            let others = all[..old].iter().rev();
            let behind = others.take_while(|other| self.clockwise(other, &point) == Ordering::Greater).count();
            probe!(probe, point = point.position, behind = behind);
            all.copy_within(old - behind..old, old - behind + new);
            probe!(probe, to = old - behind + new);
            (old, new) = (old - behind, new - 1);
            probe!(probe, old = old, new = new);
            all[old + new] = point;
            probe!(probe);
        }
        self.points = all;
    }

    fn clockwise(&self, a: &Point, b: &Point) -> Ordering {
        let names = || self.name(a.server).cmp(self.name(b.server));
        a.position.cmp(&b.position).then_with(names).then(a.node.cmp(&b.node))
    }
}

/// The points at which a server stands, each with its number: the hashes of `{name}_0`, `{name}_1`, ...
fn hashed(name: &str, nodes: u32) -> Vec<(Position, u32)> {
    let mut label = format!("{name}_");
    let mut hashed = Vec::with_capacity(nodes as usize);
    for node in 0..nodes {
        label.truncate(name.len() + 1);
        label += &node.to_string();
        hashed.push((Position::of(label.as_bytes()), node));
    }
    hashed
}
