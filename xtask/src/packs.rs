//! Which pieces of the cut WebAssembly lie in one file.
//!
//! wasm-split makes a module for every set of chunks that share a function: hundreds, most of a few hundred bytes. One file each
//! would be too many requests; one file for all would make every reader load everything. So modules are put together as long as
//! that costs less than it saves, counted over what readers do: [`visits`].

use std::collections::BTreeSet;

/// What one more file costs whoever loads it, in bytes before they are compressed: a request, a name in every page's script, and
/// what is compressed less well apart. Measured: a chapter's thirteen files are 12 kB larger than one, compressed.
const FILE_BYTES: u64 = 3_000;

/// The page that is no chapter's.
const HOME: &str = "home";

/// What is loaded to see a page comes in one file, whatever packs are in it; and it counts so many times as much as what is loaded when a reader does something there.
const FIRST: u64 = 30;

/// A module that wasm-split wrote: a chunk, or what some chunks share.
#[derive(Clone, Debug, PartialEq)]
pub struct Module {
    /// The name of its file, without its ending.
    pub stem: String,
    /// The chunks that need it; a chunk needs itself.
    pub users: BTreeSet<String>,
    /// How large it is.
    pub bytes: u64,
}

impl Module {
    /// The name of the chunk that it is, if it is one.
    pub fn chunk(&self) -> Option<&str> {
        self.stem.strip_prefix("split_")
    }
}

/// Something that readers do: the chunks that are loaded by then, how much it counts, and what a file more costs in it.
#[derive(Debug, PartialEq)]
struct Visit<'a> {
    chunks: Vec<&'a str>,
    weight: u64,
    file_bytes: u64,
}

/// The chunks that pages begin with. A page is the home page or a chapter, whose chunks are named after it: `ids`, `ids_labs`.
pub fn pages<'a>(chunks: &BTreeSet<&'a str>) -> Vec<&'a str> {
    let has_more = |chunk: &str| chunks.iter().any(|other| *other != chunk && page_of(other) == chunk);
    chunks.iter().copied().filter(|chunk| *chunk == HOME || has_more(chunk)).collect()
}

fn page_of(chunk: &str) -> &str {
    chunk.split('_').next().unwrap_or(chunk)
}

/// What readers do: they see a page, and then one thing more. Chunks that are no page's are of the book, and asked for on any.
fn visits<'a>(chunks: &BTreeSet<&'a str>) -> Vec<Visit<'a>> {
    let pages = pages(chunks);
    let others: Vec<&str> = chunks.iter().copied().filter(|chunk| !pages.contains(chunk)).collect();
    let mut visits = Vec::new();
    for page in &pages {
        visits.push(Visit { chunks: vec![page], weight: FIRST, file_bytes: 0 });
        for other in others.iter().filter(|other| page_of(other) == *page || page_of(other) == **other) {
            visits.push(Visit { chunks: vec![page, other], weight: 1, file_bytes: FILE_BYTES });
        }
    }
    visits
}

/// Modules that are loaded together, from one file.
#[derive(Clone, Debug, PartialEq)]
pub struct Pack {
    /// By their place in the list of all, in its order.
    pub modules: Vec<usize>,
    /// The chunks that need one of them.
    pub users: BTreeSet<String>,
    bytes: u64,
    /// For each visit, whether it loads the pack.
    loaded: Vec<bool>,
}

impl Pack {
    /// What is saved, over all visits, when both are one file; below 0 it costs more.
    fn saved_with(&self, other: &Self, visits: &[Visit<'_>]) -> i64 {
        let mut saved = 0;
        for ((one, two), visit) in self.loaded.iter().zip(&other.loaded).zip(visits) {
            let bytes = match (one, two) {
                (true, true) => visit.file_bytes as i64,
                (true, false) => -(other.bytes as i64),
                (false, true) => -(self.bytes as i64),
                (false, false) => 0,
            };
            saved += bytes * visit.weight as i64;
        }
        saved
    }

    fn take_in(&mut self, other: Self) {
        self.modules.extend(other.modules);
        self.modules.sort_unstable();
        self.users.extend(other.users);
        self.bytes += other.bytes;
        self.loaded.iter_mut().zip(other.loaded).for_each(|(one, other)| *one |= other);
    }

    /// What its file is called, before the hash: after the chunk that it holds, else after what it is for.
    pub fn name<'a>(&self, all: &'a [Module]) -> &'a str {
        self.modules.iter().find_map(|module| all[*module].chunk()).unwrap_or("shared")
    }
}

