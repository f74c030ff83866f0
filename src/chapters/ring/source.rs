//! The code of the chapter's labs.

use simulation::ring::hash_ring::HashRing;
use simulation::ring::hot_key::HotKey;
use simulation::ring::rehash::Rehash;
use simulation::ring::seven_ways::SevenWays;

use crate::source::listing::{Code, File, Listing, watched};
use crate::source_file;

const BOUNDED: File = source_file!("crates/algorithms/src/hashing/bounded.rs");
const HOT_KEY: File = source_file!("crates/simulation/src/ring/hot_key/mod.rs");
const JUMP: File = source_file!("crates/algorithms/src/hashing/jump.rs");
const KEYS: File = source_file!("crates/algorithms/src/hashing/keys.rs");
const MAGLEV: File = source_file!("crates/algorithms/src/hashing/maglev.rs");
const MOD_N: File = source_file!("crates/algorithms/src/hashing/mod_n.rs");
const MOVED: File = source_file!("crates/algorithms/src/hashing/moved.rs");
const POSITION: File = source_file!("crates/algorithms/src/position.rs");
const REHASH: File = source_file!("crates/simulation/src/ring/rehash.rs");
const RENDEZVOUS: File = source_file!("crates/algorithms/src/hashing/rendezvous.rs");
const RING: File = source_file!("crates/algorithms/src/hashing/ring.rs");
const SEARCH: File = source_file!("crates/algorithms/src/hashing/search.rs");

const ADD: Code =
    Code { title: "Add a server", functions: &[(RING, &["add_watched", "hashed", "merge", "clockwise"])] };
const REMOVE: Code = Code { title: "Remove a server", functions: &[(RING, &["remove_watched"])] };
const MOVE: Code = Code { title: "Turn a server", functions: &[(RING, &["turn_watched", "merge"])] };
const FIND_MOVED: Code = Code {
    title: "Find what moved",
    functions: &[
        (MOVED, &["moved_arcs_watched", "next_cut", "owner_from", "join_over_zero"]),
        (KEYS, &["count_on_arc", "on_arc", "first_behind"]),
    ],
};

