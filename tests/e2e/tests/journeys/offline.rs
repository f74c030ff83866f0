//! The site without a network, from one edition to the next, and as an app.

use e2e::{Browser, Page, Site, journeys};
use serde_json::{Value, json};

journeys! {
    EVERYWHERE:
        the_site_reads_and_runs_without_a_network,
        an_open_page_keeps_its_edition_until_it_is_loaded_anew,
        half_an_edition_is_never_installed;
    CHROMIUM:
        the_site_in_a_folder_reads_without_a_network,
        the_site_can_be_installed;
}

const CHAPTER: &str = "/consistent-hashing/";

/// What a page and the sheet that it is given say of their edition.
const SEEN: &str = "{
    page: document.documentElement.dataset.edition,
    sheet: getComputedStyle(document.documentElement).getPropertyValue('--edition').trim(),
    fetched: await fetch(document.querySelector('link[href*=\"/site-\"]').href)
        .then((answer) => answer.text()).then((sheet) => sheet.includes('--edition')),
    chat: await fetch('/chat/').then((answer) => answer.text()).then((page) => page.match(/data-edition=\"?(\\w+)/)[1]),
}";

/// Waits until the whole site is kept, and this page is known to the worker that keeps it.
#[track_caller]
fn wait_until_kept(page: &Page<'_>) {
    page.wait_until("navigator.serviceWorker.controller?.state === 'activated'");
}

fn the_site_reads_and_runs_without_a_network(browser: &Browser) {
    let site = Site::built();
    let page = browser.page(&site);
    page.goto(CHAPTER);
    wait_until_kept(&page);
    site.go_offline();
    // The browser logs what it could not get of an address that is not of the site.
    page.expect_errors();
    assert_eq!(
        page.eval("await fetch('/no-such-file').then(() => true, () => false)"),
        json!(false),
        "there is no network"
    );

    page.reload();
    use_ring(&page);
    page.run("window.sameDocument = true");
    let next = page.find("a.turn-on");
    let address = page.call("(link) => link.pathname", &[&next]);
    page.click(&next);
    page.wait_until(&format!("location.pathname === {address}"));
    page.wait_until("document.querySelector('h1')");
    assert_eq!(page.eval("window.sameDocument"), json!(true), "links are followed without loading anew");
    page.goto("/");
    assert_eq!(page.count("h1"), 1);
    page.goto(&format!("{CHAPTER}?from=elsewhere"));
    use_ring(&page);
    page.goto("/no-such-page/");
    assert_eq!(page.eval("document.title.includes('not found')"), json!(true));
    page.goto("/chat");
    assert_eq!(page.eval("location.pathname"), json!("/chat/"), "a slash is added where a host adds it");
}

fn the_site_in_a_folder_reads_without_a_network(browser: &Browser) {
    let site = Site::in_folder();
    let page = browser.page(&site);
    page.goto("/");
    wait_until_kept(&page);
    let scope = page.eval("(await navigator.serviceWorker.getRegistration()).scope");
    assert_eq!(scope, json!(format!("{}/", site.address())), "it answers for its own folder only");
    site.go_offline();
    page.expect_errors();
    page.goto(CHAPTER);
    use_ring(&page);
    page.goto("/no-such-page/");
    assert_eq!(page.eval("document.title.includes('not found')"), json!(true));
    let outside = "await fetch('/outside').then(() => true, () => false)";
    assert_eq!(page.eval(outside), json!(false), "what is outside of the folder is not answered");
}

fn an_open_page_keeps_its_edition_until_it_is_loaded_anew(browser: &Browser) {
    let site = Site::built();
    let page = browser.page(&site);
    page.goto(CHAPTER);
    wait_until_kept(&page);
    use_ring(&page);
    let old = seen(&page);
    assert_eq!((&old["sheet"], &old["fetched"], &old["chat"]), (&json!(""), &json!(false), &old["page"]));
    assert_eq!(page.count(".new-edition:not(:empty)"), 0, "there is nothing to announce");

    site.finish_next_edition();
    look_for_an_edition(&page);
    page.wait_until("document.querySelector('.new-edition').textContent.includes('A new edition')");
    assert_eq!(seen(&page), old, "the page and all that it is given are of the edition that it began with");
    let place = page.eval("document.querySelector('#ring .player-where').textContent");

    page.run("window.before = true");
    page.click(&page.by_role("button", "Reload"));
    page.wait_until("!window.before");
    page.wait_until_ready();
    let new = seen(&page);
    assert_ne!(new["page"], old["page"]);
    assert_eq!((&new["sheet"], &new["fetched"], &new["chat"]), (&json!("next"), &json!(true), &new["page"]));
    page.wait_until(&format!("document.querySelector('#ring .player-where').textContent === {place}"));

    site.go_offline();
    page.expect_errors();
    page.reload();
    assert_eq!(seen(&page), new, "the new edition is there without a network");
    let editions = "(await caches.keys()).filter((name) => !name.endsWith('readers')).length";
    assert!(page.eval(editions).as_u64().is_some_and(|count| count <= 2), "old editions do not pile up");
}

fn half_an_edition_is_never_installed(browser: &Browser) {
    let site = Site::built();
    let page = browser.page(&site);
    page.expect_errors();
    page.goto(CHAPTER);
    wait_until_kept(&page);
    let old = seen(&page);
    site.begin_next_edition();
    look_for_an_edition(&page);
    page.wait_until("!(await navigator.serviceWorker.getRegistration()).installing");
    page.reload();
    assert_eq!(seen(&page), old, "the old edition is whole");
    // The browser looks for an edition again after a page has come, so another half may be there for a moment.
    page.wait_until("(await caches.keys()).filter((name) => !name.endsWith('readers')).length === 1");

    site.finish_next_edition();
    // Asked for until it is there: a look that began while the host was between two editions comes to nothing.
    page.wait_until(&format!("({LOOK}, document.querySelector('.new-edition').textContent.includes('A new edition'))"));
    page.reload();
    assert_eq!(seen(&page)["sheet"], json!("next"));
}

fn the_site_can_be_installed(browser: &Browser) {
    for site in [Site::built(), Site::in_folder()] {
        let page = browser.page(&site);
        page.goto(CHAPTER);
        let manifest = page.eval("document.querySelector('link[rel=manifest]').href");
        let app = page.eval(&format!("await fetch({manifest}).then((answer) => answer.json())"));
        let start = page.eval(&format!("new URL({}, {manifest}).href", app["start_url"]));
        assert_eq!(start, json!(format!("{}/", site.address())));
        assert_eq!(page.eval(&format!("new URL({}, {manifest}).href", app["scope"])), start);
        for icon in app["icons"].as_array().into_iter().flatten() {
            let size = page.eval(&format!(
                "await (async () => {{
                    const image = new Image();
                    image.src = new URL({}, {manifest});
                    await image.decode();
                    return `${{image.naturalWidth}}x${{image.naturalHeight}}`;
                }})()",
                icon["src"],
            ));
            assert!(icon["sizes"] == "any" || size == icon["sizes"], "{icon} is {size}");
        }
    }
}

/// Looks for an edition, as the browser does at times, and the page when one comes back to it.
const LOOK: &str =
    "await navigator.serviceWorker.getRegistration().then((registration) => registration.update()).catch(() => {})";

fn look_for_an_edition(page: &Page<'_>) {
    page.run(LOOK);
}

fn seen(page: &Page<'_>) -> Value {
    page.eval(SEEN)
}

/// Kills a server, which the lab then shows.
#[track_caller]
fn use_ring(page: &Page<'_>) {
    page.skip_guess("ring");
    let servers = page.count("#ring [data-slot]");
    page.run(
        "document.querySelectorAll('#ring button')
            .forEach((one) => one.toggleAttribute('data-journey', one.textContent.trim() === 'Kill one at random'))",
    );
    page.click(&page.find("#ring button[data-journey]"));
    page.wait_until(&format!("document.querySelectorAll('#ring [data-slot]').length === {}", servers - 1));
}
