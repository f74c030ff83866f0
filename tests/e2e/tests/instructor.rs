//! An instructor's journey: a link opened, a lecture given with a clicker, a second window, scenes of one's own.

use e2e::{Browser, Page, Site, in_every_browser, key};
use serde_json::{Value, json};

in_every_browser!(
    a_clicker_steps_through_the_simulation_and_then_the_scenes,
    a_clicker_wins_over_a_focused_slider_and_a_field_keeps_its_keys,
    f5_comes_back_to_the_same_scene_and_step,
    leaving_gives_the_readers_own_run_back,
    scenes_are_jumped_to_and_the_screen_goes_black,
    single_keys_can_be_turned_off,
    axe_finds_nothing_while_presenting,
    a_scene_fits_a_phone,
);

const CHAPTER: &str = "/consistent-hashing/";

/// What the class sees: scene, step, title and what happened.
const SEEN: &str = "({
    where: document.querySelector('.present-where span')?.innerText,
    steps: document.querySelector('.present-steps')?.getAttribute('aria-label') ?? '',
    title: document.querySelector('.present-head h1')?.innerText,
    said: document.querySelector('.present-said')?.innerText,
    shown: [...document.querySelectorAll('section.lab')].filter((lab) => lab.checkVisibility()).map((lab) => lab.id),
})";

fn seen(page: &Page<'_>) -> Value {
    page.eval(SEEN)
}

/// Waits until this scene is shown, at this step.
#[track_caller]
fn wait_for(page: &Page<'_>, title: &str, step: &str) {
    page.wait_until(&format!(
        "((seen) => seen.title === '{title}' && seen.steps === '{step}' && seen.shown.length === 1)({SEEN})"
    ));
}

fn a_clicker_steps_through_the_simulation_and_then_the_scenes(browser: &Browser) {
    let site = Site::built();
    let page = browser.page(&site);
    page.goto(CHAPTER);
    page.click(&page.find("[data-ask=present]"));
    wait_for(&page, "Which server has the key?", "");
    assert_eq!(seen(&page)["shown"], json!(["rehash"]));
    page.press(&[key::PAGE_DOWN]);
    wait_for(&page, "A fifth server comes", "step 0 of 1");
    assert_eq!(seen(&page)["said"], "");
    page.press(&[key::PAGE_DOWN]);
    wait_for(&page, "A fifth server comes", "step 1 of 1");
    let said = "s4 added: mod-n moves 80\u{202f}035 of 100\u{202f}000 keys, the ring 18\u{202f}607.";
    assert_eq!(seen(&page)["said"], said, "the real lab has done the step");
    page.press(&[key::RIGHT, key::RIGHT, key::DOWN]);
    page.wait_until(&format!("{SEEN}.title === 'A circle of hashes' && {SEEN}.steps.startsWith('step 0 of ')"));
    assert_eq!(seen(&page)["shown"], json!(["ring"]));
    page.press(&[key::PAGE_UP]);
    wait_for(&page, "A server fails", "step 1 of 1");
    page.press(&[key::UP]);
    wait_for(&page, "A server fails", "step 0 of 1");
    page.press(&[key::LEFT]);
    wait_for(&page, "A fifth server comes", "step 1 of 1");
    page.press(&[key::END]);
    wait_for(&page, "One hot key", &last_step(&page));
    page.press(&[key::HOME]);
    page.wait_until(&format!("{SEEN}.steps.startsWith('step 0 ')"));
    page.press(&[key::HOME]);
    wait_for(&page, "Which server has the key?", "");
    page.press(&[key::SPACE, key::SPACE]);
    wait_for(&page, "A fifth server comes", "step 1 of 1");
    page.chord(&[key::SHIFT], key::SPACE);
    wait_for(&page, "A fifth server comes", "step 0 of 1");
    assert_eq!(page.eval("location.hash"), "#present=2");
    page.press(&[key::ESCAPE]);
    page.wait_until("!document.querySelector('.present-head') && !location.hash");
    page.wait_until("document.activeElement.dataset.ask === 'present'");
}

/// The label of a scene's last step.
fn last_step(page: &Page<'_>) -> String {
    page.wait_until(&format!("((step) => step && step[1] === step[2])({SEEN}.steps.match(/step (\\d+) of (\\d+)/))"));
    seen(page)["steps"].as_str().unwrap_or_default().to_owned()
}

