//! A real browser: started once, and lent to one journey after another.

use std::cell::RefCell;
use std::ops::Deref;
use std::process::Command;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::{Value, json};

use crate::bidi::Connection;
use crate::bidi_tab::BidiTab;
use crate::driver::{Driver, free_port};
use crate::tab::Tab;
use crate::webkit_tab::{WebKitTab, Window};
use crate::{Page, Site};

/// Which browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Chromium or Chrome, through the driver that `CHROMEDRIVER` names, or `chromedriver` on `PATH`.
    Chromium,
    /// Firefox, through the driver that `GECKODRIVER` names, or `geckodriver` on `PATH`.
    Firefox,
    /// WebKitGTK, through the driver that `WEBKITDRIVER` names, or `WebKitWebDriver` on `PATH`. It needs `Xvfb` too.
    WebKit,
}

impl Kind {
    /// Another browser, for what travels from one to the next.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Chromium | Self::WebKit => Self::Firefox,
            Self::Firefox => Self::Chromium,
        }
    }

    /// What its journeys are called by.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Chromium => "chromium",
            Self::Firefox => "firefox",
            Self::WebKit => "webkit",
        }
    }
}

/// A browser without a window that anyone sees, with an empty profile, until it is dropped. Each page has storage of its own, so
/// one journey knows nothing of the next.
pub struct Browser {
    kind: Kind,
    /// Absent where the browser does not speak it.
    bidi: Option<Bidi>,
    /// What a browser has that speaks classic WebDriver: windows that no page is in.
    windows: RefCell<Vec<Window>>,
}

struct Bidi {
    connection: RefCell<Connection>,
    /// Ends after the connection.
    driver: Driver,
}

/// Browsers that no journey has at the moment.
static IDLE: Mutex<Vec<Browser>> = Mutex::new(Vec::new());

/// Why browsers had to be started again, a line for each time.
static STARTED_AGAIN: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// How often a browser is started before that is a failure.
const STARTS: usize = 3;

/// A browser that is given back when it is dropped, unless the journey that had it failed: then it is ended.
pub struct Lent(Option<Browser>);

impl Deref for Lent {
    type Target = Browser;

    fn deref(&self) -> &Browser {
        match &self.0 {
            Some(browser) => browser,
            None => unreachable!("it is taken when it is dropped"),
        }
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        let Some(browser) = self.0.take() else { return };
        if std::thread::panicking() {
            if let Some(bidi) = &browser.bidi {
                eprintln!("{:?}: {}", browser.kind, bidi.driver.last_words());
            }
        } else {
            // What the pages of this journey said is no matter of the next.
            browser.take_events("log.entryAdded");
            locked(&IDLE).push(browser);
        }
    }
}

impl Browser {
    /// A browser that has nothing to do; [starts](Self::start) one if there is none.
    #[must_use]
    pub fn lend(kind: Kind) -> Lent {
        let mut idle = locked(&IDLE);
        let place = idle.iter().position(|browser| browser.kind == kind);
        let found = place.map(|place| idle.swap_remove(place));
        drop(idle);
        Lent(Some(found.unwrap_or_else(|| Self::start(kind))))
    }

    /// Ends all browsers that are not lent. A program that used any calls it last: what is static is never dropped.
    pub fn end_all() {
        locked(&IDLE).clear();
    }

    /// Why browsers had to be started again since this was last asked.
    #[must_use]
    pub fn take_restarts() -> Vec<String> {
        std::mem::take(&mut locked(&STARTED_AGAIN))
    }

    /// Starts a browser, which ends when it is dropped; panics with what is missing.
    #[must_use]
    pub fn start(kind: Kind) -> Self {
        let own_port = |command: &mut Command| {
            command.arg(format!("--websocket-port={}", free_port()));
        };
        let bidi = started(kind, || match kind {
            Kind::Chromium => Bidi::start("CHROMEDRIVER", "chromedriver", |_| {}, &chromium()).map(Some),
            Kind::Firefox => Bidi::start("GECKODRIVER", "geckodriver", own_port, &firefox()).map(Some),
            Kind::WebKit => Ok(None),
        });
        let bidi = bidi.unwrap_or_else(|error| panic!("{kind:?} did not start: {error}"));
        Self { kind, bidi, windows: RefCell::default() }
    }

