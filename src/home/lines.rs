//! The lines of the map: from every chapter to the chapters that use its system.
//!
//! On a wide screen the map is rows of chapters with channels between them. A chapter's line leaves from its middle, runs along
//! its own lane of the channel and drops to those that use it; to reach a row further down it passes between two chapters. On
//! a narrow screen the chapters stand below each other, and the lines are rails beside them.

use std::fmt::Write;

use crate::book::{CHAPTERS, Chapter};

/// Rows of chapters on the wide map.
pub const ROWS: u8 = 4;
/// The width of the wide map in the units of the lines: a column is a hundred.
pub const WIDTH: f32 = 1000.0;
/// Between two lanes of a channel, and above the first.
pub const LANE: f32 = 18.0;
/// Between two lines that run side by side.
const ASIDE: f32 = 10.0;
/// The radius of a corner.
const CORNER: f32 = 9.0;

/// One chapter's line within one channel, or through one row.
#[derive(Debug, PartialEq)]
pub struct Run {
    /// The chapter that it starts from.
    pub from: &'static Chapter,
    /// Where it enters from above.
    enter: f32,
    /// Where it leaves below.
    leave: Vec<f32>,
    lane: u8,
}

impl PartialEq for Chapter {
    fn eq(&self, other: &Self) -> bool {
        self.number == other.number
    }
}

impl std::fmt::Debug for Chapter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.slug)
    }
}

impl Run {
    /// The line as the data of an SVG path in a channel of that height.
    #[must_use]
    pub fn path(&self, height: f32) -> String {
        let y = LANE * (f32::from(self.lane) + 1.0);
        let mut path = String::new();
        for &leave in &self.leave {
            turn(&mut path, self.enter, leave, y, height);
        }
        path
    }
}

/// Down from the top to `y`, across, and down to the bottom. Writing to a string cannot fail.
fn turn(path: &mut String, enter: f32, leave: f32, y: f32, bottom: f32) {
    let across = leave - enter;
    if across.abs() < 1.0 {
        let _ = write!(path, "M{enter} 0V{bottom}");
        return;
    }
    let r = CORNER.min(across.abs() / 2.0).copysign(across);
    let (before, after) = (y - r.abs(), y + r.abs());
    let (out, into) = (enter + r, leave - r);
    let _ = write!(path, "M{enter} 0V{before}Q{enter} {y} {out} {y}H{into}Q{leave} {y} {leave} {after}V{bottom}");
}

/// The runs in the channel below a row.
#[must_use]
pub fn channel(row: u8) -> Vec<Run> {
    let mut runs = Vec::new();
    for from in &CHAPTERS {
        let below = |to: &&Chapter| to.place.row == row + 1;
        if from.place.row == row {
            let leave: Vec<f32> =
                from.dependants().map(|to| if below(&to) { port(to, from) } else { gap(from, to) }).collect();
            push(&mut runs, from, middle(from), leave, from.place.lanes[0]);
        } else if from.place.row + 1 == row {
            for to in from.dependants().filter(below) {
                push(&mut runs, from, gap(from, to), vec![port(to, from)], from.place.lanes[1]);
            }
        }
    }
    runs
}

fn push(runs: &mut Vec<Run>, from: &'static Chapter, enter: f32, leave: Vec<f32>, lane: u8) {
    if !leave.is_empty() {
        runs.push(Run { from, enter, leave, lane });
    }
}

/// The lines that pass through a row, between its chapters: from whom, and where.
#[must_use]
pub fn passing(row: u8) -> Vec<(&'static Chapter, f32)> {
    let passes = |from: &Chapter, to: &Chapter| from.place.row < row && row < to.place.row;
    CHAPTERS
        .iter()
        .flat_map(|from| from.dependants().filter(move |to| passes(from, to)).map(move |to| (from, gap(from, to))))
        .collect()
}

fn middle(chapter: &Chapter) -> f32 {
    f32::from(chapter.place.column) * 100.0
}

/// Where a chapter receives the line of a chapter that it builds on: side by side, in the order in which they come. A line
/// that comes from straight above stays in the middle.
fn port(to: &Chapter, from: &Chapter) -> f32 {
    let comes = |from: &Chapter| {
        if from.place.row + 1 == to.place.row { middle(from) } else { gap_middle(from, to) }
    };
    let lines: Vec<_> = to.foundations().map(|other| (comes(other), other.number)).collect();
    let straight = lines
        .iter()
        .find(|line| (line.0 - middle(to)).abs() < 1.0)
        .map_or(0.0, |&(_, number)| aside(lines.clone(), number));
    middle(to) + aside(lines, from.number) - straight
}

