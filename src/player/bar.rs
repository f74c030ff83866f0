//! The bar below a lab.

use std::fmt::Write as _;
use std::rc::Rc;

use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Element, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement};
use yew::prelude::*;

use super::clock::SLOWER;
use super::compare;
use super::hooks::use_player_watch;
use super::panels;
use super::play::use_sight;
use super::runs::{Go, Reading};
use super::session::Player;
use super::slices::{Kind, Wish, wait_id};
use crate::later::use_later;
use crate::lazy::NotLoaded;
use crate::share::page;
use crate::sheet;

/// The sheet of the comparison of two runs.
const COMPARE: &str = "compare";

/// In tenths of real time, and what the reader sees.
const SPEEDS: [(u32, &str); 7] =
    [(1, "0.1×"), (5, "0.5×"), (10, "1×"), (20, "2×"), (50, "5×"), (100, "10×"), (1000, "100×")];

/// What is said where something that was asked for is not there.
const NOT_LOADED: &str = "That could not be loaded. Try again when you are online.";

/// The most marks on the scrubber; more would be one bar.
const MOST_MARKS: usize = 200;

/// What the bar needs.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct BarProps {
    /// Whose bar it is.
    pub player: Player,
}

/// What a button does.
#[derive(Clone, Copy, PartialEq)]
enum Press {
    Go(Go),
    PlayOrPause,
    CopyLink { public: bool },
    Share,
    Compare,
    Dismiss,
    GiveUp,
}

impl Player {
    fn press(&self, press: Press) {
        match press {
            Press::Go(go) => self.leave_play_and(go, true),
            Press::PlayOrPause if self.hub().playing.get() => self.pause(),
            Press::PlayOrPause => self.play(),
            Press::CopyLink { public } => self.copy_link(public),
            Press::Share if self.hub().panel.borrow().is_some() => self.close_panel(),
            Press::Share => self.open_panel("share"),
            Press::Compare => self.open_panel(COMPARE),
            Press::Dismiss => self.dismiss(),
            Press::GiveUp => self.give_up(),
        }
    }

    pub(super) fn leave_play_and(&self, go: Go, settled: bool) {
        self.hub().playing.set(false);
        let runs = Rc::clone(&self.0);
        let job = Box::new(move |_| runs.go(go));
        self.ask(Wish { kind: Kind::Place, amends: false, settles: settled, job });
    }

    /// What is opened is loaded first, with its sheet; the live region says so if that fails.
    fn open_panel(&self, sheet: &'static str) {
        self.close_panel();
        let Some(place) = gloo::utils::document().get_element_by_id(&panel_id(self)) else {
            return;
        };
        let player = self.clone();
        spawn_local(async move {
            match player.opened_panel(sheet, place).await {
                Ok(close) => player.hub().panel.replace(Some(close)).into_iter().for_each(|close| close()),
                Err(NotLoaded) => *player.hub().note.borrow_mut() = NOT_LOADED,
            }
            player.tell_watchers();
        });
    }

    async fn opened_panel(&self, sheet: &'static str, place: Element) -> Result<Box<dyn FnOnce()>, NotLoaded> {
        let coded = self.coded().await?;
        sheet::bring(sheet).await.map_err(|_| NotLoaded)?;
        if sheet == COMPARE { compare::open(coded, place).await } else { panels::open(coded, place).await }
    }

    fn close_panel(&self) {
        if let Some(close) = self.hub().panel.take() {
            close();
            self.tell_watchers();
        }
    }

    /// Closes what is open when that has done with what it is doing.
    pub(super) fn close_panel_soon(&self) {
        let player = self.clone();
        spawn_local(async move { player.close_panel() });
    }

    fn copy_link(&self, public: bool) {
        let player = self.clone();
        self.when_coded(move |lab| match lab {
            Ok(lab) => {
                let code = if public { lab.public_code().0 } else { lab.private_code() };
                lab.copy(page::link(lab.lab(), code));
            }
            Err(NotLoaded) => {
                *player.hub().note.borrow_mut() = NOT_LOADED;
                player.tell_watchers();
            }
        });
    }

    pub(super) fn copy(&self, text: String) {
        let player = self.clone();
        let clipboard = gloo::utils::window().navigator().clipboard();
        spawn_local(async move {
            // There is none where the page is not served securely.
            let copied = !clipboard.is_undefined() && JsFuture::from(clipboard.write_text(&text)).await.is_ok();
            let hub = player.hub();
            *hub.note.borrow_mut() =
                if copied { "Copied" } else { "Copying is not allowed here: copy this text yourself" };
            *hub.to_copy.borrow_mut() = if copied { String::new() } else { text };
            player.tell_watchers();
        });
    }
}

