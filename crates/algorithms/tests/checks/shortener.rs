//! The vectors of the URL shortener, checked.

use algorithms::caching::bloom::{BloomFilter, Sizing, expected_false_positives, expected_fill};
use algorithms::codes::base62::{self, Base62Error, Division};
use algorithms::codes::short_hash::{Cut, Digits, Hash, Resolution, Row, resolve};
use algorithms::ids::birthday;
use serde_json::Value;

use super::{close, read, whole};
use wasm_bindgen_test::wasm_bindgen_test;

fn text(value: &Value) -> &str {
    value.as_str().expect("a text")
}

fn list(value: &Value) -> &Vec<Value> {
    value.as_array().expect("a list")
}

fn number(value: &Value) -> u64 {
    text(value).parse().expect("a whole number")
}

/// Codes and numbers of `base62.json` are each other's, and a zero at the front is refused.
#[wasm_bindgen_test(unsupported = test)]
fn base62_agrees_with_pybase62() {
    let vectors = read(include_str!("../../vectors/base62.json"));
    let mut seen = 0;
    for case in list(&vectors["cases"]) {
        let (number, code) = (number(&case["n"]), text(&case["0-9a-zA-Z"]));
        assert_eq!(base62::encode(number), code);
        assert_eq!(base62::decode(code), Ok(number));
        seen += 1;
    }
    assert!(seen > 10);
    for case in list(&vectors["decode"]) {
        let code = text(&case["s"]);
        let zero_ahead = code.len() > 1 && code.starts_with('0');
        let wanted = if zero_ahead { Err(Base62Error::LeadingZero) } else { Ok(number(&case["0-9a-zA-Z"])) };
        assert_eq!(base62::decode(code), wanted);
    }
}

/// The remainders come in the order of `base62.json`: the last digit first.
#[wasm_bindgen_test(unsupported = test)]
fn remainders_come_last_digit_first() {
    let vectors = read(include_str!("../../vectors/base62.json"));
    for (number, remainders) in vectors["remainders_lsd_first"].as_object().expect("numbers") {
        let mut division = Division::of(number.parse().expect("a number"));
        let mut came = Vec::new();
        while let Some(digit) = division.divide(&mut ()) {
            came.push(u32::from(digit));
        }
        assert_eq!(came, list(remainders).iter().map(whole).collect::<Vec<_>>());
    }
}

/// CRC-32, MD5 and SHA-1 are those of `hashes.json`, whole and cut.
#[wasm_bindgen_test(unsupported = test)]
fn the_three_hashes_agree_with_hashlib_and_zlib() {
    let vectors = read(include_str!("../../vectors/hashes.json"));
    for case in list(&vectors["cases"]) {
        for (hash, name) in Hash::ALL.into_iter().zip(["crc32", "md5", "sha1"]) {
            let (bytes, wanted) = (text(&case["utf8"]).as_bytes(), text(&case[name]));
            assert_eq!(hash.whole(bytes), wanted);
            for length in 1..=8 {
                let cut = Cut::new(hash, Digits::Hex, length).expect("a cut");
                assert_eq!(cut.written(cut.code(bytes)), wanted[..length as usize]);
            }
        }
    }
}

/// How many of the first 100 000 URLs want a code that one before them wants, and the first of them, are as in
/// `url_shortener.json`.
#[wasm_bindgen_test(unsupported = test)]
fn collisions_agree_with_the_vectors() {
    let vectors = read(include_str!("../../vectors/url_shortener.json"));
    let rows = [
        ("crc32_hex7", Hash::Crc32, Digits::Hex, 7),
        ("md5_hex7", Hash::Md5, Digits::Hex, 7),
        ("sha1_hex7", Hash::Sha1, Digits::Hex, 7),
        ("md5_base62_7 (md5 as int mod 62^7)", Hash::Md5, Digits::Base62, 7),
        ("crc32_full(32 bit)", Hash::Crc32, Digits::Hex, 8),
    ];
    for (name, hash, digits, length) in rows {
        let cut = Cut::new(hash, digits, length).expect("a cut");
        let code = |i: u32| cut.code(format!("https://example.com/{i}").as_bytes());
        let mut codes: Vec<(u64, u32)> = (0..100_000).map(|i| (code(i), i)).collect();
        codes.sort_unstable();
        let meets: Vec<u32> = codes.windows(2).filter(|two| two[0].0 == two[1].0).map(|two| two[1].1).collect();
        let wanted = &vectors["collisions"][name];
        assert_eq!(meets.len() as u64, wanted["collisions_in_100k"].as_u64().expect("a count"), "{name}");
        assert_eq!(meets.iter().min().copied(), wanted["first_collision_at_i"].as_u64().map(|i| i as u32), "{name}");
    }
    let expected = &vectors["collisions"]["expected_collisions_100k"];
    for (name, codes, tolerance) in
        [("16^7", 16_f64.powi(7), 0.01), ("2^32", 2_f64.powi(32), 0.001), ("62^7", 62_f64.powi(7), 0.000_01)]
    {
        close(birthday::expected_collisions(100_000, codes), &expected[name], tolerance);
    }
}

