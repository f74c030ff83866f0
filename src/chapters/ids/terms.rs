//! The terms that this chapter explains.

use crate::term::{Term, term};

/// In the order of the alphabet.
pub const TERMS: &[Term] = &[
    term(
        "birthday-bound",
        "birthday bound",
        &["birthday bound"],
        "Random choices among N are likely to repeat after about the square root of N of them, because every pair counts: as birthdays do among 23 people.",
    ),
    term(
        "epoch",
        "epoch",
        &["epoch"],
        "The moment from which a clock counts. Unix counts from 1970; a layout of IDs counts from a later one, so that no bit is spent on years that are over.",
    ),
    term(
        "ntp",
        "NTP",
        &["NTP"],
        "Network Time Protocol: how machines set their clocks by others’. It slows a clock down or hurries it on, and sets one back that is far off.",
    ),
    term(
        "snowflake",
        "Snowflake ID",
        &["Snowflake"],
        "A 64-bit ID made of the time, the number of the machine and a counter, so that machines need not talk to each other to make unique ones.",
    ),
    term(
        "ticket-server",
        "ticket server",
        &["ticket server", "ticket servers"],
        "A database that does nothing but count: whoever needs an ID asks it for the next number.",
    ),
    term(
        "ulid",
        "ULID",
        &["ULID"],
        "128 bits as 26 letters and digits: milliseconds first, then 80 random bits, so that the texts sort by time.",
    ),
    term(
        "uuid",
        "UUID",
        &["UUID", "UUIDs"],
        "128 bits that name something without asking anybody. The version says how they were made: 4 is random, 7 begins with the time.",
    ),
];