/// The bar: through the run, back, beside it, and out as a link. It comes to life just after its lab.
#[component]
pub fn PlayerBar(props: &BarProps) -> Html {
    use_player_bar(props.player.clone())
}

/// The bar of a lab that a page begins with: a component costs every visitor more than a kilobyte.
#[hook]
pub fn use_player_bar(player: Player) -> Html {
    let shown = player.clone();
    use_later::<Bar>(move || BarProps { player: player.clone() }, move || shown.is_fresh())
}

#[component]
fn Bar(props: &BarProps) -> Html {
    let player = &props.player;
    use_player_watch(player.clone());
    let bar = use_node_ref();
    let field = use_node_ref();
    use_sight(player.clone(), bar.clone());
    let hub = player.hub();
    let to_copy = hub.to_copy.borrow().clone();
    {
        let field = field.clone();
        use_effect_with(to_copy.clone(), move |_| {
            if let Some(field) = field.cast::<HtmlTextAreaElement>() {
                field.select();
                let _ = field.focus();
            }
        });
    }
    {
        let player = player.clone();
        use_effect_with((), move |()| move || player.hub().panel.take().into_iter().for_each(|close| close()));
    }
    let reading = player.0.reading();
    if !hub.busy.get() {
        *hub.said.borrow_mut() = player.0.said();
    }
    let note = *hub.note.borrow();
    html! {
        <div class="player" ref={bar} role="group" aria-label="Player">
            { keys(player, &reading) }
            { scrubber(player, &reading) }
            { settings(player, &reading) }
            { runs(player, &reading) }
            { message(player) }
            { waiting(player) }
            <p class="player-said" role="status">
                {
                    if hub.wishes.shown.get().is_some() {
                        "Working on it".to_owned()
                    } else if !note.is_empty() {
                        note.to_owned()
                    } else if let Some(told) = &*hub.followed.borrow() {
                        told.clone()
                    } else {
                        hub.said.borrow().clone()
                    }
                }
            </p>
            if !to_copy.is_empty() {
                <textarea class="player-field" ref={field} readonly=true rows="3" aria-label="To copy" value={to_copy} />
            }
            { left_out(player) }
            <div class="player-panel" id={panel_id(player)} />
        </div>
    }
}

/// A button with an icon, the path of which is drawn in a square of 24.
fn icon_button(player: &Player, press: Press, name: &'static str, path: &'static str, disabled: bool) -> Html {
    html! {
        <button type="button" class="player-icon" aria-label={name} title={name} {disabled} onclick={on(player, press)}>
            <svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true"><path d={path} /></svg>
        </button>
    }
}

fn text_button(player: &Player, press: Press, name: impl Into<AttrValue>) -> Html {
    html! { <button type="button" class="button-small" onclick={on(player, press)}>{ name.into() }</button> }
}

fn on(player: &Player, press: Press) -> Callback<MouseEvent> {
    let player = player.clone();
    Callback::from(move |_| player.press(press))
}

fn keys(player: &Player, reading: &Reading) -> Html {
    let at_start = reading.position <= player.hub().first.get();
    let back = Go::To(reading.position.saturating_sub(1));
    let (name, path) =
        if player.hub().playing.get() { ("Pause", "M7 5h4v14H7zM13 5h4v14h-4z") } else { ("Play", "M8 5v14l11-7z") };
    let over = reading.next_due.is_none();
    html! {
        <div class="player-keys">
            { icon_button(player, Press::Go(Go::To(0)), "Back to the start", "M6 5h3v14H6zM19 5v14l-9-7z", at_start) }
            { icon_button(player, Press::Go(back), "Step back", "M15 5v14L6 12zM16 5h2v14h-2z", at_start) }
            { icon_button(player, Press::PlayOrPause, name, path, over && at_start) }
            { icon_button(player, Press::Go(Go::Step), "Step", "M9 5v14l9-7zM6 5h2v14H6z", over) }
        </div>
    }
}

