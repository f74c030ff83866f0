//! What a shortener keeps: the table of links, the filter in front of it, the cache, and what browsers remember.

use std::rc::Rc;

use algorithms::caching::bloom::BloomFilter;
use algorithms::caching::lru::Lru;
use algorithms::codes::base62;
use algorithms::codes::short_hash::{Cut, Resolution, Row as Looked, ShortHashError, resolve};
use algorithms::ids::layout::Layout;
use algorithms::ids::snowflake::{OnRollback, Snowflake};
use algorithms::ids::ticket::Tickets;
use algorithms::probe::Probe;

use super::event::Answer;
use super::scenario::{IdSource, MOST_NEW, Redirect, Refusal, Scenario};
use crate::kernel::time::Micros;
use crate::shortener::short_codes::{self, Base};

/// When a run begins, in milliseconds since 1970: midnight of 24 November 2026. A Snowflake needs a time.
pub const BEGINS_MS: u64 = 1_795_478_400_000;

/// The share of wrong answers that the filter is made for.
const FALSE_POSITIVES: f64 = 0.01;

/// The machine that makes Snowflakes.
const MACHINE: u64 = 1;

/// A row of the table. Both ways store the same links, each under its own code.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct Row {
    /// Its ID; its code in base 62 is the code of that way.
    pub id: u64,
    /// Its code cut from a hash; `None` if no free one was found.
    pub hash_code: Option<u64>,
    /// Where it leads.
    pub url: String,
}

impl Row {
    /// Its code in base 62.
    #[must_use]
    pub fn code(&self) -> String {
        base62::encode(self.id)
    }
}

/// The whole service.
#[derive(Clone, Debug, Hash)]
pub struct Service {
    /// What is set.
    pub scenario: Rc<Scenario>,
    /// How codes are cut.
    pub cut: Cut,
    /// The links, in the order in which they came.
    pub rows: Rc<Vec<Row>>,
    /// The filter in front of the database.
    pub filter: Rc<BloomFilter>,
    /// The cache, by numbers of rows.
    pub cache: Rc<Lru>,
    tickets: Tickets,
    snowflake: Snowflake,
    /// A bit for each person and row: whether the browser remembers a 301.
    remembered: Rc<Vec<u64>>,
    /// The web server that took the last request; there are two.
    turn: u32,
}

/// So many numbers are written in up to seven characters of base 62; a Snowflake passes that 14 minutes after its epoch.
const SEVEN_CHARACTERS: u64 = 62_u64.pow(7);

impl Service {
    pub(crate) fn start(scenario: &Scenario) -> Result<Self, Refusal> {
        scenario.check()?;
        let cut = short_codes::cut(scenario.hash, Base::Hex, scenario.digits)?;
        let mut tickets = Tickets::new(1, 1)?;
        tickets.observe(scenario.next_id - 1);
        let mut service = Self {
            scenario: Rc::new(scenario.clone()),
            cut,
            rows: Rc::default(),
            filter: Rc::new(BloomFilter::made_for(u64::from(scenario.links.max(50)) * 2, FALSE_POSITIVES)?),
            cache: Rc::new(Lru::new(scenario.links + MOST_NEW, scenario.cache)),
            tickets,
            snowflake: Snowflake::new(Layout::SNOWFLAKE, 0, MACHINE, OnRollback::Refuse)?,
            remembered: Rc::default(),
            turn: 1,
        };
        let first = scenario.next_id - u64::from(scenario.links);
        for number in 0..scenario.links {
            service.add(first + u64::from(number), format!("https://example.com/{number}"))?;
        }
        service.forget();
        Ok(service)
    }

    /// Adds a row, with a code of either kind.
    fn add(&mut self, id: u64, url: String) -> Result<(), ShortHashError> {
        let mut resolution = Resolution::of(self.cut, &url);
        let may_be_there = |code| self.may_contain(code, &mut ());
        let found = resolve(&mut resolution, may_be_there, |code| self.look(code, &url).0, &mut ())?;
        self.store(Row { id, hash_code: Some(found.code), url });
        Ok(())
    }

    /// Puts a link from the reader's device into the table, unless it is there.
    pub(super) fn restore(&mut self, id: u64, url: String) -> Result<bool, Refusal> {
        // A Snowflake is no ticket: after it, all tickets would be as long as it is.
        if id < SEVEN_CHARACTERS {
            self.tickets.observe(id);
        }
        if self.rows.iter().any(|row| row.id == id || row.url == url) {
            return Ok(false);
        }
        self.room()?;
        self.add(id, url)?;
        Ok(true)
    }

    /// Whether one more link fits.
    pub(super) fn room(&self) -> Result<(), Refusal> {
        let most = (self.scenario.links + MOST_NEW) as usize;
        if self.rows.len() >= most { Err(Refusal::Full) } else { Ok(()) }
    }

