//! Which servers keep the copies of a key?

use algorithms::hashing::ring::ServerId;
use algorithms::hashing::search::ReplicaWalk;

use super::ground::{Ground, list, per_cent};
use super::owner::wrong_owner;
use super::{Act, Answer, Cause, Marks, Step, Verdict};
use crate::kernel::random::Stream;

/// So many servers are on the ring, with so many points each.
const SERVERS: u32 = 4;
const NODES: u32 = 3;
/// A key is kept on so many servers.
const COPIES: usize = 3;

/// Name the servers of a key's copies, in order. On the way lies at least one further point of a server already met.
#[derive(Clone, Debug, PartialEq)]
pub struct Replicas {
    /// The ring and its one key.
    pub ground: Ground,
}

impl Replicas {
    pub(super) fn attempt(random: &mut Stream) -> Option<Self> {
        let mut ground = Ground::default();
        ground.draw_servers(random, SERVERS, NODES)?;
        ground.draw_key(random, |_, _| true)?;
        let task = Self { ground };
        // A point to be skipped, and not so many that it is tedious.
        (COPIES + 1..=COPIES + 3).contains(&task.visits().len()).then_some(task)
    }

    /// The points passed, by number, and whether each is a server's that was not met before.
    fn visits(&self) -> Vec<(usize, bool)> {
        let Some(key) = self.ground.keys.first() else { return Vec::new() };
        let ring = &self.ground.ring;
        let mut at = self.ground.owner(key.position);
        let mut walk = ReplicaWalk::new(ring, at, COPIES, &mut ());
        let mut visits = Vec::new();
        while let Some(visit) = walk.visit(ring, &mut ()) {
            visits.push((at, visit.is_new));
            at = (at + 1) % ring.points().len();
        }
        visits
    }

    fn servers(&self) -> Vec<ServerId> {
        self.ground.keys.first().map_or_else(Vec::new, |key| self.ground.ring.replicas(key.position, COPIES))
    }

    fn key(&self) -> String {
        self.ground.keys.first().map_or_else(String::new, |key| key.name.clone())
    }

    pub(super) fn question(&self) -> String {
        format!("{} is kept on {COPIES} servers. Choose them in order, its owner first.", self.key())
    }

    pub(super) fn act(&self, answer: &mut Answer, act: &Act) {
        if let Act::Point(point) = act
            && *point < self.ground.ring.points().len()
            && answer.points.len() < COPIES
        {
            answer.points.push(*point);
        }
    }

    pub(super) fn is_complete(&self, answer: &Answer) -> bool {
        answer.points.len() == COPIES
    }

    pub(super) fn grade(&self, answer: &Answer) -> Verdict<Cause> {
        let servers = self.servers();
        let chosen: Vec<ServerId> =
            answer.points.iter().filter_map(|point| self.ground.point(*point)).map(|point| point.server).collect();
        let wrong = chosen.iter().zip(&servers).position(|(chosen, server)| chosen != server);
        let Some(wrong) = wrong else {
            let names: Vec<String> = servers.iter().map(|server| self.ground.name(*server)).collect();
            return Verdict::Right(format!("{} are three different servers, in the order of the walk.", list(&names)));
        };
        let cause = self.cause(&chosen, &servers, wrong, answer.points[wrong]);
        Verdict::Wrong { part: wrong as u32 + 1, of: COPIES as u32, cause }
    }

    fn cause(&self, chosen: &[ServerId], servers: &[ServerId], wrong: usize, point: usize) -> Cause {
        let (name, first) = (self.ground.name(chosen[wrong]), self.ground.name(servers[wrong]));
        if chosen[..wrong].contains(&chosen[wrong]) {
            return Cause::SameServer { server: name };
        }
        if servers.iter().all(|server| chosen.contains(server)) {
            return Cause::Order { first, chosen: name };
        }
        let walked_past = Cause::WalkedPast { key: self.key(), chosen: name, first };
        if wrong == 0 { wrong_owner(&self.ground, 0, point).unwrap_or(walked_past) } else { walked_past }
    }

    pub(super) fn model_answer(&self) -> Answer {
        let points = self.visits().into_iter().filter(|(_, is_new)| *is_new).map(|(point, _)| point).collect();
        Answer { points, ..Answer::default() }
    }

    pub(super) fn model(&self) -> Vec<Step<Marks>> {
        let start = self.ground.keys.first().map(|key| key.position).unwrap_or_default();
        let mut points = Vec::new();
        let step = |(at, is_new): (usize, bool)| {
            let position = self.ground.point(at).map(|point| point.position).unwrap_or_default();
            let (name, place) = (self.ground.name_at(at), per_cent(position));
            if is_new {
                points.push(at);
            }
            let says = match (points.len(), is_new) {
                (1, true) => format!(
                    "Clockwise from {}, at {}, the first point is {name}’s, at {place}: the owner keeps the first copy.",
                    self.key(),
                    per_cent(start)
                ),
                (copies, true) => format!("At {place} stands {name}, not met before: it keeps copy {copies}."),
                (_, false) => format!("At {place} stands {name} once more. It has a copy already, so walk on."),
            };
            let way = Some((start.turn(), position.turn()));
            let answer = Answer { points: points.clone(), ..Answer::default() };
            Step { says, marks: Marks { keys: vec![0], points: vec![at], way, answer } }
        };
        self.visits().into_iter().map(step).collect()
    }
}
