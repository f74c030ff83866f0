//! The chapter on consistent hashing.

mod relatives;
mod ring;

use e2e::Journey;

pub fn journeys() -> Vec<Journey> {
    [ring::journeys(), relatives::journeys()].into_iter().flatten().collect()
}
