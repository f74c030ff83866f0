//! Who looks for something: the search over the book, the terms in the text, the contents of a chapter, and a handout.

use e2e::{Browser, Page, Site, journeys, key};
use serde_json::json;

journeys! {
    EVERYWHERE:
        the_keyboard_walks_through_what_was_found;
    // The third browser is left to those that touch what engines do differently in more than a dialog.
    WITHOUT_WEBKIT:
        escape_gives_the_focus_back,
        a_term_says_what_it_means,
        the_contents_lead_to_a_section_and_the_labs_keep_their_moments,
        a_handout_has_the_labs_and_none_of_their_buttons;
    CHROMIUM:
        a_word_leads_to_a_lab_on_another_page,
        strange_input_is_harmless,
        a_single_key_opens_the_search_unless_it_is_turned_off,
        a_term_is_a_plain_link_without_webassembly,
        axe_finds_nothing_in_the_search_and_at_a_term,
        the_search_and_a_term_fit_a_small_phone,
        all_of_it_works_from_a_folder;
}

const CHAPTER: &str = "/consistent-hashing/";

/// The search is open and has what it needs.
const OPEN: &str = "document.querySelector('dialog.find[open] [role=option]')";

/// What was found: kind and title, in the order of the list.
const FOUND: &str = "[...document.querySelectorAll('.find [role=option]')].map((option) =>
    `${option.querySelector('.find-kind').textContent} ${option.querySelector('strong').textContent}`)";

const SAID: &str = "document.querySelector('.find-said').textContent";

fn open(page: &Page<'_>) {
    page.click(&page.find("[data-find]:enabled"));
    page.wait_until(OPEN);
}

/// Types into the field as a paste would, all at once.
fn fill(page: &Page<'_>, expression: &str) {
    page.run(&format!(
        "const field = document.querySelector('.find input'); field.value = {expression};
        field.dispatchEvent(new InputEvent('input', {{ bubbles: true }}))"
    ));
}

fn a_word_leads_to_a_lab_on_another_page(browser: &Browser) {
    let site = Site::built();
    let page = browser.page(&site);
    page.goto("/");
    open(&page);
    assert_eq!(page.eval("document.querySelectorAll('.find [role=option]').length"), json!(14), "all pages at first");
    page.type_text("Mod-n BÉSIDE");
    page.wait_until(&format!("{FOUND}[0] === 'Lab Mod-n beside the ring'"));
    page.wait_until(&format!("((n) => {SAID} === `${{n}} place${{n === 1 ? '' : 's'}} found.`)({FOUND}.length)"));
    assert_eq!(
        page.eval("[...document.querySelectorAll('.find [role=option] strong')[0].querySelectorAll('mark')].map((hit) => hit.innerText)"),
        json!(["Mod", "n", "beside"])
    );
    page.press(&[key::ENTER]);
    page.wait_until("location.pathname === '/consistent-hashing/' && location.hash === '#rehash'");
    page.wait_until_ready();
    page.wait_until("Math.abs(document.getElementById('rehash').getBoundingClientRect().top) < 200");
    page.wait_until("document.getElementById('rehash').closest('[data-living]').hasAttribute('data-alive')");
}

fn the_keyboard_walks_through_what_was_found(browser: &Browser) {
    let site = Site::built();
    let page = browser.page(&site);
    page.goto(CHAPTER);
    page.chord(&[key::CONTROL], "k");
    page.wait_until(OPEN);
    page.wait_until("document.activeElement.matches('.find input')");
    page.type_text("ring");
    page.wait_until(&format!("{FOUND}[0] === 'Lab The ring'"));
    let active = "document.getElementById(document.querySelector('.find input').getAttribute('aria-activedescendant'))";
    assert_eq!(page.eval(&format!("{active}.getAttribute('aria-selected')")), json!("true"));
    page.press(&[key::UP]);
    page.wait_until(&format!("{active} === [...document.querySelectorAll('.find [role=option]')].at(-1)"));
    page.wait_until(&format!("{active}.getBoundingClientRect().bottom <= innerHeight"));
    page.press(&[key::DOWN, key::DOWN]);
    page.wait_until(&format!("{active} === document.querySelectorAll('.find [role=option]')[1]"));
    page.press(&[key::UP, key::ENTER]);
    page.wait_until("!document.querySelector('.find') && location.hash === '#ring'");
    page.wait_until("document.activeElement.id === 'ring-title'");
    assert_eq!(
        page.eval("document.getElementById('ring').hasAttribute('tabindex')"),
        json!(false),
        "a lab takes no focus"
    );
}

