//! The ring lab as a reader uses it: with the mouse, a finger and the keyboard, through time, and out as a link.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use e2e::{Browser, Element, Kind, Page, Point, Site, journeys, key};
use serde_json::{Value, json};

journeys! {
    EVERYWHERE:
        a_server_is_dragged_over_another_and_the_moment_travels_to_another_browser,
        the_keyboard_alone_moves_selects_and_removes_a_server,
        a_server_is_tapped_and_then_where_it_should_go,
        keys_of_ones_own_stay_on_the_device;
    WITHOUT_WEBKIT:
        a_million_keys_can_be_dragged_through,
        a_lab_in_use_fits_a_small_phone,
        mod_n_and_the_ring_count_what_a_new_server_moves;
    CHROMIUM:
        a_key_is_followed_to_its_owner,
        a_damaged_link_says_so_and_another_moment_opens_in_place,
        axe_finds_nothing_in_a_lab_that_is_in_use,
        a_choice_goes_back_with_a_step_back,
        what_a_new_server_takes_is_drawn_once,
        a_button_that_is_pressed_before_it_lives_is_heard;
}

const CHAPTER: &str = "/consistent-hashing/";

/// What a reader would compare: each server's keys, how many moved, and where in the run this is.
const SEEN: &str = "{
    loads: [...document.querySelectorAll('#ring .loads tbody tr')]
        .map((row) => [row.querySelector('th').textContent, row.querySelector('.load-number').textContent]),
    moved: document.querySelector('#ring .readouts .readout-more').textContent,
    servers: [...document.querySelectorAll('#ring [data-slot]')]
        .map((handle) => [handle.getAttribute('aria-label'), handle.getAttribute('aria-valuetext')]),
    place: document.querySelector('#ring .player-where').textContent,
}";

fn a_server_is_dragged_over_another_and_the_moment_travels_to_another_browser(browser: &Browser) {
    let site = Site::built();
    let page = browser.page(&site);
    page.goto(CHAPTER);
    page.skip_guess("ring");
    let before = seen(&page);
    drag_over(&page, "Server s3", "Server s4");
    page.wait_for_place("ring", "1 of 1");
    let after = seen(&page);
    assert_ne!(after["loads"], before["loads"], "dragging changes who holds what");
    let moved = moved_keys(&page);
    assert!(moved > 0, "no key moved: {after}");
    page.click(&page.find("#ring .moved-keys summary"));
    page.wait_until("document.querySelector('#ring .moved-keys').open");
    page.wait_until(&format!("document.querySelectorAll('#ring .moved-keys li').length === {moved}"));
    let listed = page.eval("[...document.querySelectorAll('#ring .moved-keys li')].map((item) => item.textContent)");
    let listed: Vec<&str> = listed.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    assert_eq!(listed.len(), moved);
    for line in listed {
        assert!(line.starts_with("key") && line.contains(": s") && line.contains(" → s"), "the list says: {line}");
    }

    step_back(&page);
    page.wait_for_place("ring", "0 of 1");
    wait_for_seen(&page, "loads", &before);
    wait_for_seen(&page, "servers", &before);
    step(&page);
    page.wait_for_place("ring", "1 of 1");
    assert_eq!(seen(&page), after, "a step forward does the same again");

    let link = copied_link(&page, "#ring");
    let (start, fragment) = link.split_once('#').unwrap_or_default();
    assert_eq!(start, format!("{}{CHAPTER}", site.address()));
    assert!(fragment.len() < 300, "{} characters: {fragment}", fragment.len());
    page.wait_until(&format!("location.hash === '#{fragment}'"));

    page.reload();
    page.wait_for_place("ring", "1 of 1");
    assert_eq!(seen(&page), after, "F5 restores the moment");

    let other = Browser::lend(browser.kind().other());
    let elsewhere = other.page(&site);
    elsewhere.goto(&format!("{CHAPTER}#{fragment}"));
    elsewhere.wait_for_place("ring", "1 of 1");
    assert_eq!(seen(&elsewhere), after, "another browser opens the same moment");
    step_back(&elsewhere);
    elsewhere.wait_for_place("ring", "0 of 1");
    assert_eq!(seen(&elsewhere)["loads"], before["loads"], "the way there came along");
}

