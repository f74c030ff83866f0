//! What readers have kept goes on to give the same lines at the same times: a number for the transcripts of many runs of a
//! system, with their times and the readouts that no line has. A state's shape may change, these may not.

#![cfg(not(target_arch = "wasm32"))]
#![expect(clippy::unwrap_used, reason = "a test stops where it fails")]

use std::fmt::Write as _;

use simulation::ids::four_ways::{self, FourWays};
use simulation::kernel::random::Stream;
use simulation::kernel::state_hash::state_hash;
use simulation::kernel::system::System;
use simulation::kernel::time::Micros;
use simulation::kernel::timeline::Timeline;
use simulation::limiter::nodes::{self, LimiterNodes};
use simulation::ring::hot_key::{self, HotKey, Scheme};
use simulation::shortener::flow::{self, IdSource, Redirect, Shortener, Target};
use simulation::shortener::short_codes::HashKind;

/// A run: every so many steps one of the commands that `command` draws, then the readouts at its end.
fn lines<S: System>(
    scenario: S::Scenario,
    draw: &mut Stream,
    (pauses, most_steps): (u32, u32),
    command: impl Fn(&mut Stream) -> S::Command,
    readouts: impl Fn(&S) -> String,
) -> String {
    let mut timeline: Timeline<S> = Timeline::new(scenario, draw.next_u32().into()).unwrap_or_else(|no| panic!("{no}"));
    let mut text = String::new();
    for _ in 0..pauses {
        for _ in 0..draw.below(most_steps) {
            timeline.step();
            note(&mut text, &timeline);
        }
        // Now and then later than the last step, as when a person interrupts a run that plays.
        let late = timeline.next_due().map_or(0, |due| (due.0 - timeline.now().0) * u64::from(draw.below(3)) / 3);
        let command = command(draw);
        match timeline.command(timeline.now() + Micros(late), command) {
            Ok(()) => note(&mut text, &timeline),
            Err(_) => writeln!(text, "refused").unwrap(),
        }
    }
    for _ in 0..most_steps {
        timeline.step();
        note(&mut text, &timeline);
    }
    writeln!(text, "{} {}", timeline.position(), readouts(timeline.state())).unwrap();
    text
}

fn note<S: System>(text: &mut String, timeline: &Timeline<S>) {
    for event in timeline.events() {
        writeln!(text, "{} {event}", timeline.now().0).unwrap();
    }
}

fn one_of<T: Clone>(draw: &mut Stream, choices: &[T]) -> T {
    choices[draw.below(choices.len() as u32) as usize].clone()
}

#[test]
fn two_limiters_and_a_store_say_what_they_always_said() {
    use nodes::{Command, Scenario, Way};
    let mut draw = Stream::new(1, 1);
    let mut text = String::new();
    for _ in 0..60 {
        let scenario = Scenario {
            way: one_of(&mut draw, &Way::ALL),
            limit: 1 + draw.below(30),
            latency_us: one_of(&mut draw, &[0, 500, 1_000, 2_000, 5_000, 20_000]),
            rate: one_of(&mut draw, &[100, 500, 2_000]),
            share_of_a: one_of(&mut draw, &[0, 50, 75, 100]),
            sync_ms: one_of(&mut draw, &[1, 4, 10]),
            ..Scenario::default()
        };
        let command = |draw: &mut Stream| match draw.below(8) {
            0 => Command::SetWay(one_of(draw, &Way::ALL)),
            1 => Command::SetLatency(one_of(draw, &[0, 500, 2_000, 30_000])),
            2 => Command::SetRate(draw.below(3_000)),
            3 => Command::SetShare(draw.below(110)),
            _ => Command::Send(draw.below(3) as u8),
        };
        let readouts = |lab: &LimiterNodes| format!("{:?} {:?}", lab.total(), lab.own[0]);
        text += &lines::<LimiterNodes>(scenario, &mut draw, (12, 60), command, readouts);
    }
    assert_eq!(state_hash(&text), 2141465326226841289, "{}", &text[..2_000]);
}

