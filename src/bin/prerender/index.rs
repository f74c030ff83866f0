//! The index of the search: what the finished pages say, read from themselves.

use moving_parts::book::Chapter;
use moving_parts::find::index::{Entry, Kind};
use moving_parts::route::Route;
use serde_json::json;
use sha2::{Digest as _, Sha256};

use crate::markup::{Piece, attribute, has_class, is_void, pieces, read};

/// Letters of text kept for one place; more of it is not found.
const MOST_LETTERS: usize = 6_000;

/// What holds no running text, or text that the reader changes.
const LEFT_OUT: [&str; 11] =
    ["button", "details", "footer", "form", "header", "input", "label", "nav", "output", "select", "svg"];

/// What holds running text.
const RUNNING: [&str; 8] = ["dd", "figcaption", "h3", "h4", "li", "p", "td", "th"];

/// The places of a page that can be found; none on the map, which only leads to others, and on the page of no address.
pub fn entries(route: Route, body: &str) -> Vec<Entry> {
    let page = |title: String| Entry {
        kind: Kind::Page,
        address: route.path(),
        page: title.clone(),
        title,
        text: route.description().to_owned(),
    };
    match (route, route.chapter()) {
        (_, Some(chapter)) if chapter.is_written => read_page(page(name(chapter)), body),
        (_, Some(chapter)) => {
            let title = format!("{}, not built yet", name(chapter));
            vec![Entry { text: format!("{} {}", chapter.question, chapter.covers.join(" ")), ..page(title) }]
        }
        (Route::Glossary, None) => read_page(page("Glossary".to_owned()), body),
        (Route::Home | Route::NotFound | Route::Chapter { .. }, None) => Vec::new(),
    }
}

fn name(chapter: &Chapter) -> String {
    format!("{}. {}", chapter.number, chapter.title)
}

/// The index as a file: its name, which changes with its content, and its content, an array of arrays.
pub fn file(entries: &[Entry]) -> (String, String) {
    let rows = entries
        .iter()
        .map(|entry| json!([entry.kind.sign(), entry.address, entry.page, entry.title, entry.text.trim_end()]));
    let content = serde_json::Value::from_iter(rows).to_string();
    let hash: String = Sha256::digest(&content).iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    (format!("find-{hash}.json"), content)
}

/// The page with the address of the index on its search button.
pub fn named(body: &str, address: &str) -> String {
    body.replacen("data-find=\"\"", &format!("data-find=\"{address}\""), 1)
}

fn read_page(page: Entry, body: &str) -> Vec<Entry> {
    let mut reader = Reader { page: page.clone(), found: Vec::new(), current: page, ..Reader::default() };
    for piece in pieces(body.split_once("<main").map_or(body, |(_, main)| main)) {
        reader.read(piece);
    }
    reader.found.push(reader.current);
    reader.found
}

/// Reads a page from its beginning to its end.
struct Reader {
    /// The place of the page as a whole.
    page: Entry,
    found: Vec<Entry>,
    /// The place that text belongs to now.
    current: Entry,
    /// How many elements are open.
    depth: u32,
    /// How deep what is left out begins.
    left_out: Option<u32>,
    /// The lab, and how deep it begins.
    lab: Option<(String, u32)>,
    /// How deep running text begins.
    running: Option<u32>,
    is_title: bool,
}

impl Default for Reader {
    fn default() -> Self {
        let nothing = || Entry {
            kind: Kind::Page,
            address: String::new(),
            page: String::new(),
            title: String::new(),
            text: String::new(),
        };
        Self {
            page: nothing(),
            found: Vec::new(),
            current: nothing(),
            depth: 0,
            left_out: None,
            lab: None,
            running: None,
            is_title: false,
        }
    }
}

impl Reader {
    fn read(&mut self, piece: Piece<'_>) {
        match piece {
            Piece::Open(name, tag) if !is_void(name) && !tag.ends_with("/>") => {
                self.depth += 1;
                if LEFT_OUT.contains(&name) || has_class(tag, "glossary-where") {
                    self.left_out = self.left_out.or(Some(self.depth));
                }
                if self.left_out.is_none() {
                    self.open(name, tag);
                }
            }
            Piece::Close(name) => self.close(name),
            Piece::Text(text) if self.left_out.is_none() => {
                if self.is_title {
                    read(text, &mut self.current.title);
                } else if self.running.is_some() && self.current.text.len() < MOST_LETTERS {
                    read(text, &mut self.current.text);
                }
            }
            Piece::Open("br", _) => read(" ", &mut self.current.text),
            Piece::Open(..) | Piece::Remark(_) | Piece::Text(_) => {}
        }
    }

