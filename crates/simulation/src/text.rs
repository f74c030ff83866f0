//! Numbers as people read them.

/// A whole number with a narrow no-break space (U+202F) between each three digits: 100 000.
///
/// ```
/// assert_eq!(simulation::text::grouped(1_000_000), "1\u{202f}000\u{202f}000");
/// assert_eq!(simulation::text::grouped(999), "999");
/// ```
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
