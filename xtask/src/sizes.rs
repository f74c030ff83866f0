//! What readers load: to see a page, and for each thing that they do there.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::Value;

use crate::command::{About as _, Failure, Outcome};
use crate::{build, lanes, split};

/// The most that the home page may come to until everything on it lives, compressed.
const HOME_BYTES: usize = 120_000;
/// The same of a chapter, until its first lab lives.
const CHAPTER_BYTES: usize = 190_000;
/// The most that something done on a page may come to besides, where many do it.
const OFTEN_BYTES: usize = 40_000;
/// The same of what few do.
const SELDOM_BYTES: usize = 90_000;

/// Something that is done on the page of a chapter: the chunks and sheets that it takes. What ends in `_` is a chapter's own.
struct Deed {
    what: &'static str,
    chunks: &'static [&'static str],
    sheet: Option<&'static str>,
    budget_bytes: usize,
}

const DEEDS: [Deed; 7] = [
    Deed { what: "follows a link", chunks: &["visit"], sheet: None, budget_bytes: OFTEN_BYTES },
    Deed { what: "points at a term", chunks: &["term"], sheet: Some("find"), budget_bytes: OFTEN_BYTES },
    Deed { what: "sees a lab in a frame", chunks: &["embed"], sheet: Some("embed"), budget_bytes: OFTEN_BYTES },
    Deed {
        what: "presents",
        chunks: &["present", "_scenes", "_codes"],
        sheet: Some("present"),
        budget_bytes: SELDOM_BYTES,
    },
    Deed { what: "opens the code", chunks: &["source", "_code"], sheet: Some("source"), budget_bytes: SELDOM_BYTES },
    Deed { what: "shares or saves", chunks: &["panel", "_codes"], sheet: Some("share"), budget_bytes: SELDOM_BYTES },
    Deed {
        what: "compares two runs",
        chunks: &["compare", "_codes"],
        sheet: Some("compare"),
        budget_bytes: SELDOM_BYTES,
    },
];

/// What a chapter's own chunks of its desk are called after its name; its other ones are labs.
const OF_THE_DESK: [&str; 4] = ["_code", "_codes", "_files", "_scenes"];

/// What keeps the site for reading offline. The page names it, but loads it when all else is there.
const OFFLINE: &str = "service-worker.js";

/// What hosts compress that go by such a list: Cloudflare’s and bunny.net’s have these, and not `application/octet-stream`.
const COMPRESSED: [&str; 6] = ["css", "html", "js", "json", "svg", "wasm"];

/// A size in three ways: as it is, as a host sends it that compresses at the highest quality, and as one sends it that compresses
/// with gzip what is on its list.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Size {
    raw: usize,
    brotli: usize,
    gzip: usize,
}

impl std::iter::Sum for Size {
    fn sum<I: Iterator<Item = Self>>(sizes: I) -> Self {
        sizes.fold(Self::default(), |all, one| Self {
            raw: all.raw + one.raw,
            brotli: all.brotli + one.brotli,
            gzip: all.gzip + one.gzip,
        })
    }
}

/// A page on which something lives, and the files that it loads for that.
struct Page {
    /// Its folder in the site; empty for the home page.
    slug: String,
    files: BTreeSet<PathBuf>,
    /// The chunk that it begins with, whose files it need not load any more; none where the site was not cut.
    chunk: Option<String>,
}

/// A chunk, as the list of them has it.
struct Chunk {
    files: Vec<PathBuf>,
    /// The file that holds all of them, where a page begins with the chunk.
    whole: Option<PathBuf>,
}

impl Page {
    fn budget_bytes(&self) -> usize {
        if self.slug.is_empty() { HOME_BYTES } else { CHAPTER_BYTES }
    }
}

/// Prints what is loaded, and fails where something is over its budget.
pub fn hold_to_budget(dist: &Path) -> Outcome {
    let over = Scale::new(dist)?.print()?;
    if over.is_empty() {
        Ok(())
    } else {
        Err(format!("over the budget (the site is built): {}", over.join("; ")).into())
    }
}

