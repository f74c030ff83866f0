//! Ten minutes on rate limiting, for an instructor with a clicker: from the edge of a window to two nodes and one store.

use simulation::kernel::system::Registered;
use simulation::kernel::timeline::Timeline;
use simulation::limiter::bucket::{self, Client, LimiterBucket};
use simulation::limiter::lanes::{self, Choice, Command as OnLanes, LimiterLanes, Traffic};
use simulation::limiter::nodes::{self, LimiterNodes, Way};
use simulation::limiter::rules::{self, LimiterRules};

use crate::present::scene::{Scene, code, code_of_steps};

type Made = Result<String, String>;

/// The scenes, in order.
pub const SCENES: &[Scene] = &[
    Scene::new(
        "lanes",
        "Six ways to say ten in ten seconds",
        "The same requests come to six limiters. Steady traffic below the limit: all of them let all of it pass.",
        "Explain the picture: a lane for each algorithm, discs passed, crosses were turned away, the gauge on the left is the \
         algorithm’s own state. Each click is five steps. Nothing is wrong yet.",
        || code_of_steps::<LimiterLanes>(lanes(Traffic::Steady), 60),
    )
    .in_strides(5),
    Scene::new(
        "lanes",
        "Twenty in half a second",
        "Ten requests just before a window ends, ten just after. How many does a fixed window let pass?",
        "Let the class vote before you click: ten, fifteen or twenty? The fixed window counts anew at the border and lets all \
         twenty pass; the log lets ten.",
        || code_of_steps::<LimiterLanes>(lanes(Traffic::Edge), 22),
    )
    .in_strides(11),
    Scene::new(
        "lanes",
        "And then the drip",
        "After the attack, requests keep dripping in. Which limiters let more than ten into ten seconds?",
        "Put the ruler on the worst window of each lane with the buttons on the right. The sliding counter reaches twenty too: \
         it takes the burst to have come evenly. Only the log keeps the promise; the bucket gives its size and the refill.",
        || after::<LimiterLanes>(lanes(Traffic::Edge), 22, 60),
    )
    .in_strides(10),
    Scene::new(
        "lanes",
        "A burst, evened out",
        "Twenty at once. Five lanes decide at once; one holds requests back.",
        "Look at the short bars below the line in the leaking bucket’s lane: that is when requests leave, one a second. All \
         others let ten through to the server in a fifth of a second.",
        || code_of_steps::<LimiterLanes>(lanes(Traffic::Burst), 60),
    )
    .in_strides(10),
    Scene::new(
        "lanes",
        "Who keeps trying stays out",
        "A log that also writes denied requests down: the same past, decided again.",
        "The run is over; the click changes one rule, and all is decided again. A client that never pauses is let in once, and \
         never after. Some call that a bug, others a punishment: it must be a decision.",
        || code::<LimiterLanes>(lanes(Traffic::Drip), finish(), [OnLanes::Choose(Choice::LogDenied, true)]),
    ),
    Scene::new(
        "lanes",
        "Limited by whom?",
        "One user sends four in ten seconds, the other thirty. They share one limit, then each has their own.",
        "First the polite user, discs, is starved by the greedy one, squares. Then the click gives each a counter. The key that \
         you count by is a decision as large as the algorithm.",
        || code::<LimiterLanes>(lanes(Traffic::TwoUsers), finish(), [OnLanes::SetPerUser(true)]),
    ),
    Scene::new(
        "bucket",
        "The bucket",
        "Five tokens, one more each second. Six requests come at once.",
        "Click through six requests. The sixth is answered 429 with Retry-After. Read the fields aloud: the policy, what remains, \
         when to come back. Then the tokens drip in again.",
        || {
            let six = std::iter::repeat_n(bucket::Command::Send(1), 6);
            at_once::<LimiterBucket>(bucket::Scenario::default(), six, 5)
        },
    ),
    Scene::new(
        "bucket",
        "A client that does not listen",
        "It sends every 0.4 seconds, whatever it is told. One token comes a second.",
        "Count the crosses: more than half of what it sends is turned away, and each of those cost the server an answer. Ask what a \
         good client does: wait for Retry-After, or back off with jitter.",
        || code_of_steps::<LimiterBucket>(bucket::Scenario { client: Client::Hammer, ..Default::default() }, 60),
    )
    .in_strides(10),
    Scene::new(
        "nodes",
        "Two limiters, one store",
        "Each node reads the count, checks it, and writes it back one higher. Watch two that read the same number.",
        "Go slowly: GET leaves A, GET leaves B, both are told the same count, both let theirs pass, both write the same number. \
         One increment is lost.",
        || code_of_steps::<LimiterNodes>(nodes(Way::GetSet), 24),
    ),
    Scene::new(
        "nodes",
        "What the race costs",
        "The same to the end of the run. The limit is ten in a window.",
        "Each click is 100 steps. Read the table: too many in every window. The chart, in the page and where the projector has \
         room for it, shows how it grows with the way to the store.",
        || code_of_steps::<LimiterNodes>(nodes(Way::GetSet), 1_000),
    )
    .in_strides(100),
    Scene::new(
        "nodes",
        "One atomic step",
        "The store itself adds one and says what came of it. No two nodes get the same number.",
        "Same requests, same latency: not one too many. In Redis that is INCR, or a script when the check needs more than one \
         command.",
        || code_of_steps::<LimiterNodes>(nodes(Way::Atomic), 1_000),
    )
    .in_strides(100),
    Scene::new(
        "rules",
        "Which rule is it?",
        "Three log-ins from one address, one from another. The file says which limit counts.",
        "The descriptor goes down the tree, one entry a level. The third is turned away; the other address has a counter of its \
         own. The counters are listed below.",
        || {
            let samples = ["10.0.0.7", "10.0.0.7", "10.0.0.7", "10.0.0.8"];
            let send = samples.map(|from| rules::Command::Send(format!("path=/login, remote_address={from}")));
            code::<LimiterRules>(rules::Scenario { file: None }, [], send)
        },
    ),
];

fn lanes(traffic: Traffic) -> lanes::Scenario {
    lanes::Scenario::of(traffic)
}

fn nodes(way: Way) -> nodes::Scenario {
    nodes::Scenario { way, ..nodes::Scenario::default() }
}

/// A command that changes nothing, after which the traffic goes on to its end: what is done next is done to a finished run.
fn finish() -> [OnLanes; 1] {
    [OnLanes::SetPerUser(false)]
}

/// A scene that begins after so many steps and shows so many more.
fn after<S: Registered>(scenario: S::Scenario, before: u64, shown: u64) -> Made {
    let mut run: Timeline<S> = Timeline::new(scenario, 1).map_err(|refusal: S::Refusal| refusal.to_string())?;
    run.seek(before + shown);
    run.seek(before);
    Ok(run.moment().encode())
}

/// A scene of commands that all come at one time, and then of so many steps of the system's own.
fn at_once<S: Registered>(scenario: S::Scenario, commands: impl IntoIterator<Item = S::Command>, steps: u64) -> Made {
    let mut run: Timeline<S> = Timeline::new(scenario, 1).map_err(|refusal: S::Refusal| refusal.to_string())?;
    for command in commands {
        run.command(run.now(), command).map_err(|refusal| refusal.to_string())?;
    }
    run.seek(run.position() + steps);
    run.seek(0);
    Ok(run.moment().encode())
}

#[cfg(all(test, not(target_arch = "wasm32")))]
#[path = "scenes_tests.rs"]
mod tests;
