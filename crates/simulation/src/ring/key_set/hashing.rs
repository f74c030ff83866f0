//! Hashing and sorting keys, up to a million of them, in slices.
//!
//! Whoever asks for the same keys again gets the same ones, not a copy, so that others can keep what they worked out of them.
//!
//! `key0`, `key1`, ... are asked for in all sizes. What was hashed last is kept, and serves the next size: a smaller set is picked
//! out of a larger one in order, without hashing or sorting, and a larger one begins with a smaller one.

use std::cell::RefCell;
use std::rc::Rc;

use algorithms::hashing::keys::{Picking, SortedKeys, Sorting};
use algorithms::position::Position;

use super::{KeySet, KeySource};
use crate::kernel::random::{Stream, entity};
use crate::kernel::slices::{Memo, NotYet, Progress, Work, ask};

/// The entity whose stream names random keys.
const RANDOM_KEYS: u64 = entity("keys");

/// So many keys are hashed in a part.
const HASHED: usize = 500;
/// So many keys are looked at in a part where none is hashed.
const MOVED: usize = 10_000;
/// To hash a key takes as long as to look at so many.
const HASH_COSTS: usize = 25;

/// Room for the largest set, of 24 bytes a key, and a few small ones; keys with names have some 40 bytes more.
const MOST_BYTES: usize = 32 << 20;

thread_local! {
    static KNOWN: RefCell<Memo<(Rc<KeySource>, u64), Hashing>> = const { RefCell::new(Memo::of(MOST_BYTES)) };
}

/// So many keys from a source. Equal ones count once, unless they are placed.
pub(super) fn hashed(source: &KeySource, count: usize, seed: u64) -> Result<KeySet, NotYet> {
    let is_it = |(other, drawn): &(Rc<KeySource>, u64)| **other == *source && *drawn == seed;
    let begin = |known: &Memo<_, Hashing>| {
        let source = Rc::new(source.clone());
        let largest = known.kept().filter(|set| is_numbered(&set.source)).max_by_key(|set| set.count());
        let largest = largest.map(|set| Rc::clone(&set.sorted)).filter(|_| is_numbered(&source)).unwrap_or_default();
        ((Rc::clone(&source), seed), Hashing::new(source, count, seed, largest))
    };
    ask(&KNOWN, is_it, begin).map(|set| KeySet::clone(&set))
}

const fn is_numbered(source: &KeySource) -> bool {
    matches!(source, KeySource::Numbered(_) | KeySource::Withheld(_))
}

/// Where `key{number}` is.
pub(super) fn position(number: u32) -> Position {
    Position::of(format!("key{number}").as_bytes())
}

/// Keys that become a set.
struct Hashing {
    source: Rc<KeySource>,
    count: usize,
    draws: Stream,
    names: Vec<String>,
    /// Numbered keys that are there already.
    known: Rc<SortedKeys>,
    looked_at: usize,
    stage: Stage,
}

enum Stage {
    /// Out of the known keys.
    Picking(Picking),
    /// The positions so far, by number.
    Hashing(Vec<Position>),
    Sorting(Sorting),
}

impl Hashing {
    fn new(source: Rc<KeySource>, count: usize, seed: u64, largest: Rc<SortedKeys>) -> Self {
        let is_larger = largest.len() >= count;
        // A few keys lie all over a large set: it costs less to hash them.
        let stage = if is_larger && largest.len() < HASH_COSTS * count {
            Stage::Picking(Picking::new(&largest, count as u32))
        } else {
            Stage::Hashing(Vec::with_capacity(count))
        };
        let known = if is_larger && matches!(stage, Stage::Hashing(_)) { Rc::default() } else { largest };
        Self { source, count, draws: Stream::new(seed, RANDOM_KEYS), names: Vec::new(), known, looked_at: 0, stage }
    }

    /// Hashes some keys, or copies some that are known.
    fn hash(&mut self, positions: &mut Vec<Position>) {
        if self.looked_at < self.known.len() {
            positions.resize(self.known.len(), Position::ZERO);
            for (position, number) in self.known.at(self.looked_at..self.looked_at + MOVED) {
                positions[number as usize] = position;
            }
            self.looked_at += MOVED;
            return;
        }
        for index in positions.len()..(positions.len() + HASHED).min(self.count) {
            let (name, turn) = match &*self.source {
                KeySource::Numbered(_) | KeySource::Withheld(_) => {
                    positions.push(position(index as u32));
                    continue;
                }
                KeySource::Own(names) => (names[index].clone(), None),
                KeySource::Placed(keys) => (keys[index].0.clone(), Some(keys[index].1)),
                KeySource::Random(_) => (format!("user:{:08x}", self.draws.next_u32()), None),
            };
            positions.push(turn.map_or_else(|| Position::of(name.as_bytes()), Position::from_turn));
            self.names.push(name);
        }
    }
}

impl Work for Hashing {
    type Done = KeySet;

    fn part(&mut self) {
        // A place-holder, for the moment.
        let mut stage = std::mem::replace(&mut self.stage, Stage::Hashing(Vec::new()));
        match &mut stage {
            Stage::Picking(picking) => picking.part(&self.known, MOVED),
            Stage::Hashing(positions) if positions.len() < self.count || self.looked_at < self.known.len() => {
                self.hash(positions);
            }
            Stage::Hashing(positions) => stage = Stage::Sorting(Sorting::new(std::mem::take(positions))),
            Stage::Sorting(sorting) => sorting.part(MOVED),
        }
        self.stage = stage;
    }

    fn progress(&self) -> Progress {
        // To hash a key counts as much as to sort it, in which it is taken up three times.
        let (done, of) = match &self.stage {
            Stage::Picking(picking) => (picking.done(), self.known.len()),
            // As long as positions are only copied, they are there already.
            Stage::Hashing(_) if self.looked_at < self.known.len() => (3 * self.looked_at, 6 * self.count),
            Stage::Hashing(positions) => (3 * positions.len(), 6 * self.count),
            Stage::Sorting(sorting) => (sorting.of() + sorting.done(), 6 * self.count),
        };
        Progress { what: "Hashing keys", done: done as u64, of: of as u64 }
    }

    fn finish(self) -> KeySet {
        let sorted = match self.stage {
            Stage::Picking(picking) => picking.finish(),
            Stage::Hashing(positions) => SortedKeys::new(&positions),
            Stage::Sorting(sorting) => sorting.finish(),
        };
        let may_repeat = matches!(*self.source, KeySource::Own(_) | KeySource::Random(_));
        let sorted = Rc::new(if may_repeat { sorted.without_repeats() } else { sorted });
        KeySet { source: self.source, names: Rc::new(self.names), sorted }
    }

    fn bytes(done: &KeySet) -> usize {
        bytes(done)
    }
}

/// About how much memory keys take, in bytes: 24 each, and a name if it is not just numbered, which the source may hold as well.
pub(super) fn bytes(keys: &KeySet) -> usize {
    let names: usize = keys.names.iter().map(|name| size_of::<String>() + name.len()).sum();
    let times = if matches!(*keys.source, KeySource::Random(_)) { 1 } else { 2 };
    keys.sorted.len() * (size_of::<Position>() + size_of::<u32>()) + times * names
}
