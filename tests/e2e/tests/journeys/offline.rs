//! The site without a network, from one edition to the next, and as an app.

use e2e::{Browser, Page, Site, journeys, key};
use serde_json::{Value, json};

journeys! {
    EVERYWHERE:
        the_site_reads_and_runs_without_a_network,
        an_open_page_keeps_its_edition_until_it_is_loaded_anew,
        half_an_edition_is_never_installed,
        what_two_editions_share_is_fetched_once,
        the_page_says_how_it_is_kept_and_tries_again;
    CHROMIUM:
        the_site_in_a_folder_reads_without_a_network,
        nothing_is_kept_while_the_page_loads,
        who_saves_data_is_asked,
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
    assert!(editions(&page) <= 2, "old editions do not pile up");
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
    assert_eq!(editions(&page), 1, "half of the next one is none");

    site.finish_next_edition();
    // Asked for until it is there: a look that began while the host was between two editions comes to nothing.
    page.wait_until(&format!("({LOOK}, document.querySelector('.new-edition').textContent.includes('A new edition'))"));
    page.reload();
    assert_eq!(seen(&page)["sheet"], json!("next"));
}

fn what_two_editions_share_is_fetched_once(browser: &Browser) {
    let site = Site::built();
    let page = browser.page(&site);
    page.goto(CHAPTER);
    wait_until_kept(&page);
    page.wait_until("document.querySelector('.keep').textContent.includes('is kept on your device')");
    let first = site.take_requests();
    assert!(first.iter().any(|path| !site.differs_in_next_edition(path)), "{first:?}");

    site.finish_next_edition();
    look_for_an_edition(&page);
    page.wait_until("document.querySelector('.new-edition').textContent.includes('A new edition')");
    let second = site.take_requests();
    assert!(second.iter().any(|path| path == "/glossary/"), "the pages are new: {second:?}");
    let again: Vec<_> = second.iter().filter(|path| !site.differs_in_next_edition(path)).collect();
    assert!(again.is_empty(), "fetched though it was there: {again:?}");

    site.go_offline();
    page.expect_errors();
    page.reload();
    assert_eq!(seen(&page)["sheet"], json!("next"));
    use_ring(&page);
}

fn the_page_says_how_it_is_kept_and_tries_again(browser: &Browser) {
    let site = Site::built();
    // Among the last in the list.
    let late = "/url-shortener/";
    site.withhold(late);
    let page = browser.page(&site);
    page.expect_errors();
    page.goto(CHAPTER);
    page.wait_until(
        "/device: [1-9]\\d*\\.\\d\\sof\\s\\d+\\.\\d\\sMB$/.test(document.querySelector('.keep').textContent)",
    );
    assert_eq!(page.text(&page.find(".keep [role=status]")), "Keeping this book on your device:");
    assert_eq!(page.count(".keep button:not(:empty)"), 0, "there is nothing to ask for");
    let files = page.eval("new Set((await (await fetch('/service-worker.js')).text()).match(/sha256-[^\"]+/g)).size");
    let all_but_one = files.as_u64().unwrap_or_default() - 1;
    page.wait_until(&format!("{CONTENTS} === {all_but_one}"));

    site.go_offline();
    site.hand_out();
    let again = page.button(".keep", "Try again");
    assert!(page.text(&page.find(".keep [role=status]")).contains("could not be kept"));
    let begun = site.take_requests();
    assert!(begun.iter().any(|path| path == "/glossary/"), "{begun:?}");

    site.go_online();
    page.call("(button) => button.focus()", &[&again]);
    page.press(&[key::ENTER]);
    wait_until_kept(&page);
    page.wait_until("document.querySelector('.keep [role=status]').textContent.includes('is kept on your device')");
    let rest = site.take_requests();
    assert!(rest.iter().any(|path| path == late), "{rest:?}");
    let twice: Vec<_> = rest.iter().filter(|path| begun.contains(path) && *path != late).collect();
    assert_eq!(twice, ["/service-worker.js"], "what had come is not fetched again");
    assert_eq!(page.eval("document.activeElement.className"), json!("keep"), "the focus stays where the button was");

    // On every page, and where a link leads, once it is known.
    page.click(&page.find("a.turn-on"));
    page.wait_until(&format!("location.pathname !== '{CHAPTER}'"));
    page.wait_until("document.querySelector('.keep').textContent.includes('is kept on your device')");
    page.goto("/");
    page.wait_until("document.querySelector('section .keep')?.textContent.includes('is kept on your device')");
}

