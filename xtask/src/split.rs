//! `wasm-split` over what Cargo compiled: code that a page does not need at first sight goes into chunks, files of their own.
//!
//! The cuts are where the site says `lazy!` (`src/lazy.rs`). They have to be made before wasm-bindgen's work, which Trunk has
//! done already on the whole; so it is done again here on what remains, and put in the place of Trunk's.

use std::fmt::Write as _;
use std::path::Path;

use sha1::{Digest as _, Sha1};

use crate::command::{self, About as _, Failure, Outcome, program};
use crate::{folders, optimise, tools};

/// Where the chunks are, in the site.
pub const CHUNKS: &str = "chunks";

/// What the script of an uncut, or not yet cut, site imports where a chunk is to be loaded.
const MARK: &str = "__wasm_split";

/// Whether Trunk's script is that of a site that is to be cut.
pub fn is_wanted(script: &str) -> bool {
    script.contains(MARK)
}

/// Cuts the program `name` of a release build, and replaces `stem.js` and `stem_bg.wasm` by what remains. The chunks are beside
/// them in a folder of their own, shrunk already where npm brought the tools.
pub fn cut(name: &str, stem: &Path) -> Outcome {
    let work = folders::top().join("target/split");
    let staging = stem.parent().ok_or("Trunk has no staging folder")?;
    if work.exists() {
        std::fs::remove_dir_all(&work).about("emptying target/split")?;
    }
    let compiled = folders::cargo_target().join("wasm32-unknown-unknown/release").join(name).with_extension("wasm");
    run("wasm-split-cli", &[&shown(&compiled), &shown(&work), "--out-name", name])?;
    let bound = work.join("bound");
    run(
        "wasm-bindgen",
        &[
            &shown(&work.join(name).with_extension("wasm")),
            "--target=web",
            "--no-typescript",
            "--keep-lld-exports",
            "--remove-name-section",
            "--remove-producers-section",
            "--out-dir",
            &shown(&bound),
        ],
    )?;
    let mut loader = read(&work.join("__wasm_split.js"))?;
    let folder = staging.join(CHUNKS);
    std::fs::create_dir_all(&folder).about("making the folder of the chunks")?;
    for pack in packs(&loader)? {
        loader = pack.written(&work, &folder, &loader)?;
    }
    let script = joined(&read(&bound.join(name).with_extension("js"))?, &loader)?;
    let script_path = format!("{}.js", stem.display());
    std::fs::write(&script_path, script).about(format_args!("writing {script_path}"))?;
    std::fs::copy(bound.join(format!("{name}_bg.wasm")), format!("{}_bg.wasm", stem.display()))
        .about("copying the WebAssembly")?;
    Ok(())
}

/// Chunks that are loaded together, in one file.
///
/// wasm-split makes a module for every set of chunks that shares a function: with six chunks, some fifty of them, most of a few
/// hundred bytes. One after another in one file, they are one request, and compress like one.
#[derive(Debug, PartialEq)]
struct Pack {
    name: String,
    /// The modules, as wasm-split names their files.
    modules: Vec<String>,
}

impl Pack {
    /// Writes the file, and gives the loader back in which its modules come out of it.
    fn written(&self, work: &Path, folder: &Path, loader: &str) -> Result<String, Failure> {
        let (mut bytes, mut spans) = (Vec::new(), Vec::new());
        for module in &self.modules {
            let path = work.join(module);
            if is_worth_it(&path) && tools::npm_packages()? {
                optimise::wasm(&shown(&path))?;
            }
            let start = bytes.len();
            bytes.extend(std::fs::read(&path).about(format_args!("reading {module}"))?);
            spans.push((module, start, bytes.len()));
        }
        let file = format!("{}-{}.bin", self.name, hash(&bytes));
        std::fs::write(folder.join(&file), bytes).about(format_args!("writing {file}"))?;
        let mut loader = loader.to_owned();
        for (module, start, end) in spans {
            let ([before, after], place) = (FETCH, format!("./{CHUNKS}/{file}"));
            loader = replaced(
                &loader,
                &format!("{before}./{module}{after}"),
                &format!("() => at(\"{place}\", {start}, {end})"),
            )?;
        }
        Ok(loader)
    }
}

/// The first half of the hash of what a file holds, for its name, so that it can be cached for good.
fn hash(bytes: &[u8]) -> String {
    let mut hash = String::new();
    for byte in Sha1::digest(bytes).iter().take(8) {
        // Writing into a string cannot fail.
        let _ = write!(hash, "{byte:02x}");
    }
    hash
}

/// Chunks of the book rather than of a chapter.
const ASIDES: [&str; 3] = ["book", "present", "tools"];