    fn open(&mut self, name: &str, tag: &str) {
        if has_class(tag, "lab") {
            self.lab = attribute(tag, "id").map(|id| (id.to_owned(), self.depth));
        }
        if let ("h2" | "dt", Some(id)) = (name, attribute(tag, "id")) {
            let (kind, anchor) = match &self.lab {
                Some((lab, _)) => (Kind::Lab, lab.as_str()),
                None if name == "dt" => (Kind::Term, id),
                None => (Kind::Section, id),
            };
            let address = format!("{}#{anchor}", self.page.address);
            let next = Entry { kind, address, title: String::new(), text: String::new(), page: self.page.page.clone() };
            self.found.push(std::mem::replace(&mut self.current, next));
            self.is_title = true;
        } else if name == "sup" && self.running.is_some() {
            // “2¹⁶⁰” would else read as another number.
            self.current.text.push('^');
        } else if RUNNING.contains(&name) && (self.lab.is_none() || has_class(tag, "caption")) {
            self.running = self.running.or(Some(self.depth));
            read(" ", &mut self.current.text);
        }
    }

    fn close(&mut self, name: &str) {
        if matches!(name, "h2" | "dt") {
            self.is_title = false;
        }
        if self.lab.as_ref().is_some_and(|(_, depth)| *depth == self.depth) {
            self.lab = None;
        }
        for opened in [&mut self.left_out, &mut self.running] {
            if *opened == Some(self.depth) {
                *opened = None;
            }
        }
        self.depth = self.depth.saturating_sub(1);
    }
}

#[cfg(test)]
mod tests {
    use moving_parts::book::CHAPTERS;

    use super::*;

    const RING: Route = Route::Chapter { slug: "consistent-hashing" };

    #[test]
    fn sections_labs_and_terms_are_read_from_the_page() {
        let body = "<header><p>not this</p></header><main id=\"content\"><header><h1>T</h1></header><p>Opening &amp; more.</p>\
                    <section class=\"lab\" id=\"ring\"><h2 id=\"ring-title\">The ring</h2><p class=\"caption\">Drag it.</p>\
                    <p>12 of 30</p><button>Add</button></section><h2 id=\"wild\">In the wild</h2><p>One<br>two <b>three</b> 2<sup>160</sup>.</p>\
                    <ul><li>Four</li><li>five</li></ul></main><footer><p>nor this</p></footer>";
        let found = entries(RING, body);
        let rows: Vec<_> =
            found.iter().map(|e| (e.kind, e.address.as_str(), e.title.as_str(), e.text.trim_end())).collect();
        assert_eq!(
            rows,
            [
                (
                    Kind::Page,
                    "/consistent-hashing/",
                    "4. Consistent hashing",
                    "Five cache servers, one dies. How many keys must move? Opening & more."
                ),
                (Kind::Lab, "/consistent-hashing/#ring", "The ring", "Drag it."),
                (Kind::Section, "/consistent-hashing/#wild", "In the wild", "One two three 2^160. Four five"),
            ]
        );
    }

    #[test]
    fn a_term_is_found_with_its_meaning() {
        let body = "<main><dl><dt id=\"key\"><dfn>key</dfn></dt><dd>A name. <span class=\"glossary-where\">Chapter 4</span></dd></dl>";
        let found = entries(Route::Glossary, body);
        assert_eq!((found[1].kind, found[1].title.as_str(), found[1].text.trim_end()), (Kind::Term, "key", "A name."));
    }

    #[test]
    fn a_chapter_that_is_not_written_says_so_and_what_it_will_cover() {
        let chapter = CHAPTERS.iter().find(|chapter| !chapter.is_written).unwrap();
        let found = entries(Route::of(chapter), "");
        assert_eq!(found.len(), 1);
        assert!(found[0].title.ends_with(", not built yet") && found[0].text.contains(chapter.covers[0]));
    }

    #[test]
    fn the_files_name_changes_with_its_content() {
        let entry = entries(RING, "").remove(0);
        let other = Entry { text: "<&\"".to_owned(), ..entry.clone() };
        let (name, content) = file(&[entry]);
        assert_ne!(file(&[other]).0, name);
        assert!(content.starts_with("[[\"p\",\"/consistent-hashing/\","));
    }
}
