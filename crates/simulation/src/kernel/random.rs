//! Seeded randomness.
//!
//! Every entity of a run (a server, a client, a wire) draws from its own stream, so that adding one entity does not
//! change what happens to the others. A stream has a number; a system gives its own a name: `const CLICKS: u64 = entity("clic");`.

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

/// The number of the stream with this name: its letters, a byte each. Of entities of one kind, the others are the numbers after it.
///
/// ```
/// assert_eq!(simulation::kernel::random::entity("kill"), 0x6b_69_6c_6c);
/// ```
///
/// # Panics
/// If the name is longer than eight bytes: in a constant, when that is compiled.
#[must_use]
pub const fn entity(name: &str) -> u64 {
    let letters = name.as_bytes();
    assert!(letters.len() <= 8, "a stream's name has at most eight bytes");
    let (mut number, mut letter) = (0, 0);
    while letter < letters.len() {
        number = number << 8 | letters[letter] as u64;
        letter += 1;
    }
    number
}

/// The seed, the entity and the count of draws say all that there is to say of a stream.
impl Hash for Stream {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.seed, self.entity, self.drawn).hash(state);
    }
}
