//! The built site, served as a static host would.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Component, Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;

use crate::webkit_tab::WATCH;

/// A web server on a port of its own, until it is dropped.
pub struct Site {
    address: String,
    served: Arc<Served>,
    listens_at: SocketAddr,
    closed: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

struct Served {
    folder: Mutex<PathBuf>,
    base: &'static str,
    flaw: Mutex<Option<Flaw>>,
    /// The addresses that were asked for, in their order.
    asked: Mutex<Vec<String>>,
    /// How addresses end of which nothing comes for now.
    withheld: Mutex<Option<String>>,
    /// Something else is withheld, or nothing.
    handed_out: Condvar,
}

/// What may be wrong with a host.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Flaw {
    NoWasm,
    /// The files that pages begin with are missing; what they are made of is not.
    NoFirst,
    OtherHeadings,
    /// It hangs up on everyone.
    Offline,
    /// Its list of files is of the next edition, the files are not.
    BetweenEditions,
    /// It is not ours.
    Strange,
}

/// The next edition of the site, which differs in its sheet and in every page; `cargo xtask test` makes it.
const NEXT_EDITION: &str = "target/e2e/next";

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

    /// `dist/`, on a host that lacks the files that pages begin with; their pieces are there.
    #[must_use]
    pub fn without_first_files() -> Self {
        Self::serve("dist", "", Some(Flaw::NoFirst))
    }

    /// `dist/`, on a host that changes the pages' headings: hydrating such a page is a real panic.
    #[must_use]
    pub fn that_panics() -> Self {
        Self::serve("dist", "", Some(Flaw::OtherHeadings))
    }

    /// A stranger's site, on an origin of its own: one page, and what npm brought, at `/node_modules/`.
    #[must_use]
    pub fn of_a_stranger(name: &str, page: &str) -> Self {
        let folder = format!("target/e2e/{name}");
        let path = repository().join(&folder);
        std::fs::create_dir_all(&path)
            .and_then(|()| std::fs::write(path.join("index.html"), page))
            .unwrap_or_else(|error| panic!("cannot write {}: {error}", path.display()));
        Self::serve(&folder, "", Some(Flaw::Strange))
    }

    /// Where it is, without a slash at the end.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }

    /// From now on nobody gets an answer, as without a network.
    pub fn go_offline(&self) {
        *locked(&self.served.flaw) = Some(Flaw::Offline);
    }

    /// Everybody gets answers again.
    pub fn go_online(&self) {
        *locked(&self.served.flaw) = None;
    }

    /// From now on nothing comes of addresses that end so: who asks for them waits.
    pub fn withhold(&self, end: &str) {
        *locked(&self.served.withheld) = Some(end.to_owned());
    }

    /// What was withheld comes.
    pub fn hand_out(&self) {
        *locked(&self.served.withheld) = None;
        self.served.handed_out.notify_all();
    }

    /// The addresses that were asked for since this was last asked, in their order.
    #[must_use]
    pub fn take_requests(&self) -> Vec<String> {
        std::mem::take(&mut locked(&self.served.asked))
    }

    /// Whether the next edition has another content at this address than the first has.
    #[must_use]
    pub fn differs_in_next_edition(&self, path: &str) -> bool {
        let [old, new] = ["dist", NEXT_EDITION].map(|folder| {
            let (_, file) = file_for(&site_in(folder), self.served.base, None, path);
            std::fs::read(file).ok()
        });
        old != new
    }

    /// Brings the next edition, half of it at first: a host that has the new list of files, and still the old files.
    pub fn begin_next_edition(&self) {
        *locked(&self.served.flaw) = Some(Flaw::BetweenEditions);
    }

    /// The next edition is all there.
    pub fn finish_next_edition(&self) {
        *locked(&self.served.folder) = site_in(NEXT_EDITION);
        *locked(&self.served.flaw) = None;
    }

    fn serve(folder: &str, base: &'static str, flaw: Option<Flaw>) -> Self {
        let served = Arc::new(Served {
            folder: Mutex::new(site_in(folder)),
            base,
            flaw: Mutex::new(flaw),
            asked: Mutex::default(),
            withheld: Mutex::default(),
            handed_out: Condvar::new(),
        });
        let listener =
            TcpListener::bind("127.0.0.1:0").unwrap_or_else(|error| panic!("cannot serve the site: {error}"));
        let listens_at = listener.local_addr().unwrap_or_else(|error| panic!("cannot serve the site: {error}"));
        let address = format!("http://{listens_at}{base}");
        let closed = Arc::new(AtomicBool::new(false));
        let closing = Arc::clone(&closed);
        let serving = Arc::clone(&served);
        let thread = std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if closing.load(Ordering::Relaxed) {
                    return;
                }
                // A thread for each connection, as browsers open some that they leave idle.
                let served = Arc::clone(&serving);
                std::thread::spawn(move || {
                    // A browser that hangs up early is no fault of the site.
                    let _ = answer(&served, stream);
                });
            }
        });
        Self { address, served, listens_at, closed, thread: Some(thread) }
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.hand_out();
        self.closed.store(true, Ordering::Relaxed);
        // Wakes the thread, so that it sees that.
        let _ = TcpStream::connect(self.listens_at);
        if let Some(thread) = self.thread.take() {
            // A panic in it would have shown as a page that does not load.
            let _ = thread.join();
        }
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A site that was built.
fn site_in(folder: &str) -> PathBuf {
    let folder = repository().join(folder);
    assert!(
        folder.join("index.html").exists(),
        "there is no site in {}; build it first: cargo xtask test --only e2e",
        folder.display()
    );
    folder
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
    let mut head = String::new();
    while let Some(line) = lines.next().transpose()?.filter(|line| !line.is_empty()) {
        head.push_str(&line);
        head.push('\n');
    }
    let Some(url) = first.split(' ').nth(1) else {
        return Ok(());
    };
    locked(&served.asked).push(url.to_owned());
    let is_withheld = |withheld: &mut Option<String>| withheld.as_ref().is_some_and(|end| url.ends_with(end));
    drop(served.handed_out.wait_while(locked(&served.withheld), is_withheld));
    let flaw = *locked(&served.flaw);
    if flaw == Some(Flaw::Offline) {
        return Ok(());
    }
    let (status, path) = file_for(&locked(&served.folder), served.base, flaw, url);
    let read = std::fs::read(&path).map(|bytes| match flaw {
        Some(Flaw::OtherHeadings) if is_page(&path) => with_other_headings(&bytes),
        _ => bytes,
    });
    let (status, bytes) = match read {
        Ok(bytes) if is_page(&path) && opens_in_webkit(&head) => (status, watched(&bytes)),
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

/// Whether WebKit wants to show the page, and not only to read or to keep it: a page that is kept has to be as it was built.
fn opens_in_webkit(head: &str) -> bool {
    let head = head.to_ascii_lowercase();
    head.contains("applewebkit") && !head.contains("chrome") && head.contains("\nsec-fetch-dest: document")
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

fn file_for(folder: &Path, base: &str, flaw: Option<Flaw>, url: &str) -> (u16, PathBuf) {
    let not_found = (404, folder.join("404.html"));
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let Some(path) = path.strip_prefix(base).and_then(|path| path.strip_prefix('/')) else {
        return (404, PathBuf::new());
    };
    if Path::new(path).components().any(|part| !matches!(part, Component::Normal(_))) {
        return not_found;
    }
    let brought = flaw == Some(Flaw::Strange) && path.starts_with("node_modules/");
    let mut file = if brought { repository().join(path) } else { folder.join(path) };
    if path.is_empty() || path.ends_with('/') {
        file.push("index.html");
    }
    if flaw == Some(Flaw::BetweenEditions) && path == "service-worker.js" {
        file = site_in(NEXT_EDITION).join(path);
    }
    let blocked = match flaw {
        Some(Flaw::NoWasm) => file.extension().is_some_and(|extension| extension == "wasm"),
        Some(Flaw::NoFirst) => path.starts_with("first/"),
        _ => false,
    };
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
