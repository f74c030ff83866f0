//! The labs that live in the page, by name: how others reach a lab without knowing its system.
//!
//! A presentation, an embedded lab or an export finds a [`Player`] here, moves it, reads it and listens to it. What it may
//! do is the `impl` below, and no more.

use std::cell::RefCell;

use simulation::kernel::time::Micros;

use super::hub::Listener;
use super::runs::Go;
use super::session::Player;

thread_local! {
    /// In the order of the page.
    static LABS: RefCell<Vec<Player>> = const { RefCell::new(Vec::new()) };
    /// Who waits for a lab of that name.
    static WAITING: RefCell<Vec<(String, Waiting)>> = const { RefCell::new(Vec::new()) };
}

type Waiting = Box<dyn FnOnce(Player)>;

/// The lab of that name, if it lives in the page.
#[must_use]
pub fn find(lab: &str) -> Option<Player> {
    LABS.with_borrow(|labs| labs.iter().find(|player| player.lab() == lab).cloned())
}

/// Whether a lab is as the page was prerendered. See [`Player::is_fresh`].
#[must_use]
pub fn is_fresh(lab: &str) -> bool {
    find(lab).is_some_and(|player| player.is_fresh())
}

/// Calls `then` with the lab of that name: at once if it lives in the page, else when it comes to life.
/// [`crate::life::wake_lab`] brings it to life.
pub fn when_here(lab: &str, then: impl FnOnce(Player) + 'static) {
    match find(lab) {
        Some(player) => then(player),
        None => WAITING.with_borrow_mut(|waiting| waiting.push((lab.to_owned(), Box::new(then)))),
    }
}

/// All labs that live in the page, in its order.
#[must_use]
pub fn labs() -> Vec<Player> {
    LABS.with_borrow(Clone::clone)
}

/// The lab has come into the page.
pub(super) fn enter(player: &Player) {
    LABS.with_borrow_mut(|labs| labs.push(player.clone()));
    let called: Vec<_> =
        WAITING.with_borrow_mut(|waiting| waiting.extract_if(.., |(lab, _)| lab == player.lab()).collect());
    for (_, then) in called {
        then(player.clone());
    }
}

/// The lab has left the page.
pub(super) fn leave(player: &Player) {
    // The last handle may be among them: it is dropped when the list is free again.
    let gone: Vec<Player> = LABS.with_borrow_mut(|labs| labs.extract_if(.., |other| other == player).collect());
    drop(gone);
}

impl Player {
    /// The lab's name: also its anchor, and its name in the fragment.
    #[must_use]
    pub fn lab(&self) -> &'static str {
        self.hub().lab
    }

    /// Does the next step, if there is one.
    pub fn step(&self) {
        self.halt();
        self.go(Go::Step);
    }

    /// Undoes the last step, if there is one.
    pub fn step_back(&self) {
        self.go_to(self.position().saturating_sub(1));
    }

    /// Goes to a position, or as near to it as the run comes.
    pub fn go_to(&self, position: u64) {
        self.halt();
        self.go(Go::To(position));
    }

    /// Lets the run be moved only between two positions, and moves it there.
    pub fn keep_within(&self, first: u64, last: u64) {
        self.hub().first.set(first);
        self.hub().last.set(Some(last.max(first)));
        self.go_to(self.position());
    }

    /// The number of steps done.
    #[must_use]
    pub fn position(&self) -> u64 {
        self.0.reading().position
    }

    /// The furthest position known. A run may go on past it: see [`Self::is_over`].
    #[must_use]
    pub fn end(&self) -> u64 {
        self.0.reading().end
    }

    /// The virtual time of the last step.
    #[must_use]
    pub fn now(&self) -> Micros {
        self.0.reading().now
    }

    /// Whether nothing is recorded after this position and nothing is under way.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.0.reading().next_due.is_none()
    }

    /// Whether it plays.
    #[must_use]
    pub fn is_playing(&self) -> bool {
        self.hub().playing.get()
    }

    /// Whether something is being dragged: its step is not settled yet.
    #[must_use]
    pub fn is_dragged(&self) -> bool {
        self.hub().busy.get() && !self.is_playing()
    }

    /// What happened in the last step, as a sentence; empty at the start.
    #[must_use]
    pub fn said(&self) -> String {
        self.0.said()
    }

    /// Why the last thing asked for could not be done, until something goes well.
    #[must_use]
    pub fn message(&self) -> Option<String> {
        self.hub().message.borrow().clone()
    }

    /// Calls `told` when something has settled, and at most ten times a second within a drag or a play.
    pub fn on_change(&self, told: impl Fn() + 'static) -> Listener {
        self.hub().lists.add(|lists| &lists.watchers, told)
    }

    /// Has all parts of the lab rendered again, where something has changed that is none of its run.
    pub fn look_again(&self) {
        self.tell_watchers();
    }

    /// How often those who watch the lab were told of something.
    #[must_use]
    pub fn generation(&self) -> u64 {
        self.hub().generation.get()
    }

    /// Whether anything was done in the lab, or a moment opened in it.
    #[must_use]
    pub fn is_touched(&self) -> bool {
        self.hub().touched.get()
    }

    /// Whether all is as the page was prerendered: nothing was done, moved or said.
    #[must_use]
    pub fn is_fresh(&self) -> bool {
        let hub = self.hub();
        !hub.touched.get() && hub.generation.get() == 0 && !hub.playing.get()
    }

    /// Stops playing; the listeners are told of what is done next.
    pub(super) fn halt(&self) {
        self.hub().playing.set(false);
    }
}
