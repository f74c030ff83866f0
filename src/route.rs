//! Addresses: `/` is the map of the book, `/<slug>/` a chapter, everything else is not found.

use yew_router::Routable;

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
