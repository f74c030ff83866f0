//! The ways of a request, hop by hop: to a code by a hash, to a code by an ID, and from a code to where it leads.

use std::rc::Rc;

use algorithms::codes::base62::{Division, encode};
use algorithms::codes::short_hash::{Resolution, Row as Looked};
use algorithms::probe::Probe;

use super::event::{Hop, Station, Way};
use super::scenario::IdSource;
use super::service::{Row, Service};
use crate::kernel::text::{grouped, short};
use crate::kernel::time::Micros;

/// What a request has still to do.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
enum Next {
    Send,
    Balance,
    Take,
    /// Cuts a hash.
    Hash,
    /// Asks whether this code is taken.
    Filter(u64),
    Query(u64),
    /// Asks whether the URL is known.
    LookUp,
    Id,
    /// Writes this ID in base 62.
    Encode(u64),
    /// Stores the link under this code cut from a hash, or this ID.
    Store(u64),
    Cache,
    Database,
    /// Answers, with the row that was found if a link is followed.
    Answer(Option<usize>),
    Nothing,
}

/// What happens in a hop, and what comes next.
type Step = (String, Next);

/// A request on its way.
#[derive(Clone, Debug, Hash)]
pub struct Request {
    /// The way that it goes.
    pub way: Way,
    /// The long URL that is to be shortened, or the code that is followed.
    pub asks: String,
    /// The hops so far.
    pub hops: Rc<Vec<Hop>>,
    /// The code cut from a hash, or the ID, once it is found.
    pub found: Option<u64>,
    /// By a hash, its attempts; and the queries to the database so far.
    pub resolution: Resolution,
    next: Next,
}

/// Whose browser follows single links.
const READER: u32 = 0;

const GAVE_UP: &str = "no free code was found: there are too few";

impl Request {
    pub(super) fn new(way: Way, service: &Service, asks: &str) -> Self {
        let resolution = Resolution::of(service.cut, asks);
        Self { way, asks: asks.to_owned(), hops: Rc::default(), found: None, resolution, next: Next::Send }
    }

