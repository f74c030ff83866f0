//! Every scene opens, and is as its words say.

use std::collections::BTreeSet;

use simulation::kernel::timeline::Timeline;

use super::*;
use crate::present::check::{ended, opened};

fn ring_at_end(title: &str) -> Timeline<HashRing> {
    ended(SCENES, title)
}

fn said(run: &Timeline<HashRing>) -> String {
    run.events().last().map(ToString::to_string).unwrap_or_default()
}

/// The names of the servers that lost keys in the last change, and of those that got them.
fn moved(run: &Timeline<HashRing>) -> [BTreeSet<String>; 2] {
    let mut before = run.clone();
    before.step_back();
    let lab = run.state();
    let arcs = &lab.moved().unwrap_or_else(|| panic!("something has changed")).arcs;
    let with_keys = arcs.iter().filter(|arc| lab.keys().sorted().count_on_arc(arc.after, arc.upto) > 0);
    let mut names = [BTreeSet::new(), BTreeSet::new()];
    for arc in with_keys {
        for (index, id) in [(0, arc.from), (1, arc.to)] {
            let rings = [before.state().ring(), lab.ring()];
            let name = id.and_then(|id| rings[index].server(id)).map(|server| server.name.clone());
            names[index].extend(name);
        }
    }
    names
}

fn set(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

#[test]
fn the_remainder_is_even_and_moves_nearly_everything() {
    let calm = opened::<Rehash>(SCENES, "Which server has the key?");
    assert_eq!(calm.end(), 0);
    let loads: Vec<u32> = (0..4).map(|i| calm.state().load(calm.state().servers()[i]).mod_n).collect();
    assert!(loads.iter().all(|load| load.abs_diff(25_000) < 500), "{loads:?}");
    for title in ["A fifth server comes", "A server fails"] {
        let mut run = opened::<Rehash>(SCENES, title);
        assert_eq!((run.position(), run.end()), (0, 1), "{title}");
        run.step();
        let moved = run.state().moved();
        assert!(moved.mod_n > 75_000 && moved.ring < 25_000, "{title}: {moved:?}");
    }
    assert_eq!(ring_servers_left(), 3);
}

fn ring_servers_left() -> usize {
    let mut run = opened::<Rehash>(SCENES, "A server fails");
    run.step();
    run.state().servers().len()
}

#[test]
fn key1_is_followed_to_its_owner() {
    let run = ring_at_end("A circle of hashes");
    assert!(run.end() > 2, "it takes some steps: {}", run.end());
    assert!(said(&run).contains("key1 belongs to s1"), "{}", said(&run));
}

#[test]
fn only_the_neighbouring_arc_moves() {
    let joins = ring_at_end("A server joins");
    assert_eq!(joins.state().moved().map(|moved| moved.keys), Some(1));
    assert_eq!(moved(&joins), [set(&["s0"]), set(&["s4"])]);
    let key0 = joins.state().keys();
    assert_eq!(key0.count(), 4);
    let leaves = opened::<HashRing>(SCENES, "A server leaves");
    assert_eq!((leaves.position(), leaves.end()), (1, 2), "it begins where s4 has joined");
    let leaves = ring_at_end("A server leaves");
    assert_eq!(leaves.state().moved().map(|moved| moved.keys), Some(1));
    assert_eq!(moved(&leaves), [set(&["s1"]), set(&["s2"])]);
}

#[test]
fn the_fullest_server_fails_and_one_neighbour_takes_it_all() {
    let run = opened::<HashRing>(SCENES, "Chance is not even");
    let lab = run.state();
    let fullest = lab.ring().servers().max_by_key(|(id, _)| lab.load(*id)).map(|(_, server)| server.name.clone());
    assert!(lab.spread() > Some(0.4), "{:?}", lab.spread());
    let [lost, got] = moved(&ring_at_end("Chance is not even"));
    assert_eq!(lost.into_iter().next(), fullest);
    assert_eq!(got.len(), 1);
}

#[test]
fn each_step_of_virtual_nodes_is_more_even_and_as_theory_has_it() {
    let mut run = opened::<HashRing>(SCENES, "Virtual nodes");
    assert_eq!((run.position(), run.end()), (0, 3));
    let mut before = run.state().spread().expect("five servers");
    while run.step() {
        let spread = run.state().spread().expect("five servers");
        let expected = run.state().expected_spread().expect("five servers");
        assert!(spread < before / 1.5, "{spread} after {before}");
        assert!(spread < expected * 2.0 && spread > expected / 2.0, "{spread}, expected {expected}");
        before = spread;
    }
}

#[test]
fn a_new_server_takes_a_little_from_every_other() {
    let run = ring_at_end("Now growth is even");
    assert_eq!(moved(&run), [set(&["s0", "s1", "s2", "s3", "s4"]), set(&["s5"])]);
    let taken = run.state().moved().map_or(0, |moved| moved.keys);
    assert!((1_000..2_500).contains(&taken), "{taken} of 10,000; a sixth is to be expected");
}

#[test]
fn twice_the_weight_is_about_twice_the_keys() {
    let mut run = opened::<HashRing>(SCENES, "Unequal machines");
    for weight in [2.0, 4.0] {
        run.step();
        let lab = run.state();
        let loads: Vec<f64> = lab.ring().servers().map(|(id, _)| f64::from(lab.load(id))).collect();
        let ratio = loads[0] / (loads[1..].iter().sum::<f64>() / 3.0);
        assert!((ratio / weight - 1.0).abs() < 0.25, "weight {weight}: {ratio}");
    }
}

#[test]
fn copies_go_to_different_servers_and_points_are_passed_over() {
    let run = ring_at_end("Replicas");
    let lines: Vec<String> = run.transcript(0, run.end()).into_iter().map(|(_, _, event)| event.to_string()).collect();
    let copies = lines.iter().filter(|line| line.contains("keeps copy")).count();
    assert_eq!(copies, 2, "the owner has the first of three: {lines:#?}");
    assert!(lines[0].contains("key11"), "{lines:#?}");
    assert!(lines.iter().any(|line| line.contains("has a copy already")), "{lines:#?}");
}

#[test]
fn the_plain_ring_turns_the_hot_key_away_and_its_remedies_do_not() {
    let mut run = opened::<HotKey>(SCENES, "One hot key");
    run.seek(run.end());
    let lab = run.state();
    let turned_away = hot_key::Scheme::ALL.map(|scheme| lab.lanes(scheme).turned_away());
    assert!(turned_away[0] > 20 && turned_away[1..] == [0, 0], "{turned_away:?}");
    let plain = lab.lanes(hot_key::Scheme::Ring).lanes();
    let hot: Vec<usize> = (0..plain.len()).filter(|server| plain[*server].hot_taken() > 0).collect();
    assert_eq!(hot, [lab.hot_owner() as usize], "one owner, and no other");
    assert!((60..=140).contains(&lab.hot_requests()), "two in five of 250: {}", lab.hot_requests());
}
