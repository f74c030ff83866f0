//! A choice from a list.

use simulation::kernel::system::System;
use simulation::kernel::text::grouped;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::ask;
use crate::player::Session;

/// A choice of numbers. The present one is among the stops, which rise, even if it is none of them.
pub fn choice<S: System>(
    session: &Session<S>,
    label: impl Into<AttrValue>,
    stops: &[u32],
    present: u32,
    command: impl Fn(u32) -> S::Command + 'static,
) -> Html {
    let (stops, place) = with_present(stops, present);
    let options = stops.iter().map(|stop| (stop.to_string(), grouped((*stop).into()))).collect();
    list(label.into(), options, place, chosen(stops, ask(session, command)))
}

/// A choice of anything that has an order and a name.
pub fn choice_of<S: System, T: Copy + Ord + 'static>(
    session: &Session<S>,
    label: impl Into<AttrValue>,
    stops: &[T],
    present: T,
    name: impl Fn(T) -> String,
    command: impl Fn(T) -> S::Command + 'static,
) -> Html {
    let (stops, place) = with_present(stops, present);
    let options = stops.iter().map(|stop| (name(*stop), name(*stop))).collect();
    list(label.into(), options, place, chosen(stops, ask(session, command)))
}

/// The stops with the present one among them, and its place.
fn with_present<T: Copy + Ord>(stops: &[T], present: T) -> (Vec<T>, usize) {
    let mut stops = stops.to_vec();
    let place = stops.binary_search(&present).unwrap_or_else(|place| {
        stops.insert(place, present);
        place
    });
    (stops, place)
}

fn chosen<T: Copy + 'static>(stops: Vec<T>, ask: Callback<T, bool>) -> Callback<usize, bool> {
    Callback::from(move |place: usize| stops.get(place).is_some_and(|stop| ask.emit(*stop)))
}

/// The list of values with their names. What is in force is shown again when a choice is refused, and after a step back: see
/// [`crate::widgets::field`].
fn list(label: AttrValue, options: Vec<(String, String)>, present: usize, ask: Callback<usize, bool>) -> Html {
    let shown = options[present].0.clone();
    let before = shown.clone();
    let onchange = Callback::from(move |event: Event| {
        let field: HtmlSelectElement = event.target_unchecked_into();
        if !usize::try_from(field.selected_index()).is_ok_and(|place| ask.emit(place)) {
            field.set_value(&before);
        }
    });
    let option = |(place, (value, name)): (usize, (String, String))| {
        html! { <option key={value.clone()} {value} selected={place == present}>{ name }</option> }
    };
    html! {
        <label>
            <span>{ label }</span>
            <select {onchange} data-shown={shown}>{ for options.into_iter().enumerate().map(option) }</select>
        </label>
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::with_present;

    #[test]
    fn what_is_in_force_is_among_the_stops_even_if_it_is_none_of_them() {
        assert_eq!(with_present(&[1, 10, 100], 10), (vec![1, 10, 100], 1));
        assert_eq!(with_present(&[1, 10, 100], 0), (vec![0, 1, 10, 100], 0));
        assert_eq!(with_present(&[1, 10, 100], 500), (vec![1, 10, 100, 500], 3));
    }
}
