//! The picture of the first lab, computed: where each mark stands. No element is made here.
//!
//! A lane is a strip on the common time axis. What passed stands above its middle line, what was turned away below it; what
//! comes at the same time is stacked.

use std::fmt::Write as _;

use simulation::limiter::lanes::{Lane, Limiter, LimiterLanes, METHODS};

use crate::room::Room;

/// The width that the page is prerendered for, in CSS pixels.
pub const USUAL_WIDTH: i32 = 700;

/// The height of the row that shows all requests, above the lanes.
pub const REQUESTS: i32 = 46;

/// The height of the axis below the lanes.
pub const AXIS: i32 = 56;

/// How high a lane is.
pub const LANE: i32 = 82;

/// How high the head above a strip is where it is narrow.
pub const HEAD: i32 = 58;

/// What stands out to the right of the axis' end, so that the last mark is whole.
const MARGIN: i32 = 10;

/// The most that a stack grows to either side of the middle line.
const STACK: i32 = 32;

/// The radius of a disc, and the distance of two in a stack.
const RADIUS: i32 = 4;
const PITCH: i32 = 9;

/// A time axis of this many pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Axis {
    /// The whole width of the picture.
    pub width: i32,
    /// What it ends with, in microseconds.
    pub end: u64,
    /// Whether names stand above the strips.
    pub narrow: bool,
}

impl Axis {
    /// An axis up to this end that fills the room. Where that is higher or lower than the lanes are drawn, on a projector, the
    /// picture is shown larger or smaller, and so has less or more width to draw on.
    #[must_use]
    pub const fn filling(room: Room, end: u64) -> Self {
        let mut axis = Self { width: room.width, end, narrow: room.narrow };
        if room.height > 0 {
            axis.width = room.width * axis.height() / room.height;
        }
        axis
    }

    /// The height of the whole picture.
    #[must_use]
    pub const fn height(self) -> i32 {
        REQUESTS + self.row() * METHODS as i32 + AXIS
    }

    /// Where a time stands.
    #[must_use]
    pub const fn x(self, time: u64) -> i32 {
        let (time, end) = (if time < self.end { time } else { self.end }, if self.end == 0 { 1 } else { self.end });
        MARGIN + ((self.width - 2 * MARGIN) as u64 * time / end) as i32
    }

    /// The time that stands there.
    #[must_use]
    pub const fn time(self, x: i32) -> u64 {
        let inside = self.width - 2 * MARGIN;
        let x = if x < MARGIN { 0 } else { x - MARGIN };
        let (x, inside) = (if x < inside { x } else { inside }, if inside < 1 { 1 } else { inside });
        self.end * x as u64 / inside as u64
    }

    /// The height of a lane with its head.
    #[must_use]
    pub const fn row(self) -> i32 {
        if self.narrow { LANE + HEAD } else { LANE }
    }

    /// The middle line of a lane.
    #[must_use]
    pub const fn middle(self, lane: usize) -> i32 {
        let below = if self.narrow { HEAD } else { 0 };
        REQUESTS + lane as i32 * self.row() + below + LANE / 2
    }
}

/// The paths of a lane's marks: discs for what passed, crosses for what was turned away, rings for what leaves a queue.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Marks {
    /// What passed, of the first user and of the second.
    pub passed: [String; 2],
    /// What was turned away.
    pub denied: String,
    /// When those leave who were held back.
    pub served: String,
    /// How many stand in stacks that are too high to be counted.
    pub counts: Vec<Count>,
}

/// The number of a stack.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Count {
    /// Where it ends or, behind its stack, begins.
    pub x: i32,
    /// Its foot.
    pub y: i32,
    /// How many.
    pub number: i32,
    /// It stands behind its stack, because another stack is just before it.
    pub behind: bool,
}

/// Numbers nearer than this would lie on one another.
const NUMBERS_APART: i32 = 30;

/// A stack this high has its number beside it.
const COUNTED: i32 = 5;

/// A pen that stacks what comes nearly at once.
struct Stack {
    from: i32,
    height: i32,
    pitch: i32,
}

impl Stack {
    /// A pitch at which the highest stack fits.
    fn of(highest: i32) -> Self {
        Self { from: i32::MIN / 2, height: 0, pitch: PITCH.min(STACK / highest.max(1)).max(1) }
    }

    /// Writes the stack's number down, if it is high, before the next one begins. `up` or down from the middle line.
    fn close(&self, counts: &mut Vec<Count>, middle: i32, up: bool) {
        if self.height < COUNTED {
            return;
        }
        let y = middle + if up { -12 } else { 22 };
        let before = self.from - RADIUS - 5;
        let behind = counts.iter().any(|other| other.y == y && before - other.x < NUMBERS_APART);
        let x = if behind { self.from + RADIUS + 5 } else { before };
        counts.push(Count { x, y, number: self.height, behind });
    }

    /// Whether what stands there begins another stack.
    const fn is_beyond(&self, x: i32) -> bool {
        x - self.from >= 2 * RADIUS
    }

    /// The x of the stack and how high the next one stands.
    fn put(&mut self, x: i32) -> (i32, i32) {
        if self.is_beyond(x) {
            (self.from, self.height) = (x, 0);
        }
        self.height += 1;
        (self.from, ((self.height - 1) * self.pitch).min(STACK))
    }
}

/// The most marks that fall into one stack.
fn highest(xs: impl Iterator<Item = i32>) -> i32 {
    let mut stack = Stack::of(1);
    let mut most = 0;
    for x in xs {
        stack.put(x);
        most = most.max(stack.height);
    }
    most
}

