//! Asks the linker to keep what `wasm-split` needs to cut the WebAssembly into chunks: where every function refers to. And makes
//! what the pages show of the book's own code.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// The folders whose code is shown.
const SHOWN: [&str; 2] = ["crates/algorithms/src", "crates/simulation/src"];

fn main() -> io::Result<()> {
    println!("cargo:rerun-if-changed=build.rs");
    let is_wasm = env::var("CARGO_CFG_TARGET_ARCH").is_ok_and(|arch| arch == "wasm32");
    if is_wasm && env::var_os("CARGO_FEATURE_SPLIT").is_some() {
        println!("cargo:rustc-link-arg-bin=moving-parts=--emit-relocs");
    }
    let made = env::var_os("OUT_DIR").map(PathBuf::from).ok_or(io::ErrorKind::NotFound)?.join("shown");
    for folder in SHOWN {
        println!("cargo:rerun-if-changed={folder}");
        show(Path::new(folder), &made)?;
    }
    Ok(())
}

/// Writes all files of a folder, with their functions only.
fn show(folder: &Path, made: &Path) -> io::Result<()> {
    fs::create_dir_all(made.join(folder))?;
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            show(&path, made)?;
        } else {
            fs::write(made.join(&path), functions(&fs::read_to_string(&path)?))?;
        }
    }
    Ok(())
}

/// A file with its functions, what stands above them, and what they are functions of. All other lines are empty: a page shows
/// functions only (`src/source/excerpt.rs`), with their lines' numbers. rustfmt has set the file.
fn functions(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let mut is_kept = vec![false; lines.len()];
    for (number, line) in lines.iter().enumerate() {
        is_kept[number] |= line.starts_with("impl");
        if !is_head(line) {
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

fn is_head(line: &str) -> bool {
    let words = |before: &str| before.split_whitespace().all(|word| word.starts_with("pub") || word == "const");
    line.split_once("fn ").is_some_and(|(before, _)| words(before))
}

fn is_above(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with("///") || line.starts_with("#[")
}

fn indentation(line: &str) -> usize {
    line.len() - line.trim_start().len()
}