fn a_clicker_wins_over_a_focused_slider_and_a_field_keeps_its_keys(browser: &Browser) {
    let site = Site::built();
    let page = browser.page(&site);
    page.goto(&format!("{CHAPTER}#present=8"));
    wait_for(&page, "Virtual nodes", "step 0 of 3");
    page.run("document.querySelector('#ring [data-slot]').focus()");
    let stood = page.eval("document.querySelector('#ring [data-slot]').getAttribute('aria-valuetext')");
    page.press(&[key::RIGHT]);
    wait_for(&page, "Virtual nodes", "step 1 of 3");
    page.press(&[key::LEFT]);
    wait_for(&page, "Virtual nodes", "step 0 of 3");
    assert_eq!(
        page.eval("document.querySelector('#ring [data-slot]').getAttribute('aria-valuetext')"),
        stood,
        "the server has not moved"
    );
    page.press(&["c"]);
    page.wait_until("document.querySelector('#ring .load-weight input').checkVisibility()");
    page.run("document.querySelector('#ring .load-weight input').focus()");
    page.press(&[key::UP]);
    page.wait_until("document.querySelector('#ring .load-weight input').value === '2'");
    // What was done by hand has taken the place of the prepared steps, so the scene is over.
    wait_for(&page, "Virtual nodes", "step 1 of 1");
    page.press(&[key::PAGE_DOWN]);
    wait_for(&page, "Now growth is even", "step 0 of 1");
}

fn f5_comes_back_to_the_same_scene_and_step(browser: &Browser) {
    let site = Site::built();
    let page = browser.page(&site);
    page.goto(&format!("{CHAPTER}?present=8"));
    wait_for(&page, "Virtual nodes", "step 0 of 3");
    assert_eq!(page.eval("location.search + location.hash"), "#present=8");
    page.press(&[key::PAGE_DOWN, key::PAGE_DOWN]);
    wait_for(&page, "Virtual nodes", "step 2 of 3");
    let before = seen(&page);
    page.reload();
    wait_for(&page, "Virtual nodes", "step 2 of 3");
    assert_eq!(seen(&page), before);
    page.press(&[key::PAGE_UP, key::PAGE_UP, key::PAGE_UP]);
    page.wait_until(&format!("{SEEN}.title === 'Chance is not even'"));
    page.goto(&format!("{CHAPTER}#present=2"));
    wait_for(&page, "A fifth server comes", "step 0 of 1");
    page.press(&[key::PAGE_DOWN]);
    wait_for(&page, "A fifth server comes", "step 1 of 1");
    page.reload();
    wait_for(&page, "A fifth server comes", "step 1 of 1");
}

fn leaving_gives_the_readers_own_run_back(browser: &Browser) {
    let site = Site::built();
    let page = browser.page(&site);
    page.goto(CHAPTER);
    page.skip_guess("ring");
    page.run("document.querySelector('#ring [data-slot]').focus()");
    page.press(&[key::RIGHT, key::RIGHT]);
    let own =
        "document.querySelector('#ring .loads').innerText + document.querySelector('#ring .player-where').innerText";
    page.wait_until("document.querySelector('#ring .player-where').textContent.startsWith('1 of 1 ')");
    page.wait_until("location.hash.startsWith('#ring=')");
    let (before, link) = (page.eval(own), page.eval("location.hash"));
    page.run("scrollTo({ top: 500, behavior: 'instant' })");
    page.click(&page.find("[data-ask=present]"));
    wait_for(&page, "Which server has the key?", "");
    page.press(&["o"]);
    page.click(&page.find(".over-scenes li:nth-child(8) button"));
    wait_for(&page, "Virtual nodes", "step 0 of 3");
    page.press(&[key::PAGE_DOWN]);
    wait_for(&page, "Virtual nodes", "step 1 of 3");
    page.reload();
    wait_for(&page, "Virtual nodes", "step 1 of 3");
    page.press(&[key::ESCAPE]);
    page.wait_until("!document.querySelector('.present-head')");
    page.wait_until("document.querySelector('#ring .player-where').checkVisibility()");
    assert_eq!(page.eval(own), before, "the own run is back, even after F5");
    assert_eq!(page.eval("location.hash"), link);
}

