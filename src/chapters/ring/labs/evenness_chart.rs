//! The chart of the lab “How even?”: measured rings on theory's line, both axes in equal factors.

use std::fmt::Write as _;

use simulation::ring::evenness::{Evenness, Measurement, Stop};
use simulation::kernel::text::millionths;
use yew::prelude::*;

/// The drawing, and the field of the chart in it.
const WIDTH: i32 = 520;
const HEIGHT: i32 = 400;
const LEFT: i32 = 78;
const RIGHT: i32 = 494;
const TOP: i32 = 14;
const BOTTOM: i32 = 340;
/// The field ends at so many virtual nodes, and at these deviations, in millionths.
const MOST_NODES: u32 = 1_000;
const LEAST: u32 = 10_000;
const MOST: u32 = 2_000_000;

/// Marks on the axes: virtual nodes, and deviations in millionths.
const ACROSS: [u32; 4] = [1, 10, 100, 1_000];
const UP: [u32; 5] = [10_000, 30_000, 100_000, 300_000, 1_000_000];

/// The chart; `last` is the ring that was just measured.
pub fn chart(lab: &Evenness, last: Option<Measurement>) -> Html {
    let stops = lab.stops();
    let mut rings = String::new();
    for ring in stops.iter().flat_map(|stop| &stop.rings) {
        // Writing into a string can't fail.
        let _ = write!(rings, "M{} {}h.1", x(ring.nodes), y(ring.deviation));
    }
    let means: String = stops.iter().filter_map(|stop| Some((stop.nodes, stop.deviation()?))).map(diamond).collect();
    html! {
        <svg class="evenness-chart" viewBox={format!("0 0 {WIDTH} {HEIGHT}")} role="img" aria-label={label(lab)}>
            { axes() }
            <path class="evenness-rings" d={rings} />
            <path class="evenness-theory" d={theory(lab)} />
            <path class="evenness-means" d={means} />
            if let Some(ring) = last {
                <circle class="evenness-last" cx={x(ring.nodes).to_string()} cy={y(ring.deviation).to_string()} r="9" />
            }
        </svg>
    }
}

/// A ring's mark, for the legend and the chart.
fn diamond((nodes, deviation): (u32, u32)) -> String {
    format!("M{} {}l8 8l-8 8l-8 -8z", x(nodes), y(deviation) - 8)
}

fn axes() -> Html {
    let mut grid = format!("M{LEFT} {TOP}V{BOTTOM}H{RIGHT}");
    for nodes in ACROSS {
        let _ = write!(grid, "M{} {BOTTOM}v7", x(nodes));
    }
    for deviation in UP {
        let _ = write!(grid, "M{LEFT} {}h-7", y(deviation));
    }
    html! {
        <>
            <path class="evenness-axes" d={grid} />
            { for ACROSS.map(|nodes| html! {
                <text key={nodes} x={x(nodes).to_string()} y={(BOTTOM + 26).to_string()}>{ nodes }</text>
            }) }
            { for UP.map(|deviation| html! {
                <text key={deviation} class="is-end" x={(LEFT - 12).to_string()} y={(y(deviation) + 6).to_string()}>
                    { deviation / 10_000 }{ " %" }
                </text>
            }) }
            <text key="x" x={((LEFT + RIGHT) / 2).to_string()} y={(BOTTOM + 52).to_string()}>{ "virtual nodes each" }</text>
        </>
    }
}

/// Theory's line through the numbers that are measured, or from end to end where there is one.
fn theory(lab: &Evenness) -> String {
    let mut path = String::new();
    for nodes in [1, 2, 5, 10, 20, 50, 100, 200, 500, MOST_NODES] {
        let command = if path.is_empty() { 'M' } else { 'L' };
        let _ = write!(path, "{command}{} {}", x(nodes), y(lab.expected(nodes)));
    }
    path
}

fn label(lab: &Evenness) -> String {
    let found = lab.stops().iter().filter_map(|stop: &Stop| {
        let (measured, expected) = (millionths(stop.deviation()?), millionths(lab.expected(stop.nodes)));
        Some(format!(" {} virtual nodes: measured {measured}, theory {expected}.", stop.nodes))
    });
    let found: String = found.collect();
    let found = if found.is_empty() { " Nothing is measured yet.".to_owned() } else { found };
    format!("Deviation of {} servers’ shares against virtual nodes, on axes of equal factors.{found}", lab.servers())
}

fn x(nodes: u32) -> i32 {
    LEFT + (RIGHT - LEFT) * octaves(nodes) / octaves(MOST_NODES)
}

/// What lies outside the field is drawn at its edge.
fn y(deviation: u32) -> i32 {
    let up = octaves(deviation.clamp(LEAST, MOST)) - octaves(LEAST);
    BOTTOM - (BOTTOM - TOP) * up / (octaves(MOST) - octaves(LEAST))
}

/// The binary logarithm, in 256ths, rounded down; 0 for 0. By squaring: each tells the next binary digit.
fn octaves(number: u32) -> i32 {
    let Some(whole) = number.checked_ilog2() else {
        return 0;
    };
    // From 1 to below 2, in parts of 2^31.
    let mut rest = u64::from(number) << (31 - whole);
    let mut octaves = whole as i32;
    for _ in 0..8 {
        rest = (rest * rest) >> 31;
        octaves = octaves * 2 + i32::from(rest >= 1 << 32);
        if rest >= 1 << 32 {
            rest >>= 1;
        }
    }
    octaves
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    #[test]
    fn octaves_are_binary_logarithms() {
        for number in [1, 2, 3, 10, 999, 1_000, 123_456, 2_000_000, u32::MAX] {
            let wanted = f64::from(number).log2() * 256.0;
            assert!((wanted - 1.001..=wanted).contains(&f64::from(octaves(number))), "{number}");
        }
        assert_eq!(octaves(0), 0);
    }

    #[test]
    fn everything_is_drawn_inside_the_field() {
        for deviation in [0, 1, LEAST, 95_000, MOST, u32::MAX] {
            assert!((TOP..=BOTTOM).contains(&y(deviation)), "{deviation}");
        }
        assert_eq!([x(1), x(MOST_NODES)], [LEFT, RIGHT]);
        assert!(y(100_000) < y(50_000));
    }
}
