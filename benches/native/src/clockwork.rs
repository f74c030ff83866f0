//! A system to measure the kernel with: parts that tick at times of their own choice, drawn from streams of their own.

use std::convert::Infallible;
use std::fmt;

use algorithms::probe::Probe;
use simulation::kernel::random::Stream;
use simulation::kernel::system::System;
use simulation::kernel::time::Micros;
use simulation::kernel::timeline::Timeline;
use simulation::parts::agenda::Agenda;

/// As many things under way at once as a busy lab has.
const PARTS: u32 = 64;

/// The state: what is due, and how often each part has ticked.
#[derive(Clone, Hash)]
pub struct Clockwork {
    due: Agenda<u32>,
    streams: Vec<Stream>,
    ticks: Vec<u64>,
}

/// A part ticked.
#[derive(Clone, Debug, PartialEq)]
pub struct Ticked(u32);

impl fmt::Display for Ticked {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "part {} ticks", self.0)
    }
}

impl System for Clockwork {
    type Scenario = ();
    type Command = ();
    type Event = Ticked;
    type Refusal = Infallible;

    fn start((): &(), seed: u64) -> Result<Self, Infallible> {
        let mut due = Agenda::default();
        for part in 0..PARTS {
            due.schedule_at(Micros::ZERO, part);
        }
        let streams = (0..PARTS).map(|part| Stream::new(seed, part.into())).collect();
        Ok(Self { due, streams, ticks: vec![0; PARTS as usize] })
    }

    fn command(&mut self, _: Micros, (): &(), _: &mut Vec<Ticked>, _probe: &mut impl Probe) -> Result<(), Infallible> {
        Ok(())
    }

    fn next_due(&self) -> Option<Micros> {
        self.due.next_due()
    }

    fn tick(&mut self, events: &mut Vec<Ticked>, _probe: &mut impl Probe) {
        let Some(part) = self.due.pop() else { return };
        self.ticks[part as usize] += 1;
        let pause = self.streams[part as usize].below(1_000);
        self.due.schedule_after(Micros(pause.into()), part);
        events.push(Ticked(part));
    }

    fn bytes(&self) -> usize {
        size_of::<Self>() + self.due.bytes() + self.streams.len() * (size_of::<Stream>() + size_of::<u64>())
    }
}

/// A run at its first event.
///
/// # Errors
/// Never: the clockwork always starts.
pub fn run() -> Result<Timeline<Clockwork>, Infallible> {
    Timeline::new((), 1)
}
