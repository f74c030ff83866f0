//! The birthday problem: how soon two of many random IDs, or codes, are the same.
//!
//! **The idea.** The n-th can meet any of the n - 1 before it, so the pairs grow as n². A collision is to be expected not when
//! all M that are possible are used up, but when n is near the square root of M: half of all tries have one by 1.18 × √M.
//!
//! All in floating point with `libm`, so that every machine has the same bits.
//!
//! Source: RFC 9562, section 6.7; D. Knuth, *The Art of Computer Programming*, volume 3, section 6.4.

/// The most bits that are asked for: past 1,023 the number of IDs is no longer a float.
pub const MOST_BITS: u32 = 1_000;

/// So many factors are multiplied out; for more, the first terms of a series are exact enough.
const MOST_FACTORS: f64 = 4_096.0;

/// How many IDs there are of so many random bits, [`MOST_BITS`] at most.
#[must_use]
pub fn possible(bits: u32) -> f64 {
    libm::ldexp(1.0, bits.min(MOST_BITS) as i32)
}

/// The chance that of `items` random ones at least two are the same, out of `possible`.
///
/// 1 - Π (1 - i/M) for i below n. Beyond a few thousand the logarithms ln(1 - x) = -x - x²/2 - x³/3 are summed as sums of powers.
#[must_use]
pub fn chance(items: f64, possible: f64) -> f64 {
    // Not a number is no number of items.
    if items.is_nan() || items < 2.0 || possible < 1.0 {
        return 0.0;
    }
    if items > possible {
        return 1.0;
    }
    if items <= MOST_FACTORS {
        let logs = (1..items as u32).map(|before| libm::log1p(-f64::from(before) / possible));
        return -libm::expm1(logs.sum());
    }
    // In ratios that are at most 1, so that no power of a large number overflows.
    let n = items - 1.0;
    let (part, next, twice) = (n / possible, (n + 1.0) / possible, (2.0 * n + 1.0) / possible);
    let (first, second, third) =
        (part * (n + 1.0) / 2.0, part * (n + 1.0) * twice / 6.0, part * (n + 1.0) * part * next / 4.0);
    -libm::expm1(-(first + second / 2.0 + third / 3.0))
}

/// How many of `items` random ones are expected to meet one that was there before: n - M (1 - (1 - 1/M)^n).
#[must_use]
pub fn expected_collisions(items: u64, possible: f64) -> f64 {
    if possible < 1.0 {
        return 0.0;
    }
    if possible < 2.0 {
        return items.saturating_sub(1) as f64;
    }
    let n = items as f64;
    n + possible * libm::expm1(n * libm::log1p(-1.0 / possible))
}

/// The fewest items whose chance of a collision is at least `wanted`, by bisection; `None` if that is not between 0 and 1, or they
/// are more than 64 bits count.
#[must_use]
pub fn items_for(wanted: f64, possible: f64) -> Option<u64> {
    if !(wanted > 0.0 && wanted < 1.0 && possible >= 1.0) {
        return None;
    }
    let (mut low, mut high) = (1_u64, 2_u64);
    while chance(high as f64, possible) < wanted {
        low = high;
        high = high.checked_mul(2)?;
    }
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        if chance(middle as f64, possible) < wanted { low = middle } else { high = middle }
    }
    Some(high)
}

/// About as many, for any number of bits: to within a few of the exact number. Infinitely many for certainty and more.
#[must_use]
pub fn about_items_for(wanted: f64, possible: f64) -> f64 {
    if wanted.is_nan() || wanted <= 0.0 {
        return 1.0;
    }
    let pairs = -libm::log1p(-wanted.min(1.0));
    0.5 + libm::sqrt(0.25 + 2.0 * pairs * possible)
}
