//! Asks the linker to keep what `wasm-split` needs to cut the WebAssembly into chunks: where every function refers to. And makes
//! what the pages show of the book's own code.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// The folders whose code is shown.
const SHOWN: [&str; 2] = ["crates/algorithms/src", "crates/simulation/src"];

/// Each chapter names the functions that it shows, in its `source.rs`.
const CHAPTERS: &str = "src/chapters";

fn main() -> io::Result<()> {
    println!("cargo:rerun-if-changed=build.rs");
    let is_wasm = env::var("CARGO_CFG_TARGET_ARCH").is_ok_and(|arch| arch == "wasm32");
    if is_wasm && env::var_os("CARGO_FEATURE_SPLIT").is_some() {
        println!("cargo:rustc-link-arg-bin=moving-parts=--emit-relocs");
    }
    let names = names()?;
    let made = env::var_os("OUT_DIR").map(PathBuf::from).ok_or(io::ErrorKind::NotFound)?.join("shown");
    for folder in SHOWN {
        println!("cargo:rerun-if-changed={folder}");
        show(Path::new(folder), &made, &names)?;
    }
    Ok(())
}

/// What stands in quotes in the chapters' `source.rs`: the names of the functions that they show are among it.
fn names() -> io::Result<BTreeSet<String>> {
    let mut names = BTreeSet::new();
    println!("cargo:rerun-if-changed={CHAPTERS}");
    for chapter in fs::read_dir(CHAPTERS)? {
        let source = chapter?.path().join("source.rs");
        if source.exists() {
            println!("cargo:rerun-if-changed={}", source.display());
            let text = fs::read_to_string(source)?;
            // A function may be named with its type: `Ring::add`.
            let last = |quoted: &str| quoted.rsplit("::").next().unwrap_or_default().to_owned();
            names.extend(text.split('"').skip(1).step_by(2).map(last));
        }
    }
    Ok(names)
}

/// Writes all files of a folder, with these functions only.
fn show(folder: &Path, made: &Path, names: &BTreeSet<String>) -> io::Result<()> {
    fs::create_dir_all(made.join(folder))?;
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            show(&path, made, names)?;
        } else {
            fs::write(made.join(&path), functions(&fs::read_to_string(&path)?, names))?;
        }
    }
    Ok(())
}

/// A file with the functions of these names, what stands above them, and what they are functions of. All other lines are empty: a
/// page shows these only (`src/source/excerpt.rs`), with their lines' numbers. rustfmt has set the file.
fn functions(text: &str, names: &BTreeSet<String>) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let mut is_kept = vec![false; lines.len()];
    for (number, line) in lines.iter().enumerate() {
        is_kept[number] |= line.starts_with("impl");
        if !head(line).is_some_and(|name| names.contains(name)) {
            continue;
        }
        let above = lines[..number].iter().rev().take_while(|line| is_above(line)).count();
        let end = |line: &&str| line.trim() == "}" && indentation(line) == indentation(lines[number]);
        let below = lines[number..].iter().position(end).unwrap_or(0);
        is_kept[number - above..=number + below].fill(true);
    }
    let kept = lines.iter().zip(is_kept).map(|(line, is_kept)| if is_kept { *line } else { "" });
    kept.collect::<Vec<_>>().join("\n")
}

/// The name of the function that begins on this line, if one does.
fn head(line: &str) -> Option<&str> {
    let (before, rest) = line.split_once("fn ")?;
    let is_head = before.split_whitespace().all(|word| word.starts_with("pub") || word == "const");
    let name = rest.split(|letter: char| !letter.is_alphanumeric() && letter != '_').next()?;
    is_head.then_some(name)
}

fn is_above(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with("///") || line.starts_with("#[")
}

fn indentation(line: &str) -> usize {
    line.len() - line.trim_start().len()
}
