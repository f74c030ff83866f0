//! Lab 3: two limiters with one limit, and a store between them.

use simulation::limiter::nodes::{Command, LimiterNodes, Scenario, Tally, WINDOWS, Way, excess_by_latency};
use yew::prelude::*;

use super::nodes_picture::{PLAN, board};
use super::nodes_sequence;
use crate::board::use_board;
use crate::chapters::scaffold;
use crate::chart::{Axis, Scale, apart, axes, line, spot};
use crate::controls::{Preset, button, choice, presets, row};
use crate::life::use_is_alive;
use crate::player::{PlayerBar, Session, use_session, use_watch};
use crate::room::use_room;
use crate::widgets::legend::legend;

type Lab = Session<LimiterNodes>;

/// In microseconds.
const LATENCY_STOPS: [u32; 7] = [0, 500, 1_000, 2_000, 5_000, 10_000, 20_000];
const RATE_STOPS: [u32; 5] = [100, 200, 500, 1_000, 2_000];
const SHARE_STOPS: [u32; 5] = [50, 60, 75, 90, 100];

/// Latencies of the chart, in microseconds.
const MEASURED: [u32; 9] = [0, 250, 500, 1_000, 2_000, 4_000, 6_000, 8_000, 10_000];

const PRESETS: [Preset<LimiterNodes>; 5] = [
    ("GET, then SET", |lab| lab.begin(of(Way::GetSet))),
    ("Atomic", |lab| lab.begin(of(Way::Atomic))),
    ("Half each, but uneven traffic", |lab| lab.begin(Scenario { share_of_a: 90, ..of(Way::Halves) })),
    ("Synced now and then", |lab| lab.begin(of(Way::Eventual))),
    ("A near store, few requests", |lab| lab.begin(Scenario { latency_us: 500, rate: 100, ..of(Way::GetSet) })),
];

fn of(way: Way) -> Scenario {
    Scenario { way, ..Scenario::default() }
}

/// The lab in its section.
#[hook]
pub fn use_nodes_lab() -> Html {
    let session = use_session::<LimiterNodes>("nodes", Scenario::default);
    use_watch(&session);
    let is_alive = use_is_alive();
    let picture = use_board(&session.player(), is_alive);
    let below = use_node_ref();
    let width = use_room(&below, is_alive, 600).width;
    let scenario = session.with(|timeline| timeline.state().scenario().clone());
    let seed = session.with(simulation::kernel::timeline::Timeline::seed);
    let measured = use_memo((scenario, seed, is_alive), |(scenario, seed, is_alive)| {
        let ways = [Way::GetSet, Way::Eventual, Way::Atomic];
        let measure = |way| excess_by_latency(&Scenario { way, ..scenario.clone() }, *seed, &MEASURED);
        ways.map(|way| if *is_alive { measure(way).unwrap_or_default() } else { Vec::new() })
    });
    let inside = session.with(|timeline| {
        let lab = timeline.state();
        html! {
            <div class="nodes">
                { presets(&session, &PRESETS) }
                { picture.draw(&PLAN, &board(&session, lab)) }
                { marks() }
                { controls(&session, lab) }
                <PlayerBar player={session.player()} />
                <figure class="nodes-sequence" ref={below}>
                    <figcaption>{ "The last messages, in the order of time: who reads what while whose SET is under way?" }</figcaption>
                    { nodes_sequence::picture(timeline, width) }
                </figure>
                <div class="nodes-below">
                    { tallies(lab) }
                    { chart(&measured, lab.scenario().latency_us) }
                </div>
            </div>
        }
    });
    scaffold::later_lab(
        "nodes",
        "Two limiters, one store",
        "Both nodes share one limit. Press play: while one node’s SET is on its way, what does the other read? A second of \
         the player is a millisecond here.",
        is_alive,
        inside,
    )
}

fn marks() -> Html {
    let mark = |class: &'static str, d: &'static str| {
        html! { <svg class="board-picture" viewBox="-17 -17 34 34" aria-hidden="true"><g class={classes!("board-item", class)}><circle r="15" /><path class="board-mark" {d} /></g></svg> }
    };
    legend([
        (mark("is-open", ""), "waits for the store"),
        (mark("is-passed", "M-6 0l4 5l8-10"), "passed"),
        (mark("is-too-many", "M0 -7v8m0 4v2"), "passed, one too many"),
        (mark("is-denied", "M-5 -5l10 10m0-10l-10 10"), "turned away"),
    ])
}

