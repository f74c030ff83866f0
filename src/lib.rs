//! Moving Parts: an interactive textbook of system design, as a Yew single-page app.
//!
//! The site is the top layer of three. It draws and listens; what happens is decided in [`simulation`], and how, in
//! [`algorithms`].

pub mod app;
pub mod book;
pub mod chapters;
pub mod crash;
pub mod home;
pub mod link;
pub mod not_found;
pub mod player;
pub mod route;
pub mod router;
pub mod share;
pub mod theme;
pub mod widgets;

/// Renders or hydrates the app into the element `#app`.
#[cfg(target_arch = "wasm32")]
pub fn start() {
    crash::show_panics();
    let document = gloo::utils::document();
    let Some(root) = document.get_element_by_id("app") else {
        return;
    };
    let base = document.document_element().and_then(|html| html.get_attribute("data-base")).unwrap_or_default();
    router::set_base(&base);
    let props = app::AppProps { route: None };
    if root.has_child_nodes() {
        yew::Renderer::<app::App>::with_root_and_props(root, props).hydrate();
    } else {
        yew::Renderer::<app::App>::with_root_and_props(root, props).render();
    }
}

/// Says in the page, as `<html data-ready>`, that it is alive; tests wait for it.
fn mark_ready() {
    if let Some(html) = gloo::utils::document().document_element() {
        // It cannot fail with a valid name, and nothing but a test would miss it.
        let _ = html.set_attribute("data-ready", "");
    }
}