fn the_keyboard_alone_moves_selects_and_removes_a_server(browser: &Browser) {
    let site = Site::built();
    let page = browser.page(&site);
    page.goto(CHAPTER);
    page.skip_guess("ring");
    tab_to(&page, "#ring [data-slot]");
    let name = focused(&page, "getAttribute('aria-label')");
    let before = seen(&page);
    let stood = value_now(&page, &name);
    page.press(&[key::RIGHT, key::RIGHT, key::UP]);
    page.wait_for_place("ring", "1 of 1");
    page.wait_until(&format!("{} === {}", value_of(&name), (stood + 3) % 100));
    page.press(&[key::LEFT]);
    page.wait_until(&format!("{} === {}", value_of(&name), (stood + 2) % 100));
    page.wait_for_place("ring", "1 of 1");
    assert_focus_shows(&page);
    assert_eq!(focused(&page, "getAttribute('aria-label')"), name);

    page.press(&[key::ENTER]);
    page.wait_until("document.querySelector('#ring .ring-chosen')");
    page.press(&[key::ESCAPE]);
    page.wait_until("!document.querySelector('#ring .ring-chosen')");
    assert_eq!(focused(&page, "getAttribute('aria-label')"), name);
    page.press(&[key::ENTER]);
    tab_to(&page, "#ring .ring-chosen input");
    assert_focus_shows(&page);
    page.chord(&[key::CONTROL], "a");
    page.type_text("12.5");
    page.press(&[key::ENTER]);
    page.wait_for_place("ring", "2 of 2");
    // The lab follows the bar a little later.
    page.wait_until(&format!("{} === 12", value_of(&name)));

    let placed = seen(&page);
    tab_back_to(&page, &format!("#ring [aria-label='{name}']"));
    page.press(&[key::DELETE]);
    page.wait_for_place("ring", "3 of 3");
    page.wait_until(&format!("!document.querySelector(\"#ring [aria-label='{name}']\")"));
    assert_eq!(page.count("#ring [data-slot]"), 4);
    page.wait_until("document.activeElement.matches('#ring [data-slot]')");
    assert_focus_shows(&page);
    tab_to(&page, "#ring [aria-label='Step back']");
    assert_focus_shows(&page);
    page.press(&[key::ENTER]);
    page.wait_for_place("ring", "2 of 3");
    wait_for_seen(&page, "servers", &placed);
    wait_for_seen(&page, "loads", &placed);
    page.press(&[key::ENTER]);
    page.wait_for_place("ring", "1 of 3");
    page.press(&[key::ENTER]);
    page.wait_for_place("ring", "0 of 3");
    wait_for_seen(&page, "loads", &before);
    wait_for_seen(&page, "servers", &before);
}

