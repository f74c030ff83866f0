//! Consistent hashing: the ring, and mod-n beside it.
use yew::prelude::*;

/// The chapter's page.
#[must_use]
pub fn page() -> Html {
    html! { <p>{ "ring" }</p> }
}
