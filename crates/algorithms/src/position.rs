//! A place on the hash circle.
//!
//! SHA-1 maps a name to one of 2^160 places, numbered clockwise from 0. The circle has no end: after the last place,
//! 2^160 - 1, comes 0 again. All 160 bits are kept, because two names whose first 64 bits agree are still two places.
//!
//! Source: FIPS 180-4, Secure Hash Standard (SHA-1). It is broken for signatures and good enough to spread keys.

use std::cmp::Ordering;

use sha1::block_api::compress;

/// One of the 2^160 places on the circle; ordered clockwise from 0.
///
/// Held as five big-endian words of 32 bits, most significant first, so that the order of the words is the numeric one.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub struct Position([u32; 5]);

/// The first words of two places nearly always differ: then the others need not be looked at.
impl Ord for Position {
    #[inline]
    fn cmp(&self, other: &Self) -> Ordering {
        self.0[0].cmp(&other.0[0]).then_with(|| self.0.cmp(&other.0))
    }
}

impl PartialOrd for Position {
    #[inline]
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Position {
    /// The place where counting starts: twelve o'clock in every picture.
    pub const ZERO: Self = Self([0; 5]);
    /// The last place before [`Self::ZERO`], 2^160 - 1.
    pub const MAX: Self = Self([u32::MAX; 5]);

    /// Where SHA-1 puts these bytes: its state after the last block, 64 bytes each. Behind the bytes stands a bit that is set,
    /// and at the very end how many bits they are; between them zeros (FIPS 180-4, 5.1.1).
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        let mut words = [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476, 0xc3d2_e1f0];
        let (blocks, rest) = bytes.as_chunks();
        compress(&mut words, blocks);
        let mut ending = [[0; 64]; 2];
        ending[0][..rest.len()].copy_from_slice(rest);
        ending[0][rest.len()] = 0x80;
        let last = usize::from(rest.len() >= 56);
        ending[last][56..].copy_from_slice(&(8 * bytes.len() as u64).to_be_bytes());
        compress(&mut words, &ending[..=last]);
        Self(words)
    }

    /// The place with this big-endian number.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 20]) -> Self {
        let mut words = [0; 5];
        for (word, chunk) in words.iter_mut().zip(bytes.chunks_exact(4)) {
            *word = u32::from_be_bytes([chunk[0], chunk[1], chunk[2], chunk[3]]);
        }
        Self(words)
    }

    /// The number of the place, big-endian.
    #[must_use]
    pub fn to_bytes(self) -> [u8; 20] {
        let mut bytes = [0; 20];
        for (chunk, word) in bytes.chunks_exact_mut(4).zip(self.0) {
            chunk.copy_from_slice(&word.to_be_bytes());
        }
        bytes
    }

    /// The place after `turn` parts in 2^32 of the way round. A hand on the circle needs no finer unit than this.
    #[must_use]
    pub const fn from_turn(turn: u32) -> Self {
        Self([turn, 0, 0, 0, 0])
    }

    /// How far round it is, in parts of 2^32, rounded down.
    #[must_use]
    pub const fn turn(self) -> u32 {
        self.0[0]
    }

    /// How far round it is, from 0 to just under 1. For drawing: 53 of the 160 bits survive.
    #[must_use]
    pub fn fraction(self) -> f64 {
        let top = (u64::from(self.0[0]) << 21) | u64::from(self.0[1] >> 11);
        top as f64 / (1_u64 << 53) as f64
    }

    /// This place, `by` further clockwise, past zero if need be.
    #[must_use]
    pub fn clockwise(self, by: Self) -> Self {
        let mut words = [0; 5];
        let mut carry = false;
        for i in (0..5).rev() {
            let (sum, over) = self.0[i].overflowing_add(by.0[i]);
            let (sum, over_by_carry) = sum.overflowing_add(u32::from(carry));
            words[i] = sum;
            carry = over || over_by_carry;
        }
        Self(words)
    }

    /// How far clockwise it is from `start` to this place.
    #[must_use]
    pub fn distance_from(self, start: Self) -> Self {
        let mut words = [0; 5];
        let mut borrow = false;
        for i in (0..5).rev() {
            let (difference, under) = self.0[i].overflowing_sub(start.0[i]);
            let (difference, under_by_borrow) = difference.overflowing_sub(u32::from(borrow));
            words[i] = difference;
            borrow = under || under_by_borrow;
        }
        Self(words)
    }

    /// The number of the place modulo `n`, by long division in base 2^32. `None` if `n` is zero.
    #[must_use]
    pub fn remainder(self, n: u32) -> Option<u32> {
        let n = u64::from(n);
        let mut rest = 0_u64;
        for word in self.0 {
            rest = ((rest << 32) | u64::from(word)).checked_rem(n)?;
        }
        u32::try_from(rest).ok()
    }
}

/// In hexadecimal, all 40 digits.
impl std::fmt::Display for Position {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|word| write!(f, "{word:08x}"))
    }
}