fn scenes_are_jumped_to_and_the_screen_goes_black(browser: &Browser) {
    let site = Site::built();
    let page = browser.page(&site);
    page.goto(&format!("{CHAPTER}#present=5"));
    wait_for(&page, "A server joins", "step 0 of 1");
    page.press(&["b"]);
    page.wait_until("document.querySelector('.present-blank')");
    page.press(&[key::PAGE_DOWN]);
    page.wait_until("!document.querySelector('.present-blank')");
    wait_for(&page, "A server joins", "step 0 of 1");
    page.press(&["."]);
    page.wait_until("document.querySelector('.present-blank')");
    page.press(&[key::ESCAPE]);
    page.wait_until("!document.querySelector('.present-blank')");
    page.press(&["o"]);
    page.wait_until("document.activeElement.closest('dialog [aria-current=step]')");
    page.press(&[key::TAB, key::ENTER]);
    wait_for(&page, "A server leaves", "step 0 of 1");
    page.press(&["?"]);
    page.wait_until("document.querySelector('dialog[open] .keys')");
    page.press(&[key::ESCAPE]);
    page.wait_until("!document.querySelector('dialog')");
    wait_for(&page, "A server leaves", "step 0 of 1");
    page.press(&["n"]);
    wait_for(&page, "Chance is not even", "step 0 of 1");
    page.click(&page.find(".present-bar .button-main"));
    wait_for(&page, "Chance is not even", "step 1 of 1");
}

fn single_keys_can_be_turned_off(browser: &Browser) {
    let site = Site::built();
    let page = browser.page(&site);
    page.goto(CHAPTER);
    page.skip_guess("ring");
    page.run("document.querySelector('#ring [data-slot]').focus()");
    page.press(&[key::RIGHT]);
    let place =
        |place: &str| format!("document.querySelector('#ring .player-where').textContent.startsWith('{place} ')");
    page.wait_until(&place("1 of 1"));
    page.press(&["j"]);
    page.wait_until(&place("0 of 1"));
    page.press(&["l"]);
    page.wait_until(&place("1 of 1"));
    page.press(&["?"]);
    page.wait_until("document.querySelector('dialog[open] .keys')");
    assert_eq!(page.axe(), [""; 0]);
    page.click(&page.find("dialog [type=checkbox]"));
    page.wait_until("document.querySelector('dialog .is-off')");
    page.press(&[key::ESCAPE]);
    page.wait_until("!document.querySelector('dialog')");
    page.reload();
    page.run("document.querySelector('#ring [data-slot]').focus()");
    page.press(&["j", "?"]);
    page.press(&[key::RIGHT]);
    page.wait_until(&place("2 of 2"));
    assert_eq!(page.count("dialog"), 0);
    page.click(&page.find("[data-ask=keys]"));
    page.wait_until("document.querySelector('dialog[open] .is-off')");
}

fn axe_finds_nothing_while_presenting(browser: &Browser) {
    let site = Site::built();
    let page = browser.page(&site);
    for theme in ["light", "dark", "contrast"] {
        page.goto(&format!("{CHAPTER}#present=11"));
        page.theme(theme);
        page.wait_until("document.querySelector('[data-presented]')");
        page.press(&[key::PAGE_DOWN]);
        page.wait_until(&format!("{SEEN}.said"));
        assert_eq!(page.axe(), [""; 0], "{theme}");
        page.click(&page.find(".present-more summary"));
        assert_eq!(page.axe(), [""; 0], "{theme}, with the menu");
        page.press(&["o"]);
        page.wait_until("document.querySelector('dialog[open]')");
        assert_eq!(page.axe(), [""; 0], "{theme}, all scenes");
        page.press(&[key::ESCAPE]);
    }
}

fn a_scene_fits_a_phone(browser: &Browser) {
    let site = Site::built();
    let page = browser.page(&site);
    page.viewport(390, 844);
    for scene in [2, 8, 11] {
        page.goto(&format!("{CHAPTER}#present={scene}"));
        page.wait_until("document.querySelector('[data-presented]')");
        assert_eq!(page.overflow(), 0, "scene {scene}");
        let small = page.eval(
            "[...document.querySelectorAll('[data-presented] text, .present-foot *, .present-head *')]
                .filter((one) => one.checkVisibility() && one.textContent.trim() && !one.closest('.present-steps, .visually-hidden'))
                .map((one) => [one.textContent, one.getScreenCTM
                    ? parseFloat(getComputedStyle(one).fontSize) * one.getScreenCTM().a
                    : parseFloat(getComputedStyle(one).fontSize)])
                .filter(([, size]) => size < 17.9)",
        );
        assert_eq!(small, json!([]), "scene {scene} has letters smaller than 18 px");
    }
}
