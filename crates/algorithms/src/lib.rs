//! The algorithms of Moving Parts, as plain data structures.
//!
//! Nothing here knows of the web, reads a clock or draws a random number: time and randomness come in as arguments, so
//! the same input gives the same output on every machine.
//!
//! | module | what it is |
//! |---|---|
//! | [`position`] | a place on the 160-bit hash circle, and SHA-1, which puts names there |
//! | [`ring`] | consistent hashing: virtual nodes, owners, replicas |
//! | [`search`] | how the ring finds an owner and its replicas, one step at a time |
//! | [`moved`] | which arcs of a ring change hands when the ring changes |
//! | [`keys`] | many keys, sorted round the circle, counted by binary search |
//! | [`mod_n`] | the scheme that the ring replaces: hash modulo the number of servers |
//! | [`probe`] | watching the lines of an algorithm run |
//! | [`spread`] | how even a load is, and how even theory says it should be |

pub mod keys;
pub mod mod_n;
pub mod moved;
pub mod position;
pub mod probe;
pub mod ring;
pub mod search;
pub mod spread;
