//! The page of a chapter that is not written: what it will ask and cover, and what can be tried meanwhile.

use yew::prelude::*;
use yew_router::prelude::*;

use super::scaffold::{ChapterHead, Prose};
use crate::book::{self, Chapter};
use crate::home::picture;
use crate::route::Route;

/// Draws the page.
#[must_use]
pub fn page(chapter: &'static Chapter) -> Html {
    html! {
        <>
            <ChapterHead number={chapter.number} title={chapter.title} question={chapter.question} />
            <div class="outline wide">
                <div class="outline-picture unbuilt">{ picture::view(chapter.picture) }</div>
                <Prose>
                    <p class="outline-state"><strong>{ "This chapter is not built yet." }</strong></p>
                    { today() }
                    <h2>{ "What it will cover" }</h2>
                    <ul>{ for chapter.covers.iter().map(|&line| html! { <li key={line}>{ line }</li> }) }</ul>
                    { foundations(chapter) }
                </Prose>
            </div>
        </>
    }
}

/// What can be tried today.
fn today() -> Html {
    let Some(chapter) = book::first_finished() else {
        return Html::default();
    };
    html! {
        <p>
            { "You can take this one apart today: " }
            <Link<Route> to={Route::of(chapter)}>{ chapter.title }</Link<Route>>
            { "." }
        </p>
    }
}

/// What the chapter builds on, finished chapters first.
fn foundations(chapter: &Chapter) -> Html {
    let mut foundations: Vec<_> = chapter.foundations().collect();
    if foundations.is_empty() {
        return Html::default();
    }
    foundations.sort_by_key(|foundation| !foundation.is_finished());
    html! {
        <>
            <h2>{ "What it builds on" }</h2>
            <ul>
                { for foundations.into_iter().map(|foundation| html! {
                    <li key={foundation.slug}>
                        <Link<Route> to={Route::of(foundation)}>
                            { foundation.number }{ ". " }{ foundation.title }
                        </Link<Route>>
                        { if foundation.is_finished() { ", ready to try" } else { ", not built yet" } }
                    </li>
                }) }
            </ul>
        </>
    }
}