    /// Which browser it is.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// A new page with storage of its own: what one person sees who has never been here.
    #[must_use]
    pub fn page(&self, site: &Site) -> Page<'_> {
        let tab: Result<Box<dyn Tab + '_>, String> = match self.kind {
            Kind::Chromium | Kind::Firefox => BidiTab::open(self).map(|tab| Box::new(tab) as Box<dyn Tab + '_>),
            Kind::WebKit => self.window(site).map(|window| Box::new(WebKitTab::new(self, window)) as Box<dyn Tab + '_>),
        };
        Page::new(tab.unwrap_or_else(|error| panic!("{:?} opens no page: {error}", self.kind)), site.address())
    }

    /// A window that has not been on this site. Storage belongs to an origin, and each site is one, so it finds nothing there.
    fn window(&self, site: &Site) -> Result<Window, String> {
        let mut windows = self.windows.borrow_mut();
        let fresh = windows.iter().position(|window| !window.has_been_on(site.address()));
        let mut window = match fresh {
            Some(place) => windows.swap_remove(place),
            None => started(Kind::WebKit, Window::open)?,
        };
        window.goes_to(site.address());
        Ok(window)
    }

    /// Takes a window back that its page has left.
    pub(crate) fn keep(&self, window: Window) {
        self.windows.borrow_mut().push(window);
    }

    pub(crate) fn command(&self, method: &str, parameters: &Value) -> Result<Value, String> {
        let bidi = self.bidi.as_ref().ok_or("this browser does not speak WebDriver BiDi")?;
        bidi.connection.borrow_mut().command(method, parameters)
    }

    pub(crate) fn take_events(&self, method: &str) -> Vec<Value> {
        self.bidi.as_ref().map(|bidi| bidi.connection.borrow_mut().take_events(method)).unwrap_or_default()
    }
}

/// Starts something again that does not start, and remembers that it did.
fn started<T>(kind: Kind, start: impl Fn() -> Result<T, String>) -> Result<T, String> {
    let mut failed = 0;
    loop {
        match start() {
            Err(error) if failed + 1 < STARTS => {
                failed += 1;
                eprintln!("{kind:?} did not start, and is started again: {error}");
                locked(&STARTED_AGAIN).push(format!("{kind:?}: {}", error.lines().next().unwrap_or_default()));
            }
            outcome => return outcome,
        }
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Bidi {
    fn start(variable: &str, name: &str, prepare: impl FnOnce(&mut Command), wanted: &Value) -> Result<Self, String> {
        let driver = Driver::start(variable, name, prepare, wanted)?;
        let address =
            driver.capabilities["webSocketUrl"].as_str().ok_or("it does not speak WebDriver BiDi; a newer one does")?;
        let mut connection = Connection::open(address)?;
        connection.command("session.subscribe", &json!({ "events": ["log.entryAdded"] }))?;
        Ok(Self { connection: RefCell::new(connection), driver })
    }
}

fn chromium() -> Value {
    json!({
        "webSocketUrl": true,
        "goog:chromeOptions": { "args": [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
            "--disable-dev-shm-usage", "--disable-background-networking", "--disable-component-update",
            "--disable-sync", "--hide-scrollbars", "--force-color-profile=srgb",
            // Else each window has two more pages, for the suggestions below its address: a second of computing per journey.
            "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup,WebUIOmniboxFullPopup",
        ] },
    })
}

fn firefox() -> Value {
    json!({
        "webSocketUrl": true,
        "moz:firefoxOptions": { "args": ["-headless"] },
    })
}
