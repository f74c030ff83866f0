//! Journeys as tests: which there are, in which browsers each is taken, and how they went.
//!
//! They have a harness of their own, because a browser is started once and lent to one journey after another, which ends it at
//! the end of the program; Rust's own harness has no end.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError, RwLock};
use std::time::{Duration, Instant};

use libtest_mimic::{Arguments, Failed, Trial};

use crate::{Browser, Kind};

/// For what our own code decides, and any browser would show.
pub const CHROMIUM: &[Kind] = &[Kind::Chromium];

/// For what engines do differently, and WebKit's driver cannot do: say at the place what that is.
pub const WITHOUT_WEBKIT: &[Kind] = &[Kind::Chromium, Kind::Firefox];

/// For what engines do differently: hydration, drags, focus, storage, files, printing, time.
pub const EVERYWHERE: &[Kind] = &[Kind::Chromium, Kind::Firefox, Kind::WebKit];

/// More than so many failures are no chance.
const MOST_AGAIN: usize = 4;

/// A journey of a person through the site.
pub struct Journey {
    name: String,
    browsers: &'static [Kind],
    take: Box<dyn Fn(&Browser) + Send + Sync>,
}

impl Journey {
    /// A journey of the module at this path, as [`module_path!`] gives it.
    #[must_use]
    pub fn new(
        module: &str,
        name: &str,
        browsers: &'static [Kind],
        take: impl Fn(&Browser) + Send + Sync + 'static,
    ) -> Self {
        let module = module.split_once("::").map_or("", |(_, inner)| inner);
        Self { name: format!("{module}::{name}"), browsers, take: Box::new(take) }
    }
}

/// Makes `journeys()` for a module: in which browsers, and which functions.
#[macro_export]
macro_rules! journeys {
    ($($browsers:ident: $($journey:ident),+ $(,)?;)+) => {
        pub fn journeys() -> Vec<$crate::Journey> {
            vec![$($($crate::Journey::new(module_path!(), stringify!($journey), $crate::$browsers, $journey)),+),+]
        }
    };
}

/// How the journeys went.
#[derive(Default)]
struct Report {
    /// How long each took that passed or failed in the end.
    times: Mutex<Vec<(Duration, String)>>,
    /// Those that failed at first and then passed alone.
    again: Mutex<Vec<String>>,
    failures: AtomicUsize,
    /// Held for reading by those that run, and for writing by one that has to be alone.
    running: RwLock<()>,
}

/// Takes the journeys that the command line asks for, as `cargo test` does: `chromium::ring` for those of a module in Chromium.
///
/// `JOURNEYS_REPORT` may name a file for what became of them, a line each: `time SECONDS NAME`, `again NAME` for one that failed
/// at first and passed alone, `restart WHY` for a browser that had to be started again.
#[must_use]
pub fn run(journeys: Vec<Journey>) -> ExitCode {
    static REPORT: Report = Report {
        times: Mutex::new(Vec::new()),
        again: Mutex::new(Vec::new()),
        failures: AtomicUsize::new(0),
        running: RwLock::new(()),
    };
    // Where a journey stopped is worth a line; the way there is always the same.
    std::panic::set_hook(Box::new(|panic| eprintln!("\n{panic}")));
    let journeys: &'static [Journey] = journeys.leak();
    let mut trials = Vec::new();
    for kind in [Kind::Chromium, Kind::Firefox, Kind::WebKit] {
        for journey in journeys.iter().filter(|journey| journey.browsers.contains(&kind)) {
            let name = format!("{}::{}", kind.name(), journey.name);
            trials.push(Trial::test(name.clone(), move || REPORT.take(&name, journey, kind)));
        }
    }
    let conclusion = libtest_mimic::run(&Arguments::from_args(), trials);
    Browser::end_all();
    let restarts = Browser::take_restarts();
    REPORT.write(&restarts);
    if conclusion.has_failed() { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

impl Report {
    /// Takes a journey. Two browsers at a time on a small machine can make one of them wait for too long: a journey that fails is
    /// taken once more, alone, and said to have needed that.
    fn take(&self, name: &str, journey: &Journey, kind: Kind) -> Result<(), Failed> {
        let started = Instant::now();
        let mut outcome = {
            let _together = self.running.read().unwrap_or_else(PoisonError::into_inner);
            attempt(journey, kind)
        };
        if let Err(why) = &outcome
            && self.failures.fetch_add(1, Ordering::Relaxed) < MOST_AGAIN
        {
            eprintln!("FAILED AT FIRST {name}: {why}");
            let _alone = self.running.write().unwrap_or_else(PoisonError::into_inner);
            outcome = attempt(journey, kind);
            if outcome.is_ok() {
                push(&self.again, name.to_owned());
            }
        }
        push(&self.times, (started.elapsed(), name.to_owned()));
        outcome.map_err(Failed::from)
    }

    /// Prints what is worth knowing of all journeys together, and writes the report.
    fn write(&self, restarts: &[String]) {
        let mut lines = String::new();
        let mut times = self.times.lock().unwrap_or_else(PoisonError::into_inner).clone();
        times.sort_by(|one, other| other.cmp(one));
        for (time, name) in &times {
            lines += &format!("time {:.2} {name}\n", time.as_secs_f32());
        }
        for name in self.again.lock().unwrap_or_else(PoisonError::into_inner).iter() {
            println!("FLAKY {name}: failed at first, and passed alone");
            lines += &format!("again {name}\n");
        }
        for why in restarts {
            println!("STARTED AGAIN {why}");
            lines += &format!("restart {why}\n");
        }
        if let Some(path) = std::env::var_os("JOURNEYS_REPORT")
            && let Err(error) = std::fs::write(&path, lines)
        {
            eprintln!("writing {}: {error}", path.display());
        }
    }
}

/// Takes a journey once; what it panicked with, if it did.
fn attempt(journey: &Journey, kind: Kind) -> Result<(), String> {
    let taken = catch_unwind(AssertUnwindSafe(|| (journey.take)(&Browser::lend(kind))));
    taken.map_err(|panic| {
        let text = panic.downcast_ref::<String>().map(String::as_str).or(panic.downcast_ref::<&str>().copied());
        text.unwrap_or("it panicked without a word").to_owned()
    })
}

fn push<T>(list: &Mutex<Vec<T>>, item: T) {
    list.lock().unwrap_or_else(PoisonError::into_inner).push(item);
}
