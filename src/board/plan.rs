//! Where places and wires are, on a wide and on a narrow drawing. All lengths are in the drawing's own units.

use super::way::{Point, length};

/// What a place is. The shapes are those of the home page's map.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Kind {
    /// A reader's device: a window.
    Client,
    /// A machine that serves: a rounded square.
    Server,
    /// A computation on the way: a plain box.
    Process,
    /// What keeps data: a cylinder.
    Store,
    /// What keeps data that is at hand: a box with slots at its sides.
    Cache,
    /// What gives out numbers: a pill.
    Counter,
    /// What others hang on: a bar.
    Bus,
}

/// Where a place stands on a drawing, by its middle, and how large it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spot {
    /// From the drawing's left edge.
    pub x: i32,
    /// From its upper edge.
    pub y: i32,
    /// How wide it is.
    pub width: i32,
    /// How high it is.
    pub height: i32,
    /// The lane in which items line up before it, if it has one.
    pub lane: Option<Lane>,
}

/// On which side of its place a lane is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Side {
    /// To the left.
    Left,
    /// Above.
    Above,
}

/// A queue, the front next to its place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lane {
    /// On which side.
    pub side: Side,
    /// From the middle of one item to that of the next.
    pub pitch: i32,
    /// An item's disc.
    pub radius: i32,
    /// So many items are drawn; of a queue that serves there is the number of those behind them.
    pub shown: u32,
    /// The item at the front is being served.
    pub serves: bool,
}

impl Spot {
    /// A place without a lane.
    #[must_use]
    pub const fn new(x: i32, y: i32, width: i32, height: i32) -> Self {
        Self { x, y, width, height, lane: None }
    }

    /// The same with a lane.
    #[must_use]
    pub const fn with(mut self, lane: Lane) -> Self {
        self.lane = Some(lane);
        self
    }
}

impl Lane {
    /// Where the item at this place of the lane is, from 0 at the front, as seen from the middle of its place.
    #[must_use]
    pub const fn item(&self, of: &Spot, index: i32) -> (i32, i32) {
        let along = self.radius * 2 + index * self.pitch;
        match self.side {
            Side::Left => (-of.width / 2 - along, 0),
            Side::Above => (0, -of.height / 2 - along),
        }
    }
}

/// A place of a plan; its index there is its name.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    /// What it is.
    pub kind: Kind,
    /// Where it stands where there is room, and where there is not.
    pub spots: [Spot; 2],
}

impl Place {
    /// A place of a plan that is only wide.
    #[must_use]
    pub const fn new(kind: Kind, spot: Spot) -> Self {
        Self { kind, spots: [spot; 2] }
    }

    /// The same, elsewhere in a narrow plan.
    #[must_use]
    pub const fn narrow(mut self, spot: Spot) -> Self {
        self.spots[1] = spot;
        self
    }
}

/// A wire between two places of a plan.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Wire {
    /// The index of the place at one end.
    pub from: usize,
    /// That at the other.
    pub to: usize,
    /// How far the ways to and fro are from the middle: messages that meet are both seen. 0 for one line.
    pub apart: i32,
}

impl Wire {
    /// A wire of one line.
    #[must_use]
    pub const fn new(from: usize, to: usize) -> Self {
        Self { from, to, apart: 0 }
    }
}

/// What stands where. A chapter has it as a constant, or makes it for as many places as there are.
#[derive(Clone, Copy, Debug)]
pub struct Plan<'a> {
    /// Width and height of the wide drawing and of the narrow one.
    pub sizes: [(i32, i32); 2],
    /// In less width than this, in CSS pixels, it is drawn narrow; 0 for a plan that is only wide.
    pub narrow_below: i32,
    /// The places.
    pub places: &'a [Place],
    /// The wires.
    pub wires: &'a [Wire],
}

/// The middles of so many places side by side in so much width.
pub fn row(count: usize, width: i32) -> impl Iterator<Item = i32> {
    let count = count as i32;
    (0..count).map(move |index| (2 * index + 1) * width / (2 * count))
}

impl Plan<'_> {
    /// Where a place stands; a place that the plan has not, in a corner.
    #[must_use]
    pub fn spot(&self, is_narrow: bool, place: usize) -> Spot {
        self.places.get(place).map_or(Spot::new(0, 0, 0, 0), |place| place.spots[usize::from(is_narrow)])
    }

    /// The way from one place to another along as few wires as can be, and straight through the places between; straight if no
    /// wires lead there.
    #[must_use]
    pub fn course(&self, is_narrow: bool, from: usize, to: usize) -> Vec<Point> {
        self.stops(from, to).windows(2).flat_map(|leg| self.leg(is_narrow, leg[0], leg[1])).collect()
    }

    /// The places by which one comes from one place to another, both included.
    fn stops(&self, from: usize, to: usize) -> Vec<usize> {
        let ends = || self.wires.iter().flat_map(|wire| [(wire.from, wire.to), (wire.to, wire.from)]);
        // From which place each was reached first.
        let mut reached = vec![(from, from)];
        let mut next = 0;
        while let Some(&(here, _)) = reached.get(next) {
            for (_, end) in ends().filter(|(start, _)| *start == here) {
                if reached.iter().all(|(place, _)| *place != end) {
                    reached.push((end, here));
                }
            }
            next += 1;
        }
        let before = |place: usize| reached.iter().find(|(reached, _)| *reached == place).map(|(_, before)| *before);
        let mut stops = vec![to];
        while let Some(&last) = stops.last().filter(|last| **last != from) {
            stops.push(before(last).unwrap_or(from));
        }
        stops.reverse();
        stops
    }

    /// The line from one place to another, along the wire between them if there is one: on the left of who goes there.
    #[must_use]
    pub fn leg(&self, is_narrow: bool, from: usize, to: usize) -> [Point; 2] {
        let joins = |wire: &&Wire| (wire.from, wire.to) == (from, to) || (wire.from, wire.to) == (to, from);
        let apart = self.wires.iter().find(joins).map_or(0, |wire| wire.apart);
        let [start, end] = between(self.spot(is_narrow, from), self.spot(is_narrow, to));
        let (dx, dy) = (end.0 - start.0, end.1 - start.1);
        let aside = f64::from(apart) / length(start, end).max(1.0);
        [start, end].map(|(x, y)| (x + dy * aside, y - dx * aside))
    }
}

