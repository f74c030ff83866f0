//! A session: the runs of one lab, for the lab's own code.

use std::any::Any;
use std::cell::{Ref, RefCell, RefMut};
use std::fmt;
use std::hash::{Hash as _, Hasher};
use std::rc::Rc;

use simulation::kernel::moment::Moment;
use simulation::kernel::system::System;
use simulation::kernel::timeline::Timeline;

pub use super::hub::Listener;
use super::hub::{Gesture, Hub, tell};
use super::registry;
use super::runs::{Go, Line, Reading, Runs};
use super::slices::{Kind, Wish};
#[cfg(target_arch = "wasm32")]
use crate::later::CHANGED;

/// The most runs beside one another; each may hold some megabytes.
const MOST_RUNS: usize = 6;

/// The pause between two calls of a watcher within a drag, in milliseconds.
const WATCH_PAUSE: u32 = 100;

struct Inner<S: System> {
    /// Never empty.
    runs: RefCell<Vec<Timeline<S>>>,
    shown: RefCell<usize>,
    /// The reader's own runs and which of them was shown, while something else is.
    aside: RefCell<Option<(Vec<Timeline<S>>, usize)>>,
    hub: Hub,
}

/// The runs of a lab, one of which is shown. A handle: clones are the same session.
pub struct Session<S: System>(Rc<Inner<S>>);

impl<S: System> Clone for Session<S> {
    fn clone(&self) -> Self {
        Self(Rc::clone(&self.0))
    }
}

impl<S: System> PartialEq for Session<S> {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl<S: System> fmt::Debug for Session<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Session").field(&self.lab()).finish()
    }
}

impl<S: System> Inner<S> {
    fn shown(&self) -> Ref<'_, Timeline<S>> {
        Ref::map(self.runs.borrow(), |runs| &runs[*self.shown.borrow()])
    }

    fn shown_mut(&self) -> RefMut<'_, Timeline<S>> {
        RefMut::map(self.runs.borrow_mut(), |runs| &mut runs[*self.shown.borrow()])
    }

    /// Shows one more run, and lets the oldest go if there are too many. Tells where the one shown before is now.
    fn add(&self, run: Timeline<S>) -> usize {
        let mut runs = self.runs.borrow_mut();
        let mut shown = self.shown.borrow_mut();
        let mut before = *shown;
        if runs.len() == MOST_RUNS {
            let oldest = usize::from(before == 0);
            runs.remove(oldest);
            before -= usize::from(oldest < before);
        }
        runs.push(run);
        *shown = runs.len() - 1;
        before
    }

    /// Shows another run, beside the one shown if something was done in that.
    fn add_or_replace(&self, run: Timeline<S>) {
        if self.shown().commands().is_empty() {
            *self.shown_mut() = run;
        } else {
            self.add(run);
        }
    }

    fn do_command(&self, command: &S::Command, amend: bool) -> Result<(), String> {
        let (position, end, now) = {
            let shown = self.shown();
            (shown.position(), shown.end(), shown.now())
        };
        let at = if self.hub.playing.get() { self.hub.clock.now() } else { now };
        if position < end {
            let mut fork = self.shown().fork();
            fork.give(at, command).map_err(|refusal| refusal.to_string())?;
            self.hub.forked_from.set(Some(self.add(fork)));
            return Ok(());
        }
        let mut run = self.shown_mut();
        let done = if amend {
            run.amend(command.clone())
        } else {
            self.hub.forked_from.set(None);
            run.give(at, command)
        };
        done.map_err(|refusal| refusal.to_string())
    }

    fn retract(&self, forked_from: Option<usize>) {
        if !self.shown_mut().retract() {
            return;
        }
        if let Some(before) = forked_from {
            self.runs.borrow_mut().pop();
            *self.shown.borrow_mut() = before;
        }
    }
}

impl<S: System> Runs for Inner<S> {
    fn hub(&self) -> &Hub {
        &self.hub
    }

