//! How fast a run plays.

use std::cell::Cell;

use simulation::kernel::slices;
use simulation::kernel::time::Micros;

use super::runs::{Go, Runs};

/// How long a recorded command is waited for at normal speed, so that a replay can be followed, in microseconds.
const DWELL: u64 = 700_000;

/// The most steps in a frame: a second of a system with a step each microsecond would else freeze the page.
const MOST_STEPS: u32 = 2_000;

/// How many times slower a run plays while something in it is followed.
pub(super) const SLOWER: u64 = 4;

/// Virtual time while a run plays.
pub(super) struct Clock {
    /// In tenths of the usual pace, at which a unit of the system’s clock takes a microsecond of real time: what counts
    /// nanoseconds ([`Unit::Nano`](simulation::kernel::time::Unit)) is shown a thousand times slower than it is.
    pub speed: Cell<u32>,
    /// Something is followed.
    pub is_slowed: Cell<bool>,
    now: Cell<Micros>,
    dwelt: Cell<u64>,
}

impl Default for Clock {
    fn default() -> Self {
        Self { speed: Cell::new(10), is_slowed: Cell::default(), now: Cell::default(), dwelt: Cell::default() }
    }
}

impl Clock {
    pub(super) fn now(&self) -> Micros {
        self.now.get()
    }

    /// Sets it to where a run stands.
    pub(super) fn set(&self, now: Micros) {
        self.now.set(now);
        self.dwelt.set(0);
    }

    /// Lets so many microseconds of real time pass. `None` at the run's end, else whether any step was done.
    pub(super) fn pass(&self, runs: &dyn Runs, real: u64) -> Option<bool> {
        let slower = if self.is_slowed.get() { SLOWER } else { 1 };
        let mut left = real.saturating_mul(u64::from(self.speed.get())) / (10 * slower);
        let mut moved = false;
        for _ in 0..MOST_STEPS {
            let reading = runs.reading();
            let due = reading.next_due?;
            if reading.next_is_command {
                let dwelt = self.dwelt.get().saturating_add(left);
                if dwelt < DWELL {
                    self.dwelt.set(dwelt);
                    return Some(moved);
                }
                left = dwelt - DWELL;
                self.dwelt.set(0);
                self.now.set(due.max(reading.now));
            } else {
                let span = due.0.saturating_sub(self.now.get().0);
                if span > left {
                    self.now.set(self.now.get() + Micros(left));
                    return Some(moved);
                }
                left -= span;
                self.now.set(self.now.get().max(due));
            }
            runs.go(Go::Step).ok()?;
            if slices::is_unfinished() {
                // The next frame goes on with it.
                self.dwelt.set(DWELL);
                return Some(moved);
            }
            if runs.reading().position == reading.position {
                return None;
            }
            moved = true;
        }
        Some(moved)
    }
}
