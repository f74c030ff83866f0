//! What every chapter is put together from: its opening, its prose, its labs, its sources.
//!
//! A chapter's page is a fragment of these, one after the other. The shell puts it into the grid of `styles/base.css`:
//! prose sits in the text column, labs break out of it. They are functions and not components: nothing here has a state,
//! and a component costs every visitor more than a kilobyte.

use yew::prelude::*;

use crate::book::Chapter;

/// The opening: a small title above a large question, which is the thing to think about, and what else goes there.
pub fn head(chapter: &Chapter, below: Html) -> Html {
    html! {
        <header class="chapter-head wide">
            <h1 tabindex="-1">
                <span class="chapter-number">{ "Chapter " }{ chapter.number }</span>
                { " " }{ chapter.title }
            </h1>
            <p class="chapter-question">{ chapter.question }</p>
            { below }
        </header>
    }
}

/// Running text: paragraphs, headings from `h2`, lists, tables.
pub fn prose(text: Html) -> Html {
    html! { <div class="prose">{ text }</div> }
}

/// Text of the book that never changes, from an HTML file beside the chapter; whole elements only. Never for what a reader
/// typed.
///
/// In the browser it is already in the page: hydration takes it as it stands, so the WebAssembly does not carry it a second
/// time. Only a build for a page that was not prerendered (feature `whole`) does.
#[macro_export]
macro_rules! fixed {
    ($file:literal) => {
        ::yew::Html::from_html_unchecked(::yew::AttrValue::Static(
            if cfg!(any(feature = "whole", not(target_arch = "wasm32"))) { include_str!($file) } else { "" },
        ))
    };
}

/// A remark beside the text, or below where there is no room. It goes inside [`prose`], before the paragraph that it stands
/// beside.
pub fn aside(remark: Html) -> Html {
    html! { <aside class="aside">{ remark }</aside> }
}

/// A lab: a section as wide as a figure, with a heading and one sentence that says what to look at and what to try first.
///
/// Its anchor, `id`, is unique in the page and has no spaces.
pub fn lab(id: &'static str, title: &'static str, caption: &'static str, inside: Html) -> Html {
    let heading = format!("{id}-title");
    html! {
        <section class="lab" {id} aria-labelledby={heading.clone()}>
            <h2 id={heading}>{ title }</h2>
            <p class="caption">{ caption }</p>
            { inside }
        </section>
    }
}

/// A lab further down the page, which is drawn when it [lives](crate::life::use_is_alive). Before that a page holds its heading
/// and caption: drawn labs would be the larger part of what a reader waits for.
pub fn later_lab(id: &'static str, title: &'static str, caption: &'static str, is_alive: bool, inside: Html) -> Html {
    lab(
        id,
        title,
        caption,
        if is_alive {
            inside
        } else {
            html! { <div class="lab-waiting" /> }
        },
    )
}

/// Where the facts come from: a list of `li`s.
pub fn sources(items: Html) -> Html {
    html! {
        <section class="sources" aria-labelledby="sources">
            <h2 id="sources">{ "Sources" }</h2>
            <ul>{ items }</ul>
        </section>
    }
}
