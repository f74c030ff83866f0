//! Two limiters that share one limit, and a store some way off.
//!
//! The limit is a fixed window's: a count for each window, in a store that both nodes ask by messages that take their time.
//! Who reads the count, checks it and writes it back one higher decides by what *was* there; meanwhile the other node has read
//! the same. Who lets the store add one and say the result decides by a number that nobody else gets.
//!
//! Source of the race: Stripe, *Scaling your API with rate limiters*; Redis, *INCR*, pattern: rate limiter,
//! <https://redis.io/docs/latest/commands/incr/>.

mod scenario;

use algorithms::probe::Probe;

use crate::kernel::random::{Stream, entity};
use crate::kernel::system::System;
use crate::kernel::time::{Micros, Unit};
use crate::parts::agenda::{Agenda, Ticket};
use crate::parts::load::{Load, Pattern};
use crate::parts::network::{self, Arrives, Endpoint, Network};

use scenario::millis;
pub use scenario::{
    Command, Event, LATENCY_US, LIMIT, MOST_REQUESTS, RATE, Refusal, SHARE_OF_A, SYNC_MS, Scenario, Verdict, WINDOW_MS,
    Way, node_name,
};

/// How many nodes there are.
pub const NODES: usize = 2;

/// After so many windows a run is over.
pub const WINDOWS: usize = 4;

/// The first node's stream of chance; the second's is the next.
const ARRIVALS: u64 = entity("node");

/// The store's endpoint in the network; nodes have their numbers.
const STORE: Endpoint = NODES as Endpoint;

/// What a message says. Each names a window's count.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Op {
    /// To the store: what is the count?
    Get,
    /// To the store: the count is now this.
    Set(u32),
    /// To the store: add one, and say what came of it.
    Increment,
    /// To the store: add so many, and say what came of it.
    Add(u32),
    /// From the store: this is the count.
    Count(u32),
}

/// What is sent between a node and the store.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Packet {
    /// The node that it comes from or goes to.
    pub node: u8,
    /// What it says.
    pub op: Op,
    /// The request that it is about, by its index; `None` for a sync.
    pub request: Option<u32>,
    /// The window that it is about.
    pub window: usize,
}

/// A packet on its way.
pub type Message = network::Message<Packet>;

impl Packet {
    /// Whether it goes to the store.
    #[must_use]
    pub const fn goes_to_the_store(&self) -> bool {
        !matches!(self.op, Op::Count(_))
    }
}

/// A request.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Request {
    /// The node that it came to.
    pub node: u8,
    /// Its window.
    pub window: usize,
    /// How it ended, if it has.
    pub verdict: Option<Verdict>,
}

/// How it went in a window.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub struct Tally {
    /// How many passed.
    pub passed: u32,
    /// How many of those were too many.
    pub too_many: u32,
    /// How many were turned away.
    pub turned_away: u32,
}

/// What a node knows by itself: of one window, how many it has let pass, and how many the store knew of at the last sync.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub struct Own {
    /// The window.
    pub window: usize,
    /// How many it has let pass.
    pub passed: u32,
    /// How many of those it has told the store.
    pub told: u32,
    /// How many the other node has let pass, as far as it knows.
    pub others: u32,
}

/// What is on the agenda. At the same time messages come first, then requests, then syncs.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
enum Due {
    Arrives(Arrives),
    Comes(u8),
    Sync,
}

/// Nodes, store, and what travels between them.
#[derive(Clone, Debug, Hash)]
pub struct LimiterNodes {
    /// What is set.
    pub scenario: Scenario,
    /// All requests, in order.
    pub requests: Vec<Request>,
    /// What each node knows by itself.
    pub own: [Own; NODES],
    /// The store's count in each window.
    pub counts: [u32; WINDOWS],
    /// How it went in each window.
    pub tallies: [Tally; WINDOWS],
    /// The message that arrived in this step.
    pub arrived: Option<Message>,
    agenda: Agenda<Due>,
    net: Network<Packet>,
    loads: [Load; NODES],
    /// Each node's next request on the agenda.
    expected: [Option<Ticket>; NODES],
}

impl LimiterNodes {
    /// Virtual time, in nanoseconds: that of the last step.
    #[must_use]
    pub const fn now(&self) -> Micros {
        self.agenda.now()
    }

    /// The window that it is in, from 0.
    #[must_use]
    pub fn window(&self) -> usize {
        ((self.now().0 / millis(self.scenario.window_ms).0) as usize).min(WINDOWS - 1)
    }

