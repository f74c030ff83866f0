//! The URL shortener's algorithms against naive twins, what each is known for, and their edges.

#![cfg(not(target_arch = "wasm32"))]

use std::collections::{BTreeMap, BTreeSet};

use algorithms::caching::bloom::{BloomError, BloomFilter, MOST_BITS, Sizing};
use algorithms::caching::lru::Lru;
use algorithms::caching::zipf::{Zipf, ZipfError};
use algorithms::codes::base62::{self, ALPHABET, Base62Error};
use algorithms::codes::long_url::{LONGEST, LongUrl, UrlError};
use algorithms::codes::short_hash::{Cut, Digits, Hash, MOST_ATTEMPTS, Resolution, Row, ShortHashError, resolve};
use algorithms::codes::sqids::{self, Sqids, SqidsError};
use algorithms::ids::birthday;
use algorithms::probe::Recorder;
use proptest::prelude::*;

/// The meaning of a code: each digit times its power of 62.
fn naive_value(code: &str) -> Option<u128> {
    let digit = |c: char| ALPHABET.iter().position(|letter| char::from(*letter) == c).map(|digit| digit as u128);
    code.chars().rev().enumerate().map(|(place, c)| Some(digit(c)? * 62_u128.checked_pow(place as u32)?)).sum()
}

