//! `wasm-split` over what Cargo compiled: code that a page does not need at first sight goes into chunks, files of their own.
//!
//! The cuts are where the site says `lazy!` (`src/lazy.rs`). They have to be made before wasm-bindgen's work, which Trunk has
//! done already on the whole; so it is done again here on what remains, and put in the place of Trunk's.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use sha1::{Digest as _, Sha1};

use crate::command::{self, About as _, Failure, Outcome, program};
use crate::packs::{Module, Pack, packs, pages};
use crate::{faults, folders, lanes, merge, optimise, tools};

/// Where the chunks are, in the site.
pub const CHUNKS: &str = "chunks";

/// Where what a page begins with is, in one file for each: a reader who comes to it first has fewer and smaller files to load
/// than all packs that are in it. They are there once more, for who comes from another page and has some of them already.
pub const FIRST: &str = "first";

/// The list of the chunks' files, beside what Trunk made: not a part of the site.
pub const LIST: &str = "chunks.json";

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
    let program = std::fs::read(&compiled).about(format_args!("reading {}", compiled.display()))?;
    let whole = folders::top().join("target/whole.wasm");
    std::fs::write(&whole, faults::taken_out(&program)?).about(format_args!("writing {}", whole.display()))?;
    run("wasm-split-cli", &[&shown(&whole), &shown(&work), "--out-name", name])?;
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
    let mut modules = modules(&written)?;
    for module in &mut modules {
        let path = work.join(&module.stem).with_extension("wasm");
        let program = std::fs::read(&path).about(format_args!("reading {}", path.display()))?;
        module.bytes = merge::own_bytes(&program)?;
    }
    let packs = packs(&modules);
    let files = lanes::two_at_a_time((0..packs.len()).collect(), |place| {
        let pack = &packs[place];
        write(&pack.modules, pack.name(&modules), &modules, &work, &folder)
    });
    let mut chunks = Chunks::new(&packs, files.into_iter().collect::<Result<_, Failure>>()?);
    let folder = staging.join(FIRST);
    std::fs::create_dir_all(&folder).about("making the folder of what pages begin with")?;
    let wholes = lanes::two_at_a_time(chunks.pages(), |page| {
        let needed = chunks.needed[&page].iter().flat_map(|place| packs[*place].modules.iter().copied());
        let mut whole: Vec<usize> = needed.collect();
        whole.sort_unstable();
        Ok((page.clone(), write(&whole, &page, &modules, &work, &folder)?))
    });
    chunks.wholes = wholes.into_iter().collect::<Result<_, Failure>>()?;
    std::fs::write(staging.join(LIST), chunks.list()).about("writing the list of the chunks")?;
    let packs = chunks.packs();
    let list = format!("packs-{}.json", hash(packs.as_bytes()));
    std::fs::write(staging.join(&list), packs).about("writing the list of the packs")?;
    let loader = loader(&written, chunks.needed.keys(), &list)?;
    let script = joined(&read(&bound.join(name).with_extension("js"))?, &loader)?;
    let script_path = format!("{}.js", stem.display());
    std::fs::write(&script_path, script).about(format_args!("writing {script_path}"))?;
    std::fs::copy(bound.join(format!("{name}_bg.wasm")), format!("{}_bg.wasm", stem.display()))
        .about("copying the WebAssembly")?;
    Ok(())
}

/// The modules that wasm-split's loader loads, in its order; how large each is has to be looked up.
fn modules(loader: &str) -> Result<Vec<Module>, Failure> {
    let mut modules = Vec::new();
    for declared in loader.split(FETCH).collect::<Vec<_>>().windows(2) {
        let stem = declared[1].split(".wasm").next().unwrap_or_default().to_owned();
        let users = match stem.strip_prefix("split_") {
            Some(chunk) => [chunk.to_owned()].into(),
            None => users(declared[0])?.split(", ").map(str::to_owned).collect(),
        };
        modules.push(Module { stem, users, bytes: 0 });
    }
    Ok(modules)
}

/// The list of chunks in the comment that wasm-split writes above a module that they share.
fn users(before: &str) -> Result<&str, Failure> {
    let comment = before.rsplit_once("/* ").and_then(|(_, rest)| rest.split_once(" */"));
    comment.map(|(users, _)| users).ok_or_else(|| "wasm-split no longer says which chunks share a module".into())
}

