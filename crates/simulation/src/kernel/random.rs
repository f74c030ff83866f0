//! Seeded randomness.
//!
//! Every entity of a run (a server, a client, a wire) draws from its own stream, so that adding one entity does not
//! change what happens to the others.

use std::hash::{Hash, Hasher};

use rand_core::Rng;
use rand_pcg::Pcg32;

/// One entity's random numbers: PCG-XSH-RR 64/32 (O'Neill, *PCG*, HMC-CS-2014-0905), its stream chosen by the entity.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Stream {
    pcg: Pcg32,
    seed: u64,
    entity: u64,
    drawn: u64,
}

impl Stream {
    /// The stream of `entity` in a run with this seed.
    #[must_use]
    pub fn new(seed: u64, entity: u64) -> Self {
        Self { pcg: Pcg32::new(seed, entity), seed, entity, drawn: 0 }
    }

    /// The next 32 bits.
    pub fn next_u32(&mut self) -> u32 {
        self.drawn += 1;
        self.pcg.next_u32()
    }

    /// An even choice from `0..bound`; 0 if `bound` is 0. Lemire's method, without bias.
    pub fn below(&mut self, bound: u32) -> u32 {
        if bound == 0 {
            return 0;
        }
        let biased = bound.wrapping_neg() % bound;
        loop {
            let product = u64::from(self.next_u32()) * u64::from(bound);
            if product as u32 >= biased {
                return (product >> 32) as u32;
            }
        }
    }
}

/// The seed, the entity and the count of draws say all that there is to say of a stream.
impl Hash for Stream {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.seed, self.entity, self.drawn).hash(state);
    }
}
