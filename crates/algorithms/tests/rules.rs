//! Rules in a file: what is read, what is found, and what is said of a file that is wrong.

#![cfg(not(target_arch = "wasm32"))]
#![expect(clippy::unwrap_used, reason = "a test stops where it fails")]

use algorithms::limit::rules::{Allowance, Entry, LONGEST_FILE, Rule, Rules, Unit, Why, read};
use proptest::prelude::*;

const FILE: &str = "\
# Lyft's format
domain: shop
descriptors:
  - key: path
    value: /login
    rate_limit: {unit: minute, requests_per_unit: 5}
    descriptors:
      - key: remote_address
        rate_limit:
          unit: minute
          requests_per_unit: 2
  - key: path
    rate_limit: {unit: second, requests_per_unit: 100}
  - key: user
    value: \"batch\"
    rate_limit: {unlimited: true}
  - key: user
    shadow_mode: true
    rate_limit: {unit: Hour, requests_per_unit: 1000}
";

const JSON: &str = r#"{
  "domain": "shop",
  "descriptors": [
    {"key": "path", "value": "/login", "rate_limit": {"unit": "minute", "requests_per_unit": 5},
     "descriptors": [{"key": "remote_address", "rate_limit": {"unit": "minute", "requests_per_unit": 2}}]},
    {"key": "path", "rate_limit": {"unit": "second", "requests_per_unit": 100}},
    {"key": "user", "value": "batch", "rate_limit": {"unlimited": true}},
    {"key": "user", "shadow_mode": true, "rate_limit": {"unit": "hour", "requests_per_unit": 1000}}
  ]
}"#;

fn descriptor(text: &str) -> Vec<Entry> {
    text.split(", ").map(|entry| entry.split_once('=').unwrap()).map(|(k, v)| (k.to_owned(), v.to_owned())).collect()
}

fn allowance<'rules>(rules: &'rules Rules, text: &str) -> Option<&'rules Rule> {
    rules.find(&descriptor(text), &mut ())
}

fn per(requests: u32, unit: Unit) -> Allowance {
    Allowance::Limited { requests, unit }
}

#[test]
fn yaml_and_json_say_the_same() {
    let without_lines = |text| {
        let mut rules: Rules = read(text).unwrap();
        fn clear(rules: &mut [Rule]) {
            for rule in rules {
                rule.line = 0;
                clear(&mut rule.below);
            }
        }
        clear(&mut rules.rules);
        rules
    };
    assert_eq!(without_lines(FILE), without_lines(JSON));
}

#[test]
fn the_value_comes_before_the_key_alone_and_the_last_entry_decides() {
    let rules = read(FILE).unwrap();
    let limit = |text| allowance(&rules, text).and_then(|rule| rule.allowance);
    assert_eq!(limit("path=/login"), Some(per(5, Unit::Minute)));
    assert_eq!(limit("path=/cart"), Some(per(100, Unit::Second)));
    assert_eq!(limit("path=/login, remote_address=10.0.0.7"), Some(per(2, Unit::Minute)));
    assert_eq!(limit("path=/cart, remote_address=10.0.0.7"), None, "the rule for the key alone has none below");
    assert_eq!(limit("user=batch"), Some(Allowance::Unlimited));
    assert_eq!(limit("user=ada"), Some(per(1_000, Unit::Hour)));
    assert!(allowance(&rules, "user=ada").unwrap().shadow);
    assert_eq!(limit("remote_address=10.0.0.7"), None);
    assert_eq!(rules.find(&[], &mut ()), None);
    assert_eq!(rules.counter(&descriptor("path=/login, user=ada")), "shop_path_/login_user_ada");
    assert_eq!(allowance(&rules, "path=/login, remote_address=x").unwrap().line, 8);
}

#[test]
fn what_is_wrong_is_said_with_its_line() {
    let rule = |lines: &str| format!("domain: d\ndescriptors:\n- key: k\n{lines}");
    let limit = |limit: &str| rule(&format!("  rate_limit: {{{limit}}}"));
    for (text, line, part) in [
        (String::new(), 1, "no rules"),
        ("# nothing\n".to_owned(), 1, "no rules"),
        ("domain: [".to_owned(), 2, "no YAML"),
        ("domain: a\ndomain: b".to_owned(), 2, "second time"),
        ("domain: a\n\nrules: []".to_owned(), 3, "“rules”"),
        ("domain: a".to_owned(), 1, "“descriptors” is missing"),
        ("descriptors: []".to_owned(), 1, "“domain” is missing"),
        ("- a\n- b".to_owned(), 1, "The file must be"),
        ("domain: a\ndescriptors: 5".to_owned(), 2, "must be a list"),
        ("domain: a\ndescriptors:\n- key".to_owned(), 3, "A rule must be"),
        ("domain: a\ndescriptors:\n- rate_limit: {unit: day, requests_per_unit: 1}".to_owned(), 3, "“key” is missing"),
        (rule("  value: v"), 3, "does nothing"),
        (rule("  limit: 5"), 4, "“limit”"),
        (limit("unit: fortnight, requests_per_unit: 5"), 4, "“fortnight” is no unit"),
        (limit("unit: minute, requests_per_unit: 0"), 4, "let nothing pass"),
        (limit("unit: minute, requests_per_unit: 99999999999999999999"), 4, "too high"),
        (limit("unit: minute, requests_per_unit: -5"), 4, "“-5” is no whole number"),
        (limit("unit: minute, requests_per_unit: 1.5"), 4, "“1.5”"),
        (limit("unit: minute, requests_per_unit: \"5\""), 4, "must be a whole number"),
        (limit("requests_per_unit: 5"), 4, "“unit” is missing"),
        (limit("unit: minute"), 4, "“requests_per_unit” is missing"),
        (limit("unlimited: true, unit: minute"), 4, "contradict"),
        (limit("unlimited: perhaps"), 4, "true or false"),
        (rule("  rate_limit: {unlimited: true}\n- key: k\n  rate_limit: {unlimited: true}"), 5, "on line 3 already"),
        (format!("{FILE}{FILE}"), 21, "second time"),
        ("a: &x 1\nb: *x".to_owned(), 1, "Anchors"),
        ("domain: !!str a".to_owned(), 1, "Tags"),
        ("domain: a\n---\ndomain: b".to_owned(), 2, "Several documents"),
        ("domain:\n\tx: 1".to_owned(), 2, "no YAML"),
    ] {
        let fault = read(&text).unwrap_err();
        assert!(fault.to_string().contains(part), "{text}\n{fault}");
        assert_eq!(fault.line, line, "{text}\n{fault}");
        assert!(fault.column >= 1 && fault.to_string().ends_with('.'), "{fault}");
    }
}

