//! A command taken back for good.

use algorithms::probe::Probe;
use simulation::kernel::system::System;
use simulation::kernel::time::Micros;
use simulation::kernel::timeline::Timeline;

/// Adds up what it is told.
#[derive(Clone, Debug, Hash, PartialEq)]
struct Sum(u64);

impl System for Sum {
    type Scenario = u64;
    type Command = u64;
    type Event = u64;
    type Refusal = String;

    fn start(scenario: &u64, _seed: u64) -> Result<Self, String> {
        Ok(Self(*scenario))
    }

    fn command(
        &mut self,
        _now: Micros,
        command: &u64,
        events: &mut Vec<u64>,
        _probe: &mut impl Probe,
    ) -> Result<(), String> {
        self.0 += command;
        events.push(self.0);
        Ok(())
    }

    fn next_due(&self) -> Option<Micros> {
        None
    }

    fn tick(&mut self, _events: &mut Vec<u64>, _probe: &mut impl Probe) {}
}

#[test]
fn a_retracted_command_leaves_nothing_behind() {
    let mut run = Timeline::<Sum>::new(1, 1).unwrap();
    run.command(Micros::ZERO, 10).unwrap();
    let before = run.moment();
    run.command(Micros(5), 100).unwrap();
    run.amend(200).unwrap();
    assert_eq!(run.state(), &Sum(211));
    assert!(run.retract());
    assert_eq!(run.moment(), before);
    assert_eq!((run.state(), run.events(), run.now()), (&Sum(11), &[11][..], Micros::ZERO));
    assert!(!run.step());
}

#[test]
fn the_first_command_can_be_retracted() {
    let mut run = Timeline::<Sum>::new(1, 1).unwrap();
    run.amend(10).unwrap();
    assert!(run.retract());
    assert_eq!((run.state(), run.position(), run.end()), (&Sum(1), 0, 0));
}

#[test]
fn what_is_no_longer_the_last_thing_done_stays() {
    let mut run = Timeline::<Sum>::new(1, 1).unwrap();
    run.command(Micros::ZERO, 10).unwrap();
    assert!(run.step_back());
    assert!(!run.retract());
    assert_eq!(run.end(), 1);
}
