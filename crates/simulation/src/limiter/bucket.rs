//! A token bucket that a learner sends requests to, and what the client is told.
//!
//! Tokens are events: each whole token that drips in is a step of the run. Beside the learner's own requests, an automatic
//! client can send: one that hammers, one that waits as long as it is told, and one that backs off by itself, twice as long
//! each time and with jitter, because it was told nothing.

use std::fmt;

use algorithms::limit::answer::{Answer, answer, seconds};
use algorithms::limit::token_bucket::TokenBucket;
use algorithms::limit::{Decision, LimitError, Quota};
use algorithms::probe::Probe;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::kernel::random::{Stream, entity};
use crate::kernel::system::System;
use crate::kernel::text::grouped;
use crate::kernel::time::Micros;
use crate::parts::bound::{self, Bound};

/// The most tokens in the lab's bucket: as many as can be drawn.
pub const MOST_CAPACITY: u32 = 40;

/// Tokens for which the bucket has room.
pub const CAPACITY: Bound = Bound::new("tokens of room", 1, MOST_CAPACITY as u64);

/// Tokens that come in one period.
pub const REFILL: Bound = Bound::new("new tokens", 1, 100);

/// The period of the refill.
pub const PERIOD: Bound = Bound::new("seconds", 1, 3_600);

/// So many of the last requests are remembered.
pub const REMEMBERED: usize = 12;

/// After so many requests a run is over.
pub const MOST_REQUESTS: u32 = 5_000;

/// How often a client that meets no denial sends.
pub const PACE: Micros = Micros::from_millis(400);

/// The first and the longest pause of the client that backs off.
const FIRST_PAUSE: Micros = Micros::from_millis(500);
const LONGEST_PAUSE: Micros = Micros::from_millis(16_000);

/// The entity whose stream is the jitter.
const JITTER: u64 = entity("jitt");

/// Who sends, beside the learner.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub enum Client {
    /// Nobody.
    Nobody,
    /// A client that takes no notice of denials.
    Hammer,
    /// A client that waits as long as `Retry-After` says.
    Patient,
    /// A client that doubles its pause after each denial, and draws the pause anew up to that (full jitter).
    BackOff,
}

impl Client {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Nobody, Self::Hammer, Self::Patient, Self::BackOff];

    /// What it is called.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Nobody => "only you",
            Self::Hammer => "a client that hammers",
            Self::Patient => "a client that obeys Retry-After",
            Self::BackOff => "a client that backs off with jitter",
        }
    }
}

/// All that is needed to start, next to the seed.
#[derive(Clone, Debug, Deserialize, Hash, PartialEq, Serialize)]
pub struct Scenario {
    /// How many tokens the bucket holds.
    pub capacity: u32,
    /// How many come in a period.
    pub refill: u32,
    /// How long that is, in seconds.
    pub period_seconds: u32,
    /// Who sends, beside the learner.
    pub client: Client,
}

/// Five tokens, one new each second.
impl Default for Scenario {
    fn default() -> Self {
        Self { capacity: 5, refill: 1, period_seconds: 1, client: Client::Nobody }
    }
}

impl Scenario {
    fn check(&self) -> Result<(), Refusal> {
        CAPACITY.check(self.capacity)?;
        REFILL.check(self.refill)?;
        Ok(PERIOD.check(self.period_seconds)?)
    }

    fn quota(&self) -> Result<Quota, LimitError> {
        Quota::new(self.refill, u64::from(self.period_seconds) * 1_000_000)
    }
}

/// What a person may do.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub enum Command {
    /// Sends a request that takes so many tokens.
    Send(u32),
    /// Makes the bucket larger or smaller; what does not fit is lost.
    SetCapacity(u32),
    /// Lets so many tokens come in so many seconds.
    SetRefill(u32, u32),
    /// Lets this client send from now on.
    SetClient(Client),
}

