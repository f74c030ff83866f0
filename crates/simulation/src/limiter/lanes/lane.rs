//! A lane: one algorithm, a limiter for each user or one for all, and what it let pass.

use algorithms::limit::fixed_window::{Align, FixedWindow};
use algorithms::limit::gcra::Gcra;
use algorithms::limit::leaking_bucket::{LeakingMeter, LeakingQueue};
use algorithms::limit::rolling::{Busiest, busiest, count_within};
use algorithms::limit::sliding_counter::{Rounding, SlidingCounter};
use algorithms::limit::sliding_log::{Denied, Edge, SlidingLog};
use algorithms::limit::token_bucket::TokenBucket;
use algorithms::limit::{Decision, LimitError, Quota};
use algorithms::probe::Probe;

use super::{Arrival, Choices, Scenario};

/// How many algorithms there are.
pub const METHODS: usize = 6;

/// An algorithm.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Method {
    /// [`algorithms::limit::token_bucket`].
    TokenBucket,
    /// [`algorithms::limit::leaking_bucket`].
    LeakingBucket,
    /// [`algorithms::limit::fixed_window`].
    FixedWindow,
    /// [`algorithms::limit::sliding_log`].
    SlidingLog,
    /// [`algorithms::limit::sliding_counter`].
    SlidingCounter,
    /// [`algorithms::limit::gcra`].
    Gcra,
}

impl Method {
    /// All of them, in the order of the lanes.
    pub const ALL: [Self; METHODS] =
        [Self::TokenBucket, Self::LeakingBucket, Self::FixedWindow, Self::SlidingLog, Self::SlidingCounter, Self::Gcra];

    /// What it is called.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::TokenBucket => "Token bucket",
            Self::LeakingBucket => "Leaking bucket",
            Self::FixedWindow => "Fixed window",
            Self::SlidingLog => "Sliding log",
            Self::SlidingCounter => "Sliding counter",
            Self::Gcra => "GCRA",
        }
    }
}

/// The state of one limiter.
#[derive(Clone, Debug, Hash, PartialEq)]
pub enum Limiter {
    /// A token bucket.
    Tokens(TokenBucket),
    /// A leaking bucket that measures.
    Meter(LeakingMeter),
    /// A leaking bucket that holds back.
    Queue(LeakingQueue),
    /// A fixed window.
    Window(FixedWindow),
    /// A log.
    Log(SlidingLog),
    /// Two counts.
    Counter(SlidingCounter),
    /// A theoretical arrival time.
    Tat(Gcra),
}

impl Limiter {
    /// A new one.
    ///
    /// # Errors
    /// If there can't be one for this limit.
    pub fn new(method: Method, quota: Quota, choices: Choices) -> Result<Self, LimitError> {
        let limit = quota.requests();
        Ok(match method {
            Method::TokenBucket => Self::Tokens(TokenBucket::new(limit, quota)?),
            Method::LeakingBucket if choices.meter => Self::Meter(LeakingMeter::new(limit, quota)?),
            Method::LeakingBucket => Self::Queue(LeakingQueue::new(limit, quota)?),
            Method::FixedWindow => {
                Self::Window(FixedWindow::new(quota, if choices.first_hit { Align::FirstHit } else { Align::Clock }))
            }
            Method::SlidingLog => Self::Log(SlidingLog::new(
                quota,
                if choices.inclusive { Edge::Inclusive } else { Edge::Exclusive },
                if choices.log_denied { Denied::Logged } else { Denied::NotLogged },
            )),
            Method::SlidingCounter => {
                Self::Counter(SlidingCounter::new(quota, if choices.exact { Rounding::Exact } else { Rounding::Floor }))
            }
            Method::Gcra => Self::Tat(Gcra::new(limit, quota)?),
        })
    }

    /// Decides on a request that costs 1.
    ///
    /// # Errors
    /// None that such a request could cause; they are the algorithms' own.
    pub fn ask(&mut self, now: u64, probe: &mut impl Probe) -> Result<Decision, LimitError> {
        match self {
            Self::Tokens(limiter) => limiter.ask(now, 1, probe),
            Self::Meter(limiter) => limiter.ask(now, 1, probe),
            Self::Queue(limiter) => limiter.ask(now, 1, probe),
            Self::Window(limiter) => limiter.ask(now, 1, probe),
            Self::Log(limiter) => limiter.ask(now, 1, probe),
            Self::Counter(limiter) => limiter.ask(now, 1, probe),
            Self::Tat(limiter) => limiter.ask(now, 1, probe),
        }
    }

