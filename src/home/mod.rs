//! The home page: the map of the book, a small world of systems that build on each other.

pub mod lines;
pub mod picture;

use yew::prelude::*;
use yew_router::prelude::*;

use crate::book::{self, CHAPTERS, Chapter};
use crate::route::Route;
use lines::{LANE, ROWS, Rail, WIDTH};

/// The map of the book.
#[component]
pub fn Home() -> Html {
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
        </>
    }
}

/// The one button.
fn start() -> Html {
    let Some(chapter) = book::first_finished() else {
        return Html::default();
    };
    // Where it stands in the middle of the first row, a short line leads there from the button.
    let wired = chapter.place.row == 0 && chapter.place.column == 5;
    let classes = classes!("button", "button-main", wired.then_some("wired"));
    html! {
        <Link<Route> {classes} to={Route::of(chapter)}>
            { "Start with " }{ chapter.title.to_lowercase() }
        </Link<Route>>
    }
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
    if chapter.is_finished() { "built" } else { "unbuilt" }
}

/// The lines that pass through a row of chapters, and those in the channel below it.
fn row_lines(row: u8) -> Html {
    let height = LANE * 4.0;
    let passing = lines::passing(row).into_iter().map(|(from, x)| {
        let d = format!("M{x} 0V100");
        html! { <g key={from.number} class={state(from)}><path {d} /></g> }
    });
    let channel = lines::channel(row).into_iter().enumerate().map(|(index, run)| {
        let d = run.path(height);
        html! { <g key={index} class={state(run.from)}><path class="halo" d={d.clone()} /><path {d} /></g> }
    });
    let at = |line: u8| format!("grid-row:{line}");
    let is_last = row + 1 == ROWS;
    html! {
        <>
            <svg class="map-lines" style={at(row * 2 + 1)} viewBox={format!("0 0 {WIDTH} 100")} preserveAspectRatio="none" aria-hidden="true" focusable="false">
                { for passing }
            </svg>
            if !is_last {
                <svg class="map-lines" style={at(row * 2 + 2)} viewBox={format!("0 0 {WIDTH} {height}")} preserveAspectRatio="none" aria-hidden="true" focusable="false">
                    { for channel }
                </svg>
            }
        </>
    }
}

/// A chapter on the map.
fn place(chapter: &'static Chapter) -> Html {
    let grid = format!("--row:{};--column:{}", chapter.place.row * 2 + 1, chapter.place.column);
    html! {
        <li key={chapter.slug} class={classes!("place", state(chapter), format!("row-{}", chapter.place.row))} style={grid}>
            { rails(chapter) }
            <Link<Route> to={Route::of(chapter)}>
                <span class="place-number">{ chapter.number }</span>
                <span class="place-title">{ chapter.title }</span>
                if !chapter.is_finished() {
                    <span class="place-state">{ "not built yet" }</span>
                }
                <span class="place-question">{ chapter.question }</span>
                { relations(chapter) }
                { picture::view(chapter.picture) }
            </Link<Route>>
        </li>
    }
}

/// What the lines say, in words; the wide map has room for the numbers only.
fn relations(chapter: &Chapter) -> Html {
    if chapter.builds_on.is_empty() {
        return Html::default();
    }
    let names = chapter.foundations().enumerate().map(|(index, other)| {
        html! {
            <span key={other.number}>
                { if index > 0 { ", " } else { "" } }{ other.number }<span class="narrow-only">{ " " }{ other.title }</span>
            </span>
        }
    });
    html! { <span class="place-relations">{ "builds on " }{ for names }</span> }
}

/// The rails beside a chapter, where the map is one column.
fn rails(chapter: &'static Chapter) -> Html {
    html! {
        <svg class="rails" aria-hidden="true" focusable="false">
            { for lines::rails(chapter).into_iter().map(rail) }
        </svg>
    }
}

/// Percentages and lengths mix in lines but not in paths: a rail is up to three lines. Each branch arrives at a height of its
/// own, so that it can be told from the others.
fn rail(rail: Rail) -> Html {
    let x = (46 - 9 * rail.track).to_string();
    let joint = (11 + 4 * rail.track).to_string();
    let end = AttrValue::from("100%");
    let passes = match (rail.above, rail.below) {
        (true, true) => Some((AttrValue::from("0"), end)),
        (true, false) => Some((AttrValue::from("0"), joint.clone().into())),
        (false, true) => Some((joint.clone().into(), end)),
        (false, false) => None,
    };
    html! {
        <g key={rail.from.number} class={state(rail.from)}>
            if let Some((y1, y2)) = passes {
                <line x1={x.clone()} x2={x.clone()} {y1} {y2} />
            }
            if rail.branch {
                <line x1={x} x2="80" y1={joint.clone()} y2={joint} />
            }
        </g>
    }
}
