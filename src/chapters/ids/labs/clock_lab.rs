//! Lab 3: a clock that is set back, and what four machines do.

use simulation::ids::clock_back::{
    Answer, CLOCK_OFF_MS, ClockBack, Command, MILLISECOND, Machine, PER_MS, Scenario, Way,
};
use simulation::kernel::text::{decimal, grouped};
use simulation::kernel::time::Micros;
use simulation::parts::bound::stops;
use yew::prelude::*;

use super::clock_picture::picture;
use crate::chapters::scaffold;
use crate::controls::{Preset, Slider, choice, give, presets, slider};
use crate::life::use_is_alive;
use crate::player::{PlayerBar, Session, use_session, use_watch};
use crate::widgets::legend::{legend, mark, marks};

type Lab = Session<ClockBack>;

const RATES: [u32; 6] = stops(PER_MS, [1, 2, 3, 4, 8, 16]);
/// So many steps a prepared case goes before the clock is set.
const CALM: u64 = 20;

const PRESETS: [Preset<ClockBack>; 4] = [
    ("A running clock", |lab| lab.begin(Scenario::default())),
    ("4 ms back", |lab| {
        lab.begin(Scenario::default());
        lab.player().go_to(CALM);
        lab.command(Command::SetClock(-4));
    }),
    ("10, 10, 10, 9, 10", |lab| lab.begin(Scenario::reads(&[10, 10, 10, 9, 10]))),
    ("Back, and started anew", |lab| {
        lab.begin(Scenario::default());
        lab.player().go_to(CALM);
        lab.command(Command::SetClock(-3));
        lab.command(Command::Restart);
    }),
];

/// The lab in its section.
#[hook]
pub fn use_clock_lab() -> Html {
    let session = use_session::<ClockBack>("clock", Scenario::default);
    use_watch(&session);
    let is_alive = use_is_alive();
    let inside = session.with(|timeline| {
        let lab = timeline.state();
        html! {
            <div class="clock">
                { presets(&session, &PRESETS) }
                { hand(&session, lab) }
                <div class="clock-panels">{ for Way::ALL.map(|way| panel(lab, way, timeline.now())) }</div>
                { meanings(!lab.scenario().script.is_empty()) }
                { controls(&session, lab) }
                <PlayerBar player={session.player()} />
            </div>
        }
    });
    scaffold::later_lab(
        "clock",
        "Set the clock back",
        "Four machines read one clock and are asked at the same moments, a thousand times slower than in life. Press play, then \
         drag the clock back and watch what each pays.",
        is_alive,
        inside,
    )
}

/// The clock's own hand: how far from the truth it is.
fn hand(session: &Lab, lab: &ClockBack) -> Html {
    let offset = lab.offset_ms();
    let is_scripted = !lab.scenario().script.is_empty();
    let says = match offset {
        0 => "right".to_owned(),
        ..0 => format!("{}\u{202f}ms back", offset.unsigned_abs()),
        1.. => format!("{offset}\u{202f}ms ahead"),
    };
    let furthest = CLOCK_OFF_MS.most as i32;
    let clock = Slider { label: "The clock is ahead, in ms", range: (-furthest, furthest), value: offset, says };
    html! {
        <div class="clock-hand">
            if is_scripted {
                <p>{ "In this run the clock reads " }<strong>{ list(&lab.scenario().script) }</strong>{ ", one after another." }</p>
            } else {
                { slider(session, clock, Command::SetClock) }
                <button type="button" class="button-small" onclick={give(session, Command::SetClock(-4))}>{ "4\u{202f}ms back" }</button>
                <button type="button" class="button-small" onclick={give(session, Command::SetClock(0))}>{ "Right again" }</button>
            }
            <button type="button" class="button-small" onclick={give(session, Command::Restart)}>{ "Start the machines anew" }</button>
        </div>
    }
}

fn list(readings: &[u32]) -> String {
    readings.iter().map(u32::to_string).collect::<Vec<_>>().join(", ")
}