/// Writes some of the modules as one program, shrunk where npm brought the tools. Gives the name of its file.
fn write(some: &[usize], name: &str, modules: &[Module], work: &Path, folder: &Path) -> Result<String, Failure> {
    let read = |module: &usize| {
        let path = work.join(&modules[*module].stem).with_extension("wasm");
        std::fs::read(&path).about(format_args!("reading {}", path.display()))
    };
    let programs = some.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    let program = merge::merged(&programs)?;
    let path = work.join(format!("{name}-{}-merged.wasm", hash(&program)));
    std::fs::write(&path, program).about(format_args!("writing {}", path.display()))?;
    if tools::npm_packages()? {
        optimise::chunk(&shown(&path))?;
    }
    let program = std::fs::read(&path).about(format_args!("reading {}", path.display()))?;
    let name = format!("{name}-{}.wasm", hash(&program));
    std::fs::write(folder.join(&name), program).about(format_args!("writing {name}"))?;
    Ok(name)
}

/// What loads the chunks out of the packs: wasm-split's own way, with a list in the place of its hundreds of functions. The list is
/// a file of its own, of this name: it grows with the book, and who sees a page and no more need not load it.
fn loader<'a>(written: &str, chunks: impl Iterator<Item = &'a String>, list: &str) -> Result<String, Failure> {
    let head = written.split("function makeLoad(").next().filter(|head| head.contains("function wrapAsyncCb("));
    let mut loader = head.ok_or("wasm-split no longer writes wrapAsyncCb and makeLoad")?.to_owned();
    loader.push_str(&PACKS.replace("LIST", list).replace("CHUNKS", CHUNKS).replace("FIRST", FIRST));
    for name in chunks {
        // Writing into a string cannot fail.
        let _ = writeln!(loader, "export const __wasm_split_load_{name} = load(\"{name}\");");
    }
    Ok(loader)
}

/// Which chunk is in which files.
struct Chunks {
    /// Their names, in the folder of the chunks.
    files: Vec<String>,
    /// By the name of the chunk, the files that it needs, as places in that list.
    needed: BTreeMap<String, Vec<usize>>,
    /// By the name of the chunk that a page begins with, the file that holds all of it.
    wholes: BTreeMap<String, String>,
}

impl Chunks {
    fn new(packs: &[Pack], files: Vec<String>) -> Self {
        let mut needed = BTreeMap::<String, Vec<usize>>::new();
        for (place, pack) in packs.iter().enumerate() {
            for user in &pack.users {
                needed.entry(user.clone()).or_default().push(place);
            }
        }
        Self { files, needed, wholes: BTreeMap::new() }
    }

    /// The chunks that pages begin with.
    fn pages(&self) -> Vec<String> {
        let all = self.needed.keys().map(String::as_str).collect();
        pages(&all).into_iter().map(str::to_owned).collect()
    }

    /// For the loader: the packs' files, and by the name of the chunk, which of them it needs.
    fn packs(&self) -> String {
        serde_json::json!({ "packs": self.files, "needed": self.needed }).to_string()
    }

