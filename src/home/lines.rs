//! The lines of the map: from every chapter to the chapters that use its system.
//!
//! On a wide screen the map is rows of chapters with channels between them. A chapter's line leaves from its middle, runs along
//! its own lane of the channel and drops to those that use it; to reach a row further down it passes between two chapters. On
//! a narrow screen the chapters stand below each other, and the lines are rails beside them.

use crate::book::{CHAPTERS, Chapter};

/// Rows of chapters on the wide map.
pub const ROWS: u8 = 4;
/// The width of the wide map in the units of the lines: a column is a hundred.
pub const WIDTH: i32 = 1000;
/// Between two lanes of a channel, and above the first.
pub const LANE: i32 = 18;
/// Between two lines that run side by side.
const ASIDE: i32 = 10;
/// The radius of a corner.
const CORNER: i32 = 9;

/// One chapter's line within one channel.
pub struct Run {
    /// The chapter that it starts from.
    pub from: &'static Chapter,
    /// Where it enters from above.
    enter: i32,
    /// Where it leaves below.
    leave: Vec<i32>,
    lane: u8,
}

impl Run {
    /// The line as the data of an SVG path in a channel of that height.
    #[must_use]
    pub fn path(&self, height: i32) -> String {
        let y = LANE * (i32::from(self.lane) + 1);
        self.leave.iter().map(|&leave| turn(self.enter, leave, y, height)).collect()
    }
}

/// Down from the top to `y`, across, and down to the bottom.
fn turn(enter: i32, leave: i32, y: i32, bottom: i32) -> String {
    let across = leave - enter;
    let radius = CORNER.min(across.abs() / 2);
    let (out, into) = (enter + radius * across.signum(), leave - radius * across.signum());
    let (before, after) = (y - radius, y + radius);
    format!("M{enter} 0V{before}Q{enter} {y} {out} {y}H{into}Q{leave} {y} {leave} {after}V{bottom}")
}

/// The runs in the channel below a row.
#[must_use]
pub fn channel(row: u8) -> Vec<Run> {
    let mut runs = Vec::new();
    for from in &CHAPTERS {
        let below = |to: &&Chapter| to.on_map.row == row + 1;
        if from.on_map.row == row {
            let leave: Vec<_> =
                from.dependants().map(|to| if below(&to) { port(to, from) } else { gap(from, to) }).collect();
            if !leave.is_empty() {
                runs.push(Run { from, enter: middle(from), leave, lane: from.on_map.lanes[0] });
            }
        } else if from.on_map.row + 1 == row {
            for to in from.dependants().filter(below) {
                runs.push(Run { from, enter: gap(from, to), leave: vec![port(to, from)], lane: from.on_map.lanes[1] });
            }
        }
    }
    runs
}

/// The lines that pass through a row, between its chapters: from whom, to whom, and where.
#[must_use]
pub fn passing(row: u8) -> Vec<(&'static Chapter, &'static Chapter, i32)> {
    let mut lines = Vec::new();
    for from in CHAPTERS.iter().filter(|from| from.on_map.row < row) {
        for to in from.dependants().filter(|to| row < to.on_map.row) {
            lines.push((from, to, gap(from, to)));
        }
    }
    lines
}

fn middle(chapter: &Chapter) -> i32 {
    i32::from(chapter.on_map.column) * 100
}

/// Where a chapter receives the line of a chapter that it builds on: side by side, in the order in which they come. A line
/// that comes from straight above stays in the middle.
fn port(to: &Chapter, from: &Chapter) -> i32 {
    let comes = |from: &Chapter| if from.on_map.row + 1 == to.on_map.row { middle(from) } else { gap_middle(from, to) };
    let lines: Vec<_> = to.foundations().map(comes).collect();
    let straight = if lines.contains(&middle(to)) { aside(&lines, middle(to)) } else { 0 };
    middle(to) + aside(&lines, comes(from)) - straight
}

/// Where a line on its way to a row further down passes the row between.
fn gap(from: &Chapter, to: &Chapter) -> i32 {
    let here = gap_middle(from, to);
    let mut ends = Vec::new();
    for (other, end, gap) in CHAPTERS.iter().flat_map(|other| {
        other
            .dependants()
            .filter(|end| end.on_map.row > other.on_map.row + 1)
            .map(move |end| (other, end, gap_middle(other, end)))
    }) {
        if other.on_map.row == from.on_map.row && gap == here {
            ends.push(middle(end));
        }
    }
    here + aside(&ends, middle(to))
}

/// The gap between two chapters of the row below `from` that is nearest to where the line goes.
fn gap_middle(from: &Chapter, to: &Chapter) -> i32 {
    let row = || CHAPTERS.iter().filter(|other| other.on_map.row == from.on_map.row + 1).map(middle);
    // The nearer of two equals is the one on the side from which the line comes.
    let far = |gap: &i32| (gap - middle(to)).abs() * 100 + (gap - middle(from)).abs();
    let gaps = row().filter_map(|left| {
        let right = row().filter(|&right| right > left).min()?;
        Some(left.midpoint(right))
    });
    gaps.min_by_key(far).unwrap_or(middle(from))
}

/// How far to the side the line at `this` runs, among lines that would otherwise meet.
fn aside(lines: &[i32], this: i32) -> i32 {
    let left = lines.iter().filter(|&&other| other < this).count();
    let right = lines.iter().filter(|&&other| other > this).count();
    let steps = left.cast_signed() - right.cast_signed();
    i32::try_from(steps).unwrap_or(0) * ASIDE / 2
}

/// How a rail passes a chapter on the narrow map.
#[derive(Clone, Copy)]
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
    for top in &CHAPTERS {
        for (from, last) in CHAPTERS.iter().filter_map(|from| span(from, top.number)) {
            let track = free_from.iter().position(|&free| free <= top.number).unwrap_or(free_from.len());
            if track == free_from.len() {
                free_from.push(0);
            }
            free_from[track] = last + 1;
            if (top.number..=last).contains(&at.number) {
                rails.push(Rail {
                    from,
                    track,
                    above: top.number < at.number,
                    below: at.number < last,
                    branch: from.number == at.number || at.builds_on.contains(&from.slug),
                });
            }
        }
    }
    rails
}

/// The last chapter that a chapter's rail must reach, if the rail begins at that number.
fn span(from: &'static Chapter, top: u8) -> Option<(&'static Chapter, u8)> {
    let first = from.dependants().map(|to| to.number).min()?.min(from.number);
    let last = from.dependants().map(|to| to.number).max()?.max(from.number);
    (first == top).then_some((from, last))
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
                    assert!(a.lane != b.lane || apart, "{} and {} below row {row}", a.from.slug, b.from.slug);
                }
            }
        }
    }

    #[test]
    fn no_two_rails_share_a_track_beside_a_chapter() {
        for chapter in &CHAPTERS {
            let rails = rails(chapter);
            for (index, a) in rails.iter().enumerate() {
                assert!(rails[index + 1..].iter().all(|b| a.track != b.track), "{}", chapter.slug);
            }
        }
    }

    impl Run {
        fn left(&self) -> i32 {
            self.leave.iter().copied().fold(self.enter, i32::min)
        }

        fn right(&self) -> i32 {
            self.leave.iter().copied().fold(self.enter, i32::max)
        }
    }
}
