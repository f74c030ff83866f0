//! The times in a machine's IDs against the true time.

use std::fmt::Write as _;

use simulation::ids::clock_back::{Answer, ClockBack, FIRST_MS, MILLISECOND, Machine, Mark, Way};
use simulation::kernel::time::Micros;
use yew::prelude::*;

/// Milliseconds of a running clock that are seen at once.
const WINDOW: i64 = 24;
/// Milliseconds below and above the window that the drawing has room for.
const BELOW: i64 = 6;
const ABOVE: i64 = 4;
const LEFT: i64 = 44;
/// For what is seen at once, in units of the drawing.
const ACROSS: i64 = 480;
const WIDTH: i64 = LEFT + ACROSS + 16;
const HEIGHT: i64 = 340;
/// The most readings of a script that is drawn large, and the most milliseconds, up, that it needs.
const LARGE: usize = 8;
/// The most of those who wait that are drawn one by one.
const QUEUE_SHOWN: usize = 18;

/// Which milliseconds are seen, and how they become places.
struct Frame {
    /// The first millisecond of the true time.
    first: i64,
    /// How many are seen from there.
    across: i64,
    /// The lowest millisecond of an ID that has room.
    low: i64,
    /// How many have room from there.
    up: i64,
    /// Milliseconds from one line to the next.
    every: i64,
    /// Of an ID's disc.
    radius: i64,
    /// How many IDs of a millisecond stand one above the other.
    stacked: i64,
}

impl Frame {
    fn of(lab: &ClockBack, now: Micros) -> Self {
        Self::of_script(lab, now).unwrap_or_else(|| {
            let last = (now.0 / MILLISECOND.0) as i64 + 2;
            let first = FIRST_MS as i64 + (last - WINDOW).max(0);
            Self {
                first,
                across: WINDOW,
                low: first - BELOW,
                up: WINDOW + BELOW + ABOVE,
                every: 5,
                radius: 5,
                stacked: lab.ids_per_ms().min(8) as i64,
            }
        })
    }

    /// A short script fills the picture, and its IDs have room for their names.
    fn of_script(lab: &ClockBack, now: Micros) -> Option<Self> {
        let script = &lab.scenario().script;
        let (least, most) = (i64::from(*script.iter().min()?), i64::from(*script.iter().max()?));
        // As long as it will last; longer if the requests were fewer before.
        let across = script.len().div_ceil(lab.scenario().per_ms as usize) as i64;
        let across = across.max((now.0 / MILLISECOND.0) as i64 + 1);
        // One below for those who wait, and two above for times that are borrowed.
        let up = most - least + 3;
        (script.len() <= LARGE && across <= WINDOW && up <= LARGE as i64).then_some(Self {
            first: FIRST_MS as i64,
            across,
            low: least - 1,
            up,
            every: 1,
            radius: 8,
            stacked: script.len() as i64,
        })
    }

    /// Whether IDs have room for their names.
    const fn is_large(&self) -> bool {
        self.every == 1
    }

    fn x(&self, at: Micros) -> i64 {
        let units = at.0 as i64 * ACROSS / self.across / MILLISECOND.0 as i64;
        LEFT + units - (self.first - FIRST_MS as i64) * ACROSS / self.across
    }

    /// A time in thousandths of a millisecond.
    fn y(&self, thousandths: i64) -> i64 {
        HEIGHT - (thousandths - self.low * 1_000) * HEIGHT / self.up / 1_000
    }
}

/// The picture of one machine.
pub fn picture(lab: &ClockBack, way: Way, now: Micros) -> Html {
    let (machine, frame) = (lab.machine(way), Frame::of(lab, now));
    let marks = machine.marks();
    // Of two IDs made at once the upper one has its name above it, and the lower one below.
    let is_below = |place: usize| marks.get(place + 1).is_some_and(|next| next.at == marks[place].at);
    let seen = marks.iter().enumerate().filter(|(_, mark)| frame.x(mark.at) >= LEFT);
    html! {
        <svg class="clock-picture" viewBox={format!("0 0 {WIDTH} {HEIGHT}")} role="img" aria-label={describe(machine, way)}>
            { axis(&frame) }
            if lab.scenario().script.is_empty() {
                <path class="clock-truth" d={truth(&frame)} />
            }
            <path class="clock-reading" d={reading(lab, &frame, now)} />
            { for seen.map(|(place, mark)| shape(mark, &frame, is_below(place))) }
            { queue(machine) }
        </svg>
    }
}

