//! The chapter on unique IDs as a reader uses it.

use e2e::{Browser, Page, Point, Site, journeys, key};

journeys! {
    EVERYWHERE:
        borders_are_dragged_ids_are_made_and_a_reload_keeps_them;
    CHROMIUM:
        an_id_of_the_readers_own_is_read_and_stays_on_the_device,
        duplicates_are_drawn_and_axe_finds_nothing_in_them;
}

const CHAPTER: &str = "/unique-id/";

fn borders_are_dragged_ids_are_made_and_a_reload_keeps_them(browser: &Browser) {
    let site = Site::built();
    let page = open(browser, &site);
    let border = "#strip [aria-label='Border between machine and sequence']";
    let from = page.middle(&page.find(border));
    let bit = page.eval("document.querySelector('#strip .strip').clientWidth / 64").as_f64().unwrap_or(0.0);
    assert!(bit > 4.0, "a bit is {bit} pixels wide");
    let to = Point { x: from.x - 3.0 * bit, y: from.y };
    page.drag(&[from, Point { x: from.x - bit, y: from.y }, to]);
    page.wait_until(&format!("document.querySelector(\"{border}\").getAttribute('aria-valuenow') === '49'"));
    page.wait_until("document.querySelector('#strip .player-where').textContent.startsWith('1 of 1 ')");
    page.wait_until("document.querySelector('#strip .bits-fields').textContent.includes('32\u{202f}768')");
    page.run(&format!("document.querySelector(\"{border}\").focus()"));
    page.press(&[key::RIGHT, key::RIGHT, key::RIGHT]);
    page.wait_until(&format!("document.querySelector(\"{border}\").getAttribute('aria-valuenow') === '52'"));
    for number in 1..=3 {
        page.push("#strip", "Step");
        page.wait_until(&format!("document.querySelectorAll('#strip .bits-ids tbody tr').length === {number}"));
    }
    let ids = "[...document.querySelectorAll('#strip .bits-ids code')].map((id) => id.textContent).join()";
    let before = page.eval(ids);
    assert!(before.as_str().is_some_and(|ids| ids.len() > 3 * 18), "{before}");
    page.reload();
    page.go_to_lab("strip");
    page.wait_until(&format!("{ids} === {before}"));
}

fn an_id_of_the_readers_own_is_read_and_stays_on_the_device(browser: &Browser) {
    let site = Site::built();
    let page = open(browser, &site);
    page.go_to_lab("decoder");
    page.click(&page.find("#decoder input[type=text]"));
    page.type_text("1700000000000000001");
    page.press(&[key::ENTER]);
    page.wait_until("document.querySelector('#decoder .decoder-text').textContent === '1700000000000000001'");
    page.wait_until("document.querySelector('#decoder .decoder-what').textContent.includes('2023-09-08')");
    page.wait_until("document.querySelector('#decoder .player-private')?.textContent.includes('leaves out')");
    page.push("#decoder", "UUID, version 4");
    page.wait_until("document.querySelector('#decoder .decoder-what').textContent.includes('does not say')");
}

fn duplicates_are_drawn_and_axe_finds_nothing_in_them(browser: &Browser) {
    let site = Site::built();
    let page = open(browser, &site);
    page.viewport(390, 800);
    page.wake_all();
    page.push("#clock", "Back, and started anew");
    page.push("#four-ways", "A fourth, nobody told");
    page.push("#four-ways", "Step");
    assert_eq!(page.overflow(), 0, "four ways that are in use make the page no wider than a phone");
    for _ in 0..6 {
        page.push("#clock", "Step");
        page.push("#four-ways", "Step");
    }
    page.wait_until("document.querySelector('#clock').textContent.includes('twice')");
    page.assert_accessible_in("#clock, #four-ways", "in use");
}

fn open<'browser>(browser: &'browser Browser, site: &'browser Site) -> Page<'browser> {
    let page = browser.page(site);
    page.goto(CHAPTER);
    page.skip_guess("strip");
    page
}
