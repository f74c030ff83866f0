//! A server with its database and its worker.

use algorithms::ids::layout::Layout;
use algorithms::ids::snowflake::{OnRollback, Snowflake};
use algorithms::ids::ticket::Tickets;

use super::{PATIENCE, Refusal, WRITE, Why};
use crate::kernel::time::Micros;

/// A database that gives out one number after another.
#[derive(Clone, Debug, Hash)]
pub(super) struct Database {
    pub(super) tickets: Tickets,
    busy_until: Micros,
}

impl Database {
    pub(super) fn new(offset: u64, step: u64) -> Result<Self, Refusal> {
        Ok(Self { tickets: Tickets::new(offset, step)?, busy_until: Micros::ZERO })
    }

    /// The next number, and how long it took.
    pub(super) fn insert(&mut self, now: Micros) -> Result<(u64, Micros), Why> {
        let begin = self.busy_until.max(now);
        if begin > now + PATIENCE {
            return Err(Why::Overloaded);
        }
        let id = self.tickets.next_id().map_err(|_| Why::Exhausted)?;
        self.busy_until = begin + WRITE;
        Ok((id, Micros(self.busy_until.0 - now.0)))
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

pub(super) fn worker(number: u64) -> Result<Snowflake, Refusal> {
    Ok(Snowflake::new(Layout::SNOWFLAKE, number, 0, OnRollback::Refuse)?)
}

/// A server of this number, from 0, whose counter goes on by `step`.
pub(super) fn server(number: usize, step: u64) -> Result<Server, Refusal> {
    Ok(Server {
        is_alive: true,
        is_cut: false,
        offset_ms: 0,
        master: Database::new(number as u64 + 1, step)?,
        worker: worker(number as u64)?,
    })
}
