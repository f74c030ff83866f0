//! What does the loop do at each attempt?

use algorithms::caching::bloom::BloomFilter;
use algorithms::codes::short_hash::{Cut, Digits, Hash, Resolution, Row, resolve};

use super::{Answer, Cause, Marks, Step, Verdict, row_by_row};
use crate::kernel::random::Stream;

/// So many attempts are in the table, whether they happen or not.
const ATTEMPTS: usize = 4;
/// So many URLs are there already: then more than half of the 256 codes are taken.
const URLS: u32 = 150;
/// The filter is too small for them, so that it is wrong now and then.
const BITS: u64 = 400;
const HASHES: u32 = 2;

/// What happens at an attempt.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Does {
    /// The row is stored without a query.
    StoreUnasked,
    /// The database is asked, and the row is stored.
    AskAndStore,
    /// The database is asked, and the next text is hashed.
    AskAndRehash,
    /// The database is asked, and the URL's own row comes back.
    AskAndReturn,
    /// The attempt does not happen.
    Never,
}

impl Does {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::StoreUnasked, Self::AskAndStore, Self::AskAndRehash, Self::AskAndReturn, Self::Never];

    /// What it is called.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::StoreUnasked => "store, no query",
            Self::AskAndStore => "query, then store",
            Self::AskAndRehash => "query, then hash again",
            Self::AskAndReturn => "query, return its code",
            Self::Never => "does not happen",
        }
    }

    fn number(self) -> usize {
        Self::ALL.iter().position(|other| *other == self).unwrap_or(0)
    }
}

/// An attempt, as it is in the table.
#[derive(Clone, Debug, PartialEq)]
pub struct Attempt {
    /// What is hashed.
    pub text: String,
    /// The code that comes out.
    pub code: String,
    /// Whether the filter says perhaps.
    pub perhaps: bool,
    /// What the database has there.
    pub row: Option<String>,
    /// What happens.
    does: Does,
}

/// Say what the loop does at each attempt.
#[derive(Clone, Debug, PartialEq)]
pub struct Resolve {
    /// The URL that is to be shortened.
    pub url: String,
    /// Its attempts.
    pub attempts: Vec<Attempt>,
}

impl Resolve {
    pub(super) fn attempt(random: &mut Stream) -> Option<Self> {
        let cut = Cut::new(Hash::Md5, Digits::Hex, 2).ok()?;
        let mut filter = BloomFilter::new(BITS, HASHES).ok()?;
        let mut rows: Vec<(u64, String)> = Vec::new();
        let first = random.below(1_000_000);
        for number in first..first + URLS {
            let url = format!("https://example.com/{number}");
            let found =
                resolve(&mut Resolution::of(cut, &url), |_| true, |code| looked(&rows, code, &url), &mut ()).ok()?;
            filter.insert(cut.written(found.code).as_bytes(), &mut ());
            rows.push((found.code, url));
        }
        // One URL in four was shortened before.
        let number = if random.below(4) == 0 { first + random.below(URLS) } else { first + URLS + random.below(1_000) };
        let task = Self::of(cut, &filter, &rows, format!("https://example.com/{number}"));
        task.is_worth_it().then_some(task)
    }

    fn of(cut: Cut, filter: &BloomFilter, rows: &[(u64, String)], url: String) -> Self {
        let (mut text, mut over) = (url.clone(), false);
        let attempts = (0..ATTEMPTS).map(|_| {
            let mut resolution = Resolution::of(cut, &text);
            let code = cut.code(text.as_bytes());
            let perhaps = filter.may_contain(cut.written(code).as_bytes(), &mut ());
            let row = looked(rows, code, &url);
            // The algorithm itself says what it does with the filter's answer and the row.
            let does = match (resolution.ask_filter(code, perhaps, &mut ()), over) {
                (_, true) => Does::Never,
                (Some(_), _) => Does::StoreUnasked,
                (None, _) => match resolution.ask_database(code, row, &mut ()) {
                    None => Does::AskAndRehash,
                    Some(found) if found.is_known => Does::AskAndReturn,
                    Some(_) => Does::AskAndStore,
                },
            };
            over |= does != Does::AskAndRehash;
            let owner = rows.iter().find(|row| row.0 == code).map(|row| row.1.clone());
            let attempt = Attempt { text: text.clone(), code: cut.written(code), perhaps, row: owner, does };
            text.push_str(algorithms::codes::short_hash::SUFFIX);
            attempt
        });
        Self { attempts: attempts.collect(), url }
    }

