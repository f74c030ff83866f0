//! The shell round every page, and which page an address shows.

use gloo::events::{EventListener, EventListenerOptions};
use web_sys::{FocusOptions, HtmlElement};
use yew::prelude::*;
use yew_router::history::{AnyHistory, History, MemoryHistory};
use yew_router::prelude::*;

use crate::book::{self, Chapter};
use crate::chapters::outline;
use crate::home::Home;
use crate::not_found::NotFound;
use crate::route::Route;
use crate::theme::ThemeSwitch;

/// What the app is started with.
#[derive(Clone, PartialEq, Properties)]
pub struct AppProps {
    /// The address to render, when prerendering; in the browser the address bar tells.
    pub address: Option<AttrValue>,
    /// Where the site is: empty at the top of a host, `/folder` in a folder.
    pub base: AttrValue,
}

/// The whole site.
#[component]
pub fn App(props: &AppProps) -> Html {
    let history = use_memo(props.address.clone(), |address| match address {
        Some(address) => {
            let history = AnyHistory::Memory(MemoryHistory::new());
            history.push(address.as_str());
            history
        }
        None => AnyHistory::Browser(yew_router::history::BrowserHistory::new()),
    });
    // Effects run from the inside out: when this one does, the whole page listens.
    use_effect_with((), |()| crate::mark_ready());
    html! {
        <Router history={(*history).clone()} basename={props.base.clone()}>
            <Shell />
        </Router>
    }
}

/// What stands round every page.
#[component]
fn Shell() -> Html {
    let route = use_route::<Route>().unwrap_or(Route::NotFound);
    use_arrival(&route);
    let chapter = route.chapter();
    html! {
        <>
            <SkipLink />
            <header class="site-header">
                <Link<Route> classes="wordmark" to={Route::Home}>{ wordmark() }<span>{ "Moving Parts" }</span></Link<Route>>
                <nav aria-label="Site">
                    <Link<Route> to={Route::Home}>{ "Map" }<span class="wide-only">{ " of the book" }</span></Link<Route>>
                </nav>
                <ThemeSwitch />
            </header>
            <main id="content" tabindex="-1">
                <article key={route.title()} class="page">{ page(&route) }</article>
            </main>
            <footer class="site-footer">
                { chapter.map(turn_page) }
                <p>{ "Moving Parts runs in your browser; nothing that you type or drop leaves it. Free to use, change and share under the MIT licence." }</p>
            </footer>
        </>
    }
}

fn page(route: &Route) -> Html {
    match (route, route.chapter()) {
        (Route::Home, _) => html! { <Home /> },
        (_, Some(chapter)) => chapter.page.map_or_else(|| outline::page(chapter), |page| page()),
        (Route::Chapter { .. } | Route::NotFound, None) => html! { <NotFound /> },
    }
}

/// Skips the header. The address keeps its fragment, which may hold the moment of a lab.
#[component]
fn SkipLink() -> Html {
    let onclick = Callback::from(|event: MouseEvent| {
        event.prevent_default();
        focus("#content", true);
    });
    html! { <a class="skip-link" href="#content" {onclick}>{ "Skip to the content" }</a> }
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
    let link = |way: &'static str, class: &'static str, to: Option<&Chapter>| {
        to.map(|to| {
            html! {
                <Link<Route> classes={class} to={Route::of(to)}>
                    <span class="label">{ way }{ if to.is_finished() { "" } else { ", not built yet" } }</span>
                    <span>{ to.number }{ ". " }{ to.title }</span>
                </Link<Route>>
            }
        })
    };
    html! {
        <nav class="turn-page" aria-label="Chapters">
            { link("Previous chapter", "turn-back", previous) }
            { link("Next chapter", "turn-on", next) }
        </nav>
    }
}

/// On arrival at another page: its title in the tab, the focus on its heading so that it is read out, and the top of the page
/// in view; but after “back”, the browser's own memory of the place.
#[hook]
fn use_arrival(route: &Route) {
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
    use_effect_with(route.clone(), move |route| {
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
