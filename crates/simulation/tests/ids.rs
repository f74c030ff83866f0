//! The systems of the chapter on IDs, natively.

#![cfg(not(target_arch = "wasm32"))]
#![expect(clippy::unwrap_used, reason = "a test stops where it fails")]

use std::collections::BTreeSet;

use algorithms::ids::decode::DecodeError;
use algorithms::ids::layout::{Field, Layout};
use proptest::prelude::*;
use simulation::ids::bit_strip::{self, BitStrip};
use simulation::ids::clock_back::{self, Answer, ClockBack};
use simulation::ids::collisions::{self, Collisions};
use simulation::ids::decoder::{self, IdDecoder, SAMPLES};
use simulation::ids::four_ways::{self, FourWays, Outcome, Way};
use simulation::kernel::moment::Moment;
use simulation::kernel::state_hash::state_hash;
use simulation::kernel::system::System;
use simulation::kernel::time::Micros;
use simulation::kernel::timeline::Timeline;

fn run<S: System>(scenario: S::Scenario) -> Timeline<S> {
    Timeline::new(scenario, 1).unwrap()
}

/// Each is refused with a sentence, and leaves no trace.
fn refused<S: System>(scenario: S::Scenario, commands: impl IntoIterator<Item = S::Command>) {
    let mut timeline = run::<S>(scenario);
    timeline.seek(5);
    let before = state_hash(timeline.state());
    for command in commands {
        let refusal = timeline.command(Micros::ZERO, command.clone()).unwrap_err();
        assert!(refusal.to_string().ends_with('.'), "{command:?}");
        assert_eq!(state_hash(timeline.state()), before);
    }
}

#[test]
fn what_makes_no_sense_is_refused_and_changes_nothing() {
    use bit_strip::Command as Strip;
    refused::<BitStrip>(
        bit_strip::Scenario::default(),
        [
            Strip::Move { border: 4, to: 64 },
            Strip::Move { border: 1, to: 1 },
            Strip::Move { border: 1, to: 255 },
            Strip::Move { border: 0, to: 2 },
            Strip::SetTick(0),
            Strip::SetTick(u32::MAX),
            Strip::SetEpoch(2027),
            Strip::SetEpoch(u32::MAX),
            Strip::SetRate(0),
            Strip::Burst(0),
            Strip::Burst(u32::MAX),
        ],
    );
    use four_ways::Command as Four;
    refused::<FourWays>(
        four_ways::Scenario::default(),
        [
            Four::Kill(3),
            Four::Cut(255),
            Four::SetClock(0, i32::MIN),
            Four::KillTicketServer(1),
            Four::SetRate(0),
            Four::SetRate(u32::MAX),
            Four::SetOneWay(u32::MAX),
            Four::SetUuid(1),
        ],
    );
    use clock_back::Command as Clock;
    refused::<ClockBack>(
        clock_back::Scenario::default(),
        [Clock::SetClock(i32::MIN), Clock::SetClock(10), Clock::SetRate(0), Clock::SetRate(17)],
    );
    refused::<ClockBack>(clock_back::Scenario::reads(&[1, 2, 3, 4, 5, 6, 7]), [Clock::SetClock(1)]);
    use collisions::Command as Draw;
    refused::<Collisions>(
        collisions::Scenario::default(),
        [Draw::SetBits(0), Draw::SetBits(257), Draw::SetRate(0), Draw::SetYears(0), Draw::Draw(3), Draw::Draw(32)],
    );
    let paste = |text: &str| decoder::Command::Paste(decoder::Scenario { text: text.into(), today_ms: 0 });
    refused::<IdDecoder>(
        decoder::Scenario::default(),
        [paste(""), paste("hello"), paste(&"9".repeat(10_000_000)), decoder::Command::Look(5)],
    );
}

