//! A number in running text that is dragged sideways from one round value to the next.
//!
//! It is a slider: keys work it too, and so does a tap on its left half (less) or its right half (more). The value belongs
//! to whoever renders it; this only asks for another one.

use std::cell::Cell;
use std::rc::Rc;

use simulation::kernel::text::grouped;
use web_sys::{Element, PointerEvent};
use yew::prelude::*;

use super::Grip;
use super::hand::{Stroke, hold};

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
    /// Asked for the value that the reader wants.
    pub grip: Grip<u32>,
}

/// A number that can be dragged through its stops.
#[component]
pub fn Scrub(props: &ScrubProps) -> Html {
    let ScrubProps { value, stops, label, grip } = props.clone();
    let held = grip.clone();
    let onpointerdown = move |event: PointerEvent| {
        if let Some(number) = event.target_dyn_into::<Element>() {
            let drag = Drag { x: event.client_x(), from: value, wanted: Cell::new(value), stops, grip: held.clone() };
            let tapped = number.clone();
            hold(&event, &number, Rc::new(move |stroke| drag.follow(&tapped, stroke)));
        }
    };
    let onkeydown = move |event: KeyboardEvent| {
        let held = event.ctrl_key() || event.alt_key() || event.meta_key();
        if let (Some(by), false) = (stops_by_key(&event.key(), stops.len()), held || event.default_prevented()) {
            event.prevent_default();
            let wanted = moved(stops, value, by);
            if wanted != value {
                grip.to.emit(wanted);
                grip.end.emit(true);
            }
        }
    };
    let text = AttrValue::from(grouped(value.into()));
    let bound = |stop: Option<&u32>| stop.copied().unwrap_or(value).to_string();
    html! {
        <span class="scrub" role="slider" tabindex="0" aria-label={label} aria-valuetext={text.clone()}
            aria-valuemin={bound(stops.first())} aria-valuemax={bound(stops.last())} aria-valuenow={value.to_string()}
            {onpointerdown} {onkeydown}>
            { text }
        </span>
    }
}

/// A drag that is under way.
struct Drag {
    /// Where it began, in CSS pixels.
    x: i32,
    /// The value with which it began.
    from: u32,
    /// The value that it has asked for.
    wanted: Cell<u32>,
    stops: &'static [u32],
    grip: Grip<u32>,
}

impl Drag {
    fn follow(&self, number: &Element, stroke: Stroke<'_>) {
        match stroke {
            Stroke::Moved(event) => self.ask((event.client_x() - self.x) / PIXELS_A_STOP),
            Stroke::LetGo(event) => {
                if self.wanted.get() == self.from && (event.client_x() - self.x).abs() < TAP {
                    let place = number.get_bounding_client_rect();
                    let middle = place.left() + place.width() / 2.0;
                    self.ask(if f64::from(event.client_x()) < middle { -1 } else { 1 });
                }
                self.grip.end.emit(true);
            }
            Stroke::Lost => self.grip.end.emit(false),
        }
    }

    /// Asks for the value so many stops from where it began.
    fn ask(&self, by: i32) {
        let wanted = moved(self.stops, self.from, by);
        if self.wanted.replace(wanted) != wanted {
            self.grip.to.emit(wanted);
        }
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
