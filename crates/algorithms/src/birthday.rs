//! The birthday bound: how soon random IDs collide.
//!
//! **The idea.** Of n IDs every pair may be the same two, and there are about n²/2 pairs. So a collision is to be expected not
//! when the N possible IDs are used up, but when n is near the square root of N.
//!
//! The chance that n even choices of N are all different is the product of 1 - i/N, i below n. It is summed exactly for few,
//! and by its first term, n(n - 1)/2N, for many.
//!
//! Source: RFC 9562, section 6.7; D. Knuth, *The Art of Computer Programming*, volume 3, section 6.4.

/// The most bits that are asked for: past 1,023 the number of IDs is no longer a float.
pub const MOST_BITS: u32 = 1_000;

/// Up to so many IDs are summed one by one.
const FEW: f64 = 20_000.0;

/// How many IDs there are of so many random bits, [`MOST_BITS`] at most.
#[must_use]
pub fn possible(bits: u32) -> f64 {
    libm::ldexp(1.0, bits.min(MOST_BITS) as i32)
}

/// The chance that of `ids` IDs of `bits` random bits at least two are the same.
#[must_use]
pub fn chance(ids: f64, bits: u32) -> f64 {
    let possible = possible(bits);
    // Not a number is no number of IDs.
    if ids.is_nan() || ids < 2.0 {
        return 0.0;
    }
    if ids > possible {
        return 1.0;
    }
    -libm::expm1(ln_all_different(ids, possible))
}

/// The logarithm of the chance that all are different.
fn ln_all_different(ids: f64, possible: f64) -> f64 {
    if ids > FEW {
        return -(ids / possible) * (ids - 1.0) / 2.0;
    }
    let mut sum = 0.0;
    for before in 1..ids as u32 {
        sum += libm::log1p(-f64::from(before) / possible);
    }
    sum
}

/// How many IDs of `bits` random bits there are when the chance of a collision reaches `chance`; infinitely many for
/// certainty and more. To within a few of the exact number.
#[must_use]
pub fn ids_for(chance: f64, bits: u32) -> f64 {
    if chance.is_nan() || chance <= 0.0 {
        return 1.0;
    }
    let pairs = -libm::log1p(-chance.min(1.0));
    0.5 + libm::sqrt(0.25 + 2.0 * pairs * possible(bits))
}
