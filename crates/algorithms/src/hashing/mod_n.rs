//! `hash(key) % n`: the scheme that consistent hashing replaces.
//!
//! It is perfectly fair while `n` stands still. When `n` becomes `n + 1`, a key stays only if its hash has the same
//! remainder by both: one key in `n + 1`. All the others move.

use crate::position::Position;

/// The index of the server that holds a key at `position`, among `servers` servers.
///
/// The whole 160-bit number is divided. `None` if there is no server.
#[must_use]
pub fn server_of(position: Position, servers: u32) -> Option<u32> {
    position.remainder(servers)
}
