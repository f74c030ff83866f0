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

/// Where Cargo puts what it compiles.
pub fn cargo_target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| top().join("target"), PathBuf::from)
}
