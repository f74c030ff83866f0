//! A place where jobs queue and are served: a server, a database, a pool of workers.
//!
//! A station has so many workers, each of which serves one job at a time, and room for so many jobs, those being served
//! included; a job that finds it full is rejected and counted. Who came first is served first. The system says with each job
//! how long it takes.
//!
//! The station has no clock: every call says what time it is, and [`Station::finish`] takes out what is done by then, one job
//! at a time and each at its own time, so that a system can let each end be an event on its agenda (at the times that
//! [`Station::offer`], [`Station::finish`] and [`Station::revive`] answer) or can look only when something else happens.
//! Each call takes O(workers), but for [`Station::wait`].
//!
//! ```
//! use simulation::kernel::time::Micros;
//! use simulation::parts::station::{Rejected, Station};
//!
//! let mut till: Station<&str> = Station::new(1, 2);
//! assert_eq!(till.offer(Micros(0), "Ada", Micros(30)), Ok(Some(Micros(30))));
//! assert_eq!(till.offer(Micros(10), "Ben", Micros(30)), Ok(None));
//! assert_eq!(till.offer(Micros(11), "Cem", Micros(30)), Err(Rejected::Full));
//! let done = till.finish(Micros(30)).unwrap();
//! assert_eq!((done.what, done.next_due), ("Ada", Some(Micros(60))));
//! assert_eq!(till.waits().mean(), Some(10));
//! ```

use std::collections::VecDeque;

use thiserror::Error;

use super::meter::Summary;
use crate::kernel::time::Micros;

/// The most workers of a station.
pub const MOST_WORKERS: u32 = 1_024;

/// A job that waits.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Waiting<J> {
    /// What it is.
    pub what: J,
    /// When it came.
    pub came: Micros,
    /// How long it will take.
    pub service: Micros,
}

/// A job that is being served.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Serving<J> {
    /// What it is.
    pub what: J,
    /// When it came.
    pub came: Micros,
    /// When its service began.
    pub since: Micros,
    /// When it will be done.
    pub until: Micros,
}

/// A job that is done.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Done<J> {
    /// What it was.
    pub what: J,
    /// When it came.
    pub came: Micros,
    /// When its service began.
    pub since: Micros,
    /// When it was done.
    pub until: Micros,
    /// When the one that took its place will be done, if one waited.
    pub next_due: Option<Micros>,
}

/// Why a job is not taken.
#[derive(Clone, Copy, Debug, Eq, Error, Hash, PartialEq)]
pub enum Rejected {
    /// There is no room.
    #[error("the queue is full")]
    Full,
    /// The station was killed.
    #[error("it is down")]
    Down,
}

/// What becomes of jobs when their station is killed.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Fate {
    /// They are lost.
    Lost,
    /// They wait until it runs again; what was being served is begun anew then.
    Kept,
}

/// A queue and its workers.
#[derive(Clone, Debug, Hash)]
pub struct Station<J> {
    workers: u32,
    room: u32,
    is_up: bool,
    /// Those that are served, the next to be done first.
    serving: Vec<Serving<J>>,
    waiting: VecDeque<Waiting<J>>,
    taken: u32,
    rejected: u32,
    waits: Summary,
}

impl<J> Station<J> {
    /// A station with so many workers, at most [`MOST_WORKERS`], and room for so many jobs, those being served included.
    #[must_use]
    pub fn new(workers: u32, room: u32) -> Self {
        Self {
            workers: workers.min(MOST_WORKERS),
            room,
            is_up: true,
            serving: Vec::new(),
            waiting: VecDeque::new(),
            taken: 0,
            rejected: 0,
            waits: Summary::default(),
        }
    }

    /// A job comes. If a worker is free it is served at once: when it will be done.
    ///
    /// # Errors
    /// If the station is full or down; that is counted.
    pub fn offer(&mut self, now: Micros, what: J, service: Micros) -> Result<Option<Micros>, Rejected> {
        let why_not = if self.is_up { Rejected::Full } else { Rejected::Down };
        if !self.is_up || self.len() >= self.room {
            self.rejected = self.rejected.saturating_add(1);
            return Err(why_not);
        }
        self.taken = self.taken.saturating_add(1);
        self.waiting.push_back(Waiting { what, came: now, service });
        Ok(self.start(now))
    }

