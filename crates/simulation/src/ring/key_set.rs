//! The keys of a lab: up to a million numbered ones, random ones, or the reader's own.

mod hashing;

use std::hash::{Hash, Hasher};
use std::rc::Rc;

use algorithms::hashing::keys::SortedKeys;
use algorithms::position::Position;
use serde::{Deserialize, Serialize};

use crate::kernel::slices::NotYet;

/// The most keys in a set.
pub const MOST_KEYS: u32 = 1_000_000;

/// The longest key, in bytes.
pub const LONGEST_KEY: usize = 1_024;

/// Where a lab's keys come from.
#[derive(Clone, Debug, Deserialize, Hash, PartialEq, Serialize)]
pub enum KeySource {
    /// `key0`, `key1`, ... so many of them.
    Numbered(u32),
    /// So many random user names, drawn from the run's seed.
    Random(u32),
    /// The reader's own.
    Own(Vec<String>),
    /// Keys put at chosen places, in parts of 2^32 of the circle, instead of where they hash to.
    Placed(Vec<(String, u32)>),
    /// Numbered keys in place of so many of a reader's own, which a link left out.
    Withheld(u32),
}

impl KeySource {
    /// About how long it takes to hash and sort them, in microseconds on a laptop.
    pub(crate) fn cost(&self) -> u64 {
        self.given() as u64 / 2
    }

    /// How many it gives, equal ones included.
    const fn given(&self) -> usize {
        match self {
            Self::Numbered(count) | Self::Withheld(count) | Self::Random(count) => *count as usize,
            Self::Own(names) => names.len(),
            Self::Placed(keys) => keys.len(),
        }
    }

    /// Numbered keys in place of a reader's own, as many as there are; `None` if nothing here is the reader's.
    #[must_use]
    pub fn in_public(&self) -> Option<Self> {
        match self {
            Self::Own(_) => Some(Self::Withheld(KeySet::new(self, 0).map_or(0, |keys| keys.count()))),
            Self::Numbered(_) | Self::Random(_) | Self::Placed(_) | Self::Withheld(_) => None,
        }
    }
}

/// Keys, sorted round the circle. Copies share the keys.
#[derive(Clone, Debug)]
pub struct KeySet {
    source: Rc<KeySource>,
    names: Rc<Vec<String>>,
    sorted: Rc<SortedKeys>,
}

/// Why there can't be such keys.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum KeysError {
    /// More than [`MOST_KEYS`].
    TooMany {
        /// How many.
        keys: usize,
    },
    /// Longer than [`LONGEST_KEY`].
    TooLong {
        /// Which one, counted from 1.
        number: usize,
        /// How long it is, in bytes.
        bytes: usize,
    },
    /// They are still being hashed.
    NotYet(NotYet),
}

impl From<NotYet> for KeysError {
    fn from(not_yet: NotYet) -> Self {
        Self::NotYet(not_yet)
    }
}

impl std::fmt::Display for KeysError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::TooMany { keys } => write!(f, "That is {keys} keys; the lab takes up to {MOST_KEYS}."),
            Self::TooLong { number, bytes } => {
                write!(f, "Key {number} is {bytes} bytes long; the lab takes keys of up to {LONGEST_KEY}.")
            }
            Self::NotYet(not_yet) => not_yet.fmt(f),
        }
    }
}

impl std::error::Error for KeysError {}

impl KeySet {
    /// The keys that a source stands for. Of equal keys of the reader's own, the first counts.
    ///
    /// # Errors
    /// If there are too many keys or one is too long; or if hashing them takes longer than the
    /// [limit](crate::kernel::slices::within).
    pub fn new(source: &KeySource, seed: u64) -> Result<Self, KeysError> {
        let count = source.given();
        if count > MOST_KEYS as usize {
            return Err(KeysError::TooMany { keys: count });
        }
        if let KeySource::Own(names) = source
            && let Some((number, name)) = (1..).zip(names).find(|(_, name)| name.len() > LONGEST_KEY)
        {
            return Err(KeysError::TooLong { number, bytes: name.len() });
        }
        Ok(hashing::hashed(source, count, seed)?)
    }

    /// Where they come from.
    #[must_use]
    pub fn source(&self) -> &KeySource {
        &self.source
    }

    /// The keys round the circle.
    #[must_use]
    pub fn sorted(&self) -> &SortedKeys {
        &self.sorted
    }

    /// The same, for whoever keeps them.
    pub(crate) const fn shared(&self) -> &Rc<SortedKeys> {
        &self.sorted
    }

    /// About how much memory the keys take beside those of a copy, in bytes: nothing if both share them.
    pub(crate) fn bytes_beside(&self, other: &Self) -> usize {
        if Rc::ptr_eq(&self.sorted, &other.sorted) { 0 } else { hashing::bytes(self) }
    }

    /// How many keys there are.
    #[must_use]
    pub fn count(&self) -> u32 {
        self.sorted.len() as u32
    }

    /// The positions of the keys numbered below `count`, by number. O(n), but for numbered keys: those are hashed.
    #[must_use]
    pub fn first_positions(&self, count: u32) -> Vec<Option<Position>> {
        if let KeySource::Numbered(all) | KeySource::Withheld(all) = *self.source {
            return (0..count.min(all)).map(|number| Some(hashing::position(number))).collect();
        }
        let mut first = vec![None; count as usize];
        for (position, number) in self.sorted.iter() {
            if let Some(place) = first.get_mut(number as usize) {
                *place = Some(position);
            }
        }
        first
    }

    /// The name of key `number`, in the order in which the source gave them.
    #[must_use]
    pub fn name(&self, number: u32) -> String {
        self.names.get(number as usize).cloned().unwrap_or_else(|| format!("key{number}"))
    }
}

/// The source says all there is to say.
impl Hash for KeySet {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.source.hash(state);
    }
}
