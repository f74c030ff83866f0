//! What is due when.

use std::collections::BTreeMap;

use crate::kernel::time::Micros;

/// Things to come, soonest first. What is due at the same time comes in the order in which it was put in.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct EventQueue<T> {
    due: BTreeMap<(Micros, u64), T>,
    put_in: u64,
}

impl<T> Default for EventQueue<T> {
    fn default() -> Self {
        Self { due: BTreeMap::new(), put_in: 0 }
    }
}

impl<T> EventQueue<T> {
    /// Puts a thing in. O(log n).
    pub fn push(&mut self, at: Micros, thing: T) {
        self.due.insert((at, self.put_in), thing);
        self.put_in += 1;
    }

    /// When the next thing is due.
    #[must_use]
    pub fn next_due(&self) -> Option<Micros> {
        self.due.first_key_value().map(|((at, _), _)| *at)
    }

    /// Takes the next thing out. O(log n).
    pub fn pop(&mut self) -> Option<(Micros, T)> {
        self.due.pop_first().map(|((at, _), thing)| (at, thing))
    }

    /// Takes everything out.
    pub fn clear(&mut self) {
        self.due.clear();
    }

    /// How many things are to come.
    #[must_use]
    pub fn len(&self) -> usize {
        self.due.len()
    }

    /// Whether nothing is to come.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.due.is_empty()
    }
}
