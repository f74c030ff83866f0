//! UUIDs, ULIDs, the decoder, dates and collisions: against naive twins, and at their edges. The vectors are in `vectors.rs`.

#![cfg(not(target_arch = "wasm32"))]
#![expect(clippy::unwrap_used, reason = "a test stops where it fails")]

use algorithms::ids::birthday;
use algorithms::ids::calendar::{DAY_MS, Utc, begin_of_year};
use algorithms::ids::decode::{DecodeError, Likelihood, Reading, decode};
use algorithms::ids::layout::Layout;
use algorithms::ids::ulid::{Monotonic, Ulid, UlidError};
use algorithms::ids::uuid::{Uuid, UuidError};
use proptest::prelude::*;

/// 2026-01-01.
const TODAY: u64 = 1_767_225_600_000;

fn is_leap(year: i64) -> bool {
    year.rem_euclid(4) == 0 && (year.rem_euclid(100) != 0 || year.rem_euclid(400) == 0)
}

/// Day by day from 1970, as on a wall calendar.
fn naive_date(mut days: i64) -> (i64, u8, u8) {
    let mut year = 1970;
    let length = |year: i64| if is_leap(year) { 366 } else { 365 };
    while days < 0 {
        year -= 1;
        days += length(year);
    }
    while days >= length(year) {
        days -= length(year);
        year += 1;
    }
    let february = if is_leap(year) { 29 } else { 28 };
    let mut month = 1;
    for length in [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] {
        if days < length {
            break;
        }
        days -= length;
        month += 1;
    }
    (year, month, days as u8 + 1)
}

/// Base 32, digit by digit by division.
fn naive_ulid(mut number: u128) -> String {
    let mut digits = Vec::new();
    for _ in 0..26 {
        digits.push("0123456789ABCDEFGHJKMNPQRSTVWXYZ".chars().nth((number % 32) as usize).unwrap());
        number /= 32;
    }
    digits.iter().rev().collect()
}

proptest! {
    #[test]
    fn dates_agree_with_a_wall_calendar(days in -1_000_000..1_000_000_i64, milli in 0..DAY_MS) {
        let utc = Utc::of(days * DAY_MS + milli);
        prop_assert_eq!((utc.year, utc.month, utc.day), naive_date(days));
        prop_assert_eq!(i64::from(utc.milli), milli);
    }

    #[test]
    fn a_year_begins_on_its_first_of_january(year in -300_000..300_000_i32) {
        let utc = Utc::of(begin_of_year(year));
        prop_assert_eq!((utc.year, utc.month, utc.day, utc.milli), (i64::from(year), 1, 1, 0));
        prop_assert_eq!(Utc::of(begin_of_year(year) - 1).year, i64::from(year) - 1);
    }

    #[test]
    fn what_is_written_is_read_again(number: u128) {
        let (ulid, uuid) = (Ulid(number), Uuid(number));
        prop_assert_eq!(ulid.to_string(), naive_ulid(number));
        prop_assert_eq!(Ulid::parse(&ulid.to_string()), Ok(ulid));
        let text = uuid.to_string();
        prop_assert_eq!(text.replace('-', ""), format!("{number:032x}"));
        for form in [text.clone(), text.to_uppercase(), text.replace('-', ""), format!("{{{text}}}"), format!("urn:uuid:{text}")] {
            prop_assert_eq!(Uuid::parse(&form), Ok(uuid));
        }
    }

    #[test]
    fn ulids_from_one_source_rise_whatever_the_clock_does(draws in prop::collection::vec((0..5_u64, any::<u128>()), 1..50)) {
        let mut source = Monotonic::default();
        let mut last = None;
        for (now, random) in draws {
            match source.next_id(now, random) {
                Ok(ulid) => {
                    prop_assert!(Some(ulid) > last && Some(ulid.to_string()) > last.map(|last| last.to_string()));
                    last = Some(ulid);
                }
                Err(error) => prop_assert_eq!(error, UlidError::Overflow),
            }
        }
    }

    #[test]
    fn the_chance_of_a_collision_is_one_less_the_product(bits in 0..14_u32, ids in 0..3_000_u32) {
        let possible = 1_u64 << bits;
        let all_different: f64 = (0..u64::from(ids)).map(|i| 1.0 - (i as f64 / possible as f64).min(1.0)).product();
        prop_assert!((birthday::chance(f64::from(ids), birthday::possible(bits)) - (1.0 - all_different)).abs() < 1e-9);
    }

    /// Whatever is pasted, the pieces of each candidate are all of its bits, in order, and nothing panics.
    #[test]
    fn anything_pasted_is_read_or_refused(text in ".{0,60}", id: u64, wide: u128, today: u64) {
        for text in [text, id.to_string(), wide.to_string(), Uuid(wide).to_string(), Ulid(wide).to_string()] {
            let Ok(candidates) = decode(&text, today) else { continue };
            prop_assert!(!candidates.is_empty());
            for candidate in candidates {
                let put_together = candidate.pieces.iter().fold(0_u128, |sum, piece| {
                    assert!(piece.bits > 0 && (piece.bits == 128 || piece.value >> piece.bits == 0));
                    sum.checked_shl(piece.bits).unwrap_or(0) | piece.value
                });
                prop_assert_eq!(put_together, candidate.id);
                let bits: u32 = candidate.pieces.iter().map(|piece| piece.bits).sum();
                prop_assert_eq!(bits, if candidate.reading.layout().is_some() { 64 } else { 128 });
            }
        }
    }
}

