//! A URL shortener: a long URL becomes a short code in two ways side by side, and short links are followed, one or many.
//!
//! Both ways have the same links. By hash: cut the hash of the URL, ask whether the code is taken, and hash again if it is. By
//! ID: look the URL up, take the next ID, write it in base 62. A link is followed from the browser through load balancer, web
//! server and cache to the database. Each step is one hop of each way, on one clock.
//!
//! Many clicks go the same way at once: which link is clicked follows Zipf's law, the newest link being the most popular; who
//! clicks is an even choice. The cache forgets what was not used the longest, and a browser that got a 301 never asks again.

mod event;
mod scenario;
mod service;
mod ways;

use std::rc::Rc;

use algorithms::caching::zipf::Zipf;
use algorithms::codes::long_url::LongUrl;
use algorithms::probe::Probe;

use crate::kernel::random::{Stream, entity};
use crate::kernel::system::System;
use crate::kernel::text::{decimal, grouped};
use crate::kernel::time::Micros;
use crate::kernel::timeline::Stamped;
use crate::parts::meter::Course;

pub use event::{Answer, Event, Hop, Station, Tally, Way};
pub use scenario::{
    CACHE, CLICKS, Command, IdSource, LINKS, LONGEST_CODE, MOST_NEW, PEOPLE, Redirect, Refusal, Scenario, Target,
    WORKED_ID, WORKED_URL,
};
pub use service::{BEGINS_MS, Row, Service};
pub use ways::Request;

/// From one hop to the next.
const HOP: Micros = Micros(600_000);

/// From one batch of clicks to the next.
const BATCH: Micros = Micros(100_000);

/// Clicks come in so many batches.
const BATCHES: u32 = 100;

/// The entity whose stream says who clicks where.
const CROWD: u64 = entity("clic");

/// What was asked for last.
#[derive(Clone, Debug, Hash)]
pub enum Task {
    /// Nothing yet.
    Nothing,
    /// To shorten a URL: by a hash, and by an ID.
    Shorten(Box<(Request, Request)>),
    /// To follow a link.
    Follow(Box<Request>),
    /// Many clicks.
    Crowd {
        /// How many are still to come.
        left: u32,
        /// How many come at a time.
        batch: u32,
    },
}

/// The shortener, and what was asked of it.
#[derive(Clone, Debug, Hash)]
pub struct Shortener {
    /// The table, the cache and the rest.
    pub service: Service,
    /// What was asked for last.
    pub task: Task,
    /// What clicks have come to since the count began.
    pub tally: Tally,
    /// What they had come to after each batch.
    pub course: Course<Tally>,
    zipf: Rc<Zipf>,
    chance: Stream,
    next: Micros,
}

impl Shortener {
    /// The share of clicks that a cache would answer that holds the most popular links and never changes: the weight of those
    /// links, and the weight of all.
    #[must_use]
    pub fn best_fixed_cache(&self) -> (u64, u64) {
        (self.zipf.weight_of_first(self.service.scenario.cache), self.zipf.total())
    }

    /// Whether something is under way.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        match &self.task {
            Task::Nothing => false,
            Task::Shorten(ways) => !(ways.0.is_done() && ways.1.is_done()),
            Task::Follow(visit) => !visit.is_done(),
            Task::Crowd { left, .. } => *left > 0,
        }
    }

    /// The row that was made last, or found to be known, once both ways are done.
    #[must_use]
    pub fn shortened(&self) -> Option<&Row> {
        let Task::Shorten(ways) = &self.task else { return None };
        let id = ways.1.found.filter(|_| !self.is_busy())?;
        self.service.rows.iter().find(|row| row.id == id)
    }

    fn advance(&mut self, events: &mut Vec<Event>, probe: &mut impl Probe) {
        let (service, now) = (&mut self.service, self.next);
        match &mut self.task {
            Task::Nothing => {}
            Task::Shorten(ways) => {
                let (by_hash, by_id) = &mut **ways;
                for way in [&mut *by_hash, &mut *by_id] {
                    events.extend(way.hop(service, now, probe).map(|hop| Event::Hop(way.way, hop)));
                }
                if by_hash.is_done() && by_id.is_done() {
                    keep(service, by_hash, by_id);
                }
            }
            Task::Follow(visit) => events.extend(visit.hop(service, now, probe).map(|hop| Event::Hop(visit.way, hop))),
            Task::Crowd { left, batch } => {
                let clicks = (*left).min(*batch);
                *left -= clicks;
                self.click(clicks, events);
            }
        }
        self.next = now + if matches!(self.task, Task::Crowd { .. }) { BATCH } else { HOP };
    }

    fn click(&mut self, clicks: u32, events: &mut Vec<Event>) {
        let rows = self.service.rows.len();
        for _ in 0..clicks {
            let person = self.chance.below(self.service.scenario.people);
            let random = u64::from(self.chance.next_u32()) << 32 | u64::from(self.chance.next_u32());
            let rank = self.zipf.pick(random) as usize;
            let answer = self.service.click(person, rows.saturating_sub(rank + 1));
            self.tally.count(answer);
        }
        self.course.add(self.tally);
        events.push(Event::Clicks(clicks, self.tally));
    }

    /// Brings what is under way to its end, so that the next task finds it done. A crowd goes home.
    fn finish(&mut self) {
        if let Task::Crowd { left, .. } = &mut self.task {
            *left = 0;
        }
        while self.is_busy() {
            self.advance(&mut Vec::new(), &mut ());
        }
    }

    fn recount(&mut self) -> Result<(), Refusal> {
        (self.tally, self.course) = Default::default();
        self.zipf = Rc::new(zipf_of(&self.service)?);
        Ok(())
    }
}