/// How each window went.
fn tallies(lab: &LimiterNodes) -> Html {
    let total = lab.total();
    let cells = |tally: &Tally| {
        html! {
            <>
                <td class="number">{ tally.passed }</td>
                <td class={classes!("number", (tally.too_many > 0).then_some("is-too-many"))}>{ tally.too_many }</td>
                <td class="number">{ tally.turned_away }</td>
            </>
        }
    };
    html! {
        <table class="nodes-tallies">
            <caption>{ "Limit: " }{ lab.scenario().limit }{ " in " }{ lab.scenario().window_ms }{ "\u{202f}ms, at both nodes together" }</caption>
            <thead>
                <tr>
                    <th scope="col">{ "Window" }</th>
                    <th scope="col" class="number">{ "passed" }</th>
                    <th scope="col" class="number">{ "too many" }</th>
                    <th scope="col" class="number">{ "turned away" }</th>
                </tr>
            </thead>
            <tbody>
                { for lab.tallies().iter().enumerate().map(|(index, tally)| html! {
                    <tr key={index}><th scope="row">{ index + 1 }</th>{ cells(tally) }</tr>
                }) }
                <tr key="all" class="nodes-all"><th scope="row">{ "all" }</th>{ cells(&total) }</tr>
            </tbody>
        </table>
    }
}

/// The chart, in its own units: names stand to the right of the lines.
const ACROSS: (f64, f64) = (52.0, 298.0);
const UPWARDS: (f64, f64) = (190.0, 24.0);
const LETTER: f64 = 18.0;

/// How many too many, by latency: whole runs of this very system, done when a setting changes.
fn chart(measured: &[Vec<u32>; 3], latency: u32) -> Html {
    let most = measured.iter().flatten().copied().max().unwrap_or(0).max(1);
    let longest = MEASURED[MEASURED.len() - 1];
    let x = Scale::linear((0.0, f64::from(longest)), ACROSS);
    let y = Scale::linear((0.0, f64::from(most)), UPWARDS);
    let across = Axis::round(x, 3, "", |latency| format!("{}\u{202f}ms", latency as u32 / 1_000));
    let ticks = [0, most].map(|excess| (f64::from(excess), excess.to_string())).to_vec();
    let ends = measured.each_ref().map(|excess| excess.last().copied().unwrap_or(0));
    let names = ["GET, then SET", "synced", "atomic"];
    let levels = apart(&ends.map(|excess| y.place(f64::from(excess))), LETTER, (UPWARDS.1, UPWARDS.0));
    let course = |index: usize| {
        let places: Vec<(f64, f64)> = MEASURED
            .iter()
            .zip(&measured[index])
            .map(|(latency, excess)| (x.place(f64::from(*latency)), y.place(f64::from(*excess))))
            .collect();
        html! {
            <g key={names[index]}>
                <path class={classes!("nodes-line", ["is-race", "is-synced", "is-atomic"][index])} d={line(&places)} />
                <text class="is-start" x={(ACROSS.1 + 8.0).to_string()} y={(levels[index] as i32 + 6).to_string()}>{ names[index] }</text>
            </g>
        }
    };
    let here = spot((x.place(f64::from(latency)), UPWARDS.1));
    html! {
        <figure class="nodes-chart">
            <figcaption>{ "Too many in " }{ WINDOWS }{ " windows, by the time to the store: whole runs with these settings" }</figcaption>
            <svg class="chart" viewBox="0 0 440 230" role="img" aria-label={format!(
                "At ten milliseconds: {} with GET and SET, {} synced now and then, {} with one atomic step.", ends[0], ends[1], ends[2])}>
                { axes(&across, &Axis { scale: y, ticks, title: "" }, LETTER) }
                <path class="nodes-here" d={format!("M{here}V{}", UPWARDS.0)} />
                { for (0..names.len()).map(course) }
            </svg>
        </figure>
    }
}

fn controls(session: &Lab, lab: &LimiterNodes) -> Html {
    let scenario = lab.scenario();
    html! {
        <div class="lab-controls">
            { row(session, "How the nodes count", Way::ALL.map(|way| (way.name(), scenario.way == way, Command::SetWay(way)))) }
            <div class="lab-row">
                { choice(session, "Microseconds to the store", &LATENCY_STOPS, scenario.latency_us, Command::SetLatency) }
                { choice(session, "Requests a second at each node", &RATE_STOPS, scenario.rate, Command::SetRate) }
                { choice(session, "Node A’s share of them, in per cent", &SHARE_STOPS, scenario.share_of_a, Command::SetShare) }
                { button(session, "Send to A", Command::Send(0)) }
                { button(session, "Send to B", Command::Send(1)) }
            </div>
        </div>
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::controls::check::takes_all;

    #[test]
    fn the_offered_settings_are_those_that_the_lab_takes() {
        let first = LATENCY_STOPS.map(Command::SetLatency).into_iter().chain(RATE_STOPS.map(Command::SetRate));
        takes_all::<LimiterNodes>(&Scenario::default(), first.chain(SHARE_STOPS.map(Command::SetShare)));
        assert!(excess_by_latency(&Scenario::default(), 1, &MEASURED).is_ok());
    }
}
