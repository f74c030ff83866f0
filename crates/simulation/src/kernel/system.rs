//! The contract that every system keeps.

use std::fmt::{Debug, Display};
use std::hash::Hash;

use algorithms::probe::Probe;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::kernel::time::{Micros, Unit};
use crate::kernel::timeline::Stamped;

/// A system: a plain state machine that runs the same everywhere.
///
/// Nothing in it may read a clock, a global random number or the order of a hash map. [`Hash`] covers the whole state.
///
/// A step is given a [`Probe`], which the system hands on to the algorithms whose lines can be watched; what comes of the step must
/// not depend on it. Nobody watches as a rule: the probe is `()` then, and nothing of it is left in the compiled code. To watch a
/// step is to do it once more with a [`Recorder`](algorithms::probe::Recorder): [`Timeline::watched`].
///
/// [`Timeline::watched`]: crate::kernel::timeline::Timeline::watched
pub trait System: Clone + Hash + Sized + 'static {
    /// All that is needed to start it, next to the seed.
    type Scenario: Clone + Debug + Default + PartialEq + Serialize + DeserializeOwned + 'static;
    /// All that a person may do to it.
    type Command: Clone + Debug + PartialEq + Serialize + DeserializeOwned + 'static;
    /// All that can happen in it; the text is one line of the transcript.
    type Event: Clone + Debug + Display + PartialEq + 'static;
    /// Why it can't start so, or won't take a command: a sentence that a person can act on.
    type Refusal: Clone + Debug + Display + PartialEq + 'static;

    /// What its clock counts. Never changed: commands in links are stamped with it.
    const UNIT: Unit = Unit::Micro;

    /// The state at the start.
    ///
    /// # Errors
    /// If the scenario makes no sense.
    fn start(scenario: &Self::Scenario, seed: u64) -> Result<Self, Self::Refusal>;

    /// Does what a person asks; adds what happened to `events`, and reports to `probe` which lines of the algorithm ran. After an
    /// error the state is not used any more.
    ///
    /// # Errors
    /// If it can't be done.
    fn command(
        &mut self,
        now: Micros,
        command: &Self::Command,
        events: &mut Vec<Self::Event>,
        probe: &mut impl Probe,
    ) -> Result<(), Self::Refusal>;

    /// When the next event of its own is due, if anything is under way.
    fn next_due(&self) -> Option<Micros>;

    /// Lets that event happen, and no more than that one.
    fn tick(&mut self, events: &mut Vec<Self::Event>, probe: &mut impl Probe);

    /// About how long a run takes at most when it is done again, in microseconds on a laptop: its start, its commands, and so many
    /// steps of its own. It is asked of every moment before that is run, for the most a moment may cost
    /// ([`Opening::MOST_COST`](crate::kernel::timeline::Opening::MOST_COST)). To be written where a start, a command or a step
    /// can take more than some microseconds.
    fn cost(_scenario: &Self::Scenario, commands: &[Stamped<Self::Command>], ticks: u64) -> u64 {
        ticks.saturating_add(commands.len() as u64)
    }

    /// About how much memory a copy of this state takes, in bytes, without what copies share.
    fn bytes(&self) -> usize {
        size_of::<Self>()
    }

    /// The same beside a copy of another state of the run, whatever commands lie between them. To be written where copies share much
    /// that a command replaces as a whole, such as a set of keys: that counts unless both have the same one.
    fn bytes_beside(&self, _other: &Self) -> usize {
        self.bytes()
    }

    /// The scenario with stand-ins for what a reader typed or pasted, if there is any: links must not carry that unasked.
    fn scenario_in_public(_scenario: &Self::Scenario) -> Option<Self::Scenario> {
        None
    }

    /// The command with stand-ins for what a reader typed or pasted, if there is any.
    fn command_in_public(_command: &Self::Command) -> Option<Self::Command> {
        None
    }
}

/// A system that has a line in a registry, so that links and files can name it: see [`register!`](crate::register!). Without one it
/// runs, and can't be written down.
pub trait Registered: System {
    /// Its number in a link. Never changed, never given to another system.
    const KIND: u8;
    /// Its name in a file. Never changed, never given to another system.
    const NAME: &'static str;
}
