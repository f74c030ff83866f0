//! The list of keys, and the switch that turns single keys off.

use web_sys::{HtmlDialogElement, HtmlInputElement};
use yew::prelude::*;

use crate::player::shortcuts;

/// The keys of a lab: keys, what they do, and whether the switch concerns them.
const LAB: [(&[&str], &str, bool); 6] = [
    (&["J", "L"], "step back, step", true),
    (&["K"], "play, pause", true),
    (&["←", "→"], "move what has the focus: a server on the ring, a slider, a number in the text", false),
    (&["Enter"], "pick a server up; then type where it should go, or pick a place", false),
    (&["Delete"], "take the server that has the focus off the ring", false),
    (&["?"], "this list", true),
];

/// The keys of every page.
const ANYWHERE: [(&[&str], &str, bool); 2] =
    [(&["Ctrl + K"], "search the book", false), (&["/"], "search the book, outside of a field", true)];

/// The keys of present mode.
const PRESENTING: [(&[&str], &str, bool); 10] = [
    (&["Page Down", "→", "↓", "Space"], "a step forward, then the next scene", false),
    (&["Page Up", "←", "↑", "Shift + Space"], "a step back", false),
    (&["Home", "End"], "beginning and end of the scene, then first and last scene", false),
    (&["N", "P"], "next scene, scene before", true),
    (&["B", "."], "black screen, and back", true),
    (&["O"], "all scenes", true),
    (&["K"], "play the lab, pause it", true),
    (&["C"], "the lab’s own controls", true),
    (&["F"], "full screen", true),
    (&["Esc"], "leave", false),
];

/// Which keys are listed.
#[derive(Clone, PartialEq, Properties)]
pub struct KeysProps {
    /// Those of present mode too.
    #[prop_or_default]
    pub presenting: bool,
}

/// The list and the switch.
#[component]
pub fn Keys(props: &KeysProps) -> Html {
    let on = use_state_eq(shortcuts::are_on);
    let onchange = {
        let on = on.clone();
        Callback::from(move |event: Event| {
            let chosen = event.target_unchecked_into::<HtmlInputElement>().checked();
            shortcuts::turn(chosen);
            on.set(chosen);
        })
    };
    html! {
        <>
            <p>
                <label>
                    <input type="checkbox" checked={*on} {onchange} />{ "Single letters and signs work as keys" }
                </label>
            </p>
            <p class="hint">
                { "Turn them off if they get in the way of speech input or a screen reader. Clickers need " }
                <kbd>{ "." }</kbd>{ " or " }<kbd>{ "B" }</kbd>{ " only for the black screen." }
            </p>
            if props.presenting { { table("While presenting", &PRESENTING, *on) } }
            if !props.presenting { { table("On every page", &ANYWHERE, *on) } }
            { table("In a lab, when the focus is in it", &LAB, *on) }
            if !props.presenting { { table("While presenting", &PRESENTING, *on) } }
        </>
    }
}

fn table(caption: &'static str, keys: &'static [(&[&str], &str, bool)], on: bool) -> Html {
    let rows = keys.iter().map(|&(keys, does, single)| {
        let off = single && !on;
        html! {
            <tr key={does} class={off.then_some("is-off")}>
                <th scope="row">{ for keys.iter().map(|&key| html! { <kbd {key}>{ key }</kbd> }) }</th>
                <td>{ does }if off { { " (off)" } }</td>
            </tr>
        }
    });
    html! { <table class="keys"><caption>{ caption }</caption><tbody>{ for rows }</tbody></table> }
}

/// What a dialog on the page itself needs.
#[derive(Clone, PartialEq, Properties)]
pub struct KeysDialogProps {
    /// Called when it has been closed.
    pub over: Callback<()>,
}

/// The list as a dialog over the page.
#[component]
pub fn KeysDialog(props: &KeysDialogProps) -> Html {
    let dialog = use_node_ref();
    {
        let dialog = dialog.clone();
        use_effect_with((), move |()| {
            if let Some(dialog) = dialog.cast::<HtmlDialogElement>() {
                // It fails only if it is open already.
                let _ = dialog.show_modal();
            }
        });
    }
    let onclose = props.over.reform(|_: Event| ());
    let close = {
        let dialog = dialog.clone();
        Callback::from(move |_: MouseEvent| {
            if let Some(dialog) = dialog.cast::<HtmlDialogElement>() {
                dialog.close();
            }
        })
    };
    html! {
        <dialog ref={dialog} class="over" aria-labelledby="keys-title" {onclose}>
            <div class="over-head">
                <h2 id="keys-title">{ "Keys" }</h2>
                <button type="button" onclick={close}>{ "Close" }</button>
            </div>
            <Keys />
        </dialog>
    }
}
