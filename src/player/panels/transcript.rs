//! What happened, line by line, as plain text.

use std::fmt::Write as _;

use simulation::kernel::time::Unit;
use wasm_bindgen_futures::spawn_local;
use web_sys::Element;
use yew::prelude::*;

use super::NOT_LOADED;
use crate::lazy;
use crate::player::Player;
use crate::player::files::{self, Files};
use crate::player::runs::Line;

/// So many lines are shown.
const SHOWN_LINES: u64 = 50;

/// The last lines, and a button that copies them all.
#[hook]
pub fn use_transcript(player: &Player) -> Html {
    let is_open = use_state_eq(|| false);
    let written = use_mut_ref(String::new);
    // Not within a drag or a play: it is settled text.
    if *is_open && !player.hub().busy.get() {
        let position = player.position();
        written.replace(text_of(&player.lines(position.saturating_sub(SHOWN_LINES), position), player.unit()));
    }
    // Brought before anybody copies: a browser wants that done within the click.
    let files = use_mut_ref(|| None::<&'static [Files]>);
    let ontoggle = {
        let (is_open, files) = (is_open.setter(), files.clone());
        Callback::from(move |event: Event| {
            is_open.set(event.target_unchecked_into::<Element>().has_attribute("open"));
            let files = files.clone();
            spawn_local(async move {
                let came = lazy::bring(&files::AT_HAND).await.ok();
                files.replace(came);
            });
        })
    };
    let copy = {
        let player = player.clone();
        Callback::from(move |_: MouseEvent| {
            let Some(files) = *files.borrow() else {
                player.say(NOT_LOADED.to_owned());
                return;
            };
            let state = files.iter().find_map(|files| (files.state)(&player));
            player.copy(text_of(&player.lines(0, player.position()), player.unit()) + &state.unwrap_or_default());
        })
    };
    html! {
        <details class="player-transcript" {ontoggle}>
            <summary>{ "Transcript" }</summary>
            if *is_open {
                <pre tabindex="0" aria-label="The last lines" role="group">{ written.borrow().clone() }</pre>
                <button type="button" onclick={copy}>{ "Copy all of it" }</button>
            }
        </details>
    }
}

impl Player {
    /// The transcript of some steps of the run that is shown.
    pub(super) fn lines(&self, from: u64, to: u64) -> Vec<Line> {
        self.0.lines_of(self.0.reading().shown, from, to)
    }

    /// What the clock of its system counts.
    pub(super) fn unit(&self) -> Unit {
        self.0.reading().unit
    }
}

fn text_of(lines: &[Line], unit: Unit) -> String {
    let mut text = String::new();
    for (_, now, event) in lines {
        // Writing into a string can't fail.
        let _ = writeln!(text, "{}  {event}", unit.show(*now));
    }
    text
}
