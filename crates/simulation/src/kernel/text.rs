//! Numbers as readers write them, without the weight of float formatting.

/// Thousands apart by a narrow space that does not break: `80 035`.
#[must_use]
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() * 2);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push('\u{202f}');
        }
        text.push(digit);
    }
    text
}

/// A part of a whole, in per cent with two decimals: `20.58 %`. Of nothing, `0.00 %`.
#[must_use]
pub fn share(part: u64, whole: u64) -> String {
    // Of more than 2^49, the last bits are left out, so that 64 bits are enough: no decimal that is shown depends on them.
    let shift = (u64::BITS - 49).saturating_sub(whole.max(part).leading_zeros());
    let (part, whole) = (part >> shift, whole >> shift);
    let hundredths = (part * 10_000 + whole / 2).checked_div(whole).unwrap_or(0);
    decimal(hundredths, 2) + "\u{202f}%"
}

/// A place on the circle, in per cent of the way round: `24.70 %`.
#[must_use]
pub fn of_circle(turn: u32) -> String {
    // Rounded down, so that the last place is not called 100 %.
    decimal((u64::from(turn) * 10_000) >> 32, 2) + "\u{202f}%"
}

/// A whole number of units of 10^-`decimals`, as a decimal number.
#[must_use]
pub fn decimal(units: u64, decimals: u32) -> String {
    let scale = 10_u64.pow(decimals);
    let (whole, rest) = (grouped(units / scale), units % scale);
    format!("{whole}.{rest:0width$}", width = decimals as usize)
}

/// The same with its digits after the point left out where they are nought: `4`, `4.5`.
#[must_use]
pub fn short_decimal(units: u64, decimals: u32) -> String {
    let scale = 10_u64.pow(decimals);
    if units.is_multiple_of(scale) { grouped(units / scale) } else { decimal(units, decimals) }
}

/// Millionths in per cent, with two decimals.
#[must_use]
pub fn millionths(part: u32) -> String {
    share(part.into(), 1_000_000)
}

/// Seconds to the tenth, rounded down: `4.2 s`.
#[must_use]
pub fn seconds(micros: u64) -> String {
    decimal(micros / 100_000, 1) + "\u{202f}s"
}

/// The same without its tenth where that is nought: `4 s`.
#[must_use]
pub fn short_seconds(micros: u64) -> String {
    short_decimal(micros / 100_000, 1) + "\u{202f}s"
}

/// Milliseconds to the tenth, rounded down: `0.2 ms`.
#[must_use]
pub fn millis(micros: u64) -> String {
    decimal(micros / 100, 1) + "\u{202f}ms"
}

/// The noun that goes with a number: `noun(1, "query", "queries")` is `query`.
#[must_use]
pub const fn noun(number: u64, one: &'static str, many: &'static str) -> &'static str {
    if number == 1 { one } else { many }
}

/// A number and its noun: `1 query`, `1 000 queries`.
#[must_use]
pub fn counted(number: u64, one: &'static str, many: &'static str) -> String {
    [&grouped(number), " ", noun(number, one, many)].concat()
}

/// A unit after which something is counted: `an hour`, `a second`.
#[must_use]
pub fn each(unit: &str) -> String {
    // Of the units of time, the hour alone begins with a letter that is not heard.
    let is_vowel = unit == "hour" || unit.starts_with(['a', 'e', 'i', 'o']);
    [if is_vowel { "an " } else { "a " }, unit].concat()
}

/// A number, raised: `10` becomes `¹⁰`.
#[must_use]
pub fn raised(number: u32) -> String {
    const DIGITS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    number.to_string().bytes().map(|digit| DIGITS[usize::from(digit - b'0')]).collect()
}

/// A number that may be too long for [`grouped`]: then its first digits and the power of ten, `2.71 × 10¹⁸`.
#[must_use]
pub fn large(number: u128) -> String {
    u64::try_from(number).map_or_else(
        |_| {
            let power = number.ilog10();
            let hundredths = u64::try_from(number / 10_u128.pow(power - 2)).unwrap_or(u64::MAX);
            scientific(hundredths, power)
        },
        grouped,
    )
}

/// Hundredths of a power of ten: `2.71 × 10¹⁸`.
#[must_use]
pub fn scientific(hundredths: u64, power: u32) -> String {
    [&decimal(hundredths, 2), "\u{202f}×\u{202f}10", &raised(power)].concat()
}

/// The beginning and the end of a text that is too long for a line.
#[must_use]
pub fn short(text: &str) -> String {
    const MOST: usize = 48;
    let count = text.chars().count();
    if count <= MOST {
        return text.to_owned();
    }
    let start: String = text.chars().take(MOST - 16).collect();
    let end: String = text.chars().skip(count - 14).collect();
    start + "…" + &end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_set_apart() {
        assert_eq!([0, 999, 1_000, 1_000_000].map(grouped), ["0", "999", "1\u{202f}000", "1\u{202f}000\u{202f}000"]);
    }

    #[test]
    fn shares_are_rounded_to_two_decimals() {
        assert_eq!(share(20_577, 100_000), "20.58\u{202f}%");
        assert_eq!(share(1, 3), "33.33\u{202f}%");
        assert_eq!(share(0, 0), "0.00\u{202f}%");
        assert_eq!(share(u64::MAX / 3, u64::MAX), "33.33\u{202f}%");
        assert_eq!(share(u64::MAX, u64::MAX), "100.00\u{202f}%");
        assert_eq!(share(u64::MAX, 0), "0.00\u{202f}%");
        assert_eq!(of_circle(u32::MAX), "99.99\u{202f}%");
        assert_eq!(decimal(5, 2), "0.05");
    }

    #[test]
    fn a_number_has_its_noun_and_a_unit_its_article() {
        let table = [(0, "0 queries"), (1, "1 query"), (2, "2 queries"), (1_000, "1\u{202f}000 queries")];
        for (number, says) in table {
            assert_eq!(counted(number, "query", "queries"), says);
        }
        assert_eq!(["hour", "second", "minute", "day"].map(each), ["an hour", "a second", "a minute", "a day"]);
    }

    #[test]
    fn times_are_told_to_the_tenth() {
        let table = [
            (0, "0.0\u{202f}s", "0\u{202f}s"),
            (4_260_000, "4.2\u{202f}s", "4.2\u{202f}s"),
            (5_000_000, "5.0\u{202f}s", "5\u{202f}s"),
        ];
        for (micros, long, short) in table {
            assert_eq!((seconds(micros).as_str(), short_seconds(micros).as_str()), (long, short));
        }
        assert_eq!([200, 50_000].map(millis), ["0.2\u{202f}ms", "50.0\u{202f}ms"]);
    }

    #[test]
    fn powers_of_ten_have_one_form() {
        let table = [
            (4_096, "4\u{202f}096"),
            (u128::from(u64::MAX), "18\u{202f}446\u{202f}744\u{202f}073\u{202f}709\u{202f}551\u{202f}615"),
            (2_714_923_000_000_000_000_000, "2.71\u{202f}×\u{202f}10²¹"),
            (99_999_999_999_999_999_999, "9.99\u{202f}×\u{202f}10¹⁹"),
            (u128::MAX, "3.40\u{202f}×\u{202f}10³⁸"),
        ];
        for (number, says) in table {
            assert_eq!(large(number), says);
        }
        assert_eq!(raised(1_234_567_890), "¹²³⁴⁵⁶⁷⁸⁹⁰");
    }
}
