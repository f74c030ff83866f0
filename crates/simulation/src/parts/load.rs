//! When requests come: load generators.
//!
//! A load knows when its next arrival is due, and draws the gap to the one after it when it is told to [`Load::advance`]. It
//! has a stream of chance of its own, also for what else is to be drawn of an arrival ([`Load::chance`]: for which key, to
//! which server), so that one client more or less does not change the others. Gaps are whole microseconds and at least one, so
//! that time goes on; each takes constant time.
//!
//! ```
//! use simulation::kernel::random::Stream;
//! use simulation::kernel::time::Micros;
//! use simulation::parts::load::{Load, Pattern, Step};
//!
//! // Nobody for a second, then ten a second.
//! let ten = Pattern::Even(Micros(100_000));
//! let mut load = Load::new(Pattern::None, Stream::new(1, 1)).then([Step { from: Micros(1_000_000), pattern: ten }]);
//! assert_eq!(load.due(), Some(Micros(1_100_000)));
//! load.advance();
//! assert_eq!(load.due(), Some(Micros(1_200_000)));
//! ```

use std::rc::Rc;

use crate::kernel::random::Stream;
use crate::kernel::time::Micros;

/// The most changes of the pattern over time.
pub const MOST_STEPS: usize = 64;

/// How the gaps between arrivals are made.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Pattern {
    /// Nobody comes.
    None,
    /// One after each such gap.
    Even(Micros),
    /// Gaps of any length from `least` to `least + choices - 1`, all as likely.
    Between {
        /// The shortest gap.
        least: Micros,
        /// How many lengths there are.
        choices: u32,
    },
    /// Independent of each other: gaps are exponential with this mean, up to 23 times as long.
    Poisson(Micros),
    /// Many one behind the other, then a pause.
    Bursts {
        /// How many come in a burst.
        size: u32,
        /// The gap within a burst.
        gap: Micros,
        /// From the last of a burst to the first of the next.
        pause: Micros,
    },
}

impl Pattern {
    /// Gaps from half of the mean to one and a half of it.
    #[must_use]
    pub const fn jittered(mean: u32) -> Self {
        Self::Between { least: Micros(mean as u64 / 2), choices: mean.saturating_add(1) }
    }
}

/// From a time on, another pattern.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Step {
    /// From when on.
    pub from: Micros,
    /// The pattern then.
    pub pattern: Pattern,
}

/// A source of arrivals.
#[derive(Clone, Debug, Hash)]
pub struct Load {
    pattern: Pattern,
    /// What the pattern will be, soonest first.
    steps: Rc<[Step]>,
    chance: Stream,
    due: Option<Micros>,
    /// How many of the present burst are still to come after the next.
    of_burst: u32,
}

impl Load {
    /// A load from the start of the run on; the first arrival is a gap away.
    #[must_use]
    pub fn new(pattern: Pattern, chance: Stream) -> Self {
        let mut load = Self { pattern, steps: Rc::default(), chance, due: None, of_burst: 0 };
        load.restart(Micros::ZERO);
        load
    }

    /// A load whose first arrival is given, and not drawn.
    #[must_use]
    pub fn beginning_at(first: Micros, pattern: Pattern, chance: Stream) -> Self {
        Self { pattern, steps: Rc::default(), chance, due: Some(first), of_burst: 0 }
    }

    /// The load with a plan for how it changes; the first [`MOST_STEPS`] of the steps, by time. Draws the next arrival anew.
    #[must_use]
    pub fn then(mut self, steps: impl IntoIterator<Item = Step>) -> Self {
        let mut steps: Vec<Step> = steps.into_iter().take(MOST_STEPS).collect();
        steps.sort_by_key(|step| step.from);
        self.steps = steps.into();
        self.restart(Micros::ZERO);
        self
    }

    /// When the next one comes; `None` if nobody does any more.
    #[must_use]
    pub const fn due(&self) -> Option<Micros> {
        self.due
    }

    /// The next one has come: draws when the one after it does.
    pub fn advance(&mut self) {
        if let Some(now) = self.due {
            self.draw(now);
        }
    }

    /// Another pattern for the arrivals after the next, which stays as it is.
    pub const fn set(&mut self, pattern: Pattern) {
        self.pattern = pattern;
    }

    /// Draws the next arrival anew: a gap from now.
    pub fn restart(&mut self, now: Micros) {
        self.of_burst = 0;
        self.draw(now);
    }

    /// The stream that arrivals are drawn from, for whatever else is to be drawn of them.
    pub const fn chance(&mut self) -> &mut Stream {
        &mut self.chance
    }

    /// A gap by the pattern at `from`; one that would end behind a change of the pattern is drawn anew from there.
    fn draw(&mut self, mut from: Micros) {
        let first = self.steps.partition_point(|step| step.from <= from);
        let mut pattern = first.checked_sub(1).map_or(self.pattern, |last| self.steps[last].pattern);
        let steps = Rc::clone(&self.steps);
        let mut changes = steps[first..].iter();
        loop {
            let due = self.gap(pattern).map(|gap| from + gap);
            match changes.next() {
                Some(step) if due.is_none_or(|due| due > step.from) => (from, pattern) = (step.from, step.pattern),
                // At the end of time nobody comes any more.
                _ => return self.due = due.filter(|due| due.0 < u64::MAX),
            }
        }
    }

    fn gap(&mut self, pattern: Pattern) -> Option<Micros> {
        let gap = match pattern {
            Pattern::None => return None,
            Pattern::Even(gap) => gap,
            Pattern::Between { least, choices } => least + Micros(self.chance.below(choices).into()),
            Pattern::Poisson(mean) => exponential(mean, &mut self.chance),
            Pattern::Bursts { size, gap, pause } => {
                let is_within = self.of_burst > 0;
                self.of_burst = if is_within { self.of_burst } else { size.max(1) } - 1;
                if is_within { gap } else { pause }
            }
        };
        Some(gap.max(Micros(1)))
    }
}

/// A span from the exponential distribution: up to 23 times the mean.
pub(super) fn exponential(mean: Micros, chance: &mut Stream) -> Micros {
    // In (0, 1], in steps of 2^-32; `libm`, because std's logarithm differs between targets.
    let even = (f64::from(chance.next_u32()) + 1.0) / f64::from(1 << 16) / f64::from(1 << 16);
    Micros((mean.0 as f64 * -libm::log(even)) as u64)
}
