//! Rules in a file, matched against requests: the limiter service behind a gateway.
//!
//! The service keeps one fixed window for each descriptor that a rule limits, as Lyft's does. Time passes only when it is let
//! pass: the lab is about which rule counts, not about when.

use std::fmt;
use std::rc::Rc;

use algorithms::limit::answer::{Answer, answer};
use algorithms::limit::fixed_window::{Align, FixedWindow};
use algorithms::limit::rules::{Allowance, Entry, Fault, Rules, read};
use algorithms::limit::{Decision, LimitError};
use algorithms::probe::Probe;
use serde::{Deserialize, Serialize};

use crate::kernel::system::System;
use crate::kernel::text::each;
use crate::kernel::time::Micros;
use crate::kernel::timeline::Stamped;

/// The rules that the lab begins with.
pub const EXAMPLE: &str = include_str!("rules/example.yaml");

/// The same as JSON, but for the comments.
pub const EXAMPLE_JSON: &str = include_str!("rules/example.json");

/// The longest descriptor, in bytes.
pub const LONGEST_DESCRIPTOR: usize = 300;

/// The most entries in a descriptor.
pub const MOST_ENTRIES: usize = 8;

/// The most counters that are kept.
pub const MOST_COUNTERS: usize = 200;

/// So many of the last requests are remembered.
pub const REMEMBERED: usize = 8;

/// The longest that one can let pass at once, in seconds: a day.
pub const LONGEST_WAIT: u32 = 86_400;

/// All that is needed to start.
#[derive(Clone, Debug, Default, Deserialize, Hash, PartialEq, Serialize)]
pub struct Scenario {
    /// The file of rules; without one, [`EXAMPLE`].
    pub file: Option<String>,
}

/// What a person may do.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub enum Command {
    /// Puts other rules in force. Counters stay, as they do in the service: they go by their descriptor's name.
    SetRules(String),
    /// Sends a request with this descriptor: `key=value`, more after a comma.
    Send(String),
    /// Lets so many seconds pass.
    Wait(u32),
}

/// Why it can't be done.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Refusal {
    /// The rules can't be read.
    Fault(Fault),
    /// The descriptor is empty, or longer than [`LONGEST_DESCRIPTOR`] or [`MOST_ENTRIES`].
    Descriptor,
    /// A part of the descriptor has no `=`, or nothing before or behind it.
    Entry(String),
    /// More than [`LONGEST_WAIT`], or nothing.
    Wait(u32),
    /// More than [`MOST_COUNTERS`].
    ManyCounters,
    /// The limiter refuses.
    Limit(LimitError),
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fault(fault) => fault.fmt(f),
            Self::Descriptor => write!(f, "A descriptor has 1 to {MOST_ENTRIES} entries, such as path=/login."),
            Self::Entry(entry) => write!(f, "“{entry}” is no entry: write key=value, and a comma between entries."),
            Self::Wait(seconds) => {
                write!(f, "{seconds} seconds won’t do: let 1 to {LONGEST_WAIT} pass.")
            }
            Self::ManyCounters => write!(f, "There are {MOST_COUNTERS} counters already. Begin a new run."),
            Self::Limit(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for Refusal {}

/// What a request met.
#[derive(Clone, Debug, Hash, PartialEq)]
pub struct Outcome {
    /// Its descriptor.
    pub descriptor: Rc<[Entry]>,
    /// The rule that counts for it: where it begins in the file, and what it allows. `None` if there is none.
    pub rule: Option<(u32, Allowance)>,
    /// The limiter's decision, where there is a limit.
    pub decision: Option<Decision>,
    /// The rule only watches: the request passed whatever the limiter decided.
    pub shadow: bool,
}

impl Outcome {
    /// Whether the request passed.
    #[must_use]
    pub fn passed(&self) -> bool {
        self.shadow || self.decision.is_none_or(|decision| decision.allowed)
    }

    /// What the client gets, where there is a limit.
    #[must_use]
    pub fn answer(&self) -> Option<Answer> {
        let (Some((_, allowance)), Some(decision)) = (self.rule, self.decision) else { return None };
        let decision = if self.shadow { Decision { allowed: true, ..decision } } else { decision };
        allowance.quota().ok().flatten().map(|quota| answer("rule", quota, decision))
    }
}

/// A descriptor as it is typed.
#[must_use]
pub fn written(descriptor: &[Entry]) -> String {
    let entries: Vec<String> = descriptor.iter().map(|(key, value)| [key, "=", value].concat()).collect();
    entries.join(", ")
}

/// What happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// A request was answered.
    Sent(Outcome),
    /// Other rules are in force.
    Rules {
        /// How many there are at the top.
        rules: usize,
    },
    /// Time passed.
    Waited(u32),
}

impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sent(outcome) => {
                write!(f, "{}: ", written(&outcome.descriptor))?;
                let Some((line, allowance)) = outcome.rule else {
                    return write!(f, "no rule is for it, so it passes.");
                };
                match allowance {
                    Allowance::Unlimited => write!(f, "the rule on line {line} lets it pass without limit."),
                    Allowance::Limited { requests, unit } => {
                        let passes = match (outcome.decision.is_some_and(|decision| decision.allowed), outcome.shadow) {
                            (true, _) => "it passes",
                            (false, true) => "it would be turned away, but the rule is in shadow mode: it passes",
                            (false, false) => "it is turned away",
                        };
                        write!(f, "the rule on line {line} allows {requests} {}; {passes}.", each(unit.name()))
                    }
                }
            }
            Self::Rules { rules: 1 } => write!(f, "Other rules are in force: 1 at the top."),
            Self::Rules { rules } => write!(f, "Other rules are in force: {rules} at the top."),
            Self::Waited(1) => write!(f, "A second passes."),
            Self::Waited(seconds) => write!(f, "{seconds} seconds pass."),
        }
    }
}

/// A counter in the service's store.
#[derive(Clone, Debug, Hash, PartialEq)]
pub struct Counter {
    /// Its name: the domain, then each key and value.
    pub name: String,
    /// What it allows; another allowance makes it begin anew.
    pub allowance: Allowance,
    /// Its window.
    pub window: FixedWindow,
}

/// The service.
#[derive(Clone, Debug, Hash)]
pub struct LimiterRules {
    file: Rc<str>,
    rules: Rc<Rules>,
    counters: Vec<Counter>,
    /// The service's clock, in microseconds: virtual time, and what was let pass beside it.
    now: u64,
    waited: u64,
    /// The last of them, the oldest first.
    outcomes: Vec<Outcome>,
}

impl LimiterRules {
    /// The file in force.
    #[must_use]
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The rules in force.
    #[must_use]
    pub fn rules(&self) -> &Rules {
        &self.rules
    }

    /// The service's clock, in microseconds.
    #[must_use]
    pub const fn now(&self) -> u64 {
        self.now
    }

    /// The counters, in the order in which they were first needed.
    #[must_use]
    pub fn counters(&self) -> &[Counter] {
        &self.counters
    }

    /// The last requests, the oldest first; at most [`REMEMBERED`].
    #[must_use]
    pub fn outcomes(&self) -> &[Outcome] {
        &self.outcomes
    }

    fn send(&mut self, descriptor: Vec<Entry>, probe: &mut impl Probe) -> Result<Outcome, Refusal> {
        let rules = Rc::clone(&self.rules);
        let rule = rules.find(&descriptor, probe);
        let (found, shadow) = (
            rule.and_then(|rule| rule.allowance.map(|allowance| (rule.line, allowance))),
            rule.is_some_and(|rule| rule.shadow),
        );
        let quota = found.map_or(Ok(None), |(_, allowance)| allowance.quota()).map_err(Refusal::Limit)?;
        let mut decision = None;
        if let (Some(quota), Some((_, allowance))) = (quota, found) {
            let name = rules.counter(&descriptor);
            let place = self.counters.iter().position(|counter| counter.name == name);
            let fresh = || Counter { name, allowance, window: FixedWindow::new(quota, Align::Clock) };
            let index = match place {
                Some(index) if self.counters[index].allowance == allowance => index,
                Some(index) => {
                    self.counters[index] = fresh();
                    index
                }
                None if self.counters.len() >= MOST_COUNTERS => return Err(Refusal::ManyCounters),
                None => {
                    self.counters.push(fresh());
                    self.counters.len() - 1
                }
            };
            decision = Some(self.counters[index].window.ask(self.now, 1, probe).map_err(Refusal::Limit)?);
        }
        let outcome = Outcome { descriptor: descriptor.into(), rule: found, decision, shadow };
        if self.outcomes.len() == REMEMBERED {
            self.outcomes.remove(0);
        }
        self.outcomes.push(outcome.clone());
        Ok(outcome)
    }
}

