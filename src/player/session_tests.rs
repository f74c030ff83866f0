//! A session without a browser: natively, where timers do not run and pages are rendered ahead.

use std::cell::Cell;

use algorithms::probe::Probe;
use simulation::kernel::moment::MomentError;
use simulation::kernel::time::Micros;

use yew::prelude::*;

use super::*;
use crate::player::codes::Coded;
use crate::player::{use_session, use_watch};
use crate::share::Kept;

/// Adds up what it is told, and one more every millisecond until it is at ten. Refuses 13; keeps 7 private.
#[derive(Clone, Debug, Hash, PartialEq)]
struct Sum {
    sum: u64,
    due: u64,
}

simulation::register! { 251: Sum = "sum", }

impl System for Sum {
    type Scenario = u64;
    type Command = u64;
    type Event = String;
    type Refusal = String;

    fn start(scenario: &u64, _seed: u64) -> Result<Self, String> {
        if *scenario == 13 { Err("no 13".to_owned()) } else { Ok(Self { sum: *scenario, due: 1_000 }) }
    }

    fn command(
        &mut self,
        _now: Micros,
        command: &u64,
        events: &mut Vec<String>,
        _probe: &mut impl Probe,
    ) -> Result<(), String> {
        if *command == 13 {
            return Err("no 13".to_owned());
        }
        self.sum += command;
        events.push(format!("added {command}"));
        Ok(())
    }

    fn next_due(&self) -> Option<Micros> {
        (self.sum < 10).then_some(Micros(self.due))
    }

    fn tick(&mut self, events: &mut Vec<String>, _probe: &mut impl Probe) {
        self.sum += 1;
        self.due += 1_000;
        events.push("one more".to_owned());
    }

    fn command_in_public(command: &u64) -> Option<u64> {
        (*command == 7).then_some(0)
    }
}

fn session() -> Session<Sum> {
    Session::new("sum", 0)
}

fn coded(session: &Session<Sum>) -> Coded {
    session.player().coded_for::<Sum>()
}

fn sum(session: &Session<Sum>) -> u64 {
    session.with(|run| run.state().sum)
}

#[test]
fn a_refusal_changes_nothing_and_says_why() {
    let session = session();
    assert!(!session.command(13));
    assert_eq!((session.message().as_deref(), sum(&session)), (Some("no 13"), 0));
    assert!(session.command(1));
    assert_eq!((session.message(), sum(&session)), (None, 1));
    session.begin(13);
    assert_eq!((session.message().as_deref(), sum(&session)), (Some("no 13"), 1));
    session.dismiss();
    assert_eq!(session.message(), None);
}

#[test]
fn a_command_in_the_past_keeps_the_old_run() {
    let session = session();
    let player = session.player();
    session.command(1);
    session.command(2);
    player.go(Go::To(1));
    assert!(!session.command(13));
    assert_eq!(player.0.reading().runs, 1);
    session.command(5);
    assert_eq!((sum(&session), player.0.reading().runs, player.0.reading().shown), (6, 2, 1));
    player.go(Go::Show(0));
    player.go(Go::To(2));
    assert_eq!(sum(&session), 3);
}

#[test]
fn a_cancelled_drag_leaves_nothing_behind() {
    let session = session();
    let player = session.player();
    session.command(1);
    session.player().cancel();
    session.drag(2);
    session.drag(3);
    session.player().cancel();
    session.player().cancel();
    assert_eq!((sum(&session), player.0.reading().end), (1, 1), "only the drag is taken back");
    session.command(2);
    player.go(Go::To(1));
    let before = coded(&session).private_code();
    session.drag(4);
    session.drag(5);
    assert_eq!((sum(&session), player.0.reading().runs), (6, 2));
    session.player().cancel();
    assert_eq!(player.0.reading().runs, 1);
    assert_eq!(coded(&session).private_code(), before);
}

#[test]
fn a_gesture_is_one_step_and_replaces_nothing_else() {
    let session = session();
    let player = session.player();
    let steps = || session.with(|run| run.commands().iter().map(|stamped| stamped.command).collect::<Vec<_>>());
    session.command(1);
    session.drag(2);
    session.drag(3);
    assert!(!session.drag(13), "what is refused leaves the frame before it");
    session.drag(4);
    player.settle();
    assert_eq!(steps(), [1, 4]);
    session.drag(1);
    session.command(2);
    session.drag(1);
    session.drag(3);
    assert_eq!(steps(), [1, 4, 1, 2, 3], "something else was done within it");
    assert!(!session.drag(13));
    player.go(Go::To(4));
    player.go(Go::To(5));
    session.drag(1);
    assert_eq!(steps(), [1, 4, 1, 2, 3, 1], "the run was moved within it");
}

