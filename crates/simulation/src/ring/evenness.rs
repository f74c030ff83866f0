//! How even is a ring? Rings are built one after another, from names that the seed draws, and the deviation of their arcs is
//! set beside what theory expects.
//!
//! A step builds one ring and measures it. What is measured is the circle itself, as if there were endlessly many keys, so
//! no noise of few keys comes in.

use std::fmt;

use algorithms::hashing::ring::{Ring, RingError};
use algorithms::hashing::spread;
use algorithms::probe::Probe;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::kernel::random::Stream;
use crate::kernel::system::System;
use crate::kernel::text::{decimal, share};
use crate::kernel::time::Micros;
use crate::kernel::timeline::Stamped;
use crate::ring::servers::{MOST_VIRTUAL_NODES, Unfit, check_virtual_nodes};

/// The most servers of a ring; there are at least two.
pub const MOST_SERVERS: u32 = 100;

/// The most rings for each number of virtual nodes.
pub const MOST_RINGS: u32 = 300;

/// The most different numbers of virtual nodes.
pub const MOST_STOPS: usize = 16;

/// One, in the millionths in which ratios are kept: whole numbers are the same on every machine.
pub const ONE: u32 = 1_000_000;

/// From one ring to the next.
const PACE: Micros = Micros::from_millis(50);

/// What it starts with.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Scenario {
    /// Servers on each ring.
    pub servers: u32,
    /// The numbers of virtual nodes to be measured.
    pub nodes: Vec<u32>,
    /// How many rings of each are measured.
    pub rings: u32,
}

/// Ten servers, thirty rings each of one to a thousand virtual nodes.
impl Default for Scenario {
    fn default() -> Self {
        Self::of(10, &[1, 2, 5, 10, 20, 50, 100, 200, 500, MOST_VIRTUAL_NODES], 30)
    }
}

impl Scenario {
    /// So many servers, these numbers of virtual nodes, so many rings of each.
    #[must_use]
    pub fn of(servers: u32, nodes: &[u32], rings: u32) -> Self {
        Self { servers, nodes: nodes.to_vec(), rings }
    }
}

/// What a person may do.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub enum Command {
    /// Takes rings of so many servers, and begins to measure anew.
    SetServers(u32),
    /// Measures so many rings of each kind.
    SetRings(u32),
    /// Measures this number of virtual nodes too.
    Measure(u32),
}

/// What happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// A ring was measured.
    Measured {
        /// It is so many's of its kind.
        ring: u32,
        /// What was found.
        measurement: Measurement,
        /// The deviation that theory expects, in millionths.
        expected: u32,
    },
    /// There are so many servers now.
    Servers(u32),
    /// So many rings of each kind are measured now.
    Rings(u32),
    /// This number of virtual nodes is measured too.
    Nodes(u32),
}

impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Measured { ring, measurement: Measurement { nodes, deviation, largest }, expected } => {
                let (found, theory) = (share((*deviation).into(), ONE.into()), share((*expected).into(), ONE.into()));
                let times = decimal(u64::from(*largest + 5_000) / 10_000, 2);
                write!(
                    f,
                    "Virtual nodes: {nodes}, ring {ring}: deviation {found}, theory {theory}; the largest share is {times} \
                     times the mean."
                )
            }
            Self::Servers(servers) => write!(f, "Rings of {servers} servers from here on; nothing is measured yet."),
            Self::Rings(rings) => write!(f, "{rings} rings of each kind are to be measured."),
            Self::Nodes(nodes) => write!(f, "Rings with {nodes} virtual nodes each are measured too."),
        }
    }
}

