//! A lab alone, in a frame of another page: what its page does when it is one. What such a frame is, and its address:
//! [`crate::share::frame`].

use wasm_bindgen::{JsCast as _, closure::Closure};
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, ResizeObserver};

use crate::player::registry;
use crate::share::frame::{LAB_MARK, Options, post, shown};
use crate::share::page;
use crate::{lazy, life, theme};

/// Makes a frame of the page, if it is one. Browser only.
pub fn wake() {
    if shown().is_some() {
        // Without it the lab is there, only its options are not heard.
        spawn_local(async {
            let _ = begin().await;
        });
    }
}

lazy! {
    /// Hears the options, and tells the parent how high the lab is.
    embed: fn begin() -> () {
        let Some((_, lab)) = shown() else { return Ok(()) };
        let options = Options::of_query(&page::query());
        let root = gloo::utils::document_element();
        if let Some(theme) = &options.theme {
            theme::apply(theme);
        }
        if options.without_controls {
            // A valid name: it cannot fail.
            let _ = root.set_attribute("data-controls", "off");
        }
        if options.first.is_some() || options.last.is_some() {
            registry::when_here(&lab, move |player| {
                player.keep_within(options.first.unwrap_or(0), options.last.unwrap_or(u64::MAX));
            });
        }
        life::wake_lab(&lab);
        tell_height(lab);
    }
}

/// Tells the height of the lab, now and whenever it changes.
fn tell_height(lab: String) {
    let Ok(Some(place)) = gloo::utils::document().query_selector(&format!("[{LAB_MARK}]")) else {
        return;
    };
    let watched: Element = place.clone();
    let told = Closure::<dyn FnMut()>::new(move || {
        let height = place.get_bounding_client_rect().height().ceil();
        post("height", &lab, &[("height", height.into())]);
    });
    if let Ok(observer) = ResizeObserver::new(told.as_ref().unchecked_ref()) {
        observer.observe(&watched);
    }
    // It watches as long as the page is there.
    told.forget();
}
