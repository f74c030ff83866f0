//! The times in a machine's IDs against the true time.

use std::fmt::Write as _;

use simulation::clock_back::{Answer, ClockBack, FIRST_MS, MILLISECOND, Machine, Mark, Way};
use simulation::time::Micros;
use yew::prelude::*;

/// Milliseconds that are seen at once.
const WINDOW: u64 = 24;
/// Units of the drawing for a millisecond.
const SCALE: i64 = 20;
/// Milliseconds below and above the window that the drawing has room for.
const BELOW: i64 = 6;
const ABOVE: i64 = 4;
const LEFT: i64 = 44;
const WIDTH: i64 = LEFT + WINDOW as i64 * SCALE + 16;
const HEIGHT: i64 = (WINDOW as i64 + BELOW + ABOVE) * SCALE * 3 / 5;
/// The most of those who wait that are drawn one by one.
const QUEUE_SHOWN: usize = 18;

/// Which milliseconds are seen, and how they become places.
struct Frame {
    /// The first millisecond of the true time.
    first: i64,
}

impl Frame {
    fn at(now: Micros) -> Self {
        let last = now.0 / MILLISECOND.0 + 2;
        Self { first: (FIRST_MS + last.saturating_sub(WINDOW)) as i64 }
    }

    fn x(&self, at: Micros) -> i64 {
        let units = at.0 as i64 * SCALE / MILLISECOND.0 as i64;
        LEFT + units - (self.first - FIRST_MS as i64) * SCALE
    }

    /// A time in thousandths of a millisecond.
    fn y(&self, thousandths: i64) -> i64 {
        let up = thousandths - (self.first - BELOW) * 1_000;
        HEIGHT - up * SCALE * 3 / 5_000
    }
}

/// The picture of one machine.
pub fn picture(lab: &ClockBack, way: Way, now: Micros) -> Html {
    let (machine, frame) = (lab.machine(way), Frame::at(now));
    let per_ms = lab.ids_per_ms() as i64;
    let seen = machine.marks().iter().filter(|mark| frame.x(mark.at) >= LEFT);
    html! {
        <svg class="clock-picture" viewBox={format!("0 0 {WIDTH} {HEIGHT}")} role="img" aria-label={describe(machine, way)}>
            { axis(&frame) }
            <path class="clock-truth" d={truth(&frame)} />
            <path class="clock-reading" d={reading(lab, &frame, now)} />
            { for seen.map(|mark| shape(mark, &frame, per_ms)) }
            { queue(machine) }
        </svg>
    }
}

fn axis(frame: &Frame) -> Html {
    let lines = (0..).map(|i| frame.first - BELOW + i).take((WINDOW as i64 + BELOW + ABOVE) as usize);
    let five = lines.filter(|ms| ms % 5 == 0 && *ms >= 0);
    let line = |ms: i64| {
        let y = frame.y(ms * 1_000);
        html! {
            <g key={ms.to_string()}>
                <path class="clock-grid" d={format!("M{LEFT} {y}H{WIDTH}")} />
                <text x={(LEFT - 8).to_string()} y={(y + 6).to_string()}>{ ms }</text>
            </g>
        }
    };
    five.filter(|ms| (0..HEIGHT - 8).contains(&frame.y(ms * 1_000))).map(line).collect()
}

fn truth(frame: &Frame) -> String {
    let last = frame.first + WINDOW as i64;
    format!("M{LEFT} {}L{} {}", frame.y(frame.first * 1_000), LEFT + WINDOW as i64 * SCALE, frame.y(last * 1_000))
}

/// What the clock read at each request, whoever answered it, and now.
fn reading(lab: &ClockBack, frame: &Frame, now: Micros) -> String {
    let is_scripted = !lab.scenario().script.is_empty();
    let marks = Way::ALL.iter().flat_map(|way| lab.machine(*way).marks());
    let mut readings: Vec<(Micros, u64)> = marks.map(|mark| (mark.at, mark.reading)).collect();
    readings.push((now, lab.reading(now)));
    readings.sort_unstable();
    readings.dedup();
    let mut d = String::new();
    for (at, reading) in readings.into_iter().filter(|(at, _)| frame.x(*at) >= LEFT) {
        // A running clock is as far into its millisecond as the truth is; a scripted one stands in the middle.
        let part = if is_scripted { 500 } else { (at.0 % MILLISECOND.0) as i64 / 1_000 };
        // Writing into a string does not fail.
        let _ = write!(
            d,
            "{}{} {}",
            if d.is_empty() { "M" } else { "L" },
            frame.x(at),
            frame.y(reading as i64 * 1_000 + part)
        );
    }
    d
}

fn shape(mark: &Mark, frame: &Frame, per_ms: i64) -> Html {
    let x = frame.x(mark.at);
    match mark.answer {
        Answer::Id { tick, sequence, is_duplicate } => {
            // The sequence counts upwards within its millisecond.
            let y = frame.y(tick as i64 * 1_000 + (2 * sequence as i64 + 1) * 1_000 / (2 * per_ms.min(8)).max(2));
            let twice = is_duplicate.then(|| html! { <path class="clock-twice" d={format!("M{} {y}a11 11 0 1 0 22 0a11 11 0 1 0-22 0z", x - 11)} /> });
            html! { <><circle class="clock-id" cx={x.to_string()} cy={y.to_string()} r="5" />{ twice }</> }
        }
        Answer::Refused { .. } | Answer::NoRoom => {
            let y = frame.y(mark.reading as i64 * 1_000 + 500);
            html! { <path class="clock-cross" d={format!("M{} {}l12 12m0-12-12 12", x - 6, y - 6)} /> }
        }
        Answer::Waits => Html::default(),
    }
}

/// Those who wait, in a row.
fn queue(machine: &Machine) -> Html {
    let count = machine.queue();
    if count == 0 {
        return Html::default();
    }
    let disc = |place: usize| {
        let x = WIDTH - 24 - 16 * place as i64;
        html! { <circle key={place} class="clock-waits" cx={x.to_string()} cy={(HEIGHT - 16).to_string()} r="6" /> }
    };
    html! { <g>{ for (0..count.min(QUEUE_SHOWN)).map(disc) }</g> }
}

fn describe(machine: &Machine, way: Way) -> String {
    format!(
        "{}: {} IDs, {} refused, {} waiting, {} made twice",
        way.name(),
        machine.made(),
        machine.refused(),
        machine.queue(),
        machine.duplicates()
    )
}