#[test]
fn a_first_frame_that_is_refused_begins_no_gesture() {
    let session = session();
    session.command(1);
    assert!(!session.drag(13));
    session.drag(2);
    assert_eq!((sum(&session), session.player().end()), (3, 2));
}

#[test]
fn key_presses_in_a_row_are_one_step_until_something_else_is_done() {
    let session = session();
    let player = session.player();
    for number in [1, 2, 3] {
        session.drag(number);
        player.rest();
        assert!(!player.is_dragged());
    }
    assert_eq!((sum(&session), player.end()), (3, 1));
    player.step();
    session.drag(5);
    assert_eq!((sum(&session), player.end()), (9, 3));
}

#[test]
fn a_run_that_plays_stands_still_within_a_gesture() {
    let session = session();
    let player = session.player();
    player.hub().playing.set(true);
    session.drag(1);
    assert_eq!(player.pass(5_000_000), Some(false));
    session.drag(2);
    player.settle();
    assert_eq!((sum(&session), player.end()), (2, 1));
    assert_eq!(player.pass(1_000), Some(true));
}

#[test]
fn a_new_run_replaces_only_an_untouched_one() {
    let session = session();
    let player = session.player();
    session.begin(3);
    assert_eq!((sum(&session), player.0.reading().runs), (3, 1));
    session.command(1);
    session.begin(5);
    assert_eq!((sum(&session), player.0.reading().runs), (5, 2));
    for start in 0..20 {
        session.command(1);
        session.begin(start);
    }
    assert_eq!((sum(&session), player.0.reading().runs), (19, MOST_RUNS));
}

#[test]
fn everybody_is_told_until_they_leave() {
    let session = session();
    let told = Rc::new(Cell::new(0));
    let count = Rc::clone(&told);
    let listener = session.on_frame(move || count.set(count.get() + 1));
    session.drag(1);
    session.drag(2);
    session.player().settle();
    assert_eq!(told.get(), 3);
    drop(listener);
    session.command(1);
    assert_eq!(told.get(), 3);
}

#[test]
fn within_a_play_time_goes_on_between_two_steps_and_slower_while_something_is_followed() {
    let session = session();
    let player = session.player();
    let told = Rc::new(Cell::new(Micros::ZERO));
    let seen = Rc::clone(&told);
    let listener = player.on_frame(move |now| seen.set(now));
    player.play();
    assert_eq!(player.pass(400), Some(false), "no step is due");
    assert_eq!((player.time(), player.now()), (Micros(400), Micros::ZERO));
    player.follow(Some("one goes on".to_owned()));
    assert_eq!((player.pass(400), player.time()), (Some(false), Micros(500)));
    player.follow(None);
    assert_eq!((player.pass(400), player.time()), (Some(false), Micros(900)));
    assert_eq!(player.pass(200), Some(true));
    player.changed(false);
    assert_eq!((told.get(), player.now()), (Micros(1_100), Micros(1_000)));
    player.pause();
    assert_eq!((told.get(), player.time()), (Micros(1_000), Micros(1_000)), "a pause shows the last step");
    drop(listener);
}

#[test]
fn a_code_opens_the_same_moment() {
    let session = session();
    let player = session.player();
    session.command(1);
    player.go(Go::Step);
    session.command(7);
    player.go(Go::To(2));
    let code = coded(&session).private_code();
    let other = self::session();
    coded(&other).open(&code).unwrap();
    assert!(other.with(|there| session.with(|here| here.moment() == there.moment() && here.state() == there.state())));
    assert_eq!(coded(&session).public_code().1, 1);
    assert_eq!(coded(&other).open("AAAA"), Err(MomentError::Damaged));
}

#[test]
fn time_passes_at_the_chosen_speed() {
    let player = session().player();
    let clock = &player.hub().clock;
    assert_eq!(clock.pass(&*player.0, 999), Some(false));
    assert_eq!(clock.pass(&*player.0, 1), Some(true));
    clock.speed.set(100);
    assert_eq!(clock.pass(&*player.0, 250), Some(true));
    assert_eq!(player.0.reading().position, 3);
    assert_eq!(clock.pass(&*player.0, 1_000_000), None);
    assert_eq!((player.0.reading().position, player.0.said().as_str()), (10, "one more"));
}

