//! The chapter on consistent hashing.

mod first_lab;
mod relatives;

use e2e::Journey;

pub fn journeys() -> Vec<Journey> {
    [first_lab::journeys(), relatives::journeys()].into_iter().flatten().collect()
}
