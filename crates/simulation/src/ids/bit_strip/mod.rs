//! The bit strip: 64 bits whose borders are moved, and machines that make real IDs with them.
//!
//! Requests come by chance to one machine or another; its clock is the run's, from 2026 on. The list keeps the last IDs, and
//! counts those that are smaller than one made before.

mod scenario;

use std::collections::VecDeque;

use algorithms::ids::calendar::begin_of_year;
use algorithms::ids::layout::{Field, Layout};
use algorithms::ids::snowflake::{Delay, OnRollback, Snowflake, SnowflakeError};
use algorithms::probe::Probe;

use crate::kernel::random::{Stream, entity};
use crate::kernel::system::System;
use crate::kernel::time::Micros;
use crate::kernel::timeline::Stamped;

pub use scenario::{
    BURST, CLOCK_MS, Command, EPOCH_YEARS, Event, MACHINES, MOST_BURST, MOST_IDS, Made, PER_SECOND, Refusal, SHOWN,
    Scenario, TICK_MS,
};

/// The entity whose stream says when requests come, and to which machine.
const REQUESTS: u64 = entity("strip!");

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
    fn burst(&mut self, now: Micros, asked: u32, probe: &mut impl Probe) -> Event {
        let mut made = 0;
        for _ in 0..asked {
            match self.ask(0, now, probe) {
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

    fn command(
        &mut self,
        now: Micros,
        command: &Command,
        events: &mut Vec<Event>,
        probe: &mut impl Probe,
    ) -> Result<(), Refusal> {
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
                BURST.check(*ids)?;
                let event = self.burst(now, *ids, probe);
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

    fn tick(&mut self, events: &mut Vec<Event>, probe: &mut impl Probe) {
        let now = self.next;
        let machine = self.draw();
        let event = self.ask(machine, now, probe);
        events.push(event);
    }

    fn cost(_scenario: &Scenario, commands: &[Stamped<Command>], ticks: u64) -> u64 {
        let of = |command: &Command| match command {
            Command::Burst(ids) => 1 + u64::from(*ids) / 10,
            _ => 1,
        };
        commands.iter().map(|stamped| of(&stamped.command)).fold(ticks, u64::saturating_add)
    }

    fn bytes(&self) -> usize {
        size_of::<Self>() + self.machines.len() * size_of::<Snowflake>() + self.made.len() * size_of::<Made>()
    }
}
