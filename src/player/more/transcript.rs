//! What happened, line by line, as plain text.

use std::fmt::Write as _;

use simulation::moment::{self, Moment};
use simulation::state_hash::state_line;
use simulation::system::System;
use simulation::systems::{self, Visitor};
use simulation::timeline::Timeline;
use web_sys::Element;
use yew::prelude::*;

use crate::player::Player;
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
        written.replace(text_of(&player.lines(position.saturating_sub(SHOWN_LINES), position)));
    }
    let ontoggle = {
        let is_open = is_open.setter();
        Callback::from(move |event: Event| is_open.set(event.target_unchecked_into::<Element>().has_attribute("open")))
    };
    let copy = {
        let player = player.clone();
        Callback::from(move |_: MouseEvent| {
            let lines = player.lines(0, player.position());
            player.copy(text_of(&lines) + &state_of(&player.private_code()).unwrap_or_default());
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
}

fn text_of(lines: &[Line]) -> String {
    let mut text = String::new();
    for (_, now, event) in lines {
        // Writing into a string can't fail.
        let _ = writeln!(text, "{now}  {event}");
    }
    text
}

/// The hash of the state that a code leads to, as the native `replay` prints it too.
fn state_of(code: &str) -> Option<String> {
    struct State<'a>(&'a str);
    impl Visitor for State<'_> {
        type Out = Option<String>;
        fn visit<S: System>(self) -> Option<String> {
            let timeline = Timeline::<S>::open(Moment::decode_kept(self.0).ok()?).ok()?;
            Some(state_line(timeline.state()))
        }
    }
    systems::visit(moment::kind_of(code).ok()?, State(code))?
}
