//! The birthday curve of lab 4: the chance that two of so many random codes are the same, and where this run is.

use algorithms::ids::birthday;
use simulation::shortener::code_collisions::CodeCollisions;
use simulation::kernel::text::grouped;
use yew::prelude::*;

use crate::words::per_cent;

const LEFT: i32 = 70;
const RIGHT: i32 = 464;
const TOP: i32 = 20;
const BOTTOM: i32 = 180;
/// The curve has so many points.
const POINTS: u32 = 48;

/// The curve up to the number of URLs of this run.
pub fn chart(lab: &CodeCollisions) -> Html {
    let (codes, urls) = (lab.cut().codes() as f64, lab.scenario().urls);
    let x = |items: u64| LEFT + (items.min(urls.into()) * (RIGHT - LEFT) as u64 / u64::from(urls)) as i32;
    let y = |chance: f64| BOTTOM - (chance * f64::from(BOTTOM - TOP) + 0.5) as i32;
    let mut curve = format!("M{LEFT} {BOTTOM}");
    for point in 1..=POINTS {
        let items = u64::from(urls) * u64::from(point) / u64::from(POINTS);
        curve += &format!("L{} {}", x(items), y(birthday::chance(items as f64, codes)));
    }
    let half = birthday::items_for(0.5, codes).filter(|items| *items <= u64::from(urls));
    let done = u64::from(lab.counts().urls);
    let chance = birthday::chance(done as f64, codes);
    let label = format!(
        "The chance that two of so many random codes are the same: {} for the {} URLs so far.{}",
        per_cent(chance, 1),
        grouped(done),
        half.map(|items| format!(" It is one half at {}.", grouped(items))).unwrap_or_default()
    );
    html! {
        <svg class="collisions-chart" viewBox="0 0 480 226" role="img" aria-label={label}>
            <path class="hops-axis" d={format!("M{LEFT} {TOP}V{BOTTOM}H{RIGHT}")} />
            <text class="is-end" x="58" y="28">{ "100\u{202f}%" }</text>
            <text class="is-end" x="58" y="186">{ "0" }</text>
            <path class="collisions-curve" d={curve} />
            if let Some(items) = half {
                <path class="hops-best" d={format!("M{LEFT} {}H{}V{BOTTOM}", y(0.5), x(items))} />
                <text class={if x(items) > 300 { "is-end" } else { "is-start" }} x={(x(items) + if x(items) > 300 { -8 } else { 8 }).to_string()} y={(y(0.5) + 6).to_string()}>
                    { "half at " }{ grouped(items) }
                </text>
            }
            if let Some(first) = lab.collisions().first() {
                <path class="collisions-first" d={format!("M{} {}v-14", x(u64::from(first.url) + 1), BOTTOM)} />
            }
            <circle class="collisions-now" cx={x(done).to_string()} cy={y(chance).to_string()} r="8" />
            <text class="is-end" x={RIGHT.to_string()} y="206">{ grouped(urls.into()) }{ " URLs" }</text>
            <text x={LEFT.to_string()} y="206">{ "chance: " }{ per_cent(chance, 1) }</text>
        </svg>
    }
}
