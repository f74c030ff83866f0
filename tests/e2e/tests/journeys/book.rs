//! What is true of every page of the book, and of every lab in it: a row for each page, found in the book itself.

use e2e::{Browser, CHROMIUM, EVERYWHERE, Journey, Kind, Page, Site, WITHOUT_WEBKIT, key};
use moving_parts::book::CHAPTERS;
use moving_parts::route::Route;
use serde_json::{Value, json};

/// What holds of a page, where that is tried, and of which pages.
struct Rule {
    name: &'static str,
    browsers: &'static [Kind],
    pages: fn() -> Vec<Row>,
    holds: fn(&Page<'_>, &Row),
}

const RULES: [Rule; 9] = [
    Rule { name: "comes_alive_with_one_heading_and_a_title", browsers: EVERYWHERE, pages: written, holds: comes_alive },
    Rule { name: "fits_a_phone_with_letters_to_read", browsers: WITHOUT_WEBKIT, pages: written, holds: fits_a_phone },
    Rule { name: "axe_finds_nothing_in_any_theme", browsers: CHROMIUM, pages: of_each_kind, holds: axe_finds_nothing },
    Rule { name: "every_exercise_fits_a_phone", browsers: CHROMIUM, pages: chapters, holds: every_exercise_fits },
    Rule { name: "fields_keep_what_was_typed", browsers: CHROMIUM, pages: chapters, holds: fields_keep_what_was_typed },
    Rule {
        name: "the_keyboard_reaches_every_control",
        browsers: CHROMIUM,
        pages: written,
        holds: the_keyboard_reaches,
    },
    Rule { name: "what_is_not_near_is_not_loaded", browsers: CHROMIUM, pages: chapters, holds: loads_what_is_near },
    Rule { name: "what_lies_far_down_is_laid_out_last", browsers: WITHOUT_WEBKIT, pages: chapters, holds: unfolds },
    Rule { name: "f5_and_a_link_bring_every_lab_back", browsers: EVERYWHERE, pages: chapters, holds: labs_come_back },
];

pub fn journeys() -> Vec<Journey> {
    let mut journeys = Vec::new();
    for rule in RULES {
        for page in (rule.pages)() {
            let name = format!("{}::{}", page.name(), rule.name);
            journeys.push(Journey::new(module_path!(), &name, rule.browsers, move |browser: &Browser| {
                let site = Site::built();
                let opened = browser.page(&site);
                (rule.holds)(&opened, &page);
            }));
        }
    }
    journeys
}

/// A page: its address, and how its title begins.
#[derive(Clone)]
struct Row {
    path: String,
    title: &'static str,
    is_chapter: bool,
}

impl Row {
    /// Its name within the code: a chapter’s short one.
    fn name(&self) -> &'static str {
        Route::at(&self.path, "").name()
    }
}

fn page(path: &str, title: &'static str) -> Row {
    Row { path: path.to_owned(), title, is_chapter: false }
}

/// The chapters that are written, or those that are not.
fn chapters_that(are_written: bool) -> impl Iterator<Item = Row> {
    CHAPTERS.iter().filter(move |chapter| chapter.is_written == are_written).map(move |chapter| Row {
        path: format!("/{}/", chapter.slug),
        title: chapter.title,
        is_chapter: are_written,
    })
}

fn chapters() -> Vec<Row> {
    chapters_that(true).collect()
}

/// All pages with something of their own on them.
fn written() -> Vec<Row> {
    [page("/", "Moving Parts"), page("/glossary/", "Glossary")]
        .into_iter()
        .chain(chapters_that(true))
        .chain(chapters_that(false).take(1))
        .collect()
}

/// The same, and the one for unknown addresses.
fn of_each_kind() -> Vec<Row> {
    written().into_iter().chain([page("/no-such-page/", "Page not found")]).collect()
}

/// Opens a page with all that lives on it alive.
fn open(page: &Page<'_>, row: &Row) {
    if row.path.contains("no-such-page") {
        // The browser itself logs the status of a page that is not there.
        page.expect_errors();
    }
    page.goto(&row.path);
    page.wake_all();
}

