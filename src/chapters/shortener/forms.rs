//! The forms of the first lab, and the short link in the address. What they do is loaded with what stands below the pictures.

use std::cell::Cell;
use std::rc::Rc;

use gloo::events::EventListener;
use simulation::kernel::text::grouped;
use simulation::shortener::flow::{Command, WORKED_URL};
use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, HtmlInputElement};
use yew::prelude::*;

use super::device::{self, Ask};
use super::links::GO;
use super::shorten_lab::{CROWD, Lab, play};
use crate::share::{self, page};

/// What is said when it does not come.
const NOT_LOADED: &str = "This could not be loaded. Try again when you are online.";

/// The forms.
pub fn forms(session: &Lab) -> Html {
    let clicked = session.clone();
    let crowd = Callback::from(move |_: MouseEvent| play(&clicked, Command::Crowd(CROWD)));
    html! {
        <div class="shorten-forms">
            <form class="shorten-form" onsubmit={on_submit(session, Ask::Shorten)}>
                <label>
                    <span>{ "A long link" }</span>
                    // Text and not `url`: what is wrong with it is said here, in words that help.
                    <input type="text" inputmode="url" autocomplete="off" spellcheck="false" data-value={WORKED_URL} />
                </label>
                <button type="submit" class="button-main">{ "Shorten" }</button>
            </form>
            <form class="shorten-form" onsubmit={on_submit(session, Ask::Follow)}>
                <label>
                    <span>{ "A short code" }</span>
                    <input type="text" autocomplete="off" autocapitalize="off" spellcheck="false" size="12" data-value="zn9edcu" />
                </label>
                <button type="submit">{ "Follow" }</button>
                <button type="button" onclick={crowd}>{ "Let " }{ grouped(CROWD.into()) }{ " people click" }</button>
            </form>
        </div>
    }
}

/// Asks for what a form says.
fn on_submit(session: &Lab, ask: fn(String) -> Ask) -> Callback<SubmitEvent> {
    let session = session.clone();
    Callback::from(move |event: SubmitEvent| {
        event.prevent_default();
        let Some(text) = field(&event) else { return };
        let session = session.clone();
        spawn_local(async move {
            if device::act(session.clone(), ask(text)).await.is_err() {
                session.say(NOT_LOADED);
            }
        });
    })
}

fn field(event: &SubmitEvent) -> Option<String> {
    let form = event.target_dyn_into::<Element>()?;
    let input = form.query_selector("input").ok()??.dyn_into::<HtmlInputElement>().ok()?;
    Some(input.value())
}

/// The code in the address, if there is one.
pub fn code_in_address() -> Option<String> {
    let fragment = page::fragment();
    share::code_of(&fragment, GO).filter(|code| !code.is_empty()).map(str::to_owned)
}

/// The place of what a short link in the address brings: it is filled when there is one.
#[hook]
pub fn use_arrival(session: &Lab) -> Html {
    let place = use_node_ref();
    let (arrives, session) = (place.clone(), session.clone());
    use_effect_with((), move |()| {
        let is_filled = Rc::new(Cell::new(false));
        let look = move || {
            // What fills it follows the address from then on.
            let Some(place) = arrives.cast::<Element>() else { return };
            if is_filled.get() || code_in_address().is_none() {
                return;
            }
            is_filled.set(true);
            if let Some(lab) = gloo::utils::document().get_element_by_id("shorten") {
                lab.scroll_into_view();
            }
            let (session, is_filled) = (session.clone(), Rc::clone(&is_filled));
            spawn_local(async move {
                if device::arrive(place).await.is_err() {
                    is_filled.set(false);
                    session.say(NOT_LOADED);
                }
            });
        };
        look();
        let follow = EventListener::new(&gloo::utils::window(), "hashchange", move |_| look());
        move || drop(follow)
    });
    html! { <div ref={place} /> }
}
