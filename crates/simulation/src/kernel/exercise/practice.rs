//! One learner at one kind of exercise.

use super::{Exercise, Step, Verdict};

/// How it went so far with one kind.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Tally {
    /// Tasks that were checked at least once, or whose answer was shown.
    pub tried: u32,
    /// Tasks that were solved.
    pub solved: u32,
    /// Tasks in a row that were right at the first check.
    pub streak: u32,
}

/// A task, what was done about it, and how it went with those before.
///
/// A task whose answer was shown, or that is solved, is over: it takes no more acts and is graded no more.
#[derive(Clone, Debug, PartialEq)]
pub struct Practice<E: Exercise> {
    seed: u64,
    task: E,
    answer: E::Answer,
    verdict: Option<Verdict<E::Cause>>,
    checks: u32,
    shown: Option<usize>,
    model: Vec<Step<E::Marks>>,
    tallies: Vec<Tally>,
}

impl<E: Exercise> Practice<E> {
    /// The first task of a kind.
    #[must_use]
    pub fn new(kind: E::Kind, seed: u64) -> Self {
        let task = E::fresh(kind, seed);
        Self {
            seed,
            task,
            answer: E::Answer::default(),
            verdict: None,
            checks: 0,
            shown: None,
            model: Vec::new(),
            tallies: vec![Tally::default(); E::KINDS.len()],
        }
    }

    /// Goes on to another task. The tallies stay.
    pub fn begin(&mut self, kind: E::Kind, seed: u64) {
        let tallies = std::mem::take(&mut self.tallies);
        *self = Self { tallies, ..Self::new(kind, seed) };
    }

    /// The seed that the data come from.
    #[must_use]
    pub const fn seed(&self) -> u64 {
        self.seed
    }

    /// The task.
    #[must_use]
    pub const fn task(&self) -> &E {
        &self.task
    }

    /// What the learner has done so far; where the answer is being shown, that answer as far as it has come.
    #[must_use]
    pub const fn answer(&self) -> &E::Answer {
        &self.answer
    }

    /// How the last check ended.
    #[must_use]
    pub const fn verdict(&self) -> Option<&Verdict<E::Cause>> {
        self.verdict.as_ref()
    }

    /// How often this task was checked.
    #[must_use]
    pub const fn checks(&self) -> u32 {
        self.checks
    }

    /// How it went with a kind.
    #[must_use]
    pub fn tally(&self, kind: E::Kind) -> Tally {
        self.place(kind).and_then(|place| self.tallies.get(place)).copied().unwrap_or_default()
    }

    /// Whether the task was solved.
    #[must_use]
    pub fn is_solved(&self) -> bool {
        self.verdict.as_ref().is_some_and(Verdict::is_right)
    }

    /// Whether the task takes no more acts: it is solved, or its answer was shown.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.shown.is_some() || self.is_solved()
    }

    /// Whether a check would grade something.
    #[must_use]
    pub fn can_check(&self) -> bool {
        !self.is_over() && self.task.is_complete(&self.answer)
    }

    /// Does what the learner asks for; `false` if the task is over.
    pub fn act(&mut self, act: &E::Act) -> bool {
        if self.is_over() {
            return false;
        }
        self.task.act(&mut self.answer, act);
        true
    }

    /// Grades what was done. `false` if the task is over or the answer not complete: then nothing has changed.
    pub fn check(&mut self) -> bool {
        if !self.can_check() {
            return false;
        }
        let verdict = self.task.grade(&self.answer);
        let (is_first, is_right) = (self.checks == 0, verdict.is_right());
        self.checks += 1;
        if let Some(tally) = self.tally_mut() {
            tally.tried += u32::from(is_first);
            tally.solved += u32::from(is_right);
            tally.streak = if is_first && is_right { tally.streak + 1 } else { 0 };
        }
        self.verdict = Some(verdict);
        true
    }

    /// Shows the model answer from its first step. From now on this task is not graded.
    pub fn show(&mut self) {
        if self.shown.is_some() {
            return;
        }
        if !self.is_solved() {
            let is_first = self.checks == 0;
            if let Some(tally) = self.tally_mut() {
                tally.tried += u32::from(is_first);
                tally.streak = 0;
            }
        }
        self.model = self.task.model();
        self.shown = Some(0);
    }

    /// The step of the model answer that is shown, its number from 1, and how many there are.
    #[must_use]
    pub fn shown(&self) -> Option<(&Step<E::Marks>, usize, usize)> {
        let index = self.shown?;
        Some((self.model.get(index)?, index + 1, self.model.len()))
    }

    /// Goes to the next step of the model answer, or the one before.
    pub fn step(&mut self, forward: bool) {
        if let Some(index) = &mut self.shown {
            *index =
                if forward { (*index + 1).min(self.model.len().saturating_sub(1)) } else { index.saturating_sub(1) };
        }
    }

    fn place(&self, kind: E::Kind) -> Option<usize> {
        E::KINDS.iter().position(|other| *other == kind)
    }

    fn tally_mut(&mut self) -> Option<&mut Tally> {
        let place = self.place(self.task.kind())?;
        self.tallies.get_mut(place)
    }
}
