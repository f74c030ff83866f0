//! The glossary: the terms of all chapters, what each means, and where it is explained.
//!
//! The page `/glossary/` lists them. The prerenderer makes the first use of a term in a chapter a link to it, and the search
//! finds them. Each chapter brings its own, in the `terms.rs` of its folder; those of chapters that are not written wait here.

mod planned;

use std::sync::LazyLock;

use yew::prelude::*;

use crate::book::{CHAPTERS, Chapter};
use crate::chapters;
use crate::link::link;
use crate::route::Route;
use crate::term::Term;
use planned::PLANNED;

/// A term, and the chapter that explains it.
#[derive(Clone, Copy)]
pub struct Entry {
    /// The term.
    pub term: &'static Term,
    /// The chapter.
    pub chapter: &'static Chapter,
}

/// All terms, in the order of the alphabet.
#[must_use]
pub fn entries() -> &'static [Entry] {
    static ENTRIES: LazyLock<Vec<Entry>> = LazyLock::new(|| {
        let of = |chapter: &'static Chapter| terms_of(chapter).iter().map(move |term| Entry { term, chapter });
        let mut entries: Vec<Entry> = CHAPTERS.iter().flat_map(of).collect();
        entries.sort_by_key(|entry| entry.term.name.to_lowercase());
        entries
    });
    &ENTRIES
}

fn terms_of(chapter: &Chapter) -> &'static [Term] {
    let planned = || PLANNED.iter().find(|(name, _)| *name == chapter.name).map_or(&[][..], |(_, terms)| terms);
    chapters::written(chapter.name).map_or_else(planned, chapters::Chapter::terms)
}

/// The page.
pub fn page() -> Html {
    html! {
        <>
            <header class="chapter-head wide">
                <h1 tabindex="-1">{ "Glossary" }</h1>
                <p class="chapter-question">{ "What the words of this book mean." }</p>
            </header>
            <dl class="prose glossary">{ for entries().iter().map(entry) }</dl>
        </>
    }
}

fn entry(Entry { term, chapter }: &Entry) -> Html {
    html! {
        <div key={term.id}>
            <dt id={term.id}><dfn>{ term.name }</dfn></dt>
            <dd>{ term.meaning }{ " " }{ explained_in(chapter) }</dd>
        </div>
    }
}

fn explained_in(chapter: &Chapter) -> Html {
    let name = html! { <>{ "Chapter " }{ chapter.number }{ ", " }{ chapter.title }</> };
    let state = if chapter.is_written { "" } else { " (not built yet)" };
    html! { <span class="glossary-where">{ link(Route::of(chapter), "", name) }{ state }</span> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_chapter_lists_stands_in_the_order_of_the_alphabet() {
        for chapter in &CHAPTERS {
            assert!(terms_of(chapter).iter().map(|term| term.name.to_lowercase()).is_sorted(), "{}", chapter.name);
        }
    }

    #[test]
    fn every_term_has_an_anchor_of_its_own() {
        for (index, Entry { term, .. }) in entries().iter().enumerate() {
            assert!(term.id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-'));
            assert!(entries()[..index].iter().all(|other| other.term.id != term.id), "{}", term.id);
        }
    }

    #[test]
    fn planned_terms_are_those_of_chapters_that_are_not_written() {
        for (name, _) in PLANNED {
            assert!(CHAPTERS.iter().any(|chapter| chapter.name == *name && !chapter.is_written), "{name}");
        }
    }

    #[test]
    fn a_meaning_is_one_or_two_sentences() {
        for Entry { term: Term { name, meaning, .. }, .. } in entries() {
            assert!(meaning.ends_with('.') && (40..=260).contains(&meaning.len()), "{name}: {}", meaning.len());
            assert!(meaning.matches(". ").count() <= 2, "{name}");
        }
    }

    #[test]
    fn a_form_belongs_to_one_term() {
        let forms: Vec<_> = entries().iter().flat_map(|entry| entry.term.forms).collect();
        for (index, form) in forms.iter().enumerate() {
            assert!(!forms[..index].contains(form), "{form}");
        }
    }
}
