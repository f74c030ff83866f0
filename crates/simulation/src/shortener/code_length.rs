//! How many digits are enough: a number of links, an alphabet, and how fast links come. A step is a year.

use std::fmt;
use std::rc::Rc;

use algorithms::codes::base62;
use algorithms::probe::Probe;
use serde::{Deserialize, Serialize};

use crate::kernel::system::System;
use crate::kernel::text::{counted, grouped, large};
use crate::kernel::time::Micros;
use crate::parts::bound::Bound;

pub use crate::parts::bound::Refusal;

/// The most links that codes are wanted for.
pub const MOST_LINKS: u64 = 1_000_000_000_000_000_000;

/// The most links a day.
pub const MOST_A_DAY: u64 = 1_000_000_000_000;

/// Links that codes are wanted for.
pub const LINKS: Bound = Bound::new("links", 1, MOST_LINKS);

/// Characters of an alphabet.
pub const CHARACTERS: Bound = Bound::new("characters", 2, 64);

/// Links a day.
pub const A_DAY: Bound = Bound::new("links a day", 1, MOST_A_DAY);

/// Years are counted up to here.
pub const MOST_YEARS: u32 = 1_000;

/// Days in a year.
pub const DAYS: u64 = 365;

/// From one year to the next.
const YEAR: Micros = Micros(500_000);

/// All that is needed to start.
#[derive(Clone, Debug, Deserialize, Hash, PartialEq, Serialize)]
pub struct Scenario {
    /// For how many links codes are wanted.
    pub links: u64,
    /// How many characters a digit can be.
    pub characters: u32,
    /// How many links come a day.
    pub a_day: u64,
}

/// A hundred million links a day for ten years, in base 62.
impl Default for Scenario {
    fn default() -> Self {
        Self { links: 365_000_000_000, characters: 62, a_day: 100_000_000 }
    }
}

/// What a person may do.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub enum Command {
    /// Wants codes for so many links.
    SetLinks(u64),
    /// Takes an alphabet of so many characters.
    SetCharacters(u32),
    /// Lets so many links come a day.
    SetADay(u64),
}

impl Scenario {
    fn check(&self) -> Result<(), Refusal> {
        LINKS.check(self.links)?;
        CHARACTERS.check(self.characters)?;
        A_DAY.check(self.a_day)
    }

    /// The fewest digits that are enough for all links.
    #[must_use]
    pub fn digits(&self) -> u32 {
        base62::digits_for(self.links.into(), self.characters).unwrap_or(1)
    }

    /// How many codes of so many digits there are.
    #[must_use]
    pub fn codes(&self, digits: u32) -> u128 {
        base62::codes(self.characters, digits).unwrap_or(u128::MAX)
    }

    /// After how many days codes of so many digits are used up.
    #[must_use]
    pub fn days(&self, digits: u32) -> u128 {
        self.codes(digits) / u128::from(self.a_day.max(1))
    }
}

/// Links that come, year by year, and the codes that they use up.
#[derive(Clone, Debug, Hash)]
pub struct CodeLength {
    scenario: Rc<Scenario>,
    years: u32,
    next: Micros,
}

impl CodeLength {
    /// What is set.
    #[must_use]
    pub fn scenario(&self) -> &Scenario {
        &self.scenario
    }

    /// How many years have gone by.
    #[must_use]
    pub const fn years(&self) -> u32 {
        self.years
    }

    /// How many links have come in them.
    #[must_use]
    pub fn used(&self) -> u128 {
        u128::from(self.scenario.a_day) * u128::from(DAYS) * u128::from(self.years)
    }

    /// How many digits the codes of all links so far need.
    #[must_use]
    pub fn digits_used(&self) -> u32 {
        base62::digits_for(self.used(), self.scenario.characters).unwrap_or(1)
    }
}

/// What happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// A year has gone by.
    Year {
        /// Which one.
        year: u32,
        /// Links so far.
        used: u128,
        /// Digits that their codes need.
        digits: u32,
        /// Whether that is more than the year before.
        grew: bool,
    },
    /// Something was set; the digits that are enough now.
    Set(Command, u32),
}

impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Year { year, used, digits, grew } => {
                write!(
                    f,
                    "After {} there are {} links; their codes need {digits} characters",
                    counted((*year).into(), "year", "years"),
                    large(*used)
                )?;
                f.write_str(if *grew { ", one more than before." } else { "." })
            }
            Self::Set(command, digits) => {
                match command {
                    Command::SetLinks(links) => write!(f, "Codes for {} links", grouped(*links))?,
                    Command::SetCharacters(characters) => write!(f, "An alphabet of {characters} characters")?,
                    Command::SetADay(links) => write!(f, "{} links a day", grouped(*links))?,
                }
                write!(f, ": {digits} digits are enough.")
            }
        }
    }
}

impl System for CodeLength {
    type Scenario = Scenario;
    type Command = Command;
    type Event = Event;
    type Refusal = Refusal;

    fn start(scenario: &Scenario, _seed: u64) -> Result<Self, Refusal> {
        scenario.check()?;
        Ok(Self { scenario: Rc::new(scenario.clone()), years: 0, next: YEAR })
    }

    fn command(
        &mut self,
        now: Micros,
        command: &Command,
        events: &mut Vec<Event>,
        _probe: &mut impl Probe,
    ) -> Result<(), Refusal> {
        let mut scenario = Scenario::clone(&self.scenario);
        match command {
            Command::SetLinks(links) => scenario.links = *links,
            Command::SetCharacters(characters) => scenario.characters = *characters,
            Command::SetADay(links) => scenario.a_day = *links,
        }
        scenario.check()?;
        events.push(Event::Set(command.clone(), scenario.digits()));
        // How many links have come so far depends on how many come: they begin anew.
        let years = if scenario.a_day == self.scenario.a_day { self.years } else { 0 };
        *self = Self { scenario: Rc::new(scenario), years, next: now + YEAR };
        Ok(())
    }

    fn next_due(&self) -> Option<Micros> {
        (self.years < MOST_YEARS).then_some(self.next)
    }

    fn tick(&mut self, events: &mut Vec<Event>, _probe: &mut impl Probe) {
        let before = if self.years == 0 { 0 } else { self.digits_used() };
        self.years += 1;
        self.next = self.next + YEAR;
        let digits = self.digits_used();
        events.push(Event::Year { year: self.years, used: self.used(), digits, grew: digits > before });
    }
}
