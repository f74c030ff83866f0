//! The algorithms of Moving Parts, as plain data structures.
//!
//! Nothing here knows of the web, reads a clock or draws a random number: time and randomness come in as arguments, so
//! the same input gives the same output on every machine.
//!
//! | module | what it is |
//! |---|---|
//! | [`hashing`] | which server a key belongs to: the ring and its relatives |
//! | [`limit`] | rate limiting: six algorithms, what the client is told, and rules in a file |
//! | [`ids`] | numbers that nobody else has given: Snowflake, tickets, UUID, ULID |
//! | [`codes`] | short codes for long URLs |
//! | [`caching`] | what answers without asking the database: LRU cache, Bloom filter |
//! | [`position`] | a place on the 160-bit hash circle, and SHA-1, which puts names there |
//! | [`mod@probe`] | watching the lines of an algorithm run |

pub mod caching;
pub mod codes;
pub mod hashing;
pub mod ids;
pub mod limit;
pub mod position;
pub mod probe;
