//! `cargo xtask test`: every check there is, each a step that can be run again by itself.

use std::path::Path;
use std::process::Command;
use std::time::Instant;

use crate::arguments::Arguments;
use crate::browsers::Drivers;
use crate::command::{self, About as _, Failure, Outcome, program, spelled};
use crate::{browsers, build, folders, journeys, sizes, tools};

/// wasm-bindgen's runner counts the seconds of all tests together, and starts of the browser with them.
const WEB_TESTS_SECONDS: &str = "300";

/// Which steps are wanted.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    /// What needs no browser.
    Native,
    /// Components and algorithms in the browser.
    Web,
    /// The finished site, and journeys through it.
    EndToEnd,
}

struct Step {
    name: &'static str,
    action: Action,
}

enum Action {
    Run(Command),
    Journeys(Command, Drivers),
    /// Makes what the steps after it look at: where it fails, they are not run.
    Build,
    Weigh,
}

/// Sets up what is needed, runs the steps and counts them.
pub fn run(mut arguments: Arguments) -> Outcome {
    let parts = match arguments.value("--only")?.as_deref() {
        None => vec![Part::Native, Part::Web, Part::EndToEnd],
        Some("native") => vec![Part::Native],
        Some("web") => vec![Part::Web],
        Some("e2e") => vec![Part::EndToEnd],
        Some(other) => return Err(format!("--only takes native, web or e2e, not “{other}”").into()),
    };
    arguments.finish()?;

    let (steps, skipped) = set_up(&parts)?;
    let mut failed = Vec::new();
    let mut passed = 0;
    for step in steps {
        match take(step) {
            Ok(()) => passed += 1,
            Err(Stopped { name, rerun, last }) => {
                failed.push(format!("{name}; to run only this again: {rerun}"));
                if last {
                    break;
                }
            }
        }
    }

    println!();
    for line in &skipped {
        println!("SKIPPED {line}");
    }
    for line in &failed {
        println!("FAILED {line}");
    }
    println!("{passed} passed, {} failed", failed.len());
    if failed.is_empty() { Ok(()) } else { Err("not everything passed; see the lines above".into()) }
}

/// A step that failed.
struct Stopped {
    name: &'static str,
    rerun: String,
    last: bool,
}

fn take(step: Step) -> Result<(), Stopped> {
    let Step { name, action } = step;
    println!("\n=== {name}");
    let started = Instant::now();
    let last = matches!(action, Action::Build);
    let (outcome, rerun) = match action {
        Action::Run(command) => {
            let rerun = spelled(&command);
            (command::run(command), rerun)
        }
        Action::Journeys(command, drivers) => {
            let rerun = spelled(&command);
            (journeys::run(command, drivers), rerun)
        }
        Action::Build => (build_all(), "cargo xtask test --only e2e".to_owned()),
        Action::Weigh => (sizes::hold_to_budget(&folders::dist()), "cargo xtask build".to_owned()),
    };
    let seconds = started.elapsed().as_secs_f32();
    match outcome {
        Ok(()) => {
            println!("=== {name}: passed in {seconds:.1} s");
            Ok(())
        }
        Err(failure) => {
            println!("=== {name}: FAILED after {seconds:.1} s: {failure}");
            Err(Stopped { name, rerun, last })
        }
    }
}

/// Installs what the wanted steps need, before the first of them runs. Lists them, and what can't be done on this machine.
fn set_up(parts: &[Part]) -> Result<(Vec<Step>, Vec<String>), Failure> {
    tools::for_the_site()?;
    let mut steps = Vec::new();
    let mut skipped = Vec::new();
    if parts.contains(&Part::Native) {
        steps.extend(native());
    }
    if parts.contains(&Part::Web) {
        steps.push(web("tests in Chromium", browsers::chromium()?)?);
        steps.push(web("tests in Firefox", browsers::firefox()?)?);
    }
    if parts.contains(&Part::EndToEnd) {
        if !tools::npm_packages()? {
            return Err("the journeys need axe-core from npm; install npm (it comes with Node.js)".into());
        }
        let chromium = browsers::chromium()?;
        let firefox = browsers::firefox()?;
        let webkit = browsers::webkit()?;
        steps.push(Step { name: "build of the site", action: Action::Build });
        steps.push(Step { name: "size of a first visit", action: Action::Weigh });
        // One journey goes from the one to the other.
        let both: Drivers = chromium.into_iter().chain(firefox).collect();
        steps.push(all_journeys("journeys in Chromium", "chromium::", both.clone()));
        steps.push(all_journeys("journeys in Firefox", "firefox::", both.clone()));
        match webkit {
            Ok(driver) => steps.push(all_journeys("journeys in WebKit", "webkit::", [both, driver].concat())),
            Err(why) => skipped.push(format!("journeys in WebKit: {why}")),
        }
    }
    Ok((steps, skipped))
}

