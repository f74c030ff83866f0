//! The shell round every page, and which page an address shows.

use gloo::events::{EventListener, EventListenerOptions};
use web_sys::{FocusOptions, HtmlElement};
use yew::prelude::*;

use crate::book::{self, Chapter};
use crate::chapters::outline;
use crate::home;
use crate::link::link;
use crate::not_found;
use crate::route::Route;
use crate::router;
use crate::theme::use_theme_switch;

/// What the app is started with.
#[derive(Clone, PartialEq, Properties)]
pub struct AppProps {
    /// The page to render, when prerendering; in the browser the address bar tells.
    pub route: Option<Route>,
}

/// The whole site: what stands round every page, and the page.
#[component]
pub fn App(props: &AppProps) -> Html {
    let route = router::use_current(props.route);
    use_arrival(route);
    let theme_switch = use_theme_switch();
    // Effects run in order, those of children first: when this one does, the whole page listens.
    use_effect_with((), |()| crate::mark_ready());
    let name = html! { <>{ wordmark() }<span>{ "Moving Parts" }</span></> };
    // The address keeps its fragment, which may hold the moment of a lab.
    let skip = Callback::from(|event: MouseEvent| {
        event.prevent_default();
        focus("#content", true);
    });
    let map = html! { <>{ "Map" }<span class="wide-only">{ " of the book" }</span></> };
    html! {
        <>
            <a class="skip-link" href="#content" onclick={skip}>{ "Skip to the content" }</a>
            <header class="site-header">
                { link(Route::Home, "wordmark", name) }
                <nav aria-label="Site">{ link(Route::Home, "", map) }</nav>
                { theme_switch }
            </header>
            <main id="content" tabindex="-1">
                <article key={route.title()} class="page">{ page(route) }</article>
            </main>
            <footer class="site-footer">
                { route.chapter().map(turn_page) }
                <p>{ "Moving Parts runs in your browser; nothing that you type or drop leaves it. Free to use, change and share under the MIT licence." }</p>
            </footer>
        </>
    }
}

fn page(route: Route) -> Html {
    match (route, route.chapter()) {
        (Route::Home, _) => home::page(),
        (_, Some(chapter)) => chapter.page.map_or_else(|| outline::page(chapter), |page| page()),
        (Route::Chapter { .. } | Route::NotFound, None) => not_found::page(),
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
    let state = if to.is_finished() { "" } else { ", not built yet" };
    let name = html! {
        <>
            <span class="label">{ way }{ state }</span>
            <span>{ to.number }{ ". " }{ to.title }</span>
        </>
    };
    link(Route::of(to), class, name)
}

/// On arrival at another page: its title in the tab, the focus on its heading so that it is read out, and the top of the page
/// in view; but after “back”, the browser's own memory of the place.
#[hook]
fn use_arrival(route: Route) {
    let arrived = use_mut_ref(|| false);
    let went_back_to = use_mut_ref(|| None::<String>);
    {
        let went_back_to = went_back_to.clone();
        use_effect_with((), move |()| {
            // While capturing: before the router hears of it and draws the page.
            let options = EventListenerOptions::run_in_capture_phase();
            let window = gloo::utils::window();
            let listener = EventListener::new_with_options(&window, "popstate", options, move |_| {
                *went_back_to.borrow_mut() = path();
            });
            move || drop(listener)
        });
    }
    use_effect_with(route, move |route| {
        gloo::utils::document().set_title(&route.title());
        let by_memory = went_back_to.take().is_some_and(|went_to| Some(went_to) == path());
        if arrived.replace(true) {
            focus("main h1", false);
            if !by_memory {
                gloo::utils::window().scroll_to_with_x_and_y(0.0, 0.0);
            }
        }
    });
}

/// The path in the address bar. Browser only.
fn path() -> Option<String> {
    gloo::utils::window().location().pathname().ok()
}

/// Moves the focus, if there is such an element. Browser only.
fn focus(selector: &str, scroll: bool) {
    use wasm_bindgen::JsCast;
    let found = gloo::utils::document().query_selector(selector).ok().flatten();
    if let Some(element) = found.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let options = FocusOptions::new();
        options.set_prevent_scroll(!scroll);
        // An element that cannot take it leaves the focus where it is.
        let _ = element.focus_with_options(&options);
    }
}
