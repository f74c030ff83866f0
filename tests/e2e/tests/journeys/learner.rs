//! A learner's way through a chapter: guess, touch, see what happened, practise, come back later.

use e2e::{Browser, Page, Site, journeys, key};
use serde_json::{Value, json};
use simulation::kernel::exercise::{Exercise as _, Verdict};
use simulation::ring::exercises::{Answer, Kind, RingExercise};

journeys! {
    // WebKit: its windows share no storage.
    WITHOUT_WEBKIT:
        a_guess_is_put_beside_what_happened,
        every_kind_is_solved_from_the_picture,
        progress_is_there_later_and_can_be_taken_along,
        without_storage_the_page_says_so_and_works;
    CHROMIUM:
        exercises_are_solved_mended_and_shown,
        a_damaged_and_a_newer_record_are_not_lost,
        axe_finds_nothing_while_one_learns;
}

const CHAPTER: &str = "/consistent-hashing/";
const FEEDBACK: &str = "document.querySelector('.practice-feedback').textContent";
const RECORD: &str = "localStorage.getItem('moving-parts.progress.consistent-hashing')";

fn a_guess_is_put_beside_what_happened(browser: &Browser) {
    let site = Site::built();
    let page = browser.page(&site);
    page.goto(CHAPTER);
    page.go_to_lab("ring");
    assert_eq!(page.count("#ring [inert] [data-slot]"), 5, "the lab is there, and locked");
    // Who touches the locked lab is led to the question.
    page.click(&page.find("#ring svg.ring"));
    page.wait_until("document.activeElement.matches('#ring .prediction input')");
    assert_eq!(page.eval("document.querySelector('#ring .prediction .button-main').disabled"), json!(true));
    page.press(&[key::RIGHT, key::RIGHT]);
    page.wait_until("document.querySelector('.prediction-number').textContent.startsWith('52')");
    page.push("#ring .prediction", "That is my guess");
    page.wait_until("!document.querySelector('#ring [inert]')");
    page.push("#ring .prediction", "Let one die");
    page.wait_until("document.querySelectorAll('#ring .prediction dd').length === 2");
    let shown = page.eval("[...document.querySelectorAll('#ring .prediction dd')].map((dd) => dd.textContent)");
    let readout = page.eval("document.querySelector('#ring .readouts dd').textContent");
    assert_eq!(shown[0], json!("52\u{202f}%"));
    let per_cent = shown[1].as_str().unwrap_or_default().split('.').next().unwrap_or_default().to_owned();
    assert!(readout.as_str().unwrap_or_default().starts_with(&per_cent), "{shown} beside {readout}");

    // Both survive the tab; the guess is the reader's, the outcome the run's.
    page.reload();
    page.wait_until("document.querySelector('#ring .prediction dd')?.textContent.startsWith('52')");
    let again = page.another_tab();
    again.goto(CHAPTER);
    again.wait_until("document.querySelector('#ring .prediction')?.textContent.includes('You guessed 52')");
    assert_eq!(again.count("#ring [inert]"), 0, "asked once is enough");

    // A link asks nothing.
    let stranger = browser.page(&site);
    page.wait_until("location.hash.startsWith('#ring=')");
    let fragment = page.eval("location.hash").as_str().unwrap_or_default().to_owned();
    stranger.goto(&format!("{CHAPTER}{fragment}"));
    stranger.wait_until("document.querySelector('#ring .player-where').textContent.startsWith('1 of 1')");
    assert_eq!((stranger.count("#ring [inert]"), stranger.count("#ring .prediction-ask")), (0, 0));
}

