//! The home page: the map of the book, a small world of systems that build on each other.

pub mod lines;

use yew::prelude::*;

use crate::book::{self, CHAPTERS, Chapter};
use crate::link::link;
use crate::picture;
use crate::route::Route;
use lines::{LANE, ROWS, Rail, WIDTH};

/// The map of the book.
pub fn page() -> Html {
    html! {
        <>
            <header class="home-head full">
                <h1 tabindex="-1">{ "Moving Parts" }</h1>
                <p>{ "A textbook of system design in which every system is real: take it apart, break it, and watch what it does." }</p>
                { start() }
            </header>
            <nav class="map full" aria-label="Chapters">
                { for (0..ROWS).map(row_lines) }
                { legend() }
                <ol role="list">{ for CHAPTERS.iter().map(place) }</ol>
            </nav>
            <section class="progress" aria-labelledby="progress">
                <h2 id="progress">{ "Where you have been" }</h2>
                <p>{ "What you read, guess and solve is kept on this device and goes nowhere else." }</p>
                <div id="progress-panel"></div>
            </section>
            // Shown and filled by `keep.js` of the prerenderer.
            <section class="progress" aria-labelledby="without-network" hidden=true>
                <h2 id="without-network">{ "Without a network" }</h2>
                <p class="keep"></p>
            </section>
        </>
    }
}

/// The one button.
fn start() -> Option<Html> {
    let chapter = book::first_written()?;
    // Where it stands in the middle of the first row, a short line leads there from the button.
    let wired = chapter.on_map.row == 0 && chapter.on_map.column == 5;
    let classes = if wired { "button button-main wired" } else { "button button-main" };
    let name = html! { <>{ "Start with " }{ chapter.title.to_ascii_lowercase() }</> };
    Some(link(Route::of(chapter), classes, name))
}

/// The key to the map.
fn legend() -> Html {
    html! {
        <ul class="map-key" role="list">
            <li><span class="key-line"></span>{ "leads from a system to those that use it" }</li>
            <li class="built"><span class="place-number"></span>{ "ready to be taken apart" }</li>
            <li class="unbuilt"><span class="place-number"></span>{ "not built yet" }</li>
        </ul>
    }
}

/// Whether a chapter is drawn in full or as an outline.
fn state(chapter: &Chapter) -> &'static str {
    if chapter.is_written { "built" } else { "unbuilt" }
}

/// The lines that pass through a row of chapters, and those in the channel below it.
fn row_lines(row: u8) -> Html {
    let height = LANE * 4;
    let passing = lines::passing(row);
    let passing = passing.iter().map(|&(from, _, x)| line(from, format!("M{x} 0V100").into()));
    let channel = lines::channel(row);
    let channel = channel.iter().map(|run| line(run.from, run.path(height).into()));
    html! {
        <>
            { field(row * 2 + 1, 100, passing.collect()) }
            if row + 1 < ROWS {
                { field(row * 2 + 2, height, channel.collect()) }
            }
        </>
    }
}

/// A field of lines, as wide as the map and stretched over one row of its grid. The lines never change: they need no keys.
fn field(row: u8, height: i32, lines: Html) -> Html {
    html! {
        <svg class="map-lines" style={format!("grid-row:{row}")} viewBox={format!("0 0 {WIDTH} {height}")}
            preserveAspectRatio="none" aria-hidden="true" focusable="false">
            { lines }
        </svg>
    }
}

/// A line, and below it a margin that parts it from the lines that it crosses.
fn line(from: &Chapter, d: AttrValue) -> Html {
    html! { <g class={state(from)}><path class="halo" d={d.clone()} /><path {d} /></g> }
}

/// A chapter on the map.
fn place(chapter: &'static Chapter) -> Html {
    let grid = format!("--row:{};--column:{}", chapter.on_map.row * 2 + 1, chapter.on_map.column);
    let wide = if chapter.on_map.row < 2 { "place roomy" } else { "place" };
    html! {
        <li key={chapter.slug} class={format!("{wide} {}", state(chapter))} style={grid}>
            <svg class="rails" aria-hidden="true" focusable="false">
                { for lines::rails(chapter).into_iter().map(rail) }
            </svg>
            { link(Route::of(chapter), "", sign(chapter)) }
        </li>
    }
}

/// What stands at a chapter's place.
fn sign(chapter: &Chapter) -> Html {
    let state = if chapter.is_written { None } else { Some(text("place-state", "not built yet".into())) };
    html! {
        <>
            { text("place-number", chapter.number.into()) }
            { text("place-title", chapter.title.into()) }
            { state }
            if chapter.is_written {
                // Filled in the browser: see `progress::home`.
                <span class="place-progress" data-progress={chapter.slug}></span>
            }
            { text("place-question", chapter.question.into()) }
            { relations(chapter) }
            { picture::view(chapter.picture) }
        </>
    }
}

fn text(class: &'static str, inside: Html) -> Html {
    html! { <span {class}>{ inside }</span> }
}

/// What the lines say, in words; the wide map has room for the numbers only.
fn relations(chapter: &Chapter) -> Option<Html> {
    let mut before = "builds on ";
    let mut names: Vec<Html> = Vec::new();
    for other in chapter.foundations() {
        names.push(before.into());
        names.push(other.number.into());
        names.push(text("narrow-only", format!("\u{a0}{}", other.title).into()));
        before = ", ";
    }
    (!names.is_empty()).then(|| text("place-relations", names.into_iter().collect()))
}

/// One rail beside a chapter, where the map is one column: past it, and a branch to it at a height of its own.
///
/// Percentages and lengths mix in lines but not in paths: a rail is one or two lines.
fn rail(rail: Rail) -> Html {
    let x = (46 - 9 * rail.track).to_string();
    let joint = (11 + 4 * rail.track).to_string();
    let top = if rail.above { "0" } else { &joint };
    let bottom = if rail.below { "100%" } else { &joint };
    html! {
        <g class={state(rail.from)}>
            { rail_line(&x, &x, top, bottom) }
            if rail.branch {
                { rail_line(&x, "80", &joint, &joint) }
            }
        </g>
    }
}

fn rail_line(x1: &str, x2: &str, y1: &str, y2: &str) -> Html {
    html! { <line x1={x1.to_owned()} x2={x2.to_owned()} y1={y1.to_owned()} y2={y2.to_owned()} /> }
}
