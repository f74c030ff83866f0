//! Where a session comes from, and where it is kept: the address and the browser's storage.

use gloo::events::EventListener;
use simulation::kernel::moment::{LONGEST, MomentError};
use simulation::kernel::slices;
use web_sys::Element;
use yew::prelude::*;

use super::codes::{Coded, Opens};
use super::registry;
use super::runs::{Go, Reading};
use super::session::Player;
use super::slices::{Kind, Wish};
use crate::share::{self, Kept, page};

/// The pause between two changes of the address, in milliseconds: Safari allows 100 in 30 seconds, for all labs together.
const PUBLISH_PAUSE: u32 = 700;

/// What is said when the code that opens a moment is not there.
const NOT_LOADED: &str = "What this page should show could not be loaded. Reload it when you are online.";

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
        let keep = EventListener::new(&window, "pagehide", move |_| keeper.keep_when_left());
        let touches = player.bring_codes_when_touched();
        move || {
            drop((follow, keep, touches));
            registry::leave(&player);
            player.leave();
        }
    });
}

/// What of a lab is to be shown, by its codes.
enum Found {
    /// What the storage holds, and the code in the address.
    Kept(Kept, Option<String>),
    /// The code in the address.
    Link(String),
}

impl Player {
    /// What was there before the page was loaded.
    fn open_first(&self) {
        let Some(found) = self.found() else { return };
        self.hub().opens.set(true);
        self.open_found(found);
    }

    fn found(&self) -> Option<Found> {
        let hub = self.hub();
        let fragment = page::fragment();
        let kept = page::kept(&hub.path.borrow(), hub.lab);
        let Some(code) = share::code_of(&fragment, hub.lab) else {
            // An anchor has taken the codes out of the address, or the reader came back to this page another way.
            return kept.filter(|_| !page::holds_codes()).map(|kept| Found::Kept(kept, None));
        };
        Some(match kept.filter(|kept| kept.stands_behind(code)) {
            Some(kept) => Found::Kept(kept, Some(code.to_owned())),
            None => Found::Link(code.to_owned()),
        })
    }

    fn open_found(&self, found: Found) {
        let player = self.clone();
        self.when_coded(move |lab| {
            let Ok(coded) = lab else {
                return player.say(NOT_LOADED.to_owned());
            };
            match found {
                Found::Kept(kept, code) => {
                    coded.open_kept(kept, code);
                }
                Found::Link(code) => {
                    if coded.open_code(code)
                        && let Some(lab) = coded.section()
                    {
                        lab.scroll_into_view();
                    }
                }
            }
            // What is kept may be replaced from here on, and a reader may have been faster.
            coded.hub().opens.set(false);
            coded.publish();
        });
    }

    fn section(&self) -> Option<Element> {
        gloo::utils::document().get_element_by_id(self.hub().lab)
    }

    /// Who touches a lab may soon have something to keep.
    fn bring_codes_when_touched(&self) -> Vec<EventListener> {
        let Some(section) = self.section() else { return Vec::new() };
        let listen = |event| {
            let player = self.clone();
            EventListener::once(&section, event, move |_| {
                // If they do not come, they are asked for again where they are needed.
                player.when_coded(drop);
            })
        };
        ["pointerdown", "focusin"].map(listen).into()
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
            self.open_found(Found::Link(code.to_owned()));
        }
    }

    /// Whether there is something to keep, and where.
    fn is_to_be_kept(&self) -> bool {
        let hub = self.hub();
        hub.touched.get() && !hub.aside.get() && !hub.opens.get() && !hub.path.borrow().is_empty()
    }

    /// Keeps the session soon, and now if that was not done just before.
    pub(super) fn publish(&self) {
        if !self.is_to_be_kept() {
            return;
        }
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
        if !self.hub().publish_pause.enter(PUBLISH_PAUSE, end) {
            return;
        }
        let was_here = self.coded_already().is_some();
        // If it does not come, the next change asks for it again.
        self.when_coded(move |lab| {
            if let Ok(lab) = lab {
                lab.publish_now(false);
                if !was_here {
                    lab.tell_watchers();
                }
            }
        });
    }

    /// Keeps the session of a page that is being left: its address may stay what it was.
    fn keep_when_left(&self) {
        if let Some(coded) = self.coded_already() {
            coded.publish_now(true);
        }
    }

    /// The lab leaves the page; the address may be another page's already.
    fn leave(&self) {
        let hub = self.hub();
        hub.playing.set(false);
        hub.watch_pause.leave();
        hub.publish_pause.leave();
        hub.wishes.forget();
        self.keep_when_left();
        hub.path.borrow_mut().clear();
        page::hide(hub.lab);
    }
}

