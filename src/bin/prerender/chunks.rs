//! Which files a page loads to live, so that it can ask for them before its code does.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use moving_parts::chapters;
use moving_parts::route::Route;

/// What `xtask/src/split.rs` writes beside the bundle: the files of each chunk, by its name.
pub const LIST: &str = "chunks.json";

/// The files of all chunks; none where the site was not cut.
pub struct Chunks(BTreeMap<String, Vec<String>>);

impl Chunks {
    /// Reads the list of a bundle.
    pub fn read(bundle: &Path) -> io::Result<Self> {
        let path = bundle.join(LIST);
        let list = if path.exists() { std::fs::read_to_string(path)? } else { "{}".to_owned() };
        Ok(Self(serde_json::from_str(&list)?))
    }

    /// The files of these chunks, each once.
    pub fn of(&self, chunks: &[&str]) -> Vec<String> {
        let mut files: Vec<String> = Vec::new();
        for file in chunks.iter().filter_map(|chunk| self.0.get(*chunk)).flatten() {
            if !files.contains(file) {
                files.push(file.clone());
            }
        }
        files
    }
}

/// The chunk that a page begins with; empty where nothing lives.
pub fn of_page(route: Route) -> &'static str {
    match route {
        Route::Home => "home",
        Route::Chapter { slug } => chapters::chunk(slug).unwrap_or_default(),
        Route::Glossary | Route::NotFound => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_begins_with_each_file_of_its_chunks_once() {
        let list = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        let chunks = Chunks([("a".to_owned(), list(&["1", "2"])), ("b".to_owned(), list(&["2", "3"]))].into());
        assert_eq!(chunks.of(&["a", "b", "c"]), ["1", "2", "3"]);
        assert!(chunks.of(&[""]).is_empty());
    }

    #[test]
    fn every_finished_chapter_has_a_chunk() {
        for chapter in &moving_parts::book::CHAPTERS {
            assert_eq!(!of_page(Route::of(chapter)).is_empty(), chapter.is_finished());
        }
    }
}
