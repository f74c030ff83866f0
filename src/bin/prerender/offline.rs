//! What makes the site readable offline: the service worker with the list of all files, what shows in a page how that goes, and
//! the edition that each page carries.
//!
//! An edition is named after the content of everything in it. A page has that name in `<html data-edition>`, so that no page is
//! put together from two editions.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{fs, io};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use sha2::{Digest as _, Sha256};

/// Stands in pages, and in the worker, for the name of the edition.
pub const EDITION_MARK: &str = "__edition__";

/// The worker's name: in the site's folder, all of which it answers for.
pub const WORKER: &str = "service-worker.js";

const WORKER_SCRIPT: &str = include_str!("service-worker.js");

/// What a page loads when it is alive: has the worker keep the edition, and shows how that goes.
const KEEP_SCRIPT: &str = include_str!("keep.js");

/// What every page runs: brings that.
pub fn page_script() -> String {
    without_comments(include_str!("offline.js"))
}

/// Names the edition in every page of a finished site, and writes its worker.
pub fn write(site: &Path) -> io::Result<()> {
    let paths = files(site, Path::new(""))?;
    let edition = edition(site, &paths)?;
    let mut list = List::default();
    for path in &paths {
        let file = site.join(path);
        let mut bytes = fs::read(&file)?;
        if is_page(path) {
            bytes = String::from_utf8_lossy(&bytes).replace(EDITION_MARK, &edition).into_bytes();
            fs::write(&file, &bytes)?;
        }
        list.add(path, &bytes);
    }
    // It says how much all files take, and is one of them: a few digits too little.
    let keep = without_comments(KEEP_SCRIPT);
    let keep = keep.replace("__bytes__", &(list.bytes + keep.len()).to_string());
    let path = format!("keep-{edition}.js");
    fs::write(site.join(&path), &keep)?;
    list.add(Path::new(&path), keep.as_bytes());
    let worker = without_comments(WORKER_SCRIPT).replace(EDITION_MARK, &edition);
    fs::write(site.join(WORKER), worker.replace("__files__", &format!("{{\n{}}}", list.lines)))
}

/// The files of an edition, as JavaScript: the hash and the size of each.
#[derive(Default)]
struct List {
    lines: String,
    bytes: usize,
}

impl List {
    fn add(&mut self, path: &Path, content: &[u8]) {
        let (path, hash, bytes) = (address(path), BASE64.encode(Sha256::digest(content)), content.len());
        // Writing into a string can't fail. Rust quotes paths, which are plain, as JavaScript does.
        let _ = writeln!(self.lines, "{path:?}: [\"sha256-{hash}\", {bytes}],");
        self.bytes += bytes;
    }
}

/// A folder with what pages begin with: no part of an edition, as all of it is in the chunks once more.
const FIRST: &str = "first";

/// Everything in the site that is kept, from its folder, in order: all but source maps and what is there twice.
fn files(site: &Path, folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(site.join(folder))? {
        let entry = entry?;
        let path = folder.join(entry.file_name());
        if path == Path::new(FIRST) {
            continue;
        }
        if entry.file_type()?.is_dir() {
            paths.extend(files(site, &path)?);
        } else if path.extension().is_none_or(|extension| extension != "map") {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

/// The start of a hash of all names and contents, those included that carry the edition's name themselves.
fn edition(site: &Path, paths: &[PathBuf]) -> io::Result<String> {
    let mut hash = Sha256::new_with_prefix(WORKER_SCRIPT).chain_update(KEEP_SCRIPT);
    for path in paths {
        hash.update(address(path));
        hash.update(Sha256::digest(fs::read(site.join(path))?));
    }
    let mut name = String::new();
    for byte in hash.finalize().iter().take(6) {
        // Writing into a string can't fail.
        let _ = write!(name, "{byte:02x}");
    }
    Ok(name)
}

fn is_page(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "html")
}

/// The address that a browser asks for: a page's is its folder.
fn address(path: &Path) -> String {
    let path = path.to_string_lossy().replace('\\', "/");
    match path.strip_suffix("index.html") {
        Some(folder) if folder.is_empty() || folder.ends_with('/') => folder.to_owned(),
        _ => path,
    }
}

/// A script without lines that are comments, and without what the other lines begin with.
fn without_comments(script: &str) -> String {
    let lines = script.lines().map(str::trim_start);
    let kept: Vec<&str> =
        lines.filter(|line| !line.is_empty() && !line.starts_with("//") && !line.starts_with("/**")).collect();
    kept.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_asked_for_by_its_folder() {
        let addresses =
            ["index.html", "chat/index.html", "404.html", "chunks/a.wasm"].map(|path| address(Path::new(path)));
        assert_eq!(addresses, ["", "chat/", "404.html", "chunks/a.wasm"]);
    }

    #[test]
    fn an_edition_is_named_after_all_that_is_in_it() {
        let site = std::env::temp_dir().join(format!("moving-parts-edition-{}", std::process::id()));
        let written = |style: &str| {
            fs::create_dir_all(site.join("chat")).unwrap();
            fs::write(site.join("chat/index.html"), format!("<html data-edition={EDITION_MARK}>")).unwrap();
            fs::write(site.join("site.css"), style).unwrap();
            fs::write(site.join("site.css.map"), "{}").unwrap();
            write(&site).unwrap();
            let page = fs::read_to_string(site.join("chat/index.html")).unwrap();
            let worker = fs::read_to_string(site.join(WORKER)).unwrap();
            let edition = page.trim_matches(['<', '>']).rsplit('=').next().unwrap_or_default().to_owned();
            let keep = fs::read_to_string(site.join(format!("keep-{edition}.js"))).unwrap();
            fs::remove_dir_all(&site).unwrap();
            (edition, worker, keep)
        };
        let (edition, worker, keep) = written("a{}");
        assert_eq!(edition.len(), 12);
        assert!(worker.contains(&format!("EDITION = \"{edition}\"")));
        // From `printf 'a{}' | openssl dgst -sha256 -binary | base64`.
        assert!(
            worker.contains("\"site.css\": [\"sha256-X1RutGBrXCt9KkSaXMK7tHftWiRscFHOhxsS8tv8hBk=\", 3],"),
            "{worker}"
        );
        assert!(worker.contains("\"chat/\": ") && !worker.contains(".css.map") && !worker.contains(EDITION_MARK));
        // What the page shows is what the worker counts, but for the digits of that number.
        let listed: Vec<usize> =
            worker.lines().filter_map(|line| line.strip_suffix("],")?.rsplit(' ').next()?.parse().ok()).collect();
        assert_eq!(listed.len(), 3, "{worker}");
        let said = keep.split_once("BYTES = ").and_then(|(_, rest)| rest.split(';').next()?.parse().ok());
        assert!(said.is_some_and(|said: usize| said.abs_diff(listed.iter().sum()) < 10), "{said:?} of {listed:?}");
        assert_eq!(written("a{}").0, edition);
        assert_ne!(written("b{}").0, edition);
    }

    #[test]
    fn scripts_lose_their_comments_and_nothing_else() {
        assert_eq!(without_comments("// why\na(); // not this\n\n  /** That. */\n  b();\n"), "a(); // not this\nb();");
    }
}
