//! The geometry of a circle that is drawn, in whole units of a 4,800-unit square.
//!
//! Whole numbers keep the path texts short and cheap to write: they are written anew for every frame of a drag.

/// The side of the square that the circle is drawn in.
pub const SIDE: i32 = 4_800;
const CENTRE: i32 = 2_400;

/// The point at `turn`, in parts of 2^32 clockwise from twelve o'clock, at a distance from the centre.
pub fn point(turn: u32, radius: i32) -> (i32, i32) {
    let (across, down) = (sine(turn), sine(turn.wrapping_add(1 << 30)));
    let scaled = |part: f32| (part * radius as f32).round() as i32;
    (CENTRE + scaled(across), CENTRE - scaled(down))
}

/// The sine of an angle in parts of 2^32 of a turn, to about a millionth: a power series on a quarter of the circle, which
/// weighs a tenth of the library's function and is exact enough for a picture.
fn sine(turn: u32) -> f32 {
    // As a signed part of a half turn, -1 to 1; then folded into the quarter round zero.
    let half = turn as i32 as f32 / 2_147_483_648.0;
    let folded = if half > 0.5 {
        1.0 - half
    } else if half < -0.5 {
        -1.0 - half
    } else {
        half
    };
    let x = folded * std::f32::consts::PI;
    let square = x * x;
    x * (1.0
        - square / 6.0 * (1.0 - square / 20.0 * (1.0 - square / 42.0 * (1.0 - square / 72.0 * (1.0 - square / 110.0)))))
}

/// The turn of a point, given from the top left corner of the square in parts of its side. Browser only.
pub fn turn_of(x: f64, y: f64) -> u32 {
    /// Parts of 2^32 in a radian.
    const RADIAN: f64 = 4_294_967_296.0 / std::f64::consts::TAU;
    // As a signed part of a turn it wraps into the unsigned one.
    ((js_sys::Math::atan2(x - 0.5, 0.5 - y) * RADIAN) as i64) as u32
}

