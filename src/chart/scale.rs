//! Numbers as places on a drawing.

/// A range of numbers laid along a range of places, in the units of the drawing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    /// The least and the most number; on a logarithmic scale both are above nought.
    numbers: (f64, f64),
    /// Where they are. The second may be the smaller one: heights grow downwards.
    places: (f64, f64),
    is_log: bool,
}

impl Scale {
    /// A scale on which equal differences are equally far apart.
    #[must_use]
    pub const fn linear(numbers: (f64, f64), places: (f64, f64)) -> Self {
        Self { numbers, places, is_log: false }
    }

    /// A scale on which equal factors are equally far apart. Its numbers are above nought.
    #[must_use]
    pub const fn log(numbers: (f64, f64), places: (f64, f64)) -> Self {
        Self { numbers, places, is_log: true }
    }

    /// Where a number is. What is out of range is at the end that it lies beyond.
    #[must_use]
    pub fn place(&self, number: f64) -> f64 {
        let (least, most) = self.ends();
        let part = (self.measure(number.clamp(self.numbers.0, self.numbers.1)) - least) / (most - least);
        self.places.0 + part * (self.places.1 - self.places.0)
    }

    /// The number at a place, or at the end that the place lies beyond.
    #[must_use]
    pub fn number(&self, place: f64) -> f64 {
        let (least, most) = self.ends();
        let part = ((place - self.places.0) / (self.places.1 - self.places.0)).clamp(0.0, 1.0);
        let measure = least + part * (most - least);
        if self.is_log { libm::exp10(measure) } else { measure }
    }

    /// Where it begins and ends, in units of the drawing.
    #[must_use]
    pub const fn places(&self) -> (f64, f64) {
        self.places
    }

    /// At most so many round numbers along it, rising: multiples of 1, 2 or 5 times a power of ten, or on a logarithmic scale
    /// powers of ten, some left out if there are too many. `most` is at least 2.
    #[must_use]
    pub fn ticks(&self, most: u32) -> Vec<f64> {
        let (least, end) = self.ends();
        let step = round_step((end - least) / f64::from(most - 1), self.is_log);
        let first = libm::ceil(least / step - 1e-9);
        let count = (libm::floor(end / step + 1e-9) - first) as i32;
        let number = |tick: f64| if self.is_log { libm::exp10(tick) } else { tick };
        (0..=count).map(|index| number((first + f64::from(index)) * step)).collect()
    }

    fn ends(&self) -> (f64, f64) {
        (self.measure(self.numbers.0), self.measure(self.numbers.1))
    }

    fn measure(&self, number: f64) -> f64 {
        if self.is_log { libm::log10(number) } else { number }
    }
}

/// The least round step that is not less than this; whole ones only, if it is one of exponents.
fn round_step(least: f64, is_whole: bool) -> f64 {
    let mut step = if is_whole { 1.0 } else { libm::exp10(libm::floor(libm::log10(least))) };
    for factor in [2.0, 2.5, 2.0].into_iter().cycle() {
        // A step that is a little too short only by rounding is long enough.
        if step >= least * (1.0 - 1e-9) {
            break;
        }
        step *= factor;
    }
    step
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn scale() -> impl Strategy<Value = Scale> {
        let numbers = (1e-3..1e6_f64, 1.01..1e6_f64).prop_map(|(least, factor)| (least, least * factor));
        let places = (-50.0..50.0_f64, 100.0..900.0_f64, any::<bool>());
        (numbers, places, any::<bool>()).prop_map(|(numbers, (from, length, is_down), is_log)| {
            let places = if is_down { (from + length, from) } else { (from, from + length) };
            Scale { numbers, places, is_log }
        })
    }

    proptest! {
        #[test]
        fn a_number_and_its_place_are_each_other(scale in scale(), part in 0.0..=1.0_f64) {
            let number = scale.numbers.0 + part * (scale.numbers.1 - scale.numbers.0);
            let back = scale.number(scale.place(number));
            prop_assert!((back - number).abs() <= number * 1e-9, "{number} {back}");
        }

        #[test]
        fn a_larger_number_is_further_along_and_none_is_beyond_the_ends(scale in scale(), one in 0.0..1e13_f64, other in 0.0..1e13_f64) {
            let along = |number: f64| (scale.place(number) - scale.places.0) / (scale.places.1 - scale.places.0);
            prop_assert!((along(one) <= along(other)) || one > other);
            prop_assert!((-1e-9..=1.0 + 1e-9).contains(&along(one)));
        }

        #[test]
        fn ticks_rise_within_the_range_and_are_no_more_than_asked_for(scale in scale(), most in 2_u32..12) {
            let ticks = scale.ticks(most);
            prop_assert!(ticks.len() <= most as usize, "{ticks:?}");
            prop_assert!(ticks.windows(2).all(|pair| pair[0] < pair[1]), "{ticks:?}");
            let (least, end) = scale.numbers;
            let slack = (end - least) * 1e-6;
            prop_assert!(ticks.iter().all(|tick| (least - slack..=end + slack).contains(tick)), "{ticks:?}");
        }
    }

    #[test]
    fn ticks_are_round() {
        assert_eq!(Scale::linear((0.0, 10.0), (0.0, 1.0)).ticks(6), [0.0, 2.0, 4.0, 6.0, 8.0, 10.0]);
        assert_eq!(Scale::linear((0.0, 1.0), (0.0, 1.0)).ticks(3), [0.0, 0.5, 1.0]);
        assert_eq!(Scale::linear((0.0, 7.0), (0.0, 1.0)).ticks(3), [0.0, 5.0]);
        assert_eq!(Scale::log((1.0, 1_000.0), (0.0, 1.0)).ticks(4), [1.0, 10.0, 100.0, 1_000.0]);
        assert_eq!(Scale::log((1.0, 1e6), (0.0, 1.0)).ticks(4), [1.0, 100.0, 10_000.0, 1_000_000.0]);
    }

    #[test]
    fn equal_factors_are_equally_far_apart() {
        let scale = Scale::log((1.0, 1_000.0), (60.0, 360.0));
        assert_eq!(
            [1.0, 10.0, 100.0, 5_000.0, 0.0].map(|number| scale.place(number)),
            [60.0, 160.0, 260.0, 360.0, 60.0]
        );
    }
}
