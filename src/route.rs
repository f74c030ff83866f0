//! Addresses: `/` is the map of the book, `/<slug>/` a chapter, everything else is not found.

use yew_router::Routable;

use crate::book;

/// Where a reader can be.
#[derive(Clone, Debug, PartialEq, Routable)]
pub enum Route {
    /// The map of the book.
    #[at("/")]
    Home,
    /// A chapter, if the slug names one.
    #[at("/:slug/")]
    Chapter {
        /// The chapter's address.
        slug: String,
    },
    /// No page has this address.
    #[not_found]
    #[at("/404/")]
    NotFound,
}

impl Route {
    /// The address of a chapter.
    #[must_use]
    pub fn of(chapter: &book::Chapter) -> Self {
        Self::Chapter { slug: chapter.slug.to_owned() }
    }

    /// The chapter at this address, if it is one.
    #[must_use]
    pub fn chapter(&self) -> Option<&'static book::Chapter> {
        match self {
            Self::Chapter { slug } => book::chapter(slug),
            Self::Home | Self::NotFound => None,
        }
    }

    /// What the browser's tab says.
    #[must_use]
    pub fn title(&self) -> String {
        match self {
            Self::Home => "Moving Parts: system design you can take apart".to_owned(),
            Self::Chapter { slug } => match book::chapter(slug) {
                Some(chapter) => format!("{} · Moving Parts", chapter.title),
                None => Self::NotFound.title(),
            },
            Self::NotFound => "Page not found · Moving Parts".to_owned(),
        }
    }

    /// What a search engine says below the title.
    #[must_use]
    pub fn description(&self) -> &'static str {
        match self {
            Self::Home => {
                "An interactive textbook of system design in which every system is real: it runs in your browser."
            }
            Self::Chapter { slug } => match book::chapter(slug) {
                Some(chapter) => chapter.question,
                None => Self::NotFound.description(),
            },
            Self::NotFound => "There is no page at this address.",
        }
    }
}
