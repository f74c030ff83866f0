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
//! | [`ketama`] | the ring of Last.fm's memcached clients, over MD5 |
//! | [`jump`] | jump consistent hash: no memory, but only the last bucket can go |
//! | [`rendezvous`] | rendezvous hashing (HRW): the server with the highest score wins |
//! | [`maglev`] | Maglev's lookup table: the most even of all, at the price of a few slots |
//! | [`bounded`] | bounded loads: a full server passes keys on clockwise |
//! | [`limit`] | rate limiting: six algorithms, what the client is told, and rules in a file |
//! | [`cost`] | what a lookup costs, counted |
//! | [`spread`] | how even a load is, and how even theory says it should be |
//! | [`base62`] | numbers in base 62, digit by digit |
//! | [`short_hash`] | short codes cut from a hash, and what to do where two URLs want the same |
//! | [`sqids`] | short codes whose neighbours do not look like neighbours |
//! | [`long_url`] | which URLs a shortener takes |
//! | [`bloom`] | the Bloom filter: certainly not, or perhaps |
//! | [`birthday`] | how soon two of many random IDs, or codes, are the same |
//! | [`zipf`] | how popular the most popular things are |
//! | [`lru`] | a cache that forgets what was not asked for the longest |
//! | [`layout`] | how the 64 bits of an ID are shared out |
//! | [`snowflake`] | IDs from time, machine and sequence |
//! | [`uuid`] | 128 bits that nobody has to be asked for |
//! | [`ulid`] | 128 bits that sort by time, as text too |
//! | [`decode`] | which kind of ID a text is, and its parts |
//! | [`calendar`] | dates from milliseconds |
//! | [`ticket`] | counters that share out the whole numbers |
//! | [`mod@probe`] | watching the lines of an algorithm run |

pub mod base62;
pub mod birthday;
pub mod bloom;
pub mod bounded;
pub mod calendar;
pub mod cost;
pub mod decode;
pub mod jump;
pub mod ketama;
pub mod keys;
pub mod layout;
pub mod limit;
pub mod long_url;
pub mod lru;
pub mod maglev;
pub mod mod_n;
pub mod moved;
pub mod position;
pub mod probe;
pub mod rendezvous;
pub mod ring;
pub mod search;
pub mod short_hash;
pub mod snowflake;
pub mod spread;
pub mod sqids;
pub mod ticket;
pub mod ulid;
pub mod uuid;
pub mod zipf;

mod names;
