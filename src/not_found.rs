//! The page for an address that leads nowhere.

use yew::prelude::*;

use crate::book;
use crate::link::link;
use crate::route::Route;

/// Says that there is no such page, and where to go.
pub fn page() -> Html {
    let start = book::first_written().map(|chapter| {
        let chapter = link(Route::of(chapter), "", chapter.title.into());
        html! { <li>{ chapter }{ ", which you can take apart today" }</li> }
    });
    html! {
        <>
            <header class="chapter-head wide">
                <h1 tabindex="-1">{ "Page not found" }</h1>
                <p class="chapter-question">{ "No wire leads here." }</p>
            </header>
            <div class="prose">
                <p>{ "This site has no page at this address. The link may be mistyped, or the page may have moved. From here you can go to:" }</p>
                <ul>
                    <li>{ link(Route::Home, "", "the map of the book".into()) }</li>
                    { start }
                </ul>
            </div>
        </>
    }
}
