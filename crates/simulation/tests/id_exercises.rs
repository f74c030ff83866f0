//! The exercises on IDs, against a naive reader.

#![cfg(not(target_arch = "wasm32"))]
#![expect(clippy::unwrap_used, reason = "a test stops where it fails")]

use proptest::prelude::*;
use simulation::ids::exercises::{Act, Answer, Cause, Choice, FREE_BITS, IdExercise, Kind};
use simulation::kernel::exercise::{Exercise, Practice, Verdict};

use super::model_answer;

const KINDS: &[Kind] = IdExercise::KINDS;

/// Whether an answer is right, by a reader who keeps a list of IDs, multiplies, and counts by hand.
fn is_right(task: &IdExercise, answer: &Answer) -> bool {
    match task {
        IdExercise::Next(next) => {
            let mut ids: Vec<(u64, u64)> = Vec::new();
            next.readings.iter().zip(&answer.choices).all(|(reading, chosen)| {
                let of_reading = ids.iter().filter(|(time, _)| time == reading).count();
                let right = match ids.last() {
                    Some((time, _)) if time > reading => Choice::Refuse,
                    _ if of_reading == 0 => Choice::Begin,
                    _ if of_reading == 2 => Choice::Wait,
                    _ => Choice::Count,
                };
                if matches!(right, Choice::Begin | Choice::Count) {
                    ids.push((*reading, of_reading as u64));
                }
                *chosen == Some(right)
            })
        }
        IdExercise::Fit(fit) => {
            let (time, machine) = answer.shared.unwrap();
            let power = |bits: u32| (0..bits).fold(1_f64, |product, _| product * 2.0);
            power(time) / 1_000.0 / 86_400.0 / 365.25 >= fit.years as f64
                && power(machine) >= fit.machines as f64
                && power(FREE_BITS - time - machine) >= fit.ids as f64
        }
        IdExercise::Twice(twice) => twice.numbers().all(|number| {
            let given = twice.counters.iter().filter(|counter| number % counter.step == counter.offset % counter.step);
            (given.count() > 1) == answer.marked.contains(&number)
        }),
    }
}

/// An answer made of whatever numbers come.
fn acted(task: &IdExercise, numbers: &[u32]) -> Answer {
    let mut answer = Answer::default();
    for (place, number) in numbers.iter().enumerate() {
        let act = match task {
            IdExercise::Next(_) => Act::Choose(place % 7, Choice::ALL[*number as usize % 4]),
            IdExercise::Fit(_) => Act::Share { time: *number % 64, machine: *number / 64 % 64 },
            IdExercise::Twice(twice) => Act::Mark(twice.highest + u64::from(*number % 14)),
        };
        task.act(&mut answer, &act);
    }
    answer
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_model_answer_is_right_and_its_last_step_holds_it(kind in prop::sample::select(KINDS), seed: u64) {
        let task = IdExercise::fresh(kind, seed);
        prop_assert_eq!(task.kind(), kind);
        let answer = model_answer::check(&task, |marks| &marks.answer);
        prop_assert!(is_right(&task, &answer));
    }

    #[test]
    fn an_answer_is_graded_as_the_naive_reader_does(
        kind in prop::sample::select(KINDS), seed: u64, numbers in prop::collection::vec(any::<u32>(), 1..9),
    ) {
        let task = IdExercise::fresh(kind, seed);
        let answer = acted(&task, &numbers);
        prop_assume!(task.is_complete(&answer));
        let verdict = task.grade(&answer);
        prop_assert_eq!(verdict.is_right(), is_right(&task, &answer));
        if let Verdict::Wrong { part, of, cause } = verdict {
            prop_assert!((1..=of).contains(&part) && cause.to_string().ends_with('.'), "{cause}");
        }
    }

    /// One thing wrong in an answer that is right otherwise is found, in its place.
    #[test]
    fn one_wrong_choice_is_found_where_it_is(seed: u64, place in 0..7_usize, chosen in 0..4_usize) {
        let task = IdExercise::fresh(Kind::Next, seed);
        let mut answer = task.model_answer();
        let right = answer.choices[place].replace(Choice::ALL[chosen]);
        let part = match task.grade(&answer) {
            Verdict::Right(_) => None,
            Verdict::Wrong { part, .. } => Some(part as usize),
        };
        prop_assert_eq!(part, (right != answer.choices[place]).then_some(place + 1));
    }
}

#[test]
fn there_is_one_way_only_to_share_out_the_bits() {
    for seed in 0..40 {
        let task = IdExercise::fresh(Kind::Fit, seed);
        let right = (1..=FREE_BITS).flat_map(|time| (0..=FREE_BITS - time).map(move |machine| (time, machine)));
        let right = right.filter(|shared| is_right(&task, &Answer { shared: Some(*shared), ..Answer::default() }));
        assert_eq!(right.collect::<Vec<_>>(), [task.model_answer().shared.unwrap()], "{}", task.question());
    }
}

#[test]
fn whoever_begins_the_sequence_again_after_a_refusal_is_told_of_the_old_order() {
    let mut told = 0;
    for seed in 0..40 {
        let task = IdExercise::fresh(Kind::Next, seed);
        let mut answer = task.model_answer();
        let refused = answer.choices.windows(2).position(|pair| pair == [Some(Choice::Refuse), Some(Choice::Count)]);
        answer.choices[refused.unwrap() + 1] = Some(Choice::Begin);
        let Verdict::Wrong { cause, .. } = task.grade(&answer) else { panic!("it is wrong") };
        told += u32::from(matches!(cause, Cause::OldOrder { .. }));
    }
    assert_eq!(told, 40);
}

#[test]
fn a_learner_who_does_what_makes_no_sense_changes_nothing() {
    for kind in KINDS {
        let mut practice: Practice<IdExercise> = Practice::new(*kind, 7);
        for act in [
            Act::Choose(7, Choice::Wait),
            Act::Share { time: 0, machine: 5 },
            Act::Share { time: 60, machine: u32::MAX },
            Act::Mark(0),
            Act::Mark(u64::MAX),
        ] {
            practice.act(&act);
        }
        assert_eq!(practice.answer(), &Answer::default());
        assert!(!practice.check());
    }
}
