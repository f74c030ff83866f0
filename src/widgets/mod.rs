//! What two chapters or more draw with, and what a field is.

pub mod bit_strip;
pub mod field;
pub mod legend;
pub mod readout;
