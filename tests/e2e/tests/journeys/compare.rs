//! Two runs side by side, as whoever asks "what if" uses them.

use e2e::{Browser, Page, Site, journeys, key};

journeys! {
    EVERYWHERE:
        two_runs_stand_side_by_side_under_one_scrubber;
    CHROMIUM:
        runs_in_which_time_passes_are_compared_at_the_same_time,
        axe_finds_nothing_in_a_comparison;
}

const CHAPTER: &str = "/consistent-hashing/";

fn two_runs_stand_side_by_side_under_one_scrubber(browser: &Browser) {
    let site = Site::built();
    let page = open_fork(browser, &site);
    page.push("#ring .player-runs", "Compare");
    page.wait_until("document.querySelector('.compare-parting')?.textContent.startsWith('They part at step 2.')");
    assert_eq!(place(&page), "2");
    // s0 went in the one, s1 in the other; the keys that they held are elsewhere.
    let names = "[...document.querySelectorAll('.compare-found tbody th')].map((cell) => cell.textContent)";
    page.wait_until(&format!("{names}.some((name) => name.startsWith('s0'))"));
    assert!(page.count(".compare-found tbody tr") >= 3);
    let marked = "[...document.querySelectorAll('.compare iframe')].map((frame) =>
        frame.contentDocument.querySelectorAll('[data-differs]').length)";
    page.wait_until(&format!("({marked}).every((count) => count >= 2)"));
    let servers = "[...document.querySelectorAll('.compare iframe')].map((frame) =>
        [...frame.contentDocument.querySelectorAll('#ring .ring-name')].map((name) => name.textContent).join(' '))";
    page.wait_until(&format!("({servers}).join() === 's1 s2 s3,s0 s2 s3'"));

    let handles = "[...document.querySelectorAll('.compare iframe')].flatMap((frame) =>
        [...frame.contentDocument.querySelectorAll('#ring .ring-handle')].map((handle) => handle.getAttribute('transform')))";
    assert_eq!(page.eval(&format!("({handles}).every((place) => place.startsWith('translate('))")), true);

    page.push(".compare-scrub", "Step back");
    page.wait_until("document.querySelector('.compare-parting').textContent.includes('all numbers are the same')");
    page.wait_until(&format!("({servers}).join() === 's0 s1 s2 s3,s0 s1 s2 s3'"));
    page.wait_until(&format!("!document.querySelector('.compare-found') && ({marked}).join() === '0,0'"));

    page.run("document.querySelector('.compare-scrub input').focus()");
    page.press(&[key::RIGHT]);
    page.wait_until(&format!("({servers}).join() === 's1 s2 s3,s0 s2 s3'"));
    page.press(&[key::ESCAPE]);
    page.wait_until("!document.querySelector('.compare')");
    assert_eq!(page.eval("document.activeElement.textContent"), serde_json::json!("Compare"));
    // It may be opened again, and the lab went on where it was; the other run outlives F5 too.
    page.reload();
    page.wait_until("document.querySelectorAll('#ring .player-runs [aria-pressed]').length === 2");
    assert_eq!(page.eval("document.querySelector('#ring .player-where').textContent.startsWith('2 of 2')"), true);
    page.push("#ring .player-runs", "Compare");
    page.wait_until("document.querySelectorAll('.compare iframe').length === 2");
}

fn runs_in_which_time_passes_are_compared_at_the_same_time(browser: &Browser) {
    let site = Site::built();
    let page = browser.page(&site);
    page.goto(CHAPTER);
    page.skip_guess("hot");
    for done in 1..=6 {
        page.push("#hot", "Step");
        page.wait_until(&format!("document.querySelector('#hot .player-where').textContent.startsWith('{done} of')"));
    }
    page.run("document.querySelector(\"#hot [aria-label='Step back']\").click()");
    page.run(
        "const field = [...document.querySelectorAll('#hot .lab-controls label')]
            .find((label) => label.textContent.includes('Load')).querySelector('select');
         field.value = '120'; field.dispatchEvent(new Event('change', { bubbles: true }))",
    );
    page.wait_until("document.querySelectorAll('#hot .player-runs button').length === 3");
    for _ in 0..8 {
        page.push("#hot", "Step");
    }
    page.push("#hot .player-runs", "Compare");
    page.wait_until("document.querySelector('.compare-parting')?.textContent.startsWith('They part at step 6.')");
    page.run(
        "const field = document.querySelector('.compare-scrub input');
         field.value = field.max; field.dispatchEvent(new InputEvent('input', { bubbles: true }))",
    );
    // The longer run leads; the other has come as far as its time.
    let frames = "[...document.querySelectorAll('.compare-sides .player-where')].map((place) => place.textContent)";
    page.wait_until(&format!("({frames})[1].startsWith('14 of 14')"));
    let places = page.eval(frames);
    let steps: Vec<u64> = places
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|place| place.as_str()?.split(' ').next()?.parse().ok())
        .collect();
    assert!(steps.len() == 2 && (5..=6).contains(&steps[0]), "{places}");
}

fn axe_finds_nothing_in_a_comparison(browser: &Browser) {
    let site = Site::built();
    let page = open_fork(browser, &site);
    page.push("#ring .player-runs", "Compare");
    page.wait_until("document.querySelector('.compare-found')");
    page.viewport(390, 844);
    assert_eq!(page.axe(), [""; 0]);
    assert!(page.overflow() <= 0);
}

/// A ring without its last server, and then two ways to go on: without s1, and without s0.
fn open_fork<'browser>(browser: &'browser Browser, site: &'browser Site) -> Page<'browser> {
    let page = browser.page(site);
    page.goto(CHAPTER);
    page.skip_guess("ring");
    for (name, servers) in [("s4", 4), ("s0", 3)] {
        page.run(&format!("document.querySelector(\"#ring [aria-label='Remove {name}']\").click()"));
        page.wait_until(&format!("document.querySelectorAll('#ring .ring-name').length === {servers}"));
    }
    page.push("#ring", "Step back");
    page.wait_until("document.querySelectorAll('#ring .ring-name').length === 4");
    page.run("document.querySelector(\"#ring [aria-label='Remove s1']\").click()");
    page.wait_until("document.querySelectorAll('#ring .player-runs button').length === 3");
    page
}

fn place(page: &Page) -> String {
    page.eval("document.querySelector('.compare-scrub input').value").as_str().unwrap_or_default().to_owned()
}
