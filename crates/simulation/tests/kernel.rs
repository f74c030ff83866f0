//! What the kernel promises of every system, on random runs of a small one.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::expect_used, clippy::unwrap_used, reason = "what fails here fails the test")]

use crate::support::{Command, Counter, Event, Refusal, Scenario};
use base64ct::{Base64UrlUnpadded, Encoding as _};
use proptest::prelude::*;
use sha1::{Digest, Sha1};
use simulation::kernel::moment::{LONGEST, Moment, MomentError, VERSION};
use simulation::kernel::state_hash::state_hash;
use simulation::kernel::system::Registered;
use simulation::kernel::time::Micros;
use simulation::kernel::timeline::{Line, Opening, Stamped, Timeline};
use simulation::ring::evenness::{self, Evenness};
use simulation::ring::hash_ring::{self, HashRing};
use simulation::ring::key_set::KeySource;
use simulation::ring::rehash::{self, Rehash};
use simulation::ring::seven_ways::{self, SevenWays};
use simulation::shortener::code_collisions::{self, CodeCollisions};
use simulation::shortener::flow::{self, Shortener};

/// What a hand does to a timeline.
#[derive(Clone, Debug)]
enum Move {
    Step(u8),
    Back(u8),
    Seek(u16),
    Command(u8, Command),
}

fn command() -> impl Strategy<Value = Command> {
    prop_oneof![
        (0..60_u32).prop_map(Command::Pace),
        (0..9_u8).prop_map(Command::Crowd),
        "[a-z]{0,4}".prop_map(|sign| Command::Sign(format!("secret {sign}"))),
        Just(Command::Close),
    ]
}

fn moves() -> impl Strategy<Value = Vec<Move>> {
    let one = prop_oneof![
        3 => any::<u8>().prop_map(Move::Step),
        1 => any::<u8>().prop_map(Move::Back),
        1 => (0..1_000_u16).prop_map(Move::Seek),
        2 => (any::<u8>(), command()).prop_map(|(later, command)| Move::Command(later, command)),
    ];
    prop::collection::vec(one, 0..25)
}

fn scenario() -> Scenario {
    Scenario { pace: 40, sign: Some("secret sign".into()) }
}

fn moved(moves: &[Move], seed: u64) -> Timeline<Counter> {
    let mut timeline = Timeline::new(scenario(), seed).unwrap();
    for hand in moves {
        match hand {
            Move::Step(steps) => (0..*steps).for_each(|_| _ = timeline.step()),
            Move::Back(steps) => (0..*steps % 5).for_each(|_| _ = timeline.step_back()),
            Move::Seek(position) => timeline.seek(u64::from(*position)),
            Move::Command(later, command) => {
                let before = seen(&timeline);
                let at = timeline.now() + Micros(u64::from(*later));
                if timeline.command(at, command.clone()).is_err() {
                    assert_eq!(seen(&timeline), before, "a refused command changes nothing");
                }
            }
        }
    }
    timeline
}

/// All that can be seen at a position.
#[derive(Debug, PartialEq)]
struct Seen {
    position: u64,
    now: Micros,
    state: u64,
    events: Vec<Event>,
    next_due: Option<Micros>,
    next_is_command: bool,
}

fn seen(timeline: &Timeline<Counter>) -> Seen {
    Seen {
        position: timeline.position(),
        now: timeline.now(),
        state: state_hash(timeline.state()),
        events: timeline.events().to_vec(),
        next_due: timeline.next_due(),
        next_is_command: timeline.next_is_command(),
    }
}

/// The same run, done once, from its start on, without a look back.
fn straight(timeline: &Timeline<Counter>, position: u64) -> Timeline<Counter> {
    let mut again = Timeline::new(timeline.scenario().clone(), timeline.seed()).unwrap();
    for Stamped { step, at, command } in timeline.commands() {
        while again.position() < *step {
            assert!(again.step());
        }
        again.command(*at, command.clone()).unwrap();
    }
    while again.position() < timeline.end() {
        assert!(again.step());
    }
    if position < timeline.end() {
        again.seek(position);
    }
    again
}

