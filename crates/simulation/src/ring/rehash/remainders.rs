//! Counting keys by their remainder, in slices: of a million keys, that is a million long divisions.

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use algorithms::hashing::keys::SortedKeys;

use super::count_remainders;
use crate::kernel::slices::{Memo, NotYet, Progress, Work, ask};
use crate::ring::key_set::KeySet;

/// So many keys are divided in a part.
const PART: usize = 5_000;

/// For some dozens of changes; the most servers there can be make 156 remainders.
const MOST_BYTES: usize = 16 << 10;

struct Counting {
    keys: Rc<SortedKeys>,
    product: u32,
    done: usize,
    counts: Vec<u32>,
}

thread_local! {
    /// Keys are told apart by where they are in memory, which is not given to others while this is there.
    static KNOWN: RefCell<Memo<(Weak<SortedKeys>, u32), Counting>> = const { RefCell::new(Memo::of(MOST_BYTES)) };
}

/// How many of the keys have which remainder modulo `product`.
pub(super) fn known(keys: &KeySet, product: u32) -> Result<Vec<u32>, NotYet> {
    let keys = keys.shared();
    let which = Rc::downgrade(keys);
    let work = || Counting { keys: Rc::clone(keys), product, done: 0, counts: vec![0; product as usize] };
    let is_it = |(other, by): &(Weak<SortedKeys>, u32)| Weak::ptr_eq(other, &which) && *by == product;
    let counted = ask(&KNOWN, is_it, |_| ((which.clone(), product), work()));
    counted.map(|counts| counts.to_vec())
}

impl Work for Counting {
    type Done = Vec<u32>;

    fn part(&mut self) {
        let upto = (self.done + PART).min(self.keys.len());
        count_remainders(&self.keys.positions()[self.done..upto], self.product, &mut self.counts, &mut ());
        self.done = upto;
    }

    fn progress(&self) -> Progress {
        Progress { what: "Counting keys", done: self.done as u64, of: self.keys.len() as u64 }
    }

    fn finish(self) -> Vec<u32> {
        self.counts
    }

    fn bytes(done: &Vec<u32>) -> usize {
        size_of_val(done.as_slice())
    }
}