fn scrubber(player: &Player, reading: &Reading) -> Html {
    let Reading { position, end, now, .. } = *reading;
    let seek = |settled| {
        let player = player.clone();
        move |value: String| {
            if let Ok(position) = value.parse() {
                player.leave_play_and(Go::To(position), settled);
            }
        }
    };
    let (drag, drop) = (seek(false), seek(true));
    let oninput =
        Callback::from(move |event: InputEvent| drag(event.target_unchecked_into::<HtmlInputElement>().value()));
    let onchange = Callback::from(move |event: Event| drop(event.target_unchecked_into::<HtmlInputElement>().value()));
    let said = player.0.said();
    let told = format!("step {position} of {end}{}{said}", if said.is_empty() { "" } else { ": " });
    let mut marks = String::new();
    for step in player.0.commands().iter().take(MOST_MARKS) {
        // Writing into a string can't fail.
        let _ = write!(marks, "M{} 0v1", step + 1);
    }
    html! {
        <div class="player-scrub">
            <svg viewBox={format!("0 0 {} 1", end.max(1))} preserveAspectRatio="none" aria-hidden="true">
                <path d={marks} />
            </svg>
            <input type="range" aria-label="Position" min="0" max={end.to_string()} step="1" value={position.to_string()}
                aria-valuetext={told} disabled={end == 0} {oninput} {onchange} />
            <span class="player-where">{ position }{ " of " }{ end }{ " · " }{ now.to_string() }</span>
        </div>
    }
}

fn panel_id(player: &Player) -> String {
    [player.hub().lab, "-panel"].concat()
}

fn settings(player: &Player, reading: &Reading) -> Html {
    let is_open = player.hub().panel.borrow().is_some();
    let speed = player.hub().clock.speed.get();
    let to_set = player.clone();
    let set_speed = Callback::from(move |event: Event| {
        if let Ok(speed) = event.target_unchecked_into::<HtmlSelectElement>().value().parse() {
            to_set.hub().clock.speed.set(speed);
        }
    });
    let to_seed = player.clone();
    let old = reading.seed;
    let set_seed = Callback::from(move |event: Event| {
        let field = event.target_unchecked_into::<HtmlInputElement>();
        match field.value().parse() {
            Ok(seed) => to_seed.leave_play_and(Go::Reseed(seed), true),
            Err(_) => field.set_value(&old.to_string()),
        }
    });
    let speeds = SPEEDS.iter().map(|&(tenths, name)| {
        html! { <option key={name} value={tenths.to_string()} selected={tenths == speed}>{ name }</option> }
    });
    html! {
        <div class="player-settings">
            <label>{ "Speed " }<select onchange={set_speed}>{ for speeds }</select></label>
            if player.hub().clock.is_slowed.get() {
                <span class="player-slowed">{ "÷ " }{ SLOWER }{ " while you follow" }</span>
            }
            <label>
                { "Seed " }
                <input type="number" min="0" step="1" inputmode="numeric" data-value={old.to_string()} onchange={set_seed} />
            </label>
            { text_button(player, Press::Go(Go::Fork), "Fork") }
            { text_button(player, Press::CopyLink { public: true }, "Copy link") }
            <button type="button" class="button-small" aria-expanded={is_open.to_string()} aria-controls={panel_id(player)}
                onclick={on(player, Press::Share)}>{ "More" }</button>
        </div>
    }
}

fn runs(player: &Player, reading: &Reading) -> Html {
    if reading.runs < 2 {
        return html! {};
    }
    let buttons = (0..reading.runs).map(|run| {
        let pressed = if run == reading.shown { "true" } else { "false" };
        html! {
            <button key={run} type="button" class="button-small" aria-pressed={pressed}
                onclick={on(player, Press::Go(Go::Show(run)))}>{ "Run " }{ run + 1 }</button>
        }
    });
    html! {
        <div class="player-runs" role="group" aria-label="Runs">
            { for buttons }
            { text_button(player, Press::Compare, "Compare") }
        </div>
    }
}

fn message(player: &Player) -> Html {
    let message = player.hub().message.borrow().clone();
    // The place is there before the message, so that it is read out.
    html! {
        <div class="player-message" role="alert">
            if let Some(message) = message {
                <p>{ message }</p>
                { text_button(player, Press::Dismiss, "Dismiss") }
            }
        </div>
    }
}

/// What is being done in slices, and the way out of it. How far it is, is written there from outside.
fn waiting(player: &Player) -> Html {
    let Some(what) = player.hub().wishes.shown.get() else {
        return html! {};
    };
    html! {
        <div class="player-message player-wait">
            <label>{ what }<progress max="100" id={wait_id(player)} /></label>
            { text_button(player, Press::GiveUp, "Cancel") }
        </div>
    }
}

fn left_out(player: &Player) -> Html {
    let count = player.hub().left_out.get();
    if count == 0 {
        return html! {};
    }
    let what = if count == 1 { "thing" } else { "things" };
    html! {
        <p class="player-private">
            { "The link leaves out " }{ count }{ " " }{ what }{ " you typed. " }
            { text_button(player, Press::CopyLink { public: false }, "Copy it with them") }
        </p>
    }
}
