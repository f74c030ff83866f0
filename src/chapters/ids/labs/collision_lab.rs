//! Lab 5: how soon random IDs collide.

use algorithms::ids::birthday;
use simulation::ids::collisions::{Collisions, Command, DRAWN_BITS, MOST_BITS, MOST_YEARS, Scenario};
use simulation::kernel::text::{counted, grouped};
use simulation::parts::bound::stops;
use yew::prelude::*;

use crate::chapters::scaffold;
use crate::chart::{Axis, Scale, axes, line, steps};
use crate::controls::{Preset, choice, choice_of, number, presets};
use crate::life::use_is_alive;
use crate::player::{PlayerBar, Session, use_session, use_watch};
use crate::widgets::legend::{legend, mark};
use crate::widgets::readout::{Readout, readouts};
use crate::words::{chance, large, power_of_two, span};

type Lab = Session<Collisions>;

const DRAWN: [u32; 5] = stops(DRAWN_BITS, [8, 12, 16, 18, 20]);
/// IDs made in a second.
const RATES: [u64; 6] = [1, 1_000, 10_000, 1_000_000, 1_000_000_000, 1_000_000_000_000];

const PRESETS: [Preset<Collisions>; 4] = [
    ("UUID, version 4", |lab| lab.begin(Scenario::default())),
    ("UUID, version 7, within a millisecond", |lab| lab.begin(Scenario { bits: 74, ..Scenario::default() })),
    ("64 random bits", |lab| lab.begin(Scenario { bits: 64, per_second: 10_000, years: 10, ..Scenario::default() })),
    ("32 random bits", |lab| lab.begin(Scenario { bits: 32, per_second: 1, years: 1, ..Scenario::default() })),
];

/// The chart, in its own units; four times the root of all possible IDs fit in.
const ACROSS: (f64, f64) = (92.0, 708.0);
const UPWARDS: (f64, f64) = (280.0, 20.0);
const LETTER: f64 = 20.0;
const ROOTS: f64 = 4.0;

/// The lab in its section.
#[hook]
pub fn use_collision_lab() -> Html {
    let session = use_session::<Collisions>("collisions", Scenario::default);
    use_watch(&session);
    let is_alive = use_is_alive();
    let inside = session.with(|timeline| {
        let lab = timeline.state();
        html! {
            <div class="birthday">
                { presets(&session, &PRESETS) }
                { calculator(&session, lab.scenario()) }
                { trials(&session, lab) }
                <PlayerBar player={session.player()} />
            </div>
        }
    });
    scaffold::later_lab(
        "collisions",
        "How soon do random IDs collide?",
        "Set how many bits are random and how many IDs are made. Then press play: below, shorter IDs are really \
         drawn until one comes twice, again and again.",
        is_alive,
        inside,
    )
}

/// The bound for the reader's own numbers.
fn calculator(session: &Lab, scenario: &Scenario) -> Html {
    let (bits, ids) = (scenario.bits, scenario.ids());
    let until =
        |chance: f64| span(birthday::about_items_for(chance, birthday::possible(bits)) / scenario.per_second as f64);
    let ids_until = |chance: f64| large(birthday::about_items_for(chance, birthday::possible(bits))) + " IDs";
    let years = counted(scenario.years.into(), "year", "years");
    html! {
        <div class="birthday-ask">
            <div class="lab-row">
                { number(session, "Random bits", (1, MOST_BITS), bits, Command::SetBits) }
                { choice_of(session, "IDs made in a second", &RATES, scenario.per_second, rate, Command::SetRate) }
                { number(session, "For so many years", (1, MOST_YEARS), scenario.years, Command::SetYears) }
            </div>
            { readouts([
                Readout::new(
                    format!("a collision within {years}"),
                    chance(birthday::chance(ids, birthday::possible(bits))),
                    format!("{} IDs of {} possible ones", large(ids), power_of_two(bits)),
                ),
                Readout::new("even odds after", until(0.5), ids_until(0.5)),
                Readout::new("one in a million after", until(1e-6), ids_until(1e-6)),
            ]) }
        </div>
    }
}

