//! Short codes for long URLs.
//!
//! | module | what it is |
//! |---|---|
//! | [`base62`] | numbers in base 62, digit by digit |
//! | [`short_hash`] | short codes cut from a hash, and what to do where two URLs want the same |
//! | [`sqids`] | short codes whose neighbours do not look like neighbours |
//! | [`long_url`] | which URLs a shortener takes |

pub mod base62;
pub mod long_url;
pub mod short_hash;
pub mod sqids;
