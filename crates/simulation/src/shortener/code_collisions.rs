//! Many URLs, few codes: numbered URLs are shortened by hash one after the other, and every collision is resolved and counted,
//! with and without a Bloom filter in front of the database.
//!
//! A collision here is a URL whose first code another URL has. A step shortens a hundredth of all URLs.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::rc::Rc;

use algorithms::caching::bloom::{BloomError, BloomFilter};
use algorithms::codes::short_hash::{Cut, Resolution, Row, ShortHashError, resolve};
use algorithms::ids::birthday;
use algorithms::probe::Probe;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::kernel::system::System;
use crate::kernel::text::{grouped, noun};
use crate::kernel::time::Micros;
use crate::kernel::timeline::Stamped;
use crate::parts::bound::{self, Bound};
use crate::shortener::short_codes::{self, Base, HashKind};

/// The most URLs.
pub const MOST_URLS: u32 = 200_000;

/// How many URLs there are.
pub const URLS: Bound = Bound::new("URLs", 1, MOST_URLS as u64);

/// The longest beginning of a URL, in bytes.
pub const LONGEST_PREFIX: usize = 200;

/// The beginning of the chapter's own URLs.
pub const USUAL_PREFIX: &str = "https://example.com/";

/// So many collisions are kept to be shown; all are counted.
pub const MOST_SHOWN: usize = 500;

/// A run has so many steps, unless there are fewer URLs.
const STEPS: u32 = 100;

/// From one step to the next.
const PAUSE: Micros = Micros(100_000);

/// All that is needed to start.
#[derive(Clone, Debug, Deserialize, Hash, PartialEq, Serialize)]
pub struct Scenario {
    /// Which hash is cut.
    pub hash: HashKind,
    /// How codes are written.
    pub base: Base,
    /// To how many digits.
    pub digits: u32,
    /// How many URLs there are: the prefix with 0, 1, 2, ... after it.
    pub urls: u32,
    /// How they begin.
    pub prefix: String,
    /// The share of wrong answers that the filter is made for, in thousandths.
    pub false_positives: u32,
}

/// A hundred thousand URLs through seven hexadecimal digits of MD5.
impl Default for Scenario {
    fn default() -> Self {
        Self {
            hash: HashKind::Md5,
            base: Base::Hex,
            digits: 7,
            urls: 100_000,
            prefix: USUAL_PREFIX.to_owned(),
            false_positives: 10,
        }
    }
}

/// What a person may do: begin again with one thing changed.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub enum Command {
    /// Takes another hash.
    SetHash(HashKind),
    /// Writes codes in another base.
    SetBase(Base),
    /// Keeps so many digits.
    SetDigits(u32),
    /// Takes so many URLs.
    SetUrls(u32),
    /// Lets URLs begin so.
    SetPrefix(String),
    /// Makes the filter for this share of wrong answers, in thousandths.
    SetFalsePositives(u32),
}

/// Why it can't be done.
#[derive(Clone, Debug, Eq, Error, PartialEq)]
pub enum Refusal {
    /// There can't be such a cut, or its codes are used up.
    #[error(transparent)]
    Hash(#[from] ShortHashError),
    /// There can't be such a filter.
    #[error(transparent)]
    Filter(#[from] BloomError),
    /// A number is out of range.
    #[error(transparent)]
    Number(#[from] bound::Refusal),
    /// The beginning is longer than [`LONGEST_PREFIX`].
    #[error("The beginning of the URLs is longer than {LONGEST_PREFIX} bytes.")]
    Prefix,
    /// There are more URLs than codes: some would never get one.
    #[error(
        "{} URLs would fill more than nine in ten of {} codes, and the loop would hardly find a free one. Take more digits or \
         fewer URLs.",
        grouped((*urls).into()),
        grouped(*codes)
    )]
    TooFewCodes {
        /// URLs.
        urls: u32,
        /// Codes.
        codes: u64,
    },
}

/// A URL whose first code another one has.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Collision {
    /// The number of the URL that came later.
    pub url: u32,
    /// The number of the one that has the code.
    pub other: u32,
    /// The code that both want.
    pub code: u64,
    /// The code that the later one got.
    pub got: u64,
}

/// Codes and whose they are: a hash table with open addressing, because an ordered map of 100,000 entries would be copied entry
/// by entry at every checkpoint.
#[derive(Clone, Debug)]
struct Table {
    /// A URL's number and 1; 0 is empty. Its length is a power of two, at least twice the number of URLs.
    slots: Vec<u32>,
    /// The code of each URL.
    codes: Vec<u64>,
}

impl Table {
    fn new(urls: u32) -> Self {
        Self { slots: vec![0; (urls as usize * 2).next_power_of_two()], codes: Vec::with_capacity(urls as usize) }
    }