/// What a rate is called.
fn rate(rate: u64) -> String {
    let name = match rate {
        1 => "one",
        1_000 => "a thousand",
        10_000 => "ten thousand",
        1_000_000 => "a million",
        1_000_000_000 => "a billion",
        1_000_000_000_000 => "a trillion",
        _ => return grouped(rate),
    };
    name.to_owned()
}

/// The trials against the bound: how many of them had collided after so many IDs.
fn trials(session: &Lab, lab: &Collisions) -> Html {
    let bits = lab.scenario().drawn_bits;
    let bound = large(birthday::about_items_for(0.5, birthday::possible(bits)));
    let says = match lab.trials().last().zip(lab.twice()).zip(lab.median()) {
        None => {
            html! { <>{ "No trial yet. The bound says that half of them will have collided by ID " }<strong>{ bound }</strong></> }
        }
        Some(((drawn, twice), median)) => html! {
            <>
                { format!("Trial {}: ID number {} was {twice}, which had come before. Half of the trials had collided by ID ", lab.trials().len(), grouped((*drawn).into())) }
                <strong>{ grouped(median.into()) }</strong>{ "; the bound says " }<strong>{ bound }</strong>
            </>
        },
    };
    html! {
        <div class="birthday-drawn">
            <h3>{ "Drawn until one comes twice, " }{ bits }{ " bits" }</h3>
            <p class="hint birthday-last">
                { says }{ ", of " }{ power_of_two(bits) }{ " possible ones." }
            </p>
            { chart(lab, bits) }
            { legend([
                (mark("birthday-bound", "M-10 8Q0 6 2-2T10-8"), "the birthday bound"),
                (mark("birthday-steps", "M-10 8H-2V0H4V-8H10"), "the trials: how many of them have collided by then"),
            ]) }
            <div class="lab-controls"><div class="lab-row">
                { choice(session, "Random bits of the trials", &DRAWN, bits, Command::Draw) }
            </div></div>
        </div>
    }
}

fn chart(lab: &Collisions, bits: u32) -> Html {
    let root = birthday::possible(bits).sqrt();
    let (x, y) = (Scale::linear((0.0, root * ROOTS), ACROSS), Scale::linear((0.0, 1.0), UPWARDS));
    let bound = (0..=80).map(|step| {
        let ids = root * ROOTS * f64::from(step) / 80.0;
        (x.place(ids), y.place(birthday::chance(ids, birthday::possible(bits))))
    });
    let bound: Vec<(f64, f64)> = bound.collect();
    let mut sorted = lab.trials().to_vec();
    sorted.sort_unstable();
    let mut trials = vec![(x.place(0.0), y.place(0.0))];
    trials.extend(
        (1..)
            .zip(&sorted)
            .map(|(place, drawn)| (x.place((*drawn).into()), y.place(f64::from(place) / sorted.len() as f64))),
    );
    let across = [1.0, 2.0, ROOTS].map(|roots| (root * roots, large(root * roots)));
    let across = Axis { scale: x, ticks: across.to_vec(), title: "IDs drawn" };
    let up = Axis::round(y, 3, "", |part| format!("{}\u{202f}%", (part * 100.0) as u32));
    html! {
        <svg class="chart birthday-chart" viewBox="0 0 720 350" preserveAspectRatio="xMinYMin" role="img"
            aria-label={format!("Of {} trials, how many had collided after so many IDs, beside the birthday bound", sorted.len())}>
            { axes(&across, &up, LETTER) }
            <path class="birthday-bound" d={line(&bound)} />
            <path class="birthday-steps" d={steps(&trials)} />
        </svg>
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::controls::check::takes_all;

    #[test]
    fn the_offered_settings_are_those_that_the_lab_takes() {
        takes_all::<Collisions>(
            &Scenario::default(),
            DRAWN.map(Command::Draw).into_iter().chain(RATES.map(Command::SetRate)),
        );
    }
}
