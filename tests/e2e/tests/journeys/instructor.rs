//! An instructor's journey: a link opened, a lecture given with a clicker, a second window, scenes of one's own.

use e2e::{Browser, Page, Site, journeys, key};
use serde_json::{Value, json};

journeys! {
    EVERYWHERE:
        a_clicker_steps_through_the_simulation_and_then_the_scenes,
        a_clicker_wins_over_a_focused_slider_and_a_field_keeps_its_keys,
        leaving_gives_the_readers_own_run_back,
        single_keys_can_be_turned_off,
        scenes_of_ones_own_travel_as_a_file_and_as_a_link;
    // WebKit: its windows share no storage, and so no channel.
    WITHOUT_WEBKIT:
        f5_comes_back_to_the_same_scene_and_step,
        scenes_of_ones_own_are_written_ordered_and_presented,
        scenes_of_ones_own_are_followed_from_window_to_window,
        the_speakers_window_steps_the_first_and_either_may_be_closed;
    CHROMIUM:
        scenes_are_jumped_to_and_the_screen_goes_black,
        axe_finds_nothing_while_presenting,
        a_scene_fits_a_phone,
        what_is_damaged_says_so_and_nothing_is_lost;
}

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
    page.wait_until(
        "(document.querySelector('#ring .load-weight input').focus(), document.activeElement.matches('.load-weight input'))",
    );
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
    // Once: the address follows a change a little later, and between two it could hold the first.
    page.press(&[key::RIGHT]);
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
    page.goto(&format!("{CHAPTER}#present=11"));
    page.wait_until("document.querySelector('[data-presented]')");
    page.press(&[key::PAGE_DOWN]);
    page.wait_until(&format!("{SEEN}.said"));
    page.assert_accessible("a scene");
    page.click(&page.find(".present-more summary"));
    page.assert_accessible("with the menu");
    page.press(&["o"]);
    page.wait_until("document.querySelector('dialog[open]')");
    page.assert_accessible("all scenes");
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

fn the_speakers_window_steps_the_first_and_either_may_be_closed(browser: &Browser) {
    let site = Site::built();
    let page = browser.page(&site);
    page.goto(&format!("{CHAPTER}#present=8"));
    wait_for(&page, "Virtual nodes", "step 0 of 3");
    {
        let speaker = page.another_tab();
        speaker.goto(&format!("{CHAPTER}?speaker"));
        speaker.wait_until("document.querySelector('.speaker-now h1')?.innerText === 'Virtual nodes'");
        assert_eq!(speaker.axe(), [""; 0]);
        let next = speaker.eval("document.querySelector('.speaker-next').innerText");
        assert!(next.as_str().is_some_and(|next| next.contains("Now growth is even")), "{next}");
        assert!(speaker.eval("document.querySelector('.speaker-notes').innerText.length").as_u64() > Some(20));
        speaker.press(&[key::PAGE_DOWN]);
        wait_for(&page, "Virtual nodes", "step 1 of 3");
        speaker.click(&speaker.find(".speaker-keys .button-main"));
        wait_for(&page, "Virtual nodes", "step 2 of 3");
        speaker.wait_until("document.querySelector('.speaker-now .label').innerText.includes('step 2 of 3')");
        speaker.press(&["b"]);
        page.wait_until("document.querySelector('.present-blank')");
        speaker.wait_until("document.querySelector('.speaker-blank')");
        speaker.press(&["b"]);
        page.wait_until("!document.querySelector('.present-blank')");
        speaker.wait_until("document.querySelector('.speaker-time').innerText !== '00:00'");
        page.press(&[key::PAGE_DOWN, key::PAGE_DOWN]);
        speaker.wait_until("document.querySelector('.speaker-now h1').innerText === 'Now growth is even'");
        speaker.run("document.querySelector('.speaker-clock button').click()");
        speaker.wait_until("document.querySelector('.speaker-time').innerText.startsWith('00:0')");
        page.press(&[key::ESCAPE]);
        speaker.wait_until("document.querySelector('.speaker-nobody')");
        assert_eq!(speaker.axe(), [""; 0]);
    }
    let speaker = page.another_tab();
    speaker.goto(&format!("{CHAPTER}?speaker"));
    speaker.wait_until("document.querySelector('.speaker-nobody')");
    page.goto(&format!("{CHAPTER}#present=9"));
    speaker.wait_until("document.querySelector('.speaker-now h1')?.innerText === 'Now growth is even'");
    page.reload();
    wait_for(&page, "Now growth is even", "step 0 of 1");
    speaker.press(&[key::PAGE_DOWN]);
    wait_for(&page, "Now growth is even", "step 1 of 1");
}

