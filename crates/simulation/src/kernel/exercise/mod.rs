//! Exercises: the learner acts as the algorithm, and the algorithm itself is the judge.
//!
//! An [`Exercise`] makes tasks from a seed, grades what the learner did, and can show how it is done, a step at a time.
//! [`Practice`] is one learner at one kind of exercise: attempts, the answer that was shown, the score.

mod practice;

use std::fmt::{Debug, Display};

use super::random::Stream;

pub use practice::{Practice, Tally};

/// A task of one kind or another. The same kind and seed give the same task on every machine.
pub trait Exercise: Clone + Debug + PartialEq + 'static {
    /// What is to be done, apart from the data.
    type Kind: Copy + Debug + Eq + 'static;
    /// One thing that a learner may do.
    type Act: Clone + Debug + PartialEq + 'static;
    /// What the learner has done so far; nothing, to begin with.
    type Answer: Clone + Debug + Default + PartialEq + 'static;
    /// Why an answer is wrong: the sentence names what went wrong and why.
    type Cause: Clone + Debug + Display + PartialEq + 'static;
    /// What a step of the model answer points at.
    type Marks: Clone + Debug + Default + PartialEq + 'static;

    /// All kinds, in the order in which they are best learnt.
    const KINDS: &'static [Self::Kind];

    /// A task with fresh data. It is never one whose picture could be read in two ways.
    fn fresh(kind: Self::Kind, seed: u64) -> Self;

    /// Its kind.
    fn kind(&self) -> Self::Kind;

    /// What is asked, as a sentence.
    fn question(&self) -> String;

    /// Does what the learner asks for. What makes no sense changes nothing.
    fn act(&self, answer: &mut Self::Answer, act: &Self::Act);

    /// Whether there is enough of an answer to be graded.
    fn is_complete(&self, answer: &Self::Answer) -> bool;

    /// Grades an answer.
    fn grade(&self, answer: &Self::Answer) -> Verdict<Self::Cause>;

    /// An answer that is right.
    fn model_answer(&self) -> Self::Answer;

    /// How one comes to it, a step at a time; at least one step.
    fn model(&self) -> Vec<Step<Self::Marks>>;
}

/// Draws until a task meets its conditions. A chapter's tests show that this is soon.
pub fn drawn<T>(mut random: Stream, attempt: impl Fn(&mut Stream) -> Option<T>) -> T {
    loop {
        if let Some(task) = attempt(&mut random) {
            return task;
        }
    }
}

/// What an enum of a chapter's tasks does by calling whichever task it is: most of its `impl Exercise`. Each variant has the name
/// of its kind, and of the task that it holds, which [`drawn`] makes by its `attempt` from the kind's stream: the number given
/// here, and for each further kind the next.
#[macro_export]
macro_rules! by_task {
    ($stream:expr; $($kind:ident),+) => {
        const KINDS: &'static [Kind] = &[$(Kind::$kind),+];

        fn fresh(kind: Kind, seed: u64) -> Self {
            let stream = $crate::kernel::random::Stream::new(seed, $stream + kind as u64);
            match kind {
                $(Kind::$kind => Self::$kind($crate::kernel::exercise::drawn(stream, $kind::attempt)),)+
            }
        }

        fn kind(&self) -> Kind {
            match self {
                $(Self::$kind(_) => Kind::$kind,)+
            }
        }

        fn question(&self) -> String {
            match self {
                $(Self::$kind(task) => task.question(),)+
            }
        }

        fn grade(&self, answer: &Answer) -> $crate::kernel::exercise::Verdict<Cause> {
            match self {
                $(Self::$kind(task) => task.grade(answer),)+
            }
        }

        fn model_answer(&self) -> Answer {
            match self {
                $(Self::$kind(task) => task.model_answer(),)+
            }
        }

        fn model(&self) -> Vec<$crate::kernel::exercise::Step<Marks>> {
            match self {
                $(Self::$kind(task) => task.model(),)+
            }
        }
    };
}

/// What grading comes to.
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict<C> {
    /// Right, and a sentence that says what was achieved.
    Right(String),
    /// Wrong.
    Wrong {
        /// The first part that is wrong, counted from 1.
        part: u32,
        /// Of how many parts.
        of: u32,
        /// What went wrong and why.
        cause: C,
    },
}

impl<C> Verdict<C> {
    /// Whether it is right.
    #[must_use]
    pub const fn is_right(&self) -> bool {
        matches!(self, Self::Right(_))
    }
}

/// A step of a model answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Step<M> {
    /// What is done and why, as a sentence or two.
    pub says: String,
    /// What to point at.
    pub marks: M,
}