/// Reads a descriptor as it is typed.
///
/// # Errors
/// If it is none.
pub fn descriptor(text: &str) -> Result<Vec<Entry>, Refusal> {
    if text.trim().is_empty() || text.len() > LONGEST_DESCRIPTOR {
        return Err(Refusal::Descriptor);
    }
    let entry = |part: &str| match part.split_once('=') {
        Some((key, value)) if !key.trim().is_empty() && !value.trim().is_empty() => {
            Ok((key.trim().to_owned(), value.trim().to_owned()))
        }
        _ => Err(Refusal::Entry(part.trim().to_owned())),
    };
    let entries = text.split(',').map(entry).collect::<Result<Vec<Entry>, Refusal>>()?;
    if entries.len() > MOST_ENTRIES { Err(Refusal::Descriptor) } else { Ok(entries) }
}

impl System for LimiterRules {
    type Scenario = Scenario;
    type Command = Command;
    type Event = Event;
    type Refusal = Refusal;

    fn start(scenario: &Scenario, _seed: u64) -> Result<Self, Refusal> {
        let file = scenario.file.as_deref().unwrap_or(EXAMPLE);
        let rules = read(file).map_err(Refusal::Fault)?;
        Ok(Self {
            file: file.into(),
            rules: Rc::new(rules),
            counters: Vec::new(),
            now: 0,
            waited: 0,
            outcomes: Vec::new(),
        })
    }

    fn command(
        &mut self,
        now: Micros,
        command: &Command,
        events: &mut Vec<Event>,
        probe: &mut impl Probe,
    ) -> Result<(), Refusal> {
        self.now = self.now.max(now.0.saturating_add(self.waited));
        events.push(match command {
            Command::SetRules(file) => {
                let rules = read(file).map_err(Refusal::Fault)?;
                let event = Event::Rules { rules: rules.rules.len() };
                (self.file, self.rules) = (file.as_str().into(), Rc::new(rules));
                event
            }
            Command::Send(text) => Event::Sent(self.send(descriptor(text)?, probe)?),
            Command::Wait(seconds @ 1..=LONGEST_WAIT) => {
                self.waited = self.waited.saturating_add(u64::from(*seconds) * 1_000_000);
                self.now = self.now.saturating_add(u64::from(*seconds) * 1_000_000);
                Event::Waited(*seconds)
            }
            Command::Wait(seconds) => return Err(Refusal::Wait(*seconds)),
        });
        Ok(())
    }

    fn next_due(&self) -> Option<Micros> {
        None
    }

    fn tick(&mut self, _events: &mut Vec<Event>, _probe: &mut impl Probe) {}

    /// A file is read, some bytes a microsecond.
    fn cost(scenario: &Scenario, commands: &[Stamped<Command>], _ticks: u64) -> u64 {
        let of = |command: &Command| match command {
            Command::SetRules(file) => file.len() as u64,
            Command::Send(_) | Command::Wait(_) => 20,
        };
        let file = scenario.file.as_deref().unwrap_or(EXAMPLE);
        commands.iter().map(|stamped| of(&stamped.command)).fold(file.len() as u64, u64::saturating_add)
    }

    fn bytes(&self) -> usize {
        size_of::<Self>() + self.counters.len() * (size_of::<Counter>() + 60) + self.outcomes.len() * 200
    }

    fn scenario_in_public(scenario: &Scenario) -> Option<Scenario> {
        scenario.file.is_some().then_some(Scenario { file: None })
    }

    fn command_in_public(command: &Command) -> Option<Command> {
        match command {
            Command::SetRules(file) => {
                let is_own = ![EXAMPLE, EXAMPLE_JSON].contains(&file.as_str());
                is_own.then(|| Command::SetRules(EXAMPLE.to_owned()))
            }
            Command::Send(text) => (!SAMPLES.contains(&text.as_str())).then(|| Command::Send(SAMPLES[0].to_owned())),
            Command::Wait(_) => None,
        }
    }
}

/// Descriptors that the lab offers: they are its own, so a link may carry them.
pub const SAMPLES: [&str; 6] = [
    "path=/login",
    "path=/login, remote_address=10.0.0.7",
    "path=/search",
    "user=ada",
    "user=nightly-batch",
    "path=/health",
];