#[test]
fn three_sets_of_servers_say_what_they_always_said() {
    use hot_key::{Command, Scenario};
    let mut draw = Stream::new(2, 1);
    let mut text = String::new();
    for _ in 0..40 {
        let scenario = Scenario {
            servers: 2 + draw.below(11),
            hot_percent: draw.below(101),
            load_percent: 1 + draw.below(150),
            slack_per_mille: 1 + draw.below(1_000),
            copies: 1 + draw.below(2),
            ..Scenario::default()
        };
        let command = |draw: &mut Stream| match draw.below(6) {
            0 => Command::SetHot(draw.below(110)),
            1 => Command::SetLoad(draw.below(160)),
            2 => Command::SetSlack(draw.below(1_000)),
            3 => Command::SetCopies(draw.below(6)),
            4 => Command::SetServers(draw.below(14)),
            _ => Command::SetCelebrity(format!("star {}", draw.below(100))),
        };
        let readouts = |lab: &HotKey| {
            let of = |lanes: &hot_key::Lanes| (lanes.waits.mean().map(Micros), lanes.copies(), lanes.waits.count());
            format!("{:?}", Scheme::ALL.map(|scheme| of(lab.lanes(scheme))))
        };
        text += &lines::<HotKey>(scenario, &mut draw, (8, 100), command, readouts);
    }
    assert_eq!(state_hash(&text), 4717647622102067679, "{}", &text[..2_000]);
}

/// But for a network that becomes faster or slower while something is under way: that was not right.
#[test]
fn four_ways_to_make_ids_say_what_they_always_said() {
    use four_ways::{Command, Scenario, Way};
    let mut draw = Stream::new(3, 1);
    let mut text = String::new();
    for _ in 0..40 {
        let scenario = Scenario {
            servers: 1 + draw.below(6) as u8,
            ticket_servers: 1 + draw.below(2) as u8,
            per_second: one_of(&mut draw, &[2, 8, 1_000, 6_000, 20_000]),
            one_way_ms: one_of(&mut draw, &[0, 1, 50, 150, 500]),
            ..Scenario::default()
        };
        let command = |draw: &mut Stream| {
            let server = draw.below(7) as u8;
            match draw.below(12) {
                0 => Command::AddServer,
                1 => Command::Kill(server),
                2 | 3 => Command::Revive(server),
                4 => Command::Cut(server),
                5 | 6 => Command::Mend(server),
                7 => Command::SetClock(server, draw.below(4_000) as i32 - 2_000),
                8 => Command::KillTicketServer(draw.below(2) as u8),
                9 => Command::ReviveTicketServer(draw.below(2) as u8),
                10 => Command::SetCareful(draw.below(2) == 0),
                _ => one_of(
                    draw,
                    &[Command::SetUuid(4), Command::SetUuid(7), Command::SetRate(700), Command::SetRate(0)],
                ),
            }
        };
        let readouts = |lab: &FourWays| {
            format!(
                "{:?}",
                Way::ALL.map(|way| (lab.count(way).took.mean().map(Micros), lab.count(way).different(), lab.gaps(way)))
            )
        };
        text += &lines::<FourWays>(scenario, &mut draw, (10, 200), command, readouts);
    }
    assert_eq!(state_hash(&text), 3747908228530219596, "{}", &text[..2_000]);
}

#[test]
fn the_shortener_says_what_it_always_said() {
    use flow::{Command, Scenario};
    let mut draw = Stream::new(4, 1);
    let mut text = String::new();
    for _ in 0..25 {
        let scenario = Scenario {
            links: draw.below(300),
            ids: one_of(&mut draw, &[IdSource::Tickets, IdSource::Snowflake]),
            hash: one_of(&mut draw, &HashKind::ALL),
            digits: 3 + draw.below(5),
            filter: draw.below(2) == 0,
            redirect: one_of(&mut draw, &[Redirect::Permanent, Redirect::Found]),
            cache: draw.below(100),
            ..Scenario::default()
        };
        let command = |draw: &mut Stream| match draw.below(12) {
            0..3 => Command::Shorten(format!("https://example.org/{}", draw.below(40))),
            3 => Command::Shorten(format!("ftp:{}", draw.below(40))),
            4 | 5 => Command::Follow(Target::Row(draw.below(400))),
            6 => Command::Follow(Target::Code(one_of(draw, &["zn9edcu", "5a6", "", "0", "zz"]).to_owned())),
            7 | 8 => Command::Crowd(draw.below(9_000)),
            9 => {
                Command::Restore { id: draw.next_u32().into(), url: format!("https://kept.example/{}", draw.below(9)) }
            }
            10 => one_of(
                draw,
                &[Command::SetCache(7), Command::SetCache(6_000), Command::SetSkew(120), Command::SetSkew(900)],
            ),
            _ => one_of(
                draw,
                &[
                    Command::SetRedirect(Redirect::Permanent),
                    Command::SetIds(IdSource::Snowflake),
                    Command::SetFilter(true),
                    Command::SetFilter(false),
                ],
            ),
        };
        let readouts = |lab: &Shortener| format!("{:?} {:?}", lab.tally, lab.course.points().collect::<Vec<_>>());
        text += &lines::<Shortener>(scenario, &mut draw, (30, 120), command, readouts);
    }
    assert_eq!(state_hash(&text), 12902943545570333446, "{}", &text[..2_000]);
}
