//! The book as data: its chapters, in the order in which they are numbered, and where each stands on the map.

use crate::picture::{self, Picture};

/// One chapter of the book.
pub struct Chapter {
    /// Its number, from 1.
    pub number: u8,
    /// Its address: `/<slug>/`. Links and what readers keep hold it.
    pub slug: &'static str,
    /// Its name within the book's code: of its folders, chunks, sheets and tests. Shorter than the address, and nobody keeps it.
    pub name: &'static str,
    /// Whether its page is written: whether a folder of that name is among [`crate::chapters`].
    pub is_written: bool,
    /// Its title.
    pub title: &'static str,
    /// The one question that it answers.
    pub question: &'static str,
    /// Slugs of the chapters whose systems it uses.
    pub builds_on: &'static [&'static str],
    /// What it covers, a sentence each: shown while the chapter is not written.
    pub covers: &'static [&'static str],
    /// Where it stands on the map.
    pub on_map: OnMap,
    /// The little picture of its lab.
    pub picture: Picture,
}

/// A place on the map of the book.
///
/// Rows go down: what a chapter builds on stands in a row above it. Columns are tenths of the width.
pub struct OnMap {
    /// The row, from 0.
    pub row: u8,
    /// The middle, in tenths of the map's width.
    pub column: u8,
    /// On which of the lanes below its row, and below the row after, its line to other chapters runs.
    pub lanes: [u8; 2],
}

const fn on_map(row: u8, column: u8, lanes: [u8; 2]) -> OnMap {
    OnMap { row, column, lanes }
}

impl Chapter {
    /// The chapters whose systems it uses, in order of number.
    pub fn foundations(&self) -> impl Iterator<Item = &'static Chapter> + '_ {
        CHAPTERS.iter().filter(|other| self.builds_on.contains(&other.slug))
    }

    /// The chapters that use its system, in order of number.
    pub fn dependants(&self) -> impl Iterator<Item = &'static Chapter> + '_ {
        CHAPTERS.iter().filter(|other| other.builds_on.contains(&self.slug))
    }
}