fn exercises_are_solved_mended_and_shown(browser: &Browser) {
    let site = Site::built();
    let page = browser.page(&site);
    practise(&page, Kind::Owner);
    let task = task(&page, Kind::Owner);
    let points = task.model_answer().points;
    let count = task.ground().ring.points().len();

    // The first key anticlockwise, the others right: the key and the cause are named.
    let mut wrong = points.clone();
    wrong[0] = (wrong[0] + count - 1) % count;
    act_out(&page, &Answer { points: wrong.clone(), ..Answer::default() });
    check(&page);
    let expected = match task.grade(&Answer { points: wrong, ..Answer::default() }) {
        Verdict::Wrong { cause, .. } => cause.to_string(),
        Verdict::Right(says) => panic!("graded right: {says}"),
    };
    page.wait_until(&format!("{FEEDBACK} === {}", json!(format!("✗ Not yet, key 1 of 4. {expected}"))));
    assert!(!page.eval(RECORD).as_str().unwrap_or_default().contains("solved"));

    // Mended, it counts.
    for _ in 0..4 {
        page.push(".practice-instead", "Take back");
    }
    act_out(&page, &Answer { points, ..Answer::default() });
    check(&page);
    page.wait_until(&format!("{FEEDBACK}.startsWith('✓ Right.')"));
    page.wait_until(&format!("{RECORD}.includes('solved.owner 1')"));

    // With other data, the answer is shown step by step, and nothing is graded any more.
    page.push(".practice-side", "New data");
    page.wait_until(&format!("{FEEDBACK} === ''"));
    page.push(".practice-side", "Show how");
    for step in 1..=4 {
        page.wait_until(&format!("{FEEDBACK}.startsWith('Step {step} of 4.')"));
        assert_eq!(page.count(".practice-answer .server-mark"), step);
        if step < 4 {
            page.push(".practice-side", "Next step");
        }
    }
    assert_eq!(page.count(".practice-ring [tabindex]"), 0, "there is nothing to act on any more");
    page.push(".practice-side", "Check");
    page.wait_until("document.querySelector('.practice-score').textContent.includes('counts no more')");
    page.wait_until("document.querySelector('.practice-score').textContent.includes('1 of 2 solved')");
    assert!(page.eval(RECORD).as_str().unwrap_or_default().contains("solved.owner 1"));
}

fn every_kind_is_solved_from_the_picture(browser: &Browser) {
    let site = Site::built();
    let page = browser.page(&site);
    for kind in [Kind::Moves, Kind::Replicas, Kind::Place, Kind::Owner] {
        practise(&page, kind);
        let task = task(&page, kind);
        act_out(&page, &task.model_answer());
        check(&page);
        page.wait_until(&format!("{FEEDBACK}.startsWith('✓ Right.')"));
    }
    let record = page.eval(RECORD).as_str().unwrap_or_default().to_owned();
    for kind in ["owner", "moves", "replicas", "place"] {
        assert!(record.contains(&format!("solved.{kind} 1")), "{record}");
    }

    // With the keyboard alone: from key to key, marked with Space, checked with Enter.
    practise(&page, Kind::Moves);
    let task = task(&page, Kind::Moves);
    let moving = task.model_answer().keys;
    page.run("document.querySelector('.practice-key').focus()");
    for index in 0..task.ground().keys.len() {
        if moving.contains(&index) {
            page.press(&[key::SPACE]);
            page.wait_until(&format!(
                "document.querySelectorAll('.practice-key')[{index}].getAttribute('aria-checked') === 'true'"
            ));
        }
        page.press(&[key::RIGHT]);
    }
    page.run("document.querySelector('.practice-side .button-main').focus()");
    page.press(&[key::ENTER]);
    page.wait_until(&format!("{FEEDBACK}.startsWith('✓ Right.')"));
    page.wait_until(&format!("{RECORD}.includes('solved.moves 2')"));
}

