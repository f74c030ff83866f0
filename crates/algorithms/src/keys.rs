//! Many keys, sorted round the circle.
//!
//! Sorting is paid once. After that the keys on any arc are a slice, found by two searches, whatever the ring does: a million
//! keys are never looked at one by one when a server moves. A search looks up in a directory by the first bits of a position
//! where to begin, as one opens a telephone book at a letter: a binary search over all keys would read a score of places far
//! apart in memory, and dragging a server asks for thousands of arcs in a frame.

use std::ops::Range;

use crate::position::Position;
use crate::ring::Ring;

/// Keys by their positions, clockwise from zero; each remembers its number in the order given.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct SortedKeys {
    positions: Vec<Position>,
    numbers: Vec<u32>,
    directory: Directory,
}

/// Where in the sorted order the positions begin that start with certain bits.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
struct Directory {
    /// How many bits of a position's first 32 are left out.
    shift: u32,
    /// For all values of the remaining bits in order, and one past the last. Empty if there are no keys.
    starts: Vec<u32>,
}

impl Directory {
    /// So many keys share an entry, on average.
    const SHARE: usize = 16;
    /// At most 2^16 entries, of 4 bytes each.
    const MOST_BITS: u32 = 16;

    fn of(sorted: &[Position]) -> Self {
        if sorted.is_empty() {
            return Self::default();
        }
        let bits = (sorted.len() / Self::SHARE).max(2).ilog2().min(Self::MOST_BITS);
        let shift = 32 - bits;
        let mut starts = vec![0; (1 << bits) + 1];
        for position in sorted {
            starts[(position.turn() >> shift) as usize + 1] += 1;
        }
        for entry in 1..starts.len() {
            starts[entry] += starts[entry - 1];
        }
        Self { shift, starts }
    }

    /// Where to look for the first position behind this one.
    fn range(&self, position: Position) -> Range<usize> {
        let entry = (position.turn() >> self.shift) as usize;
        match self.starts.get(entry..entry + 2) {
            Some([start, end]) => *start as usize..*end as usize,
            _ => 0..0,
        }
    }
}

impl SortedKeys {
    fn of_sorted(positions: Vec<Position>, numbers: Vec<u32>) -> Self {
        let directory = Directory::of(&positions);
        Self { positions, numbers, directory }
    }

    /// Sorts keys, given by their positions; key `i` is number `i`. O(n log n). Keys at one position keep their order.
    #[must_use]
    pub fn new(positions: &[Position]) -> Self {
        let mut numbered: Vec<(Position, u32)> = positions.iter().copied().zip(0..).collect();
        numbered.sort_unstable();
        let (positions, numbers) = numbered.into_iter().unzip();
        Self::of_sorted(positions, numbers)
    }

    /// Only the keys whose number is below `count`. O(n), without sorting again.
    #[must_use]
    pub fn first(&self, count: u32) -> Self {
        let kept = self.positions.iter().zip(&self.numbers).filter(|(_, number)| **number < count);
        let (positions, numbers) = kept.map(|(position, number)| (*position, *number)).unzip();
        Self::of_sorted(positions, numbers)
    }

    /// Of the keys at one position, only the first given: equal keys count once. O(n).
    #[must_use]
    pub fn without_repeats(mut self) -> Self {
        let mut kept = 0;
        for index in 0..self.len() {
            if kept == 0 || self.positions[index] != self.positions[kept - 1] {
                (self.positions[kept], self.numbers[kept]) = (self.positions[index], self.numbers[index]);
                kept += 1;
            }
        }
        self.positions.truncate(kept);
        self.numbers.truncate(kept);
        Self::of_sorted(self.positions, self.numbers)
    }

    /// How many keys there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.positions.len()
    }

    /// Whether there is no key.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.positions.is_empty()
    }

    /// The positions of all keys, clockwise from zero.
    #[must_use]
    pub fn positions(&self) -> &[Position] {
        &self.positions
    }

    /// Position and number of each key, clockwise from zero.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (Position, u32)> {
        self.positions.iter().copied().zip(self.numbers.iter().copied())
    }

    /// The keys clockwise after `after`, up to and with `upto`: one slice of the sorted order, or two if the arc passes
    /// zero. An arc that ends where it starts is the whole circle. O(log n), and O(1) for keys that a hash has spread.
    #[must_use]
    pub fn on_arc(&self, after: Position, upto: Position) -> [Range<usize>; 2] {
        let (start, end) = (self.first_behind(after), self.first_behind(upto));
        if after < upto { [start..end, 0..0] } else { [start..self.len(), 0..end] }
    }

    /// The place in the sorted order of the first key behind a position.
    fn first_behind(&self, position: Position) -> usize {
        let near = self.directory.range(position);
        near.start + self.positions[near].partition_point(|other| *other <= position)
    }

    /// How many keys lie on the arc; see [`Self::on_arc`].
    #[must_use]
    pub fn count_on_arc(&self, after: Position, upto: Position) -> u32 {
        self.on_arc(after, upto).into_iter().map(|range| range.len() as u32).sum()
    }

    /// The numbers of the keys on the arc, clockwise.
    pub fn numbers_on_arc(&self, after: Position, upto: Position) -> impl Iterator<Item = u32> {
        self.on_arc(after, upto).into_iter().flat_map(|range| self.numbers[range].iter().copied())
    }

    /// How many keys each server of `ring` owns, by the server's slot. As many searches as the ring has nodes.
    #[must_use]
    pub fn loads(&self, ring: &Ring) -> Vec<u32> {
        let mut loads = vec![0; ring.slots()];
        for arc in ring.arcs() {
            loads[arc.owner.slot()] += self.count_on_arc(arc.after, arc.upto);
        }
        loads
    }
}