/// Why it can't be done.
#[derive(Clone, Debug, Eq, Error, PartialEq)]
pub enum Refusal {
    /// A number is out of range.
    #[error(transparent)]
    Number(#[from] bound::Refusal),
    /// More requests than a run takes.
    #[error("That is as many requests as one run takes. Begin a new one.")]
    Full,
    /// The bucket refuses.
    #[error(transparent)]
    Bucket(#[from] LimitError),
}

/// A request and what was said to it.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Sent {
    /// Its number, from 1.
    pub number: u32,
    /// When it came.
    pub at: Micros,
    /// How many tokens it asked for.
    pub cost: u32,
    /// Whether the automatic client sent it.
    pub by_client: bool,
    /// What the bucket said.
    pub decision: Decision,
}

/// What happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// A request was answered.
    Sent(Sent),
    /// A token came.
    Token {
        /// How many are there now.
        tokens: u32,
        /// How many there is room for.
        capacity: u32,
    },
    /// Something was set.
    Set(Command),
}

impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sent(Sent { number, cost, by_client, decision, .. }) => {
                let (who, number) =
                    (if *by_client { "Client’s request" } else { "Request" }, grouped((*number).into()));
                write!(f, "{who} {number} asks for {cost}: ")?;
                match decision.allowed {
                    true => write!(f, "200 OK, {} left.", decision.remaining),
                    false => write!(f, "429 Too Many Requests, Retry-After: {}.", seconds(decision.retry_after)),
                }
            }
            Self::Token { tokens, capacity } => write!(f, "A token drips in: {tokens} of {capacity}."),
            Self::Set(Command::Send(_)) => write!(f, "A request is sent."),
            Self::Set(Command::SetCapacity(capacity)) => write!(f, "The bucket holds {capacity}."),
            Self::Set(Command::SetRefill(refill, 1)) => write!(f, "New tokens: {refill} a second."),
            Self::Set(Command::SetRefill(refill, seconds)) => write!(f, "New tokens: {refill} in {seconds} seconds."),
            Self::Set(Command::SetClient(client)) => write!(f, "Who sends: {}.", client.name()),
        }
    }
}

/// The bucket and its client.
#[derive(Clone, Debug, Hash)]
pub struct LimiterBucket {
    scenario: Scenario,
    quota: Quota,
    bucket: TokenBucket,
    now: Micros,
    /// The last of them, the oldest first.
    sent: Vec<Sent>,
    requests: u32,
    passed: u32,
    next_send: Option<Micros>,
    /// How many denials in a row the client has met.
    denials: u32,
    chance: Stream,
}

impl LimiterBucket {
    /// What is set.
    #[must_use]
    pub const fn scenario(&self) -> &Scenario {
        &self.scenario
    }

    /// The bucket.
    #[must_use]
    pub const fn bucket(&self) -> &TokenBucket {
        &self.bucket
    }

    /// The time of the last step.
    #[must_use]
    pub const fn now(&self) -> Micros {
        self.now
    }

    /// The last requests, the oldest first; at most [`REMEMBERED`].
    #[must_use]
    pub fn sent(&self) -> &[Sent] {
        &self.sent
    }

    /// How many requests came.
    #[must_use]
    pub const fn requests(&self) -> u32 {
        self.requests
    }

    /// How many of them passed.
    #[must_use]
    pub const fn passed(&self) -> u32 {
        self.passed
    }

    /// The whole answer that the client of a request gets. What remains is counted against the bucket, so the quota that it
    /// announces is what the bucket holds, in the time in which an empty one fills.
    #[must_use]
    pub fn answer(&self, sent: &Sent) -> Answer {
        let (capacity, refill) = (self.bucket.capacity(), self.bucket.refill());
        let fills_in = (refill.period() * u64::from(capacity)).div_ceil(u64::from(refill.requests()));
        answer("default", Quota::new(capacity, fills_in).unwrap_or(refill), sent.decision)
    }

    fn send(&mut self, cost: u32, by_client: bool, probe: &mut impl Probe) -> Result<Decision, Refusal> {
        if self.requests >= MOST_REQUESTS {
            return Err(Refusal::Full);
        }
        let decision = self.bucket.ask(self.now.0, cost, probe)?;
        self.requests += 1;
        self.passed += u32::from(decision.allowed);
        if self.sent.len() == REMEMBERED {
            self.sent.remove(0);
        }
        self.sent.push(Sent { number: self.requests, at: self.now, cost, by_client, decision });
        Ok(decision)
    }