fn progress_is_there_later_and_can_be_taken_along(browser: &Browser) {
    let site = Site::built();
    let page = browser.page(&site);
    page.goto("/");
    page.wait_until("document.querySelector('#progress-panel').textContent.includes('Nothing yet')");
    page.goto(CHAPTER);
    page.push("#ring .prediction", "Skip");
    page.wait_until(&format!("{RECORD}.includes('skipped.ring 1')"));
    practise(&page, Kind::Place);
    act_out(&page, &task(&page, Kind::Place).model_answer());
    check(&page);
    page.wait_until(&format!("{RECORD}.includes('solved.place 1')"));
    page.run("document.querySelector('.sources').scrollIntoView()");
    page.wait_until(&format!("{RECORD}.includes('read 1')"));

    // By a link, without loading anew, and later in another tab.
    page.click(&page.find(".wordmark"));
    page.wait_until("location.pathname === '/'");
    page.wait_until(&format!("{MARKS} === '●\u{a0}read|✓\u{a0}1\u{a0}solved'"));
    let later = page.another_tab();
    later.goto("/");
    later.wait_until(&format!("{MARKS} === '●\u{a0}read|✓\u{a0}1\u{a0}solved'"));

    // Out as a file, which is caught before the browser saves it; then erased, kept first.
    later.run(
        "window.saved = null;
        URL.createObjectURL = (blob) => { window.saved = blob; return '#'; };",
    );
    later.push("#progress-panel", "Save as a file");
    later.wait_until("window.saved");
    let saved = later.eval("await window.saved.text()").as_str().unwrap_or_default().to_owned();
    let file: Value = serde_json::from_str(&saved).unwrap_or_else(|error| panic!("{saved}: {error}"));
    assert_eq!(file["chapters"]["consistent-hashing"]["solved.place"], json!(1));
    later.push("#progress-panel", "Erase…");
    later.wait_until("document.activeElement.textContent === 'Keep it'");
    later.push("#progress-panel", "Keep it");
    assert_eq!(later.eval(MARKS), json!("●\u{a0}read|✓\u{a0}1\u{a0}solved"));
    later.push("#progress-panel", "Erase…");
    later.push("#progress-panel", "Erase it");
    later.wait_until(&format!("{MARKS} === '' && {RECORD} === null"));
    // The other tab has seen it.
    page.wait_until(&format!("{MARKS} === ''"));

    // And back in: a foreign file changes nothing, one's own brings all back.
    bring(&later, "{\"some\":\"thing\"}");
    later.wait_until("document.querySelector('.progress-said').textContent.includes('not a file of progress')");
    bring(&later, &saved.replace("\"version\":1", "\"version\":2"));
    later.wait_until("document.querySelector('.progress-said').textContent.includes('newer version')");
    assert_eq!(later.eval(RECORD), Value::Null);
    bring(&later, &saved);
    later.wait_until(&format!("{MARKS} === '●\u{a0}read|✓\u{a0}1\u{a0}solved'"));
    assert_eq!(later.axe(), [""; 0]);
}

fn a_damaged_and_a_newer_record_are_not_lost(browser: &Browser) {
    let site = Site::built();
    let page = browser.page(&site);
    let name = "moving-parts.progress.consistent-hashing";
    page.goto("/");
    page.run(&format!("localStorage.setItem('{name}', 'broken <b>')"));
    page.reload();
    page.wait_until("document.querySelector('#progress-panel').textContent.includes('set aside')");
    assert_eq!(page.eval("localStorage.getItem('moving-parts.damaged.consistent-hashing.1')"), json!("broken <b>"));
    page.goto(CHAPTER);
    page.wait_until(&format!("{RECORD}?.includes('opened 1')"));

    page.run(&format!("localStorage.setItem('{name}', '2\\nsomething new')"));
    page.goto(CHAPTER);
    page.push("#ring .prediction", "Skip");
    page.wait_until("document.querySelector('#ring .prediction').textContent.includes('A newer version')");
    assert_eq!(page.eval(RECORD), json!("2\nsomething new"));
    page.goto("/");
    page.wait_until("document.querySelector('#progress-panel').textContent.includes('A newer version')");
}

fn without_storage_the_page_says_so_and_works(browser: &Browser) {
    let site = Site::built();
    let page = browser.page(&site);
    page.goto(CHAPTER);
    // As in a window where it is blocked, from here on.
    page.run(
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } })",
    );
    page.push("#ring .prediction", "Skip");
    page.wait_until("document.querySelector('#ring .prediction').textContent.includes('keeps nothing here')");
    page.wait_until("!document.querySelector('#ring [inert]')");

    // One that is full.
    let full = browser.page(&site);
    full.goto(CHAPTER);
    full.run("Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }");
    full.push("#ring .prediction", "Skip");
    full.wait_until("document.querySelector('#ring .prediction').textContent.includes('storage is full')");
}

fn axe_finds_nothing_while_one_learns(browser: &Browser) {
    let site = Site::built();
    let page = browser.page(&site);
    page.goto(CHAPTER);
    for kind in [Kind::Owner, Kind::Moves, Kind::Replicas, Kind::Place] {
        practise(&page, kind);
        act_out(&page, &task(&page, kind).model_answer());
        check(&page);
        page.wait_until(&format!("{FEEDBACK} !== ''"));
        page.assert_accessible_in("#practice", &format!("{kind:?}, solved"));
        page.push(".practice-side", "New data");
        page.push(".practice-side", "Show how");
        page.wait_until(&format!("{FEEDBACK}.startsWith('Step 1')"));
        page.assert_accessible_in("#practice", &format!("{kind:?}, shown"));
    }
    page.viewport(320, 640);
    let wide = "[...document.querySelectorAll('#practice *')].filter((one) => !one.closest('svg'))
        .filter((one) => one.getBoundingClientRect().right > innerWidth).map((one) => one.outerHTML)";
    assert_eq!(page.eval(wide), json!([]), "the exercises are too wide for 320 px");
}

