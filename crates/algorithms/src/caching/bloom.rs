//! The Bloom filter: a set that forgets what it holds, but remembers what it does not.
//!
//! **The idea.** An item sets `k` bits of `m`, chosen by hashes of it. To look an item up, look at its bits: if one is not set,
//! the item was never added. If all are, it was, or others have set them by chance.
//!
//! **Invariant.** What was added is always found: no false negative. Bits are never cleared, so nothing can be taken out.
//!
//! **Costs.** `k` bits touched for an operation; `m` bits of memory, about 9.6 for each item at 1 % of false positives, however
//! long the items are. Past the number that it was made for, it answers wrongly more and more often.
//!
//! The bits are chosen by double hashing, `h1 + i × h2 (mod 2^64) (mod m)`, of the two halves of MurmurHash3 x64-128.
//!
//! Sources: B. H. Bloom, *Space/Time Trade-offs in Hash Coding with Allowable Errors*, CACM 13(7), 1970; A. Kirsch,
//! M. Mitzenmacher, *Less Hashing, Same Performance: Building a Better Bloom Filter*, ESA 2006.

use std::fmt;

use mur3::murmurhash3_x64_128;

use crate::probe;
use crate::probe::Probe;

/// The most bits: 16 MiB.
pub const MOST_BITS: u64 = 1 << 27;

/// The most bits of one item.
pub const MOST_HASHES: u32 = 32;

/// Why there can't be such a filter.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum BloomError {
    /// There are 1 to [`MOST_BITS`] bits.
    Bits(u64),
    /// An item has 1 to [`MOST_HASHES`] bits.
    Hashes(u32),
    /// A share of false positives lies between 0 and 1.
    Share,
}

impl fmt::Display for BloomError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bits(bits) => write!(f, "{bits} bits won’t do: a filter here has 1 to {MOST_BITS}."),
            Self::Hashes(hashes) => write!(f, "{hashes} hashes won’t do: an item has 1 to {MOST_HASHES} bits."),
            Self::Share => write!(f, "The share of false positives must be more than 0 and less than 1."),
        }
    }
}

impl std::error::Error for BloomError {}

/// How large a filter should be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sizing {
    /// Bits, before rounding up: -n ln p / (ln 2)².
    pub bits: f64,
    /// Hashes, before rounding: m/n × ln 2.
    pub hashes: f64,
}

impl Sizing {
    /// The smallest filter that answers wrongly for no more than this share of what it does not hold, when it holds `items`.
    ///
    /// # Errors
    /// If the share is not between 0 and 1.
    pub fn of(items: u64, false_positives: f64) -> Result<Self, BloomError> {
        if !(false_positives > 0.0 && false_positives < 1.0) {
            return Err(BloomError::Share);
        }
        let ln_2 = std::f64::consts::LN_2;
        let bits_an_item = -libm::log(false_positives) / (ln_2 * ln_2);
        Ok(Self { bits: items as f64 * bits_an_item, hashes: bits_an_item * ln_2 })
    }

    /// Whole bits, at least 1.
    #[must_use]
    pub fn whole_bits(self) -> u64 {
        (libm::ceil(self.bits) as u64).max(1)
    }

    /// Whole hashes, at least 1.
    #[must_use]
    pub fn whole_hashes(self) -> u32 {
        (libm::round(self.hashes) as u32).max(1)
    }
}

/// The share of false positives to expect of a filter with `items` in it: (1 - e^(-kn/m))^k.
#[must_use]
pub fn expected_false_positives(items: u64, bits: u64, hashes: u32) -> f64 {
    libm::pow(expected_fill(items, bits, hashes), f64::from(hashes))
}

/// The share of bits to expect set: 1 - e^(-kn/m).
#[must_use]
pub fn expected_fill(items: u64, bits: u64, hashes: u32) -> f64 {
    -libm::expm1(-(f64::from(hashes) * items as f64) / bits.max(1) as f64)
}

/// A Bloom filter.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct BloomFilter {
    words: Vec<u64>,
    bits: u64,
    hashes: u32,
}

impl BloomFilter {
    /// An empty filter of so many bits, of which an item has `hashes`.
    ///
    /// # Errors
    /// If there are too few or too many of either.
    pub fn new(bits: u64, hashes: u32) -> Result<Self, BloomError> {
        if bits == 0 || bits > MOST_BITS {
            return Err(BloomError::Bits(bits));
        }
        if hashes == 0 || hashes > MOST_HASHES {
            return Err(BloomError::Hashes(hashes));
        }
        Ok(Self { words: vec![0; bits.div_ceil(64) as usize], bits, hashes })
    }

    /// An empty filter made for so many items and this share of false positives.
    ///
    /// # Errors
    /// If the share makes no sense, or the filter would be too large.
    pub fn made_for(items: u64, false_positives: f64) -> Result<Self, BloomError> {
        let sizing = Sizing::of(items, false_positives)?;
        Self::new(sizing.whole_bits(), sizing.whole_hashes())
    }

    /// The bits of an item. Two of them may be the same.
    pub fn places(&self, item: &[u8]) -> impl Iterator<Item = u64> + use<> {
        let ((h1, h2), bits) = (murmurhash3_x64_128(item, 0), self.bits);
        (0..u64::from(self.hashes)).map(move |i| h1.wrapping_add(i.wrapping_mul(h2)) % bits)
    }

    /// Adds an item. `true` if that set a bit; `false` if the filter answers as before.
    pub fn insert(&mut self, item: &[u8], probe: &mut impl Probe) -> bool {
        let mut has_changed = false;
        for place in self.places(item) {
            let (word, bit) = (&mut self.words[(place / 64) as usize], 1 << (place % 64));
            has_changed |= *word & bit == 0;
            *word |= bit;
            probe!(probe, place = place);
        }
        has_changed
    }

    /// Whether an item may have been added: `false` is certain, `true` is not.
    pub fn may_contain(&self, item: &[u8], probe: &mut impl Probe) -> bool {
        for place in self.places(item) {
            let is_set = self.is_set(place);
            probe!(probe, place = place, is_set = is_set);
            if !is_set {
                return false;
            }
        }
        true
    }

    /// Whether a bit is set; `false` beyond the last.
    #[must_use]
    pub fn is_set(&self, place: u64) -> bool {
        self.words.get((place / 64) as usize).is_some_and(|word| word >> (place % 64) & 1 == 1)
    }

    /// How many bits there are.
    #[must_use]
    pub const fn bits(&self) -> u64 {
        self.bits
    }

    /// How many of them an item has.
    #[must_use]
    pub const fn hashes(&self) -> u32 {
        self.hashes
    }

    /// How many bits are set. O(m).
    #[must_use]
    pub fn ones(&self) -> u64 {
        self.words.iter().map(|word| u64::from(word.count_ones())).sum()
    }
}
