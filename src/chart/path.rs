//! Lines, steps and bars.

use std::fmt::Write as _;

use yew::prelude::*;

/// A place as it stands in a path, to a tenth of a unit: whole ones make a curve crooked.
#[must_use]
pub fn spot((x, y): (f64, f64)) -> String {
    let mut text = String::new();
    push(&mut text, x);
    text.push(' ');
    push(&mut text, y);
    text
}

fn push(text: &mut String, at: f64) {
    let tenths = libm::round(at * 10.0) as i32;
    let sign = if tenths < 0 { "-" } else { "" };
    // Writing into a string does not fail.
    let _ = match (tenths / 10, tenths % 10) {
        (whole, 0) => write!(text, "{sign}{}", whole.abs()),
        (whole, tenth) => write!(text, "{sign}{}.{}", whole.abs(), tenth.abs()),
    };
}

/// A line through places: the `d` of a path. Empty without any.
#[must_use]
pub fn line(places: &[(f64, f64)]) -> String {
    let mut d = String::new();
    for place in places {
        d.push(if d.is_empty() { 'M' } else { 'L' });
        d.push_str(&spot(*place));
    }
    d
}

/// A line that goes level from the first place, and up or down at each further one: the `d` of a path.
#[must_use]
pub fn steps(places: &[(f64, f64)]) -> String {
    let mut d = String::new();
    for (x, y) in places {
        if d.is_empty() {
            d.push('M');
            d.push_str(&spot((*x, *y)));
        } else {
            d.push('H');
            push(&mut d, *x);
            d.push('V');
            push(&mut d, *y);
        }
    }
    d
}

/// A bar, or a band, between two corners.
pub fn bar(class: impl Into<Classes>, (left, top): (f64, f64), (right, foot): (f64, f64)) -> Html {
    let size = |from: f64, to: f64| {
        let mut text = String::new();
        push(&mut text, (to - from).max(0.0));
        text
    };
    let (mut x, mut y) = (String::new(), String::new());
    push(&mut x, left);
    push(&mut y, top);
    html! { <rect class={class.into()} {x} {y} width={size(left, right)} height={size(top, foot)} /> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_written_to_a_tenth() {
        let table = [
            ((92.0, 279.96), "92 280"),
            ((0.04, 0.05), "0 0.1"),
            ((-0.5, -12.34), "-0.5 -12.3"),
            ((1e6, 2.5), "1000000 2.5"),
        ];
        for (place, says) in table {
            assert_eq!(spot(place), says);
        }
    }

    #[test]
    fn a_line_goes_straight_and_steps_go_level_first() {
        let places = [(0.0, 10.0), (5.0, 8.0), (7.5, 0.0)];
        assert_eq!(line(&places), "M0 10L5 8L7.5 0");
        assert_eq!(steps(&places), "M0 10H5V8H7.5V0");
        assert_eq!((line(&[]), steps(&[])), (String::new(), String::new()));
    }
}
