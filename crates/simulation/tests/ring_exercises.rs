//! The exercises on the ring, against a naive reader who measures distances by hand.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

use algorithms::hashing::ring::{Point, ServerId};
use algorithms::position::Position;
use proptest::prelude::*;
use simulation::kernel::exercise::{Exercise, Practice, Tally, Verdict};
use simulation::ring::exercises::{
    Act, Aim, Answer, Cause, Ground, KEYS_APART, Kind, POINTS_APART, RingExercise, SIDES_APART,
};

use super::model_answer;

const KINDS: &[Kind] = RingExercise::KINDS;

/// The owner, found without the ring's search: the point at the least distance clockwise.
fn nearest_clockwise<'a>(points: impl IntoIterator<Item = &'a Point>, key: Position) -> ServerId {
    points.into_iter().min_by_key(|point| point.position.distance_from(key)).unwrap().server
}

fn nearest_anticlockwise(ground: &Ground, key: Position) -> usize {
    let points = ground.ring.points().iter().enumerate().filter(|(_, point)| point.position != key);
    points.min_by_key(|(_, point)| key.distance_from(point.position)).unwrap().0
}

/// Whether an answer is right, by the naive reader.
fn is_right(task: &RingExercise, answer: &Answer) -> bool {
    let ground = task.ground();
    let points = ground.ring.points();
    let servers: Vec<ServerId> = answer.points.iter().map(|point| points[*point].server).collect();
    match task {
        RingExercise::Owner(owner) => owner
            .asked
            .iter()
            .zip(&servers)
            .all(|(key, chosen)| nearest_clockwise(points, ground.keys[*key].position) == *chosen),
        RingExercise::Moves(moves) => (0..ground.keys.len()).all(|key| {
            let at = ground.keys[key].position;
            let with = nearest_clockwise(points, at);
            let without = nearest_clockwise(points.iter().filter(|point| point.server != moves.changed), at);
            answer.keys.contains(&key) == (with != without)
        }),
        RingExercise::Replicas(_) => {
            let mut met = Vec::new();
            let mut by_distance: Vec<&Point> = points.iter().collect();
            by_distance.sort_by_key(|point| point.position.distance_from(ground.keys[0].position));
            for point in by_distance {
                if !met.contains(&point.server) {
                    met.push(point.server);
                }
            }
            met[..3] == servers[..]
        }
        RingExercise::Place(place) => {
            let takes = |put: u32| naive_takes(ground, Position::from_turn(put));
            let (keys, from) = takes(answer.put.unwrap());
            match place.aim {
                Aim::Most => keys == ground.gaps().into_iter().map(|gap| takes(gap).0).max().unwrap(),
                Aim::From { server, keys: wanted } => keys == wanted && from == server,
            }
        }
    }
}

/// How many keys have a new node at `put` as their nearest clockwise, and whose they were.
fn naive_takes(ground: &Ground, put: Position) -> (usize, ServerId) {
    let points = ground.ring.points();
    let nearer = |at: Position| points.iter().all(|point| put.distance_from(at) < point.position.distance_from(at));
    (ground.keys.iter().filter(|key| nearer(key.position)).count(), nearest_clockwise(points, put))
}