/// Why it can't be done.
#[derive(Clone, Debug, Eq, Error, PartialEq)]
pub enum Refusal {
    /// Fewer than two servers, or more than [`MOST_SERVERS`].
    #[error("{0} servers won’t do: a ring here has 2 to {MOST_SERVERS}.")]
    Servers(u32),
    /// No ring, or more than [`MOST_RINGS`].
    #[error("{0} rings won’t do: of each kind, 1 to {MOST_RINGS} are measured.")]
    Rings(u32),
    /// There can't be such virtual nodes.
    #[error(transparent)]
    Unfit(#[from] Unfit),
    /// None, or more than [`MOST_STOPS`] numbers of virtual nodes.
    #[error("{0} different numbers won’t do: 1 to {MOST_STOPS} can be measured. Start afresh for others.")]
    Stops(usize),
    /// This number is measured already.
    #[error("Rings with {0} virtual nodes each are being measured already.")]
    Already(u32),
    /// The ring refuses.
    #[error(transparent)]
    Ring(#[from] RingError),
}

/// What was found of one ring.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Measurement {
    /// Virtual nodes of each server.
    pub nodes: u32,
    /// The coefficient of variation of the servers' shares of the circle, in millionths.
    pub deviation: u32,
    /// The largest share, in millionths of the mean.
    pub largest: u32,
}

/// All rings of one kind.
#[derive(Clone, Debug, Hash, PartialEq)]
pub struct Stop {
    /// Virtual nodes of each server.
    pub nodes: u32,
    /// Those measured so far.
    pub rings: Vec<Measurement>,
}

impl Stop {
    /// The root of the mean square of the deviations, in millionths: what theory speaks of. The plain mean lies a little
    /// lower.
    #[must_use]
    pub fn deviation(&self) -> Option<u32> {
        let squares: u128 = self.rings.iter().map(|ring| u128::from(ring.deviation).pow(2)).sum();
        let mean = squares.checked_div(self.rings.len() as u128)?;
        Some((mean as f64).sqrt() as u32)
    }

    /// The mean of the largest shares, in millionths of the mean share.
    #[must_use]
    pub fn largest(&self) -> Option<u32> {
        let sum: u64 = self.rings.iter().map(|ring| u64::from(ring.largest)).sum();
        sum.checked_div(self.rings.len() as u64).map(|mean| mean as u32)
    }
}

/// The rings measured so far.
#[derive(Clone, Debug, Hash)]
pub struct Evenness {
    servers: u32,
    rings: u32,
    /// By rising numbers of virtual nodes.
    stops: Vec<Stop>,
    next: Micros,
    seed: u64,
}

impl Evenness {
    /// Servers on each ring.
    #[must_use]
    pub const fn servers(&self) -> u32 {
        self.servers
    }

    /// How many rings of each kind are to be measured.
    #[must_use]
    pub const fn rings(&self) -> u32 {
        self.rings
    }

    /// What was found, by rising numbers of virtual nodes.
    #[must_use]
    pub fn stops(&self) -> &[Stop] {
        &self.stops
    }

    /// How many rings were measured.
    #[must_use]
    pub fn measured(&self) -> u32 {
        self.stops.iter().map(|stop| stop.rings.len() as u32).sum()
    }

    /// What theory expects of the deviation, in millionths: `sqrt((S - 1) / (S V + 1))`.
    #[must_use]
    pub fn expected(&self, nodes: u32) -> u32 {
        millionths(spread::expected(&vec![nodes; self.servers as usize]).unwrap_or(0.0))
    }

    /// The kind that was measured least often; of those the one with the fewest nodes.
    fn next_stop(&mut self) -> Option<&mut Stop> {
        let rings = self.rings as usize;
        self.stops.iter_mut().filter(|stop| stop.rings.len() < rings).min_by_key(|stop| stop.rings.len())
    }

    fn is_done(&self) -> bool {
        self.stops.iter().all(|stop| stop.rings.len() >= self.rings as usize)
    }
}

impl System for Evenness {
    type Scenario = Scenario;
    type Command = Command;
    type Event = Event;
    type Refusal = Refusal;

    fn start(scenario: &Scenario, seed: u64) -> Result<Self, Refusal> {
        check_servers(scenario.servers)?;
        check_rings(scenario.rings)?;
        let mut nodes = scenario.nodes.clone();
        nodes.sort_unstable();
        nodes.dedup();
        if !(1..=MOST_STOPS).contains(&nodes.len()) {
            return Err(Refusal::Stops(nodes.len()));
        }
        nodes.iter().try_for_each(|nodes| check_virtual_nodes(*nodes))?;
        let stops = nodes.into_iter().map(|nodes| Stop { nodes, rings: Vec::new() }).collect();
        Ok(Self { servers: scenario.servers, rings: scenario.rings, stops, next: PACE, seed })
    }

