//! How a ring finds a key's owner and the servers of its replicas, one step at a time.
//!
//! [`Ring::owner_at`] and [`Ring::replicas`] run these to the end; a lesson may stop after each step and look, and watch the
//! lines run through a [`Probe`].

use crate::hashing::ring::{Point, Ring, ServerId};
use crate::position::Position;
use crate::probe;
use crate::probe::Probe;

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
    pub fn new(ring: &Ring, position: Position, probe: &mut impl Probe) -> Self {
        let (low, high) = (0, ring.points().len() as u32);
        probe!(probe, position = position, low = low, high = high);
        Self { position, low, high }
    }

    /// Looks at the point in the middle of those still possible and drops one half. `None` when none is left to look at.
    pub fn compare(&mut self, ring: &Ring, probe: &mut impl Probe) -> Option<Point> {
        if self.low >= self.high {
            probe!(probe, low = self.low, high = self.high);
            return None;
        }
        let middle = self.low + (self.high - self.low) / 2;
        probe!(probe, low = self.low, high = self.high, middle = middle);
        let point = ring.points()[middle as usize];
        probe!(probe, point = point.position);
        let is_before = point.position < self.position;
        probe!(probe, position = self.position, is_before = is_before);
        if is_before {
            self.low = middle + 1;
            probe!(probe, low = self.low);
        } else {
            self.high = middle;
            probe!(probe, high = self.high);
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
    pub fn found(&self, ring: &Ring, probe: &mut impl Probe) -> Option<usize> {
        let index = (self.low as usize).checked_rem(ring.points().len())?;
        probe!(probe, low = self.low, index = index);
        Some(index)
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
    /// A walk from the owner's point, given by its index, that wants `count` different servers, or all where there are fewer.
    #[must_use]
    pub fn new(ring: &Ring, first: usize, count: usize, probe: &mut impl Probe) -> Self {
        let wanted = count.min(ring.servers().count());
        probe!(probe, first = first, wanted = wanted);
        Self { found: Vec::with_capacity(wanted), next: first as u32, wanted: wanted as u32 }
    }

    /// Whether enough servers were met.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.found.len() == self.wanted as usize
    }

    /// Goes to the next point. `None` when enough servers were met.
    pub fn visit(&mut self, ring: &Ring, probe: &mut impl Probe) -> Option<Visit> {
        if self.is_done() {
            probe!(probe, found = self.found.len());
            return None;
        }
        let points = ring.points();
        let point = *points.get(self.next as usize)?;
        probe!(probe, next = self.next, server = ring.name(point.server));
        self.next = (self.next + 1) % points.len() as u32;
        probe!(probe, next = self.next);
        let is_new = !self.found.contains(&point.server);
        probe!(probe, is_new = is_new);
        if is_new {
            self.found.push(point.server);
            probe!(probe, found = self.found.len());
        }
        Some(Visit { point, is_new })
    }
}
