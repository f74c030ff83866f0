//! One of a reader's own scenes in the list: its words, and what can be done with it.

use web_sys::{HtmlInputElement, HtmlTextAreaElement, KeyboardEvent};
use yew::prelude::*;

use super::{LONGEST_NOTES, LONGEST_TEXT, LONGEST_TITLE, Written};

/// What is done to a scene.
#[derive(Clone, Debug, PartialEq)]
pub enum Edit {
    /// It has another title.
    Title(String),
    /// It has another text.
    Text(String),
    /// It has other notes.
    Notes(String),
    /// It goes up (`false`) or down (`true`) by one.
    Shift(bool),
    /// It is deleted.
    Delete,
    /// The lab shows its moment.
    Show,
}

/// Draws the card of the scene at a place of the list, counted from 0.
pub fn card(scene: &Written, place: usize, count: usize, lab: String, on: &Callback<(u32, Edit)>) -> Html {
    let id = scene.id;
    let give = |edit: Edit| {
        let on = on.clone();
        Callback::from(move |_: MouseEvent| on.emit((id, edit.clone())))
    };
    let onkeydown = {
        let on = on.clone();
        Callback::from(move |event: KeyboardEvent| {
            let down = match event.key().as_str() {
                "ArrowUp" => false,
                "ArrowDown" => true,
                _ => return,
            };
            if event.alt_key() {
                event.prevent_default();
                on.emit((id, Edit::Shift(down)));
            }
        })
    };
    let number = place + 1;
    let button = |name: &'static str, class: &'static str, disabled: bool, edit: Edit| {
        let label = format!("{name}: scene {number}");
        html! {
            <button type="button" class={classes!("button-small", class)} aria-disabled={disabled.to_string()}
                aria-label={label} onclick={give(edit)}>{ name }</button>
        }
    };
    html! {
        <li key={id} class="own-scene" data-scene={id.to_string()} {onkeydown}>
            <p class="label">{ number }{ ". " }{ lab }if scene.is_private() { { " · with keys you typed" } }</p>
            { words(scene, on) }
            <div class="own-buttons">
                { button("Up", "own-up", place == 0, Edit::Shift(false)) }
                { button("Down", "own-down", number == count, Edit::Shift(true)) }
                { button("Show it", "", false, Edit::Show) }
                { button("Delete", "", false, Edit::Delete) }
            </div>
        </li>
    }
}

fn words(scene: &Written, on: &Callback<(u32, Edit)>) -> Html {
    let id = scene.id;
    let area = |edit: fn(String) -> Edit| {
        let on = on.clone();
        Callback::from(move |event: InputEvent| {
            on.emit((id, edit(event.target_unchecked_into::<HtmlTextAreaElement>().value())));
        })
    };
    let ontitle = {
        let on = on.clone();
        Callback::from(move |event: InputEvent| {
            on.emit((id, Edit::Title(event.target_unchecked_into::<HtmlInputElement>().value())));
        })
    };
    html! {
        <>
            <label>
                <span>{ "Title" }</span>
                <input type="text" maxlength={LONGEST_TITLE.to_string()} value={scene.title.clone()} oninput={ontitle} />
            </label>
            <label>
                <span>{ "A line or two for the class" }</span>
                <textarea rows="2" maxlength={LONGEST_TEXT.to_string()} value={scene.text.clone()} oninput={area(Edit::Text)} />
            </label>
            <label>
                <span>{ "Notes for the speaker" }</span>
                <textarea rows="2" maxlength={LONGEST_NOTES.to_string()} value={scene.notes.clone()} oninput={area(Edit::Notes)} />
            </label>
        </>
    }
}
