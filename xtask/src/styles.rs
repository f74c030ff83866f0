//! One sheet out of many: `styles/*.css`, so that a first visit asks for CSS once. What only one page needs is a sheet of its
//! own in `styles/pages/`, and what is opened later, with code that is loaded later, in `styles/later/`.

use std::path::{Path, PathBuf};

use crate::command::{About as _, Failure, Outcome};
use crate::folders;

/// Writes `.cache/site.css`, and `.cache/page-<name>.css` and `.cache/later-<name>.css` for the sheets that stand alone.
/// `index.html` links to them all, and the prerenderer leaves each page its own. Trunk calls this before each build and
/// minifies the result.
pub fn write() -> Outcome {
    let (styles, cache) = (folders::top().join("styles"), folders::top().join(".cache"));
    std::fs::create_dir_all(&cache).about("making .cache")?;
    let mut shared = String::new();
    for path in sheets(&styles)? {
        shared.push_str(&read(&path)?);
        shared.push('\n');
    }
    std::fs::write(cache.join("site.css"), shared).about("writing .cache/site.css")?;
    for (folder, kind) in [("pages", "page"), ("later", "later")] {
        for path in sheets(&styles.join(folder))? {
            let name = format!("{kind}-{}", path.file_name().unwrap_or_default().display());
            std::fs::write(cache.join(&name), read(&path)?).about(format_args!("writing {name}"))?;
        }
    }
    Ok(())
}

fn read(path: &Path) -> Result<String, Failure> {
    std::fs::read_to_string(path).about(format_args!("reading {}", path.display()))
}

/// The sheets of a folder in the order in which they apply: the tokens that all others use, then by name,
/// and what paper asks for, which goes before all others.
fn sheets(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).about(format_args!("reading {}", folder.display()))? {
        let path = entry.about("reading the styles")?.path();
        if path.extension().is_some_and(|extension| extension == "css") {
            paths.push(path);
        }
    }
    paths.sort_by_key(|path| (!path.ends_with("tokens.css"), path.ends_with("print.css"), path.clone()));
    Ok(paths)
}