proptest! {
    #[test]
    fn each_number_has_one_code_and_each_code_one_number(number: u64) {
        let code = base62::encode(number);
        prop_assert_eq!(naive_value(&code), Some(u128::from(number)));
        prop_assert_eq!(base62::decode(&code), Ok(number));
        prop_assert!(code.len() <= base62::LONGEST && (number == 0 || !code.starts_with('0')));
    }

    #[test]
    fn any_text_is_a_number_or_an_error(text in "[0-9a-zA-Z]{0,13}|.{0,6}") {
        match base62::decode(&text) {
            Ok(number) => prop_assert_eq!(base62::encode(number), text),
            Err(Base62Error::Empty) => prop_assert!(text.is_empty()),
            Err(Base62Error::Unknown { character, place }) => prop_assert_eq!(text.chars().nth(place - 1), Some(character)),
            Err(Base62Error::LeadingZero) => prop_assert!(text.starts_with('0') && text.len() > 1),
            Err(Base62Error::Overflow) => prop_assert!(naive_value(&text).is_none_or(|value| value > u128::from(u64::MAX))),
        }
    }

    #[test]
    fn the_fewest_digits_are_enough_and_one_fewer_is_not(items: u64, base in 2..=64_u32) {
        let digits = base62::digits_for(items.into(), base).unwrap();
        let codes = |length| base62::codes(base, length).unwrap();
        prop_assert!(codes(digits) >= u128::from(items));
        prop_assert!(digits == 1 || codes(digits - 1) < u128::from(items));
    }

    #[test]
    fn a_cut_in_base_62_is_the_hash_modulo_its_codes(text in ".{0,20}", length in 1..=8_u32) {
        let cut = Cut::new(Hash::Md5, Digits::Base62, length).unwrap();
        let whole = u128::from_str_radix(&Hash::Md5.whole(text.as_bytes()), 16).unwrap();
        let code = cut.code(text.as_bytes());
        prop_assert_eq!(u128::from(code), whole % 62_u128.pow(length));
        let written = cut.written(code);
        prop_assert_eq!(written.len(), length as usize);
        prop_assert_eq!(naive_value(&written), Some(u128::from(code)));
    }

    /// The rule word for word: over and over, until a code is free or the URL's own.
    #[test]
    fn resolution_gives_each_url_a_code_of_its_own_with_and_without_a_filter(
        urls in prop::collection::vec("[a-e]{1,3}", 1..60), length in 2..=3_u32, bits in 64..4_000_u64,
    ) {
        let cut = Cut::new(Hash::Sha1, Digits::Hex, length).unwrap();
        let mut naive: BTreeMap<String, String> = BTreeMap::new();
        let mut rows: BTreeMap<u64, String> = BTreeMap::new();
        let mut filter = BloomFilter::new(bits, 3).unwrap();
        for url in &urls {
            let mut text = url.clone();
            let wanted = loop {
                let code = Hash::Sha1.whole(text.as_bytes())[..length as usize].to_owned();
                if naive.get(&code).is_none_or(|other| other == url) {
                    break code;
                }
                text.push('x');
            };
            naive.insert(wanted.clone(), url.clone());
            let row = |code| rows.get(&code).map_or(Row::Free, |other| if other == url { Row::Same } else { Row::Other });
            let mut without = Resolution::of(cut, url);
            let found = resolve(&mut without, |_| true, row, &mut ()).unwrap();
            prop_assert_eq!(cut.written(found.code), wanted);
            let mut with = Resolution::of(cut, url);
            let may_be_there = |code| filter.may_contain(cut.written(code).as_bytes(), &mut ());
            prop_assert_eq!(resolve(&mut with, may_be_there, row, &mut ()), Ok(found));
            prop_assert_eq!(with.queries + with.saved, without.queries);
            rows.insert(found.code, url.clone());
            filter.insert(cut.written(found.code).as_bytes(), &mut ());
        }
        let different: BTreeSet<&String> = urls.iter().collect();
        prop_assert_eq!(rows.len(), different.len());
    }

    #[test]
    fn a_bloom_filter_is_a_set_of_bits(
        added in prop::collection::vec(".{0,8}", 0..40), asked in prop::collection::vec(".{0,8}", 0..40),
        bits in 1..700_u64, hashes in 1..9_u32,
    ) {
        let mut filter = BloomFilter::new(bits, hashes).unwrap();
        let mut naive = BTreeSet::new();
        for item in &added {
            let is_new = filter.places(item.as_bytes()).any(|place| !naive.contains(&place));
            naive.extend(filter.places(item.as_bytes()));
            prop_assert_eq!(filter.insert(item.as_bytes(), &mut ()), is_new);
        }
        prop_assert_eq!(filter.ones(), naive.len() as u64);
        prop_assert!(added.iter().all(|item| filter.may_contain(item.as_bytes(), &mut ())));
        for item in &asked {
            let wanted = filter.places(item.as_bytes()).all(|place| naive.contains(&place));
            prop_assert_eq!(filter.may_contain(item.as_bytes(), &mut ()), wanted);
        }
    }

    #[test]
    fn the_chance_of_a_collision_is_that_of_multiplying_it_out(items in 0..3_000_u64, codes in 1..2_000_000_u32) {
        let mut all_differ = 1.0;
        for i in 0..items {
            all_differ *= (1.0 - i as f64 / f64::from(codes)).max(0.0);
        }
        let chance = birthday::chance(items as f64, codes.into());
        prop_assert!((chance - (1.0 - all_differ)).abs() < 1e-9, "{chance} {all_differ}");
    }

    #[test]
    fn a_cache_holds_what_was_asked_for_last(capacity in 0..6_u32, asked in prop::collection::vec(0..9_u32, 0..80)) {
        let mut cache = Lru::new(8, capacity);
        let mut naive: Vec<u32> = Vec::new();
        for key in asked {
            let known = naive.iter().position(|other| *other == key);
            prop_assert_eq!(cache.get(key), known.is_some());
            let gone = cache.put(key);
            if key < 8 && capacity > 0 {
                known.map(|place| naive.remove(place));
                naive.insert(0, key);
            }
            prop_assert_eq!(gone, (naive.len() > capacity as usize).then(|| naive.pop().unwrap()));
            prop_assert!(cache.keys().eq(naive.iter().copied()));
            prop_assert_eq!(cache.len() as usize, naive.len());
        }
    }

    #[test]
    fn each_number_has_one_sqid(number: u64, least in 0..20_usize) {
        let sqids = Sqids::new(least);
        let code = sqids.encode(number);
        prop_assert!(code.len() >= least);
        prop_assert_eq!(sqids.decode(&code), Ok(number));
    }

    #[test]
    fn any_text_is_a_sqid_or_an_error(text in "[0-9a-zA-Z]{0,13}|.{0,6}") {
        if let Ok(number) = Sqids::new(0).decode(&text) {
            prop_assert_eq!(Sqids::new(0).encode(number), text);
        }
    }

    #[test]
    fn no_text_is_too_strange_to_be_checked_and_what_passes_passes_again(text in "(https?:/{0,3})?.{0,40}") {
        if let Ok(url) = LongUrl::parse(&text) {
            let whole = url.as_str();
            prop_assert!(whole.starts_with("http://") || whole.starts_with("https://"));
            prop_assert!(!whole.chars().any(|c| c.is_whitespace() || c.is_control() || c == '\\'));
            prop_assert!(!url.host().is_empty());
            prop_assert_eq!(LongUrl::parse(whole), Ok(url.clone()));
        }
    }
}

#[test]
fn what_is_no_code_is_told_from_another() {
    assert_eq!(base62::decode(""), Err(Base62Error::Empty));
    assert_eq!(base62::decode("a b"), Err(Base62Error::Unknown { character: ' ', place: 2 }));
    assert_eq!(base62::decode("日"), Err(Base62Error::Unknown { character: '日', place: 1 }));
    assert_eq!(base62::decode("00"), Err(Base62Error::LeadingZero));
    assert_eq!(base62::decode("lYGhA16ahyf"), Ok(u64::MAX));
    assert_eq!(base62::decode("lYGhA16ahyg"), Err(Base62Error::Overflow));
    assert_eq!(base62::decode(&"Z".repeat(100_000)), Err(Base62Error::Overflow));
    assert_eq!(base62::digits_for(u128::MAX, 2), Some(128));
    assert_eq!(base62::digits_for(5, 1), None);
    assert_eq!(base62::digits_for(0, 62), Some(1));
}

