//! Where a session comes from, and where it is kept: the address and the browser's storage.

use gloo::events::EventListener;
use simulation::moment::{LONGEST, MomentError};
use yew::prelude::*;

use super::registry;
use super::runs::{Go, Reading};
use super::session::Player;
use crate::share::{self, Kept, page};

/// The pause between two changes of the address, in milliseconds: Safari allows 100 in 30 seconds, for all labs together.
const PUBLISH_PAUSE: u32 = 700;

/// Opens what the address or the storage holds, follows the address from then on, and keeps the session. From here on others
/// find the lab.
#[hook]
pub(super) fn use_address(player: Player) {
    use_effect_with((), move |()| {
        let path = page::path();
        *player.hub().path.borrow_mut() = path;
        player.open_first();
        // A reader may have been faster.
        player.publish();
        registry::enter(&player);
        let window = gloo::utils::window();
        let follower = player.clone();
        let follow = EventListener::new(&window, "hashchange", move |_| follower.follow_address());
        let keeper = player.clone();
        let keep = EventListener::new(&window, "pagehide", move |_| keeper.publish_now(true));
        move || {
            drop((follow, keep));
            registry::leave(&player);
            player.leave();
        }
    });
}

impl Player {
    /// What was there before the page was loaded.
    fn open_first(&self) {
        let hub = self.hub();
        let fragment = page::fragment();
        let kept = page::kept(&hub.path.borrow(), hub.lab);
        let Some(code) = share::code_of(&fragment, hub.lab) else {
            // An anchor has taken the codes out of the address, or the reader came back to this page another way.
            if let Some(kept) = kept.filter(|_| !share::holds_codes(&fragment)) {
                self.open_kept(&kept);
            }
            return;
        };
        if let Some(kept) = kept.filter(|kept| kept.stands_behind(code))
            && self.open_kept(&kept)
        {
            return;
        }
        if self.open_code(code)
            && let Some(lab) = gloo::utils::document().get_element_by_id(hub.lab)
        {
            lab.scroll_into_view();
        }
    }

    /// What the storage holds: the run that was shown, between those beside it.
    pub(super) fn open_kept(&self, kept: &Kept) -> bool {
        let (before, after) = kept.beside.split_at(kept.shown.min(kept.beside.len()));
        // One that does not open is left out; the one that was shown must.
        let open_all = |codes: &[String]| codes.iter().for_each(|code| drop(self.0.open(code)));
        open_all(before);
        let opened = self.0.open(&kept.full).is_ok();
        if opened {
            let shown = self.0.reading().shown;
            open_all(after);
            self.go(Go::Show(shown));
        }
        opened
    }

    /// The codes of the runs beside the one that is shown, and how many of them come before it.
    pub(super) fn beside(&self) -> (Vec<String>, usize) {
        let Reading { shown, runs, .. } = self.0.reading();
        ((0..runs).filter(|run| *run != shown).map(|run| self.0.code_of(run)).collect(), shown)
    }

    fn open_code(&self, code: &str) -> bool {
        let opened = if code.len() > LONGEST { Err(MomentError::TooLong) } else { self.0.open(code) };
        match opened {
            Ok(()) => self.moved(Ok(()), true),
            Err(error) => {
                self.say(error.to_string());
                false
            }
        }
    }

    fn follow_address(&self) {
        let hub = self.hub();
        let fragment = page::fragment();
        if page::path() != *hub.path.borrow() || hub.aside.get() {
            return;
        }
        if let Some(code) = share::code_of(&fragment, hub.lab)
            && code != page::shown(hub.lab)
        {
            self.open_code(code);
        }
    }

    /// Keeps the session soon, and now if that was not done just before.
    pub(super) fn publish(&self) {
        let player = self.clone();
        let end = move || {
            let left_out = player.hub().left_out.get();
            if player.hub().publish_pause.leave() {
                player.publish();
                // Only what the bar says of it may be drawn anew: a reader may be typing into a field.
                if player.hub().left_out.get() != left_out {
                    player.tell_watchers();
                }
            }
        };
        let hub = self.hub();
        if !hub.path.borrow().is_empty() && hub.publish_pause.enter(PUBLISH_PAUSE, end) {
            self.publish_now(false);
        }
    }

    /// Keeps the session. When the page is being left, its address may stay what it was.
    pub(super) fn publish_now(&self, leaving: bool) {
        let hub = self.hub();
        let path = hub.path.borrow();
        if !hub.touched.get() || hub.aside.get() || path.is_empty() {
            return;
        }
        let (public, left_out) = self.0.code(true);
        hub.left_out.set(left_out);
        let full = if left_out == 0 { public.clone() } else { self.0.code(false).0 };
        let before = if leaving { page::in_address(hub.lab) } else { String::new() };
        let (beside, shown) = self.beside();
        page::keep(&path, hub.lab, &Kept { full, public: public.clone(), before, beside, shown });
        if page::path() == *path {
            page::show(hub.lab, public);
        }
    }

    /// The lab leaves the page; the address may be another page's already.
    fn leave(&self) {
        let hub = self.hub();
        hub.playing.set(false);
        hub.watch_pause.leave();
        hub.publish_pause.leave();
        self.publish_now(true);
        hub.path.borrow_mut().clear();
        page::hide(hub.lab);
    }
}
