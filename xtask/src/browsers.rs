//! The browsers that the site is tested in, and the drivers through which that is done.

use std::path::{Path, PathBuf};

use crate::command::{Failure, Outcome, output, program, run};
use crate::tools::{self, Tool};

/// Environment variables that tell a test where the drivers are.
pub type Drivers = Vec<(&'static str, String)>;

/// What a browser is found by, and what brings it.
struct Browser {
    programs: &'static [&'static str],
    applications: &'static [&'static str],
    driver: &'static str,
    /// Names the driver to a test.
    variable: &'static str,
    packages: &'static [&'static str],
}

const CHROMIUM: Browser = Browser {
    programs: &["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"],
    applications: &["/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"],
    driver: "chromedriver",
    variable: "CHROMEDRIVER",
    packages: &["chromium", "chromium-driver"],
};

const FIREFOX: Browser = Browser {
    programs: &["firefox", "firefox-esr"],
    applications: &["/Applications/Firefox.app/Contents/MacOS/firefox"],
    driver: "geckodriver",
    variable: "GECKODRIVER",
    packages: &["firefox-esr"],
};

/// WebKitGTK, and a screen that nobody sees.
const WEBKIT: Browser = Browser {
    programs: &["Xvfb"],
    applications: &[],
    driver: "WebKitWebDriver",
    variable: "WEBKITDRIVER",
    packages: &["webkit2gtk-driver", "xvfb"],
};

impl Browser {
    fn is_there(&self) -> bool {
        // geckodriver comes from Cargo, whatever the system.
        self.program().is_some() && (self.driver == FIREFOX.driver || found(self.driver))
    }

    /// What starts it.
    fn program(&self) -> Option<String> {
        let on_path = self.programs.iter().find_map(|name| where_is(name).ok());
        on_path.or_else(|| self.applications.iter().find(|path| Path::new(path).exists()).map(ToString::to_string))
    }
}

/// All browsers that can be had here, installed where that can be done: their drivers; and why there is no WebKit to test in, if
/// there is none. For macOS and Windows there is none whose driver could be used, so that fails nothing.
pub fn all() -> Result<(Drivers, Option<String>), Failure> {
    let mut missing: Vec<&Browser> = [&CHROMIUM, &FIREFOX, &WEBKIT].into_iter().filter(|one| !one.is_there()).collect();
    let mut skipped = None;
    if !can_install_from_debian() && missing.iter().any(|browser| browser.driver == WEBKIT.driver) {
        let how = format!("on Debian: sudo apt-get install {}", WEBKIT.packages.join(" "));
        skipped = Some(format!("{} and {} are needed on PATH; {how}", WEBKIT.driver, WEBKIT.programs.join(" and ")));
        missing.retain(|browser| browser.driver != WEBKIT.driver);
    }
    let packages: Vec<&str> = missing.iter().flat_map(|browser| browser.packages).copied().collect();
    if !packages.is_empty() {
        install_from_debian(&packages).map_err(|failure| {
            let drivers: Vec<&str> = missing.iter().map(|browser| browser.driver).collect();
            let which = drivers.join(" and ");
            Failure::from(format!("The browser of {which}, and that driver of the same version, are needed. {failure}"))
        })?;
    }
    tools::install(&[Tool::Geckodriver])?;
    let mut drivers = Vec::new();
    for browser in [&CHROMIUM, &FIREFOX] {
        drivers.push((browser.variable, where_is(browser.driver)?));
    }
    if skipped.is_none() {
        drivers.push((WEBKIT.variable, where_is(WEBKIT.driver)?));
    }
    Ok((drivers, skipped))
}

/// Where Chromium itself is, installed where that can be done.
pub fn chromium_program() -> Result<String, Failure> {
    if CHROMIUM.program().is_none() {
        install_from_debian(CHROMIUM.packages)
            .map_err(|failure| Failure::from(format!("Chromium or Chrome is needed on PATH. {failure}")))?;
    }
    CHROMIUM.program().ok_or_else(|| "there is no Chromium on PATH".into())
}

/// Chromium and its driver, installed where that can be done.
pub fn chromium() -> Result<Drivers, Failure> {
    if !CHROMIUM.is_there() {
        install_from_debian(CHROMIUM.packages).map_err(|failure| {
            Failure::from(format!(
                "Chromium or Chrome, and the chromedriver of the same version, are needed on PATH. {failure}"
            ))
        })?;
    }
    Ok(vec![(CHROMIUM.variable, where_is(CHROMIUM.driver)?)])
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
    println!("Installing {} from Debian, once, in about a minute", packages.join(", "));
    run(program("apt-get", &["--quiet=2", "update"]))?;
    let mut install = program("apt-get", &["--quiet=2", "install", "--yes", "--no-install-recommends"]);
    install.args(packages).env("DEBIAN_FRONTEND", "noninteractive");
    run(install)
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
