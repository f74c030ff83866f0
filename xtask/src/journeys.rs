//! Journeys through the built site: as part of all tests, or some of them by themselves.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, SystemTime};

use crate::arguments::Arguments;
use crate::browsers::{self, Drivers};
use crate::command::{self, About as _, Outcome};
use crate::parts::{self, Program};
use crate::report::Report;
use crate::{folders, tools};

/// Said of a site that [`is_outdated`].
pub const OUTDATED: &str =
    "The site was built before something changed that it is made of: `cargo xtask build` makes it anew.";

/// `cargo xtask journeys [WORD ...]`: those whose names hold one of these, through the site as it was last built.
pub fn run(mut arguments: Arguments) -> Outcome {
    let times: u32 = match arguments.value("--times")? {
        Some(times) => times.parse().about(format_args!("--times takes a number, not “{times}”"))?,
        None => 1,
    };
    let busy = arguments.flag("--busy");
    let words = arguments.words();
    arguments.finish()?;

    tools::npm_packages()?;
    if is_outdated() {
        println!("{OUTDATED}");
    }
    let (drivers, skipped) = browsers::all()?;
    let built = parts::native()?;
    let program = built.test(parts::JOURNEYS)?;
    let report = Report::new();
    let again = format!("cargo xtask journeys {}", words.join(" "));
    let enough = AtomicBool::new(false);
    std::thread::scope(|scope| {
        if busy {
            scope.spawn(|| {
                while !enough.load(Ordering::Relaxed) {
                    std::hint::spin_loop();
                }
            });
        }
        for _ in 0..times {
            report.step("journeys", &again, || take(program, &words, &drivers, skipped.is_some(), &report));
        }
        enough.store(true, Ordering::Relaxed);
    });
    if let Some(why) = skipped {
        report.note(format!("SKIPPED journeys in WebKit: {why}"));
    }
    report.close(None)
}

/// Takes the journeys whose names hold one of these words, or all of them.
pub fn take(program: &Program, words: &[String], drivers: &Drivers, no_webkit: bool, report: &Report) -> Outcome {
    let kept = folders::top().join("target/e2e/report.txt");
    if kept.exists() {
        std::fs::remove_file(&kept).about("forgetting the last report")?;
    }
    let (mut outcome, mut again) = (Ok(()), 0);
    for word in words.iter().map(Some).chain(words.is_empty().then_some(None)) {
        let mut journeys = program.command();
        // Two browsers at a time: more would only wait for each other.
        journeys.arg("--test-threads=2").args(word);
        if no_webkit {
            journeys.args(["--skip", "webkit::"]);
        }
        journeys.envs(drivers.iter().cloned()).env("JOURNEYS_REPORT", &kept);
        outcome = outcome.and(command::run(journeys));
        again += read(&kept, report);
    }
    report.note(format!("{again} journeys were taken twice"));
    outcome
}

/// Takes over what the journeys wrote of themselves; how many were taken twice.
fn read(kept: &Path, report: &Report) -> usize {
    let mut again = 0;
    for line in std::fs::read_to_string(kept).unwrap_or_default().lines() {
        match line.split_once(' ') {
            Some(("time", rest)) => {
                if let Some((seconds, name)) = rest.split_once(' ')
                    && let Ok(seconds) = seconds.parse()
                {
                    report.test(Duration::from_secs_f32(seconds), name.to_owned());
                }
            }
            Some(("again", name)) => {
                again += 1;
                report.note(format!("FLAKY {name}: failed at first, and passed alone"));
            }
            Some(("restart", why)) => report.note(format!("STARTED AGAIN {why}")),
            _ => {}
        }
    }
    again
}

/// Whether something that the site is made of is newer than the site. Where the times can't be read, it is not said to be.
pub fn is_outdated() -> bool {
    let Ok(built) = changed(&folders::dist().join("index.html")) else { return false };
    let parts = ["src", "crates", "styles", "assets", "index.html"];
    parts.iter().any(|part| newest(&folders::top().join(part)).is_some_and(|newest| newest > built))
}

fn changed(path: &Path) -> std::io::Result<SystemTime> {
    std::fs::metadata(path)?.modified()
}

/// When something in a folder was last changed, apart from tests, of which the site is not made.
fn newest(path: &PathBuf) -> Option<SystemTime> {
    if !path.is_dir() || path.ends_with("tests") {
        return if path.is_dir() { None } else { changed(path).ok() };
    }
    std::fs::read_dir(path).ok()?.flatten().filter_map(|entry| newest(&entry.path())).max()
}