/// All chapters.
pub static CHAPTERS: [Chapter; 13] = [
    Chapter {
        number: 1,
        slug: "interview",
        name: "interview",
        is_written: false,
        title: "Interview practice",
        question: "You have 45 minutes and a blank board. What do you do first?",
        builds_on: &["scaling"],
        covers: &[
            "A practice room: four timed steps, from clarifying the question to wrapping up, with any system of this book as the task.",
            "Questions worth asking: each answer changes the numbers that your design must meet.",
            "A blueprint that you draw and then run under the load you agreed to.",
            "Back-of-envelope sums with their formulas and units: requests, storage, bandwidth, machines, minutes of downtime.",
            "A rubric filled from what you did: asked before designing, sized before choosing, named an alternative.",
            "Flash cards over the whole book, kept on your device.",
        ],
        on_map: on_map(3, 7, [0, 0]),
        picture: picture::INTERVIEW,
    },
    Chapter {
        number: 2,
        slug: "scaling",
        name: "scaling",
        is_written: false,
        title: "Scale from zero to millions of users",
        question: "The site is slow and there are ten times more users tomorrow. What do you add, and what does each box buy?",
        builds_on: &["rate-limiter", "consistent-hashing", "unique-id"],
        covers: &[
            "A sandbox: drag clients, load balancers, servers, caches, queues and databases onto a board, wire them, and send real traffic through.",
            "The road from one server to several data centres, one step at a time, and what each step costs a month.",
            "Five ways to share out load, and why the better of two random choices does so well.",
            "Caches: what they keep, what they throw out, and what happens when everyone misses at once.",
            "Queues: why a server that is busy 90\u{202f}% of the time answers ten times slower than an idle one.",
            "Replicas that lag, a failover that loses writes, retries that turn an overload into an outage.",
        ],
        on_map: on_map(1, 5, [0, 0]),
        picture: picture::SCALING,
    },
    Chapter {
        number: 3,
        slug: "rate-limiter",
        name: "limiter",
        is_written: true,
        title: "Rate limiter",
        question: "A limit of 100 requests a minute. What is the most that can pass in any 60 seconds?",
        builds_on: &[],
        covers: &[
            "Six limiters fed with the same traffic at once: token bucket, leaking bucket, fixed window, sliding log, sliding counter and GCRA.",
            "The burst at the edge of a window, which lets twice the limit through.",
            "What each limiter must remember, and for how long.",
            "Two limiters that share one store: the race between reading and writing, and its cure.",
            "What a client sees when it is refused, and how a good client backs off.",
            "Rules written as text, with the line and the reason when one is wrong.",
        ],
        on_map: on_map(0, 2, [2, 0]),
        picture: picture::RATE_LIMITER,
    },
    Chapter {
        number: 4,
        slug: "consistent-hashing",
        name: "ring",
        is_written: true,
        title: "Consistent hashing",
        question: "Five cache servers, one dies. How many keys must move?",
        builds_on: &[],
        covers: &[
            "The ring: servers and keys on one circle, and the walk clockwise from a key to its owner.",
            "Why counting servers and dividing moves almost every key, and the ring so few.",
            "Virtual nodes and weights: how evenly the load spreads, and what that costs.",
        ],
        on_map: on_map(0, 5, [1, 1]),
        picture: picture::CONSISTENT_HASHING,
    },
    Chapter {
        number: 5,
        slug: "unique-id",
        name: "ids",
        is_written: true,
        title: "Unique IDs",
        question: "Two machines, no talk between them, the same millisecond. Why don’t their IDs collide?",
        builds_on: &[],
        covers: &[
            "An ID of 64 bits as a strip that you cut into time, machine and sequence: what each bit buys.",
            "Four ways to hand out IDs, side by side: by turns, at random, from a ticket server, and Snowflake.",
            "A clock that runs backwards: refuse, wait or borrow, and the duplicate that a wrong order of checks gives out.",
            "A decoder for IDs of your own: Snowflakes, UUIDs, ULIDs, and the moment hidden in them.",
            "How likely two random IDs are to be the same, for any number of bits.",
        ],
        on_map: on_map(0, 8, [0, 2]),
        picture: picture::UNIQUE_ID,
    },
    Chapter {
        number: 6,
        slug: "url-shortener",
        name: "shortener",
        is_written: true,
        title: "URL shortener",
        question: "How short can the code be for 365 billion links, and where does each code come from?",
        builds_on: &["unique-id"],
        covers: &[
            "Two ways to a short code, step by step: hash the link and resolve collisions, or count and write the number in base 62.",
            "How many characters are enough, and how soon the codes run out.",
            "Collisions among 100\u{202f}000 links: how many, and what each costs in queries.",
            "A Bloom filter that answers most of those queries without asking the database.",
            "The way of a click: cache, database, redirect, and why 301 and 302 differ.",
        ],
        on_map: on_map(1, 8, [0, 0]),
        picture: picture::URL_SHORTENER,
    },
    Chapter {
        number: 7,
        slug: "web-crawler",
        name: "crawler",
        is_written: false,
        title: "Web crawler",
        question: "A thousand workers and ten thousand pages on one small site. How do you not take it down, and still crawl the rest?",
        builds_on: &["consistent-hashing", "url-shortener"],
        covers: &[
            "A small made-up web of real pages, with slow hosts, dead hosts, copies and traps, and a crawler that really parses it.",
            "The frontier: queues that put important pages first and leave every host time to breathe.",
            "A polite crawler beside an impolite one, on the same web.",
            "Seen before? A Bloom filter for addresses, and what one wrong answer costs.",
            "Pages that are almost the same, found by a fingerprint of 64 bits.",
            "Your own HTML or robots.txt: which links come out, which are allowed, and which rule decided.",
        ],
        on_map: on_map(2, 9, [0, 0]),
        picture: picture::WEB_CRAWLER,
    },
    Chapter {
        number: 8,
        slug: "notification",
        name: "notification",
        is_written: false,
        title: "Notification system",
        question: "The SMS provider is down for ten minutes. Who notices, and who must not?",
        builds_on: &["rate-limiter"],
        covers: &[
            "A post office of queues, workers and providers, in which you can follow every message and break every part.",
            "One queue for all channels against a queue for each, in the same outage.",
            "Retries with growing pauses, dead letters, and why pauses should be random.",
            "A worker that dies before it reports: who gets the message twice, and what stops that.",
            "What each channel accepts: payloads counted, bad addresses refused with the reason.",
        ],
        on_map: on_map(1, 2, [0, 0]),
        picture: picture::NOTIFICATION,
    },
    Chapter {
        number: 9,
        slug: "news-feed",
        name: "feed",
        is_written: false,
        title: "News feed",
        question: "You post once; you have 31\u{a0}million followers. Is the work done now, or when they look?",
        builds_on: &["consistent-hashing", "notification"],
        covers: &[
            "Push, pull and a mixture of both on the same people and posts: writes, reads, delay and waste.",
            "A celebrity among ordinary users, and the number of followers from which pushing stops paying.",
            "The five steps from a post to the feeds of followers, item by item.",
            "A feed with a fixed length: what drops out, and when the reader notices.",
            "Mute, block, unfollow and delete after the post has gone out.",
        ],
        on_map: on_map(2, 1, [0, 0]),
        picture: picture::NEWS_FEED,
    },
    Chapter {
        number: 10,
        slug: "chat",
        name: "chat",
        is_written: false,
        title: "Chat",
        question: "Your phone was in a tunnel for 12 seconds. Which messages do you miss, and what do your friends see?",
        builds_on: &["unique-id", "notification"],
        covers: &[
            "Two people, three devices, two chat servers: type messages, cut a line, kill a server, and see what each screen shows.",
            "Polling, long polling and WebSocket with the same messages: requests, delay, and the cost of silence.",
            "What each device has seen, kept as a cursor: why one cursor is not enough.",
            "Online or offline: how heartbeats decide, and how a short timeout makes friends flicker.",
            "Groups: a copy for every member against one log for all.",
        ],
        on_map: on_map(2, 3, [0, 0]),
        picture: picture::CHAT,
    },
    Chapter {
        number: 11,
        slug: "autocomplete",
        name: "autocomplete",
        is_written: false,
        title: "Search autocomplete",
        question: "Five suggestions in under 100\u{202f}ms while someone types. Why is walking the subtree hopeless, and what does fixing it cost?",
        builds_on: &["scaling"],
        covers: &[
            "A trie over thousands of real queries: type, and see which nodes each keystroke visits.",
            "The best suggestions kept at every node: answers in one step, paid for in memory.",
            "One word added, changed or deleted, and every kept list that has to change with it.",
            "From a log of queries to a new trie: how stale the suggestions are in between.",
            "Words that must never be suggested, and shards that carry equal load.",
            "Your own text as the corpus.",
        ],
        on_map: on_map(2, 5, [0, 0]),
        picture: picture::AUTOCOMPLETE,
    },
    Chapter {
        number: 12,
        slug: "video",
        name: "video",
        is_written: false,
        title: "Video platform",
        question: "A 1\u{202f}GB upload fails at 97\u{202f}%. What is sent again? And what is a viewer on a train watching meanwhile?",
        builds_on: &["scaling"],
        covers: &[
            "An upload from the file to the viewer, with any part of the way killed while it runs.",
            "Pieces cut where a picture stands alone, sent in parallel and resumed.",
            "A train ride: three rules that choose the quality, on the same network, with their stalls and switches.",
            "The tasks of an encoding as a graph: which of them decides how long it takes.",
            "Your own MP4 taken apart on your device.",
            "What a network of caches serves, and what it costs.",
        ],
        on_map: on_map(2, 7, [0, 0]),
        picture: picture::VIDEO,
    },
    Chapter {
        number: 13,
        slug: "drive",
        name: "drive",
        is_written: false,
        title: "File sync",
        question: "You insert one letter at the front of a 4\u{202f}GB file. How much travels? And what if someone else did so too?",
        builds_on: &["scaling", "chat"],
        covers: &[
            "Your own file cut into blocks, hashed, compressed and encrypted, on your device.",
            "One edit, three methods: fixed blocks, blocks cut by content, and rsync, with the bytes that each sends.",
            "Two people who edit the same file offline: the conflict, both copies, the way out.",
            "The upload and the download, message by message, with any part of them killed.",
            "Why compression comes before encryption, and what happens to duplicates after it.",
            "How a change reaches the other devices, and what a million clients reconnecting at once looks like.",
        ],
        on_map: on_map(3, 3, [0, 0]),
        picture: picture::DRIVE,
    },
];