fn a_server_is_tapped_and_then_where_it_should_go(browser: &Browser) {
    let site = Site::built();
    let taps: [fn(&Page<'_>, Point); 2] = [|page, place| page.tap_at(place), |page, place| page.click_at(place)];
    for tap in taps {
        let page = browser.page(&site);
        page.goto(CHAPTER);
        page.skip_guess("ring");
        show_ring(&page);
        let to = (value_now(&page, "Server s0") + 37) % 100;
        let handle = handle(&page, "Server s0");
        tap(&page, page.middle(&handle));
        page.wait_until("document.querySelector('#ring .ring-chosen')");
        show_ring(&page);
        tap(&page, on_ring(&page, (to as f64 + 0.5) / 100.0, 1_570.0));
        page.wait_for_place("ring", "1 of 1");
        page.wait_until(&format!("Math.abs({} - {to}) <= 1", value_of("Server s0")));
        page.wait_until("!document.querySelector('#ring .ring-chosen')");
    }
}

fn a_key_is_followed_to_its_owner(browser: &Browser) {
    let site = Site::built();
    let page = browser.page(&site);
    page.goto(CHAPTER);
    page.skip_guess("ring");
    page.click(&page.button("#ring", "Follow"));
    page.wait_for_place("ring", "1 of 1");
    let mut steps = 1;
    while page.eval("document.querySelector(\"#ring [aria-label='Step']\").disabled") == json!(false) {
        step(&page);
        steps += 1;
        page.wait_for_place("ring", &format!("{steps} of {steps}"));
        assert!(steps < 50, "the walk does not end");
    }
    assert!(steps > 2, "the key is hashed and compared before its owner is known");
    page.click(&page.button("#ring", "More"));
    page.click(&page.find("#ring .player-transcript summary"));
    page.wait_until("document.querySelector('#ring .player-transcript pre')?.textContent");
    let transcript = page.text(&page.find("#ring .player-transcript pre"));
    let last = transcript.trim_end().lines().last().unwrap_or_default().to_owned();
    let owner = last.split("key7 belongs to ").nth(1).map(|rest| rest.trim_end_matches('.').to_owned());
    let owner = owner.unwrap_or_else(|| panic!("the transcript ends with: {last}"));

    // With that key alone on the ring, its owner is the only server that holds one.
    own_keys(&page, &["key7"]);
    page.wait_for_place("ring", &format!("{0} of {0}", steps + 1));
    let loads = seen(&page)["loads"].clone();
    let holders: Vec<&Value> = loads.as_array().into_iter().flatten().filter(|load| load[1] == "1").collect();
    assert_eq!(holders, [&json!([owner, "1"])], "of {loads}");
}

fn keys_of_ones_own_stay_on_the_device(browser: &Browser) {
    let site = Site::built();
    let page = browser.page(&site);
    page.goto(CHAPTER);
    page.skip_guess("ring");
    own_keys(&page, &["private-alpha", "private-beta", "private-alpha", "private-gamma"]);
    page.wait_for_place("ring", "1 of 1");
    page.wait_until("document.querySelector('#ring .player-said').textContent.includes('3 keys of your own')");
    page.wait_until("document.querySelector('#ring .readouts .readout-more').textContent.endsWith('of 3')");
    let with_keys = seen(&page);
    page.wait_until("document.querySelector('#ring .player-private')?.textContent.includes('The link leaves out')");
    page.wait_until("location.hash.startsWith('#ring=')");
    let fragment = page.eval("location.hash").as_str().unwrap_or_default().to_owned();
    assert_holds_no_key(&fragment);
    let link = copied_link(&page, "#ring");
    assert_holds_no_key(link.split_once('#').map_or("", |(_, fragment)| fragment));

    page.reload();
    page.wait_for_place("ring", "1 of 1");
    page.wait_until("document.querySelector('#ring .readouts .readout-more').textContent.endsWith('of 3')");
    assert_eq!(seen(&page), with_keys, "F5 restores the reader's own keys");

    // Whoever gets the link gets a page that works, without the keys.
    let stranger = browser.page(&site);
    stranger.goto(&format!("{CHAPTER}{fragment}"));
    drag_over(&stranger, "Server s3", "Server s4");
    stranger.wait_until("document.querySelector('#ring .player-where').textContent.match(/^[1-9]/)");
    assert_eq!(stranger.eval("document.body.textContent.includes('private-')"), json!(false));
}

fn a_damaged_link_says_so_and_another_moment_opens_in_place(browser: &Browser) {
    let site = Site::built();
    let page = browser.page(&site);
    page.goto(&format!("{CHAPTER}#ring=AAAA"));
    page.wait_until("document.querySelector('#ring .player-message').textContent.includes('This link is damaged')");
    page.wait_for_place("ring", "0 of 0");
    drag_over(&page, "Server s3", "Server s4");
    page.wait_for_place("ring", "1 of 1");
    page.wait_until("document.querySelector('#ring .player-message').textContent === ''");
    let dragged = seen(&page);
    let fragment =
        copied_link(&page, "#ring").split_once('#').map(|(_, fragment)| fragment.to_owned()).unwrap_or_default();
    page.wait_until(&format!("location.hash === '#{fragment}'"));

    page.click(&page.find("#ring [aria-label='Remove s0']"));
    page.wait_for_place("ring", "2 of 2");
    page.wait_until(&format!("location.hash.startsWith('#ring=') && location.hash !== '#{fragment}'"));
    let removed = seen(&page);
    page.run(&format!("location.hash = '#{fragment}'"));
    page.wait_for_place("ring", "1 of 1");
    assert_eq!(seen(&page), dragged, "a new fragment opens its moment");

    page.run("location.hash = '#ring=AAAA'");
    page.wait_until("document.querySelector('#ring .player-message').textContent.includes('This link is damaged')");
    assert_eq!(seen(&page), dragged, "a damaged fragment leaves everything as it was");
    page.click(&page.button("#ring", "Run 1"));
    page.wait_for_place("ring", "2 of 2");
    assert_eq!(seen(&page), removed, "the run from before is still there");
}

fn a_million_keys_can_be_dragged_through(browser: &Browser) {
    let site = Site::built();
    let page = browser.page(&site);
    page.goto(CHAPTER);
    page.skip_guess("ring");
    page.click(&page.button("#ring", "A million keys"));
    page.wait_until(
        "document.querySelector('#ring .readouts .readout-more').textContent === 'of 1\\u{202f}000\\u{202f}000'",
    );
    page.wait_until("document.querySelectorAll('#ring .loads tbody tr').length === 10");
    let before = seen(&page);
    show_ring(&page);
    let from = page.middle(&handle(&page, "Server s3"));
    let places: Vec<Point> = round_from(&page, from, 16);
    page.run(
        "window.frameTimes = [];
        const tick = (now) => {
            frameTimes.push(now);
            if (!window.enough) requestAnimationFrame(tick);
        };
        requestAnimationFrame(tick);",
    );
    until_released(&page, || page.drag(&places));
    page.run("window.enough = true");
    let times = page.eval("frameTimes");
    print_frames(browser.kind(), &times);
    page.wait_for_place("ring", "1 of 1");
    assert!(moved_keys(&page) > 0);
    assert_ne!(seen(&page)["loads"], before["loads"]);
    step_back(&page);
    page.wait_for_place("ring", "0 of 1");
    assert_eq!(seen(&page)["loads"], before["loads"]);
}

fn axe_finds_nothing_in_a_lab_that_is_in_use(browser: &Browser) {
    let site = Site::built();
    let page = browser.page(&site);
    page.goto(CHAPTER);
    page.skip_guess("ring");
    use_everything(&page);
    for width in [390, 1280] {
        page.viewport(width, 800);
        page.assert_accessible_in("#ring", &format!("in use, {width} px"));
    }
}

fn a_lab_in_use_fits_a_small_phone(browser: &Browser) {
    let site = Site::built();
    let page = browser.page(&site);
    page.viewport(320, 640);
    page.goto(CHAPTER);
    page.skip_guess("ring");
    show_ring(&page);
    let (from, to) = (handle(&page, "Server s3"), handle(&page, "Server s4"));
    let places = [page.middle(&from), page.middle(&to)];
    until_released(&page, || page.drag_by_touch(&places));
    page.wait_for_place("ring", "1 of 1");
    assert!(moved_keys(&page) > 0);
    use_everything(&page);
    assert_eq!(page.overflow(), 0, "the lab in use is too wide for 320 px");
    page.click(&page.button("#ring", "A million keys"));
    page.wait_until(
        "document.querySelector('#ring .readouts .readout-more').textContent === 'of 1\\u{202f}000\\u{202f}000'",
    );
    assert_eq!(page.overflow(), 0, "a million keys are too wide for 320 px");
}

fn a_choice_goes_back_with_a_step_back(browser: &Browser) {
    let site = Site::built();
    let page = browser.page(&site);
    page.goto(CHAPTER);
    page.skip_guess("ring");
    let chosen = "document.querySelector('#ring .lab-controls select').value";
    let before = page.eval(chosen);
    // The list that a select opens is the browser's own; what comes of a choice is the same.
    page.call(
        "(select) => { select.value = '100'; select.dispatchEvent(new Event('change', { bubbles: true })); }",
        &[&page.find("#ring .lab-controls select")],
    );
    page.wait_for_place("ring", "1 of 1");
    step_back(&page);
    page.wait_for_place("ring", "0 of 1");
    // The lab follows the bar within a tenth of a second.
    page.wait_until(&format!("{chosen} === {before}"));
    step(&page);
    page.wait_for_place("ring", "1 of 1");
    page.wait_until(&format!("{chosen} === '100'"));
}

/// What is painted at once is drawn again by the page's next rendering, which must find each part where it was.
fn what_a_new_server_takes_is_drawn_once(browser: &Browser) {
    const DRAWN: &str = "['moved-keys', 'moved-arcs', 'trail', 'walk-key', 'walk-way'].filter((part) =>
        document.querySelector(`#ring [data-part=${part}]`).getAttribute('d'))";
    let site = Site::built();
    let page = browser.page(&site);
    page.goto(CHAPTER);
    page.skip_guess("ring");
    assert_eq!(page.eval(DRAWN), json!([]));
    page.click(&page.button("#ring", "Add"));
    page.wait_for_place("ring", "1 of 1");
    page.wait_until("document.querySelectorAll('#ring [data-slot]').length === 6");
    assert_eq!(page.eval(DRAWN), json!(["moved-keys", "moved-arcs"]));
    step_back(&page);
    page.wait_for_place("ring", "0 of 1");
    page.wait_until("document.querySelectorAll('#ring [data-slot]').length === 5");
    assert_eq!(page.eval(DRAWN), json!([]));
}

fn mod_n_and_the_ring_count_what_a_new_server_moves(browser: &Browser) {
    const BOTH: &str = "[...document.querySelectorAll('#rehash .rehash-panel')].map((panel) =>
        [panel.querySelector('.rehash-moved').textContent, panel.querySelector('.rehash-more').textContent])";
    let place =
        |place: &str| format!("document.querySelector('#rehash .player-where').textContent.startsWith('{place} ')");
    let moved = |both: &Value, way: usize| {
        let text = both[way][1].as_str().unwrap_or_default().to_owned();
        let digits: String =
            text.split(" of ").next().unwrap_or_default().chars().filter(char::is_ascii_digit).collect();
        digits.parse::<u64>().unwrap_or_else(|error| panic!("{both}: {error}"))
    };
    let site = Site::built();
    let page = browser.page(&site);
    page.goto(CHAPTER);
    page.skip_guess("ring");
    page.skip_guess("rehash");
    page.click(&page.button("#rehash", "Add a server"));
    page.wait_until(&place("1 of 1"));
    let both = page.eval(BOTH);
    assert!(moved(&both, 0) > moved(&both, 1) && moved(&both, 1) > 0, "mod-n moves more than the ring: {both}");

    let link = copied_link(&page, "#rehash");
    let fragment = link.split_once('#').map_or("", |(_, fragment)| fragment);
    assert!(fragment.starts_with("rehash=") && fragment.len() < 300, "the link is {link}");
    page.wait_until(&format!("location.hash === '#{fragment}'"));
    // The other lab's moment goes beside it.
    drag_over(&page, "Server s3", "Server s4");
    page.wait_for_place("ring", "1 of 1");
    let ring = seen(&page);
    page.wait_until(&format!("location.hash.includes('{fragment}') && location.hash.includes('ring=')"));
    page.reload();
    page.wait_until(&place("1 of 1"));
    page.wait_for_place("ring", "1 of 1");
    assert_eq!(page.eval(BOTH), both, "F5 restores the one lab");
    assert_eq!(seen(&page), ring, "and the other");

    let stranger = browser.page(&site);
    stranger.goto(&format!("{CHAPTER}#{fragment}"));
    stranger.wait_until(&place("1 of 1"));
    assert_eq!(stranger.eval(BOTH), both);
    stranger.click(&stranger.find("#rehash [aria-label='Step back']"));
    stranger.wait_until(&place("0 of 1"));
    assert_eq!(moved(&stranger.eval(BOTH), 0), 0, "before the change nothing has moved");
}

