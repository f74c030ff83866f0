//! A lab in a page of another origin: an article, and a slide of reveal.js.

use e2e::{Browser, Page, Site, journeys};
use serde_json::{Value, json};

journeys! {
    // WebKit: its driver does not look into frames.
    WITHOUT_WEBKIT:
        a_strangers_page_shows_a_lab_and_hears_of_it,
        the_panel_gives_the_frame_and_the_codes_of_a_moment;
    CHROMIUM:
        a_frame_heeds_its_options,
        a_slide_shows_a_lab;
}

/// Fits the frame to its lab, and keeps what it says.
const LISTENS: &str = "<script>
    window.heard = [];
    addEventListener('message', ({ data }) => {
        heard.push(data);
        if (data.type === 'height') document.querySelector('iframe').style.height = `${data.height}px`;
    });
</script>";

fn article(source: &str) -> String {
    format!(
        "<!DOCTYPE html><html lang=en><title>A stranger</title>{LISTENS}<h1>My article</h1>\
         <iframe title=\"a lab\" src=\"{source}\" width=\"100%\" height=\"300\"></iframe>"
    )
}

fn open<'browser>(browser: &'browser Browser, stranger: &'browser Site) -> Page<'browser> {
    let page = browser.page(stranger);
    page.goto_unready("/");
    page
}

fn wait_for_lab(frame: &Page, lab: &str) {
    frame
        .wait_until(&format!("document.getElementById('{lab}')?.closest('[data-living]')?.hasAttribute('data-alive')"));
}

fn a_strangers_page_shows_a_lab_and_hears_of_it(browser: &Browser) {
    let site = Site::built();
    let source = format!("{}/embed/consistent-hashing/practice/", site.address());
    let stranger = Site::of_a_stranger(&format!("stranger-{:?}", browser.kind()), &article(&source));
    let page = open(browser, &stranger);
    let frame = page.frame();
    wait_for_lab(&frame, "practice");
    page.wait_until("heard.some(({ type, height }) => type === 'height' && height > 300)");
    let first = page.eval("heard.find(({ type }) => type === 'height')");
    assert_eq!(
        (&first["source"], &first["version"], &first["lab"]),
        (&json!("moving-parts"), &json!(1), &json!("practice"))
    );
    let seen = "[...document.querySelectorAll('header, footer, .prose, .lab')].filter((part) => part.checkVisibility()).map(({ id }) => id)";
    assert_eq!(frame.eval(seen), json!(["practice"]), "nothing but the lab is shown");
    assert_eq!(frame.overflow(), 0);
    // An answer, right or wrong: one of the keys that move.
    frame.run("document.querySelectorAll('.practice-topics button')[1].click()");
    frame.click(&frame.find(".practice-key .practice-target"));
    frame.wait_until(
        "document.querySelector('.practice-buttons .button-main').getAttribute('aria-disabled') === 'false'",
    );
    frame.click(&frame.find(".practice-buttons .button-main"));
    page.wait_until("heard.some(({ type }) => type === 'outcome')");
    let outcome = page.eval("heard.find(({ type }) => type === 'outcome')");
    assert!(outcome["exercise"].is_string() && outcome["solved"].is_boolean(), "{outcome}");
}

fn a_frame_heeds_its_options(browser: &Browser) {
    let site = Site::built();
    let page = browser.page(&site);
    page.goto("/embed/consistent-hashing/ring/?theme=dark&controls=off");
    wait_for_lab(&page, "ring");
    page.wait_until("document.documentElement.dataset.theme === 'dark'");
    page.wait_until("!document.querySelector('#ring .player').checkVisibility()");
    assert_eq!(page.axe(), [""; 0]);

    // A run of three steps, of which another page shows two.
    let place = |place: &str| format!("document.querySelector('.player-where').textContent.startsWith('{place} ')");
    let page = browser.page(&site);
    page.goto("/embed/consistent-hashing/ring/");
    wait_for_lab(&page, "ring");
    for step in ["1 of 1", "2 of 2", "3 of 3"] {
        page.click(&page.by_role("button", "Kill one at random"));
        page.wait_until(&place(step));
    }
    page.click(&page.by_role("button", "More"));
    page.click(&page.find(".more-panel details summary"));
    page.wait_until("document.querySelector('.more-panel textarea').value.includes('#ring=')");
    let snippet = page.eval("document.querySelector('.more-panel textarea').value");
    let code =
        snippet.as_str().and_then(|snippet| snippet.split_once('#')?.1.split_once('"')).map_or("", |(code, _)| code);
    let other = browser.page(&site);
    other.goto(&format!("/embed/consistent-hashing/ring/?steps=1-2#{code}"));
    other.wait_until(&place("2 of 2"));
    assert_eq!(other.eval("document.querySelector('[aria-label=Step]').disabled"), Value::Bool(true));
    other.click(&other.find("[aria-label='Step back']"));
    other.wait_until(&place("1 of 2"));
    assert_eq!(other.eval("document.querySelector('[aria-label=\"Step back\"]').disabled"), Value::Bool(true));
}

