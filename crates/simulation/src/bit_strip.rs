//! The bit strip: 64 bits whose borders are moved, and machines that make real IDs with them.
//!
//! Requests come by chance to one machine or another; its clock is the run's, from 2026 on. The list keeps the last IDs, and
//! counts those that are smaller than one made before.

use std::collections::VecDeque;
use std::fmt;

use algorithms::calendar::begin_of_year;
use algorithms::layout::{Field, Layout, LayoutError, Section};
use algorithms::probe::{Probe, Recorder};
use algorithms::snowflake::{Delay, OnRollback, Snowflake, SnowflakeError};
use serde::{Deserialize, Serialize};

use crate::random::Stream;
use crate::system::System;
use crate::text::grouped;
use crate::time::Micros;

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

/// The longest tick, in milliseconds.
pub const LONGEST_TICK: u32 = 10_000;

/// The years in which time may begin: an epoch after [`CLOCK_MS`] would be one that has not come.
pub const EPOCH_YEARS: std::ops::RangeInclusive<u32> = 1970..=2026;

/// The most IDs asked for in a second.
pub const MOST_RATE: u32 = 100_000;

const REQUESTS: u64 = 0x7374_7269_7021;

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

    fn layout(&self) -> Result<Layout, Refusal> {
        if !(1..=LONGEST_TICK).contains(&self.tick_ms) {
            return Err(Refusal::Tick { tick_ms: self.tick_ms });
        }
        if !(1..=MOST_RATE).contains(&self.per_second) {
            return Err(Refusal::Rate { per_second: self.per_second });
        }
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
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Refusal {
    /// There can't be such a layout.
    Layout(LayoutError),
    /// There is no such section or border.
    Unknown,
    /// A border can't pass another one.
    Border {
        /// The least number of bits in front of it.
        least: u32,
        /// The most.
        most: u32,
    },
    /// A tick of no length, or a very long one.
    Tick {
        /// How long it was to be.
        tick_ms: u32,
    },
    /// No request, or very many.
    Rate {
        /// How many there were to be.
        per_second: u32,
    },
    /// Time can't begin in the future, or before 1970.
    Epoch,
    /// A burst of nothing, or of very many.
    Burst {
        /// How many there were to be.
        ids: u32,
    },
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Layout(error) => error.fmt(f),
            Self::Unknown => f.write_str("There is no such section."),
            Self::Border { least, most } => {
                write!(f, "There is no room for that: in front of this border stand from {least} to {most} bits.")
            }
            Self::Tick { tick_ms } => write!(f, "A tick of {tick_ms} ms won’t do: it takes 1 to {LONGEST_TICK}."),
            Self::Rate { per_second } => write!(f, "{per_second} IDs a second won’t do: it takes 1 to {MOST_RATE}."),
            Self::Epoch => {
                write!(f, "Time begins in a year from {} to {}.", EPOCH_YEARS.start(), EPOCH_YEARS.end())
            }
            Self::Burst { ids } => write!(f, "A burst of {ids} IDs won’t do: it takes 1 to {MOST_BURST}."),
        }
    }
}

impl std::error::Error for Refusal {}

impl From<LayoutError> for Refusal {
    fn from(error: LayoutError) -> Self {
        Self::Layout(error)
    }
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
                f.write_str("The strip is now")?;
                for Section { field, bits } in layout.sections().iter().filter(|section| section.bits > 0) {
                    write!(f, " {bits} {}", field.name())?;
                }
                write!(f, "; a tick is {} ms.", layout.tick_ms())
            }
            Self::Rate(per_second) => write!(f, "{} IDs a second are asked for.", grouped((*per_second).into())),
        }
    }
}

/// The strip, the machines, and what they made.
#[derive(Clone, Debug, Hash)]
pub struct BitStrip {
    scenario: Scenario,
    layout: Layout,
    machines: Vec<Snowflake>,
    made: VecDeque<Made>,
    count: u64,
    largest: u64,
    out_of_order: u64,
    refused: u64,
    next: Micros,
    chance: Stream,
}

