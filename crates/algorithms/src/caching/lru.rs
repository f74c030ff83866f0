//! A cache that forgets what was not asked for the longest: least recently used.
//!
//! **The idea.** A list in the order of use. What is asked for moves to its front; when the cache is full, the last of the list
//! goes. Keys are small numbers, so that a table finds an entry without hashing.
//!
//! **Invariant.** The cache holds the `capacity` keys that were asked for last, in that order.
//!
//! **Costs.** O(1) an operation; memory for each key that there can be.

/// No entry.
const NONE: u32 = u32::MAX;

/// A cache of keys below a bound.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct Lru {
    /// By key: its neighbours towards the front and towards the back, if it is in the cache.
    links: Vec<Option<(u32, u32)>>,
    front: u32,
    back: u32,
    len: u32,
    capacity: u32,
}

impl Lru {
    /// An empty cache with room for `capacity` of the keys below `keys`.
    #[must_use]
    pub fn new(keys: u32, capacity: u32) -> Self {
        Self { links: vec![None; keys as usize], front: NONE, back: NONE, len: 0, capacity: capacity.min(NONE - 1) }
    }

    /// Asks for a key: whether it is there. If so, it was used last now.
    pub fn get(&mut self, key: u32) -> bool {
        if !self.contains(key) {
            return false;
        }
        self.unlink(key);
        self.link_first(key);
        true
    }

    /// Puts a key at the front, and tells which one went for it. Without room nothing is kept.
    pub fn put(&mut self, key: u32) -> Option<u32> {
        if self.capacity == 0 || key as usize >= self.links.len() || self.get(key) {
            return None;
        }
        let gone = (self.len == self.capacity).then_some(self.back);
        if let Some(gone) = gone {
            self.unlink(gone);
        }
        self.link_first(key);
        gone
    }

    /// Whether a key is there, without using it.
    #[must_use]
    pub fn contains(&self, key: u32) -> bool {
        self.links.get(key as usize).is_some_and(Option::is_some)
    }

    /// The keys, the one used last first.
    pub fn keys(&self) -> impl Iterator<Item = u32> {
        let mut at = self.front;
        std::iter::from_fn(move || {
            let (_, next) = (*self.links.get(at as usize)?)?;
            Some(std::mem::replace(&mut at, next))
        })
    }

    /// How many keys are there.
    #[must_use]
    pub const fn len(&self) -> u32 {
        self.len
    }

    /// Whether none is.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// How many there can be.
    #[must_use]
    pub const fn capacity(&self) -> u32 {
        self.capacity
    }

    fn unlink(&mut self, key: u32) {
        let Some((before, after)) = self.links.get_mut(key as usize).and_then(Option::take) else {
            return;
        };
        match self.links.get_mut(before as usize) {
            Some(Some(link)) => link.1 = after,
            _ => self.front = after,
        }
        match self.links.get_mut(after as usize) {
            Some(Some(link)) => link.0 = before,
            _ => self.back = before,
        }
        self.len -= 1;
    }

    fn link_first(&mut self, key: u32) {
        let second = self.front;
        match self.links.get_mut(second as usize) {
            Some(Some(link)) => link.0 = key,
            _ => self.back = key,
        }
        if let Some(link) = self.links.get_mut(key as usize) {
            *link = Some((NONE, second));
            self.front = key;
            self.len += 1;
        }
    }
}
