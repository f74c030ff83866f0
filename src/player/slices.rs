//! What takes long is done in slices: the page stays alive, what was shown stays shown, and the bar says how far it is.
//!
//! What is done within [`FIRST`] is done at once. Else it waits, and so does what is asked for meanwhile, in its order; but the
//! same asked for again, such as another number in the same choice, takes the place of what waits last, and a new run takes the
//! place of all. The reader can give it up: then nothing was done.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo::timers::callback::Timeout;
use gloo::timers::future::TimeoutFuture;
use simulation::kernel::slices::{Limit, Progress, within};
use simulation::kernel::system::System;
use wasm_bindgen_futures::spawn_local;

use super::hub::Gesture;
use super::session::Player;
use crate::widgets::field::put_back;

/// So long a thing may take, in milliseconds, before it is done in slices.
const FIRST: f64 = 10.0;
/// So long a slice takes, in milliseconds: there is time left for a frame.
const SLICE: f64 = 6.0;
/// So long nothing is said of it, in milliseconds.
const SILENT: f64 = 300.0;

/// What a wish is for: a later one of the same kind takes its place.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Kind {
    /// Another run; it takes the place of all.
    Run,
    /// Another place in a run, or another of the runs.
    Place,
    /// A command, by which one it is.
    Command(u64),
}

/// Does a wish, as far as there is time; whether it is an amendment is told.
pub(super) type Job = Box<dyn FnMut(bool) -> Result<(), String>>;

/// Something that was asked for.
pub(super) struct Wish {
    pub kind: Kind,
    /// It replaces the last command.
    pub amends: bool,
    /// Nothing more is to come of the same gesture.
    pub settles: bool,
    pub job: Job,
}

/// What was asked for and is not done yet.
#[derive(Default)]
pub(super) struct Wishes {
    list: RefCell<Vec<Wish>>,
    timer: RefCell<Option<Timeout>>,
    /// When the first of them came.
    since: Cell<f64>,
    /// What is being done, if the bar says so.
    pub shown: Cell<Option<&'static str>>,
}

impl Wishes {
    pub(super) fn is_empty(&self) -> bool {
        self.list.borrow().is_empty()
    }

    /// Tells them apart from those of other labs.
    fn id(&self) -> usize {
        std::ptr::from_ref(self).addr()
    }

    pub(super) fn forget(&self) {
        leave(self.id());
        self.timer.take();
        self.shown.take();
        // They may hold the last handle of the lab: they are dropped when the list is free again.
        drop(self.list.take());
    }

    /// Does all of them at once, for who can't wait.
    pub(super) fn rush(&self) {
        for mut wish in self.list.take() {
            // What is refused changes nothing.
            let _ = (wish.job)(wish.amends);
        }
        self.forget();
    }

    fn put(&self, mut wish: Wish) {
        let mut list = self.list.borrow_mut();
        let stays = match list.last() {
            _ if wish.kind == Kind::Run => 0,
            Some(last) if last.kind == wish.kind => {
                wish.amends = last.amends;
                list.len() - 1
            }
            _ => list.len(),
        };
        let replaced = list.split_off(stays);
        list.push(wish);
        drop(list);
        drop(replaced);
    }
}

impl Player {
    /// Does it at once if that is quickly done, and else in slices. `false` if it is refused.
    pub(super) fn ask(&self, mut wish: Wish) -> bool {
        let wishes = &self.hub().wishes;
        if wishes.is_empty() {
            if let Ok(done) = within(limit(FIRST), || (wish.job)(wish.amends)) {
                let settles = wish.settles;
                return self.did_wish(&wish, done, settles);
            }
            wishes.since.set(now());
            self.go_on_soon();
        }
        wishes.put(wish);
        true
    }

    fn did_wish(&self, wish: &Wish, done: Result<(), String>, settles: bool) -> bool {
        if done.is_err() && !wish.amends {
            // There is nothing yet that another frame of a gesture could replace.
            self.hub().gesture.set(Gesture::None);
        }
        match wish.kind {
            Kind::Command(_) => self.did(done, settles),
            Kind::Run | Kind::Place => self.moved(done, settles),
        }
    }

    fn go_on_soon(&self) {
        let runs = Rc::downgrade(&self.0);
        // Natively nothing takes long, but in a test that does this itself.
        if cfg!(target_arch = "wasm32") {
            let go_on = move || {
                if let Some(runs) = runs.upgrade() {
                    Self(runs).go_on();
                }
            };
            self.hub().wishes.timer.replace(Some(Timeout::new(0, go_on)));
        }
    }

