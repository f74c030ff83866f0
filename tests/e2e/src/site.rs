//! The built site, served as a static host would.

use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::thread::JoinHandle;

use tiny_http::{Header, Request, Response, Server};

/// A web server on a port of its own, until it is dropped.
pub struct Site {
    address: String,
    server: Arc<Server>,
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
        let server = match Server::http("127.0.0.1:0") {
            Ok(server) => Arc::new(server),
            Err(error) => panic!("cannot serve the site: {error}"),
        };
        let address = format!("http://{}{}", server.server_addr(), served.base);
        let listening = Arc::clone(&server);
        let thread = std::thread::spawn(move || {
            for request in listening.incoming_requests() {
                answer(&served, request);
            }
        });
        Self { address, server, thread: Some(thread) }
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.server.unblock();
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

/// A browser that hangs up early is no fault of the site.
fn answer(served: &Served, request: Request) {
    let (status, path) = file_for(served, request.url());
    let _ = match std::fs::read(&path) {
        Ok(bytes) => {
            let bytes =
                if served.flaw == Some(Flaw::OtherHeadings) { with_other_headings(&path, bytes) } else { bytes };
            request.respond(Response::from_data(bytes).with_status_code(status).with_header(content_type(&path)))
        }
        Err(_) => request.respond(Response::from_string("not found").with_status_code(404)),
    };
}

fn with_other_headings(path: &Path, bytes: Vec<u8>) -> Vec<u8> {
    if path.extension().is_none_or(|extension| extension != "html") {
        return bytes;
    }
    String::from_utf8_lossy(&bytes).replace("<h1", "<h6").replace("</h1>", "</h6>").into_bytes()
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

fn content_type(path: &Path) -> Header {
    let value = match path.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("json" | "webmanifest") => "application/json",
        _ => "application/octet-stream",
    };
    match Header::from_bytes("Content-Type", value) {
        Ok(header) => header,
        Err(()) => unreachable!("the values above are valid headers"),
    }
}
