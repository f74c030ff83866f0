//! A real browser, started for a journey and ended with it.

use std::cell::RefCell;
use std::process::Command;

use serde_json::{Value, json};

use crate::bidi::Connection;
use crate::bidi_tab::BidiTab;
use crate::driver::{Driver, free_port};
use crate::tab::Tab;
use crate::webkit_tab::WebKitTab;
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
}

/// A browser without a window that anyone sees, with an empty profile, until it is dropped.
pub struct Browser {
    kind: Kind,
    /// Absent where every page is a browser of its own.
    bidi: Option<Bidi>,
}

struct Bidi {
    connection: RefCell<Connection>,
    /// Ends after the connection.
    _driver: Driver,
}

impl Browser {
    /// Starts a browser, or panics with what is missing.
    #[must_use]
    pub fn start(kind: Kind) -> Self {
        let bidi = match kind {
            Kind::Chromium => Some(Bidi::start("CHROMEDRIVER", "chromedriver", |_| {}, &chromium())),
            Kind::Firefox => {
                let own_port = |command: &mut Command| {
                    command.arg(format!("--websocket-port={}", free_port()));
                };
                Some(Bidi::start("GECKODRIVER", "geckodriver", own_port, &firefox()))
            }
            Kind::WebKit => None,
        };
        let bidi = bidi.transpose().unwrap_or_else(|error| panic!("{kind:?} did not start: {error}"));
        Self { kind, bidi }
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
            Kind::WebKit => WebKitTab::open().map(|tab| Box::new(tab) as Box<dyn Tab + '_>),
        };
        Page::new(tab.unwrap_or_else(|error| panic!("{:?} opens no page: {error}", self.kind)), site.address())
    }

    pub(crate) fn command(&self, method: &str, parameters: &Value) -> Result<Value, String> {
        let bidi = self.bidi.as_ref().ok_or("this browser does not speak WebDriver BiDi")?;
        bidi.connection.borrow_mut().command(method, parameters)
    }

    pub(crate) fn take_events(&self, method: &str) -> Vec<Value> {
        self.bidi.as_ref().map(|bidi| bidi.connection.borrow_mut().take_events(method)).unwrap_or_default()
    }
}

impl Bidi {
    fn start(variable: &str, name: &str, prepare: impl FnOnce(&mut Command), wanted: &Value) -> Result<Self, String> {
        let driver = Driver::start(variable, name, prepare, wanted)?;
        let address =
            driver.capabilities["webSocketUrl"].as_str().ok_or("it does not speak WebDriver BiDi; a newer one does")?;
        let mut connection = Connection::open(address)?;
        connection.command("session.subscribe", &json!({ "events": ["log.entryAdded"] }))?;
        Ok(Self { connection: RefCell::new(connection), _driver: driver })
    }
}

fn chromium() -> Value {
    json!({
        "webSocketUrl": true,
        "goog:chromeOptions": { "args": [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
            "--disable-dev-shm-usage", "--disable-background-networking", "--disable-component-update",
            "--disable-sync", "--hide-scrollbars", "--force-color-profile=srgb",
        ] },
    })
}

fn firefox() -> Value {
    json!({
        "webSocketUrl": true,
        "moz:firefoxOptions": { "args": ["-headless"] },
    })
}
