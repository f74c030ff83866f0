//! Snowflake: 64-bit IDs from many machines that don't talk, ordered by time.
//!
//! **The idea.** Whoever makes an ID writes into it when, who, and which one of that moment it is. Two machines differ in who;
//! one machine differs from itself in when or in which. Nobody has to be asked.
//!
//! **Invariant.** The pair of tick and sequence of a machine only grows. It rests on two things from outside: no two machines
//! have the same number, and a machine never forgets its last tick. So a clock that reads an earlier time must be met before
//! anything else: check first, then touch the sequence.
//!
//! **Costs.** A comparison, a shift and an or for each ID; three numbers of memory. When the sequence of a tick is used up, the
//! next ID waits for the next tick.
//!
//! Source: twitter-archive/snowflake, tag `snowflake-2010`, `IdWorker.scala`, `nextId`. Waiting and borrowing are not in it.

use std::fmt;

use crate::ids::layout::{Field, Layout, LayoutError, Parts};
use crate::probe;
use crate::probe::Probe;

/// What to do while the clock reads a time before that of the last ID.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub enum OnRollback {
    /// Make none: an error for each request, until the clock has caught up. As Twitter did.
    #[default]
    Refuse,
    /// Make none, but let the request wait until the clock has caught up.
    Wait,
    /// Go on in the last tick, and when its sequence is used up in the one after it: the IDs are in order, their times run
    /// ahead of the clock.
    Borrow,
}

/// Why a request has to wait.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Delay {
    /// Every sequence number of this tick is used.
    SequenceFull,
    /// The clock reads a time before that of the last ID.
    ClockBehind,
}

/// Why there is no ID now.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum SnowflakeError {
    /// The clock went back by so many milliseconds, and IDs made now could be IDs made before.
    ClockBackwards {
        /// How long it will take to catch up.
        by_ms: u64,
    },
    /// Not before the clock reads that time.
    NotYet {
        /// In milliseconds since 1970.
        until_ms: u64,
        /// Why.
        delay: Delay,
    },
    /// The layout has no room for it: the clock reads a time before its epoch or after its end, or the machine's number is too
    /// large.
    Layout(LayoutError),
}

impl fmt::Display for SnowflakeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ClockBackwards { by_ms } => {
                write!(f, "The clock went backwards. No ID for {by_ms} ms: it could be one that was made before.")
            }
            Self::NotYet { delay: Delay::SequenceFull, .. } => {
                f.write_str("Every sequence number of this tick is used. Wait for the next one.")
            }
            Self::NotYet { delay: Delay::ClockBehind, .. } => {
                f.write_str("The clock went backwards. Wait until it has caught up with the last ID.")
            }
            Self::Layout(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for SnowflakeError {}

impl From<LayoutError> for SnowflakeError {
    fn from(error: LayoutError) -> Self {
        Self::Layout(error)
    }
}

/// A machine that makes IDs.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct Snowflake {
    layout: Layout,
    /// Data centre and machine, where they stand in every ID.
    own_bits: u64,
    on_rollback: OnRollback,
    /// The tick of the last ID, since the epoch.
    last: Option<u64>,
    /// The sequence number of the last ID.
    sequence: u64,
}

impl Snowflake {
    /// A machine that has made no ID yet.
    ///
    /// # Errors
    /// If the layout has no room for its number or its data centre's.
    pub fn new(layout: Layout, centre: u64, machine: u64, on_rollback: OnRollback) -> Result<Self, LayoutError> {
        let own_bits = layout.compose(&Parts { centre, machine, ..Parts::default() })?;
        Ok(Self { layout, own_bits, on_rollback, last: None, sequence: 0 })
    }

    /// A machine that goes on after the ID made of these parts, which it kept over a restart.
    ///
    /// # Errors
    /// If the layout has no room for a part.
    pub fn after(layout: Layout, last: &Parts, on_rollback: OnRollback) -> Result<Self, LayoutError> {
        layout.compose(last)?;
        let made = Self::new(layout, last.centre, last.machine, on_rollback)?;
        Ok(Self { last: Some(last.time), sequence: last.sequence, ..made })
    }

    /// How its IDs are laid out.
    #[must_use]
    pub const fn layout(&self) -> &Layout {
        &self.layout
    }

    /// What it does when its clock goes back.
    #[must_use]
    pub const fn on_rollback(&self) -> OnRollback {
        self.on_rollback
    }

    /// Does something else from now on when its clock goes back.
    pub const fn set_on_rollback(&mut self, on_rollback: OnRollback) {
        self.on_rollback = on_rollback;
    }

    /// The tick of its last ID, since the epoch.
    #[must_use]
    pub const fn last_tick(&self) -> Option<u64> {
        self.last
    }

    /// The sequence number of its last ID.
    #[must_use]
    pub const fn sequence(&self) -> u64 {
        self.sequence
    }

    /// The next ID, if there can be one while the clock reads `now_ms`, in milliseconds since 1970.
    ///
    /// # Errors
    /// If the clock went backwards, the sequence is used up, or the clock reads a time that the layout has no room for. The
    /// machine is then as it was before.
    pub fn next_id(&mut self, now_ms: u64) -> Result<u64, SnowflakeError> {
        self.next_watched(now_ms, &mut ())
    }

