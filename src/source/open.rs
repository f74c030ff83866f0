//! Fills a panel: on demand, as a root of its own.

use web_sys::Element;

use super::listing::Listing;
use super::view::{SourceCode, SourceCodeProps};
use crate::{lazy, life};

lazy! {
    /// Fills a panel with the chapter's listing for it, unless it is filled. This is the one way into the rest of this folder.
    source: pub fn open(panel: Element, listings: &'static [Listing]) -> () {
        let lab = panel.get_attribute("data-source").unwrap_or_default();
        let listing = listings.iter().find(|listing| listing.lab == lab);
        let (Some(listing), Some(root)) = (listing, panel.last_element_child()) else { return Ok(()) };
        if root.class_name() == "source-body" {
            return Ok(());
        }
        root.set_class_name("source-body");
        let props = SourceCodeProps { listing, panel: panel.clone() };
        let app = yew::Renderer::<SourceCode>::with_root_and_props(root, props).render();
        life::when_left(panel, move || app.destroy());
    }
}
