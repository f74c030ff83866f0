//! Who answers each click?

use super::{Answer, Cause, Marks, Step, Verdict, row_by_row};
use crate::kernel::random::Stream;
use crate::shortener::flow::{Answer as Answered, Redirect, Scenario, Service, WORKED_ID};

/// So many links there are, and so many of them fit into the cache.
const LINKS: u32 = 3;
const CACHE: u32 = 2;
/// So many clicks come, from two browsers.
const CLICKS: usize = 7;

/// Who answers a click.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum From {
    /// The browser itself.
    Browser,
    /// The cache.
    Cache,
    /// The database.
    Database,
    /// Nobody: it is a 404.
    Nobody,
}

impl From {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Browser, Self::Cache, Self::Database, Self::Nobody];

    /// What it is called.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Browser => "the browser itself",
            Self::Cache => "the cache",
            Self::Database => "the database",
            Self::Nobody => "nobody: 404",
        }
    }

    fn number(self) -> usize {
        Self::ALL.iter().position(|other| *other == self).unwrap_or(0)
    }
}

/// A click.
#[derive(Clone, Debug, PartialEq)]
pub struct Click {
    /// Whose it is: A or B.
    pub browser: char,
    /// The code that is asked for.
    pub code: String,
    /// The number of the link; `None` if there is no such link.
    link: Option<u32>,
    /// Who answers.
    from: From,
    /// The links in the cache before it, the one used last first.
    cached: Vec<u32>,
}

/// Say who answers each of some clicks.
#[derive(Clone, Debug, PartialEq)]
pub struct Clicks {
    /// How browsers are sent on.
    pub redirect: Redirect,
    /// The codes that the table has.
    pub codes: Vec<String>,
    /// The clicks.
    pub clicks: Vec<Click>,
}

impl Clicks {
    pub(super) fn attempt(random: &mut Stream) -> Option<Self> {
        let redirect = if random.below(2) == 0 { Redirect::Permanent } else { Redirect::Found };
        let next_id = WORKED_ID + u64::from(random.below(1_000_000));
        let scenario = Scenario { links: LINKS, cache: CACHE, people: 2, next_id, redirect, ..Scenario::default() };
        let mut service = Service::start(&scenario).ok()?;
        let codes: Vec<String> = service.rows.iter().map(crate::shortener::flow::Row::code).collect();
        let missing = algorithms::codes::base62::encode(next_id + 1 + u64::from(random.below(60)));
        let clicks: Vec<Click> = (0..CLICKS)
            .map(|_| {
                let (person, number) = (random.below(2), random.below(LINKS * 3 + 1));
                let link = (number < LINKS * 3).then_some(number % LINKS);
                let cached = service.cache.keys().collect();
                let from = match link.map(|link| service.click(person, link as usize)) {
                    None => From::Nobody,
                    Some(Answered::Browser) => From::Browser,
                    Some(Answered::Cache) => From::Cache,
                    Some(Answered::Database) => From::Database,
                };
                let code = link.map_or_else(|| missing.clone(), |link| codes[link as usize].clone());
                Click { browser: if person == 0 { 'A' } else { 'B' }, code, link, from, cached }
            })
            .collect();
        let task = Self { redirect, codes, clicks };
        task.is_worth_it().then_some(task)
    }

    /// Every answer that can come does, something is pushed out of the cache and asked for again.
    fn is_worth_it(&self) -> bool {
        let count = |from: From| self.clicks.iter().filter(|click| click.from == from).count();
        let remembers = (self.redirect == Redirect::Permanent) == (count(From::Browser) > 0);
        let evicted = (0..self.clicks.len()).any(|row| self.was_cached(row) && self.clicks[row].from == From::Database);
        count(From::Cache) > 0 && count(From::Nobody) < 2 && remembers && evicted
    }

    /// Whether the service was asked for the link of a click before.
    fn was_cached(&self, row: usize) -> bool {
        let before = &self.clicks[..row];
        before
            .iter()
            .any(|click| click.link.is_some() && click.link == self.clicks[row].link && click.from != From::Browser)
    }

    pub(super) fn question(&self) -> String {
        format!(
            "The service answers with {} {}, and the cache holds {CACHE} links: the one not used for the longest goes. Who \
             answers each click?",
            self.redirect.status(),
            self.redirect.reason()
        )
    }

    pub(super) fn grade(&self, answer: &Answer) -> Verdict<Cause> {
        let of = self.clicks.len() as u32;
        for (row, click) in self.clicks.iter().enumerate() {
            let chosen = answer.pick(row).and_then(|pick| From::ALL.get(pick).copied());
            if let Some(chosen) = chosen.filter(|chosen| *chosen != click.from) {
                return Verdict::Wrong { part: row as u32 + 1, of, cause: self.cause(row, chosen) };
            }
        }
        let seen = self.clicks.iter().filter(|click| click.from != From::Browser).count();
        Verdict::Right(format!("All {of} are right. The service saw {seen} of them, and can count no more."))
    }

    fn cause(&self, row: usize, chosen: From) -> Cause {
        let click = &self.clicks[row];
        let code = || click.code.clone();
        match (click.from, chosen) {
            (From::Nobody, _) => Cause::NoSuchLink(code()),
            (_, From::Nobody) => Cause::IsALink(code()),
            (From::Browser, _) => Cause::Remembers(click.browser),
            (_, From::Browser) if self.redirect == Redirect::Found => Cause::NotRemembered,
            (_, From::Browser) => {
                let other = self.clicks[..row].iter().find(|before| before.link == click.link);
                other.map_or(Cause::NeverSeen(click.browser), |other| Cause::OtherBrowser(other.browser))
            }
            (From::Cache, _) => Cause::InCache(code()),
            (From::Database, _) if self.was_cached(row) => {
                Cause::Evicted { code: code(), by: self.took_the_place(row) }
            }
            (From::Database, _) => Cause::NotYetCached(code()),
        }
    }

    /// The code that pushed a click's link out of the cache.
    fn took_the_place(&self, row: usize) -> String {
        let link = self.clicks[row].link;
        let held = |click: &Click| link.is_some_and(|link| click.cached.contains(&link));
        let last = (0..row).rev().find(|before| held(&self.clicks[*before]));
        last.map_or_else(String::new, |last| self.clicks[last].code.clone())
    }

    pub(super) fn model_answer(&self) -> Answer {
        Answer::of_picks(self.clicks.iter().map(|click| click.from.number()))
    }

    pub(super) fn model(&self) -> Vec<Step<Marks>> {
        let says = |row: usize| {
            let Click { browser, code, from, cached, .. } = &self.clicks[row];
            let held: Vec<&str> = cached.iter().map(|link| self.codes[*link as usize].as_str()).collect();
            let held = if held.is_empty() { "nothing".to_owned() } else { held.join(" and ") };
            match from {
                From::Browser => format!("Browser {browser} got a 301 for {code} before: it asks nobody."),
                From::Cache => format!("The cache holds {held}: a hit."),
                From::Database => {
                    format!("The cache holds {held}: a miss. The database has {code}, and the cache keeps it now.")
                }
                From::Nobody => format!("Neither the cache nor the database has {code}: 404."),
            }
        };
        row_by_row(&self.model_answer(), (0..self.clicks.len()).map(says))
    }
}
