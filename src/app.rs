//! The shell round every page, and which page an address shows.

use yew::prelude::*;
use yew_router::history::{AnyHistory, History, MemoryHistory};
use yew_router::prelude::*;

use crate::book;
use crate::home::Home;
use crate::route::Route;

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
            <Switch<Route> render={page} />
        </Router>
    }
}

fn page(route: Route) -> Html {
    match route {
        Route::Home => html! { <Home /> },
        Route::Chapter { slug } => match book::chapter(&slug) {
            Some(chapter) => chapter
                .page
                .map_or_else(|| html! { <p>{ chapter.question }</p> }, |page| page()),
            None => html! { <p>{ "not found" }</p> },
        },
        Route::NotFound => html! { <p>{ "not found" }</p> },
    }
}