    /// The slot where a code is, or would be, and whose it is.
    fn look(&self, code: u64) -> (usize, Option<u32>) {
        let mask = self.slots.len() - 1;
        // Fibonacci hashing: neighbours are scattered.
        let mut slot = (code.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) as usize & mask;
        loop {
            match self.slots[slot] {
                0 => return (slot, None),
                url if self.codes[url as usize - 1] == code => return (slot, Some(url - 1)),
                _ => slot = (slot + 1) & mask,
            }
        }
    }

    /// Gives the next URL a code that is free.
    fn push(&mut self, code: u64) {
        let (slot, _) = self.look(code);
        self.codes.push(code);
        self.slots[slot] = self.codes.len() as u32;
    }
}

/// The codes say all there is to say.
impl Hash for Table {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.codes.hash(state);
    }
}

/// What was counted.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub struct Counts {
    /// URLs that have a code.
    pub urls: u32,
    /// Those whose first code was taken.
    pub collisions: u32,
    /// Queries without a filter: one for each attempt.
    pub queries_without: u64,
    /// Queries that the filter left over.
    pub queries_with: u64,
    /// Those of them that found nothing: the filter was wrong.
    pub false_positives: u64,
}

/// URLs that get codes one after the other.
#[derive(Clone, Debug, Hash)]
pub struct CodeCollisions {
    scenario: Rc<Scenario>,
    cut: Cut,
    table: Rc<Table>,
    filter: Rc<BloomFilter>,
    counts: Counts,
    shown: Rc<Vec<Collision>>,
    course: Rc<Vec<Counts>>,
    /// Why it stopped before its end.
    stuck: Option<ShortHashError>,
    next: Micros,
}

impl CodeCollisions {
    fn of(scenario: Scenario, next: Micros) -> Result<Self, Refusal> {
        let cut = short_codes::cut(scenario.hash, scenario.base, scenario.digits)?;
        URLS.check(scenario.urls)?;
        if scenario.prefix.len() > LONGEST_PREFIX {
            return Err(Refusal::Prefix);
        }
        if u64::from(scenario.urls) * 10 > cut.codes() * 9 {
            return Err(Refusal::TooFewCodes { urls: scenario.urls, codes: cut.codes() });
        }
        let share = f64::from(scenario.false_positives) / 1_000.0;
        let filter = BloomFilter::made_for(scenario.urls.into(), share)?;
        Ok(Self {
            cut,
            table: Rc::new(Table::new(scenario.urls)),
            filter: Rc::new(filter),
            counts: Counts::default(),
            shown: Rc::default(),
            course: Rc::default(),
            stuck: None,
            next,
            scenario: Rc::new(scenario),
        })
    }

    /// What is set.
    #[must_use]
    pub fn scenario(&self) -> &Scenario {
        &self.scenario
    }

    /// How codes are cut.
    #[must_use]
    pub const fn cut(&self) -> Cut {
        self.cut
    }

    /// What was counted so far.
    #[must_use]
    pub const fn counts(&self) -> Counts {
        self.counts
    }

    /// The same after each step.
    #[must_use]
    pub fn course(&self) -> &[Counts] {
        &self.course
    }

    /// The first [`MOST_SHOWN`] collisions.
    #[must_use]
    pub fn collisions(&self) -> &[Collision] {
        &self.shown
    }

    /// The code of each URL so far.
    #[must_use]
    pub fn codes(&self) -> &[u64] {
        &self.table.codes
    }

    /// The filter.
    #[must_use]
    pub fn filter(&self) -> &BloomFilter {
        &self.filter
    }

    /// Why it stopped before its end, if it did.
    #[must_use]
    pub const fn stuck(&self) -> Option<ShortHashError> {
        self.stuck
    }

    /// How many collisions to expect of so many random codes.
    #[must_use]
    pub fn expected(&self, urls: u32) -> f64 {
        birthday::expected_collisions(urls.into(), self.cut.codes() as f64)
    }

    /// The URL of this number.
    #[must_use]
    pub fn url(&self, number: u32) -> String {
        format!("{}{number}", self.scenario.prefix)
    }

    fn batch(&self) -> u32 {
        self.scenario.urls.div_ceil(STEPS)
    }

    fn shorten(&mut self, number: u32, probe: &mut impl Probe) -> Result<(), ShortHashError> {
        let (cut, url) = (self.cut, self.url(number));
        let mut resolution = Resolution::of(cut, &url);
        let (table, filter) = (&self.table, &self.filter);
        let mut first = None;
        let mut wrong = 0;
        let may_be_there = |code| filter.may_contain(cut.written(code).as_bytes(), &mut ());
        let row = |code| {
            let owner = table.look(code).1;
            wrong += u64::from(owner.is_none());
            first = first.or(owner.map(|other| (other, code)));
            if owner.is_some() { Row::Other } else { Row::Free }
        };
        let found = resolve(&mut resolution, may_be_there, row, probe)?;
        let counts = &mut self.counts;
        counts.urls += 1;
        counts.queries_without += u64::from(resolution.attempts);
        counts.queries_with += u64::from(resolution.queries);
        counts.false_positives += wrong;
        Rc::make_mut(&mut self.filter).insert(cut.written(found.code).as_bytes(), &mut ());
        Rc::make_mut(&mut self.table).push(found.code);
        if let Some((other, code)) = first {
            counts.collisions += 1;
            if self.shown.len() < MOST_SHOWN {
                Rc::make_mut(&mut self.shown).push(Collision { url: number, other, code, got: found.code });
            }
        }
        Ok(())
    }

