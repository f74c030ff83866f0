//! How it goes by one way: what was issued, twice or out of order, and what was refused.

use std::collections::VecDeque;

use super::{Outcome, Why};
use crate::kernel::time::Micros;
use crate::parts::meter::Summary;

/// So many of the last outcomes are kept to be shown.
pub const RECENT: usize = 6;

/// The IDs of one way.
#[derive(Clone, Debug, Default, Hash)]
pub struct Count {
    /// How long it took to issue an ID, in microseconds.
    pub took: Summary,
    /// How many IDs had been issued before.
    pub duplicates: u32,
    /// How many were smaller than the one issued just before.
    pub out_of_order: u32,
    /// How many requests got none.
    pub refused: u32,
    /// The last outcomes, the newest at the end, each with the server that was asked.
    pub recent: VecDeque<(Option<usize>, Outcome)>,
    /// Sorted, each once.
    ids: Vec<u128>,
    last: Option<u128>,
}

impl Count {
    /// How many of the IDs issued are different.
    #[must_use]
    pub const fn different(&self) -> u64 {
        self.ids.len() as u64
    }

    pub(super) fn note(&mut self, server: Option<usize>, issued: Result<(u128, Micros), Why>) -> Outcome {
        let outcome = match issued {
            Ok((id, took)) => self.issue(id, took),
            Err(why) => Outcome::Refused(why),
        };
        self.refused += u32::from(issued.is_err());
        if self.recent.len() == RECENT {
            self.recent.pop_front();
        }
        self.recent.push_back((server, outcome));
        outcome
    }

    fn issue(&mut self, id: u128, took: Micros) -> Outcome {
        let place = self.ids.binary_search(&id);
        if let Err(place) = place {
            self.ids.insert(place, id);
        }
        let (is_duplicate, is_out_of_order) = (place.is_ok(), self.last.is_some_and(|last| id < last));
        self.last = Some(id);
        self.took.add(took.0);
        self.duplicates += u32::from(is_duplicate);
        self.out_of_order += u32::from(is_out_of_order);
        Outcome::Issued { id, is_duplicate, is_out_of_order }
    }

    pub(super) fn bytes(&self) -> usize {
        self.ids.len() * size_of::<u128>() + self.recent.len() * size_of::<(Option<usize>, Outcome)>()
    }
}
