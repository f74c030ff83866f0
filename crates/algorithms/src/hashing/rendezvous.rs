//! Rendezvous hashing, or highest random weight (HRW): each server draws lots for each key, and the highest lot wins.
//!
//! **The idea.** Hash server and key together. The server whose score is highest owns the key. There is nothing to set up
//! and nothing to keep but the names.
//!
//! **Invariant.** A server's score for a key does not depend on the other servers. So when one goes, only its own keys
//! move, each to the one that came second; and these second ones are spread evenly over all who stay. A ring with few
//! points gives all of them to the neighbours.
//!
//! **Costs**, for n servers: n hashes and n - 1 comparisons a lookup; no memory beside the names.
//!
//! The score is `murmur3_x86_32("{name}-{key}", seed)`; of equal scores, the greatest name wins, so the order of the
//! servers never matters.
//!
//! Source: D. Thaler, C. Ravishankar, *Using Name-Based Mappings to Increase Hit Rates*, IEEE/ACM Transactions on
//! Networking 6(1), 1998.

use std::fmt;

use mur3::murmurhash3_x86_32;

use crate::hashing::cost::Meter;
use crate::hashing::names;
use crate::probe;
use crate::probe::Probe;

/// Why there can't be such servers.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum RendezvousError {
    /// Two servers have this name; they would always draw the same lot.
    DuplicateName(String),
}

impl fmt::Display for RendezvousError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self::DuplicateName(name) = self;
        write!(f, "There are two servers named “{name}”. Names must differ.")
    }
}

impl std::error::Error for RendezvousError {}

/// The servers that draw lots.
#[derive(Clone, Debug, Default, Eq, Hash, PartialEq)]
pub struct Rendezvous {
    names: Vec<String>,
    seed: u32,
}

impl Rendezvous {
    /// These servers, with scores seeded by `seed`; who shall agree on the owners must use the same.
    ///
    /// # Errors
    /// If a name is there twice.
    pub fn new<N: AsRef<str>>(servers: &[N], seed: u32) -> Result<Self, RendezvousError> {
        match names::repeated(servers) {
            Some(name) => Err(RendezvousError::DuplicateName(name.to_owned())),
            None => Ok(Self { names: servers.iter().map(|name| name.as_ref().to_owned()).collect(), seed }),
        }
    }

    /// The place in the list of the server that owns a key; `None` if there is no server. O(n).
    #[must_use]
    pub fn owner(&self, key: &[u8]) -> Option<u32> {
        self.owner_watched(key, &mut (), &mut ())
    }

    /// The same, telling what it does, and a probe which lines ran.
    pub fn owner_watched(&self, key: &[u8], meter: &mut impl Meter, probe: &mut impl Probe) -> Option<u32> {
        let mut lot = Vec::with_capacity(64);
        let mut best: Option<(u32, &str, u32)> = None;
        for (i, name) in (0..).zip(&self.names) {
            lot.clear();
            lot.extend_from_slice(name.as_bytes());
            lot.push(b'-');
            lot.extend_from_slice(key);
            meter.hash();
            let score = murmurhash3_x86_32(&lot, self.seed);
            probe!(probe, name = name.as_str(), score = score);
            if let Some((highest, winner, _)) = best {
                meter.step();
                if (score, name.as_str()) < (highest, winner) {
                    continue;
                }
            }
            best = Some((score, name, i));
            probe!(probe, highest = score, winner = name.as_str());
        }
        best.map(|(_, _, i)| i)
    }

    /// The score of a server for a key.
    #[must_use]
    pub fn score(&self, server: u32, key: &[u8]) -> Option<u32> {
        let name = self.names.get(server as usize)?;
        let lot = [name.as_bytes(), b"-", key].concat();
        Some(murmurhash3_x86_32(&lot, self.seed))
    }
}
