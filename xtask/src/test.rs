//! `cargo xtask test`: every check there is. Two lanes, because one alone leaves a core idle: what Cargo compiles, and the tests
//! of that, in the one; in the other the site, which the journeys then go through with the machine for themselves.

use std::path::Path;
use std::process::Command;
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use crate::arguments::Arguments;
use crate::browsers::{self, Drivers};
use crate::command::{self, About as _, Failure, Outcome, program, spelled};
use crate::parts::{self, Built, Program};
use crate::report::{Clock, Report};
use crate::tools::Tool;
use crate::{build, folders, format, journeys, lanes, sizes, tools};

/// wasm-bindgen's runner counts the seconds of all tests together, and starts of the browser with them.
const WEB_TESTS_SECONDS: &str = "600";
/// It gives a driver five seconds to answer, which a busy machine may need more of.
const DRIVER_SECONDS: &str = "60";

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

    let started = Instant::now();
    let (drivers, skipped) = set_up(&parts)?;
    let set_up_seconds = started.elapsed().as_secs();
    let report = &Report::new();
    if set_up_seconds > 5 {
        report.note(format!("Setting up took {set_up_seconds} s more"));
    }
    let no_webkit = skipped.is_some();
    if let Some(why) = skipped.filter(|_| parts.contains(&Part::EndToEnd)) {
        report.note(format!("SKIPPED journeys in WebKit: {why}"));
    }

    let wanted = |part| parts.contains(&part);
    let journeys = thread::scope(|scope| {
        let (compiled, built) = mpsc::channel();
        let site = wanted(Part::EndToEnd).then(|| scope.spawn(move || the_site(report, &built)));
        if wanted(Part::Native) {
            report.step("format", "cargo xtask format", || format::commands(true)?.into_iter().try_for_each(quiet));
        }
        if wanted(Part::Native) || wanted(Part::EndToEnd) {
            let native = report.step("native programs and clippy", "cargo xtask test --only native", parts::native);
            // Whoever is to receive it may have failed, and then does not need it.
            let _ = compiled.send(native.as_ref().and_then(|native| native.program("prerender").ok().cloned()));
            if let (Some(native), true) = (&native, wanted(Part::Native)) {
                native_checks(report, native);
            }
            if wanted(Part::Web) {
                in_browsers(report, &drivers);
            }
            let is_there = site.is_some_and(|site| site.join().unwrap_or(false));
            return native.filter(|_| is_there).and_then(|native| native.test(parts::JOURNEYS).ok().cloned());
        }
        in_browsers(report, &drivers);
        None
    });
    if wanted(Part::EndToEnd) {
        report.step("journeys", "cargo xtask journeys", || {
            let program = journeys.ok_or("there is nothing to go through: see above")?;
            journeys::take(&program, &[], &drivers, no_webkit, report)
        });
    }
    report.close((parts.len() == 3).then(budget))
}

/// Half an hour for four chapters, and a minute for each further one.
fn budget() -> Duration {
    const FOR_FOUR: u64 = 30;
    let folders = std::fs::read_dir(folders::top().join("src/chapters")).into_iter().flatten().flatten();
    let chapters = folders.filter(|entry| entry.path().is_dir()).count() as u64;
    Duration::from_secs(60 * (FOR_FOUR + chapters.saturating_sub(4)))
}

/// Installs what the wanted steps need, before the first of them runs. The drivers, and why there is no WebKit if there is none.
fn set_up(parts: &[Part]) -> Result<(Drivers, Option<String>), Failure> {
    let is_site = parts.contains(&Part::EndToEnd);
    let in_browsers = is_site || parts.contains(&Part::Web);
    let mut wanted = Vec::new();
    wanted.extend(is_site.then_some(Tool::WasmSplit));
    wanted.extend(in_browsers.then_some(Tool::Geckodriver));
    let has_npm = tools::for_the_site(&wanted)?;
    if is_site && !has_npm {
        return Err("the journeys need axe-core from npm; install npm (it comes with Node.js)".into());
    }
    if in_browsers { browsers::all() } else { Ok((Vec::new(), None)) }
}

/// Whether there is a site to go through in the end.
fn the_site(report: &Report, prerender: &mpsc::Receiver<Option<Program>>) -> bool {
    let again = "cargo xtask build";
    if report.step("WebAssembly of the site", again, build::bundle).is_none() {
        return false;
    }
    let Ok(Some(prerender)) = prerender.recv() else { return false };
    if report.step("pages of the site", again, || pages(&prerender)).is_none() {
        return false;
    }
    report.step("size of a first visit", again, || sizes::hold_to_budget(&folders::dist()));
    true
}

/// The site for the top of a host, the same for a folder, and its next edition.
fn pages(prerender: &Program) -> Outcome {
    let made = folders::top().join("target/e2e");
    let bundle = build::bundle_folder();
    let next = made.join("next-bundle");
    make_next_bundle(&next)?;
    let sites =
        vec![(&bundle, folders::dist(), "/"), (&bundle, made.join("sub"), "/sub/"), (&next, made.join("next"), "/")];
    let written = lanes::two_at_a_time(sites, |(bundle, site, public_url)| {
        build::prerender_by(prerender.command(), bundle, &site, public_url)
    });
    written.into_iter().collect()
}

