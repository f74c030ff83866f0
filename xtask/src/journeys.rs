//! Journeys through the built site. Two browsers at a time on a small machine can make one of them wait for too long: a journey
//! that fails is taken once more, alone, and said to have needed that.

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};

use crate::browsers::Drivers;
use crate::command::{About as _, Failure, Outcome, program, spelled};

/// More than so many failures are no chance.
const MOST_AGAIN: usize = 4;

/// Two browsers at a time: more would only wait for each other.
pub fn command(filter: &str, drivers: Drivers) -> Command {
    cargo_test(&[filter, "--test-threads=2"], drivers)
}

fn cargo_test(arguments: &[&str], drivers: Drivers) -> Command {
    let mut command = program("cargo", &["test", "--locked", "--package", "e2e", "--no-fail-fast", "--"]);
    command.args(arguments).envs(drivers);
    command
}

/// Takes all journeys, and those that fail once more.
pub fn run(command: Command, drivers: Drivers) -> Outcome {
    let spelled = spelled(&command);
    let (passed, failed) = watched(command)?;
    if passed {
        return Ok(());
    }
    if failed.is_empty() || failed.len() > MOST_AGAIN {
        return Err(format!("`{spelled}` failed").into());
    }
    println!("\n=== once more, alone: {}", failed.join(", "));
    let mut arguments = vec!["--exact", "--test-threads=1"];
    arguments.extend(failed.iter().map(String::as_str));
    let (passed, failed_again) = watched(cargo_test(&arguments, drivers))?;
    if passed {
        println!("FLAKY {}: failed at first, and passed alone", failed.join(", "));
        return Ok(());
    }
    Err(format!("`{spelled}` failed, and again alone: {}", failed_again.join(", ")).into())
}

/// Runs tests while their output is shown; says whether all passed, and which did not.
fn watched(mut command: Command) -> Result<(bool, Vec<String>), Failure> {
    let spelled = spelled(&command);
    let mut process = command.stdout(Stdio::piped()).spawn().about(format_args!("running `{spelled}`"))?;
    let mut failed = Vec::new();
    if let Some(output) = process.stdout.take() {
        for line in BufReader::new(output).lines() {
            let line = line.about("reading what the journeys say")?;
            println!("{line}");
            failed.extend(failure(&line).map(str::to_owned));
        }
    }
    let status = process.wait().about(format_args!("running `{spelled}`"))?;
    Ok((status.success(), failed))
}

/// The name of the test that a line says has failed.
fn failure(line: &str) -> Option<&str> {
    line.strip_prefix("test ")?.strip_suffix(" ... FAILED")
}

#[cfg(test)]
mod tests {
    use super::failure;

    #[test]
    fn the_name_of_what_failed_is_read() {
        assert_eq!(failure("test chromium::a_drag ... FAILED"), Some("chromium::a_drag"));
        assert_eq!(failure("test chromium::a_drag ... ok"), None);
        assert_eq!(failure("test result: FAILED. 1 passed; 1 failed"), None);
    }
}
