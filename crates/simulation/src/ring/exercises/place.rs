//! Where must a virtual node stand?

use algorithms::hashing::moved::moved_arcs;
use algorithms::hashing::ring::ServerId;
use algorithms::position::Position;

use super::ground::{Ground, list, per_cent};
use super::{Act, Answer, Cause, Marks, Step, Verdict};
use crate::kernel::random::Stream;
use crate::kernel::text::counted;

/// So many servers are on the ring before, with so many points each.
const SERVERS: u32 = 4;
const NODES: u32 = 2;
/// So many keys.
const KEYS: usize = 8;
/// The server that comes.
const NEW: &str = "s4";

/// What the new node is to take.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Aim {
    /// As many keys as one node can.
    Most,
    /// So many keys of one server.
    From {
        /// The server.
        server: ServerId,
        /// How many keys.
        keys: usize,
    },
}

/// Put a node of a new server where it takes what it should.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// The ring without the new server, and the keys.
    pub ground: Ground,
    /// What it is to take.
    pub aim: Aim,
}

/// What a node takes at a place.
struct Taken {
    /// The keys, by number.
    keys: Vec<usize>,
    /// The server that they come from: the next one clockwise.
    from: ServerId,
}

impl Place {
    pub(super) fn attempt(random: &mut Stream) -> Option<Self> {
        let mut ground = Ground::default();
        ground.draw_servers(random, SERVERS, NODES)?;
        while ground.keys.len() < KEYS {
            ground.draw_key(random, |_, _| true)?;
        }
        let arcs = arcs(&ground);
        let most = arcs.iter().map(|(_, keys)| *keys).max()?;
        let is_alone = arcs.iter().filter(|(_, keys)| *keys == most).count() == 1;
        let aim = if random.below(2) == 0 {
            Some(Aim::Most).filter(|_| is_alone && most > 1)
        } else {
            // Fewer than lie there, so that the place within the arc matters.
            let (point, on_arc) = arcs[random.below(arcs.len() as u32) as usize];
            let server = ground.point(point)?.server;
            (on_arc > 1).then(|| Aim::From { server, keys: on_arc - 1 })
        };
        Some(Self { aim: aim?, ground })
    }

    /// What a node takes at a place: the ring with it against the ring without.
    fn taken(&self, put: u32) -> Option<Taken> {
        let mut with = self.ground.ring.clone();
        with.add(NEW, 1).ok()?;
        with.place(NEW, 0, Position::from_turn(put)).ok()?;
        let arc = *moved_arcs(&self.ground.ring, &with).first()?;
        let lies_on_arc = |key: &usize| {
            let from_start = self.ground.keys[*key].position.distance_from(arc.after);
            from_start <= arc.upto.distance_from(arc.after) && from_start != Position::ZERO
        };
        Some(Taken { keys: (0..self.ground.keys.len()).filter(lies_on_arc).collect(), from: arc.from? })
    }

    /// The most keys that one node can take.
    fn most(&self) -> usize {
        arcs(&self.ground).into_iter().map(|(_, keys)| keys).max().unwrap_or(0)
    }

    pub(super) fn question(&self) -> String {
        match self.aim {
            Aim::Most => format!("{NEW} joins with one virtual node. Put it where it takes the most keys."),
            Aim::From { server, keys } => {
                let (many, server) = (counted(keys as u64, "key", "keys"), self.ground.name(server));
                format!("{NEW} joins with one virtual node. Put it where it takes exactly {many}, from {server}.")
            }
        }
    }

    pub(super) fn act(&self, answer: &mut Answer, act: &Act) {
        if let Act::Put(turn) = act {
            answer.put = self.ground.gap_at(*turn);
        }
    }

    pub(super) fn is_complete(&self, answer: &Answer) -> bool {
        answer.put.is_some()
    }

    pub(super) fn grade(&self, answer: &Answer) -> Verdict<Cause> {
        let Some((put, taken)) = answer.put.and_then(|put| Some((put, self.taken(put)?))) else {
            return Verdict::Wrong { part: 1, of: 1, cause: Cause::TakesNothing { owner: String::new() } };
        };
        match self.cause(put, &taken) {
            Some(cause) => Verdict::Wrong { part: 1, of: 1, cause },
            None => Verdict::Right(self.achieved(&taken)),
        }
    }

    fn achieved(&self, taken: &Taken) -> String {
        let names: Vec<String> = taken.keys.iter().map(|key| self.ground.keys[*key].name.clone()).collect();
        format!(
            "{NEW} takes {} from {}, and nothing from any other server.",
            list(&names),
            self.ground.name(taken.from)
        )
    }

