//! The built site, served as a static host would.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;

use crate::webkit_tab::WATCH;

/// A web server on a port of its own, until it is dropped.
pub struct Site {
    address: String,
    listens_at: SocketAddr,
    closed: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

#[derive(Clone)]
struct Served {
    folder: PathBuf,
    base: &'static str,
    flaw: Option<Flaw>,
}

/// What may be wrong with a host.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Flaw {
    NoWasm,
    OtherHeadings,
}

impl Site {
    /// `dist/`, at the top of a host.
    #[must_use]
    pub fn built() -> Self {
        Self::serve("dist", "", None)
    }

    /// The same site made for `/sub/`, and served there; `cargo xtask test` makes it.
    #[must_use]
    pub fn in_folder() -> Self {
        Self::serve("target/e2e/sub", "/sub", None)
    }

    /// `dist/`, on a host that does not give out WebAssembly.
    #[must_use]
    pub fn without_wasm() -> Self {
        Self::serve("dist", "", Some(Flaw::NoWasm))
    }

    /// `dist/`, on a host that changes the pages' headings: hydrating such a page is a real panic.
    #[must_use]
    pub fn that_panics() -> Self {
        Self::serve("dist", "", Some(Flaw::OtherHeadings))
    }

    /// Where it is, without a slash at the end.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }

    fn serve(folder: &str, base: &'static str, flaw: Option<Flaw>) -> Self {
        let served = Served { folder: repository().join(folder), base, flaw };
        assert!(
            served.folder.join("index.html").exists(),
            "there is no site in {}; build it first: cargo xtask test --only e2e",
            served.folder.display()
        );
        let listener =
            TcpListener::bind("127.0.0.1:0").unwrap_or_else(|error| panic!("cannot serve the site: {error}"));
        let listens_at = listener.local_addr().unwrap_or_else(|error| panic!("cannot serve the site: {error}"));
        let address = format!("http://{listens_at}{}", served.base);
        let closed = Arc::new(AtomicBool::new(false));
        let closing = Arc::clone(&closed);
        let thread = std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if closing.load(Ordering::Relaxed) {
                    return;
                }
                // A thread for each connection, as browsers open some that they leave idle.
                let served = served.clone();
                std::thread::spawn(move || {
                    // A browser that hangs up early is no fault of the site.
                    let _ = answer(&served, stream);
                });
            }
        });
        Self { address, listens_at, closed, thread: Some(thread) }
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.closed.store(true, Ordering::Relaxed);
        // Wakes the thread, so that it sees that.
        let _ = TcpStream::connect(self.listens_at);
        if let Some(thread) = self.thread.take() {
            // A panic in it would have shown as a page that does not load.
            let _ = thread.join();
        }
    }
}

/// The repository's top folder.
pub(crate) fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// One request for each connection.
fn answer(served: &Served, mut stream: TcpStream) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    let first = lines.next().transpose()?.unwrap_or_default();
    // All of the head is read: to close before would reset the connection.
    let mut webkit = false;
    while let Some(line) = lines.next().transpose()?.filter(|line| !line.is_empty()) {
        webkit |= line.to_ascii_lowercase().starts_with("user-agent:")
            && line.contains("AppleWebKit")
            && !line.contains("Chrome");
    }
    let Some(url) = first.split(' ').nth(1) else {
        return Ok(());
    };
    let (status, path) = file_for(served, url);
    let read = std::fs::read(&path).map(|bytes| match served.flaw {
        Some(Flaw::OtherHeadings) if is_page(&path) => with_other_headings(&bytes),
        _ => bytes,
    });
    let (status, bytes) = match read {
        Ok(bytes) if webkit && is_page(&path) => (status, watched(&bytes)),
        Ok(bytes) => (status, bytes),
        Err(_) => (404, b"not found".to_vec()),
    };
    let reason = if status == 200 { "OK" } else { "Not Found" };
    write!(
        stream,
        "HTTP/1.1 {status} {reason}\r\nContent-Type: {}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        content_type(&path),
        bytes.len()
    )?;
    stream.write_all(&bytes)
}

fn is_page(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "html")
}

fn with_other_headings(page: &[u8]) -> Vec<u8> {
    String::from_utf8_lossy(page).replace("<h2", "<h6").replace("</h2>", "</h6>").into_bytes()
}

/// The page with what WebKit's driver lacks: a script that keeps its errors.
fn watched(page: &[u8]) -> Vec<u8> {
    String::from_utf8_lossy(page).replacen("<meta", &format!("{WATCH}<meta"), 1).into_bytes()
}

fn file_for(served: &Served, url: &str) -> (u16, PathBuf) {
    let not_found = (404, served.folder.join("404.html"));
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let Some(path) = path.strip_prefix(served.base).and_then(|path| path.strip_prefix('/')) else {
        return (404, PathBuf::new());
    };
    if Path::new(path).components().any(|part| !matches!(part, Component::Normal(_))) {
        return not_found;
    }
    let mut file = served.folder.join(path);
    if path.is_empty() || path.ends_with('/') {
        file.push("index.html");
    }
    let blocked = served.flaw == Some(Flaw::NoWasm) && file.extension().is_some_and(|extension| extension == "wasm");
    if file.is_file() && !blocked { (200, file) } else { not_found }
}

fn content_type(path: &Path) -> &'static str {
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("json" | "webmanifest") => "application/json",
        _ => "application/octet-stream",
    }
}