    /// Whether the browser has its answer.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.next == Next::Nothing
    }

    /// The station that it is under way to, until the browser has its answer.
    #[must_use]
    pub const fn next_station(&self) -> Option<Station> {
        Some(match self.next {
            Next::Send | Next::Answer(_) => Station::Browser,
            Next::Balance => Station::Balancer,
            Next::Take => Station::Web,
            Next::Hash => Station::Hash,
            Next::Filter(_) => Station::Filter,
            Next::Id => Station::Ids,
            Next::Encode(_) => Station::Base62,
            Next::Cache => Station::Cache,
            Next::LookUp | Next::Query(_) | Next::Store(_) | Next::Database => Station::Database,
            Next::Nothing => return None,
        })
    }

    /// Goes on by a hop; `None` if it is done.
    pub(super) fn hop(&mut self, service: &mut Service, now: Micros, probe: &mut impl Probe) -> Option<Hop> {
        let station = self.next_station()?;
        let (says, next) = match self.next {
            Next::Send => self.send(service),
            Next::Balance => (format!("web server {} is next in turn", service.balance()), Next::Take),
            Next::Take => {
                let first = [Next::Hash, Next::LookUp, Next::Cache][self.way as usize];
                ("takes the request".to_owned(), first)
            }
            Next::Hash => self.hash(service, probe),
            Next::Filter(code) => self.ask_filter(service, code, probe),
            Next::Query(code) => self.query(service, code, probe),
            Next::LookUp => self.look_up(service),
            Next::Id => match service.next_id(now) {
                Ok(id) => {
                    let kind = if service.scenario.ids == IdSource::Tickets { "ticket" } else { "Snowflake" };
                    (format!("the next {kind} is {}", grouped(id)), Next::Encode(id))
                }
                Err(_) => (GAVE_UP.to_owned(), Next::Nothing),
            },
            Next::Encode(id) => {
                let mut division = Division::of(id);
                while division.divide(probe).is_some() {}
                let says = format!("{} in base 62 is {}", grouped(id), division.code());
                (says, Next::Store(id))
            }
            Next::Store(found) => {
                self.found = Some(found);
                let id = if self.way == Way::Id { grouped(found) + " | " } else { String::new() };
                let says = format!("stores the row {id}{} | long URL", self.code(service));
                (says, Next::Answer(None))
            }
            Next::Cache => self.ask_cache(service),
            Next::Database => self.fetch(service),
            Next::Answer(row) => (self.answer(service, row), Next::Nothing),
            Next::Nothing => return None,
        };
        let hop = Hop { station, says };
        Rc::make_mut(&mut self.hops).push(hop.clone());
        self.next = next;
        Some(hop)
    }

    fn send(&self, service: &Service) -> Step {
        let remembered = service.find(&self.asks).filter(|row| service.remembers(READER, *row));
        let (says, next) = match remembered {
            _ if self.way != Way::Visit => (format!("POST: please shorten {}", short(&self.asks)), Next::Balance),
            None => (format!("GET /{}", short(&self.asks)), Next::Balance),
            Some(row) => {
                let url = short(&service.rows[row].url);
                (format!("remembers the 301 and goes to {url} without asking"), Next::Nothing)
            }
        };
        (says, next)
    }

    fn hash(&mut self, service: &Service, probe: &mut impl Probe) -> Step {
        let text = self.resolution.text().to_owned();
        let Ok(code) = self.resolution.hash(probe) else {
            return (GAVE_UP.to_owned(), Next::Nothing);
        };
        let again = match self.resolution.attempts {
            1 => String::new(),
            attempt => format!("attempt {attempt}: append “x”, hash {}: ", short(&text)),
        };
        let whole = service.cut.hash().whole(text.as_bytes());
        let says = format!("{again}{:.16}… is cut to {}", whole, service.cut.written(code));
        (says, if service.scenario.filter { Next::Filter(code) } else { Next::Query(code) })
    }

    fn ask_filter(&mut self, service: &Service, code: u64, probe: &mut impl Probe) -> Step {
        let may_be_there = service.may_contain(code, probe);
        let (says, next) = match self.resolution.ask_filter(code, may_be_there, probe) {
            Some(_) => ("certainly not there: no query needed", Next::Store(code)),
            None => ("perhaps there: ask the database", Next::Query(code)),
        };
        (says.to_owned(), next)
    }

    fn query(&mut self, service: &Service, code: u64, probe: &mut impl Probe) -> Step {
        let (looked, row) = service.look(code, &self.asks);
        let says = match row {
            None => "the code is free".to_owned(),
            Some(_) if looked == Looked::Same => known(&service.cut.written(code)),
            Some(row) => format!("taken by {}: a collision", short(&row.url)),
        };
        let next = match self.resolution.ask_database(code, looked, probe) {
            None => Next::Hash,
            Some(found) if found.is_known => {
                self.found = Some(code);
                Next::Answer(None)
            }
            Some(_) => Next::Store(code),
        };
        (says, next)
    }

    fn look_up(&mut self, service: &Service) -> Step {
        self.resolution.queries += 1;
        self.found = service.row_of(&self.asks).map(|row| row.id);
        match self.found {
            Some(id) => (known(&encode(id)), Next::Answer(None)),
            None => ("no row has this URL".to_owned(), Next::Id),
        }
    }

    fn ask_cache(&self, service: &mut Service) -> Step {
        let found = service.find(&self.asks);
        match found.filter(|row| Rc::make_mut(&mut service.cache).get(*row as u32)) {
            Some(row) => ("a hit: the long URL is here".to_owned(), Next::Answer(Some(row))),
            None => ("a miss".to_owned(), Next::Database),
        }
    }

    fn fetch(&self, service: &mut Service) -> Step {
        let Some(row) = service.find(&self.asks) else {
            return ("no row has this code".to_owned(), Next::Answer(None));
        };
        let gone = Rc::make_mut(&mut service.cache).put(row as u32);
        let evicted = gone.and_then(|gone| service.rows.get(gone as usize)).map(Row::code);
        let evicted = evicted.map_or_else(String::new, |code| format!(" and lets {code} go"));
        let says = format!("finds {}; the cache keeps it{evicted}", short(&service.rows[row].url));
        (says, Next::Answer(Some(row)))
    }

    fn answer(&self, service: &mut Service, row: Option<usize>) -> String {
        match row {
            _ if self.way != Way::Visit => format!("has its short link: /{}", self.code(service)),
            None => "404 Not Found: there is no such link".to_owned(),
            Some(row) => {
                service.sent_on(READER, row);
                let redirect = service.scenario.redirect;
                format!("{} {}: goes to {}", redirect.status(), redirect.reason(), short(&service.rows[row].url))
            }
        }
    }

    /// The code that was found, as it is written; empty if there is none.
    #[must_use]
    pub fn code(&self, service: &Service) -> String {
        let write = |found| if self.way == Way::Hash { service.cut.written(found) } else { encode(found) };
        self.found.map(write).unwrap_or_default()
    }
}

fn known(code: &str) -> String {
    format!("this link is known: its code is {code}")
}