/// The straight line between the edges of two places: level or upright where the middle of the one is beside the other, else
/// between points half way from their middles to the edges that look at each other, so that wires to one place spread.
fn between(from: Spot, to: Spot) -> [Point; 2] {
    let level = |a: i32, a_size: i32, b: i32, b_size: i32| {
        if (a - b).abs() * 2 >= a_size.max(b_size) {
            (a + a_size / 4 * (b - a).signum(), b + b_size / 4 * (a - b).signum())
        } else if a_size <= b_size {
            (a, a)
        } else {
            (b, b)
        }
    };
    let (x1, x2) = level(from.x, from.width, to.x, to.width);
    let (y1, y2) = level(from.y, from.height, to.y, to.height);
    let (start, end) = ((f64::from(x1), f64::from(y1)), (f64::from(x2), f64::from(y2)));
    [leaving(from, start, end), leaving(to, end, start)]
}

/// Where the line from `start`, within a place, to `end` leaves the place.
fn leaving(place: Spot, start: Point, end: Point) -> Point {
    let (dx, dy) = (end.0 - start.0, end.1 - start.1);
    let room = |delta: f64, start: f64, middle: i32, size: i32| {
        let edge = f64::from(middle) + (f64::from(size) / 2.0).copysign(delta);
        if delta == 0.0 { f64::INFINITY } else { (edge - start) / delta }
    };
    let part = room(dx, start.0, place.x, place.width).min(room(dy, start.1, place.y, place.height)).min(1.0);
    (start.0 + dx * part, start.1 + dy * part)
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    const A: Spot = Spot::new(100, 100, 68, 68);
    const STORE: Spot = Spot::new(400, 210, 124, 140);
    const BUS: Spot = Spot::new(240, 30, 400, 10);

    fn plan<'a>(places: &'a [Place], wires: &'a [Wire]) -> Plan<'a> {
        Plan { sizes: [(500, 300); 2], narrow_below: 0, places, wires }
    }

    #[test]
    fn a_wire_leads_from_edge_to_edge_and_upright_to_what_is_above() {
        let places = [A, STORE, BUS].map(|spot| Place::new(Kind::Server, spot));
        let plan = plan(&places, &[]);
        let [start, end] = plan.leg(false, 0, 1);
        assert!((start.0 - 134.0).abs() < 0.01 && (end.0 - 338.0).abs() < 0.01, "{start:?} {end:?}");
        let [start, end] = plan.leg(false, 0, 2);
        assert_eq!([start, end], [(100.0, 66.0), (100.0, 35.0)]);
    }

    #[test]
    fn a_course_passes_the_places_between_and_is_straight_where_no_wire_leads() {
        let row = [50, 150, 250, 350].map(|x| Place::new(Kind::Server, Spot::new(x, 50, 20, 20)));
        let wires = [Wire::new(0, 1), Wire::new(1, 2)];
        let plan = plan(&row, &wires);
        assert_eq!(plan.course(false, 2, 0), [(240.0, 50.0), (160.0, 50.0), (140.0, 50.0), (60.0, 50.0)]);
        assert_eq!(plan.course(false, 0, 3), [(60.0, 50.0), (340.0, 50.0)]);
        assert_eq!((plan.course(false, 1, 1), plan.stops(1, 1)), (vec![], vec![1]));
    }

    proptest::proptest! {
        #[test]
        fn to_and_fro_are_apart_and_as_long_as_the_wire(x in 200..900_i32, y in 0..900_i32, apart in 1..30_i32) {
            let places = [A, Spot::new(x, y, 60, 60)].map(|spot| Place::new(Kind::Server, spot));
            let wires = [Wire { from: 0, to: 1, apart }];
            let with = plan(&places, &wires);
            let [[there, back], [home, away]] = [with.leg(false, 0, 1), with.leg(false, 1, 0)];
            proptest::prop_assert!((length(there, away) - 2.0 * f64::from(apart)).abs() < 0.01);
            proptest::prop_assert!((length(back, home) - 2.0 * f64::from(apart)).abs() < 0.01);
            proptest::prop_assert!((length(there, back) - length(home, away)).abs() < 0.01);
        }
    }
}
