//! Pictures of the built pages, to be looked at: `shots <folder> [/address/]`.

use std::path::Path;
use std::process::ExitCode;

use e2e::{Browser, Kind, Page, Site};
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

    let browser = Browser::start(Kind::Chromium);
    let camera = Camera { browser: &browser, folder: Path::new(&folder) };
    let built = Site::built();
    for address in only.as_ref().map_or_else(finished, |address| vec![address.clone()]) {
        camera.shoot(&built, &address, &name_of(&address), wait_until_all_live);
    }
    if only.is_none() {
        camera.shoot(&Site::without_wasm(), "/", "without-wasm", |page| {
            page.wait_until("!document.getElementById('no-wasm').hidden");
        });
        camera.shoot(&Site::that_panics(), "/consistent-hashing/", "crash", |page| {
            page.wait_until("document.querySelector('.crash')");
        });
    }
    ExitCode::SUCCESS
}

/// Every page that is written, the page for chapters that are not, and the one for unknown addresses.
fn finished() -> Vec<String> {
    let written = CHAPTERS.iter().filter(|chapter| chapter.is_written);
    let unwritten = CHAPTERS.iter().find(|chapter| !chapter.is_written);
    std::iter::once("/".to_owned())
        .chain(written.chain(unwritten).map(|chapter| format!("/{}/", chapter.slug)))
        .chain(["/glossary/", "/no-such-page/"].map(str::to_owned))
        .collect()
}

/// Every part of the page has come to life, as it does before it is printed.
fn wait_until_all_live(page: &Page<'_>) {
    page.wait_until_ready();
    page.run("window.dispatchEvent(new Event('beforeprint'))");
    page.wait_until("[...document.querySelectorAll('[data-living]')].every((part) => part.hasAttribute('data-alive'))");
}

fn name_of(address: &str) -> String {
    match address.trim_matches('/') {
        "" => "home".to_owned(),
        path => path.replace(['/', '#', '?'], "-"),
    }
}

struct Camera<'a> {
    browser: &'a Browser,
    folder: &'a Path,
}

impl Camera<'_> {
    /// Takes the pictures of one page, each time it has come to what `wait` waits for.
    fn shoot(&self, site: &Site, address: &str, name: &str, wait: impl Fn(&Page<'_>)) {
        let page = self.browser.page(site);
        page.expect_errors();
        for theme in THEMES {
            page.goto_unready(address);
            page.run(&format!("localStorage.setItem('moving-parts.theme', '{theme}')"));
            page.goto_unready(address);
            wait(&page);
            for width in WIDTHS {
                page.viewport(width, HEIGHT);
                // Two frames: what observes its size has drawn itself anew by then.
                page.run("await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))");
                let path = self.folder.join(format!("{name}-{width}-{theme}.png"));
                page.picture(&path);
                println!("{}", path.display());
            }
        }
        for error in page.errors() {
            println!("  {address} logged: {error}");
        }
    }
}