#[test]
fn a_recorded_command_is_waited_for() {
    let session = session();
    let player = session.player();
    session.command(10);
    session.command(10);
    player.go(Go::To(0));
    let clock = &player.hub().clock;
    assert_eq!(clock.pass(&*player.0, 699_999), Some(false));
    assert_eq!(clock.pass(&*player.0, 1), Some(true));
    assert_eq!(player.0.reading().position, 1);
    clock.speed.set(1_000);
    assert_eq!(clock.pass(&*player.0, 7_000), None);
    assert_eq!(player.0.reading().position, 2);
}

#[component]
fn Lab() -> Html {
    let session = use_session::<Sum>("sum", || 0);
    use_watch(&session);
    html! {
        <section class="lab" id="sum">
            <p class="sum">{ session.with(|run| run.state().sum) }</p>
            <crate::player::bar::PlayerBar player={session.player()} />
        </section>
    }
}

#[tokio::test]
async fn the_first_render_needs_no_browser() {
    let page = yew::LocalServerRenderer::<Lab>::new().hydratable(true).render().await;
    assert!(page.contains("step 0 of 0"), "{page}");
}

#[test]
fn others_find_a_lab_by_its_name_and_move_it() {
    use crate::player::registry;
    assert!(registry::find("sum").is_none());
    let session = session();
    registry::enter(&session.player());
    let lab = registry::find("sum").expect("it has entered");
    assert_eq!(registry::labs(), [session.player()]);
    let told = Rc::new(Cell::new(0));
    let count = Rc::clone(&told);
    let listener = lab.on_change(move || count.set(count.get() + 1));
    session.command(7);
    lab.step();
    assert_eq!((lab.position(), lab.end(), lab.is_over()), (2, 2, false));
    assert_eq!(lab.said(), "one more");
    lab.step_back();
    assert_eq!((lab.position(), lab.end(), lab.said().as_str()), (1, 2, "added 7"));
    assert_eq!(told.get(), 3);
    drop(listener);
    let coded = coded(&session);
    let (public, left_out) = coded.public_code();
    assert_eq!(left_out, 1);
    assert_ne!(public, coded.private_code());
    assert!(coded.open("nonsense").is_err());
    assert_eq!(sum(&session), 7);
    lab.go_to(0);
    coded.open(&public).expect("it is a good code");
    assert_eq!((sum(&session), lab.position(), told.get()), (0, 1, 3));
    registry::leave(&lab);
    assert!(registry::find("sum").is_none());
}

#[test]
fn the_readers_runs_come_back_as_they_were() {
    let session = session();
    session.command(3);
    session.player().go_to(0);
    session.command(4);
    let (lab, before) = (coded(&session), session.player().0.reading());
    let scene = Session::<Sum>::new("sum", 0);
    scene.command(5);
    let code = coded(&scene).private_code();
    lab.set_aside(true);
    assert_eq!(sum(&session), 4, "nothing is seen of it");
    lab.open(&code).expect("it is a good code");
    session.command(6);
    lab.open(&code).expect("it opens again");
    assert_eq!((sum(&session), lab.0.reading().runs), (5, 1), "what was done in a scene goes with it");
    lab.set_aside(true);
    lab.set_aside(false);
    assert_eq!((sum(&session), lab.0.reading()), (4, before));
}

#[test]
fn runs_beside_the_one_shown_are_opened_where_they_stood() {
    let kept = session();
    for start in 1..=3 {
        kept.command(1);
        kept.begin(start);
    }
    kept.player().go(Go::Show(2));
    let full = coded(&kept).private_code();
    let (beside, shown) = coded(&kept).beside();
    assert_eq!((beside.len(), shown), (3, 2));

    let opened = session();
    assert!(
        coded(&opened).open_kept(Kept { full: full.clone(), beside: beside.clone(), shown, ..Kept::default() }, None)
    );
    let reading = opened.player().0.reading();
    assert_eq!((reading.runs, reading.shown, sum(&opened)), (4, 2, 3));
    assert_eq!(coded(&opened).beside(), (beside.clone(), shown));

    let damaged = beside.iter().map(|code| format!("{code}?")).collect();
    let alone = session();
    assert!(coded(&alone).open_kept(Kept { full, beside: damaged, shown, ..Kept::default() }, None));
    assert_eq!((alone.player().0.reading().runs, sum(&alone)), (1, 3));
}
