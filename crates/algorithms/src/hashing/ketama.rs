//! Ketama: the ring that Last.fm put before its memcached servers in 2007, and that many clients still agree on.
//!
//! **The idea.** A ring of 2^32 places. The MD5 of `{name}-{k}`, for k from 0 to 39, is cut into four numbers of 32 bits,
//! so forty hashes give a server 160 points. A key stands at the first four bytes of its own MD5.
//!
//! **Invariant.** The points are sorted by place; where two share one, the first name owns it. (The original leaves that to
//! its sort.) So the order of the servers never matters.
//!
//! **Costs**, for P = 160 n points: building O(P log P), a lookup one hash and O(log P) comparisons, 8 bytes a point.
//!
//! Clients differ in details, and then they do not find each other's keys: libmemcached leaves the port out of the name
//! where it is the usual one. Servers of unequal memory get points in proportion in the original; here all are equal.
//!
//! Source: R. Jones, *libketama*, `libketama/ketama.c`, <https://github.com/RJ/ketama>.

use std::fmt;

use md5::{Digest, Md5};

use crate::hashing::cost::Meter;
use crate::hashing::names;

/// How many names of a server are hashed.
pub const HASHES: u32 = 40;
/// How many points a server has: four from each hash.
pub const POINTS: usize = 160;
/// The most servers, so that a slip of the hand can't fill the memory.
pub const MOST_SERVERS: usize = 1_000;

/// A point of a server.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Point {
    /// Its place, of 2^32.
    pub place: u32,
    /// Whose it is: the server's place in the list of names.
    pub server: u32,
}

/// Why there can't be such a ring.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum KetamaError {
    /// Two servers have this name.
    DuplicateName(String),
    /// More than [`MOST_SERVERS`].
    TooManyServers {
        /// How many were given.
        servers: usize,
    },
}

impl fmt::Display for KetamaError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::DuplicateName(name) => write!(f, "There are two servers named “{name}”. Names must differ."),
            Self::TooManyServers { servers } => {
                write!(f, "That is {servers} servers; a ketama ring here takes up to {MOST_SERVERS}.")
            }
        }
    }
}

impl std::error::Error for KetamaError {}

/// A ketama ring.
#[derive(Clone, Debug, Default, Eq, Hash, PartialEq)]
pub struct Ketama {
    points: Vec<Point>,
}

impl Ketama {
    /// The ring of these servers. Without a server it is empty, and no key has an owner.
    ///
    /// # Errors
    /// If a name is there twice, or there are more than [`MOST_SERVERS`].
    pub fn new<N: AsRef<str>>(servers: &[N]) -> Result<Self, KetamaError> {
        if let Some(name) = names::repeated(servers) {
            return Err(KetamaError::DuplicateName(name.to_owned()));
        }
        if servers.len() > MOST_SERVERS {
            return Err(KetamaError::TooManyServers { servers: servers.len() });
        }
        let mut points: Vec<Point> = (0..).zip(servers).flat_map(|(i, name)| points_of(i, name.as_ref())).collect();
        let name = |point: &Point| servers[point.server as usize].as_ref();
        points.sort_unstable_by(|a, b| a.place.cmp(&b.place).then_with(|| name(a).cmp(name(b))));
        Ok(Self { points })
    }

    /// All points, by their places.
    #[must_use]
    pub fn points(&self) -> &[Point] {
        &self.points
    }

    /// The place in the list of the server that owns a key; `None` if there is no server.
    #[must_use]
    pub fn owner(&self, key: &[u8]) -> Option<u32> {
        self.owner_metered(key, &mut ())
    }

    /// The same, telling what it does.
    pub fn owner_metered(&self, key: &[u8], meter: &mut impl Meter) -> Option<u32> {
        meter.hash();
        self.owner_at(place_of(key), meter)
    }

    /// The server that owns a place: that of the first point at or after it, or past the last point of the first.
    pub fn owner_at(&self, place: u32, meter: &mut impl Meter) -> Option<u32> {
        // Written out, because the standard library's search may take another number of steps in its next version.
        let (mut low, mut high) = (0, self.points.len());
        while low < high {
            meter.step();
            let middle = low + (high - low) / 2;
            if self.points[middle].place < place {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        self.points.get(low).or(self.points.first()).map(|point| point.server)
    }
}

/// Where a key stands: the first four bytes of its MD5, little-endian.
#[must_use]
pub fn place_of(key: &[u8]) -> u32 {
    let digest: [u8; 16] = Md5::digest(key).into();
    u32::from_le_bytes([digest[0], digest[1], digest[2], digest[3]])
}

fn points_of(server: u32, name: &str) -> Vec<Point> {
    let mut points = Vec::with_capacity(POINTS);
    for k in 0..HASHES {
        let digest: [u8; 16] = Md5::digest(format!("{name}-{k}")).into();
        for quarter in digest.chunks_exact(4) {
            let place = u32::from_le_bytes([quarter[0], quarter[1], quarter[2], quarter[3]]);
            points.push(Point { place, server });
        }
    }
    points
}
