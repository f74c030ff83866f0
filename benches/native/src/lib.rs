//! What the benchmarks share: the servers and keys, and the rival set up to do the same work.

pub mod clockwork;
pub mod codes;
pub mod plain;

use std::hash::{BuildHasher, Hash, Hasher};

use algorithms::hashing::ring::{Ring, RingError};
use algorithms::position::Position;
use hashring::HashRing;
use sha1::{Digest as _, Sha1};

/// Servers on the ring.
pub const SERVERS: u32 = 10;

/// Points of each server on the ring.
pub const VIRTUAL_NODES: u32 = 1_000;

/// The name of a server.
#[must_use]
pub fn server(number: u32) -> String {
    format!("s{number}")
}

/// As many different keys as asked for.
#[must_use]
pub fn keys(count: u32) -> Vec<String> {
    (0..count).map(|number| format!("key-{number}")).collect()
}

/// Our ring with [`SERVERS`] on it.
///
/// # Errors
/// None with these servers.
pub fn our_ring() -> Result<Ring, RingError> {
    let mut ring = Ring::new();
    for number in 0..SERVERS {
        ring.add(&server(number), VIRTUAL_NODES)?;
    }
    Ok(ring)
}

/// Our ring with its first server turned by a hair.
///
/// # Errors
/// None with these servers.
pub fn dragged(ring: &Ring) -> Result<Ring, RingError> {
    let mut hair = [0; 20];
    hair[1] = 1;
    let mut after = ring.clone();
    after.turn(&server(0), Position::from_bytes(hair))?;
    Ok(after)
}

/// A point of the crate `hashring`, which knows no virtual nodes: they are entries of their own.
#[derive(Clone, Debug, Hash, PartialEq)]
pub struct RivalNode {
    /// The server's number.
    pub server: u32,
    /// Which of its points.
    pub node: u32,
}

/// The same, hashed as ours are: by its label, `s0_0`, `s0_1`, ...
#[derive(Clone, Debug, PartialEq)]
pub struct LabelledNode(RivalNode);

impl Hash for LabelledNode {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let RivalNode { server, node } = self.0;
        state.write(format!("s{server}_{node}").as_bytes());
    }
}

/// All points of one server, to be added at once.
#[must_use]
pub fn rival_nodes(server: u32) -> Vec<RivalNode> {
    (0..VIRTUAL_NODES).map(|node| RivalNode { server, node }).collect()
}

/// The crate's ring with [`SERVERS`] on it.
#[must_use]
pub fn rival_ring<S: BuildHasher>(hasher: S) -> HashRing<RivalNode, S> {
    let mut ring = HashRing::with_hasher(hasher);
    ring.batch_add((0..SERVERS).flat_map(rival_nodes).collect());
    ring
}

/// All points of one server, to be hashed by their labels.
#[must_use]
pub fn labelled_nodes(server: u32) -> Vec<LabelledNode> {
    rival_nodes(server).into_iter().map(LabelledNode).collect()
}

/// The crate's ring with [`SERVERS`] on it, doing what ours does as far as it can: SHA-1 of labels, a server after the other.
#[must_use]
pub fn labelled_ring() -> HashRing<LabelledNode, Sha1Builder> {
    let mut ring = HashRing::with_hasher(Sha1Builder);
    (0..SERVERS).for_each(|server| ring.batch_add(labelled_nodes(server)));
    ring
}

/// SHA-1 for the crate, whose own choice is SipHash: the same hash as ours, so that only the rings differ.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sha1Builder;

/// See [`Sha1Builder`].
#[derive(Clone, Default)]
pub struct Sha1Hasher(Sha1);

impl BuildHasher for Sha1Builder {
    type Hasher = Sha1Hasher;

    fn build_hasher(&self) -> Sha1Hasher {
        Sha1Hasher::default()
    }
}

impl Hasher for Sha1Hasher {
    fn write(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    fn finish(&self) -> u64 {
        let digest = self.0.clone().finalize();
        digest.iter().take(8).fold(0, |number, byte| (number << 8) | u64::from(*byte))
    }
}
