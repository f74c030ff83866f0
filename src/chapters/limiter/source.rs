//! The code of the chapter's labs.

use simulation::limiter::bucket::LimiterBucket;
use simulation::limiter::lanes::LimiterLanes;
use simulation::limiter::rules::LimiterRules;

use crate::source::listing::{Code, File, Listing, watched};
use crate::source_file;

const BUCKET: File = source_file!("crates/algorithms/src/limit/token_bucket.rs");
const LEAKING: File = source_file!("crates/algorithms/src/limit/leaking_bucket.rs");
const WINDOW: File = source_file!("crates/algorithms/src/limit/fixed_window.rs");
const LOG: File = source_file!("crates/algorithms/src/limit/sliding_log.rs");
const COUNTER: File = source_file!("crates/algorithms/src/limit/sliding_counter.rs");
const GCRA: File = source_file!("crates/algorithms/src/limit/gcra.rs");
const ANSWER: File = source_file!("crates/algorithms/src/limit/answer.rs");
const RULES: File = source_file!("crates/algorithms/src/limit/rules/mod.rs");

const TOKENS: Code = Code { title: "Token bucket", functions: &[(BUCKET, &["ask", "level_at", "until"])] };
const FIXED: Code = Code { title: "Fixed window", functions: &[(WINDOW, &["ask", "is_over", "begin"])] };

/// Each lab's.
pub const LISTINGS: &[Listing] = &[
    Listing {
        lab: "lanes",
        invitation: "Step to the next request in the lab above: in all six limiters the lines that run are marked, with their \
                     values.",
        code: &[
            TOKENS,
            Code {
                title: "Leaking bucket",
                functions: &[(LEAKING, &["LeakingQueue::ask", "LeakingQueue::room", "LeakingMeter::ask"])],
            },
            FIXED,
            Code { title: "Sliding log", functions: &[(LOG, &["ask", "has_left", "until_room"])] },
            Code { title: "Sliding counter", functions: &[(COUNTER, &["ask", "moved_to", "overlap", "room"])] },
            Code { title: "GCRA", functions: &[(GCRA, &["ask"])] },
        ],
        watch: watched::<LimiterLanes>,
    },
    Listing {
        lab: "bucket",
        invitation: "Send a request in the lab above: the lines that run are marked, with their values.",
        code: &[TOKENS, Code { title: "The answer", functions: &[(ANSWER, &["answer", "seconds"])] }],
        watch: watched::<LimiterBucket>,
    },
    Listing {
        lab: "rules",
        invitation: "Send a request in the lab above: the lines that run are marked, with their values.",
        code: &[Code { title: "Find the rule", functions: &[(RULES, &["find", "counter"])] }, FIXED],
        watch: watched::<LimiterRules>,
    },
];

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use simulation::kernel::time::Micros;
    use simulation::kernel::timeline::Timeline;
    use simulation::limiter::bucket;
    use simulation::limiter::lanes::{Scenario, Traffic};
    use simulation::limiter::rules;

    use super::*;
    use crate::chapters::tried::marked;

    #[test]
    fn a_request_marks_the_lines_that_ran_in_all_six_limiters() {
        let mut run: Timeline<LimiterLanes> = Timeline::new(Scenario::of(Traffic::Burst), 1).unwrap();
        while run.state().requests() < 11 {
            run.step();
        }
        let lines = marked(&LISTINGS[0], &run);
        for wanted in [
            "let allowed = price <= self.level; | cost=1 allowed=false",
            "let allowed = self.count + cost <= self.quota.requests(); | count=10 allowed=false",
            "let allowed = self.times.len() + cost as usize <= most; | logged=10 most=10 allowed=false",
            "let room = self.room(); | waiting=9 room=1",
        ] {
            assert!(lines.iter().any(|line| line == wanted), "{wanted}\n{lines:#?}");
        }
        assert!(lines.iter().any(|line| line.starts_with("let allowed = tat - now <= most_ahead;")));
        assert!(lines.iter().any(|line| line.starts_with("let allowed = cost <= room;")));
    }

    #[test]
    fn a_request_to_the_bucket_and_one_to_the_rules_mark_theirs() {
        let mut run: Timeline<LimiterBucket> = Timeline::new(bucket::Scenario::default(), 1).unwrap();
        run.command(Micros::ZERO, bucket::Command::Send(2)).unwrap();
        let lines = marked(&LISTINGS[1], &run);
        assert!(lines.contains(&"let allowed = price <= self.level; | cost=2 allowed=true".to_owned()), "{lines:?}");
        let mut run: Timeline<LimiterRules> = Timeline::new(rules::Scenario { file: None }, 1).unwrap();
        run.command(Micros::ZERO, rules::Command::Send("path=/cart".into())).unwrap();
        let lines = marked(&LISTINGS[2], &run);
        assert!(lines[0].ends_with("key=path value=/cart found=false"), "{lines:?}");
        assert!(lines[1].ends_with("line=13 below=0"), "{lines:?}");
    }
}
