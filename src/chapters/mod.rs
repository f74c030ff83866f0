//! The chapters, a folder each, and what they share.

pub mod consistent_hashing;
pub mod outline;
pub mod scaffold;

use yew::prelude::*;

/// The finished chapters: address, and the page below its heading. A new chapter is a line here.
const BODIES: &[(&str, fn() -> Html)] = &[("consistent-hashing", consistent_hashing::body)];

/// The page of a chapter below its heading; `None` while it is not written.
#[must_use]
pub fn body(slug: &str) -> Option<fn() -> Html> {
    BODIES.iter().find(|(address, _)| *address == slug).map(|(_, body)| *body)
}

/// Which chapter [`Body`] shows.
#[derive(Clone, PartialEq, Properties)]
pub struct BodyProps {
    /// The chapter's address.
    pub slug: AttrValue,
}

/// The living part of a page: a chapter below its heading. This, and nothing else, is hydrated in the browser.
#[component]
pub fn Body(props: &BodyProps) -> Html {
    // Effects of children run first: when this one does, the labs listen.
    use_effect_with((), |()| crate::mark_ready());
    body(&props.slug).map_or_else(Html::default, |body| body())
}
