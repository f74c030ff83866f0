//! The seven schemes behind one face: given servers and keys, who holds which key, and what does that cost?

use std::hash::{Hash, Hasher};

use algorithms::bounded::{Bounded, Slack};
use algorithms::cost::{Meter as _, Tally};
use algorithms::jump;
use algorithms::ketama::{self, Ketama};
use algorithms::maglev::Maglev;
use algorithms::mod_n;
use algorithms::position::Position;
use algorithms::probe::Recorder;
use algorithms::rendezvous::Rendezvous;
use algorithms::ring::Ring;
use algorithms::search::Search;

use super::scenario::Refusal;
use crate::key_set::KeySet;

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
#[derive(Clone, Copy, Debug, Hash)]
pub(super) struct Settings {
    pub virtual_nodes: u32,
    pub table: u32,
    pub slack: Slack,
}

/// A key, and those of its hashes that are looked up again and again.
#[derive(Debug)]
struct Key {
    name: String,
    position: Position,
    /// Where ketama puts it.
    place: u32,
}

/// The keys in the order in which they were given, for bounded loads depend on it.
#[derive(Debug)]
pub(super) struct Keys(Vec<Key>);

/// They follow from the set of keys, which is hashed.
impl Hash for Keys {
    fn hash<H: Hasher>(&self, _state: &mut H) {}
}

impl Keys {
    pub(super) fn of(set: &KeySet) -> Self {
        let mut numbered: Vec<(u32, Position)> =
            set.sorted().iter().map(|(position, number)| (number, position)).collect();
        numbered.sort_unstable();
        let key = |(number, position)| {
            let name = set.name(number);
            Key { place: ketama::place_of(name.as_bytes()), name, position }
        };
        Self(numbered.into_iter().map(key).collect())
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

/// Puts every key where a scheme says. The names are checked: different ones, and at least one.
pub(super) fn place(scheme: Scheme, names: &[String], keys: &Keys, settings: Settings) -> Result<Placement, Refusal> {
    match scheme {
        Scheme::ModN => Ok(by_remainder(names, keys)),
        Scheme::Ring => by_ring(names, keys, settings),
        Scheme::Ketama => by_ketama(names, keys),
        Scheme::Jump => Ok(by_jump(names, keys)),
        Scheme::Rendezvous => by_rendezvous(names, keys),
        Scheme::Maglev => by_maglev(names, keys, settings),
        Scheme::Bounded => by_bounded(names, keys, settings),
    }
}

/// Asks `owner` for every key. It has been told that there are servers, so it finds one.
fn ask(keys: &Keys, bytes: usize, mut owner: impl FnMut(&Key, &mut Tally) -> Option<u32>) -> Placement {
    let mut cost = Tally::default();
    let owners = keys.0.iter().map(|key| owner(key, &mut cost).unwrap_or(0) as u16).collect();
    Placement { owners, cost, bytes: bytes as u64 }
}

fn by_remainder(names: &[String], keys: &Keys) -> Placement {
    ask(keys, 0, |key, cost| {
        cost.hash();
        cost.step();
        mod_n::server_of(key.position, names.len() as u32)
    })
}

fn by_jump(names: &[String], keys: &Keys) -> Placement {
    ask(keys, 0, |key, cost| {
        cost.hash();
        jump::bucket_watched(jump::number_of(key.position), names.len() as u32, cost, &mut ()).ok()
    })
}

fn by_ring(names: &[String], keys: &Keys, settings: Settings) -> Result<Placement, Refusal> {
    let ring = ring_of(names, settings.virtual_nodes)?;
    Ok(ask(keys, size_of_val(ring.points()), |key, cost| {
        cost.hash();
        let mut search = Search::new(&ring, key.position, &mut ());
        while search.compare(&ring, &mut ()).is_some() {
            cost.step();
        }
        search.found(&ring, &mut ()).map(|index| ring.points()[index].server.slot() as u32)
    }))
}

fn by_ketama(names: &[String], keys: &Keys) -> Result<Placement, Refusal> {
    let ring = Ketama::new(names)?;
    Ok(ask(keys, size_of_val(ring.points()), |key, cost| {
        cost.hash();
        ring.owner_at(key.place, cost)
    }))
}

fn by_rendezvous(names: &[String], keys: &Keys) -> Result<Placement, Refusal> {
    // The list was checked for repeated names, which is all that it could refuse.
    let Ok(lots) = Rendezvous::new(names, 0) else {
        return Err(Refusal::NoServer);
    };
    Ok(ask(keys, 0, |key, cost| lots.owner_watched(key.name.as_bytes(), cost, &mut ())))
}

fn by_maglev(names: &[String], keys: &Keys, settings: Settings) -> Result<Placement, Refusal> {
    let table = Maglev::new(names, settings.table)?;
    Ok(ask(keys, size_of_val(table.slots()), |key, cost| Some(table.owner_watched(key.name.as_bytes(), cost, &mut ()))))
}

fn by_bounded(names: &[String], keys: &Keys, settings: Settings) -> Result<Placement, Refusal> {
    let ring = ring_of(names, settings.virtual_nodes)?;
    let mut bounded = Bounded::new(&ring, keys.0.len() as u64, settings.slack)?;
    let bytes = size_of_val(ring.points()) + size_of_val(bounded.loads());
    Ok(ask(keys, bytes, |key, cost| {
        cost.hash();
        bounded.place(key.position, cost).ok().map(|placed| placed.server.slot() as u32)
    }))
}

/// Looks the first key up once more by those ways that the chapter shows the code of, for somebody who watches.
pub(super) fn watch(servers: &[String], keys: &Keys, settings: Settings, recorder: &mut Recorder) {
    let Some(key) = keys.0.first() else { return };
    // The servers were placed on before, so none of the ways refuses them.
    let _ = jump::bucket_watched(jump::number_of(key.position), servers.len() as u32, &mut (), recorder);
    if let Ok(lots) = Rendezvous::new(servers, 0) {
        lots.owner_watched(key.name.as_bytes(), &mut (), recorder);
    }
    if let Ok(table) = Maglev::new(servers, settings.table) {
        table.owner_watched(key.name.as_bytes(), &mut (), recorder);
    }
}

/// The servers come in the order of the list and none leaves, so a slot is a place in the list.
fn ring_of(names: &[String], virtual_nodes: u32) -> Result<Ring, Refusal> {
    let mut ring = Ring::new();
    for name in names {
        ring.add(name, virtual_nodes)?;
    }
    Ok(ring)
}
