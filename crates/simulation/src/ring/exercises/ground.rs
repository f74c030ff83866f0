//! What every task is set on: a ring, some keys, and distances that the eye can tell.

use algorithms::hashing::ring::{Point, Ring, ServerId};
use algorithms::position::Position;

use crate::kernel::random::Stream;

/// The least distance between two keys, in parts of 2^32 of the circle: a finger's width on a phone.
pub const KEYS_APART: u32 = u32::MAX / 24;
/// The least distance between two points.
pub const POINTS_APART: u32 = u32::MAX / 30;
/// The least distance between a key and a point that it does not stand on, and between any mark and zero: on which side of
/// the other a mark lies must be seen.
pub const SIDES_APART: u32 = u32::MAX / 64;
/// Keys are drawn from `key0` to `key99`: two digits fit into a mark.
const NAMES: u32 = 100;
/// So often something is drawn before the whole task is given up.
const DRAWS: u32 = 300;

/// A key of a task.
#[derive(Clone, Debug, PartialEq)]
pub struct Key {
    /// Its name.
    pub name: String,
    /// Where SHA-1 puts it.
    pub position: Position,
}

/// A ring and keys on it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ground {
    /// The ring. Its servers are s0, s1, ... in the order of their slots.
    pub ring: Ring,
    /// The keys, clockwise from zero.
    pub keys: Vec<Key>,
}

impl Ground {
    /// A point, by its number clockwise from zero.
    #[must_use]
    pub fn point(&self, index: usize) -> Option<Point> {
        self.ring.points().get(index).copied()
    }

    /// A server's name.
    #[must_use]
    pub fn name(&self, server: ServerId) -> String {
        self.ring.server(server).map_or_else(String::new, |server| server.name.clone())
    }

    /// The name of the server at a point.
    #[must_use]
    pub fn name_at(&self, index: usize) -> String {
        self.point(index).map_or_else(String::new, |point| self.name(point.server))
    }

    /// The number of the point that owns a position.
    #[must_use]
    pub fn owner(&self, position: Position) -> usize {
        self.ring.successor(position).unwrap_or(0)
    }

    /// The point before another one, anticlockwise.
    #[must_use]
    pub fn before(&self, point: usize) -> usize {
        let count = self.ring.points().len().max(1);
        (point + count - 1) % count
    }

    /// Whether a position stands past the last point, so that its owner is found past zero.
    #[must_use]
    pub fn wraps(&self, position: Position) -> bool {
        self.ring.points().last().is_some_and(|last| last.position < position)
    }

    /// The keys, by number, on the arc that ends at a point.
    #[must_use]
    pub fn keys_of(&self, point: usize) -> Vec<usize> {
        (0..self.keys.len()).filter(|key| self.owner(self.keys[*key].position) == point).collect()
    }

    /// The middles between neighbouring marks, clockwise, in parts of 2^32 of the circle: all that a new node can do
    /// differently.
    #[must_use]
    pub fn gaps(&self) -> Vec<u32> {
        let marks = self.marks();
        let next = marks.iter().skip(1).chain(marks.first());
        marks.iter().zip(next).map(|(from, to)| middle(*from, *to)).collect()
    }

    /// The middle between the two marks that a place lies between, in parts of 2^32 of the circle.
    #[must_use]
    pub fn gap_at(&self, turn: u32) -> Option<u32> {
        let marks = self.marks();
        let next = marks.iter().find(|mark| **mark >= turn).or(marks.first())?;
        let previous = marks.iter().rfind(|mark| **mark < turn).or(marks.last())?;
        Some(middle(*previous, *next))
    }

    /// Where points and keys are, clockwise from zero, in parts of 2^32 of the circle.
    fn marks(&self) -> Vec<u32> {
        let mut marks: Vec<u32> = self.ring.points().iter().map(|point| point.position.turn()).collect();
        marks.extend(self.keys.iter().map(|key| key.position.turn()));
        insert_in_order(&mut marks);
        marks
    }

    /// Puts a server on the ring, a node at each of the positions.
    pub(super) fn seat(&mut self, name: &str, positions: &[Position]) -> Option<ServerId> {
        let id = self.ring.add(name, positions.len() as u32).ok()?;
        for (node, position) in (0..).zip(positions) {
            self.ring.place(name, node, *position).ok()?;
        }
        Some(id)
    }

    /// Adds a key that chance names and `fits` accepts, at a distance from all that is there.
    pub(super) fn draw_key(&mut self, random: &mut Stream, fits: impl Fn(&Self, Position) -> bool) -> Option<Key> {
        for _ in 0..DRAWS {
            let name = format!("key{}", random.below(NAMES));
            let position = Position::of(name.as_bytes());
            if self.has_room_for_key(position) && fits(self, position) {
                let key = Key { name, position };
                let place = self.keys.partition_point(|other| other.position < position);
                self.keys.insert(place, key.clone());
                return Some(key);
            }
        }
        None
    }

    /// A position for a node, at a distance from all that is there and from the `others` to come.
    pub(super) fn draw_point(
        &self,
        random: &mut Stream,
        others: &[Position],
        fits: impl Fn(Position) -> bool,
    ) -> Option<Position> {
        (0..DRAWS).map(|_| Position::from_turn(random.next_u32())).find(|position| {
            let points = self.ring.points().iter().map(|point| &point.position);
            off_zero(*position)
                && points.chain(others).all(|other| apart(*other, *position) >= POINTS_APART)
                && self.keys.iter().all(|key| apart(key.position, *position) >= SIDES_APART)
                && fits(*position)
        })
    }

    /// Puts servers s0, s1, ... on the ring, `nodes` nodes each, where chance wants them.
    pub(super) fn draw_servers(&mut self, random: &mut Stream, servers: u32, nodes: u32) -> Option<()> {
        let mut positions = Vec::new();
        for _ in 0..servers * nodes {
            let position = self.draw_point(random, &positions, |_| true)?;
            positions.push(position);
        }
        for (server, positions) in positions.chunks(nodes as usize).enumerate() {
            self.seat(&format!("s{server}"), positions)?;
        }
        Some(())
    }

    fn has_room_for_key(&self, position: Position) -> bool {
        off_zero(position)
            && self.keys.iter().all(|other| apart(other.position, position) >= KEYS_APART)
            && self.ring.points().iter().all(|other| apart(other.position, position) >= SIDES_APART)
    }
}

/// How far two places are apart, the shorter way round, in parts of 2^32 of the circle.
pub(super) fn apart(a: Position, b: Position) -> u32 {
    a.turn().wrapping_sub(b.turn()).min(b.turn().wrapping_sub(a.turn()))
}

fn off_zero(position: Position) -> bool {
    apart(position, Position::ZERO) >= SIDES_APART
}

/// Half-way clockwise from one place to another.
fn middle(from: u32, to: u32) -> u32 {
    from.wrapping_add(to.wrapping_sub(from) / 2)
}

/// How far round a position is, in whole per cent.
pub(super) fn per_cent(position: Position) -> String {
    format!("{}\u{202f}%", (u64::from(position.turn()) * 100) >> 32)
}

/// Sorts a few numbers by insertion: the library's sort weighs kilobytes in the browser.
fn insert_in_order(numbers: &mut [u32]) {
    for i in 1..numbers.len() {
        let mut j = i;
        while j > 0 && numbers[j - 1] > numbers[j] {
            numbers.swap(j - 1, j);
            j -= 1;
        }
    }
}

/// Names in a row: `a`, `a and b`, `a, b and c`; `none` without any.
pub(super) fn list(names: &[String]) -> String {
    match names {
        [] => "none".to_owned(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
