//! What a search finds, and in which order.

use super::words::{Word, end_of_letters, words};

/// The most words of a query that are looked at; the rest of a longer one is left out.
pub const MOST_WORDS: usize = 12;

/// The most letters of a query that are read.
pub const MOST_LETTERS: usize = 200;

/// The most results that are listed.
pub const MOST_RESULTS: usize = 40;

/// Letters of text shown with a result.
const EXCERPT: usize = 150;

/// What an entry leads to, the best first.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Kind {
    /// A page.
    Page,
    /// A lab.
    Lab,
    /// A section of the text.
    Section,
    /// A term of the glossary.
    Term,
}

impl Kind {
    const ALL: [Self; 4] = [Self::Page, Self::Lab, Self::Section, Self::Term];

    /// Its sign in the index.
    #[must_use]
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Page => "p",
            Self::Lab => "l",
            Self::Section => "s",
            Self::Term => "t",
        }
    }

    /// The kind of that sign; a section if there is none.
    #[must_use]
    pub fn of_sign(sign: &str) -> Self {
        Self::ALL.into_iter().find(|kind| kind.sign() == sign).unwrap_or(Self::Section)
    }
}

/// A place in the book that can be found.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Entry {
    /// What it is.
    pub kind: Kind,
    /// Its address below the site's: `/consistent-hashing/#ring`.
    pub address: String,
    /// The title of the page that it is on.
    pub page: String,
    /// Its title.
    pub title: String,
    /// Its text.
    pub text: String,
}

/// Some text and its words.
struct Read {
    text: String,
    words: Vec<Word>,
}

impl Read {
    fn new(text: String) -> Self {
        Self { words: words(&text).collect(), text }
    }
}

struct Prepared {
    kind: Kind,
    address: String,
    page: String,
    title: Read,
    text: Read,
}

/// All places, ready to be searched.
pub struct Index {
    entries: Vec<Prepared>,
}

/// A piece of text, and whether it is what was looked for.
pub type Piece = (String, bool);

/// A place that was found.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Found {
    /// What it is.
    pub kind: Kind,
    /// Its address below the site's.
    pub address: String,
    /// Its title, in pieces.
    pub title: Vec<Piece>,
    /// An excerpt of its text, in pieces; from where the first word was found.
    pub text: Vec<Piece>,
}

/// What was found on one page.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Group {
    /// The page's title.
    pub page: String,
    /// The places, the best first.
    pub found: Vec<Found>,
}

/// The answer to a query.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Answer {
    /// What was found, page by page, the page with the best place first.
    pub groups: Vec<Group>,
    /// How many places fit the query; of these at most [`MOST_RESULTS`] are in the groups.
    pub count: usize,
}

/// How well a place fits; less is better.
type Rank = (u8, u8, usize);

impl Index {
    /// Prepares entries, which are in the order of the book.
    #[must_use]
    pub fn new(entries: Vec<Entry>) -> Self {
        let prepared = entries.into_iter().map(|Entry { kind, address, page, title, text }| Prepared {
            kind,
            address,
            page,
            title: Read::new(title),
            text: Read::new(text),
        });
        Self { entries: prepared.collect() }
    }

    /// The places that hold every word of the query, or a word that begins with it. Without a word in the query, all pages.
    #[must_use]
    pub fn search(&self, query: &str) -> Answer {
        let wanted = wanted(query);
        if wanted.is_empty() && !query.trim().is_empty() {
            return Answer::default();
        }
        let mut ranked: Vec<(Rank, &Prepared)> = Vec::new();
        for (order, entry) in self.entries.iter().enumerate() {
            if let Some((field, inexact)) = fit(entry, &wanted) {
                let rank = (field, inexact, order);
                let place = ranked.partition_point(|(other, _)| *other < rank);
                ranked.insert(place, (rank, entry));
            }
        }
        let count = ranked.len();
        let mut groups: Vec<Group> = Vec::new();
        for (_, entry) in ranked.into_iter().take(MOST_RESULTS) {
            let found = shown(entry, &wanted);
            match groups.iter_mut().find(|group| group.page == entry.page) {
                Some(group) => group.found.push(found),
                None => groups.push(Group { page: entry.page.clone(), found: vec![found] }),
            }
        }
        Answer { groups, count }
    }
}

