//! Asks the linker to keep what `wasm-split` needs to cut the WebAssembly into chunks: where every function refers to. And makes
//! what the pages show of the book's own code.

use std::collections::{BTreeMap, BTreeSet};
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

/// The functions that the chapters show, by their files: in a `source.rs`, `const RING: File = source_file!("path");` gives a file
/// its name, and `(RING, &["owner", "Ring::add"])` names functions of it.
fn names() -> io::Result<BTreeMap<PathBuf, BTreeSet<String>>> {
    let mut names: BTreeMap<PathBuf, BTreeSet<String>> = BTreeMap::new();
    println!("cargo:rerun-if-changed={CHAPTERS}");
    for chapter in fs::read_dir(CHAPTERS)? {
        let Ok(text) = fs::read_to_string(chapter?.path().join("source.rs")) else { continue };
        let files: BTreeMap<&str, &str> = text.split("const ").filter_map(file).collect();
        for listed in text.split('(') {
            let Some((file, functions)) = listed.split_once(", &[") else { continue };
            let (Some(path), Some((functions, _))) = (files.get(file.trim()), functions.split_once(']')) else {
                continue;
            };
            // A function may be named with its type.
            let last = |quoted: &str| quoted.rsplit("::").next().unwrap_or_default().to_owned();
            names.entry(path.into()).or_default().extend(functions.split('"').skip(1).step_by(2).map(last));
        }
    }
    Ok(names)
}

/// The name and the path of a file that is declared.
fn file(declared: &str) -> Option<(&str, &str)> {
    let (name, rest) = declared.split_once(": File = source_file!(\"")?;
    Some((name, rest.split_once('"')?.0))
}

/// Writes all files of a folder, with the functions only that are shown of each.
fn show(folder: &Path, made: &Path, names: &BTreeMap<PathBuf, BTreeSet<String>>) -> io::Result<()> {
    fs::create_dir_all(made.join(folder))?;
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            show(&path, made, names)?;
        } else {
            let none = BTreeSet::new();
            let shown = functions(&fs::read_to_string(&path)?, names.get(&path).unwrap_or(&none));
            fs::write(made.join(&path), shown)?;
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