    /// How much of it is used up at `now`, in thousandths of a request: what its gauge shows.
    #[must_use]
    pub fn used_per_mille(&self, now: u64) -> u64 {
        match self {
            Self::Tokens(bucket) => u64::from(bucket.capacity()) * 1_000 - bucket.level_per_mille(now),
            Self::Meter(meter) => meter.level_per_mille(now),
            Self::Queue(queue) => queue.waiting(now).count() as u64 * 1_000,
            Self::Window(window) => u64::from(window.count(now)) * 1_000,
            Self::Log(log) => u64::from(log.count(now)) * 1_000,
            Self::Counter(counter) => counter.estimate_per_mille(now),
            Self::Tat(gcra) => gcra.ahead_per_mille(now),
        }
    }

    /// How many numbers it keeps to know that.
    #[must_use]
    pub fn numbers_kept(&self) -> usize {
        match self {
            Self::Tat(_) => 1,
            Self::Tokens(_) | Self::Meter(_) | Self::Window(_) => 2,
            Self::Counter(_) => 3,
            Self::Queue(queue) => queue.len() + 1,
            Self::Log(log) => log.times().len(),
        }
    }
}

/// What became of a request in a lane.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Fate {
    /// When it is served; `None` if it was turned away.
    pub served: Option<u64>,
}

/// One algorithm's lane.
#[derive(Clone, Debug, Hash, PartialEq)]
pub struct Lane {
    method: Method,
    limiters: Vec<Limiter>,
    /// One for each arrival, in order.
    fates: Vec<Fate>,
    /// When those that passed are served, sorted.
    served: Vec<u64>,
    /// The most numbers that its limiters kept at any time.
    most_kept: usize,
}

impl Lane {
    pub(super) fn new(method: Method, scenario: &Scenario) -> Result<Self, LimitError> {
        let limiter = Limiter::new(method, scenario.quota()?, scenario.choices)?;
        let users = if scenario.per_user { 2 } else { 1 };
        Ok(Self { method, limiters: vec![limiter; users], fates: Vec::new(), served: Vec::new(), most_kept: 0 })
    }

    pub(super) fn take(&mut self, arrival: Arrival, probe: &mut impl Probe) -> Result<Decision, LimitError> {
        let index = usize::from(arrival.user).min(self.limiters.len() - 1);
        let decision = self.limiters[index].ask(arrival.at, probe)?;
        let served = decision.allowed.then(|| arrival.at.saturating_add(decision.delay));
        if let Some(served) = served {
            let place = self.served.partition_point(|other| *other <= served);
            self.served.insert(place, served);
        }
        self.fates.push(Fate { served });
        self.most_kept = self.most_kept.max(self.limiters.iter().map(Limiter::numbers_kept).sum());
        Ok(decision)
    }

    /// Which algorithm it is.
    #[must_use]
    pub const fn method(&self) -> Method {
        self.method
    }

    /// The limiter of each user, or the one for all.
    #[must_use]
    pub fn limiters(&self) -> &[Limiter] {
        &self.limiters
    }

    /// What became of each request, in order of arrival.
    #[must_use]
    pub fn fates(&self) -> &[Fate] {
        &self.fates
    }

    /// How many passed.
    #[must_use]
    pub fn passed(&self) -> u32 {
        self.served.len() as u32
    }

    /// How many were turned away.
    #[must_use]
    pub fn turned_away(&self) -> u32 {
        (self.fates.len() - self.served.len()) as u32
    }

    /// The most numbers that its limiters kept at any time.
    #[must_use]
    pub const fn most_kept(&self) -> usize {
        self.most_kept
    }

    /// How many are served in the span of `length` that begins at `from`.
    #[must_use]
    pub fn served_within(&self, from: u64, length: u64) -> u32 {
        count_within(&self.served, from, length) as u32
    }

    /// The span of this length in which most are served.
    #[must_use]
    pub fn busiest(&self, length: u64) -> Option<Busiest> {
        busiest(&self.served, length)
    }

    pub(super) fn bytes(&self) -> usize {
        let kept: usize = self.limiters.iter().map(Limiter::numbers_kept).sum();
        size_of::<Self>() + self.fates.len() * size_of::<Fate>() + (self.served.len() + 2 * kept) * size_of::<u64>()
    }
}