#[test]
fn dates_far_off_are_written_too() {
    assert_eq!(Utc::of(-1).to_string(), "1969-12-31T23:59:59.999Z");
    assert_eq!(Utc::of(951_782_400_000).date(), "2000-02-29");
    assert_eq!(Utc::of(begin_of_year(10_000)).date(), "+10000-01-01");
    assert_eq!(Utc::of(begin_of_year(-1)).date(), "-0001-01-01");
    assert_eq!(Utc::of(i64::MAX).to_string(), "+292278994-08-17T07:12:55.807Z");
    assert_eq!(Utc::of(i64::MIN).to_string(), "-292275055-05-16T16:47:04.192Z");
}

#[test]
fn versions_with_a_time_give_it() {
    // The examples of RFC 9562, appendix A, all of 2022-02-22T19:22:22Z.
    for text in [
        "C232AB00-9414-11EC-B3C8-9F6BDECED846",
        "1EC9414C-232A-6B00-B3C8-9F6BDECED846",
        "017F22E2-79B0-7CC3-98C4-DC0C0C07398F",
    ] {
        let uuid = Uuid::parse(text).unwrap();
        assert_eq!(Utc::of(uuid.unix_ms().unwrap()).to_string(), "2022-02-22T19:22:22.000Z", "{text}");
    }
    for text in ["919108f7-52d1-4320-9bac-f847db4148a8", "00000000-0000-0000-0000-000000000000"] {
        assert_eq!(Uuid::parse(text).unwrap().unix_ms(), None);
    }
    let other_variant = Uuid::parse("017F22E2-79B0-7CC3-D8C4-DC0C0C07398F").unwrap();
    assert_eq!((other_variant.is_rfc(), other_variant.unix_ms()), (false, None));
}

#[test]
fn what_is_no_uuid_or_ulid_is_refused_in_words() {
    assert_eq!(Uuid::parse(""), Err(UuidError::Digits { digits: 0 }));
    assert_eq!(Uuid::parse("017f22e2-79b0-7cc3-98c4-dc0c0c07398"), Err(UuidError::Digits { digits: 31 }));
    assert_eq!(Uuid::parse("017f22e27-9b0-7cc3-98c4-dc0c0c07398f"), Err(UuidError::Dashes));
    assert_eq!(Uuid::parse("017f22e2-79b0-7cc3-98c4-dc0c0c0739日f"), Err(UuidError::Character('日')));
    assert_eq!(Uuid::v7(1 << 48, 0), Err(UuidError::Time { unix_ms: 1 << 48 }));
    assert_eq!(
        Ulid::parse("日本語日本語日本語日本語日本語日本語日本語日本語日本"),
        Err(UlidError::Digit { place: 1, character: '日' })
    );
    assert_eq!(Ulid::parse(&"0".repeat(10_000_000)), Err(UlidError::Length { characters: 260 }));
}

#[test]
fn a_number_is_read_by_every_layout_and_the_possible_ones_come_first() {
    let candidates = decode("1212092628029698048", TODAY).unwrap();
    assert_eq!(candidates.len(), 5);
    assert_eq!((candidates[0].reading, candidates[0].likelihood), (Reading::X, Likelihood::Possible));
    let possible: Vec<Reading> =
        candidates.iter().filter(|one| one.likelihood == Likelihood::Possible).map(|one| one.reading).collect();
    assert_eq!(
        possible,
        [Reading::X, Reading::Discord, Reading::Instagram],
        "the time alone does not tell these apart"
    );
    assert!(candidates.iter().any(|one| one.likelihood == Likelihood::Future));
    let all_ones = decode(&u64::MAX.to_string(), TODAY).unwrap();
    assert!(all_ones.iter().all(|one| one.likelihood != Likelihood::Possible));
    let small = decode("20", TODAY).unwrap();
    assert!(small.iter().all(|one| one.likelihood == Likelihood::FirstDay));
    // Sonyflake's of version 2, made two days after its epoch.
    let young = (2 * 8_640_000_u64) << 24 | 1 << 16 | 9;
    let as_sonyflake = decode(&young.to_string(), TODAY).unwrap();
    assert!(
        as_sonyflake.iter().any(|one| one.reading == Reading::Sonyflake2 && one.likelihood == Likelihood::Possible)
    );
}

