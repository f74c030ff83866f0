//! The seven schemes behind one face: given servers and keys, who holds which key, and what does that cost?

use std::hash::{Hash, Hasher};

use algorithms::hashing::bounded::Slack;
use algorithms::hashing::cost::Tally;
use algorithms::hashing::jump;
use algorithms::hashing::maglev::Maglev;
use algorithms::hashing::rendezvous::Rendezvous;
use algorithms::position::Position;
use algorithms::probe::Probe;

/// A way to find a key's server.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Scheme {
    /// The hash modulo the number of servers.
    ModN,
    /// The ring over SHA-1, with virtual nodes.
    Ring,
    /// Last.fm's ring over MD5, 160 points a server.
    Ketama,
    /// Jump consistent hash.
    Jump,
    /// Rendezvous hashing, or highest random weight.
    Rendezvous,
    /// Maglev's lookup table.
    Maglev,
    /// The ring with bounded loads.
    Bounded,
}

impl Scheme {
    /// How many there are.
    pub const COUNT: usize = 7;

    /// All of them, from the plainest on.
    pub const ALL: [Self; Self::COUNT] =
        [Self::ModN, Self::Ring, Self::Ketama, Self::Jump, Self::Rendezvous, Self::Maglev, Self::Bounded];

    /// What it is called.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::ModN => "mod-n",
            Self::Ring => "ring",
            Self::Ketama => "ketama",
            Self::Jump => "jump",
            Self::Rendezvous => "rendezvous",
            Self::Maglev => "Maglev",
            Self::Bounded => "bounded loads",
        }
    }
}

/// The settings of those schemes that have any.
#[derive(Clone, Copy, Debug, Hash, PartialEq)]
pub(super) struct Settings {
    pub virtual_nodes: u32,
    pub table: u32,
    pub slack: Slack,
}

/// A key, and those of its hashes that are looked up again and again.
#[derive(Debug)]
pub(super) struct Key {
    pub name: String,
    pub position: Position,
    /// Where ketama puts it.
    pub place: u32,
}

/// The keys in the order in which they were given, for bounded loads depend on it.
#[derive(Debug, Default)]
pub(super) struct Keys(pub Vec<Key>);

/// They follow from the set of keys, which is hashed.
impl Hash for Keys {
    fn hash<H: Hasher>(&self, _state: &mut H) {}
}

impl Keys {
    pub(super) const fn len(&self) -> usize {
        self.0.len()
    }

    /// About how much memory they take, in bytes.
    pub(super) fn bytes(&self) -> usize {
        self.0.iter().map(|key| size_of::<Key>() + key.name.len()).sum()
    }

    /// How many keys have which remainder of ketama's hash by `product`.
    pub(super) fn remainders(&self, product: u32) -> Vec<u32> {
        let mut counts = vec![0; product as usize];
        for key in &self.0 {
            if let Some(rest) = key.place.checked_rem(product) {
                counts[rest as usize] += 1;
            }
        }
        counts
    }
}

/// Where a scheme puts the keys, and at what cost.
#[derive(Clone, Debug, Default, Hash)]
pub(super) struct Placement {
    /// Each key's server, as its place in the list.
    pub owners: Vec<u16>,
    /// Of all lookups together.
    pub cost: Tally,
    /// What it keeps in memory beside the list of names.
    pub bytes: u64,
}

/// Looks the first key up once more by those schemes that the chapter shows the code of. For somebody who watches: the placement
/// of all keys comes from a [memo](crate::kernel::slices::Memo), which runs no code the second time.
pub(super) fn look_up_first(servers: &[String], keys: &Keys, settings: Settings, probe: &mut impl Probe) {
    let Some(key) = keys.0.first() else { return };
    // The servers were placed on before, so none of the ways refuses them.
    let _ = jump::bucket_watched(jump::number_of(key.position), servers.len() as u32, &mut (), probe);
    if let Ok(lots) = Rendezvous::new(servers, 0) {
        lots.owner_watched(key.name.as_bytes(), &mut (), probe);
    }
    if let Ok(table) = Maglev::new(servers, settings.table) {
        table.owner_watched(key.name.as_bytes(), &mut (), probe);
    }
}
