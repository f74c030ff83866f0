//! A run that can be stepped, stepped back, sought and forked.
//!
//! A run is a scenario, a seed, and commands, each at the step where it was given. Everything else follows, so going
//! back is going forward again from a copy of the state kept on the way: exact, never an animation played in reverse.
//! Coarse checkpoints cover the whole run; a replay leaves fine ones behind it, so that the next step back is shorter.

use algorithms::probe::{Probe, Ran, Recorder};
use serde::{Deserialize, Serialize};

use crate::kernel::checkpoints::{Checkpoints, Snapshot};
use crate::kernel::moment::{Moment, MomentError};
use crate::kernel::slices::{self, Progress};
use crate::kernel::system::System;
use crate::kernel::time::Micros;

/// A command, and when it was given.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Stamped<C> {
    /// It was step number `step` of the run, counted from 0.
    pub step: u64,
    /// The virtual time.
    pub at: Micros,
    /// What was asked.
    pub command: C,
}

/// A step of a run as a line of the transcript: its number, its virtual time, and what happened in it.
pub type Line<E> = (u64, Micros, E);

/// A run of a system, and the position in it that is shown: the number of steps done.
#[derive(Clone, Debug)]
pub struct Timeline<S: System> {
    scenario: S::Scenario,
    seed: u64,
    commands: Vec<Stamped<S::Command>>,
    /// The furthest position known; the future up to it can be sought.
    end: u64,
    start: Snapshot<S>,
    here: Snapshot<S>,
    coarse: Checkpoints<S>,
    fine: Checkpoints<S>,
    /// The state just before the last command, while that command can still be amended.
    before_command: Option<Snapshot<S>>,
    events: Vec<S::Event>,
    /// How far a seek has come that is not finished, and where it is to end.
    sought: Option<(u64, Snapshot<S>)>,
}

impl<S: System> Timeline<S> {
    /// The most steps that an opened moment may ask for. A longer one would freeze the page that opens it.
    pub const MOST_STEPS: u64 = 5_000_000;
    /// The most commands that an opened moment may hold.
    pub const MOST_COMMANDS: usize = 10_000;

    /// A run at its start.
    ///
    /// # Errors
    /// If the system can't start so.
    pub fn new(scenario: S::Scenario, seed: u64) -> Result<Self, S::Refusal> {
        let system = S::start(&scenario, seed)?;
        let start = Snapshot { system, now: Micros::ZERO, position: 0 };
        Ok(Self {
            scenario,
            seed,
            commands: Vec::new(),
            end: 0,
            here: start.clone(),
            start,
            coarse: Checkpoints::every(1),
            fine: Checkpoints::every(1),
            before_command: None,
            events: Vec::new(),
            sought: None,
        })
    }

    /// The state at this position.
    #[must_use]
    pub const fn state(&self) -> &S {
        &self.here.system
    }

    /// What happened in the last step.
    #[must_use]
    pub fn events(&self) -> &[S::Event] {
        &self.events
    }

    /// How many steps were done.
    #[must_use]
    pub const fn position(&self) -> u64 {
        self.here.position
    }

    /// The furthest position known.
    #[must_use]
    pub const fn end(&self) -> u64 {
        self.end
    }

    /// The virtual time of the last step.
    #[must_use]
    pub const fn now(&self) -> Micros {
        self.here.now
    }

    /// What the run was started with.
    #[must_use]
    pub const fn scenario(&self) -> &S::Scenario {
        &self.scenario
    }

    /// The seed of its random numbers.
    #[must_use]
    pub const fn seed(&self) -> u64 {
        self.seed
    }

    /// All commands, those ahead of this position included.
    #[must_use]
    pub fn commands(&self) -> &[Stamped<S::Command>] {
        &self.commands
    }

    /// When the next step happens, if there is one: a recorded command or an event of the system.
    #[must_use]
    pub fn next_due(&self) -> Option<Micros> {
        self.recorded_here().map(|stamped| stamped.at).or_else(|| self.here.system.next_due())
    }

    /// Whether the next step is a recorded command.
    #[must_use]
    pub fn next_is_command(&self) -> bool {
        self.recorded_here().is_some()
    }

    /// Does the next step. `false` if nothing is recorded and nothing is under way.
    pub fn step(&mut self) -> bool {
        self.before_command = None;
        self.advance(&mut ())
    }

