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
    let written = read(&work.join("__wasm_split.js"))?;
    let folder = staging.join(CHUNKS);
    std::fs::create_dir_all(&folder).about("making the folder of the chunks")?;
    let modules = modules(&written)?;
    let mut packs = packs(&modules);
    for pack in &mut packs {
        pack.write(&modules, &work, &folder)?;
    }
    let loader = loader(&written, &modules, &packs)?;
    let script = joined(&read(&bound.join(name).with_extension("js"))?, &loader)?;
    let script_path = format!("{}.js", stem.display());
    std::fs::write(&script_path, script).about(format_args!("writing {script_path}"))?;
    std::fs::copy(bound.join(format!("{name}_bg.wasm")), format!("{}_bg.wasm", stem.display()))
        .about("copying the WebAssembly")?;
    Ok(())
}

/// A module that wasm-split wrote: a chunk, or what some chunks share.
#[derive(Debug, PartialEq)]
struct Module {
    /// The name of its file, without its ending.
    stem: String,
    /// The chunks that need it; a chunk needs itself.
    users: Vec<String>,
}

impl Module {
    /// The name of the chunk that it is, if it is one.
    fn chunk(&self) -> Option<&str> {
        self.stem.strip_prefix("split_")
    }
}

/// The modules that wasm-split's loader loads, in its order.
fn modules(loader: &str) -> Result<Vec<Module>, Failure> {
    let mut modules = Vec::new();
    for declared in loader.split(FETCH).collect::<Vec<_>>().windows(2) {
        let stem = declared[1].split(".wasm").next().unwrap_or_default().to_owned();
        let users = match stem.strip_prefix("split_") {
            Some(chunk) => vec![chunk.to_owned()],
            None => users(declared[0])?.split(", ").map(str::to_owned).collect(),
        };
        modules.push(Module { stem, users });
    }
    Ok(modules)
}

/// The list of chunks in the comment that wasm-split writes above a module that they share.
fn users(before: &str) -> Result<&str, Failure> {
    let comment = before.rsplit_once("/* ").and_then(|(_, rest)| rest.split_once(" */"));
    comment.map(|(users, _)| users).ok_or_else(|| "wasm-split no longer says which chunks share a module".into())
}

/// Modules that are loaded together, one after another in one file.
///
/// wasm-split makes a module for every set of chunks that shares a function: nearly two hundred, most of a few hundred bytes.
/// In one file they are one request, and compress like one.
#[derive(Debug, PartialEq)]
struct Pack {
    /// Its file, in the folder of the chunks; without hash and ending until it is written.
    name: String,
    /// The modules in it.
    modules: Vec<usize>,
}

impl Pack {
    /// Writes the file: how many modules there are, how many bytes each of them has, and the modules.
    fn write(&mut self, all: &[Module], work: &Path, folder: &Path) -> Outcome {
        let count = u32::try_from(self.modules.len()).about("counting modules")?;
        let (mut head, mut body) = (count.to_le_bytes().to_vec(), Vec::new());
        for module in &self.modules {
            let path = work.join(&all[*module].stem).with_extension("wasm");
            if is_worth_it(&path) && tools::npm_packages()? {
                optimise::wasm(&shown(&path))?;
            }
            let bytes = std::fs::read(&path).about(format_args!("reading {}", path.display()))?;
            head.extend(u32::try_from(bytes.len()).about("measuring a module")?.to_le_bytes());
            body.extend(bytes);
        }
        head.extend(body);
        self.name = format!("{}-{}.bin", self.name, hash(&head));
        std::fs::write(folder.join(&self.name), head).about(format_args!("writing {}", self.name))
    }
}

/// What loads the chunks out of the packs: wasm-split's own way, with a table in the place of its hundreds of functions.
fn loader(written: &str, modules: &[Module], packs: &[Pack]) -> Result<String, Failure> {
    let head = written.split("/* ").next().and_then(|head| head.split("export const ").next());
    let head = head.filter(|head| head.contains("function makeLoad(") && head.contains("function wrapAsyncCb("));
    let mut loader = head.ok_or("wasm-split no longer writes makeLoad and wrapAsyncCb")?.to_owned();
    let names: Vec<&str> = packs.iter().map(|pack| pack.name.as_str()).collect();
    // Writing into a string cannot fail.
    let _ = writeln!(loader, "const packs = \"{}\".split(\" \").map(pack);", names.join(" "));
    loader.push_str(&PACK.replace("CHUNKS", CHUNKS));
    for (place, chunk) in packs.iter().enumerate() {
        let Some(name) = chunk.modules.first().and_then(|module| modules[*module].chunk()) else { continue };
        let is_shared = |pack: &Pack| {
            let users = pack.modules.iter().flat_map(|module| &modules[*module].users);
            pack != chunk && users.into_iter().any(|user| user == name)
        };
        let needed: Vec<String> =
            packs.iter().enumerate().filter(|(_, pack)| is_shared(pack)).map(|(index, _)| index.to_string()).collect();
        let _ = writeln!(loader, "export const __wasm_split_load_{name} = load({place}, [{}]);", needed.join(","));
    }
    Ok(loader)
}

