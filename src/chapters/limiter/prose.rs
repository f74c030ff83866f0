//! The chapter's running text, in the parts that stand between its labs. What never changes is in `prose/`, as HTML; here are
//! the paragraphs with live numbers: the first lab as it stands.

use simulation::kernel::text::short_seconds;
use simulation::limiter::lanes::{Command, LimiterLanes, METHODS, Method};
use yew::prelude::*;

use crate::controls::Grip;
use crate::controls::scrub::Scrub;
use crate::fixed;
use crate::player::Session;

/// Limits and windows, in seconds, that the text offers; the lab takes them all.
const LIMITS: &[u32] = &[1, 2, 5, 10, 20, 50, 100];
const WINDOWS: &[u32] = &[1, 2, 5, 10, 20, 30];

/// What the text says of the first lab as it stands, and how it asks for other parameters.
#[derive(Clone, PartialEq)]
pub struct Numbers {
    /// How many may pass in a window.
    pub limit: u32,
    /// How long a window is, in seconds.
    pub window_seconds: u32,
    /// How many requests have come.
    pub requests: u32,
    /// Lane by lane: how many passed, the most in any window, the most numbers kept.
    pub lanes: [(u32, usize, usize); METHODS],
    /// Where the fixed window's worst window begins, in microseconds.
    pub worst_from: Option<u64>,
    /// Asked for another limit.
    pub to_limit: Grip<u32>,
    /// Asked for another window.
    pub to_window: Grip<u32>,
}

/// The first lab's numbers.
pub fn numbers(session: &Session<LimiterLanes>) -> Numbers {
    session.with(|timeline| {
        let lab = timeline.state();
        let window = lab.scenario().window();
        let lane = |method| {
            let lane = lab.lane(method);
            (lane.passed(), lane.busiest(window).map_or(0, |found| found.count), lane.most_kept())
        };
        Numbers {
            limit: lab.scenario().limit,
            window_seconds: lab.scenario().window_seconds,
            requests: lab.requests(),
            lanes: Method::ALL.map(lane),
            worst_from: lab.lane(Method::FixedWindow).busiest(window).map(|found| found.from),
            to_limit: Grip::of(session, Command::SetLimit),
            to_window: Grip::of(session, Command::SetWindow),
        }
    })
}

/// Below the first lab: why, and what the six do.
pub fn opening() -> Html {
    html! { <>{ fixed!("prose/opening.html") }{ fixed!("prose/algorithms.html") }</> }
}

/// Below that: what the first lab shows now.
pub fn after_lanes(n: &Numbers) -> Html {
    html! {
        <>
            <h2>{ "What any window really holds" }</h2>
            <p>
                { "In the lab above the limit is " }
                <Scrub value={n.limit} stops={LIMITS} label="Limit" grip={n.to_limit.clone()} />
                { " in " }
                <Scrub value={n.window_seconds} stops={WINDOWS} label="Seconds in a window" grip={n.to_window.clone()} />
                { " seconds. " }
                { so_far(n) }
            </p>
            { fixed!("prose/truth.html") }
            <p>{ memory(n) }</p>
            { fixed!("prose/choices.html") }
        </>
    }
}

/// What came, and what the worst window of each lane held.
fn so_far(n: &Numbers) -> String {
    let Some(from) = n.worst_from else {
        return "No request has come yet: press play, and the numbers appear here.".to_owned();
    };
    let most = |method: Method| n.lanes[method as usize].1;
    format!(
        "{} requests have come. The worst window, whatever the clock says, held {} at the fixed window (it begins at {}), {} at the \
         sliding counter, {} at the token bucket and at GCRA, {} at the leaking bucket, and {} at the log.",
        n.requests,
        most(Method::FixedWindow),
        short_seconds(from),
        most(Method::SlidingCounter),
        most(Method::TokenBucket),
        most(Method::LeakingBucket),
        most(Method::SlidingLog),
    )
}

fn memory(n: &Numbers) -> String {
    let kept = |method: Method| n.lanes[method as usize].2;
    if n.requests == 0 {
        return "The price of the truth is memory; the lab counts it as it runs.".to_owned();
    }
    format!(
        "The price of the truth is memory. In this run the log kept up to {} times and the queue up to {} numbers; the token bucket \
         kept {}, the fixed window {}, the sliding counter {}, and GCRA {}.",
        kept(Method::SlidingLog),
        kept(Method::LeakingBucket),
        kept(Method::TokenBucket),
        kept(Method::FixedWindow),
        kept(Method::SlidingCounter),
        kept(Method::Gcra),
    )
}

/// Below the bucket: what a client is told and what a good one does.
pub fn clients() -> Html {
    fixed!("prose/clients.html")
}

/// Below the two nodes: where a limiter stands and what it is made of.
pub fn architecture() -> Html {
    fixed!("prose/architecture.html")
}

/// Below the rules.
pub fn rules() -> Html {
    fixed!("prose/rules.html")
}

#[cfg(test)]
mod tests {
    use super::*;
    use simulation::kernel::system::System as _;
    use simulation::kernel::time::Micros;
    use simulation::kernel::timeline::Timeline;
    use simulation::limiter::lanes::Scenario;

    fn numbers_of(lab: &LimiterLanes) -> Numbers {
        let window = lab.scenario().window();
        let lane = |method| {
            let lane = lab.lane(method);
            (lane.passed(), lane.busiest(window).map_or(0, |found| found.count), lane.most_kept())
        };
        Numbers {
            limit: lab.scenario().limit,
            window_seconds: lab.scenario().window_seconds,
            requests: lab.requests(),
            lanes: Method::ALL.map(lane),
            worst_from: lab.lane(Method::FixedWindow).busiest(window).map(|found| found.from),
            to_limit: Grip::plain(Callback::noop()),
            to_window: Grip::plain(Callback::noop()),
        }
    }

    #[test]
    fn the_text_says_what_the_run_did() {
        let mut run: Timeline<LimiterLanes> = Timeline::new(Scenario::default(), 1).unwrap();
        assert!(so_far(&numbers_of(run.state())).starts_with("No request"));
        run.seek(u64::MAX);
        let numbers = numbers_of(run.state());
        let says = so_far(&numbers);
        assert!(
            says.contains("held 20 at the fixed window (it begins at 9.6\u{202f}s), 20 at the sliding counter"),
            "{says}"
        );
        assert!(
            says.contains("19 at the token bucket and at GCRA, 10 at the leaking bucket, and 10 at the log"),
            "{says}"
        );
        let says = memory(&numbers);
        assert!(says.contains("the log kept up to 10 times and the queue up to 11 numbers"), "{says}");
        assert!(
            says.ends_with("the token bucket kept 2, the fixed window 2, the sliding counter 3, and GCRA 1."),
            "{says}"
        );
    }

    #[test]
    fn the_offered_values_are_those_that_the_lab_takes() {
        let mut lab = LimiterLanes::start(&Scenario::default(), 1).unwrap();
        let all = LIMITS.iter().map(|limit| Command::SetLimit(*limit));
        for command in all.chain(WINDOWS.iter().map(|seconds| Command::SetWindow(*seconds))) {
            lab.command(Micros::ZERO, &command, &mut Vec::new(), &mut ()).unwrap();
        }
        assert!(LIMITS.is_sorted() && WINDOWS.is_sorted());
    }
}
