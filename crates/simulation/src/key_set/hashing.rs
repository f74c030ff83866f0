//! Hashing and sorting keys, up to a million of them, in slices.
//!
//! Whoever asks for the same keys again gets the same ones, not a copy, so that others can keep what they worked out of them.
//!
//! `key0`, `key1`, ... are asked for again and again, in all sizes. What was hashed last is kept, and serves the next size: a
//! smaller set is picked out of a larger one in order, without hashing or sorting, and a larger one begins with a smaller one.

use std::cell::RefCell;
use std::io::Write as _;
use std::rc::Rc;

use algorithms::keys::{Picking, SortedKeys, Sorting};
use algorithms::position::Position;

use super::{KeySet, KeySource};
use crate::random::Stream;
use crate::slices::{Memo, NotYet, Progress, Work, ask};

/// The entity whose stream names random keys.
const RANDOM_KEYS: u64 = 0x6b65_7973;

/// So many keys are hashed in a part.
const HASHED: usize = 500;
/// So many keys are looked at in a part where none is hashed.
const MOVED: usize = 10_000;
/// To hash a key takes as long as to look at so many.
const HASH_COSTS: usize = 25;

/// Room for the largest set, of 24 bytes a key, and a few small ones; random keys have names of some 40 bytes, too.
const MOST_BYTES: usize = 32 << 20;

thread_local! {
    static NUMBERED: RefCell<Memo<u32, Numbered>> = const { RefCell::new(Memo::of(MOST_BYTES)) };
    static NAMED: RefCell<Memo<(Rc<KeySource>, u64), Named>> = const { RefCell::new(Memo::of(0)) };
}

/// The keys `key0`, `key1`, ..., so many of them.
pub(super) fn numbered(count: u32) -> Result<Rc<SortedKeys>, NotYet> {
    let begin = |known: &Memo<u32, Numbered>| {
        let largest = known.kept().max_by_key(|keys| keys.len()).cloned().unwrap_or_default();
        (count, Numbered::new(count as usize, largest))
    };
    ask(&NUMBERED, |other| *other == count, begin)
}

/// Keys that have names, so many of them, of which equal ones count once unless they are placed.
pub(super) fn named(source: &KeySource, count: usize, seed: u64) -> Result<KeySet, NotYet> {
    let begin = |_: &Memo<(Rc<KeySource>, u64), Named>| {
        let source = Rc::new(source.clone());
        let (draws, names) = (Stream::new(seed, RANDOM_KEYS), Vec::with_capacity(count));
        let hashed = Hashed::Positions(Vec::with_capacity(count));
        ((Rc::clone(&source), seed), Named { source, count, draws, names, hashed })
    };
    let set = ask(&NAMED, |(other, drawn)| **other == *source && *drawn == seed, begin)?;
    Ok(KeySet::clone(&set))
}

/// Where `key{number}` is.
pub(super) fn position(number: u32) -> Position {
    // The longest is "key4294967295".
    let mut name = [0; 13];
    let mut rest = &mut name[..];
    // There is room, so it can't fail.
    let _ = write!(rest, "key{number}");
    let left = rest.len();
    Position::of(&name[..name.len() - left])
}

const fn hashing(done: usize, of: usize) -> Progress {
    // In all, a key is hashed, and taken up three times to be sorted.
    Progress { what: "Hashing keys", done: done as u64, of: of as u64 }
}

/// Positions that are being worked out, then sorted.
enum Hashed {
    Positions(Vec<Position>),
    Sorting(Sorting),
}

impl Hashed {
    /// How much was done, if there are `count` keys: hashing one counts as much as all else that is done to it.
    const fn done(&self) -> usize {
        match self {
            Self::Positions(positions) => 3 * positions.len(),
            Self::Sorting(sorting) => sorting.of() + sorting.done(),
        }
    }

    /// Goes on sorting, if all `count` keys are hashed; else the positions are returned, for more to be put in.
    fn sort(&mut self, count: usize) -> Option<&mut Vec<Position>> {
        if let Self::Positions(positions) = self
            && positions.len() == count
        {
            *self = Self::Sorting(Sorting::new(std::mem::take(positions)));
        }
        match self {
            Self::Positions(positions) => Some(positions),
            Self::Sorting(sorting) => {
                sorting.part(MOVED);
                None
            }
        }
    }

