//! Where things are.

use std::path::{Path, PathBuf};

use crate::command::{About as _, Outcome};

/// The repository's top folder.
pub fn top() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

/// The finished site.
pub fn dist() -> PathBuf {
    top().join("dist")
}

/// Programs that npm installed.
pub fn npm_programs() -> PathBuf {
    top().join("node_modules/.bin")
}

/// Makes a folder that is there and empty.
pub fn emptied(folder: &Path) -> Outcome {
    if folder.exists() {
        std::fs::remove_dir_all(folder).about(format_args!("emptying {}", folder.display()))?;
    }
    std::fs::create_dir_all(folder).about(format_args!("making {}", folder.display()))
}
