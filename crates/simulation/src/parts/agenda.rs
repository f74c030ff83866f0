//! What is due when: the clock of a system, and what will happen in it.
//!
//! A system puts everything that will happen later on its agenda, as a value of its own type (usually `enum Due`), and its
//! tick pops the next one and does it. What is due at the same time comes in the order of ranks, and of one rank in the order
//! in which it was scheduled, so that a run is the same everywhere. A [`Ticket`] takes back what has become pointless: a
//! timeout when the answer has come.
//!
//! The entries stand in one sorted queue: the next one is taken in constant time, a place is found in O(log n), and what is
//! scheduled moves the shorter side of the queue, which is short because most things are scheduled near one of its ends. Equal
//! agendas have equal hashes, whatever came and went before.
//!
//! ```
//! use simulation::kernel::time::Micros;
//! use simulation::parts::agenda::Agenda;
//!
//! let mut agenda = Agenda::default();
//! let timeout = agenda.schedule_after(Micros(500), "give up");
//! agenda.schedule_after(Micros(20), "answer");
//! assert_eq!(agenda.pop(), Some("answer"));
//! assert_eq!(agenda.now(), Micros(20));
//! assert_eq!(agenda.cancel(timeout), Some("give up"));
//! assert_eq!(agenda.next_due(), None);
//! ```

use std::collections::VecDeque;
use std::hash::{Hash, Hasher};

use crate::kernel::time::Micros;

/// The virtual clock of a system, and what is due, soonest first.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Agenda<T> {
    now: Micros,
    entries: VecDeque<Entry<T>>,
    /// How often something was scheduled: tells apart what is due at the same time.
    scheduled: u64,
}

#[derive(Clone, Debug, Eq, Hash, PartialEq)]
struct Entry<T> {
    ticket: Ticket,
    what: T,
}

/// Takes back what was scheduled. Good for one entry of one agenda.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Ticket {
    at: Micros,
    rank: u8,
    number: u64,
}

impl<T> Default for Agenda<T> {
    fn default() -> Self {
        Self { now: Micros::ZERO, entries: VecDeque::new(), scheduled: 0 }
    }
}

impl<T> Agenda<T> {
    /// The time of what happened last, or that was [reached](Self::advance) since.
    #[must_use]
    pub const fn now(&self) -> Micros {
        self.now
    }

    /// Time has come so far, because a person did something. The clock never goes back.
    pub fn advance(&mut self, now: Micros) {
        self.now = self.now.max(now);
    }

    /// Lets this be due at a time; what would be due in the past is due now.
    pub fn schedule_at(&mut self, at: Micros, what: T) -> Ticket {
        self.schedule_ranked(at, 0, what)
    }

    /// Lets this be due so much later than now.
    pub fn schedule_after(&mut self, span: Micros, what: T) -> Ticket {
        self.schedule_ranked(self.now + span, 0, what)
    }

    /// As [`Self::schedule_at`]; of what is due at the same time, that of the lowest rank comes first. Others have rank 0.
    pub fn schedule_ranked(&mut self, at: Micros, rank: u8, what: T) -> Ticket {
        let ticket = Ticket { at: at.max(self.now), rank, number: self.scheduled };
        self.scheduled += 1;
        let place = self.place(ticket);
        self.entries.insert(place, Entry { ticket, what });
        ticket
    }

    /// Takes back what was scheduled; `None` if it has happened, or was taken back before.
    pub fn cancel(&mut self, ticket: Ticket) -> Option<T> {
        let place = self.place(ticket);
        self.entries.get(place).filter(|entry| entry.ticket == ticket)?;
        self.entries.remove(place).map(|entry| entry.what)
    }

    /// Takes what is due next, and sets the clock to its time.
    pub fn pop(&mut self) -> Option<T> {
        let entry = self.entries.pop_front()?;
        self.advance(entry.ticket.at);
        Some(entry.what)
    }

    /// When the next thing is due.
    #[must_use]
    pub fn next_due(&self) -> Option<Micros> {
        self.entries.front().map(|entry| entry.ticket.at)
    }

    /// All that is due, soonest first, and when.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (Micros, &T)> {
        self.entries.iter().map(|entry| (entry.ticket.at, &entry.what))
    }

    /// Takes everything off; the clock stays.
    pub fn clear(&mut self) {
        self.entries.clear();
    }

    /// How many things are due.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether nothing is due.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// About how much memory a copy takes beside the agenda itself, in bytes.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.entries.len() * size_of::<Entry<T>>()
    }

    /// Where a ticket's entry is, or would be.
    fn place(&self, ticket: Ticket) -> usize {
        self.entries.partition_point(|entry| entry.ticket < ticket)
    }
}

/// What is due, and in which order; not how the entries came to be in that order.
impl<T: Hash> Hash for Agenda<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.now.hash(state);
        self.entries.len().hash(state);
        for Entry { ticket, what } in &self.entries {
            (ticket.at, ticket.rank, what).hash(state);
        }
    }
}
