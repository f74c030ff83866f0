//! What makes a reader think: a guess before a lab runs, and exercises after it.

pub mod exercises;
pub mod prediction;
