//! What is taken out of a lab, or brought into it: a QR code, a frame for another page, pictures, tables, moments as files, the
//! transcript.
//!
//! Loaded when it is opened.

mod embed;
mod picture;
mod qr;
mod save;
mod table;
mod transcript;

use web_sys::Element;
use yew::prelude::*;

use super::codes::Coded;
use super::hooks::use_player_watch;
use crate::lazy;
use crate::life;
use embed::use_embed;
use qr::use_qr;
use save::use_save;
use transcript::use_transcript;

/// What is said where a part of the panel is not there.
const NOT_LOADED: &str = "This could not be loaded. Try again when you are online.";

lazy! {
    /// Opens the panel in a place below the bar. What comes back closes it.
    panel: pub fn open(lab: Coded, place: Element) -> Box<dyn FnOnce()> {
        life::mount::<Panel>(place, PanelProps { lab })
    }
}

/// What the panel needs.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct PanelProps {
    /// Whose panel it is.
    pub lab: Coded,
}

/// Everything that leaves a lab, and the file that comes back.
#[component]
pub fn Panel(props: &PanelProps) -> Html {
    let lab = &props.lab;
    use_player_watch((**lab).clone());
    let note = use_state(String::new);
    let say = {
        let note = note.setter();
        Callback::from(move |text: String| note.set(text))
    };
    let heading = use_node_ref();
    {
        let heading = heading.clone();
        use_effect_with((), move |()| {
            if let Some(heading) = heading.cast::<web_sys::HtmlElement>() {
                // Without it the keyboard is still on the button, just above.
                let _ = heading.focus();
            }
        });
    }
    let (qr, embed, save) = (use_qr(lab), use_embed(lab), use_save(lab, &say));
    let transcript = use_transcript(lab);
    html! {
        <section class="more-panel" aria-label="Share, save, transcript">
            <div>
                <h3 ref={heading} tabindex="-1">{ "Share this moment" }</h3>
                { qr }
                { embed }
            </div>
            <div>
                <h3>{ "Save" }</h3>
                { save }
                <p class="more-note" role="status">{ (*note).clone() }</p>
            </div>
            { transcript }
        </section>
    }
}