impl BitStrip {
    /// How the bits are shared out.
    #[must_use]
    pub const fn layout(&self) -> &Layout {
        &self.layout
    }

    /// What is set.
    #[must_use]
    pub const fn scenario(&self) -> &Scenario {
        &self.scenario
    }

    /// The last IDs, the newest at the end.
    pub fn made(&self) -> impl DoubleEndedIterator<Item = &Made> + ExactSizeIterator {
        self.made.iter()
    }

    /// How many IDs were made.
    #[must_use]
    pub const fn count(&self) -> u64 {
        self.count
    }

    /// How many of them were smaller than one made before.
    #[must_use]
    pub const fn out_of_order(&self) -> u64 {
        self.out_of_order
    }

    /// How many requests got none.
    #[must_use]
    pub const fn refused(&self) -> u64 {
        self.refused
    }

    /// From where to where the border behind a section can be moved, in bits in front of it; `None` behind the last.
    #[must_use]
    pub fn reach(&self, border: usize) -> Option<(u32, u32)> {
        let sections = self.layout.sections();
        let next = sections.get(border + 1)?;
        let in_front: u32 = sections[..border].iter().map(|section| section.bits).sum();
        let both = sections[border].bits + next.bits;
        // The time keeps one bit, the sign has no more than one.
        let limits = |field: Field| match field {
            Field::Sign => (0, 1),
            Field::Time => (1, Layout::BITS),
            Field::Centre | Field::Machine | Field::Sequence => (0, Layout::BITS),
        };
        let ((least, most), (next_least, next_most)) = (limits(sections[border].field), limits(next.field));
        let least = least.max(both.saturating_sub(next_most));
        Some((in_front + least, in_front + most.min(both - next_least)))
    }

    /// How many bits stand in front of the border behind a section.
    #[must_use]
    pub fn border(&self, border: usize) -> u32 {
        self.layout.sections().iter().take(border + 1).map(|section| section.bits).sum()
    }

    fn lay(&mut self, scenario: Scenario) -> Result<(), Refusal> {
        let layout = scenario.layout()?;
        *self = Self {
            machines: machines(layout),
            scenario,
            layout,
            made: VecDeque::new(),
            count: 0,
            largest: 0,
            out_of_order: 0,
            refused: 0,
            next: self.next,
            chance: self.chance.clone(),
        };
        Ok(())
    }

    fn move_border(&self, border: u8, to: u8) -> Result<Scenario, Refusal> {
        let border = usize::from(border);
        let (least, most) = self.reach(border).ok_or(Refusal::Unknown)?;
        if !(least..=most).contains(&u32::from(to)) {
            return Err(Refusal::Border { least, most });
        }
        let mut scenario = self.scenario.clone();
        let before = self.border(border) as u8;
        // Both sums stay what they were, and within 64.
        scenario.sections[border].1 = scenario.sections[border].1 + to - before;
        scenario.sections[border + 1].1 = scenario.sections[border + 1].1 + before - to;
        Ok(scenario)
    }

    fn ask(&mut self, machine: usize, now: Micros, probe: &mut impl Probe) -> Event {
        let number = machine as u64;
        match self.machines[machine].next_watched(clock_ms(now), probe) {
            Ok(id) => {
                self.count += 1;
                let out_of_order = id < self.largest;
                self.largest = self.largest.max(id);
                self.out_of_order += u64::from(out_of_order);
                let made = Made { number: self.count, id, machine: number, out_of_order };
                if self.made.len() == SHOWN {
                    self.made.pop_front();
                }
                self.made.push_back(made);
                Event::Made(made)
            }
            Err(why) => {
                self.refused += 1;
                Event::Refused { machine: number, why }
            }
        }
    }

    /// Asks the first machine for many at once: those that find no sequence number would have to wait, and are not made here.
    fn burst(&mut self, now: Micros, asked: u32) -> Event {
        let mut made = 0;
        for _ in 0..asked {
            match self.ask(0, now, &mut ()) {
                Event::Made(_) => made += 1,
                Event::Refused { why: SnowflakeError::NotYet { delay: Delay::SequenceFull, .. }, .. } => {
                    // They wait; nobody refused them.
                    self.refused -= 1;
                    let rest = u128::from(asked) - u128::from(made);
                    let more_ticks = u64::try_from(rest.div_ceil(self.layout.ids_per_tick())).ok();
                    return Event::Burst { asked, made, more_ticks };
                }
                other => return other,
            }
        }
        Event::Burst { asked, made, more_ticks: Some(0) }
    }

