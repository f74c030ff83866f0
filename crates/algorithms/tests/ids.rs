//! IDs from layouts, machines and counters: against naive twins, and at their edges. The vectors are in `vectors.rs`.

#![cfg(not(target_arch = "wasm32"))]
#![expect(clippy::unwrap_used, reason = "a test stops where it fails")]

use std::collections::BTreeSet;

use algorithms::ids::layout::{Field, Layout, LayoutError, Parts, Section};
use algorithms::ids::snowflake::{Delay, OnRollback, Snowflake, SnowflakeError};
use algorithms::ids::ticket::{TicketError, Tickets};
use proptest::prelude::*;

fn section(field: Field, bits: u32) -> Section {
    Section { field, bits }
}

/// Any sections in any order that add up to 64, with at least one bit of time.
fn layouts() -> impl Strategy<Value = Layout> {
    let cuts = (0..=1_u32, 0..=63_u32, 0..=63_u32, 0..=63_u32);
    let fields = Just(Field::ALL.to_vec()).prop_shuffle();
    (cuts, fields, 0..2_000_000_000_000_u64, 1..=1_000_u64).prop_map(|((sign, a, b, c), fields, epoch, tick)| {
        let mut cuts = [a.min(63 - sign), b.min(63 - sign), c.min(63 - sign)];
        cuts.sort_unstable();
        let rest = 63 - sign - cuts[2];
        let bits = |field| match field {
            Field::Sign => sign,
            Field::Time => 1 + cuts[0],
            Field::Centre => cuts[1] - cuts[0],
            Field::Machine => cuts[2] - cuts[1],
            Field::Sequence => rest,
        };
        let sections: Vec<Section> = fields.into_iter().map(|field| section(field, bits(field))).collect();
        Layout::new(sections.try_into().unwrap(), epoch, tick).unwrap()
    })
}

/// The bits, one after another, as text: what composing means.
fn naive_compose(layout: &Layout, parts: &Parts) -> u64 {
    let digits = layout.sections().iter().map(|section| match section.bits {
        0 => String::new(),
        bits => format!("{:0width$b}", parts.get(section.field), width = bits as usize),
    });
    u64::from_str_radix(&digits.collect::<String>(), 2).unwrap()
}

proptest! {
    #[test]
    fn composing_puts_the_bits_one_behind_another_and_parsing_takes_them_apart(
        layout in layouts(), values: [u64; 5],
    ) {
        let within = |field: Field, value: u64| value & layout.most(field);
        let parts = Parts {
            sign: 0,
            time: within(Field::Time, values[1]),
            centre: within(Field::Centre, values[2]),
            machine: within(Field::Machine, values[3]),
            sequence: within(Field::Sequence, values[4]),
        };
        let id = layout.compose(&parts).unwrap();
        prop_assert_eq!(id, naive_compose(&layout, &parts));
        prop_assert_eq!(layout.parse(id), parts);
        // And the other way round, for any 64 bits.
        let any = layout.parse(values[0]);
        if any.sign == 0 {
            prop_assert_eq!(layout.compose(&any).unwrap(), values[0]);
        }
    }

    /// A naive twin keeps every ID ever made, and takes the smallest pair of tick and sequence that the rules allow.
    #[test]
    fn a_machine_never_repeats_itself_and_agrees_with_a_twin_that_remembers_everything(
        readings in prop::collection::vec(0..12_u64, 1..120), policy in 0..3_usize,
    ) {
        let policy = [OnRollback::Refuse, OnRollback::Wait, OnRollback::Borrow][policy];
        let small = Layout::new(
            [section(Field::Sign, 1), section(Field::Time, 59), section(Field::Centre, 1), section(Field::Machine, 1),
             section(Field::Sequence, 2)], 0, 1,
        ).unwrap();
        let mut worker = Snowflake::new(small, 1, 0, policy).unwrap();
        let mut made: BTreeSet<(u64, u64)> = BTreeSet::new();
        for now in readings {
            let last = made.last().copied();
            let free = |tick: u64| (0..4).find(|sequence| !made.contains(&(tick, *sequence)));
            let behind = last.filter(|(tick, _)| now < *tick);
            let wanted = match (behind, policy) {
                (Some((tick, _)), OnRollback::Refuse) => Err(SnowflakeError::ClockBackwards { by_ms: tick - now }),
                (Some((tick, _)), OnRollback::Wait) => {
                    Err(SnowflakeError::NotYet { until_ms: tick, delay: Delay::ClockBehind })
                }
                (Some((tick, _)), OnRollback::Borrow) => {
                    Ok(free(tick).map_or((tick + 1, 0), |sequence| (tick, sequence)))
                }
                (None, _) => free(now).map(|sequence| (now, sequence)).ok_or(SnowflakeError::NotYet {
                    until_ms: now + 1,
                    delay: Delay::SequenceFull,
                }),
            };
            let before = worker.clone();
            let got = worker.next_id(now).map(|id| small.parse(id)).map(|parts| (parts.time, parts.sequence));
            prop_assert_eq!(got, wanted);
            match got {
                Ok(pair) => prop_assert!(last < Some(pair) && made.insert(pair)),
                Err(_) => prop_assert_eq!(&worker, &before, "a refusal leaves no trace"),
            }
        }
    }

    #[test]
    fn a_counter_gives_out_the_smallest_of_its_own_numbers_above_all_that_it_knows(
        step in 1..9_u64, offset in 1..9_u64, seen in prop::collection::vec(prop::option::of(0..200_u64), 1..40),
    ) {
        let offset = (offset - 1) % step + 1;
        let mut tickets = Tickets::new(offset, step).unwrap();
        let mut highest = 0;
        for other in seen {
            if let Some(other) = other {
                tickets.observe(other);
                highest = highest.max(other);
            } else {
                let naive = (highest + 1..).find(|id| id % step == offset % step && *id >= offset).unwrap();
                prop_assert_eq!(tickets.next_id(), Ok(naive));
                highest = naive;
            }
        }
    }
}

