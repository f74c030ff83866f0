//! The rate limiter as a reader uses it: a guess, an attack, the ruler by hand and by key; a bucket, two nodes, rules.

use e2e::{Browser, Page, Site, journeys, key};

journeys! {
    EVERYWHERE:
        a_guess_is_answered_by_the_attack_and_the_ruler_counts_it;
    CHROMIUM:
        a_bucket_answers_two_nodes_race_and_a_rule_decides,
        axe_finds_nothing_in_a_rule_that_rejects;
}

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
    page.push("#lanes", "That is my guess");
    page.push("#lanes", "Run the attack");
    page.wait_until("document.querySelector('#lanes .prediction-bars')?.textContent.includes('20 requests')");
    let fixed = "document.querySelector(\"#lanes .lanes-readout[data-method='Fixed window'] strong\").textContent";
    page.wait_until(&format!("{fixed} === '20'"));
    page.push("#lanes", "Pause");

    let ruler = page.find("#lanes .lanes-ruler-grip");
    let from = page.middle(&ruler);
    page.drag(&[from, from.plus(60.0, 0.0), from.plus(140.0, 0.0)]);
    page.wait_until(&format!("{fixed} === '0'"));
    let carried = page.middle(&page.find("#lanes .lanes-ruler-grip")).x - from.x;
    assert!((carried - 140.0).abs() < 5.0, "the ruler follows the hand, here by {carried} pixels");
    page.run("document.querySelector('#lanes .lanes-ruler').focus()");
    page.press(&[key::HOME]);
    page.wait_until(&format!("{fixed} === '10'"));
    page.push("#lanes", "worst 20: put the ruler on the busiest window of Fixed window");
    page.wait_until(&format!("{fixed} === '20'"));

    // The same past under another rule, and back.
    page.run("document.querySelector('#lanes .lanes-choices').open = true");
    page.push("#lanes", "with the first request");
    page.wait_until(&format!("{fixed} === '10'"));
    page.push("#lanes", "Step back");
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
        page.push("#bucket", "Send one that costs 3");
    }
    page.wait_until("document.querySelector('.bucket-answer pre')?.textContent.includes('Retry-After: ')");
    page.push("#bucket", "Step back");
    page.go_to_lab("nodes");
    for _ in 0..4 {
        page.push("#nodes", "Step");
    }
    page.wait_until("document.querySelector('#nodes .nodes-message')");
    page.choose("#nodes", "Speed ", "1000");
    page.push("#nodes", "Play");
    page.wait_until("Number(document.querySelector('#nodes .nodes-all td:nth-child(3)').textContent) > 100");
    page.push("#nodes", "atomic INCR");
    page.go_to_lab("rules");
    for _ in 0..3 {
        page.push("#rules", "path=/login, remote_address=10.0.0.7");
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
    page.push("#rules", "Use these rules");
    page.push("#rules", "user=ada");
    page.wait_until("document.querySelector('#rules .rules-file').textContent.includes('my-secret')");
    page.wait_until("document.querySelector('#rules .player-private')?.textContent.includes('leaves out')");
    assert!(!page.eval("location.hash").to_string().contains("bXktc2VjcmV0"), "not even encoded");
}

fn axe_finds_nothing_in_a_rule_that_rejects(browser: &Browser) {
    let site = Site::built();
    let page = browser.page(&site);
    page.goto(CHAPTER);
    page.wake_all();
    page.push("#bucket", "Send a request");
    for _ in 0..3 {
        page.push("#rules", "path=/login, remote_address=10.0.0.7");
    }
    page.wait_until("document.querySelector('#rules .rules-outcomes li').textContent.includes('429')");
    page.assert_accessible_in("#bucket, #rules", "in use");
}

fn text(page: &Page, selector: &str) -> String {
    page.eval(&format!("document.querySelector('{selector}').textContent")).as_str().unwrap_or_default().to_owned()
}