#[test]
fn ids_are_found_in_addresses_and_between_quotes() {
    for text in [
        "https://x.com/someone/status/1212092628029698048",
        "https://x.com/someone/status/1212092628029698048?s=20",
        "\"1212092628029698048\"",
        " 1 212 092 628 029 698 048\n",
        "1_212_092_628_029_698_048,",
    ] {
        assert_eq!(decode(text, TODAY).unwrap()[0].id, 1_212_092_628_029_698_048, "{text}");
    }
    let uuid = decode("https://example.com:8080/items/919108f7-52d1-4320-9bac-f847db4148a8/edit", TODAY).unwrap();
    assert_eq!(uuid[0].reading, Reading::Uuid);
    let negative = decode("-9223372036854775808", TODAY).unwrap();
    assert_eq!(negative[0].id, 1 << 63, "as a column with a sign shows Instagram's from 2046 on");
}

#[test]
fn what_is_no_id_is_refused_in_words() {
    let refused = |text: &str| decode(text, TODAY).unwrap_err();
    assert_eq!(refused("  \n"), DecodeError::Empty);
    assert_eq!(refused(&"1".repeat(10_000_000)), DecodeError::TooLong { bytes: 10_000_000 });
    assert_eq!(refused("18446744073709551616"), DecodeError::TooLarge);
    assert_eq!(refused("-9223372036854775809"), DecodeError::TooLarge);
    assert_eq!(refused("hello"), DecodeError::Unknown);
    assert_eq!(refused("https://example.com/"), DecodeError::Unknown);
    assert_eq!(refused("日本語"), DecodeError::Unknown);
    assert_eq!(refused("8ZZZZZZZZZZZZZZZZZZZZZZZZZ"), DecodeError::Ulid(UlidError::TooLarge));
    let typo = refused("01ARYZ6S41000000000000000U");
    assert_eq!(typo.to_string(), "Character 26, “U”, is no digit of a ULID: those leave out I, L, O and U.");
    assert_eq!(refused("017f22e2-79b0-7cc3-98c4-dc0c0c0739"), DecodeError::Uuid(UuidError::Digits { digits: 30 }));
}

#[test]
fn twenty_six_digits_are_a_ulid_and_thirty_two_a_uuid() {
    assert_eq!(decode(&"0".repeat(26), TODAY).unwrap()[0].reading, Reading::Ulid);
    assert_eq!(decode(&"1".repeat(32), TODAY).unwrap()[0].reading, Reading::Uuid);
    assert_eq!(decode("7", TODAY).unwrap().len(), 5);
}

#[test]
fn the_birthday_bound_holds_at_its_edges() {
    assert_eq!([0.0, 1.0, f64::NAN, -3.0].map(|ids| birthday::chance(ids, birthday::possible(64))), [0.0; 4]);
    assert_eq!(birthday::chance(2.0, birthday::possible(0)), 1.0);
    assert_eq!(birthday::chance(f64::INFINITY, birthday::possible(1_000)), 1.0);
    assert_eq!(birthday::about_items_for(0.0, birthday::possible(64)), 1.0);
    assert!(birthday::about_items_for(1.0, birthday::possible(64)).is_infinite());
    for bits in [8, 16, 64, 122, 128, 1_000, u32::MAX] {
        let even = birthday::about_items_for(0.5, birthday::possible(bits));
        assert!((birthday::chance(even, birthday::possible(bits)) - 0.5).abs() < 0.03, "{bits} bits");
        assert!((birthday::chance(even, birthday::possible(bits)) - 0.5).abs() < 1e-3 || bits < 20, "{bits} bits");
    }
    assert!((birthday::about_items_for(0.5, birthday::possible(122)) / 2.714_923e18 - 1.0).abs() < 1e-6);
    let people = birthday::chance(23.0, birthday::possible(9));
    assert!(people < 0.5 && people > 0.3, "of 512 days: {people}");
}

#[test]
fn two_layouts_of_the_same_bits_differ_in_their_epoch_only() {
    let [one, two] = [Reading::Sonyflake1, Reading::Sonyflake2].map(|reading| reading.layout().unwrap());
    assert_eq!(one.sections(), two.sections());
    assert_eq!(Utc::of(one.epoch_ms() as i64).to_string(), "2014-09-01T00:00:00.000Z");
    assert_eq!(Utc::of(two.epoch_ms() as i64).to_string(), "2025-01-01T00:00:00.000Z");
    assert_eq!(one, Layout::SONYFLAKE.since(one.epoch_ms()));
}
