//! A history that only grows, and whose copies share what is full.
//!
//! A timeline keeps copies of a system all along its run. A history in a plain vector would be copied whole each time; here
//! entries stand in blocks of [`BLOCK`], a full block never changes, and a copy counts a reference for each block and copies
//! less than one block of entries. Appending takes constant time, reading by number too.
//!
//! ```
//! use simulation::parts::log::Log;
//!
//! let mut log = Log::default();
//! log.extend(0..1_000);
//! let copy = log.clone();
//! log.push(1_000);
//! assert_eq!((copy.len(), log.len(), log.get(999), log.last()), (1_000, 1_001, Some(&999), Some(&1_000)));
//! ```

use std::rc::Rc;

/// So many entries share a block.
pub const BLOCK: usize = 64;

/// Entries in the order in which they were written.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct Log<T> {
    /// Each of [`BLOCK`] entries.
    full: Vec<Rc<Vec<T>>>,
    /// Fewer than that.
    open: Vec<T>,
}

impl<T> Default for Log<T> {
    fn default() -> Self {
        Self { full: Vec::new(), open: Vec::new() }
    }
}

impl<T> Log<T> {
    /// Writes an entry.
    pub fn push(&mut self, entry: T) {
        self.open.push(entry);
        if self.open.len() == BLOCK {
            self.full.push(Rc::new(std::mem::take(&mut self.open)));
        }
    }

    /// The entry of this number, from 0.
    #[must_use]
    pub fn get(&self, number: usize) -> Option<&T> {
        match self.full.get(number / BLOCK) {
            Some(block) => block.get(number % BLOCK),
            None => self.open.get(number - self.full.len() * BLOCK),
        }
    }

    /// The newest entry.
    #[must_use]
    pub fn last(&self) -> Option<&T> {
        self.len().checked_sub(1).and_then(|number| self.get(number))
    }

    /// All of them, in order; from the back, the newest first.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &T> {
        self.full.iter().flat_map(|block| block.iter()).chain(&self.open)
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.full.len() * BLOCK + self.open.len()
    }

    /// Whether nothing is written.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.full.is_empty() && self.open.is_empty()
    }

    /// About how much memory a copy takes beside the log itself, in bytes, without what it shares.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.full.len() * size_of::<Rc<Vec<T>>>() + self.open.len() * size_of::<T>()
    }
}

impl<T> Extend<T> for Log<T> {
    fn extend<I: IntoIterator<Item = T>>(&mut self, entries: I) {
        entries.into_iter().for_each(|entry| self.push(entry));
    }
}