/// Stores what both ways have found, if the link is new.
fn keep(service: &mut Service, by_hash: &Request, by_id: &Request) {
    if let Some(id) = by_id.found
        && service.row_of(&by_id.asks).is_none()
    {
        service.store(Row { id, hash_code: by_hash.found, url: by_id.asks.clone() });
    }
}

/// How popular the links are; where there is none, a law for one.
fn zipf_of(service: &Service) -> Result<Zipf, Refusal> {
    Ok(Zipf::new((service.rows.len() as u32).max(1), service.scenario.skew)?)
}

fn code_of(service: &Service, target: &Target) -> Result<String, Refusal> {
    match target {
        Target::Row(row) => service.rows.get(*row as usize).map(Row::code).ok_or(Refusal::NoRow(*row)),
        Target::Code(code) if code.len() > LONGEST_CODE => Err(Refusal::LongCode),
        Target::Code(code) => Ok(code.clone()),
    }
}

/// What is said of a setting.
fn says(command: &Command) -> Option<String> {
    Some(match command {
        Command::SetRedirect(Redirect::Permanent) => {
            "From here on browsers get a 301: each remembers a link for good.".to_owned()
        }
        Command::SetRedirect(Redirect::Found) => "From here on browsers get a 302: each asks every time.".to_owned(),
        Command::SetCache(links) => format!("An empty cache for {} links.", grouped((*links).into())),
        Command::SetSkew(hundredths) => {
            format!("Clicks follow Zipf’s law with the exponent {}.", decimal((*hundredths).into(), 2))
        }
        Command::SetIds(IdSource::Tickets) => "IDs come from a ticket server that counts.".to_owned(),
        Command::SetIds(IdSource::Snowflake) => "IDs are Snowflakes.".to_owned(),
        Command::SetFilter(true) => "The Bloom filter is asked before the database.".to_owned(),
        Command::SetFilter(false) => "The Bloom filter is not asked.".to_owned(),
        Command::Restore { id, .. } => {
            format!("The device keeps a link with the ID {}; it is in the table now.", grouped(*id))
        }
        Command::Shorten(_) | Command::Follow(_) | Command::Crowd(_) => return None,
    })
}

impl System for Shortener {
    type Scenario = Scenario;
    type Command = Command;
    type Event = Event;
    type Refusal = Refusal;

    fn start(scenario: &Scenario, seed: u64) -> Result<Self, Refusal> {
        let service = Service::start(scenario)?;
        let zipf = Rc::new(zipf_of(&service)?);
        let (tally, course) = Default::default();
        Ok(Self { service, task: Task::Nothing, tally, course, zipf, chance: Stream::new(seed, CROWD), next: HOP })
    }

    fn command(
        &mut self,
        now: Micros,
        command: &Command,
        events: &mut Vec<Event>,
        probe: &mut impl Probe,
    ) -> Result<(), Refusal> {
        self.finish();
        match command {
            Command::Shorten(url) => {
                let url = LongUrl::parse(url)?;
                self.service.room()?;
                let request = |way| Request::new(way, &self.service, url.as_str());
                self.task = Task::Shorten(Box::new((request(Way::Hash), request(Way::Id))));
            }
            Command::Follow(target) => {
                let code = code_of(&self.service, target)?;
                self.task = Task::Follow(Box::new(Request::new(Way::Visit, &self.service, &code)));
            }
            Command::Crowd(clicks) => {
                CLICKS.check(*clicks)?;
                if self.service.rows.is_empty() {
                    return Err(Refusal::NoRow(0));
                }
                self.zipf = Rc::new(zipf_of(&self.service)?);
                self.task = Task::Crowd { left: *clicks, batch: clicks.div_ceil(BATCHES) };
            }
            Command::Restore { id, url } => {
                let url = LongUrl::parse(url)?;
                scenario::KEPT_ID.check(*id)?;
                self.service.restore(*id, url.as_str().to_owned())?;
                self.recount()?;
            }
            set => {
                let scenario = self.service.scenario.after(set);
                if scenario != *self.service.scenario {
                    self.service.set(scenario)?;
                    self.recount()?;
                }
            }
        }
        match says(command) {
            Some(says) => events.push(Event::Set(says)),
            // The first hop, or the first clicks, of a new task.
            None => {
                self.next = now;
                self.advance(events, probe);
            }
        }
        Ok(())
    }

    fn next_due(&self) -> Option<Micros> {
        self.is_busy().then_some(self.next)
    }

    fn tick(&mut self, events: &mut Vec<Event>, probe: &mut impl Probe) {
        self.advance(events, probe);
    }

    /// A step of a crowd is a hundredth of its clicks; what is set counts all links again.
    fn cost(_scenario: &Scenario, commands: &[Stamped<Command>], ticks: u64) -> u64 {
        const SET: u64 = 2_000;
        let of = |command: &Command| match command {
            Command::Crowd(clicks) => SET + u64::from(*clicks) / 2,
            _ => SET,
        };
        commands.iter().map(|stamped| of(&stamped.command)).fold(ticks.saturating_mul(10), u64::saturating_add)
    }

    fn bytes(&self) -> usize {
        size_of::<Self>() + self.service.bytes() + self.course.bytes()
    }

    fn command_in_public(command: &Command) -> Option<Command> {
        command.in_public()
    }
}
