//! Dates in UTC from milliseconds, in the Gregorian calendar carried on in both directions.
//!
//! Leap seconds are left out, as in every Unix clock. Source: H. Hinnant, *chrono-Compatible Low-Level Date Algorithms*,
//! <https://howardhinnant.github.io/date_algorithms.html>.

use std::fmt;

/// Milliseconds of a day.
pub const DAY_MS: i64 = 86_400_000;

/// Milliseconds of a Julian year, 365.25 days: what people mean by years in a lifetime.
pub const YEAR_MS: u64 = 31_557_600_000;

/// Days from 1 March of year 0 to 1970.
const DAYS_TO_1970: i64 = 719_468;

/// Days of 400 years.
const DAYS_OF_ERA: i64 = 146_097;

/// A moment in UTC. Shown as in ISO 8601: `2010-11-04T01:42:54.657Z`.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Utc {
    /// The year; 0 is the year before year 1.
    pub year: i64,
    /// From 1.
    pub month: u8,
    /// From 1.
    pub day: u8,
    /// Since midnight.
    pub milli: u32,
}

impl Utc {
    /// The moment so many milliseconds after 1970 began, or before if there are less than none.
    #[must_use]
    pub const fn of(unix_ms: i64) -> Self {
        let (days, milli) = (unix_ms.div_euclid(DAY_MS), unix_ms.rem_euclid(DAY_MS));
        let shifted = days + DAYS_TO_1970;
        let (era, day_of_era) = (shifted.div_euclid(DAYS_OF_ERA), shifted.rem_euclid(DAYS_OF_ERA));
        let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        // Months from March, so that the day that leap years add is the last of a year.
        let month = (5 * day_of_year + 2) / 153;
        let day = (day_of_year - (153 * month + 2) / 5 + 1) as u8;
        let month = if month < 10 { month + 3 } else { month - 9 };
        let year = year_of_era + era * 400 + if month <= 2 { 1 } else { 0 };
        Self { year, month: month as u8, day, milli: milli as u32 }
    }

    /// The day, as in `2010-11-04`.
    #[must_use]
    pub fn date(&self) -> String {
        format!("{}-{:02}-{:02}", self.year_text(), self.month, self.day)
    }

    /// The time of the day, as in `01:42:54.657`.
    #[must_use]
    pub fn time(&self) -> String {
        let (seconds, milli) = (self.milli / 1_000, self.milli % 1_000);
        format!("{:02}:{:02}:{:02}.{milli:03}", seconds / 3_600, seconds / 60 % 60, seconds % 60)
    }

    /// ISO 8601 wants a sign in front of years that are not of four digits.
    fn year_text(&self) -> String {
        if (0..=9_999).contains(&self.year) { format!("{:04}", self.year) } else { format!("{:+05}", self.year) }
    }
}

impl fmt::Display for Utc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}T{}Z", self.date(), self.time())
    }
}

/// Milliseconds from 1970 to the beginning of a year.
#[must_use]
pub const fn begin_of_year(year: i32) -> i64 {
    // The day before 1 March, less January and February, of the year that begins in the March before.
    let before = year as i64 - 1;
    let (era, year_of_era) = (before.div_euclid(400), before.rem_euclid(400));
    let days = era * DAYS_OF_ERA + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + 306;
    (days - DAYS_TO_1970) * DAY_MS
}
