//! A number in running text that is dragged sideways from one round value to the next.
//!
//! It is a slider: keys work it too, and so does a tap on its left half (less) or its right half (more). The value belongs
//! to the page; this only asks for another one.

use simulation::kernel::text::grouped;
use web_sys::Element;
use yew::prelude::*;

/// How far, in CSS pixels, a drag goes from one stop to the next.
const PIXELS_A_STOP: i32 = 16;

/// A finger that moves less than this, in CSS pixels, has tapped.
const TAP: i32 = 5;

/// Three stops of 1, 2, 5, 10, ... are a factor of ten.
const PAGE: i32 = 3;

/// What [`Scrub`] takes.
#[derive(Clone, PartialEq, Properties)]
pub struct ScrubProps {
    /// The number. It may lie between two stops.
    pub value: u32,
    /// The values that it can be given here, rising.
    pub stops: &'static [u32],
    /// What the number is, for those who do not see the sentence round it.
    pub label: AttrValue,
    /// Called with the value that the reader wants.
    pub onchange: Callback<u32>,
}

/// A drag that is under way.
#[derive(Clone, Copy)]
struct Drag {
    /// Where it began, in CSS pixels.
    x: i32,
    /// The value with which it began.
    from: u32,
    /// The value that it has asked for.
    wanted: u32,
}

/// A number that can be dragged through its stops.
#[component]
pub fn Scrub(props: &ScrubProps) -> Html {
    let ScrubProps { value, stops, label, onchange } = props.clone();
    let drag = use_mut_ref(|| None::<Drag>);
    let ask = move |wanted: u32, known: u32| {
        if wanted != known {
            onchange.emit(wanted);
        }
    };
    let onpointerdown = {
        let drag = drag.clone();
        move |event: PointerEvent| {
            if event.button() != 0 {
                return;
            }
            *drag.borrow_mut() = Some(Drag { x: event.client_x(), from: value, wanted: value });
            if let Some(target) = event.target_dyn_into::<Element>() {
                // It fails only for a pointer that is gone; the drag then ends at the number's edge.
                let _ = target.set_pointer_capture(event.pointer_id());
            }
        }
    };
    let onpointermove = {
        let (drag, ask) = (drag.clone(), ask.clone());
        move |event: PointerEvent| {
            let Some(before) = *drag.borrow() else { return };
            let wanted = moved(stops, before.from, (event.client_x() - before.x) / PIXELS_A_STOP);
            *drag.borrow_mut() = Some(Drag { wanted, ..before });
            ask(wanted, before.wanted);
        }
    };
    let onpointerup = {
        let (drag, ask) = (drag.clone(), ask.clone());
        move |event: PointerEvent| {
            let Some(done) = drag.borrow_mut().take() else { return };
            let Some(target) = event.target_dyn_into::<Element>() else { return };
            if done.wanted == done.from && (event.client_x() - done.x).abs() < TAP {
                let place = target.get_bounding_client_rect();
                let middle = place.left() + place.width() / 2.0;
                let by = if f64::from(event.client_x()) < middle { -1 } else { 1 };
                ask(moved(stops, value, by), value);
            }
        }
    };
    let onpointercancel = move |_: PointerEvent| *drag.borrow_mut() = None;
    let onkeydown = move |event: KeyboardEvent| {
        let held = event.ctrl_key() || event.alt_key() || event.meta_key();
        if let (Some(by), false) = (stops_by_key(&event.key(), stops.len()), held || event.default_prevented()) {
            event.prevent_default();
            ask(moved(stops, value, by), value);
        }
    };
    let text = AttrValue::from(grouped(value.into()));
    let bound = |stop: Option<&u32>| stop.copied().unwrap_or(value).to_string();
    html! {
        <span class="scrub" role="slider" tabindex="0" aria-label={label} aria-valuetext={text.clone()}
            aria-valuemin={bound(stops.first())} aria-valuemax={bound(stops.last())} aria-valuenow={value.to_string()}
            {onpointerdown} {onpointermove} {onpointerup} {onpointercancel} {onkeydown}>
            { text }
        </span>
    }
}

/// By how many stops a key moves the number; `None` for a key that does not.
fn stops_by_key(key: &str, stops: usize) -> Option<i32> {
    match key {
        "ArrowRight" | "ArrowUp" | "+" => Some(1),
        "ArrowLeft" | "ArrowDown" | "-" => Some(-1),
        "PageUp" => Some(PAGE),
        "PageDown" => Some(-PAGE),
        "Home" => Some(-(stops as i32)),
        "End" => Some(stops as i32),
        _ => None,
    }
}

/// The value `by` stops above or below `value`, as far as there are any. From between two stops, the first step leads to
/// the next one.
fn moved(stops: &[u32], value: u32, by: i32) -> u32 {
    let at = match by {
        0 => return value,
        1.. => stops.partition_point(|&stop| stop <= value) as i32 - 1,
        _ => stops.partition_point(|&stop| stop < value) as i32,
    };
    let last = stops.len() as i32 - 1;
    stops.get((at + by).min(last).max(0) as usize).copied().unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::{moved, stops_by_key};

    const STOPS: &[u32] = &[1, 2, 5, 10, 20];

    #[test]
    fn a_step_goes_to_the_next_stop_and_no_further_than_the_last() {
        assert_eq!([-9, -1, 0, 1, 2, 9].map(|by| moved(STOPS, 5, by)), [1, 2, 5, 10, 20, 20]);
        assert_eq!(moved(&[], 5, 1), 5);
    }

    #[test]
    fn from_between_two_stops_it_goes_to_either() {
        assert_eq!([-2, -1, 0, 1, 2].map(|by| moved(STOPS, 7, by)), [2, 5, 7, 10, 20]);
        assert_eq!([-1, 1].map(|by| moved(STOPS, 0, by)), [1, 1]);
    }

    #[test]
    fn home_and_end_reach_the_first_and_the_last_stop() {
        for value in [1, 7, 20] {
            let by = |key| stops_by_key(key, STOPS.len()).unwrap();
            assert_eq!([by("Home"), by("End")].map(|by| moved(STOPS, value, by)), [1, 20]);
        }
        assert_eq!(stops_by_key("Tab", STOPS.len()), None);
    }
}