    fn finish(self) -> SortedKeys {
        match self {
            Self::Positions(positions) => SortedKeys::new(&positions),
            Self::Sorting(sorting) => sorting.finish(),
        }
    }
}

/// Numbered keys: out of a larger set, or hashed.
enum Numbered {
    Picked { from: Rc<SortedKeys>, picking: Picking },
    Hashed { count: usize, known: Rc<SortedKeys>, looked_at: usize, hashed: Hashed },
}

impl Numbered {
    fn new(count: usize, largest: Rc<SortedKeys>) -> Self {
        let known = largest.len();
        if known >= count && known < HASH_COSTS * count {
            let picking = Picking::new(&largest, count as u32);
            return Self::Picked { from: largest, picking };
        }
        // The positions of a larger set's first keys lie all over it: it costs less to hash them.
        let known = if known < count { largest } else { Rc::default() };
        let positions = Vec::with_capacity(count);
        Self::Hashed { count, known, looked_at: 0, hashed: Hashed::Positions(positions) }
    }
}

impl Work for Numbered {
    type Done = SortedKeys;

    fn part(&mut self) {
        match self {
            Self::Picked { from, picking } => picking.part(from, MOVED),
            Self::Hashed { count, known, looked_at, hashed } => {
                let Some(positions) = hashed.sort(*count) else { return };
                if *looked_at < known.len() {
                    positions.resize(known.len(), Position::ZERO);
                    for (position, number) in known.at(*looked_at..*looked_at + MOVED) {
                        positions[number as usize] = position;
                    }
                    *looked_at += MOVED;
                } else {
                    let upto = (positions.len() + HASHED).min(*count);
                    positions.extend((positions.len()..upto).map(|number| position(number as u32)));
                }
            }
        }
    }

    fn progress(&self) -> Progress {
        match self {
            Self::Picked { from, picking } => hashing(picking.done(), from.len()),
            // As long as positions are only copied, they are there already.
            Self::Hashed { count, known, looked_at, .. } if *looked_at < known.len() => {
                hashing(3 * looked_at, 6 * count)
            }
            Self::Hashed { count, hashed, .. } => hashing(hashed.done(), 6 * count),
        }
    }

    fn finish(self) -> SortedKeys {
        match self {
            Self::Picked { picking, .. } => picking.finish(),
            Self::Hashed { hashed, .. } => hashed.finish(),
        }
    }

    fn bytes(done: &SortedKeys) -> usize {
        done.len() * (size_of::<Position>() + size_of::<u32>())
    }
}

/// Keys that have names.
struct Named {
    source: Rc<KeySource>,
    count: usize,
    draws: Stream,
    names: Vec<String>,
    hashed: Hashed,
}

impl Named {
    fn is_placed(&self) -> bool {
        matches!(*self.source, KeySource::Placed(_))
    }
}

impl Work for Named {
    type Done = KeySet;

    fn part(&mut self) {
        let Some(positions) = self.hashed.sort(self.count) else { return };
        for index in positions.len()..(positions.len() + HASHED).min(self.count) {
            let (name, turn) = match &*self.source {
                KeySource::Own(names) => (names[index].clone(), None),
                KeySource::Placed(keys) => (keys[index].0.clone(), Some(keys[index].1)),
                // The others have numbers instead of names.
                KeySource::Random(_) | KeySource::Numbered(_) | KeySource::Withheld(_) => {
                    (format!("user:{:08x}", self.draws.next_u32()), None)
                }
            };
            positions.push(turn.map_or_else(|| Position::of(name.as_bytes()), Position::from_turn));
            self.names.push(name);
        }
    }

    fn progress(&self) -> Progress {
        hashing(self.hashed.done(), 6 * self.count)
    }

    fn finish(self) -> KeySet {
        let is_placed = self.is_placed();
        let sorted = self.hashed.finish();
        let sorted = if is_placed { sorted } else { sorted.without_repeats() };
        KeySet { source: self.source, names: Rc::new(self.names), sorted: Rc::new(sorted) }
    }

    fn bytes(done: &KeySet) -> usize {
        done.names.len()
    }
}
