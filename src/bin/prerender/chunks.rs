//! Which files a page loads to live, so that it can ask for them before its code does.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use moving_parts::route::Route;

/// What `xtask/src/split.rs` writes beside the bundle: the files of each chunk, by its name.
pub const LIST: &str = "chunks.json";

/// A chunk's files.
#[derive(serde::Deserialize)]
struct Chunk {
    files: Vec<String>,
    /// The one that holds all of them, where a page begins with the chunk.
    whole: Option<String>,
}

/// The files of all chunks; none where the site was not cut.
pub struct Chunks(BTreeMap<String, Chunk>);

impl Chunks {
    /// Reads the list of a bundle.
    pub fn read(bundle: &Path) -> io::Result<Self> {
        let path = bundle.join(LIST);
        let list = if path.exists() { std::fs::read_to_string(path)? } else { "{}".to_owned() };
        Ok(Self(serde_json::from_str(&list)?))
    }

    /// The files of these chunks from the site's folder, each once: what comes in one file with the others first.
    pub fn of(&self, chunks: &[&str]) -> Vec<String> {
        let chunks = || chunks.iter().filter_map(|chunk| self.0.get(*chunk));
        let mut files: Vec<String> = chunks().filter_map(|chunk| chunk.whole.clone()).collect();
        let come: Vec<&String> =
            chunks().filter(|chunk| chunk.whole.is_some()).flat_map(|chunk| &chunk.files).collect();
        for file in chunks().flat_map(|chunk| &chunk.files).filter(|file| !come.contains(file)) {
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
        Route::Chapter { .. } => {
            route.chapter().filter(|chapter| chapter.is_written).map_or("", |chapter| chapter.name)
        }
        Route::Glossary | Route::NotFound => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_begins_with_each_file_of_its_chunks_once() {
        let chunk = |files: &[&str], whole: Option<&str>| Chunk {
            files: files.iter().map(|name| (*name).to_owned()).collect(),
            whole: whole.map(str::to_owned),
        };
        let list =
            [("a", chunk(&["1", "2"], None)), ("b", chunk(&["2", "3"], None)), ("c", chunk(&["3", "4"], Some("w")))];
        let chunks = Chunks(list.map(|(name, chunk)| (name.to_owned(), chunk)).into());
        assert_eq!(chunks.of(&["a", "b", "d"]), ["1", "2", "3"]);
        assert_eq!(chunks.of(&["c", "b"]), ["w", "2"]);
        assert!(chunks.of(&[""]).is_empty());
    }

    #[test]
    fn every_finished_chapter_has_a_chunk() {
        for chapter in &moving_parts::book::CHAPTERS {
            assert_eq!(!of_page(Route::of(chapter)).is_empty(), chapter.is_written);
        }
    }
}