#[test]
fn scenarios_that_make_no_sense_do_not_start() {
    let strip = |change: fn(&mut bit_strip::Scenario)| {
        let mut scenario = bit_strip::Scenario::default();
        change(&mut scenario);
        BitStrip::start(&scenario, 1).unwrap_err()
    };
    strip(|scenario| scenario.sections[1].1 = 40);
    strip(|scenario| scenario.sections[1].0 = 9);
    strip(|scenario| scenario.epoch_ms = u64::MAX);
    strip(|scenario| scenario.per_second = 0);
    for (servers, ticket_servers) in [(0, 1), (7, 1), (3, 0), (3, 3)] {
        let scenario = four_ways::Scenario { servers, ticket_servers, ..four_ways::Scenario::default() };
        assert!(FourWays::start(&scenario, 1).is_err());
    }
    let long = clock_back::Scenario::reads(&[1; 201]);
    assert!(ClockBack::start(&long, 1).is_err());
}

#[test]
fn every_sample_is_read_and_only_the_readers_own_text_is_kept_out_of_a_link() {
    for (what, text) in SAMPLES {
        let timeline = run::<IdDecoder>(decoder::Scenario { text: text.into(), ..decoder::Scenario::default() });
        assert!(timeline.state().possible() > 0, "{what}");
        assert_eq!(timeline.moment().in_public().1, 0, "{what}");
    }
    let mut timeline = run::<IdDecoder>(decoder::Scenario::default());
    let own = decoder::Scenario { text: "1700000000000000001".into(), ..decoder::Scenario::default() };
    timeline.command(Micros::ZERO, decoder::Command::Paste(own)).unwrap();
    timeline.command(Micros::ZERO, decoder::Command::Look(4)).unwrap();
    let (public, left_out) = timeline.moment().in_public();
    assert_eq!(left_out, 1);
    assert!(!format!("{public:?}").contains("1700000000000000001"));
    assert!(Timeline::<IdDecoder>::open(Moment::decode(&public.encode()).unwrap()).is_ok());
}

#[test]
fn a_refused_text_says_why() {
    let mut timeline = run::<IdDecoder>(decoder::Scenario::default());
    let paste = decoder::Command::Paste(decoder::Scenario { text: "?".into(), today_ms: 0 });
    let refused = timeline.command(Micros::ZERO, paste);
    assert_eq!(refused, Err(decoder::Refusal::Decode(DecodeError::Unknown)));
}

#[test]
fn with_the_machine_in_front_the_ids_are_no_longer_in_order_of_time() {
    let ordered = |scenario| {
        let mut timeline = run::<BitStrip>(scenario);
        timeline.seek(200);
        (timeline.state().count(), timeline.state().out_of_order())
    };
    assert_eq!(ordered(bit_strip::Scenario::default()), (200, 0));
    let (count, out_of_order) = ordered(bit_strip::Scenario::machine_first());
    assert!(count == 200 && out_of_order > 50, "{out_of_order}");
}

#[test]
fn a_layout_that_is_over_makes_no_id_and_says_so() {
    // Thirty bits of milliseconds are twelve days; the epoch is sixteen years ago.
    let mut timeline = run::<BitStrip>(bit_strip::Scenario::default());
    timeline.command(Micros::ZERO, bit_strip::Command::Move { border: 1, to: 31 }).unwrap();
    timeline.seek(20);
    assert_eq!((timeline.state().count(), timeline.state().refused()), (0, 19));
    assert!(timeline.events()[0].to_string().contains("holds at most"));
}

#[test]
fn a_dead_ticket_server_stops_one_way_and_a_second_one_saves_it() {
    let after = |ticket_servers| {
        let scenario = four_ways::Scenario { ticket_servers, ..four_ways::Scenario::default() };
        let mut timeline = run::<FourWays>(scenario);
        timeline.seek(10);
        timeline.command(Micros::ZERO, four_ways::Command::KillTicketServer(0)).unwrap();
        timeline.seek(61);
        Way::ALL.map(|way| timeline.state().count(way).refused)
    };
    assert_eq!(after(1), [0, 0, 50, 0]);
    assert_eq!(after(2), [0; 4]);
}

