//! The labs further down the chapter as a reader uses them: how even, seven ways, the hot key.

use e2e::{Browser, Page, Site, in_every_browser, key};

in_every_browser!(
    rings_are_measured_until_the_run_ends_and_another_number_is_added,
    seven_ways_count_a_change_and_the_readers_own_servers_stay_on_the_device,
    the_plain_ring_turns_requests_for_the_hot_key_away,
    axe_finds_nothing_in_the_labs_further_down,
    the_labs_further_down_fit_a_small_phone,
);

const CHAPTER: &str = "/consistent-hashing/";

fn rings_are_measured_until_the_run_ends_and_another_number_is_added(browser: &Browser) {
    let site = Site::built();
    let page = open(browser, &site, "evenness");
    click(&page, "evenness", "Two servers");
    pick(&page, "evenness", "Rings of each kind", "10");
    wait_for_place(&page, "evenness", "1 of 1");
    speed(&page, "evenness");
    press(&page, "evenness", "Play");
    page.wait_until("document.querySelector('#evenness caption').textContent.includes(' 100 rings measured')");
    page.wait_until("document.querySelector(\"#evenness [aria-label='Play']\")");
    let strayed = page.eval(
        "[...document.querySelectorAll('#evenness tbody tr')].map((row) => {
            const [theory, measured] = [...row.querySelectorAll('td')].map((cell) => parseFloat(cell.textContent));
            return measured / theory;
        }).filter((ratio) => !(ratio > 0.4 && ratio < 1.9))",
    );
    assert_eq!(strayed, serde_json::json!([]), "measured over theory");
    let before = page.count("#evenness tbody tr");
    press(&page, "evenness", "Measure it too");
    page.wait_until(&format!("document.querySelectorAll('#evenness tbody tr').length === {}", before + 1));
    step(&page, "evenness");
    page.wait_until("document.querySelector('#evenness caption').textContent.includes(' 101 rings measured')");
    press(&page, "evenness", "Measure it too");
    page.wait_until("document.querySelector('#evenness .player-message p')?.textContent.includes('already')");
}

fn seven_ways_count_a_change_and_the_readers_own_servers_stay_on_the_device(browser: &Browser) {
    let site = Site::built();
    let page = open(browser, &site, "seven");
    click(&page, "seven", "4 to 5 servers");
    wait_for_place(&page, "seven", "1 of 1");
    assert_eq!(moved(&page), ["80.04\u{202f}%", "18.61\u{202f}%", "20.14\u{202f}%"]);
    assert!(text(&page, "#seven tbody tr .seven-moved").contains("80.29"), "with ketama's hash");
    click(&page, "seven", "4 to 3");
    page.wait_until("document.querySelector('#seven caption').textContent.includes('s3 removed')");
    assert_eq!(moved(&page)[..2], ["75.03\u{202f}%", "22.86\u{202f}%"]);

    page.run("document.querySelector('#seven details').open = true");
    page.click(&page.find("#seven details textarea"));
    for name in ["my-secret-host", "日本語", "third"] {
        page.type_text(name);
        page.press(&[key::ENTER]);
    }
    press(&page, "seven", "Take these servers");
    page.wait_until("document.querySelector('#seven caption').textContent.startsWith('3 servers')");
    page.wait_until("document.querySelector('#seven .player-private')?.textContent.includes('leaves out')");
    assert!(!page.eval("location.hash").to_string().contains("c2VjcmV0"), "not even encoded");
    page.reload();
    page.go_to_lab("seven");
    page.wait_until("[...document.querySelectorAll('#seven option')].some((o) => o.textContent === 'my-secret-host')");
}

