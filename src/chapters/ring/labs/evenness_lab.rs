//! Lab 3: how even is a ring, measured on one after another?

use simulation::kernel::text::{decimal, millionths};
use simulation::ring::evenness::{Command, Evenness, Event, ONE, Scenario, Stop};
use simulation::ring::servers::MOST_VIRTUAL_NODES;
use yew::prelude::*;

use super::evenness_chart::chart;
use crate::chapters::scaffold;
use crate::controls::{FormField, Kind, Preset, choice, form, presets};
use crate::life::use_is_alive;
use crate::player::{PlayerBar, Session, use_session, use_watch};
use crate::widgets::legend::{legend, mark};

type Lab = Session<Evenness>;

const SERVER_STOPS: [u32; 7] = [2, 3, 5, 10, 20, 50, 100];
const RING_STOPS: [u32; 4] = [10, 30, 100, 300];

const PRESETS: [Preset<Evenness>; 4] = [
    ("Ten servers", |lab| lab.begin(Scenario::default())),
    ("Two servers", |lab| lab.begin(Scenario { servers: 2, ..Scenario::default() })),
    ("A hundred servers", |lab| lab.begin(Scenario { servers: 100, rings: 10, ..Scenario::default() })),
    ("One point each, 300 rings", |lab| lab.begin(Scenario::of(10, &[1], 300))),
];

/// The lab in its section.
#[hook]
pub fn use_evenness_lab() -> Html {
    let session = use_session::<Evenness>("evenness", Scenario::default);
    use_watch(&session);
    let is_alive = use_is_alive();
    let inside = session.with(|timeline| {
        let lab = timeline.state();
        let last = timeline.events().iter().find_map(|event| match event {
            Event::Measured { measurement, .. } => Some(*measurement),
            Event::Servers(_) | Event::Rings(_) | Event::Nodes(_) => None,
        });
        html! {
            <div class="evenness">
                { presets(&session, &PRESETS) }
                <div class="more-sides">
                    <div>
                        { chart(lab, last) }
                        { marks() }
                    </div>
                    <div>
                        { table(lab) }
                        { controls(&session, lab) }
                    </div>
                </div>
                <PlayerBar player={session.player()} />
            </div>
        }
    });
    scaffold::later_lab(
        "evenness",
        "How even?",
        "Each dot will be a ring of servers with random names. Press play, and see whether the diamonds come to lie on \
         theory’s line.",
        is_alive,
        inside,
    )
}

fn marks() -> Html {
    legend([
        (mark("evenness-rings", "M-6 3h.1M0 -4h.1M6 4h.1"), "a ring"),
        (mark("evenness-means", "M0 -8l8 8l-8 8l-8 -8z"), "all rings of a kind, root mean square"),
        (mark("evenness-theory", "M-10 -6L10 6"), "theory"),
    ])
}

fn table(lab: &Evenness) -> Html {
    html! {
        <table class="more-numbers">
            <caption>
                { lab.servers() }{ " servers, " }{ lab.measured() }{ " rings measured. Deviation is the standard deviation \
                of the shares, in per cent of their mean." }
            </caption>
            <thead>
                <tr>
                    <th scope="col" class="number">{ "Nodes" }</th>
                    <th scope="col" class="number">{ "Theory" }</th>
                    <th scope="col" class="number">{ "Measured" }</th>
                    <th scope="col" class="number">{ "Largest share" }</th>
                </tr>
            </thead>
            <tbody>{ for lab.stops().iter().map(|stop| row(lab, stop)) }</tbody>
        </table>
    }
}

fn row(lab: &Evenness, stop: &Stop) -> Html {
    let measured = stop.deviation().map_or_else(|| "–".to_owned(), millionths);
    let largest = stop.largest().map_or_else(|| "–".to_owned(), times);
    let theory = (stop.nodes == 1)
        .then(|| html! { <span class="more-aside">{ "theory " }{ times(harmonic(lab.servers())) }</span> });
    html! {
        <tr key={stop.nodes}>
            <th scope="row" class="number">{ stop.nodes }</th>
            <td class="number">{ millionths(lab.expected(stop.nodes)) }</td>
            <td class="number">{ measured }</td>
            <td class="number">{ largest }{ theory }</td>
        </tr>
    }
}

/// Millionths of the mean as so many times the mean.
fn times(millionths: u32) -> String {
    format!("{}\u{202f}×", decimal(u64::from(millionths + 5_000) / 10_000, 2))
}

/// 1 + 1/2 + ... + 1/n, in millionths: with a point each, so many times the mean is the largest of n shares, on average.
fn harmonic(n: u32) -> u32 {
    (1..=n).map(|i| ONE / i).sum()
}

fn controls(session: &Lab, lab: &Evenness) -> Html {
    let nodes = FormField {
        label: "Another number of virtual nodes",
        filled: "150".into(),
        kind: Kind::Number(MOST_VIRTUAL_NODES),
    };
    let send = html! { <button type="submit">{ "Measure it too" }</button> };
    let measure = |text: &str| {
        let wrong = || "Virtual nodes are a whole number from 1 to 1000.".to_owned();
        text.trim().parse().map(Command::Measure).map_err(|_| wrong())
    };
    html! {
        <div class="lab-controls">
            <div class="lab-row">
                { choice(session, "Servers", &SERVER_STOPS, lab.servers(), Command::SetServers) }
                { choice(session, "Rings of each kind", &RING_STOPS, lab.rings(), Command::SetRings) }
            </div>
            { form(session, nodes, send, measure) }
        </div>
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    #[test]
    fn the_largest_of_ten_shares_is_on_average_2_93_times_the_mean() {
        assert_eq!(times(harmonic(10)), "2.93\u{202f}×");
    }
}
