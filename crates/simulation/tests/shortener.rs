//! The URL shortener's systems.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "what fails here fails the test")]

use std::collections::BTreeMap;

use algorithms::caching::bloom::BloomError;
use algorithms::codes::long_url::UrlError;
use algorithms::codes::short_hash::ShortHashError;
use proptest::prelude::*;
use simulation::kernel::moment::Moment;
use simulation::kernel::state_hash::state_hash;
use simulation::kernel::system::System;
use simulation::kernel::time::Micros;
use simulation::kernel::timeline::Timeline;
use simulation::shortener::code_collisions::{self, CodeCollisions};
use simulation::shortener::code_length::{self, CodeLength};
use simulation::shortener::division::{self, Division};
use simulation::shortener::flow::{
    CACHE, CLICKS, Command, Event, IdSource, Redirect, Refusal, Scenario, Shortener, Station, Target, Task, WORKED_URL,
    Way,
};
use simulation::shortener::short_codes::{Base, HashKind};

fn run<S: System>(scenario: S::Scenario) -> Timeline<S> {
    Timeline::new(scenario, 1).unwrap_or_else(|refusal: S::Refusal| panic!("{refusal}"))
}

/// Does a command, and what follows from it; all events.
fn done(timeline: &mut Timeline<Shortener>, command: Command) -> Vec<Event> {
    timeline.command(timeline.now(), command).unwrap();
    let mut events = timeline.events().to_vec();
    while timeline.step() {
        events.extend_from_slice(timeline.events());
    }
    events
}

fn shorten(timeline: &mut Timeline<Shortener>, url: &str) -> Vec<Event> {
    done(timeline, Command::Shorten(url.to_owned()))
}

fn stations(events: &[Event], wanted: Way) -> Vec<Station> {
    let at = |event: &Event| match event {
        Event::Hop(way, hop) if *way == wanted => Some(hop.station),
        _ => None,
    };
    events.iter().filter_map(at).collect()
}

#[test]
fn both_ways_go_through_the_stations_of_the_chapter() {
    use Station::{Balancer, Base62, Browser, Database, Filter, Hash, Ids, Web};
    let mut timeline: Timeline<Shortener> = run(Scenario::default());
    let events = shorten(&mut timeline, WORKED_URL);
    assert_eq!(stations(&events, Way::Hash), [Browser, Balancer, Web, Hash, Filter, Database, Browser]);
    assert_eq!(stations(&events, Way::Id), [Browser, Balancer, Web, Database, Ids, Base62, Database, Browser]);
    let events = shorten(&mut timeline, WORKED_URL);
    assert_eq!(stations(&events, Way::Hash), [Browser, Balancer, Web, Hash, Filter, Database, Browser], "known");
    assert_eq!(stations(&events, Way::Id), [Browser, Balancer, Web, Database, Browser]);
    assert_eq!(timeline.state().service.rows.len(), 1_001, "a known link gets no second row");
}

#[test]
fn a_collision_is_resolved_hop_by_hop() {
    let mut timeline: Timeline<Shortener> = run(Scenario { digits: 3, filter: false, ..Scenario::default() });
    let collides = (0..100).find_map(|number| {
        let events = shorten(&mut timeline, &format!("https://example.org/{number}"));
        let taken = |event: &Event| matches!(event, Event::Hop(Way::Hash, hop) if hop.says.starts_with("taken by"));
        events.iter().any(taken).then_some(events)
    });
    let text: Vec<String> = collides.unwrap().iter().map(ToString::to_string).collect();
    let again = text.iter().position(|line| line.contains("taken by https://example.com/")).unwrap();
    assert!(text[again..].iter().any(|line| line.contains("attempt 2: append “x”")), "{text:?}");
    let Task::Shorten(ways) = &timeline.state().task else { panic!("it shortens") };
    assert!(ways.0.resolution.queries >= 2);
}

