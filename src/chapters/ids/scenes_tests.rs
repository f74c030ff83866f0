//! Every scene opens, and is as its words say.

use algorithms::ids::birthday;
use algorithms::ids::layout::Field;
use simulation::ids::clock_back::Way as OnClock;
use simulation::ids::four_ways::Way;

use super::*;
use crate::present::check::{ended, opened};

#[test]
fn ids_come_from_different_machines_and_are_in_order() {
    let run = ended::<BitStrip>(SCENES, "When, who, which one");
    let machines: std::collections::BTreeSet<u64> = run.state().made().map(|made| made.machine).collect();
    assert_eq!((run.state().count(), run.state().out_of_order(), machines.len()), (12, 0, 3));
}

#[test]
fn a_bit_less_of_time_is_half_the_years_and_one_more_of_sequence_twice_the_ids() {
    let mut run = opened::<BitStrip>(SCENES, "What a bit buys");
    let before = *run.state().layout();
    assert_eq!((run.position(), run.end()), (0, 2));
    run.step();
    assert_eq!(run.state().layout().lifetime_ms() * 2, before.lifetime_ms());
    run.step();
    assert_eq!(run.state().layout().ids_per_tick(), before.ids_per_tick() * 2);
    assert_eq!(run.state().layout().bits(Field::Sequence), 13);
}

#[test]
fn the_4097th_waits_for_one_tick() {
    let run = ended::<BitStrip>(SCENES, "The 4 097th of a millisecond");
    let wanted = bit_strip::Event::Burst { asked: 4_097, made: 4_096, more_ticks: Some(1) };
    assert_eq!(run.events(), [wanted]);
}

#[test]
fn with_the_machine_in_front_order_is_lost() {
    let run = ended::<BitStrip>(SCENES, "The machine in front");
    assert!(run.state().out_of_order() > 20, "{} of {}", run.state().out_of_order(), run.state().count());
}

#[test]
fn without_trouble_nothing_comes_twice_and_tickets_and_snowflakes_are_in_order() {
    let run = ended::<FourWays>(SCENES, "Four ways, no trouble");
    let counts = Way::ALL.map(|way| run.state().count(way));
    assert!(counts.iter().all(|count| count.duplicates() == 0 && count.refused() == 0 && count.issued() == 48));
    assert_eq!([counts[2].out_of_order(), counts[3].out_of_order()], [0, 0]);
    assert!(counts[1].out_of_order() > 10, "{}", counts[1].out_of_order());
    assert!(counts[0].out_of_order() > 0, "the counters keep pace only so far");
}

#[test]
fn a_fourth_server_makes_duplicates_at_the_counters_only() {
    let mut run = opened::<FourWays>(SCENES, "A fourth server, and nobody is told");
    assert_eq!((run.position(), run.end()), (24, 105));
    run.step();
    assert_eq!(run.state().step_of(3), Some((4, 4)));
    assert_eq!(run.state().step_of(0), Some((1, 3)));
    run.seek(run.end());
    let duplicates = Way::ALL.map(|way| run.state().count(way).duplicates());
    assert!(duplicates[0] > 0 && duplicates[1..] == [0, 0, 0], "{duplicates:?}");
}

#[test]
fn a_dead_ticket_server_stops_its_way_only() {
    let run = ended::<FourWays>(SCENES, "The ticket server dies");
    assert_eq!(Way::ALL.map(|way| run.state().count(way).refused()), [0, 0, 32, 0]);
}

#[test]
fn of_five_readings_the_old_order_makes_one_id_twice() {
    let run = ended::<ClockBack>(SCENES, "10, 10, 10, 9, 10");
    assert_eq!(OnClock::ALL.map(|way| run.state().machine(way).duplicates()), [0, 0, 0, 1]);
    assert_eq!(run.position(), 5);
}

#[test]
fn refusing_costs_errors_waiting_time_and_borrowing_truth() {
    let run = ended::<ClockBack>(SCENES, "Refuse, wait or borrow");
    let machine = |way| run.state().machine(way);
    let [refuse, wait, borrow] = [OnClock::Refuse, OnClock::Wait, OnClock::Borrow].map(machine);
    assert!(refuse.refused() > 5 && refuse.waited_ms() == 0 && refuse.ahead_ms() == 0);
    assert!(wait.refused() == 0 && wait.waited_ms() > 5 && wait.ahead_ms() == 0);
    assert!(borrow.refused() == 0 && borrow.ahead_ms() > 2);
}

#[test]
fn the_same_bits_are_read_in_two_ways_that_can_be() {
    let mut run = opened::<IdDecoder>(SCENES, "An ID is not a secret");
    let reads = |run: &Timeline<IdDecoder>| {
        let candidate = &run.state().candidates()[run.state().shown()];
        (candidate.reading.name(), candidate.likelihood.can_be())
    };
    assert_eq!(reads(&run), ("Snowflake of X (Twitter)", true));
    run.step();
    assert_eq!(reads(&run), ("Snowflake of Discord", true));
}

#[test]
fn a_hundred_trials_agree_with_the_bound() {
    let run = ended::<Collisions>(SCENES, "The root of all IDs");
    assert_eq!(run.state().trials().len(), 100);
    assert_eq!(birthday::about_items_for(0.5, birthday::possible(16)).round() as u32, 302, "as the notes say");
    let median = run.state().median().unwrap_or_default();
    assert!((200..420).contains(&median), "{median}");
}