/// Prints what is loaded.
pub fn weigh(dist: &Path) -> Outcome {
    Scale::new(dist)?.print().map(drop)
}

/// The site that is weighed: each of its files once, as compressing takes a while.
struct Scale {
    pages: Vec<Page>,
    /// The files in the site's folder.
    top: Vec<PathBuf>,
    chunks: BTreeMap<String, Chunk>,
    sizes: BTreeMap<PathBuf, Size>,
}

impl Scale {
    fn new(dist: &Path) -> Result<Self, Failure> {
        let top = files_in(dist, Path::new(""))?;
        let chunks = chunks(&build::bundle_folder())?;
        let mut pages = Vec::new();
        for folder in std::iter::once(PathBuf::new()).chain(folders_in(dist)?) {
            let path = folder.join("index.html");
            let Ok(html) = fs::read_to_string(dist.join(&path)) else { continue };
            if folder.as_os_str().is_empty() || html.contains("data-living=\"") {
                let all = chunks.values().flat_map(|chunk| chunk.whole.iter().chain(&chunk.files)).chain(&top);
                let files: BTreeSet<_> = all.filter(|file| is_loaded(file, &html)).cloned().chain([path]).collect();
                let begins = |chunk: &Chunk| chunk.whole.as_ref().is_some_and(|whole| files.contains(whole));
                let chunk = chunks.iter().find(|(_, chunk)| begins(chunk)).map(|(name, _)| name.clone());
                pages.push(Page { slug: folder.display().to_string(), files, chunk });
            }
        }
        let sheets = top.iter().filter(|file| is_list(file) || file.extension().is_some_and(|kind| kind == "css"));
        let apart = chunks.values().flat_map(|chunk| &chunk.files);
        let needed = pages.iter().flat_map(|page| &page.files).chain(apart).chain(sheets);
        let needed: BTreeSet<PathBuf> = needed.cloned().chain([OFFLINE.into()]).collect();
        let weighed = lanes::two_at_a_time(needed.into_iter().collect(), |path| {
            let bytes = fs::read(dist.join(&path)).about(format_args!("reading {}", path.display()))?;
            Ok((path.clone(), size(&path, &bytes)?))
        });
        Ok(Self { sizes: weighed.into_iter().collect::<Result<_, Failure>>()?, pages, top, chunks })
    }

