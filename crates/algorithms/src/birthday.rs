//! The birthday problem: how soon two of many random codes are the same.
//!
//! **The idea.** The n-th code can meet any of the n - 1 before it, so the pairs grow as n². With M codes, half of all tries
//! have met one by about 1.18 × √M.
//!
//! All in floating point with `libm`, so that every machine has the same bits.

/// So many factors are multiplied out; for more, the first terms of a series are exact enough.
const MOST_FACTORS: u64 = 4_096;

/// The chance that of `items` random codes at least two are the same, out of `codes`.
///
/// 1 - Π (1 - i/M) for i below n. Beyond [`MOST_FACTORS`] the logarithms ln(1 - x) = -x - x²/2 - x³/3 are summed as sums of powers.
#[must_use]
pub fn chance(items: u64, codes: f64) -> f64 {
    if items < 2 || codes < 1.0 {
        return 0.0;
    }
    if items as f64 > codes {
        return 1.0;
    }
    if items <= MOST_FACTORS {
        let logs = (1..items).map(|i| libm::log1p(-(i as f64) / codes));
        return -libm::expm1(logs.sum());
    }
    let (n, m) = ((items - 1) as f64, codes);
    let (first, second, third) =
        (n * (n + 1.0) / 2.0, n * (n + 1.0) * (2.0 * n + 1.0) / 6.0, n * n * (n + 1.0) * (n + 1.0) / 4.0);
    -libm::expm1(-(first / m + second / (2.0 * m * m) + third / (3.0 * m * m * m)))
}

/// How many of `items` random codes are expected to meet one that was there before: n - M (1 - (1 - 1/M)^n).
#[must_use]
pub fn expected_collisions(items: u64, codes: f64) -> f64 {
    if codes < 1.0 {
        return 0.0;
    }
    if codes < 2.0 {
        return items.saturating_sub(1) as f64;
    }
    let n = items as f64;
    n + codes * libm::expm1(n * libm::log1p(-1.0 / codes))
}

/// The fewest items whose chance of a collision is at least `wanted`, by bisection; `None` if it is not between 0 and 1.
#[must_use]
pub fn items_for(wanted: f64, codes: f64) -> Option<u64> {
    if !(wanted > 0.0 && wanted < 1.0 && codes >= 1.0) {
        return None;
    }
    let (mut low, mut high) = (1_u64, 2_u64);
    while chance(high, codes) < wanted {
        low = high;
        high = high.checked_mul(2)?;
    }
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        if chance(middle, codes) < wanted { low = middle } else { high = middle }
    }
    Some(high)
}