proptest! {
    #[test]
    fn however_one_comes_to_a_position_it_is_the_same(moves in moves(), seed: u64, at in 0..1_000_u64) {
        let mut timeline = moved(&moves, seed);
        let position = at.min(timeline.end());
        timeline.seek(position);
        prop_assert_eq!(seen(&timeline), seen(&straight(&timeline, position)));
        prop_assert!(timeline.end() >= timeline.position());
    }

    #[test]
    fn a_step_and_a_step_back_undo_each_other(moves in moves(), seed: u64) {
        let mut timeline = moved(&moves, seed);
        // The events of the first position are nobody's; those of any other are those of the step that led there.
        let before = seen(&timeline);
        if timeline.step() {
            let after = seen(&timeline);
            prop_assert!(timeline.step_back());
            prop_assert_eq!(seen(&timeline), before);
            prop_assert!(timeline.step());
            prop_assert_eq!(seen(&timeline), after);
        }
    }

    #[test]
    fn a_fork_has_the_past_and_leaves_the_original_alone(moves in moves(), seed: u64, last in command()) {
        let timeline = moved(&moves, seed);
        let (before, moment) = (seen(&timeline), timeline.moment());
        let mut fork = timeline.fork();
        prop_assert_eq!(fork.end(), timeline.position());
        prop_assert_eq!(seen(&fork).state, before.state);
        prop_assert_eq!(&seen(&fork).events, &before.events);
        let _ = fork.command(Micros::ZERO, last);
        fork.seek(fork.position() + 50);
        fork.seek(3);
        prop_assert_eq!(seen(&timeline), before);
        prop_assert_eq!(timeline.moment(), moment);
        let position = fork.position();
        prop_assert_eq!(seen(&fork), seen(&straight(&fork, position)));
    }

    #[test]
    fn an_amended_command_is_as_if_it_had_been_given_at_once(
        moves in moves(), seed: u64, first in command(), second in command(),
    ) {
        let mut at_once = moved(&moves, seed);
        let mut amended = at_once.clone();
        prop_assume!(amended.command(Micros::ZERO, first).is_ok());
        let before = (seen(&amended), amended.moment());
        match (amended.amend(second.clone()), at_once.command(Micros::ZERO, second)) {
            (Ok(()), Ok(())) => {
                prop_assert_eq!(seen(&amended), seen(&at_once));
                prop_assert_eq!(amended.moment(), at_once.moment());
                amended.seek(amended.position() + 20);
                prop_assert_eq!(seen(&amended), seen(&straight(&amended, amended.position())));
            }
            (Err(amended_why), Err(why)) => {
                prop_assert_eq!(amended_why, why);
                prop_assert_eq!((seen(&amended), amended.moment()), before);
            }
            different => prop_assert!(false, "{different:?}"),
        }
    }

    #[test]
    fn the_past_that_is_shown_is_what_the_states_were(moves in moves(), seed: u64, back in 0..40_u64) {
        let timeline = moved(&moves, seed);
        let (here, from) = (timeline.position(), timeline.position().saturating_sub(back));
        let mut shown = Vec::new();
        timeline.show_past(from, |state| shown.push(state_hash(state)));
        let were: Vec<u64> = (from..=here).map(|position| state_hash(straight(&timeline, position).state())).collect();
        prop_assert_eq!(shown, were);
    }

    #[test]
    fn the_transcript_is_what_the_steps_said(moves in moves(), seed: u64, from in 0..600_u64, length in 0..600_u64) {
        let timeline = moved(&moves, seed);
        let mut again = timeline.clone();
        again.seek(0);
        let mut lines: Vec<Line<Event>> = Vec::new();
        while again.position() < timeline.end() && again.step() {
            let (step, now) = (again.position() - 1, again.now());
            lines.extend(again.events().iter().map(|event| (step, now, event.clone())));
        }
        lines.retain(|(step, ..)| (from..from + length).contains(step));
        let before = seen(&timeline);
        prop_assert_eq!(timeline.transcript(from, from + length), lines);
        prop_assert_eq!(seen(&timeline), before);
        prop_assert!(timeline.transcript(u64::MAX, u64::MAX).is_empty());
    }

    #[test]
    fn a_code_opens_at_the_same_position(moves in moves(), seed: u64) {
        let timeline = moved(&moves, seed);
        let moment = timeline.moment();
        let decoded = Moment::<Counter>::decode(&moment.encode()).unwrap();
        prop_assert_eq!(&decoded, &moment);
        let opened = Timeline::open(decoded).unwrap();
        prop_assert_eq!(seen(&opened), seen(&timeline));
        prop_assert_eq!(opened.moment(), moment);
    }

    #[test]
    fn nothing_typed_is_left_in_public(moves in moves(), seed: u64) {
        let timeline = moved(&moves, seed);
        let (public, left_out) = timeline.moment().in_public();
        let printed = format!("{public:?}");
        prop_assert!(!printed.contains("secret"));
        let signs = timeline.commands().iter().filter(|stamped| matches!(stamped.command, Command::Sign(_)));
        prop_assert_eq!(left_out, 1 + signs.count());
        prop_assert_eq!(Timeline::open(public).unwrap().position(), timeline.position());
    }

    #[test]
    fn no_string_is_a_panic(code in ".{0,60}", bytes in prop::collection::vec(any::<u8>(), 0..80)) {
        for code in [code, Base64UrlUnpadded::encode_string(&bytes)] {
            prop_assert!(Moment::<Counter>::decode(&code).is_err());
        }
    }

    #[test]
    fn a_changed_or_cut_code_does_not_open(moves in moves(), seed: u64, index: prop::sample::Index, bit in 0..8_u32) {
        let code = moved(&moves, seed).moment().encode();
        let mut bytes = Base64UrlUnpadded::decode_vec(&code).unwrap();
        let cut = &code[..index.index(code.len())];
        prop_assert!(matches!(Moment::<Counter>::decode(cut), Err(MomentError::Damaged | MomentError::NotACode)));
        bytes[index.index(code.len() * 3 / 4)] ^= 1 << bit;
        prop_assert_eq!(Moment::<Counter>::decode(&Base64UrlUnpadded::encode_string(&bytes)), Err(MomentError::Damaged));
    }

    /// The check sum is no secret: what passes it may still be anything.
    #[test]
    fn a_forged_code_is_refused_or_replayed_but_never_a_panic(
        body in prop::collection::vec(prop_oneof![0..4_u8, any::<u8>()], 0..60),
    ) {
        let forged = sealed(&[&[VERSION, 0xbf], body.as_slice()].concat());
        if let Ok(moment) = Moment::<Counter>::decode(&forged) {
            prop_assume!(moment.end < 10_000);
            let _ = Timeline::open(moment);
        }
    }
}

