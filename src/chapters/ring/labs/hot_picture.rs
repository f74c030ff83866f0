//! The picture of lab 5: servers side by side, and above each the requests that queue for it.

use std::fmt::Write as _;

use simulation::ring::hot_key::{HotKey, LONGEST_QUEUE, Scheme, Went};
use simulation::kernel::text::grouped;
use yew::prelude::*;

use crate::chapters::ring::ring_svg::colour;

const WIDTH: i32 = 340;
const HEIGHT: i32 = 306;
/// Where the servers stand.
const GROUND: i32 = 262;
/// The middle of the first disc of a queue, and from one to the next.
const FIRST: i32 = 250;
const PITCH: i32 = 17;
/// Where a cross stands for those who were turned away.
const CROSS: i32 = 34;

/// A queue's disc round the point where the pen is.
const DISC: &str = "m-7 0a7 7 0 1 0 14 0a7 7 0 1 0-14 0z";

/// The servers as they are by a scheme.
pub fn picture(lab: &HotKey, scheme: Scheme) -> Html {
    let lanes = lab.lanes(scheme);
    let (mut hot, mut others) = (String::new(), String::new());
    for (lane, middle) in lanes.lanes().iter().zip(middles(lab)) {
        for (job, y) in lane.jobs().zip(heights()) {
            // Writing into a string can't fail.
            let _ = write!(if job.is_hot { &mut hot } else { &mut others }, "M{middle} {y}{DISC}");
        }
    }
    let full = height(LONGEST_QUEUE) + PITCH / 2;
    html! {
        <svg class="hot-picture" viewBox={format!("0 0 {WIDTH} {HEIGHT}")} role="img" aria-label={label(lab, scheme)}>
            <path class="hot-line" d={format!("M0 {GROUND}H{WIDTH}")} />
            <path class="hot-line is-limit" d={format!("M0 {full}H{WIDTH}")} />
            { bound(lab, scheme) }
            <path class="hot-disc" d={others} />
            <path class="hot-disc is-hot" d={hot} />
            { for (0..).zip(middles(lab)).map(|(server, middle)| column(lab, scheme, server, middle)) }
            { lab.last(scheme).map(|went| newest(lab, scheme, went)) }
        </svg>
    }
}

/// How high a bound keeps the queues, for the scheme that has one.
fn bound(lab: &HotKey, scheme: Scheme) -> Option<Html> {
    let present = lab.lanes(scheme).lanes().iter().map(|lane| lane.len()).sum();
    let capacity = lab.capacity(present);
    (scheme == Scheme::Bounded && capacity < LONGEST_QUEUE).then(|| {
        let y = height(capacity) + PITCH / 2;
        html! {
            <>
                <path class="hot-line is-bound" d={format!("M0 {y}H{WIDTH}")} />
                <text class="is-end" x={WIDTH.to_string()} y={(y - 5).to_string()}>{ "bound " }{ capacity }</text>
            </>
        }
    })
}

/// A server, and how many it turned away.
fn column(lab: &HotKey, scheme: Scheme, server: u32, middle: i32) -> Html {
    let lane = &lab.lanes(scheme).lanes()[server as usize];
    let side = (WIDTH / lab.scenario().servers as i32 - 4).min(38);
    let holds = lane.hot_taken() > 0;
    // The question before the lab is about the plain ring's servers.
    let guess = (scheme == Scheme::Ring).then(|| server.to_string());
    html! {
        <g key={server} class={classes!("hot-server", colour(server as usize))} data-guess={guess}>
            <rect x={(middle - side / 2).to_string()} y={(GROUND + 4).to_string()} width={side.to_string()} height="34" rx="6" />
            <text x={middle.to_string()} y={(GROUND + 26).to_string()}>{ "s" }{ server }</text>
            if holds {
                <path class="hot-copy" d={format!("M{} {}h{side}", middle - side / 2, GROUND + 42)} />
            }
            if lane.turned_away() > 0 {
                <path class="hot-cross" d={format!("M{} {}l12 12m0 -12l-12 12", middle - 6, CROSS - 6)} />
                <text class="hot-count" x={middle.to_string()} y={(CROSS - 14).to_string()}>{ grouped(lane.turned_away().into()) }</text>
            }
        </g>
    }
}

/// The request that came last: a ring round it, and the way that it was passed on.
fn newest(lab: &HotKey, scheme: Scheme, went: Went) -> Html {
    let at = |server: u32| middles(lab).nth(server as usize).unwrap_or(0);
    let (x, y) = (at(went.server), if went.refused { CROSS } else { height(went.before + 1) });
    let from = at(went.owner);
    html! {
        <>
            <circle class="hot-newest" cx={x.to_string()} cy={y.to_string()} r="11" />
            if scheme == Scheme::Bounded && went.passed_on > 0 && from != x {
                <path class="hot-way" d={format!("M{from} {}Q{} {} {x} {}", y.min(FIRST), (from + x) / 2, y - 60, y - 12)} />
            }
        </>
    }
}

fn middles(lab: &HotKey) -> impl Iterator<Item = i32> {
    let servers = lab.scenario().servers as i32;
    (0..servers).map(move |server| (2 * server + 1) * WIDTH / (2 * servers))
}

fn heights() -> impl Iterator<Item = i32> {
    (1..).map(height)
}

/// The middle of the disc at this place of a queue, counted from 1.
const fn height(place: u32) -> i32 {
    FIRST - (place as i32 - 1) * PITCH
}

fn label(lab: &HotKey, scheme: Scheme) -> String {
    let mut label = format!("{}:", scheme.name());
    for (server, lane) in lab.lanes(scheme).lanes().iter().enumerate() {
        let _ = write!(label, " s{server} has {} requests, turned away {}.", lane.len(), lane.turned_away());
    }
    label
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use simulation::ring::hot_key::{MOST_SERVERS, Scenario};
    use simulation::kernel::system::System as _;

    #[test]
    fn a_full_queue_stays_below_the_crosses_and_columns_apart() {
        assert!(height(LONGEST_QUEUE) - 11 > CROSS + 6);
        let lab = HotKey::start(&Scenario { servers: MOST_SERVERS, ..Scenario::default() }, 1).unwrap();
        let middles: Vec<i32> = middles(&lab).collect();
        assert!(middles.windows(2).all(|pair| pair[1] - pair[0] > 22));
        assert!(middles[0] >= 14 && middles[11] <= WIDTH - 14);
    }
}
