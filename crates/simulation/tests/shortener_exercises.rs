//! The tasks on the URL shortener: grades are right, by readers who know nothing of the algorithms' code.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

use std::collections::BTreeSet;

use proptest::prelude::*;
use simulation::kernel::exercise::{Exercise, Verdict};
use simulation::shortener::exercises::{
    Act, Answer, Cause, Clicks, Does, Encode, From, Kind, Length, Resolve, ShortenerExercise,
};
use simulation::shortener::flow::Redirect;

fn fresh(kind: Kind, seed: u64) -> ShortenerExercise {
    ShortenerExercise::fresh(kind, seed)
}

fn encode(seed: u64) -> Encode {
    match fresh(Kind::Encode, seed) {
        ShortenerExercise::Encode(task) => task,
        _ => unreachable!(),
    }
}

fn resolve(seed: u64) -> Resolve {
    match fresh(Kind::Resolve, seed) {
        ShortenerExercise::Resolve(task) => task,
        _ => unreachable!(),
    }
}

fn clicks(seed: u64) -> Clicks {
    match fresh(Kind::Clicks, seed) {
        ShortenerExercise::Clicks(task) => task,
        _ => unreachable!(),
    }
}

fn length(seed: u64) -> Length {
    match fresh(Kind::Length, seed) {
        ShortenerExercise::Length(task) => task,
        _ => unreachable!(),
    }
}

fn picked(task: &ShortenerExercise, picks: &[usize]) -> Answer {
    let mut answer = Answer::default();
    for (row, pick) in picks.iter().enumerate() {
        task.act(&mut answer, &Act::Pick(row, *pick));
    }
    answer
}

fn cause(task: &ShortenerExercise, answer: &Answer) -> Option<Cause> {
    match task.grade(answer) {
        Verdict::Right(_) => None,
        Verdict::Wrong { cause, .. } => Some(cause),
    }
}

/// From the picture alone: walk down the attempts.
fn naive_resolve(task: &Resolve) -> Vec<usize> {
    let (mut over, mut picks) = (false, Vec::new());
    for attempt in &task.attempts {
        let does = if over {
            Does::Never
        } else if !attempt.perhaps {
            Does::StoreUnasked
        } else if attempt.row.is_none() {
            Does::AskAndStore
        } else if attempt.row.as_ref() == Some(&task.url) {
            Does::AskAndReturn
        } else {
            Does::AskAndRehash
        };
        over |= does != Does::AskAndRehash;
        picks.push(Does::ALL.iter().position(|other| *other == does).unwrap());
    }
    picks
}