    /// Undoes the last step. `false` at the start.
    pub fn step_back(&mut self) -> bool {
        let Some(position) = self.here.position.checked_sub(1) else {
            return false;
        };
        self.seek(position);
        true
    }

    /// Goes to a position, or as near to it as the run comes. Past the known end the system runs on. If that takes longer than
    /// the [limit](slices::within), this stays where it is, and the next call for the same position goes on.
    pub fn seek(&mut self, position: u64) {
        self.before_command = None;
        let stood = slices::are_limited().then(|| (self.here.clone(), self.events.clone()));
        match self.sought.take() {
            Some((wanted, sought)) if wanted == position => self.here = sought,
            _ if position < self.here.position || position == 0 => self.restore_before(position),
            _ => {}
        }
        let from = self.here.position;
        while self.here.position < position && !self.pauses(from, position) && self.advance(&mut ()) {}
        if let Some((here, events)) = stood.filter(|_| slices::is_unfinished()) {
            self.sought = Some((position, std::mem::replace(&mut self.here, here)));
            self.events = events;
        }
    }

    /// Whether the time is over, on the way from one position to another. At least one step is done first.
    fn pauses(&self, from: u64, to: u64) -> bool {
        let done = self.here.position;
        done > from && slices::pause(|| Progress { what: "Running it again", done, of: to })
    }

    /// Does what a person asks, at virtual time `at` or now, whichever is later, up to [`Micros::LATEST`]. Commands ahead of this position are dropped:
    /// who wants to keep them forks first.
    ///
    /// # Errors
    /// If the system refuses; then nothing has changed.
    pub fn command(&mut self, at: Micros, command: S::Command) -> Result<(), S::Refusal> {
        let before = self.try_command(at, &command)?;
        self.record(before, command);
        Ok(())
    }

    /// [`Self::command`], which copies the command once it is done: it may be large, and asked for again and again within a
    /// [limit](slices::within).
    ///
    /// # Errors
    /// As [`Self::command`].
    pub fn give(&mut self, at: Micros, command: &S::Command) -> Result<(), S::Refusal> {
        let before = self.try_command(at, command)?;
        self.record(before, command.clone());
        Ok(())
    }

    /// Does a command; what comes back stood here before.
    fn try_command(&mut self, at: Micros, command: &S::Command) -> Result<Snapshot<S>, S::Refusal> {
        let before = self.here.clone();
        self.do_command(at.min(Micros::LATEST).max(self.here.now), command, &mut ())?;
        Ok(before)
    }

    /// Makes the command that was done the last step.
    fn record(&mut self, before: Snapshot<S>, command: S::Command) {
        self.forget_future();
        self.coarse.offer(&before.system, before.now, before.position);
        self.commands.push(Stamped { step: self.here.position, at: self.here.now, command });
        self.here.position += 1;
        self.end = self.here.position;
        self.before_command = Some(before);
    }

    /// Replaces the last step, which must have been a command, by another command: a drag is one step however many
    /// frames it takes. If the last step was no command, this one is added.
    ///
    /// # Errors
    /// If the system refuses; then nothing has changed.
    pub fn amend(&mut self, command: S::Command) -> Result<(), S::Refusal> {
        let Some(before) = &self.before_command else {
            return self.give(self.here.now, &command);
        };
        let (mut next, mut events) = (before.system.clone(), Vec::new());
        next.command(self.here.now, &command, &mut events, &mut ())?;
        (self.here.system, self.events, self.sought) = (next, events, None);
        if let Some(last) = self.commands.last_mut() {
            last.command = command;
        }
        Ok(())
    }

    /// Takes the last step back for good: a drag that was given up leaves nothing behind. `false` if the last thing done
    /// was no command.
    pub fn retract(&mut self) -> bool {
        if self.before_command.is_none() {
            return false;
        }
        self.step_back();
        self.forget_future();
        self.end = self.here.position;
        true
    }

    /// A run with the same past and no future. This one stays as it is.
    #[must_use]
    pub fn fork(&self) -> Self {
        let mut fork = self.clone();
        fork.forget_future();
        fork.end = fork.here.position;
        fork
    }

