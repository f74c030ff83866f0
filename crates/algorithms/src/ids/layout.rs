//! How the 64 bits of a time-ordered ID are shared out between time, machine and sequence.
//!
//! **The idea.** A number is cut into sections. The time stands in front, so that later IDs are larger; who made it and
//! which one of that moment it was stand behind. Each bit doubles one thing and halves another: the lifetime, the number of
//! machines, or how many IDs a machine makes in a tick.
//!
//! **Invariant.** The sections add up to 64 bits, so composing and parsing are each other's inverse: no two sets of parts
//! share an ID.
//!
//! **Costs.** A shift and an or for each section.
//!
//! Sources: twitter-archive/snowflake, tag `snowflake-2010`, `IdWorker.scala`; sony/sonyflake, `v2/sonyflake.go`; Discord,
//! *API Reference*, Snowflakes; Instagram Engineering, *Sharding & IDs at Instagram* (2012).

use std::fmt;
use std::hash::{Hash, Hasher};

/// What a section holds.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Field {
    /// Always 0, so that the ID is positive where numbers have a sign. Kept in reserve.
    Sign,
    /// Ticks since the layout's epoch.
    Time,
    /// The data centre, or whatever else a machine is in.
    Centre,
    /// The machine, the process or the shard.
    Machine,
    /// Which ID it is of its tick and machine.
    Sequence,
}

impl Field {
    /// How many there are.
    pub const COUNT: usize = 5;

    /// All of them.
    pub const ALL: [Self; Self::COUNT] = [Self::Sign, Self::Time, Self::Centre, Self::Machine, Self::Sequence];

    /// What it is called.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sign => "sign",
            Self::Time => "time",
            Self::Centre => "data centre",
            Self::Machine => "machine",
            Self::Sequence => "sequence",
        }
    }
}

/// Some of the bits.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Section {
    /// What they hold.
    pub field: Field,
    /// How many they are; 0 where the layout does without.
    pub bits: u32,
}

/// Why there can be no such layout or ID.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum LayoutError {
    /// The sections don't add up to 64 bits.
    NotSixtyFour {
        /// What they add up to.
        bits: u32,
    },
    /// The sign is one bit or none.
    WideSign {
        /// How many it was to have.
        bits: u32,
    },
    /// A field has two sections.
    Twice(Field),
    /// Without a bit of time an ID says nothing of when it was made.
    NoTime,
    /// A tick can't be nought milliseconds long.
    NoTick,
    /// A part needs more bits than its section has.
    TooLarge {
        /// Which part.
        field: Field,
        /// Its value.
        value: u64,
        /// The largest that there is room for.
        most: u64,
    },
    /// A clock reads a time before the epoch.
    BeforeEpoch {
        /// When the epoch is, in milliseconds since 1970.
        epoch_ms: u64,
    },
}

impl fmt::Display for LayoutError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotSixtyFour { bits } => write!(f, "The sections have {bits} bits together. They must have 64."),
            Self::WideSign { bits } => write!(f, "The sign has {bits} bits. It is one bit or none."),
            Self::Twice(field) => write!(f, "There are two sections for the {}.", field.name()),
            Self::NoTime => write!(f, "The time needs at least one bit."),
            Self::NoTick => write!(f, "A tick must be at least one millisecond long."),
            Self::TooLarge { field, value, most } => {
                write!(f, "The {} is {value}, but its section holds at most {most}.", field.name())
            }
            Self::BeforeEpoch { epoch_ms } => {
                write!(f, "The clock reads a time before the epoch, {epoch_ms} ms after 1970.")
            }
        }
    }
}

impl std::error::Error for LayoutError {}

/// What an ID is made of. A part without a section is 0.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Parts {
    /// The sign bit.
    pub sign: u64,
    /// Ticks since the epoch.
    pub time: u64,
    /// The data centre.
    pub centre: u64,
    /// The machine.
    pub machine: u64,
    /// The sequence.
    pub sequence: u64,
}

impl Parts {
    /// The part for a field.
    #[must_use]
    pub const fn get(&self, field: Field) -> u64 {
        match field {
            Field::Sign => self.sign,
            Field::Time => self.time,
            Field::Centre => self.centre,
            Field::Machine => self.machine,
            Field::Sequence => self.sequence,
        }
    }

    const fn get_mut(&mut self, field: Field) -> &mut u64 {
        match field {
            Field::Sign => &mut self.sign,
            Field::Time => &mut self.time,
            Field::Centre => &mut self.centre,
            Field::Machine => &mut self.machine,
            Field::Sequence => &mut self.sequence,
        }
    }
}

