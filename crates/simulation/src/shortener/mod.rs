//! The URL shortener.
//!
//! | module | what it is |
//! |---|---|
//! | [`flow`] | a URL shortener: two ways to a code, and the way of a click |
//! | [`code_collisions`] | many URLs, few codes: how often two want the same |
//! | [`code_length`] | how many digits are enough, and for how long |
//! | [`division`] | base 62, digit by digit |
//! | [`short_codes`] | how short codes are cut from a hash |
//! | [`exercises`] | the tasks on the URL shortener |

pub mod code_collisions;
pub mod code_length;
pub mod division;
pub mod exercises;
pub mod flow;
pub mod short_codes;
