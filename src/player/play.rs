//! Playing: a frame loop that runs only while something plays and its lab is in sight.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo::render::{AnimationFrame, request_animation_frame};
use simulation::kernel::time::Micros;
use web_sys::Element;
use yew::prelude::*;

use super::hub::{Listener, tell};
use super::runs::Go;
use super::session::Player;
use crate::sight::Sight;

/// The longest time that a frame stands for, in milliseconds: what a page that hung has missed is not made up for.
const LONGEST_FRAME: f64 = 100.0;

/// The frame loop of a lab.
#[derive(Default)]
pub(super) struct Loop {
    visible: Cell<bool>,
    frame: RefCell<Option<AnimationFrame>>,
    /// The reader wants no motion: a play shows the time of one step, and then that of the next.
    is_still: Cell<bool>,
    /// When the last frame was, in milliseconds; absent at the start.
    last: Cell<Option<f64>>,
}

impl Player {
    /// Goes on from here; at the end of the run, from its start.
    pub fn play(&self) {
        let reading = self.0.reading();
        if reading.next_due.is_none() && self.hub().wishes.is_empty() {
            self.go(Go::To(0));
        }
        self.hub().clock.set(self.0.reading().now);
        self.hub().frames.is_still.set(wants_no_motion());
        self.hub().playing.set(true);
        self.next_frame();
        self.tell_watchers();
    }

    /// Stops playing.
    pub fn pause(&self) {
        if self.hub().playing.replace(false) {
            self.hub().frames.frame.take();
            self.changed(true);
        }
    }

    /// The time that is shown: within a play the clock's, which goes on between two steps; else that of the last step.
    #[must_use]
    pub fn time(&self) -> Micros {
        let hub = self.hub();
        if hub.playing.get() && !hub.frames.is_still.get() { hub.clock.now() } else { self.0.reading().now }
    }

    /// Calls `told` with the [time that is shown](Self::time) at every change of the run, and in every frame of a play: none while
    /// the lab is out of sight.
    pub fn on_frame(&self, told: impl Fn(Micros) + 'static) -> Listener {
        let runs = Rc::downgrade(&self.0);
        let tell = move || {
            if let Some(runs) = runs.upgrade() {
                told(Self(runs).time());
            }
        };
        self.hub().lists.add(|lists| &lists.time, tell)
    }

    /// Something in the lab's picture is followed, and this was told of it last: the live region says it, and a play is
    /// slower, until nothing is.
    pub fn follow(&self, told: Option<String>) {
        let hub = self.hub();
        hub.clock.is_slowed.set(told.is_some());
        let is_news = *hub.followed.borrow() != told;
        hub.followed.replace(told);
        if is_news {
            self.tell_watchers();
        }
    }

    fn next_frame(&self) {
        let hub = self.hub();
        if !hub.playing.get() || !hub.frames.visible.get() {
            hub.frames.last.set(None);
            return;
        }
        let runs = Rc::downgrade(&self.0);
        let frame = request_animation_frame(move |time| {
            if let Some(runs) = runs.upgrade() {
                Self(runs).frame(time);
            }
        });
        *hub.frames.frame.borrow_mut() = Some(frame);
    }

    fn frame(&self, time: f64) {
        let hub = self.hub();
        let last = hub.frames.last.replace(Some(time)).unwrap_or(time);
        let real = (time - last).clamp(0.0, LONGEST_FRAME) * 1_000.0;
        match self.pass(real as u64) {
            None => return self.pause(),
            Some(true) => self.changed(false),
            Some(false) if hub.frames.is_still.get() => {}
            Some(false) => tell(&hub.lists.time),
        }
        self.next_frame();
    }
}

fn wants_no_motion() -> bool {
    // Natively nobody watches.
    cfg!(target_arch = "wasm32")
        && gloo::utils::window()
            .match_media("(prefers-reduced-motion: reduce)")
            .is_ok_and(|query| query.is_some_and(|query| query.matches()))
}

/// Keeps an eye on whether the lab around `bar` is in sight.
#[hook]
pub(super) fn use_sight(player: Player, bar: NodeRef) {
    use_effect_with((), move |()| {
        let lab = bar.cast::<Element>().map(|bar| bar.closest("section.lab").ok().flatten().unwrap_or(bar));
        let sight = lab.map(|lab| {
            Sight::of(&lab, "0px", move |visible| {
                if player.hub().frames.visible.replace(visible) != visible {
                    player.next_frame();
                }
            })
        });
        move || drop(sight)
    });
}