    fn reading(&self) -> Reading {
        let run = self.shown();
        let last = self.hub.last.get().unwrap_or(u64::MAX);
        Reading {
            position: run.position(),
            end: run.end().min(last),
            now: run.now(),
            unit: S::UNIT,
            seed: run.seed(),
            next_due: run.next_due().filter(|_| run.position() < last),
            next_is_command: run.next_is_command(),
            runs: self.runs.borrow().len(),
            shown: *self.shown.borrow(),
        }
    }

    fn go(&self, go: Go) -> Result<(), String> {
        let forked_from = self.hub.forked_from.take();
        match go {
            Go::Step => {
                if self.reading().next_due.is_some() {
                    self.shown_mut().step();
                }
            }
            Go::To(position) => {
                let last = self.hub.last.get().unwrap_or(u64::MAX);
                self.shown_mut().seek(position.min(last).max(self.hub.first.get()));
            }
            Go::Reseed(seed) => {
                let scenario = self.shown().scenario().clone();
                self.add_or_replace(Timeline::new(scenario, seed).map_err(|refusal: S::Refusal| refusal.to_string())?);
            }
            Go::Fork => {
                let fork = self.shown().fork();
                self.add(fork);
            }
            Go::Show(run) => {
                let last = self.runs.borrow().len() - 1;
                *self.shown.borrow_mut() = run.min(last);
            }
            Go::Retract => self.retract(forked_from),
        }
        Ok(())
    }

    fn end_of(&self, run: usize) -> u64 {
        self.runs.borrow().get(run).map_or(0, Timeline::end)
    }

    fn set_aside(&self, aside: bool) {
        self.hub.wishes.rush();
        self.hub.forked_from.take();
        let mut kept = self.aside.borrow_mut();
        if !aside {
            if let Some((runs, shown)) = kept.take() {
                self.runs.replace(runs);
                self.shown.replace(shown);
            }
        } else if kept.is_none() {
            let copy = self.shown().clone();
            *kept = Some((self.runs.replace(vec![copy]), self.shown.replace(0)));
        }
    }

    fn lines_of(&self, run: usize, from: u64, to: u64) -> Vec<Line> {
        let lines = self.runs.borrow().get(run).map(|run| run.transcript(from, to)).unwrap_or_default();
        lines.into_iter().map(|(step, now, event)| (step, now, event.to_string())).collect()
    }

    fn commands(&self) -> Vec<u64> {
        self.shown().commands().iter().map(|stamped| stamped.step).collect()
    }

    fn said(&self) -> String {
        self.shown().events().last().map(ToString::to_string).unwrap_or_default()
    }
}

impl<S: System> Session<S> {
    /// A session whose run is at its start, with seed 1.
    ///
    /// # Panics
    /// If the system refuses the scenario. It is the chapter's own, so that is a fault in the code; each chapter's tests
    /// start all of its scenarios.
    pub(crate) fn new(lab: &'static str, scenario: S::Scenario) -> Self {
        let run = match Timeline::new(scenario, 1) {
            Ok(run) => run,
            Err(refusal) => panic!("the lab {lab} does not start: {refusal}"),
        };
        let hub = Hub { lab, ..Hub::default() };
        Self(Rc::new(Inner { runs: RefCell::new(vec![run]), shown: RefCell::new(0), aside: RefCell::default(), hub }))
    }

    /// The session of a lab that lives in the page, if there is one of this name for this system.
    pub(crate) fn find(lab: &str) -> Option<Self> {
        Self::of(&registry::find(lab)?)
    }

    /// The session behind a handle, if it is one of this system.
    pub(crate) fn of(player: &Player) -> Option<Self> {
        let runs: Rc<dyn Any> = Rc::<dyn Runs>::clone(&player.0);
        runs.downcast().ok().map(Self)
    }

