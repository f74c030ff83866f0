//! The drawer beside the page in which a reader writes scenes: the labs go on working next to it.

use gloo::utils::document;
use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlInputElement};
use yew::prelude::*;

use super::Written;
use super::card::card;
use super::desk::{Desk, State, begun, counted, name_of};
use super::file::Include;
use crate::present::mode::Deck;
use crate::present::{Ask, ask, clicker};

/// What the drawer needs.
#[derive(Clone, PartialEq, Properties)]
pub struct DrawerProps {
    /// The chapter's address.
    pub slug: String,
    /// Called when it is closed.
    pub over: Callback<()>,
}

/// The drawer.
#[component]
pub fn Drawer(props: &DrawerProps) -> Html {
    let changed = use_force_update();
    let state = use_mut_ref(|| begun(&props.slug));
    let desk = Desk::new(&props.slug, state, changed);
    use_effect_with((), |()| clicker::focus(".own h2"));
    let followed = desk.clone();
    use_effect_with((), move |()| {
        let listener = followed.follow();
        move || drop(listener)
    });
    let close = props.over.reform(|_: MouseEvent| ());
    let over = props.over.clone();
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        if event.key() == "Escape" && !event.default_prevented() {
            over.emit(());
        }
    });
    let state = desk.state();
    html! {
        <aside class="own" aria-labelledby="own-title" {onkeydown}>
            <div class="over-head">
                <h2 id="own-title" tabindex="-1">{ "Your own scenes" }</h2>
                <button type="button" onclick={close}>{ "Close" }</button>
            </div>
            { from_link(&desk, &state) }
            { capture(&desk) }
            <div class="own-note">
                <p role="status">{ state.note.clone() }</p>
                if state.own.can_undo() {
                    <button type="button" class="button-small own-undo" onclick={desk.on(Desk::undo)}>{ "Undo" }</button>
                }
            </div>
            { cards(&desk, &state) }
            { hand_on(&desk, &state) }
        </aside>
    }
}

/// The labs of the page that have moments, in its order: exercises look like labs, but have no player.
fn labs() -> Vec<String> {
    let Ok(found) = document().query_selector_all("section.lab[id]:has(.player)") else {
        return Vec::new();
    };
    let id = |index| found.get(index)?.dyn_into::<Element>().ok().map(|lab| lab.id());
    (0..found.length()).filter_map(id).collect()
}

fn from_link(desk: &Desk, state: &State) -> Html {
    let Some(linked) = &state.linked else { return Html::default() };
    let present = Callback::from(|_: MouseEvent| ask(Ask::Present(Deck::Link, 0)));
    html! {
        <section class="own-linked" aria-label="From the link">
            <p>{ "The link brings " }<strong>{ counted(linked.len()) }</strong>{ "." }</p>
            <ol>{ for linked.iter().enumerate().map(|(index, scene)| html! { <li key={index}>{ scene.title.clone() }</li> }) }</ol>
            <div class="own-buttons">
                <button type="button" class="button-main" onclick={present}>{ "Present them" }</button>
                <button type="button" onclick={desk.on(Desk::take_linked)}>{ "Add them to yours" }</button>
            </div>
        </section>
    }
}

fn capture(desk: &Desk) -> Html {
    let buttons = labs().into_iter().map(|lab| {
        let (desk, name) = (desk.clone(), name_of(&lab));
        let key = lab.clone();
        let onclick = Callback::from(move |_: MouseEvent| desk.capture(&lab));
        html! { <button {key} type="button" class="button-small" {onclick}>{ name }</button> }
    });
    html! {
        <section aria-labelledby="own-capture">
            <h3 id="own-capture">{ "Capture what a lab shows now" }</h3>
            <div class="own-buttons">{ for buttons }</div>
            <p class="hint">
                { "A scene begins where the lab stands. Go some steps back first, and the clicker will do them again." }
            </p>
        </section>
    }
}

fn cards(desk: &Desk, state: &State) -> Html {
    let scenes = state.own.scenes();
    if scenes.is_empty() {
        return html! { <p class="lab-empty">{ "None yet. Bring a lab to a moment worth showing, and capture it." }</p> };
    }
    let on = {
        let desk = desk.clone();
        Callback::from(move |(id, edit)| desk.edit(id, edit))
    };
    let count = scenes.len();
    let present = Callback::from(|_: MouseEvent| ask(Ask::Present(Deck::Own, 0)));
    html! {
        <>
            <button type="button" class="button-main" onclick={present}>{ "Present " }{ counted(count) }</button>
            <ol class="own-scenes">
                { for scenes.iter().enumerate().map(|(place, scene)| card(scene, place, count, name_of(&scene.lab), &on)) }
            </ol>
            <p class="hint">{ "Alt + ↑ and Alt + ↓ move a scene, too." }</p>
        </>
    }
}

fn hand_on(desk: &Desk, state: &State) -> Html {
    let has_scenes = !state.own.scenes().is_empty();
    let private = state.own.scenes().iter().any(Written::is_private);
    let switch = |name: &'static str, on: bool, set: fn(&mut Include, bool)| {
        let desk = desk.clone();
        let onchange = Callback::from(move |event: Event| {
            let on = event.target_unchecked_into::<HtmlInputElement>().checked();
            desk.include(|include| set(include, on));
        });
        html! { <label class="own-switch"><input type="checkbox" checked={on} {onchange} />{ name }</label> }
    };
    let importer = desk.clone();
    let onchange = Callback::from(move |event: Event| importer.import(&event.target_unchecked_into()));
    html! {
        <section aria-labelledby="own-hand-on">
            <h3 id="own-hand-on">{ "Hand on" }</h3>
            if has_scenes {
                { switch("with the notes", state.include.notes, |include, on| include.notes = on) }
            }
            if private {
                { switch("with the keys you typed into the labs", state.include.private, |include, on| include.private = on) }
                if !state.include.private {
                    <p class="hint">{ "Without them, other keys stand in their place in the file and in the link." }</p>
                }
            }
            <div class="own-buttons">
                if has_scenes {
                    <button type="button" class="button-small" onclick={desk.on(Desk::share)}>{ "Copy a link" }</button>
                    <button type="button" class="button-small" onclick={desk.on(Desk::export)}>{ "Export a file" }</button>
                }
                <label class="button button-small own-import">
                    { "Import a file" }
                    <input type="file" class="visually-hidden" accept=".json,application/json" {onchange} />
                </label>
            </div>
            if !state.to_copy.is_empty() {
                <textarea class="own-link" readonly={true} rows="4" aria-label="The link, to copy" value={state.to_copy.clone()} />
            }
            if has_scenes {
                <p class="hint">{ "Your scenes are kept in this browser only. Whoever has the link or the file can read them." }</p>
            }
        </section>
    }
}
