//! Moving Parts: an interactive textbook of system design, as a Yew single-page app.
//!
//! The site is the top layer of three. It draws and listens; what happens is decided in [`simulation`], and how, in
//! [`algorithms`].

pub mod app;
pub mod board;
pub mod book;
pub mod chapters;
pub mod chart;
pub mod controls;
pub mod crash;
pub mod desk;
pub mod embed;
pub mod find;
pub mod folded;
pub mod glossary;
pub mod home;
pub mod later;
pub mod lazy;
pub mod learn;
pub mod life;
pub mod link;
pub mod not_found;
pub mod picture;
pub mod plain;
pub mod player;
pub mod present;
pub mod progress;
pub mod room;
pub mod route;
pub mod router;
pub mod sequence;
pub mod share;
pub mod sheet;
pub mod sight;
pub mod source;
pub mod term;
pub mod theme;
pub mod visit;
pub mod widgets;
pub mod words;

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
            listen();
            mark_ready();
        });
        return;
    }
    visit::listen(wake);
    listen();
    // In a task of its own: what came so far took its time to be compiled.
    wasm_bindgen_futures::spawn_local(async {
        gloo::timers::future::TimeoutFuture::new(0).await;
        wake();
    });
}

/// Listens for what concerns every page.
#[cfg(target_arch = "wasm32")]
fn listen() {
    gloo::events::EventListener::new(&gloo::utils::window(), "hashchange", |_| {
        life::wake_those_in_the_address();
        present::follow_address();
    })
    .forget();
    gloo::events::EventListener::new(&gloo::utils::window(), "beforeprint", |_| life::wake_all()).forget();
    player::shortcuts::listen(|| present::ask(present::Ask::Keys));
    find::listen();
    crash::show_traps();
}

/// Brings what is in the page to life.
#[cfg(target_arch = "wasm32")]
fn wake() {
    theme::listen();
    life::wake(chapters::bring_parts, mark_ready);
    embed::wake();
    progress::reading::watch();
}

/// Says in the page, as `<html data-ready>`, that it is alive; tests wait for it.
#[cfg(target_arch = "wasm32")]
fn mark_ready() {
    present::wake();
    find::wake();
    source::wake();
    folded::unfold();
    if let Some(html) = gloo::utils::document().document_element() {
        // It cannot fail with a valid name, and nothing but a test would miss it.
        let _ = html.set_attribute("data-ready", "");
    }
}