/// A code with a good check sum.
fn sealed(body: &[u8]) -> String {
    let digest: [u8; 20] = Sha1::digest(body).into();
    Base64UrlUnpadded::encode_string(&[body, &digest[..4]].concat())
}

#[test]
fn bad_codes_say_what_is_wrong() {
    let moment = Timeline::<Counter>::new(scenario(), 1).unwrap().moment();
    let bytes = Base64UrlUnpadded::decode_vec(&moment.encode()).unwrap();
    let body = &bytes[..bytes.len() - 4];
    let version = |version: u8| sealed(&[&[version], &body[1..]].concat());
    let error = |code: &str| Moment::<Counter>::decode(code).unwrap_err();
    assert_eq!(error(&version(VERSION + 1)), MomentError::Newer { version: VERSION + 1 });
    assert_eq!(error(&version(0)), MomentError::Malformed, "there never was a version 0");
    assert_eq!(Moment::<Rehash>::decode(&moment.encode()), Err(MomentError::OtherLab));
    assert_eq!(error(&"A".repeat(LONGEST + 1)), MomentError::TooLong);
    let mut long = Timeline::<Counter>::new(scenario(), 1).unwrap();
    long.command(Micros::ZERO, Command::Sign("x".repeat(LONGEST))).unwrap();
    let code = long.moment().encode();
    assert_eq!(error(&code), MomentError::TooLong);
    assert_eq!(Moment::decode_kept(&code), Ok(long.moment()), "a device keeps more than a link may hold");
    assert_eq!(error("not a code!"), MomentError::NotACode);
    assert_eq!(error(""), MomentError::Damaged);
    for short in [&[][..], &[VERSION]] {
        assert_eq!(error(&sealed(short)), MomentError::Damaged);
    }
    assert_eq!(error(&sealed(&[VERSION, 0xbf])), MomentError::Malformed);
}

