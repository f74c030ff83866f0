//! Numbers that a person may choose, and how far: one place for each, and one sentence when it is passed.
//!
//! A [`Bound`] is a constant. A system checks what comes in a scenario or a command against it, a page takes the ends of its
//! fields from it, and the values that a page offers are compared with it [by the compiler](stops).
//!
//! ```
//! use simulation::parts::bound::{Bound, stops};
//!
//! const RATE: Bound = Bound::new("requests a second", 1, 5_000);
//! const OFFERED: [u32; 3] = stops(RATE, [100, 500, 2_000]);
//!
//! assert_eq!(RATE.check(OFFERED[1]), Ok(()));
//! let refusal = RATE.check(0_u32).unwrap_err();
//! assert_eq!(refusal.to_string(), "0 requests a second won’t do: it takes 1 to 5\u{202f}000.");
//! ```
//!
//! A stop outside its bound does not compile, nor do stops that do not rise:
//!
//! ```compile_fail
//! # use simulation::parts::bound::{Bound, stops};
//! const RATE: Bound = Bound::new("requests a second", 1, 5_000);
//! const OFFERED: [u32; 2] = stops(RATE, [100, 6_000]);
//! # println!("{OFFERED:?}");
//! ```

use thiserror::Error;

use crate::kernel::text::grouped;

/// What a number counts, and how large it may be.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Bound {
    /// What it counts, as it reads behind the number: `requests a second`.
    pub name: &'static str,
    /// The least that it can be.
    pub least: u64,
    /// The most.
    pub most: u64,
}

/// Why a number is not taken.
#[derive(Clone, Copy, Debug, Eq, Error, PartialEq)]
#[error("{} {} won’t do: it takes {} to {}.", grouped(*number), bound.name, grouped(bound.least), grouped(bound.most))]
pub struct Refusal {
    /// What it counts, and how large it may be.
    pub bound: Bound,
    /// The number.
    pub number: u64,
}

impl Bound {
    /// A bound by this name, both ends included.
    #[must_use]
    pub const fn new(name: &'static str, least: u64, most: u64) -> Self {
        Self { name, least, most }
    }

    /// The same bound where only more is possible, because of something else that was chosen.
    #[must_use]
    pub const fn at_least(self, least: u64) -> Self {
        Self { least, ..self }
    }

    /// The same bound where less is possible, because of something else that was chosen.
    #[must_use]
    pub const fn up_to(self, most: u64) -> Self {
        Self { most, ..self }
    }

    /// Whether a number is within.
    #[must_use]
    pub const fn holds(self, number: u64) -> bool {
        self.least <= number && number <= self.most
    }

    /// Compares a number with the bound.
    ///
    /// # Errors
    /// If it is not within.
    pub fn check(self, number: impl Into<u64>) -> Result<(), Refusal> {
        let number = number.into();
        if self.holds(number) { Ok(()) } else { Err(self.refuse(number)) }
    }

    /// What is said of a number that is not within.
    #[must_use]
    pub const fn refuse(self, number: u64) -> Refusal {
        Refusal { bound: self, number }
    }
}

/// Numbers that a page offers. For constants: what is not within the bound, or does not rise, does not compile.
#[must_use]
pub const fn stops<const N: usize>(bound: Bound, numbers: [u32; N]) -> [u32; N] {
    let mut place = 0;
    while place < N {
        assert!(bound.holds(numbers[place] as u64), "a stop is outside its bound");
        assert!(place == 0 || numbers[place - 1] < numbers[place], "stops rise");
        place += 1;
    }
    numbers
}
