//! How a component gets at the session of a lab.

use std::cell::RefCell;
use std::rc::Rc;

use simulation::kernel::system::{Registered, System};
use yew::prelude::*;

use super::address::use_address;
use super::codes::Codes;
use super::session::{Player, Session};
#[cfg(target_arch = "wasm32")]
use crate::later::fill_now;
use crate::later::use_later;
use crate::widgets::field::show_what_is_in_force;

/// The session of a lab. It starts with the chapter's own scenario and seed 1; once the page is there, with what the
/// address or the browser's storage holds of it.
#[hook]
pub fn use_session<S: Registered>(lab: &'static str, start: fn() -> S::Scenario) -> Session<S> {
    let session = use_first_session(lab, start);
    session.player().hub().codes.set(Some(Codes::of::<S>()));
    session
}

/// The same of a lab that a page begins with, so that it need not bring what reads and writes codes: that is on the desk.
#[hook]
pub fn use_first_session<S: System>(lab: &'static str, start: fn() -> S::Scenario) -> Session<S> {
    let session = use_memo((), |()| prepared(lab).unwrap_or_else(|| Session::new(lab, start())));
    use_address(session.player());
    (*session).clone()
}

thread_local! {
    /// The session that is ready for a lab which is about to live.
    static PREPARED: RefCell<Option<Player>> = const { RefCell::new(None) };
}

/// Makes the session of a lab that a page begins with, before that lab is rendered.
pub fn prepare<S: System>(lab: &'static str, start: fn() -> S::Scenario) {
    let session = Session::<S>::new(lab, start());
    PREPARED.set(Some(session.player()));
}

/// Renders something small out of sight, once a session was [prepared](prepare). Browsers compile a function of WebAssembly when it
/// is first called, and with a page's first root that takes longer than all else: so a part of it is done here, in a task of its
/// own.
pub fn warm_up() {
    #[cfg(target_arch = "wasm32")]
    PREPARED.with_borrow(|prepared| {
        if let Some(player) = prepared.clone()
            && let Ok(place) = gloo::utils::document().create_element("div")
        {
            let view = Callback::from(|()| {
                let ignored = Callback::from(|_: MouseEvent| ());
                html! { <>{ for (0..2).map(|key| html! { <p {key} class={classes!("a", "b")} onclick={&ignored}>{ "a" }</p> }) }</> }
            });
            let key = generation_of(&player);
            let end = fill_now::<View>(place, ViewProps { player, key, view }, false);
            wasm_bindgen_futures::spawn_local(async {
                // Yew renders before the browser comes to this.
                gloo::timers::future::TimeoutFuture::new(0).await;
                end();
            });
        }
    });
}

fn prepared<S: System>(lab: &str) -> Option<Session<S>> {
    let player = PREPARED.take()?;
    Session::of(&player).filter(|_| player.lab() == lab)
}

/// The session of a lab in another part of the page. For the first render, which must be as it was prerendered, and while
/// that lab does not live, a stand-in at its start.
#[hook]
pub fn use_session_of<S: System>(lab: &'static str, start: fn() -> S::Scenario) -> Session<S> {
    use_session_after(lab, || Session::new(lab, start()))
}

/// The session of a lab in a part of it that lives [near](crate::later::use_near). For the first render, which must be as it was
/// prerendered, a stand-in at its start, unless the lab is still as fresh as that.
#[hook]
pub fn use_session_near<S: System>(lab: &'static str, start: fn() -> S::Scenario) -> Session<S> {
    let fresh = || Session::find(lab).filter(|session| session.player().is_fresh());
    use_session_after(lab, || fresh().unwrap_or_else(|| Session::new(lab, start())))
}

/// The session of a lab, and for the first render the one that `first` gives.
#[hook]
fn use_session_after<S: System>(lab: &'static str, first: impl FnOnce() -> Session<S>) -> Session<S> {
    let session = use_state_eq(first);
    let setter = session.setter();
    use_effect_with((), move |()| {
        if let Some(found) = Session::find(lab) {
            setter.set(found);
        }
    });
    (*session).clone()
}

/// Renders again when something has settled, and at most ten times a second within a drag or a play.
#[hook]
pub fn use_watch<S: System>(session: &Session<S>) -> u64 {
    use_player_watch(session.player())
}

#[hook]
pub(super) fn use_player_watch(player: Player) -> u64 {
    let generation = generation_of(&player);
    use_change_of(player, generation)
}

/// How often watchers were told. It does not keep the session.
fn generation_of(player: &Player) -> Callback<(), u64> {
    let runs = Rc::downgrade(&player.0);
    Callback::from(move |()| runs.upgrade().map_or(0, |runs| runs.hub().generation.get()))
}

/// Renders again when something has settled and the key has changed with it.
#[hook]
fn use_change_of(player: Player, key: Callback<(), u64>) -> u64 {
    use_effect(show_what_is_in_force);
    let seen = use_state_eq(|| key.emit(()));
    let setter = seen.setter();
    use_effect_with(player, move |player| {
        // Something may have happened between the rendering and this.
        setter.set(key.emit(()));
        let listener = player.hub().lists.add(|lists| &lists.watchers, move || setter.set(key.emit(())));
        move || drop(listener)
    });
    *seen
}

/// What a lab shows in one of its parts, as a root of its own: it lives [soon](use_later) after what it stands in, and is rendered
/// without that, as with [`use_watch`], if `key` has changed.
#[hook]
pub fn use_view(player: Player, key: impl Fn() -> u64 + 'static, view: impl Fn() -> Html + 'static) -> Html {
    let (key, view) = (Callback::from(move |()| key()), Callback::from(move |()| view()));
    let props = ViewProps { player: player.clone(), key, view };
    use_later::<View>(move || props.clone(), move || player.is_fresh())
}

#[derive(Clone, PartialEq, Properties)]
struct ViewProps {
    player: Player,
    /// See [`use_change_of`].
    key: Callback<(), u64>,
    view: Callback<(), Html>,
}

#[component]
fn View(props: &ViewProps) -> Html {
    use_change_of(props.player.clone(), props.key.clone());
    props.view.emit(())
}