#[test]
fn a_followed_link_comes_from_the_database_and_then_from_the_cache() {
    use Station::{Balancer, Browser, Cache, Database, Web};
    let mut timeline: Timeline<Shortener> = run(Scenario::default());
    let follow =
        |timeline: &mut Timeline<Shortener>| stations(&done(timeline, Command::Follow(Target::Row(5))), Way::Visit);
    assert_eq!(follow(&mut timeline), [Browser, Balancer, Web, Cache, Database, Browser]);
    assert_eq!(follow(&mut timeline), [Browser, Balancer, Web, Cache, Browser]);
    done(&mut timeline, Command::SetRedirect(Redirect::Permanent));
    assert_eq!(follow(&mut timeline).len(), 6, "the cache began anew");
    assert_eq!(follow(&mut timeline), [Browser], "the browser remembers the 301");
}

#[test]
fn what_is_not_there_is_a_404_and_no_crash() {
    let mut timeline: Timeline<Shortener> = run(Scenario::default());
    for code in ["", "zzzzzzz", "0", "00", "日本語", "<b>", "not a code", "ffffffff"] {
        let events = done(&mut timeline, Command::Follow(Target::Code(code.to_owned())));
        assert!(events.last().unwrap().to_string().contains("404"), "{code}");
    }
    let long = Command::Follow(Target::Code("a".repeat(65)));
    assert_eq!(timeline.command(Micros::ZERO, long), Err(Refusal::LongCode));
}

#[test]
fn a_snowflake_makes_codes_of_eleven_characters() {
    let mut timeline: Timeline<Shortener> = run(Scenario { ids: IdSource::Snowflake, ..Scenario::default() });
    shorten(&mut timeline, "https://example.org/");
    assert_eq!(timeline.state().shortened().unwrap().code().len(), 11);
    done(&mut timeline, Command::SetIds(IdSource::Tickets));
    shorten(&mut timeline, WORKED_URL);
    assert_eq!(timeline.state().shortened().unwrap().code(), "zn9edcu");
}

#[test]
fn a_link_of_an_earlier_visit_keeps_its_id_and_no_other_gets_it() {
    let mut timeline: Timeline<Shortener> = run(Scenario::default());
    let restore = Command::Restore { id: 2_009_215_674_940, url: "https://kept.example/".into() };
    done(&mut timeline, restore.clone());
    done(&mut timeline, restore);
    assert_eq!(timeline.state().service.rows.len(), 1_001, "once is enough");
    shorten(&mut timeline, WORKED_URL);
    assert_eq!(timeline.state().shortened().unwrap().id, 2_009_215_674_941);
    shorten(&mut timeline, "https://kept.example/");
    assert_eq!(timeline.state().shortened().unwrap().id, 2_009_215_674_940);
}

#[test]
fn what_makes_no_sense_is_refused_and_changes_nothing() {
    let mut timeline: Timeline<Shortener> = run(Scenario::default());
    let before = state_hash(timeline.state());
    for (command, refusal) in [
        (Command::Shorten("javascript:alert(1)".into()), Refusal::Url(UrlError::Scheme("javascript".into()))),
        (Command::Shorten(String::new()), Refusal::Url(UrlError::Empty)),
        (Command::Shorten("x".repeat(10 << 20)), Refusal::Url(UrlError::TooLong(10 << 20))),
        (Command::Follow(Target::Row(1_000)), Refusal::NoRow(1_000)),
        (Command::Crowd(0), Refusal::Number(CLICKS.refuse(0))),
        (Command::SetCache(5_001), Refusal::Number(CACHE.refuse(5_001))),
    ] {
        assert_eq!(timeline.command(Micros::ZERO, command), Err(refusal));
        assert_eq!(state_hash(timeline.state()), before);
    }
    assert!(timeline.command(Micros::ZERO, Command::SetSkew(301)).is_err());
    let start = |scenario| Shortener::start(&scenario, 1).map(drop);
    let usual = Scenario::default;
    assert_eq!(start(Scenario { digits: 9, ..usual() }), Err(Refusal::Hash(ShortHashError::Length(9))));
    assert_eq!(start(Scenario { digits: 2, ..usual() }), Err(Refusal::Hash(ShortHashError::NoFreeCode)));
    assert!(start(Scenario { links: 5_001, ..usual() }).is_err());
    assert!(start(Scenario { people: 0, ..usual() }).is_err());
    assert!(start(Scenario { next_id: 5, ..usual() }).is_err());
    assert!(start(Scenario { next_id: u64::MAX, ..usual() }).is_err());
}

