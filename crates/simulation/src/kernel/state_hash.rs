//! One number for a whole state, the same natively and in every browser.

use std::hash::{Hash, Hasher};

/// FNV-1a, 64 bits, fed with little-endian integers; a `usize` counts as 64 bits wherever it comes from.
///
/// A state must not hold a slice of `usize`: the standard library hashes those as raw memory, which differs in width.
struct Fnv(u64);

impl Hasher for Fnv {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    fn write_usize(&mut self, number: usize) {
        self.write_u64(number as u64);
    }

    fn write_u64(&mut self, number: u64) {
        self.write(&number.to_le_bytes());
    }

    fn write_u32(&mut self, number: u32) {
        self.write(&number.to_le_bytes());
    }

    fn write_isize(&mut self, number: isize) {
        self.write_u64(number as u64);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// The hash of a state. Equal states have equal hashes, on every machine.
#[must_use]
pub fn state_hash(state: &impl Hash) -> u64 {
    let mut hasher = Fnv(0xcbf2_9ce4_8422_2325);
    state.hash(&mut hasher);
    hasher.finish()
}

/// The hash as a transcript ends with it: `state 1a2b3c4d5e6f7081`.
#[must_use]
pub fn state_line(state: &impl Hash) -> String {
    format!("state {:016x}", state_hash(state))
}
