//! Pictures of the built pages, to be looked at: `shots <folder> [/address/]`.

use std::path::Path;
use std::process::ExitCode;

use e2e::{Browser, Kind, Site};
use moving_parts::book::CHAPTERS;

const WIDTHS: [u32; 3] = [390, 1280, 1920];
const HEIGHT: u32 = 900;
const THEMES: [&str; 2] = ["light", "dark"];

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let Some(folder) = arguments.next() else {
        eprintln!("error: it is `shots <folder> [/address/]`");
        return ExitCode::FAILURE;
    };
    let only = arguments.next();
    if let Err(error) = std::fs::create_dir_all(&folder) {
        eprintln!("error: making {folder}: {error}");
        return ExitCode::FAILURE;
    }

    let site = Site::built();
    let browser = Browser::start(Kind::Chromium);
    for address in only.map_or_else(finished, |address| vec![address]) {
        shoot(&browser, &site, &address, Path::new(&folder));
    }
    ExitCode::SUCCESS
}

/// Every page that is written, the page for chapters that are not, and the one for unknown addresses.
fn finished() -> Vec<String> {
    let written = CHAPTERS.iter().filter(|chapter| chapter.page.is_some());
    let unwritten = CHAPTERS.iter().find(|chapter| chapter.page.is_none());
    std::iter::once("/".to_owned())
        .chain(written.chain(unwritten).map(|chapter| format!("/{}/", chapter.slug)))
        .chain(std::iter::once("/no-such-page/".to_owned()))
        .collect()
}

fn shoot(browser: &Browser, site: &Site, address: &str, folder: &Path) {
    let page = browser.page(site);
    page.expect_errors();
    page.goto(address);
    let name = match address.trim_matches('/') {
        "" => "home".to_owned(),
        path => path.replace(['/', '#', '?'], "-"),
    };
    for theme in THEMES {
        page.theme(theme);
        for width in WIDTHS {
            page.viewport(width, HEIGHT);
            // Two frames: what observes its size has drawn itself anew by then.
            page.run("await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))");
            let path = folder.join(format!("{name}-{width}-{theme}.png"));
            page.picture(&path);
            println!("{}", path.display());
        }
    }
    for error in page.errors() {
        println!("  {address} logged: {error}");
    }
}
