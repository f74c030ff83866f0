//! How soon random IDs collide: by the birthday bound for any number of bits, and drawn for few.
//!
//! Each trial draws random IDs of `drawn_bits` bits until one comes that came before, and notes how many it took.

use std::fmt;
use std::rc::Rc;

use algorithms::probe::Probe;
use serde::{Deserialize, Serialize};

use crate::kernel::random::{Stream, entity};
use crate::kernel::system::System;
use crate::kernel::text::grouped;
use crate::kernel::time::Micros;
use crate::parts::bound::Bound;

pub use crate::parts::bound::Refusal;

/// The most random bits of the calculator.
pub const MOST_BITS: u32 = 256;

/// Random bits of the calculator.
pub const BITS: Bound = Bound::new("bits", 1, MOST_BITS as u64);

/// Random bits of the trials: a bit for each possible ID is kept.
pub const DRAWN_BITS: Bound = Bound::new("bits for a trial", 4, 20);

/// IDs made in a second.
pub const PER_SECOND: Bound = Bound::new("IDs a second", 1, 1_000_000_000_000_000);

/// The most years.
pub const MOST_YEARS: u32 = 1_000_000;

/// Years of the calculator.
pub const YEARS: Bound = Bound::new("years", 1, MOST_YEARS as u64);

/// After so many trials a run is over.
pub const MOST_TRIALS: usize = 1_000;

/// A trial every so often.
const PAUSE: Micros = Micros::from_millis(250);

/// The entity whose stream draws the numbers of a trial.
const DRAWS: u64 = entity("birth!");

/// All that is needed to start, next to the seed.
#[derive(Clone, Debug, Deserialize, Hash, PartialEq, Serialize)]
pub struct Scenario {
    /// Random bits of an ID, for the calculator.
    pub bits: u32,
    /// How many IDs are made in a second.
    pub per_second: u64,
    /// For how many years.
    pub years: u32,
    /// Random bits of an ID, for the trials.
    pub drawn_bits: u32,
}

/// UUIDs of version 4, a billion a second, for a hundred years; trials with 16 bits.
impl Default for Scenario {
    fn default() -> Self {
        Self { bits: 122, per_second: 1_000_000_000, years: 100, drawn_bits: 16 }
    }
}

impl Scenario {
    fn check(&self) -> Result<(), Refusal> {
        BITS.check(self.bits)?;
        PER_SECOND.check(self.per_second)?;
        YEARS.check(self.years)?;
        DRAWN_BITS.check(self.drawn_bits)
    }

    /// How many IDs are made: in Julian years, and exactly as long as a float counts.
    #[must_use]
    pub fn ids(&self) -> f64 {
        self.per_second as f64 * f64::from(self.years) * 31_557_600.0
    }
}

/// What a person may do.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub enum Command {
    /// So many random bits.
    SetBits(u32),
    /// So many IDs in a second.
    SetRate(u64),
    /// For so many years.
    SetYears(u32),
    /// Trials with so many bits, from the first on.
    Draw(u32),
}

/// What happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// A trial ended.
    Trial {
        /// Which, from 1.
        number: u32,
        /// How many IDs were drawn, the one that came before included.
        drawn: u32,
        /// Which came twice.
        twice: u32,
    },
    /// Something was set.
    Set(Command),
}

impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Trial { number, drawn, twice } => {
                write!(f, "Trial {number}: ID {} is {twice}, which came before.", grouped((*drawn).into()))
            }
            Self::Set(Command::SetBits(1)) => f.write_str("One random bit."),
            Self::Set(Command::SetBits(bits)) => write!(f, "{bits} random bits."),
            Self::Set(Command::SetRate(rate)) => write!(f, "{} IDs a second.", grouped(*rate)),
            Self::Set(Command::SetYears(years)) => write!(f, "{} years.", grouped((*years).into())),
            Self::Set(Command::Draw(bits)) => write!(f, "Trials with {bits} random bits."),
        }
    }
}

/// What is set, and the trials so far.
#[derive(Clone, Debug, Hash)]
pub struct Collisions {
    scenario: Scenario,
    /// How many IDs each trial drew. Copies share them.
    trials: Rc<Vec<u32>>,
    /// The ID that ended the last trial.
    twice: Option<u32>,
    next: Micros,
    draws: Stream,
}

impl Collisions {
    /// What is set.
    #[must_use]
    pub const fn scenario(&self) -> &Scenario {
        &self.scenario
    }

    /// How many IDs each trial drew, in order.
    #[must_use]
    pub fn trials(&self) -> &[u32] {
        &self.trials
    }

    /// The ID that ended the last trial.
    #[must_use]
    pub const fn twice(&self) -> Option<u32> {
        self.twice
    }

    /// The middle one of the trials by the number drawn; `None` before the first.
    #[must_use]
    pub fn median(&self) -> Option<u32> {
        let mut sorted = self.trials.to_vec();
        sorted.sort_unstable();
        sorted.get(sorted.len() / 2).copied()
    }

    /// Draws until an ID comes that came before: how many were drawn, and which it is.
    fn trial(&mut self) -> (u32, u32) {
        let bits = self.scenario.drawn_bits;
        let mut seen = vec![0_u64; (1_usize << bits).div_ceil(64)];
        let mut drawn = 0;
        loop {
            // The upper bits: a generator's best.
            let id = self.draws.next_u32() >> (32 - bits);
            drawn += 1;
            let (word, bit) = (id as usize / 64, 1 << (id % 64));
            if seen[word] & bit != 0 {
                return (drawn, id);
            }
            seen[word] |= bit;
        }
    }
}

impl System for Collisions {
    type Scenario = Scenario;
    type Command = Command;
    type Event = Event;
    type Refusal = Refusal;

    fn start(scenario: &Scenario, seed: u64) -> Result<Self, Refusal> {
        scenario.check()?;
        let draws = Stream::new(seed, DRAWS);
        Ok(Self { scenario: scenario.clone(), trials: Rc::default(), twice: None, next: PAUSE, draws })
    }

    fn command(
        &mut self,
        _now: Micros,
        command: &Command,
        events: &mut Vec<Event>,
        _probe: &mut impl Probe,
    ) -> Result<(), Refusal> {
        let mut scenario = self.scenario.clone();
        match command {
            Command::SetBits(bits) => scenario.bits = *bits,
            Command::SetRate(rate) => scenario.per_second = *rate,
            Command::SetYears(years) => scenario.years = *years,
            Command::Draw(bits) => scenario.drawn_bits = *bits,
        }
        scenario.check()?;
        self.scenario = scenario;
        if matches!(command, Command::Draw(_)) {
            (self.trials, self.twice) = (Rc::default(), None);
        }
        events.push(Event::Set(command.clone()));
        Ok(())
    }

    fn next_due(&self) -> Option<Micros> {
        (self.trials.len() < MOST_TRIALS).then_some(self.next)
    }

    fn tick(&mut self, events: &mut Vec<Event>, _probe: &mut impl Probe) {
        let (drawn, twice) = self.trial();
        Rc::make_mut(&mut self.trials).push(drawn);
        self.twice = Some(twice);
        self.next = self.next + PAUSE;
        events.push(Event::Trial { number: self.trials.len() as u32, drawn, twice });
    }

    fn bytes(&self) -> usize {
        size_of::<Self>() + self.trials.len() * size_of::<u32>()
    }
}
