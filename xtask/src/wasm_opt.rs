//! `wasm-opt` over Trunk's output. Trunk can call it too, but then fails on a machine without npm; we go on and say so.

use std::path::{Path, PathBuf};

use crate::command::{About as _, Failure, Outcome, program, run};
use crate::{folders, tools};

/// What rustc emits for `wasm32-unknown-unknown`; wasm-opt refuses code that uses a feature which it was not told of.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// Shrinks the WebAssembly in Trunk's staging folder, in a release build where npm brought `wasm-opt`.
pub fn optimise_staged() -> Outcome {
    let staging = std::env::var_os("TRUNK_STAGING_DIR")
        .map(PathBuf::from)
        .ok_or("`cargo xtask optimise` is called by Trunk; you want `cargo xtask build`")?;
    if std::env::var("TRUNK_PROFILE").as_deref() != Ok("release") {
        return Ok(());
    }
    if !tools::npm_packages()? {
        println!("npm was not found: the WebAssembly stays as rustc made it, about a fifth larger than it could be");
        return Ok(());
    }
    for path in modules(&staging)? {
        let path = path.display().to_string();
        let mut command = program("wasm-opt", &["-Oz", &path, "--output", &path]);
        command.args(FEATURES).env("PATH", tools::search_path()?);
        run(command)?;
    }
    Ok(())
}

fn modules(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).about(format_args!("reading {}", folder.display()))? {
        let path = entry.about("reading Trunk's output")?.path();
        if path.extension().is_some_and(|extension| extension == "wasm") {
            paths.push(path);
        }
    }
    Ok(paths)
}

/// Says whether the last build could be optimised.
pub fn available() -> bool {
    folders::npm_programs().join("wasm-opt").exists()
}
