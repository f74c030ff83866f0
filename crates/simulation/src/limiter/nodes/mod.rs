//! Two limiters that share one limit, and a store some way off.
//!
//! The limit is a fixed window's: a count for each window, in a store that both nodes ask by messages that take their time.
//! Who reads the count, checks it and writes it back one higher decides by what *was* there; meanwhile the other node has read
//! the same. Who lets the store add one and say the result decides by a number that nobody else gets.
//!
//! Everything here takes milliseconds, so the player shows it [`SLOWER`]: a second of its time is a millisecond of the lab's.
//!
//! Source of the race: Stripe, *Scaling your API with rate limiters*; Redis, *INCR*, pattern: rate limiter,
//! <https://redis.io/docs/latest/commands/incr/>.

mod scenario;

use algorithms::probe::Probe;

use crate::kernel::random::Stream;
use crate::kernel::system::System;
use crate::kernel::time::Micros;

pub use scenario::{
    Command, Event, MOST_LATENCY, MOST_LIMIT, MOST_RATE, Refusal, Scenario, Verdict, WINDOWS_MS, Way, node_name,
};

/// How many nodes there are.
pub const NODES: usize = 2;

/// How much slower the player's time is than the lab's.
pub const SLOWER: u64 = 1_000;

/// After so many windows a run is over.
pub const WINDOWS: u64 = 4;

/// The most requests of a run.
pub const MOST_REQUESTS: usize = 4_000;

/// The first node's stream of chance; the second's is the next.
const ARRIVALS: u64 = 0x6e6f_6465;

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

/// A message on its way.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Message {
    /// Tells it from all others of the run.
    pub id: u32,
    /// The node that it comes from or goes to.
    pub node: u8,
    /// What it says.
    pub op: Op,
    /// The request that it is about, by its index; `None` for a sync.
    pub request: Option<u32>,
    /// The number of the window that it is about.
    pub window: u64,
    /// When it was sent and when it is there, in microseconds of virtual time.
    pub sent: u64,
    /// When it is there.
    pub arrives: u64,
}

impl Message {
    /// Whether it goes to the store.
    #[must_use]
    pub const fn goes_to_the_store(&self) -> bool {
        !matches!(self.op, Op::Count(_))
    }

    /// How far it has come at `now`, in thousandths of its way.
    #[must_use]
    pub fn way_per_mille(&self, now: Micros) -> u64 {
        let whole = self.arrives - self.sent;
        let done = now.0.saturating_sub(self.sent).min(whole);
        (done * 1_000).checked_div(whole).unwrap_or(1_000)
    }
}

/// A request.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Request {
    /// The node that it came to.
    pub node: u8,
    /// When, in microseconds of virtual time.
    pub came: u64,
    /// The number of its window.
    pub window: u64,
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
    /// The window's number.
    pub window: u64,
    /// How many it has let pass.
    pub passed: u32,
    /// How many of those it has told the store.
    pub told: u32,
    /// How many the other node has let pass, as far as it knows.
    pub others: u32,
}

/// Nodes, store, and what travels between them.
#[derive(Clone, Debug, Hash)]
pub struct LimiterNodes {
    scenario: Scenario,
    now: u64,
    next_arrivals: [u64; NODES],
    next_sync: u64,
    chance: [Stream; NODES],
    own: [Own; NODES],
    /// The store's counts, one for each window.
    counts: Vec<u32>,
    tallies: Vec<Tally>,
    requests: Vec<Request>,
    messages: Vec<Message>,
    next_id: u32,
    /// The message that arrived in this step.
    arrived: Option<Message>,
}

impl LimiterNodes {
    /// What is set.
    #[must_use]
    pub const fn scenario(&self) -> &Scenario {
        &self.scenario
    }

    /// Virtual time: that of the last step.
    #[must_use]
    pub const fn now(&self) -> Micros {
        Micros(self.now)
    }

    /// The number of the window that it is in, from 0.
    #[must_use]
    pub fn window(&self) -> usize {
        (self.now / self.window_length()).min(WINDOWS - 1) as usize
    }

    /// The store's count in each window.
    #[must_use]
    pub fn counts(&self) -> &[u32] {
        &self.counts
    }

