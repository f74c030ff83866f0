//! Why an answer is wrong.

use std::fmt;

use crate::kernel::text::grouped;

/// What a learner got wrong, as far as the answer shows it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Cause {
    /// An ID was made, or waited for, while the clock was behind.
    Behind {
        /// What the clock reads.
        reading: u64,
        /// The time of the last ID.
        last: u64,
    },
    /// After a refusal the sequence was begun again in the tick that it was in.
    OldOrder {
        /// The tick.
        reading: u64,
        /// The sequence number of its last ID.
        sequence: u64,
    },
    /// The sequence was begun again within a tick.
    Repeated {
        /// The tick.
        reading: u64,
    },
    /// The sequence went on into a new tick.
    NotBegun {
        /// The new tick.
        reading: u64,
        /// The last one.
        last: Option<u64>,
    },
    /// The sequence is used up.
    Full {
        /// The tick.
        reading: u64,
        /// How many IDs it has had.
        ids: u64,
    },
    /// Refused, though the clock is not behind.
    NeedlessRefusal {
        /// What the clock reads.
        reading: u64,
        /// The time of the last ID.
        last: Option<u64>,
    },
    /// Waited, though there is a sequence number left.
    NeedlessWait {
        /// The tick.
        reading: u64,
    },
    /// The layout is over too soon.
    TooShort {
        /// Bits of time.
        bits: u32,
        /// How many years they last.
        lasts: u64,
        /// How many they were to last.
        wanted: u64,
    },
    /// There are not enough machines.
    TooFewMachines {
        /// Bits of the machine.
        bits: u32,
        /// How many they tell apart.
        holds: u64,
        /// How many there were to be.
        wanted: u64,
    },
    /// There are not enough IDs in a millisecond.
    TooFewIds {
        /// Bits of the sequence.
        bits: u32,
        /// How many they count.
        holds: u64,
        /// How many there were to be.
        wanted: u64,
    },
    /// A marked number is given out once.
    Once {
        /// The number.
        number: u64,
        /// By which counter.
        counter: u64,
    },
    /// A marked number is not given out at all.
    Never {
        /// The number.
        number: u64,
    },
    /// A number that is given out twice is not marked.
    Missed {
        /// The number.
        number: u64,
        /// By these two, at least.
        counters: (u64, u64),
    },
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Behind { reading, last } => write!(
                f,
                "The clock reads {reading}, but the last ID is of {last}. Any ID of {reading} could be one that was made \
                 before: refuse."
            ),
            Self::OldOrder { reading, sequence } => write!(
                f,
                "A request that was refused leaves no trace: the sequence of {reading} still stands at {sequence}. Begin it \
                 again and {reading}/0 is made twice."
            ),
            Self::Repeated { reading } => {
                write!(f, "The last ID is of {reading} too. From 0 again, {reading}/0 would be made twice.")
            }
            Self::NotBegun { reading, last: Some(last) } => {
                write!(f, "{reading} is a later millisecond than {last}: its sequence begins at 0.")
            }
            Self::NotBegun { reading, last: None } => {
                write!(f, "There is no ID yet: the sequence of {reading} begins at 0.")
            }
            Self::Full { reading, ids } => {
                write!(
                    f,
                    "All {ids} sequence numbers of {reading} are used. The request waits for the next millisecond."
                )
            }
            Self::NeedlessRefusal { reading, last: Some(last) } => {
                write!(
                    f,
                    "The clock reads {reading}, which is not before {last}, the time of the last ID: nothing is wrong."
                )
            }
            Self::NeedlessRefusal { reading, last: None } => {
                write!(f, "There is no ID yet, so a clock that reads {reading} can’t be behind.")
            }
            Self::NeedlessWait { reading } => {
                write!(f, "There is a sequence number of {reading} left, so nobody has to wait.")
            }
            Self::TooShort { bits, lasts, wanted } => {
                write!(
                    f,
                    "{bits} bits of milliseconds last {} years, not {wanted}. Each bit more doubles that.",
                    grouped(*lasts)
                )
            }
            Self::TooFewMachines { bits, holds, wanted } => {
                write!(f, "{bits} bits tell {} machines apart, not {}.", grouped(*holds), grouped(*wanted))
            }
            Self::TooFewIds { bits, holds, wanted } => {
                write!(f, "{bits} bits count to {} IDs a millisecond, not {}.", grouped(*holds), grouped(*wanted))
            }
            Self::Once { number, counter } => write!(f, "{number} is given out by server {counter} only."),
            Self::Never { number } => write!(f, "{number} is given out by nobody."),
            Self::Missed { number, counters: (one, other) } => {
                write!(f, "{number} is given out by server {one} and by server {other}.")
            }
        }
    }
}
