//! Zipf's law: the r-th most popular of n things is asked for in proportion to 1 / r^s.
//!
//! With s = 1, the first is asked for twice as often as the second and ten times as often as the tenth; with s = 0 all are
//! alike. Clicks on links, words of a language and pages of a site come near it.
//!
//! Weights are rounded to whole numbers once, so that a draw is the same on every machine: O(n) to make, O(log n) for a draw.
//!
//! Source: L. Breslau et al., *Web Caching and Zipf-like Distributions: Evidence and Implications*, INFOCOM 1999.

use std::fmt;

/// The most things.
pub const MOST: u32 = 1_000_000;

/// The largest exponent, in hundredths.
pub const MOST_EXPONENT: u32 = 300;

/// The weight of the first thing. All weights together stay far below 2^64.
const FIRST: f64 = 1_099_511_627_776.0;

/// Why there can't be such a law.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum ZipfError {
    /// There are 1 to [`MOST`] things.
    Things(u32),
    /// The exponent goes from 0 to [`MOST_EXPONENT`] hundredths.
    Exponent(u32),
}

impl fmt::Display for ZipfError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Things(things) => write!(f, "{things} things won’t do: there are 1 to {MOST}."),
            Self::Exponent(hundredths) => {
                write!(f, "An exponent of {hundredths} hundredths is too much; it goes up to {MOST_EXPONENT}.")
            }
        }
    }
}

impl std::error::Error for ZipfError {}

/// The law for so many things.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct Zipf {
    /// The weights summed up; never empty.
    sums: Vec<u64>,
}

impl Zipf {
    /// So many things, with an exponent in hundredths.
    ///
    /// # Errors
    /// If there is nothing, or too much of either.
    pub fn new(things: u32, exponent_hundredths: u32) -> Result<Self, ZipfError> {
        if things == 0 || things > MOST {
            return Err(ZipfError::Things(things));
        }
        if exponent_hundredths > MOST_EXPONENT {
            return Err(ZipfError::Exponent(exponent_hundredths));
        }
        let exponent = f64::from(exponent_hundredths) / 100.0;
        let mut sum = 0;
        let sums = (1..=things).map(|rank| {
            // Even the rarest is asked for now and then.
            sum += (libm::pow(f64::from(rank), -exponent) * FIRST) as u64 + 1;
            sum
        });
        Ok(Self { sums: sums.collect() })
    }

    /// All weights together.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.sums.last().copied().unwrap_or(0)
    }

    /// The weight of the `first` most popular things together.
    #[must_use]
    pub fn weight_of_first(&self, first: u32) -> u64 {
        let index = (first as usize).min(self.sums.len());
        index.checked_sub(1).map_or(0, |last| self.sums[last])
    }

    /// Which thing 64 random bits stand for, the most popular being 0.
    #[must_use]
    pub fn pick(&self, random: u64) -> u32 {
        // The upper half of the product is an even choice below the total.
        let at = ((u128::from(random) * u128::from(self.total())) >> 64) as u64;
        self.sums.partition_point(|sum| *sum <= at) as u32
    }
}