/// At rest a page has loaded what it names, and its last part is asleep until a reader comes near.
fn loads_what_is_near(page: &Page<'_>, row: &Row) {
    page.goto(&row.path);
    // The book is kept when the page has come to rest; what the worker fetches for that is not in the page's own list.
    page.wait_until("document.querySelector('.keep').textContent.includes('is kept on your device')");
    let loaded = "new Set(performance.getEntriesByType('resource').map((one) => one.name).filter((name) =>
        /[/](chunks|first)[/]/.test(name))).size";
    let named = page.count("link[href*='/first/']");
    assert_eq!(named, 1, "{} begins with one file", row.path);
    assert_eq!(page.eval(loaded), named, "{} at rest", row.path);
    let asleep = page.count("[data-later]");
    assert_eq!(page.count(".later [data-later='']"), asleep, "what is to live soon lives");
    let last = "[...document.querySelectorAll('[data-living]')].at(-1)";
    assert_eq!(page.eval(&format!("{last}.hasAttribute('data-alive')")), false, "{} is asleep further down", row.path);
    page.run(&format!("{last}.scrollIntoView()"));
    page.wait_until(&format!("{last}.hasAttribute('data-alive') && {loaded} > {named}"));
}

/// At first the last part has no layout of its own; soon it has, and the page is as if it had never been otherwise. One who was sent
/// to a place in the page, or comes back, finds it whole.
fn unfolds(page: &Page<'_>, row: &Row) {
    // An empty page comes before each.
    let look = format!("document.querySelector('.page') && (globalThis.atFirst = {LAST})");
    page.prepare(&format!("() => addEventListener('DOMContentLoaded', () => {look})"));
    page.goto_unready(&row.path);
    assert_eq!(page.eval("atFirst"), "auto", "{}", row.path);
    page.wait_until("!('folded' in document.documentElement.dataset)");
    assert_eq!(page.eval(LAST), "visible", "{}", row.path);
    page.goto_unready(&format!("{}#content", row.path));
    assert_eq!(page.eval("atFirst"), "visible", "{} at a place in it", row.path);
    page.reload();
    assert_eq!(page.eval("atFirst"), "visible", "{} again", row.path);
}

const LAST: &str = "getComputedStyle([...document.querySelectorAll('.page')].at(-1)).contentVisibility";

/// The labs of the page, from top to bottom; those in which a run can be stepped.
fn labs(page: &Page<'_>) -> Vec<String> {
    let labs = page.eval(
        "[...document.querySelectorAll('section.lab')].filter((lab) => lab.querySelector('.player-where'))
            .map((lab) => lab.id)",
    );
    labs.as_array().into_iter().flatten().filter_map(|lab| lab.as_str().map(str::to_owned)).collect()
}

/// Takes up to three steps in each lab, and opens all that folds.
fn use_labs(page: &Page<'_>) {
    for lab in labs(page) {
        step(page, &lab);
    }
    page.run("document.querySelectorAll('.lab details').forEach((fold) => { fold.open = true; })");
    two_frames(page);
}

/// Up to three steps on; not all labs do anything by themselves.
fn step(page: &Page<'_>, lab: &str) {
    let place = format!("document.querySelector('#{lab} .player-where').textContent");
    for _ in 0..3 {
        let before = page.eval(&place);
        let stepped = page.eval(&format!(
            "(() => {{
                const button = document.querySelector(\"#{lab} [aria-label='Step']\");
                if (!button || button.disabled) return false;
                button.click();
                return true;
            }})()"
        ));
        if stepped != true {
            return;
        }
        page.wait_until(&format!("{place} !== {before}"));
    }
}

/// What is drawn when its size is known has been drawn by then.
fn two_frames(page: &Page<'_>) {
    page.run("for (let i = 0; i < 2; i++) await new Promise((resolve) => requestAnimationFrame(resolve))");
}

fn comes_alive(page: &Page<'_>, row: &Row) {
    open(page, row);
    assert_eq!(page.count("h1"), 1, "headings of {}", row.path);
    let title = page.eval("document.title");
    assert!(title.as_str().is_some_and(|title| title.starts_with(row.title)), "{} is called {title}", row.path);
    assert_eq!(page.eval("document.documentElement.lang"), json!("en"));
    assert_eq!(row.is_chapter, page.count("section.lab") > 0, "the labs of {}", row.path);
    assert_eq!(page.errors(), [""; 0], "errors of {}", row.path);
    let strangers = page.eval(
        "performance.getEntriesByType('resource').map((entry) => entry.name)
            .filter((name) => !name.startsWith(`${location.origin}/`))",
    );
    assert_eq!(strangers, json!([]), "{} loads from elsewhere", row.path);
}