/// How 64 bits are shared out, when time begins and how long a tick is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Layout {
    /// From the most significant bit down, each field once.
    sections: [Section; Field::COUNT],
    /// Of each field, in the order of [`Field::ALL`], so that nobody has to look for its section.
    places: [Place; Field::COUNT],
    epoch_ms: u64,
    tick_ms: u64,
}

/// Where a field stands.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
struct Place {
    /// How many bits it has.
    bits: u32,
    /// How many bits stand behind it.
    shift: u32,
}

/// The places follow from the sections.
impl Hash for Layout {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Self { sections, places: _, epoch_ms, tick_ms } = self;
        (sections, epoch_ms, tick_ms).hash(state);
    }
}

const fn layout(sections: [(Field, u32); Field::COUNT], epoch_ms: u64, tick_ms: u64) -> Layout {
    let mut filled = [Section { field: Field::Sign, bits: 0 }; Field::COUNT];
    let mut i = 0;
    while i < Field::COUNT {
        filled[i] = Section { field: sections[i].0, bits: sections[i].1 };
        i += 1;
    }
    Layout { sections: filled, places: places(&filled), epoch_ms, tick_ms }
}

const fn places(sections: &[Section; Field::COUNT]) -> [Place; Field::COUNT] {
    let mut places = [Place { bits: 0, shift: 0 }; Field::COUNT];
    let (mut i, mut shift) = (Field::COUNT, 0_u32);
    while i > 0 {
        i -= 1;
        let Section { field, bits } = sections[i];
        places[field as usize] = Place { bits, shift };
        shift = shift.saturating_add(bits);
    }
    places
}

impl Layout {
    /// Bits of an ID.
    pub const BITS: u32 = 64;

    /// Twitter's of 2010, and X's today. Its epoch is 2010-11-04T01:42:54.657Z.
    pub const SNOWFLAKE: Self = layout(
        [(Field::Sign, 1), (Field::Time, 41), (Field::Centre, 5), (Field::Machine, 5), (Field::Sequence, 12)],
        1_288_834_974_657,
        1,
    );

    /// Discord's: 42 bits of time since 2015, a worker, a process, an increment; no bit in reserve.
    pub const DISCORD: Self = layout(
        [(Field::Sign, 0), (Field::Time, 42), (Field::Centre, 5), (Field::Machine, 5), (Field::Sequence, 12)],
        1_420_070_400_000,
        1,
    );

    /// Instagram's: 41 bits of time since 2011-08-24T21:07:01.721Z, 13 of a logical shard, 10 of that shard's sequence. No bit is
    /// in reserve: in a column with a sign the IDs turn negative after half of their lifetime.
    pub const INSTAGRAM: Self = layout(
        [(Field::Sign, 0), (Field::Time, 41), (Field::Centre, 0), (Field::Machine, 13), (Field::Sequence, 10)],
        1_314_220_021_721,
        1,
    );

    /// Sonyflake's: ticks of 10 milliseconds, and the machine behind the sequence. Everyone sets an epoch; this is the one
    /// that its code sets, 2025-01-01 (version 2).
    pub const SONYFLAKE: Self = layout(
        [(Field::Sign, 1), (Field::Time, 39), (Field::Centre, 0), (Field::Sequence, 8), (Field::Machine, 16)],
        1_735_689_600_000,
        10,
    );

    /// A layout with these sections, from the most significant bit down. A field may have no bits.
    ///
    /// # Errors
    /// If they don't add up to 64, a field is there twice, or there is no time.
    pub fn new(sections: [Section; Field::COUNT], epoch_ms: u64, tick_ms: u64) -> Result<Self, LayoutError> {
        let bits = sections.iter().fold(0_u32, |sum, section| sum.saturating_add(section.bits));
        let twice = (1..Field::COUNT).find(|i| sections[..*i].iter().any(|other| other.field == sections[*i].field));
        let made = Self { sections, places: places(&sections), epoch_ms, tick_ms };
        match (twice, made.bits(Field::Sign), made.bits(Field::Time)) {
            (Some(twice), ..) => Err(LayoutError::Twice(sections[twice].field)),
            _ if bits != Self::BITS => Err(LayoutError::NotSixtyFour { bits }),
            (None, 2.., _) => Err(LayoutError::WideSign { bits: made.bits(Field::Sign) }),
            (None, _, 0) => Err(LayoutError::NoTime),
            _ if tick_ms == 0 => Err(LayoutError::NoTick),
            (None, ..) => Ok(made),
        }
    }