/// Opens the drawer, and captures the ring with a title.
fn capture(page: &Page<'_>, title: &str) {
    if page.count(".own") == 0 {
        page.click(&page.find("[data-ask=own]"));
        page.wait_until("document.querySelector('.own')");
    }
    let before = page.count(".own-scene");
    page.click(&page.find(".own [aria-labelledby=own-capture] button"));
    page.wait_until(&format!("document.querySelectorAll('.own-scene').length === {}", before + 1));
    page.wait_until("document.activeElement === document.querySelector('.own-scene:last-child input')");
    page.chord(&[key::CONTROL], "a");
    page.type_text(title);
    page.wait_until(&format!("document.activeElement.value === '{title}'"));
}

fn titles(page: &Page<'_>) -> Value {
    page.eval("[...document.querySelectorAll('.own-scene input')].map((field) => field.value)")
}

fn scenes_of_ones_own_are_written_ordered_and_presented(browser: &Browser) {
    let site = Site::built();
    let page = browser.page(&site);
    page.goto(CHAPTER);
    page.skip_guess("ring");
    capture(&page, "Before");
    page.run("document.querySelector('#ring [data-slot]').focus()");
    page.press(&[key::RIGHT, key::RIGHT]);
    page.wait_until("document.querySelector('#ring .player-where').textContent.startsWith('1 of 1 ')");
    capture(&page, "After");
    page.press(&[key::TAB]);
    page.chord(&[key::CONTROL], "a");
    page.type_text("One server has moved & <b>nothing</b> else.");
    assert_eq!(titles(&page), json!(["Before", "After"]));
    assert_eq!(page.axe(), [""; 0]);
    page.click(&page.find(".own-scene:last-child .own-up"));
    page.wait_until("document.querySelector('.own-scene input').value === 'After'");
    page.wait_until("document.activeElement.matches('.own-scene:first-child .own-up')");
    page.chord(&["\u{e00a}"], key::DOWN);
    page.wait_until("document.querySelector('.own-scene input').value === 'Before'");
    page.chord(&["\u{e00a}"], key::UP);
    page.wait_until("document.querySelector('.own-scene input').value === 'After'");
    page.click(&page.find(".own-scene:first-child .own-buttons button:last-child"));
    page.wait_until("document.activeElement.matches('.own-undo')");
    assert_eq!(titles(&page), json!(["Before"]));
    page.press(&[key::ENTER]);
    page.wait_until("document.querySelectorAll('.own-scene').length === 2");
    page.reload();
    page.click(&page.find("[data-ask=own]"));
    page.wait_until("document.querySelectorAll('.own-scene').length === 2");
    assert_eq!(titles(&page), json!(["After", "Before"]), "they are kept");
    page.click(&page.find(".own > .button-main"));
    page.wait_until(&format!("{SEEN}.title === 'After' && {SEEN}.shown.length === 1"));
    assert_eq!(
        page.eval("document.querySelector('.present-head p').innerText"),
        "One server has moved & <b>nothing</b> else.",
        "what was typed is text"
    );
    page.press(&[key::PAGE_DOWN]);
    page.wait_until(&format!("{SEEN}.title === 'Before'"));
    page.reload();
    page.wait_until(&format!("{SEEN}.title === 'Before'"));
    page.press(&[key::ESCAPE]);
    page.wait_until("document.querySelector('#ring .player-where')?.textContent.startsWith('1 of 1 ')");
}

fn scenes_of_ones_own_are_followed_from_window_to_window(browser: &Browser) {
    let site = Site::built();
    let page = browser.page(&site);
    page.goto(CHAPTER);
    capture(&page, "Here");
    let other = page.another_tab();
    other.goto(CHAPTER);
    capture(&other, "There");
    page.wait_until("document.querySelectorAll('.own-scene').length === 2");
    capture(&page, "Here again");
    other.wait_until("document.querySelectorAll('.own-scene').length === 3");
    assert_eq!(titles(&other), json!(["Here", "There", "Here again"]));
}

