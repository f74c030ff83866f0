//! Links within the book.

use yew::prelude::*;
use yew_router::prelude::*;

use crate::route::Route;

/// A link to a page of the book. All of them are made here: each place that builds a component costs size.
pub fn link(to: Route, classes: &'static str, inside: Html) -> Html {
    html! { <Link<Route> {to} {classes}>{ inside }</Link<Route>> }
}