    fn command(
        &mut self,
        now: Micros,
        command: &Command,
        events: &mut Vec<Event>,
        _probe: &mut impl Probe,
    ) -> Result<(), Refusal> {
        match *command {
            Command::SetServers(servers) => {
                check_servers(servers)?;
                self.servers = servers;
                self.stops.iter_mut().for_each(|stop| stop.rings.clear());
                events.push(Event::Servers(servers));
            }
            Command::SetRings(rings) => {
                check_rings(rings)?;
                self.rings = rings;
                events.push(Event::Rings(rings));
            }
            Command::Measure(nodes) => {
                check_virtual_nodes(nodes)?;
                let place = self.stops.partition_point(|stop| stop.nodes < nodes);
                if self.stops.get(place).is_some_and(|stop| stop.nodes == nodes) {
                    return Err(Refusal::Already(nodes));
                }
                if self.stops.len() == MOST_STOPS {
                    return Err(Refusal::Stops(MOST_STOPS + 1));
                }
                self.stops.insert(place, Stop { nodes, rings: Vec::new() });
                events.push(Event::Nodes(nodes));
            }
        }
        self.next = now + PACE;
        Ok(())
    }

    fn next_due(&self) -> Option<Micros> {
        (!self.is_done()).then_some(self.next)
    }

    fn tick(&mut self, events: &mut Vec<Event>, _probe: &mut impl Probe) {
        let (servers, seed) = (self.servers, self.seed);
        let Some(stop) = self.next_stop() else {
            return;
        };
        let ring = stop.rings.len() as u32;
        // Checked before: so few servers of so few nodes are always a ring.
        if let Ok(measurement) = measure(servers, stop.nodes, seed, ring) {
            stop.rings.push(measurement);
            let expected = self.expected(measurement.nodes);
            events.push(Event::Measured { ring: ring + 1, measurement, expected });
        }
        self.next = self.next + PACE;
    }

    /// A step hashes all nodes of a ring. All numbers of nodes take turns, so it is their mean that counts.
    fn cost(scenario: &Scenario, commands: &[Stamped<Command>], ticks: u64) -> u64 {
        let (mut servers, mut nodes) = (scenario.servers, scenario.nodes.clone());
        for Stamped { command, .. } in commands {
            match command {
                Command::SetServers(count) => servers = servers.max(*count),
                Command::Measure(count) => nodes.push(*count),
                Command::SetRings(_) => {}
            }
        }
        let all: u64 = nodes.iter().map(|nodes| u64::from(*nodes)).sum();
        let mean = all / (nodes.len() as u64).max(1);
        let of_a_step = 1 + u64::from(servers).saturating_mul(mean) / 2;
        ticks.saturating_mul(of_a_step).saturating_add(commands.len() as u64)
    }

    fn bytes(&self) -> usize {
        size_of::<Self>() + self.stops.len() * size_of::<Stop>() + self.measured() as usize * size_of::<Measurement>()
    }
}

/// Builds ring number `ring` of its kind and measures it. Which rings these are depends on the seed, and on nothing measured
/// before.
fn measure(servers: u32, nodes: u32, seed: u64, ring: u32) -> Result<Measurement, RingError> {
    let tag = Stream::new(seed, (u64::from(nodes) << 32) | u64::from(ring)).next_u32();
    let mut built = Ring::new();
    for server in 0..servers {
        built.add(&format!("{tag:08x}-s{server}"), nodes)?;
    }
    // In parts of 2^32 of the circle. There are two servers or more, so no share is the whole.
    let mut shares = vec![0_u32; built.slots()];
    for arc in built.arcs() {
        let share = &mut shares[arc.owner.slot()];
        *share = share.saturating_add(arc.upto.distance_from(arc.after).turn());
    }
    let largest = u64::from(shares.iter().copied().max().unwrap_or(0)) * u64::from(servers) * u64::from(ONE);
    let deviation = spread::measured(&shares, &vec![nodes; shares.len()]).unwrap_or(0.0);
    Ok(Measurement { nodes, deviation: millionths(deviation), largest: (largest >> 32) as u32 })
}

fn millionths(ratio: f64) -> u32 {
    (ratio * f64::from(ONE) + 0.5) as u32
}

const fn check_servers(servers: u32) -> Result<(), Refusal> {
    if servers < 2 || servers > MOST_SERVERS { Err(Refusal::Servers(servers)) } else { Ok(()) }
}

const fn check_rings(rings: u32) -> Result<(), Refusal> {
    if rings < 1 || rings > MOST_RINGS { Err(Refusal::Rings(rings)) } else { Ok(()) }
}