fn panel(lab: &ClockBack, way: Way, now: Micros) -> Html {
    let machine = lab.machine(way);
    html! {
        <section key={way.name()} class={classes!("clock-panel", (way == Way::OldOrder).then_some("is-old"))} aria-label={way.name()}>
            <h3>{ way.name() }</h3>
            <p class="clock-cost">{ cost(machine, way) }</p>
            { picture(lab, way, now) }
            <p class="clock-last">{ last(machine) }</p>
        </section>
    }
}

/// What a machine has paid so far: its own price first.
fn cost(machine: &Machine, way: Way) -> Html {
    let (refused, ahead) = (machine.refused(), machine.ahead_ms());
    let is_waiting = machine.waited() > Micros::ZERO;
    let waited = millis(machine.waited());
    let price = match way {
        Way::Refuse => format!("{} refused", grouped(refused.into())),
        Way::Wait => format!("{waited} waited"),
        Way::Borrow => format!("up to {ahead} ms ahead"),
        Way::OldOrder => format!("{} made twice", grouped(machine.duplicates().into())),
    };
    let mut more = vec![format!("{} IDs", grouped(machine.made() as u64))];
    let mut add = |is_worth: bool, says: String| {
        if is_worth {
            more.push(says);
        }
    };
    add(refused > 0 && way != Way::Refuse, format!("{refused} refused"));
    add(is_waiting && way != Way::Wait, format!("{waited} waited"));
    add(ahead > 0 && way != Way::Borrow, format!("up to {ahead} ms ahead"));
    add(machine.queue() > 0, format!("{} waiting now", machine.queue()));
    add(machine.duplicates() > 0 && way != Way::OldOrder, format!("{} made twice", machine.duplicates()));
    html! { <><strong>{ price }</strong><span>{ more.join(", ") }</span></> }
}

/// A span of the run, in milliseconds of the machines.
fn millis(span: Micros) -> String {
    decimal((span.0 * 10 + MILLISECOND.0 / 2) / MILLISECOND.0, 1) + "\u{202f}ms"
}

fn last(machine: &Machine) -> String {
    match machine.marks().last().map(|mark| mark.answer) {
        None => "no request yet".to_owned(),
        Some(Answer::Id { tick, sequence, is_duplicate }) => {
            let again = if is_duplicate { ", for the second time" } else { "" };
            format!("last: millisecond {tick}, sequence {sequence}{again}")
        }
        Some(answer) => format!("last: {answer}"),
    }
}

fn meanings(is_scripted: bool) -> Html {
    const DISC: &str = "M-6 0a6 6 0 1 0 12 0a6 6 0 1 0-12 0z";
    let id = if is_scripted {
        "an ID: millisecond/sequence"
    } else {
        "an ID: across when it was made, up the millisecond in it"
    };
    let twice =
        [("clock-twice", "M-8 0a8 8 0 1 0 16 0a8 8 0 1 0-16 0z"), ("clock-id", "M-3 0a3 3 0 1 0 6 0a3 3 0 1 0-6 0z")];
    let first = [
        (mark("clock-id", DISC), id),
        (marks(&twice), "made twice"),
        (mark("clock-cross", "M-6-6 6 6M6-6-6 6"), "refused"),
        (mark("clock-waits", DISC), "waiting"),
        (mark("clock-reading", "M-10 5H0V-5H10"), "what the clock reads"),
    ];
    let truth = (!is_scripted).then(|| (mark("clock-truth", "M-10 8 10-8"), "the true time"));
    legend(first.into_iter().chain(truth))
}

fn controls(session: &Lab, lab: &ClockBack) -> Html {
    html! {
        <div class="lab-controls">
            <div class="lab-row">
                { choice(session, "Requests a millisecond", &RATES, lab.scenario().per_ms, Command::SetRate) }
                <p class="hint">
                    { "The sequence counts to " }{ grouped(lab.ids_per_ms()) }{ " a millisecond. A second of this run is a millisecond \
                       of the machines." }
                </p>
            </div>
        </div>
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::controls::check::takes_all;

    #[test]
    fn the_offered_settings_are_those_that_the_lab_takes_and_it_is_as_slow_as_it_says() {
        takes_all::<ClockBack>(&Scenario::default(), RATES.map(Command::SetRate));
        assert_eq!(MILLISECOND, Micros(1_000_000));
        assert_eq!(millis(Micros(500_000)), "0.5\u{202f}ms");
    }
}
