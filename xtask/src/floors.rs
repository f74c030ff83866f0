//! The floors of the house, from the ground up: a module uses those below its own, and never those above. So nothing below the
//! chapters knows that there are any, and what is read first is understood first.
//!
//! Nothing here runs but tests, which read the imports of every file.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::folders;

/// The folders of all chapters, in the order of `src/chapters/mod.rs`: a later one may use what an earlier one has.
const CHAPTERS: &str = "the chapters";

/// A crate, and its modules: each may use those before it.
struct House {
    folder: &'static str,
    floors: &'static [&'static str],
}

const HOUSES: [House; 3] = [
    House {
        folder: "src",
        floors: &[
            // What a page is and where, and how code and sheets come that are loaded later.
            "plain",
            "words",
            "term",
            "picture",
            "book",
            "route",
            "router",
            "link",
            "share",
            "lazy",
            "sheet",
            "sight",
            "room",
            "later",
            "theme",
            "folded",
            // What lives in a page.
            "life",
            "widgets",
            "player",
            "controls",
            "chart",
            "board",
            "sequence",
            "progress",
            "learn",
            "source",
            "present",
            "embed",
            // What a chapter has for these, and the chapters.
            "desk",
            "chapters",
            // The whole book.
            "visit",
            "find",
            "glossary",
            "home",
            "not_found",
            "app",
            "crash",
        ],
    },
    House { folder: "crates/simulation/src", floors: &["kernel", "parts", CHAPTERS, "systems"] },
    House {
        folder: "crates/algorithms/src",
        floors: &["position", "probe", "hashing", "caching", "limit", "ids", "codes"],
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    /// The modules at the top of their crate that a file uses. `is_top` says that the file is one of them itself, so that what
    /// is beside it is at the top, too.
    fn used(text: &str, is_top: bool) -> BTreeSet<String> {
        let lines: Vec<&str> = text.lines().map(|line| line.split("//").next().unwrap_or_default().trim()).collect();
        let code = lines.join(" ");
        let mut used = BTreeSet::new();
        for from in ["crate::", "super::"].into_iter().take(if is_top { 2 } else { 1 }) {
            for (at, _) in code.match_indices(from) {
                let before = code[..at].chars().next_back();
                if before.is_some_and(|letter| letter.is_alphanumeric() || letter == '_' || letter == ':') {
                    continue;
                }
                let rest = &code[at + from.len()..];
                let names = match rest.strip_prefix('{') {
                    Some(group) => outermost(group),
                    None => vec![rest],
                };
                used.extend(
                    names.into_iter().map(|path| name(path.trim())).filter(|name| !name.is_empty()).map(str::to_owned),
                );
            }
        }
        used
    }

    /// What stands between the commas of a group, up to its closing brace.
    fn outermost(group: &str) -> Vec<&str> {
        let (mut depth, mut start, mut parts) = (0_u32, 0, Vec::new());
        for (at, letter) in group.char_indices() {
            match letter {
                '{' => depth += 1,
                '}' if depth == 0 => {
                    parts.push(&group[start..at]);
                    break;
                }
                '}' => depth -= 1,
                ',' if depth == 0 => {
                    parts.push(&group[start..at]);
                    start = at + 1;
                }
                _ => {}
            }
        }
        parts
    }

    fn name(path: &str) -> &str {
        path.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_').next().unwrap_or_default()
    }

    /// The files of a module, with whether each is its top.
    fn files(folder: &Path, module: &str) -> Vec<(String, bool)> {
        let mut found = Vec::new();
        if let Ok(text) = fs::read_to_string(folder.join(module).with_extension("rs")) {
            found.push((text, true));
        }
        let mut open = vec![folder.join(module)];
        while let Some(inside) = open.pop() {
            for entry in fs::read_dir(&inside).into_iter().flatten() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    open.push(path);
                } else if path.extension().is_some_and(|extension| extension == "rs") {
                    let is_top = path == folder.join(module).join("mod.rs");
                    found.push((fs::read_to_string(&path).unwrap(), is_top));
                }
            }
        }
        found
    }

    /// The names in `chapters! { … }`.
    fn chapters() -> Vec<String> {
        let list = fs::read_to_string(folders::top().join("src/chapters/mod.rs")).unwrap();
        let (_, list) = list.split_once("\nchapters! {").unwrap();
        let (list, _) = list.split_once('}').unwrap();
        list.split(',').map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect()
    }

    impl House {
        fn modules(&self) -> Vec<String> {
            let of = |floor: &&str| if *floor == CHAPTERS { chapters() } else { vec![(*floor).to_owned()] };
            self.floors.iter().flat_map(of).collect()
        }
    }

    #[test]
    fn imports_are_read_in_all_their_forms() {
        let text = "use crate::a;\nuse crate::{b::{x, y}, c, d::z}; // crate::no\nfn f() { crate::e::g(); }\n\
                    use super::h::i;\nuse other_crate::k;\npub(in crate::l) struct M;\n$crate::m::n!()";
        let inside = ["a", "b", "c", "d", "e", "l", "m"];
        assert_eq!(used(text, false).iter().map(String::as_str).collect::<Vec<_>>(), inside);
        assert!(used(text, true).contains("h"));
    }

    #[test]
    fn no_floor_uses_one_above_it() {
        for house in &HOUSES {
            let (folder, floors) = (house.folder, house.modules());
            let top = folders::top().join(folder);
            for (floor, module) in floors.iter().enumerate() {
                let files = files(&top, module);
                assert!(!files.is_empty(), "{folder} has no {module}");
                for (text, is_top) in files {
                    for used in used(&text, is_top) {
                        let above = floors[floor + 1..].contains(&used);
                        assert!(!above, "{module} of {folder} uses {used}, which is above it");
                    }
                }
            }
        }
    }

    #[test]
    fn every_module_has_its_floor() {
        for house in &HOUSES {
            let (folder, floors) = (house.folder, house.modules());
            let lib = fs::read_to_string(folders::top().join(folder).join("lib.rs")).unwrap();
            let modules = lib.lines().filter_map(|line| line.split_once("mod ")?.1.strip_suffix(';'));
            for module in modules.filter(|module| *module != "tests") {
                assert!(
                    floors.iter().any(|floor| floor == module),
                    "{module} of {folder} has no floor: put it into xtask/src/floors.rs"
                );
            }
        }
    }
}
