//! The tools that Cargo does not bring: each is pinned, and installed where it is missing or of another version.

use std::path::PathBuf;

use crate::command::{About as _, Failure, Outcome, output, program, run};
use crate::folders;

const TRUNK_VERSION: &str = "0.21.14";
const GECKODRIVER_VERSION: &str = "0.37.1";
const WASM_SPLIT_VERSION: &str = "0.2.4";
const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// What a build of the site needs; `Ok(false)` where there is no npm, and so no `wasm-opt`.
pub fn for_the_site() -> Result<bool, Failure> {
    wasm_target()?;
    // Trunk's own `offline` holds for the Cargo that it calls, too: what the site is built of has to be there before.
    run(program("cargo", &["fetch", "--locked", "--quiet"]))?;
    let bindgen = locked_version("wasm-bindgen")?;
    cargo_tool("trunk", TRUNK_VERSION, true)?;
    // The CLI's own lock file may name a crate that the registry no longer serves.
    cargo_tool("wasm-bindgen-cli", &bindgen, false)?;
    npm_packages()
}

/// The program that cuts the WebAssembly into chunks. It does not tell its version; Cargo knows it.
pub fn wasm_split() -> Outcome {
    let package = "wasm_split_cli_support";
    let installed = output(program("cargo", &["install", "--list"])).unwrap_or_default();
    let wanted = format!("{package} v{WASM_SPLIT_VERSION}:");
    if installed.lines().any(|line| line == wanted) {
        return Ok(());
    }
    install(package, WASM_SPLIT_VERSION, &["--locked", "--features", "build-binary"])
}

/// The driver through which Firefox is tested.
pub fn geckodriver() -> Outcome {
    cargo_tool("geckodriver", GECKODRIVER_VERSION, true)
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
            println!("Installing the Rust target {WASM_TARGET}");
            run(program("rustup", &["target", "add", WASM_TARGET]))
        }
        // A Rust without rustup may bring the target itself; Cargo says so if it does not.
        None => {
            println!("rustup was not found; going on with the Rust that is there");
            Ok(())
        }
    }
}

/// Installs a program from crates.io, unless this very version is there.
fn cargo_tool(package: &str, version: &str, locked: bool) -> Outcome {
    let name = package.trim_end_matches("-cli");
    let mut ask = program(name, &["--version"]);
    ask.env("PATH", search_path()?);
    if output(ask).is_some_and(|answer| names_version(&answer, version)) {
        return Ok(());
    }
    install(package, version, if locked { &["--locked"] } else { &[] })
}

fn install(package: &str, version: &str, more: &[&str]) -> Outcome {
    println!("Installing {package} {version} (once; this takes a few minutes)");
    let exactly = format!("={version}");
    run(program("cargo", &[&["install", package, "--version", &exactly, "--force"], more].concat()))
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
    let lock_path = folders::top().join("package-lock.json");
    let stamp_path = folders::top().join("node_modules/.installed-from.json");
    let lock = std::fs::read(&lock_path).about("reading package-lock.json")?;
    if std::fs::read(&stamp_path).is_ok_and(|installed| installed == lock) {
        return Ok(true);
    }
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    if output(program(npm, &["--version"])).is_none() {
        return Ok(false);
    }
    println!("Installing npm packages from package-lock.json");
    run(program(npm, &["ci", "--ignore-scripts", "--no-audit", "--no-fund"]))?;
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
}
