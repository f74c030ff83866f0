//! The page of a chapter that is not written: what it will ask and cover, and what can be tried meanwhile.

use yew::prelude::*;

use super::scaffold::head;
use crate::book::{self, Chapter};
use crate::link::link;
use crate::picture;
use crate::route::Route;

/// Draws the page.
pub fn page(chapter: &'static Chapter) -> Html {
    let covers = chapter.covers.iter().map(|&line| html! { <li key={line}>{ line }</li> });
    html! {
        <>
            { head(chapter, Html::default()) }
            <div class="outline wide">
                <div class="outline-picture unbuilt">{ picture::view(chapter.picture) }</div>
                <div class="prose">
                    <p class="outline-state"><strong>{ "This chapter is not built yet." }</strong></p>
                    { today() }
                    <h2>{ "What it will cover" }</h2>
                    <ul>{ for covers }</ul>
                    { foundations(chapter) }
                </div>
            </div>
        </>
    }
}

/// What can be tried today.
fn today() -> Option<Html> {
    let chapter = book::first_written()?;
    let to = link(Route::of(chapter), "", chapter.title.into());
    Some(html! { <p>{ "You can take this one apart today: " }{ to }{ "." }</p> })
}

/// What the chapter builds on, finished chapters first.
fn foundations(chapter: &Chapter) -> Option<Html> {
    if chapter.builds_on.is_empty() {
        return None;
    }
    let item = |finished: bool, state: &'static str| {
        let foundations = chapter.foundations().filter(move |other| other.is_written == finished);
        foundations.map(move |other| {
            let name = html! { <>{ other.number }{ ". " }{ other.title }</> };
            html! { <li key={other.slug}>{ link(Route::of(other), "", name) }{ state }</li> }
        })
    };
    let items = item(true, ", ready to try").chain(item(false, ", not built yet"));
    Some(html! {
        <>
            <h2>{ "What it builds on" }</h2>
            <ul>{ for items }</ul>
        </>
    })
}
