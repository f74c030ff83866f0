//! The ways of a request, hop by hop: to a code by a hash, to a code by an ID, and from a code to where it leads.

use std::rc::Rc;

use algorithms::codes::base62::Division;
use algorithms::codes::short_hash::{Resolution, Row as Looked};
use algorithms::probe::Probe;

use super::event::{Hop, Says, Station};
use super::service::Service;
use crate::kernel::time::Micros;

/// What a way has still to do.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
enum Next {
    Send,
    Balance,
    Take,
    Hash,
    Filter(u64),
    Query(u64),
    LookUp,
    Id,
    Encode(u64),
    Store(Kept),
    Cache,
    Database,
    Answer(Option<usize>),
    Nothing,
}

/// What is stored, in one way or the other.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
enum Kept {
    Hash(u64),
    Id(u64, String),
}

/// The first hops of every request: the browser sends it, the balancer chooses a web server, which takes it.
fn arrive(next: &Next, service: &mut Service, says: impl FnOnce() -> Says, first: Next) -> Option<(Hop, Next)> {
    Some(match next {
        Next::Send => (Hop { station: Station::Browser, says: says() }, Next::Balance),
        Next::Balance => (Hop { station: Station::Balancer, says: Says::Balanced(service.balance()) }, Next::Take),
        Next::Take => (Hop { station: Station::Web, says: Says::Took }, first),
        _ => return None,
    })
}

/// A way that is under way, or was.
#[derive(Clone, Debug, Hash)]
struct Course {
    next: Next,
    hops: Rc<Vec<Hop>>,
}

impl Course {
    fn new() -> Self {
        Self { next: Next::Send, hops: Rc::default() }
    }

    /// Where the request is under way to; `None` if it is done.
    const fn next_station(&self) -> Option<Station> {
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

    fn go(&mut self, hop: Hop, next: Next) -> Hop {
        Rc::make_mut(&mut self.hops).push(hop.clone());
        self.next = next;
        hop
    }
}

/// To a code by cutting a hash and resolving collisions.
#[derive(Clone, Debug, Hash)]
pub struct HashWay {
    course: Course,
    url: String,
    resolution: Resolution,
    /// The code, once it is found; `None` in it if there is none.
    pub(super) code: Option<Option<u64>>,
}

impl HashWay {
    pub(super) fn new(service: &Service, url: &str) -> Self {
        let resolution = Resolution::of(service.cut(), url);
        Self { course: Course::new(), url: url.to_owned(), resolution, code: None }
    }

    pub(super) fn hop(&mut self, service: &mut Service, probe: &mut impl Probe) -> Option<Hop> {
        let url = &self.url;
        if let Some((hop, next)) = arrive(&self.course.next, service, || Says::Post(url.clone()), Next::Hash) {
            return Some(self.course.go(hop, next));
        }
        let cut = service.cut();
        let (station, says, next) = match self.course.next {
            Next::Hash => {
                let text = self.resolution.text().to_owned();
                match self.resolution.hash(probe) {
                    Ok(code) => {
                        let (whole, attempt) = (cut.hash().whole(text.as_bytes()), self.resolution.attempts);
                        let ask = if service.scenario().filter { Next::Filter(code) } else { Next::Query(code) };
                        (Station::Hash, Says::Hashed { text, whole, code: cut.written(code), attempt }, ask)
                    }
                    Err(_) => {
                        self.code = Some(None);
                        (Station::Hash, Says::GaveUp, Next::Nothing)
                    }
                }
            }
            Next::Filter(code) => {
                let may_be_there = service.may_contain(code, probe);
                match self.resolution.ask_filter(code, may_be_there, probe) {
                    Some(_) => (Station::Filter, Says::CertainlyNot, Next::Store(Kept::Hash(code))),
                    None => (Station::Filter, Says::Perhaps, Next::Query(code)),
                }
            }
            Next::Query(code) => {
                let (looked, row) = service.look(code, url);
                let says = match looked {
                    Looked::Free => Says::Free,
                    Looked::Same => Says::Known(cut.written(code)),
                    Looked::Other => Says::TakenBy(row.map(|row| row.url.clone()).unwrap_or_default()),
                };
                let next = match self.resolution.ask_database(code, looked, probe) {
                    None => Next::Hash,
                    Some(found) if found.is_known => {
                        self.code = Some(Some(code));
                        Next::Answer(None)
                    }
                    Some(_) => Next::Store(Kept::Hash(code)),
                };
                (Station::Database, says, next)
            }
            Next::Store(Kept::Hash(code)) => {
                self.code = Some(Some(code));
                (Station::Database, Says::Stored { id: None, code: cut.written(code) }, Next::Answer(None))
            }
            Next::Answer(_) => {
                let code = self.code.flatten().map(|code| cut.written(code)).unwrap_or_default();
                (Station::Browser, Says::Answered(code), Next::Nothing)
            }
            _ => return None,
        };
        Some(self.course.go(Hop { station, says }, next))
    }

    /// The code, once it is found.
    #[must_use]
    pub const fn code(&self) -> Option<u64> {
        match self.code {
            Some(code) => code,
            None => None,
        }
    }

