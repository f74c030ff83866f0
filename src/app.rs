//! The shell round every page, and which page an address shows.

use yew::prelude::*;

use crate::book::{self, Chapter};
use crate::chapters::{self, outline, scaffold};
use crate::find;
use crate::glossary;
use crate::home;
use crate::life::{self, Life, Part};
use crate::link::link;
use crate::not_found;
use crate::present;
use crate::route::Route;
use crate::theme;

/// Which page [`App`] shows.
#[derive(Clone, PartialEq, Properties)]
pub struct AppProps {
    /// Its address.
    pub route: Route,
}

/// A whole page: what stands round every page, and the page. It is rendered once, when the site is built; in the browser only
/// the chapter below its heading lives.
#[component]
pub fn App(props: &AppProps) -> Html {
    let route = props.route;
    let name = html! { <>{ wordmark() }<span>{ "Moving Parts" }</span></> };
    let map = html! { <>{ "Map" }<span class="wide-only">{ " of the book" }</span></> };
    html! {
        <>
            <a class="skip-link" href="#content">{ "Skip to the content" }</a>
            <header class="site-header">
                { link(Route::Home, "wordmark", name) }
                <nav aria-label="Site">{ link(Route::Home, "", map) }</nav>
                { find::button() }
                { theme::switch() }
            </header>
            <main id="content" tabindex="-1"><article>{ page(route) }</article></main>
            <footer class="site-footer">
                { route.chapter().map(turn_page) }
                <p>{ link(Route::Glossary, "", "Glossary".into()) }{ " of the book’s terms." }</p>
                <p>{ "Moving Parts runs in your browser; nothing that you type or drop leaves it. Free to use, change and share under the MIT licence." }</p>
                // The home page has a section for it.
                if route != Route::Home {
                    <p class="keep" hidden=true></p>
                }
            </footer>
        </>
    }
}

fn page(route: Route) -> Html {
    let Some(chapter) = route.chapter() else {
        let page = match route {
            Route::Home => home::page(),
            Route::Glossary => glossary::page(),
            Route::Chapter { .. } | Route::NotFound => not_found::page(),
        };
        return html! { <div class="page">{ page }</div> };
    };
    let Some(written) = chapters::written(chapter.name) else {
        return html! { <div class="page">{ outline::page(chapter) }</div> };
    };
    html! {
        <>
            <div class="page">{ scaffold::head(chapter, present::buttons()) }</div>
            // The prerenderer fills it with links to what it finds in the page.
            <nav class="contents" aria-label="Contents of this chapter"></nav>
            { for written.parts.iter().enumerate().map(|(index, part)| part_of(chapter, index, part)) }
        </>
    }
}

/// A part of a chapter; [`crate::life`] finds the living ones by their mark.
fn part_of(chapter: &Chapter, index: usize, part: &Part) -> Html {
    let mark = (!matches!(part.life(), Life::Still)).then(|| life::mark(chapter.slug, index));
    html! { <div key={index} class="page" data-living={mark}>{ part.html() }</div> }
}

/// Which part of a chapter [`Frame`] shows.
#[derive(Clone, PartialEq, Properties)]
pub struct FrameProps {
    /// The chapter's address.
    pub slug: &'static str,
    /// The part's number.
    pub index: usize,
}

/// A page that is only a part of a chapter: the frame in which another page shows a lab. See [`crate::embed`].
#[component]
pub fn Frame(props: &FrameProps) -> Html {
    let chapter = book::chapter(props.slug);
    let part = chapter.and_then(|chapter| chapters::written(chapter.name)?.parts.get(props.index));
    html! {
        <main id="content"><article>
            <h1 class="visually-hidden">{ chapter.map(|chapter| chapter.title) }</h1>
            { chapter.zip(part).map(|(chapter, part)| part_of(chapter, props.index, part)) }
        </article></main>
    }
}

/// A ring with a part that moves on it.
fn wordmark() -> Html {
    html! {
        <svg class="mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
            <path d="M25.2 9.3A11.5 11.5 0 1 1 18.5 4.8" />
            <rect x="18.8" y="1.6" width="9" height="9" rx="2" transform="rotate(40 23.3 6.1)" />
            <circle cx="16" cy="27.5" r="3" />
        </svg>
    }
}

/// Links to the chapters before and after.
fn turn_page(chapter: &Chapter) -> Html {
    let [previous, next] = book::neighbours(chapter);
    html! {
        <nav class="turn-page" aria-label="Chapters">
            { previous.map(|to| turn("Previous chapter", "turn-back", to)) }
            { next.map(|to| turn("Next chapter", "turn-on", to)) }
        </nav>
    }
}

fn turn(way: &'static str, class: &'static str, to: &Chapter) -> Html {
    let state = if to.is_written { "" } else { ", not built yet" };
    let name = html! {
        <>
            <span class="label">{ way }{ state }</span>
            <span>{ to.number }{ ". " }{ to.title }</span>
        </>
    };
    link(Route::of(to), class, name)
}
