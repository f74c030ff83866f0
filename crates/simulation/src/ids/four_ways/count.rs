//! How it goes by one way: what was issued, twice or out of order, and what was refused.

use std::collections::VecDeque;

use super::{Outcome, Why};
use crate::kernel::time::Micros;

/// So many of the last outcomes are kept to be shown.
pub const RECENT: usize = 6;

/// The IDs of one way.
#[derive(Clone, Debug, Default, Hash)]
pub struct Count {
    /// Sorted, each once.
    ids: Vec<u128>,
    last: Option<u128>,
    issued: u32,
    duplicates: u32,
    out_of_order: u32,
    refused: u32,
    took: Micros,
    recent: VecDeque<(Option<usize>, Outcome)>,
}

impl Count {
    /// How many IDs were issued.
    #[must_use]
    pub const fn issued(&self) -> u32 {
        self.issued
    }

    /// How many of them are different.
    #[must_use]
    pub const fn different(&self) -> u64 {
        self.ids.len() as u64
    }

    /// How many of them had been issued before.
    #[must_use]
    pub const fn duplicates(&self) -> u32 {
        self.duplicates
    }

    /// How many of them were smaller than the one issued just before.
    #[must_use]
    pub const fn out_of_order(&self) -> u32 {
        self.out_of_order
    }

    /// How many requests got none.
    #[must_use]
    pub const fn refused(&self) -> u32 {
        self.refused
    }

    /// How long an ID took on average; `None` if there is none.
    #[must_use]
    pub fn mean(&self) -> Option<Micros> {
        self.took.0.checked_div(self.issued.into()).map(Micros)
    }

    /// The last outcomes, the newest at the end, each with the server that was asked.
    pub fn recent(&self) -> impl DoubleEndedIterator<Item = (Option<usize>, Outcome)> + ExactSizeIterator {
        self.recent.iter().copied()
    }

    pub(super) fn note(&mut self, server: Option<usize>, issued: Result<(u128, Micros), Why>) -> Outcome {
        let outcome = match issued {
            Ok((id, took)) => {
                let is_duplicate = match self.ids.binary_search(&id) {
                    Ok(_) => true,
                    Err(place) => {
                        self.ids.insert(place, id);
                        false
                    }
                };
                let is_out_of_order = self.last.is_some_and(|last| id < last);
                self.last = Some(id);
                self.issued += 1;
                self.took = self.took + took;
                self.duplicates += u32::from(is_duplicate);
                self.out_of_order += u32::from(is_out_of_order);
                Outcome::Issued { id, is_duplicate, is_out_of_order }
            }
            Err(why) => {
                self.refused += 1;
                Outcome::Refused(why)
            }
        };
        if self.recent.len() == RECENT {
            self.recent.pop_front();
        }
        self.recent.push_back((server, outcome));
        outcome
    }

    pub(super) fn bytes(&self) -> usize {
        self.ids.len() * size_of::<u128>() + self.recent.len() * size_of::<Outcome>()
    }
}