    /// All windows together.
    #[must_use]
    pub fn total(&self) -> Tally {
        self.tallies.iter().fold(Tally::default(), |sum, tally| Tally {
            passed: sum.passed + tally.passed,
            too_many: sum.too_many + tally.too_many,
            turned_away: sum.turned_away + tally.turned_away,
        })
    }

    /// What is on its way.
    pub fn messages(&self) -> impl ExactSizeIterator<Item = &Message> {
        self.net.messages()
    }

    /// Puts the next request of each node on the agenda, as far as the run takes one.
    fn expect(&mut self) {
        let is_open = self.requests.len() < MOST_REQUESTS.most as usize;
        for node in 0..NODES {
            if let Some(ticket) = self.expected[node].take() {
                self.agenda.cancel(ticket);
            }
            let due = self.loads[node].due().filter(|due| is_open && *due < self.scenario.end());
            self.expected[node] = due.map(|due| self.agenda.schedule_ranked(due, 1, Due::Comes(node as u8)));
        }
    }

    fn expect_sync(&mut self) {
        let due = self.now() + millis(self.scenario.sync_ms);
        if self.scenario.way == Way::Eventual && due < self.scenario.end() {
            self.agenda.schedule_ranked(due, 2, Due::Sync);
        }
    }

    fn send(&mut self, packet: Packet) {
        let node = Endpoint::from(packet.node);
        let ends = if packet.goes_to_the_store() { (node, STORE) } else { (STORE, node) };
        self.net.send(&mut self.agenda, Due::Arrives, ends, packet);
    }

    /// A request comes to a node.
    fn come(&mut self, node: u8, events: &mut Vec<Event>) {
        let window = self.window();
        let request = self.requests.len() as u32;
        self.requests.push(Request { node, window, verdict: None });
        events.push(Event::Came(request + 1, node));
        let own = &mut self.own[usize::from(node)];
        if own.window != window {
            *own = Own { window, ..Own::default() };
        }
        let ask = |op| Packet { node, op, request: Some(request), window };
        let (seen, limit) = match self.scenario.way {
            Way::GetSet => return self.send(ask(Op::Get)),
            Way::Atomic => return self.send(ask(Op::Increment)),
            // The odd one of an odd limit is A's.
            Way::Halves => (own.passed, (self.scenario.limit + u32::from(node == 0)) / 2),
            Way::Eventual => (own.passed + own.others, self.scenario.limit),
        };
        own.passed += u32::from(seen < limit);
        self.decide(request, seen, seen < limit, events);
    }

    fn decide(&mut self, request: u32, seen: u32, passes: bool, events: &mut Vec<Event>) {
        let Some(known) = self.requests.get_mut(request as usize) else { return };
        let tally = &mut self.tallies[known.window];
        let verdict = match (passes, tally.passed < self.scenario.limit) {
            (false, _) => Verdict::TurnedAway,
            (true, true) => Verdict::Passed,
            (true, false) => Verdict::TooMany,
        };
        tally.passed += u32::from(passes);
        tally.turned_away += u32::from(!passes);
        tally.too_many += u32::from(verdict == Verdict::TooMany);
        known.verdict = Some(verdict);
        events.push(Event::Decided(request + 1, known.node, seen, verdict));
    }

    /// A message is at the store.
    fn store(&mut self, packet: Packet, events: &mut Vec<Event>) {
        let Packet { node, op, window, .. } = packet;
        let count = &mut self.counts[window];
        match op {
            Op::Set(new) => *count = new,
            Op::Increment => *count += 1,
            Op::Add(more) => *count += more,
            Op::Get | Op::Count(_) => {}
        }
        let count = *count;
        events.push(Event::Stored(node, op, count));
        if !matches!(op, Op::Set(_)) {
            self.send(Packet { op: Op::Count(count), ..packet });
        }
    }

    /// The store's answer is at a node.
    fn answered(&mut self, packet: Packet, count: u32, events: &mut Vec<Event>) {
        let Packet { node, request, window, .. } = packet;
        let limit = self.scenario.limit;
        let Some(request) = request else {
            let own = &mut self.own[usize::from(node)];
            if own.window == window {
                own.others = count.saturating_sub(own.told);
            }
            return events.push(Event::Synced(node, count));
        };
        if self.scenario.way == Way::Atomic {
            return self.decide(request, count, count <= limit, events);
        }
        if count < limit {
            self.send(Packet { op: Op::Set(count + 1), ..packet });
        }
        self.decide(request, count, count < limit, events);
    }

    /// Each node tells the store what is new.
    fn sync(&mut self) {
        self.expect_sync();
        for node in 0..NODES {
            let own = &mut self.own[node];
            let (news, window) = (own.passed - own.told, own.window);
            own.told = own.passed;
            self.send(Packet { node: node as u8, op: Op::Add(news), request: None, window });
        }
    }