    /// [`Self::next_id`], reporting to a probe.
    ///
    /// # Errors
    /// As [`Self::next_id`].
    pub fn next_watched(&mut self, now_ms: u64, probe: &mut impl Probe) -> Result<u64, SnowflakeError> {
        let now = self.layout.tick_at(now_ms)?;
        probe!(probe, now = now);
        let tick = if Some(now) < self.last { self.behind(now, now_ms, probe)? } else { now };
        probe!(probe, tick = tick);
        if Some(tick) != self.last {
            self.sequence = 0;
            probe!(probe, sequence = self.sequence);
        } else if self.sequence < self.layout.most(Field::Sequence) {
            self.sequence += 1;
            probe!(probe, sequence = self.sequence);
        } else {
            let until_ms = self.begin_of(self.after_tick(tick)?)?;
            probe!(probe, until_ms = until_ms);
            return Err(SnowflakeError::NotYet { until_ms, delay: Delay::SequenceFull });
        }
        self.last = Some(tick);
        probe!(probe, last = tick);
        Ok(self.id(tick))
    }

    /// The clock reads a time before that of the last ID: the tick to take instead, if any.
    fn behind(&self, now: u64, now_ms: u64, probe: &mut impl Probe) -> Result<u64, SnowflakeError> {
        let last = self.last.unwrap_or(now);
        probe!(probe, last = last);
        let until_ms = self.begin_of(last)?;
        match self.on_rollback {
            OnRollback::Refuse => {
                let by_ms = until_ms - now_ms;
                probe!(probe, by_ms = by_ms);
                Err(SnowflakeError::ClockBackwards { by_ms })
            }
            OnRollback::Wait => Err(SnowflakeError::NotYet { until_ms, delay: Delay::ClockBehind }),
            OnRollback::Borrow if self.sequence < self.layout.most(Field::Sequence) => Ok(last),
            OnRollback::Borrow => self.after_tick(last),
        }
    }

    /// The order of an earlier revision (commit `05b22eb3`): it touches the sequence **before** it looks whether the clock went
    /// back. The request that it refuses has then set the sequence to 0, and when the clock is back in the last tick, IDs of
    /// that tick are made again. Kept to show that; never use it.
    ///
    /// # Errors
    /// As [`Self::next_id`], but the machine is not as it was before.
    pub fn next_in_old_order(&mut self, now_ms: u64, probe: &mut impl Probe) -> Result<u64, SnowflakeError> {
        let now = self.layout.tick_at(now_ms)?;
        probe!(probe, now = now);
        if Some(now) != self.last {
            self.sequence = 0;
            probe!(probe, sequence = self.sequence);
        } else if self.sequence < self.layout.most(Field::Sequence) {
            self.sequence += 1;
            probe!(probe, sequence = self.sequence);
        } else {
            let until_ms = self.begin_of(self.after_tick(now)?)?;
            return Err(SnowflakeError::NotYet { until_ms, delay: Delay::SequenceFull });
        }
        if let Some(last) = self.last.filter(|last| now < *last) {
            let by_ms = self.begin_of(last)? - now_ms;
            probe!(probe, last = last, by_ms = by_ms);
            return Err(SnowflakeError::ClockBackwards { by_ms });
        }
        self.last = Some(now);
        probe!(probe, last = now);
        Ok(self.id(now))
    }

    /// The next ID. Where it has to wait it reads the clock again and again, as `tilNextMillis` does: it does not come back
    /// while the clock stands still.
    ///
    /// # Errors
    /// As [`Self::next_id`], but for [`SnowflakeError::NotYet`].
    pub fn wait_for_id(&mut self, mut clock: impl FnMut() -> u64) -> Result<u64, SnowflakeError> {
        let mut now_ms = clock();
        loop {
            match self.next_id(now_ms) {
                Err(SnowflakeError::NotYet { until_ms, .. }) => {
                    now_ms = clock();
                    while now_ms < until_ms {
                        now_ms = clock();
                    }
                }
                done => return done,
            }
        }
    }

    fn id(&self, tick: u64) -> u64 {
        // Both have been found to be within their sections.
        self.own_bits
            | tick << self.layout.shift(Field::Time)
            | self.sequence.checked_shl(self.layout.shift(Field::Sequence)).unwrap_or(0)
    }

    /// The tick after this one, if the layout lasts so long.
    fn after_tick(&self, tick: u64) -> Result<u64, SnowflakeError> {
        let (value, most) = (tick.saturating_add(1), self.layout.most(Field::Time));
        if tick < most { Ok(value) } else { Err(LayoutError::TooLarge { field: Field::Time, value, most }.into()) }
    }

    /// When a tick begins, in milliseconds since 1970, if a clock can read that.
    fn begin_of(&self, tick: u64) -> Result<u64, SnowflakeError> {
        let (value, most) = (tick, self.layout.most(Field::Time));
        let begin = u64::try_from(self.layout.unix_ms(tick));
        begin.map_err(|_| LayoutError::TooLarge { field: Field::Time, value, most }.into())
    }
}
