//! What a first visit costs a reader.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::command::{About as _, Failure, Outcome};
use crate::{lanes, split};

/// A first visit: the address of a chapter, and the chunk that its first lab is in, if it is in one.
struct Visit {
    slug: &'static str,
    chunk: Option<&'static str>,
    /// The most that it may come to, compressed.
    budget_bytes: usize,
}

/// The foundation: the chapter whose first lab is in the WebAssembly that every page loads.
const FOUNDATION: Visit = Visit { slug: "consistent-hashing", chunk: None, budget_bytes: 170_000 };

/// The other chapters. What the book may come to when all of it is written is the most that any of them may.
const OTHERS: [Visit; 3] = [
    Visit { slug: "rate-limiter", chunk: Some("limiter"), budget_bytes: 350_000 },
    Visit { slug: "unique-id", chunk: Some("ids"), budget_bytes: 350_000 },
    Visit { slug: "url-shortener", chunk: Some("shortener"), budget_bytes: 350_000 },
];

/// What keeps the site for reading offline. The page names it, but loads it when all else is there.
const OFFLINE: &str = "service-worker.js";

#[derive(Clone)]
struct Weighed {
    name: String,
    raw_bytes: usize,
    brotli_bytes: usize,
}

/// The site that is weighed: each of its files once, as compressing takes a while.
struct Scale<'site> {
    dist: &'site Path,
    weighed: BTreeMap<PathBuf, Weighed>,
}

/// Prints the size of first visits, and fails where one is over its budget.
pub fn hold_to_budget(dist: &Path) -> Outcome {
    let scale = Scale::with_all_visits(dist)?;
    scale.print()?;
    for visit in [FOUNDATION].iter().chain(&OTHERS) {
        let bytes = total(&scale.files_of(visit)?).1;
        let (slug, budget) = (visit.slug, visit.budget_bytes);
        if bytes > budget {
            let over = bytes - budget;
            let why =
                format!("a first visit to /{slug}/ is {over} bytes over its budget of {budget} (the site is built)");
            return Err(why.into());
        }
    }
    Ok(())
}

/// Prints the size of first visits.
pub fn weigh(dist: &Path) -> Outcome {
    Scale::with_all_visits(dist)?.print()
}

impl<'site> Scale<'site> {
    /// Weighs what is loaded by first visits and later, two files at a time.
    fn with_all_visits(dist: &'site Path) -> Result<Self, Failure> {
        let mut paths = chunks(dist)?;
        paths.push(OFFLINE.into());
        for visit in [FOUNDATION].iter().chain(&OTHERS) {
            paths.extend(paths_of(dist, visit)?);
        }
        paths.sort();
        paths.dedup();
        let weighed = lanes::two_at_a_time(paths, |path| weighed(dist, &path).map(|weighed| (path, weighed)));
        Ok(Self { dist, weighed: weighed.into_iter().collect::<Result<_, Failure>>()? })
    }

    /// Prints what each file of a first visit to a chapter comes to, and all of them; and what other visits come to.
    fn print(&self) -> Outcome {
        let files = self.files_of(&FOUNDATION)?;
        println!("\nA first visit to /{}/, in bytes:", FOUNDATION.slug);
        println!("{:>10}  {:>10}  file", "raw", "brotli 11");
        for file in &files {
            println!("{:>10}  {:>10}  {}", file.raw_bytes, file.brotli_bytes, file.name);
        }
        let (raw, brotli) = total(&files);
        println!("{raw:>10}  {brotli:>10}  together; the budget is {}", FOUNDATION.budget_bytes);
        println!("\nFirst visits to other chapters, with the chunks of their first lab:");
        for visit in &OTHERS {
            let (raw, brotli) = total(&self.files_of(visit)?);
            println!("{raw:>10}  {brotli:>10}  /{}/", visit.slug);
        }
        println!("\nLoaded when a reader comes near, or asks for it:");
        for path in chunks(self.dist)?.into_iter().chain([PathBuf::from(OFFLINE)]) {
            let chunk = self.file(&path)?;
            println!("{:>10}  {:>10}  {}", chunk.raw_bytes, chunk.brotli_bytes, chunk.name);
        }
        Ok(())
    }

    /// What a first visit loads until the first lab lives.
    fn files_of(&self, visit: &Visit) -> Result<Vec<Weighed>, Failure> {
        paths_of(self.dist, visit)?.iter().map(|path| self.file(path)).collect()
    }

    fn file(&self, path: &Path) -> Result<Weighed, Failure> {
        let weighed = self.weighed.get(path).cloned();
        weighed.ok_or_else(|| format!("{} was not weighed", path.display()).into())
    }
}

/// Raw and compressed.
fn total(files: &[Weighed]) -> (usize, usize) {
    (files.iter().map(|file| file.raw_bytes).sum(), files.iter().map(|file| file.brotli_bytes).sum())
}

/// The files that a first visit loads until the first lab lives.
fn paths_of(dist: &Path, visit: &Visit) -> Result<Vec<PathBuf>, Failure> {
    let page = Path::new(visit.slug).join("index.html");
    let mut paths = referenced(dist, &page)?;
    if let Some(chunk) = visit.chunk {
        let is_needed = |path: &PathBuf| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let starts = |with: &str| name.strip_prefix(with).is_some_and(|rest| rest.starts_with('-'));
            starts(chunk) || starts(&format!("{chunk}_shared")) || starts("shared") || starts(&format!("later-{chunk}"))
        };
        paths.extend(chunks(dist)?.into_iter().chain(files_in(dist)?).filter(is_needed));
    }
    Ok(std::iter::once(page).chain(paths).collect())
}

/// The names of the files in the site's top folder, in order.
fn files_in(dist: &Path) -> Result<Vec<PathBuf>, Failure> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(dist).about(format_args!("reading {}", dist.display()))? {
        names.push(PathBuf::from(entry.about("reading the site")?.file_name()));
    }
    names.sort();
    Ok(names)
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

/// The sheets, scripts and WebAssembly in the site's top folder that a page names, without those that are put off until they
/// are asked for.
fn referenced(dist: &Path, page: &Path) -> Result<Vec<PathBuf>, Failure> {
    let page = std::fs::read_to_string(dist.join(page)).about("reading the page")?;
    let is_loaded = |path: &PathBuf| {
        let name = path.to_string_lossy();
        let loads = ["css", "js", "wasm"].iter().any(|kind| path.extension().is_some_and(|other| other == *kind));
        loads && name != OFFLINE && page.contains(&*name) && !name.starts_with("later-")
    };
    Ok(files_in(dist)?.into_iter().filter(is_loaded).collect())
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
