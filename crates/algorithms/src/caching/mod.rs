//! What answers without asking the database, and how unequal the questions are.
//!
//! | module | what it is |
//! |---|---|
//! | [`bloom`] | the Bloom filter: certainly not, or perhaps |
//! | [`zipf`] | how popular the most popular things are |
//! | [`lru`] | a cache that forgets what was not asked for the longest |

pub mod bloom;
pub mod lru;
pub mod zipf;
