//! What is compiled of this workspace, once: the programs of its tests, with clippy looking on.
//!
//! Clippy is the compiler with more lints, so a build by it needs no second pass over the code. A warning is no error here: the
//! tests run all the same, and the step fails in the end.

use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;

use crate::command::{Failure, program, spelled, watch};
use crate::folders;

/// The tests that have a harness of their own, and need browsers.
pub const JOURNEYS: &str = "journeys";

/// A program that was built.
#[derive(Clone, Debug, PartialEq)]
pub struct Program {
    /// Of the package.
    pub folder: PathBuf,
    /// What it is called: by its package's target.
    pub name: String,
    /// `lib`, `bin`, `test` or `bench`.
    pub kind: String,
    /// Whether it runs tests.
    pub is_test: bool,
    /// The file.
    pub path: PathBuf,
}

/// What a build came to.
#[derive(Default)]
pub struct Built {
    programs: Vec<Program>,
    /// What the compiler and clippy said, in full.
    pub warnings: Vec<String>,
}

impl Built {
    /// The programs that run Rust's own tests.
    pub fn tests(&self) -> impl Iterator<Item = &Program> {
        self.programs.iter().filter(|program| program.is_test && program.kind != "bench" && program.name != JOURNEYS)
    }

    /// The program of this name; not its tests.
    pub fn program(&self, name: &str) -> Result<&Program, Failure> {
        self.find(|program| program.kind == "bin" && !program.is_test && program.name == name, name)
    }

    /// The test program of this name.
    pub fn test(&self, name: &str) -> Result<&Program, Failure> {
        self.find(|program| program.kind == "test" && program.name == name, name)
    }

    fn find(&self, is_it: impl Fn(&Program) -> bool, name: &str) -> Result<&Program, Failure> {
        let found = self.programs.iter().find(|program| is_it(program));
        found.ok_or_else(|| format!("Cargo built no program that is called {name}").into())
    }
}

/// Everything for this machine: all tests, programs and benchmarks. xtask is apart: it is running.
pub fn native() -> Result<Built, Failure> {
    cargo(&["--workspace", "--exclude", "xtask", "--all-targets"])
}

/// The tests of xtask itself, in a folder of their own, as it is.
pub fn xtask() -> Result<Built, Failure> {
    cargo(&["--package", "xtask", "--profile", "xtask"])
}

/// The tests in the browser.
pub fn web() -> Result<Built, Failure> {
    cargo(&["--target", "wasm32-unknown-unknown", "--package", "moving-parts", "--test", "web"])
}

fn cargo(which: &[&str]) -> Result<Built, Failure> {
    let test = ["test", "--locked", "--no-run", "--quiet", "--message-format", "json"];
    let mut cargo = program("cargo", &[&test, which].concat());
    cargo.env("RUSTC_WORKSPACE_WRAPPER", clippy());
    let spelled = spelled(&cargo);
    let (mut built, mut errors) = (Built::default(), String::new());
    let status = watch(cargo, |line| match serde_json::from_str(line) {
        Ok(message) => built.take(&message, &mut errors),
        Err(_) => errors.extend([line, "\n"]),
    })?;
    if status.success() { Ok(built) } else { Err(format!("`{spelled}` failed ({status})\n{errors}").into()) }
}

/// Clippy as a compiler stands beside Cargo, and is found like it.
pub fn clippy() -> String {
    format!("clippy-driver{}", std::env::consts::EXE_SUFFIX)
}

impl Built {
    /// Takes in a message of Cargo's. <https://doc.rust-lang.org/cargo/reference/external-tools.html#json-messages>
    fn take(&mut self, message: &Value, errors: &mut String) {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        match message["reason"].as_str() {
            Some("compiler-artifact") if message["executable"].is_string() => {
                let manifest = PathBuf::from(text(&message["manifest_path"]));
                self.programs.push(Program {
                    folder: manifest.parent().unwrap_or(&folders::top()).to_path_buf(),
                    name: text(&message["target"]["name"]),
                    kind: text(&message["target"]["kind"][0]),
                    is_test: message["profile"]["test"] == true,
                    path: text(&message["executable"]).into(),
                });
            }
            Some("compiler-message") => {
                let rendered = text(&message["message"]["rendered"]);
                if message["message"]["level"] == "warning" {
                    // A library is compiled with and without its tests, and says most things twice.
                    if !self.warnings.contains(&rendered) {
                        self.warnings.push(rendered);
                    }
                } else {
                    errors.push_str(&rendered);
                }
            }
            _ => {}
        }
    }
}

impl Program {
    /// Runs it as Cargo would.
    pub fn command(&self) -> Command {
        let mut command = Command::new(&self.path);
        command.current_dir(&self.folder).env("CARGO_MANIFEST_DIR", &self.folder);
        command
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn programs_and_warnings_are_taken_from_what_cargo_says() {
        let (mut built, mut errors) = (Built::default(), String::new());
        let program = |name: &str, kind: &str, test: bool, file: Value| {
            json!({ "reason": "compiler-artifact", "manifest_path": "/w/a/Cargo.toml", "executable": file,
                    "target": { "name": name, "kind": [kind] }, "profile": { "test": test } })
        };
        let said = |level: &str, text: &str| json!({ "reason": "compiler-message", "message": { "level": level, "rendered": text } });
        for message in [
            program("serde", "lib", false, Value::Null),
            program("replay", "bin", false, json!("/t/replay")),
            program("replay", "bin", true, json!("/t/deps/replay-1")),
            program("ring", "bench", true, json!("/t/deps/ring-1")),
            program("journeys", "test", true, json!("/t/deps/journeys-1")),
            said("warning", "unused"),
            said("warning", "unused"),
            said("error", "wrong"),
            json!({ "reason": "build-finished", "success": true }),
        ] {
            built.take(&message, &mut errors);
        }
        assert_eq!((built.warnings.as_slice(), errors.as_str()), (["unused".to_owned()].as_slice(), "wrong"));
        let tests: Vec<_> = built.tests().map(|program| program.path.display().to_string()).collect();
        assert_eq!(tests, ["/t/deps/replay-1"]);
        assert_eq!(built.program("replay").unwrap().path, PathBuf::from("/t/replay"));
        assert_eq!(built.test("journeys").unwrap().folder, PathBuf::from("/w/a"));
        assert!(built.program("serde").is_err());
    }
}