/// Drags, follows a key, leaves a second run beside the first, shows a message, selects a server, and opens all that folds.
fn use_everything(page: &Page<'_>) {
    drag_over(page, "Server s3", "Server s4");
    page.wait_until("document.querySelector('#ring .moved-keys')");
    page.click(&page.button("#ring", "Follow"));
    page.wait_until("document.querySelector('#ring .player-said').textContent.includes('Following key7')");
    step(page);
    page.click(&page.find("#ring .player-settings .button-small"));
    page.wait_until("document.querySelector('#ring .player-runs')");
    own_keys(page, &[]);
    page.wait_until("document.querySelector('#ring .player-message').textContent.includes('at least one key')");
    page.click(&page.button("#ring", "More"));
    page.wait_until("document.querySelector('#ring .more-panel')");
    page.run("document.querySelectorAll('#ring details').forEach((one) => { one.open = true; })");
    page.wait_until("document.querySelector('#ring .player-transcript pre')");
    show_ring(page);
    page.click(&handle(page, "Server s1"));
    page.wait_until("document.querySelector('#ring .ring-chosen')");
}

fn print_frames(kind: Kind, times: &Value) {
    let times: Vec<f64> = times.as_array().into_iter().flatten().filter_map(Value::as_f64).collect();
    let mut frames: Vec<f64> = times.windows(2).map(|pair| pair[1] - pair[0]).collect();
    frames.sort_by(f64::total_cmp);
    let at = |part: f64| frames.get((frames.len() as f64 * part) as usize).copied().unwrap_or(f64::NAN);
    println!(
        "{kind:?}, 10 servers x 1,000 nodes, 1,000,000 keys: {} frames, median {:.1} ms, 95th percentile {:.1} ms, longest {:.1} ms",
        frames.len(),
        at(0.5),
        at(0.95),
        frames.last().copied().unwrap_or(f64::NAN),
    );
    assert!(frames.len() > 5, "the page stood still");
}

