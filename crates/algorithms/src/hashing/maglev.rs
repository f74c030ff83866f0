//! Maglev: a table that says at once who owns a slot, filled so that each server has nearly the same number of slots.
//!
//! **The idea.** Each server lists all M slots in an order of its own: it starts at `offset` and goes on by `skip`, over and
//! over. The servers take turns; whoever's turn it is takes the first slot on its list that is still free. A key's slot is
//! its hash modulo M.
//!
//! **Invariant.** M is prime and `skip` below it is not 0, so each list holds every slot once; and as they take turns, no
//! server has two slots more than another.
//!
//! **Costs**, for n servers: filling takes O(M ln M) steps on average, O(M n) at worst; a lookup is one hash and one read; M
//! entries of 4 bytes. The price: when a server goes, a few slots of those who stay change hands too.
//!
//! Source: D. Eisenbud et al., *Maglev: A Fast and Reliable Software Network Load Balancer*, NSDI 2016, section 3.4.

use std::fmt;

use mur3::murmurhash3_x64_128;

use crate::hashing::cost::Meter;
use crate::hashing::names;
use crate::probe;
use crate::probe::Probe;

/// The paper's smaller table.
pub const SMALL: u32 = 65_537;
/// The paper's larger table, and the largest here.
pub const LARGE: u32 = 655_373;

/// The order in which a server wants the slots: `offset`, `offset + skip`, `offset + 2 skip`, ... modulo the table's size.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Wish {
    /// The slot wanted first; below the table's size.
    pub offset: u32,
    /// How far it is to the next one; from 1 to below the table's size.
    pub skip: u32,
}

impl Wish {
    /// The wish of a server for a table of `size` slots, of two halves of its name's hash: `murmur3_x64_128` with seed 0.
    #[must_use]
    pub fn of(name: &str, size: u32) -> Self {
        let (first, second) = murmurhash3_x64_128(name.as_bytes(), 0);
        let size = u64::from(size);
        let rest = |hash: u64, by: u64| hash.checked_rem(by).unwrap_or(0) as u32;
        Self { offset: rest(first, size), skip: rest(second, size.saturating_sub(1)) + 1 }
    }

    /// The slot after `slot` in this order; both and the skip are below the size.
    const fn after(self, slot: u32, size: u32) -> u32 {
        let next = slot + self.skip;
        if next < size { next } else { next - size }
    }
}

/// Why there can't be such a table.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum MaglevError {
    /// A slot must have an owner.
    NoServer,
    /// Two servers have this name and would want the same slots.
    DuplicateName(String),
    /// With a size that is no prime, a server could go round without meeting every slot.
    NotPrime(u32),
    /// There must be more slots than servers.
    TooSmall {
        /// The size.
        size: u32,
        /// The number of servers.
        servers: usize,
    },
    /// Larger than [`LARGE`].
    TooLarge(u32),
    /// A wish has its offset or its skip outside the table, or does not move.
    Wish(Wish),
}

impl fmt::Display for MaglevError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoServer => write!(f, "A table needs at least one server."),
            Self::DuplicateName(name) => write!(f, "There are two servers named “{name}”. Names must differ."),
            Self::NotPrime(size) => write!(f, "{size} is not a prime number. Take a prime, such as {SMALL}."),
            Self::TooSmall { size, servers } => {
                write!(f, "A table of {size} slots is too small for {servers} servers. Take more slots than servers.")
            }
            Self::TooLarge(size) => write!(f, "A table of {size} slots is too large. It takes up to {LARGE}."),
            Self::Wish(Wish { offset, skip }) => {
                write!(f, "An offset of {offset} and a skip of {skip} do not lead through the table.")
            }
        }
    }
}

impl std::error::Error for MaglevError {}

/// A lookup table of a prime number of slots.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct Maglev {
    slots: Vec<u32>,
}

impl Maglev {
    /// The table of these servers.
    ///
    /// # Errors
    /// If there is no server, a name is there twice, or the size is no prime above the number of servers and up to
    /// [`LARGE`].
    pub fn new<N: AsRef<str>>(servers: &[N], size: u32) -> Result<Self, MaglevError> {
        Ok(Filling::of(servers, size)?.filled_up())
    }

    /// The table that comes of these wishes, a server's each.
    ///
    /// # Errors
    /// As [`Self::new`]; or if a wish lies outside the table.
    pub fn fill(wishes: &[Wish], size: u32) -> Result<Self, MaglevError> {
        Ok(Filling::new(wishes.to_vec(), size)?.filled_up())
    }

