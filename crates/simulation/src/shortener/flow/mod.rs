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
use algorithms::probe::Probe;

use crate::kernel::random::Stream;
use crate::kernel::system::System;
use crate::kernel::text::grouped;
use crate::kernel::time::Micros;
use crate::kernel::timeline::Stamped;

pub use event::{Answer, Event, Hop, Says, Station, Tally, Way, short};
pub use scenario::{
    Command, IdSource, LONGEST_CODE, MOST_CLICKS, MOST_LINKS, MOST_NEW, MOST_PEOPLE, Redirect, Refusal, Scenario,
    Target, WORKED_ID, WORKED_URL,
};
pub use service::{BEGINS_MS, Row, Service};
pub use ways::{HashWay, IdWay, Visit};

use algorithms::codes::long_url::LongUrl;

/// From one hop to the next.
const HOP: Micros = Micros(600_000);

/// From one batch of clicks to the next.
const BATCH: Micros = Micros(100_000);

/// Clicks come in so many batches.
const BATCHES: u32 = 100;

/// The most points of the course of the hit ratio that are kept.
const MOST_POINTS: usize = 400;

/// The entity whose stream says who clicks where.
const CLICKS: u64 = 0x636c_6963;

/// What was asked for last.
#[derive(Clone, Debug, Hash)]
pub enum Task {
    /// Nothing yet.
    Nothing,
    /// To shorten a URL, both ways.
    Shorten(Box<(HashWay, IdWay)>),
    /// To follow a link.
    Follow(Box<Visit>),
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
    service: Service,
    task: Task,
    tally: Tally,
    course: Rc<Vec<Tally>>,
    zipf: Rc<Zipf>,
    chance: Stream,
    next: Micros,
}

impl Shortener {
    /// The table, the cache and the rest.
    #[must_use]
    pub const fn service(&self) -> &Service {
        &self.service
    }

    /// What was asked for last.
    #[must_use]
    pub const fn task(&self) -> &Task {
        &self.task
    }

    /// What clicks have come to since the count began.
    #[must_use]
    pub const fn tally(&self) -> Tally {
        self.tally
    }

    /// What they had come to after each batch.
    #[must_use]
    pub fn course(&self) -> &[Tally] {
        &self.course
    }

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
        let id = ways.1.id.filter(|_| !self.is_busy())?;
        self.service.rows().iter().find(|row| row.id == id)
    }

    fn advance(&mut self, events: &mut Vec<Event>, probe: &mut impl Probe) {
        let (service, now) = (&mut self.service, self.next);
        match &mut self.task {
            Task::Nothing => {}
            Task::Shorten(ways) => {
                let (by_hash, by_id) = &mut **ways;
                let was_done = by_hash.is_done() && by_id.is_done();
                events.extend(by_hash.hop(service, probe).map(|hop| Event::Hop(Way::Hash, hop)));
                events.extend(by_id.hop(service, now, probe).map(|hop| Event::Hop(Way::Id, hop)));
                if !was_done && by_hash.is_done() && by_id.is_done() {
                    keep(service, by_hash, by_id);
                }
            }
            Task::Follow(visit) => events.extend(visit.hop(service).map(|hop| Event::Hop(Way::Visit, hop))),
            Task::Crowd { left, batch } => {
                let clicks = (*left).min(*batch);
                *left -= clicks;
                self.click(clicks, events);
            }
        }
        let pause = if matches!(self.task, Task::Crowd { .. }) { BATCH } else { HOP };
        self.next = now + pause;
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
        let course = Rc::make_mut(&mut self.course);
        course.push(self.tally);
        if course.len() > MOST_POINTS {
            let mut place = 0;
            course.retain(|_| {
                place += 1;
                place % 2 == 0
            });
        }
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

    /// Takes other settings, and counts clicks anew.
    fn set(&mut self, scenario: Scenario) -> Result<(), Refusal> {
        self.service.set(scenario)?;
        self.recount()
    }

    fn recount(&mut self) -> Result<(), Refusal> {
        self.tally = Tally::default();
        self.course = Rc::default();
        self.zipf = Rc::new(zipf_of(&self.service)?);
        Ok(())
    }
}

/// Stores what both ways have found, if the link is new.
fn keep(service: &mut Service, by_hash: &HashWay, by_id: &IdWay) {
    let Some((hop, id)) = by_id.hops().first().zip(by_id.id) else { return };
    let Says::Post(url) = &hop.says else { return };
    if service.row_of(url).is_none() {
        service.store(Row { id, hash_code: by_hash.code.flatten(), url: url.clone() });
    }
}

/// How popular the links are; where there is none, a law for one.
fn zipf_of(service: &Service) -> Result<Zipf, Refusal> {
    Ok(Zipf::new((service.rows.len() as u32).max(1), service.scenario.skew)?)
}

fn code_of(service: &Service, target: &Target) -> Result<String, Refusal> {
    match target {
        Target::Row(row) => service.rows().get(*row as usize).map(Row::code).ok_or(Refusal::NoRow(*row)),
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
            format!(
                "Clicks follow Zipf’s law with the exponent {}.",
                crate::kernel::text::decimal((*hundredths).into(), 2)
            )
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
        let (tally, course) = (Tally::default(), Rc::default());
        Ok(Self { service, task: Task::Nothing, tally, course, zipf, chance: Stream::new(seed, CLICKS), next: HOP })
    }

    fn command(
        &mut self,
        now: Micros,
        command: &Command,
        events: &mut Vec<Event>,
        probe: &mut impl Probe,
    ) -> Result<(), Refusal> {
        self.finish();
        let mut scenario = Scenario::clone(&self.service.scenario);
        match command {
            Command::Shorten(url) => {
                let url = LongUrl::parse(url)?;
                self.service.room()?;
                let ways = (HashWay::new(&self.service, url.as_str()), IdWay::new(url.as_str()));
                self.task = Task::Shorten(Box::new(ways));
            }
            Command::Follow(target) => {
                self.task = Task::Follow(Box::new(Visit::new(code_of(&self.service, target)?)));
            }
            Command::Crowd(clicks) => {
                if *clicks == 0 || *clicks > MOST_CLICKS {
                    return Err(Refusal::Number("clicks", (*clicks).into(), 1, MOST_CLICKS.into()));
                }
                if self.service.rows.is_empty() {
                    return Err(Refusal::NoRow(0));
                }
                self.zipf = Rc::new(zipf_of(&self.service)?);
                self.task = Task::Crowd { left: *clicks, batch: clicks.div_ceil(BATCHES) };
            }
            Command::Restore { id, url } => {
                let url = LongUrl::parse(url)?;
                if *id > u64::MAX / 2 {
                    return Err(Refusal::Number("as an ID", *id, 0, u64::MAX / 2));
                }
                self.service.restore(*id, url.as_str().to_owned())?;
                self.recount()?;
            }
            Command::SetRedirect(redirect) => scenario.redirect = *redirect,
            Command::SetCache(links) => scenario.cache = *links,
            Command::SetSkew(hundredths) => scenario.skew = *hundredths,
            Command::SetIds(ids) => scenario.ids = *ids,
            Command::SetFilter(filter) => scenario.filter = *filter,
        }
        if scenario != *self.service.scenario {
            self.set(scenario)?;
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
        size_of::<Self>() + self.service.bytes() + self.course.len() * size_of::<Tally>()
    }

    fn command_in_public(command: &Command) -> Option<Command> {
        command.in_public()
    }
}
