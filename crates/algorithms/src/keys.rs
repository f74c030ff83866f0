//! Many keys, sorted round the circle.
//!
//! Sorting is paid once. After that the keys on any arc are a slice, found by two binary searches, whatever the ring
//! does: a million keys are never looked at one by one when a server moves.

use std::ops::Range;

use crate::position::Position;
use crate::ring::Ring;

/// Keys by their positions, clockwise from zero; each remembers its number in the order given.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct SortedKeys {
    positions: Vec<Position>,
    numbers: Vec<u32>,
}

impl SortedKeys {
    /// Sorts keys, given by their positions; key `i` is number `i`. O(n log n). Keys at one position keep their order.
    #[must_use]
    pub fn new(positions: &[Position]) -> Self {
        let mut numbered: Vec<(Position, u32)> = positions.iter().copied().zip(0..).collect();
        numbered.sort_unstable();
        let (positions, numbers) = numbered.into_iter().unzip();
        Self { positions, numbers }
    }

    /// Only the keys whose number is below `count`. O(n), without sorting again.
    #[must_use]
    pub fn first(&self, count: u32) -> Self {
        let kept = self.positions.iter().zip(&self.numbers).filter(|(_, number)| **number < count);
        let (positions, numbers) = kept.map(|(position, number)| (*position, *number)).unzip();
        Self { positions, numbers }
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
    /// zero. An arc that ends where it starts is the whole circle. O(log n).
    #[must_use]
    pub fn on_arc(&self, after: Position, upto: Position) -> [Range<usize>; 2] {
        let start = self.positions.partition_point(|position| *position <= after);
        let end = self.positions.partition_point(|position| *position <= upto);
        if after < upto { [start..end, 0..0] } else { [start..self.len(), 0..end] }
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

    /// How many keys each server of `ring` owns, by the server's slot. O(V log n) for V virtual nodes.
    #[must_use]
    pub fn loads(&self, ring: &Ring) -> Vec<u32> {
        let mut loads = vec![0; ring.slots()];
        for arc in ring.arcs() {
            loads[arc.owner.slot()] += self.count_on_arc(arc.after, arc.upto);
        }
        loads
    }
}