    /// The owner of each slot: a server's place in the list of names.
    #[must_use]
    pub fn slots(&self) -> &[u32] {
        &self.slots
    }

    /// The place in the list of the server that owns a key.
    #[must_use]
    pub fn owner(&self, key: &[u8]) -> u32 {
        self.owner_watched(key, &mut (), &mut ())
    }

    /// The same, telling what it does, and a probe which lines ran. The key's hash is the first half of its `murmur3_x64_128` with seed 0.
    pub fn owner_watched(&self, key: &[u8], meter: &mut impl Meter, probe: &mut impl Probe) -> u32 {
        meter.hash();
        let (hash, _) = murmurhash3_x64_128(key, 0);
        probe!(probe, hash = hash);
        meter.step();
        // A table is never empty, so the slot is always there.
        let slot = hash.checked_rem(self.slots.len() as u64).unwrap_or(0);
        probe!(probe, slot = slot);
        self.slots.get(slot as usize).copied().unwrap_or(0)
    }
}

/// A slot that no server has taken yet.
const FREE: u32 = u32::MAX;

/// A table that is being filled, part by part.
#[derive(Clone, Debug)]
pub struct Filling {
    wishes: Vec<Wish>,
    slots: Vec<u32>,
    /// The slot that each server looks at next.
    next: Vec<u32>,
    /// Whose turn it is.
    turn: usize,
    filled: u32,
}

impl Filling {
    /// A table of these servers in which all is free.
    ///
    /// # Errors
    /// As [`Maglev::new`].
    pub fn of<N: AsRef<str>>(servers: &[N], size: u32) -> Result<Self, MaglevError> {
        if let Some(name) = names::repeated(servers) {
            return Err(MaglevError::DuplicateName(name.to_owned()));
        }
        Self::new(servers.iter().map(|name| Wish::of(name.as_ref(), size)).collect(), size)
    }

    fn new(wishes: Vec<Wish>, size: u32) -> Result<Self, MaglevError> {
        check(&wishes, size)?;
        let next = wishes.iter().map(|wish| wish.offset).collect();
        Ok(Self { wishes, slots: vec![FREE; size as usize], next, turn: 0, filled: 0 })
    }

    /// How many slots are taken.
    #[must_use]
    pub const fn filled(&self) -> u32 {
        self.filled
    }

    /// Looks at up to so many slots, for the servers in turn: a free one is taken.
    pub fn fill(&mut self, looks: u32) {
        let size = self.slots.len() as u32;
        for _ in 0..looks {
            let (wish, slot) = (self.wishes[self.turn], self.next[self.turn]);
            if self.slots[slot as usize] != FREE {
                self.next[self.turn] = wish.after(slot, size);
                continue;
            }
            self.slots[slot as usize] = self.turn as u32;
            self.filled += 1;
            if self.filled == size {
                return;
            }
            self.turn = if self.turn + 1 < self.wishes.len() { self.turn + 1 } else { 0 };
        }
    }

    fn filled_up(mut self) -> Maglev {
        while self.filled < self.slots.len() as u32 {
            self.fill(u32::MAX);
        }
        self.finish()
    }

    /// The table, once all slots are taken.
    #[must_use]
    pub fn finish(self) -> Maglev {
        Maglev { slots: self.slots }
    }
}

fn check(wishes: &[Wish], size: u32) -> Result<(), MaglevError> {
    if wishes.is_empty() {
        return Err(MaglevError::NoServer);
    }
    if size > LARGE {
        return Err(MaglevError::TooLarge(size));
    }
    if !is_prime(size) {
        return Err(MaglevError::NotPrime(size));
    }
    if wishes.len() >= size as usize {
        return Err(MaglevError::TooSmall { size, servers: wishes.len() });
    }
    let outside = |wish: &&Wish| wish.offset >= size || wish.skip == 0 || wish.skip >= size;
    wishes.iter().find(outside).map_or(Ok(()), |wish| Err(MaglevError::Wish(*wish)))
}

/// By trial division: O(√n), and the numbers here are small.
fn is_prime(number: u32) -> bool {
    number >= 2
        && (2..).take_while(|divisor| divisor * divisor <= number).all(|divisor| !number.is_multiple_of(divisor))
}
