//! The runs of a lab without the type of its system.

use std::any::Any;

use simulation::kernel::time::{Micros, Unit};

use super::hub::Hub;

/// Where the run that is shown stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Reading {
    pub position: u64,
    pub end: u64,
    pub now: Micros,
    /// What its clock counts.
    pub unit: Unit,
    pub seed: u64,
    pub next_due: Option<Micros>,
    pub next_is_command: bool,
    /// How many runs there are, and which one is shown.
    pub runs: usize,
    pub shown: usize,
}

/// A line of a transcript: the step, its virtual time, and what happened in it.
pub(super) type Line = (u64, Micros, String);

/// A way through the runs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Go {
    Step,
    To(u64),
    /// The same from the start with another seed, beside this run if something was done in it.
    Reseed(u64),
    /// A copy of the past, to go on in; this run stays as it is.
    Fork,
    Show(usize),
    /// Takes the last command back for good, and the fork that it made.
    Retract,
}

/// The runs of a lab. Nothing here tells anybody: see [`super::session::Player`].
pub(super) trait Runs: Any {
    fn hub(&self) -> &Hub;
    fn reading(&self) -> Reading;
    /// Goes there; the text says why it can't be done.
    fn go(&self, go: Go) -> Result<(), String>;
    /// How many steps one of the runs has.
    fn end_of(&self, run: usize) -> u64;
    /// Puts the runs aside for a copy of the one shown, or back in its place. While they are aside a moment that is opened
    /// replaces what is shown.
    fn set_aside(&self, aside: bool);
    /// The transcript of some steps of one of the runs.
    fn lines_of(&self, run: usize, from: u64, to: u64) -> Vec<Line>;
    /// The steps that are commands.
    fn commands(&self) -> Vec<u64>;
    /// What happened in the last step.
    fn said(&self) -> String;
}
