//! Whose key is this?

use algorithms::position::Position;

use super::ground::{Ground, POINTS_APART, SIDES_APART, apart, per_cent};
use super::{Act, Answer, Cause, Marks, Step, Verdict};
use crate::kernel::random::Stream;

/// So many servers are on the ring, a point each.
const SERVERS: u32 = 5;

/// Find the owners of four keys: one stands on a server's point, one past the last point, one has its nearest server behind
/// it, one is as chance wants it.
#[derive(Clone, Debug, PartialEq)]
pub struct Owner {
    /// The ring and the keys.
    pub ground: Ground,
    /// The keys in the order in which they are asked for, by number.
    pub asked: Vec<usize>,
}

impl Owner {
    pub(super) fn attempt(random: &mut Stream) -> Option<Self> {
        let mut ground = Ground::default();
        let wraps = ground.draw_key(random, |_, position| position.turn() > u32::MAX / 8 * 7)?;
        let on_point = ground.draw_key(random, |_, position| position < wraps.position)?;
        let mut points = vec![on_point.position];
        while points.len() < SERVERS as usize {
            let point = ground.draw_point(random, &points, |point| point < wraps.position)?;
            points.push(point);
        }
        // Not always the same server is the one that a key stands on.
        points.rotate_left(random.below(SERVERS) as usize);
        for (server, point) in points.into_iter().enumerate() {
            ground.seat(&format!("s{server}"), &[point])?;
        }
        ground.draw_key(random, |ground, key| !ground.wraps(key) && nearest_lies_behind(ground, key))?;
        ground.draw_key(random, |ground, key| !ground.wraps(key))?;
        let mut asked: Vec<usize> = (0..ground.keys.len()).collect();
        for i in (1..asked.len()).rev() {
            asked.swap(i, random.below(i as u32 + 1) as usize);
        }
        Some(Self { ground, asked })
    }

    pub(super) fn question(&self) -> String {
        "Which server owns each key? Choose the owner of one after the other.".to_owned()
    }

    pub(super) fn act(&self, answer: &mut Answer, act: &Act) {
        if let Act::Point(point) = act
            && *point < self.ground.ring.points().len()
            && answer.points.len() < self.asked.len()
        {
            answer.points.push(*point);
        }
    }

    pub(super) fn is_complete(&self, answer: &Answer) -> bool {
        answer.points.len() == self.asked.len()
    }

    pub(super) fn grade(&self, answer: &Answer) -> Verdict<Cause> {
        let of = self.asked.len() as u32;
        for ((part, key), chosen) in (1..).zip(&self.asked).zip(&answer.points) {
            if let Some(cause) = wrong_owner(&self.ground, *key, *chosen) {
                return Verdict::Wrong { part, of, cause };
            }
        }
        Verdict::Right(format!("All {of} owners are right: the first server clockwise, every time."))
    }

    pub(super) fn model_answer(&self) -> Answer {
        let owner = |key: &usize| self.ground.owner(self.ground.keys[*key].position);
        Answer { points: self.asked.iter().map(owner).collect(), ..Answer::default() }
    }

    pub(super) fn model(&self) -> Vec<Step<Marks>> {
        let whole = self.model_answer();
        (1..)
            .zip(&self.asked)
            .zip(&whole.points)
            .map(|((so_far, key), owner)| {
                let answer = Answer { points: whole.points[..so_far].to_vec(), ..Answer::default() };
                let position = self.ground.keys[*key].position;
                let way = self.ground.point(*owner).map(|point| (position.turn(), point.position.turn()));
                let marks = Marks { keys: vec![*key], points: vec![*owner], way, answer };
                Step { says: explain(&self.ground, *key, *owner), marks }
            })
            .collect()
    }
}

/// Whether the point behind a key is clearly nearer than the one ahead: then who looks for the nearest goes wrong.
fn nearest_lies_behind(ground: &Ground, key: Position) -> bool {
    let owner = ground.owner(key);
    let (Some(ahead), Some(behind)) = (ground.point(owner), ground.point(ground.before(owner))) else {
        return false;
    };
    let (ahead, behind) = (apart(ahead.position, key), apart(behind.position, key));
    behind + SIDES_APART < ahead && ahead > POINTS_APART
}

/// What is wrong with a point as the owner of a key; `None` if its server is the owner.
pub(super) fn wrong_owner(ground: &Ground, key: usize, chosen: usize) -> Option<Cause> {
    let at = ground.keys[key].position;
    let (owner, key) = (ground.owner(at), ground.keys[key].name.clone());
    let (chosen_point, owner_point) = (ground.point(chosen)?, ground.point(owner)?);
    if chosen_point.server == owner_point.server {
        return None;
    }
    let (first, name) = (ground.name(owner_point.server), ground.name(chosen_point.server));
    let went_back = chosen == ground.before(owner);
    let is_nearer = apart(chosen_point.position, at) < apart(owner_point.position, at);
    Some(if owner_point.position == at {
        if went_back { Cause::Anticlockwise { key, chosen: name } } else { Cause::OnPoint { key, server: first } }
    } else if !went_back {
        Cause::WalkedPast { key, chosen: name, first }
    } else if ground.wraps(at) {
        Cause::ForgotWrap { key, last: name }
    } else if is_nearer {
        Cause::Nearest { key, chosen: name }
    } else {
        Cause::Anticlockwise { key, chosen: name }
    })
}

fn explain(ground: &Ground, key: usize, owner: usize) -> String {
    let key = &ground.keys[key];
    let (name, at) = (ground.name_at(owner), per_cent(key.position));
    let Some(point) = ground.point(owner) else { return String::new() };
    let stands = format!("{} stands at {at}", key.name);
    if point.position == key.position {
        return format!("{stands}, exactly on {name}’s point: it belongs to {name}.");
    }
    let there = per_cent(point.position);
    if ground.wraps(key.position) {
        return format!(
            "{stands}. Between there and zero is no point, so the walk passes zero; the first point after it is {name}’s, at \
             {there}. {name} owns it."
        );
    }
    format!("{stands}. Walk clockwise: the first point is {name}’s, at {there}. {name} owns it.")
}
