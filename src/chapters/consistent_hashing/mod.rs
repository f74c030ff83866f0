//! Consistent hashing: the ring, and mod-n beside it.
pub mod prose;

use yew::prelude::*;

/// The chapter's page.
pub fn page() -> Html {
    html! { <h1 tabindex="-1">{ "Consistent hashing" }</h1> }
}