    /// Stores a row, and tells the filter.
    pub(super) fn store(&mut self, row: Row) {
        if let Some(code) = row.hash_code {
            let written = self.cut.written(code);
            Rc::make_mut(&mut self.filter).insert(written.as_bytes(), &mut ());
        }
        Rc::make_mut(&mut self.rows).push(row);
    }

    /// What the filter says of a code.
    pub(super) fn may_contain(&self, code: u64, probe: &mut impl Probe) -> bool {
        !self.scenario.filter || self.filter.may_contain(self.cut.written(code).as_bytes(), probe)
    }

    /// What the database has under a code cut from a hash, and whose it is.
    pub(super) fn look(&self, code: u64, url: &str) -> (Looked, Option<&Row>) {
        let row = self.rows.iter().find(|row| row.hash_code == Some(code));
        match row {
            None => (Looked::Free, None),
            Some(row) if row.url == url => (Looked::Same, Some(row)),
            Some(_) => (Looked::Other, row),
        }
    }

    /// The row of a URL.
    pub(super) fn row_of(&self, url: &str) -> Option<&Row> {
        self.rows.iter().find(|row| row.url == url)
    }

    /// The row that a code leads to, whichever way made it; the number of the row.
    #[must_use]
    pub fn find(&self, code: &str) -> Option<usize> {
        let by_id = base62::decode(code).ok().and_then(|id| self.rows.iter().position(|row| row.id == id));
        by_id.or_else(|| {
            let fits = code.len() == self.scenario.digits as usize && !code.bytes().any(|b| b.is_ascii_uppercase());
            let number = u64::from_str_radix(code, 16).ok().filter(|_| fits)?;
            self.rows.iter().position(|row| row.hash_code == Some(number))
        })
    }

    /// The next ID.
    pub(super) fn next_id(&mut self, now: Micros) -> Result<u64, Refusal> {
        match self.scenario.ids {
            IdSource::Tickets => Ok(self.tickets.next_id()?),
            IdSource::Snowflake => {
                let now_ms = BEGINS_MS + now.0 / 1_000;
                // A clock that never goes back, and one ID a hop: it can't be refused.
                self.snowflake.next_id(now_ms).map_err(|_| Refusal::Full)
            }
        }
    }

    /// The web server whose turn it is: 1 or 2.
    pub(super) const fn balance(&mut self) -> u32 {
        self.turn = 3 - self.turn;
        self.turn
    }

    fn bit(&self, person: u32, row: usize) -> (usize, u64) {
        let rows = (self.scenario.links + MOST_NEW) as usize;
        let bit = person as usize * rows + row;
        (bit / 64, 1 << (bit % 64))
    }

    /// Whether a person's browser remembers where a row leads.
    pub(super) fn remembers(&self, person: u32, row: usize) -> bool {
        let (word, bit) = self.bit(person, row);
        self.remembered.get(word).is_some_and(|word| word & bit != 0)
    }

    /// A person's browser was sent on; a 301 it remembers.
    pub(super) fn sent_on(&mut self, person: u32, row: usize) {
        if self.scenario.redirect == Redirect::Permanent {
            let (word, bit) = self.bit(person, row);
            if let Some(word) = Rc::make_mut(&mut self.remembered).get_mut(word) {
                *word |= bit;
            }
        }
    }

    /// A click, from the browser to whoever knows the way.
    pub(crate) fn click(&mut self, person: u32, row: usize) -> Answer {
        if self.remembers(person, row) {
            return Answer::Browser;
        }
        let key = row as u32;
        let cache = Rc::make_mut(&mut self.cache);
        let hit = cache.get(key);
        if !hit {
            cache.put(key);
        }
        self.sent_on(person, row);
        if hit { Answer::Cache } else { Answer::Database }
    }

    /// Takes other settings. The cache and the browsers begin empty.
    pub(super) fn set(&mut self, scenario: Scenario) -> Result<(), Refusal> {
        scenario.check()?;
        self.scenario = Rc::new(scenario);
        self.forget();
        Ok(())
    }

    fn forget(&mut self) {
        let rows = self.scenario.links + MOST_NEW;
        self.cache = Rc::new(Lru::new(rows, self.scenario.cache));
        let bits = self.scenario.people as usize * rows as usize;
        self.remembered = Rc::new(vec![0; bits.div_ceil(64)]);
    }

    /// About how much a copy takes that shares nothing but the rows and the filter, in bytes.
    pub(super) fn bytes(&self) -> usize {
        self.remembered.len() * 8 + (self.scenario.links + MOST_NEW) as usize * 12
    }
}
