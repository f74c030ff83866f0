//! The exercises on rate limiting, against naive readers who go by the definitions and the whole past.

#![cfg(not(target_arch = "wasm32"))]
#![expect(clippy::unwrap_used, reason = "a test stops where it fails")]

use std::collections::BTreeSet;

use proptest::prelude::*;
use simulation::kernel::exercise::{Exercise, Verdict};
use simulation::limiter::exercises::{Act, Answer, END, GRID, Kind, LimiterExercise, METHODS, WINDOW};
use simulation::limiter::lanes::Method;

use super::model_answer;

const KINDS: &[Kind] = LimiterExercise::KINDS;

/// Whether a request passes after those that came and those that passed, by the definition.
fn passes(method: Method, limit: u32, passed: &[u32], at: u32) -> bool {
    let count = |from: u32, to: u32| passed.iter().filter(|time| (from..to).contains(time)).count() as u32;
    let start = at - at % WINDOW;
    match method {
        Method::FixedWindow => count(start, at + 1) < limit,
        Method::SlidingLog => count((at + 1).saturating_sub(WINDOW), at + 1) < limit,
        Method::SlidingCounter => {
            let previous = count(start.saturating_sub(WINDOW), start);
            previous * (WINDOW - at % WINDOW) / WINDOW + count(start, at + 1) < limit
        }
        // No span that ends now may have used more than a full bucket and what came since.
        _ => passed
            .iter()
            .chain([&at])
            .all(|from| (count(*from, at + 1) + 1) * WINDOW <= limit * WINDOW + (at - from) * limit),
    }
}

fn verdicts(method: Method, limit: u32, times: &[u32]) -> Vec<bool> {
    let mut passed = Vec::new();
    let decide = |at: &u32| {
        let passes = passes(method, limit, &passed, *at);
        if passes {
            passed.push(*at);
        }
        passes
    };
    times.iter().map(decide).collect()
}

fn is_right(task: &LimiterExercise, answer: &Answer) -> bool {
    let ground = task.ground();
    let truth = verdicts(ground.method, ground.limit, &ground.times);
    match task.kind() {
        Kind::Rejected => (0..truth.len()).all(|index| answer.requests.contains(&index) != truth[index]),
        Kind::Wait => {
            let last = *ground.times.last().unwrap();
            let first = (last..END).find(|at| passes(ground.method, ground.limit, &ground.passed(), *at));
            answer.put == first
        }
        Kind::Worst => {
            let within = |from: u32| ground.passed().iter().filter(|at| (from..from + WINDOW).contains(at)).count();
            (0..END).map(within).max().unwrap() == within(answer.put.unwrap())
        }
        Kind::Which => verdicts(METHODS[answer.method.unwrap()], ground.limit, &ground.times) == ground.passes,
    }
}

fn acted(task: &LimiterExercise, numbers: &[u32]) -> Answer {
    let mut answer = Answer::default();
    for number in numbers {
        let act = match task.kind() {
            Kind::Rejected => Act::Request(*number as usize % task.ground().times.len()),
            Kind::Wait | Kind::Worst => Act::Put(number % (END + 20)),
            Kind::Which => Act::Choose(*number as usize % 5),
        };
        task.act(&mut answer, &act);
    }
    answer
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_model_answer_is_right_and_its_last_step_holds_it(kind in prop::sample::select(KINDS), seed: u64) {
        let task = LimiterExercise::fresh(kind, seed);
        prop_assert_eq!(task.kind(), kind);
        let answer = model_answer::check(&task, |marks| &marks.answer);
        prop_assert!(is_right(&task, &answer));
    }

    #[test]
    fn an_answer_is_graded_as_the_naive_reader_does_and_what_is_wrong_has_a_cause(
        kind in prop::sample::select(KINDS), seed: u64, numbers in prop::collection::vec(any::<u32>(), 1..7),
    ) {
        let task = LimiterExercise::fresh(kind, seed);
        let answer = acted(&task, &numbers);
        prop_assume!(task.is_complete(&answer));
        match task.grade(&answer) {
            Verdict::Right(says) => prop_assert!(is_right(&task, &answer) && says.ends_with('.'), "{}", says),
            Verdict::Wrong { part, of, cause } => {
                prop_assert!(!is_right(&task, &answer), "{:?}", cause);
                prop_assert!((1..=of).contains(&part));
                let says = cause.to_string();
                prop_assert!(says.ends_with('.') && !says.contains("  ") && !says.contains(".."), "{}", says);
            }
        }
    }

    #[test]
    fn no_picture_can_be_read_in_two_ways(kind in prop::sample::select(KINDS), seed: u64) {
        let task = LimiterExercise::fresh(kind, seed);
        let ground = task.ground();
        prop_assert_eq!(&verdicts(ground.method, ground.limit, &ground.times), &ground.passes);
        for time in &ground.times {
            prop_assert!(time % GRID == 0 && time % WINDOW != 0 && *time < END, "on the grid, on no border");
            prop_assert!(!ground.times.contains(&(time + WINDOW)), "no two exactly a window apart");
        }
        prop_assert!(ground.times.windows(2).all(|pair| pair[0] < pair[1]));
        if kind == Kind::Which {
            let alike = METHODS.iter().filter(|method| verdicts(**method, ground.limit, &ground.times) == ground.passes);
            prop_assert_eq!(alike.count(), 1);
        }
    }
}

#[test]
fn the_same_seed_makes_the_same_task_and_others_make_others() {
    for kind in KINDS {
        let tasks: Vec<LimiterExercise> = (0..60).map(|seed| LimiterExercise::fresh(*kind, seed)).collect();
        assert_eq!(tasks[7], LimiterExercise::fresh(*kind, 7));
        let different: BTreeSet<String> = tasks.iter().map(|task| format!("{task:?}")).collect();
        assert_eq!(different.len(), 60);
        let methods: BTreeSet<&str> = tasks.iter().map(|task| task.ground().method.name()).collect();
        assert!(methods.len() >= 2, "{kind:?}: {methods:?}");
    }
}

#[test]
fn who_answers_for_another_algorithm_is_told_which() {
    let told = (0..200).any(|seed| {
        let task = LimiterExercise::fresh(Kind::Rejected, seed);
        let ground = task.ground();
        METHODS.iter().filter(|method| **method != ground.method).any(|method| {
            let wrong = verdicts(*method, ground.limit, &ground.times);
            let requests = (0..wrong.len()).filter(|index| !wrong[*index]).collect();
            let Verdict::Wrong { cause, .. } = task.grade(&Answer { requests, ..Answer::default() }) else {
                return false;
            };
            cause.to_string().starts_with("That is what a")
        })
    });
    assert!(told);
}

#[test]
fn what_makes_no_sense_changes_nothing() {
    for kind in KINDS {
        let task = LimiterExercise::fresh(*kind, 3);
        let mut answer = Answer::default();
        for act in [Act::Request(99), Act::Choose(9), Act::Back] {
            task.act(&mut answer, &act);
        }
        assert_eq!(answer, Answer::default());
        assert!(!task.is_complete(&answer));
    }
    let task = LimiterExercise::fresh(Kind::Rejected, 3);
    let mut answer = Answer::default();
    task.act(&mut answer, &Act::Request(2));
    task.act(&mut answer, &Act::Request(2));
    assert_eq!(answer, Answer::default(), "a second tap takes the mark away");
}
