//! The servers of one scheme, each with its queue.

use super::{LONGEST_QUEUE, SERVICE};
use crate::kernel::time::Micros;
use crate::parts::meter::Summary;
use crate::parts::station::Station;

/// A server and those who wait for it; of each, whether it is for the hot key.
#[derive(Clone, Debug, Hash)]
pub struct Lane {
    /// The queue, with what was taken and rejected.
    pub queue: Station<bool>,
    /// How many of those taken were for the hot key: if any, the server has its value in memory.
    pub hot_taken: u32,
}

/// All servers, as they are by one scheme.
#[derive(Clone, Debug, Hash)]
pub struct Lanes {
    /// The servers, by number.
    pub lanes: Vec<Lane>,
    /// How long those taken wait until they are served, in microseconds.
    pub waits: Summary,
}

impl Lanes {
    pub(super) fn of(servers: u32) -> Self {
        let lane = Lane { queue: Station::new(1, LONGEST_QUEUE), hot_taken: 0 };
        Self { lanes: vec![lane; servers as usize], waits: Summary::default() }
    }

    /// How many were turned away.
    #[must_use]
    pub fn turned_away(&self) -> u32 {
        self.lanes.iter().map(|lane| lane.queue.rejected()).sum()
    }

    /// How many are there now.
    #[must_use]
    pub fn present(&self) -> u32 {
        self.lanes.iter().map(|lane| lane.queue.len()).sum()
    }

    /// On how many servers the hot key's value is.
    #[must_use]
    pub fn copies(&self) -> u32 {
        self.lanes.iter().filter(|lane| lane.hot_taken > 0).count() as u32
    }

    pub(super) fn len_of(&self, server: usize) -> u32 {
        self.lanes.get(server).map_or(0, |lane| lane.queue.len())
    }

    /// Lets go whoever is done by now.
    pub(super) fn settle(&mut self, now: Micros) {
        self.lanes.iter_mut().for_each(|lane| lane.queue.settle(now));
    }

    /// A request comes to a server. `false` if it is turned away.
    pub(super) fn come(&mut self, now: Micros, server: usize, is_hot: bool) -> bool {
        let Some(lane) = self.lanes.get_mut(server) else { return false };
        let wait = lane.queue.wait(now);
        let is_taken = lane.queue.offer(now, is_hot, SERVICE).is_ok();
        if is_taken {
            lane.hot_taken += u32::from(is_hot);
            self.waits.add(wait.0);
        }
        is_taken
    }

    pub(super) fn bytes(&self) -> usize {
        self.lanes.iter().map(|lane| size_of::<Lane>() + lane.queue.bytes()).sum()
    }
}