    /// The same layout with time from another epoch, in milliseconds since 1970.
    #[must_use]
    pub const fn since(self, epoch_ms: u64) -> Self {
        Self { epoch_ms, ..self }
    }

    /// The sections, from the most significant bit down.
    #[must_use]
    pub const fn sections(&self) -> &[Section; Field::COUNT] {
        &self.sections
    }

    /// When its time begins, in milliseconds since 1970.
    #[must_use]
    pub const fn epoch_ms(&self) -> u64 {
        self.epoch_ms
    }

    /// How long a tick is, in milliseconds.
    #[must_use]
    pub const fn tick_ms(&self) -> u64 {
        self.tick_ms
    }

    /// How many bits a field has.
    #[must_use]
    pub const fn bits(&self, field: Field) -> u32 {
        self.places[field as usize].bits
    }

    /// How many bits stand behind a field.
    #[must_use]
    pub const fn shift(&self, field: Field) -> u32 {
        self.places[field as usize].shift
    }

    /// The largest value that a field has room for; of the sign always 0.
    #[must_use]
    pub fn most(&self, field: Field) -> u64 {
        if field == Field::Sign { 0 } else { mask(self.bits(field)) }
    }

    /// The ID that is made of these parts.
    ///
    /// # Errors
    /// If a part is too large for its section.
    pub fn compose(&self, parts: &Parts) -> Result<u64, LayoutError> {
        let mut id = 0;
        for Section { field, bits } in self.sections {
            let (value, most) = (parts.get(field), self.most(field));
            if value > most {
                return Err(LayoutError::TooLarge { field, value, most });
            }
            id = shifted(id, bits) | value;
        }
        Ok(id)
    }

    /// What an ID is made of. Any 64 bits are an ID; only one with a sign bit can't be composed again.
    #[must_use]
    pub fn parse(&self, id: u64) -> Parts {
        let mut parts = Parts::default();
        let mut behind = Self::BITS;
        for Section { field, bits } in self.sections {
            behind -= bits;
            *parts.get_mut(field) = id.checked_shr(behind).unwrap_or(0) & mask(bits);
        }
        parts
    }

    /// The tick that a clock is in, which reads so many milliseconds since 1970.
    ///
    /// # Errors
    /// If that is before the epoch, or past the last tick that there is room for.
    pub fn tick_at(&self, unix_ms: u64) -> Result<u64, LayoutError> {
        let since = unix_ms.checked_sub(self.epoch_ms).ok_or(LayoutError::BeforeEpoch { epoch_ms: self.epoch_ms })?;
        let (value, most) = (self.ticks_in(since), self.most(Field::Time));
        if value > most { Err(LayoutError::TooLarge { field: Field::Time, value, most }) } else { Ok(value) }
    }

    /// So many milliseconds in whole ticks. A tick is nearly always one millisecond, and a division slow.
    const fn ticks_in(&self, ms: u64) -> u64 {
        if self.tick_ms == 1 { ms } else { ms / self.tick_ms }
    }

    /// When a tick begins, in milliseconds since 1970. More than 64 bits: a long tick and many bits reach far.
    #[must_use]
    pub fn unix_ms(&self, tick: u64) -> u128 {
        u128::from(self.epoch_ms) + u128::from(tick) * u128::from(self.tick_ms)
    }

    /// How long the layout lasts from its epoch, in milliseconds.
    #[must_use]
    pub fn lifetime_ms(&self) -> u128 {
        u128::from(self.tick_ms) << self.bits(Field::Time)
    }

    /// When the layout ends, in milliseconds since 1970: the first moment that it has no room for.
    #[must_use]
    pub fn end_ms(&self) -> u128 {
        u128::from(self.epoch_ms) + self.lifetime_ms()
    }

    /// How many machines can make IDs at the same time: data centres by machines.
    #[must_use]
    pub fn machines(&self) -> u128 {
        1 << (self.bits(Field::Centre) + self.bits(Field::Machine))
    }

    /// How many IDs one machine makes in a tick.
    #[must_use]
    pub fn ids_per_tick(&self) -> u128 {
        1 << self.bits(Field::Sequence)
    }
}

/// So many ones.
const fn mask(bits: u32) -> u64 {
    match bits {
        0 => 0,
        bits => u64::MAX >> (64 - bits),
    }
}

/// Shifted left; by 64 nothing is left.
fn shifted(number: u64, bits: u32) -> u64 {
    number.checked_shl(bits).unwrap_or(0)
}