#[test]
fn the_4097th_id_of_a_millisecond_waits_for_the_next() {
    let mut worker = Snowflake::new(Layout::SNOWFLAKE, 0, 0, OnRollback::Refuse).unwrap();
    let now = 1_700_000_000_000;
    let ids: BTreeSet<u64> = (0..4_096).map(|_| worker.next_id(now).unwrap()).collect();
    assert_eq!(ids.len(), 4_096);
    let full = SnowflakeError::NotYet { until_ms: now + 1, delay: Delay::SequenceFull };
    assert_eq!(worker.next_id(now), Err(full));
    let next = Layout::SNOWFLAKE.parse(worker.next_id(now + 1).unwrap());
    assert_eq!((next.time, next.sequence), (now + 1 - Layout::SNOWFLAKE.epoch_ms(), 0));
}

#[test]
fn a_clock_set_back_costs_refusals_or_waiting_or_truth() {
    let layout = Layout::SONYFLAKE;
    let now = layout.epoch_ms() + 1_000;
    for (policy, wanted) in [
        (OnRollback::Refuse, Err(SnowflakeError::ClockBackwards { by_ms: 505 })),
        (OnRollback::Wait, Err(SnowflakeError::NotYet { until_ms: now, delay: Delay::ClockBehind })),
        (OnRollback::Borrow, Ok((100, 1))),
    ] {
        let mut worker = Snowflake::new(layout, 0, 7, policy).unwrap();
        worker.next_id(now).unwrap();
        let got = worker.next_id(now - 505).map(|id| layout.parse(id)).map(|parts| (parts.time, parts.sequence));
        assert_eq!(got, wanted, "a tick of 10 ms counts in milliseconds too");
    }
}

#[test]
fn a_machine_that_forgets_its_last_tick_repeats_itself_and_one_that_kept_it_does_not() {
    let (layout, now) = (Layout::SNOWFLAKE, 1_700_000_000_000);
    let mut worker = Snowflake::new(layout, 1, 2, OnRollback::Refuse).unwrap();
    let first = worker.next_id(now).unwrap();
    let mut forgetful = Snowflake::new(layout, 1, 2, OnRollback::Refuse).unwrap();
    assert_eq!(forgetful.next_id(now), Ok(first));
    let mut kept = Snowflake::after(layout, &layout.parse(first), OnRollback::Refuse).unwrap();
    assert_eq!(kept.next_id(now), Ok(first + 1));
}

