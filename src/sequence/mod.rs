//! A sequence diagram: a lifeline for each who takes part, and an arrow for each message, time going down.
//!
//! It is drawn from a log of messages. Rows are in the order of time and not to scale, so that nothing lies on anything however
//! close two messages are: an arrow is the steeper the more has happened while it was under way.

mod rows;

use simulation::kernel::time::Micros;
use yew::prelude::*;

use rows::{Rows, rows};

/// From one row to the next, and from the top to the first, in CSS pixels.
const ROW: i32 = 20;
const HEAD: i32 = 62;

/// What stands beside the outer lifelines has so much room, at most.
const MARGIN: i32 = 140;

/// Who takes part.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lifeline {
    /// What stands at its head.
    pub name: &'static str,
    /// Its colour.
    pub class: &'static str,
}

/// A message; from a lifeline to itself, a note there.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Arrow {
    /// The index of the lifeline that it comes from.
    pub from: usize,
    /// That where it goes.
    pub to: usize,
    /// When it was sent.
    pub sent: Micros,
    /// When it is there.
    pub due: Micros,
    /// It never is: it was lost on the way.
    pub is_lost: bool,
    /// What it says.
    pub text: AttrValue,
    /// What came of it where it arrived.
    pub outcome: AttrValue,
    /// How it looks.
    pub class: &'static str,
}

impl Arrow {
    fn is_note(&self) -> bool {
        self.from == self.to
    }
}

/// Draws a log in so much width, in CSS pixels, with a list of it for who does not see it. What is due later than `now` is under way.
pub fn sequence(label: String, lines: &[Lifeline], log: &[Arrow], now: Micros, width: i32) -> Html {
    let width = width.clamp(320, 760);
    let drawing = Drawing { lines, log, now, width };
    html! {
        <>
            { drawing.svg(label) }
            <ol class="visually-hidden">{ for log.iter().map(|arrow| html! { <li>{ drawing.says(arrow) }</li> }) }</ol>
        </>
    }
}

struct Drawing<'a> {
    lines: &'a [Lifeline],
    log: &'a [Arrow],
    now: Micros,
    width: i32,
}

impl Drawing<'_> {
    fn svg(&self, label: String) -> Html {
        let Self { lines, log, width, .. } = self;
        let (rows, count) = rows(log);
        let height = HEAD + count as i32 * ROW;
        let (viewbox, most) = (format!("0 0 {width} {height}"), format!("max-inline-size:{width}px"));
        html! {
            <svg class="sequence" viewBox={viewbox} style={most} role="img" aria-label={label}>
                <g>{ for lines.iter().enumerate().map(|(index, line)| {
                    let x = self.x(index);
                    html! {
                        <g key={index} class={line.class}>
                            <path class="sequence-line" d={format!("M{x} 40V{height}")} />
                            <rect x={(x - 36).to_string()} y="2" width="72" height="34" rx="8" />
                            <text x={x.to_string()} y="25">{ line.name }</text>
                        </g>
                    }
                }) }</g>
                // Letters last: no line goes through them.
                <g>{ for log.iter().zip(&rows).enumerate().map(|(index, (arrow, rows))| html! {
                    <g key={index} class={classes!("sequence-arrow", arrow.class)}>{ self.arrow(arrow, *rows) }</g>
                }) }</g>
                <g>{ for log.iter().zip(&rows).enumerate().map(|(index, (arrow, rows))| html! {
                    <g key={index} class="sequence-label">{ self.label(arrow, *rows) }</g>
                }) }</g>
            </svg>
        }
    }

    /// Where a lifeline is.
    fn x(&self, line: usize) -> i32 {
        let margin = MARGIN.min(self.width / 4);
        let gaps = (self.lines.len() as i32 - 1).max(1);
        margin + line as i32 * (self.width - 2 * margin) / gaps
    }

    /// Where an arrow begins and ends, and which way it goes; a lost one ends half way.
    fn ends(&self, arrow: &Arrow, rows: Rows) -> ([i32; 2], [i32; 2], i32) {
        let [y, end_y] = rows.map(|row| HEAD + row as i32 * ROW);
        let (x, end_x) = (self.x(arrow.from), self.x(arrow.to));
        let forward = (end_x - x).signum();
        let end = if arrow.is_lost { [x.midpoint(end_x), y.midpoint(end_y)] } else { [end_x - 3 * forward, end_y] };
        ([x, y], end, forward)
    }

    fn arrow(&self, arrow: &Arrow, rows: Rows) -> Html {
        if arrow.is_note() {
            return Html::default();
        }
        let ([x, y], [end_x, end_y], _) = self.ends(arrow, rows);
        html! {
            <>
                <path class={if arrow.due > self.now { "is-under-way" } else { "" }} d={format!("M{x} {y}L{end_x} {end_y}")} />
                if arrow.is_lost {
                    <path class="sequence-cross" d={format!("M{} {}l14 14m0-14-14 14", end_x - 7, end_y - 7)} />
                } else {
                    <path class="sequence-tip" d={tip((x, y), (end_x, end_y))} />
                }
            </>
        }
    }

    /// What an arrow says at its beginning, and what came of it at its end, on the far side of the lifeline.
    fn label(&self, arrow: &Arrow, rows: Rows) -> Html {
        let ([x, y], [_, end_y], forward) = self.ends(arrow, rows);
        let is_there = arrow.due <= self.now && !arrow.is_lost;
        html! {
            <>
                { word(x + if forward < 0 { -10 } else { 10 }, y, forward, &arrow.text) }
                if is_there && !arrow.outcome.is_empty() {
                    { word(self.x(arrow.to) + 8 * forward, end_y, forward, &arrow.outcome) }
                }
            </>
        }
    }

    /// An arrow in words.
    fn says(&self, arrow: &Arrow) -> String {
        let Arrow { from, to, sent, due, text, outcome, .. } = arrow;
        let name = |line: usize| self.lines.get(line).map_or("", |line| line.name);
        if arrow.is_note() {
            return format!("{sent}, {}: {text}", name(*from));
        }
        let end = match (arrow.is_lost, *due > self.now) {
            (true, _) => "lost on the way".to_owned(),
            (_, true) => "under way".to_owned(),
            _ if outcome.is_empty() => format!("there at {due}"),
            _ => format!("there at {due}: {outcome}"),
        };
        format!("{sent}, {} to {}: {text}, {end}", name(*from), name(*to))
    }
}

