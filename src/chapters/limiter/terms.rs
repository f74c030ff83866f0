//! The terms that this chapter explains.

use crate::term::{Term, term};

/// In the order of the alphabet.
pub const TERMS: &[Term] = &[
    term(
        "backoff",
        "backoff",
        &["backoff"],
        "Waiting longer after each failed attempt before the next one, usually twice as long and with some chance in it, so that those who wait do not all return at once.",
    ),
    term(
        "gcra",
        "GCRA",
        &["GCRA"],
        "The generic cell rate algorithm: a token bucket kept as one number, the time at which the next request would come if all came evenly.",
    ),
    term(
        "jitter",
        "jitter",
        &["jitter"],
        "A random part of a pause, so that clients that failed together do not all come back together.",
    ),
    term(
        "rate-limiter",
        "rate limiter",
        &["rate limiter"],
        "What refuses or delays requests that come faster than agreed.",
    ),
    term(
        "token-bucket",
        "token bucket",
        &["token bucket"],
        "A rate limiter: tokens drip into a bucket at a steady rate up to its capacity, and each request takes one. A full bucket allows a burst.",
    ),
];
