//! The URL shortener as a reader uses it: a link is made, kept, followed and deleted.

use e2e::{Browser, Page, Site, in_every_browser, key};

in_every_browser!(
    a_link_is_shortened_and_leads_there_after_a_reload,
    axe_finds_nothing_in_the_shorteners_labs,
    the_shorteners_labs_fit_a_small_phone,
);

const CHAPTER: &str = "/url-shortener/";

fn a_link_is_shortened_and_leads_there_after_a_reload(browser: &Browser) {
    let site = Site::built();
    let page = browser.page(&site);
    page.goto(CHAPTER);
    page.skip_guess("shorten");
    // With the keyboard alone: a link that may not be shortened, then the worked example.
    page.click(&page.find("#shorten .shorten-form:first-child input"));
    page.run("document.activeElement.select()");
    page.type_text("javascript:alert(1)");
    page.press(&[key::ENTER]);
    page.wait_until("document.querySelector('#shorten [role=alert]')?.textContent.includes('could run code')");
    page.run("document.querySelector('#shorten .shorten-form input').select()");
    page.type_text("https://en.wikipedia.org/wiki/Systems_design");
    page.press(&[key::ENTER]);
    page.run("[...document.querySelectorAll('#shorten [aria-label=Pause]')].forEach((button) => button.click())");
    for _ in 0..9 {
        press(&page, "Step");
    }
    page.wait_until(
        "document.querySelector('#shorten .shorten-way:last-child .shorten-result strong')?.textContent === 'zn9edcu'",
    );
    page.wait_until("document.querySelector('.shorten-own li a')?.getAttribute('href') === '#go=zn9edcu'");

    page.goto(&format!("{CHAPTER}#go=zn9edcu"));
    page.wait_until("document.querySelector('.shorten-arrival strong')?.textContent === 'en.wikipedia.org'");
    assert_eq!(
        page.eval("document.querySelector('.shorten-arrival a').href"),
        serde_json::json!("https://en.wikipedia.org/wiki/Systems_design")
    );
    press(&page, "Follow it through the lab");
    page.wait_until("location.hash.includes('shorten=') && location.hash.includes('go=zn9edcu')");
    page.wait_until("document.querySelector('#shorten .shorten-trail .is-last')?.textContent.includes('302 Found')");
    press(&page, "Delete all links");
    page.wait_until("document.querySelector('.shorten-arrival')?.textContent.startsWith('404.')");
    press(&page, "Close");
    page.wait_until("!location.hash.includes('go=')");
}

fn axe_finds_nothing_in_the_shorteners_labs(browser: &Browser) {
    let site = Site::built();
    let page = browser.page(&site);
    page.goto(CHAPTER);
    for theme in ["light", "dark", "contrast"] {
        page.theme(theme);
        page.skip_guess("shorten");
        press(&page, "A page of an encyclopedia");
        page.skip_guess("collisions");
        for lab in ["division", "length", "practice"] {
            page.go_to_lab(lab);
        }
        assert_eq!(page.axe(), [""; 0], "{theme}");
    }
}

fn the_shorteners_labs_fit_a_small_phone(browser: &Browser) {
    let site = Site::built();
    let page = browser.page(&site);
    page.viewport(320, 640);
    page.goto(CHAPTER);
    page.skip_guess("shorten");
    press(&page, "Only three hash digits");
    page.skip_guess("collisions");
    for lab in ["length", "division", "practice"] {
        page.go_to_lab(lab);
        page.wait_until(&format!("document.querySelector('#{lab} svg, #{lab} input')"));
    }
    press(&page, "The largest of 64 bits");
    for kind in ["Resolve a collision", "Who answers?", "How long?"] {
        press(&page, kind);
        assert_eq!(page.overflow(), 0, "{kind}: nothing makes the page wider than the phone");
    }
    page.viewport(390, 800);
    let small = page.eval(
        "[...document.querySelectorAll('.lab svg[role] text')].filter((text) => {
            const svg = text.ownerSVGElement;
            return parseFloat(getComputedStyle(text).fontSize) * svg.getScreenCTM().a < 13;
        }).map((text) => text.textContent)",
    );
    assert_eq!(small, serde_json::json!([]), "texts too small to read");
}

/// Clicks the button that has this text, or this label.
fn press(page: &Page, name: &str) {
    page.run(&format!(
        "(() => {{
            const all = [...document.querySelectorAll('.lab button')];
            const text = (one) => (one.getAttribute('aria-label') ?? one.textContent.trim());
            document.querySelectorAll('[data-pressed]').forEach((one) => one.removeAttribute('data-pressed'));
            all.find((one) => text(one) === '{name}').setAttribute('data-pressed', '');
        }})()"
    ));
    page.click(&page.find("[data-pressed]"));
}