    fn weight<'a>(&self, files: impl IntoIterator<Item = &'a PathBuf>) -> Size {
        files.into_iter().filter_map(|file| self.sizes.get(file)).copied().sum()
    }

    /// Prints all, and gives what is over its budget.
    fn print(&self) -> Result<Vec<String>, Failure> {
        let mut over = Vec::new();
        let heaviest =
            self.pages.iter().max_by_key(|page| self.weight(&page.files).brotli).ok_or("the site has no page")?;
        println!("\nThe heaviest page, /{}, file by file, in bytes:", heaviest.slug);
        println!("{:>10}  {:>10}  {:>10}", "raw", "brotli 11", "gzip");
        for file in &heaviest.files {
            row(self.weight([file]), &file.display().to_string());
        }
        println!("\nUntil what is to live at once lives, in a first visit:");
        for page in &self.pages {
            let (size, budget) = (self.weight(&page.files), page.budget_bytes());
            hold(&mut over, size, &format!("/{}", page.slug), budget);
        }
        println!("\nBesides, when a reader of a chapter, the one that it costs most in,");
        for deed in &DEEDS {
            let costs =
                self.pages.iter().filter(|page| !page.slug.is_empty()).map(|page| (self.cost(deed, page), page));
            let Some((size, page)) = costs.max_by_key(|(size, _)| size.brotli) else { continue };
            hold(&mut over, size, &format!("{} (/{})", deed.what, page.slug), deed.budget_bytes);
        }
        println!("\nWhen a reader comes near the labs below:");
        for page in self.pages.iter().filter(|page| !page.slug.is_empty()) {
            row(self.weight(self.more_of(page).iter()), &format!("/{}", page.slug));
        }
        row(self.weight([&PathBuf::from(OFFLINE)]), OFFLINE);
        Ok(over)
    }

    /// What something comes to on a page, besides what the page has loaded.
    fn cost(&self, deed: &Deed, page: &Page) -> Size {
        let own = |name: &str| {
            if name.starts_with('_') {
                page.chunk.as_ref().map(|chunk| [chunk, name].concat())
            } else {
                Some(name.to_owned())
            }
        };
        let chunks = deed.chunks.iter().filter_map(|name| self.chunks.get(&own(name)?)).flat_map(|chunk| &chunk.files);
        // The list of the packs comes with the first of them.
        let is_its = |file: &&PathBuf| is_list(file) || deed.sheet.is_some_and(|sheet| is_sheet(file, sheet));
        let files: BTreeSet<&PathBuf> = chunks.chain(self.top.iter().filter(is_its)).collect();
        self.weight(files.into_iter().filter(|file| !self.has_loaded(page, file)))
    }

    fn has_loaded(&self, page: &Page, file: &Path) -> bool {
        let begun = page.chunk.as_ref().and_then(|chunk| self.chunks.get(chunk));
        page.files.contains(file) || begun.is_some_and(|chunk| chunk.files.iter().any(|other| other == file))
    }

    /// The files of the labs further down a page, besides what it has loaded.
    fn more_of(&self, page: &Page) -> BTreeSet<PathBuf> {
        let Some(begun) = &page.chunk else { return BTreeSet::new() };
        let is_more = |name: &str| {
            name.strip_prefix(begun).is_some_and(|rest| rest.starts_with('_') && !OF_THE_DESK.contains(&rest))
        };
        let chunks = self.chunks.iter().filter(|(name, _)| is_more(name));
        let files = chunks.flat_map(|(_, chunk)| &chunk.files);
        files.filter(|file| !self.has_loaded(page, file)).cloned().collect()
    }
}

fn row(size: Size, name: &str) {
    println!("{:>10}  {:>10}  {:>10}  {name}", size.raw, size.brotli, size.gzip);
}

/// Prints a row with its budget, and notes if it is over that.
fn hold(over: &mut Vec<String>, size: Size, name: &str, budget: usize) {
    row(size, &format!("{name}; the budget is {budget}"));
    if size.brotli > budget {
        over.push(format!("{name}, by {} bytes", size.brotli - budget));
    }
}

/// Whether a page names a file that it loads by itself: not one that is put off until it is asked for.
fn is_loaded(file: &Path, html: &str) -> bool {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let loads = ["css", "js", "wasm"].iter().any(|kind| file.extension().is_some_and(|other| other == *kind));
    loads && name != OFFLINE && !name.starts_with("later-") && html.contains(&*name)
}

/// Whether a file is the list of the packs.
fn is_list(file: &Path) -> bool {
    file.file_name().is_some_and(|name| name.to_string_lossy().starts_with("packs-"))
}

/// Whether a file is the sheet of this name, of `styles/later/` or `styles/pages/`.
fn is_sheet(file: &Path, sheet: &str) -> bool {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    ["later-", "page-"].iter().any(|kind| name.starts_with(&format!("{kind}{sheet}-")))
}

/// What the list of the chunks says; nothing where the site was not cut.
fn chunks(bundle: &Path) -> Result<BTreeMap<String, Chunk>, Failure> {
    let path = bundle.join(split::LIST);
    if !path.exists() {
        return Ok(BTreeMap::new());
    }
    let list = fs::read_to_string(path).about("reading the list of the chunks")?;
    let list: BTreeMap<String, Value> = serde_json::from_str(&list).about("reading the list of the chunks")?;
    let path = |file: &Value| file.as_str().map(PathBuf::from);
    let chunk = |listed: &Value| Chunk {
        files: listed["files"].as_array().into_iter().flatten().filter_map(path).collect(),
        whole: path(&listed["whole"]),
    };
    Ok(list.iter().map(|(name, listed)| (name.clone(), chunk(listed))).collect())
}

fn files_in(dist: &Path, folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    entries(dist, folder, |path| path.is_file())
}

