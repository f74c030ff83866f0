//! `wasm-split` over what Cargo compiled: code that a page does not need at first sight goes into chunks, files of their own.
//!
//! The cuts are where the site says `lazy!` (`src/lazy.rs`). They have to be made before wasm-bindgen's work, which Trunk has
//! done already on the whole; so it is done again here on what remains, and put in the place of Trunk's.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use sha1::{Digest as _, Sha1};

use crate::command::{self, About as _, Failure, Outcome, program};
use crate::{folders, tools};

/// Where the chunks are, in the site.
pub const CHUNKS: &str = "chunks";

/// What the script of an uncut, or not yet cut, site imports where a chunk is to be loaded.
const MARK: &str = "__wasm_split";

/// Whether Trunk's script is that of a site that is to be cut.
pub fn is_wanted(script: &str) -> bool {
    script.contains(MARK)
}

/// Cuts the program `name` of a release build, and replaces `stem.js` and `stem_bg.wasm` by what remains; gives the paths of
/// the chunks, beside them in a folder of their own.
pub fn cut(name: &str, stem: &Path) -> Result<Vec<PathBuf>, Failure> {
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
    let chunks = staging.join(CHUNKS);
    std::fs::create_dir_all(&chunks).about("making the folder of the chunks")?;
    let mut loader = read(&work.join("__wasm_split.js"))?;
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(&work).about("reading target/split")? {
        let path = entry.about("reading target/split")?.path();
        let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if file == format!("{name}.wasm") || path.extension().is_none_or(|extension| extension != "wasm") {
            continue;
        }
        let named = named_by_content(&file, &path)?;
        loader = loader.replace(&format!("./{file}"), &format!("./{CHUNKS}/{named}"));
        let chunk = chunks.join(named);
        std::fs::copy(&path, &chunk).about(format_args!("copying {file}"))?;
        paths.push(chunk);
    }
    let script = joined(&read(&bound.join(name).with_extension("js"))?, &loader)?;
    let script_path = format!("{}.js", stem.display());
    std::fs::write(&script_path, script).about(format_args!("writing {script_path}"))?;
    std::fs::copy(bound.join(format!("{name}_bg.wasm")), format!("{}_bg.wasm", stem.display()))
        .about("copying the WebAssembly")?;
    Ok(paths)
}

/// `split_name.wasm` with the start of its hash in the name, so that it can be cached for good.
fn named_by_content(file: &str, path: &Path) -> Result<String, Failure> {
    let bytes = std::fs::read(path).about(format_args!("reading {file}"))?;
    let mut hash = String::new();
    for byte in Sha1::digest(bytes).iter().take(8) {
        // Writing into a string cannot fail.
        let _ = write!(hash, "{byte:02x}");
    }
    let stem = file.trim_end_matches(".wasm");
    Ok(format!("{}-{hash}.wasm", stem.strip_prefix("split_").unwrap_or(stem)))
}

/// What wasm-split writes round the name of each chunk's file.
const FETCH: [&str; 2] = [
    "() => {\n    const src = fetch(new URL(\"",
    "\", import.meta.url));\n    src.catch(() => {});\n    \
     return async (imports) => (WebAssembly.instantiateStreaming(src, imports));\n}\n",
];

/// The same once, for a file of whatever type a host says that it is.
const AT: &str = "function at(name) {
    const file = fetch(new URL(name, import.meta.url)).then((answer) => answer.arrayBuffer());
    file.catch(() => {});
    return async (imports) => WebAssembly.instantiate(await file, imports);
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
    loader = loader.replace(FETCH[0], "() => at(\"").replace(FETCH[1], "\")") + AT;
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
        assert!(script.contains("= wrap(() => at(\"./a.wasm\"));") && script.contains("function at(name)"), "{script}");
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