fn native() -> [Step; 4] {
    let cargo = |name, arguments: &[&str]| Step { name, action: Action::Run(program("cargo", arguments)) };
    [
        cargo("format", &["fmt", "--all", "--check"]),
        cargo("clippy, native", &["clippy", "--locked", "--workspace", "--all-targets", "--", "--deny", "warnings"]),
        cargo(
            "clippy, WebAssembly",
            &[
                "clippy",
                "--locked",
                "--target",
                "wasm32-unknown-unknown",
                "--package",
                "moving-parts",
                "--package",
                "simulation",
                "--package",
                "algorithms",
                "--all-targets",
                "--",
                "--deny",
                "warnings",
            ],
        ),
        cargo("native tests", &["test", "--locked", "--workspace", "--exclude", "e2e"]),
    ]
}

/// The browser is the one whose driver is given.
fn web(name: &'static str, driver: Drivers) -> Result<Step, Failure> {
    let mut command = program(
        "cargo",
        &["test", "--locked", "--target", "wasm32-unknown-unknown", "--package", "moving-parts", "--test", "web"],
    );
    command
        .env_remove("CHROMEDRIVER")
        .env_remove("GECKODRIVER")
        .envs(driver)
        .env("WASM_BINDGEN_TEST_TIMEOUT", WEB_TESTS_SECONDS)
        .env("PATH", tools::search_path()?);
    Ok(Step { name, action: Action::Run(command) })
}

fn all_journeys(name: &'static str, filter: &str, drivers: Drivers) -> Step {
    Step { name, action: Action::Journeys(journeys::command(filter, drivers.clone()), drivers) }
}

/// The site for the top of a host, the same for a folder, and its next edition.
fn build_all() -> Outcome {
    build::bundle()?;
    build::prerender(&folders::dist(), "/")?;
    let made = folders::top().join("target/e2e");
    build::prerender(&made.join("sub"), "/sub/")?;
    let bundle = made.join("next-bundle");
    make_next_bundle(&bundle)?;
    build::prerender_bundle(&bundle, &made.join("next"), "/")
}

/// What Trunk made, with a sheet that differs and yet has the same name: a page that gets it with the old sheet shows that.
fn make_next_bundle(bundle: &Path) -> Outcome {
    if bundle.exists() {
        std::fs::remove_dir_all(bundle).about("emptying the next bundle")?;
    }
    copy(&build::bundle_folder(), bundle)?;
    for entry in std::fs::read_dir(bundle).about("reading the next bundle")? {
        let path = entry.about("reading the next bundle")?.path();
        if path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("site-")) {
            let sheet = std::fs::read_to_string(&path).about("reading the sheet")?;
            std::fs::write(&path, sheet + ":root{--edition:next}").about("writing the next sheet")?;
        }
    }
    Ok(())
}

fn copy(from: &Path, to: &Path) -> Outcome {
    std::fs::create_dir_all(to).about("making the next bundle")?;
    for entry in std::fs::read_dir(from).about("reading the bundle")? {
        let from = entry.about("reading the bundle")?.path();
        let to = to.join(from.file_name().unwrap_or_default());
        if from.is_dir() {
            copy(&from, &to)?;
        } else {
            std::fs::copy(&from, &to).about(format_args!("copying {}", from.display()))?;
        }
    }
    Ok(())
}