fn the_plain_ring_turns_requests_for_the_hot_key_away(browser: &Browser) {
    let site = Site::built();
    let page = open(browser, &site, "hot");
    for _ in 0..3 {
        step(&page, "hot");
    }
    wait_for_place(&page, "hot", "3 of 3");
    speed(&page, "hot");
    press(&page, "hot", "Play");
    page.wait_until("parseFloat(document.querySelector('#hot .hot-away').textContent) > 10");
    press(&page, "hot", "Pause");
    let others = page.eval(
        "[...document.querySelectorAll('#hot .hot-panel:not(:first-child) .hot-away')]
            .map((line) => parseFloat(line.textContent))",
    );
    let others: Vec<f64> = others.as_array().into_iter().flatten().filter_map(serde_json::Value::as_f64).collect();
    assert!(others.len() == 2 && others.iter().all(|share| *share < 2.0), "{others:?}");
    let place = text(&page, "#hot .player-where");
    page.reload();
    page.go_to_lab("hot");
    page.wait_until(&format!("document.querySelector('#hot .player-where').textContent === '{place}'"));
}

fn axe_finds_nothing_in_the_labs_further_down(browser: &Browser) {
    let site = Site::built();
    let page = open(browser, &site, "evenness");
    for lab in ["seven", "hot"] {
        page.skip_guess(lab);
    }
    for theme in ["light", "dark", "contrast"] {
        page.theme(theme);
        page.go_to_lab("evenness");
        click(&page, "seven", "One of a hundred goes");
        for _ in 0..4 {
            step(&page, "evenness");
            step(&page, "hot");
        }
        assert_eq!(page.axe(), [""; 0], "{theme}");
    }
}

fn the_labs_further_down_fit_a_small_phone(browser: &Browser) {
    let site = Site::built();
    let page = browser.page(&site);
    page.viewport(320, 640);
    page.goto(CHAPTER);
    for lab in ["evenness", "seven", "hot"] {
        page.skip_guess(lab);
    }
    click(&page, "seven", "memcached, 4 to 5");
    step(&page, "evenness");
    pick(&page, "hot", "Servers", "12");
    wait_for_place(&page, "hot", "1 of 1");
    for _ in 0..9 {
        step(&page, "hot");
    }
    assert_eq!(page.overflow(), 0, "nothing makes the page wider than the phone");
    page.viewport(390, 800);
    let small = page.eval(
        "[...document.querySelectorAll('#evenness svg[role] text, #hot svg[role] text')].filter((text) => {
            const svg = text.ownerSVGElement;
            return parseFloat(getComputedStyle(text).fontSize) * svg.getScreenCTM().a < 13;
        }).length",
    );
    assert_eq!(small, 0, "texts too small to read");
}

fn open<'browser>(browser: &'browser Browser, site: &'browser Site, lab: &str) -> Page<'browser> {
    let page = browser.page(site);
    page.goto(CHAPTER);
    page.skip_guess(lab);
    page
}

/// The shares that mod-n, the ring and jump moved.
fn moved(page: &Page) -> Vec<String> {
    let rows = page.eval("[...document.querySelectorAll('#seven tbody strong')].map((cell) => cell.textContent)");
    let rows: Vec<String> =
        rows.as_array().into_iter().flatten().filter_map(|row| row.as_str().map(str::to_owned)).collect();
    assert_eq!(rows.len(), 7);
    [0, 1, 3].map(|row: usize| rows[row].clone()).to_vec()
}

fn text(page: &Page, selector: &str) -> String {
    page.eval(&format!("document.querySelector('{selector}').textContent")).as_str().unwrap_or_default().to_owned()
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

fn click(page: &Page, lab: &str, name: &str) {
    press(page, lab, name);
}

fn step(page: &Page, lab: &str) {
    press(page, lab, "Step");
}

/// A hundred times as fast.
fn speed(page: &Page, lab: &str) {
    pick(page, lab, "Speed ", "1000");
}

/// Chooses a value, as the browser's own list does when a reader has picked it.
fn pick(page: &Page, lab: &str, label: &str, value: &str) {
    page.run(&format!(
        "(() => {{
            const labels = [...document.querySelectorAll('#{lab} label')];
            const select = labels.find((one) => one.textContent.startsWith('{label}') && one.querySelector('select'))
                .querySelector('select');
            select.value = '{value}';
            select.dispatchEvent(new Event('change', {{ bubbles: true }}));
        }})()"
    ));
}

fn wait_for_place(page: &Page, lab: &str, place: &str) {
    page.wait_until(&format!("document.querySelector('#{lab} .player-where').textContent.startsWith('{place} ')"));
}
