//! How a ring finds a key's owner and the servers of its replicas, one step at a time.
//!
//! [`Ring::owner_at`] and [`Ring::replicas`] run these to the end; a lesson may stop after each step and look.

use crate::position::Position;
use crate::ring::{Point, Ring, ServerId};

/// A binary search for the first point clockwise from a position.
///
/// Invariant: every point before `low` stands before the position, every point from `high` on at it or after it.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct Search {
    position: Position,
    low: u32,
    high: u32,
}

impl Search {
    /// A search in which no point has been looked at yet.
    #[must_use]
    pub fn new(ring: &Ring, position: Position) -> Self {
        Self { position, low: 0, high: ring.points().len() as u32 }
    }

    /// Looks at the point in the middle of those still possible and drops one half. `None` when none is left to look at.
    pub fn compare(&mut self, ring: &Ring) -> Option<Point> {
        if self.low >= self.high {
            return None;
        }
        let middle = self.low + (self.high - self.low) / 2;
        let point = ring.points()[middle as usize];
        if point.position < self.position {
            self.low = middle + 1;
        } else {
            self.high = middle;
        }
        Some(point)
    }

    /// The numbers of the points that are still possible: none of them has to be looked at once this is empty.
    #[must_use]
    pub fn open(&self) -> std::ops::Range<usize> {
        self.low as usize..self.high as usize
    }

    /// When no point is left to look at: the index of the one found. A search that ran past the last point comes round
    /// to the first. `None` on an empty ring.
    #[must_use]
    pub fn found(&self, ring: &Ring) -> Option<usize> {
        (self.low as usize).checked_rem(ring.points().len())
    }

    /// Whether the search ran past the last point, and so passes zero.
    #[must_use]
    pub fn wraps(&self, ring: &Ring) -> bool {
        self.low as usize == ring.points().len()
    }
}

/// A walk clockwise over the points that notes each server it has not met before.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct ReplicaWalk {
    /// The servers met so far: the owner first.
    pub found: Vec<ServerId>,
    next: u32,
    wanted: u32,
}

/// One point passed on a [`ReplicaWalk`].
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Visit {
    /// The point.
    pub point: Point,
    /// Whether its server was new; otherwise the walk goes on.
    pub is_new: bool,
}

impl ReplicaWalk {
    /// A walk from `position` that wants `count` different servers, or all where there are fewer.
    #[must_use]
    pub fn new(ring: &Ring, position: Position, count: usize) -> Self {
        let wanted = count.min(ring.servers().count());
        Self {
            found: Vec::with_capacity(wanted),
            next: ring.successor(position).unwrap_or(0) as u32,
            wanted: wanted as u32,
        }
    }

    /// Whether enough servers were met.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.found.len() == self.wanted as usize
    }

    /// Goes to the next point. `None` when enough servers were met.
    pub fn visit(&mut self, ring: &Ring) -> Option<Visit> {
        if self.is_done() {
            return None;
        }
        let points = ring.points();
        let point = *points.get(self.next as usize)?;
        self.next = (self.next + 1) % points.len() as u32;
        let is_new = !self.found.contains(&point.server);
        if is_new {
            self.found.push(point.server);
        }
        Some(Visit { point, is_new })
    }
}
