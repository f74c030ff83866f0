//! Hashing keys for the seven schemes and placing them, in slices: a hundred thousand keys seven times.

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use algorithms::hashing::bounded::Bounded;
use algorithms::hashing::cost::{Meter as _, Tally};
use algorithms::hashing::jump;
use algorithms::hashing::ketama::{self, Ketama};
use algorithms::hashing::keys::SortedKeys;
use algorithms::hashing::maglev::{Filling, Maglev};
use algorithms::hashing::mod_n;
use algorithms::hashing::rendezvous::Rendezvous;
use algorithms::hashing::ring::Ring;
use algorithms::hashing::search::Search;
use algorithms::position::Position;

use super::scenario::Refusal;
use super::scheme::{Key, Keys, Placement, Scheme, Settings};
use crate::kernel::slices::{Memo, NotYet, Progress, Work, ask};
use crate::ring::key_set::KeySet;

/// So many keys are put in order, hashed, or placed in a part.
const ORDERED: usize = 20_000;
const HASHED: usize = 500;
const PLACED: usize = 1_000;
/// For so many keys and servers rendezvous hashing draws lots in a part.
const LOTS: usize = 10_000;
/// So many slots of Maglev's table are looked at in a part.
const LOOKS: u32 = 30_000;
/// To fill so many slots takes as long as to place a key.
const SLOTS: u64 = 8;

/// For the last few settings: of a hundred thousand keys, each takes less than 2 MB.
const MOST_BYTES: usize = 6 << 20;

thread_local! {
    static HASHES: RefCell<Memo<Weak<SortedKeys>, Hashing>> = const { RefCell::new(Memo::of(0)) };
    static PLACES: RefCell<Memo<Which, Placing>> = const { RefCell::new(Memo::of(MOST_BYTES)) };
}

/// What the schemes need to know of the keys.
pub(super) fn hashed(set: &KeySet) -> Result<Rc<Keys>, NotYet> {
    let keys = Rc::downgrade(set.shared());
    let work = || Hashing { set: set.clone(), ordered: 0, positions: Vec::new(), hashed: 0, keys: Keys::default() };
    ask(&HASHES, |other| Weak::ptr_eq(other, &keys), |_| (keys.clone(), work()))
}

/// Where each scheme puts the keys. The names are checked: different ones, and at least one.
pub(super) fn placed(
    names: &Rc<Vec<String>>,
    keys: &Rc<Keys>,
    settings: Settings,
) -> Result<Rc<Vec<Placement>>, Refusal> {
    let which = Which { names: Rc::clone(names), keys: Rc::downgrade(keys), settings };
    let work = || Placing::new(Rc::clone(names), Rc::clone(keys), settings);
    let placed = ask(&PLACES, |other| *other == which, |_| (which.clone(), work()))?;
    Result::clone(&placed)
}

/// What is placed where. Keys are told apart by where they are in memory, which is not given to others while this is there.
#[derive(Clone)]
struct Which {
    names: Rc<Vec<String>>,
    keys: Weak<Keys>,
    settings: Settings,
}

impl PartialEq for Which {
    fn eq(&self, other: &Self) -> bool {
        self.settings == other.settings && Weak::ptr_eq(&self.keys, &other.keys) && self.names == other.names
    }
}

/// Keys that are put in the order in which they were given, and hashed.
struct Hashing {
    set: KeySet,
    ordered: usize,
    /// By number; where equal keys were left out, there are gaps.
    positions: Vec<Option<Position>>,
    hashed: usize,
    keys: Keys,
}

impl Work for Hashing {
    type Done = Keys;

