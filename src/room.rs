//! How much room a picture has, so that its letters keep their size on a phone, and grow on a projector.

use wasm_bindgen::JsCast as _;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, ResizeObserver};
use yew::prelude::*;

/// The picture that the pointer is in. Yew listens at the root of a part, and that is what an event names as its own target.
pub fn picture_at(event: &MouseEvent) -> Option<Element> {
    event.target()?.dyn_into::<Element>().ok()?.closest("svg").ok()?
}

/// How far along a picture that is drawn so wide the pointer is, in its units. It may be shown larger or smaller.
pub fn along(event: &MouseEvent, picture: &Element, width: i32) -> f64 {
    let frame = picture.get_bounding_client_rect();
    (f64::from(event.client_x()) - frame.left()) * f64::from(width) / frame.width().max(1.0)
}

/// Where this holds, what stands beside a picture stands above or below it; the sheets say the same.
const NARROW: &str = "(max-width: 895px)";

/// The room that an element has.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Room {
    /// Its width, in CSS pixels.
    pub width: i32,
    /// Its height, in CSS pixels; 0 while it is not known.
    pub height: i32,
    /// Whether the screen is narrow.
    pub narrow: bool,
}

/// The room of an element, also after it was given more or less. `usual` and wide at first, as the page was prerendered, and
/// as long as the element is not there yet.
#[hook]
pub fn use_room(element: &NodeRef, is_there: bool, usual: i32) -> Room {
    let room = use_state_eq(|| Room { width: usual, height: 0, narrow: false });
    let (setter, element) = (room.setter(), element.clone());
    use_effect_with(is_there, move |_| {
        let resize = element.cast::<Element>().map(|element| {
            Resize::of(&element, move |width, height| {
                let narrow = gloo::utils::window().match_media(NARROW).ok().flatten();
                let narrow = narrow.is_some_and(|query| query.matches());
                setter.set(Room { width: if width > 0 { width } else { usual }, height, narrow });
            })
        });
        move || drop(resize)
    });
    *room
}

/// Watches the size of an element until it is dropped. Browser only.
pub struct Resize {
    observer: Option<ResizeObserver>,
    /// What the observer calls.
    _told: Closure<dyn FnMut()>,
}

impl Resize {
    /// Tells the element's width and height, in CSS pixels, now and whenever they change.
    pub fn of(element: &Element, mut tell: impl FnMut(i32, i32) + 'static) -> Self {
        let measured = element.clone();
        let mut measure = move || tell(measured.client_width(), measured.client_height());
        measure();
        let told = Closure::<dyn FnMut()>::new(measure);
        let observer = ResizeObserver::new(told.as_ref().unchecked_ref()).ok();
        if let Some(observer) = &observer {
            observer.observe(element);
        }
        Self { observer, _told: told }
    }
}

impl Drop for Resize {
    fn drop(&mut self) {
        if let Some(observer) = &self.observer {
            observer.disconnect();
        }
    }
}
