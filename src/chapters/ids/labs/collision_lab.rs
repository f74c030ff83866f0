//! Lab 5: how soon random IDs collide.

use std::fmt::Write as _;

use algorithms::ids::birthday;
use simulation::ids::collisions::{Collisions, Command, MOST_BITS, MOST_YEARS, Scenario};
use simulation::kernel::text::{counted, grouped};
use yew::prelude::*;

use crate::chapters::scaffold;
use crate::controls::{Preset, choice, choice_of, number, presets};
use crate::life::use_is_alive;
use crate::player::{PlayerBar, Session, use_session, use_watch};
use crate::words::{chance, large, power_of_two, span};

type Lab = Session<Collisions>;

const DRAWN: [u32; 5] = [8, 12, 16, 18, 20];
/// IDs made in a second.
const RATES: [u64; 6] = [1, 1_000, 10_000, 1_000_000, 1_000_000_000, 1_000_000_000_000];

const PRESETS: [Preset<Collisions>; 4] = [
    ("UUID, version 4", |lab| lab.begin(Scenario::default())),
    ("UUID, version 7, within a millisecond", |lab| lab.begin(Scenario { bits: 74, ..Scenario::default() })),
    ("64 random bits", |lab| lab.begin(Scenario { bits: 64, per_second: 10_000, years: 10, ..Scenario::default() })),
    ("32 random bits", |lab| lab.begin(Scenario { bits: 32, per_second: 1, years: 1, ..Scenario::default() })),
];

/// The drawing, in its own units; four times the root of all possible IDs fit in.
const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 320.0;
const LEFT: f64 = 92.0;
const TOP: f64 = 20.0;
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
            <div class="collisions">
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
    let years = counted(scenario.years.into(), "year", "years");
    html! {
        <div class="collisions-ask">
            <div class="lab-row">
                { number(session, "Random bits", (1, MOST_BITS), bits, Command::SetBits) }
                { choice_of(session, "IDs made in a second", &RATES, scenario.per_second, rate, Command::SetRate) }
                { number(session, "For so many years", (1, MOST_YEARS), scenario.years, Command::SetYears) }
            </div>
            <dl class="readouts">
                <div>
                    <dt>{ "a collision within " }{ years }</dt>
                    <dd>{ chance(birthday::chance(ids, birthday::possible(bits))) }</dd>
                    <dd class="readout-more">{ large(ids) }{ " IDs of " }{ power_of_two(bits) }{ " possible ones" }</dd>
                </div>
                <div>
                    <dt>{ "even odds after" }</dt>
                    <dd>{ until(0.5) }</dd>
                    <dd class="readout-more">{ large(birthday::about_items_for(0.5, birthday::possible(bits))) }{ " IDs" }</dd>
                </div>
                <div>
                    <dt>{ "one in a million after" }</dt>
                    <dd>{ until(1e-6) }</dd>
                    <dd class="readout-more">{ large(birthday::about_items_for(1e-6, birthday::possible(bits))) }{ " IDs" }</dd>
                </div>
            </dl>
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
        <div class="collisions-drawn">
            <h3>{ "Drawn until one comes twice, " }{ bits }{ " bits" }</h3>
            <p class="hint collisions-last">
                { says }{ ", of " }{ power_of_two(bits) }{ " possible ones." }
            </p>
            { chart(lab, bits) }
            <p class="ids-legend">
                <span><svg viewBox="-10 -10 20 20" aria-hidden="true"><path class="collisions-bound" d="M-10 8Q0 6 2-2T10-8" /></svg>{ "the birthday bound" }</span>
                <span><svg viewBox="-10 -10 20 20" aria-hidden="true"><path class="collisions-steps" d="M-10 8H-2V0H4V-8H10" /></svg>{ "the trials: how many of them have collided by then" }</span>
            </p>
            <div class="lab-controls"><div class="lab-row">
                { choice(session, "Random bits of the trials", &DRAWN, bits, Command::Draw) }
            </div></div>
        </div>
    }
}

fn x(ids: f64, root: f64) -> f64 {
    LEFT + (ids / root / ROOTS).min(1.0) * (WIDTH - LEFT - 12.0)
}

fn y(part: f64) -> f64 {
    TOP + (1.0 - part) * (HEIGHT - TOP - 40.0)
}

/// A place, to a tenth: whole ones make the curve crooked.
fn place(x: f64, y: f64) -> String {
    let tenths = |at: f64| {
        let tenths = (at * 10.0 + 0.5) as u32;
        format!("{}.{}", tenths / 10, tenths % 10)
    };
    format!("{} {}", tenths(x), tenths(y))
}

fn chart(lab: &Collisions, bits: u32) -> Html {
    let root = birthday::possible(bits).sqrt();
    let mut bound = String::new();
    for step in 0..=80 {
        let ids = root * ROOTS * f64::from(step) / 80.0;
        let at = place(x(ids, root), y(birthday::chance(ids, birthday::possible(bits))));
        let _ = write!(bound, "{}{at}", if step == 0 { "M" } else { "L" });
    }
    let mut sorted = lab.trials().to_vec();
    sorted.sort_unstable();
    let mut steps = format!("M{} {}", LEFT as i32, y(0.0) as i32);
    for (place, drawn) in (1..).zip(&sorted) {
        let part = f64::from(place) / sorted.len() as f64;
        let _ = write!(steps, "H{}V{}", x(f64::from(*drawn), root) as i32, y(part) as i32);
    }
    let label = |part: f64, says: &'static str| {
        html! { <><path class="collisions-grid" d={format!("M{LEFT} {0}H{WIDTH}", y(part) as i32)} /><text class="is-end" x={(LEFT - 10.0).to_string()} y={(y(part) as i32 + 6).to_string()}>{ says }</text></> }
    };
    let below = |roots: f64| {
        let ids = root * roots;
        html! { <text key={(roots as i32).to_string()} x={(x(ids, root) as i32).to_string()} y={(HEIGHT - 10.0).to_string()}>{ large(ids) }</text> }
    };
    html! {
        <svg class="collisions-chart" viewBox={format!("0 0 {WIDTH} {HEIGHT}")} preserveAspectRatio="xMinYMin" role="img"
            aria-label={format!("Of {} trials, how many had collided after so many IDs, beside the birthday bound", sorted.len())}>
            { label(0.0, "0\u{202f}%") }{ label(0.5, "50\u{202f}%") }{ label(1.0, "100\u{202f}%") }
            { for [1.0, 2.0].map(below) }
            <text class="is-end" x={WIDTH.to_string()} y={(HEIGHT - 10.0).to_string()}>{ large(root * ROOTS) }{ " IDs" }</text>
            <path class="collisions-bound" d={bound} />
            <path class="collisions-steps" d={steps} />
        </svg>
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use simulation::kernel::system::System as _;
    use simulation::kernel::time::Micros;

    #[test]
    fn the_offered_settings_are_those_that_the_lab_takes() {
        let mut lab = Collisions::start(&Scenario::default(), 1).unwrap();
        for command in DRAWN.map(Command::Draw).into_iter().chain(RATES.map(Command::SetRate)) {
            lab.command(Micros::ZERO, &command, &mut Vec::new(), &mut ()).unwrap();
        }
    }

    #[test]
    fn the_chart_begins_at_nought_and_ends_at_one() {
        assert_eq!(place(92.0, 279.96), "92.0 280.0");
        assert!((y(0.0) - y(1.0)) > 200.0 && x(0.0, 256.0) == LEFT && x(1e9, 256.0) < WIDTH);
    }
}
