//! `cargo xtask bench`: our algorithms against the field's, as ratios; and the finished pages against their targets.

use std::path::Path;

use crate::arguments::Arguments;
use crate::command::{self, About as _, Failure, Outcome, program};
use crate::{browsers, folders, journeys, optimise, tools};

/// The contestant that the others are compared with; in each benchmark's name it comes after the slash.
const OURS: &str = "ours";

/// A part of the benchmarks.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Part {
    /// Against crates.
    Native,
    /// Against npm packages, in Node.js.
    Wasm,
    /// Of the finished pages, each this many times.
    Page { rounds: u32 },
}

/// Runs one part of the benchmarks, or all of them.
pub fn run(arguments: Arguments) -> Outcome {
    let parts = parts(arguments)?;
    // Said before anything else has run for minutes.
    if parts.iter().any(|part| matches!(part, Part::Page { .. })) && !folders::dist().join("index.html").exists() {
        return Err("there is no site in dist/ to measure: `cargo xtask build` first".into());
    }
    parts.into_iter().try_for_each(|part| match part {
        Part::Native => native(),
        Part::Wasm => wasm(),
        Part::Page { rounds } => page(rounds),
    })
}

/// Which parts the command line asks for.
fn parts(mut arguments: Arguments) -> Result<Vec<Part>, Failure> {
    let only = arguments.value("--only")?;
    let rounds = arguments.value("--rounds")?;
    arguments.finish()?;
    let page = Part::Page { rounds: odd(rounds.as_deref().unwrap_or("3"))? };
    match only.as_deref() {
        None => Ok(vec![Part::Native, Part::Wasm, page]),
        Some("page") => Ok(vec![page]),
        Some("native" | "wasm") if rounds.is_some() => Err("--rounds is for the pages: --only page".into()),
        Some("native") => Ok(vec![Part::Native]),
        Some("wasm") => Ok(vec![Part::Wasm]),
        Some(other) => Err(format!("--only takes native, wasm or page, not “{other}”").into()),
    }
}

/// Of an odd number of rounds one is the median.
fn odd(rounds: &str) -> Result<u32, Failure> {
    let number = rounds.parse().ok().filter(|number: &u32| !number.is_multiple_of(2));
    number.ok_or_else(|| format!("--rounds takes an odd number, not “{rounds}”").into())
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

/// Measures `dist/` as it is, in Chromium.
fn page(rounds: u32) -> Outcome {
    if journeys::is_outdated() {
        println!("{}", journeys::OUTDATED);
    }
    let chromium = browsers::chromium_program()?;
    if !tools::npm_packages_of(&folders::top().join("benches/page"))? {
        return Err("Lighthouse needs npm; install Node.js".into());
    }
    let dist = folders::dist().display().to_string();
    let mut bench = program("node", &["benches/page/bench.mjs", &dist, &rounds.to_string()]);
    bench.env("CHROMIUM", chromium);
    command::run(bench)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(words: &[&str]) -> Result<Vec<Part>, Failure> {
        parts(words.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn all_parts_run_unless_one_is_named() {
        let page = Part::Page { rounds: 3 };
        assert_eq!(asked(&[]).unwrap(), [Part::Native, Part::Wasm, page]);
        assert_eq!(asked(&["--only", "wasm"]).unwrap(), [Part::Wasm]);
        assert_eq!(asked(&["--only", "page"]).unwrap(), [page]);
        assert!(asked(&["--only", "pages"]).is_err());
    }

    #[test]
    fn pages_are_measured_an_odd_number_of_times() {
        assert_eq!(asked(&["--only", "page", "--rounds=5"]).unwrap(), [Part::Page { rounds: 5 }]);
        assert_eq!(asked(&["--rounds", "1"]).unwrap().last(), Some(&Part::Page { rounds: 1 }));
        for (only, rounds) in [("page", "4"), ("page", "0"), ("page", "many"), ("native", "3")] {
            assert!(asked(&["--only", only, "--rounds", rounds]).is_err());
        }
    }

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
