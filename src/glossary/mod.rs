//! The terms of the book: what each means, and where it is explained.
//!
//! The page `/glossary/` lists them. The prerenderer makes the first use of a term in a chapter a link to it, and the search
//! finds them.

mod terms;

use yew::prelude::*;

use crate::book::{self, Chapter};
use crate::link::link;
use crate::route::Route;

pub use terms::TERMS;

/// A term of the book.
#[derive(Debug)]
pub struct Term {
    /// Its anchor on the page of the glossary.
    pub id: &'static str,
    /// The term itself, as it stands within a sentence.
    pub name: &'static str,
    /// How it may stand in running text, where its first use is to be a link; none if the word means other things too.
    pub forms: &'static [&'static str],
    /// What it means, in a sentence or two. Plain text.
    pub meaning: &'static str,
    /// The address of the chapter that explains it.
    pub chapter: &'static str,
}

/// The page.
pub fn page() -> Html {
    html! {
        <>
            <header class="chapter-head wide">
                <h1 tabindex="-1">{ "Glossary" }</h1>
                <p class="chapter-question">{ "What the words of this book mean." }</p>
            </header>
            <dl class="prose glossary">{ for TERMS.iter().map(entry) }</dl>
        </>
    }
}

fn entry(term: &Term) -> Html {
    html! {
        <div key={term.id}>
            <dt id={term.id}><dfn>{ term.name }</dfn></dt>
            <dd>{ term.meaning }{ " " }{ book::chapter(term.chapter).map(explained_in) }</dd>
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
    fn terms_stand_in_the_order_of_the_alphabet() {
        assert!(TERMS.iter().map(|term| term.name.to_lowercase()).is_sorted());
    }

    #[test]
    fn every_term_has_an_anchor_of_its_own_and_a_chapter() {
        for (index, term) in TERMS.iter().enumerate() {
            assert!(book::chapter(term.chapter).is_some(), "{}", term.name);
            assert!(term.id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-'));
            assert!(TERMS[..index].iter().all(|other| other.id != term.id), "{}", term.id);
        }
    }

    #[test]
    fn a_meaning_is_one_or_two_sentences() {
        for Term { name, meaning, .. } in TERMS {
            assert!(meaning.ends_with('.') && (40..=260).contains(&meaning.len()), "{name}: {}", meaning.len());
            assert!(meaning.matches(". ").count() <= 2, "{name}");
        }
    }

    #[test]
    fn a_form_belongs_to_one_term() {
        let forms: Vec<_> = TERMS.iter().flat_map(|term| term.forms).collect();
        for (index, form) in forms.iter().enumerate() {
            assert!(!forms[..index].contains(form), "{form}");
        }
    }
}