/// An answer made of whatever numbers come, acted out as a learner would.
fn acted(task: &RingExercise, numbers: &[u32]) -> Answer {
    let (points, keys) = (task.ground().ring.points().len(), task.ground().keys.len());
    let mut answer = Answer::default();
    for number in numbers {
        let act = match task.kind() {
            Kind::Owner | Kind::Replicas => Act::Point(*number as usize % points),
            Kind::Moves => Act::Key(*number as usize % keys),
            Kind::Place => Act::Put(*number),
        };
        task.act(&mut answer, &act);
    }
    answer
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_model_answer_is_right_and_its_last_step_holds_it(kind in prop::sample::select(KINDS), seed: u64) {
        let task = RingExercise::fresh(kind, seed);
        prop_assert_eq!(task.kind(), kind);
        let answer = model_answer::check(&task, |marks| &marks.answer);
        prop_assert!(is_right(&task, &answer));
    }

    #[test]
    fn an_answer_is_graded_as_the_naive_reader_does_and_what_is_wrong_has_a_cause(
        kind in prop::sample::select(KINDS), seed: u64, numbers in prop::collection::vec(any::<u32>(), 1..9),
    ) {
        let task = RingExercise::fresh(kind, seed);
        let answer = acted(&task, &numbers);
        prop_assume!(task.is_complete(&answer));
        match task.grade(&answer) {
            Verdict::Right(says) => prop_assert!(is_right(&task, &answer) && says.ends_with('.'), "{}", says),
            Verdict::Wrong { part, of, cause } => {
                prop_assert!(!is_right(&task, &answer), "{:?}", cause);
                prop_assert!((1..=of).contains(&part));
                let says = cause.to_string();
                prop_assert!(says.ends_with('.') && !says.contains("  "), "{}", says);
            }
        }
    }

    #[test]
    fn marks_that_differ_can_be_told_apart(kind in prop::sample::select(KINDS), seed: u64) {
        let task = RingExercise::fresh(kind, seed);
        let ground = task.ground();
        let apart = |a: Position, b: Position| {
            let (a, b) = (a.turn(), b.turn());
            a.wrapping_sub(b).min(b.wrapping_sub(a))
        };
        let points: Vec<Position> = ground.ring.points().iter().map(|point| point.position).collect();
        let keys: Vec<Position> = ground.keys.iter().map(|key| key.position).collect();
        for (i, a) in points.iter().enumerate() {
            prop_assert!(points[..i].iter().all(|b| apart(*a, *b) >= POINTS_APART));
            prop_assert!(keys.iter().all(|key| key == a || apart(*a, *key) >= SIDES_APART));
        }
        for (i, a) in keys.iter().enumerate() {
            prop_assert!(keys[..i].iter().all(|b| apart(*a, *b) >= KEYS_APART));
        }
        prop_assert!(keys.iter().chain(&points).all(|mark| apart(*mark, Position::ZERO) >= SIDES_APART));
        for key in &ground.keys {
            prop_assert_eq!(key.position, Position::of(key.name.as_bytes()));
        }
    }

    #[test]
    fn the_same_seed_gives_the_same_task(kind in prop::sample::select(KINDS), seed: u64) {
        let task = RingExercise::fresh(kind, seed);
        prop_assert_eq!(&RingExercise::fresh(kind, seed), &task);
        prop_assert_ne!(&RingExercise::fresh(kind, seed.wrapping_add(1)), &task);
    }

    #[test]
    fn who_goes_anticlockwise_is_told_so(seed: u64) {
        let task = RingExercise::fresh(Kind::Owner, seed);
        let RingExercise::Owner(owner) = &task else { unreachable!() };
        let ground = task.ground();
        // Each key alone is answered the wrong way round, the others right.
        for (place, key) in owner.asked.iter().enumerate() {
            let at = ground.keys[*key].position;
            let mut answer = task.model_answer();
            answer.points[place] = nearest_anticlockwise(ground, at);
            let Verdict::Wrong { part, cause, .. } = task.grade(&answer) else { panic!("graded right") };
            prop_assert_eq!(part as usize, place + 1);
            let is_told = match &cause {
                Cause::ForgotWrap { .. } => ground.wraps(at),
                Cause::Nearest { .. } | Cause::Anticlockwise { .. } => !ground.wraps(at),
                _ => false,
            };
            prop_assert!(is_told, "{:?}", cause);
        }
    }

    #[test]
    fn every_task_of_owners_has_its_traps(seed: u64) {
        let task = RingExercise::fresh(Kind::Owner, seed);
        let ground = task.ground();
        prop_assert_eq!(ground.keys.iter().filter(|key| ground.wraps(key.position)).count(), 1);
        let on_point = |key: Position| ground.ring.points().iter().position(|point| point.position == key);
        prop_assert_eq!(ground.keys.iter().filter(|key| on_point(key.position).is_some()).count(), 1);
        // Who walks on from a key that stands on a point is told that it stands there.
        let RingExercise::Owner(owner) = &task else { unreachable!() };
        let place = owner.asked.iter().position(|key| on_point(ground.keys[*key].position).is_some()).unwrap();
        let mut answer = task.model_answer();
        answer.points[place] = (answer.points[place] + 1) % ground.ring.points().len();
        let Verdict::Wrong { cause, .. } = task.grade(&answer) else { panic!("graded right") };
        prop_assert!(matches!(cause, Cause::OnPoint { .. }), "{:?}", cause);
    }

    #[test]
    fn a_second_node_of_a_server_is_no_further_replica(seed: u64) {
        let task = RingExercise::fresh(Kind::Replicas, seed);
        let ground = task.ground();
        let count = ground.ring.points().len();
        // The first three points clockwise, servers met before included.
        let start = ground.owner(ground.keys[0].position);
        let naive = Answer { points: (start..start + 3).map(|point| point % count).collect(), ..Answer::default() };
        let servers: Vec<_> = naive.points.iter().map(|point| ground.point(*point).unwrap().server).collect();
        let repeats = (1..3).any(|i| servers[..i].contains(&servers[i]));
        match task.grade(&naive) {
            Verdict::Right(_) => prop_assert!(!repeats),
            Verdict::Wrong { cause, .. } => prop_assert!(repeats && matches!(cause, Cause::SameServer { .. }), "{:?}", cause),
        }
    }

    #[test]
    fn a_node_put_just_after_a_point_does_not_take_that_servers_keys(seed: u64) {
        let task = RingExercise::fresh(Kind::Place, seed);
        let RingExercise::Place(place) = &task else { unreachable!() };
        if let Aim::From { server, .. } = place.aim {
            let ground = task.ground();
            let points = ground.ring.points();
            let own = points.iter().enumerate().filter(|(_, point)| point.server == server);
            for (index, point) in own.filter(|(index, _)| points[(index + 1) % points.len()].server != server) {
                let mut answer = Answer::default();
                task.act(&mut answer, &Act::Put(point.position.turn() + SIDES_APART / 2));
                prop_assert_eq!(ground.before(ground.owner(Position::from_turn(answer.put.unwrap()))), index);
                let Verdict::Wrong { cause, .. } = task.grade(&answer) else { panic!("graded right") };
                prop_assert!(matches!(cause, Cause::AfterPoint { .. }), "{:?}", cause);
            }
        }
    }

    #[test]
    fn keys_just_behind_the_point_that_goes_are_explained(seed: u64) {
        let task = RingExercise::fresh(Kind::Moves, seed);
        let RingExercise::Moves(moves) = &task else { unreachable!() };
        let ground = task.ground();
        let behind: Vec<usize> = (0..ground.keys.len())
            .filter(|key| !moves.moving().contains(key))
            .filter(|key| {
                let before = nearest_anticlockwise(ground, ground.keys[*key].position);
                ground.point(before).unwrap().server == moves.changed
            })
            .collect();
        prop_assert!(!behind.is_empty());
        for key in behind {
            let mut answer = task.model_answer();
            answer.keys.push(key);
            let Verdict::Wrong { cause, .. } = task.grade(&answer) else { panic!("graded right") };
            prop_assert!(matches!(cause, Cause::BehindPoint { .. }), "{:?}", cause);
        }
    }
}