fn moment_of(commands: Vec<Stamped<Command>>, position: u64, end: u64) -> Moment<Counter> {
    Moment { scenario: scenario(), seed: 1, commands, position, end }
}

fn stamped(step: u64) -> Stamped<Command> {
    Stamped { step, at: Micros::LATEST, command: Command::Pace(30) }
}

#[test]
fn a_moment_that_would_freeze_the_page_is_refused_at_once() {
    let open = |moment| Timeline::open(moment).unwrap_err();
    let steps = Timeline::<Counter>::MOST_STEPS + 1;
    assert_eq!(open(moment_of(Vec::new(), 0, steps)), MomentError::TooManySteps { steps });
    assert_eq!(open(moment_of(Vec::new(), 0, u64::MAX)), MomentError::TooManySteps { steps: u64::MAX });
    let commands = vec![stamped(0); Timeline::<Counter>::MOST_COMMANDS + 1];
    assert!(matches!(open(moment_of(commands, 0, 5)), MomentError::TooManySteps { .. }));
    assert_eq!(open(moment_of(vec![stamped(u64::MAX)], 0, 5)), MomentError::Malformed);
    assert_eq!(open(moment_of(vec![stamped(5)], 0, 5)), MomentError::Malformed, "the end is after the last command");
    let back_and_forth = [4_999_990, 0].into_iter().cycle().take(10_000).map(stamped).collect();
    assert_eq!(open(moment_of(back_and_forth, 0, 5_000_000)), MomentError::Malformed);
}

/// A link of that many commands, each as expensive as it can be.
fn forged<S: Registered>(scenario: S::Scenario, command: impl Fn(u32) -> S::Command, ticks: u64) -> MomentError {
    let most = Timeline::<S>::MOST_COMMANDS as u32;
    let stamped = |step| Stamped { step: u64::from(step), at: Micros::ZERO, command: command(step) };
    let end = u64::from(most) + ticks;
    let moment: Moment<S> = Moment { scenario, seed: 1, commands: (0..most).map(stamped).collect(), position: 0, end };
    Timeline::open(Moment::<S>::decode(&moment.encode()).unwrap()).err().expect("it is refused")
}

#[test]
fn a_link_that_asks_for_hours_is_refused_before_it_is_run() {
    let keys = |step: u32| KeySource::Random(1_000_000 - step);
    let many = 4_900_000;
    let all = [
        forged::<HashRing>(hash_ring::Scenario::default(), |step| hash_ring::Command::SetKeys(keys(step)), 0),
        forged::<HashRing>(
            hash_ring::Scenario::default(),
            |step| hash_ring::Command::SetVirtualNodes(1_000 - step % 2),
            0,
        ),
        forged::<Rehash>(rehash::Scenario::default(), |step| rehash::Command::SetKeys(keys(step)), 0),
        forged::<SevenWays>(
            seven_ways::Scenario::default(),
            |step| seven_ways::Command::SetVirtualNodes(step % 1_000),
            0,
        ),
        forged::<Evenness>(evenness::Scenario::default(), |step| evenness::Command::SetServers(99 + step % 2), many),
        forged::<CodeCollisions>(
            code_collisions::Scenario::default(),
            |step| code_collisions::Command::SetUrls(200_000 - step),
            many,
        ),
        forged::<Shortener>(flow::Scenario::default(), |_| flow::Command::Crowd(1_000_000), many),
    ];
    for error in all {
        assert!(matches!(error, MomentError::TooMuchWork { minutes: 5.. }), "{error}");
    }
}

