//! Moving Parts: an interactive textbook of system design, as a Yew single-page app.
//!
//! The site is the top layer of three. It draws and listens; what happens is decided in [`simulation`], and how, in
//! [`algorithms`].

pub mod app;
pub mod book;
pub mod chapters;
pub mod crash;
pub mod home;
pub mod learn;
pub mod link;
pub mod not_found;
pub mod player;
pub mod progress;
pub mod route;
pub mod router;
pub mod share;
pub mod theme;
pub mod visit;
pub mod widgets;

/// Brings the page to life: theme switch, links, and the chapter's labs.
///
/// A prerendered page is hydrated only where something lives. One that is empty is rendered whole, which takes a build with the
/// feature `whole`.
#[cfg(target_arch = "wasm32")]
pub fn start() {
    crash::show_panics();
    let document = gloo::utils::document();
    let base = document.document_element().and_then(|html| html.get_attribute("data-base")).unwrap_or_default();
    router::set_base(&base);
    #[cfg(feature = "whole")]
    if let Some(root) = document.get_element_by_id("app").filter(|root| !root.has_child_nodes()) {
        let route = route::Route::at(&gloo::utils::window().location().pathname().unwrap_or_default(), &base);
        yew::Renderer::<app::App>::with_root_and_props(root, app::AppProps { route }).render();
        yew::platform::spawn_local(async {
            gloo::timers::future::TimeoutFuture::new(0).await;
            theme::listen();
            mark_ready();
        });
        return;
    }
    visit::listen();
    wake();
}

#[cfg(target_arch = "wasm32")]
thread_local! {
    /// Ends the chapter that is alive.
    static END: std::cell::RefCell<Option<Box<dyn FnOnce()>>> = const { std::cell::RefCell::new(None) };
}

/// Brings what is in the page to life.
#[cfg(target_arch = "wasm32")]
fn wake() {
    theme::listen();
    let element = gloo::utils::document().query_selector("[data-living]").ok().flatten();
    let slug = element.as_ref().and_then(|element| element.get_attribute("data-living"));
    match (element, slug.and_then(|slug| chapters::living(&slug))) {
        (Some(element), Some(living)) => END.set(Some((living.wake)(element))),
        _ => mark_ready(),
    }
}

/// Ends what is alive in the page, which is about to be replaced.
#[cfg(target_arch = "wasm32")]
fn put_to_sleep() {
    if let Some(end) = END.take() {
        end();
    }
}

/// Says in the page, as `<html data-ready>`, that it is alive; tests wait for it.
fn mark_ready() {
    if let Some(html) = gloo::utils::document().document_element() {
        // It cannot fail with a valid name, and nothing but a test would miss it.
        let _ = html.set_attribute("data-ready", "");
    }
}