    /// The transcript of the steps `from..to`, replayed. Steps beyond the run are left out.
    #[must_use]
    pub fn transcript(&self, from: u64, to: u64) -> Vec<Line<S::Event>> {
        let from = from.min(self.end);
        let mut replay = self.replay_before(from);
        replay.seek(from);
        let mut lines = Vec::new();
        while replay.position() < to.min(self.end) && replay.advance(&mut ()) {
            let (step, now) = (replay.here.position - 1, replay.here.now);
            lines.extend(replay.events.iter().map(|event| (step, now, event.clone())));
        }
        lines
    }

    /// Shows the states from step `from` up to here, one after another, replayed.
    pub fn show_past(&self, from: u64, mut show: impl FnMut(&S)) {
        let from = from.min(self.here.position);
        let mut replay = self.replay_before(from);
        replay.seek(from);
        show(replay.state());
        while replay.position() < self.here.position && replay.advance(&mut ()) {
            show(replay.state());
        }
    }

    /// Does the last step again with a recorder, which notes the lines of the algorithm that ran. Nothing at the start, and in a
    /// step that runs no line that reports.
    #[must_use]
    pub fn watched(&self) -> Vec<Ran> {
        let mut recorder = Recorder::default();
        if let Some(last) = self.here.position.checked_sub(1) {
            let mut replay = self.replay_before(self.here.position);
            replay.seek(last);
            replay.advance(&mut recorder);
        }
        recorder.into_lines()
    }

    /// This run and position as a moment.
    #[must_use]
    pub fn moment(&self) -> Moment<S> {
        Moment {
            scenario: self.scenario.clone(),
            seed: self.seed,
            commands: self.commands.clone(),
            position: self.here.position,
            end: self.end,
        }
    }

    /// Runs a moment again, to its end, and goes to its position.
    ///
    /// # Errors
    /// If it is too long, not in order, or holds what the system refuses.
    pub fn open(moment: Moment<S>) -> Result<Self, MomentError> {
        // Without a limit of time it is there when it is asked for once.
        Opening::new(moment)?.go_on()?.ok_or(MomentError::Malformed)
    }

    fn recorded_here(&self) -> Option<&Stamped<S::Command>> {
        let index = self.commands.partition_point(|stamped| stamped.step < self.here.position);
        self.commands.get(index).filter(|stamped| stamped.step == self.here.position)
    }

    fn do_command(&mut self, at: Micros, command: &S::Command, probe: &mut impl Probe) -> Result<(), S::Refusal> {
        let mut next = self.here.system.clone();
        let mut events = Vec::new();
        next.command(at, command, &mut events, probe)?;
        self.here.system = next;
        self.here.now = at;
        self.events = events;
        Ok(())
    }

    /// Does the next step, if there is one.
    fn advance(&mut self, probe: &mut impl Probe) -> bool {
        if let Some(recorded) = self.recorded_here().cloned() {
            // It was taken once, from this very state, so it is taken again.
            if self.do_command(recorded.at, &recorded.command, probe).is_err() {
                return false;
            }
        } else if let Some(due) = self.here.system.next_due() {
            self.events.clear();
            self.here.now = due.max(self.here.now);
            self.here.system.tick(&mut self.events, probe);
        } else {
            return false;
        }
        let Snapshot { system, now, position } = &mut self.here;
        *position += 1;
        self.end = self.end.max(*position);
        self.coarse.offer(system, *now, *position);
        self.fine.offer(system, *now, *position);
        true
    }

    /// Goes to the last copy before `position`, so that the step that led there is done again and its events are known.
    fn restore_before(&mut self, position: u64) {
        self.here = self.copy_before(position).clone();
        self.events.clear();
        let ahead = position - self.here.position;
        if ahead > Self::FINE_STEPS {
            self.fine = Checkpoints::every(ahead / Self::FINE_STEPS);
        }
    }

    fn copy_before(&self, position: u64) -> &Snapshot<S> {
        let copies = [self.coarse.before(position), self.fine.before(position)];
        copies.into_iter().flatten().max_by_key(|snapshot| snapshot.position).unwrap_or(&self.start)
    }

