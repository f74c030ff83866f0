//! Exercises on the ring: find owners, find the keys that move, place a virtual node, name replicas.
//!
//! The ring that makes the task is the ring that judges it. Keys stand where SHA-1 puts their names; servers are put where
//! the task needs them. Marks keep their distance, so that a picture of the task has one reading only.

mod cause;
mod ground;
mod moves;
mod owner;
mod place;
mod replicas;

use crate::by_task;
use crate::kernel::exercise::{Exercise, Step, Verdict};

pub use cause::Cause;
pub use ground::{Ground, KEYS_APART, Key, POINTS_APART, SIDES_APART};
pub use moves::Moves;
pub use owner::Owner;
pub use place::{Aim, Place};
pub use replicas::Replicas;

/// What is to be found.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Kind {
    /// The owners of some keys.
    Owner,
    /// The keys that move when a server comes or goes.
    Moves,
    /// The servers that keep a key's copies, in order.
    Replicas,
    /// A place for a new virtual node.
    Place,
}

/// One thing that a learner may do.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Act {
    /// Points at a server's point: its number clockwise from zero, as in [`algorithms::hashing::ring::Ring::points`].
    Point(usize),
    /// Marks a key, or takes the mark away: its number clockwise from zero.
    Key(usize),
    /// Puts the new node there, in parts of 2^32 of the circle; it snaps to the middle between two marks.
    Put(u32),
    /// Takes the last thing back.
    Back,
}

/// What the learner has done so far.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Answer {
    /// The points that were pointed at, in order.
    pub points: Vec<usize>,
    /// The keys that are marked, in the order in which they were.
    pub keys: Vec<usize>,
    /// Where the new node was put, in parts of 2^32 of the circle.
    pub put: Option<u32>,
}

impl Answer {
    fn back(&mut self) {
        self.points.pop();
        self.keys.pop();
        self.put = None;
    }
}

/// What a step points at.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Marks {
    /// Keys, by their number.
    pub keys: Vec<usize>,
    /// Points, by their number.
    pub points: Vec<usize>,
    /// A way clockwise from one place to another, in parts of 2^32 of the circle.
    pub way: Option<(u32, u32)>,
    /// The answer as far as it has come.
    pub answer: Answer,
}

/// A task on a ring.
#[derive(Clone, Debug, PartialEq)]
pub enum RingExercise {
    /// Find owners.
    Owner(Owner),
    /// Find the keys that move.
    Moves(Moves),
    /// Name replicas.
    Replicas(Replicas),
    /// Place a node.
    Place(Place),
}

impl RingExercise {
    /// What all tasks are set on: the ring and its keys.
    #[must_use]
    pub const fn ground(&self) -> &Ground {
        match self {
            Self::Owner(task) => &task.ground,
            Self::Moves(task) => &task.ground,
            Self::Replicas(task) => &task.ground,
            Self::Place(task) => &task.ground,
        }
    }
}

impl Exercise for RingExercise {
    type Kind = Kind;
    type Act = Act;
    type Answer = Answer;
    type Cause = Cause;
    type Marks = Marks;

    by_task! { 0; Owner, Moves, Replicas, Place }

    fn act(&self, answer: &mut Answer, act: &Act) {
        if *act == Act::Back {
            return answer.back();
        }
        match self {
            Self::Owner(task) => task.act(answer, act),
            Self::Moves(task) => task.act(answer, act),
            Self::Replicas(task) => task.act(answer, act),
            Self::Place(task) => task.act(answer, act),
        }
    }

    fn is_complete(&self, answer: &Answer) -> bool {
        match self {
            Self::Owner(task) => task.is_complete(answer),
            Self::Moves(task) => task.is_complete(answer),
            Self::Replicas(task) => task.is_complete(answer),
            Self::Place(task) => task.is_complete(answer),
        }
    }
}
