//! `cargo xtask bench`: our algorithms against the field's, as ratios.

use std::path::Path;

use crate::arguments::Arguments;
use crate::command::{self, About as _, Failure, Outcome, program};
use crate::{folders, optimise, tools};

/// The contestant that the others are compared with; in each benchmark's name it comes after the slash.
const OURS: &str = "ours";

/// Runs the native benchmarks, those in Node.js, or both.
pub fn run(mut arguments: Arguments) -> Outcome {
    let only = arguments.value("--only")?;
    arguments.finish()?;
    match only.as_deref() {
        None => native().and_then(|()| wasm()),
        Some("native") => native(),
        Some("wasm") => wasm(),
        Some(other) => Err(format!("--only takes native or wasm, not “{other}”").into()),
    }
}

fn native() -> Outcome {
    let results = folders::top().join("target/criterion");
    if results.exists() {
        std::fs::remove_dir_all(&results).about("forgetting the last run")?;
    }
    command::run(program("cargo", &["bench", "--locked", "--package", "bench-native"]))?;
    println!("\nNative, compiled for speed as the rivals are; medians. Above 1 ours is faster.");
    for group in folders_in(&results)? {
        print_group(&group)?;
    }
    Ok(())
}

/// A measure: each of its contestants has a folder with what Criterion found.
fn print_group(group: &Path) -> Outcome {
    let mut medians = Vec::new();
    let mut title = String::new();
    for contestant in folders_in(group)? {
        let Ok(benchmark) = std::fs::read_to_string(contestant.join("new/benchmark.json")) else { continue };
        let estimates = std::fs::read_to_string(contestant.join("new/estimates.json")).about("reading the results")?;
        let nanoseconds = median(&estimates).ok_or("Criterion's results have no median")?;
        title = text(&benchmark, "group_id").unwrap_or_default();
        medians.push((text(&benchmark, "function_id").unwrap_or_default(), nanoseconds));
    }
    medians.sort_by_key(|(name, _)| name != OURS);
    let Some(&(_, ours)) = medians.iter().find(|(name, _)| name == OURS) else { return Ok(()) };
    println!("\n{title}");
    for (name, nanoseconds) in medians {
        println!("{}", row(&name, nanoseconds, ours));
    }
    Ok(())
}

/// A line of the table. Behind a bar the name says what the contestant does less than ours or otherwise; “fair” is one that is
/// made to do the same.
fn row(name: &str, nanoseconds: f64, ours: f64) -> String {
    let (who, note) = name.split_once(" | ").unwrap_or((name, ""));
    let ratio = if name == OURS { String::new() } else { format!("  {:.2} x our time", nanoseconds / ours) };
    let note = if note.is_empty() { String::new() } else { format!("  ({note})") };
    format!("  {who:<30} {:>10.3} ms{ratio}{note}", nanoseconds / 1e6)
}

fn folders_in(folder: &Path) -> Result<Vec<std::path::PathBuf>, Failure> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).about(format_args!("reading {}", folder.display()))? {
        let path = entry.about("reading the results")?.path();
        if path.is_dir() {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// Criterion writes flat JSON without spaces; a whole JSON parser would cost more than it tells.
fn median(estimates: &str) -> Option<f64> {
    let (_, rest) = estimates.split_once("\"median\":")?;
    let (_, rest) = rest.split_once("\"point_estimate\":")?;
    rest.split([',', '}']).next()?.parse().ok()
}

fn text(json: &str, key: &str) -> Option<String> {
    let (_, rest) = json.split_once(&format!("\"{key}\":\""))?;
    Some(rest.split('"').next()?.to_owned())
}

fn wasm() -> Outcome {
    if !tools::for_the_site(&[])? {
        return Err("the npm packages to compare with need npm; install Node.js".into());
    }
    let target = "wasm32-unknown-unknown";
    command::run(program("cargo", &["build", "--locked", "--release", "--package", "bench-wasm", "--target", target]))?;

    let folder = folders::top().join("target/bench-wasm").display().to_string();
    let built = folders::top().join("target").join(target).join("release/bench_wasm.wasm").display().to_string();
    let mut bindgen = program("wasm-bindgen", &["--target", "nodejs", "--no-typescript", "--out-dir", &folder, &built]);
    bindgen.env("PATH", tools::search_path()?);
    command::run(bindgen)?;
    optimise::wasm(&format!("{folder}/bench_wasm_bg.wasm"))?;

    println!("\nWebAssembly against npm packages, fastest of five rounds. Above 1 ours is faster.");
    command::run(program("node", &["benches/npm.mjs", &format!("{folder}/bench_wasm.js")]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_says_how_far_ahead_ours_is_and_what_the_other_does_less() {
        assert_eq!(row("ours", 2e6, 2e6), "  ours                                2.000 ms");
        assert_eq!(
            row("other | half the work", 1e6, 2e6),
            "  other                               1.000 ms  0.50 x our time  (half the work)"
        );
    }

    #[test]
    fn medians_and_names_are_read_from_what_criterion_writes() {
        let estimates =
            r#"{"mean":{"point_estimate":1.5},"median":{"confidence_interval":{"a":1},"point_estimate":25.25,"x":0}}"#;
        assert_eq!(median(estimates), Some(25.25));
        assert_eq!(text(r#"{"group_id":"a b","function_id":"ours"}"#, "function_id").as_deref(), Some("ours"));
    }
}
