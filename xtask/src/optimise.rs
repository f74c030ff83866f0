//! `wasm-opt` and `terser` over Trunk's output. Trunk can call `wasm-opt` too, but then fails on a machine without npm; and
//! its own minifier does not understand the script that wasm-bindgen writes, of which it warns.

use std::path::{Path, PathBuf};

use crate::command::{self, About as _, Failure, Outcome, program};
use crate::{elements, split, tools};

/// What rustc emits for `wasm32-unknown-unknown`; wasm-opt refuses code that uses a feature which it was not told of.
const WASM_FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// For what every page loads. Small when it is compressed: what is inlined is smaller at first, but compresses less well.
/// Measured on this site; it takes a minute.
///
/// Nothing lies in the lowest memory: the stack ends there. The features are those that every browser has by now.
const SMALL: [&str; 5] =
    ["-Oz", "--converge", "--one-caller-inline-max-function-size=30", "--low-memory-unused", "--strip-target-features"];

/// Cuts what is in Trunk's staging folder into chunks if it is to be cut, and shrinks it where npm brought the tools, both in a
/// release build.
pub fn staged() -> Outcome {
    let staging = std::env::var_os("TRUNK_STAGING_DIR")
        .map(PathBuf::from)
        .ok_or("`cargo xtask optimise` is called by Trunk; you want `cargo xtask build`")?;
    let release = std::env::var("TRUNK_PROFILE").is_ok_and(|profile| profile == "release");
    if !release {
        return Ok(());
    }
    let shrink = tools::npm_packages()?;
    for path in files(&staging)? {
        let name = path.display().to_string();
        if let Some(stem) = name.strip_suffix("_bg.wasm") {
            let script = format!("{stem}.js");
            let text = std::fs::read_to_string(&script).about(format_args!("reading {script}"))?;
            if split::is_wanted(&text) {
                split::cut("moving-parts", Path::new(stem))?;
            }
            if shrink {
                wasm_and_its_script(&name, &script)?;
                run(
                    "terser",
                    &[&script, "--module", "--compress", "ecma=2020,unsafe_arrows", "--mangle", "--output", &script],
                )?;
            }
        }
    }
    Ok(())
}

/// Shrinks the WebAssembly, and gives what passes between it and its script short names: wasm-bindgen's hold a long hash each.
fn wasm_and_its_script(wasm: &str, script: &str) -> Outcome {
    let mut command = program("wasm-opt", &["--minify-imports-and-exports-and-modules", wasm, "--output", wasm]);
    command.args(SMALL).args(WASM_FEATURES).env("PATH", tools::search_path()?);
    let output = command.output().about("running wasm-opt")?;
    if !output.status.success() {
        return Err(format!("wasm-opt failed: {}", String::from_utf8_lossy(&output.stderr)).into());
    }
    let smaller = elements::without_empty_ones(&std::fs::read(wasm).about(format_args!("reading {wasm}"))?)?;
    std::fs::write(wasm, smaller).about(format_args!("writing {wasm}"))?;
    let renamed = String::from_utf8_lossy(&output.stdout);
    let text = std::fs::read_to_string(script).about(format_args!("reading {script}"))?;
    std::fs::write(script, rename(text, &renamed)).about(format_args!("writing {script}"))
}

/// Applies wasm-opt's list of new names to the script: a line each, `["module", "name", "new"]` for what the WebAssembly
/// imports, `["name", "new"]` for what it exports. Every imported module is called `a`.
fn rename(mut script: String, renamed: &str) -> String {
    for line in renamed.lines() {
        let words: Vec<&str> = line.split('"').skip(1).step_by(2).collect();
        match words.as_slice() {
            [module, name, new] => {
                script = script.replace(&format!("\"{module}\":"), "\"a\":");
                script = script.replace(&format!(" {name}:"), &format!(" {new}:"));
            }
            [name, new] => {
                for after in ["(", ".", ";", ",", ")", " "] {
                    script = script.replace(&format!("wasm.{name}{after}"), &format!("wasm.{new}{after}"));
                }
            }
            _ => {}
        }
    }
    script
}

/// Shrinks one file in place.
pub fn wasm(path: &str) -> Outcome {
    run("wasm-opt", &[&["-Oz", path, "--output", path], &WASM_FEATURES[..]].concat())
}

/// Shrinks a file of chunks in place, as what every page loads, but in one go: there are many of them.
pub fn chunk(path: &str) -> Outcome {
    let passes = SMALL.into_iter().filter(|pass| *pass != "--converge");
    run("wasm-opt", &[path, "--output", path].into_iter().chain(passes).chain(WASM_FEATURES).collect::<Vec<_>>())
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

#[cfg(test)]
mod tests {
    use super::rename;

    #[test]
    fn what_passes_between_script_and_webassembly_gets_the_same_short_name() {
        let script =
            "x = { \"./a_bg.js\": import0 }; y = { __wbg_go_1: function() { wasm.main(wasm.memory.buffer); } }";
        let renamed = "{\n  [\"./a_bg.js\", \"__wbg_go_1\", \"$\"],\n  [\"main\", \"b\"],\n  [\"memory\", \"c\"]\n}";
        let wanted = "x = { \"a\": import0 }; y = { $: function() { wasm.b(wasm.c.buffer); } }";
        assert_eq!(rename(script.to_owned(), renamed), wanted);
    }
}
