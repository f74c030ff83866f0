//! The tools that Cargo does not bring: each is pinned, and installed where it is missing or of another version.
//!
//! Prebuilt where `cargo binstall` is there and answers; else compiled, two at a time, for a short compilation rather than a
//! fast program, and without what is not used here.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::command::{About as _, Failure, Outcome, output, program, run, spelled};
use crate::{folders, lanes};

const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// A program that is on crates.io.
#[derive(Clone, Copy)]
pub enum Tool {
    /// Bundles the site, and serves it while one works on it.
    Trunk,
    /// The script between WebAssembly and browser, and the tests in the browser. Of the version that `Cargo.lock` has.
    WasmBindgen,
    /// Cuts the WebAssembly into chunks.
    WasmSplit,
    /// Firefox's driver.
    Geckodriver,
}

/// How a tool is had.
struct Recipe {
    package: &'static str,
    version: String,
    /// What is asked for its version; `None` for a program that does not tell: Cargo knows what it has installed.
    program: Option<&'static str>,
    flags: &'static [&'static str],
    /// Of the compiler: what works on megabytes of WebAssembly at every build is worth a little.
    optimisation: &'static str,
    /// About how long it is compiled for on two cores, another beside it.
    minutes: u8,
}

impl Tool {
    fn recipe(self) -> Result<Recipe, Failure> {
        Ok(match self {
            Self::Trunk => Recipe {
                package: "trunk",
                version: "0.21.14".to_owned(),
                program: Some("trunk"),
                // Its own downloads and its look for updates are never used: `offline` in Trunk.toml.
                flags: &["--locked", "--no-default-features"],
                optimisation: "0",
                minutes: 4,
            },
            Self::WasmBindgen => Recipe {
                package: "wasm-bindgen-cli",
                version: locked_version("wasm-bindgen")?,
                program: Some("wasm-bindgen"),
                // Its own lock file may name a crate that the registry no longer serves. It asks only drivers on this machine, so
                // it needs no TLS.
                flags: &["--no-default-features"],
                optimisation: "1",
                minutes: 3,
            },
            Self::WasmSplit => Recipe {
                package: "wasm_split_cli_support",
                version: "0.2.4".to_owned(),
                program: None,
                flags: &["--locked", "--features", "build-binary"],
                optimisation: "1",
                minutes: 2,
            },
            Self::Geckodriver => Recipe {
                package: "geckodriver",
                version: "0.37.1".to_owned(),
                program: Some("geckodriver"),
                flags: &["--locked"],
                optimisation: "0",
                minutes: 1,
            },
        })
    }
}

impl Recipe {
    fn is_installed(&self) -> Result<bool, Failure> {
        if let Some(name) = self.program {
            let mut ask = program(name, &["--version"]);
            ask.env("PATH", search_path()?);
            return Ok(output(ask).is_some_and(|answer| names_version(&answer, &self.version)));
        }
        let installed = output(program("cargo", &["install", "--list"])).unwrap_or_default();
        let wanted = format!("{} v{}:", self.package, self.version);
        Ok(installed.lines().any(|line| line == wanted))
    }

    fn install(&self) -> Outcome {
        let Self { package, version, minutes, .. } = self;
        let started = Instant::now();
        if self.is_fetched()? {
            println!("  {package} {version}: fetched in {:.0} s", started.elapsed().as_secs_f32());
            return Ok(());
        }
        println!("  {package} {version}: compiling, about {minutes} min");
        let exactly = format!("={version}");
        let wanted = ["install", package, "--version", &exactly, "--force", "--debug", "--quiet"];
        let mut cargo = program("cargo", &[&wanted, self.flags].concat());
        cargo
            .env("CARGO_PROFILE_DEV_OPT_LEVEL", self.optimisation)
            .env("CARGO_PROFILE_DEV_DEBUG", "false")
            .env("CARGO_INCREMENTAL", "0");
        quietly(cargo)?;
        println!("  {package} {version}: compiled in {:.0} s", started.elapsed().as_secs_f32());
        Ok(())
    }

    /// Whether `cargo binstall` had it ready.
    fn is_fetched(&self) -> Result<bool, Failure> {
        if output(program("cargo", &["binstall", "-V"])).is_none() {
            return Ok(false);
        }
        let package = format!("{}@{}", self.package, self.version);
        let fetch = program(
            "cargo",
            &[
                "binstall",
                "--no-confirm",
                "--disable-telemetry",
                "--disable-strategies",
                "compile",
                "--force",
                &package,
            ],
        );
        Ok(succeeds_within(fetch, Duration::from_secs(90)) && self.is_installed()?)
    }
}

/// Installs those of these tools that are not there.
pub fn install(tools: &[Tool]) -> Outcome {
    let mut missing = Vec::new();
    for tool in tools {
        let recipe = tool.recipe()?;
        if !recipe.is_installed()? {
            missing.push(recipe);
        }
    }
    if missing.is_empty() {
        return Ok(());
    }
    let minutes: u8 = missing.iter().map(|recipe| recipe.minutes).sum();
    println!(
        "Installing tools, once: about {} min on two cores, twice that on slow ones; less where they are fetched",
        minutes.div_ceil(2) + 2
    );
    lanes::two_at_a_time(missing, |recipe| recipe.install()).into_iter().collect()
}

/// Runs a program whose output is of interest only if it fails.
fn quietly(mut command: Command) -> Outcome {
    let output = command.output().about(format_args!("cannot start `{}`", command.get_program().display()))?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(format!("`{}` failed ({}):\n{said}", spelled(&command), output.status).into())
}

