//! Base 62 by hand: a number is divided digit by digit, or a code is read digit by digit. A step is a digit.

use std::fmt;

use algorithms::codes::base62::{self, ALPHABET, BASE, Reading};
use algorithms::probe::Probe;
use serde::{Deserialize, Serialize};

use crate::kernel::system::System;
use crate::kernel::text::grouped;
use crate::kernel::time::Micros;

/// From one digit to the next.
const PAUSE: Micros = Micros(800_000);

/// What is to be done. A code is given by the number that it stands for, since each has one.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub enum Scenario {
    /// Write this number in base 62.
    Encode(u64),
    /// Read this number's code.
    Decode(u64),
}

/// The example that is often told the wrong way round.
impl Default for Scenario {
    fn default() -> Self {
        Self::Encode(11_157)
    }
}

/// What a person may do: begin another one.
pub type Command = Scenario;

/// A division, or the reading of a character.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Line {
    /// What was there before: the number that is divided, or what was read so far.
    pub before: u64,
    /// The digit, below 62.
    pub digit: u8,
    /// What is there after it.
    pub after: u64,
}

/// A number or a code on its way into the other.
#[derive(Clone, Debug, Hash)]
pub struct Division {
    task: Scenario,
    division: base62::Division,
    reading: Reading,
    lines: Vec<Line>,
    next: Micros,
}

impl Division {
    fn of(task: Scenario, next: Micros) -> Self {
        let (Scenario::Encode(number) | Scenario::Decode(number)) = task;
        Self { task, division: base62::Division::of(number), reading: Reading::default(), lines: Vec::new(), next }
    }

    /// What is to be done.
    #[must_use]
    pub const fn task(&self) -> Scenario {
        self.task
    }

    /// The number at the beginning, or at the end.
    #[must_use]
    pub const fn number(&self) -> u64 {
        let (Scenario::Encode(number) | Scenario::Decode(number)) = self.task;
        number
    }

    /// What was done so far, a line for a digit.
    #[must_use]
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// Whether it is done.
    #[must_use]
    pub fn is_done(&self) -> bool {
        match self.task {
            Scenario::Encode(_) => self.division.is_done(),
            Scenario::Decode(number) => self.reading.count() == base62::encode(number).len(),
        }
    }

    /// The code as far as it is known: what was written, or all of it where it is read.
    #[must_use]
    pub fn code(&self) -> String {
        match self.task {
            Scenario::Encode(_) => self.division.code(),
            Scenario::Decode(number) => base62::encode(number),
        }
    }

    fn advance(&mut self, events: &mut Vec<Event>, probe: &mut impl Probe) {
        let line = match self.task {
            Scenario::Encode(_) => {
                let before = self.division.left();
                let Some(digit) = self.division.divide(probe) else { return };
                Line { before, digit, after: self.division.left() }
            }
            Scenario::Decode(number) => {
                let before = self.reading.value();
                let Some(character) = base62::encode(number).chars().nth(self.reading.count()) else { return };
                // The code of a number of 64 bits is read without trouble.
                if self.reading.read(character, probe).is_err() {
                    return;
                }
                let digit = base62::digit_of(character).unwrap_or(0);
                Line { before, digit, after: self.reading.value() }
            }
        };
        self.lines.push(line);
        self.next = self.next + PAUSE;
        events.push(Event::Digit { task: self.task, line, done: self.is_done().then(|| self.code()) });
    }
}

/// What happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// A digit was written or read.
    Digit {
        /// What is being done.
        task: Scenario,
        /// The digit, and what it did.
        line: Line,
        /// The whole code, if that was the last one.
        done: Option<String>,
    },
    /// Another number or code.
    Begun(Scenario),
}

impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Digit { task, line, done } => {
                let Line { before, digit, after } = *line;
                let letter = char::from(ALPHABET[usize::from(digit)]);
                let (before, after) = (grouped(before), grouped(after));
                match task {
                    Scenario::Encode(_) => {
                        write!(f, "{before} divided by {BASE} is {after}, remainder {digit}: the digit {letter}.")?;
                        done.as_ref().map_or(Ok(()), |code| write!(f, " Nothing is left; the code is {code}."))
                    }
                    Scenario::Decode(_) => {
                        write!(f, "{before} times {BASE} plus {digit} (the digit {letter}) is {after}.")?;
                        done.as_ref().map_or(Ok(()), |code| write!(f, " {code} is the number {after}."))
                    }
                }
            }
            Self::Begun(Scenario::Encode(number)) => write!(f, "Write {} in base 62.", grouped(*number)),
            Self::Begun(Scenario::Decode(number)) => write!(f, "Read the code {}.", base62::encode(*number)),
        }
    }
}

/// It takes every number.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Refusal {}

impl fmt::Display for Refusal {
    fn fmt(&self, _f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {}
    }
}

impl System for Division {
    type Scenario = Scenario;
    type Command = Command;
    type Event = Event;
    type Refusal = Refusal;

    fn start(scenario: &Scenario, _seed: u64) -> Result<Self, Refusal> {
        Ok(Self::of(*scenario, PAUSE))
    }

    fn command(
        &mut self,
        now: Micros,
        command: &Command,
        events: &mut Vec<Event>,
        _probe: &mut impl Probe,
    ) -> Result<(), Refusal> {
        *self = Self::of(*command, now + PAUSE);
        events.push(Event::Begun(*command));
        Ok(())
    }

    fn next_due(&self) -> Option<Micros> {
        (!self.is_done()).then_some(self.next)
    }

    fn tick(&mut self, events: &mut Vec<Event>, probe: &mut impl Probe) {
        self.advance(events, probe);
    }

    fn bytes(&self) -> usize {
        size_of::<Self>() + self.lines.len() * size_of::<Line>()
    }
}
