//! What lies over the page: opened on demand, each as a root of its own. These are the ways into the rest of this folder; each
//! ends what was there before.

use gloo::utils::document;
use web_sys::Element;
use yew::prelude::*;

use super::mode::Deck;
use super::own::{Written, desk, drawer, store};
use super::scene::Scene;
use super::show::Show;
use super::wake::{END, end};
use super::{clicker, keys, speaker, stage};
use crate::lazy;
use crate::share::page;

lazy! {
    /// The list of keys.
    keys: pub fn list_keys() -> () {
        end();
        let over = Callback::from(|()| close_and_focus("[data-ask=keys]"));
        mount(|root| {
            let props = keys::KeysDialogProps { over };
            let app = yew::Renderer::<keys::KeysDialog>::with_root_and_props(root, props).render();
            Box::new(move || app.destroy())
        });
    }
}

lazy! {
    /// The reader's own scenes: those that are kept here, or those in the address.
    own: pub fn own_scenes(deck: Deck) -> Vec<Scene> {
        let slug = slug();
        // What is wrong with the link is said where it is opened.
        let written = match deck {
            Deck::Link => desk::linked(&slug).and_then(Result::ok).unwrap_or_default(),
            Deck::Chapter | Deck::Own => store::load(&slug).0.scenes().to_vec(),
        };
        written.iter().map(Written::to_scene).collect()
    }
}

lazy! {
    /// The drawer that they are in.
    own: pub fn drawer() -> () {
        end();
        let over = Callback::from(|()| close_and_focus("[data-ask=own]"));
        mount(|root| {
            let props = drawer::DrawerProps { slug: slug(), over };
            let app = yew::Renderer::<drawer::Drawer>::with_root_and_props(root, props).render();
            Box::new(move || app.destroy())
        });
    }
}

lazy! {
    /// The speaker's window, in place of the page.
    speaker: pub fn speaker() -> () {
        end();
        // The name is a valid one.
        let _ = gloo::utils::document_element().set_attribute("data-speaker", "");
        mount(|root| {
            let app = yew::Renderer::<speaker::Speaker>::with_root(root).render();
            Box::new(move || {
                app.destroy();
                let _ = gloo::utils::document_element().remove_attribute("data-speaker");
            })
        });
    }
}

lazy! {
    /// Present mode, at one of these scenes.
    present: pub fn begin(deck: Deck, scenes: Vec<Scene>, scene: usize) -> () {
        end();
        let window = gloo::utils::window();
        let top = window.scroll_y().unwrap_or_default();
        let over = Callback::from(move |()| {
            gloo::utils::window().scroll_to_with_x_and_y(0.0, top);
            close_and_focus(if deck == Deck::Chapter { "[data-ask=present]" } else { "[data-ask=own]" });
        });
        let show = Show::begin(deck, scenes, scene, over);
        mount(|root| {
            let props = stage::StageProps { show: show.clone() };
            let app = yew::Renderer::<stage::Stage>::with_root_and_props(root, props).render();
            Box::new(move || {
                show.end();
                app.destroy();
            })
        });
    }
}

/// Puts a root of its own at the end of the page; [`end`] takes it away.
fn mount(render: impl FnOnce(Element) -> Box<dyn FnOnce()>) {
    let (Ok(root), Some(body)) = (document().create_element("div"), document().body()) else { return };
    root.set_class_name("present-root");
    if body.append_child(&root).is_err() {
        return;
    }
    let close = render(root.clone());
    END.set(Some(Box::new(move || {
        close();
        root.remove();
    })));
}

/// Ends what lies over the page when the page is at rest again, and gives the focus to what opened it.
fn close_and_focus(opener: &'static str) {
    wasm_bindgen_futures::spawn_local(async move {
        end();
        clicker::focus(opener);
    });
}

/// The address of the chapter in the page: the last part of the path.
fn slug() -> String {
    let path = page::path();
    path.trim_end_matches('/').rsplit('/').next().unwrap_or_default().to_owned()
}
