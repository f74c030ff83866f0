//! The geometry of a circle that is drawn, in whole units of a 4,800-unit square.
//!
//! Whole numbers keep the path texts short and cheap to write: they are written anew for every frame of a drag.

use std::fmt::Write as _;

/// The side of the square that the circle is drawn in.
pub const SIDE: i32 = 4_800;
const CENTRE: f64 = 2_400.0;
/// Parts of 2^32 in a whole turn.
const WHOLE: f64 = 4_294_967_296.0;

/// The point at `turn`, in parts of 2^32 clockwise from twelve o'clock, at a distance from the centre.
pub fn point(turn: u32, radius: i32) -> (i32, i32) {
    let (sin, cos) = (f64::from(turn) / WHOLE * std::f64::consts::TAU).sin_cos();
    let radius = f64::from(radius);
    ((CENTRE + radius * sin).round() as i32, (CENTRE - radius * cos).round() as i32)
}

/// The turn of a point, given from the top left corner of the square in parts of its side.
pub fn turn_of(x: f64, y: f64) -> u32 {
    let angle = (x - 0.5).atan2(0.5 - y) / std::f64::consts::TAU;
    // As a signed fraction of a turn it wraps into the unsigned one.
    ((angle * WHOLE).round() as i64) as u32
}

/// How far from the centre that point is, in the square's units.
pub fn radius_of(x: f64, y: f64) -> f64 {
    (x - 0.5).hypot(y - 0.5) * f64::from(SIDE)
}

/// Adds an arc clockwise from one turn to another. From a turn to itself it is the whole circle.
pub fn arc(path: &mut String, from: u32, to: u32, radius: i32) {
    let span = to.wrapping_sub(from);
    if span == 0 || span > 0xc000_0000 {
        let half = from.wrapping_add(if span == 0 { 1 << 31 } else { span / 2 });
        piece(path, from, half, radius);
        return piece(path, half, to, radius);
    }
    piece(path, from, to, radius);
}

fn piece(path: &mut String, from: u32, to: u32, radius: i32) {
    let ((x, y), (to_x, to_y)) = (point(from, radius), point(to, radius));
    let large = u8::from(to.wrapping_sub(from) > 1 << 31);
    // Writing to a String can't fail.
    let _ = write!(path, "M{x} {y}A{radius} {radius} 0 {large} 1 {to_x} {to_y}");
}

/// Adds a straight line between two distances from the centre.
pub fn spoke(path: &mut String, turn: u32, from: i32, to: i32) {
    let ((x, y), (to_x, to_y)) = (point(turn, from), point(turn, to));
    let _ = write!(path, "M{x} {y}L{to_x} {to_y}");
}

/// Adds a dot: a line without length, which a round cap makes a disc.
pub fn dot(path: &mut String, turn: u32, radius: i32) {
    let (x, y) = point(turn, radius);
    let _ = write!(path, "M{x} {y}h0");
}

/// Moves turns apart until neighbours are at least `gap` apart, as far as there is room. `turns` may be in any order.
pub fn spread(turns: &[u32], gap: u32) -> Vec<u32> {
    let room = u32::MAX / (turns.len() as u32 + 1);
    let gap = i64::from(gap.min(room));
    let mut order: Vec<usize> = (0..turns.len()).collect();
    order.sort_unstable_by_key(|index| (turns[*index], *index));
    // Unrolled onto a line, so that neighbours can be pushed past zero.
    let mut places: Vec<i64> = order.iter().map(|index| i64::from(turns[*index])).collect();
    for _ in 0..60 {
        for i in 0..places.len() {
            let next = (i + 1) % places.len();
            let lap = if next == 0 { 1 << 32 } else { 0 };
            let short = gap - (places[next] + lap - places[i]);
            if short > 0 && next != i {
                places[i] -= short / 2;
                places[next] += short - short / 2;
            }
        }
    }
    let mut apart = vec![0; turns.len()];
    for (index, place) in order.into_iter().zip(places) {
        apart[index] = place as u32;
    }
    apart
}

#[cfg(test)]
mod tests {
    use super::{arc, point, spread, turn_of};

    #[test]
    fn a_quarter_turn_is_three_o_clock() {
        assert_eq!(point(1 << 30, 1_000), (3_400, 2_400));
        assert_eq!(turn_of(1.0, 0.5), 1 << 30);
        assert_eq!(turn_of(0.0, 0.5), 3 << 30);
        assert_eq!(turn_of(0.5, 0.0), 0);
    }

    #[test]
    fn a_whole_circle_is_drawn_as_two_arcs() {
        let mut path = String::new();
        arc(&mut path, 5, 5, 1_000);
        assert_eq!(path.matches('A').count(), 2);
    }

    #[test]
    fn handles_keep_their_distance_across_zero() {
        let gap = 1 << 27;
        let apart = spread(&[0, 10, u32::MAX, 1 << 31], gap);
        for (i, a) in apart.iter().enumerate() {
            for b in &apart[i + 1..] {
                let distance = a.wrapping_sub(*b).min(b.wrapping_sub(*a));
                assert!(distance >= gap - 16, "{distance} < {gap}");
            }
        }
        assert_eq!(apart[3], 1 << 31);
        assert!(spread(&[], gap).is_empty());
        assert_eq!(spread(&[7], gap), [7]);
    }
}
