//! A system that is simple enough to see through.

use algorithms::probe::Probe;
use simulation::kernel::system::System;
use simulation::kernel::time::Micros;

/// Adds up what it is told. Keeps 7 private.
#[derive(Clone, Debug, Hash, PartialEq)]
pub struct Sum(pub u64);

simulation::register! { 252: Sum = "sum", }

impl System for Sum {
    type Scenario = u64;
    type Command = u64;
    type Event = String;
    type Refusal = String;

    fn start(scenario: &u64, _seed: u64) -> Result<Self, String> {
        Ok(Self(*scenario))
    }

    fn command(
        &mut self,
        _now: Micros,
        command: &u64,
        events: &mut Vec<String>,
        _probe: &mut impl Probe,
    ) -> Result<(), String> {
        self.0 += command;
        events.push(format!("added {command}"));
        Ok(())
    }

    fn next_due(&self) -> Option<Micros> {
        None
    }

    fn tick(&mut self, _events: &mut Vec<String>, _probe: &mut impl Probe) {}

    fn command_in_public(command: &u64) -> Option<u64> {
        (*command == 7).then_some(0)
    }
}