/// Which modules go together. A chunk is a pack. What chunks of one chapter share, among themselves or with the book's, is a pack
/// of that chapter; the rest of what is shared is one for all.
fn packs(loader: &str) -> Result<Vec<Pack>, Failure> {
    let mut packs: Vec<Pack> = Vec::new();
    for declared in loader.split(FETCH[0]).collect::<Vec<_>>().windows(2) {
        let module = declared[1].split('"').next().unwrap_or_default().trim_start_matches("./").to_owned();
        let name = match module.strip_prefix("split_").and_then(|rest| rest.strip_suffix(".wasm")) {
            Some(name) => name.to_owned(),
            None => shared_by(users(declared[0])?),
        };
        match packs.iter_mut().find(|pack| pack.name == name) {
            Some(pack) => pack.modules.push(module),
            None => packs.push(Pack { name, modules: vec![module] }),
        }
    }
    Ok(packs)
}

/// The list of chunks in the comment that wasm-split writes above a module that they share.
fn users(before: &str) -> Result<&str, Failure> {
    let comment = before.rsplit_once("/* ").and_then(|(_, rest)| rest.split_once(" */"));
    comment.map(|(users, _)| users).ok_or_else(|| "wasm-split no longer says which chunks share a module".into())
}

/// The pack for what these chunks share. A chapter's chunks are named after it: `ring_more`.
fn shared_by(users: &str) -> String {
    let chapter = |name: &'_ str| name.split('_').next().unwrap_or_default().to_owned();
    let mut chapters: Vec<String> = users.split(", ").filter(|name| !ASIDES.contains(name)).map(chapter).collect();
    chapters.dedup();
    match chapters.as_slice() {
        [one] => format!("{one}_shared"),
        _ => "shared".to_owned(),
    }
}

/// Whether a module is more than a few shared functions: starting the optimiser takes a second.
fn is_worth_it(module: &Path) -> bool {
    const LEAST_BYTES: u64 = 3_000;
    std::fs::metadata(module).is_ok_and(|file| file.len() >= LEAST_BYTES)
}

/// What wasm-split writes round the name of each module's file.
const FETCH: [&str; 2] = [
    "() => {\n    const src = fetch(new URL(\"",
    "\", import.meta.url));\n    src.catch(() => {});\n    \
     return async (imports) => (WebAssembly.instantiateStreaming(src, imports));\n}\n",
];

/// Fetches a pack, once, and makes a module of a part of it.
const AT: &str = "const packs = {};
async function pack(name) {
    const answer = await fetch(new URL(name, import.meta.url));
    if (!answer.ok) throw new Error(answer.status);
    return answer.arrayBuffer();
}
function at(name, start, end) {
    const bytes = (packs[name] ??= pack(name));
    bytes.catch(() => delete packs[name]);
    return async (imports) => WebAssembly.instantiate((await bytes).slice(start, end), imports);
}
";

/// wasm-bindgen's script with what loads the chunks inside: one file less before the page lives, and no circle of imports.
///
/// Both tools are pinned, so what they write is known; where it is not as expected, the build fails.
fn joined(script: &str, loader: &str) -> Result<String, Failure> {
    let imports = "const import0 = {\n        __proto__: null,\n";
    let mut script = without_loader(script)?;
    let mut loader = replaced(loader, "import { initSync } from \"./moving-parts.js\";", "")?;
    let shared = between(&loader, "const { ", " } = initSync(undefined, undefined);")?.to_owned();
    let mut fields = String::new();
    for name in shared.split(',').map(str::trim).filter(|name| !name.is_empty()) {
        // Writing into a string cannot fail.
        let _ = write!(fields, "{name}: wasm.{name}, ");
    }
    loader = replaced(&loader, &format!("const {{ {shared} }} = initSync(undefined, undefined);"), "")?;
    loader = replaced(&loader, &format!("{{ {shared} }});"), &format!("{{ {fields} }});"))?;
    loader += AT;
    let mut given = imports.to_owned();
    for line in loader.lines().filter_map(|line| line.strip_prefix("export const ")) {
        let name = line.split_whitespace().next().unwrap_or_default();
        let _ = writeln!(given, "        {name}: (...all) => {name}(...all),");
    }
    script = replaced(&script, imports, &given)?;
    Ok(script + &loader.replace("export const ", "const "))
}