    fn part(&mut self) {
        let sorted = self.set.sorted();
        if self.ordered < sorted.len() {
            for (position, number) in sorted.at(self.ordered..self.ordered + ORDERED) {
                let number = number as usize;
                if self.positions.len() <= number {
                    self.positions.resize(number + 1, None);
                }
                self.positions[number] = Some(position);
            }
            self.ordered = sorted.len().min(self.ordered + ORDERED);
            return;
        }
        let upto = self.positions.len().min(self.hashed + HASHED);
        for number in self.hashed..upto {
            if let Some(position) = self.positions[number] {
                let name = self.set.name(number as u32);
                self.keys.0.push(Key { place: ketama::place_of(name.as_bytes()), name, position });
            }
        }
        self.hashed = upto;
    }

    fn progress(&self) -> Progress {
        let keys = self.set.sorted().len();
        let done = self.ordered / 2 + self.keys.len();
        Progress { what: "Hashing keys by MD5", done: done as u64, of: (keys / 2 + keys) as u64 }
    }

    fn finish(self) -> Keys {
        self.keys
    }

    fn bytes(done: &Keys) -> usize {
        done.bytes()
    }
}

/// A scheme that is ready to be asked for a key.
enum Way {
    ModN,
    Ring(Rc<Ring>),
    Ketama(Ketama),
    Jump,
    Rendezvous(Rendezvous),
    Maglev(Maglev),
    Bounded(Bounded<Rc<Ring>>),
}

/// Keys that are placed by one scheme after the other.
struct Placing {
    names: Rc<Vec<String>>,
    keys: Rc<Keys>,
    settings: Settings,
    /// With as many of the servers as are on it.
    ring: Rc<Ring>,
    table: Option<Filling>,
    /// The scheme under way, and where it has put the first keys.
    way: Option<Way>,
    owners: Vec<u16>,
    cost: Tally,
    placed: Vec<Placement>,
    refused: Option<Refusal>,
}

impl Placing {
    fn new(names: Rc<Vec<String>>, keys: Rc<Keys>, settings: Settings) -> Self {
        Self {
            names,
            keys,
            settings,
            ring: Rc::default(),
            table: None,
            way: None,
            owners: Vec::new(),
            cost: Tally::default(),
            placed: Vec::new(),
            refused: None,
        }
    }

    /// Makes a scheme ready; `None` if there is more to do for it.
    fn get_ready(&mut self, scheme: Scheme) -> Result<Option<Way>, Refusal> {
        let names = self.names.as_slice();
        Ok(Some(match scheme {
            Scheme::ModN => Way::ModN,
            Scheme::Jump => Way::Jump,
            Scheme::Ring => {
                // The servers come in the order of the list and none leaves, so a slot is a place in the list.
                if let Some(name) = names.get(self.ring.slots()) {
                    Rc::make_mut(&mut self.ring).add(name, self.settings.virtual_nodes)?;
                    return Ok(None);
                }
                Way::Ring(Rc::clone(&self.ring))
            }
            Scheme::Ketama => Way::Ketama(Ketama::new(names)?),
            // The list was checked for repeated names, which is all that it could refuse.
            Scheme::Rendezvous => Way::Rendezvous(Rendezvous::new(names, 0).map_err(|_| Refusal::NoServer)?),
            Scheme::Maglev => {
                let mut table = match self.table.take() {
                    Some(table) => table,
                    None => Filling::of(names, self.settings.table)?,
                };
                table.fill(LOOKS);
                if table.filled() < self.settings.table {
                    self.table = Some(table);
                    return Ok(None);
                }
                Way::Maglev(table.finish())
            }
            Scheme::Bounded => {
                let ring = Rc::clone(&self.ring);
                Way::Bounded(Bounded::new(ring, self.keys.len() as u64, self.settings.slack)?)
            }
        }))
    }