fn escape_gives_the_focus_back(browser: &Browser) {
    let site = Site::built();
    let page = browser.page(&site);
    page.goto(CHAPTER);
    page.run("document.querySelector('a.term').focus()");
    page.chord(&[key::CONTROL], "k");
    page.wait_until(OPEN);
    page.press(&[key::ESCAPE]);
    page.wait_until("!document.querySelector('.find')");
    page.wait_until("document.activeElement === document.querySelector('a.term')");
}

fn strange_input_is_harmless(browser: &Browser) {
    let site = Site::built();
    let page = browser.page(&site);
    page.goto("/");
    open(&page);
    for (input, nothing) in [
        ("'x'.repeat(10000)", true),
        ("'<img src=x onerror=alert(1)>'", true),
        ("'🙂🙃'", true),
        ("'\\u202eمفتاح'", true),
        ("'zzz '.repeat(5000)", true),
        ("'ring '.repeat(5000)", false),
        ("'   '", false),
    ] {
        fill(&page, input);
        page.wait_until(&format!("{SAID}.startsWith('Nothing found') === {nothing}"));
        assert_eq!(page.count(".find img"), 0);
        assert_eq!(page.eval(&format!("{FOUND}.length === 0")), json!(nothing), "{input}");
    }
}

fn a_single_key_opens_the_search_unless_it_is_turned_off(browser: &Browser) {
    let site = Site::built();
    let page = browser.page(&site);
    page.goto(CHAPTER);
    page.press(&["/"]);
    page.wait_until(OPEN);
    page.press(&["/"]);
    page.wait_until("document.querySelector('.find input').value === '/'");
    page.press(&[key::ESCAPE, key::ESCAPE]);
    page.wait_until("!document.querySelector('.find')");
    page.run("localStorage.setItem('moving-parts.shortcuts', 'off')");
    page.reload();
    page.press(&["/"]);
    page.chord(&[key::CONTROL], "k");
    page.wait_until(OPEN);
    assert_eq!(page.eval("document.querySelector('.find input').value"), json!(""));
}

fn a_term_says_what_it_means(browser: &Browser) {
    let site = Site::built();
    let page = browser.page(&site);
    page.goto(CHAPTER);
    let term = page.find("a.term[href$='#hash-function']");
    page.run("document.querySelector(\"a.term[href$='#hash-function']\").focus()");
    page.wait_until("document.querySelector('.term-note')?.checkVisibility()");
    let note = page.find(".term-note");
    assert!(page.text(&note).starts_with("A function that turns any input into a number of fixed size"));
    assert_eq!(page.eval("document.activeElement.getAttribute('aria-describedby')"), json!("term-note"));
    page.press(&[key::TAB]);
    page.wait_until("document.activeElement.matches('.term-note a')");
    page.press(&[key::ESCAPE]);
    page.wait_until("!document.querySelector('.term-note')");
    page.click(&term);
    page.wait_until("document.querySelector('.term-note')");
    assert_eq!(page.eval("location.pathname"), json!(CHAPTER), "a click shows it and stays");
    page.click(&page.find(".term-note a"));
    page.wait_until("location.pathname === '/glossary/' && location.hash === '#hash-function'");
    page.wait_until("document.querySelector('dt:target dfn').textContent === 'hash function'");
}

fn a_term_is_a_plain_link_without_webassembly(browser: &Browser) {
    let site = Site::without_wasm();
    let page = browser.page(&site);
    page.expect_errors();
    page.goto_unready(CHAPTER);
    page.wait_until("!document.getElementById('no-wasm').hidden");
    page.click(&page.find("a.term[href$='#virtual-node']"));
    page.wait_until("document.querySelector('dt:target dfn')?.textContent === 'virtual node'");
}

fn the_contents_lead_to_a_section_and_the_labs_keep_their_moments(browser: &Browser) {
    let site = Site::built();
    let page = browser.page(&site);
    page.goto(CHAPTER);
    page.skip_guess("ring");
    page.run("document.querySelector('#ring [data-slot]').focus()");
    page.press(&[key::RIGHT]);
    page.wait_until("location.hash.startsWith('#ring=')");
    let stood = "document.querySelector('#ring .player-where').innerText";
    let before = page.eval(stood);
    page.click(&page.find(".contents summary"));
    page.click(&page.find(".contents a[href='#in-the-wild']"));
    page.wait_until("location.hash === '#in-the-wild'");
    page.wait_until("document.querySelector('.contents [aria-current]')?.hash === '#in-the-wild'");
    assert_eq!(
        page.eval("document.querySelector('.contents details').open"),
        json!(false),
        "it closes behind the reader"
    );
    assert_eq!(page.eval(stood), before);
    page.reload();
    page.wait_until("document.querySelector('#ring .player-where').innerText.startsWith('1 of 1')");
    assert_eq!(page.eval(stood), before, "an anchor in the address loses nothing");
    page.run("scrollTo({ top: 0, behavior: 'instant' })");
    page.wait_until("!document.querySelector('.contents [aria-current]')");
    page.viewport(1920, 900);
    page.reload();
    page.wait_until("document.querySelector('.contents details').open");
    let beside = "document.querySelector('.contents ol').getBoundingClientRect().right
        <= document.querySelector('.chapter-head').getBoundingClientRect().left";
    page.wait_until(beside);
    let anchors = page.eval(
        "[...document.querySelectorAll('.contents a')].filter((link) => !document.getElementById(link.hash.slice(1))).map(String)",
    );
    assert_eq!(anchors, json!([]), "every line leads somewhere");
}