fn folders_in(dist: &Path) -> Result<Vec<PathBuf>, Failure> {
    entries(dist, Path::new(""), |path| path.is_dir())
}

/// What is in a folder of the site, in order of name.
fn entries(dist: &Path, folder: &Path, is_wanted: impl Fn(&Path) -> bool) -> Result<Vec<PathBuf>, Failure> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dist.join(folder)).about(format_args!("reading {}", dist.display()))? {
        let entry = entry.about("reading the site")?;
        if is_wanted(&entry.path()) {
            found.push(folder.join(entry.file_name()));
        }
    }
    found.sort();
    Ok(found)
}

fn size(path: &Path, bytes: &[u8]) -> Result<Size, Failure> {
    let is_compressed = COMPRESSED.iter().any(|kind| path.extension().is_some_and(|other| other == *kind));
    let gzip = if is_compressed { gzip_bytes(bytes)? } else { bytes.len() };
    Ok(Size { raw: bytes.len(), brotli: brotli_bytes(bytes)?, gzip })
}

/// How many bytes a static host would send that compresses at the highest quality.
fn brotli_bytes(bytes: &[u8]) -> Result<usize, Failure> {
    let parameters = brotli::enc::BrotliEncoderParams { quality: 11, size_hint: bytes.len(), ..Default::default() };
    let mut compressed = Vec::new();
    brotli::BrotliCompress(&mut &bytes[..], &mut compressed, &parameters).about("compressing")
}

/// How many bytes one would send that compresses with gzip, at its usual quality.
fn gzip_bytes(bytes: &[u8]) -> Result<usize, Failure> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).about("compressing")?;
    Ok(encoder.finish().about("compressing")?.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_repeats_compresses_to_almost_nothing_unless_its_type_is_on_no_list() {
        let repeats = vec![b'a'; 100_000];
        let of = |name: &str| size(Path::new(name), &repeats).unwrap();
        assert!(of("a.wasm").brotli < 100 && of("a.wasm").gzip < 200);
        assert_eq!(of("a.bin").gzip, 100_000);
    }

    #[test]
    fn a_page_loads_what_it_names_and_is_not_put_off() {
        let html = "<link rel=soon href=/chunks/a-1.wasm><link href=/site-1.css><link rel=later href=/later-b-1.css>";
        let loaded = |file: &str| is_loaded(Path::new(file), html);
        assert!(loaded("chunks/a-1.wasm") && loaded("site-1.css"));
        assert!(!loaded("chunks/b-1.wasm") && !loaded("later-b-1.css") && !loaded("find-1.json"));
        assert!(is_sheet(Path::new("later-b-1.css"), "b") && !is_sheet(Path::new("later-bc-1.css"), "b"));
    }

    #[test]
    fn a_deed_costs_what_its_page_has_not_loaded_yet() {
        let path = PathBuf::from;
        let chunks = [
            ("ring", vec!["1", "2"], Some(path("w"))),
            ("ring_scenes", vec!["2", "3"], None),
            ("ring_labs", vec!["4"], None),
            ("present", vec!["1", "5"], None),
        ];
        let chunks = chunks.map(|(name, files, whole)| {
            (name.to_owned(), Chunk { files: files.into_iter().map(path).collect(), whole })
        });
        let sizes = ["w", "1", "2", "3", "4", "5", "later-present-0.css", "packs-0.json"]
            .map(|name| (path(name), Size { raw: 1, brotli: 1, gzip: 1 }));
        let page = Page { slug: "ring".to_owned(), files: [path("w")].into(), chunk: Some("ring".to_owned()) };
        let scale = Scale {
            pages: Vec::new(),
            top: ["later-present-0.css", "packs-0.json"].map(path).to_vec(),
            chunks: chunks.into(),
            sizes: sizes.into(),
        };
        let present = DEEDS.iter().find(|deed| deed.what == "presents").unwrap();
        // The scenes' 3, the mode's 5, the sheet, and the list.
        assert_eq!(scale.cost(present, &page).brotli, 4);
        assert_eq!(scale.more_of(&page), [path("4")].into());
    }
}
