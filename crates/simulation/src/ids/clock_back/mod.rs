//! A clock that is set back, and four machines that read it: one refuses, one waits, one borrows, and one runs the order of an
//! earlier revision, which touches the sequence before it looks at the clock.
//!
//! Everything is slowed down a thousandfold: a second of the run is a millisecond for the machines. All four are asked at the
//! same moments. A request that has to wait stands in its machine's queue, and whoever comes later stands behind it.

mod machine;
mod scenario;

use algorithms::ids::layout::{Field, Layout, Section};
use algorithms::probe::Probe;

use crate::kernel::system::System;
use crate::kernel::time::Micros;

pub use machine::{Answer, Machine, Mark};
pub use scenario::{
    CLOCK_OFF_MS, Command, Event, LONGEST_SCRIPT, MOST_REQUESTS, PER_MS, Refusal, SEQUENCE_BITS, Scenario,
};

/// A millisecond of the machines, in the run's time.
pub const MILLISECOND: Micros = Micros::from_millis(1_000);

/// What the clock reads when a run begins, in milliseconds: ten, so that small numbers do.
pub const FIRST_MS: u64 = 10;

/// How many machines there are.
pub const MACHINES: usize = 4;

/// What a machine does when its clock is behind.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Way {
    /// An error for each request.
    Refuse,
    /// Requests wait.
    Wait,
    /// It goes on in the last millisecond, and then in those after it.
    Borrow,
    /// It refuses, but has touched the sequence by then.
    OldOrder,
}

impl Way {
    /// All of them.
    pub const ALL: [Self; MACHINES] = [Self::Refuse, Self::Wait, Self::Borrow, Self::OldOrder];

    /// What it is called.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Refuse => "refuse",
            Self::Wait => "wait",
            Self::Borrow => "borrow",
            Self::OldOrder => "the old order",
        }
    }
}

/// The clock, the machines, and what became of each request.
#[derive(Clone, Debug, Hash)]
pub struct ClockBack {
    scenario: Scenario,
    machines: [Machine; MACHINES],
    /// By how much the clock is ahead of the truth, in milliseconds.
    offset_ms: i32,
    requests: u32,
    /// When the next request comes, in the run's time.
    next: Micros,
    /// When the clock's next millisecond begins, if somebody waits for it.
    boundary: Option<Micros>,
}

impl ClockBack {
    /// What is set.
    #[must_use]
    pub const fn scenario(&self) -> &Scenario {
        &self.scenario
    }

    /// A machine.
    #[must_use]
    pub const fn machine(&self, way: Way) -> &Machine {
        &self.machines[way as usize]
    }

    /// By how much the clock is ahead of the truth, in milliseconds.
    #[must_use]
    pub const fn offset_ms(&self) -> i32 {
        self.offset_ms
    }

    /// How many requests have come to each machine.
    #[must_use]
    pub const fn requests(&self) -> u32 {
        self.requests
    }

    /// How many IDs there can be in a millisecond.
    #[must_use]
    pub const fn ids_per_ms(&self) -> u64 {
        1 << self.scenario.sequence_bits
    }

    /// What the clock reads, in milliseconds.
    #[must_use]
    pub fn reading(&self, now: Micros) -> u64 {
        let script = &self.scenario.script;
        if script.is_empty() {
            return true_ms(now).saturating_add_signed(self.offset_ms.into());
        }
        // The reading of the request that came last.
        let last = (self.requests as usize).saturating_sub(1).min(script.len() - 1);
        script[last].into()
    }

    fn come(&mut self, probe: &mut impl Probe) -> Vec<(Way, Answer)> {
        let now = self.next;
        self.requests += 1;
        let reading = self.reading(now);
        let answers = Way::ALL.map(|way| {
            let machine = &mut self.machines[way as usize];
            // The code of the right order is watched once, and that of the old one.
            let answer = if matches!(way, Way::Refuse | Way::OldOrder) {
                machine.ask(now, reading, probe)
            } else {
                machine.ask(now, reading, &mut ())
            };
            (way, answer)
        });
        self.next = now + self.gap();
        answers.to_vec()
    }

    /// The clock's next millisecond has begun: those who wait try again.
    fn retry(&mut self, now: Micros) -> Vec<(Way, Answer)> {
        let reading = self.reading(now);
        let retried = Way::ALL.into_iter().flat_map(|way| {
            let answers = self.machines[way as usize].retry(now, reading);
            answers.into_iter().map(move |answer| (way, answer))
        });
        retried.collect()
    }