#[test]
fn a_server_that_is_cut_off_gets_no_tickets_and_its_counter_drifts() {
    let mut timeline = run::<FourWays>(four_ways::Scenario { one_way_ms: 0, ..four_ways::Scenario::default() });
    timeline.seek(60);
    let order = |timeline: &Timeline<FourWays>| timeline.state().count(Way::MultiMaster).out_of_order;
    assert_eq!(order(&timeline), 0, "with a network that takes no time the counters keep pace");
    timeline.command(Micros::ZERO, four_ways::Command::Cut(0)).unwrap();
    timeline.seek(160);
    assert!(order(&timeline) > 10);
    assert!(timeline.state().count(Way::Tickets).refused > 10);
    assert_eq!([Way::Uuid, Way::Snowflake].map(|way| timeline.state().count(way).refused), [0, 0]);
    let before = order(&timeline);
    timeline.command(Micros::ZERO, four_ways::Command::Mend(0)).unwrap();
    timeline.seek(260);
    assert_eq!(order(&timeline), before, "they have caught up");
}

/// Rows that were sent when the network was slow are still under way for half a second: nobody waits behind them.
#[test]
fn when_the_network_gets_faster_new_rows_overtake_the_old_ones() {
    let scenario = four_ways::Scenario { per_second: 1_000, one_way_ms: 500, ..four_ways::Scenario::default() };
    let mut timeline = run::<FourWays>(scenario);
    timeline.seek(600);
    timeline.command(Micros::ZERO, four_ways::Command::SetOneWay(0)).unwrap();
    let order = |timeline: &Timeline<FourWays>| timeline.state().count(Way::MultiMaster).out_of_order;
    // Each server has spoken once more, and all have heard it.
    timeline.seek(640);
    let before = order(&timeline);
    timeline.seek(1_000);
    assert_eq!(order(&timeline), before, "the counters keep pace");
}

#[test]
fn a_ticket_server_that_has_nothing_to_do_is_not_overloaded_when_the_network_gets_faster() {
    let mut timeline = run::<FourWays>(four_ways::Scenario { one_way_ms: 500, ..four_ways::Scenario::default() });
    timeline.seek(30);
    timeline.command(Micros::ZERO, four_ways::Command::SetOneWay(0)).unwrap();
    timeline.seek(60);
    assert_eq!(timeline.state().count(Way::Tickets).refused, 0);
}

#[test]
fn a_clock_set_back_stops_only_the_snowflakes_of_its_server() {
    let mut timeline = run::<FourWays>(four_ways::Scenario { uuid_version: 7, ..four_ways::Scenario::default() });
    timeline.seek(60);
    timeline.command(Micros::ZERO, four_ways::Command::SetClock(1, -5_000)).unwrap();
    timeline.seek(80);
    let refused = Way::ALL.map(|way| timeline.state().count(way).refused);
    assert!(refused[3] > 2, "{refused:?}");
    assert_eq!(refused[..3], [0, 0, 0]);
    assert!(timeline.state().count(Way::Uuid).out_of_order > 0, "version 7 takes the clock at its word");
    timeline.seek(300);
    let later = timeline.state().count(Way::Snowflake).refused;
    timeline.seek(400);
    assert_eq!(timeline.state().count(Way::Snowflake).refused, later, "it has caught up");
    assert_eq!(Way::ALL.map(|way| timeline.state().count(way).duplicates), [0; 4]);
}

#[test]
fn databases_have_a_ceiling_and_the_others_none_here() {
    let mut timeline = run::<FourWays>(four_ways::Scenario { per_second: 20_000, ..four_ways::Scenario::default() });
    timeline.seek(u64::from(four_ways::MOST_REQUESTS));
    let issued = Way::ALL.map(|way| timeline.state().count(way).took.count());
    assert_eq!([issued[1], issued[3]], [u64::from(four_ways::MOST_REQUESTS); 2]);
    assert!(issued[2] < issued[0] && issued[0] < issued[1], "one database, three, and none: {issued:?}");
}

