//! The source panel as a reader uses it: opened beside a lab, and stepped.

use e2e::{Browser, Page, Site, journeys, key};
use serde_json::Value;

journeys! {
    WITHOUT_WEBKIT:
        the_lines_that_ran_follow_the_steps_and_go_back_with_them,
        the_panel_works_by_keyboard_alone;
    CHROMIUM:
        a_change_marks_how_it_is_made,
        the_panel_of_mod_n_counts_what_ran,
        each_request_marks_who_had_room_for_it,
        axe_finds_nothing_in_an_open_panel_and_it_fits_a_small_phone;
}

const CHAPTER: &str = "/consistent-hashing/";

/// The lines that are marked, each with its values, as they are shown.
const MARKED: &str = "[...document.querySelectorAll('[data-source=ring] .has-run')].map((line) =>
    line.querySelector('code').textContent.trim() + ' | ' + line.querySelector('.source-values').textContent)";

fn the_lines_that_ran_follow_the_steps_and_go_back_with_them(browser: &Browser) {
    let site = Site::built();
    let page = opened(browser, &site, "ring");
    assert_eq!(marked(&page), [""; 0], "nothing ran yet");
    follow_a_key(&page);
    step(&page);
    wait_for_step(&page, "ring", 2);
    let hashed = marked(&page);
    assert!(hashed.len() == 1 && hashed[0].starts_with("let (low, high) = "), "{hashed:?}");
    assert!(hashed[0].contains("ran: position = ") && hashed[0].contains("low = 0, high = "), "{hashed:?}");

    step(&page);
    wait_for_step(&page, "ring", 3);
    let compared = marked(&page);
    assert!(compared[0].starts_with("let middle = ") && compared[0].contains("middle = "), "{compared:?}");
    assert_eq!(compared.len(), 4, "{compared:?}");
    let is_before = compared[2].ends_with("is_before = true");
    let branch = if is_before { "self.low = middle + 1;" } else { "self.high = middle;" };
    assert!(compared[3].starts_with(branch), "{compared:?}");

    page.click(&page.find("[data-source=ring] .source-steps button"));
    wait_for_step(&page, "ring", 2);
    assert_eq!(marked(&page), hashed, "a step back marks what ran before");
    step(&page);
    wait_for_step(&page, "ring", 3);
    assert_eq!(marked(&page), compared, "and a step forward the same again");

    for _ in 0..40 {
        if page.eval("document.querySelector('[data-source=ring] .source-said').textContent.includes('belongs to')")
            == true
        {
            break;
        }
        let position = position(&page);
        step(&page);
        wait_for_step(&page, "ring", position + 1);
    }
    let owned = marked(&page);
    assert!(owned.iter().any(|line| line.starts_with("let index = ")), "{owned:?}");
    page.click(&page.find("[data-source=ring] .source-choice button:nth-child(3)"));
    page.wait_until("document.querySelector('[data-source=ring] pre').ariaLabel === 'Rust: Take copies'");
    assert!(marked(&page).iter().any(|line| line.starts_with("self.found.push(point.server);")));
}

fn the_panel_works_by_keyboard_alone(browser: &Browser) {
    let site = Site::built();
    let page = browser.page(&site);
    page.goto(CHAPTER);
    page.run("document.querySelector('[data-source=ring] summary').focus()");
    page.press(&[key::ENTER]);
    page.wait_until("document.querySelector('[data-source=ring] pre')");
    page.press(&[key::TAB, key::TAB]);
    page.wait_until("document.activeElement.textContent === 'Find the owner'");
    page.press(&[key::SPACE]);
    page.wait_until("document.activeElement.getAttribute('aria-pressed') === 'true'");
    page.run("document.querySelector('[data-source=ring] pre').focus()");
    page.press(&[key::END]);
    page.wait_until("document.querySelector('[data-source=ring] pre').scrollTop > 0");
}

