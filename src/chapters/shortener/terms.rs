//! The terms that this chapter explains.

use crate::term::{Term, term};

/// In the order of the alphabet.
pub const TERMS: &[Term] = &[
    term(
        "base-62",
        "base 62",
        &["base 62"],
        "Writing a number with 62 digits: 0 to 9, a to z and A to Z. Seven of them count to about 3.5 trillion.",
    ),
    term(
        "bloom-filter",
        "Bloom filter",
        &["Bloom filter"],
        "A row of bits that remembers which things it was shown. It may say “seen” of one that it never saw, but never “not seen” of one that it did.",
    ),
    term(
        "collision",
        "collision",
        &["collision", "collisions"],
        "Two different inputs with the same hash, or two things that were given the same ID.",
    ),
];