// The lab's parts

fn seen(page: &Page<'_>) -> Value {
    page.eval(&format!("({SEEN})"))
}

fn step(page: &Page<'_>) {
    page.click(&page.find("#ring [aria-label='Step']"));
}

fn step_back(page: &Page<'_>) {
    page.click(&page.find("#ring [aria-label='Step back']"));
}

fn handle(page: &Page<'_>, name: &str) -> Element {
    page.find(&format!("#ring [aria-label='{name}']"))
}

/// The number before " of " in the readout, 0 if there is none.
fn moved_keys(page: &Page<'_>) -> usize {
    let text = seen(page)["moved"].as_str().unwrap_or_default().to_owned();
    let digits: String = text.split(" of ").next().unwrap_or_default().chars().filter(char::is_ascii_digit).collect();
    digits.parse().unwrap_or(0)
}

/// JavaScript for where a server stands, in whole per cent.
fn value_of(name: &str) -> String {
    format!("Number(document.querySelector(\"#ring [aria-label='{name}']\")?.getAttribute('aria-valuenow'))")
}

fn value_now(page: &Page<'_>, name: &str) -> i64 {
    page.eval(&value_of(name)).as_i64().unwrap_or_default()
}

/// Brings the whole ring into the middle of the window and waits until it stays there, so that no later look scrolls it away: a
/// question that was just skipped still makes room.
fn show_ring(page: &Page<'_>) {
    page.call(
        "async (ring) => {
            for (let still = 0, tries = 0; still < 3 && tries < 40; tries++) {
                const { top, height } = ring.getBoundingClientRect();
                const off = top + height / 2 - innerHeight / 2;
                still = Math.abs(off) < 2 ? still + 1 : 0;
                scrollBy({ top: off, behavior: 'instant' });
                // Firefox finds what is under a hand in what it painted last.
                for (let i = 0; i < 3; i++) await new Promise((resolve) => requestAnimationFrame(resolve));
            }
        }",
        &[&page.find("#ring svg.ring")],
    );
}