#[test]
fn what_is_too_long_or_too_deep_is_refused_and_not_read() {
    assert_eq!(read(&"a".repeat(LONGEST_FILE + 1)).unwrap_err().why, Why::LongFile(LONGEST_FILE + 1));
    assert!(matches!(read(&"[".repeat(LONGEST_FILE)).unwrap_err().why, Why::Deep | Why::Syntax(_)));
    assert!(matches!(read(&"? ".repeat(9_000)).unwrap_err().why, Why::Deep | Why::Syntax(_) | Why::NotA { .. }));
    let mut nested = "domain: d\ndescriptors:\n".to_owned();
    for depth in 0..9 {
        let space = "  ".repeat(depth);
        nested += &format!("{space}- key: k\n{space}  descriptors:\n");
    }
    nested += &("  ".repeat(9) + "- {key: k, rate_limit: {unlimited: true}}\n");
    assert_eq!(read(&nested).unwrap_err().why, Why::Deep);
    let many = "domain: d\ndescriptors:\n".to_owned()
        + &(0..501).map(|i| format!("- {{key: k{i}, rate_limit: {{unlimited: true}}}}\n")).collect::<String>();
    assert!(matches!(read(&many).unwrap_err().why, Why::ManyRules | Why::LongFile(_)));
}

/// The rule for a descriptor, found by trying every path through the tree, the more exact the better.
fn naive<'rules>(rules: &'rules [Rule], descriptor: &[Entry]) -> Option<&'rules Rule> {
    let ((key, value), rest) = descriptor.split_first()?;
    let step = |wanted: Option<&String>| rules.iter().find(|rule| rule.key == *key && rule.value.as_ref() == wanted);
    let rule = step(Some(value)).or_else(|| step(None))?;
    if rest.is_empty() { Some(rule).filter(|rule| rule.allowance.is_some()) } else { naive(&rule.below, rest) }
}

fn rules() -> impl Strategy<Value = Vec<Rule>> {
    let leaf = Just(Vec::<Rule>::new());
    leaf.prop_recursive(3, 30, 5, |below| {
        let rule = (0..3_u8, prop::option::of(0..3_u8), prop::option::of(1..9_u32), below).prop_map(
            |(key, value, requests, below)| Rule {
                key: format!("k{key}"),
                value: value.map(|value| format!("v{value}")),
                allowance: requests.map(|requests| per(requests, Unit::Minute)),
                shadow: false,
                line: 0,
                below,
            },
        );
        prop::collection::vec(rule, 0..5)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_rule_that_is_found_is_the_one_that_one_finds_by_hand(
        rules in rules(), entries in prop::collection::vec((0..4_u8, 0..4_u8), 0..4),
    ) {
        let descriptor: Vec<Entry> = entries.iter().map(|(k, v)| (format!("k{k}"), format!("v{v}"))).collect();
        let file = Rules { domain: "d".to_owned(), rules: rules.clone() };
        prop_assert_eq!(file.find(&descriptor, &mut ()), naive(&rules, &descriptor));
    }

    #[test]
    fn whatever_is_typed_is_read_or_refused_with_a_line_that_is_there(text in "[a-z:\\-\\[\\]{}\"'&*!|>%@#?, \n\t0-9é]{0,80}") {
        if let Err(fault) = read(&text) {
            let lines = text.lines().count() as u32;
            prop_assert!((1..=lines + 2).contains(&fault.line), "{:?} {}", text, fault);
        }
    }

    #[test]
    fn a_file_that_is_cut_off_or_changed_never_breaks_the_reader(at in 0..700_usize, letter in any::<char>()) {
        let at = at.min(FILE.len());
        prop_assume!(FILE.is_char_boundary(at));
        let _ = read(&FILE[..at]);
        let mut changed = FILE.to_owned();
        changed.insert(at, letter);
        let _ = read(&changed);
    }
}
