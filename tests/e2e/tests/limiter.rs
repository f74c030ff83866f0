//! The rate limiter as a reader uses it: a guess, an attack, the ruler by hand and by key; a bucket, two nodes, rules.

use e2e::{Browser, Page, Site, in_every_browser, key};

in_every_browser!(
    a_guess_is_answered_by_the_attack_and_the_ruler_counts_it,
    a_bucket_answers_two_nodes_race_and_a_rule_decides,
    a_small_phone_holds_all_labs_and_axe_finds_nothing,
);

const CHAPTER: &str = "/rate-limiter/";

fn a_guess_is_answered_by_the_attack_and_the_ruler_counts_it(browser: &Browser) {
    let site = Site::built();
    let page = browser.page(&site);
    page.goto(CHAPTER);
    page.wait_until("document.querySelector('#lanes .prediction input[type=range]')");
    page.run(
        "const guess = document.querySelector('#lanes .prediction input');
         guess.value = 12;
         guess.dispatchEvent(new Event('input', { bubbles: true }));",
    );
    press(&page, "lanes", "That is my guess");
    press(&page, "lanes", "Run the attack");
    page.wait_until("document.querySelector('#lanes .prediction-bars')?.textContent.includes('20 requests')");
    let fixed = "document.querySelector(\"#lanes .lanes-readout[data-method='Fixed window'] strong\").textContent";
    page.wait_until(&format!("{fixed} === '20'"));
    press(&page, "lanes", "Pause");

    let ruler = page.find("#lanes .lanes-ruler-grip");
    let from = page.middle(&ruler);
    page.drag(&[from, from.plus(60.0, 0.0), from.plus(140.0, 0.0)]);
    page.wait_until(&format!("{fixed} === '0'"));
    let carried = page.middle(&page.find("#lanes .lanes-ruler-grip")).x - from.x;
    assert!((carried - 140.0).abs() < 5.0, "the ruler follows the hand, here by {carried} pixels");
    page.run("document.querySelector('#lanes .lanes-ruler').focus()");
    page.press(&[key::HOME]);
    page.wait_until(&format!("{fixed} === '10'"));
    press(&page, "lanes", "worst 20: put the ruler on the busiest window of Fixed window");
    page.wait_until(&format!("{fixed} === '20'"));

    // The same past under another rule, and back.
    page.run("document.querySelector('#lanes .lanes-choices').open = true");
    press(&page, "lanes", "with the first request");
    page.wait_until(&format!("{fixed} === '10'"));
    press(&page, "lanes", "Step back");
    page.wait_until(&format!("{fixed} === '20'"));
    let place = text(&page, "#lanes .player-where");
    page.reload();
    page.wait_until(&format!("document.querySelector('#lanes .player-where').textContent === '{place}'"));
}

fn a_bucket_answers_two_nodes_race_and_a_rule_decides(browser: &Browser) {
    let site = Site::built();
    let page = browser.page(&site);
    page.goto(CHAPTER);
    page.go_to_lab("bucket");
    for _ in 0..3 {
        press(&page, "bucket", "Send one that costs 3");
    }
    page.wait_until("document.querySelector('.bucket-answer pre')?.textContent.includes('Retry-After: ')");
    press(&page, "bucket", "Step back");
    page.go_to_lab("nodes");
    for _ in 0..4 {
        press(&page, "nodes", "Step");
    }
    page.wait_until("document.querySelector('#nodes .nodes-message')");
    pick(&page, "nodes", "Speed ", "1000");
    press(&page, "nodes", "Play");
    page.wait_until("Number(document.querySelector('#nodes .nodes-all td:nth-child(3)').textContent) > 100");
    press(&page, "nodes", "atomic INCR");
    page.go_to_lab("rules");
    for _ in 0..3 {
        press(&page, "rules", "path=/login, remote_address=10.0.0.7");
    }
    page.wait_until("document.querySelector('#rules .rules-outcomes li').textContent.includes('429')");
    page.wait_until("document.querySelector('#rules .is-found').textContent.includes('remote_address')");
    page.run("document.querySelector('#rules .rules-editor').open = true");
    page.run(
        "const editor = document.querySelector('#rules textarea');
         editor.value = 'domain: my-secret\\ndescriptors:\\n- key: user\\n  rate_limit: {unit: minute, requests_per_unit: 0}';
         editor.dispatchEvent(new Event('input', { bubbles: true }));",
    );
    page.wait_until("document.querySelector('#rules-says').textContent.startsWith('Line 4')");
    page.run(
        "const editor = document.querySelector('#rules textarea');
         editor.value = editor.value.replace(': 0', ': 1');
         editor.dispatchEvent(new Event('input', { bubbles: true }));",
    );
    press(&page, "rules", "Use these rules");
    press(&page, "rules", "user=ada");
    page.wait_until("document.querySelector('#rules .rules-file').textContent.includes('my-secret')");
    page.wait_until("document.querySelector('#rules .player-private')?.textContent.includes('leaves out')");
    assert!(!page.eval("location.hash").to_string().contains("bXktc2VjcmV0"), "not even encoded");
}

fn a_small_phone_holds_all_labs_and_axe_finds_nothing(browser: &Browser) {
    let site = Site::built();
    let page = browser.page(&site);
    page.viewport(320, 640);
    page.goto(CHAPTER);
    page.skip_guess("lanes");
    for lab in ["bucket", "nodes", "rules", "practice"] {
        page.go_to_lab(lab);
    }
    press(&page, "lanes", "Step");
    press(&page, "rules", "path=/login, remote_address=10.0.0.7");
    press(&page, "bucket", "Send a request");
    press(&page, "nodes", "Step");
    assert_eq!(page.overflow(), 0, "nothing makes the page wider than the phone");
    page.viewport(390, 800);
    let small = page.eval(
        "[...document.querySelectorAll('.lab svg[role] text')].filter((text) => {
            const svg = text.ownerSVGElement;
            return svg.getBoundingClientRect().width > 0
                && parseFloat(getComputedStyle(text).fontSize) * svg.getScreenCTM().a < 12.9;
        }).map((text) => text.closest('.lab').id + ': ' + text.textContent)",
    );
    assert_eq!(small, serde_json::json!([]), "texts too small to read");
    for theme in ["light", "dark", "contrast"] {
        page.theme(theme);
        for lab in ["bucket", "nodes", "rules", "practice"] {
            page.go_to_lab(lab);
        }
        press(&page, "rules", "path=/login, remote_address=10.0.0.7");
        assert_eq!(page.axe(), [""; 0], "{theme}");
    }
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