    /// When the client sends next, after this answer.
    fn pause(&mut self, decision: Decision) -> Micros {
        self.denials = if decision.allowed { 0 } else { self.denials.saturating_add(1) };
        match (self.scenario.client, decision.allowed) {
            (Client::Patient, false) => Micros(seconds(decision.retry_after) * 1_000_000),
            (Client::BackOff, false) => {
                let most = (FIRST_PAUSE.0 << self.denials.min(10)).min(LONGEST_PAUSE.0);
                Micros(1 + u64::from(self.chance.below(most as u32)))
            }
            (Client::Nobody | Client::Hammer | Client::Patient | Client::BackOff, _) => PACE,
        }
    }

    fn take(&mut self, scenario: Scenario) -> Result<(), Refusal> {
        scenario.check()?;
        let quota = scenario.quota()?;
        if (scenario.capacity, quota) != (self.scenario.capacity, self.quota) {
            self.bucket = self.bucket.reshaped(self.now.0, scenario.capacity, quota)?;
        }
        if scenario.client != self.scenario.client {
            self.denials = 0;
            self.next_send = first_send(scenario.client, self.now);
        }
        (self.scenario, self.quota) = (scenario, quota);
        Ok(())
    }

    fn next_token(&self) -> Option<Micros> {
        self.bucket.next_token(self.now.0).map(Micros)
    }

    fn step(&mut self, probe: &mut impl Probe) -> Option<Event> {
        let token = self.next_token();
        if let Some(send) = self.next_send.filter(|send| token.is_none_or(|token| *send < token)) {
            self.now = self.now.max(send);
            self.next_send = None;
            let decision = self.send(1, true, probe).ok()?;
            let pause = self.pause(decision);
            self.next_send = (self.requests < MOST_REQUESTS).then(|| self.now + pause);
            return self.sent.last().copied().map(Event::Sent);
        }
        self.now = token?;
        let (tokens, capacity) = (self.bucket.tokens(self.now.0), self.bucket.capacity());
        Some(Event::Token { tokens, capacity })
    }
}

const fn first_send(client: Client, now: Micros) -> Option<Micros> {
    match client {
        Client::Nobody => None,
        Client::Hammer | Client::Patient | Client::BackOff => Some(Micros(now.0.saturating_add(PACE.0))),
    }
}

impl System for LimiterBucket {
    type Scenario = Scenario;
    type Command = Command;
    type Event = Event;
    type Refusal = Refusal;

    fn start(scenario: &Scenario, seed: u64) -> Result<Self, Refusal> {
        scenario.check()?;
        let quota = scenario.quota()?;
        Ok(Self {
            scenario: scenario.clone(),
            quota,
            bucket: TokenBucket::new(scenario.capacity, quota)?,
            now: Micros::ZERO,
            sent: Vec::new(),
            requests: 0,
            passed: 0,
            next_send: first_send(scenario.client, Micros::ZERO),
            denials: 0,
            chance: Stream::new(seed, JITTER),
        })
    }

    fn command(
        &mut self,
        now: Micros,
        command: &Command,
        events: &mut Vec<Event>,
        probe: &mut impl Probe,
    ) -> Result<(), Refusal> {
        self.now = self.now.max(now);
        let mut scenario = self.scenario.clone();
        match command {
            Command::Send(cost) => {
                self.send(*cost, false, probe)?;
                events.extend(self.sent.last().copied().map(Event::Sent));
                return Ok(());
            }
            Command::SetCapacity(capacity) => scenario.capacity = *capacity,
            Command::SetRefill(refill, seconds) => {
                (scenario.refill, scenario.period_seconds) = (*refill, *seconds);
            }
            Command::SetClient(client) => scenario.client = *client,
        }
        self.take(scenario)?;
        events.push(Event::Set(command.clone()));
        Ok(())
    }

    fn next_due(&self) -> Option<Micros> {
        [self.next_token(), self.next_send].into_iter().flatten().min()
    }

    fn tick(&mut self, events: &mut Vec<Event>, probe: &mut impl Probe) {
        let event = self.step(probe);
        events.extend(event);
    }

    fn bytes(&self) -> usize {
        size_of::<Self>() + REMEMBERED * size_of::<Sent>()
    }
}