    /// An empty store and nothing under way; time and chance go on.
    fn empty(&mut self) {
        (self.counts, self.tallies, self.own) = Default::default();
        self.requests.clear();
        self.net.clear();
        self.agenda.clear();
        self.expect();
        self.expect_sync();
    }
}

impl System for LimiterNodes {
    type Scenario = Scenario;
    type Command = Command;
    type Event = Event;
    type Refusal = Refusal;

    const UNIT: Unit = Unit::Nano;

    fn start(scenario: &Scenario, seed: u64) -> Result<Self, Refusal> {
        scenario.check()?;
        let load = |node| Load::new(pattern(scenario, node), Stream::new(seed, ARRIVALS + node as u64));
        let mut started = Self {
            scenario: scenario.clone(),
            requests: Vec::new(),
            own: Default::default(),
            counts: Default::default(),
            tallies: Default::default(),
            arrived: None,
            agenda: Agenda::default(),
            net: Network::new(scenario.latency(), seed),
            loads: std::array::from_fn(load),
            expected: [None; NODES],
        };
        started.empty();
        Ok(started)
    }

    fn command(
        &mut self,
        now: Micros,
        command: &Command,
        events: &mut Vec<Event>,
        _probe: &mut impl Probe,
    ) -> Result<(), Refusal> {
        self.agenda.advance(now);
        self.arrived = None;
        if let Command::Send(node) = command {
            scenario::NODE.check(*node)?;
            MOST_REQUESTS.check(self.requests.len() as u64 + 1)?;
            self.come(*node, events);
            self.expect();
            return Ok(());
        }
        let scenario = self.scenario.after(command);
        scenario.check()?;
        let before = std::mem::replace(&mut self.scenario, scenario);
        self.net.set_latency(self.scenario.latency());
        if matches!(command, Command::SetRate(_) | Command::SetShare(_)) {
            for node in 0..NODES {
                self.loads[node].set(pattern(&self.scenario, node));
                self.loads[node].restart(self.agenda.now());
            }
            self.expect();
        }
        if before.way != self.scenario.way {
            self.empty();
        }
        events.push(Event::Set(command.clone()));
        Ok(())
    }

    fn next_due(&self) -> Option<Micros> {
        self.agenda.next_due()
    }

    fn tick(&mut self, events: &mut Vec<Event>, _probe: &mut impl Probe) {
        self.arrived = None;
        match self.agenda.pop() {
            Some(Due::Arrives(arrives)) => {
                self.arrived = self.net.arrive(arrives);
                match self.arrived.map(|message| message.payload) {
                    Some(packet @ Packet { op: Op::Count(count), .. }) => self.answered(packet, count, events),
                    Some(packet) => self.store(packet, events),
                    None => {}
                }
            }
            Some(Due::Comes(node)) => {
                self.come(node, events);
                self.loads[usize::from(node)].advance();
                self.expect();
            }
            Some(Due::Sync) => self.sync(),
            None => {}
        }
    }

    fn bytes(&self) -> usize {
        size_of::<Self>() + self.requests.len() * size_of::<Request>() + self.agenda.bytes() + self.net.bytes()
    }
}

/// A node's gaps between requests: on average what its rate says, and up to half of it more or less.
fn pattern(scenario: &Scenario, node: usize) -> Pattern {
    let share = if node == 0 { scenario.share_of_a } else { 100 - scenario.share_of_a };
    // The rate is for an even share, of 50 per cent. To whom nothing is to come, it comes after the end.
    let per_second = u64::from(scenario.rate) * u64::from(share);
    let mean = (LimiterNodes::UNIT.micros(1_000_000).0 * 50).checked_div(per_second).unwrap_or(u64::MAX / 4);
    Pattern::Between { least: Micros(mean / 2), choices: u32::try_from(mean).unwrap_or(u32::MAX) }
}

/// How many are let through in excess at the end of a run, for each of these latencies.
///
/// # Errors
/// If the scenario or a latency makes no sense.
pub fn excess_by_latency(scenario: &Scenario, seed: u64, latencies: &[u32]) -> Result<Vec<u32>, Refusal> {
    let run = |latency: &u32| {
        let mut run = LimiterNodes::start(&Scenario { latency_us: *latency, ..scenario.clone() }, seed)?;
        while run.next_due().is_some() {
            run.tick(&mut Vec::new(), &mut ());
        }
        Ok(run.total().too_many)
    };
    latencies.iter().map(run).collect()
}