fn drag_over(page: &Page<'_>, name: &str, other: &str) {
    show_ring(page);
    let (from, to) = (page.middle(&handle(page, name)), page.middle(&handle(page, other)));
    until_released(page, || page.drag(&[from, to]));
}

/// Firefox answers before the page has dealt with the pointer, so this waits until it has, and has rendered what came of it.
fn until_released(page: &Page<'_>, act: impl FnOnce()) {
    page.run(
        "window.released = false; addEventListener('pointerup', () => { window.released = true; }, { once: true })",
    );
    act();
    page.wait_until("window.released");
    page.run("for (let i = 0; i < 2; i++) await new Promise((resolve) => requestAnimationFrame(resolve))");
}

/// A place on the ring: its turn in parts of the circle, its distance from the middle in the picture's units.
fn on_ring(page: &Page<'_>, turn: f64, radius: f64) -> Point {
    let (middle, side) = ring_square(page);
    let (across, down) = (turn * std::f64::consts::TAU).sin_cos();
    middle.plus(across * radius / 4_800.0 * side, -down * radius / 4_800.0 * side)
}

fn ring_square(page: &Page<'_>) -> (Point, f64) {
    let ring = page.find("#ring svg.ring");
    let side = page.call("(ring) => ring.getBoundingClientRect().width", &[&ring]).as_f64().unwrap_or_default();
    let middle = page.call(
        "(ring) => { const { x, y, width } = ring.getBoundingClientRect(); return [x + width / 2, y + width / 2]; }",
        &[&ring],
    );
    (Point { x: middle[0].as_f64().unwrap_or_default(), y: middle[1].as_f64().unwrap_or_default() }, side)
}

