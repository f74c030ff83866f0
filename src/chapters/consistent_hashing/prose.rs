//! The chapter's running text, in the parts that stand between its labs.
//!
//! Fixed figures come from `vectors/ring_stats.json`, which the tests of `algorithms` check, or follow from the formula
//! beside them; the rest is the state of the first lab.

use simulation::text::{decimal, grouped, share};
use yew::prelude::*;

use crate::widgets::scrub::Scrub;

/// Virtual nodes that the text offers; the last is the most that the lab takes.
const VIRTUAL_NODES: &[u32] = &[1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000];

/// Numbers of keys that the text offers; the last is the most that the lab takes.
const KEYS: &[u32] =
    &[10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000, 1_000_000];

/// Memory of a virtual node, as in `algorithms::ring`: 20 bytes of position, 4 for its server, 4 for its number.
const BYTES_A_POINT: u64 = size_of::<algorithms::ring::Point>() as u64;

/// What the text says about the first lab as it stands, and how it asks for other parameters.
#[derive(Clone, PartialEq)]
pub struct Numbers {
    /// Servers on the ring.
    pub servers: u32,
    /// Virtual nodes of a server of weight 1.
    pub virtual_nodes: u32,
    /// Keys on the ring.
    pub keys: u32,
    /// How many keys the last change moved; `None` before the first one.
    pub moved: Option<u32>,
    /// The measured coefficient of variation of the loads.
    pub spread: Option<f64>,
    /// What theory expects of it.
    pub expected: Option<f64>,
    /// Called when the reader wants another number of virtual nodes.
    pub on_virtual_nodes: Callback<u32>,
    /// Called when the reader wants another number of keys.
    pub on_keys: Callback<u32>,
}

/// Before the first lab: why dividing by the number of servers moves almost everything.
pub fn opening() -> Html {
    html! {
        <>
            <p>
                { "Cache servers share out keys. The simplest way is to hash the key and divide by the number of servers: \
                   the remainder, " }<code>{ "hash(key) % n" }</code>{ ", names the server. With a uniform hash, whose \
                   values are all equally likely, each gets nearly the same number of keys." }
            </p>
            <p>
                { "Then n changes. From n servers to n + 1, a key stays only if both remainders agree, and of any n(n + 1) \
                   hashes in a row only n agree. One key in n + 1 stays; all the others move. The cache misses on almost \
                   everything at once, and the database behind it takes the load." }
            </p>
            <p>{ "The ring does better. Take a server away and see." }</p>
        </>
    }
}

/// After the first lab: what the ring is, what moves, and what virtual nodes buy and cost.
pub fn after_ring(n: &Numbers) -> Html {
    html! {
        <>
            { ring() }
            { movement(n) }
            { virtual_nodes(n) }
        </>
    }
}

fn ring() -> Html {
    html! {
        <>
            <h2>{ "A circle of hashes" }</h2>
            <p>
                { "SHA-1 turns any name into a number from 0 to 2" }<sup>{ "160" }</sup>{ " − 1. Bend that range into a \
                   circle, so that 0 follows the last number. Servers are hashed onto the circle, and so are keys. To \
                   find a key’s owner, walk clockwise from the key to the first server. A key that lands on a server’s \
                   very point belongs to that server." }
            </p>
        </>
    }
}

fn movement(n: &Numbers) -> Html {
    html! {
        <>
            <h2>{ "Only the neighbouring arc moves" }</h2>
            <p>
                { "A new point takes one arc: from itself anticlockwise to the previous point. Only the keys on that arc \
                   move, and all of them leave the same server. Take the point away, and the next one clockwise gets the \
                   arc." }
            </p>
            <p>
                { "The textbook case: four servers, and key0 to key3 each just before its own, s0 to s3. Put s4 between \
                   key0 and s0, and only key0 moves. Take s1 away, and only key1 moves, to s2." }
            </p>
            <p>
                { "Of k keys on n servers, k/n move on average when one comes or goes; n counts that one. The average hides \
                   a wide spread. With 100\u{202f}000 keys, key0 to key99999, and one point for each server, adding s4 to \
                   s0 to s3 moves 0.62\u{202f}% of the keys, where the average is 20\u{202f}%." }
            </p>
            <p>
                { stand(n.servers) }
                <Scrub value={n.virtual_nodes} stops={VIRTUAL_NODES} label="Virtual nodes for each server"
                    onchange={n.on_virtual_nodes.clone()} />
                { " points each (times its weight) and share " }
                <Scrub value={n.keys} stops={KEYS} label="Keys on the ring" onchange={n.on_keys.clone()} />
                { last_change(n) }
            </p>
        </>
    }
}

