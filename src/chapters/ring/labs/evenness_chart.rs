//! The chart of the lab “How even?”: measured rings on theory's line, both axes in equal factors.

use std::fmt::Write as _;

use simulation::kernel::text::millionths;
use simulation::ring::evenness::{Evenness, Measurement, Stop};
use yew::prelude::*;

use crate::chart::{Axis, Scale, axes, line, spot};

/// The height of a letter, in units of the drawing.
const LETTER: f64 = 20.0;
/// Virtual nodes, and deviations in millionths: what lies outside is drawn at the edge.
const ACROSS: Scale = Scale::log((1.0, 1_000.0), (78.0, 494.0));
const UPWARDS: Scale = Scale::log((10_000.0, 2_000_000.0), (340.0, 14.0));

/// Marks on the upright axis, in per cent.
const MARKS: [u32; 5] = [1, 3, 10, 30, 100];

/// The chart; `last` is the ring that was just measured.
pub fn chart(lab: &Evenness, last: Option<Measurement>) -> Html {
    let stops = lab.stops();
    let mut rings = String::new();
    for ring in stops.iter().flat_map(|stop| &stop.rings) {
        // Writing into a string can't fail.
        let _ = write!(rings, "M{}h.1", spot(place(ring.nodes, ring.deviation)));
    }
    let means: String = stops.iter().filter_map(|stop| Some((stop.nodes, stop.deviation()?))).map(diamond).collect();
    html! {
        <svg class="chart evenness-chart" viewBox="0 0 520 400" role="img" aria-label={label(lab)}>
            { grid() }
            <path class="evenness-rings" d={rings} />
            <path class="evenness-theory" d={theory(lab)} />
            <path class="evenness-means" d={means} />
            if let Some((x, y)) = last.map(|ring| place(ring.nodes, ring.deviation)) {
                <circle class="evenness-last" cx={(x as i32).to_string()} cy={(y as i32).to_string()} r="9" />
            }
        </svg>
    }
}

/// A ring's mark.
fn diamond((nodes, deviation): (u32, u32)) -> String {
    let (x, y) = place(nodes, deviation);
    format!("M{}l8 8l-8 8l-8 -8z", spot((x, y - 8.0)))
}

fn place(nodes: u32, deviation: u32) -> (f64, f64) {
    (ACROSS.place(nodes.into()), UPWARDS.place(deviation.into()))
}

fn grid() -> Html {
    let across = Axis::round(ACROSS, 4, "virtual nodes each", |nodes| nodes.to_string());
    let marks = MARKS.map(|percent| (f64::from(percent) * 10_000.0, format!("{percent}\u{202f}%")));
    axes(&across, &Axis { scale: UPWARDS, ticks: marks.to_vec(), title: "" }, LETTER)
}

/// Theory's line through the numbers that are measured, or from end to end where there is one.
fn theory(lab: &Evenness) -> String {
    let stops = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000];
    line(&stops.map(|nodes| place(nodes, lab.expected(nodes))))
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
