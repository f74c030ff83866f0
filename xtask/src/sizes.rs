//! What a first visit costs a reader.

use std::path::{Path, PathBuf};

use crate::command::{About as _, Failure, Outcome};
use crate::split;

/// The page that is weighed: the one whose first lab is in the WebAssembly that every page loads.
const PAGE: &str = "consistent-hashing/index.html";

/// The most that a first visit may come to, compressed: 170 kB.
const BUDGET_BYTES: usize = 170_000;

/// What keeps the site for reading offline. The page names it, but loads it when all else is there.
const OFFLINE: &str = "service-worker.js";

struct Weighed {
    name: String,
    raw_bytes: usize,
    brotli_bytes: usize,
}

/// Prints the size of a first visit, and fails where it is over the budget.
pub fn hold_to_budget(dist: &Path) -> Outcome {
    let bytes = weigh(dist)?;
    match bytes.checked_sub(BUDGET_BYTES) {
        None | Some(0) => Ok(()),
        Some(over) => {
            Err(format!("a first visit is {over} bytes over its budget of {BUDGET_BYTES} (the site is built)").into())
        }
    }
}

/// Prints the size of a first visit to the chapter: what each file comes to, and, returned too, all of them compressed.
pub fn weigh(dist: &Path) -> Result<usize, Failure> {
    let mut files = vec![weighed(dist, Path::new(PAGE))?];
    for path in referenced(dist)? {
        files.push(weighed(dist, &path)?);
    }
    let raw: usize = files.iter().map(|file| file.raw_bytes).sum();
    let brotli: usize = files.iter().map(|file| file.brotli_bytes).sum();

    println!("\nA first visit to /consistent-hashing/, in bytes:");
    println!("{:>10}  {:>10}  file", "raw", "brotli 11");
    for file in &files {
        println!("{:>10}  {:>10}  {}", file.raw_bytes, file.brotli_bytes, file.name);
    }
    println!("{raw:>10}  {brotli:>10}  together; the budget is {BUDGET_BYTES}");
    println!("\nLoaded when a reader comes near, or asks for it:");
    for path in chunks(dist)?.into_iter().chain([PathBuf::from(OFFLINE)]) {
        let chunk = weighed(dist, &path)?;
        println!("{:>10}  {:>10}  {}", chunk.raw_bytes, chunk.brotli_bytes, chunk.name);
    }
    Ok(brotli)
}

/// The files in the folder of the chunks; none where the site was not cut.
fn chunks(dist: &Path) -> Result<Vec<PathBuf>, Failure> {
    let folder = dist.join(split::CHUNKS);
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let entries = std::fs::read_dir(&folder).about("reading the chunks")?;
    let mut paths = Vec::new();
    for entry in entries {
        paths.push(Path::new(split::CHUNKS).join(entry.about("reading the chunks")?.file_name()));
    }
    paths.sort();
    Ok(paths)
}

/// The sheets, scripts and WebAssembly in the site's top folder that the page names.
fn referenced(dist: &Path) -> Result<Vec<PathBuf>, Failure> {
    let page = std::fs::read_to_string(dist.join(PAGE)).about("reading the page")?;
    let mut names = Vec::new();
    for entry in std::fs::read_dir(dist).about(format_args!("reading {}", dist.display()))? {
        let path = entry.about("reading the site")?.path();
        let loads =
            path.extension().is_some_and(|extension| ["css", "js", "wasm"].iter().any(|wanted| extension == *wanted));
        if let (true, Some(name)) = (loads, path.file_name())
            && name != OFFLINE
            && page.contains(&*name.to_string_lossy())
            // Put off until they are asked for.
            && !name.to_string_lossy().starts_with("later-")
        {
            names.push(PathBuf::from(name));
        }
    }
    names.sort();
    Ok(names)
}

fn weighed(dist: &Path, name: &Path) -> Result<Weighed, Failure> {
    let bytes = std::fs::read(dist.join(name)).about(format_args!("reading {}", name.display()))?;
    Ok(Weighed { name: name.display().to_string(), raw_bytes: bytes.len(), brotli_bytes: compressed_bytes(&bytes)? })
}

/// How many bytes a static host would send that compresses at the highest quality.
fn compressed_bytes(bytes: &[u8]) -> Result<usize, Failure> {
    let parameters = brotli::enc::BrotliEncoderParams { quality: 11, size_hint: bytes.len(), ..Default::default() };
    let mut compressed = Vec::new();
    brotli::BrotliCompress(&mut &bytes[..], &mut compressed, &parameters).about("compressing")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_repeats_compresses_to_almost_nothing() {
        assert!(compressed_bytes(&[b'a'; 100_000]).unwrap() < 100);
    }
}
