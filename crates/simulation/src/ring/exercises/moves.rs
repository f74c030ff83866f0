//! Which keys move when a server comes or goes?

use algorithms::hashing::ring::{Ring, ServerId};

use super::ground::{Ground, list, per_cent};
use super::{Act, Answer, Cause, Marks, Step, Verdict};
use crate::kernel::random::Stream;

/// So many keys are on the ring.
const KEYS: usize = 8;

/// Mark the keys that change hands.
#[derive(Clone, Debug, PartialEq)]
pub struct Moves {
    /// The ring with the server that comes or goes, and the keys.
    pub ground: Ground,
    /// The ring without it.
    pub without: Ring,
    /// The server that comes or goes.
    pub changed: ServerId,
    /// Whether it comes.
    pub joins: bool,
}

impl Moves {
    pub(super) fn attempt(random: &mut Stream) -> Option<Self> {
        let joins = random.below(2) == 1;
        let (servers, nodes) = if random.below(2) == 1 { (4, 2) } else { (5, 1) };
        let mut ground = Ground::default();
        ground.draw_servers(random, servers, nodes)?;
        while ground.keys.len() < KEYS {
            ground.draw_key(random, |_, _| true)?;
        }
        let number = if joins { servers - 1 } else { random.below(servers) };
        let name = format!("s{number}");
        let changed = ground.ring.find(&name)?;
        let mut without = ground.ring.clone();
        without.remove(&name).ok()?;
        let task = Self { ground, without, changed, joins };
        task.is_instructive().then_some(task)
    }

    /// Some keys move, more stay, every arc that changes hands has a key, and one stays that lies just behind a point.
    fn is_instructive(&self) -> bool {
        let moving = self.moving();
        let every_arc_has_a_key = self.own_points().all(|point| !self.ground.keys_of(point).is_empty());
        let has_trap = (0..KEYS).any(|key| !moving.contains(&key) && self.lies_behind(key));
        (1..=KEYS / 2).contains(&moving.len()) && every_arc_has_a_key && has_trap
    }