    /// The lab's id: also its anchor, and its name in the fragment.
    #[must_use]
    pub fn lab(&self) -> &'static str {
        self.0.hub.lab
    }

    /// Reads the run that is shown. Nothing may be changed meanwhile.
    pub fn with<R>(&self, read: impl FnOnce(&Timeline<S>) -> R) -> R {
        read(&self.0.shown())
    }

    /// The moment that is shown, or that of one of the runs.
    pub(super) fn moment(&self, run: Option<usize>) -> Option<Moment<S>> {
        let runs = self.0.runs.borrow();
        runs.get(run.unwrap_or(*self.0.shown.borrow())).map(Timeline::moment)
    }

    /// Shows a moment that was opened. Nobody is told.
    pub(super) fn take(&self, run: Timeline<S>) {
        if self.0.aside.borrow().is_some() {
            self.0.runs.replace(vec![run]);
            self.0.shown.replace(0);
        } else {
            self.0.add_or_replace(run);
        }
    }

    /// Does what a person asks. In the past, the old run is kept and a new one goes on from here. `false` if it is refused:
    /// then nothing has changed, and [`Session::message`] says why. What takes long is done in slices, after this.
    pub fn command(&self, command: S::Command) -> bool {
        self.0.hub.gesture.set(Gesture::None);
        self.ask(command, false, true)
    }

    /// A frame of a gesture, such as a drag. The first gives its command, and each one after it replaces that, so that the whole
    /// gesture is one step of the run; what was done before it, or meanwhile in another way, is never replaced. Frame listeners
    /// are told at once, watchers at most ten times a second; a run that plays stands still until the gesture has
    /// [settled](Player::settle). `false` if it is refused.
    pub fn drag(&self, command: S::Command) -> bool {
        let gesture = &self.0.hub.gesture;
        let goes_on = gesture.get() != Gesture::None;
        let done = self.ask(command, goes_on, false);
        if done || goes_on {
            gesture.set(Gesture::Held);
        }
        done
    }

    fn ask(&self, command: S::Command, amends: bool, settles: bool) -> bool {
        let mut tag = Tag(0);
        std::mem::discriminant(&command).hash(&mut tag);
        let runs = Rc::clone(&self.0);
        let job = Box::new(move |amends| runs.do_command(&command, amends));
        self.player().ask(Wish { kind: Kind::Command(tag.0), amends, settles, job })
    }

    /// Begins a new run, in slices if that takes long. The one shown is kept if anything was done in it.
    pub fn begin(&self, scenario: S::Scenario) {
        self.0.hub.gesture.set(Gesture::None);
        let seed = self.0.shown().seed();
        let runs = Rc::clone(&self.0);
        let job = Box::new(move |_| {
            let begun = Timeline::new(scenario.clone(), seed).map_err(|refusal: S::Refusal| refusal.to_string())?;
            runs.add_or_replace(begun);
            Ok(())
        });
        self.player().ask(Wish { kind: Kind::Run, amends: false, settles: true, job });
    }

    /// What went wrong last, until something goes well or it is dismissed.
    #[must_use]
    pub fn message(&self) -> Option<String> {
        self.0.hub.message.borrow().clone()
    }

    /// Says that something could not be done which never came to be a command.
    pub fn say(&self, message: &str) {
        self.player().say(message.to_owned());
    }

    /// Takes the message away.
    pub fn dismiss(&self) {
        self.player().dismiss();
    }

    /// Calls `paint` at every change, within drags and plays too.
    pub fn on_frame(&self, paint: impl Fn() + 'static) -> Listener {
        self.0.hub.lists.add(|lists| &lists.frames, paint)
    }

    /// The handle for the bar.
    #[must_use]
    pub fn player(&self) -> Player {
        Player(Rc::clone(&self.0) as Rc<dyn Runs>)
    }
}

/// Which one of its kind a command is, as a number.
struct Tag(u64);