fn virtual_nodes(n: &Numbers) -> Html {
    html! {
        <>
            <h2>{ "Many points for each server" }</h2>
            <p>
                { "One point for each server has two problems. The arcs are unequal: of ten servers the largest owns, on \
                   average, 2.93 times the mean (1 + 1/2 + … + 1/10). And keys cluster: chance or a poor hash can lay many \
                   of them on one arc." }
            </p>
            <p>
                { "So each server stands on the ring many times, as virtual nodes: s0 at the hashes of s0_0, s0_1 and so \
                   on. Its share is now the sum of many small arcs, which varies less, and a cluster is cut into pieces. \
                   For S servers of V points each, theory expects the shares to deviate from their mean by" }
            </p>
            <p class="formula">{ "√((S − 1) / (S × V + 1))" }</p>
            <p>
                { "of that mean: four times the points, about half the deviation. " }{ evenness(n) }{ " One ring may lie \
                   well to either side of what is expected of all, and few keys add noise of their own." }
            </p>
            <p>{ memory(n) }</p>
            <p>
                { "A server of " }<strong>{ "weight" }</strong>{ " 2 gets twice the points and, on average, twice the keys. " }
                <strong>{ "Replicas" }</strong>{ " of a key go to the next different servers clockwise; further points of a \
                   server already met are skipped." }
            </p>
        </>
    }
}

fn stand(servers: u32) -> String {
    let stand = if servers == 1 { "server stands" } else { "servers stand" };
    format!("In the lab above {servers} {stand} at ")
}

/// Goes on after the number of keys.
fn last_change(n: &Numbers) -> String {
    let Some(moved) = n.moved else {
        return " keys. Nothing has moved yet.".to_owned();
    };
    let (count, part, equal) = (grouped(moved.into()), share(moved.into(), n.keys.into()), share(1, n.servers.into()));
    format!(" keys. The last change moved {count} of them ({part}); one server’s equal share is {equal}.")
}

fn evenness(n: &Numbers) -> String {
    let (Some(expected), Some(measured)) = (n.expected, n.spread) else {
        return "The lab above has no load to measure now.".to_owned();
    };
    let (expected, measured) = (per_cent(expected), per_cent(measured));
    format!(
        "The lab above, its weights included, should deviate by {expected}; measured on its keys, it is {measured}."
    )
}

fn memory(n: &Numbers) -> String {
    let points = u64::from(n.servers) * u64::from(n.virtual_nodes);
    let (points, bytes) = (grouped(points), grouped(points * BYTES_A_POINT));
    format!(
        "Points cost memory, {BYTES_A_POINT} bytes each here: at weight 1, the lab’s {points} take {bytes} bytes. \
         A lookup is a binary search among them."
    )
}

/// A part of one, in per cent with two decimals.
fn per_cent(part: f64) -> String {
    decimal((part * 10_000.0 + 0.5) as u64, 2) + "\u{202f}%"
}

/// Before the lab that puts mod-n beside the ring.
pub fn before_rehash() -> Html {
    html! {
        <>
            <h2>{ "Dividing, beside the ring" }</h2>
            <p>
                { "Both schemes now get the same keys and the same change. Before you make it, guess two numbers: how many \
                   keys will each scheme move? Then look where they go. On the ring they all come to, or leave, the one \
                   server that changed. With the remainder they also move between servers that did not change at all." }
            </p>
        </>
    }
}

/// After the lab that puts mod-n beside the ring.
pub fn after_rehash() -> Html {
    html! {
        <>
            <p>
                { "With key0 to key99999, from four servers to five, the remainder moves 80.04\u{202f}% of the keys and the \
                   ring, with 100 points for each server, 18.61\u{202f}%. From four to three they move 75.03\u{202f}% and \
                   22.86\u{202f}%. The averages to expect are 80 and 20, then 75 and 25." }
            </p>
            <p>
                { "The remainder is still a good scheme where n never changes or a move costs nothing, as for work shared \
                   among a fixed number of threads. It is as even as the hash, takes one division and keeps nothing in \
                   memory." }
            </p>
        </>
    }
}

/// After the last lab: what the ring is good for and what not, who uses it, and how to talk about it.
pub fn closing() -> Html {
    html! {
        <>
            { trade_offs() }
            <h2>{ "In the wild" }</h2>
            <p>
                { "Last.fm’s ketama hashes with MD5 and gives a server of average memory 160 points, others in proportion. \
                   Amazon’s Dynamo gives each node many points, as many as suit its capacity, and keeps copies on the \
                   distinct nodes that follow clockwise. Google’s Maglev, a load balancer, fills a lookup table instead \
                   of walking a ring." }
            </p>
            { interview() }
        </>
    }
}