/// How far from the centre that point is, in the square's units.
pub fn radius_of(x: f64, y: f64) -> f64 {
    let (x, y) = (x - 0.5, y - 0.5);
    (x * x + y * y).sqrt() * f64::from(SIDE)
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

/// Adds the part of a band between two distances from the centre, clockwise from one turn to another, as an outline to be filled.
/// From a turn to itself it is the whole band.
///
/// Thousands of these are painted for a frame, and to fill one costs a browser much less than to stroke an arc.
pub fn band(path: &mut String, from: u32, to: u32, [inner, outer]: [i32; 2]) {
    let span = to.wrapping_sub(from);
    if span == 0 || span > 0xc000_0000 {
        let half = from.wrapping_add(if span == 0 { 1 << 31 } else { span / 2 });
        band_piece(path, from, half, [inner, outer]);
        return band_piece(path, half, to, [inner, outer]);
    }
    band_piece(path, from, to, [inner, outer]);
}

fn band_piece(path: &mut String, from: u32, to: u32, [inner, outer]: [i32; 2]) {
    let span = to.wrapping_sub(from);
    let (x, y) = point(from, outer);
    pair(path, "M", x, y);
    for (turn, radius, way) in [(to, outer, " 1 "), (from, inner, " 0 ")] {
        if radius == inner {
            let (x, y) = point(to, inner);
            pair(path, "L", x, y);
        }
        let (x, y) = point(turn, radius);
        if span < STRAIGHT {
            pair(path, "L", x, y);
        } else {
            pair(path, "A", radius, radius);
            path.push_str(if span > 1 << 31 { " 0 1" } else { " 0 0" });
            pair(path, way, x, y);
        }
    }
    path.push('z');
}

/// A piece of a circle shorter than this, in parts of 2^32 of it, is as good as straight: half a unit off at most.
const STRAIGHT: u32 = 1 << 25;

fn piece(path: &mut String, from: u32, to: u32, radius: i32) {
    let ((x, y), (to_x, to_y)) = (point(from, radius), point(to, radius));
    let large = if to.wrapping_sub(from) > 1 << 31 { " 0 1 1 " } else { " 0 0 1 " };
    pair(path, "M", x, y);
    pair(path, "A", radius, radius);
    pair(path, large, to_x, to_y);
}

/// Adds a straight line between two distances from the centre.
pub fn spoke(path: &mut String, turn: u32, from: i32, to: i32) {
    let ((x, y), (to_x, to_y)) = (point(turn, from), point(turn, to));
    pair(path, "M", x, y);
    pair(path, "L", to_x, to_y);
}

/// Adds a bar along a spoke, as an outline to be filled: see [`band`].
pub fn bar(path: &mut String, turn: u32, from: i32, to: i32, width: i32) {
    let ((x, y), (to_x, to_y)) = (point(turn, from), point(turn, to));
    let (aside_x, aside_y) = point(turn.wrapping_add(1 << 30), width / 2);
    let (aside_x, aside_y) = (aside_x - CENTRE, aside_y - CENTRE);
    pair(path, "M", x - aside_x, y - aside_y);
    pair(path, "L", to_x - aside_x, to_y - aside_y);
    pair(path, " ", to_x + aside_x, to_y + aside_y);
    pair(path, " ", x + aside_x, y + aside_y);
    path.push('z');
}

/// Adds a dot: a line without length, which a round cap makes a disc.
pub fn dot(path: &mut String, turn: u32, radius: i32) {
    let (x, y) = point(turn, radius);
    pair(path, "M", x, y);
    path.push_str("h0");
}

/// Adds two numbers after what says what they are for.
fn pair(path: &mut String, before: &str, a: i32, b: i32) {
    path.push_str(before);
    number(path, a);
    path.push(' ');
    number(path, b);
}

/// Adds a number. Many thousands are written for a frame, and the library's formatting takes several times as long.
fn number(path: &mut String, number: i32) {
    if number < 0 {
        path.push('-');
    }
    let mut digits = [0; 10];
    let mut rest = number.unsigned_abs();
    let mut count = 0;
    loop {
        digits[count] = b'0' + (rest % 10) as u8;
        (rest, count) = (rest / 10, count + 1);
        if rest == 0 {
            break;
        }
    }
    path.extend(digits[..count].iter().rev().map(|digit| char::from(*digit)));
}

/// Moves turns apart until neighbours are at least `gap` apart, as far as there is room. `turns` may be in any order.
pub fn spread(turns: &[u32], gap: u32) -> Vec<u32> {
    let room = u32::MAX / (turns.len() as u32 + 1);
    let gap = i64::from(gap.min(room));
    let mut order: Vec<usize> = (0..turns.len()).collect();
    for i in 1..order.len() {
        // Few servers, by insertion: the library's sort weighs four kilobytes.
        let mut j = i;
        while j > 0 && turns[order[j - 1]] > turns[order[j]] {
            order.swap(j - 1, j);
            j -= 1;
        }
    }
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
    use super::{arc, band, bar, number, point, sine, spread};

    #[test]
    fn numbers_are_written_as_the_library_writes_them() {
        for n in [0, 7, 10, -1, 4_800, i32::MAX, i32::MIN] {
            let mut path = String::new();
            number(&mut path, n);
            assert_eq!(path, n.to_string());
        }
    }

    #[test]
    fn a_quarter_turn_is_three_o_clock() {
        assert_eq!(point(1 << 30, 1_000), (3_400, 2_400));
    }

    #[test]
    fn the_sine_is_good_to_a_fraction_of_a_unit() {
        for step in 0..1_000_u32 {
            let turn = step * (u32::MAX / 1_000);
            let angle = f64::from(turn) / 4_294_967_296.0 * std::f64::consts::TAU;
            assert!((f64::from(sine(turn)) - angle.sin()).abs() < 1e-5, "at {turn}");
        }
    }

    #[test]
    fn a_whole_circle_is_drawn_as_two_arcs() {
        let mut path = String::new();
        arc(&mut path, 5, 5, 1_000);
        assert_eq!(path.matches('A').count(), 2);
    }

    #[test]
    fn a_band_goes_out_and_back() {
        let mut path = String::new();
        band(&mut path, 0, 1 << 30, [1_000, 2_000]);
        assert_eq!(path, "M2400 400A2000 2000 0 0 1 4400 2400L3400 2400A1000 1000 0 0 0 2400 1400z");
        path.clear();
        band(&mut path, 0, 1 << 24, [1_000, 2_000]);
        assert_eq!(path, "M2400 400L2449 401L2425 1400L2400 1400z", "a short one is straight");
        path.clear();
        band(&mut path, 7, 7, [1_000, 2_000]);
        assert_eq!(path.matches('z').count(), 2, "the whole of it in two halves");
    }

    #[test]
    fn a_bar_is_as_wide_as_it_is_said() {
        let mut path = String::new();
        bar(&mut path, 0, 1_000, 500, 20);
        assert_eq!(path, "M2390 1400L2390 1900 2410 1900 2410 1400z");
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
