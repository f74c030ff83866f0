//! The labs further down the chapter as a reader uses them: how even, seven ways, the hot key.

use e2e::{Browser, Page, Site, journeys, key};

journeys! {
    WITHOUT_WEBKIT:
        seven_ways_count_a_change_and_the_readers_own_servers_stay_on_the_device;
    CHROMIUM:
        rings_are_measured_until_the_run_ends_and_another_number_is_added,
        the_plain_ring_turns_requests_for_the_hot_key_away;
}

const CHAPTER: &str = "/consistent-hashing/";

fn rings_are_measured_until_the_run_ends_and_another_number_is_added(browser: &Browser) {
    let site = Site::built();
    let page = open(browser, &site, "evenness");
    page.push("#evenness", "Two servers");
    page.choose("#evenness", "Rings of each kind", "10");
    page.wait_for_place("evenness", "1 of 1");
    page.choose("#evenness", "Speed ", "1000");
    page.push("#evenness", "Play");
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
    page.push("#evenness", "Measure it too");
    page.wait_until(&format!("document.querySelectorAll('#evenness tbody tr').length === {}", before + 1));
    page.push("#evenness", "Step");
    page.wait_until("document.querySelector('#evenness caption').textContent.includes(' 101 rings measured')");
    page.push("#evenness", "Measure it too");
    page.wait_until("document.querySelector('#evenness .player-message p')?.textContent.includes('already')");
}

fn seven_ways_count_a_change_and_the_readers_own_servers_stay_on_the_device(browser: &Browser) {
    let site = Site::built();
    let page = open(browser, &site, "seven");
    page.push("#seven", "4 to 5 servers");
    page.wait_for_place("seven", "1 of 1");
    assert_eq!(moved(&page), ["80.04\u{202f}%", "18.61\u{202f}%", "20.14\u{202f}%"]);
    assert!(text(&page, "#seven tbody tr .seven-moved").contains("80.29"), "with ketama's hash");
    page.push("#seven", "4 to 3");
    page.wait_until("document.querySelector('#seven caption').textContent.includes('s3 removed')");
    assert_eq!(moved(&page)[..2], ["75.03\u{202f}%", "22.86\u{202f}%"]);

    page.run("document.querySelector('#seven details').open = true");
    page.click(&page.find("#seven details textarea"));
    for name in ["my-secret-host", "日本語", "third"] {
        page.type_text(name);
        page.press(&[key::ENTER]);
    }
    page.push("#seven", "Take these servers");
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
        page.push("#hot", "Step");
    }
    page.wait_for_place("hot", "3 of 3");
    page.choose("#hot", "Speed ", "1000");
    page.push("#hot", "Play");
    page.wait_until("parseFloat(document.querySelector('#hot .hot-away').textContent) > 10");
    page.push("#hot", "Pause");
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