/// The script without its imports of the loader: a line at the top, and one where they are handed on, for each chunk.
fn without_loader(script: &str) -> Result<String, Failure> {
    let (mut rest, mut cut) = (String::new(), 0);
    for line in script.lines() {
        if line.contains("\"./__wasm_split.js\"") {
            cut += 1;
        } else {
            rest.push_str(line);
            rest.push('\n');
        }
    }
    if cut == 0 || cut % 2 != 0 || rest.contains("__wasm_split.js") {
        return Err("wasm-bindgen no longer imports the loader as it did: see xtask/src/split.rs".into());
    }
    Ok(rest)
}

fn replaced(text: &str, old: &str, new: &str) -> Result<String, Failure> {
    if !text.contains(old) {
        return Err(format!("wasm-bindgen or wasm-split no longer writes “{old}”: see xtask/src/split.rs").into());
    }
    Ok(text.replacen(old, new, 1))
}

fn between<'a>(text: &'a str, start: &str, end: &str) -> Result<&'a str, Failure> {
    let found = text.split_once(end).and_then(|(before, _)| before.rsplit_once(start));
    found.map(|(_, found)| found).ok_or_else(|| format!("wasm-split no longer writes “{start}…{end}”").into())
}

fn read(path: &Path) -> Result<String, Failure> {
    std::fs::read_to_string(path).about(format_args!("reading {}", path.display()))
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

fn run(name: &str, arguments: &[&str]) -> Outcome {
    let mut command = program(name, arguments);
    command.env("PATH", tools::search_path()?);
    command::run(command)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCRIPT: &str = "import * as import1 from \"./__wasm_split.js\"\nlet wasm;\nfunction imports() {\n    \
                          const import0 = {\n        __proto__: null,\n        __wbg_go: 1,\n    };\n    return {\n        \
                          \"./a_bg.js\": import0,\n        \"./__wasm_split.js\": import1,\n    };\n}\n";
    const LOADER: &str = "import { initSync } from \"./moving-parts.js\";\n\
                          const { memory, table,  } = initSync(undefined, undefined);\n\
                          Object.assign(shared, { memory, table,  });\n\
                          export const __wasm_split_load_rest = wrap(() => {\n    const src = fetch(new URL(\"./a.wasm\", \
                          import.meta.url));\n    src.catch(() => {});\n    return async (imports) => \
                          (WebAssembly.instantiateStreaming(src, imports));\n}\n);\n";

    #[test]
    fn the_loader_becomes_part_of_the_script() {
        let script = joined(SCRIPT, LOADER).unwrap();
        assert!(!script.contains("import1") && !script.contains("export") && !script.contains("initSync"));
        assert!(script.contains("__wasm_split_load_rest: (...all) => __wasm_split_load_rest(...all),"));
        assert!(script.contains("{ memory: wasm.memory, table: wasm.table,  });"));
        assert!(script.contains("function at(name, start, end)"), "{script}");
    }

    #[test]
    fn modules_that_the_same_chapter_shares_are_one_file() {
        let mut loader = String::new();
        for (number, users) in
            ["book, tools", "book, ring_more", "ring_more, ring_rest", "ids, ring_more"].iter().enumerate()
        {
            loader += &format!("/* {users} */\nconst c = load({}./chunk_{number}.wasm{}, []);\n", FETCH[0], FETCH[1]);
        }
        loader += &format!("export const d = load({}./split_ids.wasm{}, [c]);\n", FETCH[0], FETCH[1]);
        let packs = packs(&loader).unwrap();
        let named: Vec<_> = packs.iter().map(|pack| (pack.name.as_str(), pack.modules.join(" "))).collect();
        let wanted = [
            ("shared", "chunk_0.wasm chunk_3.wasm"),
            ("ring_shared", "chunk_1.wasm chunk_2.wasm"),
            ("ids", "split_ids.wasm"),
        ];
        assert_eq!(named, wanted.map(|(name, modules)| (name, modules.to_owned())));
    }

    #[test]
    fn a_shared_module_without_its_users_is_noticed() {
        assert!(super::packs(&format!("const c = load({}./chunk_0.wasm{}, []);", FETCH[0], FETCH[1])).is_err());
    }

    #[test]
    fn each_chunk_has_an_import_of_its_own() {
        let import = "import * as import2 from \"./__wasm_split.js\"\n";
        let entry = "        \"./__wasm_split.js\": import1,\n";
        let two =
            import.to_owned() + &SCRIPT.replace(entry, &(entry.to_owned() + &entry.replace("import1", "import2")));
        assert!(!joined(&two, LOADER).unwrap().contains("import2"));
        assert!(joined(&(import.to_owned() + SCRIPT), LOADER).is_err());
    }

    #[test]
    fn a_tool_that_writes_something_else_is_noticed() {
        assert!(joined(&SCRIPT.replace("import0", "imports"), LOADER).is_err());
        assert!(joined(SCRIPT, "").is_err());
    }
}