/// The loop of `url_shortener.json`: two hexadecimal digits, forty URLs, and the first once more.
#[wasm_bindgen_test(unsupported = test)]
fn the_resolution_loop_agrees_with_the_vectors() {
    let vectors = read(include_str!("../../vectors/url_shortener.json"));
    let wanted = &vectors["resolution_loop"];
    let cut = Cut::new(Hash::Md5, Digits::Hex, 2).expect("a cut");
    let mut rows: Vec<(u64, String)> = Vec::new();
    let mut shorten = |url: String| {
        let mut resolution = Resolution::of(cut, &url);
        let row = |code| match rows.iter().find(|row| row.0 == code) {
            None => Row::Free,
            Some((_, other)) => {
                if *other == url {
                    Row::Same
                } else {
                    Row::Other
                }
            }
        };
        let found = resolve(&mut resolution, |_| true, row, &mut ()).expect("a free code");
        if !found.is_known {
            rows.push((found.code, url));
        }
        (cut.written(found.code), resolution.queries)
    };
    let (codes, queries): (Vec<String>, Vec<u32>) =
        (0..40).map(|i| shorten(format!("https://example.com/{i}"))).unzip();
    assert_eq!(codes, list(&wanted["codes"]).iter().map(text).collect::<Vec<_>>());
    assert_eq!(queries.iter().sum::<u32>(), whole(&wanted["total_probes"]));
    assert_eq!(shorten("https://example.com/0".to_owned()).0, text(&wanted["codes_after_resubmitting_first"]));
}

/// Sizes are those of pybloom_live, bits and false positives those of `bloom.json`.
#[wasm_bindgen_test(unsupported = test)]
fn bloom_agrees_with_pybloom_and_mmh3() {
    let vectors = read(include_str!("../../vectors/bloom.json"));
    for case in list(&vectors["sizing"]) {
        let items = case["n"].as_u64().expect("items");
        let sizing = Sizing::of(items, case["p"].as_f64().expect("a share")).expect("a size");
        assert_eq!(sizing.whole_bits(), case["m_bits_ceil"].as_u64().expect("bits"));
        assert_eq!(sizing.whole_hashes(), whole(&case["k_round"]));
        let (bits, hashes) = (sizing.whole_bits(), sizing.whole_hashes());
        if items > 1 {
            close(expected_false_positives(items, bits, hashes), &case["fpp_formula_(1-e^(-kn/m))^k"], 1e-4);
            close(expected_fill(items, bits, hashes), &case["expected_fill_at_n"], 2e-3);
        }
    }
    let rows = [
        ("https://example.com/", 100, "https://example.org/", 1_000),
        ("url", 1_000, "probe", 100_000),
        ("url", 2_000, "probe", 100_000),
    ];
    for (case, (added, items, probed, probes)) in list(&vectors["membership"]).iter().zip(rows) {
        let bits = case["m"].as_u64().expect("bits");
        let mut filter = BloomFilter::new(bits, whole(&case["k"])).expect("a filter");
        if let Some(first) = case["idx_of_first"].as_array() {
            let wanted: Vec<u64> = first.iter().filter_map(Value::as_u64).collect();
            assert!(filter.places(b"https://example.com/0").eq(wanted));
            assert!(filter.places(b"").all(|place| place == 0));
        }
        for i in 0..items {
            filter.insert(format!("{added}{i}").as_bytes(), &mut ());
        }
        assert_eq!(filter.ones(), case["bits_set"].as_u64().expect("bits"));
        assert!((0..items).all(|i| filter.may_contain(format!("{added}{i}").as_bytes(), &mut ())), "no false negative");
        let wrong = (0..probes).filter(|i| filter.may_contain(format!("{probed}{i}").as_bytes(), &mut ())).count();
        assert_eq!(wrong as u64, case["false_positives"].as_u64().expect("a count"));
        close(expected_false_positives(items, bits, filter.hashes()), &case["expected_fpp"], 1e-4);
    }
}

/// Half of all tries have a collision by 19 291 of 16^7 codes.
#[wasm_bindgen_test(unsupported = test)]
fn half_of_all_tries_collide_by_19_291_of_seven_hexadecimal_digits() {
    assert_eq!(birthday::items_for(0.5, 16_f64.powi(7)), Some(19_291));
    assert_eq!(birthday::items_for(0.5, 365.0), Some(23));
    assert_eq!(base62::digits_for(365_000_000_000, 62), Some(7));
}
