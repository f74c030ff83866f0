//! `cargo xtask <command>`: everything that is done to this repository, from a fresh clone to the finished site.

mod arguments;
mod bench;
mod browsers;
mod build;
mod command;
mod elements;
mod faults;
#[cfg(test)]
mod floors;
mod folders;
mod format;
mod fuzz;
mod journeys;
mod lanes;
mod merge;
mod optimise;
mod packs;
mod parts;
mod report;
mod serve;
mod shots;
mod sizes;
mod split;
mod styles;
mod test;
mod tools;

use std::process::ExitCode;

use arguments::Arguments;
use command::Outcome;

const HELP: &str = "\
Moving Parts: what can be done here

  cargo xtask serve [--port N] [--release]    build, serve on 127.0.0.1:8080, rebuild on change
  cargo xtask build [--public-url /folder/]   the finished static site in dist/, and its size
  cargo xtask test [--only native|web|e2e]    every check, as CI runs it
  cargo xtask format [--check]                every file as rustfmt sets it, the chapters too
  cargo xtask fuzz [--seed N]                 random input for all systems, from this one on,
                                              until one fails or it is interrupted
  cargo xtask journeys [WORD ...]             journeys with these words in their names, through the
                                              built site [--times N] [--busy]
  cargo xtask shots [--only /address/]        screenshots of the built pages in shots/
  cargo xtask bench [--only native|wasm|page] our algorithms against the field's, as ratios; the
                                              built pages against their targets [--rounds 3]

Each command installs what it misses.
";

fn main() -> ExitCode {
    let mut arguments = Arguments::of_process();
    let command = arguments.command();
    let outcome = match command.as_deref() {
        Some("serve") => serve::run(arguments),
        Some("build") => build::run(arguments),
        Some("test") => test::run(arguments),
        Some("format") => format::run(arguments),
        Some("fuzz") => fuzz::run(arguments),
        Some("journeys") => journeys::run(arguments),
        Some("shots") => shots::run(arguments),
        Some("bench") => bench::run(arguments),
        // Trunk calls these two, see Trunk.toml.
        Some("styles") => arguments.finish().and_then(|()| styles::write()),
        Some("optimise") => arguments.finish().and_then(|()| optimise::staged()),
        Some("help" | "--help" | "-h") | None => {
            print!("{HELP}");
            Ok(())
        }
        Some(other) => Err(format!("there is no command “{other}”\n\n{HELP}").into()),
    };
    report(outcome)
}

fn report(outcome: Outcome) -> ExitCode {
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("error: {failure}");
            ExitCode::FAILURE
        }
    }
}
