//! When the code panics, the reader gets a message and two ways back.

use e2e::{Browser, Page, Site, journeys, key};
use serde_json::json;

journeys! {
    EVERYWHERE: a_panic_shows_a_message_and_two_ways_back;
}

const KEEPS: &str =
    "localStorage.setItem('moving-parts.lab.ring', 'x'); localStorage.setItem('moving-parts.theme', 'dark')";

fn open(page: &Page<'_>) {
    page.goto_unready("/consistent-hashing/#moment");
    page.wait_until("document.querySelector('.crash')");
    page.run(&format!("{KEEPS}; window.sameDocument = true"));
}

fn a_panic_shows_a_message_and_two_ways_back(browser: &Browser) {
    let site = Site::that_panics();
    let page = browser.page(&site);
    page.expect_errors();

    open(&page);
    assert_eq!(page.eval("document.activeElement.textContent"), json!("Reload this page"));
    assert_eq!(page.eval("document.getElementById('no-wasm').hidden"), json!(true));
    page.press(&[key::ENTER]);
    page.wait_until("!window.sameDocument && document.querySelector('.crash')");
    assert_eq!(page.eval("location.hash"), json!("#moment"));
    assert_eq!(page.eval("localStorage.getItem('moving-parts.lab.ring')"), json!("x"));

    open(&page);
    // The message knows what was kept when the panic came, so let it come again.
    page.run("location.reload()");
    page.wait_until("!window.sameDocument && document.querySelector('.crash')");
    page.run("window.sameDocument = true");
    page.click(&page.by_role("button", "Start afresh"));
    page.wait_until("!window.sameDocument && document.querySelector('.crash')");
    assert_eq!(page.eval("location.hash"), json!(""));
    assert_eq!(page.eval("localStorage.getItem('moving-parts.lab.ring')"), json!(null));
    assert_eq!(page.eval("localStorage.getItem('moving-parts.theme')"), json!("dark"));
}
