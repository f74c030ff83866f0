//! Links within the book.

use yew::prelude::*;

use crate::route::Route;
use crate::router;

/// A link to a page of the book.
pub fn link(to: Route, classes: &'static str, inside: Html) -> Html {
    html! { <a href={router::href(to)} class={classes}>{ inside }</a> }
}
