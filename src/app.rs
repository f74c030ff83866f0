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
    html! {
        <Router history={(*history).clone()}>
            <Switch<Route> render={page} />
        </Router>
    }
}

fn page(route: Route) -> Html {
    match route {
        Route::Home => html! { <Home /> },
        Route::Chapter { slug } => match book::chapter(&slug) {
            Some(chapter) => chapter.page.map_or_else(|| html! { <p>{ chapter.question }</p> }, |page| page()),
            None => html! { <p>{ "not found" }</p> },
        },
        Route::NotFound => html! { <p>{ "not found" }</p> },
    }
}