/// The chapter at an address, if there is one.
#[must_use]
pub fn chapter(slug: &str) -> Option<&'static Chapter> {
    CHAPTERS.iter().find(|chapter| chapter.slug == slug)
}

/// The chapter to start with: the first that is finished.
#[must_use]
pub fn first_written() -> Option<&'static Chapter> {
    CHAPTERS.iter().find(|chapter| chapter.is_written)
}

/// The chapters before and after one, by number.
#[must_use]
pub fn neighbours(chapter: &Chapter) -> [Option<&'static Chapter>; 2] {
    let at = |number: u8| CHAPTERS.iter().find(|other| other.number == number);
    [at(chapter.number.wrapping_sub(1)), at(chapter.number + 1)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chapters_are_numbered_from_one_without_a_gap() {
        for (index, chapter) in CHAPTERS.iter().enumerate() {
            assert_eq!(usize::from(chapter.number), index + 1);
        }
    }

    #[test]
    fn every_chapter_builds_on_chapters_that_exist_and_stand_above_it() {
        for chapter in &CHAPTERS {
            assert_eq!(chapter.foundations().count(), chapter.builds_on.len(), "{}", chapter.slug);
            for foundation in chapter.foundations() {
                assert!(foundation.on_map.row < chapter.on_map.row, "{} on {}", chapter.slug, foundation.slug);
            }
        }
    }

    #[test]
    fn a_chapter_that_is_not_written_says_what_it_will_cover() {
        for chapter in CHAPTERS.iter().filter(|chapter| !chapter.is_written) {
            assert!((4..=8).contains(&chapter.covers.len()), "{}", chapter.slug);
            assert!(chapter.question.ends_with('?'), "{}", chapter.slug);
        }
    }

    #[test]
    fn the_first_chapter_has_nothing_before_it_and_the_last_nothing_after() {
        assert!(neighbours(&CHAPTERS[0])[0].is_none());
        assert!(neighbours(&CHAPTERS[12])[1].is_none());
        assert_eq!(neighbours(&CHAPTERS[3])[1].map(|next| next.slug), Some("unique-id"));
    }
}
