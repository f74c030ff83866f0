//! Watching an algorithm run: which of its lines ran, and with which values.
//!
//! A function that can be watched takes a [`Probe`] and reports to it with [`probe!`](crate::probe!), on the line below the
//! one that has run. Who does not watch gives `&mut ()`: then nothing is left of the reports in the compiled code, nor are
//! their values computed (`benches/native/benches/probe.rs` compares it with a copy that has none). Who does gives a
//! [`Recorder`].

use std::fmt;

use crate::position::Position;

/// What a running algorithm reports to.
pub trait Probe {
    /// Whether anybody watches. A constant, so that the compiler leaves out what is reported to nobody.
    const WATCHED: bool;

    /// A line has run.
    fn ran(&mut self, line: Line, values: &[(&'static str, Value)]);
}

/// Nobody watches.
impl Probe for () {
    const WATCHED: bool = false;

    #[inline(always)]
    fn ran(&mut self, _line: Line, _values: &[(&'static str, Value)]) {}
}

/// A line of the source.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Line {
    /// The file's path from the top of the workspace, as `file!()` gives it.
    pub file: &'static str,
    /// Counted from 1.
    pub number: u32,
}

/// What a name in the code stood for when its line had run.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A number or an index.
    Number(u64),
    /// A condition.
    Truth(bool),
    /// A place on the circle.
    Place(Position),
    /// A name.
    Name(String),
}

/// In a few characters: of a place the first eight of its forty digits.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => number.fmt(f),
            Self::Truth(truth) => truth.fmt(f),
            Self::Place(place) => write!(f, "{:08x}…", place.turn()),
            Self::Name(name) => f.write_str(name),
        }
    }
}

impl From<u32> for Value {
    fn from(number: u32) -> Self {
        Self::Number(number.into())
    }
}

impl From<u64> for Value {
    fn from(number: u64) -> Self {
        Self::Number(number)
    }
}

impl From<usize> for Value {
    fn from(number: usize) -> Self {
        Self::Number(number as u64)
    }
}

impl From<bool> for Value {
    fn from(truth: bool) -> Self {
        Self::Truth(truth)
    }
}

impl From<Position> for Value {
    fn from(place: Position) -> Self {
        Self::Place(place)
    }
}

impl From<&str> for Value {
    fn from(name: &str) -> Self {
        Self::Name(name.to_owned())
    }
}

/// A line that ran, and the values that it was reported with.
#[derive(Clone, Debug, PartialEq)]
pub struct Ran {
    /// Which line.
    pub line: Line,
    /// How many times it ran.
    pub times: u64,
    /// What was reported the last time, by the names in the code.
    pub values: Vec<(&'static str, Value)>,
}

/// Notes which lines ran, in the order in which each ran first. Its memory grows with the lines that report, not with how
/// often they run.
#[derive(Clone, Debug, Default)]
pub struct Recorder {
    ran: Vec<Ran>,
}

impl Recorder {
    /// What was noted.
    #[must_use]
    pub fn into_lines(self) -> Vec<Ran> {
        self.ran
    }
}

impl Probe for Recorder {
    const WATCHED: bool = true;

    fn ran(&mut self, line: Line, values: &[(&'static str, Value)]) {
        if let Some(known) = self.ran.iter_mut().find(|known| known.line == line) {
            known.times += 1;
            known.values.clear();
            known.values.extend_from_slice(values);
        } else {
            self.ran.push(Ran { line, times: 1, values: values.to_vec() });
        }
    }
}

/// Reports that the line above has run: `probe!(probe)`, or with values, `probe!(probe, low = self.low)`. The values are
/// looked at only if somebody watches.
#[macro_export]
macro_rules! probe {
    ($probe:ident $(, $name:ident = $value:expr)*) => {
        if $crate::probe::is_watched($probe) {
            let line = $crate::probe::Line { file: file!(), number: line!() - 1 };
            $crate::probe::Probe::ran($probe, line, &[$((stringify!($name), $crate::probe::Value::from($value))),*]);
        }
    };
}

/// Whether anybody watches, for [`probe!`](crate::probe!).
#[inline(always)]
#[must_use]
pub const fn is_watched<P: Probe>(_probe: &P) -> bool {
    P::WATCHED
}
