//! Many keys, sorted round the circle.
//!
//! Sorting is paid once. After that the keys on any arc are a slice, found by two searches, whatever the ring does: a million
//! keys are never looked at one by one when a server moves. A search looks up in a directory by the first bits of a position
//! where to begin, as one opens a telephone book at a letter: a binary search over all keys would read a score of places far
//! apart in memory, and dragging a server asks for thousands of arcs in a frame.

use std::ops::Range;

use crate::hashing::ring::Ring;
use crate::position::Position;

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

    /// One for so many keys, which are still to be counted.
    fn sized(keys: usize) -> Self {
        if keys == 0 {
            return Self::default();
        }
        let bits = (keys / Self::SHARE).max(2).ilog2().min(Self::MOST_BITS);
        Self { shift: 32 - bits, starts: vec![0; (1 << bits) + 1] }
    }

    /// Counts keys to their entries.
    fn count(&mut self, keys: &[Position]) {
        for position in keys {
            self.starts[(position.turn() >> self.shift) as usize + 1] += 1;
        }
    }

    /// Makes starts of the counts.
    fn add_up(&mut self) {
        for entry in 1..self.starts.len() {
            self.starts[entry] += self.starts[entry - 1];
        }
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
        let mut directory = Directory::sized(positions.len());
        directory.count(&positions);
        directory.add_up();
        Self { positions, numbers, directory }
    }

    /// Sorts keys, given by their positions; key `i` is number `i`. O(n) for keys that a hash has spread, O(n log n) for any. Keys
    /// at one position keep their order.
    #[must_use]
    pub fn new(positions: &[Position]) -> Self {
        let mut sorting = Sorting::new(positions.to_vec());
        while sorting.done() < sorting.of() {
            sorting.part(positions.len());
        }
        sorting.sorted
    }

    /// Only the keys whose number is below `count`. O(n), without sorting again.
    #[must_use]
    pub fn first(&self, count: u32) -> Self {
        let mut picking = Picking::new(self, count);
        picking.part(self, self.len());
        picking.finish()
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

    /// Position and number of the keys at these places of the order, as far as there are any.
    pub fn at(&self, places: Range<usize>) -> impl Iterator<Item = (Position, u32)> {
        let end = places.end.min(self.len());
        let places = places.start.min(end)..end;
        self.positions[places.clone()].iter().copied().zip(self.numbers[places].iter().copied())
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

/// Keys being sorted, part by part: they are dealt out to the entries of the directory, of which each is then sorted by itself.
#[derive(Clone, Debug)]
pub struct Sorting {
    /// By number.
    given: Vec<Position>,
    sorted: SortedKeys,
    /// Where the next key of each entry goes.
    next: Vec<u32>,
    /// How many keys were counted, then dealt out, then sorted.
    done: usize,
    /// The entry to be sorted next, and room for it.
    entry: usize,
    room: Vec<(Position, u32)>,
}

impl Sorting {
    /// Keys, given by their positions, of which none is sorted yet; key `i` is number `i`.
    #[must_use]
    pub fn new(given: Vec<Position>) -> Self {
        let directory = Directory::sized(given.len());
        let sorted = SortedKeys { positions: Vec::new(), numbers: Vec::new(), directory };
        Self { given, sorted, next: Vec::new(), done: 0, entry: 0, room: Vec::new() }
    }

    /// How much is done: each key is taken up three times.
    #[must_use]
    pub const fn done(&self) -> usize {
        self.done
    }

    /// How much there is to be done.
    #[must_use]
    pub const fn of(&self) -> usize {
        3 * self.given.len()
    }

    /// Takes up about so many keys, at least one.
    pub fn part(&mut self, keys: usize) {
        let all = self.given.len();
        let from = self.done % all.max(1);
        let upto = all.min(from + keys.max(1));
        match self.done.checked_div(all) {
            Some(0) => {
                self.sorted.directory.count(&self.given[from..upto]);
                self.done += upto - from;
                if self.done == all {
                    self.make_room();
                }
            }
            Some(1) => self.deal(from, upto),
            Some(2) => self.sort(keys.max(1)),
            _ => {}
        }
    }

    /// The keys, once all is done.
    #[must_use]
    pub fn finish(self) -> SortedKeys {
        self.sorted
    }

    fn make_room(&mut self) {
        let SortedKeys { positions, numbers, directory } = &mut self.sorted;
        directory.add_up();
        self.next.clone_from(&directory.starts);
        positions.resize(self.given.len(), Position::ZERO);
        numbers.resize(self.given.len(), 0);
    }

    fn deal(&mut self, from: usize, upto: usize) {
        let SortedKeys { positions, numbers, directory } = &mut self.sorted;
        for (number, position) in (from as u32..).zip(&self.given[from..upto]) {
            let place = &mut self.next[(position.turn() >> directory.shift) as usize];
            (positions[*place as usize], numbers[*place as usize]) = (*position, number);
            *place += 1;
        }
        self.done += upto - from;
    }

    /// Sorts entries until about so many keys are done. An entry holds few, but where many keys are at one place.
    fn sort(&mut self, keys: usize) {
        let SortedKeys { positions, numbers, directory } = &mut self.sorted;
        let before = self.done;
        while self.done < before + keys {
            let Some([start, end]) = directory.starts.get(self.entry..self.entry + 2) else {
                return;
            };
            let range = *start as usize..*end as usize;
            self.room.clear();
            self.room.extend(positions[range.clone()].iter().copied().zip(numbers[range.clone()].iter().copied()));
            self.room.sort_unstable();
            for (place, (position, number)) in range.clone().zip(&self.room) {
                (positions[place], numbers[place]) = (*position, *number);
            }
            self.done += range.len();
            self.entry += 1;
        }
    }
}

/// The keys below a number being picked out of sorted ones, part by part.
#[derive(Clone, Debug)]
pub struct Picking {
    count: u32,
    /// So many keys are picked if no number is left out.
    most: usize,
    looked_at: usize,
    picked: SortedKeys,
}

impl Picking {
    /// Those of `keys` whose number is below `count`, of which none is picked yet.
    #[must_use]
    pub fn new(keys: &SortedKeys, count: u32) -> Self {
        let most = keys.len().min(count as usize);
        let mut picked = SortedKeys { directory: Directory::sized(most), ..SortedKeys::default() };
        picked.positions.reserve_exact(most);
        picked.numbers.reserve_exact(most);
        Self { count, most, looked_at: 0, picked }
    }

    /// How many keys were looked at.
    #[must_use]
    pub const fn done(&self) -> usize {
        self.looked_at
    }

    /// Looks at so many more of `keys`, which must be the same ones each time.
    pub fn part(&mut self, keys: &SortedKeys, more: usize) {
        let range = self.looked_at..keys.len().min(self.looked_at.saturating_add(more));
        self.looked_at = range.end;
        let before = self.picked.len();
        let kept = keys.positions[range.clone()].iter().zip(&keys.numbers[range]);
        for (position, number) in kept.filter(|(_, number)| **number < self.count) {
            self.picked.positions.push(*position);
            self.picked.numbers.push(*number);
        }
        self.picked.directory.count(&self.picked.positions[before..]);
    }

    /// The keys, once all were looked at.
    #[must_use]
    pub fn finish(mut self) -> SortedKeys {
        if self.picked.len() < self.most {
            // Numbers were left out: the directory is for more keys than there are.
            return SortedKeys::of_sorted(self.picked.positions, self.picked.numbers);
        }
        self.picked.directory.add_up();
        self.picked
    }
}
