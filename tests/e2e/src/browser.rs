//! A real browser, started for a journey and ended with it.

use std::cell::RefCell;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::bidi::Connection;
use crate::{Page, Site};

/// Which browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Chromium or Chrome, through the driver that `CHROMEDRIVER` names, or `chromedriver` on `PATH`.
    Chromium,
    /// Firefox, through the driver that `GECKODRIVER` names, or `geckodriver` on `PATH`.
    Firefox,
}

/// A browser without a window, with an empty profile, until it is dropped.
pub struct Browser {
    kind: Kind,
    driver: Child,
    port: u16,
    session: String,
    connection: RefCell<Connection>,
}

impl Browser {
    /// Starts a browser, or panics with what is missing.
    #[must_use]
    pub fn start(kind: Kind) -> Self {
        let port = free_port();
        let mut driver = start_driver(kind, port);
        match open_session(kind, port) {
            Ok((session, connection)) => Self { kind, driver, port, session, connection: RefCell::new(connection) },
            Err(error) => {
                end(&mut driver);
                panic!("{kind:?} did not start: {error}");
            }
        }
    }

    /// Which browser it is.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// A new page with storage of its own: what one person sees who has never been here.
    #[must_use]
    pub fn page(&self, site: &Site) -> Page<'_> {
        Page::open(self, site.address())
    }

    pub(crate) fn command(&self, method: &str, parameters: &Value) -> Result<Value, String> {
        self.connection.borrow_mut().command(method, parameters)
    }

    pub(crate) fn take_events(&self, method: &str) -> Vec<Value> {
        self.connection.borrow_mut().take_events(method)
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // Best effort: the driver is ended in any case, and takes a browser along that it still has.
        let _ = http(self.port, "DELETE", &format!("/session/{}", self.session), "");
        end(&mut self.driver);
    }
}

fn end(driver: &mut Child) {
    let _ = driver.kill();
    let _ = driver.wait();
}

fn start_driver(kind: Kind, port: u16) -> Child {
    let (variable, name) = match kind {
        Kind::Chromium => ("CHROMEDRIVER", "chromedriver"),
        Kind::Firefox => ("GECKODRIVER", "geckodriver"),
    };
    let path = std::env::var(variable).unwrap_or_else(|_| name.to_owned());
    let mut command = Command::new(&path);
    command.arg(format!("--port={port}"));
    if kind == Kind::Firefox {
        command.arg(format!("--websocket-port={}", free_port()));
    }
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap_or_else(|error| panic!("cannot start {path} ({error}); `cargo xtask test --only e2e` installs it"))
}

/// The system gives a free port to whoever asks for port 0; between this and its use another could take it, but none does.
fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0")
        .and_then(|listener| listener.local_addr())
        .unwrap_or_else(|error| panic!("no free port: {error}"))
        .port()
}

fn open_session(kind: Kind, port: u16) -> Result<(String, Connection), String> {
    wait_until_it_listens(port)?;
    let body = json!({ "capabilities": { "alwaysMatch": capabilities(kind) } }).to_string();
    let answer = http(port, "POST", "/session", &body)?;
    let value = &answer["value"];
    let session = value["sessionId"].as_str().ok_or_else(|| answer.to_string())?;
    let address =
        value["capabilities"]["webSocketUrl"].as_str().ok_or("it does not speak WebDriver BiDi; a newer one does")?;
    let mut connection = Connection::open(address)?;
    connection.command("session.subscribe", &json!({ "events": ["log.entryAdded"] }))?;
    Ok((session.to_owned(), connection))
}

fn capabilities(kind: Kind) -> Value {
    match kind {
        Kind::Chromium => json!({
            "webSocketUrl": true,
            "goog:chromeOptions": { "args": [
                "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                "--disable-dev-shm-usage", "--disable-background-networking", "--disable-component-update",
                "--disable-sync", "--hide-scrollbars", "--force-color-profile=srgb",
            ] },
        }),
        Kind::Firefox => json!({
            "webSocketUrl": true,
            "moz:firefoxOptions": { "args": ["-headless"] },
        }),
    }
}

fn wait_until_it_listens(port: u16) -> Result<(), String> {
    let deadline = Instant::now() + Duration::from_secs(20);
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        if Instant::now() > deadline {
            return Err("its driver does not answer".to_owned());
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    Ok(())
}

/// The two requests that WebDriver needs before and after BiDi do not ask for an HTTP library.
fn http(port: u16, method: &str, path: &str, body: &str) -> Result<Value, String> {
    let answer = exchange(port, method, path, body).map_err(|error| format!("asking its driver: {error}"))?;
    serde_json::from_slice(&answer).map_err(|error| format!("its driver’s answer: {error}"))
}

fn exchange(port: u16, method: &str, path: &str, body: &str) -> std::io::Result<Vec<u8>> {
    let mut stream = TcpStream::connect(("127.0.0.1", port))?;
    stream.set_read_timeout(Some(Duration::from_secs(60)))?;
    write!(
        stream,
        "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )?;
    let mut reader = BufReader::new(stream);
    let mut length = 0;
    let mut line = String::new();
    // The head ends with an empty line, which is two bytes long.
    while reader.read_line(&mut line)? > 2 {
        let header = line.to_ascii_lowercase();
        if let Some(value) = header.strip_prefix("content-length:") {
            length = value.trim().parse().map_err(std::io::Error::other)?;
        }
        line.clear();
    }
    let mut answer = vec![0; length];
    reader.read_exact(&mut answer)?;
    Ok(answer)
}
