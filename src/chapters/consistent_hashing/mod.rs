//! Consistent hashing: the ring, and mod-n beside it.
mod rehash_lab;
use yew::prelude::*;

/// The chapter's page.
pub fn page() -> Html {
    html! { <><h1 tabindex="-1">{ "Consistent hashing" }</h1>{ rehash_lab::rehash_lab() }</> }
}
