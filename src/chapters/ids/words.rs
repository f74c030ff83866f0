//! A layout and its times as people read them.

use algorithms::ids::calendar::Utc;
use algorithms::ids::layout::{Field, Layout};

use crate::widgets::bit_strip::{Ink, Part};
use crate::words::span;

/// The colour of a field.
pub const fn ink(field: Field) -> Ink {
    match field {
        Field::Sign => Ink::Fixed,
        Field::Time => Ink::Time,
        Field::Centre => Ink::Centre,
        Field::Machine => Ink::Machine,
        Field::Sequence => Ink::Sequence,
    }
}

/// A layout's sections as a strip draws them.
pub fn parts(layout: &Layout) -> Vec<Part> {
    layout.sections().iter().map(|section| (ink(section.field), section.bits)).collect()
}

/// How long a layout lasts: `69.7 years`, `12.4 days`.
pub fn lifetime(layout: &Layout) -> String {
    span(layout.lifetime_ms() as f64 / 1_000.0)
}

/// The day on which a layout ends; `None` if no calendar goes so far.
pub fn last_day(layout: &Layout) -> Option<String> {
    i64::try_from(layout.end_ms()).ok().map(|ms| Utc::of(ms).date())
}

/// A day and a time of day, with a space between: `2019-12-31 19:26:16.771 UTC`.
pub fn moment(unix_ms: i64) -> String {
    let utc = Utc::of(unix_ms);
    format!("{} {} UTC", utc.date(), utc.time())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lifetime_is_told_in_the_largest_unit_that_fits() {
        assert_eq!(lifetime(&Layout::SNOWFLAKE), "69.7\u{202f}years");
        assert_eq!(lifetime(&Layout::SONYFLAKE), "174.2\u{202f}years");
        assert_eq!(last_day(&Layout::SNOWFLAKE).as_deref(), Some("2080-07-10"));
    }
}