#[test]
fn without_a_link_nobody_clicks_and_without_a_cache_nobody_hits() {
    let mut timeline: Timeline<Shortener> = run(Scenario { links: 0, ..Scenario::default() });
    assert_eq!(timeline.command(Micros::ZERO, Command::Crowd(5)), Err(Refusal::NoRow(0)));
    shorten(&mut timeline, WORKED_URL);
    done(&mut timeline, Command::Crowd(5));
    assert_eq!((timeline.state().tally.database, timeline.state().tally.cache), (1, 4));
    done(&mut timeline, Command::SetCache(0));
    done(&mut timeline, Command::Crowd(5));
    assert_eq!((timeline.state().tally.clicks, timeline.state().tally.database), (5, 5));
}

#[test]
fn a_link_leaves_out_what_a_reader_typed() {
    let mut timeline: Timeline<Shortener> = run(Scenario::default());
    shorten(&mut timeline, "https://secret.example/diary");
    done(&mut timeline, Command::Follow(Target::Code("secret".into())));
    done(&mut timeline, Command::Restore { id: 7, url: "https://secret.example/2".into() });
    shorten(&mut timeline, WORKED_URL);
    let (public, left_out) = timeline.moment().in_public();
    assert_eq!(left_out, 3);
    assert!(!format!("{public:?}").contains("secret"));
    assert!(format!("{public:?}").contains("Systems_design"));
    let mut opened = Timeline::<Shortener>::open(Moment::decode(&public.encode()).unwrap()).unwrap();
    opened.seek(u64::MAX);
    assert_eq!(opened.end(), timeline.end(), "what stands in for them goes the same way");
}

#[test]
fn base_62_is_done_digit_by_digit_both_ways() {
    let mut timeline: Timeline<Division> = run(division::Scenario::default());
    timeline.seek(3);
    assert!(!timeline.step());
    let remainders: Vec<u8> = timeline.state().lines().iter().map(|line| line.digit).collect();
    assert_eq!((remainders, timeline.state().code().as_str()), (vec![59, 55, 2], "2TX"));
    timeline.command(Micros::ZERO, division::Scenario::Decode(11_157)).unwrap();
    while timeline.step() {}
    let values: Vec<u64> = timeline.state().lines().iter().map(|line| line.after).collect();
    assert_eq!(values, [2, 179, 11_157]);
    timeline.command(Micros::ZERO, division::Scenario::Encode(0)).unwrap();
    assert!(timeline.step() && !timeline.step());
    assert_eq!(timeline.state().code(), "0");
}

#[test]
fn seven_characters_are_enough_for_365_billion_and_for_96_years() {
    let mut timeline: Timeline<CodeLength> = run(code_length::Scenario::default());
    let scenario = timeline.state().scenario();
    assert_eq!((scenario.digits(), scenario.days(7)), (7, 35_216));
    timeline.seek(96);
    assert_eq!(timeline.state().digits_used(), 7);
    timeline.seek(97);
    assert_eq!(timeline.state().digits_used(), 8);
    assert!(timeline.events()[0].to_string().ends_with("one more than before."));
    for bad in [
        code_length::Command::SetLinks(0),
        code_length::Command::SetLinks(u64::MAX),
        code_length::Command::SetCharacters(1),
        code_length::Command::SetADay(0),
    ] {
        assert!(timeline.command(Micros::ZERO, bad).is_err());
    }
    timeline.seek(u64::MAX);
    assert_eq!(timeline.state().years(), code_length::MOST_YEARS);
}

