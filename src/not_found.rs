//! The page for an address that leads nowhere.

use yew::prelude::*;
use yew_router::prelude::*;

use crate::book;
use crate::route::Route;

/// Says that there is no such page, and where to go.
#[component]
pub fn NotFound() -> Html {
    let start = book::first_finished().map(|chapter| {
        html! {
            <li>
                <Link<Route> to={Route::of(chapter)}>{ chapter.title }</Link<Route>>
                { ", which you can take apart today" }
            </li>
        }
    });
    html! {
        <>
            <header class="chapter-head">
                <h1 tabindex="-1">{ "Page not found" }</h1>
                <p class="chapter-question">{ "No wire leads here." }</p>
            </header>
            <div class="prose">
                <p>{ "This site has no page at this address. The link may be mistyped, or the page may have moved. From here you can go to:" }</p>
                <ul>
                    <li><Link<Route> to={Route::Home}>{ "the map of the book" }</Link<Route>></li>
                    { start }
                </ul>
            </div>
        </>
    }
}
