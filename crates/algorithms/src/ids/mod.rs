//! Numbers that nobody else has given.
//!
//! | module | what it is |
//! |---|---|
//! | [`layout`] | how the 64 bits of an ID are shared out |
//! | [`snowflake`] | IDs from time, machine and sequence |
//! | [`uuid`] | 128 bits that nobody has to be asked for |
//! | [`ulid`] | 128 bits that sort by time, as text too |
//! | [`decode`] | which kind of ID a text is, and its parts |
//! | [`calendar`] | dates from milliseconds |
//! | [`ticket`] | counters that share out the whole numbers |
//! | [`birthday`] | how soon two of many random IDs, or codes, are the same |

pub mod birthday;
pub mod calendar;
pub mod decode;
pub mod layout;
pub mod snowflake;
pub mod ticket;
pub mod ulid;
pub mod uuid;