fn native_checks(report: &Report, built: &Built) {
    report.step("warnings of the compiler and of clippy", "cargo clippy --workspace --all-targets", || {
        no_warnings(built)
    });
    report.step("native tests", "cargo test --workspace", || {
        let mut outcome = tests(report, built);
        let again = parts::xtask().and_then(|built| no_warnings(&built).and(tests(report, &built)));
        if outcome.is_ok() {
            outcome = again;
        }
        outcome
    });
    // What the field's crates are compared by has no readers, and theirs would be compiled once more for it.
    let with_cargo = |arguments: &[&str]| program("cargo", arguments);
    let doc_tests = with_cargo(&["test", "--locked", "--workspace", "--exclude", "xtask", "--doc", "--quiet"]);
    report.step("doc tests", &spelled(&doc_tests), || quiet(with_clippy(doc_tests)));
    let apart = ["xtask", "bench-native", "bench-wasm"].map(|package| ["--exclude", package]).concat();
    let mut documentation = with_cargo(&[&["doc", "--locked", "--workspace", "--no-deps"], &apart[..]].concat());
    documentation.env("RUSTDOCFLAGS", "--deny warnings");
    report.step("documentation", &spelled(&documentation), || quiet(documentation));
}

/// As what is compiled already was compiled.
fn with_clippy(mut command: Command) -> Command {
    command.env("RUSTC_WORKSPACE_WRAPPER", parts::clippy());
    command
}

fn no_warnings(built: &Built) -> Outcome {
    if built.warnings.is_empty() {
        return Ok(());
    }
    Err(format!("{} warnings\n{}", built.warnings.len(), built.warnings.join("\n")).into())
}

/// Runs all tests of what was built, one after another: the other lane has the other core, and each is measured.
fn tests(report: &Report, built: &Built) -> Outcome {
    let mut outcome = Ok(());
    for program in built.tests() {
        let mut command = program.command();
        command.arg("--test-threads=1");
        outcome = outcome.and(measured(command, &format!("{} ({})", program.name, program.kind), report));
    }
    outcome
}

/// Runs tests that print a line for each. What they print is of interest where one fails; else, how many there are.
fn measured(command: Command, name: &str, report: &Report) -> Outcome {
    let spelled = spelled(&command);
    let mut clock = Clock::new(report, name);
    let mut said = String::new();
    let status = command::watch(command, |line| {
        clock.line(line);
        if line.starts_with("test result:") && !line.contains(" 0 passed; 0 failed") {
            println!("{name}: {line}");
        }
        said.extend([line, "\n"]);
    })?;
    if status.success() { Ok(()) } else { Err(format!("`{spelled}` failed ({status})\n{said}").into()) }
}

/// Runs a program that says something only if it fails.
fn quiet(command: Command) -> Outcome {
    let spelled = spelled(&command);
    let mut said = String::new();
    let status = command::watch(command, |line| said.extend([line, "\n"]))?;
    if status.success() { Ok(()) } else { Err(format!("`{spelled}` failed ({status})\n{said}").into()) }
}

/// Components and algorithms in both browsers at a time.
fn in_browsers(report: &Report, drivers: &Drivers) {
    let again = "cargo xtask test --only web";
    let Some(built) = report.step("tests for the browser, and clippy", again, parts::web) else { return };
    report.step("warnings on the side of the browser", again, || no_warnings(&built));
    report.step("tests in Chromium and Firefox", again, || {
        let program = built.test("web")?;
        let browsers = vec![("web, Chromium", "CHROMEDRIVER"), ("web, Firefox", "GECKODRIVER")];
        let run = |(name, variable): (&str, &str)| {
            let driver = drivers.iter().find(|(known, _)| *known == variable);
            let (_, path) = driver.ok_or_else(|| Failure::from(format!("there is no {variable}")))?;
            measured(web(program, variable, path)?, name, report)
        };
        lanes::two_at_a_time(browsers, run).into_iter().collect::<Outcome>()
    });
}

/// The browser is the one whose driver is given.
fn web(tests: &Program, variable: &str, driver: &str) -> Result<Command, Failure> {
    let path = tools::search_path()?;
    let mut command = Command::new("wasm-bindgen-test-runner");
    command
        .arg(&tests.path)
        .current_dir(&tests.folder)
        .env_remove("CHROMEDRIVER")
        .env_remove("GECKODRIVER")
        .env(variable, driver)
        .env("WASM_BINDGEN_TEST_TIMEOUT", WEB_TESTS_SECONDS)
        .env("WASM_BINDGEN_TEST_DRIVER_TIMEOUT", DRIVER_SECONDS)
        .env("PATH", path);
    Ok(command)
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
