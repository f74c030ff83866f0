//! How the bit strip starts, what a person may do to it, and what is said of it.

use std::fmt;

use algorithms::ids::layout::{Field, Layout, LayoutError, Section};
use algorithms::ids::snowflake::SnowflakeError;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::kernel::text::grouped;
use crate::parts::bound::{self, Bound};

/// When the machines' clocks begin: 2026-01-01, in milliseconds since 1970.
pub const CLOCK_MS: u64 = 1_767_225_600_000;

/// So many machines make IDs, unless the layout has room for fewer.
pub const MACHINES: u64 = 3;

/// The list of IDs keeps so many.
pub const SHOWN: usize = 12;

/// After so many IDs a run is over.
pub const MOST_IDS: u64 = 1_000_000;

/// The most IDs that one burst asks for.
pub const MOST_BURST: u32 = 10_000;

/// IDs of one burst.
pub const BURST: Bound = Bound::new("IDs at once", 1, MOST_BURST as u64);

/// The longest tick, in milliseconds.
pub const LONGEST_TICK: u32 = 10_000;

/// How long a tick is.
pub const TICK_MS: Bound = Bound::new("ms as a tick", 1, LONGEST_TICK as u64);

/// The years in which time may begin: an epoch after [`CLOCK_MS`] would be one that has not come.
pub const EPOCH_YEARS: std::ops::RangeInclusive<u32> = 1970..=2026;

/// IDs asked for in a second.
pub const PER_SECOND: Bound = Bound::new("IDs a second", 1, 100_000);

/// All that is needed to start, next to the seed.
#[derive(Clone, Debug, Deserialize, Hash, PartialEq, Serialize)]
pub struct Scenario {
    /// From the most significant bit down: a field, by its place in [`Field::ALL`], and how many bits it has.
    pub sections: [(u8, u8); Field::COUNT],
    /// When time begins, in milliseconds since 1970.
    pub epoch_ms: u64,
    /// How long a tick is, in milliseconds.
    pub tick_ms: u32,
    /// How many IDs are asked for in a second, of all machines together.
    pub per_second: u32,
}

impl Default for Scenario {
    fn default() -> Self {
        Self::of(&Layout::SNOWFLAKE)
    }
}

impl Scenario {
    /// With this layout, and four requests a second.
    #[must_use]
    pub fn of(layout: &Layout) -> Self {
        Self {
            sections: layout.sections().map(|Section { field, bits }| (field as u8, bits as u8)),
            epoch_ms: layout.epoch_ms(),
            tick_ms: u32::try_from(layout.tick_ms()).unwrap_or(LONGEST_TICK),
            per_second: 4,
        }
    }

    /// Twitter's sections, but the machine in front of the time: what is lost then?
    #[must_use]
    pub fn machine_first() -> Self {
        let [sign, time, centre, machine, sequence] = Self::default().sections;
        Self { sections: [sign, centre, machine, time, sequence], ..Self::default() }
    }

    pub(super) fn layout(&self) -> Result<Layout, Refusal> {
        TICK_MS.check(self.tick_ms)?;
        PER_SECOND.check(self.per_second)?;
        if self.epoch_ms > CLOCK_MS {
            return Err(Refusal::Epoch);
        }
        let mut sections = [Section { field: Field::Sign, bits: 0 }; Field::COUNT];
        for (section, (field, bits)) in sections.iter_mut().zip(self.sections) {
            let field = Field::ALL.get(usize::from(field)).ok_or(Refusal::Unknown)?;
            *section = Section { field: *field, bits: bits.into() };
        }
        Ok(Layout::new(sections, self.epoch_ms, self.tick_ms.into())?)
    }
}

/// What a person may do. With another layout the machines begin anew: IDs of two layouts don't mix.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub enum Command {
    /// Moves the border behind a section, by its place, so that so many bits stand in front of it.
    Move {
        /// Which border, from 0.
        border: u8,
        /// How many of the 64 bits stand in front of it then.
        to: u8,
    },
    /// Makes a tick so many milliseconds long.
    SetTick(u32),
    /// Lets time begin with this year.
    SetEpoch(u32),
    /// Asks for so many IDs in a second.
    SetRate(u32),
    /// Asks the first machine for so many IDs at once.
    Burst(u32),
}

/// Why it can't be done.
#[derive(Clone, Debug, Eq, Error, PartialEq)]
pub enum Refusal {
    /// A number is out of range.
    #[error(transparent)]
    Number(#[from] bound::Refusal),
    /// There can't be such a layout.
    #[error(transparent)]
    Layout(#[from] LayoutError),
    /// There is no such section or border.
    #[error("There is no such section.")]
    Unknown,
    /// A border can't pass another one.
    #[error("There is no room for that: in front of this border stand from {least} to {most} bits.")]
    Border {
        /// The least number of bits in front of it.
        least: u32,
        /// The most.
        most: u32,
    },
    /// Time can't begin in the future, or before 1970.
    #[error("Time begins in a year from {} to {}.", EPOCH_YEARS.start(), EPOCH_YEARS.end())]
    Epoch,
}

/// An ID that was made.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Made {
    /// Which it is, from 1.
    pub number: u64,
    /// The ID.
    pub id: u64,
    /// Who made it, from 0.
    pub machine: u64,
    /// Whether an ID made before is larger.
    pub out_of_order: bool,
}

/// What happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// A machine made an ID.
    Made(Made),
    /// A machine could not.
    Refused {
        /// Which.
        machine: u64,
        /// Why.
        why: SnowflakeError,
    },
    /// A machine was asked for many at once.
    Burst {
        /// For how many.
        asked: u32,
        /// How many it made in the tick that it was in.
        made: u64,
        /// For how many more ticks the others have to wait; `None` if they would wait past the end of the layout.
        more_ticks: Option<u64>,
    },
    /// The strip is another one.
    Laid(Layout),
    /// The requests come faster or slower.
    Rate(u32),
}

impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Made(Made { number, id, machine, out_of_order }) => {
                write!(f, "ID {} is {id}, made by machine {machine}", grouped(*number))?;
                f.write_str(if *out_of_order { ": smaller than one made before it." } else { "." })
            }
            Self::Refused { machine, why } => write!(f, "Machine {machine} makes no ID. {why}"),
            Self::Burst { asked, made, more_ticks } => {
                write!(f, "{} asked for at once: {} in this tick", grouped((*asked).into()), grouped(*made))?;
                match more_ticks {
                    Some(0) => f.write_str("; none has to wait."),
                    Some(1) => write!(f, "; the rest, from ID {} on, waits for the next tick.", grouped(made + 1)),
                    Some(ticks) => write!(f, "; the rest takes {} more ticks.", grouped(*ticks)),
                    None => f.write_str("; the layout ends before the rest."),
                }
            }
            Self::Laid(layout) => {
                f.write_str("The strip in bits is now")?;
                let sections = layout.sections().iter().filter(|section| section.bits > 0);
                for (Section { field, bits }, before) in
                    sections.zip(std::iter::once(":").chain(std::iter::repeat(",")))
                {
                    write!(f, "{before} {} {bits}", field.name())?;
                }
                write!(f, "; a tick is {} ms.", layout.tick_ms())
            }
            Self::Rate(per_second) => write!(f, "{} IDs a second are asked for.", grouped((*per_second).into())),
        }
    }
}