#[test]
fn codes_that_run_out_are_refused_and_other_urls_stay_on_the_device() {
    use code_collisions::{Command, Refusal, Scenario};
    let mut timeline: Timeline<CodeCollisions> = run(Scenario { urls: 200, digits: 2, ..Scenario::default() });
    assert_eq!(
        timeline.command(Micros::ZERO, Command::SetUrls(250)),
        Err(Refusal::TooFewCodes { urls: 250, codes: 256 })
    );
    assert_eq!(
        timeline.command(Micros::ZERO, Command::SetUrls(0)),
        Err(Refusal::Number(code_collisions::URLS.refuse(0)))
    );
    assert_eq!(timeline.command(Micros::ZERO, Command::SetDigits(9)), Err(Refusal::Hash(ShortHashError::Length(9))));
    let no_filter = Err(Refusal::Filter(BloomError::Share));
    assert_eq!(timeline.command(Micros::ZERO, Command::SetFalsePositives(0)), no_filter);
    timeline.command(Micros::ZERO, Command::SetPrefix("https://secret.example/".into())).unwrap();
    timeline.seek(u64::MAX);
    assert_eq!(timeline.state().counts().urls, 200);
    let (public, left_out) = timeline.moment().in_public();
    assert_eq!(left_out, 1);
    assert!(!format!("{public:?}").contains("secret"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    /// Word for word: a map, and a new text for as long as another URL has the code.
    #[test]
    fn every_url_gets_the_code_that_a_map_would_give_it(
        urls in 1..220_u32, digits in 2..=4_u32, prefix in "[a-z]{0,5}", hash in 0..3_usize, base in 0..2_usize,
    ) {
        let hash = HashKind::ALL[hash];
        let base = [Base::Hex, Base::Base62][base];
        let scenario = code_collisions::Scenario { hash, base, digits, urls, prefix, ..Default::default() };
        let mut timeline: Timeline<CodeCollisions> = run(scenario);
        timeline.seek(u64::MAX);
        let lab = timeline.state();
        let mut owners: BTreeMap<u64, u32> = BTreeMap::new();
        let (mut collisions, mut attempts) = (0, 0);
        for number in 0..urls {
            let mut text = lab.url(number);
            collisions += u32::from(owners.contains_key(&lab.cut().code(text.as_bytes())));
            attempts += 1;
            while owners.contains_key(&lab.cut().code(text.as_bytes())) {
                text.push('x');
                attempts += 1;
            }
            owners.insert(lab.cut().code(text.as_bytes()), number);
            prop_assert_eq!(lab.codes()[number as usize], lab.cut().code(text.as_bytes()));
        }
        prop_assert_eq!(lab.counts().collisions, collisions);
        prop_assert_eq!(lab.counts().queries_without, attempts);
        let needed = lab.counts().queries_with - lab.counts().false_positives;
        prop_assert_eq!(needed, attempts - u64::from(urls), "of the queries left, each that found a row was needed");
    }

    #[test]
    fn whatever_is_asked_every_code_leads_to_its_url(
        urls in prop::collection::vec("https://[a-d]{1,2}\\.example/", 1..12), digits in 3..=7_u32, filter: bool,
    ) {
        let mut timeline: Timeline<Shortener> = run(Scenario { links: 300, digits, filter, ..Scenario::default() });
        let mut known: BTreeMap<String, u64> = BTreeMap::new();
        for url in &urls {
            shorten(&mut timeline, url);
            let row = timeline.state().shortened().unwrap().clone();
            prop_assert_eq!(*known.entry(url.clone()).or_insert(row.id), row.id);
            let service = &timeline.state().service;
            for code in [row.code(), service.cut.written(row.hash_code.unwrap())] {
                prop_assert_eq!(service.find(&code).map(|row| service.rows[row].url.as_str()), Some(url.as_str()));
            }
        }
    }
}
