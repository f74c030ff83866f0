//! A window of WebKitGTK's MiniBrowser, over classic WebDriver: it does not speak BiDi.
//!
//! Where it falls short of the other two:
//! - Windows of one browser share their storage, so each has a driver and a browser of its own, on a screen of its own (Xvfb).
//!   One is used again for a site on another port, where it finds nothing of what it stored before.
//! - It reports no errors, so the site's server puts a script into the pages that it gives to WebKit ([`WATCH`]).
//! - A finger acts as a mouse.
//! - A picture shows the window and not the whole page.

use std::cell::RefCell;
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};

use crate::driver::Driver;
use crate::patience::look_until;
use crate::site::repository;
use crate::tab::{Locator, Tab};
use crate::{Browser, Element};

/// The first script of every page that the site's server gives to WebKit. It keeps errors until they are asked for, also
/// across a change of page; a policy that the page sets does not bind what stands before it.
pub(crate) const WATCH: &str = r"<script>{
    const kept = 'journey.errors';
    window.journeyErrors = JSON.parse(sessionStorage.getItem(kept) ?? '[]');
    sessionStorage.removeItem(kept);
    addEventListener('pagehide', () => {
        if (journeyErrors.length) sessionStorage.setItem(kept, JSON.stringify(journeyErrors));
    });
    addEventListener('pageshow', (event) => { if (event.persisted) sessionStorage.removeItem(kept); });
    // What is still being loaded when a page is left does not come, which is no error.
    let left = false;
    addEventListener('beforeunload', () => { left = true; });
    const note = (text) => { if (!left) journeyErrors.push(text); };
    const log = console.error;
    console.error = (...all) => { note(all.map(String).join(' ')); log.apply(console, all); };
    document.addEventListener('securitypolicyviolation', (event) => {
        note(`the Content-Security-Policy forbids ${event.violatedDirective} ${event.blockedURI}`);
    });
    addEventListener('unhandledrejection', (event) => note(String(event.reason)));
    addEventListener('error', (event) => {
        const address = event.target?.src ?? event.target?.href;
        note(address ? `could not load ${address}` : event.message);
    }, true);
}</script>";

/// So small that the browser's own controls leave room for a page 320 pixels wide.
const NO_CONTROLS: &str = "* { font-size: 1px; min-width: 0; min-height: 0; padding: 0; margin: 0; border: 0; }
image { -gtk-icon-transform: scale(0.1); }
";

/// Where a window is that no page is in.
const BLANK: &str = "about:blank";

/// What classic WebDriver calls a reference to an element.
const REFERENCE: &str = "element-6066-11e4-a52e-4f735466cecf";

/// A window of a browser of its own, on a screen of its own.
pub(crate) struct Window {
    driver: Driver,
    /// The origins that it has been on, and may have stored something for.
    visited: Vec<String>,
    /// Ends after the browser on it.
    _screen: Screen,
}

impl Window {
    pub(crate) fn open() -> Result<Self, String> {
        let screen = Screen::start()?;
        let settings = write_settings().map_err(|error| format!("writing the browser's settings: {error}"))?;
        let prepare = |command: &mut Command| {
            command
                .env("DISPLAY", &screen.display)
                .env("XDG_CONFIG_HOME", settings)
                .env("NO_AT_BRIDGE", "1")
                .env("GDK_BACKEND", "x11")
                .env_remove("WAYLAND_DISPLAY");
        };
        let driver = Driver::start("WEBKITDRIVER", "WebKitWebDriver", prepare, &json!({}))?;
        driver.command("POST", "/timeouts", Some(&json!({ "script": 60_000, "pageLoad": 60_000 })))?;
        Ok(Self { driver, visited: Vec::new(), _screen: screen })
    }

    pub(crate) fn has_been_on(&self, address: &str) -> bool {
        self.visited.iter().any(|visited| visited == address)
    }

    pub(crate) fn goes_to(&mut self, address: &str) {
        self.visited.push(address.to_owned());
    }

