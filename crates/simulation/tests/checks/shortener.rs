//! The URL shortener's systems: outcomes that the chapter states, and a run's end in a number; native and in the browsers.

#![allow(clippy::expect_used, reason = "what fails here fails the test")]

use simulation::kernel::state_hash::state_hash;
use simulation::kernel::system::System;
use simulation::kernel::time::Micros;
use simulation::kernel::timeline::Timeline;
use simulation::shortener::code_collisions::{self, CodeCollisions};
use simulation::shortener::code_length::{self, CodeLength};
use simulation::shortener::division::{self, Division};
use simulation::shortener::flow::{self, Command, Redirect, Shortener, Target, WORKED_URL};
use simulation::shortener::short_codes::HashKind;
use wasm_bindgen_test::wasm_bindgen_test;

fn run<S: System>(scenario: S::Scenario) -> Timeline<S> {
    Timeline::new(scenario, 1).unwrap_or_else(|refusal: S::Refusal| panic!("{refusal}"))
}

/// Runs until nothing is under way.
fn to_the_end<S: System>(timeline: &mut Timeline<S>) {
    while timeline.step() {}
}

/// The encyclopedia's page gets the ID 2009215674938, which is `zn9edcu`, and `5a62509` from MD5; both lead back.
#[wasm_bindgen_test(unsupported = test)]
fn the_worked_example_is_shortened_and_leads_back() {
    let mut timeline: Timeline<Shortener> = run(flow::Scenario::default());
    timeline.command(Micros::ZERO, Command::Shorten(WORKED_URL.to_owned())).expect("it is a good URL");
    to_the_end(&mut timeline);
    let row = timeline.state().shortened().expect("it is shortened").clone();
    assert_eq!((row.id, row.code().as_str(), row.url.as_str()), (2_009_215_674_938, "zn9edcu", WORKED_URL));
    let service = &timeline.state().service;
    assert_eq!(row.hash_code.map(|code| service.cut.written(code)).as_deref(), Some("5a62509"));
    assert_eq!((service.find("zn9edcu"), service.find("5a62509")), (Some(1_000), Some(1_000)));
    timeline.command(Micros::ZERO, Command::Follow(Target::Code("zn9edcu".to_owned()))).expect("it is a code");
    to_the_end(&mut timeline);
    let said = timeline.events().last().expect("an answer").to_string();
    assert!(said.contains("302 Found") && said.contains(WORKED_URL), "{said}");
}

/// Of 100 000 URLs cut to seven hexadecimal digits, MD5 lets 23 collide, SHA-1 15, CRC-32 none.
#[wasm_bindgen_test(unsupported = test)]
fn a_hundred_thousand_urls_collide_as_the_vectors_say() {
    for (hash, collisions, first) in
        [(HashKind::Md5, 23, Some(2_133)), (HashKind::Sha1, 15, Some(18_691)), (HashKind::Crc32, 0, None)]
    {
        let mut timeline: Timeline<CodeCollisions> = run(code_collisions::Scenario { hash, ..Default::default() });
        to_the_end(&mut timeline);
        let lab = timeline.state();
        assert_eq!((lab.counts().urls, lab.counts().collisions), (100_000, collisions));
        assert_eq!(lab.collisions().first().map(|collision| collision.url), first);
        assert_eq!(lab.counts().queries_without, 100_000 + u64::from(collisions));
        assert!(lab.counts().queries_with < 1_000, "the filter saves nearly all: {:?}", lab.counts());
    }
}

/// Five thousand clicks: what the cache answers with 302, and what the service still sees with 301.
#[wasm_bindgen_test(unsupported = test)]
fn five_thousand_clicks_are_answered_as_the_chapter_says() {
    let answered = |redirect| {
        let mut timeline: Timeline<Shortener> = run(flow::Scenario { redirect, ..Default::default() });
        timeline.command(Micros::ZERO, Command::Crowd(5_000)).expect("clicks");
        to_the_end(&mut timeline);
        let tally = timeline.state().tally;
        assert_eq!((timeline.position(), tally.clicks), (100, 5_000));
        [tally.browser, tally.cache, tally.database]
    };
    assert_eq!(answered(Redirect::Found), [0, 2894, 2106]);
    assert_eq!(answered(Redirect::Permanent), [1417, 1513, 2070]);
}

/// The same commands end in the same state on every machine.
#[wasm_bindgen_test(unsupported = test)]
fn runs_of_the_shortener_end_in_the_same_states_everywhere() {
    let mut shorten: Timeline<Shortener> = run(flow::Scenario { digits: 3, ..Default::default() });
    for url in ["https://example.com/a", "https://日本語.example/ü", "https://example.com/5"] {
        shorten.command(Micros::ZERO, Command::Shorten(url.to_owned())).expect("a good URL");
        to_the_end(&mut shorten);
    }
    shorten.command(Micros::ZERO, Command::SetRedirect(Redirect::Permanent)).expect("a setting");
    shorten.command(Micros::ZERO, Command::Crowd(300)).expect("clicks");
    to_the_end(&mut shorten);
    assert_eq!(state_hash(shorten.state()), 7_223_054_385_262_520_233);
    let mut collide: Timeline<CodeCollisions> =
        run(code_collisions::Scenario { digits: 4, urls: 5_000, hash: HashKind::Sha1, ..Default::default() });
    to_the_end(&mut collide);
    assert_eq!(state_hash(collide.state()), 2_010_871_521_565_276_662);
    let mut length: Timeline<CodeLength> = run(code_length::Scenario::default());
    length.seek(200);
    assert_eq!(state_hash(length.state()), 4_410_983_444_859_068_379);
    let mut divide: Timeline<Division> = run(division::Scenario::Encode(u64::MAX));
    to_the_end(&mut divide);
    assert_eq!(state_hash(divide.state()), 6_442_309_757_620_931_062);
}
