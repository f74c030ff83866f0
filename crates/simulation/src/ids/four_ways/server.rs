//! A server with its database and its worker.

use algorithms::ids::layout::Layout;
use algorithms::ids::snowflake::{OnRollback, Snowflake};
use algorithms::ids::ticket::Tickets;

use super::{PATIENCE, Refusal, WRITE, Why};
use crate::kernel::time::Micros;
use crate::parts::station::Station;

/// A database that gives out one number after another.
#[derive(Clone, Debug, Hash)]
pub struct Database {
    /// Whether it runs.
    pub is_alive: bool,
    pub(super) tickets: Tickets,
    writes: Station<()>,
}

impl Database {
    pub(super) fn new(offset: u64, step: u64) -> Result<Self, Refusal> {
        // The last for whom there is room waits almost as long as anybody does, and then for its own row.
        let writes = Station::new(1, (PATIENCE.0 / WRITE.0) as u32 + 1);
        Ok(Self { is_alive: true, tickets: Tickets::new(offset, step)?, writes })
    }

    /// The next number, and how long it takes.
    pub(super) fn insert(&mut self, now: Micros) -> Result<(u64, Micros), Why> {
        self.writes.settle(now);
        let took = self.writes.wait(now) + WRITE;
        if self.writes.is_full() {
            return Err(Why::Overloaded);
        }
        let id = self.tickets.next_id().map_err(|_| Why::Exhausted)?;
        self.writes.offer(now, (), WRITE).map_err(|_| Why::Overloaded)?;
        Ok((id, took))
    }

    pub(super) fn bytes(&self) -> usize {
        size_of::<Self>() + self.writes.bytes()
    }
}

/// A server: a web server with a database, in a data centre.
#[derive(Clone, Debug, Hash)]
pub struct Server {
    /// Whether it runs.
    pub is_alive: bool,
    /// Whether its data centre is cut off from the others.
    pub is_cut: bool,
    /// By how much its clock is ahead of the truth, in milliseconds.
    pub offset_ms: i32,
    pub(super) master: Database,
    pub(super) worker: Snowflake,
}

impl Server {
    /// A server of this number, from 0, whose counter goes on by `step`.
    pub(super) fn new(number: usize, step: usize) -> Result<Self, Refusal> {
        let master = Database::new(number as u64 + 1, step as u64)?;
        Ok(Self { is_alive: true, is_cut: false, offset_ms: 0, master, worker: worker(number as u64)? })
    }
}

pub(super) fn worker(number: u64) -> Result<Snowflake, Refusal> {
    Ok(Snowflake::new(Layout::SNOWFLAKE, number, 0, OnRollback::Refuse)?)
}
