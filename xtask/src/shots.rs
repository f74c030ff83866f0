//! `cargo xtask shots`: pictures of the built pages at three widths and in two themes, to be looked at.

use crate::arguments::Arguments;
use crate::command::{Outcome, program};
use crate::{browsers, build, command, folders};

/// Builds the site, unless `--built` says that `dist/` is what to show, and fills `shots/`.
pub fn run(mut arguments: Arguments) -> Outcome {
    let only = arguments.value("--only")?;
    let built = arguments.flag("--built");
    arguments.finish()?;

    let drivers = browsers::chromium()?;
    if !built {
        build::bundle()?;
        build::prerender(&folders::dist(), "/")?;
    }
    let folder = folders::top().join("shots").display().to_string();
    let mut shots =
        program("cargo", &["run", "--quiet", "--locked", "--package", "e2e", "--bin", "shots", "--", &folder]);
    shots.args(only).envs(drivers);
    command::run(shots)
}
