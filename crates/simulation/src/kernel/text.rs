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

#[cfg(test)]
mod tests {
    use super::{decimal, grouped, of_circle, share};

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
}