    /// For the prerenderer, which names in each page what it begins with, and for the scale: from the site's folder, the files of
    /// each chunk, and the one that holds all of them where a page begins with it.
    fn list(&self) -> String {
        let listed = self.needed.iter().map(|(name, needed)| {
            let files: Vec<String> = needed.iter().map(|place| format!("{CHUNKS}/{}", self.files[*place])).collect();
            let whole = self.wholes.get(name).map(|whole| format!("{FIRST}/{whole}"));
            (name, serde_json::json!({ "files": files, "whole": whole }))
        });
        serde_json::json!(listed.collect::<BTreeMap<_, _>>()).to_string()
    }
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

/// What wasm-split writes before the name of each module's file.
const FETCH: &str = "fetch(new URL(\"./";

/// Fetches files of WebAssembly, each once unless that failed, and makes their programs, which put their functions into the table.
/// What a pack holds that nobody has asked for yet lies there until somebody does.
///
/// What a page begins with is named in it, and comes in one file. No pack may come twice: its variables would be as at the start.
/// So that file is for who has none of its packs yet: not for a device that keeps the book. If it does not come, they come one by
/// one.
const PACKS: &str = "async function fetched(path) {
    const answer = await fetch(new URL(path, import.meta.url));
    if (!answer.ok) throw new Error(answer.status);
    return answer;
}
async function make(path) {
    await WebAssembly.instantiate(await (await fetched(path)).arrayBuffer(), getSharedImports());
}
let list, begun, whole;
const made = {};
function listed() {
    return list ??= fetched(\"./LIST\").then((answer) => answer.json()).catch((error) => {
        list = undefined;
        throw error;
    });
}
async function come(chunk) {
    const link = document.querySelector(`link[href*=\"/FIRST/${chunk}-\"]`);
    if (link && !begun && !Object.keys(made).length && !navigator.serviceWorker?.controller) {
        begun = chunk;
        whole = make(link.href);
    }
    if (begun === chunk) {
        try {
            return await whole;
        } catch {
            begun = undefined;
        }
    }
    const { packs, needed } = await listed();
    const pack = (place) => make(`./CHUNKS/${packs[place]}`);
    const keep = (place, making) => made[place] = making.catch((error) => {
        delete made[place];
        throw error;
    });
    if (begun) needed[begun].forEach((place) => made[place] ?? keep(place, whole.catch(() => pack(place))));
    await Promise.all(needed[chunk].map((place) => made[place] ?? keep(place, pack(place))));
}
function load(chunk) {
    return wrapAsyncCb(() => come(chunk));
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
    fn a_chunk_is_loaded_from_all_files_that_it_needs() {
        let modules = modules(&written(&["book, ids", "book, ring"])).unwrap();
        let users: Vec<usize> = modules.iter().map(|module| module.users.len()).collect();
        assert_eq!((users, modules[2].chunk()), (vec![2, 2, 1], Some("ids")));
        let files = ["a", "b", "c"].map(str::to_owned).to_vec();
        let mut packs = packs(&modules);
        packs.sort_by_key(|pack| pack.modules.clone());
        let chunks = Chunks::new(&packs, files[..packs.len()].to_vec());
        assert!(chunks.packs().contains("\"packs\":[\"a\",\"b\""), "{}", chunks.packs());
        let loader = loader(&written(&[]), chunks.needed.keys(), "list.json").unwrap();
        assert!(loader.contains("__wasm_split_load_book = load(\"book\");"), "{loader}");
        assert!(loader.contains("fetched(\"./list.json\")"), "{loader}");
        assert!(chunks.list().starts_with("{\"book\":{\"files\":[\"chunks/a\""), "{}", chunks.list());
    }

    #[test]
    fn what_a_page_begins_with_comes_in_one_file() {
        let needed = [("ids", vec![0, 1]), ("ids_labs", vec![1, 2])];
        let mut chunks = Chunks {
            files: ["a", "b", "c"].map(str::to_owned).to_vec(),
            needed: needed.map(|(name, needed)| (name.to_owned(), needed)).into(),
            wholes: BTreeMap::new(),
        };
        assert_eq!(chunks.pages(), ["ids"]);
        chunks.wholes.insert("ids".to_owned(), "w".to_owned());
        assert!(chunks.list().contains("\"whole\":\"first/w\""), "{}", chunks.list());
    }

    /// What the pinned tools wrote for this site, with three chunks left.
    const RECORDED: [&str; 2] = [include_str!("../sample/__wasm_split.js"), include_str!("../sample/moving-parts.js")];

    #[test]
    fn what_the_tools_wrote_is_understood() {
        let [written, script] = RECORDED;
        let modules = modules(written).unwrap();
        let found: Vec<(&str, Vec<&str>)> = modules
            .iter()
            .map(|module| (module.stem.as_str(), module.users.iter().map(String::as_str).collect()))
            .collect();
        assert_eq!(
            found,
            [
                ("chunk_183", vec!["find", "visit"]),
                ("chunk_717", vec!["term", "visit"]),
                ("split_find", vec!["find"]),
                ("split_term", vec!["term"]),
                ("split_visit", vec!["visit"]),
            ]
        );
        let packs = packs(&modules);
        let files = packs.iter().map(|pack| format!("{}-0.wasm", pack.name(&modules))).collect();
        let chunks = Chunks::new(&packs, files);
        let joined = joined(script, &loader(written, chunks.needed.keys(), "list.json").unwrap()).unwrap();
        for chunk in ["find", "term", "visit"] {
            assert!(joined.contains(&format!("const __wasm_split_load_{chunk} = load(\"{chunk}\")")), "{joined}");
            assert!(joined.contains(&format!("__wasm_split_load_{chunk}: (...all) =>")), "{joined}");
        }
        assert!(
            joined.contains("memory: wasm.memory,") && joined.contains("export { initSync, __wbg_init as default };")
        );
        assert!(!joined.contains("__wasm_split.js") && !joined.contains("makeLoad"), "{joined}");
    }

    #[test]
    fn a_shared_module_without_its_users_is_noticed() {
        assert!(modules(&format!("const c = makeLoad(() => {FETCH}chunk_0.wasm\")), []);")).is_err());
        assert!(loader("const c = 1;", [].iter(), "list.json").is_err());
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
