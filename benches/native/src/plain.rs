//! The ring's look-up with a probe that nobody watches, and a copy of it that knows no probes, to be compared.
//!
//! With rustc 1.95 on x86-64 both compile to the same instructions, one for one: `objdump -d` on the benchmark shows it. So
//! what differs between their times is noise.

use algorithms::hashing::ring::{Point, Ring};
use algorithms::hashing::search::Search;
use algorithms::position::Position;

/// The index of a position's owner, as the ring itself finds it.
#[inline(never)]
#[must_use]
pub fn successor(ring: &Ring, position: Position) -> Option<usize> {
    let mut search = Search::new(ring, position, &mut ());
    while search.compare(ring, &mut ()).is_some() {}
    search.found(ring, &mut ())
}

/// The same without a report to anybody.
#[inline(never)]
#[must_use]
pub fn successor_without_probe(ring: &Ring, position: Position) -> Option<usize> {
    let mut search = Plain { position, low: 0, high: ring.points().len() as u32 };
    while search.compare(ring).is_some() {}
    search.found(ring)
}

/// [`Search`] as it would be if it reported nothing. It must be kept like it, or the comparison means nothing.
struct Plain {
    position: Position,
    low: u32,
    high: u32,
}

impl Plain {
    fn compare(&mut self, ring: &Ring) -> Option<Point> {
        if self.low >= self.high {
            return None;
        }
        let middle = self.low + (self.high - self.low) / 2;
        let point = ring.points()[middle as usize];
        let is_before = point.position < self.position;
        if is_before {
            self.low = middle + 1;
        } else {
            self.high = middle;
        }
        Some(point)
    }

    fn found(&self, ring: &Ring) -> Option<usize> {
        (self.low as usize).checked_rem(ring.points().len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_find_the_same_owner() -> Result<(), algorithms::hashing::ring::RingError> {
        let ring = crate::our_ring()?;
        for key in crate::keys(1_000) {
            let position = Position::of(key.as_bytes());
            assert_eq!(successor(&ring, position), successor_without_probe(&ring, position));
        }
        Ok(())
    }
}
