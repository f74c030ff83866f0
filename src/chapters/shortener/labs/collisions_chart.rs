//! The birthday curve of lab 4: the chance that two of so many random codes are the same, and where this run is.

use algorithms::ids::birthday;
use simulation::kernel::text::grouped;
use simulation::shortener::code_collisions::CodeCollisions;
use yew::prelude::*;

use crate::chart::{Axis, Scale, axes, line, spot};
use crate::words::per_cent;

/// The chart, in its own units.
const ACROSS: (f64, f64) = (70.0, 464.0);
const UPWARDS: (f64, f64) = (180.0, 20.0);
const LETTER: f64 = 18.5;
/// The curve has so many points.
const POINTS: u32 = 48;

/// The curve up to the number of URLs of this run.
pub fn chart(lab: &CodeCollisions) -> Html {
    let (codes, urls) = (lab.cut().codes() as f64, lab.scenario().urls);
    let (x, y) = (Scale::linear((0.0, urls.into()), ACROSS), Scale::linear((0.0, 1.0), UPWARDS));
    let at = |items: f64| (x.place(items), y.place(birthday::chance(items, codes)));
    let curve: Vec<(f64, f64)> =
        (0..=POINTS).map(|point| at(f64::from(urls) * f64::from(point) / f64::from(POINTS))).collect();
    let half = birthday::items_for(0.5, codes).filter(|items| *items <= u64::from(urls));
    let done = u64::from(lab.counts().urls);
    let chance = birthday::chance(done as f64, codes);
    let label = format!(
        "The chance that two of so many random codes are the same: {} for the {} URLs so far.{}",
        per_cent(chance, 1),
        grouped(done),
        half.map(|items| format!(" It is one half at {}.", grouped(items))).unwrap_or_default()
    );
    let across = Axis { scale: x, ticks: vec![(urls.into(), [&grouped(urls.into()), " URLs"].concat())], title: "" };
    let up = Axis::round(y, 3, "", |part| format!("{}\u{202f}%", (part * 100.0) as u32));
    let (now, level) = at(done as f64);
    html! {
        <svg class="chart collisions-chart" viewBox="0 0 480 226" role="img" aria-label={label}>
            { axes(&across, &up, LETTER) }
            <path class="collisions-curve" d={line(&curve)} />
            { for half.map(|items| half_mark(x.place(items as f64), y.place(0.5), items)) }
            if let Some(first) = lab.collisions().first() {
                <path class="collisions-first" d={format!("M{}v-14", spot((x.place(f64::from(first.url) + 1.0), UPWARDS.0)))} />
            }
            <circle class="collisions-now" cx={(now as i32).to_string()} cy={(level as i32).to_string()} r="8" />
            <text class="is-start" x={ACROSS.0.to_string()} y="206">{ "chance: " }{ per_cent(chance, 1) }</text>
        </svg>
    }
}

/// Where the chance is one half, and its name on the side on which there is room.
fn half_mark(x: f64, y: f64, items: u64) -> Html {
    let (class, beside) = if x > 300.0 { ("is-end", -8.0) } else { ("is-start", 8.0) };
    html! {
        <>
            <path class="hops-best" d={format!("M{}V{}", spot((x, y)), UPWARDS.0)} />
            <text {class} x={((x + beside) as i32).to_string()} y={(y as i32 - 8).to_string()}>{ "half at " }{ grouped(items) }</text>
        </>
    }
}