impl Hasher for Tag {
    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.0 = self.0 << 8 | u64::from(*byte));
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// A session without the type of its system.
#[derive(Clone)]
pub struct Player(pub(super) Rc<dyn Runs>);

impl PartialEq for Player {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.hub(), other.hub())
    }
}

impl fmt::Debug for Player {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Player").field(&self.hub().lab).finish()
    }
}

impl Player {
    pub(super) fn hub(&self) -> &Hub {
        self.0.hub()
    }

    /// Something was tried; whether it was done.
    pub(super) fn did(&self, done: Result<(), String>, settled: bool) -> bool {
        let refused = done.err();
        let well = refused.is_none();
        *self.hub().message.borrow_mut() = refused.filter(|why| !why.is_empty());
        if well {
            self.changed(settled);
        } else {
            self.tell_watchers();
        }
        well
    }

    /// The same, where the run is another one or at another place.
    pub(super) fn moved(&self, done: Result<(), String>, settled: bool) -> bool {
        self.hub().clock.set(self.0.reading().now);
        self.did(done, settled)
    }

    /// The gesture has ended: its step, if there is one, stands.
    pub fn settle(&self) {
        if self.hub().gesture.replace(Gesture::None) == Gesture::Held {
            self.changed(true);
        }
    }

    /// The gesture rests: its step is shown as it will stand, but the next frame still replaces it, unless something else is
    /// done before that. So a row of key presses is one step.
    pub fn rest(&self) {
        if self.hub().gesture.get() == Gesture::Held {
            self.hub().gesture.set(Gesture::Rests);
            self.changed(true);
        }
    }

    /// The gesture is given up: its step, if there is one, is taken back for good.
    pub fn cancel(&self) {
        if self.hub().gesture.get() == Gesture::Held {
            self.go(Go::Retract);
        }
    }

    /// Goes there at once, and before that does what is being done in slices.
    pub(super) fn go(&self, go: Go) -> bool {
        self.hub().gesture.set(Gesture::None);
        self.hub().wishes.rush();
        self.moved(self.0.go(go), true)
    }

    /// Says that something could not be done which never came to be a command.
    pub fn say(&self, message: String) {
        *self.hub().message.borrow_mut() = Some(message);
        self.tell_watchers();
    }

    pub(super) fn dismiss(&self) {
        self.hub().message.take();
        self.tell_watchers();
    }

    /// Something has changed: tells whoever listens.
    pub(super) fn changed(&self, settled: bool) {
        let hub = self.hub();
        hub.touched.set(hub.touched.get() || !hub.aside.get());
        if !hub.has_changed.replace(true) {
            self.tell_section();
        }
        *hub.note.borrow_mut() = "";
        hub.to_copy.take();
        hub.busy.set(!settled || hub.playing.get());
        tell(&hub.lists.frames);
        tell(&hub.lists.time);
        if settled {
            hub.watch_pause.leave();
            self.publish();
            self.tell_watchers();
            return;
        }
        self.watch_soon();
    }

    /// The first change of the lab wakes what shows it and sleeps: see [`crate::later`].
    fn tell_section(&self) {
        #[cfg(target_arch = "wasm32")]
        if let (Some(section), Ok(changed)) =
            (gloo::utils::document().get_element_by_id(self.hub().lab), web_sys::Event::new(CHANGED))
        {
            // It fails only for an event that is being sent already.
            let _ = section.dispatch_event(&changed);
        }
    }

    fn watch_soon(&self) {
        let player = self.clone();
        let end = move || {
            if player.hub().watch_pause.leave() {
                player.watch_soon();
            }
        };
        if self.hub().watch_pause.enter(WATCH_PAUSE, end) {
            self.tell_watchers();
        }
    }

    pub(super) fn tell_watchers(&self) {
        let hub = self.hub();
        hub.generation.set(hub.generation.get() + 1);
        tell(&hub.lists.watchers);
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
#[path = "session_tests.rs"]
mod tests;