    /// Which machine is asked next, and how long until then: on average the time that the rate leaves, half of it at least.
    fn draw(&mut self) -> usize {
        let machine = self.chance.below(self.machines.len() as u32);
        let mean = 1_000_000 / self.scenario.per_second;
        self.next = self.next + Micros(u64::from(mean / 2 + self.chance.below(mean + 1)).max(1));
        machine as usize
    }
}

/// What the machines' clocks read.
#[must_use]
pub const fn clock_ms(now: Micros) -> u64 {
    CLOCK_MS + now.0 / 1_000
}

/// As many as there are to be and room for, spread over data centres first.
fn machines(layout: Layout) -> Vec<Snowflake> {
    let centres = u128::from(layout.most(Field::Centre)) + 1;
    let numbers = (0..u128::from(MACHINES)).filter(|number| *number < layout.machines());
    let made = numbers.map(|number| {
        let (centre, machine) = ((number % centres) as u64, (number / centres) as u64);
        Snowflake::new(layout, centre, machine, OnRollback::Refuse)
    });
    made.filter_map(Result::ok).collect()
}

impl System for BitStrip {
    type Scenario = Scenario;
    type Command = Command;
    type Event = Event;
    type Refusal = Refusal;

    const KIND: u8 = 11;

    fn start(scenario: &Scenario, seed: u64) -> Result<Self, Refusal> {
        let layout = scenario.layout()?;
        let mut strip = Self {
            scenario: scenario.clone(),
            layout,
            machines: machines(layout),
            made: VecDeque::new(),
            count: 0,
            largest: 0,
            out_of_order: 0,
            refused: 0,
            next: Micros::ZERO,
            chance: Stream::new(seed, REQUESTS),
        };
        strip.draw();
        Ok(strip)
    }

    fn command(&mut self, now: Micros, command: &Command, events: &mut Vec<Event>) -> Result<(), Refusal> {
        let scenario = self.scenario.clone();
        match command {
            Command::Move { border, to } => self.lay(self.move_border(*border, *to)?)?,
            Command::SetTick(tick_ms) => self.lay(Scenario { tick_ms: *tick_ms, ..scenario })?,
            Command::SetEpoch(year) => {
                let year = i32::try_from(*year).ok().filter(|_| EPOCH_YEARS.contains(year)).ok_or(Refusal::Epoch)?;
                self.lay(Scenario { epoch_ms: begin_of_year(year).cast_unsigned(), ..scenario })?;
            }
            Command::SetRate(per_second) => {
                let scenario = Scenario { per_second: *per_second, ..scenario };
                scenario.layout()?;
                self.scenario = scenario;
                events.push(Event::Rate(*per_second));
                return Ok(());
            }
            Command::Burst(ids) => {
                if !(1..=MOST_BURST).contains(ids) {
                    return Err(Refusal::Burst { ids: *ids });
                }
                let event = self.burst(now, *ids);
                events.push(event);
                return Ok(());
            }
        }
        events.push(Event::Laid(self.layout));
        Ok(())
    }

    fn next_due(&self) -> Option<Micros> {
        (self.count + self.refused < MOST_IDS).then_some(self.next)
    }

    fn tick(&mut self, events: &mut Vec<Event>) {
        let now = self.next;
        let machine = self.draw();
        let event = self.ask(machine, now, &mut ());
        events.push(event);
    }

    fn watch(&mut self, _now: Micros, command: Option<&Command>, recorder: &mut Recorder) {
        if command.is_none() {
            let now = self.next;
            let machine = self.draw();
            self.ask(machine, now, recorder);
        }
    }

    fn bytes(&self) -> usize {
        size_of::<Self>() + self.machines.len() * size_of::<Snowflake>() + self.made.len() * size_of::<Made>()
    }
}