    /// Takes out the next job that is done by now, and begins with one that waits, at the time at which the worker was free.
    pub fn finish(&mut self, now: Micros) -> Option<Done<J>> {
        if self.next_due()? > now {
            return None;
        }
        let Serving { what, came, since, until } = self.serving.remove(0);
        let next_due = self.start(until);
        Some(Done { what, came, since, until, next_due })
    }

    /// Takes out all jobs that are done by now.
    pub fn settle(&mut self, now: Micros) {
        while self.finish(now).is_some() {}
    }

    /// The station stops. What becomes of those being served and of those waiting; the lost ones come back.
    pub fn kill(&mut self, serving: Fate, waiting: Fate) -> Vec<J> {
        self.is_up = false;
        let mut lost = Vec::new();
        if waiting == Fate::Lost {
            lost.extend(self.waiting.drain(..).map(|job| job.what));
        }
        for job in std::mem::take(&mut self.serving).into_iter().rev() {
            let Serving { what, came, since, until } = job;
            match serving {
                Fate::Lost => lost.push(what),
                Fate::Kept => {
                    let service = Micros(until.0 - since.0);
                    self.waiting.push_front(Waiting { what, came, service });
                }
            }
        }
        lost
    }

    /// It runs again: begins with as many jobs as there are workers. When each of those will be done.
    pub fn revive(&mut self, now: Micros) -> Vec<Micros> {
        self.is_up = true;
        std::iter::from_fn(|| self.start(now)).collect()
    }

    /// How long a job that came now would wait before it is served, if it were taken. O((workers + waiting) · workers).
    #[must_use]
    pub fn wait(&self, now: Micros) -> Micros {
        let mut free: Vec<Micros> = self.serving.iter().map(|job| job.until).collect();
        free.resize(free.len().max(self.workers as usize), now);
        let next = |free: &[Micros]| (0..free.len()).min_by_key(|worker| free[*worker]);
        for job in &self.waiting {
            if let Some(worker) = next(&free) {
                free[worker] = free[worker].max(job.came) + job.service;
            }
        }
        Micros(next(&free).map_or(0, |worker| free[worker].0.saturating_sub(now.0)))
    }

    /// When the next job will be done.
    #[must_use]
    pub fn next_due(&self) -> Option<Micros> {
        self.serving.first().map(|job| job.until)
    }

    /// Those being served, the next to be done first.
    #[must_use]
    pub fn serving(&self) -> &[Serving<J>] {
        &self.serving
    }

    /// Those waiting, the next to be served first.
    pub fn waiting(&self) -> impl DoubleEndedIterator<Item = &Waiting<J>> + ExactSizeIterator {
        self.waiting.iter()
    }

    /// What all the jobs are, those being served first.
    pub fn jobs(&self) -> impl Iterator<Item = &J> {
        self.serving.iter().map(|job| &job.what).chain(self.waiting.iter().map(|job| &job.what))
    }

    /// How many jobs are there, waiting or served.
    #[must_use]
    pub fn len(&self) -> u32 {
        (self.serving.len() + self.waiting.len()) as u32
    }

    /// Whether no job is there.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether one more job would be rejected for want of room.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.len() >= self.room
    }

    /// Whether it runs.
    #[must_use]
    pub const fn is_up(&self) -> bool {
        self.is_up
    }

    /// How many jobs it has taken so far.
    #[must_use]
    pub const fn taken(&self) -> u32 {
        self.taken
    }

    /// How many it rejected.
    #[must_use]
    pub const fn rejected(&self) -> u32 {
        self.rejected
    }

    /// How long jobs waited until their service began, in microseconds.
    #[must_use]
    pub const fn waits(&self) -> &Summary {
        &self.waits
    }

    /// About how much memory a copy takes beside the station itself, in bytes.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.serving.len() * size_of::<Serving<J>>() + self.waiting.len() * size_of::<Waiting<J>>()
    }

    /// Begins with the job that waited the longest, if a worker is free. When it will be done.
    fn start(&mut self, now: Micros) -> Option<Micros> {
        if !self.is_up || self.serving.len() >= self.workers as usize {
            return None;
        }
        let Waiting { what, came, service } = self.waiting.pop_front()?;
        // A worker may have been free for longer than the job is there.
        let since = now.max(came);
        let until = since + service;
        self.waits.add(since.0 - came.0);
        let place = self.serving.partition_point(|job| job.until <= until);
        self.serving.insert(place, Serving { what, came, since, until });
        Some(until)
    }
}
