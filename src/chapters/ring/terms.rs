//! The terms that this chapter explains.

use crate::term::{Term, term};

/// In the order of the alphabet.
pub const TERMS: &[Term] = &[
    term(
        "arc",
        "arc",
        &["arc", "arcs"],
        "The stretch of a ring between a server’s point and the point before it. The keys that hash onto it belong to that server.",
    ),
    term(
        "bounded-loads",
        "bounded loads",
        &["bounded loads"],
        "A rule for the ring: no server takes more than a set multiple of the average. What comes to a full server goes on clockwise to the next with room.",
    ),
    term(
        "consistent-hashing",
        "consistent hashing",
        &["consistent hashing"],
        "A way of giving keys to servers in which a server that comes or goes moves only about its own share of the keys.",
    ),
    term(
        "deviation",
        "deviation",
        &["deviate", "deviation"],
        "How far values typically lie from their mean: the square root of the mean squared distance. Here it is given as a part of the mean, the coefficient of variation.",
    ),
    term(
        "hash-function",
        "hash function",
        &["hash function", "hash"],
        "A function that turns any input into a number of fixed size, always the same for the same input. A uniform one makes all values equally likely.",
    ),
    term(
        "hot-key",
        "hot key",
        &["hot key", "hot keys"],
        "A key that gets far more requests than others, such as a celebrity’s page. Its requests all go to its owner, however evenly keys are spread.",
    ),
    term(
        "jump-hash",
        "jump hash",
        &["jump hash"],
        "A relative of the ring that needs no memory: it computes a key’s server from the number of servers alone. Only the last server can be taken away.",
    ),
    term(
        "key",
        "key",
        &["key", "keys"],
        "The name under which a thing is stored and asked for, such as a user’s ID or an address. Which server holds the thing is decided by the key.",
    ),
    term(
        "load",
        "load",
        &["load"],
        "What falls to a server: the keys that it holds, or the requests that it answers in a given time.",
    ),
    term(
        "maglev",
        "Maglev hashing",
        &["Maglev"],
        "A relative of the ring, from Google’s load balancer: servers take turns in filling a table of slots, and a key’s hash picks a slot. A lookup is one read.",
    ),
    term(
        "mod-n",
        "mod-n",
        &["remainder"],
        "Giving a key to the server whose number is the remainder of hash(key) divided by n, the number of servers. Even, but another n moves almost every key.",
    ),
    term(
        "owner",
        "owner",
        &["owner"],
        "The server that a key belongs to: on a ring, the first one clockwise from the key.",
    ),
    term(
        "rehashing",
        "rehashing",
        &["rehashing"],
        "Finding new places for keys when the number of servers changes. The rehashing problem is that dividing by that number moves nearly all of them.",
    ),
    term(
        "rendezvous-hashing",
        "rendezvous hashing",
        &["Rendezvous", "rendezvous hashing"],
        "A relative of the ring, also called HRW: every server’s name is hashed together with the key, and the highest value wins.",
    ),
    term(
        "replica",
        "replica",
        &["replica", "replicas"],
        "A copy of data on another server, kept so that a failure loses nothing or so that more servers can answer. On a ring, copies go to the next different servers clockwise.",
    ),
    term(
        "ring",
        "ring",
        &["ring"],
        "The range of a hash function bent into a circle, so that 0 follows the largest value. Servers and keys stand on it at their hashes.",
    ),
    term(
        "sha-1",
        "SHA-1",
        &["SHA-1"],
        "A hash function with values of 160 bits. It is no longer safe against someone who looks for collisions on purpose, but spreads keys well.",
    ),
    term(
        "shard",
        "shard",
        &["shard", "shards"],
        "One of the parts into which data too large for one server is split. Each key belongs to one shard.",
    ),
    term(
        "virtual-node",
        "virtual node",
        &["virtual node", "virtual nodes"],
        "One of the many points at which a single server stands on a ring. Many small arcs add up to a more even share than one large one.",
    ),
    term(
        "weight",
        "weight",
        &["weight", "weights"],
        "How much more than others a server should carry: a server of weight 2 gets twice the virtual nodes, and so about twice the keys.",
    ),
];