    /// How it went in each window.
    #[must_use]
    pub fn tallies(&self) -> &[Tally] {
        &self.tallies
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

    /// All requests, in order.
    #[must_use]
    pub fn requests(&self) -> &[Request] {
        &self.requests
    }

    /// What is on its way.
    #[must_use]
    pub fn messages(&self) -> &[Message] {
        &self.messages
    }

    /// The message that arrived in the last step, if one did.
    #[must_use]
    pub const fn arrived(&self) -> Option<&Message> {
        self.arrived.as_ref()
    }

    /// What a node knows by itself.
    #[must_use]
    pub const fn own(&self, node: usize) -> &Own {
        &self.own[node]
    }

    /// How long a window is, in virtual time.
    #[must_use]
    pub fn window_length(&self) -> u64 {
        u64::from(self.scenario.window_ms) * 1_000 * SLOWER
    }

    fn end(&self) -> u64 {
        self.window_length() * WINDOWS
    }

    /// The time to a node's next request: on average what its rate says, and up to half of it more or less.
    fn gap(&mut self, node: usize) -> u64 {
        let share = if node == 0 { self.scenario.share_of_a } else { 100 - self.scenario.share_of_a };
        // The rate is for an even share, of 50 per cent.
        let mean = (1_000_000 * SLOWER * 50).checked_div(u64::from(self.scenario.rate) * u64::from(share));
        let mean = mean.unwrap_or(u64::MAX / 4);
        let most = u32::try_from(mean).unwrap_or(u32::MAX);
        mean / 2 + u64::from(self.chance[node].below(most))
    }

    fn send(&mut self, node: u8, op: Op, request: Option<u32>, window: u64) {
        let arrives = self.now + u64::from(self.scenario.latency_us) * SLOWER;
        self.messages.push(Message { id: self.next_id, node, op, request, window, sent: self.now, arrives });
        self.next_id += 1;
    }

    fn come(&mut self, node: u8, events: &mut Vec<Event>) {
        let window = (self.now / self.window_length()).min(WINDOWS - 1);
        let request = self.requests.len() as u32;
        self.requests.push(Request { node, came: self.now, window, verdict: None });
        events.push(Event::Came { request: request + 1, node });
        let own = &mut self.own[usize::from(node)];
        if own.window != window {
            *own = Own { window, ..Own::default() };
        }
        let (seen, limit) = match self.scenario.way {
            Way::GetSet => return self.send(node, Op::Get, Some(request), window),
            Way::Atomic => return self.send(node, Op::Increment, Some(request), window),
            // The odd one of an odd limit is A's.
            Way::Halves => (own.passed, (self.scenario.limit + u32::from(node == 0)) / 2),
            Way::Eventual => (own.passed + own.others, self.scenario.limit),
        };
        own.passed += u32::from(seen < limit);
        self.decide(request, seen, seen < limit, events);
    }

    fn decide(&mut self, request: u32, seen: u32, passes: bool, events: &mut Vec<Event>) {
        let Some(known) = self.requests.get_mut(request as usize) else { return };
        let tally = &mut self.tallies[known.window as usize];
        let verdict = match (passes, tally.passed < self.scenario.limit) {
            (false, _) => Verdict::TurnedAway,
            (true, true) => Verdict::Passed,
            (true, false) => Verdict::TooMany,
        };
        tally.passed += u32::from(passes);
        tally.turned_away += u32::from(!passes);
        tally.too_many += u32::from(verdict == Verdict::TooMany);
        known.verdict = Some(verdict);
        events.push(Event::Decided { request: request + 1, node: known.node, verdict, seen });
    }

    /// A message is at the store.
    fn store(&mut self, message: Message, events: &mut Vec<Event>) {
        let Message { node, op, request, window, .. } = message;
        let count = &mut self.counts[window as usize];
        match op {
            Op::Set(new) => *count = new,
            Op::Increment => *count += 1,
            Op::Add(more) => *count += more,
            Op::Get | Op::Count(_) => {}
        }
        let count = *count;
        events.push(Event::Stored { node, op, count });
        if !matches!(op, Op::Set(_)) {
            self.send(node, Op::Count(count), request, window);
        }
    }

    /// The store's answer is at a node.
    fn answered(&mut self, message: Message, count: u32, events: &mut Vec<Event>) {
        let Message { node, request, window, .. } = message;
        let limit = self.scenario.limit;
        let Some(request) = request else {
            let own = &mut self.own[usize::from(node)];
            if own.window == window {
                own.others = count.saturating_sub(own.told);
            }
            return events.push(Event::Synced { node, total: count });
        };
        match self.scenario.way {
            Way::Atomic => self.decide(request, count, count <= limit, events),
            Way::GetSet | Way::Halves | Way::Eventual => {
                if count < limit {
                    self.send(node, Op::Set(count + 1), Some(request), window);
                }
                self.decide(request, count, count < limit, events);
            }
        }
    }

    fn sync(&mut self) {
        self.next_sync = self.now + u64::from(self.scenario.sync_ms) * 1_000 * SLOWER;
        for node in 0..NODES {
            let own = &mut self.own[node];
            let (news, window) = (own.passed - own.told, own.window);
            own.told = own.passed;
            self.send(node as u8, Op::Add(news), None, window);
        }
    }

    /// The next message to arrive: the soonest, and of those the one sent first.
    fn next_message(&self) -> Option<usize> {
        (0..self.messages.len()).min_by_key(|index| (self.messages[*index].arrives, self.messages[*index].id))
    }

    fn next_request(&self) -> Option<(u64, usize)> {
        let open = self.requests.len() < MOST_REQUESTS;
        (0..NODES).map(|node| (self.next_arrivals[node], node)).min().filter(|(at, _)| open && *at < self.end())
    }

    fn sync_due(&self) -> Option<u64> {
        (self.scenario.way == Way::Eventual && self.next_sync < self.end()).then_some(self.next_sync)
    }

    /// An empty store and nothing under way; time and chance go on.
    fn empty(&mut self) {
        self.counts = vec![0; WINDOWS as usize];
        self.tallies = vec![Tally::default(); WINDOWS as usize];
        self.own = [Own::default(); NODES];
        self.requests.clear();
        self.messages.clear();
        self.arrived = None;
    }
}

impl System for LimiterNodes {
    type Scenario = Scenario;
    type Command = Command;
    type Event = Event;
    type Refusal = Refusal;