/// Each lab's.
pub const LISTINGS: &[Listing] = &[
    Listing {
        lab: "ring",
        invitation: "Follow a key in the lab above, then step here: the lines that run are marked, with their values. Adding, \
                     removing and dragging a server is marked too.",
        code: &[
            Code {
                title: "Find the owner",
                functions: &[
                    (SEARCH, &["Search::new", "compare", "found"]),
                    (RING, &["owner", "owner_at", "successor"]),
                ],
            },
            Code {
                title: "Take copies",
                functions: &[(SEARCH, &["ReplicaWalk::new", "is_done", "visit"]), (RING, &["replicas"])],
            },
            ADD,
            REMOVE,
            MOVE,
            FIND_MOVED,
        ],
        watch: watched::<HashRing>,
    },
    Listing {
        lab: "rehash",
        invitation: "Add or remove a server in the lab above: the lines that run are marked, with their values.",
        code: &[
            Code {
                title: "Count what moves",
                functions: &[
                    (REHASH, &["Rehash::count", "remainders", "count_remainders"]),
                    (MOD_N, &["server_of"]),
                    (POSITION, &["remainder"]),
                ],
            },
            ADD,
            REMOVE,
            FIND_MOVED,
        ],
        watch: watched::<Rehash>,
    },
    Listing {
        lab: "seven",
        invitation: "Change the servers in the lab above: then the first key is looked up once more in each of these ways, and \
                     the lines that run are marked, with their values.",
        code: &[
            Code { title: "Jump", functions: &[(JUMP, &["bucket_watched", "number_of"])] },
            Code { title: "Rendezvous", functions: &[(RENDEZVOUS, &["owner_watched"])] },
            Code { title: "Maglev", functions: &[(MAGLEV, &["owner_watched", "Wish::of", "Filling::fill", "after"])] },
        ],
        watch: watched::<SevenWays>,
    },
    Listing {
        lab: "hot",
        invitation: "Step the lab above: the lines are marked that found a server with room for the last request.",
        code: &[Code {
            title: "Bounded loads",
            functions: &[(BOUNDED, &["first_with_room", "Slack::capacity"]), (HOT_KEY, &["choose"])],
        }],
        watch: watched::<HotKey>,
    },
];

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use simulation::kernel::time::Micros;
    use simulation::kernel::timeline::Timeline;
    use simulation::ring::hash_ring::{Command, Followed, Scenario, ServerSpec};

    use super::*;
    use crate::chapters::tried::marked;

    #[test]
    fn the_marks_of_a_step_are_the_lines_that_ran_in_it() {
        let mut run: Timeline<HashRing> = Timeline::new(Scenario::default(), 1).unwrap();
        let listing = &LISTINGS[0];
        assert!(run.watched().is_empty());
        run.command(Micros::ZERO, Command::Follow(Followed::Name("key0".into()))).unwrap();
        assert!(run.watched().is_empty(), "a key was named, and nothing looked for yet");
        run.step();
        let points = run.state().ring().points().len();
        let hashed = marked(listing, &run);
        assert_eq!(hashed.len(), 1);
        assert!(hashed[0].starts_with("let (low, high) = ") && hashed[0].ends_with(&format!("low=0 high={points}")));
        run.step();
        let compared = marked(listing, &run);
        assert!(compared[0].starts_with("let middle = self.low + (self.high - self.low) / 2; | low=0"));
        assert!(compared[0].ends_with(&format!("middle={}", points / 2)), "{compared:?}");
        let is_before = compared[2].ends_with("is_before=true");
        let branch = if is_before { "self.low = middle + 1;" } else { "self.high = middle;" };
        assert_eq!(compared.len(), 4);
        assert!(compared[3].starts_with(branch), "{compared:?}");
        while run.state().walk().is_some_and(|walk| walk.found().is_empty()) {
            assert!(run.step());
        }
        let owned = marked(listing, &run);
        assert!(owned[0].starts_with("if self.low >= self.high {"), "{owned:?}");
        assert!(owned.iter().any(|line| line.starts_with("let index = ")));
        assert!(owned.iter().any(|line| line.starts_with("self.found.push(point.server);")));
        run.step_back();
        run.step_back();
        run.seek(3);
        assert_eq!(marked(listing, &run), compared, "back at the same step, the same lines ran");
    }

    #[test]
    fn a_change_of_the_ring_marks_how_it_is_made_and_what_moved() {
        let mut run: Timeline<HashRing> = Timeline::new(Scenario::default(), 1).unwrap();
        let listing = &LISTINGS[0];
        let points = run.state().ring().points().len();
        run.command(Micros::ZERO, Command::Add(ServerSpec::new("new".into()))).unwrap();
        let now = run.state().ring().points().len();
        let added = marked(listing, &run);
        let merged = format!("self.merge(server, hashed(name, virtual_nodes), probe); | points={now}");
        assert!(added.contains(&merged), "{added:?}");
        assert!(added.contains(&format!(
            "let (mut old, mut new) = (all.len(), nodes.len()); | old={points} new={}",
            now - points
        )));
        let arcs = run.state().moved().unwrap().arcs.len();
        assert!(added.contains(&format!("join_over_zero(&mut arcs); | arcs={arcs}")), "{added:?}");
        run.command(Micros::ZERO, Command::Turn { server: 0, to: 7 }).unwrap();
        assert!(marked(listing, &run).iter().any(|line| line.starts_with("let turned: Vec<_>")));
        run.command(Micros::ZERO, Command::Remove { server: 0 }).unwrap();
        let removed = marked(listing, &run);
        assert!(removed.contains(&"self.servers[server.slot()] = None; | ".to_owned()), "{removed:?}");
    }

    #[test]
    fn the_relatives_mark_how_they_look_a_key_up() {
        let mut run: Timeline<SevenWays> = Timeline::new(simulation::ring::seven_ways::Scenario::default(), 1).unwrap();
        run.command(Micros::ZERO, simulation::ring::seven_ways::Command::Add(None)).unwrap();
        let ran = run.watched();
        let all = marked(&LISTINGS[2], &run);
        let servers = run.state().servers().len() as u64;
        let (scores, _) = ran.iter().zip(&all).find(|(_, text)| text.starts_with("let score = ")).unwrap();
        assert_eq!(scores.times, servers, "each server draws a lot");
        assert!(all.iter().any(|line| line.starts_with("here = next as u32;")), "{all:?}");
        assert!(all.iter().any(|line| line.starts_with("let slot = hash.checked_rem(")), "{all:?}");
    }

    #[test]
    fn a_request_marks_who_was_full_and_who_had_room() {
        let mut run: Timeline<HotKey> = Timeline::new(simulation::ring::hot_key::Scenario::default(), 1).unwrap();
        assert!(run.watched().is_empty());
        let bounded = simulation::ring::hot_key::Scheme::Bounded as usize;
        let passed_on = |run: &Timeline<HotKey>| run.state().last.unwrap()[bounded].passed_on;
        run.step();
        while passed_on(&run) == 0 {
            assert!(run.step());
        }
        let all = marked(&LISTINGS[3], &run);
        let wanted = format!(" passed_on={}", passed_on(&run));
        assert!(
            all.iter().any(|line| line.starts_with("if !is_full(point.server) {") && line.ends_with(&wanted)),
            "{all:?}"
        );
        assert!(all.iter().any(|line| line.starts_with("full.push(point.server);")), "{all:?}");
    }

    #[test]
    fn mod_n_looks_at_every_key_and_the_ring_only_at_the_arcs() {
        let scenario = simulation::ring::rehash::Scenario::default();
        let mut run: Timeline<Rehash> = Timeline::new(scenario, 1).unwrap();
        run.command(Micros::ZERO, simulation::ring::rehash::Command::Add("new".into())).unwrap();
        let ran = run.watched();
        let all = marked(&LISTINGS[1], &run);
        let (each, _) = ran.iter().zip(&all).find(|(_, text)| text.starts_with("counts[rest as usize] += 1;")).unwrap();
        assert_eq!(each.times, u64::from(run.state().keys().count()));
        let moved = run.state().moved();
        assert!(all.iter().any(|line| line.ends_with(&format!(" moved_mod={}", moved.mod_n))), "{all:?}");
        assert!(all.iter().any(|line| line.ends_with(&format!("moved_ring={}", moved.ring))), "{all:?}");
    }
}