fn axis(frame: &Frame) -> Html {
    let lines = (frame.low..frame.low + frame.up).filter(|ms| ms % frame.every == 0 && *ms >= 0);
    let line = |ms: i64| {
        let y = frame.y(ms * 1_000);
        html! {
            <g key={ms.to_string()}>
                <path class="clock-grid" d={format!("M{LEFT} {y}H{WIDTH}")} />
                <text x={(LEFT - 8).to_string()} y={(y + 6).to_string()}>{ ms }</text>
            </g>
        }
    };
    lines.filter(|ms| (16..HEIGHT - 8).contains(&frame.y(ms * 1_000))).map(line).collect()
}

fn truth(frame: &Frame) -> String {
    let last = frame.first + frame.across;
    format!("M{LEFT} {}L{} {}", frame.y(frame.first * 1_000), LEFT + ACROSS, frame.y(last * 1_000))
}

/// What the clock read at each request, whoever answered it, and now.
fn reading(lab: &ClockBack, frame: &Frame, now: Micros) -> String {
    let is_scripted = !lab.scenario().script.is_empty();
    let marks = Way::ALL.iter().flat_map(|way| lab.machine(*way).marks());
    let mut readings: Vec<(Micros, u64)> = marks.map(|mark| (mark.at, mark.reading)).collect();
    if lab.requests() > 0 || !is_scripted {
        readings.push((now, lab.reading(now)));
    }
    readings.sort_unstable();
    readings.dedup();
    let mut d = String::new();
    for (at, reading) in readings.into_iter().filter(|(at, _)| frame.x(*at) >= LEFT) {
        // A running clock is as far into its millisecond as the truth is. A scripted one jumps, and stays.
        let part = if is_scripted { 0 } else { (at.0 % MILLISECOND.0) as i64 / 1_000 };
        let (x, y) = (frame.x(at), frame.y(reading as i64 * 1_000 + part));
        // Writing into a string does not fail.
        let _ = match (d.is_empty(), is_scripted) {
            (true, _) => write!(d, "M{x} {y}"),
            (false, true) => write!(d, "H{x}V{y}"),
            (false, false) => write!(d, "L{x} {y}"),
        };
    }
    d
}

fn shape(mark: &Mark, frame: &Frame, is_below: bool) -> Html {
    let x = frame.x(mark.at);
    match mark.answer {
        Answer::Id { tick, sequence, is_duplicate } => {
            // The sequence counts upwards within its millisecond.
            let y = frame.y(tick as i64 * 1_000 + (2 * sequence as i64 + 1) * 1_000 / (2 * frame.stacked).max(2));
            let ring = frame.radius + 6;
            let (left, width) = (x - ring, 2 * ring);
            let twice = format!("M{left} {y}a{ring} {ring} 0 1 0 {width} 0a{ring} {ring} 0 1 0-{width} 0z");
            let name_y = if is_below { y + ring + 20 } else { y - ring - 6 };
            html! {
                <>
                    if frame.is_large() {
                        <text class="clock-name" x={x.to_string()} y={name_y.to_string()}>{ tick }{ "/" }{ sequence }</text>
                    }
                    <circle class="clock-id" cx={x.to_string()} cy={y.to_string()} r={frame.radius.to_string()} />
                    if is_duplicate {
                        <path class="clock-twice" d={twice} />
                    }
                </>
            }
        }
        Answer::Refused { .. } | Answer::NoRoom => {
            // Where the line stays in one place for long, below it.
            let y = if frame.is_large() {
                frame.y(mark.reading as i64 * 1_000) + 2 * frame.radius + 4
            } else {
                frame.y(mark.reading as i64 * 1_000 + 500)
            };
            let (left, top, width) = (x - frame.radius - 1, y - frame.radius - 1, 2 * frame.radius + 2);
            html! { <path class="clock-cross" d={format!("M{left} {top}l{width} {width}m0-{width}-{width} {width}")} /> }
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

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use simulation::ids::clock_back::Scenario;
    use simulation::kernel::system::System as _;

    #[test]
    fn five_readings_fill_the_picture_and_a_running_clock_is_seen_for_24_ms() {
        let start = |scenario: &Scenario| ClockBack::start(scenario, 1).unwrap();
        let five = Frame::of(&start(&Scenario::reads(&[10, 10, 10, 9, 10])), Micros::ZERO);
        assert!(five.is_large());
        assert!((LEFT + ACROSS * 2 / 3..WIDTH).contains(&five.x(Micros(2_250_000))));
        assert!(five.y(11_000) > 0 && five.y(9_000) < HEIGHT - 24);
        let running = Frame::of(&start(&Scenario::default()), Micros(60_000_000));
        assert_eq!((running.is_large(), running.x(Micros(60_000_000))), (false, LEFT + ACROSS - 40));
        let long = Frame::of(&start(&Scenario::reads(&[10; 200])), Micros::ZERO);
        assert!(!long.is_large());
    }
}