#[test]
fn all_variants_come_up() {
    let tasks = |kind| (0..60).map(move |seed| RingExercise::fresh(kind, seed));
    let moves =
        |joins| tasks(Kind::Moves).any(|task| matches!(task, RingExercise::Moves(moves) if moves.joins == joins));
    let aims = |most| {
        tasks(Kind::Place).any(|task| matches!(task, RingExercise::Place(place) if (place.aim == Aim::Most) == most))
    };
    assert!(moves(true) && moves(false) && aims(true) && aims(false));
}

#[test]
fn acts_that_make_no_sense_change_nothing() {
    for kind in KINDS {
        let task = RingExercise::fresh(*kind, 1);
        let mut answer = Answer::default();
        for act in [Act::Back, Act::Point(usize::MAX), Act::Key(usize::MAX)] {
            task.act(&mut answer, &act);
        }
        assert_eq!(answer, Answer::default());
        assert!(!task.is_complete(&answer));
    }
}

#[test]
fn a_mark_is_taken_away_by_marking_again_or_going_back() {
    let task = RingExercise::fresh(Kind::Moves, 1);
    let mut answer = Answer::default();
    for act in [Act::Key(1), Act::Key(3), Act::Key(1), Act::Key(5), Act::Back] {
        task.act(&mut answer, &act);
    }
    assert_eq!(answer.keys, [3]);
}

fn practice(kind: Kind) -> Practice<RingExercise> {
    Practice::new(kind, 7)
}

fn solve(practice: &mut Practice<RingExercise>) {
    for point in practice.task().model_answer().points {
        assert!(practice.act(&Act::Point(point)));
    }
}

#[test]
fn what_is_solved_counts_once_and_takes_no_more_acts() {
    let mut practice = practice(Kind::Owner);
    assert!(!practice.check(), "nothing to check yet");
    solve(&mut practice);
    assert!(practice.check() && practice.is_solved());
    assert!(!practice.check() && !practice.act(&Act::Back));
    assert_eq!(practice.tally(Kind::Owner), Tally { tried: 1, solved: 1, streak: 1 });
    practice.begin(Kind::Owner, 8);
    solve(&mut practice);
    practice.check();
    assert_eq!(practice.tally(Kind::Owner), Tally { tried: 2, solved: 2, streak: 2 });
    assert_eq!(practice.tally(Kind::Moves), Tally::default());
}

#[test]
fn a_wrong_check_ends_the_streak_and_may_be_mended() {
    let mut practice = practice(Kind::Owner);
    solve(&mut practice);
    practice.act(&Act::Back);
    let count = practice.task().ground().ring.points().len();
    let last = *practice.task().model_answer().points.last().unwrap();
    practice.act(&Act::Point((last + 1) % count));
    assert!(practice.check() && !practice.is_over());
    practice.act(&Act::Back);
    practice.act(&Act::Point(last));
    assert!(practice.check() && practice.is_solved());
    assert_eq!((practice.checks(), practice.tally(Kind::Owner)), (2, Tally { tried: 1, solved: 1, streak: 0 }));
}

#[test]
fn what_was_shown_is_graded_no_more() {
    let mut practice = practice(Kind::Owner);
    solve(&mut practice);
    practice.show();
    assert!(!practice.check() && !practice.act(&Act::Back) && !practice.is_solved());
    assert_eq!(practice.tally(Kind::Owner), Tally { tried: 1, solved: 0, streak: 0 });
    let (_, number, of) = practice.shown().unwrap();
    assert_eq!((number, of), (1, 4));
    for _ in 0..9 {
        practice.step(true);
    }
    let (step, number, _) = practice.shown().unwrap();
    assert_eq!((number, &step.marks.answer), (4, &practice.task().model_answer()));
    practice.step(false);
    assert_eq!(practice.shown().unwrap().1, 3);
    practice.begin(Kind::Owner, 9);
    assert!(practice.shown().is_none() && !practice.is_over());
}
