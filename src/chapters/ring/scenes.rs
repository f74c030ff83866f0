//! Ten minutes on consistent hashing, for an instructor with a clicker: from the remainder to the hot key.

use simulation::ring::hash_ring::{self, Command as OnRing, Followed, HashRing, ServerSpec};
use simulation::ring::hot_key::{self, HotKey};
use simulation::ring::rehash::{self, Command as OnBoth, Rehash};

use crate::present::scene::{Scene, code, code_of_steps};

type Made = Result<String, String>;

/// The scenes, in order.
pub const SCENES: &[Scene] = &[
    Scene::new(
        "rehash",
        "Which server has the key?",
        "Hash the key, divide by the number of servers: the remainder names the server.",
        "Four servers, 100,000 keys. So few of them are drawn that the heaps differ by chance; of all keys, the remainder \
         gives each server nearly the same number. It is even, quick and needs no memory. Nothing is wrong with it yet.",
        || both([]),
    ),
    Scene::new(
        "rehash",
        "A fifth server comes",
        "Guess first: how many of the 100 000 keys must move?",
        "Let the class commit to a number for each side, then step. Each line is a key that moves. On the left they \
         also go between servers that did not change.",
        || both([OnBoth::Add("s4".into())]),
    ),
    Scene::new(
        "rehash",
        "A server fails",
        "Three are left. With the remainder every cache starts nearly empty, at the worst moment.",
        "The same the other way round. This is the rehashing problem: one failure turns nearly every look-up into a \
         miss, and all misses hit the database together.",
        || both([OnBoth::Remove(3)]),
    ),
    Scene::new(
        "ring",
        "A circle of hashes",
        "Servers and keys are hashed onto one circle. A key belongs to the first server clockwise from it.",
        "Four servers and four keys, placed by hand so that one sees what happens. Step: follow key1 to its owner. The \
         search is a binary search over the points, not a walk.",
        || ring(hash_ring::Scenario::worked_case(), [], [OnRing::Follow(Followed::Name("key1".into()))]),
    ),
    Scene::new(
        "ring",
        "A server joins",
        "s4 comes between key0 and s0. Which keys move?",
        "Ask for hands, then step. Only the arc between s4 and the point before it changes hands.",
        || ring(hash_ring::Scenario::worked_case(), [], [OnRing::Add(ServerSpec::new("s4".into()))]),
    ),
    Scene::new(
        "ring",
        "A server leaves",
        "Now s1 fails. Only its own keys move, to the next server clockwise.",
        "key1 goes to s2; the other keys do not notice.",
        || {
            let joined = [OnRing::Add(ServerSpec::new("s4".into()))];
            ring(hash_ring::Scenario::worked_case(), joined, [OnRing::Remove { server: 1 }])
        },
    ),
    Scene::new(
        "ring",
        "Chance is not even",
        "One point for each server: arcs are as long as chance has it. And when a server fails, one neighbour takes it all.",
        "Look at the loads before you step: the deviation is large. Then the server with the most keys fails, and \
         all of its keys fall on a single neighbour, which may fail next.",
        || ring(hash_ring::Scenario::of(5, 1, 1_000), [], [OnRing::Remove { server: 2 }]),
    ),
    Scene::new(
        "ring",
        "Virtual nodes",
        "Ten servers. Each gets 10 points, then 100, then 1 000. Watch the deviation.",
        "Three steps. The measured deviation follows theory: it falls as one over the square root of the number \
         of points. The price is memory, and it grows as the points do.",
        || {
            let steps = [10, 100, 1_000].map(OnRing::SetVirtualNodes);
            ring(hash_ring::Scenario::of(10, 1, 10_000), [], steps)
        },
    ),
    Scene::new(
        "ring",
        "Now growth is even",
        "With 100 points each, a new server takes a little from every other.",
        "Compare with the scene of one point each: the new server’s keys come from all five.",
        || ring(hash_ring::Scenario::of(5, 100, 10_000), [], [OnRing::Add(ServerSpec::new("s5".into()))]),
    ),
    Scene::new(
        "ring",
        "Unequal machines",
        "A server of twice the size gets twice the points, and so about twice the keys.",
        "Step: s0 is replaced by a machine of twice the size, then of four times.",
        || {
            let weigh = [2, 4].map(|weight| OnRing::Weigh { server: 0, weight });
            ring(hash_ring::Scenario::of(4, 100, 10_000), [], weigh)
        },
    ),
    Scene::new(
        "ring",
        "Replicas",
        "Copies go to the next different servers clockwise. Points of a server that has one are passed over.",
        "Follow key11: first its owner, then two more servers. Note the points that are skipped.",
        || {
            let scenario = hash_ring::Scenario { replicas: 3, ..hash_ring::Scenario::of(4, 5, 30) };
            ring(scenario, [], [OnRing::Follow(Followed::Name("key11".into()))])
        },
    ),
    Scene::new(
        "hot",
        "One hot key",
        "The ring spreads different keys. A celebrity’s key has one owner, and two requests in five are for it.",
        "Each click lets 50 requests come. On the plain ring the owner’s queue fills and it turns requests away, while \
         the others idle. Bounded loads pass what is too much on clockwise; copies share the reads. Ask what each \
         of them costs.",
        || code_of_steps::<HotKey>(hot_key::Scenario::default(), 250),
    )
    .in_strides(50),
];

fn both<const N: usize>(during: [OnBoth; N]) -> Made {
    code::<Rehash>(rehash::Scenario::default(), [], during)
}

fn ring<const B: usize, const D: usize>(
    scenario: hash_ring::Scenario,
    before: [OnRing; B],
    during: [OnRing; D],
) -> Made {
    code::<HashRing>(scenario, before, during)
}

#[cfg(all(test, not(target_arch = "wasm32")))]
#[path = "scenes_tests.rs"]
mod tests;