    /// Leaves the page, and lets go of whatever key or button is held.
    fn leave(&self) -> Result<(), String> {
        self.driver.command("DELETE", "/actions", None)?;
        self.driver.command("POST", "/url", Some(&json!({ "url": BLANK }))).map(drop)
    }
}

pub(crate) struct WebKitTab<'browser> {
    browser: &'browser Browser,
    /// There until it is dropped.
    window: Option<Window>,
    errors: RefCell<Vec<String>>,
}

impl<'browser> WebKitTab<'browser> {
    pub(crate) fn new(browser: &'browser Browser, window: Window) -> Self {
        Self { browser, window: Some(window), errors: RefCell::default() }
    }

    fn command(&self, method: &str, path: &str, body: Option<&Value>) -> Result<Value, String> {
        let window = self.window.as_ref().ok_or("the window is gone")?;
        window.driver.command(method, path, body)
    }

    fn post(&self, path: &str, body: &Value) -> Result<Value, String> {
        self.command("POST", path, Some(body))
    }

    /// Takes the errors out of a page before it goes; a page that has none of ours has none.
    fn collect(&self) {
        let taken = self.call("() => window.journeyErrors?.splice(0)", &[]).unwrap_or_default();
        let texts = taken.as_array().into_iter().flatten();
        self.errors.borrow_mut().extend(texts.map(|text| text.as_str().unwrap_or_default().to_owned()));
    }

    /// Now and then the driver says that it has arrived while it is the empty page, asked for just before, that has; the other
    /// never comes then.
    fn has_left_the_blank_page(&self) -> Result<bool, String> {
        let left = || match self.call("() => location.href", &[]) {
            Ok(address) if address == BLANK => None,
            answer => Some(answer.map(|_| true)),
        };
        look_until(Duration::from_secs(3), self.pause(), left).unwrap_or(Ok(false))
    }

    fn label_of(&self, element: &Value, what: &str) -> Option<String> {
        let path = format!("/element/{}/computed{what}", element[REFERENCE].as_str()?);
        self.command("GET", &path, None).ok()?.as_str().map(str::to_owned)
    }
}

impl Tab for WebKitTab<'_> {
    fn navigate(&self, url: &str) -> Result<(), String> {
        const TRIES: usize = 3;
        self.collect();
        for _ in 0..TRIES {
            self.post("/url", &json!({ "url": url }))?;
            if url == BLANK || self.has_left_the_blank_page()? {
                return Ok(());
            }
        }
        Err(format!("the browser stays on an empty page and does not go to {url}"))
    }

    fn reload(&self) -> Result<(), String> {
        self.collect();
        self.post("/refresh", &json!({})).map(drop)
    }

    fn traverse(&self, steps: i32) -> Result<(), String> {
        self.collect();
        let path = if steps < 0 { "/back" } else { "/forward" };
        (0..steps.unsigned_abs()).try_for_each(|_| self.post(path, &json!({})).map(drop))
    }

    fn call(&self, function: &str, elements: &[&Element]) -> Result<Value, String> {
        let arguments: Vec<Value> = elements.iter().map(|element| json!({ REFERENCE: element.id() })).collect();
        let script = format!(
            "const given = [...arguments], done = given.pop();
            (async () => JSON.stringify(await ({function})(...given)) ?? 'null')()
                .then((text) => done({{ text }}), (error) => done({{ error: String(error) }}));"
        );
        let answer = self.post("/execute/async", &json!({ "script": script, "args": arguments }))?;
        match answer["text"].as_str() {
            Some(text) => serde_json::from_str(text).map_err(|error| error.to_string()),
            None => Err(answer["error"].to_string()),
        }
    }

    fn locate(&self, locator: Locator<'_>) -> Option<Element> {
        let find = |selector: &str| {
            let found = self.post("/elements", &json!({ "using": "css selector", "value": selector })).ok()?;
            found.as_array().cloned()
        };
        match locator {
            // The driver asks for "the first" at once, without waiting: so does this, and throws no error.
            Locator::Css(selector) => Element::with_id(&find(selector)?.first()?[REFERENCE]),
            Locator::Role(role, name) => find(&candidates(role))?.iter().find_map(|element| {
                let is_it = self.label_of(element, "label")? == name && self.label_of(element, "role")? == role;
                is_it.then(|| Element::with_id(&element[REFERENCE])).flatten()
            }),
        }
    }

    fn act(&self, source: Value) -> Result<(), String> {
        self.post("/actions", &json!({ "actions": [source] })).map(drop)
    }

    fn viewport(&self, width: u32, height: u32) -> Result<(), String> {
        let inside =
            || self.call("() => [innerWidth, innerHeight, outerWidth - innerWidth, outerHeight - innerHeight]", &[]);
        let now = inside()?;
        let side = |size: u32, more: &Value| u64::from(size) + more.as_u64().unwrap_or_default();
        let window = json!({ "width": side(width, &now[2]), "height": side(height, &now[3]) });
        self.post("/window/rect", &window)?;
        let mut last = Value::Null;
        let fits = || match inside() {
            Ok(now) if now[0] == width && now[1] == height => Some(Ok(())),
            Ok(now) => {
                last = now;
                None
            }
            Err(error) => Some(Err(error)),
        };
        look_until(Duration::from_secs(5), self.pause(), fits)
            .unwrap_or_else(|| Err(format!("the window’s inside stays at {last}, not {width} × {height}")))
    }

    /// Of what is in the window.
    fn picture(&self) -> Result<String, String> {
        let answer = self.command("GET", "/screenshot", None)?;
        Ok(answer.as_str().unwrap_or_default().to_owned())
    }

    fn errors(&self) -> Vec<String> {
        self.collect();
        self.errors.take()
    }
}

