//! Servers that serve one request after another, and their queues.

use std::collections::VecDeque;

use super::{LONGEST_QUEUE, SERVICE};
use crate::kernel::time::Micros;

/// A request in a queue, or being served if it is the first.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Job {
    /// When it will be done.
    pub done: Micros,
    /// Whether it is for the hot key.
    pub is_hot: bool,
}

/// A server and those who wait for it.
#[derive(Clone, Debug, Default, Hash, PartialEq)]
pub struct Lane {
    jobs: VecDeque<Job>,
    taken: u32,
    hot_taken: u32,
    turned_away: u32,
}

impl Lane {
    /// Those who are there, the one that is served first.
    pub fn jobs(&self) -> impl ExactSizeIterator<Item = Job> {
        self.jobs.iter().copied()
    }

    /// How many are there.
    #[must_use]
    pub fn len(&self) -> u32 {
        self.jobs.len() as u32
    }

    /// Whether nobody is there.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.jobs.is_empty()
    }

    /// How many it has taken so far.
    #[must_use]
    pub const fn taken(&self) -> u32 {
        self.taken
    }

    /// How many of those were for the hot key: if any, the server has its value in memory.
    #[must_use]
    pub const fn hot_taken(&self) -> u32 {
        self.hot_taken
    }

    /// How many it turned away, its queue being full.
    #[must_use]
    pub const fn turned_away(&self) -> u32 {
        self.turned_away
    }
}

/// All servers, as they are by one scheme.
#[derive(Clone, Debug, Hash, PartialEq)]
pub struct Lanes {
    lanes: Vec<Lane>,
    /// The sum of all times spent waiting, before service, in microseconds.
    waited: u64,
    longest_wait: Micros,
}

impl Lanes {
    pub(super) fn of(servers: u32) -> Self {
        Self { lanes: vec![Lane::default(); servers as usize], waited: 0, longest_wait: Micros::ZERO }
    }

    /// The servers, by number.
    #[must_use]
    pub fn lanes(&self) -> &[Lane] {
        &self.lanes
    }

    /// How many requests were taken.
    #[must_use]
    pub fn taken(&self) -> u32 {
        self.lanes.iter().map(Lane::taken).sum()
    }

    /// How many requests were turned away.
    #[must_use]
    pub fn turned_away(&self) -> u32 {
        self.lanes.iter().map(Lane::turned_away).sum()
    }

    /// On how many servers the hot key's value is.
    #[must_use]
    pub fn copies(&self) -> u32 {
        self.lanes.iter().filter(|lane| lane.hot_taken > 0).count() as u32
    }

    /// The mean time that a request taken waits before it is served.
    #[must_use]
    pub fn mean_wait(&self) -> Option<Micros> {
        self.waited.checked_div(u64::from(self.taken())).map(Micros)
    }

    /// The longest such time.
    #[must_use]
    pub const fn longest_wait(&self) -> Micros {
        self.longest_wait
    }

    /// How many requests are there now.
    pub(super) fn present(&self) -> u32 {
        self.lanes.iter().map(Lane::len).sum()
    }

    pub(super) fn len_of(&self, server: usize) -> u32 {
        self.lanes.get(server).map_or(0, Lane::len)
    }

    /// Lets go whoever is done by now.
    pub(super) fn retire(&mut self, now: Micros) {
        for lane in &mut self.lanes {
            while lane.jobs.front().is_some_and(|job| job.done <= now) {
                lane.jobs.pop_front();
            }
        }
    }

    /// A request comes to a server. `false` if it is turned away.
    pub(super) fn come(&mut self, now: Micros, server: usize, is_hot: bool) -> bool {
        let Some(lane) = self.lanes.get_mut(server) else {
            return false;
        };
        if lane.len() >= LONGEST_QUEUE {
            lane.turned_away += 1;
            return false;
        }
        let begins = lane.jobs.back().map_or(now, |last| last.done);
        let wait = Micros(begins.0.saturating_sub(now.0));
        lane.jobs.push_back(Job { done: begins + SERVICE, is_hot });
        lane.taken += 1;
        lane.hot_taken += u32::from(is_hot);
        self.waited += wait.0;
        self.longest_wait = self.longest_wait.max(wait);
        true
    }
}
