//! Which server a key belongs to: consistent hashing, and its relatives.
//!
//! | module | what it is |
//! |---|---|
//! | [`ring`] | consistent hashing: virtual nodes, owners, replicas |
//! | [`search`] | how the ring finds an owner and its replicas, one step at a time |
//! | [`moved`] | which arcs of a ring change hands when the ring changes |
//! | [`keys`] | many keys, sorted round the circle, counted by binary search |
//! | [`mod_n`] | the scheme that the ring replaces: hash modulo the number of servers |
//! | [`ketama`] | the ring of Last.fm's memcached clients, over MD5 |
//! | [`jump`] | jump consistent hash: no memory, but only the last bucket can go |
//! | [`rendezvous`] | rendezvous hashing (HRW): the server with the highest score wins |
//! | [`maglev`] | Maglev's lookup table: the most even of all, at the price of a few slots |
//! | [`bounded`] | bounded loads: a full server passes keys on clockwise |
//! | [`cost`] | what a lookup costs, counted |
//! | [`spread`] | how even a load is, and how even theory says it should be |

pub mod bounded;
pub mod cost;
pub mod jump;
pub mod ketama;
pub mod keys;
pub mod maglev;
pub mod mod_n;
pub mod moved;
pub mod rendezvous;
pub mod ring;
pub mod search;
pub mod spread;

mod names;
