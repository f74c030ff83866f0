//! Whether something is in sight, or soon will be. Browser only.

use js_sys::Array;
use wasm_bindgen::{JsCast as _, closure::Closure};
use web_sys::{Element, IntersectionObserver, IntersectionObserverEntry, IntersectionObserverInit};

/// How far outside the window something counts as nearly in sight, in parts of the window's height: on the way down, before it is
/// there.
pub const NEARLY: &str = "50% 0px";

/// Watches an element until it is dropped.
pub struct Sight {
    observer: Option<IntersectionObserver>,
    /// What the observer calls.
    _told: Closure<dyn FnMut(Array)>,
}

impl Sight {
    /// Tells whether `element` is in sight, now and whenever that changes. `margin` is a CSS length by which the window counts
    /// as larger on all sides: `"0px"`, `"100%"`.
    pub fn of(element: &Element, margin: &str, mut tell: impl FnMut(bool) + 'static) -> Self {
        let told = Closure::<dyn FnMut(Array)>::new(move |entries: Array| {
            let entry = entries.pop().dyn_into::<IntersectionObserverEntry>();
            tell(entry.is_ok_and(|entry| entry.is_intersecting()));
        });
        let options = IntersectionObserverInit::new();
        options.set_root_margin(margin);
        let observer = IntersectionObserver::new_with_options(told.as_ref().unchecked_ref(), &options).ok();
        if let Some(observer) = &observer {
            observer.observe(element);
        }
        Self { observer, _told: told }
    }
}

impl Drop for Sight {
    fn drop(&mut self) {
        if let Some(observer) = &self.observer {
            observer.disconnect();
        }
    }
}
