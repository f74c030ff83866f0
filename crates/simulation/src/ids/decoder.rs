//! The decoder: a pasted ID, every way to read it, and the one that is looked at.

use std::fmt;
use std::rc::Rc;

use algorithms::ids::decode::{Candidate, DecodeError, decode};
use algorithms::probe::Probe;
use serde::{Deserialize, Serialize};

use crate::kernel::system::System;
use crate::kernel::time::Micros;

/// A tweet's ID, as the lab has it at first.
pub const SAMPLE: &str = "1212092628029698048";

/// 2026-01-01, in milliseconds since 1970: today for those who don't say.
pub const TODAY_MS: u64 = 1_767_225_600_000;

/// IDs to try, and what they are.
pub const SAMPLES: [(&str, &str); 8] = [
    ("A post on X", SAMPLE),
    ("A message on Discord", "175928847299117063"),
    ("A photo on Instagram", "11637205501278089"),
    ("A Sonyflake", "21888227082240513"),
    ("UUID, version 4", "109156be-c4fb-41ea-b1b4-efe1671c5836"),
    ("UUID, version 7", "017f22e2-79b0-7cc3-98c4-dc0c0c07398f"),
    ("UUID, version 1", "c232ab00-9414-11ec-b3c8-9f6bdeced846"),
    ("ULID", "01BX5ZZKBKACTAV9WEVGEMMVRZ"),
];

/// What it starts with.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Scenario {
    /// The text.
    pub text: String,
    /// The time now, in milliseconds since 1970: an ID from later can't be.
    pub today_ms: u64,
}

impl Default for Scenario {
    fn default() -> Self {
        Self { text: SAMPLE.to_owned(), today_ms: TODAY_MS }
    }
}

/// What a person may do.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub enum Command {
    /// Reads another text.
    Paste(Scenario),
    /// Looks at another reading, by its place among the candidates.
    Look(u8),
}

/// Why it can't be read.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Refusal {
    /// It is no ID.
    Decode(DecodeError),
    /// There is no such reading.
    NoSuchReading,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Decode(error) => error.fmt(f),
            Self::NoSuchReading => f.write_str("There is no such reading of this ID."),
        }
    }
}

impl std::error::Error for Refusal {}

/// What happened.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// What it is taken for.
    pub name: &'static str,
    /// How many of the readings are possible.
    pub possible: usize,
}

impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Read as: {}", self.name)?;
        match self.possible {
            0 => f.write_str("; no reading gives a time that can be."),
            1 => f.write_str("."),
            more => write!(f, "; one of {more} readings whose time can be."),
        }
    }
}

/// The readings, and which is looked at.
#[derive(Clone, Debug, Hash)]
pub struct IdDecoder {
    text: Rc<str>,
    candidates: Rc<Vec<Candidate>>,
    shown: usize,
}

impl IdDecoder {
    /// The text that was read.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Every way to read it, the likeliest first. At least one.
    #[must_use]
    pub fn candidates(&self) -> &[Candidate] {
        &self.candidates
    }

    /// The place of the one that is looked at.
    #[must_use]
    pub const fn shown(&self) -> usize {
        self.shown
    }

    /// How many readings can be.
    #[must_use]
    pub fn possible(&self) -> usize {
        self.candidates.iter().filter(|one| one.likelihood.can_be()).count()
    }

    fn event(&self) -> Event {
        let name = self.candidates.get(self.shown).map_or("", |candidate| candidate.reading.name());
        Event { name, possible: self.possible() }
    }
}

impl System for IdDecoder {
    type Scenario = Scenario;
    type Command = Command;
    type Event = Event;
    type Refusal = Refusal;

    fn start(scenario: &Scenario, _seed: u64) -> Result<Self, Refusal> {
        let candidates = decode(&scenario.text, scenario.today_ms).map_err(Refusal::Decode)?;
        Ok(Self { text: scenario.text.as_str().into(), candidates: Rc::new(candidates), shown: 0 })
    }

    fn command(
        &mut self,
        _now: Micros,
        command: &Command,
        events: &mut Vec<Event>,
        _probe: &mut impl Probe,
    ) -> Result<(), Refusal> {
        match command {
            Command::Paste(scenario) => *self = Self::start(scenario, 0)?,
            Command::Look(place) => {
                let place = usize::from(*place);
                self.shown =
                    Some(place).filter(|place| *place < self.candidates.len()).ok_or(Refusal::NoSuchReading)?;
            }
        }
        events.push(self.event());
        Ok(())
    }

    fn next_due(&self) -> Option<Micros> {
        None
    }

    fn tick(&mut self, _events: &mut Vec<Event>, _probe: &mut impl Probe) {}

    fn bytes(&self) -> usize {
        let of_candidate = |candidate: &Candidate| size_of::<Candidate>() + size_of_val(candidate.pieces.as_slice());
        size_of::<Self>() + self.text.len() + self.candidates.iter().map(of_candidate).sum::<usize>()
    }

    fn scenario_in_public(scenario: &Scenario) -> Option<Scenario> {
        let is_sample = SAMPLES.iter().any(|(_, sample)| *sample == scenario.text);
        (!is_sample).then(|| Scenario { text: SAMPLE.to_owned(), ..scenario.clone() })
    }

    fn command_in_public(command: &Command) -> Option<Command> {
        match command {
            Command::Paste(scenario) => Self::scenario_in_public(scenario).map(Command::Paste),
            Command::Look(_) => None,
        }
    }
}