fn axe_finds_nothing_in_the_search_and_at_a_term(browser: &Browser) {
    let site = Site::built();
    let page = browser.page(&site);
    page.goto(CHAPTER);
    page.run("document.querySelector('a.term').focus()");
    page.wait_until("document.querySelector('.term-note')");
    page.assert_accessible("a term");
    open(&page);
    page.type_text("ring");
    page.wait_until(&format!("{FOUND}[0] === 'Lab The ring'"));
    page.assert_accessible_in(".find", "the search");
    fill(&page, "'qqq'");
    page.wait_until(&format!("{SAID}.startsWith('Nothing found')"));
    page.assert_accessible_in(".find", "nothing found");
}

fn the_search_and_a_term_fit_a_small_phone(browser: &Browser) {
    let site = Site::built();
    let page = browser.page(&site);
    page.viewport(320, 640);
    page.goto(CHAPTER);
    let within = |selector: &str| {
        page.wait_until(&format!(
            "((box) => box.width > 0 && box.left >= 0 && box.right <= 320)(document.querySelector('{selector}').getBoundingClientRect())"
        ));
    };
    let before = page.overflow();
    let terms = page.count("a.term");
    assert!(terms > 8, "{terms} terms are linked");
    for index in 0..terms {
        page.run(&format!("document.querySelectorAll('a.term')[{index}].focus()"));
        page.wait_until(&format!(
            "document.querySelectorAll('a.term')[{index}].nextElementSibling?.matches('.term-note')"
        ));
        within(".term-note");
        // Labs that come into sight are drawn meanwhile.
        page.wait_until(&format!(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth <= {before}"
        ));
    }
    open(&page);
    page.type_text("server");
    page.wait_until(&format!("{SAID}.includes('found')"));
    within(".find");
    page.wait_until("document.querySelector('.find').scrollWidth <= document.querySelector('.find').clientWidth");
    assert_eq!(page.overflow(), before, "nothing grows wider");
}

fn all_of_it_works_from_a_folder(browser: &Browser) {
    let site = Site::in_folder();
    let page = browser.page(&site);
    page.goto(CHAPTER);
    page.click(&page.find("a.term[href='/sub/glossary/#ring']"));
    page.wait_until("document.querySelector('.term-note')");
    open(&page);
    page.type_text("bloom");
    page.wait_until(&format!("{FOUND}[0] === 'Term Bloom filter'"));
    page.press(&[key::ENTER]);
    page.wait_until("location.pathname === '/sub/glossary/' && location.hash === '#bloom-filter'");
}

fn a_handout_has_the_labs_and_none_of_their_buttons(browser: &Browser) {
    let site = Site::built();
    let page = browser.page(&site);
    page.goto(CHAPTER);
    page.theme("dark");
    page.run(
        "for (const { media } of document.styleSheets) if (media.mediaText === 'print') media.mediaText = 'all';
        const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]);
        for (const rule of rules) {
            if (rule.media?.mediaText === 'print') rule.media.mediaText = 'all';
            else if (rule.media?.mediaText.startsWith('screen')) rule.media.mediaText = 'not all';
        }",
    );
    let shown = |selector: &str| {
        page.eval(&format!(
            "[...document.querySelectorAll('{selector}')].filter((element) => element.checkVisibility()).length"
        ))
    };
    for gone in ["button", "input", "select", "textarea", ".player", ".contents", ".site-header", "main summary"] {
        assert_eq!(shown(gone), json!(0), "{gone} is no use on paper");
    }
    assert_ne!(shown("section.lab svg"), json!(0));
    assert_ne!(shown(".sources li"), json!(0));
    assert_eq!(page.eval("getComputedStyle(document.querySelector('.prose p')).color"), json!("rgb(0, 0, 0)"));
    let address = page.eval("getComputedStyle(document.querySelector('.sources a'), '::after').content");
    // Firefox gives the rule, the others what comes of it.
    assert!(
        address.as_str().is_some_and(|address| address.contains("https://") || address.contains("attr(href)")),
        "a source says where it is: {address}"
    );
}
