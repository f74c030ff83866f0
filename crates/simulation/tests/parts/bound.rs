use proptest::prelude::*;
use simulation::parts::bound::{Bound, stops};

const SERVERS: Bound = Bound::new("servers", 2, 12);

#[test]
fn a_refusal_says_what_was_given_and_what_would_do() {
    let refusal = SERVERS.check(13_u32).unwrap_err();
    assert_eq!((refusal.number, refusal.bound), (13, SERVERS));
    assert_eq!(refusal.to_string(), "13 servers won’t do: it takes 2 to 12.");
    assert_eq!(SERVERS.up_to(3).check(4_u8).unwrap_err().to_string(), "4 servers won’t do: it takes 2 to 3.");
}

#[test]
fn offered_stops_come_back_as_they_are() {
    const OFFERED: [u32; 3] = stops(SERVERS, [2, 5, 12]);
    assert_eq!(OFFERED, [2, 5, 12]);
}

/// Where they are no constants the same comparison stops the program, so that a test sees that it is made.
#[test]
fn a_stop_that_is_outside_or_does_not_rise_is_noticed() {
    for bad in [[1, 5], [5, 13], [5, 5], [7, 6]] {
        assert!(std::panic::catch_unwind(|| stops(SERVERS, bad)).is_err(), "{bad:?}");
    }
}

proptest! {
    #[test]
    fn a_bound_takes_what_is_between_its_ends(least in 0..100_u64, span in 0..100_u64, number: u64) {
        let bound = Bound::new("things", least, least + span);
        for number in [number, number % 200] {
            prop_assert_eq!(bound.check(number).is_ok(), (least..=least + span).contains(&number));
        }
    }
}
