//! What the tests of labs say of their controls.

use simulation::kernel::system::System;
use simulation::kernel::time::Micros;

/// Gives a new run all of these commands, one after the other: it takes each. The lab at the end.
pub fn takes_all<S: System>(scenario: &S::Scenario, commands: impl IntoIterator<Item = S::Command>) -> S {
    let mut lab = S::start(scenario, 1).unwrap_or_else(|why| panic!("it does not start: {why}"));
    for command in commands {
        let done = lab.command(Micros::ZERO, &command, &mut Vec::new(), &mut ());
        done.unwrap_or_else(|why| panic!("{command:?} is offered and refused: {why}"));
    }
    lab
}
