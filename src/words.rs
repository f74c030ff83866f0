//! Chances, spans and very large numbers as people read them. What systems say too is in [`simulation::kernel::text`].

use simulation::kernel::text::{decimal, grouped, raised, scientific};

/// What a part of one is in per cent, to so many decimals.
#[must_use]
pub fn per_cent(part: f64, decimals: u32) -> String {
    let scale = f64::from(10_u32.pow(decimals + 2));
    decimal((part * scale + 0.5) as u64, decimals) + "\u{202f}%"
}

/// A number of any size: `4 096`, or `2.71 × 10¹⁸` from a billion on. Not for less than nought.
#[must_use]
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
    scientific((mantissa * 100.0 + 0.5) as u64, exponent)
}

/// 2 to some power, exactly as long as that is short.
#[must_use]
pub fn power_of_two(bits: u32) -> String {
    1_u64.checked_shl(bits).map_or_else(|| "2".to_owned() + &raised(bits), grouped)
}

/// A chance: in per cent, or where that is very little as 1 in so many.
#[must_use]
pub fn chance(chance: f64) -> String {
    if chance <= 0.0 {
        "0\u{202f}%".to_owned()
    } else if chance < 0.001 {
        format!("1 in {}", large(1.0 / chance))
    } else if chance >= 0.999_95 {
        "over 99.99\u{202f}%".to_owned()
    } else {
        per_cent(chance, 1)
    }
}

/// A span in the largest unit that it fills: `86.0 years`, `3.1 hours`, `12.0 milliseconds`. A year has 365.25 days.
#[must_use]
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
    // Whole years are enough of a thousand.
    let number = match number {
        ..1_000.0 => decimal((number * 10.0 + 0.5) as u64, 1),
        _ => large(number),
    };
    format!("{number}\u{202f}{name}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_numbers_are_powers_of_ten_and_small_ones_are_not() {
        let table = [
            (4_096.0, "4\u{202f}096"),
            (2.714_923e18, "2.71\u{202f}×\u{202f}10¹⁸"),
            (9.999e9, "1.00\u{202f}×\u{202f}10¹⁰"),
            (f64::INFINITY, "∞"),
        ];
        for (number, says) in table {
            assert_eq!(large(number), says);
        }
        assert_eq!([power_of_two(12), power_of_two(122)], ["4\u{202f}096", "2¹²²"]);
    }

    #[test]
    fn chances_are_told_as_people_do() {
        let table = [
            (0.0, "0\u{202f}%"),
            (9.364_79e-5, "1 in 10\u{202f}678"),
            (0.608, "60.8\u{202f}%"),
            (1.0, "over 99.99\u{202f}%"),
        ];
        for (number, says) in table {
            assert_eq!(chance(number), says);
        }
        assert_eq!([per_cent(0.2058, 2), per_cent(0.2058, 1)], ["20.58\u{202f}%", "20.6\u{202f}%"]);
    }

    #[test]
    fn spans_are_told_in_the_largest_unit_that_fits() {
        let table = [
            (86.031 * 31_557_600.0, "86.0\u{202f}years"),
            (1_234.6 * 31_557_600.0, "1\u{202f}235\u{202f}years"),
            (90.0, "1.5\u{202f}minutes"),
            (0.012, "12.0\u{202f}milliseconds"),
            (1e-9, "less than a millisecond"),
        ];
        for (seconds, says) in table {
            assert_eq!(span(seconds), says);
        }
    }
}
