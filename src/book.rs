//! The book as data: its chapters, in the order in which they are numbered.

use yew::Html;

use crate::chapters::consistent_hashing;

/// One chapter of the book.
pub struct Chapter {
    /// Its number, from 1.
    pub number: u8,
    /// Its address: `/<slug>/`.
    pub slug: &'static str,
    /// Its title.
    pub title: &'static str,
    /// The one question that it answers.
    pub question: &'static str,
    /// Slugs of the chapters whose systems it uses.
    pub builds_on: &'static [&'static str],
    /// The finished page; `None` while the chapter is not written.
    pub page: Option<fn() -> Html>,
}

/// All chapters.
pub const CHAPTERS: [Chapter; 13] = [
    Chapter {
        number: 1,
        slug: "interview",
        title: "Interview practice",
        question: "You have 45 minutes and a blank board. What do you do first?",
        builds_on: &["scaling"],
        page: None,
    },
    Chapter {
        number: 2,
        slug: "scaling",
        title: "Scale from zero to millions of users",
        question: "The site is slow and there are ten times more users tomorrow. What do you add, and what does each box buy?",
        builds_on: &["consistent-hashing", "rate-limiter", "unique-id"],
        page: None,
    },
    Chapter {
        number: 3,
        slug: "rate-limiter",
        title: "Rate limiter",
        question: "A limit of 100 requests a minute. What is the most that can pass in any 60 seconds?",
        builds_on: &[],
        page: None,
    },
    Chapter {
        number: 4,
        slug: "consistent-hashing",
        title: "Consistent hashing",
        question: "Five cache servers, one dies. How many keys must move?",
        builds_on: &[],
        page: Some(consistent_hashing::page),
    },
    Chapter {
        number: 5,
        slug: "unique-id",
        title: "Unique IDs",
        question: "Two machines, no talk between them, the same millisecond. Why don’t their IDs collide?",
        builds_on: &[],
        page: None,
    },
    Chapter {
        number: 6,
        slug: "url-shortener",
        title: "URL shortener",
        question: "",
        builds_on: &["unique-id"],
        page: None,
    },
    Chapter {
        number: 7,
        slug: "web-crawler",
        title: "Web crawler",
        question: "",
        builds_on: &["consistent-hashing"],
        page: None,
    },
    Chapter {
        number: 8,
        slug: "notification",
        title: "Notification system",
        question: "",
        builds_on: &["rate-limiter"],
        page: None,
    },
    Chapter { number: 9, slug: "news-feed", title: "News feed", question: "", builds_on: &["unique-id"], page: None },
    Chapter { number: 10, slug: "chat", title: "Chat", question: "", builds_on: &["unique-id"], page: None },
    Chapter {
        number: 11,
        slug: "autocomplete",
        title: "Search autocomplete",
        question: "",
        builds_on: &[],
        page: None,
    },
    Chapter { number: 12, slug: "video", title: "Video platform", question: "", builds_on: &[], page: None },
    Chapter { number: 13, slug: "drive", title: "File sync", question: "", builds_on: &[], page: None },
];

/// The chapter at an address, if there is one.
#[must_use]
pub fn chapter(slug: &str) -> Option<&'static Chapter> {
    CHAPTERS.iter().find(|chapter| chapter.slug == slug)
}