#[test]
fn without_a_server_nobody_gets_an_id() {
    let mut timeline = run::<FourWays>(four_ways::Scenario::default());
    for server in 0..3 {
        timeline.command(Micros::ZERO, four_ways::Command::Kill(server)).unwrap();
    }
    timeline.seek(13);
    assert_eq!(Way::ALL.map(|way| timeline.state().count(way).refused), [10; 4]);
}

#[test]
fn a_restarted_machine_whose_clock_is_behind_repeats_itself_whatever_its_policy() {
    let mut timeline = run::<ClockBack>(clock_back::Scenario { per_ms: 8, ..clock_back::Scenario::default() });
    timeline.seek(40);
    timeline.command(Micros::ZERO, clock_back::Command::SetClock(-3)).unwrap();
    timeline.command(Micros::ZERO, clock_back::Command::Restart).unwrap();
    timeline.seek(70);
    for way in clock_back::Way::ALL {
        assert!(timeline.state().machine(way).duplicates() > 0, "{}", way.name());
    }
}

#[test]
fn a_clock_set_back_costs_errors_or_time_or_truth() {
    let mut timeline = run::<ClockBack>(clock_back::Scenario::default());
    timeline.seek(12);
    timeline.command(Micros::ZERO, clock_back::Command::SetClock(-4)).unwrap();
    timeline.seek(60);
    let machine = |way| timeline.state().machine(way);
    let [refuse, wait, borrow] = [clock_back::Way::Refuse, clock_back::Way::Wait, clock_back::Way::Borrow].map(machine);
    assert!(refuse.refused() > 8 && refuse.waited() == Micros::ZERO && refuse.ahead_ms() == 0);
    assert!(wait.refused() == 0 && wait.waited_ms() > 8 && wait.ahead_ms() == 0 && wait.queue() == 0);
    assert!(borrow.refused() == 0 && borrow.ahead_ms() >= 3 && borrow.waited() < wait.waited());
}

#[test]
fn trials_collide_about_as_soon_as_the_birthday_bound_says() {
    let mut timeline = run::<Collisions>(collisions::Scenario::default());
    while timeline.step() {}
    let lab = timeline.state();
    let mean = lab.trials().iter().map(|drawn| f64::from(*drawn)).sum::<f64>() / lab.trials().len() as f64;
    // The mean of the first collision is the root of pi N / 2, and 2/3: Knuth's Q function.
    let theory = (std::f64::consts::PI * 65_536.0 / 2.0).sqrt() + 2.0 / 3.0;
    assert!((mean / theory - 1.0).abs() < 0.05, "{mean} is not near {theory}");
    let median = f64::from(lab.median().unwrap());
    assert!(
        (median / algorithms::ids::birthday::about_items_for(0.5, algorithms::ids::birthday::possible(16)) - 1.0).abs()
            < 0.08,
        "{median}"
    );
}