/// The widths are those of a small phone, which is also what a laptop's window comes to at 400 % zoom, and of a common one.
fn fits_a_phone(page: &Page<'_>, row: &Row) {
    page.viewport(320, 640);
    open(page, row);
    use_labs(page);
    for width in [320, 390] {
        page.viewport(width, 844);
        two_frames(page);
        assert_eq!(page.eval("innerWidth"), json!(width));
        assert_eq!(page.overflow(), 0, "{} is too wide for {width} px: {}", row.path, page.eval(TOO_WIDE));
    }
    assert_eq!(page.eval(SMALL_LETTERS), json!([]), "letters in pictures of {} are too small to read", row.path);
}

/// The innermost elements that reach out of the window, outside of what scrolls by itself.
const TOO_WIDE: &str = "[...document.querySelectorAll('body *')]
    .filter((one) => !one.closest('svg') && one.getBoundingClientRect().right > innerWidth + 0.5)
    .filter((one) => ![...one.children].some((child) => child.getBoundingClientRect().right > innerWidth + 0.5))
    .slice(0, 5).map((one) => one.outerHTML.slice(0, 160))";

/// Texts in pictures that come out at less than 13 px, but for what rounding takes.
const SMALL_LETTERS: &str = "[...document.querySelectorAll('.lab svg[role] text')].filter((text) => {
    const svg = text.ownerSVGElement;
    return svg.getBoundingClientRect().width > 0
        && parseFloat(getComputedStyle(text).fontSize) * svg.getScreenCTM().a < 12.9;
}).map((text) => text.closest('.lab').id + ': ' + text.textContent)";

fn axe_finds_nothing(page: &Page<'_>, row: &Row) {
    open(page, row);
    use_labs(page);
    for width in [390, 1280] {
        page.viewport(width, 800);
        two_frames(page);
        page.assert_accessible(&format!("{}, {width} px", row.path));
    }
}

fn every_exercise_fits(page: &Page<'_>, row: &Row) {
    page.viewport(320, 640);
    open(page, row);
    let topics = page.count(".practice-topics button");
    assert!(topics > 0, "{} has no exercises", row.path);
    for topic in 0..topics {
        let button = format!("document.querySelectorAll('.practice-topics button')[{topic}]");
        page.run(&format!("{button}.click()"));
        page.wait_until(&format!("{button}.getAttribute('aria-pressed') === 'true'"));
        two_frames(page);
        assert_eq!(page.overflow(), 0, "exercise {topic} of {}: {}", row.path, page.eval(TOO_WIDE));
        assert_eq!(page.axe_in("#practice"), [""; 0], "exercise {topic} of {}", row.path);
    }
}

/// What is being typed stays, though the lab goes on meanwhile and writes its moment into the address.
fn fields_keep_what_was_typed(page: &Page<'_>, row: &Row) {
    open(page, row);
    page.run("document.querySelectorAll('.lab details').forEach((fold) => { fold.open = true; })");
    const FIELDS: &str = "[...document.querySelectorAll('.lab :is(textarea, input:not([type]), input[type=text], \
                          input[type=number], input[type=search], input[type=url])')]
        .filter((field) => field.checkVisibility() && !field.disabled && !field.readOnly)";
    let count = page.eval(&format!("{FIELDS}.length")).as_u64().unwrap_or_default();
    for index in 0..count {
        page.run(&format!(
            "document.querySelectorAll('[data-typed]').forEach((one) => one.removeAttribute('data-typed'));
             const field = {FIELDS}[{index}];
             field.setAttribute('data-typed', '');
             field.focus();"
        ));
        // What was typed into the field before is asked for when it loses the focus, and may change this one.
        two_frames(page);
        page.run("document.querySelector('[data-typed]').select()");
        page.type_text("12");
        two_frames(page);
        let typed = page
            .eval("[document.querySelector('[data-typed]').value, document.querySelector('[data-typed]').outerHTML]");
        assert_eq!(typed[0], json!("12"), "{} takes no 12", typed[1]);
        let lab = page.eval("document.querySelector('[data-typed]').closest('.lab').id");
        let lab = lab.as_str().unwrap_or_default();
        if page.count(&format!("#{lab} .player-where")) > 0 {
            step(page, lab);
            two_frames(page);
        }
        let kept = page.eval("[document.querySelector('[data-typed]')?.value, document.activeElement?.value]");
        assert_eq!(kept, json!(["12", "12"]), "field {index} of {}, in {lab}", row.path);
    }
}