#[test]
fn times_without_room_are_refused_at_both_ends() {
    let (layout, epoch_ms) = (Layout::SNOWFLAKE, Layout::SNOWFLAKE.epoch_ms());
    let mut worker = Snowflake::new(layout, 0, 0, OnRollback::Borrow).unwrap();
    let too_early = SnowflakeError::Layout(LayoutError::BeforeEpoch { epoch_ms });
    assert_eq!(worker.next_id(epoch_ms - 1), Err(too_early));
    let end = u64::try_from(layout.end_ms()).unwrap();
    assert!(matches!(worker.next_id(end), Err(SnowflakeError::Layout(LayoutError::TooLarge { .. }))));
    assert!(matches!(worker.next_id(u64::MAX), Err(SnowflakeError::Layout(LayoutError::TooLarge { .. }))));
    for _ in 0..4_096 {
        worker.next_id(end - 1).unwrap();
    }
    for now in [end - 1, end - 2] {
        assert!(matches!(worker.next_id(now), Err(SnowflakeError::Layout(_))), "there is no next tick to wait for");
    }
}

#[test]
fn the_widest_layouts_neither_wrap_nor_panic() {
    let all_time = [
        section(Field::Time, 64),
        section(Field::Sign, 0),
        section(Field::Centre, 0),
        section(Field::Machine, 0),
        section(Field::Sequence, 0),
    ];
    let layout = Layout::new(all_time, 0, u64::MAX).unwrap();
    assert_eq!(layout.most(Field::Time), u64::MAX);
    assert_eq!(layout.parse(u64::MAX).time, u64::MAX);
    assert_eq!(layout.unix_ms(u64::MAX), u128::from(u64::MAX) * u128::from(u64::MAX));
    let mut worker = Snowflake::new(Layout::new(all_time, 0, 1).unwrap(), 0, 0, OnRollback::Borrow).unwrap();
    assert_eq!(worker.next_id(u64::MAX), Ok(u64::MAX));
    assert!(worker.next_id(u64::MAX).is_err());
    assert!(worker.next_id(0).is_err());
}

#[test]
fn a_layout_that_does_not_add_up_is_refused_in_words() {
    let sections = |sign, time, centre, machine, sequence| {
        [
            section(Field::Sign, sign),
            section(Field::Time, time),
            section(Field::Centre, centre),
            section(Field::Machine, machine),
            section(Field::Sequence, sequence),
        ]
    };
    let refused = |sections, tick| Layout::new(sections, 0, tick).unwrap_err();
    assert_eq!(refused(sections(1, 41, 5, 5, 13), 1), LayoutError::NotSixtyFour { bits: 65 });
    assert_eq!(refused(sections(0, u32::MAX, 5, 5, 5), 1), LayoutError::NotSixtyFour { bits: u32::MAX });
    assert_eq!(refused(sections(2, 41, 5, 5, 11), 1), LayoutError::WideSign { bits: 2 });
    assert_eq!(refused(sections(1, 0, 21, 21, 21), 1), LayoutError::NoTime);
    assert_eq!(refused(sections(1, 41, 5, 5, 12), 0), LayoutError::NoTick);
    let twice = [section(Field::Time, 12); 5];
    assert_eq!(Layout::new(twice, 0, 1), Err(LayoutError::Twice(Field::Time)));
    let message = Layout::SNOWFLAKE.compose(&Parts { machine: 32, ..Parts::default() }).unwrap_err().to_string();
    assert_eq!(message, "The machine is 32, but its section holds at most 31.");
}

#[test]
fn counters_with_one_step_never_meet_and_a_third_with_another_step_meets_both() {
    let numbers = |offset, step| {
        let mut tickets = Tickets::new(offset, step).unwrap();
        (0..30).map(move |_| tickets.next_id().unwrap()).collect::<BTreeSet<u64>>()
    };
    let (odd, even) = (numbers(1, 2), numbers(2, 2));
    assert!(odd.is_disjoint(&even));
    let third = numbers(3, 3);
    assert!(!third.is_disjoint(&odd) && !third.is_disjoint(&even));
}

#[test]
fn a_counter_ends_with_an_error_and_refuses_what_makes_no_sense() {
    assert_eq!(Tickets::new(1, 0), Err(TicketError::ZeroStep));
    for offset in [0, 3] {
        assert_eq!(Tickets::new(offset, 2), Err(TicketError::Offset { offset, step: 2 }));
    }
    let mut tickets = Tickets::new(1, 2).unwrap();
    tickets.observe(u64::MAX - 2);
    assert_eq!(tickets.next_id(), Ok(u64::MAX));
    assert_eq!(tickets.next_id(), Err(TicketError::Exhausted));
    assert_eq!(tickets.highest(), u64::MAX, "an error changes nothing");
    let mut tickets = Tickets::new(2, 2).unwrap();
    tickets.next_id().unwrap();
    tickets.set_step(2, 3).unwrap();
    assert_eq!(tickets.next_id(), Ok(5), "above what it gave out");
}