fn scenes_of_ones_own_travel_as_a_file_and_as_a_link(browser: &Browser) {
    let site = Site::built();
    let page = browser.page(&site);
    page.goto(CHAPTER);
    capture(&page, "First");
    capture(&page, "Second");
    page.run(
        "navigator.clipboard.writeText = () => Promise.reject(new Error('refused'));
         window.files = [];
         const make = URL.createObjectURL;
         URL.createObjectURL = (blob) => { window.files.push(blob); return make.call(URL, blob); };
         HTMLAnchorElement.prototype.click = () => {};",
    );
    page.push(".own", "Export a file");
    page.wait_until("window.files.length === 1");
    let json = page.eval("window.files[0].text()");
    let file: Value = serde_json::from_str(json.as_str().unwrap_or_default()).unwrap_or_default();
    assert_eq!((&file["version"], &file["scenes"][1]["title"]), (&json!(1), &json!("Second")));
    page.push(".own", "Copy a link");
    page.wait_until("document.querySelector('.own-link')");
    let link = page.eval("document.querySelector('.own-link').value");
    let link = link.as_str().unwrap_or_default();
    let path = link.strip_prefix(site.address()).unwrap_or_else(|| panic!("{link}"));
    assert!(path.starts_with(&format!("{CHAPTER}#scenes=")), "{path}");

    let other = browser.page(&site);
    other.goto(path);
    other.wait_until("document.querySelectorAll('.own-linked li').length === 2");
    assert_eq!(other.count(".own-scene"), 0, "nothing is added unasked");
    assert_eq!(other.axe(), [""; 0]);
    other.click(&other.find(".own-linked .button-main"));
    other.wait_until(&format!("{SEEN}.title === 'First' && {SEEN}.shown.length === 1"));
    other.press(&[key::PAGE_DOWN]);
    other.wait_until(&format!("{SEEN}.title === 'Second'"));
    other.reload();
    other.wait_until(&format!("{SEEN}.title === 'Second'"));
    other.press(&[key::ESCAPE]);
    other.wait_until("!document.querySelector('.present-head')");
    other.click(&other.find("[data-ask=own]"));
    other.push(".own", "Add them to yours");
    other.wait_until("document.querySelectorAll('.own-scene').length === 2");
    assert_eq!(other.eval("location.hash"), "");
    give_file(&other, json.as_str().unwrap_or_default());
    other.wait_until("document.querySelectorAll('.own-scene').length === 4");
    assert_eq!(titles(&other), json!(["First", "Second", "First", "Second"]));
}

fn what_is_damaged_says_so_and_nothing_is_lost(browser: &Browser) {
    let site = Site::built();
    let page = browser.page(&site);
    page.goto(CHAPTER);
    capture(&page, "Kept");
    for (file, says) in [
        ("{", "damaged"),
        ("[1, 2]", "holds no scenes"),
        (r#"{"format":"moving-parts scenes","version":2}"#, "newer version"),
        (r#"{"format":"moving-parts scenes","version":1,"chapter":"chat","scenes":[]}"#, "another chapter: chat"),
        (
            r#"{"format":"moving-parts scenes","version":1,"chapter":"consistent-hashing","scenes":[{"lab":"ring","code":"<>"}]}"#,
            "no moment",
        ),
    ] {
        give_file(&page, file);
        page.wait_until(&format!("document.querySelector('.own-note p').innerText.includes('{says}')"));
    }
    assert_eq!(titles(&page), json!(["Kept"]));
    page.goto(&format!("{CHAPTER}#scenes=AAAA"));
    page.wait_until("document.querySelector('.own-note p')?.innerText.includes('damaged')");
    page.run("localStorage.setItem('moving-parts.scenes.consistent-hashing', 'rubbish')");
    page.goto(CHAPTER);
    page.click(&page.find("[data-ask=own]"));
    page.wait_until("document.querySelector('.own-note p')?.innerText.includes('damaged')");
    page.run("Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }");
    capture(&page, "No room");
    page.wait_until("document.querySelector('.own-note p').innerText.includes('no room')");
    page.click(&page.find(".own > .button-main"));
    page.wait_until(&format!("{SEEN}.title === 'No room'"));
}

/// Chooses a file of this text.
fn give_file(page: &Page<'_>, text: &str) {
    let text = Value::from(text);
    page.run(&format!(
        "const files = new DataTransfer();
         files.items.add(new File([{text}], 'scenes.json', {{ type: 'application/json' }}));
         const field = document.querySelector('.own input[type=file]');
         field.files = files.files;
         field.dispatchEvent(new Event('change', {{ bubbles: true }}));"
    ));
}
