//! Every address of the site opens, reads and works, wherever the site is and whatever the browser lacks.

use std::collections::HashSet;

use e2e::{Browser, Page, Site, journeys, key};
use moving_parts::book::CHAPTERS;
use serde_json::json;

journeys! {
    EVERYWHERE:
        a_remembered_theme_is_there_before_the_webassembly,
        links_lead_from_page_to_page_and_back,
        without_webassembly_the_prose_reads_and_a_note_says_why,
        a_page_lives_of_pieces_if_the_file_it_begins_with_does_not_come;
    CHROMIUM:
        a_page_that_is_followed_to_has_its_own_sheets_and_no_others,
        pages_that_are_not_written_yet_come_alive,
        an_unknown_address_gets_a_page_that_says_so,
        the_site_works_from_a_folder;
}

/// One page of each kind: the map, the first chapter that is written, the first that is not, the glossary, and the one for
/// unknown addresses.
fn kinds_of_pages() -> Vec<String> {
    let address = |written: bool| {
        let chapter = CHAPTERS.iter().find(|chapter| chapter.is_written == written);
        chapter.map(|chapter| format!("/{}/", chapter.slug))
    };
    let others = ["/glossary/", "/no-such-page/"].map(|path| Some(path.to_owned()));
    [Some("/".to_owned()), address(true), address(false)].into_iter().chain(others).flatten().collect()
}

fn pages_that_are_not_written_yet_come_alive(browser: &Browser) {
    let site = Site::built();
    let page = browser.page(&site);
    for chapter in CHAPTERS.iter().filter(|chapter| !chapter.is_written) {
        page.goto(&format!("/{}/", chapter.slug));
        assert_eq!(page.count("h1"), 1, "headings of {}", chapter.slug);
        let title = page.eval("document.title");
        assert!(title.as_str().is_some_and(|title| title.starts_with(chapter.title)), "{} is {title}", chapter.slug);
        assert_eq!(page.errors(), [""; 0], "errors of {}", chapter.slug);
        page.viewport(320, 640);
        assert_eq!(page.overflow(), 0, "{} is too wide for a phone", chapter.slug);
    }
}

fn a_remembered_theme_is_there_before_the_webassembly(browser: &Browser) {
    let site = Site::without_wasm();
    let page = browser.page(&site);
    page.expect_errors();
    page.goto_unready("/");
    page.run("localStorage.setItem('moving-parts.theme', 'contrast')");
    page.goto_unready("/");
    assert_eq!(page.eval("document.documentElement.dataset.theme"), json!("contrast"));
    page.run("localStorage.setItem('moving-parts.theme', 'purple')");
    page.goto_unready("/");
    assert_eq!(page.eval("document.documentElement.dataset.theme"), json!(null));
}

fn a_page_lives_of_pieces_if_the_file_it_begins_with_does_not_come(browser: &Browser) {
    let site = Site::without_first_files();
    let page = browser.page(&site);
    // The browser itself logs that a file is missing.
    page.expect_errors();
    page.goto("/consistent-hashing/");
    page.skip_guess("ring");
    let asked = site.take_requests();
    let of = |folder: &str| asked.iter().filter(|url| url.starts_with(folder)).collect::<HashSet<_>>().len();
    assert_eq!(of("/first/"), 1, "{asked:?}");
    assert!(of("/chunks/") > 1, "{asked:?}");
    page.run("document.querySelector('#ring [data-slot]').focus()");
    page.press(&[key::RIGHT]);
    page.wait_for_place("ring", "1 of 1");
}

fn links_lead_from_page_to_page_and_back(browser: &Browser) {
    let site = Site::built();
    let page = browser.page(&site);
    page.goto("/");
    page.run("window.sameDocument = true");
    page.click(&page.find("a[href='/consistent-hashing/']"));
    page.wait_until("document.title.startsWith('Consistent hashing')");
    page.wait_until("document.querySelector('h1').textContent.includes('onsistent')");
    assert_eq!(page.count("h1"), 1);
    page.go(-1);
    page.wait_until("document.title.startsWith('Moving Parts')");
    page.wait_until("location.pathname === '/'");
    page.go(1);
    page.wait_until("document.title.startsWith('Consistent hashing')");
    assert_eq!(page.eval("window.sameDocument"), json!(true), "the pages change without loading anew");
}

fn a_page_that_is_followed_to_has_its_own_sheets_and_no_others(browser: &Browser) {
    const SHEETS: &str = "[...document.querySelectorAll('link[rel=stylesheet], link[rel=later]')].map((link) => link.getAttribute('href')).sort()";
    let site = Site::built();
    let page = browser.page(&site);
    let written: Vec<_> = CHAPTERS.iter().filter(|chapter| chapter.is_written).take(2).collect();
    let [first, second] = [written[0], written[1]].map(|chapter| format!("/{}/", chapter.slug));
    page.goto(&second);
    let own = page.eval(SHEETS);
    page.goto(&first);
    assert_ne!(page.eval(SHEETS), own, "each has its own");
    page.run(&format!("document.querySelector('.turn-page a[href=\"{second}\"]').click()"));
    page.wait_until(&format!("location.pathname === '{second}'"));
    page.wait_until("document.querySelectorAll('[data-alive]').length > 0");
    assert_eq!(page.eval(SHEETS), own);
}

fn an_unknown_address_gets_a_page_that_says_so(browser: &Browser) {
    let site = Site::built();
    let page = browser.page(&site);
    for path in ["/no-such-page/", "/consistent-hashing/deeper/"] {
        expect_missing(&page, path);
        page.goto(path);
        assert_eq!(page.count("h1"), 1);
        assert_eq!(page.eval("document.title.includes('not found')"), json!(true));
        let status = page.eval("(await fetch(location.href)).status");
        assert_eq!(status, json!(404));
    }
}

/// The browser itself logs the status of a page that is not there.
fn expect_missing(page: &Page<'_>, path: &str) {
    if path.contains("no-such-page") || path.contains("deeper") {
        page.expect_errors();
    }
}

fn the_site_works_from_a_folder(browser: &Browser) {
    let site = Site::in_folder();
    let page = browser.page(&site);
    assert!(page.site_address().ends_with("/sub"));
    for path in kinds_of_pages() {
        expect_missing(&page, &path);
        page.goto(&path);
        let strays = page.eval(
            "[...document.querySelectorAll('a[href]')].map((link) => new URL(link.href))
                .filter((url) => url.origin === location.origin && !url.pathname.startsWith('/sub/')).map(String)",
        );
        assert_eq!(strays, json!([]), "links of {path} that leave the folder");
    }
    page.goto("/");
    page.click(&page.find("a[href='/sub/consistent-hashing/']"));
    page.wait_until("location.pathname === '/sub/consistent-hashing/'");
    page.wait_until("document.querySelector('h1')?.textContent.includes('onsistent')");
    page.reload();
    assert_eq!(page.count("h1"), 1);
    assert_eq!(page.eval("location.pathname"), json!("/sub/consistent-hashing/"));
}

fn without_webassembly_the_prose_reads_and_a_note_says_why(browser: &Browser) {
    let site = Site::without_wasm();
    let page = browser.page(&site);
    page.expect_errors();
    for path in kinds_of_pages() {
        page.goto_unready(&path);
        page.wait_until("!document.getElementById('no-wasm').hidden");
        let note = page.text(&page.find("#no-wasm"));
        assert!(note.contains("WebAssembly") && note.contains("read"), "the note says: {note}");
        assert_eq!(page.count("h1"), 1, "headings of {path}");
        assert!(!page.text(&page.find("#app")).trim().is_empty(), "{path} is empty");
    }
}
