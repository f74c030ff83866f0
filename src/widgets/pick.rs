//! A labelled choice of numbers.

use simulation::kernel::text::grouped;
use wasm_bindgen::JsCast as _;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

/// The choice. The present number is among the stops, which rise, even if it is none of them.
pub fn pick(label: &'static str, stops: &[u32], present: u32, onchange: Callback<Event>) -> Html {
    let mut stops = stops.to_vec();
    if let Err(place) = stops.binary_search(&present) {
        stops.insert(place, present);
    }
    html! {
        <label>
            <span>{ label }</span>
            <select {onchange} data-shown={present.to_string()}>
                { for stops.into_iter().map(|stop| html! {
                    <option key={stop} value={stop.to_string()} selected={stop == present}>{ grouped(stop.into()) }</option>
                }) }
            </select>
        </label>
    }
}

/// For an effect after each rendering: a choice that a reader made stays on the screen whatever attributes say, so after a step
/// back what is in force is set by hand.
pub fn show_picked() {
    let Ok(selects) = gloo::utils::document().query_selector_all("select[data-shown]") else {
        return;
    };
    for select in (0..selects.length()).filter_map(|i| selects.item(i)?.dyn_into::<HtmlSelectElement>().ok()) {
        select.set_value(&select.get_attribute("data-shown").unwrap_or_default());
    }
}
