//! The chapter on unique IDs as a reader uses it.

use e2e::{Browser, Page, Point, Site, in_every_browser, key};

in_every_browser!(
    borders_are_dragged_ids_are_made_and_a_reload_keeps_them,
    an_id_of_the_readers_own_is_read_and_stays_on_the_device,
    axe_finds_nothing_in_the_labs_on_ids,
    the_labs_on_ids_fit_a_small_phone,
);

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
        press(&page, "strip", "Step");
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
    press(&page, "decoder", "UUID, version 4");
    page.wait_until("document.querySelector('#decoder .decoder-what').textContent.includes('does not say')");
}

fn axe_finds_nothing_in_the_labs_on_ids(browser: &Browser) {
    let site = Site::built();
    let page = open(browser, &site);
    for theme in ["light", "dark", "contrast"] {
        page.theme(theme);
        page.go_to_lab("practice");
        page.go_to_lab("decoder");
        page.go_to_lab("clock");
        press(&page, "clock", "Back, and started anew");
        press(&page, "four-ways", "A fourth, nobody told");
        for _ in 0..6 {
            press(&page, "clock", "Step");
            press(&page, "four-ways", "Step");
        }
        assert_eq!(page.axe(), [""; 0], "{theme}");
    }
}

fn the_labs_on_ids_fit_a_small_phone(browser: &Browser) {
    let site = Site::built();
    let page = browser.page(&site);
    page.viewport(320, 640);
    page.goto(CHAPTER);
    page.skip_guess("strip");
    press(&page, "strip", "Step");
    page.go_to_lab("collisions");
    press(&page, "collisions", "Step");
    page.go_to_lab("four-ways");
    press(&page, "four-ways", "A fourth, nobody told");
    press(&page, "four-ways", "Step");
    page.go_to_lab("practice");
    for name in ["Share out the bits", "What comes twice?", "Be the machine"] {
        press(&page, "practice", name);
        assert_eq!(page.overflow(), 0, "{name} makes the page no wider than the phone");
    }
    page.viewport(390, 800);
    let small = page.eval(
        "[...document.querySelectorAll('#four-ways svg[role] text, #clock svg[role] text, #collisions svg[role] text')]
            .filter((text) => parseFloat(getComputedStyle(text).fontSize) * text.ownerSVGElement.getScreenCTM().a < 13)
            .length",
    );
    assert_eq!(small, 0, "texts too small to read");
}

fn open<'browser>(browser: &'browser Browser, site: &'browser Site) -> Page<'browser> {
    let page = browser.page(site);
    page.goto(CHAPTER);
    page.skip_guess("strip");
    page
}

/// Clicks the button of a lab that has this text, or this label.
fn press(page: &Page, lab: &str, name: &str) {
    page.run(&format!(
        "(() => {{
            const all = [...document.querySelectorAll('#{lab} button')];
            const button = all.find((one) => (one.getAttribute('aria-label') ?? one.textContent.trim()) === '{name}');
            document.querySelectorAll('[data-pressed]').forEach((one) => one.removeAttribute('data-pressed'));
            button.setAttribute('data-pressed', '');
        }})()"
    ));
    page.click(&page.find("[data-pressed]"));
}
