//! Consistent hashing with bounded loads: a ring on which a full server passes keys on clockwise.
//!
//! **The idea.** No server may hold more than (1 + ε) times the mean. A key goes to its owner on the ring; if that is full, to
//! the next server clockwise that has room.
//!
//! **Invariant.** No load exceeds the capacity ⌈(1 + ε) m / n⌉, for m keys on n servers. All capacities together are at least
//! (1 + ε) m, so there is always room for the next key.
//!
//! **Costs.** Those of the ring, a counter for each server, and a walk past the full ones. A small ε is even and moves much; a
//! large one is the plain ring. Where a key lies depends on the keys placed before it, so a lookup needs the loads, or asks
//! the servers one after another.
//!
//! Source: V. Mirrokni, M. Thorup, M. Zadimoghaddam, *Consistent Hashing with Bounded Loads*,
//! <https://arxiv.org/abs/1608.01350>.

use std::fmt;
use std::ops::Deref;

use crate::hashing::cost::Meter;
use crate::hashing::ring::{Ring, ServerId};
use crate::hashing::search::Search;
use crate::position::Position;
use crate::probe;
use crate::probe::Probe;

/// The largest ε: a server may hold eleven times the mean.
pub const MOST_PER_MILLE: u32 = 10_000;

/// How far above the mean a load may go: ε, in thousandths, so that a capacity is computed exactly.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Slack(u32);

/// Why it can't be bounded so.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum BoundedError {
    /// With ε = 0 every server would have to be exactly full, and one key moved could move all.
    ZeroSlack,
    /// More than [`MOST_PER_MILLE`].
    TooMuchSlack(u32),
    /// Nothing can be shared out where there is no server.
    NoServer,
    /// Every server is full. It cannot happen where the capacity was made for at least as many keys as there are.
    Full,
}

impl fmt::Display for BoundedError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ZeroSlack => write!(f, "The slack must be more than 0, or no key could come without moving others."),
            Self::TooMuchSlack(per_mille) => {
                write!(f, "A slack of {per_mille} thousandths is too much; it goes up to {MOST_PER_MILLE}.")
            }
            Self::NoServer => write!(f, "There is no server. Add one first."),
            Self::Full => write!(f, "Every server is full."),
        }
    }
}

impl std::error::Error for BoundedError {}

impl Slack {
    /// An ε of so many thousandths.
    ///
    /// # Errors
    /// If it is zero or more than [`MOST_PER_MILLE`].
    pub const fn per_mille(thousandths: u32) -> Result<Self, BoundedError> {
        match thousandths {
            0 => Err(BoundedError::ZeroSlack),
            1..=MOST_PER_MILLE => Ok(Self(thousandths)),
            _ => Err(BoundedError::TooMuchSlack(thousandths)),
        }
    }

    /// The most that one of `servers` may hold of `keys`: ⌈(1 + ε) m / n⌉, in whole numbers.
    ///
    /// # Errors
    /// If there is no server.
    pub fn capacity(self, keys: u64, servers: u32) -> Result<u64, BoundedError> {
        if servers == 0 {
            return Err(BoundedError::NoServer);
        }
        let thousandths = u128::from(keys) * u128::from(1_000 + self.0);
        Ok(u64::try_from(thousandths.div_ceil(1_000 * u128::from(servers))).unwrap_or(u64::MAX))
    }
}

/// Where a key was put.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Placed {
    /// The server that took it.
    pub server: ServerId,
    /// How many full servers it was passed on by; 0 if its owner took it.
    pub passed_on: u32,
}

/// The first server clockwise from `position` of which `is_full` does not hold. A server is asked once, however many of its
/// points are passed. A probe hears which lines ran. O(log V), and the points passed.
///
/// # Errors
/// If there is no server, or all are full.
pub fn first_with_room(
    ring: &Ring,
    position: Position,
    mut is_full: impl FnMut(ServerId) -> bool,
    meter: &mut impl Meter,
    probe: &mut impl Probe,
) -> Result<Placed, BoundedError> {
    let mut search = Search::new(ring, position, &mut ());
    while search.compare(ring, &mut ()).is_some() {
        meter.step();
    }
    let start = search.found(ring, &mut ()).ok_or(BoundedError::NoServer)?;
    let (before, from) = ring.points().split_at(start);
    probe!(probe, start = start);
    // Only those who are full: mostly none, and never more than there are servers.
    let mut full = Vec::new();
    for point in from.iter().chain(before) {
        if full.contains(&point.server) {
            continue;
        }
        meter.step();
        if !is_full(point.server) {
            probe!(probe, server = point.server.slot(), passed_on = full.len());
            return Ok(Placed { server: point.server, passed_on: full.len() as u32 });
        }
        full.push(point.server);
        probe!(probe, server = point.server.slot());
    }
    Err(BoundedError::Full)
}

/// Puts keys on a ring one by one, none on a full server.
#[derive(Clone, Debug)]
pub struct Bounded<R> {
    ring: R,
    capacity: u64,
    loads: Vec<u64>,
}

impl<R: Deref<Target = Ring>> Bounded<R> {
    /// Empty servers, each with room for its part of `keys`, and ε.
    ///
    /// # Errors
    /// If there is no server.
    pub fn new(ring: R, keys: u64, slack: Slack) -> Result<Self, BoundedError> {
        let capacity = slack.capacity(keys, ring.servers().count() as u32)?;
        let loads = vec![0; ring.slots()];
        Ok(Self { ring, capacity, loads })
    }

    /// The ring.
    #[must_use]
    pub fn ring(&self) -> &Ring {
        &self.ring
    }

    /// The most that a server takes.
    #[must_use]
    pub const fn capacity(&self) -> u64 {
        self.capacity
    }

    /// How many keys each server holds, by slot.
    #[must_use]
    pub fn loads(&self) -> &[u64] {
        &self.loads
    }

    /// Puts a key at the first server clockwise that has room.
    ///
    /// # Errors
    /// If all are full: more keys come than the capacity was made for.
    pub fn place(&mut self, position: Position, meter: &mut impl Meter) -> Result<Placed, BoundedError> {
        let is_full = |server: ServerId| self.loads[server.slot()] >= self.capacity;
        let placed = first_with_room(&self.ring, position, is_full, meter, &mut ())?;
        self.loads[placed.server.slot()] += 1;
        Ok(placed)
    }
}