/// The words that a query asks for.
fn wanted(query: &str) -> Vec<String> {
    let end = query.char_indices().nth(MOST_LETTERS).map_or(query.len(), |(at, _)| at);
    words(&query[..end]).take(MOST_WORDS).map(|word| word.folded).collect()
}

/// In which field a place holds the words, the best being 0, and how many it holds only as the beginning of another.
fn fit(entry: &Prepared, wanted: &[String]) -> Option<(u8, u8)> {
    if wanted.is_empty() {
        return (entry.kind == Kind::Page).then_some((0, 0));
    }
    let (mut field, mut inexact) = (0, 0);
    for word in wanted {
        let in_title = best(&entry.title, word);
        let found = in_title.or_else(|| best(&entry.text, word))?;
        let here = if in_title.is_none() {
            3
        } else {
            match entry.kind {
                Kind::Page => 0,
                Kind::Lab | Kind::Section => 1,
                Kind::Term => 2,
            }
        };
        field = field.max(here);
        inexact += u8::from(found == Fit::Prefix);
    }
    Some((field, inexact))
}

#[derive(Clone, Copy, Eq, PartialEq)]
enum Fit {
    Whole,
    Prefix,
}

/// How a text holds a word best, if it does.
fn best(read: &Read, wanted: &str) -> Option<Fit> {
    let mut fits = read.words.iter().filter(|word| word.folded.starts_with(wanted)).peekable();
    fits.peek()?;
    Some(if fits.any(|word| word.folded == wanted) { Fit::Whole } else { Fit::Prefix })
}

fn shown(entry: &Prepared, wanted: &[String]) -> Found {
    let text = &entry.text;
    let first = text.words.iter().position(|word| is_wanted(word, wanted)).unwrap_or_default();
    // Some words before, so that the first one found stands in its sentence.
    let from = if first > 6 { first - 4 } else { 0 };
    let start = text.words.get(from).filter(|_| from > 0).map_or(0, |word| word.start);
    let end = text.text[start..].char_indices().nth(EXCERPT).map_or(text.text.len(), |(at, _)| {
        let near = start + at;
        let word = text.words.iter().find(|word| word.end >= near);
        word.map_or(text.text.len(), |word| word.end)
    });
    let mut pieces = pieces(text, start, end, wanted);
    if start > 0 {
        pieces.insert(0, ("… ".to_owned(), false));
    }
    if end < text.text.len() {
        pieces.push((" …".to_owned(), false));
    }
    Found {
        kind: entry.kind,
        address: entry.address.clone(),
        title: self::pieces(&entry.title, 0, entry.title.text.len(), wanted),
        text: pieces,
    }
}

fn is_wanted(word: &Word, wanted: &[String]) -> bool {
    wanted.iter().any(|wanted| word.folded.starts_with(wanted.as_str()))
}