    fn advance(&mut self, events: &mut Vec<Event>, probe: &mut impl Probe) {
        let before = self.counts.collisions;
        let until = (self.counts.urls + self.batch()).min(self.scenario.urls);
        for number in self.counts.urls..until {
            if let Err(error) = self.shorten(number, probe) {
                self.stuck = Some(error);
                break;
            }
        }
        Rc::make_mut(&mut self.course).push(self.counts);
        events.push(Event::Shortened { counts: self.counts, new: self.counts.collisions - before, stuck: self.stuck });
        self.next = self.next + PAUSE;
    }
}

/// What happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// URLs were shortened.
    Shortened {
        /// What was counted so far.
        counts: Counts,
        /// Collisions among the last ones.
        new: u32,
        /// Why it stopped before its end.
        stuck: Option<ShortHashError>,
    },
    /// It begins anew.
    Set(Command),
}

impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Shortened { counts, new, stuck } => {
                let Counts { urls, collisions, queries_without, queries_with, .. } = *counts;
                let collisions = grouped(collisions.into());
                let more = noun((*new).into(), "collision", "collisions");
                write!(
                    f,
                    "{} URLs have a code; {new} more {more}, {collisions} in all. Queries: {} without the filter, {} with it.",
                    grouped(urls.into()),
                    grouped(queries_without),
                    grouped(queries_with)
                )?;
                stuck.map_or(Ok(()), |stuck| write!(f, " {stuck}"))
            }
            Self::Set(command) => match command {
                Command::SetHash(hash) => write!(f, "Begins anew with {}.", hash.name()),
                Command::SetBase(base) => write!(f, "Begins anew with {}.", base.name()),
                Command::SetDigits(digits) => write!(f, "Begins anew with codes of {digits} digits."),
                Command::SetUrls(urls) => write!(f, "Begins anew with {} URLs.", grouped((*urls).into())),
                Command::SetPrefix(_) => write!(f, "Begins anew with other URLs."),
                Command::SetFalsePositives(thousandths) => {
                    write!(f, "Begins anew with a filter for {thousandths} wrong answers in a thousand.")
                }
            },
        }
    }
}

impl System for CodeCollisions {
    type Scenario = Scenario;
    type Command = Command;
    type Event = Event;
    type Refusal = Refusal;

    fn start(scenario: &Scenario, _seed: u64) -> Result<Self, Refusal> {
        Self::of(scenario.clone(), PAUSE)
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
            Command::SetHash(hash) => scenario.hash = *hash,
            Command::SetBase(base) => scenario.base = *base,
            Command::SetDigits(digits) => scenario.digits = *digits,
            Command::SetUrls(urls) => scenario.urls = *urls,
            Command::SetPrefix(prefix) => scenario.prefix.clone_from(prefix),
            Command::SetFalsePositives(thousandths) => scenario.false_positives = *thousandths,
        }
        *self = Self::of(scenario, now + PAUSE)?;
        events.push(Event::Set(command.clone()));
        Ok(())
    }

    fn next_due(&self) -> Option<Micros> {
        (self.counts.urls < self.scenario.urls && self.stuck.is_none()).then_some(self.next)
    }

    fn tick(&mut self, events: &mut Vec<Event>, probe: &mut impl Probe) {
        self.advance(events, probe);
    }

    /// A step is a hundredth of the URLs, of which each is hashed; another begin makes empty tables.
    fn cost(scenario: &Scenario, commands: &[Stamped<Command>], ticks: u64) -> u64 {
        const BEGIN: u64 = 1_000;
        let set = commands.iter().filter_map(|stamped| match stamped.command {
            Command::SetUrls(urls) => Some(urls),
            _ => None,
        });
        let most = set.fold(scenario.urls, u32::max);
        let of_a_step = 1 + 2 * u64::from(most.div_ceil(STEPS));
        ticks.saturating_mul(of_a_step).saturating_add(commands.len() as u64 * BEGIN)
    }

    fn bytes(&self) -> usize {
        size_of::<Self>()
            + self.table.slots.len() * 4
            + self.table.codes.len() * 8
            + self.filter.bits() as usize / 8
            + self.course.len() * size_of::<Counts>()
    }

    fn scenario_in_public(scenario: &Scenario) -> Option<Scenario> {
        let usual = USUAL_PREFIX.to_owned();
        (scenario.prefix != usual).then(|| Scenario { prefix: usual, ..scenario.clone() })
    }

    fn command_in_public(command: &Command) -> Option<Command> {
        match command {
            Command::SetPrefix(prefix) if prefix != USUAL_PREFIX => Some(Command::SetPrefix(USUAL_PREFIX.to_owned())),
            _ => None,
        }
    }
}
