//! Base 62 as others do it, held to what ours does.

use algorithms::codes::base62::{ALPHABET, BASE};

/// A number in base 62 as one would write it down without a state to look into: the digits as they come, turned round.
#[must_use]
pub fn by_the_book(mut number: u64) -> String {
    let mut code = Vec::new();
    loop {
        code.push(ALPHABET[(number % BASE) as usize]);
        number /= BASE;
        if number == 0 {
            break;
        }
    }
    code.reverse();
    String::from_utf8(code).unwrap_or_default()
}

/// A code as the crate `base62` reads it, but with no more than 64 bits, and no needless 0 at its front.
#[must_use]
pub fn strictly(code: &str) -> Option<u64> {
    if code.len() > 1 && code.starts_with('0') {
        return None;
    }
    base62::decode_alternative(code).ok().and_then(|number| number.try_into().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_agree_with_ours() {
        for number in [0, 1, 61, 62, 11_157, 2_009_215_674_938, u64::MAX] {
            let code = algorithms::codes::base62::encode(number);
            assert_eq!(by_the_book(number), code);
            assert_eq!(strictly(&code), Some(number));
        }
        assert_eq!(strictly("007"), None);
        assert_eq!(strictly("lYGhA16ahyg"), None, "2^64");
        assert_eq!(strictly(""), None);
    }
}