    /// A run of its own over the same past, without copies yet, from which any step after `position` can be done again.
    fn replay_before(&self, position: u64) -> Self {
        let nearest = self.copy_before(position);
        Self {
            scenario: self.scenario.clone(),
            seed: self.seed,
            commands: self.commands.clone(),
            end: self.end,
            start: nearest.clone(),
            here: nearest.clone(),
            coarse: Checkpoints::every(u64::MAX),
            fine: Checkpoints::every(u64::MAX),
            before_command: None,
            events: Vec::new(),
            sought: None,
        }
    }

    /// A replay longer than this leaves about as many fine checkpoints behind.
    const FINE_STEPS: u64 = 64;

    fn forget_future(&mut self) {
        let position = self.here.position;
        self.commands.retain(|stamped| stamped.step < position);
        self.coarse.forget_after(position);
        self.fine.forget_after(position);
        self.before_command = None;
        self.sought = None;
    }
}

/// A moment that is run again, in slices.
#[derive(Debug)]
pub struct Opening<S: System> {
    moment: Moment<S>,
    timeline: Option<Timeline<S>>,
    /// The command to be given next.
    next: usize,
    /// It was run to its end; what is left is to go to its position.
    is_run: bool,
}

impl<S: System> Opening<S> {
    /// The most that a moment may cost ([`System::cost`]), in microseconds on a laptop: five minutes.
    ///
    /// That is more than any run that a reader would make takes, and many take seconds. Up to that, a page opens it in slices, with
    /// progress and a way to cancel, so it does not freeze. What is kept off is a short link that asks for hours.
    pub const MOST_COST: u64 = 300_000_000;

    /// Looks at a moment; nothing is run yet.
    ///
    /// # Errors
    /// If it is too long, or would take too long.
    pub fn new(moment: Moment<S>) -> Result<Self, MomentError> {
        if moment.end > Timeline::<S>::MOST_STEPS || moment.commands.len() > Timeline::<S>::MOST_COMMANDS {
            return Err(MomentError::TooManySteps { steps: moment.end.max(moment.commands.len() as u64) });
        }
        // Steps that are no command are the system's own.
        let ticks = moment.end.saturating_sub(moment.commands.len() as u64);
        let cost = S::cost(&moment.scenario, &moment.commands, ticks);
        if cost > Self::MOST_COST {
            return Err(MomentError::TooMuchWork { minutes: cost / 60_000_000 });
        }
        Ok(Self { moment, timeline: None, next: 0, is_run: false })
    }

    /// Runs it to its end and goes to its position, as far as the [limit](slices::within) allows: `None` if this has to be called
    /// again.
    ///
    /// # Errors
    /// If it is not in order, or holds what the system refuses.
    pub fn go_on(&mut self) -> Result<Option<Timeline<S>>, MomentError> {
        let done = self.run();
        if slices::is_unfinished() {
            return Ok(None);
        }
        done?;
        Ok(self.timeline.take())
    }

    /// What comes back means nothing if it is unfinished.
    fn run(&mut self) -> Result<(), MomentError> {
        let refused = |refusal: S::Refusal| MomentError::Refused(refusal.to_string());
        let Moment { scenario, seed, commands, position, end } = &self.moment;
        let timeline = match &mut self.timeline {
            Some(timeline) => timeline,
            none => none.insert(Timeline::new(scenario.clone(), *seed).map_err(refused)?),
        };
        let first = self.next;
        while let Some(Stamped { step, at, command }) = commands.get(self.next) {
            // Each is done once, in order and within the run, or a short link could ask for an endless replay.
            if *step < timeline.here.position || step >= end {
                return Err(MomentError::Malformed);
            }
            let progress = || Progress { what: "Running it again", done: *step, of: *end };
            if self.next > first && slices::pause(progress) {
                return Ok(());
            }
            timeline.seek(*step);
            if slices::is_unfinished() {
                return Ok(());
            }
            if timeline.here.position != *step || timeline.here.now > *at || *at > Micros::LATEST {
                return Err(MomentError::Malformed);
            }
            timeline.give(*at, command).map_err(refused)?;
            self.next += 1;
        }
        if !self.is_run {
            timeline.seek(*end);
            if slices::is_unfinished() {
                return Ok(());
            }
            if timeline.here.position != *end || position > end {
                return Err(MomentError::Malformed);
            }
            self.is_run = true;
        }
        timeline.seek(*position);
        Ok(())
    }
}