    fn cause(&self, put: u32, taken: &Taken) -> Option<Cause> {
        let (takes, from) = (taken.keys.len(), self.ground.name(taken.from));
        let next = self.ground.owner(Position::from_turn(put));
        let on_arc = self.ground.keys_of(next).len();
        match self.aim {
            Aim::Most if takes == self.most() => None,
            Aim::Most if takes == 0 => Some(Cause::TakesNothing { owner: from }),
            Aim::Most if takes < on_arc => Some(Cause::NotAll { takes, on_arc, from }),
            Aim::Most => Some(Cause::NotFullest { takes, from }),
            Aim::From { server, keys } => {
                let wanted = self.ground.name(server);
                let behind = self.ground.point(self.ground.before(next)).map(|point| point.server);
                if taken.from == server {
                    let cause = if takes == 0 {
                        Cause::TakesNothing { owner: from }
                    } else if on_arc < keys {
                        Cause::SmallArc { on_arc, wanted: keys, from }
                    } else {
                        Cause::Count { takes, wanted: keys, from }
                    };
                    return (takes != keys).then_some(cause);
                }
                Some(if behind == Some(server) {
                    Cause::AfterPoint { wanted, from }
                } else {
                    Cause::OtherServer { wanted, from }
                })
            }
        }
    }

    /// The point before which the node is to stand, and how many keys it then takes.
    fn target(&self) -> (usize, usize) {
        let mut arcs = arcs(&self.ground).into_iter();
        let found = match self.aim {
            Aim::Most => arcs.max_by_key(|(_, keys)| *keys),
            Aim::From { server, keys } => arcs.find(|(point, on_arc)| {
                *on_arc >= keys && self.ground.point(*point).is_some_and(|point| point.server == server)
            }),
        };
        let (point, on_arc) = found.unwrap_or_default();
        (point, if let Aim::From { keys, .. } = self.aim { keys } else { on_arc })
    }

    pub(super) fn model_answer(&self) -> Answer {
        let (point, keys) = self.target();
        let takes_them = |gap: &u32| {
            let is_before = self.ground.owner(Position::from_turn(*gap)) == point;
            is_before && self.taken(*gap).is_some_and(|taken| taken.keys.len() == keys)
        };
        Answer { put: self.ground.gaps().into_iter().find(takes_them), ..Answer::default() }
    }

    pub(super) fn model(&self) -> Vec<Step<Marks>> {
        let answer = self.model_answer();
        let put = answer.put.unwrap_or_default();
        let (point, _) = self.target();
        let mut steps: Vec<Step<Marks>> = arcs(&self.ground)
            .into_iter()
            .filter(|(other, _)| match self.aim {
                Aim::Most => true,
                Aim::From { server, .. } => self.ground.point(*other).is_some_and(|point| point.server == server),
            })
            .map(|(point, _)| self.arc_step(point))
            .collect();
        let keys = self.taken(put).map(|taken| taken.keys).unwrap_or_default();
        let before =
            self.ground.point(self.ground.before(point)).map(|point| point.position.turn()).unwrap_or_default();
        let says = format!(
            "A node takes the keys between the previous point and itself. At {}, before {}’s point, {} are behind it.",
            per_cent(Position::from_turn(put)),
            self.ground.name_at(point),
            list(&keys.iter().map(|key| self.ground.keys[*key].name.clone()).collect::<Vec<_>>()),
        );
        let way = Some((before, put));
        steps.push(Step { says, marks: Marks { keys, points: Vec::new(), way, answer } });
        steps
    }

    fn arc_step(&self, point: usize) -> Step<Marks> {
        let turn = |point: usize| self.ground.point(point).map(|point| point.position).unwrap_or_default();
        let (from, to, keys) = (turn(self.ground.before(point)), turn(point), self.ground.keys_of(point));
        let count = match keys.len() {
            0 => "no key".to_owned(),
            1 => "1 key".to_owned(),
            many => format!("{many} keys"),
        };
        let says = format!(
            "Before {}’s point at {}, back to the point at {}: {count}.",
            self.ground.name_at(point),
            per_cent(to),
            per_cent(from)
        );
        let way = Some((from.turn(), to.turn()));
        Step { says, marks: Marks { keys, points: vec![point], way, answer: Answer::default() } }
    }
}

/// Every point, and how many keys lie on the arc that ends there.
fn arcs(ground: &Ground) -> Vec<(usize, usize)> {
    (0..ground.ring.points().len()).map(|point| (point, ground.keys_of(point).len())).collect()
}