#[test]
fn the_longest_runs_that_a_reader_makes_open() {
    // All rings that can be measured, a hundred sizes of a large set, and a thousand changes of a large ring.
    let rings = evenness::Scenario::of(100, &(985..=1_000).collect::<Vec<u32>>(), evenness::MOST_RINGS);
    let moment = Moment::<Evenness> { scenario: rings, seed: 1, commands: Vec::new(), position: 0, end: 4_800 };
    assert!(Opening::new(moment).is_ok());
    let stamped = |step: u64, command| Stamped { step, at: Micros::ZERO, command };
    let sizes = (0..100).map(|step| stamped(step, hash_ring::Command::SetKeys(KeySource::Numbered(1_000_000))));
    let changes = (100..1_100).map(|step| stamped(step, hash_ring::Command::SetVirtualNodes(1_000)));
    let commands = sizes.chain(changes).collect();
    let moment =
        Moment::<HashRing> { scenario: hash_ring::Scenario::default(), seed: 1, commands, position: 0, end: 1_100 };
    assert!(Opening::new(moment).is_ok());
}

#[test]
fn a_moment_that_contradicts_itself_is_refused() {
    let open = |moment| Timeline::open(moment).map(|timeline| timeline.position());
    assert_eq!(open(moment_of(vec![stamped(3), stamped(3)], 0, 5)), Err(MomentError::Malformed));
    assert_eq!(open(moment_of(Vec::new(), 6, 5)), Err(MomentError::Malformed));
    let too_soon = Stamped { at: Micros::ZERO, ..stamped(40) };
    assert_eq!(open(moment_of(vec![too_soon], 0, 50)), Err(MomentError::Malformed));
    let too_late = Stamped { at: Micros(u64::MAX), ..stamped(3) };
    assert_eq!(open(moment_of(vec![too_late], 0, 50)), Err(MomentError::Malformed));
    let close = |step| Stamped { command: Command::Close, ..stamped(step) };
    assert_eq!(open(moment_of(vec![close(0)], 0, 500)), Err(MomentError::Malformed), "it ends before that");
    let refused = MomentError::Refused(Refusal::Closed.to_string());
    assert_eq!(open(moment_of(vec![close(0), close(1)], 0, 2)), Err(refused));
    let none = Moment { scenario: Scenario { pace: 0, sign: None }, ..moment_of(Vec::new(), 0, 0) };
    assert_eq!(open(none), Err(MomentError::Refused(Refusal::NoPace.to_string())));
}

#[test]
fn a_long_run_is_exact_on_the_way_back() {
    let mut timeline: Timeline<Counter> = Timeline::new(scenario(), 9).unwrap();
    let mut wanted = Vec::new();
    while timeline.position() < 300_000 {
        timeline.step();
        if timeline.position() % 50_000 < 5 || timeline.position() > 299_950 {
            wanted.push(seen(&timeline));
        }
    }
    while let Some(last) = wanted.pop() {
        if timeline.position() == last.position + 1 {
            timeline.step_back();
        } else {
            timeline.seek(last.position);
        }
        assert_eq!(seen(&timeline), last);
    }
}

/// Written by version 1 of the format. It must open for ever.
#[test]
fn a_link_of_version_1_keeps_opening() {
    let mut timeline = Timeline::open(Moment::<Rehash>::decode(VERSION_1).unwrap()).unwrap();
    assert_eq!((timeline.position(), timeline.end()), (2, 3));
    let said = |timeline: &Timeline<Rehash>| timeline.events()[0].to_string().replace('\u{202f}', "");
    assert_eq!(said(&timeline), "s1 removed: mod-n moves 79953 of 100000 keys, the ring 20896.");
    timeline.step();
    assert_eq!(said(&timeline), "s3 killed: mod-n moves 75030 of 100000 keys, the ring 26773.");
}

const VERSION_1: &str = "AQIEAnMwAnMxAnMyAnMzZACgjQYHAwAAAAJzNAEAAQECAAICA6LCGRc";

#[test]
fn a_clock_that_counts_nanoseconds_is_read_in_milliseconds() {
    use simulation::kernel::time::Unit;
    assert_eq!(Unit::Nano.show(Unit::Nano.micros(2_500)), "2.500 ms");
    assert_eq!(Unit::Micro.show(Unit::Micro.micros(2_500_000)), "2.500 s");
    assert_eq!(Unit::Nano.micros(u64::MAX), Micros(u64::MAX), "it ends where time ends");
}
