//! A driver: the program through which a browser is started and asked, over HTTP. <https://www.w3.org/TR/webdriver2/>

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// No single request of ours takes a healthy browser this long.
const PATIENCE: Duration = Duration::from_secs(90);

/// A driver with the one session that it was started for; both end when it is dropped.
pub(crate) struct Driver {
    process: Child,
    port: u16,
    session: String,
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
        let mut command = Command::new(&path);
        command.arg(format!("--port={port}")).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        prepare(&mut command);
        let process = command
            .spawn()
            .map_err(|error| format!("cannot start {path} ({error}); `cargo xtask test --only e2e` installs it"))?;
        // From here on it is ended whatever happens.
        let mut driver = Self { process, port, session: String::new(), capabilities: Value::Null };
        wait_until_it_listens(&mut driver.process, port)?;
        let body = json!({ "capabilities": { "alwaysMatch": wanted } });
        let value = driver.exchange("POST", "/session", Some(&body))?;
        driver.session = value["sessionId"].as_str().ok_or_else(|| value.to_string())?.to_owned();
        driver.capabilities = value["capabilities"].clone();
        Ok(driver)
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

/// A port that nobody listens on, below those that systems give to outgoing connections (from 32,768 up, or 49,152). One of
/// those could become the near end of another connection before a driver takes it; and whoever tries to connect to it can
/// be given it as his own near end, and is then connected to himself.
pub(crate) fn free_port() -> u16 {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    const FIRST: u16 = 20_000;
    const COUNT: u16 = 12_000;
    // Journeys of two processes at a time, as with two browsers by hand, begin at different places.
    let start = (std::process::id() % u32::from(COUNT)) as u16;
    (0..COUNT)
        .map(|_| FIRST + (start + NEXT.fetch_add(1, Ordering::Relaxed)) % COUNT)
        .find(|port| TcpListener::bind(("127.0.0.1", *port)).is_ok())
        .unwrap_or_else(|| panic!("no free port from {FIRST} up"))
}

fn wait_until_it_listens(process: &mut Child, port: u16) -> Result<(), String> {
    let deadline = Instant::now() + Duration::from_secs(20);
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        if let Ok(Some(status)) = process.try_wait() {
            return Err(format!("its driver ended before it listened on port {port} ({status})"));
        }
        if Instant::now() > deadline {
            return Err("its driver does not answer".to_owned());
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    Ok(())
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
