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

use crate::kernel::exercise::{Exercise, Step, Verdict};
use crate::kernel::random::Stream;

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

/// Draws until a task meets its conditions. The tests show that this is soon.
fn drawn<T>(kind: Kind, seed: u64, attempt: fn(&mut Stream) -> Option<T>) -> T {
    let mut random = Stream::new(seed, kind as u64);
    loop {
        if let Some(task) = attempt(&mut random) {
            return task;
        }
    }
}

/// Calls the same function of whichever task it is.
macro_rules! each {
    ($exercise:expr, $task:ident => $call:expr) => {
        match $exercise {
            RingExercise::Owner($task) => $call,
            RingExercise::Moves($task) => $call,
            RingExercise::Replicas($task) => $call,
            RingExercise::Place($task) => $call,
        }
    };
}

impl Exercise for RingExercise {
    type Kind = Kind;
    type Act = Act;
    type Answer = Answer;
    type Cause = Cause;
    type Marks = Marks;

    const KINDS: &'static [Kind] = &[Kind::Owner, Kind::Moves, Kind::Replicas, Kind::Place];

    fn fresh(kind: Kind, seed: u64) -> Self {
        match kind {
            Kind::Owner => Self::Owner(drawn(kind, seed, Owner::attempt)),
            Kind::Moves => Self::Moves(drawn(kind, seed, Moves::attempt)),
            Kind::Replicas => Self::Replicas(drawn(kind, seed, Replicas::attempt)),
            Kind::Place => Self::Place(drawn(kind, seed, Place::attempt)),
        }
    }

    fn kind(&self) -> Kind {
        match self {
            Self::Owner(_) => Kind::Owner,
            Self::Moves(_) => Kind::Moves,
            Self::Replicas(_) => Kind::Replicas,
            Self::Place(_) => Kind::Place,
        }
    }

    fn question(&self) -> String {
        each!(self, task => task.question())
    }

    fn act(&self, answer: &mut Answer, act: &Act) {
        match act {
            Act::Back => answer.back(),
            act => each!(self, task => task.act(answer, act)),
        }
    }

    fn is_complete(&self, answer: &Answer) -> bool {
        each!(self, task => task.is_complete(answer))
    }

    fn grade(&self, answer: &Answer) -> Verdict<Cause> {
        each!(self, task => task.grade(answer))
    }

    fn model_answer(&self) -> Answer {
        each!(self, task => task.model_answer())
    }

    fn model(&self) -> Vec<Step<Marks>> {
        each!(self, task => task.model())
    }
}