fn trade_offs() -> Html {
    html! {
        <>
            <h2>{ "What it buys, and what it does not" }</h2>
            <ul>
                <li>{ "Little moves: a change moves about one server’s share of the keys." }</li>
                <li>{ "Growth is even: with enough points, a new server takes a little from each of the others." }</li>
                <li>
                    { "Hot shards are less likely: three pop stars’ keys are scattered by their hashes, not kept together \
                       because their names are neighbours." }
                </li>
                <li>
                    { "One hot key cannot be split. The ring spreads different keys, and a single celebrity’s key has a \
                       single owner. That takes replication, or bounded loads: a server filled to a set limit above the \
                       average passes what comes next on clockwise." }
                </li>
                <li>
                    { "“No modulo” is loose: the ring wraps around, which is a modulo too. What is gone is dividing by the \
                       number of servers." }
                </li>
                <li>
                    { "The deviations of 5\u{202f}% to 10\u{202f}% that are quoted for 100 to 200 virtual nodes are one \
                       published experiment. Computed for ten servers, it is 9.5\u{202f}% at 100 points each and \
                       6.7\u{202f}% at 200." }
                </li>
            </ul>
        </>
    }
}

fn interview() -> Html {
    html! {
        <>
            <h2>{ "In an interview" }</h2>
            <ol>
                <li>{ "Start from the problem: dividing by n moves almost every key when n changes." }</li>
                <li>{ "Draw the ring: hash servers and keys, walk clockwise. One change moves k/n keys on average." }</li>
                <li>
                    { "Bring up uneven arcs yourself. Virtual nodes mend them: the deviation falls as 1/√V, while memory \
                       grows as V." }
                </li>
                <li>{ "Add weights for unequal machines, and the next distinct servers for replicas." }</li>
                <li>{ "Name the limit, one hot key, and its remedies: replication and bounded loads." }</li>
            </ol>
        </>
    }
}

/// Where the facts come from.
pub fn sources_list() -> Html {
    html! {
        <>
            <li>
                { "D. Karger et al., “Consistent Hashing and Random Trees”, STOC 1997: the original paper, not consulted for \
                   this page." }
            </li>
            <li>{ "R. Jones, ketama, " }{ outside("https://github.com/RJ/ketama", "github.com/RJ/ketama") }{ ", libketama/ketama.c." }</li>
            <li>{ "G. DeCandia et al., “Dynamo: Amazon’s Highly Available Key-value Store”, SOSP 2007." }</li>
            <li>
                { "D. E. Eisenbud et al., “Maglev: A Fast and Reliable Software Network Load Balancer”, NSDI 2016." }
            </li>
            <li>
                { "V. Mirrokni et al., “Consistent Hashing with Bounded Loads”, " }
                { outside("https://arxiv.org/abs/1608.01350", "arXiv:1608.01350") }{ "." }
            </li>
            <li>
                { "J. Lamping and E. Veach, “A Fast, Minimal Memory, Consistent Hash Algorithm”, " }
                { outside("https://arxiv.org/abs/1406.2294", "arXiv:1406.2294") }{ ": jump hash, a relative of the ring." }
            </li>
        </>
    }
}

/// A link that leaves the book.
fn outside(address: &'static str, name: &'static str) -> Html {
    html! { <a href={address} rel="noopener">{ name }</a> }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(servers: u32, moved: Option<u32>) -> Numbers {
        let (on_virtual_nodes, on_keys) = (Callback::noop(), Callback::noop());
        let (virtual_nodes, keys, spread, expected) = (100, 10_000, Some(0.091), Some(0.089_353));
        Numbers { servers, virtual_nodes, keys, moved, spread, expected, on_virtual_nodes, on_keys }
    }

    #[test]
    fn the_text_counts_what_the_lab_moved() {
        assert_eq!(last_change(&numbers(5, None)), " keys. Nothing has moved yet.");
        assert_eq!(
            last_change(&numbers(5, Some(2_031))),
            " keys. The last change moved 2\u{202f}031 of them (20.31\u{202f}%); one server’s equal share is 20.00\u{202f}%."
        );
    }

    #[test]
    fn the_text_computes_deviation_and_memory() {
        assert!(evenness(&numbers(5, None)).contains("8.94\u{202f}%; measured on its keys, it is 9.10\u{202f}%"));
        assert!(
            memory(&numbers(5, None)).contains("28 bytes each here: at weight 1, the lab’s 500 take 14\u{202f}000")
        );
    }

    #[test]
    fn the_offered_values_are_those_that_the_lab_takes() {
        assert_eq!(VIRTUAL_NODES.last(), Some(&simulation::hash_ring::MOST_VIRTUAL_NODES));
        assert_eq!(KEYS.last(), Some(&simulation::key_set::MOST_KEYS));
        assert!(VIRTUAL_NODES.is_sorted() && KEYS.is_sorted());
    }
}