    fn start(scenario: &Scenario, seed: u64) -> Result<Self, Refusal> {
        scenario.check()?;
        let mut started = Self {
            scenario: scenario.clone(),
            now: 0,
            next_arrivals: [0; NODES],
            next_sync: u64::from(scenario.sync_ms) * 1_000 * SLOWER,
            chance: std::array::from_fn(|node| Stream::new(seed, ARRIVALS + node as u64)),
            own: [Own::default(); NODES],
            counts: Vec::new(),
            tallies: Vec::new(),
            requests: Vec::new(),
            messages: Vec::new(),
            next_id: 0,
            arrived: None,
        };
        started.empty();
        started.next_arrivals = std::array::from_fn(|node| started.gap(node));
        Ok(started)
    }

    fn command(
        &mut self,
        now: Micros,
        command: &Command,
        events: &mut Vec<Event>,
        _probe: &mut impl Probe,
    ) -> Result<(), Refusal> {
        let mut scenario = self.scenario.clone();
        self.now = self.now.max(now.0);
        self.arrived = None;
        match command {
            Command::Send(node @ 0..=1) => {
                if self.requests.len() < MOST_REQUESTS {
                    self.come(*node, events);
                    return Ok(());
                }
                let most = MOST_REQUESTS as u32;
                return Err(Refusal { what: "requests in one run", number: most + 1, least: 0, most });
            }
            Command::Send(node) => {
                return Err(Refusal { what: "as a node’s number", number: u32::from(*node), least: 0, most: 1 });
            }
            Command::SetWay(way) => scenario.way = *way,
            Command::SetLatency(latency) => scenario.latency_us = *latency,
            Command::SetRate(rate) => scenario.rate = *rate,
            Command::SetShare(share) => scenario.share_of_a = *share,
        }
        scenario.check()?;
        if scenario.way != self.scenario.way {
            self.empty();
            self.next_sync = self.now + u64::from(scenario.sync_ms) * 1_000 * SLOWER;
        }
        self.scenario = scenario;
        if matches!(command, Command::SetRate(_) | Command::SetShare(_)) {
            for node in 0..NODES {
                self.next_arrivals[node] = self.now.saturating_add(self.gap(node));
            }
        }
        events.push(Event::Set(command.clone()));
        Ok(())
    }

    fn next_due(&self) -> Option<Micros> {
        let message = self.next_message().map(|index| self.messages[index].arrives);
        let due = [message, self.next_request().map(|(at, _)| at), self.sync_due()];
        due.into_iter().flatten().min().map(Micros)
    }

    fn tick(&mut self, events: &mut Vec<Event>, _probe: &mut impl Probe) {
        self.arrived = None;
        let request = self.next_request();
        let before = |other: Option<u64>, at: u64| other.is_none_or(|other| at <= other);
        let (request_at, sync_at) = (request.map(|(at, _)| at), self.sync_due());
        if let Some(index) = self.next_message()
            && before(request_at, self.messages[index].arrives)
            && before(sync_at, self.messages[index].arrives)
        {
            let message = self.messages.remove(index);
            self.now = self.now.max(message.arrives);
            self.arrived = Some(message);
            match message.op {
                Op::Count(count) => self.answered(message, count, events),
                Op::Get | Op::Set(_) | Op::Increment | Op::Add(_) => self.store(message, events),
            }
        } else if let Some((at, node)) = request.filter(|(at, _)| before(sync_at, *at)) {
            self.now = self.now.max(at);
            self.come(node as u8, events);
            self.next_arrivals[node] = at.saturating_add(self.gap(node));
        } else if let Some(at) = sync_at {
            self.now = self.now.max(at);
            self.sync();
        }
    }

    fn bytes(&self) -> usize {
        size_of::<Self>()
            + self.requests.len() * size_of::<Request>()
            + self.messages.len() * size_of::<Message>()
            + (self.counts.len() + self.tallies.len()) * size_of::<Tally>()
    }
}

/// How many are let through in excess at the end of a run, for each of these latencies.
///
/// # Errors
/// If the scenario or a latency makes no sense.
pub fn excess_by_latency(scenario: &Scenario, seed: u64, latencies: &[u32]) -> Result<Vec<u32>, Refusal> {
    let run = |latency: &u32| {
        let scenario = Scenario { latency_us: *latency, ..scenario.clone() };
        let mut run = LimiterNodes::start(&scenario, seed)?;
        let mut events = Vec::new();
        while run.next_due().is_some() {
            run.tick(&mut events, &mut ());
            events.clear();
        }
        Ok(run.total().too_many)
    };
    latencies.iter().map(run).collect()
}
