//! What a lookup costs, counted and not timed, so that it is the same on every machine.

/// Is told of each piece of work in a lookup. `()` ignores it and costs nothing.
pub trait Meter {
    /// Some bytes were hashed.
    fn hash(&mut self) {}
    /// Two things were compared, or one step of a computation was done.
    fn step(&mut self) {}
}

impl Meter for () {}

/// A meter that counts.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub struct Tally {
    /// How many times bytes were hashed.
    pub hashes: u32,
    /// How many comparisons, divisions, jumps or table reads there were.
    pub steps: u32,
}

impl Meter for Tally {
    fn hash(&mut self) {
        self.hashes += 1;
    }

    fn step(&mut self) {
        self.steps += 1;
    }
}