/// The text from one byte to another, with what was looked for apart.
fn pieces(read: &Read, start: usize, end: usize, wanted: &[String]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut at = start;
    for word in read.words.iter().filter(|word| word.start >= start && word.end <= end) {
        let letters = wanted.iter().filter(|wanted| word.folded.starts_with(wanted.as_str()));
        let Some(letters) = letters.map(|wanted| wanted.chars().count()).max() else { continue };
        let stop = end_of_letters(&read.text, word, letters);
        if word.start > at {
            pieces.push((read.text[at..word.start].to_owned(), false));
        }
        pieces.push((read.text[word.start..stop].to_owned(), true));
        at = stop;
    }
    if at < end {
        pieces.push((read.text[at..end].to_owned(), false));
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(kind: Kind, page: &str, title: &str, text: &str) -> Entry {
        let address = format!("/{page}/#{}", title.to_lowercase());
        Entry { kind, address, page: page.to_owned(), title: title.to_owned(), text: text.to_owned() }
    }

    fn book() -> Index {
        Index::new(vec![
            entry(Kind::Page, "rate", "Rate limiter", "What passes in sixty seconds? A ring of buckets."),
            entry(Kind::Page, "hashing", "Consistent hashing", "Five servers, one dies."),
            entry(Kind::Section, "hashing", "In the wild", "Résumé: Dynamo keeps copies on the ring of nodes."),
            entry(Kind::Lab, "hashing", "The ring", "Drag a server."),
            entry(Kind::Section, "hashing", "Rings compared", "Others."),
            entry(Kind::Term, "glossary", "ring", "A hash’s range as a circle."),
        ])
    }

    fn titles(query: &str) -> Vec<String> {
        let whole = |pieces: &[Piece]| pieces.iter().map(|(text, _)| text.as_str()).collect::<String>();
        let groups = book().search(query).groups;
        groups.iter().flat_map(|group| group.found.iter().map(|found| whole(&found.title))).collect()
    }

    #[test]
    fn titles_come_before_terms_and_terms_before_text() {
        let found = book().search("ring");
        assert_eq!(found.count, 5);
        assert_eq!(titles("ring"), ["The ring", "Rings compared", "In the wild", "ring", "Rate limiter"]);
        let pages: Vec<_> = found.groups.iter().map(|group| group.page.as_str()).collect();
        assert_eq!(pages, ["hashing", "glossary", "rate"]);
    }

    #[test]
    fn a_page_called_so_comes_first() {
        assert_eq!(titles("hash"), ["Consistent hashing", "ring"]);
    }

    #[test]
    fn every_word_has_to_be_there_as_a_beginning() {
        assert_eq!(titles("dyn RING resume"), ["In the wild"]);
        assert_eq!(titles("ynamo"), [""; 0]);
        assert_eq!(titles("ring absent"), [""; 0]);
    }

    #[test]
    fn nothing_asked_for_lists_the_pages_and_a_picture_finds_nothing() {
        assert_eq!(titles("  "), ["Rate limiter", "Consistent hashing"]);
        assert_eq!(titles("🙂"), [""; 0]);
        assert_eq!(titles("<script>"), [""; 0]);
    }

    #[test]
    fn a_huge_query_is_cut_and_never_between_the_bytes_of_a_letter() {
        assert_eq!(book().search(&"é".repeat(10_000)).count, 0);
        assert_eq!(book().search(&"ring ".repeat(10_000)).count, 5);
        assert_eq!(wanted(&"a ".repeat(10_000)).len(), MOST_WORDS);
    }

    #[test]
    fn what_was_looked_for_is_marked_with_its_accents() {
        let found = book().search("resume rin");
        let marked: Vec<_> =
            found.groups[0].found[0].text.iter().filter(|(_, hit)| *hit).map(|(text, _)| text.as_str()).collect();
        assert_eq!(marked, ["Résumé", "rin"]);
    }

    #[test]
    fn an_excerpt_begins_near_the_first_hit_and_has_an_end() {
        let text = format!("{}needle {}", "hay ".repeat(100), "straw ".repeat(100));
        let found = Index::new(vec![entry(Kind::Section, "barn", "Hay", &text)]).search("needle");
        let pieces = &found.groups[0].found[0].text;
        assert_eq!(pieces[0].0, "… ");
        assert_eq!(pieces[1].0, "hay hay hay hay ");
        assert_eq!(pieces[2], ("needle".to_owned(), true));
        assert_eq!(pieces.last().unwrap().0, " …");
        assert!(pieces.iter().map(|(text, _)| text.chars().count()).sum::<usize>() < EXCERPT + 30);
    }

    #[test]
    fn a_sign_stands_for_its_kind() {
        for kind in Kind::ALL {
            assert_eq!(Kind::of_sign(kind.sign()), kind);
        }
    }
}