/// From the top of the page, the Tab key comes to all that can be acted on; of what is one choice, to one.
fn the_keyboard_reaches(page: &Page<'_>, row: &Row) {
    const CONTROLS: &str =
        "[...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex]')]
        .filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.disabled && one.tabIndex >= 0)
        .filter((one) => !one.closest('[inert]') && !(one.type === 'radio' && !one.checked))";
    const AT_ONCE: usize = 60;
    open(page, row);
    page.run(
        "scrollTo({ top: 0, behavior: 'instant' });
         document.activeElement?.blur();
         window.reached = new Set();
         addEventListener('focusin', (event) => reached.add(event.target));",
    );
    let missing = format!("{CONTROLS}.filter((one) => !reached.has(one)).map((one) => one.outerHTML.slice(0, 160))");
    let count = page.eval(&format!("{CONTROLS}.length")).as_u64().unwrap_or_default() as usize;
    assert!(count > 5, "{} has {count} controls", row.path);
    let mut left = Value::Null;
    for _ in 0..=2 * count / AT_ONCE + 1 {
        page.press(&[key::TAB; AT_ONCE]);
        left = page.eval(&missing);
        if left == json!([]) {
            break;
        }
    }
    assert_eq!(left, json!([]), "what the keyboard does not reach on {}", row.path);
}

/// What a lab shows: where its run is, and every number and name in its picture and tables.
fn shown(lab: &str) -> String {
    format!(
        "[document.querySelector('#{lab} .player-where'), ...document.querySelectorAll('#{lab} :is(svg[role] text, td, dd)')]
            .map((part) => part.textContent)"
    )
}

/// Whether a lab's run goes on: by a step, or where nothing happens by itself, by one of the first buttons of its controls.
fn moves(page: &Page<'_>, lab: &str) -> bool {
    const MOST_BUTTONS: usize = 6;
    step(page, lab);
    let stands = format!("document.querySelector('#{lab} .player-where').textContent.startsWith('0 of 0')");
    for index in 0..MOST_BUTTONS {
        if page.eval(&stands) != true {
            return true;
        }
        page.run(&format!("document.querySelectorAll('#{lab} .lab-controls button:enabled')[{index}]?.click()"));
        two_frames(page);
    }
    false
}

/// The place in a run, such as `3 of 7`, with which what a lab shows begins.
fn place(shown: &Value) -> String {
    shown[0].as_str().unwrap_or_default().split(" ·").next().unwrap_or_default().to_owned()
}

fn labs_come_back(page: &Page<'_>, row: &Row) {
    open(page, row);
    let labs = labs(page);
    assert!(!labs.is_empty(), "{} has no labs", row.path);
    // As where the clipboard is refused: the page then shows what it would have copied.
    page.run("navigator.clipboard.writeText = () => Promise.reject(new Error('refused'))");
    let (mut stepped, mut link) = (Vec::new(), String::new());
    for lab in labs.into_iter().filter(|lab| moves(page, lab)) {
        page.push(&format!("#{lab}"), "Copy link");
        let copied = page.call("(field) => field.value", &[&page.find(&format!("#{lab} .player-field"))]);
        let (_, code) = copied.as_str().and_then(|copied| copied.split_once('#')).unwrap_or_default();
        link = format!("{link}{}{code}", if link.is_empty() { '#' } else { '&' });
        page.wait_until(&format!("location.hash.includes('{code}')"));
        stepped.push((page.eval(&shown(&lab)), lab));
    }
    assert!(!stepped.is_empty(), "no lab of {} gives a link", row.path);
    let check = |after: &str| {
        for (before, lab) in &stepped {
            page.go_to_lab(lab);
            page.wait_for_place(lab, &place(before));
            two_frames(page);
            assert_eq!(&page.eval(&shown(lab)), before, "{lab} after {after}");
        }
    };
    page.reload();
    check("F5");
    // Somebody else, who has only the link.
    page.run("localStorage.clear(); sessionStorage.clear()");
    page.goto(&format!("{}{link}", row.path));
    check("a link");
}
