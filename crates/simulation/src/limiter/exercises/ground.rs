//! What every task is set on: some requests on a time axis, a limit, and what an algorithm makes of them.

use algorithms::limit::Quota;
use algorithms::limit::rolling::busiest;

use crate::kernel::random::Stream;
use crate::kernel::text::{decimal, short_seconds};
use crate::limiter::lanes::{Choices, Limiter, Method};

/// Times of tasks are in tenths of a second.
const TENTH: u64 = 100_000;

/// The window, in tenths of a second.
pub const WINDOW: u32 = 100;

/// The axis ends here, in tenths of a second.
pub const END: u32 = 300;

/// The end of an axis on which nothing but the requests is looked for.
pub const SHORT_END: u32 = 200;

/// All times are multiples of this, in tenths of a second.
pub const GRID: u32 = 5;

/// The algorithms that tasks are about: those that decide at once.
pub const METHODS: [Method; 4] = [Method::FixedWindow, Method::SlidingLog, Method::SlidingCounter, Method::TokenBucket];

/// Requests and a limit.
#[derive(Clone, Debug, PartialEq)]
pub struct Ground {
    /// How many may pass in ten seconds; it is the capacity of a bucket too.
    pub limit: u32,
    /// The algorithm that the task is about.
    pub method: Method,
    /// When requests come, in tenths of a second: sorted, all different.
    pub times: Vec<u32>,
    /// Whether each passes.
    pub passes: Vec<bool>,
}

impl Ground {
    /// Draws requests: some bunches and some strays. `None` if something lies on an edge, where libraries disagree.
    pub(super) fn draw(random: &mut Stream, method: Method, limit: u32, end: u32) -> Option<Self> {
        let mut times: Vec<u32> = Vec::new();
        while times.len() < 11 {
            let from = GRID * random.below((end - 40) / GRID);
            for place in 0..=random.below(limit + 1) {
                times.push(from + GRID * (place + random.below(2)) + GRID);
            }
        }
        times.sort_unstable();
        times.dedup();
        let on_an_edge =
            |time: &u32| time.is_multiple_of(WINDOW) || times.binary_search(&(time + WINDOW)).is_ok() || *time >= end;
        if times.len() < 9 || times.len() > 13 || times.iter().any(on_an_edge) {
            return None;
        }
        let passes = verdicts(method, limit, &times)?;
        Some(Self { limit, method, times, passes })
    }

    /// When those that pass come, in tenths of a second.
    #[must_use]
    pub fn passed(&self) -> Vec<u32> {
        self.times.iter().zip(&self.passes).filter(|(_, passes)| **passes).map(|(time, _)| *time).collect()
    }

    /// How many pass in the ten seconds that begin there.
    #[must_use]
    pub fn within(&self, from: u32) -> usize {
        self.passed().iter().filter(|time| (from..from + WINDOW).contains(time)).count()
    }

    /// The most that pass in any ten seconds, and where these begin.
    #[must_use]
    pub fn busiest(&self) -> (u32, usize) {
        let passed: Vec<u64> = self.passed().into_iter().map(u64::from).collect();
        busiest(&passed, u64::from(WINDOW)).map_or((0, 0), |found| (found.from as u32, found.count))
    }

    /// From when on a request would pass that comes after all others, in tenths of a second; `None` if it is not on the grid.
    #[must_use]
    pub fn next_pass(&self, method: Method) -> Option<u32> {
        let mut limiter = limiter(method, self.limit)?;
        let mut last = None;
        for time in &self.times {
            last = Some((limiter.ask(u64::from(*time) * TENTH, &mut ()).ok()?, *time));
        }
        let (decision, time) = last?;
        let wait = decision.retry_after;
        let grid = TENTH * u64::from(GRID);
        wait.is_multiple_of(grid).then_some(time + (wait / TENTH) as u32)
    }

    /// Why a request passes or does not, by an algorithm, after those before it: a sentence.
    #[must_use]
    pub fn reason(&self, method: Method, index: usize) -> String {
        let Some(limiter) = self.before(method, index) else { return String::new() };
        let at = self.times[index];
        let (name, limit, now) = (name(index, at), self.limit, u64::from(at) * TENTH);
        let used = limiter.used_per_mille(now);
        match limiter {
            Limiter::Window(_) => {
                let (from, count) = (at - at % WINDOW, used / 1_000);
                let (from, to) = (seconds(from), seconds(from + WINDOW));
                format!(
                    "{name} is in the window from {from} to {to}, where {} passed so far; the limit is {limit}.",
                    have(count)
                )
            }
            Limiter::Log(_) => {
                let from = at.saturating_sub(WINDOW);
                let count = used / 1_000;
                format!(
                    "In the ten seconds before {name}, since {}, {} passed; the limit is {limit}.",
                    seconds(from),
                    have(count)
                )
            }
            Limiter::Counter(counter) => {
                let (previous, current) = counter.counts(now);
                let left = WINDOW - at % WINDOW;
                let whole = used / 1_000;
                format!(
                    "For {name}, {left} % of the previous window still count: {previous} × 0.{left:02} + {current} = {}, \
                     rounded down {whole}; the limit is {limit}.",
                    decimal(used / 10, 2)
                )
            }
            Limiter::Tokens(bucket) => {
                let level = bucket.level_per_mille(now);
                format!("When {name} comes, {} tokens are in the bucket; it needs 1.", decimal(level / 10, 2))
            }
            Limiter::Meter(_) | Limiter::Queue(_) | Limiter::Tat(_) => String::new(),
        }
    }

    /// A limiter that has seen all before a request.
    fn before(&self, method: Method, index: usize) -> Option<Limiter> {
        let mut limiter = limiter(method, self.limit)?;
        for time in &self.times[..index] {
            limiter.ask(u64::from(*time) * TENTH, &mut ()).ok()?;
        }
        Some(limiter)
    }
}

fn limiter(method: Method, limit: u32) -> Option<Limiter> {
    let quota = Quota::new(limit, u64::from(WINDOW) * TENTH).ok()?;
    Limiter::new(method, quota, Choices::default()).ok()
}

/// Whether each request passes by an algorithm.
pub(super) fn verdicts(method: Method, limit: u32, times: &[u32]) -> Option<Vec<bool>> {
    let mut limiter = limiter(method, limit)?;
    times.iter().map(|time| Some(limiter.ask(u64::from(*time) * TENTH, &mut ()).ok()?.allowed)).collect()
}

/// A request as it is called: `request 3 at 12.5 s`.
#[must_use]
pub fn name(index: usize, at: u32) -> String {
    format!("request {} at {}", index + 1, seconds(at))
}

/// Tenths of a second as they are read.
#[must_use]
pub fn seconds(tenths: u32) -> String {
    short_seconds(u64::from(tenths) * 100_000)
}

fn have(count: u64) -> String {
    if count == 1 { "1 has".to_owned() } else { format!("{count} have") }
}

/// With a capital at its beginning.
#[must_use]
pub fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// What an algorithm is called within a sentence.
#[must_use]
pub const fn called(method: Method) -> &'static str {
    match method {
        Method::TokenBucket => "a token bucket",
        Method::LeakingBucket => "a leaking bucket",
        Method::FixedWindow => "a fixed window",
        Method::SlidingLog => "a sliding log",
        Method::SlidingCounter => "a sliding counter",
        Method::Gcra => "GCRA",
    }
}