/// A word beside a lifeline: to the left of its place if it goes backward.
fn word(x: i32, y: i32, forward: i32, text: &AttrValue) -> Html {
    let class = if forward < 0 { "is-end" } else { "" };
    html! { <text {class} x={x.to_string()} y={(y + 5).to_string()}>{ text.clone() }</text> }
}

/// The head of an arrow.
fn tip((x1, y1): (i32, i32), (x2, y2): (i32, i32)) -> String {
    let (dx, dy) = (f64::from(x2 - x1), f64::from(y2 - y1));
    let length = (dx * dx + dy * dy).sqrt().max(1.0);
    let (dx, dy) = (dx / length, dy / length);
    let back = |aside: f64| {
        let (x, y) = (f64::from(x2) - 11.0 * dx - aside * dy, f64::from(y2) - 11.0 * dy + aside * dx);
        (x.round_ties_even() as i32, y.round_ties_even() as i32)
    };
    let ((ax, ay), (bx, by)) = (back(5.0), back(-5.0));
    format!("M{x2} {y2}L{ax} {ay}L{bx} {by}z")
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINES: [Lifeline; 3] =
        [Lifeline { name: "A", class: "" }, Lifeline { name: "store", class: "" }, Lifeline { name: "B", class: "" }];

    fn drawing(log: &[Arrow], width: i32) -> Drawing<'_> {
        Drawing { lines: &LINES, log, now: Micros(2_000_000), width }
    }

    #[test]
    fn lifelines_stand_apart_on_a_phone_with_room_for_notes() {
        let narrow = drawing(&[], 320);
        let x = [0, 1, 2].map(|line| narrow.x(line));
        assert_eq!(x, [80, 160, 240]);
        assert_eq!([0, 1, 2].map(|line| drawing(&[], 760).x(line)), [140, 380, 620]);
    }

    #[test]
    fn an_arrow_is_told_with_its_end() {
        let got =
            Arrow { to: 1, sent: Micros(1_000_000), due: Micros(1_500_000), text: "GET".into(), ..Arrow::default() };
        let says = |arrow: &Arrow| drawing(&[], 600).says(arrow);
        assert_eq!(says(&got), "1.000 s, A to store: GET, there at 1.500 s");
        let counted = Arrow { outcome: "count 3".into(), ..got.clone() };
        assert_eq!(says(&counted), "1.000 s, A to store: GET, there at 1.500 s: count 3");
        assert!(says(&Arrow { due: Micros(3_000_000), ..got.clone() }).ends_with("GET, under way"));
        assert!(says(&Arrow { is_lost: true, ..got.clone() }).ends_with("GET, lost on the way"));
        assert_eq!(says(&Arrow { to: 0, ..got }), "1.000 s, A: GET");
    }
}