/// Hours pass in no time, and it is counted how often the page looked whether it is time.
const IN_NO_TIME: &str = "() => {
    const later = setTimeout;
    window.looks = 0;
    window.setTimeout = (does, milliseconds, ...more) => {
        window.looks += milliseconds === 500;
        return later(does, Math.min(milliseconds, 5), ...more);
    };
}";

fn nothing_is_kept_while_the_page_loads(browser: &Browser) {
    let site = Site::built();
    site.withhold(".wasm");
    let page = browser.page(&site);
    page.prepare(IN_NO_TIME);
    page.goto_unready(CHAPTER);
    page.wait_until("window.looks > 50");
    let requests = site.take_requests();
    let is_of_the_page = |path: &String| !path.starts_with("/keep-") && path != "/service-worker.js";
    assert!(requests.iter().all(is_of_the_page), "{requests:?}");
    site.hand_out();
    page.wait_until_ready();
    wait_until_kept(&page);
}

/// The browser says that it is to save data, as some can be told to.
const SAVES_DATA: &str = "() => Object.defineProperty(navigator, 'connection', { value: { saveData: true } })";

fn who_saves_data_is_asked(browser: &Browser) {
    let site = Site::built();
    let page = browser.page(&site);
    page.prepare(SAVES_DATA);
    page.goto("/");
    // The button comes when the page is at rest, and then all else would have been fetched.
    page.wait_until("document.querySelector('.keep button')?.textContent.startsWith('Keep this book on my device (')");
    assert_eq!(page.eval("await navigator.serviceWorker.getRegistration()"), json!(null));
    assert!(!site.take_requests().iter().any(|path| path == "/service-worker.js"));
    page.assert_accessible_in(".keep", "the offer");
    page.run("document.querySelector('.keep button').focus()");
    page.press(&[key::ENTER]);
    wait_until_kept(&page);
    page.wait_until("document.querySelector('.keep [role=status]').textContent.includes('is kept on your device')");
    assert!(page.text(&page.find(".keep")).contains("only if you ask"));

    // An installation that waits has failed, as the browser sees it.
    page.expect_errors();
    drop(site.take_requests());
    site.finish_next_edition();
    page.reload();
    let offer = "document.querySelector('.keep button')?.textContent.startsWith('Get the new edition (')";
    page.wait_until(offer);
    let before = site.take_requests();
    assert!(before.iter().all(|path| path == "/service-worker.js"), "nothing else was fetched: {before:?}");
    page.assert_accessible_in(".keep", "the offer of an edition");
    page.reload();
    page.wait_until(offer);
    assert_eq!(seen(&page)["sheet"], json!(""), "the old edition is still what opens");
    page.run("document.querySelector('.keep button').click()");
    page.wait_until("document.querySelector('.new-edition').textContent.includes('A new edition')");
    page.wait_until("document.querySelector('.keep [role=status]').textContent.includes('is kept on your device')");
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

/// Looks for an edition, as the browser does at times, and the page when one comes back to it. Not where one is coming: Chromium
/// that is asked all the time now and then never ends the worker of the edition before.
const LOOK: &str = "await navigator.serviceWorker.getRegistration()
    .then((registration) => registration.installing ?? registration.waiting ?? registration.update()).catch(() => {})";

fn look_for_an_edition(page: &Page<'_>) {
    page.run(LOOK);
}

/// How many files are kept, of whatever edition.
const CONTENTS: &str =
    "(await (await caches.open((await caches.keys()).find((name) => name.endsWith(' contents')))).keys()).length";

/// How many editions are whole.
fn editions(page: &Page<'_>) -> u64 {
    let lists = "(await caches.keys()).find((name) => name.endsWith(' editions'))";
    page.eval(&format!("(await (await caches.open({lists})).keys()).length")).as_u64().unwrap_or_default()
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
