//! Moving Parts: an interactive textbook of system design, as a Yew single-page app.
//!
//! The site is the top layer of three. It draws and listens; what happens is decided in [`simulation`], and how, in
//! [`algorithms`].

pub mod app;
pub mod book;
pub mod chapters;
pub mod home;
pub mod route;

/// Renders or hydrates the app into the element `#app`.
#[cfg(target_arch = "wasm32")]
pub fn start() {
    let Some(root) = gloo::utils::document().get_element_by_id("app") else {
        return;
    };
    let props = app::AppProps { address: None };
    if root.has_child_nodes() {
        yew::Renderer::<app::App>::with_root_and_props(root, props).hydrate();
    } else {
        yew::Renderer::<app::App>::with_root_and_props(root, props).render();
    }
}