impl Coded {
    /// What the storage holds: the run that was shown, between those beside it. If that does not open, the code in the address.
    pub(super) fn open_kept(&self, kept: Kept, code: Option<String>) -> bool {
        let Kept { full, beside: mut codes, shown, .. } = kept;
        let main = shown.min(codes.len());
        codes.insert(main, full);
        self.open_all(Plan { codes, main, otherwise: Some(code), ..Plan::default() })
    }

    /// The codes of the runs beside the one that is shown, and how many of them come before it.
    pub(super) fn beside(&self) -> (Vec<String>, usize) {
        let Reading { shown, runs, .. } = self.0.reading();
        ((0..runs).filter(|run| *run != shown).map(|run| self.code_of(run)).collect(), shown)
    }

    fn open_code(&self, code: String) -> bool {
        self.open_all(Plan { codes: vec![code], is_link: true, ..Plan::default() })
    }

    /// `false` if nothing opens, as far as that is known at once.
    fn open_all(&self, mut plan: Plan) -> bool {
        let coded = self.clone();
        let job = Box::new(move |_| plan.go_on(&coded));
        self.ask(Wish { kind: Kind::Run, amends: false, settles: true, job })
    }

    /// Keeps the session. When the page is being left, its address may stay what it was.
    pub(super) fn publish_now(&self, leaving: bool) {
        if !self.is_to_be_kept() {
            return;
        }
        let hub = self.hub();
        let path = hub.path.borrow();
        let (public, left_out) = self.public_code();
        hub.left_out.set(left_out);
        let full = if left_out == 0 { public.clone() } else { self.private_code() };
        let before = if leaving { page::in_address(hub.lab) } else { String::new() };
        let (beside, shown) = self.beside();
        page::keep(&path, hub.lab, &Kept { full, public: public.clone(), before, beside, shown });
        if page::path() == *path {
            page::show(hub.lab, public);
        }
    }
}

/// Moments to be opened one after another, in slices.
#[derive(Default)]
struct Plan {
    codes: Vec<String>,
    next: usize,
    /// Which of them is to be shown. It must open; one of the others that does not is left out.
    main: usize,
    /// Where it is among the runs.
    shown: usize,
    is_link: bool,
    /// From the storage: the code that is opened instead if this fails, or none, and then nothing is said.
    otherwise: Option<Option<String>>,
    opening: Option<Opens>,
}

impl Plan {
    fn go_on(&mut self, coded: &Coded) -> Result<(), String> {
        while let Some(code) = self.codes.get(self.next) {
            let opened = match &mut self.opening {
                Some(opening) => opening(),
                None if self.is_link && code.len() > LONGEST => Err(MomentError::TooLong),
                None => coded.opening(code).and_then(|opening| self.opening.insert(opening)()),
            };
            if slices::is_unfinished() {
                return Ok(());
            }
            self.opening = None;
            if self.next == self.main {
                if let Err(error) = opened {
                    match self.otherwise.take() {
                        Some(Some(code)) => *self = Self { codes: vec![code], is_link: true, ..Self::default() },
                        Some(None) => return Err(String::new()),
                        None => return Err(error.to_string()),
                    }
                    continue;
                }
                self.shown = coded.0.reading().shown;
            }
            self.next += 1;
        }
        coded.0.go(Go::Show(self.shown))?;
        // A frame may keep the run between two positions.
        coded.0.go(Go::To(coded.position()))
    }
}