#[test]
fn who_watches_a_division_sees_its_lines_and_values() {
    let (mut division, mut recorder) = (base62::Division::of(11_157), Recorder::default());
    division.divide(&mut recorder);
    let lines = recorder.into_lines();
    assert_eq!(lines.len(), 4);
    let first: Vec<String> = lines[0].values.iter().map(|(name, value)| format!("{name}={value}")).collect();
    assert_eq!(first, ["left=11157", "remainder=59"]);
}

#[test]
fn a_cut_has_one_to_eight_digits() {
    for length in [0, 9, u32::MAX] {
        assert_eq!(Cut::new(Hash::Md5, Digits::Hex, length), Err(ShortHashError::Length(length)));
    }
    assert_eq!(Cut::new(Hash::Md5, Digits::Base62, 7).unwrap().codes(), 3_521_614_606_208);
}

#[test]
fn crc_32_in_base_62_fits_six_characters() {
    assert_eq!(base62::digits_for(1 << 32, 62), Some(6));
    assert_eq!(base62::encode(u64::from(u32::MAX)).len(), 6);
}

#[test]
fn where_all_codes_are_taken_the_loop_gives_up() {
    let mut resolution = Resolution::of(Cut::new(Hash::Crc32, Digits::Hex, 1).unwrap(), "https://example.com/");
    assert_eq!(resolve(&mut resolution, |_| true, |_| Row::Other, &mut ()), Err(ShortHashError::NoFreeCode));
    assert_eq!(resolution.attempts, MOST_ATTEMPTS);
}

#[test]
fn two_urls_of_one_length_with_one_crc_keep_it_whatever_is_appended() {
    // CRC-32 is linear: the difference of two texts of one length decides, not what follows.
    let mut seen = BTreeMap::new();
    let mut pair = None;
    for i in 10_000_000_u32..10_400_000 {
        let text = format!("{:08x}", i.wrapping_mul(2_654_435_761));
        if let Some(other) = seen.insert(Hash::Crc32.whole(text.as_bytes()), text.clone()) {
            pair = Some((other, text));
            break;
        }
    }
    let (a, b) = pair.unwrap();
    assert_ne!(a, b);
    assert_eq!(Hash::Crc32.whole(format!("{a}x").as_bytes()), Hash::Crc32.whole(format!("{b}x").as_bytes()));
    let difference = |suffix: &str| {
        let crc =
            |text: &str| u32::from_str_radix(&Hash::Crc32.whole(format!("{text}{suffix}").as_bytes()), 16).unwrap();
        crc("aaaa") ^ crc("bbbb") ^ crc("cccc") ^ crc("````")
    };
    assert_eq!([difference(""), difference("x")], [0, 0], "of four texts whose letters cancel out, so do the CRCs");
}

#[test]
fn a_filter_of_a_strange_size_is_refused() {
    assert_eq!(BloomFilter::new(0, 1), Err(BloomError::Bits(0)));
    assert_eq!(BloomFilter::new(MOST_BITS + 1, 1), Err(BloomError::Bits(MOST_BITS + 1)));
    assert_eq!(BloomFilter::new(8, 0), Err(BloomError::Hashes(0)));
    assert_eq!(BloomFilter::new(8, 33), Err(BloomError::Hashes(33)));
    for share in [0.0, 1.0, -1.0, f64::NAN] {
        assert_eq!(Sizing::of(10, share), Err(BloomError::Share));
    }
    assert_eq!(BloomFilter::made_for(0, 0.5).unwrap().bits(), 1);
}

#[test]
fn the_chance_has_its_edges() {
    assert_eq!(birthday::chance(0.0, 10.0), 0.0);
    assert_eq!(birthday::chance(1.0, 0.0), 0.0);
    assert_eq!(birthday::chance(11.0, 10.0), 1.0);
    assert_eq!(birthday::items_for(1.0, 10.0), None);
    assert_eq!(birthday::expected_collisions(5, 1.0), 4.0);
    let series = birthday::chance(5_000.0, 16_f64.powi(7));
    let product: f64 = (0..5_000).map(|i| (1.0 - f64::from(i) / 16_f64.powi(7)).ln()).sum();
    assert!((series - (1.0 - product.exp())).abs() < 1e-9);
}

