//! Axes, with their ticks and titles.

use std::fmt::Write as _;

use yew::prelude::*;

use super::labels::that_fit;
use super::{Scale, spot};

/// How wide a letter is, as a part of its height: figures and small letters of a sans-serif face.
const LETTER: f64 = 0.56;

/// An axis.
#[derive(Clone, Debug)]
pub struct Axis {
    /// Which numbers are where.
    pub scale: Scale,
    /// The numbers that are marked, and what they are called.
    pub ticks: Vec<(f64, String)>,
    /// What the numbers are; empty if the labels say it.
    pub title: &'static str,
}

impl Axis {
    /// One with at most so many round numbers on it.
    pub fn round(scale: Scale, most: u32, title: &'static str, name: impl Fn(f64) -> String) -> Self {
        Self { scale, ticks: scale.ticks(most).into_iter().map(|tick| (tick, name(tick))).collect(), title }
    }
}

/// Two axes, the lines across at each tick of the upright one, and their labels, `letter` units high. Labels for which there is no room
/// beside one another are left out. The title of the axis along the foot stands below it, that of the upright one above it.
pub fn axes(along: &Axis, up: &Axis, letter: f64) -> Html {
    let ((left, right), (foot, top)) = (along.scale.places(), up.scale.places());
    let frame = ["M", &spot((left, top)), "V", &whole(foot), "H", &whole(right)].concat();
    let (mut grid, mut marks) = (String::new(), String::new());
    for (number, _) in &up.ticks {
        // Writing into a string does not fail.
        let _ = write!(grid, "M{}H{}", spot((left, up.scale.place(*number))), whole(right));
    }
    for (number, _) in &along.ticks {
        let _ = write!(marks, "M{}v{}", spot((along.scale.place(*number), foot)), whole(letter / 3.0));
    }
    let placed: Vec<(f64, f64)> =
        along.ticks.iter().map(|(number, says)| placed(along.scale.place(*number), says, letter, right)).collect();
    let below =
        that_fit(&placed, letter / 2.0).into_iter().zip(&placed).zip(&along.ticks).filter(|((stands, _), _)| *stands);
    let below = below
        .enumerate()
        .map(|(key, ((_, (middle, _)), (_, says)))| text(key, "", (*middle, foot + letter * 1.35), says));
    let beside = up.ticks.iter().enumerate().map(|(key, (number, says))| {
        text(key, "is-end", (left - letter / 2.0, up.scale.place(*number) + letter * 0.35), says)
    });
    html! {
        <g class="chart-axes">
            <path class="chart-grid" d={grid} />
            <path class="chart-frame" d={frame + &marks} />
            <g>{ for below }</g>
            <g>{ for beside }</g>
            if !along.title.is_empty() {
                { text(0, "", (f64::midpoint(left, right), foot + letter * 2.7), along.title) }
            }
            if !up.title.is_empty() {
                { text(1, "is-start", (left - letter / 2.0, top - letter * 0.8), up.title) }
            }
        </g>
    }
}

/// The middle and the width of a label below the foot. At the right edge it does not stand out further than a letter.
fn placed(at: f64, says: &str, letter: f64, right: f64) -> (f64, f64) {
    let width = says.chars().count() as f64 * letter * LETTER;
    (at.min(right + letter - width / 2.0), width)
}

fn text(key: usize, class: &'static str, (x, y): (f64, f64), says: &str) -> Html {
    html! { <text {key} {class} x={whole(x)} y={whole(y)}>{ says.to_owned() }</text> }
}

fn whole(at: f64) -> String {
    (libm::round(at) as i32).to_string()
}
