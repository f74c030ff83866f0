//! Playing: a frame loop that runs only while something plays and its lab is in sight.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo::render::{AnimationFrame, request_animation_frame};
use web_sys::Element;
use yew::prelude::*;

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
            Some(false) => {}
        }
        self.next_frame();
    }
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
