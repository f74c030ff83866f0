//! `wasm-opt` and `terser` over Trunk's output. Trunk can call `wasm-opt` too, but then fails on a machine without npm; and
//! its own minifier does not understand the script that wasm-bindgen writes, of which it warns.

use std::path::{Path, PathBuf};

use crate::command::{self, About as _, Failure, Outcome, program};
use crate::tools;

/// What rustc emits for `wasm32-unknown-unknown`; wasm-opt refuses code that uses a feature which it was not told of.
const WASM_FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// Shrinks what is in Trunk's staging folder, in a release build where npm brought the tools.
pub fn staged() -> Outcome {
    let staging = std::env::var_os("TRUNK_STAGING_DIR")
        .map(PathBuf::from)
        .ok_or("`cargo xtask optimise` is called by Trunk; you want `cargo xtask build`")?;
    let release = std::env::var("TRUNK_PROFILE").is_ok_and(|profile| profile == "release");
    if !release || !tools::npm_packages()? {
        return Ok(());
    }
    for path in files(&staging)? {
        let name = path.display().to_string();
        match path.extension().and_then(|extension| extension.to_str()) {
            Some("wasm") => wasm(&name)?,
            Some("js") => run("terser", &[&name, "--module", "--compress", "--mangle", "--output", &name])?,
            _ => {}
        }
    }
    Ok(())
}

/// Shrinks one file in place.
pub fn wasm(path: &str) -> Outcome {
    run("wasm-opt", &[&["-Oz", path, "--output", path], &WASM_FEATURES[..]].concat())
}

fn run(name: &str, arguments: &[&str]) -> Outcome {
    let mut command = program(name, arguments);
    command.env("PATH", tools::search_path()?);
    command::run(command)
}

fn files(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).about(format_args!("reading {}", folder.display()))? {
        paths.push(entry.about("reading Trunk's output")?.path());
    }
    Ok(paths)
}