impl Drop for WebKitTab<'_> {
    fn drop(&mut self) {
        let Some(window) = self.window.take() else { return };
        // One that does not leave its page is of no more use.
        if !std::thread::panicking() && window.leave().is_ok() {
            self.browser.keep(window);
        }
    }
}

/// Elements that may have a role; which of them do, the browser says.
fn candidates(role: &str) -> String {
    let own = match role {
        "button" => "button, summary, input",
        "link" => "a[href]",
        "heading" => "h1, h2, h3, h4, h5, h6",
        "checkbox" | "radio" | "slider" | "spinbutton" | "textbox" | "searchbox" => "input, textarea",
        "combobox" => "select, input",
        _ => "*",
    };
    format!("{own}, [role={role}]")
}

/// Where the browser reads its look from.
fn write_settings() -> std::io::Result<std::path::PathBuf> {
    let folder = repository().join("target/e2e/webkit");
    for toolkit in ["gtk-3.0", "gtk-4.0"] {
        let path = folder.join(toolkit).join("gtk.css");
        // Several tests at a time may come here; what is there already is the same.
        if !std::fs::read_to_string(&path).is_ok_and(|text| text == NO_CONTROLS) {
            std::fs::create_dir_all(folder.join(toolkit))?;
            std::fs::write(path, NO_CONTROLS)?;
        }
    }
    folder.canonicalize()
}

/// A screen that nobody sees.
struct Screen {
    process: Child,
    display: String,
}

impl Screen {
    fn start() -> Result<Self, String> {
        // It looks for a free number itself, and writes that when it is ready. Its pointer is in the middle, and must be in the
        // window: without a window manager, that is what gives a window the focus. A window may be larger than the screen.
        let mut process = Command::new("Xvfb")
            .args(["-displayfd", "1", "-screen", "0", "400x400x24", "-nolisten", "tcp"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| format!("cannot start Xvfb ({error}); `cargo xtask test --only e2e` installs it"))?;
        let mut number = String::new();
        let read = process.stdout.as_mut().map(|stdout| BufReader::new(stdout).read_line(&mut number));
        let screen = Self { process, display: format!(":{}", number.trim()) };
        match read {
            Some(Ok(count)) if count > 1 => Ok(screen),
            _ => Err("Xvfb does not start".to_owned()),
        }
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
