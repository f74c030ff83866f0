//! The browsers that the site is tested in, and the drivers through which that is done.

use std::path::{Path, PathBuf};

use crate::command::{Failure, Outcome, output, program, run};
use crate::tools;

/// Environment variables that tell a test where the drivers are.
pub type Drivers = Vec<(&'static str, String)>;

/// Chromium and its driver, installed where that can be done.
pub fn chromium() -> Result<Drivers, Failure> {
    const BROWSERS: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
    if !found_any(&BROWSERS, &["/Applications/Google Chrome.app"]) || !found("chromedriver") {
        install_from_debian(&["chromium", "chromium-driver"]).map_err(|failure| {
            Failure::from(format!(
                "Chromium or Chrome, and the chromedriver of the same version, are needed on PATH. {failure}"
            ))
        })?;
    }
    Ok(vec![("CHROMEDRIVER", where_is("chromedriver")?)])
}

/// Firefox and its driver, installed where that can be done.
pub fn firefox() -> Result<Drivers, Failure> {
    if !found_any(&["firefox", "firefox-esr"], &["/Applications/Firefox.app"]) {
        install_from_debian(&["firefox-esr"])
            .map_err(|failure| Failure::from(format!("Firefox is needed. {failure}")))?;
    }
    tools::geckodriver()?;
    Ok(vec![("GECKODRIVER", where_is("geckodriver")?)])
}

/// WebKitGTK, its driver, and a screen that nobody sees, installed where that can be done. `Err` says why there is no WebKit to
/// test in: there is none for macOS or Windows whose driver could be used, so that fails nothing.
pub fn webkit() -> Result<Result<Drivers, String>, Failure> {
    const PROGRAMS: [&str; 2] = ["WebKitWebDriver", "Xvfb"];
    const PACKAGES: [&str; 2] = ["webkit2gtk-driver", "xvfb"];
    if !PROGRAMS.iter().all(|name| found(name)) {
        if !can_install_from_debian() {
            let how = format!("on Debian: sudo apt-get install {}", PACKAGES.join(" "));
            return Ok(Err(format!("{} are needed on PATH; {how}", PROGRAMS.join(" and "))));
        }
        install_from_debian(&PACKAGES)?;
    }
    Ok(Ok(vec![("WEBKITDRIVER", where_is(PROGRAMS[0])?)]))
}

fn can_install_from_debian() -> bool {
    is_debian() && is_root()
}

fn is_debian() -> bool {
    Path::new("/etc/debian_version").exists() && found("apt-get")
}

fn is_root() -> bool {
    output(program("id", &["-u"])).is_some_and(|id| id.trim() == "0")
}

fn install_from_debian(packages: &[&str]) -> Outcome {
    if !is_debian() {
        return Err("Install it with your system's packages, then run this again.".into());
    }
    if !is_root() {
        let line = format!("sudo apt-get install {}", packages.join(" "));
        return Err(format!("Install it, then run this again: {line}").into());
    }
    println!("Installing {} from Debian (once)", packages.join(" and "));
    run(program("apt-get", &["update"]))?;
    let mut install = program("apt-get", &["install", "--yes", "--no-install-recommends"]);
    install.args(packages).env("DEBIAN_FRONTEND", "noninteractive");
    run(install)
}

fn found_any(names: &[&str], applications: &[&str]) -> bool {
    names.iter().any(|name| found(name)) || applications.iter().any(|path| Path::new(path).exists())
}

fn found(name: &str) -> bool {
    where_is(name).is_ok()
}

fn where_is(name: &str) -> Result<String, Failure> {
    let path = tools::search_path()?;
    let file = format!("{name}{}", std::env::consts::EXE_SUFFIX);
    std::env::split_paths(&path)
        .map(|folder| -> PathBuf { folder.join(&file) })
        .find(|path| path.is_file())
        .map(|path| path.display().to_string())
        .ok_or_else(|| format!("{name} is not on PATH").into())
}
