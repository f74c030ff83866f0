//! The URL shortener as a reader uses it: a link is made, kept, followed and deleted.

use e2e::{Browser, Site, journeys, key};

journeys! {
    EVERYWHERE:
        a_link_is_shortened_and_leads_there_after_a_reload;
    CHROMIUM:
        axe_finds_nothing_in_links_that_were_made,
        a_short_hash_and_a_long_number_fit_a_small_phone;
}

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
        page.push(".lab", "Step");
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
    page.push(".lab", "Follow it through the lab");
    page.wait_until("location.hash.includes('shorten=') && location.hash.includes('go=zn9edcu')");
    page.wait_until("document.querySelector('#shorten .shorten-trail .is-last')?.textContent.includes('302 Found')");
    page.push(".lab", "Delete all links");
    page.wait_until("document.querySelector('.shorten-arrival')?.textContent.startsWith('404.')");
    page.push(".lab", "Close");
    page.wait_until("!location.hash.includes('go=')");
}

fn axe_finds_nothing_in_links_that_were_made(browser: &Browser) {
    let site = Site::built();
    let page = browser.page(&site);
    page.goto(CHAPTER);
    page.wake_all();
    page.push("#shorten", "A page of an encyclopedia");
    page.wait_until("document.querySelector('#shorten .shorten-trail li')");
    page.assert_accessible_in("#shorten", "in use");
}

fn a_short_hash_and_a_long_number_fit_a_small_phone(browser: &Browser) {
    let site = Site::built();
    let page = browser.page(&site);
    page.viewport(320, 640);
    page.goto(CHAPTER);
    page.wake_all();
    page.push("#shorten", "Only three hash digits");
    page.push("#division", "The largest of 64 bits");
    page.wait_until("document.querySelector('#division').textContent.includes('18\u{202f}446\u{202f}744')");
    assert_eq!(page.overflow(), 0, "nothing makes the page wider than the phone");
}