/// Bits of each field, and that they are 64 in all.
fn bits(layout: &Layout) -> u32 {
    Field::ALL.map(|field| layout.bits(field)).iter().sum()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn wherever_borders_are_moved_the_bits_are_64_and_what_is_out_of_reach_is_refused(
        moves in prop::collection::vec((0..6_u8, 0..70_u8), 1..30), machine_first: bool,
    ) {
        let scenario = if machine_first { bit_strip::Scenario::machine_first() } else { bit_strip::Scenario::default() };
        let mut timeline = run::<BitStrip>(scenario);
        for (border, to) in moves {
            let reach = timeline.state().reach(border.into());
            let can = reach.is_some_and(|(least, most)| (least..=most).contains(&to.into()));
            let moved = timeline.command(Micros::ZERO, bit_strip::Command::Move { border, to });
            prop_assert_eq!(moved.is_ok(), can);
            if can {
                prop_assert_eq!(timeline.state().border(border.into()), u32::from(to));
            }
            prop_assert_eq!(bits(timeline.state().layout()), 64);
            timeline.step();
        }
    }

    /// A naive clerk keeps every ID of every way, and counts what came twice, what came out of order, and what did not come.
    #[test]
    fn the_four_ways_count_as_a_clerk_does_who_keeps_everything(
        acts in prop::collection::vec((0..8_u8, 0..4_u8, 1..40_u64), 1..12), careful: bool, seed: u64,
    ) {
        use four_ways::Command;
        let scenario = four_ways::Scenario { careful, per_second: 500, one_way_ms: 20, ..four_ways::Scenario::default() };
        let mut timeline: Timeline<FourWays> = Timeline::new(scenario, seed).unwrap();
        let mut kept: [Vec<u128>; 4] = Default::default();
        let mut refused = [0; 4];
        for (act, server, steps) in acts {
            let command = match act {
                0 => Command::Kill(server),
                1 => Command::Revive(server),
                2 => Command::Cut(server),
                3 => Command::Mend(server),
                4 => Command::SetClock(server, -40),
                5 => Command::AddServer,
                6 => Command::KillTicketServer(0),
                _ => Command::ReviveTicketServer(0),
            };
            let _ = timeline.command(Micros::ZERO, command);
            for _ in 0..steps {
                timeline.step();
                for event in timeline.events() {
                    let four_ways::Event::Asked { outcomes, .. } = event else { continue };
                    for (way, outcome) in outcomes.iter().enumerate() {
                        match outcome {
                            Outcome::Issued { id, .. } => kept[way].push(*id),
                            Outcome::Refused(_) => refused[way] += 1,
                        }
                    }
                }
            }
        }
        for way in Way::ALL {
            let (count, kept) = (timeline.state().count(way), &kept[way as usize]);
            let different: BTreeSet<u128> = kept.iter().copied().collect();
            prop_assert_eq!(count.took.count() as usize, kept.len());
            prop_assert_eq!(count.different() as usize, different.len());
            prop_assert_eq!(count.duplicates as usize, kept.len() - different.len());
            prop_assert_eq!(count.out_of_order as usize, kept.windows(2).filter(|pair| pair[1] < pair[0]).count());
            prop_assert_eq!(count.refused, refused[way as usize]);
            if let Some(gaps) = timeline.state().gaps(way) {
                let highest = different.last().map_or(0, |highest| *highest as u64);
                prop_assert_eq!(gaps, highest - different.len() as u64);
            }
        }
    }

    #[test]
    fn however_the_clock_jumps_only_the_old_order_repeats_itself(
        jumps in prop::collection::vec((-9..=9_i32, 1..25_u64), 1..10), per_ms in 1..=16_u32, sequence_bits in 0..5_u32,
    ) {
        let mut timeline = run::<ClockBack>(clock_back::Scenario { per_ms, sequence_bits, script: Vec::new() });
        for (offset, steps) in jumps {
            timeline.seek(timeline.position() + steps);
            timeline.command(Micros::ZERO, clock_back::Command::SetClock(offset)).unwrap();
        }
        timeline.seek(timeline.position() + 30);
        for way in clock_back::Way::ALL {
            let machine = timeline.state().machine(way);
            let ids: Vec<(u64, u64)> = machine.marks().iter().filter_map(|mark| match mark.answer {
                Answer::Id { tick, sequence, .. } => Some((tick, sequence)),
                Answer::Refused { .. } | Answer::Waits | Answer::NoRoom => None,
            }).collect();
            let different: BTreeSet<_> = ids.iter().collect();
            prop_assert_eq!(machine.duplicates() as usize, ids.len() - different.len());
            prop_assert_eq!(ids.len() + machine.refused() as usize + machine.queue(), timeline.state().requests() as usize);
            if way != clock_back::Way::OldOrder {
                prop_assert!(ids.windows(2).all(|pair| pair[0] < pair[1]), "{}", way.name());
            }
        }
    }
}
