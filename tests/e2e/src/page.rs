//! A page, and what a person does on it.

use std::cell::Cell;
use std::path::Path;
use std::time::Duration;

use base64::Engine as _;
use serde_json::{Value, json};

use crate::patience::look_until;
use crate::tab::{Locator, Tab};
use crate::{Element, Point};

/// The keys that have no letter, as WebDriver names them. <https://www.w3.org/TR/webdriver2/#keyboard-actions>
pub mod key {
    #![allow(missing_docs)]
    pub const BACKSPACE: &str = "\u{e003}";
    pub const TAB: &str = "\u{e004}";
    pub const ENTER: &str = "\u{e007}";
    pub const SHIFT: &str = "\u{e008}";
    pub const CONTROL: &str = "\u{e009}";
    pub const ESCAPE: &str = "\u{e00c}";
    pub const SPACE: &str = " ";
    pub const PAGE_UP: &str = "\u{e00e}";
    pub const PAGE_DOWN: &str = "\u{e00f}";
    pub const END: &str = "\u{e010}";
    pub const HOME: &str = "\u{e011}";
    pub const LEFT: &str = "\u{e012}";
    pub const UP: &str = "\u{e013}";
    pub const RIGHT: &str = "\u{e014}";
    pub const DOWN: &str = "\u{e015}";
    pub const DELETE: &str = "\u{e017}";
}

/// How long the page may take to come to what a journey waits for.
const PATIENCE: Duration = Duration::from_secs(45);

/// A tab with storage of its own.
pub struct Page<'browser> {
    tab: Box<dyn Tab + 'browser>,
    address: String,
    errors_expected: Cell<bool>,
}

impl<'browser> Page<'browser> {
    pub(crate) fn new(tab: Box<dyn Tab + 'browser>, address: &str) -> Self {
        let page = Self { tab, address: address.to_owned(), errors_expected: Cell::new(false) };
        page.viewport(1280, 800);
        page
    }

