//! Two runs of a lab side by side, under one scrubber, with what differs marked.
//!
//! Each run stands in a frame of its own: the page of the lab alone ([`crate::embed`]), opened at the run's moment. So every
//! lab can be compared, and is drawn by the code that always draws it. What moves both is here: where the other run stands
//! when one is at a step ([`course`]), and what the two pictures' numbers and lines have not in common ([`differences`]).

mod course;
mod differences;
mod frame;
mod view;

use web_sys::Element;

use super::codes::Coded;
use crate::{lazy, life};

lazy! {
    /// Opens the comparison over the page, as a part of an element below the bar. What comes back closes it.
    compare: pub fn open(player: Coded, place: Element) -> Box<dyn FnOnce()> {
        life::mount::<view::Compare>(place, view::CompareProps { player })
    }
}
