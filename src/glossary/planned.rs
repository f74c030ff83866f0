//! The terms that chapters will explain which are not written yet, by their names.

use crate::term::{Term, term};

/// When a chapter is written its terms go into its folder.
pub const PLANNED: &[(&str, &[Term])] = &[
    (
        "scaling",
        &[
            term(
                "cache",
                "cache",
                &["cache", "caches"],
                "A fast, small store that keeps copies of what was asked for lately, in front of a slow, large one. A miss is a request for something it does not hold.",
            ),
            term(
                "cdn",
                "CDN",
                &["CDN"],
                "Content delivery network: caches in many places of the world, so that a file comes from one near its reader.",
            ),
            term(
                "latency",
                "latency",
                &["latency"],
                "The time from a request to its answer. Since it varies, it is best told as percentiles.",
            ),
            term(
                "load-balancer",
                "load balancer",
                &["load balancer", "load balancers"],
                "A machine in front of several servers that passes each request on to one of them.",
            ),
            term(
                "message-queue",
                "message queue",
                &["message queue"],
                "A store that takes messages from those who produce them and hands them on when someone has time for them. It evens out bursts.",
            ),
            term(
                "percentile",
                "percentile",
                &["percentile", "percentiles"],
                "The 99th percentile is the value that 99 of 100 measurements do not exceed. It shows the slow cases that a mean hides.",
            ),
            term(
                "throughput",
                "throughput",
                &["throughput"],
                "How much a system gets done in a given time, such as requests a second.",
            ),
        ],
    ),
    (
        "feed",
        &[term(
            "fan-out",
            "fan-out",
            &["fan-out"],
            "One thing that becomes many: a post that is delivered to every follower, a request that asks several servers.",
        )],
    ),
    (
        "chat",
        &[term(
            "heartbeat",
            "heartbeat",
            &["heartbeat", "heartbeats"],
            "A small message sent at regular intervals to say “I am still here”. If several fail to come, the sender counts as gone.",
        )],
    ),
    (
        "notification",
        &[term(
            "idempotent",
            "idempotent",
            &["idempotent"],
            "Said of an operation that has the same effect when it is done twice as when it is done once, so that it may safely be tried again.",
        )],
    ),
    (
        "autocomplete",
        &[term(
            "trie",
            "trie",
            &["trie"],
            "A tree of words with a letter on each edge: all words that begin alike share the way down from the root.",
        )],
    ),
];
