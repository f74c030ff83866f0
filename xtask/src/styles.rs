//! One sheet out of many: `styles/*.css`, so that a first visit asks for CSS once.

use std::path::PathBuf;

use crate::command::{About as _, Outcome};
use crate::folders;

/// Writes `.cache/site.css`, to which `index.html` links; Trunk calls this before each build and minifies the result.
pub fn write() -> Outcome {
    let mut sheet = String::new();
    for path in sheets()? {
        let text = std::fs::read_to_string(&path).about(format_args!("reading {}", path.display()))?;
        sheet.push_str(&text);
        sheet.push('\n');
    }
    let cache = folders::top().join(".cache");
    std::fs::create_dir_all(&cache).about("making .cache")?;
    std::fs::write(cache.join("site.css"), sheet).about("writing .cache/site.css")
}

/// The sheets in the order in which they apply: the tokens that all others use, then by name.
fn sheets() -> Result<Vec<PathBuf>, crate::command::Failure> {
    let folder = folders::top().join("styles");
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(&folder).about("reading styles/")? {
        let path = entry.about("reading styles/")?.path();
        if path.extension().is_some_and(|extension| extension == "css") {
            paths.push(path);
        }
    }
    paths.sort_by_key(|path| (!path.ends_with("tokens.css"), path.clone()));
    Ok(paths)
}
