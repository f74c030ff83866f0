//! A driver: the program through which a browser is started and asked, over HTTP. <https://www.w3.org/TR/webdriver2/>

use std::fs::File;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::Duration;

use serde_json::{Value, json};

use crate::patience::look_until;
use crate::site::repository;

/// No single request of ours takes a healthy browser this long.
const PATIENCE: Duration = Duration::from_secs(90);

/// Nor does a driver need this long until it is ready.
const UNTIL_READY: Duration = Duration::from_secs(30);

/// A driver with the one session that it was started for; both end when it is dropped.
pub(crate) struct Driver {
    process: Child,
    port: u16,
    session: String,
    /// What it and its browser write, for whoever asks why one of them failed.
    log: PathBuf,
    /// What the browser says that it can do.
    pub(crate) capabilities: Value,
}

impl Driver {
    /// Starts the driver whose path is in an environment variable, or that is on `PATH`, and a browser through it.
    pub(crate) fn start(
        variable: &str,
        name: &str,
        prepare: impl FnOnce(&mut Command),
        wanted: &Value,
    ) -> Result<Self, String> {
        let path = std::env::var(variable).unwrap_or_else(|_| name.to_owned());
        let port = free_port();
        let (log, output) = log_of(name, port).map_err(|error| format!("keeping what {name} says: {error}"))?;
        let mut command = Command::new(&path);
        command.arg(format!("--port={port}")).stdin(Stdio::null()).stderr(Stdio::from(output.0)).stdout(output.1);
        prepare(&mut command);
        let process = command
            .spawn()
            .map_err(|error| format!("cannot start {path} ({error}); `cargo xtask test --only e2e` installs it"))?;
        // From here on it is ended whatever happens.
        let mut driver = Self { process, port, session: String::new(), log, capabilities: Value::Null };
        match driver.open_session(wanted) {
            Ok(()) => Ok(driver),
            Err(error) => Err(format!("{error}; {}", driver.last_words())),
        }
    }

    fn open_session(&mut self, wanted: &Value) -> Result<(), String> {
        self.wait_until_ready()?;
        let body = json!({ "capabilities": { "alwaysMatch": wanted } });
        let value = self.exchange("POST", "/session", Some(&body))?;
        self.session = value["sessionId"].as_str().ok_or_else(|| value.to_string())?.to_owned();
        self.capabilities = value["capabilities"].clone();
        Ok(())
    }

    /// Asks the driver itself. A connection alone proves nothing: until a program that was started executes, it holds copies
    /// of whatever its parent listened on.
    fn wait_until_ready(&mut self) -> Result<(), String> {
        let port = self.port;
        let mut answer = Ok(Value::Null);
        let ready = || {
            answer = self.exchange("GET", "/status", None);
            if answer.as_ref().is_ok_and(|status| status["ready"] == true) {
                return Some(Ok(()));
            }
            let ended = self.process.try_wait().ok().flatten()?;
            Some(Err(format!("its driver ended before it was ready on port {port} ({ended})")))
        };
        look_until(UNTIL_READY, Duration::from_millis(20), ready)
            .unwrap_or_else(|| Err(format!("its driver does not become ready on port {port}: {answer:?}")))
    }

    /// Where the driver's output is, and how it ends.
    pub(crate) fn last_words(&self) -> String {
        const LINES: usize = 12;
        let output = std::fs::read(&self.log).unwrap_or_default();
        let output = String::from_utf8_lossy(&output);
        let lines: Vec<&str> = output.lines().collect();
        let last = lines[lines.len().saturating_sub(LINES)..].join("\n");
        format!("its driver wrote into {}, at last:\n{last}", self.log.display())
    }

    /// Sends a command of the session, such as `POST` and `/url`.
    pub(crate) fn command(&self, method: &str, path: &str, body: Option<&Value>) -> Result<Value, String> {
        self.exchange(method, &format!("/session/{}{path}", self.session), body)
    }

    /// The value of the driver's answer. These few requests do not ask for an HTTP library.
    fn exchange(&self, method: &str, path: &str, body: Option<&Value>) -> Result<Value, String> {
        let body = body.map(Value::to_string).unwrap_or_default();
        let answer = exchange(self.port, method, path, &body).map_err(|error| format!("{method} {path}: {error}"))?;
        let mut answer: Value = serde_json::from_slice(&answer).map_err(|error| format!("{method} {path}: {error}"))?;
        let value = answer["value"].take();
        match value["error"].as_str() {
            Some(error) => Err(format!("{method} {path}: {error}: {}", value["message"].as_str().unwrap_or_default())),
            None => Ok(value),
        }
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // Best effort: the driver is ended in any case, and takes a browser along that it still has.
        if !self.session.is_empty() {
            let _ = self.command("DELETE", "", None);
        }
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// An empty file for what a driver writes, twice: to write errors and other output into.
fn log_of(name: &str, port: u16) -> std::io::Result<(PathBuf, (File, File))> {
    let folder = repository().join("target/e2e/drivers");
    std::fs::create_dir_all(&folder)?;
    let path = folder.join(format!("{name}-{port}.log"));
    let file = File::create(&path)?;
    Ok((path, (file.try_clone()?, file)))
}

/// A port that nobody listens on, below those that systems give to outgoing connections (from 32,768 up, or 49,152). One of
/// those could become the near end of another connection before a driver takes it; and whoever tries to connect to it can
/// be given it as his own near end, and is then connected to himself.
///
/// It knocks and does not listen: a driver that another thread starts in that very instant would hold a copy of the listener
/// until it executes, and answer for the one that is to come.
pub(crate) fn free_port() -> u16 {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    const FIRST: u16 = 20_000;
    const COUNT: u16 = 12_000;
    // Journeys of two processes at a time, as with two browsers by hand, begin at different places.
    let start = (std::process::id() % u32::from(COUNT)) as u16;
    (0..COUNT)
        .map(|_| FIRST + (start + NEXT.fetch_add(1, Ordering::Relaxed)) % COUNT)
        .find(|port| TcpStream::connect(("127.0.0.1", *port)).is_err())
        .unwrap_or_else(|| panic!("no free port from {FIRST} up"))
}

fn exchange(port: u16, method: &str, path: &str, body: &str) -> std::io::Result<Vec<u8>> {
    let mut stream = TcpStream::connect(("127.0.0.1", port))?;
    stream.set_read_timeout(Some(PATIENCE))?;
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
