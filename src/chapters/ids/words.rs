//! Spans, dates and very large numbers as people read them.

use algorithms::ids::calendar::{Utc, YEAR_MS};
use algorithms::ids::layout::{Field, Layout};
use simulation::kernel::text::{decimal, grouped};

use crate::widgets::bit_strip::{Ink, Part};

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
    let ms = layout.lifetime_ms();
    let tenths = |unit: u64| u64::try_from((ms * 10 + u128::from(unit) / 2) / u128::from(unit)).unwrap_or(u64::MAX);
    let in_units = |unit: u64, name: &str| {
        let tenths = tenths(unit);
        let number = if tenths >= 10_000 { grouped(tenths / 10) } else { decimal(tenths, 1) };
        format!("{number}\u{202f}{name}")
    };
    match ms {
        0..60_000 => in_units(1_000, "seconds"),
        60_000..3_600_000 => in_units(60_000, "minutes"),
        3_600_000..86_400_000 => in_units(3_600_000, "hours"),
        _ if ms < u128::from(YEAR_MS) => in_units(86_400_000, "days"),
        _ => in_units(YEAR_MS, "years"),
    }
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

/// A number of any size: `4 096`, or `2.71 × 10¹⁸` from a billion on. Not for less than nought.
pub fn large(number: f64) -> String {
    if number < 1e9 {
        return grouped((number + 0.5) as u64);
    }
    if number.is_infinite() {
        return "∞".to_owned();
    }
    let (mut mantissa, mut exponent) = (number, 0_u32);
    while mantissa >= 9.995 {
        mantissa /= 10.0;
        exponent += 1;
    }
    let power: String = exponent.to_string().chars().map(superscript).collect();
    format!("{}\u{202f}×\u{202f}10{power}", decimal((mantissa * 100.0 + 0.5) as u64, 2))
}

/// 2 to some power, exactly as long as that is short.
pub fn power_of_two(bits: u32) -> String {
    1_u64.checked_shl(bits).map_or_else(|| format!("2{}", raised(bits)), grouped)
}

/// A number, raised.
pub fn raised(number: u32) -> String {
    number.to_string().chars().map(superscript).collect()
}

fn superscript(digit: char) -> char {
    match digit {
        '1' => '¹',
        '2' => '²',
        '3' => '³',
        digit => digit.to_digit(10).and_then(|digit| char::from_u32(0x2070 + digit)).unwrap_or(digit),
    }
}

/// A chance: in per cent, or where that is very little as 1 in so many.
pub fn chance(chance: f64) -> String {
    if chance <= 0.0 {
        "0\u{202f}%".to_owned()
    } else if chance < 0.001 {
        format!("1 in {}", large(1.0 / chance))
    } else if chance >= 0.999_95 {
        "over 99.99\u{202f}%".to_owned()
    } else {
        decimal((chance * 1_000.0 + 0.5) as u64, 1) + "\u{202f}%"
    }
}

/// A span: `86.0 years`, `3.1 hours`, `12.0 milliseconds`.
pub fn span(seconds: f64) -> String {
    const UNITS: [(f64, &str); 6] = [
        (31_557_600.0, "years"),
        (86_400.0, "days"),
        (3_600.0, "hours"),
        (60.0, "minutes"),
        (1.0, "seconds"),
        (0.001, "milliseconds"),
    ];
    let found = UNITS.iter().find(|(unit, _)| seconds >= *unit);
    let Some((unit, name)) = found else { return "less than a millisecond".to_owned() };
    let number = seconds / unit;
    let number = if number < 10_000.0 { decimal((number * 10.0 + 0.5) as u64, 1) } else { large(number) };
    format!("{number}\u{202f}{name}")
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

    #[test]
    fn large_numbers_are_powers_of_ten_and_small_ones_are_not() {
        assert_eq!(large(2.714_923e18), "2.71\u{202f}×\u{202f}10¹⁸");
        assert_eq!(large(9.999e9), "1.00\u{202f}×\u{202f}10¹⁰");
        assert_eq!(large(4_096.0), "4\u{202f}096");
        assert_eq!(large(f64::INFINITY), "∞");
        assert_eq!([power_of_two(12), power_of_two(122)], ["4\u{202f}096", "2¹²²"]);
    }

    #[test]
    fn chances_and_spans_are_told_as_people_do() {
        assert_eq!(chance(0.608), "60.8\u{202f}%");
        assert_eq!(chance(9.364_79e-5), "1 in 10\u{202f}678");
        assert_eq!([chance(0.0), chance(1.0)], ["0\u{202f}%", "over 99.99\u{202f}%"]);
        assert_eq!(span(86.031 * 31_557_600.0), "86.0\u{202f}years");
        assert_eq!(span(90.0), "1.5\u{202f}minutes");
        assert_eq!(span(1e-9), "less than a millisecond");
    }
}