/// Draws a lane's marks round its middle line.
#[must_use]
pub fn marks(lab: &LimiterLanes, lane: &Lane, axis: Axis, middle: i32) -> Marks {
    let mut marks = Marks::default();
    let fates = || lab.arrivals().iter().zip(lane.fates());
    let x_of = |passed: bool| {
        let wanted = move |fate: Option<u64>| fate.is_some() == passed;
        highest(fates().filter(|(_, fate)| wanted(fate.served)).map(|(arrival, _)| axis.x(arrival.at)))
    };
    let (mut above, mut below) = (Stack::of(x_of(true)), Stack::of(x_of(false)));
    for (arrival, fate) in fates() {
        let x = axis.x(arrival.at);
        // Writing into a string can't fail.
        if let Some(served) = fate.served {
            if above.is_beyond(x) {
                above.close(&mut marks.counts, middle, true);
            }
            let (x, up) = above.put(x);
            let y = middle - RADIUS - 3 - up;
            let _ = match arrival.user {
                0 => write!(marks.passed[0], "M{} {y}a{RADIUS} {RADIUS} 0 1 0 8 0a{RADIUS} {RADIUS} 0 1 0-8 0z", x - 4),
                _ => write!(marks.passed[1], "M{} {}h8v8h-8z", x - 4, y - 4),
            };
            if served > arrival.at && served <= lab.end() {
                let _ = write!(marks.served, "M{} {}v9", axis.x(served), middle + 5);
            }
        } else {
            if below.is_beyond(x) {
                below.close(&mut marks.counts, middle, false);
            }
            let (x, down) = below.put(x);
            let y = middle + RADIUS + 4 + down;
            let _ = write!(marks.denied, "M{} {}l8 8m0-8l-8 8", x - 4, y - 4);
        }
    }
    above.close(&mut marks.counts, middle, true);
    below.close(&mut marks.counts, middle, false);
    marks
}

/// The requests themselves, above the lanes: those that came and those that will, as ticks, shorter for the second user.
#[must_use]
pub fn requests(lab: &LimiterLanes, axis: Axis) -> [String; 2] {
    let tick = |path: &mut String, at: u64, user: u8| {
        let _ = write!(path, "M{} {}v{}", axis.x(at), REQUESTS - 10, if user == 0 { -20 } else { -12 });
    };
    let mut paths = [String::new(), String::new()];
    lab.arrivals().iter().for_each(|arrival| tick(&mut paths[0], arrival.at, arrival.user));
    lab.to_come().iter().for_each(|arrival| tick(&mut paths[1], arrival.at, arrival.user));
    paths
}

/// What a limiter looks back at, on the time axis: from and to, in microseconds. `None` for a bucket, which knows no window.
#[must_use]
pub fn looks_at(limiter: &Limiter, now: u64, window: u64) -> Option<(u64, u64)> {
    match limiter {
        Limiter::Window(fixed) => {
            let start = fixed.start().filter(|start| now < start + window);
            let start = start.unwrap_or(now - now % window);
            Some((start, start + window))
        }
        Limiter::Log(_) | Limiter::Counter(_) => Some((now.saturating_sub(window), now)),
        Limiter::Tat(gcra) => (gcra.tat() > now).then(|| (now, gcra.tat())),
        Limiter::Tokens(_) | Limiter::Meter(_) | Limiter::Queue(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use simulation::kernel::timeline::Timeline;
    use simulation::limiter::lanes::{Method, Scenario, Traffic};

    fn finished(traffic: Traffic) -> Timeline<LimiterLanes> {
        let mut timeline = Timeline::new(Scenario::of(traffic), 1).unwrap();
        timeline.seek(u64::MAX);
        timeline
    }

    #[test]
    fn a_time_stands_where_it_is_read() {
        let axis = Axis { width: 700, end: 30_000_000, narrow: false };
        for x in [10, 11, 200, 690] {
            assert!((axis.x(axis.time(x)) - x).abs() <= 1);
        }
        assert_eq!((axis.time(-5), axis.time(10_000)), (0, 30_000_000));
        assert_eq!(axis.x(u64::MAX), 690);
    }

    #[test]
    fn every_request_has_a_mark_in_every_lane_and_stays_in_it() {
        for traffic in Traffic::ALL {
            let timeline = finished(traffic);
            let lab = timeline.state();
            for width in [340, 700] {
                let axis = Axis { width, end: lab.end(), narrow: width < 500 };
                for (index, method) in Method::ALL.into_iter().enumerate() {
                    let (lane, middle) = (lab.lane(method), axis.middle(index));
                    let marks = marks(lab, lane, axis, middle);
                    let drawn = |path: &str| path.matches('M').count() as u32;
                    assert_eq!(drawn(&marks.passed[0]) + drawn(&marks.passed[1]), lane.passed());
                    assert_eq!(drawn(&marks.denied), lane.turned_away());
                    let heights = [&marks.passed[0], &marks.denied].into_iter().flat_map(|path| {
                        path.split('M')
                            .skip(1)
                            .map(|mark| mark.split([' ', 'a', 'l']).nth(1).unwrap().parse::<i32>().unwrap())
                    });
                    assert!(heights.into_iter().all(|y| (y - middle).abs() <= LANE / 2));
                }
            }
        }
    }

    #[test]
    fn a_stack_grows_no_higher_than_its_lane() {
        let mut stack = Stack::of(30);
        for _ in 0..30 {
            let (x, up) = stack.put(100);
            assert!(x == 100 && up <= STACK);
        }
        assert_eq!(stack.put(108), (108, 0), "the next one stands beside it");
    }
}