fn a_change_marks_how_it_is_made(browser: &Browser) {
    let site = Site::built();
    let page = opened(browser, &site, "ring");
    page.run("[...document.querySelectorAll('#ring button')].find((one) => one.textContent.trim() === 'Add').click()");
    wait_for_step(&page, "ring", 1);
    let added = marked(&page);
    assert!(added.iter().any(|line| line.starts_with("let server = self.seat(")), "{added:?}");
    let titles = page.eval(
        "[...document.querySelectorAll('[data-source=ring] .source-dot')].map((dot) => dot.parentElement.firstChild.data)",
    );
    assert!(titles.as_array().is_some_and(|titles| titles.contains(&Value::from("Find what moved"))), "{titles}");
}

fn the_panel_of_mod_n_counts_what_ran(browser: &Browser) {
    let site = Site::built();
    let page = opened(browser, &site, "rehash");
    page.go_to_lab("rehash");
    page.skip_guess("rehash");
    page.run(
        "[...document.querySelectorAll('#rehash button')].find((one) => one.textContent.trim() === 'Add a server').click()",
    );
    wait_for_step(&page, "rehash", 1);
    page.click(&page.find("[data-source=rehash] .source-choice button:nth-child(2)"));
    page.wait_until(
        "[...document.querySelectorAll('[data-source=rehash] .has-run')].some((line) =>
            line.textContent.includes('counts[rest as usize] += 1;') && line.textContent.includes('100000 times'))",
    );
}

fn each_request_marks_who_had_room_for_it(browser: &Browser) {
    let site = Site::built();
    let page = opened(browser, &site, "hot");
    page.skip_guess("hot");
    page.click(&page.find("[data-source=hot] .source-steps button:last-child"));
    page.wait_until(
        "[...document.querySelectorAll('[data-source=hot] .has-run')].some((line) =>
            line.textContent.includes('if !is_full(point.server)') && line.textContent.includes('passed_on = 0'))",
    );
}

fn axe_finds_nothing_in_an_open_panel_and_it_fits_a_small_phone(browser: &Browser) {
    let site = Site::built();
    let page = opened(browser, &site, "ring");
    follow_a_key(&page);
    let position = position(&page);
    step(&page);
    wait_for_step(&page, "ring", position + 1);
    page.assert_accessible_in("[data-source=ring]", "an open panel");
    page.viewport(320, 640);
    let widest = "Math.max(...[...document.querySelectorAll('[data-source=ring] *')].map((one) =>
        one.getBoundingClientRect().right))";
    page.wait_until(&format!("{widest} <= innerWidth"));
    let pre = "document.querySelector('[data-source=ring] pre')";
    assert_eq!(page.eval(&format!("{pre}.scrollWidth - {pre}.clientWidth")), 0, "code is wrapped, not cut off");
}

/// The chapter with the panel of a lab open.
fn opened<'browser>(browser: &'browser Browser, site: &Site, lab: &str) -> Page<'browser> {
    let page = browser.page(site);
    page.goto(CHAPTER);
    page.skip_guess("ring");
    // What stands above the panel makes room for itself when it comes to life.
    page.go_to_lab(lab);
    let summary = page.find(&format!("[data-source={lab}] summary"));
    page.click(&summary);
    page.wait_until(&format!("document.querySelector('[data-source={lab}] pre')"));
    page
}

fn follow_a_key(page: &Page<'_>) {
    page.run(
        "[...document.querySelectorAll('#ring button')].find((one) => one.textContent.trim() === 'Follow').click()",
    );
    page.wait_until("document.querySelector('[data-source=ring] .source-said').textContent.includes('Following')");
}

/// A step, by the panel's own button.
fn step(page: &Page<'_>) {
    page.click(&page.find("[data-source=ring] .source-steps button:last-child:enabled"));
}

fn wait_for_step(page: &Page<'_>, lab: &str, step: u64) {
    page.wait_until(&format!(
        "document.querySelector('[data-source={lab}] .source-said').textContent.startsWith('Step {step}.')"
    ));
}

fn position(page: &Page<'_>) -> u64 {
    page.eval("Number(document.querySelector('[data-source=ring] .source-said b').textContent.match(/\\d+/)[0])")
        .as_u64()
        .unwrap_or_default()
}

fn marked(page: &Page<'_>) -> Vec<String> {
    let marked = page.eval(MARKED);
    marked.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}