/// Whether a program comes to a good end in time; otherwise it is ended.
fn succeeds_within(mut command: Command, patience: Duration) -> bool {
    let Ok(mut process) = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn() else { return false };
    let deadline = Instant::now() + patience;
    while Instant::now() < deadline {
        match process.try_wait() {
            Ok(Some(status)) => return status.success(),
            Ok(None) => std::thread::sleep(Duration::from_millis(100)),
            Err(_) => break,
        }
    }
    // It has had its time; whether it was still there to be ended does not matter.
    let _ = process.kill();
    let _ = process.wait();
    false
}

/// What a build of the site needs beside `tools`; `Ok(false)` where there is no npm, and so no `wasm-opt`.
pub fn for_the_site(tools: &[Tool]) -> Result<bool, Failure> {
    wasm_target()?;
    // Trunk's own `offline` holds for the Cargo that it calls, too: what the site is built of has to be there before.
    // It says what it downloads, and nothing where all is there.
    run(program("cargo", &["fetch", "--locked"]))?;
    let has_npm = npm_packages()?;
    install(&[&[Tool::Trunk, Tool::WasmBindgen], tools].concat())?;
    Ok(has_npm)
}

/// `PATH` with npm's programs in front, for those that look for `wasm-opt` there.
pub fn search_path() -> Result<std::ffi::OsString, Failure> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders: Vec<PathBuf> =
        std::iter::once(folders::npm_programs()).chain(cargo_programs()).chain(std::env::split_paths(&path)).collect();
    std::env::join_paths(folders).about("extending PATH")
}

/// Where `cargo install` puts programs: not on everyone's `PATH`.
fn cargo_programs() -> Option<PathBuf> {
    let root = std::env::var_os("CARGO_INSTALL_ROOT").map(PathBuf::from);
    root.or_else(cargo_home).map(|root| root.join("bin"))
}

/// Where Cargo keeps what it has fetched.
pub fn cargo_home() -> Option<PathBuf> {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    home.or_else(|| Some(std::env::home_dir()?.join(".cargo")))
}

fn wasm_target() -> Outcome {
    let installed = output(program("rustup", &["target", "list", "--installed"]));
    match installed {
        Some(targets) if targets.lines().any(|line| line == WASM_TARGET) => Ok(()),
        Some(_) => {
            println!("Installing the Rust target {WASM_TARGET}, in seconds");
            run(program("rustup", &["target", "add", WASM_TARGET]))
        }
        // A Rust without rustup may bring the target itself; Cargo says so if it does not.
        None => {
            println!("rustup was not found; going on with the Rust that is there");
            Ok(())
        }
    }
}

fn names_version(answer: &str, version: &str) -> bool {
    answer.lines().next().unwrap_or_default().split_whitespace().any(|word| word.trim_start_matches('v') == version)
}

/// The version of a package that `Cargo.lock` holds.
fn locked_version(package: &str) -> Result<String, Failure> {
    let lock = std::fs::read_to_string(folders::top().join("Cargo.lock")).about("reading Cargo.lock")?;
    version_in(&lock, package).ok_or_else(|| format!("Cargo.lock names no version of {package}").into())
}

fn version_in(lock: &str, package: &str) -> Option<String> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name);
    lines.next()?;
    let version = lines.next()?.strip_prefix("version = \"")?;
    Some(version.trim_end_matches('"').to_owned())
}

/// Installs what `package-lock.json` names; `Ok(false)` where there is no npm.
pub fn npm_packages() -> Result<bool, Failure> {
    npm_packages_of(&folders::top())
}

/// The same for the `package-lock.json` of any folder.
pub fn npm_packages_of(folder: &Path) -> Result<bool, Failure> {
    let lock_path = folder.join("package-lock.json");
    let stamp_path = folder.join("node_modules/.installed-from.json");
    let lock = std::fs::read(&lock_path).about("reading package-lock.json")?;
    if std::fs::read(&stamp_path).is_ok_and(|installed| installed == lock) {
        return Ok(true);
    }
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    if output(program(npm, &["--version"])).is_none() {
        return Ok(false);
    }
    println!("Installing npm packages from {}, in about 10 s", lock_path.display());
    let mut install = program(npm, &["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
    install.current_dir(folder);
    run(install)?;
    std::fs::write(&stamp_path, lock).about("writing into node_modules")?;
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_read_from_the_package_of_that_very_name() {
        let lock = "[[package]]\nname = \"wasm-bindgen-futures\"\nversion = \"0.4.1\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(version_in(lock, "wasm-bindgen").as_deref(), Some("0.2.130"));
        assert_eq!(version_in(lock, "bindgen"), None);
    }

    #[test]
    fn a_version_is_a_whole_word_of_the_first_line() {
        assert!(names_version("trunk 0.21.14\n", "0.21.14"));
        assert!(names_version("geckodriver 0.37.1 ( )\nmore", "0.37.1"));
        assert!(!names_version("trunk 0.21.14-beta.1", "0.21.14"));
    }

    #[test]
    fn a_program_that_hangs_is_ended() {
        assert!(!succeeds_within(program("cargo", &["no-such-command"]), Duration::from_secs(60)));
        assert!(succeeds_within(program("cargo", &["--version"]), Duration::from_secs(60)));
        let started = Instant::now();
        // Waits for the input that its parent never writes; `cat` is what every Unix has for that.
        if cfg!(unix) {
            let mut hangs = Command::new("cat");
            hangs.stdin(Stdio::piped());
            assert!(!succeeds_within(hangs, Duration::from_millis(300)));
            assert!(started.elapsed() < Duration::from_secs(20));
        }
    }
}