    /// The attempts and queries so far.
    #[must_use]
    pub const fn resolution(&self) -> &Resolution {
        &self.resolution
    }
}

/// To a code by an ID, written in base 62.
#[derive(Clone, Debug, Hash)]
pub struct IdWay {
    course: Course,
    url: String,
    /// The ID, once it has come or the link is known.
    pub(super) id: Option<u64>,
    /// Queries to the database.
    queries: u32,
}

impl IdWay {
    pub(super) fn new(url: &str) -> Self {
        Self { course: Course::new(), url: url.to_owned(), id: None, queries: 0 }
    }

    pub(super) fn hop(&mut self, service: &mut Service, now: Micros, probe: &mut impl Probe) -> Option<Hop> {
        let url = &self.url;
        if let Some((hop, next)) = arrive(&self.course.next, service, || Says::Post(url.clone()), Next::LookUp) {
            return Some(self.course.go(hop, next));
        }
        let (station, says, next) = match &self.course.next {
            Next::LookUp => {
                self.queries += 1;
                match service.row_of(url) {
                    Some(row) => {
                        self.id = Some(row.id);
                        (Station::Database, Says::Known(row.code()), Next::Answer(None))
                    }
                    None => (Station::Database, Says::Unknown, Next::Id),
                }
            }
            Next::Id => match service.next_id(now) {
                Ok(id) => (Station::Ids, Says::Id(id, service.scenario().ids), Next::Encode(id)),
                Err(_) => (Station::Ids, Says::GaveUp, Next::Nothing),
            },
            Next::Encode(id) => {
                let id = *id;
                let mut division = Division::of(id);
                while division.divide(probe).is_some() {}
                let code = division.code();
                (Station::Base62, Says::Encoded { id, code: code.clone() }, Next::Store(Kept::Id(id, code)))
            }
            Next::Store(Kept::Id(id, code)) => {
                self.id = Some(*id);
                (Station::Database, Says::Stored { id: Some(*id), code: code.clone() }, Next::Answer(None))
            }
            Next::Answer(_) => {
                let code = self.id.map(algorithms::codes::base62::encode).unwrap_or_default();
                (Station::Browser, Says::Answered(code), Next::Nothing)
            }
            _ => return None,
        };
        Some(self.course.go(Hop { station, says }, next))
    }

    /// The ID, once it is there.
    #[must_use]
    pub const fn id(&self) -> Option<u64> {
        self.id
    }

    /// Queries to the database so far.
    #[must_use]
    pub const fn queries(&self) -> u32 {
        self.queries
    }
}

/// From a code to where it leads.
#[derive(Clone, Debug, Hash)]
pub struct Visit {
    course: Course,
    code: String,
}

/// Whose browser follows single links.
const READER: u32 = 0;

impl Visit {
    pub(super) fn new(code: String) -> Self {
        Self { course: Course::new(), code }
    }

    pub(super) fn hop(&mut self, service: &mut Service) -> Option<Hop> {
        let found = service.find(&self.code);
        if self.course.next == Next::Send
            && let Some(row) = found.filter(|row| service.remembers(READER, *row))
        {
            let says = Says::Remembered(service.rows[row].url.clone());
            return Some(self.course.go(Hop { station: Station::Browser, says }, Next::Nothing));
        }
        let code = &self.code;
        if let Some((hop, next)) = arrive(&self.course.next, service, || Says::Get(code.clone()), Next::Cache) {
            return Some(self.course.go(hop, next));
        }
        let (station, says, next) = match self.course.next {
            Next::Cache => match found.filter(|row| Rc::make_mut(&mut service.cache).get(*row as u32)) {
                Some(row) => (Station::Cache, Says::Hit, Next::Answer(Some(row))),
                None => (Station::Cache, Says::Miss, Next::Database),
            },
            Next::Database => match found {
                Some(row) => {
                    let gone = Rc::make_mut(&mut service.cache).put(row as u32);
                    let evicted = gone.and_then(|gone| service.rows.get(gone as usize)).map(super::service::Row::code);
                    let says = Says::Found { url: service.rows[row].url.clone(), evicted };
                    (Station::Database, says, Next::Answer(Some(row)))
                }
                None => (Station::Database, Says::Absent, Next::Answer(None)),
            },
            Next::Answer(Some(row)) => {
                service.sent_on(READER, row);
                let says = Says::SentOn(service.scenario().redirect, service.rows[row].url.clone());
                (Station::Browser, says, Next::Nothing)
            }
            Next::Answer(None) => (Station::Browser, Says::NotFound, Next::Nothing),
            _ => return None,
        };
        Some(self.course.go(Hop { station, says }, next))
    }

    /// The code that is followed.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.code
    }
}

macro_rules! hops {
    ($($way:ty),+) => {
        $(impl $way {
            /// The hops so far.
            #[must_use]
            pub fn hops(&self) -> &[Hop] {
                &self.course.hops
            }

            /// The station that the request is under way to, until the browser has its answer.
            #[must_use]
            pub const fn next_station(&self) -> Option<Station> {
                self.course.next_station()
            }

            /// Whether the browser has its answer.
            #[must_use]
            pub fn is_done(&self) -> bool {
                self.course.next == Next::Nothing
            }
        })+
    };
}

hops!(HashWay, IdWay, Visit);