fn a_slide_shows_a_lab(browser: &Browser) {
    let site = Site::built();
    let slides = format!(
        "<!DOCTYPE html><html lang=en><title>Slides</title><link rel=stylesheet href=/node_modules/reveal.js/dist/reveal.css>\
         <div class=reveal><div class=slides><section><h2>One</h2></section>\
         <section><iframe title=lab data-src=\"{}/embed/consistent-hashing/ring/?controls=off\" width=900 height=600></iframe></section>\
         </div></div><script src=/node_modules/reveal.js/dist/reveal.js></script>\
         <script>Reveal.initialize({{ transition: 'none' }})</script>",
        site.address()
    );
    let stranger = Site::of_a_stranger(&format!("slides-{:?}", browser.kind()), &slides);
    let page = open(browser, &stranger);
    page.wait_until("window.Reveal?.isReady()");
    page.run("Reveal.next()");
    page.wait_until("document.querySelector('iframe').src");
    let frame = page.frame();
    wait_for_lab(&frame, "ring");
    frame.wait_until("document.querySelectorAll('#ring [data-slot]').length === 5");
    assert_eq!(frame.overflow(), 0);
}

fn the_panel_gives_the_frame_and_the_codes_of_a_moment(browser: &Browser) {
    let site = Site::built();
    let page = browser.page(&site);
    page.goto("/embed/consistent-hashing/ring/");
    wait_for_lab(&page, "ring");
    page.click(&page.by_role("button", "Kill one at random"));
    page.click(&page.by_role("button", "More"));
    page.wait_until("document.querySelector('.more-panel')");
    page.click(&page.find(".more-panel details summary"));
    page.wait_until(
        "document.querySelector('.more-panel textarea').value.includes('/embed/consistent-hashing/ring/#ring=')",
    );
    assert_eq!(page.axe(), [""; 0]);
    page.click(&page.by_role("button", "Show a QR code"));
    page.wait_until("document.querySelector('dialog.qr[open] svg path')?.getAttribute('d').length > 1000");
    let link = page.eval("document.querySelector('.qr-link a').href");
    assert!(
        link.as_str().is_some_and(|link| link.contains("/consistent-hashing/#ring=") && !link.contains("/embed/")),
        "{link}"
    );
    assert_eq!(page.axe(), [""; 0]);
    page.click(&page.by_role("button", "Close"));
    page.wait_until("!document.querySelector('dialog.qr')");
    // What is saved is seen on its way to the disk.
    page.run(
        "window.saved = [];
        const make = URL.createObjectURL;
        URL.createObjectURL = (blob) => {
            blob.text().then((text) => saved.push([blob.type, text]));
            return make.call(URL, blob);
        };",
    );
    for (name, kind, part) in [
        ("Picture, SVG", "image/svg+xml", "<svg"),
        ("Numbers, CSV", "text/csv", "s0,"),
        ("Transcript, CSV", "text/csv", "time_us,event"),
        ("Moment, JSON", "application/json", "moving-parts.moment"),
    ] {
        page.run("saved.length = 0");
        page.click(&page.by_role("button", name));
        page.wait_until(&format!("saved.some(([kind, text]) => kind === '{kind}' && text.includes('{part}'))"));
    }
    page.run("saved.length = 0");
    page.click(&page.by_role("button", "Picture, PNG"));
    page.wait_until("saved.some(([kind]) => kind === 'image/png')");
}
