//! One key on its way to its owner, a step at a time: the very search and walk that the ring itself uses, stopped after
//! each look.

use algorithms::hashing::ring::{Point, Ring, ServerId};
use algorithms::hashing::search::{ReplicaWalk, Search};
use algorithms::position::Position;
use algorithms::probe::Probe;

use crate::kernel::time::Micros;
use crate::ring::hash_ring::event::Event;

/// How long a look takes on the screen.
const PACE: Micros = Micros::from_millis(600);

/// A key being followed.
#[derive(Clone, Debug, Hash)]
pub struct Walk {
    /// Its name.
    pub key: String,
    /// Where it is.
    pub position: Position,
    /// How far the walk has come.
    pub stage: Stage,
    next_due: Option<Micros>,
}

/// How far a walk has come.
#[derive(Clone, Debug, Hash)]
pub enum Stage {
    /// The key is to be hashed.
    Named {
        /// How many servers are to be found.
        copies: u32,
    },
    /// The search for the owner is under way.
    Searching {
        /// The search.
        search: Search,
        /// The point looked at last.
        looked_at: Option<Point>,
        /// How many servers are to be found.
        copies: u32,
    },
    /// The owner is found; servers for further copies may follow.
    Found {
        /// The point that the search ended at.
        owner: Point,
        /// The walk on from there.
        replicas: ReplicaWalk,
        /// The point passed last.
        passed: Point,
    },
}

impl Walk {
    pub(super) fn new(ring: &Ring, key: String, position: Position, copies: u32, now: Micros) -> Self {
        let copies = copies.min(ring.servers().count() as u32);
        Self { key, position, stage: Stage::Named { copies }, next_due: Some(now + PACE) }
    }

    pub(super) const fn next_due(&self) -> Option<Micros> {
        self.next_due
    }

    /// The servers found so far, the owner first.
    #[must_use]
    pub fn found(&self) -> &[ServerId] {
        match &self.stage {
            Stage::Found { replicas, .. } => &replicas.found,
            Stage::Named { .. } | Stage::Searching { .. } => &[],
        }
    }

    /// Takes one step. `None` only on a ring without points, where no walk starts.
    pub(super) fn step(&mut self, ring: &Ring, probe: &mut impl Probe) -> Option<Event> {
        self.next_due = self.next_due.map(|due| due + PACE);
        let position = self.position;
        match &mut self.stage {
            Stage::Named { copies } => {
                let search = Search::new(ring, position, probe);
                self.stage = Stage::Searching { search, looked_at: None, copies: *copies };
                Some(Event::Hashed { key: self.key.clone(), position })
            }
            Stage::Searching { search, looked_at, copies } => {
                if let Some(point) = search.compare(ring, probe) {
                    *looked_at = Some(point);
                    let (before, open) = (point.position < position, search.open().len() as u32);
                    return Some(Event::Compared { node: label(ring, point), position: point.position, before, open });
                }
                let index = search.found(ring, probe)?;
                let (owner, wraps) = (ring.points()[index], search.wraps(ring));
                let mut replicas = ReplicaWalk::new(ring, index, *copies as usize, probe);
                replicas.visit(ring, probe)?;
                if *copies == 1 {
                    self.next_due = None;
                }
                self.stage = Stage::Found { owner, replicas, passed: owner };
                let (key, server) = (self.key.clone(), name(ring, owner.server));
                Some(Event::Owned { key, server, node: label(ring, owner), wraps })
            }
            Stage::Found { replicas, passed, .. } => {
                let visit = replicas.visit(ring, probe)?;
                *passed = visit.point;
                let server = name(ring, visit.point.server);
                if replicas.is_done() {
                    self.next_due = None;
                }
                Some(if visit.is_new {
                    Event::Copied { server, copy: replicas.found.len() as u32 }
                } else {
                    Event::Skipped { node: label(ring, visit.point), server }
                })
            }
        }
    }
}

fn name(ring: &Ring, id: ServerId) -> String {
    ring.server(id).map_or_else(String::new, |server| server.name.clone())
}

/// The name under which a point was hashed.
fn label(ring: &Ring, point: Point) -> String {
    format!("{}_{}", name(ring, point.server), point.node)
}