/// Where a line on its way to a row further down passes the row between.
fn gap(from: &Chapter, to: &Chapter) -> f32 {
    let here = gap_middle(from, to);
    let mut others = Vec::new();
    for other in &CHAPTERS {
        for end in other.dependants() {
            let passes = other.place.row == from.place.row
                && end.place.row == to.place.row
                && end.place.row > other.place.row + 1;
            if passes && (gap_middle(other, end) - here).abs() < 1.0 {
                others.push((middle(end), other.number));
            }
        }
    }
    here + aside(others, from.number)
}

/// The gap between two chapters of the row below `from` that is nearest to where the line goes.
fn gap_middle(from: &Chapter, to: &Chapter) -> f32 {
    let mut row: Vec<f32> = CHAPTERS.iter().filter(|other| other.place.row == from.place.row + 1).map(middle).collect();
    row.sort_by(f32::total_cmp);
    // The nearer of two equals is the one on the side from which the line comes.
    let far = |gap: f32| (gap - middle(to)).abs() + (gap - middle(from)).abs() * 0.01;
    let gaps = row.windows(2).map(|pair| f32::midpoint(pair[0], pair[1]));
    gaps.min_by(|a, b| far(*a).total_cmp(&far(*b))).unwrap_or(middle(from))
}

/// How far to the side one of several lines runs, when they are laid out by `(position, number)`.
fn aside(mut lines: Vec<(f32, u8)>, number: u8) -> f32 {
    lines.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let index = lines.iter().position(|line| line.1 == number).unwrap_or(0);
    (f32::from(u8::try_from(index).unwrap_or(0)) - (f32::from(u8::try_from(lines.len()).unwrap_or(1)) - 1.0) / 2.0)
        * ASIDE
}

/// How a rail passes a chapter on the narrow map.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rail {
    /// The chapter that it starts from.
    pub from: &'static Chapter,
    /// How far out it runs: 0 is next to the chapters.
    pub track: usize,
    /// It comes from above.
    pub above: bool,
    /// It goes on below.
    pub below: bool,
    /// It ends here, or starts here, with a branch to the chapter.
    pub branch: bool,
}

/// The rails beside a chapter.
#[must_use]
pub fn rails(at: &Chapter) -> Vec<Rail> {
    let mut free_from: Vec<u8> = Vec::new();
    let mut rails = Vec::new();
    let mut spans: Vec<_> = CHAPTERS.iter().filter_map(span).collect();
    spans.sort_by_key(|&(_, first, _)| first);
    for (from, first, last) in spans {
        let track = free_from.iter().position(|&free| free <= first).unwrap_or(free_from.len());
        if track == free_from.len() {
            free_from.push(0);
        }
        free_from[track] = last + 1;
        if (first..=last).contains(&at.number) {
            rails.push(Rail {
                from,
                track,
                above: first < at.number,
                below: at.number < last,
                branch: from.number == at.number || at.builds_on.contains(&from.slug),
            });
        }
    }
    rails
}

/// The first and the last chapter that a chapter's rail must reach.
fn span(from: &'static Chapter) -> Option<(&'static Chapter, u8, u8)> {
    let first = from.dependants().map(|to| to.number).min()?;
    let last = from.dependants().map(|to| to.number).max()?;
    Some((from, first.min(from.number), last.max(from.number)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_arrives_once_at_every_chapter_that_uses_its_system() {
        let ends: usize = (0..ROWS - 1)
            .flat_map(channel)
            .flat_map(|run| run.leave)
            .filter(|leave| CHAPTERS.iter().any(|to| (middle(to) - leave).abs() <= ASIDE))
            .count();
        let relations: usize = CHAPTERS.iter().map(|chapter| chapter.builds_on.len()).sum();
        assert_eq!(ends, relations);
    }

    #[test]
    fn no_two_lines_share_a_stretch_of_a_lane() {
        for row in 0..ROWS - 1 {
            let runs = channel(row);
            for (index, a) in runs.iter().enumerate() {
                for b in &runs[index + 1..] {
                    let apart = a.right() < b.left() || b.right() < a.left();
                    assert!(a.lane != b.lane || apart, "{:?} and {:?} below row {row}", a.from, b.from);
                }
            }
        }
    }

    #[test]
    fn no_two_rails_share_a_track_beside_a_chapter() {
        for chapter in &CHAPTERS {
            let rails = rails(chapter);
            for (index, a) in rails.iter().enumerate() {
                assert!(rails[index + 1..].iter().all(|b| a.track != b.track), "{chapter:?}");
            }
        }
    }

    impl Run {
        fn left(&self) -> f32 {
            self.leave.iter().copied().fold(self.enter, f32::min)
        }

        fn right(&self) -> f32 {
            self.leave.iter().copied().fold(self.enter, f32::max)
        }
    }
}
