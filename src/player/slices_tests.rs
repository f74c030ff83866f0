//! A session whose system takes long, natively: time passes as a test lets it, and a test does what the browser's timer does.

#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

use simulation::kernel::state_hash::state_hash;
use simulation::kernel::timeline::Timeline;
use simulation::ring::hash_ring::{Command, HashRing, Scenario};
use simulation::ring::key_set::KeySource;

use super::*;
use crate::player::Session;
use crate::player::codes::Coded;
use crate::player::runs::Go;
use crate::share::Kept;

thread_local! {
    static NOW: Cell<f64> = const { Cell::new(0.0) };
    static PASSES: Cell<f64> = const { Cell::new(0.0) };
}

/// The time, which passes while it is asked for.
pub(super) fn now() -> f64 {
    NOW.set(NOW.get() + PASSES.get());
    NOW.get()
}

/// A session on a slow machine. What it keeps of keys is its thread's, and each test has one of its own.
fn slow() -> Session<HashRing> {
    let session = Session::new("ring", Scenario::default());
    PASSES.set(1.0);
    session
}

const fn keys(count: u32) -> Command {
    Command::SetKeys(KeySource::Numbered(count))
}

fn count(session: &Session<HashRing>) -> u32 {
    session.with(|run| run.state().keys().count())
}

fn is_waiting(session: &Session<HashRing>) -> bool {
    !session.player().hub().wishes.is_empty()
}

/// Does slices until nothing waits; how many they were.
fn wait(session: &Session<HashRing>) -> u32 {
    let mut slices = 0;
    while is_waiting(session) {
        session.player().go_on();
        slices += 1;
        assert!(slices < 10_000, "it never ends");
    }
    slices
}

fn at_once(commands: &[Command]) -> u64 {
    let mut run = Timeline::<HashRing>::new(Scenario::default(), 1).unwrap();
    commands.iter().for_each(|command| run.command(run.now(), command.clone()).unwrap());
    state_hash(run.state())
}

fn coded(session: &Session<HashRing>) -> Coded {
    session.player().coded_for::<HashRing>()
}

fn hash(session: &Session<HashRing>) -> u64 {
    session.with(|run| state_hash(run.state()))
}

#[test]
fn what_takes_long_is_done_in_slices_and_comes_out_the_same() {
    let session = slow();
    assert!(session.command(Command::RemoveAny));
    assert!(!is_waiting(&session), "a small thing is done at once");
    assert!(session.command(keys(40_000)));
    assert_eq!((count(&session), is_waiting(&session)), (100, true), "what was there is still shown");
    assert!(wait(&session) > 5);
    assert_eq!(hash(&session), at_once(&[Command::RemoveAny, keys(40_000)]));
    assert!(session.command(keys(40_000)));
    assert!(!is_waiting(&session), "what is known is done at once");
}

#[test]
fn the_bar_says_how_far_it_is_when_it_has_taken_long_and_not_before() {
    let session = slow();
    let player = session.player();
    let told = Rc::new(Cell::new(0));
    let count = Rc::clone(&told);
    let listener = player.on_change(move || count.set(count.get() + 1));
    session.command(keys(200_000));
    let began = player.hub().wishes.since.get();
    while is_waiting(&session) {
        let shown = player.hub().wishes.shown.get();
        assert_eq!(shown.is_some(), NOW.get() - began > SILENT + 2.0, "{shown:?} after {}", NOW.get() - began);
        player.go_on();
    }
    assert_eq!((told.get(), player.hub().wishes.shown.get()), (2, None), "once to say so, and once at the end");
    drop(listener);
}

#[test]
fn what_is_given_up_was_never_asked_for() {
    let session = slow();
    session.command(Command::RemoveAny);
    let before = (hash(&session), coded(&session).private_code());
    session.command(keys(60_000));
    session.player().go_on();
    session.player().hub().wishes.forget();
    assert_eq!(wait(&session), 0);
    assert_eq!((hash(&session), coded(&session).private_code()), before);
    session.command(keys(1_000));
    wait(&session);
    assert_eq!(hash(&session), at_once(&[Command::RemoveAny, keys(1_000)]));
}

#[test]
fn the_same_asked_for_again_takes_its_place_and_all_else_waits() {
    let session = slow();
    session.command(keys(60_000));
    session.player().go_on();
    session.command(keys(50_000));
    session.command(keys(30_000));
    session.command(Command::RemoveAny);
    session.command(Command::SetVirtualNodes(3));
    session.command(Command::SetVirtualNodes(2));
    wait(&session);
    assert_eq!(hash(&session), at_once(&[keys(30_000), Command::RemoveAny, Command::SetVirtualNodes(2)]));
}

#[test]
fn a_new_run_takes_the_place_of_all_and_what_follows_it_waits() {
    let session = slow();
    session.command(keys(60_000));
    session.begin(Scenario::of(3, 4, 50_000));
    session.command(Command::RemoveAny);
    session.begin(Scenario::of(4, 5, 70_000));
    session.command(Command::RemoveAny);
    wait(&session);
    let mut run = Timeline::<HashRing>::new(Scenario::of(4, 5, 70_000), 1).unwrap();
    run.command(run.now(), Command::RemoveAny).unwrap();
    assert_eq!(hash(&session), state_hash(run.state()));
    assert_eq!(session.player().0.reading().runs, 1);
}