    /// One more tab of the same person, with the same storage. Not in WebKit.
    #[must_use]
    pub fn another_tab(&self) -> Page<'_> {
        Page::new(done(self.tab.another()), &self.address)
    }

    /// The inside of this page's first frame. Not in WebKit.
    #[must_use]
    pub fn frame(&self) -> Page<'_> {
        Page::new(done(self.tab.frame()), &self.address)
    }

    /// Runs a JavaScript function in every document to come, before its own scripts. Not in WebKit.
    pub fn prepare(&self, function: &str) {
        done(self.tab.prepare(function));
    }

    // Going somewhere

    /// Opens an address of the site, such as `/consistent-hashing/`, and waits until the page answers.
    #[track_caller]
    pub fn goto(&self, path: &str) {
        self.goto_unready(path);
        self.wait_until_ready();
    }

    /// Opens an address of the site and waits only until it has loaded, for pages that never come alive.
    #[track_caller]
    pub fn goto_unready(&self, path: &str) {
        // A new fragment alone would not load the page.
        done(self.tab.navigate("about:blank"));
        done(self.tab.navigate(&format!("{}{path}", self.address)));
    }

    /// Presses F5.
    #[track_caller]
    pub fn reload(&self) {
        done(self.tab.reload());
        self.wait_until_ready();
    }

    /// The browser's back (−1) and forward (1).
    pub fn go(&self, steps: i32) {
        done(self.tab.traverse(steps));
    }

    /// Waits until the page is hydrated, and has all of it laid out: soon it is of itself, but where things stand is asked at once.
    #[track_caller]
    pub fn wait_until_ready(&self) {
        self.wait_until("'ready' in document.documentElement.dataset");
        self.run("delete document.documentElement.dataset.folded");
    }

    /// Goes to a lab and waits until it lives: the code of those further down is loaded when they are nearly in sight.
    #[track_caller]
    pub fn go_to_lab(&self, lab: &str) {
        self.wait_until(&format!("document.getElementById('{lab}')"));
        self.run(&format!("document.getElementById('{lab}').scrollIntoView()"));
        self.wait_until(&format!(
            "document.getElementById('{lab}').closest('[data-living]').hasAttribute('data-alive')"
        ));
        self.wake_below(&format!("#{lab}"));
        self.run(&format!("document.getElementById('{lab}').scrollIntoView()"));
    }

    /// Brings what lives later in a part of the page, given by a CSS selector, to life, as a reader does who looks at it.
    #[track_caller]
    fn wake_below(&self, part: &str) {
        let asleep = format!("document.querySelector('{part} [data-later]')");
        self.wait_until(&format!("((asleep) => (asleep?.firstElementChild.scrollIntoView(), !asleep))({asleep})"));
    }

    /// Goes to a lab and skips the question before it, if it asks one.
    #[track_caller]
    pub fn skip_guess(&self, lab: &str) {
        self.go_to_lab(lab);
        self.run(&format!("document.querySelector('#{lab} .prediction .button-quiet')?.click()"));
        self.wait_until(&format!("!document.querySelector('#{lab} [inert]')"));
        // What stood below the question moves up when that has gone.
        self.run(&format!(
            "const lab = document.getElementById('{lab}');
             for (let still = 0, before = -1, tries = 0; still < 3 && tries < 40; tries++) {{
                 const {{ height }} = lab.getBoundingClientRect();
                 still = height === before ? still + 1 : 0;
                 before = height;
                 await new Promise((resolve) => requestAnimationFrame(resolve));
             }}"
        ));
    }

    /// Brings every part of the page to life, one after another as a reader does who scrolls down, and skips the questions.
    #[track_caller]
    pub fn wake_all(&self) {
        for index in 0..self.count("[data-living]") {
            let part = format!("document.querySelectorAll('[data-living]')[{index}]");
            self.run(&format!("{part}.scrollIntoView()"));
            self.wait_until(&format!("{part}.hasAttribute('data-alive')"));
            self.wake_below("[data-alive]");
        }
        self.run("document.querySelectorAll('.prediction .button-quiet').forEach((skip) => skip.click())");
        self.wait_until("!document.querySelector('.lab [inert]')");
    }

    /// The site's address, without a slash at the end.
    #[must_use]
    pub fn site_address(&self) -> &str {
        &self.address
    }

    // Looking

    /// What a JavaScript expression comes to; promises are awaited, and what is not JSON is `null`.
    #[track_caller]
    #[must_use]
    pub fn eval(&self, expression: &str) -> Value {
        self.call(&format!("async () => ({expression})"), &[])
    }

    /// Runs JavaScript statements.
    #[track_caller]
    pub fn run(&self, statements: &str) {
        self.call(&format!("async () => {{ {statements} }}"), &[]);
    }

    /// Calls a JavaScript function with elements, for what one can ask of them.
    #[track_caller]
    pub fn call(&self, function: &str, elements: &[&Element]) -> Value {
        self.tab.call(function, elements).unwrap_or_else(|error| panic!("{function}: {error}"))
    }

    /// Waits until a JavaScript expression is true, also across a change of page.
    #[track_caller]
    pub fn wait_until(&self, expression: &str) {
        let function = format!("async () => Boolean({expression})");
        self.wait_for(expression, || self.tab.call(&function, &[]).ok().filter(|value| *value == true));
    }

    #[track_caller]
    fn wait_for<T>(&self, what: &str, attempt: impl Fn() -> Option<T>) -> T {
        let Some(found) = look_until(PATIENCE, self.tab.pause(), attempt) else {
            panic!(
                "waited {PATIENCE:?} in vain for {what} at {:?}; errors: {:?}",
                self.tab.call("() => location.href", &[]),
                self.errors()
            );
        };
        found
    }

    /// The first element that a CSS selector finds; waits until there is one.
    #[track_caller]
    #[must_use]
    pub fn find(&self, selector: &str) -> Element {
        self.locate(Locator::Css(selector))
    }

    /// The first element with a role and an accessible name, as assistive technology sees it; waits until there is one.
    #[track_caller]
    #[must_use]
    pub fn by_role(&self, role: &str, name: &str) -> Element {
        self.locate(Locator::Role(role, name))
    }

    /// The first button in a part of the page, given by a CSS selector, that has this label or else this text; waits until there
    /// is one.
    #[track_caller]
    #[must_use]
    pub fn button(&self, within: &str, name: &str) -> Element {
        let (within, name) = (Value::from(format!("{within} button")), Value::from(name));
        self.wait_until(&format!(
            "(() => {{
                const called = (one) => [one.getAttribute('aria-label'), one.textContent.trim()].includes({name});
                const found = [...document.querySelectorAll({within})].find(called);
                document.querySelectorAll('[data-journey]').forEach((one) => one.removeAttribute('data-journey'));
                found?.setAttribute('data-journey', '');
                return found;
            }})()"
        ));
        self.find("[data-journey]")
    }

    #[track_caller]
    fn locate(&self, locator: Locator<'_>) -> Element {
        self.wait_for(&format!("{locator:?}"), || self.tab.locate(locator))
    }

    /// How many elements a CSS selector finds now.
    #[track_caller]
    #[must_use]
    pub fn count(&self, selector: &str) -> u64 {
        let selector = Value::from(selector);
        self.eval(&format!("document.querySelectorAll({selector}).length")).as_u64().unwrap_or_default()
    }

    /// The text of an element, as it is shown.
    #[track_caller]
    #[must_use]
    pub fn text(&self, element: &Element) -> String {
        let text = self.call("(element) => element.innerText ?? element.textContent", &[element]);
        text.as_str().unwrap_or_default().to_owned()
    }

    /// The middle of an element, which is scrolled into view for it, once it lives and stays where it is: what was loaded or pressed before
    /// may still make room. One that never rests, as in a picture that plays, is taken where it was last.
    #[track_caller]
    #[must_use]
    pub fn middle(&self, element: &Element) -> Point {
        let place = self.call(
            "async (element) => {
                const middle = () => {
                    const { x, y, width, height } = element.getBoundingClientRect();
                    return [x + width / 2, y + height / 2];
                };
                // Tabs in the background draw no frames.
                const frame = () => new Promise((resolve) => {
                    requestAnimationFrame(resolve);
                    setTimeout(resolve, 100);
                });
                const asleep = element.closest('[data-later]');
                if (asleep) element.scrollIntoView();
                for (let tries = 0; asleep?.hasAttribute('data-later') && tries < 100; tries++) await frame();
                for (let still = 0, before = [-1, -1], tries = 0; still < 2 && tries < 40; tries++) {
                    if (!element.isConnected) throw new Error('the element is no longer on the page');
                    const { top, bottom } = element.getBoundingClientRect();
                    if (top < 0 || bottom > innerHeight) {
                        element.scrollIntoView({ block: 'center', behavior: 'instant' });
                        // WebKit misses what is in a picture.
                        if (element.closest('svg')) {
                            scrollBy({ top: middle()[1] - innerHeight / 2, behavior: 'instant' });
                        }
                    }
                    const now = middle();
                    still = Math.hypot(now[0] - before[0], now[1] - before[1]) < 0.5 ? still + 1 : 0;
                    before = now;
                    await frame();
                }
                return middle();
            }",
            &[element],
        );
        Point { x: place[0].as_f64().unwrap_or_default(), y: place[1].as_f64().unwrap_or_default() }
    }

    // Acting

    /// Clicks with the mouse on the middle of an element.
    #[track_caller]
    pub fn click(&self, element: &Element) {
        self.click_at(self.middle(element));
    }

    /// Clicks with the mouse.
    #[track_caller]
    pub fn click_at(&self, place: Point) {
        self.pointer("mouse", &[moved(place, 0), pressed(), released()]);
    }

    /// Clicks the [button](Self::button) in a part of the page that has this label or this text.
    #[track_caller]
    pub fn push(&self, within: &str, name: &str) {
        self.click(&self.button(within, name));
    }

    /// Chooses from the list whose label begins so. The list that opens is the browser's own; what comes of a choice is the same.
    #[track_caller]
    pub fn choose(&self, within: &str, label: &str, value: &str) {
        let (labels, label, value) = (Value::from(format!("{within} label")), Value::from(label), Value::from(value));
        self.run(&format!(
            "const named = [...document.querySelectorAll({labels})]
                .find((one) => one.textContent.startsWith({label}) && one.querySelector('select'));
            const select = named.querySelector('select');
            const asleep = select.closest('[data-later]');
            if (asleep) select.scrollIntoView();
            while (asleep?.hasAttribute('data-later')) await new Promise((resolve) => setTimeout(resolve, 10));
            select.value = {value};
            select.dispatchEvent(new Event('change', {{ bubbles: true }}));"
        ));
    }

    /// Waits until a lab is at this place of its run, such as `2 of 3`, and all of it lives, as it does once something has changed.
    #[track_caller]
    pub fn wait_for_place(&self, lab: &str, place: &str) {
        let place = Value::from(format!("{place} "));
        self.wait_until(&format!("document.querySelector('#{lab} .player-where')?.textContent.startsWith({place})"));
        if place != "0 of 0 " {
            self.wait_until(&format!("!document.querySelector('#{lab} [data-later]')"));
        }
    }

    /// Taps with a finger.
    #[track_caller]
    pub fn tap_at(&self, place: Point) {
        self.pointer("touch", &[moved(place, 0), pressed(), released()]);
    }

    /// Drags with the mouse through some places, in a number of small moves between each.
    #[track_caller]
    pub fn drag(&self, places: &[Point]) {
        self.drag_with("mouse", places);
    }

    /// Drags with a finger.
    #[track_caller]
    pub fn drag_by_touch(&self, places: &[Point]) {
        self.drag_with("touch", places);
    }

    #[track_caller]
    fn drag_with(&self, pointer: &str, places: &[Point]) {
        const MOVES: u32 = 8;
        let Some(&first) = places.first() else { return };
        let mut actions = vec![moved(first, 0), pressed()];
        for pair in places.windows(2) {
            for step in 1..=MOVES {
                let part = f64::from(step) / f64::from(MOVES);
                let place = pair[0].plus((pair[1].x - pair[0].x) * part, (pair[1].y - pair[0].y) * part);
                actions.push(moved(place, 16));
            }
        }
        actions.push(released());
        self.pointer(pointer, &actions);
    }

    #[track_caller]
    fn pointer(&self, kind: &str, actions: &[Value]) {
        let hand = json!({ "pointerType": kind });
        done(self.tab.act(json!({ "type": "pointer", "id": kind, "parameters": hand, "actions": actions })));
    }

    /// Presses keys one after another; see [`key`] for those without a letter.
    #[track_caller]
    pub fn press(&self, keys: &[&str]) {
        let actions: Vec<Value> = keys.iter().flat_map(|key| [key_down(key), key_up(key)]).collect();
        self.keyboard(&actions);
    }

    /// Presses a key while others are held: `chord(&[key::CONTROL], "c")`.
    #[track_caller]
    pub fn chord(&self, held: &[&str], key: &str) {
        let downs = held.iter().map(|key| key_down(key));
        let ups = held.iter().rev().map(|key| key_up(key));
        let actions: Vec<Value> = downs.chain([key_down(key), key_up(key)]).chain(ups).collect();
        self.keyboard(&actions);
    }

    /// Types text into whatever has the focus.
    #[track_caller]
    pub fn type_text(&self, text: &str) {
        let keys: Vec<String> = text.chars().map(String::from).collect();
        self.press(&keys.iter().map(String::as_str).collect::<Vec<_>>());
    }

    #[track_caller]
    fn keyboard(&self, actions: &[Value]) {
        done(self.tab.act(json!({ "type": "key", "id": "keyboard", "actions": actions })));
    }

    // Setting

    /// Makes the window's inside this large, in CSS pixels.
    pub fn viewport(&self, width: u32, height: u32) {
        done(self.tab.viewport(width, height));
    }

    /// Chooses a theme by the switch on the page, and lets colours that fade into others arrive.
    #[track_caller]
    pub fn show_theme(&self, theme: &str) {
        let theme = Value::from(theme);
        self.run(&format!(
            "const choice = document.querySelector('.theme-switch select');
             choice.value = {theme};
             choice.dispatchEvent(new Event('change', {{ bubbles: true }}));"
        ));
        self.wait_until(&format!("document.documentElement.dataset.theme === {theme}"));
        self.run(
            "for (const one of document.getAnimations()) {
                if (one.effect.getComputedTiming().endTime < Infinity) one.finish();
            }",
        );
    }

    /// Remembers a theme, as the switch on the page does, and loads the page anew with it.
    pub fn theme(&self, theme: &str) {
        self.run(&format!("localStorage.setItem('moving-parts.theme', '{theme}')"));
        self.reload();
    }

    // Judging

    /// A picture of the whole page, as a PNG file.
    pub fn picture(&self, path: &Path) {
        let png = base64::engine::general_purpose::STANDARD
            .decode(done(self.tab.picture()))
            .unwrap_or_else(|error| panic!("the picture cannot be read: {error}"));
        std::fs::write(path, png).unwrap_or_else(|error| panic!("writing {}: {error}", path.display()));
    }

    /// The errors that the page logged or threw since this was last asked.
    #[must_use]
    pub fn errors(&self) -> Vec<String> {
        self.tab.errors()
    }

    /// Says that errors belong to this journey; then they do not fail it.
    pub fn expect_errors(&self) {
        self.errors_expected.set(true);
    }
}

impl Drop for Page<'_> {
    fn drop(&mut self) {
        let errors = self.errors();
        if std::thread::panicking() {
            if !errors.is_empty() {
                eprintln!("the page had these errors: {errors:#?}");
            }
            return;
        }
        assert!(errors.is_empty() || self.errors_expected.get(), "the page had errors: {errors:#?}");
    }
}

/// What the browser was asked for, or the end of the journey.
#[track_caller]
fn done<T>(outcome: Result<T, String>) -> T {
    outcome.unwrap_or_else(|error| panic!("{error}"))
}

fn moved(place: Point, milliseconds: u32) -> Value {
    // Chromium takes whole pixels only.
    json!({ "type": "pointerMove", "x": place.x.round() as i64, "y": place.y.round() as i64, "duration": milliseconds })
}

fn pressed() -> Value {
    json!({ "type": "pointerDown", "button": 0 })
}

fn released() -> Value {
    json!({ "type": "pointerUp", "button": 0 })
}

fn key_down(key: &str) -> Value {
    json!({ "type": "keyDown", "value": key })
}

fn key_up(key: &str) -> Value {
    json!({ "type": "keyUp", "value": key })
}
