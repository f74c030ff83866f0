//! `cargo xtask format`: every file as rustfmt sets it. `cargo fmt` does not find the chapters, which a macro declares.

use std::path::PathBuf;
use std::process::Command;

use crate::arguments::Arguments;
use crate::command::{self, About as _, Failure, Outcome, program};
use crate::folders;

pub fn run(mut arguments: Arguments) -> Outcome {
    let checks = arguments.flag("--check");
    arguments.finish()?;
    for command in commands(checks)? {
        command::run(command)?;
    }
    Ok(())
}

/// What sets all files, or says which are set otherwise.
pub fn commands(checks: bool) -> Result<[Command; 2], Failure> {
    let check: &[&str] = if checks { &["--check"] } else { &[] };
    let mut workspace = program("cargo", &["fmt", "--all"]);
    workspace.args(check);
    let mut chapters = program("rustfmt", &["--edition", "2024"]);
    // rustfmt goes from there to the modules that they declare.
    chapters.args(check).args(chapters_files()?);
    Ok([workspace, chapters])
}

fn chapters_files() -> Result<Vec<PathBuf>, Failure> {
    let folder = folders::top().join("src/chapters");
    let mut files = Vec::new();
    for entry in std::fs::read_dir(&folder).about("reading src/chapters")? {
        let file = entry.about("reading src/chapters")?.path().join("mod.rs");
        if file.exists() {
            files.push(file);
        }
    }
    Ok(files)
}