/// The begin of the hash of what a file holds, for its name, so that it can be cached for good: every digit weighs on every page.
fn hash(bytes: &[u8]) -> String {
    let mut hash = String::new();
    for byte in Sha1::digest(bytes).iter().take(5) {
        // Writing into a string cannot fail.
        let _ = write!(hash, "{byte:02x}");
    }
    hash
}

/// Chunks of the book rather than of a chapter.
const ASIDES: [&str; 3] = ["book", "present", "tools"];

/// Which modules go together. A chunk is a pack. So is what its first lab shares with the rest of a chapter or with the book's
/// chunks, and what the rest shares; and what several chapters share, again for first labs and for the rest.
fn packs(modules: &[Module]) -> Vec<Pack> {
    let mut packs: Vec<Pack> = Vec::new();
    for (index, module) in modules.iter().enumerate() {
        let name = module.chunk().map_or_else(|| shared_by(&module.users), str::to_owned);
        let place = packs.iter().position(|pack| pack.name == name).unwrap_or_else(|| {
            packs.push(Pack { name, modules: Vec::new() });
            packs.len() - 1
        });
        packs[place].modules.push(index);
    }
    packs
}

/// The pack for what these chunks share. A chapter's chunks are named after it: `ids` is that of its first lab, `ids_more` another.
fn shared_by(users: &[String]) -> String {
    let of_chapters = || users.iter().filter(|name| !ASIDES.contains(&name.as_str()));
    let mut chapters: Vec<&str> = of_chapters().filter_map(|name| name.split('_').next()).collect();
    chapters.dedup();
    let rest = if of_chapters().any(|name| !name.contains('_')) { "" } else { "_more" };
    match chapters.as_slice() {
        [one] => format!("{one}{rest}_shared"),
        _ => format!("shared{rest}"),
    }
}

/// Whether a module is more than a few shared functions: starting the optimiser takes a second.
fn is_worth_it(module: &Path) -> bool {
    const LEAST_BYTES: u64 = 8_000;
    std::fs::metadata(module).is_ok_and(|file| file.len() >= LEAST_BYTES)
}

/// What wasm-split writes before the name of each module's file.
const FETCH: &str = "fetch(new URL(\"./";

/// Fetches a pack and makes all its modules; loads a chunk after the packs that it needs. What a module shares that nobody
/// has asked for yet lies in the table of functions until somebody does.
const PACK: &str = "function pack(name) {
    const make = () => {
        const answer = fetch(new URL(`./CHUNKS/${name}`, import.meta.url)).then((answer) => {
            if (!answer.ok) throw new Error(answer.status);
            return answer.arrayBuffer();
        });
        answer.catch(() => {});
        return async (imports) => {
            const bytes = await answer;
            const view = new DataView(bytes);
            const count = view.getUint32(0, true);
            const made = [];
            for (let index = 1, end = 4 * count + 4; index <= count; index++) {
                const start = end;
                end += view.getUint32(4 * index, true);
                made.push(WebAssembly.instantiate(bytes.slice(start, end), imports));
            }
            await Promise.all(made);
        };
    };
    return { make, all: makeLoad(make, []) };
}
function load(place, needed) {
    return wrapAsyncCb(makeLoad(packs[place].make, needed.map((index) => packs[index].all)));
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
    }

    /// What wasm-split writes for some sets of chunks and for one chunk.
    fn written(sets: &[&str]) -> String {
        let mut loader = "function wrapAsyncCb(callee) {}\nfunction makeLoad(fetcher, deps) {}\n".to_owned();
        for (number, users) in sets.iter().enumerate() {
            loader += &format!("/* {users} */\nconst c = makeLoad(() => {FETCH}chunk_{number}.wasm\")), []);\n");
        }
        loader + &format!("export const d = wrapAsyncCb(makeLoad(() => {FETCH}split_ids.wasm\")), [c]));\n")
    }

    #[test]
    fn modules_that_the_same_chapter_shares_are_one_file() {
        let sets = ["book, tools", "book, ids_more", "ids, ids_more", "ring_more, ring_rest", "ids, ring_more"];
        let modules = modules(&written(&sets)).unwrap();
        let named: Vec<_> = packs(&modules).into_iter().map(|pack| (pack.name, pack.modules)).collect();
        let wanted = ["shared_more", "ids_more_shared", "ids_shared", "ring_more_shared", "shared", "ids"];
        assert_eq!(named, [0, 1, 2, 3, 4, 5].map(|module| (wanted[module].to_owned(), vec![module])));
    }

    #[test]
    fn a_chunk_is_loaded_from_its_pack_with_all_that_it_shares() {
        let written = written(&["book, ids", "book, ring_more", "ids, ids_more"]);
        let modules = modules(&written).unwrap();
        let loader = loader(&written, &modules, &packs(&modules)).unwrap();
        // Packed as: ids_shared with modules 0 and 2, ring_more_shared with 1, ids with itself.
        assert!(loader.contains("const packs = \"ids_shared ring_more_shared ids\".split"), "{loader}");
        assert!(loader.ends_with("export const __wasm_split_load_ids = load(2, [0]);\n"), "{loader}");
    }

    #[test]
    fn a_shared_module_without_its_users_is_noticed() {
        assert!(modules(&format!("const c = makeLoad(() => {FETCH}chunk_0.wasm\")), []);")).is_err());
        assert!(loader("const c = 1;", &[], &[]).is_err());
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