#[test]
fn a_refusal_that_comes_late_says_why() {
    let session = slow();
    session.command(keys(60_000));
    session.command(Command::Remove { server: 99 });
    assert_eq!(session.message(), None);
    wait(&session);
    assert_eq!(
        (count(&session), session.message().as_deref()),
        (60_000, Some("That server is not on the ring any more."))
    );
}

#[test]
fn a_drag_that_waits_is_one_step_and_is_settled() {
    let session = slow();
    session.command(keys(60_000));
    let turn = |to| Command::Turn { server: 0, to };
    session.command(turn(1));
    session.drag(turn(2));
    session.drag(turn(3));
    wait(&session);
    assert_eq!(hash(&session), at_once(&[keys(60_000), turn(3)]));
    assert!(!session.player().is_dragged());
    session.drag(turn(4));
    session.player().cancel();
    assert_eq!(hash(&session), at_once(&[keys(60_000)]));
}

#[test]
fn who_cannot_wait_gets_it_at_once() {
    let session = slow();
    session.command(keys(60_000));
    session.player().go_to(0);
    assert_eq!((count(&session), is_waiting(&session)), (100, false));
    assert_eq!(session.player().end(), 1);
    session.player().go_to(1);
    assert_eq!(count(&session), 60_000);
    session.command(keys(90_000));
    let code = coded(&slow()).private_code();
    coded(&session).set_aside(true);
    coded(&session).open(&code).unwrap();
    assert_eq!(count(&session), 100);
    coded(&session).set_aside(false);
    assert_eq!(count(&session), 90_000, "what was asked for was done before");
}

#[test]
fn what_two_labs_ask_for_is_done_one_after_the_other() {
    let (first, second) = (slow(), slow());
    first.command(keys(60_000));
    second.command(keys(50_000));
    first.player().go_on();
    for _ in 0..5 {
        second.player().go_on();
    }
    assert!(is_waiting(&first) && is_waiting(&second));
    wait(&first);
    wait(&second);
    assert_eq!((count(&first), count(&second)), (60_000, 50_000));
    first.command(keys(90_000));
    second.command(keys(80_000));
    first.player().go_on();
    first.player().hub().wishes.forget();
    wait(&second);
    assert_eq!((count(&first), count(&second)), (60_000, 80_000), "who gives up leaves the turn to others");
}

/// A run of some heavy commands, from a thread of its own, so that nothing is known of it here.
fn codes() -> (String, Vec<String>, u64) {
    let made = std::thread::spawn(|| {
        let session = Session::<HashRing>::new("ring", Scenario::default());
        for command in [keys(30_000), Command::RemoveAny, keys(50_000), keys(100)] {
            session.command(command);
        }
        session.begin(Scenario::of(3, 2, 45_000));
        session.command(Command::RemoveAny);
        let (beside, shown) = coded(&session).beside();
        assert_eq!(shown, 1);
        (coded(&session).private_code(), beside, hash(&session))
    });
    made.join().unwrap()
}

#[test]
fn what_was_kept_opens_in_slices_with_what_lies_beside_it() {
    let (full, beside, wanted) = codes();
    let session = slow();
    assert!(coded(&session).open_kept(Kept { full, beside, shown: 1, ..Kept::default() }, None));
    assert!(is_waiting(&session));
    wait(&session);
    let reading = session.player().0.reading();
    assert_eq!((hash(&session), reading.runs, reading.shown), (wanted, 2, 1));
}

#[test]
fn where_what_was_kept_does_not_open_the_link_does() {
    let (full, _, wanted) = codes();
    let session = slow();
    let kept = || Kept { full: "AAAA".to_owned(), ..Kept::default() };
    assert!(!coded(&session).open_kept(kept(), None));
    assert_eq!((session.message(), session.player().is_touched()), (None, false), "nothing is said of it");
    assert!(coded(&session).open_kept(kept(), Some(full)));
    wait(&session);
    assert_eq!(hash(&session), wanted);
    assert!(!coded(&session).open_kept(kept(), Some("nonsense".to_owned())));
    assert!(session.message().is_some());
}

#[test]
fn going_back_over_a_heavy_command_is_done_in_slices() {
    let session = slow();
    for command in [keys(30_000), keys(60_000), keys(100)] {
        session.command(command);
        wait(&session);
    }
    for position in [2, 1, 3, 0, 2] {
        session.player().leave_play_and(Go::To(position), true);
        wait(&session);
        assert_eq!(session.player().position(), position);
    }
    assert_eq!(hash(&session), at_once(&[keys(30_000), keys(60_000)]));
}

#[test]
fn a_play_waits_for_a_heavy_command_and_goes_on() {
    let (full, ..) = codes();
    let session = slow();
    coded(&session).open(&full).unwrap();
    let player = session.player();
    player.0.go(Go::To(0)).unwrap();
    let mut frames = 0;
    while player.pass(1_000_000).is_some() {
        frames += 1;
        assert!(frames < 1_000);
    }
    assert_eq!(player.position(), player.end());
}