/// Places from one on the ring three quarters of the way round it.
fn round_from(page: &Page<'_>, from: Point, count: u32) -> Vec<Point> {
    let (middle, _) = ring_square(page);
    let (x, y) = (from.x - middle.x, from.y - middle.y);
    (0..=count)
        .map(|i| {
            let (sine, cosine) = (f64::from(i) / f64::from(count) * 0.75 * std::f64::consts::TAU).sin_cos();
            middle.plus(x * cosine - y * sine, x * sine + y * cosine)
        })
        .collect()
}

/// Types keys of one's own, a line each, and puts them on the ring.
fn own_keys(page: &Page<'_>, keys: &[&str]) {
    if page.count("#ring .lab-controls details[open]") == 0 {
        page.click(&page.find("#ring .lab-controls details summary"));
    }
    page.wait_until("document.querySelector('#ring .lab-controls details').open");
    page.click(&page.find("#ring .lab-controls textarea"));
    for name in keys {
        page.type_text(name);
        page.press(&[key::ENTER]);
    }
    page.click(&page.button("#ring", "Put them on the ring"));
}

/// The link, as a reader gets it where the clipboard is refused.
fn copied_link(page: &Page<'_>, lab: &str) -> String {
    page.run("navigator.clipboard.writeText = () => Promise.reject(new Error('refused'))");
    page.click(&page.button(lab, "Copy link"));
    let field = page.find(&format!("{lab} .player-field"));
    page.call("(field) => field.value", &[&field]).as_str().unwrap_or_default().to_owned()
}

#[track_caller]
fn assert_holds_no_key(fragment: &str) {
    let code = fragment.trim_start_matches('#').strip_prefix("ring=").unwrap_or_default();
    assert!(!code.is_empty(), "{fragment} holds no moment");
    let bytes = URL_SAFE_NO_PAD.decode(code).unwrap_or_else(|error| panic!("{code}: {error}"));
    let text = String::from_utf8_lossy(&bytes);
    assert!(!text.contains("private") && !fragment.contains("private"), "the link holds what was typed: {text}");
}

// The focus

fn focused(page: &Page<'_>, what: &str) -> String {
    page.eval(&format!("document.activeElement.{what}")).as_str().unwrap_or_default().to_owned()
}

fn tab_to(page: &Page<'_>, selector: &str) {
    tab(page, selector, || page.press(&[key::TAB]));
}

fn tab_back_to(page: &Page<'_>, selector: &str) {
    tab(page, selector, || page.chord(&[key::SHIFT], key::TAB));
}

#[track_caller]
fn tab(page: &Page<'_>, selector: &str, press: impl Fn()) {
    let selector = Value::from(selector);
    for _ in 0..120 {
        press();
        if page.eval(&format!("document.activeElement.matches({selector})")) == true {
            return;
        }
    }
    panic!("the Tab key does not get to {selector}");
}

/// Waits until the lab shows what it showed before: it follows the bar a little later.
#[track_caller]
fn wait_for_seen(page: &Page<'_>, what: &str, before: &Value) {
    page.wait_until(&format!("JSON.stringify(({SEEN}).{what}) === JSON.stringify({})", before[what]));
}

/// Whatever has the focus shows it, and is in the window.
#[track_caller]
fn assert_focus_shows(page: &Page<'_>) {
    let shows = page.eval(
        "[document.activeElement, ...document.activeElement.children].some((element) => {
            const { outlineStyle, stroke, strokeWidth } = getComputedStyle(element);
            return outlineStyle !== 'none' || (stroke !== 'none' && parseFloat(strokeWidth) > 0);
        }) && document.activeElement.matches(':focus-visible')",
    );
    assert_eq!(shows, json!(true), "{} hides its focus", focused(page, "outerHTML"));
    // WebKit scrolls to it a little later.
    page.wait_until(
        "(({ top, bottom }) => bottom > 0 && top < innerHeight)(document.activeElement.getBoundingClientRect())",
    );
}

/// As with a screen reader: nothing is pointed at, focused or scrolled to.
fn a_button_that_is_pressed_before_it_lives_is_heard(browser: &Browser) {
    let site = Site::built();
    let page = browser.page(&site);
    page.goto(CHAPTER);
    assert_eq!(page.count("#ring [data-later]"), 1, "the panel is out of sight and asleep");
    page.run("document.querySelector(\"#ring [aria-label='Remove s4']\").click()");
    page.wait_until("document.querySelectorAll('#ring .ring-name').length === 4");
    page.wait_for_place("ring", "1 of 1");
}