    /// When the clock's reading changes next, if anybody waits. A scripted clock changes with each request instead.
    fn expect(&mut self, now: Micros) {
        let waits = self.machines.iter().any(|machine| machine.queue() > 0) && self.scenario.script.is_empty();
        self.boundary = waits.then(|| Micros((now.0 / MILLISECOND.0 + 1) * MILLISECOND.0));
    }

    fn gap(&self) -> Micros {
        Micros(MILLISECOND.0 / u64::from(self.scenario.per_ms))
    }

    fn most_requests(&self) -> u32 {
        if self.scenario.script.is_empty() { MOST_REQUESTS } else { self.scenario.script.len() as u32 }
    }
}

/// The true time, in milliseconds.
#[must_use]
pub const fn true_ms(now: Micros) -> u64 {
    FIRST_MS + now.0 / MILLISECOND.0
}

/// Time since 0, one machine in one data centre, and so many bits of sequence.
fn layout(sequence_bits: u32) -> Result<Layout, Refusal> {
    let section = |field, bits| Section { field, bits };
    let sections = [
        section(Field::Sign, 1),
        section(Field::Time, 53 - sequence_bits),
        section(Field::Centre, 5),
        section(Field::Machine, 5),
        section(Field::Sequence, sequence_bits),
    ];
    Ok(Layout::new(sections, 0, 1)?)
}

impl System for ClockBack {
    type Scenario = Scenario;
    type Command = Command;
    type Event = Event;
    type Refusal = Refusal;

    fn start(scenario: &Scenario, _seed: u64) -> Result<Self, Refusal> {
        scenario.check()?;
        let layout = layout(scenario.sequence_bits)?;
        let [refuse, wait, borrow, old] = Way::ALL.map(|way| Machine::new(layout, way));
        let mut started = Self {
            scenario: scenario.clone(),
            machines: [refuse?, wait?, borrow?, old?],
            offset_ms: 0,
            requests: 0,
            next: Micros::ZERO,
            boundary: None,
        };
        started.next = Micros(started.gap().0 / 2);
        Ok(started)
    }

    fn command(
        &mut self,
        now: Micros,
        command: &Command,
        events: &mut Vec<Event>,
        _probe: &mut impl Probe,
    ) -> Result<(), Refusal> {
        match command {
            Command::SetClock(offset_ms) => {
                CLOCK_OFF_MS.check(offset_ms.unsigned_abs())?;
                if !self.scenario.script.is_empty() {
                    return Err(Refusal::Scripted);
                }
                self.offset_ms = *offset_ms;
                events.push(Event::Clock { offset_ms: *offset_ms, reads: self.reading(now) });
                let answers = self.retry(now);
                events.extend(answers.into_iter().map(|(way, answer)| Event::Late { way, answer }));
            }
            Command::SetRate(per_ms) => {
                let scenario = Scenario { per_ms: *per_ms, ..self.scenario.clone() };
                scenario.check()?;
                self.scenario = scenario;
                events.push(Event::Rate(*per_ms));
            }
            Command::Restart => {
                for machine in &mut self.machines {
                    machine.restart(layout(self.scenario.sequence_bits)?)?;
                }
                events.push(Event::Restarted);
            }
        }
        self.expect(now);
        Ok(())
    }

    fn next_due(&self) -> Option<Micros> {
        let request = (self.requests < self.most_requests()).then_some(self.next);
        [request, self.boundary].into_iter().flatten().min()
    }

    fn tick(&mut self, events: &mut Vec<Event>, probe: &mut impl Probe) {
        // A new millisecond comes before a request at the same moment.
        match self.boundary {
            Some(now) if now <= self.next || self.requests >= self.most_requests() => {
                let answers = self.retry(now);
                events.extend(answers.into_iter().map(|(way, answer)| Event::Late { way, answer }));
                self.expect(now);
            }
            _ => {
                let now = self.next;
                let answers = self.come(probe);
                let reading = self.reading(now);
                events.push(Event::Asked { number: self.requests, reading, answers });
                self.expect(now);
            }
        }
    }

    fn bytes(&self) -> usize {
        size_of::<Self>() + self.machines.iter().map(Machine::bytes).sum::<usize>()
    }
}