    /// The next part, of which a scheme may refuse to do its own.
    fn go_on(&mut self) -> Result<(), Refusal> {
        let Some(scheme) = Scheme::ALL.get(self.placed.len()) else { return Ok(()) };
        let Some(mut way) = self.way.take() else {
            self.way = self.get_ready(*scheme)?;
            // They are kept, so there is no room to spare.
            self.owners.reserve_exact(self.keys.len());
            return Ok(());
        };
        let servers = self.names.len() as u32;
        let part = if *scheme == Scheme::Rendezvous { LOTS / servers.max(1) as usize } else { PLACED };
        let (keys, from) = (&self.keys.0, self.owners.len());
        for key in &keys[from..keys.len().min(from + part)] {
            // There are servers, so each key finds one.
            self.owners.push(way.owner(key, servers, &mut self.cost).unwrap_or(0) as u16);
        }
        if self.owners.len() < keys.len() {
            self.way = Some(way);
            return Ok(());
        }
        let (owners, cost) = (std::mem::take(&mut self.owners), std::mem::take(&mut self.cost));
        self.placed.push(Placement { owners, cost, bytes: way.bytes() as u64 });
        Ok(())
    }
}

impl Way {
    /// The server that holds a key, as its place in the list.
    fn owner(&mut self, key: &Key, servers: u32, cost: &mut Tally) -> Option<u32> {
        match self {
            Self::ModN => {
                cost.hash();
                cost.step();
                mod_n::server_of(key.position, servers)
            }
            Self::Jump => {
                cost.hash();
                jump::bucket_watched(jump::number_of(key.position), servers, cost, &mut ()).ok()
            }
            Self::Ring(ring) => {
                cost.hash();
                let mut search = Search::new(ring, key.position, &mut ());
                while search.compare(ring, &mut ()).is_some() {
                    cost.step();
                }
                search.found(ring, &mut ()).map(|index| ring.points()[index].server.slot() as u32)
            }
            Self::Ketama(ring) => {
                cost.hash();
                ring.owner_at(key.place, cost)
            }
            Self::Rendezvous(lots) => lots.owner_watched(key.name.as_bytes(), cost, &mut ()),
            Self::Maglev(table) => Some(table.owner_watched(key.name.as_bytes(), cost, &mut ())),
            Self::Bounded(bounded) => {
                cost.hash();
                bounded.place(key.position, cost).ok().map(|placed| placed.server.slot() as u32)
            }
        }
    }

    /// What it keeps in memory beside the list of names.
    fn bytes(&self) -> usize {
        match self {
            Self::ModN | Self::Jump | Self::Rendezvous(_) => 0,
            Self::Ring(ring) => size_of_val(ring.points()),
            Self::Ketama(ring) => size_of_val(ring.points()),
            Self::Maglev(table) => size_of_val(table.slots()),
            Self::Bounded(bounded) => size_of_val(bounded.ring().points()) + size_of_val(bounded.loads()),
        }
    }
}

impl Work for Placing {
    type Done = Result<Rc<Vec<Placement>>, Refusal>;

    fn part(&mut self) {
        self.refused = self.go_on().err();
    }

    fn progress(&self) -> Progress {
        let (keys, slots) = (self.keys.len() as u64 + 1, u64::from(self.settings.table) / SLOTS);
        let of = Scheme::COUNT as u64 * keys + slots;
        let filled = match &self.table {
            Some(table) => u64::from(table.filled()) / SLOTS,
            None if self.placed.len() < Scheme::Maglev as usize => 0,
            // It is not begun, or all filled.
            None if self.placed.len() == Scheme::Maglev as usize && self.way.is_none() => 0,
            None => slots,
        };
        let done = self.placed.len() as u64 * keys + self.owners.len() as u64 + filled;
        Progress { what: "Placing keys", done: if self.refused.is_some() { of } else { done }, of }
    }

    fn finish(self) -> Self::Done {
        self.refused.map_or(Ok(Rc::new(self.placed)), Err)
    }

    fn bytes(done: &Self::Done) -> usize {
        let placed = done.iter().flat_map(|placed| placed.iter());
        placed.map(|placement| size_of_val(placement.owners.as_slice())).sum()
    }
}
