//! The way of a message across the drawing, and where on it the message is at a time.
//!
//! It is written into the page beside the message (`data-way`), so that the frame loop needs no more than the page and the time.

use simulation::kernel::time::Micros;

/// A place on the drawing.
pub type Point = (f64, f64);

/// A way along straight lines, begun and ended at two times.
#[derive(Clone, Debug, PartialEq)]
pub struct Way {
    /// When it begins.
    pub sent: Micros,
    /// When it ends.
    pub due: Micros,
    /// Its corners: two or more.
    pub corners: Vec<Point>,
}

impl Way {
    /// Where the message is: at (now - sent) / (due - sent) of its way, in tenths of a unit.
    #[must_use]
    pub fn at(&self, now: Micros) -> (i32, i32) {
        let whole = self.due.0.saturating_sub(self.sent.0);
        let gone = now.0.saturating_sub(self.sent.0);
        let part = if gone < whole { gone as f64 / whole as f64 } else { 1.0 };
        let legs = || self.corners.windows(2).map(|leg| (leg[0], leg[1], length(leg[0], leg[1])));
        let mut left = part * legs().map(|(.., length)| length).sum::<f64>();
        let mut here = self.corners.last().copied().unwrap_or_default();
        for ((x1, y1), (x2, y2), length) in legs() {
            if left < length {
                let part = left / length;
                here = (x1 + (x2 - x1) * part, y1 + (y2 - y1) * part);
                break;
            }
            left -= length;
        }
        ((here.0 * 10.0).round_ties_even() as i32, (here.1 * 10.0).round_ties_even() as i32)
    }

    /// The style that puts a message there.
    #[must_use]
    pub fn style(&self, now: Micros) -> String {
        let (x, y) = self.at(now);
        ["transform:translate(", &tenths(x), "px,", &tenths(y), "px)"].concat()
    }

    /// As numbers with spaces between: begin, end, corners, these in tenths.
    #[must_use]
    pub fn write(&self) -> String {
        let mut text = format!("{} {}", self.sent.0, self.due.0);
        for (x, y) in &self.corners {
            text += &format!(" {} {}", (x * 10.0).round_ties_even() as i32, (y * 10.0).round_ties_even() as i32);
        }
        text
    }

    /// Reads what [`Self::write`] has written.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let mut numbers = text.split_ascii_whitespace().map(|number| number.parse::<i64>().ok());
        let mut next = || numbers.next().flatten();
        let (sent, due) = (Micros(next()?.cast_unsigned()), Micros(next()?.cast_unsigned()));
        let mut corners = Vec::new();
        while let (Some(x), Some(y)) = (next(), next()) {
            corners.push((x as f64 / 10.0, y as f64 / 10.0));
        }
        Some(Self { sent, due, corners })
    }

    /// Takes this much off both ends, but never more than two fifths of the line there.
    pub fn shorten(&mut self, by: f64) {
        let nearer = |end: Point, next: Point| {
            let part = by / length(end, next).max(by * 2.5);
            (end.0 + (next.0 - end.0) * part, end.1 + (next.1 - end.1) * part)
        };
        if let [first, second, ..] = self.corners[..]
            && let [.., before, last] = self.corners[..]
        {
            let end = self.corners.len() - 1;
            self.corners[0] = nearer(first, second);
            self.corners[end] = nearer(last, before);
        }
    }
}

/// How far it is from one place to another.
pub(super) fn length((x1, y1): Point, (x2, y2): Point) -> f64 {
    ((x2 - x1) * (x2 - x1) + (y2 - y1) * (y2 - y1)).sqrt()
}

/// A number of tenths as a decimal.
fn tenths(number: i32) -> String {
    let sign = if number < 0 { "-" } else { "" };
    let size = number.unsigned_abs();
    format!("{sign}{}.{}", size / 10, size % 10)
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn way(corners: &[Point]) -> Way {
        Way { sent: Micros(1_000), due: Micros(3_000), corners: corners.to_vec() }
    }

    #[test]
    fn a_message_is_at_its_start_half_way_and_at_its_end() {
        let bent = way(&[(0.0, 0.0), (30.0, 0.0), (30.0, 10.0)]);
        let at = [0, 1_000, 2_000, 2_750, 3_000, 9_000].map(|now| bent.at(Micros(now)));
        assert_eq!(at, [(0, 0), (0, 0), (200, 0), (300, 50), (300, 100), (300, 100)]);
        assert_eq!(bent.style(Micros(2_000)), "transform:translate(20.0px,0.0px)");
        let at_once = Way { due: Micros(1_000), ..bent };
        assert_eq!(at_once.at(Micros(1_000)), (300, 100), "what takes no time is there");
    }

    #[test]
    fn a_negative_place_is_written_with_its_sign() {
        assert_eq!([tenths(-5), tenths(-15), tenths(0)], ["-0.5", "-1.5", "0.0"]);
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(corners in prop::collection::vec((-900..9_000_i32, -900..9_000_i32), 2..6)) {
            let corners: Vec<Point> =
                corners.into_iter().map(|(x, y)| (f64::from(x) / 10.0, f64::from(y) / 10.0)).collect();
            let written = way(&corners);
            prop_assert_eq!(Way::read(&written.write()), Some(written));
        }

        #[test]
        fn a_message_goes_on_and_stays_between_the_ends(x in 0..900_i32, y in 0..900_i32, by in 1..60_i32) {
            let mut line = way(&[(0.0, 0.0), (f64::from(x), f64::from(y))]);
            line.shorten(f64::from(by));
            let far = |now| { let (x, y) = line.at(Micros(now)); x + y };
            let places: Vec<i32> = (0..=20).map(|step| far(1_000 + step * 100)).collect();
            prop_assert!(places.is_sorted(), "{places:?}");
            prop_assert!(places[0] >= 0 && places[20] <= (x + y) * 10 + 1);
        }
    }
}