    /// There is a collision or a known link, and it comes to an end.
    fn is_worth_it(&self) -> bool {
        let ends = |attempt: &Attempt| !matches!(attempt.does, Does::AskAndRehash | Does::Never);
        let first = self.attempts.first().map(|attempt| attempt.does);
        self.attempts.iter().any(ends) && matches!(first, Some(Does::AskAndRehash | Does::AskAndReturn))
    }

    pub(super) fn question(&self) -> String {
        format!("{} is to be shortened. What happens at each attempt?", self.url)
    }

    pub(super) fn grade(&self, answer: &Answer) -> Verdict<Cause> {
        let of = self.attempts.len() as u32;
        for (row, attempt) in self.attempts.iter().enumerate() {
            let chosen = answer.pick(row).and_then(|pick| Does::ALL.get(pick).copied());
            if let Some(chosen) = chosen.filter(|chosen| *chosen != attempt.does) {
                return Verdict::Wrong { part: row as u32 + 1, of, cause: self.cause(attempt, chosen) };
            }
        }
        let queries = self.attempts.iter().filter(|a| !matches!(a.does, Does::StoreUnasked | Does::Never)).count();
        let queries = if queries == 1 { "one query".to_owned() } else { format!("{queries} queries") };
        Verdict::Right(format!("The loop ends where you say, after {queries}."))
    }

    fn cause(&self, attempt: &Attempt, chosen: Does) -> Cause {
        let owner = || attempt.row.clone().unwrap_or_default();
        match (attempt.does, chosen) {
            (Does::Never, _) => Cause::Over,
            (_, Does::Never) => Cause::NotOver,
            (Does::StoreUnasked, _) => Cause::NeedlessQuery,
            (_, Does::StoreUnasked) => Cause::NoQuery,
            (Does::AskAndStore, _) => Cause::FalsePositive,
            (Does::AskAndReturn, _) => Cause::OwnRow,
            (Does::AskAndRehash, Does::AskAndReturn) => Cause::NotOwn(owner()),
            (Does::AskAndRehash, _) => Cause::Taken(owner()),
        }
    }

    pub(super) fn model_answer(&self) -> Answer {
        Answer::of_picks(self.attempts.iter().map(|attempt| attempt.does.number()))
    }

    pub(super) fn model(&self) -> Vec<Step<Marks>> {
        let says = |attempt: &Attempt| {
            let code = &attempt.code;
            match attempt.does {
                Does::StoreUnasked => {
                    format!("The filter has not seen {code}: it is free for certain. Store it, no query.")
                }
                Does::AskAndStore => format!(
                    "The filter says perhaps, so ask. The database has nothing under {code}: a false positive. Store it."
                ),
                Does::AskAndRehash => format!(
                    "The filter says perhaps, so ask. The database has {} under {code}: append “x” and hash again.",
                    attempt.row.as_deref().unwrap_or_default()
                ),
                Does::AskAndReturn => {
                    format!("The filter says perhaps, so ask. The row under {code} is this very URL: return {code}.")
                }
                Does::Never => "The code was found before: this attempt does not happen.".to_owned(),
            }
        };
        row_by_row(&self.model_answer(), self.attempts.iter().map(says))
    }
}

fn looked(rows: &[(u64, String)], code: u64, url: &str) -> Row {
    match rows.iter().find(|row| row.0 == code) {
        None => Row::Free,
        Some(row) if row.1 == url => Row::Same,
        Some(_) => Row::Other,
    }
}
