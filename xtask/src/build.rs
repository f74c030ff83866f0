//! `cargo xtask build`: the finished static site.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::arguments::Arguments;
use crate::command::{self, Failure, Outcome, program};
use crate::tools::{self, Tool};
use crate::{folders, serve, sizes};

/// Stands in Trunk's output for the address where the site will be; the prerenderer puts the real one there.
const PUBLIC_URL_MARK: &str = "/__public_url__/";

/// Builds `dist/` and weighs it.
pub fn run(mut arguments: Arguments) -> Outcome {
    let public_url = arguments.value("--public-url")?.unwrap_or_else(|| "/".to_owned());
    arguments.finish()?;
    let public_url = checked_public_url(&public_url)?;

    let optimised = bundle()?;
    let dist = folders::dist();
    prerender(&dist, &public_url)?;
    println!("The site is in {}, to be served at {public_url}", dist.display());
    if optimised { sizes::hold_to_budget(&dist) } else { sizes::weigh(&dist) }
}

/// Compiles and bundles the application, for no address in particular; says whether npm's tools could shrink it.
pub fn bundle() -> Result<bool, Failure> {
    let optimised = tools::for_the_site(&[Tool::WasmSplit])?;
    println!("Building the site, about four minutes the first time");
    let mut trunk = program("trunk", &["build", "--release", "--features", "split", "--public-url", PUBLIC_URL_MARK]);
    trunk.env("PATH", tools::search_path()?);
    trunk.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", without_paths());
    serve::run_trunk(trunk)?;
    if !optimised {
        println!("npm was not found: the site works, but is larger than it need be. Install Node.js and build again.");
    }
    Ok(optimised)
}

/// Flags that take this machine's folders out of what is built: the places of panics hold paths, a reader would load them all,
/// and two machines would build two sites. They are for the WebAssembly alone, or the hooks would compile xtask anew; such flags
/// are told apart by spaces, so a folder with a space in its name stays.
fn without_paths() -> String {
    let sources = tools::cargo_home().map(|home| home.join("registry/src")).unwrap_or_default();
    let registries = std::fs::read_dir(sources).into_iter().flatten().flatten().map(|entry| entry.path());
    let folders = registries.chain([folders::top()]).map(|folder| folder.display().to_string());
    let flags = folders.filter(|folder| !folder.contains(' ')).map(|folder| format!("--remap-path-prefix={folder}/="));
    flags.collect::<Vec<_>>().join(" ")
}

/// Makes a site of what was bundled, for this address; compiles what does that.
pub fn prerender(dist: &Path, public_url: &str) -> Outcome {
    let run = ["run", "--quiet", "--locked", "--package", "moving-parts", "--bin", "prerender", "--"];
    prerender_by(program("cargo", &run), &bundle_folder(), dist, public_url)
}

/// The same of any bundle, by a program that is there.
pub fn prerender_by(mut prerender: Command, bundle: &Path, dist: &Path, public_url: &str) -> Outcome {
    prerender.arg(bundle).arg(PUBLIC_URL_MARK).arg(dist).arg(public_url);
    command::run(prerender)
}

/// What Trunk made.
pub fn bundle_folder() -> PathBuf {
    folders::top().join("target/trunk")
}

/// A path with a slash at both ends, as all addresses in the site begin.
fn checked_public_url(given: &str) -> Result<String, Failure> {
    let inner = given.trim_matches('/');
    let plain = |letter: char| letter.is_ascii_alphanumeric() || "-._~/".contains(letter);
    if !inner.chars().all(plain) || inner.contains("//") {
        return Err(format!("--public-url takes a folder such as /moving-parts/, not “{given}”").into());
    }
    Ok(if inner.is_empty() { "/".to_owned() } else { format!("/{inner}/") })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_public_url_gets_a_slash_at_both_ends() {
        assert_eq!(checked_public_url("/").unwrap(), "/");
        assert_eq!(checked_public_url("sub").unwrap(), "/sub/");
        assert_eq!(checked_public_url("/a/b/").unwrap(), "/a/b/");
        assert!(checked_public_url("https://example.org/").is_err());
        assert!(checked_public_url("/a\"b/").is_err());
    }
}
