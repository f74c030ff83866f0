//! The chapter's running text, in the parts that stand between its labs. What never changes is in `prose/`, as HTML; here are
//! the paragraphs with live numbers.
//!
//! Fixed figures come from `vectors/ring_stats.json`, which the tests of `algorithms` check, or follow from the formula
//! beside them; the rest is the state of the first lab.

use simulation::kernel::text::{counted, grouped, share};
use yew::prelude::*;

use crate::controls::Grip;
use crate::controls::scrub::Scrub;
use crate::fixed;
use crate::words::per_cent;

/// Virtual nodes that the text offers; the last is the most that the lab takes.
const VIRTUAL_NODES: &[u32] = &[1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000];

/// Numbers of keys that the text offers; the last is the most that the lab takes.
const KEYS: &[u32] =
    &[10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000, 1_000_000];

/// Memory of a virtual node, as in `algorithms::hashing::ring`: 20 bytes of position, 4 for its server, 4 for its number.
const BYTES_A_POINT: u64 = size_of::<algorithms::hashing::ring::Point>() as u64;

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
    /// Asked for another number of virtual nodes.
    pub to_virtual_nodes: Grip<u32>,
    /// Asked for another number of keys.
    pub to_keys: Grip<u32>,
}

/// Before the first lab: why dividing by the number of servers moves almost everything.
pub fn opening() -> Html {
    fixed!("prose/opening.html")
}

/// After the first lab: what the ring is, what moves, and what virtual nodes buy and cost.
pub fn after_ring(n: &Numbers) -> Html {
    html! {
        <>
            { fixed!("prose/circle.html") }
            { movement(n) }
            { virtual_nodes(n) }
        </>
    }
}

fn movement(n: &Numbers) -> Html {
    html! {
        <>
            { fixed!("prose/movement.html") }
            <p>
                { stand(n.servers) }
                <Scrub value={n.virtual_nodes} stops={VIRTUAL_NODES} label="Virtual nodes for each server"
                    grip={n.to_virtual_nodes.clone()} />
                { " × its weight in points, and " }
                <Scrub value={n.keys} stops={KEYS} label="Keys on the ring" grip={n.to_keys.clone()} />
                { last_change(n) }
            </p>
        </>
    }
}

fn virtual_nodes(n: &Numbers) -> Html {
    html! {
        <>
            { fixed!("prose/virtual_nodes.html") }
            <p>
                { "of that mean: four times the points, about half the deviation. " }{ evenness(n) }{ " One ring may lie \
                   well to either side of what is expected of all, and few keys add noise of their own." }
            </p>
            <p>{ memory(n) }</p>
            { fixed!("prose/weights.html") }
        </>
    }
}

fn stand(servers: u32) -> String {
    format!("The lab above has {}, each with ", counted(servers.into(), "server", "servers"))
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
    let (expected, measured) = (per_cent(expected, 2), per_cent(measured, 2));
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

/// Before the lab that puts mod-n beside the ring.
pub fn before_rehash() -> Html {
    fixed!("prose/before_rehash.html")
}

/// After the lab that puts mod-n beside the ring.
pub fn after_rehash() -> Html {
    fixed!("prose/after_rehash.html")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(servers: u32, moved: Option<u32>) -> Numbers {
        let (to_virtual_nodes, to_keys) = (Grip::plain(Callback::noop()), Grip::plain(Callback::noop()));
        let (virtual_nodes, keys, spread, expected) = (100, 10_000, Some(0.091), Some(0.089_353));
        Numbers { servers, virtual_nodes, keys, moved, spread, expected, to_virtual_nodes, to_keys }
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
        assert_eq!(VIRTUAL_NODES.last(), Some(&simulation::ring::servers::MOST_VIRTUAL_NODES));
        assert_eq!(KEYS.last(), Some(&simulation::ring::key_set::MOST_KEYS));
        assert!(VIRTUAL_NODES.is_sorted() && KEYS.is_sorted());
    }
}
