//! The home page: the map of the book.
use yew::prelude::*;

/// The map of the book.
#[component]
pub fn Home() -> Html {
    html! { <main id="content"><h1>{ "Moving Parts" }</h1></main> }
}
