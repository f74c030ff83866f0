//! How much room a picture has, so that its letters keep their size on a phone.

use gloo::events::EventListener;
use web_sys::Element;
use yew::prelude::*;

/// Where this holds, what stands beside a picture stands above or below it; the sheets say the same.
const NARROW: &str = "(max-width: 895px)";

/// The width of an element in CSS pixels, and whether the screen is narrow. `usual` and wide at first, as the page was
/// prerendered.
#[hook]
pub fn use_room(element: &NodeRef, usual: i32) -> (i32, bool) {
    let room = use_state_eq(|| (usual, false));
    let (setter, element) = (room.setter(), element.clone());
    use_effect_with((), move |()| {
        let measure = move || {
            let width = element.cast::<Element>().map_or(0, |element| element.client_width());
            let narrow = gloo::utils::window().match_media(NARROW).ok().flatten();
            setter.set((if width > 0 { width } else { usual }, narrow.is_some_and(|query| query.matches())));
        };
        measure();
        let listener = EventListener::new(&gloo::utils::window(), "resize", move |_| measure());
        move || drop(listener)
    });
    *room
}