/// The modules in files: those that it saves most to have together first.
pub fn packs(modules: &[Module]) -> Vec<Pack> {
    let chunks = modules.iter().flat_map(|module| &module.users).map(String::as_str).collect();
    let visits = visits(&chunks);
    let mut packs: Vec<Pack> = Vec::new();
    for (index, Module { users, bytes, .. }) in modules.iter().enumerate() {
        let loaded = visits.iter().map(|visit| visit.chunks.iter().any(|chunk| users.contains(*chunk))).collect();
        let pack = Pack { modules: vec![index], users: users.clone(), bytes: *bytes, loaded };
        // What is always loaded together is together.
        match packs.iter_mut().find(|other| other.loaded == pack.loaded && other.users == pack.users) {
            Some(same) => same.take_in(pack),
            None => packs.push(pack),
        }
    }
    put_together(packs, &visits)
}

/// Puts together what it saves most to have together, until nothing is saved any more; the first of equals.
fn put_together(mut packs: Vec<Pack>, visits: &[Visit<'_>]) -> Vec<Pack> {
    let savings = |packs: &[Pack], one: usize| -> Vec<i64> {
        packs.iter().map(|other| packs[one].saved_with(other, visits)).collect()
    };
    let mut saved: Vec<Vec<i64>> = (0..packs.len()).map(|one| savings(&packs, one)).collect();
    while let Some((one, other)) = best_pair(&saved) {
        let taken = packs.remove(other);
        packs[one].take_in(taken);
        saved.remove(other);
        for row in &mut saved {
            row.remove(other);
        }
        let anew = savings(&packs, one);
        for (row, saves) in saved.iter_mut().zip(&anew) {
            row[one] = *saves;
        }
        saved[one] = anew;
    }
    packs
}

fn best_pair(saved: &[Vec<i64>]) -> Option<(usize, usize)> {
    let mut best = (0, None);
    for (one, row) in saved.iter().enumerate() {
        for (other, saves) in row.iter().enumerate().skip(one + 1) {
            if *saves > best.0 {
                best = (*saves, Some((one, other)));
            }
        }
    }
    best.1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn module(stem: &str, users: &[&str], bytes: u64) -> Module {
        Module { stem: stem.to_owned(), users: users.iter().map(|user| (*user).to_owned()).collect(), bytes }
    }

    fn together(modules: &[Module]) -> Vec<Vec<usize>> {
        packs(modules).into_iter().map(|pack| pack.modules).collect()
    }

    #[test]
    fn what_the_same_chunks_need_is_one_file() {
        let modules = [
            module("chunk_1", &["ids", "ring"], 90_000),
            module("split_ids", &["ids"], 40_000),
            module("chunk_2", &["ids", "ring"], 90_000),
            module("split_ring", &["ring"], 40_000),
            module("split_ids_more", &["ids_labs"], 40_000),
            module("split_ring_more", &["ring_labs"], 40_000),
        ];
        assert_eq!(together(&modules), [vec![0, 2], vec![1], vec![3], vec![4], vec![5]]);
    }

    #[test]
    fn little_is_loaded_in_vain_rather_than_from_a_file_of_its_own() {
        let with = |bytes| {
            let shared = module("chunk_1", &["ids", "ids_labs"], bytes);
            [module("split_ids", &["ids"], 40_000), shared, module("split_ids_more", &["ids_labs"], 9_000)]
        };
        // The page is always there before what is further down on it.
        assert_eq!(together(&with(30_000)), [vec![0, 1], vec![2]]);
        let find = [
            module("split_ids", &["ids"], 40_000),
            module("split_ids_more", &["ids_labs"], 9_000),
            module("split_find", &["find"], 1_000),
            module("chunk_1", &["find", "ids_labs"], 500),
        ];
        assert_eq!(together(&find), [vec![0], vec![1], vec![2, 3]]);
    }

    #[test]
    fn what_a_page_has_loaded_costs_nothing_any_more() {
        let chunks = ["find", "home", "ids", "ids_labs", "ring", "ring_labs"].into();
        let done: Vec<Vec<&str>> = visits(&chunks).into_iter().map(|visit| visit.chunks).collect();
        let wanted: [&[&str]; 8] = [
            &["home"],
            &["home", "find"],
            &["ids"],
            &["ids", "find"],
            &["ids", "ids_labs"],
            &["ring"],
            &["ring", "find"],
            &["ring", "ring_labs"],
        ];
        assert_eq!(done, wanted);
    }

    #[test]
    fn chunks_that_share_nothing_stay_apart() {
        let modules = [module("split_a", &["a"], 1), module("split_b", &["b"], 1)];
        assert_eq!(together(&modules), [vec![0], vec![1]]);
        assert!(packs(&[]).is_empty());
    }

    #[test]
    fn a_pack_is_called_after_its_chunk() {
        let modules = [module("chunk_1", &["a", "b"], 9_000), module("split_a", &["a"], 9_000)];
        let names: Vec<&str> = packs(&modules).iter().map(|pack| pack.name(&modules)).collect();
        assert_eq!(names, ["shared", "a"]);
    }
}
