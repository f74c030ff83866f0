//! “What the code does”: the real source of what a lab runs, with the lines marked that ran in its last step.
//!
//! The page holds an empty panel, which is filled when it is opened: a first visit carries [`panel`]'s few elements and
//! `wake`, and all else, the source texts too, is in a chunk of its own behind `open`.

#[cfg(all(test, not(target_arch = "wasm32")))]
pub mod check;
pub mod excerpt;
pub mod listing;
pub mod scan;

#[cfg(target_arch = "wasm32")]
mod marks;
#[cfg(target_arch = "wasm32")]
mod open;
#[cfg(target_arch = "wasm32")]
pub mod view;

use yew::prelude::*;

/// The panel of a lab, closed and empty; `what` ends the sentence “What the code does: …” for those who hear the page. It
/// stands outside of what Yew hydrates, because it may be opened before that.
pub fn panel(lab: &'static str, what: &'static str) -> Html {
    html! {
        <details class="wide source" data-source={lab}>
            <summary>{ "What the code does" }<span class="visually-hidden">{ ": " }{ what }</span></summary>
            <div><p role="status">{ "The code comes with the page’s WebAssembly: a moment." }</p></div>
        </details>
    }
}

/// Makes the panels of the page open. Browser only.
#[cfg(target_arch = "wasm32")]
pub fn wake() {
    use gloo::events::EventListener;
    use wasm_bindgen::JsCast as _;
    use web_sys::Element;

    let Ok(panels) = gloo::utils::document().query_selector_all("[data-source]") else { return };
    for panel in (0..panels.length()).filter_map(|index| panels.get(index)?.dyn_into::<Element>().ok()) {
        // It may be open already, if the reader was faster than the code.
        fill_soon(panel.clone());
        // It lives as long as the panel does.
        EventListener::new(&panel.clone(), "toggle", move |_| fill_soon(panel.clone())).forget();
    }
}

/// Fills a panel that is open, soon: the code has to be loaded first. If it does not come, the panel says so.
#[cfg(target_arch = "wasm32")]
fn fill_soon(panel: web_sys::Element) {
    if !panel.has_attribute("open") {
        return;
    }
    wasm_bindgen_futures::spawn_local(async move {
        if fill(&panel).await.is_err()
            && let Ok(Some(note)) = panel.query_selector("[role=status]")
        {
            note.set_text_content(Some(
                "The code could not be loaded. Close this and open it again when you are online.",
            ));
        }
    });
}

#[cfg(target_arch = "wasm32")]
async fn fill(panel: &web_sys::Element) -> Result<(), crate::lazy::NotLoaded> {
    crate::sheet::bring("source").await.map_err(|_| crate::lazy::NotLoaded)?;
    open::open(panel.clone(), crate::lazy::bring(&listing::AT_HAND).await?).await
}