#[test]
fn zipf_gives_the_first_what_its_rank_says() {
    let zipf = Zipf::new(1_000, 100).unwrap();
    let harmonic: f64 = (1..=1_000).map(|rank| 1.0 / f64::from(rank)).sum();
    let first = zipf.weight_of_first(1) as f64 / zipf.total() as f64;
    assert!((first - 1.0 / harmonic).abs() < 1e-6);
    assert_eq!([zipf.pick(0), zipf.pick(u64::MAX)], [0, 999]);
    assert_eq!(zipf.weight_of_first(0), 0);
    assert_eq!(zipf.weight_of_first(5_000), zipf.total());
    let even = Zipf::new(4, 0).unwrap();
    let quarters = [0, 1, 2, 3].map(|quarter| even.pick(quarter << 62));
    assert_eq!(quarters, [0, 1, 2, 3]);
    assert_eq!(Zipf::new(0, 100), Err(ZipfError::Things(0)));
    assert_eq!(Zipf::new(1, 301), Err(ZipfError::Exponent(301)));
}

#[test]
fn sqids_agree_with_the_specification() {
    let sqids = Sqids::new(0);
    let wanted = ["bM", "Uk", "gb", "Ef", "Vq", "uw", "OI", "AX", "p6", "nJ"];
    for (number, code) in (0..).zip(wanted) {
        assert_eq!((sqids.encode(number), sqids.decode(code)), (code.to_owned(), Ok(number)));
    }
    assert_eq!(sqids.decode(""), Err(SqidsError::Empty));
    assert_eq!(sqids.decode("a-b"), Err(SqidsError::Unknown('-')));
    assert_eq!(sqids.decode("a"), Err(SqidsError::NotACode));
    let longest = (0..200).map(|number| sqids.encode(61_u64.pow(6) - 1 - number).len()).max();
    assert_eq!(longest, Some(7), "seven characters hold 61^6 numbers");
    assert_eq!(sqids.encode(61_u64.pow(6)).len(), 8);
    assert_eq!(sqids::codes(7), Some(51_520_374_361));
}

#[test]
fn only_links_that_a_click_may_follow_are_taken() {
    let refused = |text: &str| LongUrl::parse(text).unwrap_err();
    assert_eq!(refused(" \n"), UrlError::Empty);
    assert_eq!(refused(&format!("https://a/{}", "x".repeat(LONGEST))), UrlError::TooLong(LONGEST + 10));
    assert_eq!(refused("example.com"), UrlError::NoScheme);
    assert_eq!(refused("example.com:80/a"), UrlError::NoScheme);
    assert_eq!(refused("localhost:3000"), UrlError::NoScheme);
    assert_eq!(refused("//example.com"), UrlError::NoScheme);
    for bad in [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "data:text/html,hi",
        "vbscript:x",
        "blob:https://a/b",
        "file:///etc",
    ] {
        assert!(refused(bad).to_string().contains("could run code"), "{bad}");
    }
    assert_eq!(refused("ftp://example.com"), UrlError::Scheme("ftp".into()));
    assert_eq!(refused("java\nscript:alert(1)"), UrlError::Character('\n'));
    assert_eq!(refused("https://a.example/b c"), UrlError::Character(' '));
    assert_eq!(refused("https:\\\\evil.example"), UrlError::Character('\\'));
    assert_eq!(refused("https://exam\u{200b}ple.com"), UrlError::Character('\u{200b}'));
    assert_eq!(refused("https://bank.example@evil.example/"), UrlError::Account);
    for nowhere in ["https:", "https:/", "https://", "https:///a", "https://?q", "https://:80"] {
        assert_eq!(refused(nowhere), UrlError::NoHost, "{nowhere}");
    }
    for host in ["a..b", ".a", "1.2.3", "999.1.1.1", "[::g]", "<b>", "a%b"] {
        assert_eq!(refused(&format!("https://{host}/")), UrlError::Host(host.into()));
    }
    assert!(
        matches!(refused(&format!("https://{}.example/", "a".repeat(64))), UrlError::Host(long) if long.ends_with('…'))
    );
    for port in ["0", "65536", "x", "-1"] {
        assert_eq!(refused(&format!("https://a:{port}/")), UrlError::Port(port.into()));
    }
}

#[test]
fn two_spellings_of_one_address_come_out_the_same() {
    let taken = |text: &str| LongUrl::parse(text).unwrap().as_str().to_owned();
    assert_eq!(taken(" HTTPS://EXAMPLE.com:443 "), "https://example.com/");
    assert_eq!(taken("http://a.example:80?q=1#F"), "http://a.example/?q=1#F");
    assert_eq!(taken("https://a.example:8443/Path"), "https://a.example:8443/Path");
    assert_eq!(taken("https://[2001:DB8::1]:443/"), "https://[2001:db8::1]/");
    assert_eq!(taken("https://日本語.example/π?ü"), "https://日本語.example/π?ü");
    assert_eq!(taken("http://127.0.0.1/@x"), "http://127.0.0.1/@x");
    assert_eq!(LongUrl::parse("https://en.wikipedia.org/wiki/Systems_design").unwrap().host(), "en.wikipedia.org");
}
