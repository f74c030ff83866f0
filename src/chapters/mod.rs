//! The chapters, a folder each, and what they share.

pub mod consistent_hashing;
pub mod outline;
pub mod scaffold;

use yew::prelude::*;

use crate::present::scene::Scene;
use consistent_hashing::ConsistentHashing;

/// The finished chapters: address, and what lives below the heading. A new chapter is a line here.
const LIVING: &[(&str, Living)] = &[("consistent-hashing", Living::of::<ConsistentHashing>())];

/// The scenes of a lecture on each of them. Apart from [`LIVING`], because a reader who does not present never loads them.
const SCENES: &[(&str, &[Scene])] = &[("consistent-hashing", consistent_hashing::SCENES)];

/// A chapter below its heading: the part of a page that is hydrated in the browser.
#[derive(Clone, Copy)]
pub struct Living {
    /// The chapter as a part of the page that is prerendered.
    pub html: fn() -> Html,
    /// Brings the chapter to life in the element that holds it; what comes back ends that life.
    #[cfg(target_arch = "wasm32")]
    pub wake: fn(web_sys::Element) -> Box<dyn FnOnce()>,
}

impl Living {
    const fn of<C: BaseComponent<Properties = ()>>() -> Self {
        Self {
            html: || html! { <C /> },
            #[cfg(target_arch = "wasm32")]
            wake: |element| {
                let handle = yew::Renderer::<C>::with_root(element).hydrate();
                Box::new(|| handle.destroy())
            },
        }
    }
}

/// What lives in the chapter at this address; `None` while it is not written.
#[must_use]
pub fn living(slug: &str) -> Option<Living> {
    LIVING.iter().find(|(address, _)| *address == slug).map(|(_, living)| *living)
}

/// The scenes of the chapter at this address; none while it is not written.
#[must_use]
pub fn scenes(slug: &str) -> &'static [Scene] {
    SCENES.iter().find(|(address, _)| *address == slug).map_or(&[], |(_, scenes)| *scenes)
}