// What a learner does

/// What the map says of the chapter.
const MARKS: &str = "[...document.querySelectorAll('[data-progress=consistent-hashing] span')]
    .map((span) => span.textContent).join('|')";

fn practise(page: &Page<'_>, kind: Kind) {
    if page.eval("location.pathname") != json!(CHAPTER) {
        page.goto(CHAPTER);
    }
    page.go_to_lab("practice");
    let index = RingExercise::KINDS.iter().position(|other| *other == kind).unwrap_or_default();
    page.wait_until("document.querySelector('.practice-topics')");
    page.run(&format!("document.querySelectorAll('.practice-topics button')[{index}].click()"));
    page.wait_until(&format!(
        "document.querySelectorAll('.practice-topics button')[{index}].getAttribute('aria-pressed') === 'true'"
    ));
    page.run("document.querySelector('.practice-ring').scrollIntoView({ block: 'center' })");
}

/// The task on the page, made anew from its seed.
fn task(page: &Page<'_>, kind: Kind) -> RingExercise {
    let seed = page.eval("document.querySelector('.practice-score').dataset.seed");
    let seed = seed.as_str().and_then(|seed| seed.parse().ok()).unwrap_or_else(|| panic!("the seed is {seed}"));
    RingExercise::fresh(kind, seed)
}

/// Gives an answer with the mouse, in the picture.
fn act_out(page: &Page<'_>, answer: &Answer) {
    for (done, point) in answer.points.iter().enumerate() {
        click_mark(page, ".practice-server:not(.is-new)", *point);
        page.wait_until(&format!("document.querySelectorAll('.practice-answer .server-mark').length === {}", done + 1));
    }
    for key in &answer.keys {
        click_mark(page, ".practice-key", *key);
        page.wait_until(&format!(
            "document.querySelectorAll('.practice-key')[{key}].getAttribute('aria-checked') === 'true'"
        ));
    }
    if let Some(put) = answer.put {
        // A drag of the node to where it belongs.
        page.run("document.querySelector('.practice-ring').scrollIntoView({ block: 'center' })");
        let ring = page.find(".practice-ring .practice-circle");
        let middle = page.middle(&ring);
        let width = page.call("(ring) => ring.getBoundingClientRect().width", &[&ring]).as_f64().unwrap_or_default();
        let (across, down) = (f64::from(put) / 4_294_967_296.0 * std::f64::consts::TAU).sin_cos();
        let to = middle.plus(across * width / 2.0, -down * width / 2.0);
        let node = page.middle(&page.find(".practice-server.is-new .practice-square"));
        page.drag(&[node, to]);
        page.wait_until("document.querySelector('.practice-answer').textContent.includes('between')");
    }
}

fn click_mark(page: &Page<'_>, marks: &str, index: usize) {
    page.run(&format!(
        "document.querySelectorAll('{marks}').forEach((one, index) =>
            one.querySelector('.practice-target').toggleAttribute('data-journey', index === {index}))"
    ));
    page.click(&page.find(&format!("{marks} .practice-target[data-journey]")));
}

fn check(page: &Page<'_>) {
    page.wait_until("document.querySelector('.practice-side .button-main').getAttribute('aria-disabled') === 'false'");
    page.push(".practice-side", "Check");
}

/// Chooses a file; what the browser's own dialog would do.
fn bring(page: &Page<'_>, text: &str) {
    page.call(
        &format!(
            "(input) => {{
                const chosen = new DataTransfer();
                chosen.items.add(new File([{}], 'progress.json', {{ type: 'application/json' }}));
                input.files = chosen.files;
                input.dispatchEvent(new Event('change', {{ bubbles: true }}));
            }}",
            json!(text)
        ),
        &[&page.find("#progress-panel input[type=file]")],
    );
}