    /// The points of the server that comes or goes.
    fn own_points(&self) -> impl Iterator<Item = usize> + '_ {
        let points = self.ground.ring.points().iter().enumerate();
        points.filter(|(_, point)| point.server == self.changed).map(|(index, _)| index)
    }

    /// Who owns a key with the server, and without it.
    fn owners(&self, key: usize) -> Option<(ServerId, ServerId)> {
        let position = self.ground.keys.get(key)?.position;
        Some((self.ground.ring.owner_at(position)?, self.without.owner_at(position)?))
    }

    /// The keys that move, by number.
    #[must_use]
    pub fn moving(&self) -> Vec<usize> {
        (0..self.ground.keys.len())
            .filter(|key| self.owners(*key).is_some_and(|(with, without)| with != without))
            .collect()
    }

    /// Whether the last point before a key is the changed server's.
    fn lies_behind(&self, key: usize) -> bool {
        let owner = self.ground.owner(self.ground.keys[key].position);
        let before = self.ground.point(self.ground.before(owner));
        before.is_some_and(|before| before.server == self.changed)
    }

    pub(super) fn question(&self) -> String {
        let server = self.ground.name(self.changed);
        if self.joins {
            format!("{server} joins, where its dashed marks are. Mark every key that moves.")
        } else {
            format!("{server} leaves. Mark every key that moves.")
        }
    }

    pub(super) fn act(&self, answer: &mut Answer, act: &Act) {
        if let Act::Key(key) = act
            && *key < self.ground.keys.len()
        {
            match answer.keys.iter().position(|marked| marked == key) {
                Some(place) => {
                    answer.keys.remove(place);
                }
                None => answer.keys.push(*key),
            }
        }
    }

    pub(super) fn is_complete(&self, answer: &Answer) -> bool {
        !answer.keys.is_empty()
    }

    pub(super) fn grade(&self, answer: &Answer) -> Verdict<Cause> {
        let (of, moving) = (self.ground.keys.len() as u32, self.moving());
        for (part, key) in (1..).zip(0..self.ground.keys.len()) {
            let cause = match (answer.keys.contains(&key), moving.contains(&key)) {
                (true, false) => self.marked_but_stays(key),
                (false, true) => self.moves_but_not_marked(key, answer),
                (true, true) | (false, false) => continue,
            };
            return Verdict::Wrong { part, of, cause };
        }
        let server = self.ground.name(self.changed);
        let (moved, way) = (moving.len(), if self.joins { "to" } else { "from" });
        Verdict::Right(format!(
            "{moved} of {of} keys move, all {way} {server}. The other {} stay.",
            of as usize - moved
        ))
    }

    fn marked_but_stays(&self, key: usize) -> Cause {
        let (changed, name) = (self.ground.name(self.changed), self.ground.keys[key].name.clone());
        let owner = self.owners(key).map_or_else(String::new, |(with, _)| self.ground.name(with));
        if self.lies_behind(key) {
            Cause::BehindPoint { key: name, changed, owner }
        } else {
            Cause::Stays { key: name, owner, changed }
        }
    }

    fn moves_but_not_marked(&self, key: usize, answer: &Answer) -> Cause {
        let (changed, position) = (self.ground.name(self.changed), self.ground.keys[key].position);
        let point = self.ground.owner(position);
        let marked = |point: usize| self.ground.keys_of(point).iter().any(|key| answer.keys.contains(key));
        let mut others = self.own_points().filter(|other| *other != point);
        if !marked(point) && others.any(marked) {
            let at = self.ground.point(point).map_or_else(String::new, |point| per_cent(point.position));
            return Cause::MissedNode { changed, at };
        }
        let name = self.ground.keys[key].name.clone();
        if self.ground.wraps(position) {
            return Cause::MissedBeforeZero { key: name, changed };
        }
        let other = self.owners(key).map_or_else(String::new, |(_, without)| self.ground.name(without));
        Cause::Missed { key: name, changed, other, joins: self.joins }
    }

    pub(super) fn model_answer(&self) -> Answer {
        Answer { keys: self.moving(), ..Answer::default() }
    }

    pub(super) fn model(&self) -> Vec<Step<Marks>> {
        let server = self.ground.name(self.changed);
        let mut keys = Vec::new();
        let mut steps = Vec::new();
        for point in self.own_points() {
            let on_arc = self.ground.keys_of(point);
            keys.extend(&on_arc);
            steps.push(self.arc_step(&server, point, on_arc, Answer { keys: keys.clone(), ..Answer::default() }));
        }
        let stay = self.ground.keys.len() - keys.len();
        let (way, answer) = (if self.joins { "to" } else { "from" }, self.model_answer());
        steps.push(Step {
            says: format!(
                "No other arc changes hands: the other {stay} keys stay. All that moves, moves {way} {server}."
            ),
            marks: Marks { keys: answer.keys.clone(), answer, ..Marks::default() },
        });
        steps
    }

    fn arc_step(&self, server: &str, point: usize, on_arc: Vec<usize>, answer: Answer) -> Step<Marks> {
        let before = self.ground.before(point);
        let turn = |point: usize| self.ground.point(point).map(|point| point.position);
        let (from, to) = (turn(before).unwrap_or_default(), turn(point).unwrap_or_default());
        let names: Vec<String> = on_arc.iter().map(|key| self.ground.keys[*key].name.clone()).collect();
        let other = on_arc.first().and_then(|key| self.owners(*key)).map(|(_, without)| self.ground.name(without));
        let (other, verb) = (other.unwrap_or_default(), if names.len() == 1 { "moves" } else { "move" });
        let how = if self.joins { format!("from {other} to {server}") } else { format!("from {server} to {other}") };
        let says = format!(
            "{server}’s point at {} owns the arc that begins after {}’s point at {}. On it: {}, which {verb} {how}.",
            per_cent(to),
            self.ground.name_at(before),
            per_cent(from),
            list(&names),
        );
        Step { says, marks: Marks { keys: on_arc, points: vec![point], way: Some((from.turn(), to.turn())), answer } }
    }
}
