//! What the steps of a long command took, and what became of them.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::command::{Failure, Outcome};

/// Steps, from two lanes at a time.
pub struct Report {
    started: Instant,
    steps: Mutex<Vec<Step>>,
    tests: Mutex<Vec<(Duration, String)>>,
    notes: Mutex<Vec<String>>,
}

struct Step {
    name: &'static str,
    took: Duration,
    /// Why it failed, and how it is run alone.
    failed: Option<String>,
}

impl Report {
    /// Counts from now.
    pub fn new() -> Self {
        Self { started: Instant::now(), steps: Mutex::default(), tests: Mutex::default(), notes: Mutex::default() }
    }

    /// Takes a step, says so, and remembers what became of it. What it makes, or `None` if it failed.
    pub fn step<T>(&self, name: &'static str, again: &str, take: impl FnOnce() -> Result<T, Failure>) -> Option<T> {
        println!("=== {name}: begins");
        let started = Instant::now();
        let outcome = take();
        let took = started.elapsed();
        let seconds = took.as_secs_f32();
        let (made, failed) = match outcome {
            Ok(made) => {
                println!("=== {name}: passed in {seconds:.1} s");
                (Some(made), None)
            }
            Err(failure) => {
                println!("=== {name}: FAILED after {seconds:.1} s: {failure}");
                (None, Some(format!("{name}; to run only this again: {again}")))
            }
        };
        locked(&self.steps).push(Step { name, took, failed });
        made
    }

    /// A test, and how long it took.
    pub fn test(&self, took: Duration, name: String) {
        locked(&self.tests).push((took, name));
    }

    /// A line for the end.
    pub fn note(&self, line: String) {
        locked(&self.notes).push(line);
    }

    /// Prints it all: what each step took, the slowest tests, the time against the budget, what failed; fails if anything did.
    ///
    /// The last line is what machines read.
    pub fn close(&self, budget: Option<Duration>) -> Outcome {
        const SLOWEST: usize = 10;
        let steps = locked(&self.steps);
        println!("\n   seconds  step (two at a time)");
        for Step { name, took, .. } in steps.iter() {
            println!("{:>10.1}  {name}", took.as_secs_f32());
        }
        let all = self.started.elapsed();
        match budget {
            Some(budget) => {
                let share = 100.0 * all.as_secs_f32() / budget.as_secs_f32();
                println!("{:>10.1}  together: {share:.0} % of {} s", all.as_secs_f32(), budget.as_secs());
            }
            None => println!("{:>10.1}  together", all.as_secs_f32()),
        }
        let mut tests = locked(&self.tests);
        tests.sort_by(|one, other| other.cmp(one));
        if !tests.is_empty() {
            println!("\n   seconds  the slowest of {} tests", tests.len());
        }
        for (took, name) in tests.iter().take(SLOWEST) {
            println!("{:>10.1}  {name}", took.as_secs_f32());
        }
        println!();
        for line in locked(&self.notes).iter() {
            println!("{line}");
        }
        let failed: Vec<&String> = steps.iter().filter_map(|step| step.failed.as_ref()).collect();
        for line in &failed {
            println!("FAILED {line}");
        }
        println!("{} passed, {} failed", steps.len() - failed.len(), failed.len());
        if failed.is_empty() { Ok(()) } else { Err("not everything passed; see the lines above".into()) }
    }
}

/// A step that failed can't have left anything half done in here.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The times of tests that run one after another: what passes between one line that names a test and the next.
pub struct Clock<'report> {
    report: &'report Report,
    of: String,
    last: Instant,
}

impl<'report> Clock<'report> {
    /// For the tests of this program.
    pub fn new(report: &'report Report, of: &str) -> Self {
        Self { report, of: of.to_owned(), last: Instant::now() }
    }

    /// Looks at a line as it comes.
    pub fn line(&mut self, line: &str) {
        let now = Instant::now();
        match test_name(line) {
            Some(name) => self.report.test(now - self.last, format!("{}: {name}", self.of)),
            None if line.starts_with("running ") => {}
            None => return,
        }
        self.last = now;
    }
}

/// The test that a line says has passed or failed.
fn test_name(line: &str) -> Option<&str> {
    let (name, end) = line.strip_prefix("test ")?.rsplit_once(" ... ")?;
    let ended = ["ok", "FAILED", "FAIL"].iter().any(|word| end.starts_with(word));
    ended.then(|| name.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_test_is_read_from_the_line_that_ends_it() {
        assert_eq!(test_name("test ring::a_drag ... ok"), Some("ring::a_drag"));
        assert_eq!(test_name("test web::a_drag ... FAIL"), Some("web::a_drag"));
        assert_eq!(test_name("test a_panic - should panic ... ok"), Some("a_panic - should panic"));
        assert_eq!(test_name("test result: ok. 1 passed"), None);
        assert_eq!(test_name("running 3 tests"), None);
    }

    #[test]
    fn a_step_that_fails_fails_the_whole_and_the_rest_goes_on() {
        let report = Report::new();
        assert_eq!(report.step("good", "good", || Ok(7)), Some(7));
        report.close(None).unwrap();
        assert_eq!(report.step::<()>("bad", "bad", || Err("it is bad".into())), None);
        assert_eq!(report.step("after", "after", || Ok(())), Some(()));
        assert!(report.close(Some(Duration::from_secs(60))).is_err());
        assert_eq!(locked(&report.steps).len(), 3);
    }
}