/// From the picture alone: a list of two for the cache, a set for each browser.
fn naive_clicks(task: &Clicks) -> Vec<usize> {
    let (mut cache, mut remembered) = (Vec::new(), BTreeSet::new());
    let from = |click: &simulation::shortener::exercises::Click| {
        if !task.codes.contains(&click.code) {
            return From::Nobody;
        }
        if remembered.contains(&(click.browser, click.code.clone())) {
            return From::Browser;
        }
        if task.redirect == Redirect::Permanent {
            remembered.insert((click.browser, click.code.clone()));
        }
        let known = cache.iter().position(|code| *code == click.code);
        known.map(|place| cache.remove(place));
        cache.insert(0, click.code.clone());
        cache.truncate(2);
        if known.is_some() { From::Cache } else { From::Database }
    };
    let from: Vec<From> = task.clicks.iter().map(from).collect();
    from.iter().map(|from| From::ALL.iter().position(|other| other == from).unwrap()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn the_model_answer_is_right_and_its_steps_lead_to_it(seed: u64) {
        for kind in ShortenerExercise::KINDS {
            let task = fresh(*kind, seed);
            prop_assert_eq!(task.kind(), *kind);
            prop_assert_eq!(&task, &fresh(*kind, seed), "the same seed gives the same task");
            let model = task.model_answer();
            prop_assert!(task.is_complete(&model) && task.grade(&model).is_right());
            let steps = task.model();
            prop_assert_eq!(&steps.last().unwrap().marks.answer, &model);
            prop_assert!(steps.iter().all(|step| !step.says.is_empty()));
            prop_assert!(!task.is_complete(&Answer::default()));
        }
    }

    #[test]
    fn a_naive_reader_finds_what_the_algorithms_find(seed: u64) {
        let task = fresh(Kind::Resolve, seed);
        prop_assert!(task.grade(&picked(&task, &naive_resolve(&resolve(seed)))).is_right());
        let task = fresh(Kind::Clicks, seed);
        prop_assert!(task.grade(&picked(&task, &naive_clicks(&clicks(seed)))).is_right());
        let number = encode(seed).number;
        let letters: Vec<char> = ('0'..='9').chain('a'..='z').chain('A'..='Z').collect();
        let digit = |power: u64| letters[(number / power % 62) as usize];
        let text: String = [3_844, 62, 1].map(digit).iter().collect();
        let written = Answer { text, ..Answer::default() };
        prop_assert!(fresh(Kind::Encode, seed).grade(&written).is_right());
        let task = length(seed);
        let enough = (1..=16).find(|digits| u128::from(task.characters).pow(*digits) >= task.links()).unwrap();
        let chosen = Answer { picks: vec![Some(enough as usize - 1)], ..Answer::default() };
        prop_assert!(fresh(Kind::Length, seed).grade(&chosen).is_right());
    }

    #[test]
    fn every_other_choice_is_wrong_and_has_a_cause(seed: u64) {
        for kind in [Kind::Resolve, Kind::Clicks, Kind::Length] {
            let task = fresh(kind, seed);
            let (rows, choices) = task.rows();
            let model = task.model_answer();
            for row in 0..rows {
                for choice in (0..choices).filter(|choice| model.pick(row) != Some(*choice)) {
                    let mut answer = model.clone();
                    task.act(&mut answer, &Act::Pick(row, choice));
                    let Verdict::Wrong { part, of, cause } = task.grade(&answer) else { panic!("{task:?} {answer:?}") };
                    prop_assert_eq!((part as usize, of as usize), (row + 1, rows));
                    prop_assert!(cause.to_string().len() > 20);
                }
            }
        }
    }

    #[test]
    fn typical_slips_in_base_62_are_told_apart(seed: u64) {
        let task = fresh(Kind::Encode, seed);
        let right = task.model_answer().text;
        let says = |text: String| cause(&task, &Answer { text, ..Answer::default() });
        prop_assert_eq!(says(right.chars().rev().collect()), Some(Cause::Reversed));
        let swapped = |c: char| if c.is_ascii_lowercase() { c.to_ascii_uppercase() } else { c.to_ascii_lowercase() };
        prop_assert_eq!(says(right.chars().map(swapped).collect()), Some(Cause::CapitalsFirst));
        prop_assert_eq!(says(format!("{:x}", encode(seed).number)), Some(Cause::Hexadecimal));
        let of_two_digits = matches!(says(right[1..].to_owned()), Some(Cause::Digits { given: 2, .. } | Cause::NoCode(_)));
        prop_assert!(of_two_digits);
        prop_assert!(matches!(says("a b".into()), Some(Cause::NoCode(_))));
        prop_assert_eq!(says(format!(" {right} ")), None, "spaces around it do not matter");
    }
}

#[test]
fn tasks_differ_and_show_what_they_are_about() {
    let tasks: BTreeSet<String> = (0..50).map(|seed| format!("{:?}", fresh(Kind::Resolve, seed))).collect();
    assert_eq!(tasks.len(), 50);
    let does = |wanted: Does| {
        let has = |seed: &u64| {
            let task = resolve(*seed);
            naive_resolve(&task).iter().any(|pick| Does::ALL[*pick] == wanted)
        };
        (0..50).filter(has).count()
    };
    assert!(Does::ALL.into_iter().all(|wanted| does(wanted) > 3), "{:?}", Does::ALL.map(does));
    let causes: BTreeSet<String> = (0..30)
        .flat_map(|seed| {
            let task = fresh(Kind::Clicks, seed);
            (0..4).filter_map(move |choice| cause(&task, &picked(&task, &[choice; 7]))).collect::<Vec<_>>()
        })
        .map(|cause| format!("{cause:?}").split(['(', ' ', '{']).next().unwrap().to_owned())
        .collect();
    assert!(causes.len() >= 6, "{causes:?}");
}

#[test]
fn what_makes_no_sense_changes_no_answer() {
    let task = fresh(Kind::Clicks, 1);
    let mut answer = Answer::default();
    for act in [Act::Pick(7, 0), Act::Pick(0, 4), Act::Write("x".into())] {
        task.act(&mut answer, &act);
        assert_eq!(answer, Answer::default());
    }
    let task = fresh(Kind::Encode, 1);
    task.act(&mut answer, &Act::Write("x".repeat(41)));
    task.act(&mut answer, &Act::Pick(0, 0));
    assert_eq!(answer, Answer::default());
    task.act(&mut answer, &Act::Write("日本".into()));
    assert!(task.is_complete(&answer) && !task.grade(&answer).is_right());
    task.act(&mut answer, &Act::Clear);
    assert_eq!(answer, Answer::default());
}