    /// The next slice.
    pub(super) fn go_on(&self) {
        let wishes = &self.hub().wishes;
        if !take_turn(wishes.id()) {
            return self.go_on_soon();
        }
        let first = (!wishes.is_empty()).then(|| wishes.list.borrow_mut().remove(0));
        let Some(mut wish) = first else { return };
        match within(limit(SLICE), || (wish.job)(wish.amends)) {
            Ok(done) => {
                if wishes.is_empty() {
                    wishes.shown.take();
                }
                // The gesture may have ended long ago.
                self.did_wish(&wish, done, true);
            }
            Err(progress) => {
                wishes.list.borrow_mut().insert(0, wish);
                self.tell_progress(progress);
            }
        }
        if wishes.is_empty() {
            leave(wishes.id());
        } else {
            self.go_on_soon();
        }
    }

    /// Says how far it is, once it has taken long.
    fn tell_progress(&self, Progress { what, done, of }: Progress) {
        let wishes = &self.hub().wishes;
        if now() - wishes.since.get() < SILENT {
            return;
        }
        if wishes.shown.replace(Some(what)) != Some(what) {
            self.tell_watchers();
        }
        // It is set by hand: the lab is not to be rendered for it.
        #[cfg(target_arch = "wasm32")]
        if let Some(bar) = gloo::utils::document().get_element_by_id(&wait_id(self)) {
            // A valid name: it can't fail.
            let _ = bar.set_attribute("value", &(done * 100 / of.max(1)).to_string());
        }
        #[cfg(not(target_arch = "wasm32"))]
        let _ = (done, of);
    }

    /// Gives up what is not done yet: all is as it was, and controls show that again.
    pub(super) fn give_up(&self) {
        self.hub().gesture.set(Gesture::None);
        self.hub().wishes.forget();
        if let Some(lab) = gloo::utils::document().get_element_by_id(self.hub().lab) {
            put_back(&lab);
        }
        self.tell_watchers();
    }

    /// What a frame of a play does, within a slice. `None` if it is over, else whether anything has changed.
    pub(super) fn pass(&self, real: u64) -> Option<bool> {
        let hub = self.hub();
        if !hub.wishes.is_empty() || hub.gesture.get() == Gesture::Held {
            // Time stands still for what was asked for, and within a gesture, which else could not be one step.
            return Some(false);
        }
        within(limit(SLICE), || hub.clock.pass(&*self.0, real)).unwrap_or(Some(true))
    }
}

thread_local! {
    /// Whose slices are being done, if any are: what two labs ask for is done one after the other, and sooner.
    static TURN: Cell<Option<usize>> = const { Cell::new(None) };
}

fn take_turn(id: usize) -> bool {
    let whose = *TURN.get().get_or_insert(id);
    TURN.set(Some(whose));
    whose == id
}

fn leave(id: usize) {
    if TURN.get() == Some(id) {
        TURN.set(None);
    }
}

/// The name of the bar that says how far it is.
pub(super) fn wait_id(player: &Player) -> String {
    [player.hub().lab, "-wait"].concat()
}

/// Calls `then` when a lab's start has been worked out in slices, so that its session begins at once.
pub fn when_ready<S: System>(start: fn() -> S::Scenario, then: impl FnOnce() + 'static) {
    let id = start as usize;
    spawn_local(async move {
        // A start that is refused is a fault of the chapter's, which its session will say.
        while !take_turn(id) || within(limit(SLICE), || drop(S::start(&start(), 1))).is_err() {
            TimeoutFuture::new(0).await;
        }
        leave(id);
        then();
    });
}

fn limit(millis: f64) -> Limit {
    Limit { now, until: now() + millis }
}

#[cfg(target_arch = "wasm32")]
fn now() -> f64 {
    thread_local! {
        static CLOCK: Option<web_sys::Performance> = gloo::utils::window().performance();
    }
    CLOCK.with(|clock| clock.as_ref().map_or_else(js_sys::Date::now, web_sys::Performance::now))
}

/// Natively time stands still: all is done at once, but in a test that lets it pass.
#[cfg(not(target_arch = "wasm32"))]
fn now() -> f64 {
    #[cfg(test)]
    return tests::now();
    #[cfg(not(test))]
    0.0
}

#[cfg(all(test, not(target_arch = "wasm32")))]
#[path = "slices_tests.rs"]
mod tests;
