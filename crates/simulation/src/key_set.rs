//! The keys of a lab: up to a million numbered ones, random ones, or the reader's own.

use std::cell::RefCell;
use std::hash::{Hash, Hasher};
use std::rc::Rc;

use algorithms::keys::SortedKeys;
use algorithms::position::Position;
use serde::{Deserialize, Serialize};

use crate::random::Stream;

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
    /// Numbered keys in place of a reader's own, as many as there are; `None` if nothing here is the reader's.
    #[must_use]
    pub fn in_public(&self) -> Option<Self> {
        match self {
            Self::Own(names) => {
                let different: std::collections::BTreeSet<&String> = names.iter().collect();
                Some(Self::Withheld(different.len() as u32))
            }
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
}

impl std::fmt::Display for KeysError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::TooMany { keys } => write!(f, "That is {keys} keys; the lab takes up to {MOST_KEYS}."),
            Self::TooLong { number, bytes } => {
                write!(f, "Key {number} is {bytes} bytes long; the lab takes keys of up to {LONGEST_KEY}.")
            }
        }
    }
}

impl std::error::Error for KeysError {}

impl KeySet {
    /// The keys that a source stands for. Of equal keys of the reader's own, the first counts.
    ///
    /// # Errors
    /// If there are too many keys or one is too long.
    pub fn new(source: &KeySource, seed: u64) -> Result<Self, KeysError> {
        let (names, sorted) = match source {
            KeySource::Numbered(count) | KeySource::Withheld(count) => (Vec::new(), numbered(*count)?),
            KeySource::Random(count) => {
                bounded(*count as usize)?;
                let mut random = Stream::new(seed, RANDOM_KEYS);
                hashed((0..*count).map(|_| format!("user:{:08x}", random.next_u32())).collect())?
            }
            KeySource::Own(names) => hashed(without_repeats(names))?,
            KeySource::Placed(keys) => {
                let positions: Vec<Position> = keys.iter().map(|(_, turn)| Position::from_turn(*turn)).collect();
                bounded(keys.len())?;
                (keys.iter().map(|(name, _)| name.clone()).collect(), Rc::new(SortedKeys::new(&positions)))
            }
        };
        Ok(Self { source: Rc::new(source.clone()), names: Rc::new(names), sorted })
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

    /// How many keys there are.
    #[must_use]
    pub fn count(&self) -> u32 {
        self.sorted.len() as u32
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

/// The entity whose stream names random keys.
const RANDOM_KEYS: u64 = 0x6b65_7973;

fn bounded(keys: usize) -> Result<(), KeysError> {
    if keys > MOST_KEYS as usize { Err(KeysError::TooMany { keys }) } else { Ok(()) }
}

fn without_repeats(names: &[String]) -> Vec<String> {
    let mut seen = std::collections::BTreeSet::new();
    names.iter().filter(|name| seen.insert(name.as_str())).cloned().collect()
}

fn hashed(names: Vec<String>) -> Result<(Vec<String>, Rc<SortedKeys>), KeysError> {
    bounded(names.len())?;
    if let Some((number, name)) = (1..).zip(&names).find(|(_, name)| name.len() > LONGEST_KEY) {
        return Err(KeysError::TooLong { number, bytes: name.len() });
    }
    let positions: Vec<Position> = names.iter().map(|name| Position::of(name.as_bytes())).collect();
    Ok((names, Rc::new(SortedKeys::new(&positions))))
}

/// `key0`, `key1`, ... are asked for again and again, in all sizes: the largest set hashed so far is kept, and a smaller one is
/// picked out of it in order, without hashing or sorting. This changes how long it takes, never what comes out.
fn numbered(count: u32) -> Result<Rc<SortedKeys>, KeysError> {
    thread_local! {
        static LARGEST: RefCell<Rc<SortedKeys>> = RefCell::default();
    }
    bounded(count as usize)?;
    LARGEST.with_borrow_mut(|largest| {
        let known = largest.len() as u32;
        if count > known {
            let mut positions = vec![Position::ZERO; count as usize];
            for (position, number) in largest.iter() {
                positions[number as usize] = position;
            }
            for (number, position) in (known..).zip(&mut positions[known as usize..]) {
                *position = Position::of(format!("key{number}").as_bytes());
            }
            *largest = Rc::new(SortedKeys::new(&positions));
        }
        Ok(if count == largest.len() as u32 { Rc::clone(largest) } else { Rc::new(largest.first(count)) })
    })
}
