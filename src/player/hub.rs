//! Who is told of changes, and what a lab remembers besides its runs.

use std::cell::{Cell, RefCell};
use std::fmt;
use std::rc::{Rc, Weak};

use gloo::timers::callback::Timeout;

use super::clock::Clock;
use super::codes::Codes;
use super::play::Loop;
use super::slices::Wishes;

pub(super) type Told = RefCell<Vec<(u32, Rc<dyn Fn()>)>>;

/// How far a gesture has come: a drag, or a row of key presses.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(super) enum Gesture {
    /// There is none, or it has given no command yet.
    #[default]
    None,
    /// Its command was given; the next frame replaces it.
    Held,
    /// The same, and nothing is held now.
    Rests,
}

/// Everything of a session that does not depend on its system.
#[derive(Default)]
pub(super) struct Hub {
    pub lab: &'static str,
    pub lists: Rc<Lists>,
    pub message: RefCell<Option<String>>,
    /// What the live region says.
    pub said: RefCell<String>,
    /// The number of times that watchers were told.
    pub generation: Cell<u64>,
    /// A drag or a play is under way.
    pub busy: Cell<bool>,
    pub gesture: Cell<Gesture>,
    /// What writes and opens the codes of its moments, once that was loaded.
    pub codes: Cell<Option<Codes>>,
    /// What is kept of the lab is not shown yet, and so not replaced.
    pub opens: Cell<bool>,
    /// Something has changed since the page was prerendered.
    pub has_changed: Cell<bool>,
    /// Something was done: there is a moment worth keeping.
    pub touched: Cell<bool>,
    pub playing: Cell<bool>,
    /// The positions between which the run may be moved; a frame of another page can ask for it.
    pub first: Cell<u64>,
    pub last: Cell<Option<u64>>,
    pub clock: Clock,
    pub frames: Loop,
    /// What was last told of what a reader follows, while it is under way.
    pub followed: RefCell<Option<String>>,
    /// How many things a link leaves out.
    pub left_out: Cell<usize>,
    /// What the bar says about copying, until something changes, and what the reader is to copy.
    pub note: RefCell<&'static str>,
    pub to_copy: RefCell<String>,
    /// Closes the panel that is open below the bar.
    pub panel: RefCell<Option<Box<dyn FnOnce()>>>,
    /// Where the page was when the lab came into it; empty while it is not in one.
    pub path: RefCell<String>,
    pub watch_pause: Pause,
    pub publish_pause: Pause,
    /// The reader's own runs are set aside, and what is shown is not theirs: it is not kept for them.
    pub aside: Cell<bool>,
    /// The last command made a fork of this run.
    pub forked_from: Cell<Option<usize>>,
    /// What is being done in slices.
    pub wishes: Wishes,
}

/// The kinds of listeners.
#[derive(Default)]
pub(super) struct Lists {
    next: Cell<u32>,
    /// Told of every change.
    pub frames: Told,
    /// Told of every change, and in every frame of a play.
    pub time: Told,
    /// Told at most ten times a second.
    pub watchers: Told,
}

/// A time in which something is not done again, but remembered to be done at its end.
#[derive(Default)]
pub(super) struct Pause {
    timer: RefCell<Option<Timeout>>,
    pub again: Cell<bool>,
}

impl Pause {
    /// Whether the thing may be done now; else it is done at the end of the pause.
    pub(super) fn enter(&self, millis: u32, end: impl FnOnce() + 'static) -> bool {
        if self.timer.borrow().is_some() {
            self.again.set(true);
            return false;
        }
        // Natively nothing changes often enough to hold back.
        if cfg!(target_arch = "wasm32") {
            *self.timer.borrow_mut() = Some(Timeout::new(millis, end));
        }
        true
    }

    /// Ends the pause; says whether the thing is to be done now.
    pub(super) fn leave(&self) -> bool {
        self.timer.take();
        self.again.take()
    }
}

impl Lists {
    pub(super) fn add(self: &Rc<Self>, list: fn(&Self) -> &Told, told: impl Fn() + 'static) -> Listener {
        let id = self.next.get();
        self.next.set(id.wrapping_add(1));
        list(self).borrow_mut().push((id, Rc::new(told)));
        Listener { lists: Rc::downgrade(self), id }
    }
}

/// Tells everybody. They may come and go meanwhile.
pub(super) fn tell(list: &Told) {
    let all = list.borrow().clone();
    for (_, told) in all {
        told();
    }
}

/// Somebody who is told of changes, until this is dropped.
#[must_use = "dropped, it no longer listens"]
pub struct Listener {
    lists: Weak<Lists>,
    id: u32,
}

impl fmt::Debug for Listener {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Listener")
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        if let Some(lists) = self.lists.upgrade() {
            for list in [&lists.frames, &lists.time, &lists.watchers] {
                // What is removed is dropped after the list is free again.
                let mut list = list.borrow_mut();
                let found = list.iter().position(|(id, _)| *id == self.id).map(|index| list.remove(index));
                drop(list);
                drop(found);
            }
        }
    }
}
