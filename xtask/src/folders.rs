//! Where things are.

use std::path::{Path, PathBuf};

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
