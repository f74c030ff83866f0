//! A term of the book, as a chapter explains it. The [glossary](crate::glossary) lists them all.

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
}

/// A [`Term`], without the names of its fields.
#[must_use]
pub const fn term(id: &'static str, name: &'static str, forms: &'static [&'static str], meaning: &'static str) -> Term {
    Term { id, name, forms, meaning }
}
