//! The codes of a lab's moments: what links, the browser's storage and scenes are made of.
//!
//! Who sees a lab and moves it needs none. So what writes and opens them, which has to know the lab's system, lies on the
//! chapter’s desk and is loaded when the lab is touched, or a code of it is to be opened.

use std::ops::Deref;

use simulation::kernel::moment::{Moment, MomentError};
use simulation::kernel::system::Registered;
use simulation::kernel::timeline::{Opening, Timeline};
use wasm_bindgen_futures::spawn_local;

use super::hub::tell;
use super::session::{Player, Session};
use crate::lazy::{self, AtHand, NotLoaded};

thread_local! {
    /// Those of the first lab of the chapter that the page shows. The labs below have theirs with them.
    pub static AT_HAND: AtHand<Codes> = const { AtHand::nothing() };
}

/// What writes and opens the codes of one system.
#[derive(Clone, Copy, Debug)]
pub struct Codes {
    is_of: fn(&Player) -> bool,
    write: fn(&Player, Which) -> (String, usize),
    open: fn(&Player, &str) -> Result<(), MomentError>,
    opening: fn(&Player, &str) -> Result<Opens, MomentError>,
}

/// Which of a lab's moments is written.
#[derive(Clone, Copy, Debug)]
enum Which {
    /// The one that is shown, without what the reader typed.
    Public,
    /// The one that is shown.
    Shown,
    /// That of one of the runs.
    Run(usize),
}

/// Opens a moment, as far as there is time: to be called until it is not unfinished.
pub(super) type Opens = Box<dyn FnMut() -> Result<(), MomentError>>;

impl Codes {
    /// Those of this system.
    #[must_use]
    pub const fn of<S: Registered>() -> Self {
        Self {
            is_of: |player| Session::<S>::of(player).is_some(),
            write: write::<S>,
            open: open::<S>,
            opening: opening::<S>,
        }
    }
}

fn write<S: Registered>(player: &Player, which: Which) -> (String, usize) {
    let run = match which {
        Which::Public | Which::Shown => None,
        Which::Run(run) => Some(run),
    };
    let moment = Session::<S>::of(player).and_then(|session| session.moment(run));
    let written = moment.map(|moment| match which {
        Which::Public => moment.in_public(),
        Which::Shown | Which::Run(_) => (moment, 0),
    });
    written.map(|(moment, left_out)| (moment.encode(), left_out)).unwrap_or_default()
}

fn session_of<S: Registered>(player: &Player) -> Result<Session<S>, MomentError> {
    Session::of(player).ok_or(MomentError::OtherLab)
}

fn open<S: Registered>(player: &Player, code: &str) -> Result<(), MomentError> {
    session_of::<S>(player)?.take(Timeline::open(Moment::decode_kept(code)?)?);
    Ok(())
}

fn opening<S: Registered>(player: &Player, code: &str) -> Result<Opens, MomentError> {
    let session = session_of::<S>(player)?;
    let mut opening = Opening::new(Moment::decode_kept(code)?)?;
    Ok(Box::new(move || {
        opening.go_on()?.into_iter().for_each(|run| session.take(run));
        Ok(())
    }))
}

impl Player {
    /// The lab with what writes and opens its codes.
    ///
    /// # Errors
    /// If that does not come; asking again tries again.
    pub async fn coded(&self) -> Result<Coded, NotLoaded> {
        if let Some(coded) = self.coded_already() {
            return Ok(coded);
        }
        let all = lazy::bring(&AT_HAND).await?;
        let codes = all.iter().find(|codes| (codes.is_of)(self)).copied();
        self.hub().codes.set(codes);
        self.coded_already().ok_or(NotLoaded)
    }

    /// Calls `then` with the same: at once if it has come already.
    pub fn when_coded(&self, then: impl FnOnce(Result<Coded, NotLoaded>) + 'static) {
        match self.coded_already() {
            Some(coded) => then(Ok(coded)),
            None => {
                let player = self.clone();
                spawn_local(async move { then(player.coded().await) });
            }
        }
    }

    /// The same natively, where nothing is loaded.
    #[cfg(all(test, not(target_arch = "wasm32")))]
    pub(super) fn coded_for<S: Registered>(&self) -> Coded {
        Coded { player: self.clone(), codes: Codes::of::<S>() }
    }

    /// The same if it has come already.
    pub(super) fn coded_already(&self) -> Option<Coded> {
        self.hub().codes.get().map(|codes| Coded { player: self.clone(), codes })
    }
}

/// A lab, and what writes and opens its codes.
#[derive(Clone, Debug)]
pub struct Coded {
    player: Player,
    codes: Codes,
}

impl PartialEq for Coded {
    fn eq(&self, other: &Self) -> bool {
        self.player == other.player
    }
}

impl Deref for Coded {
    type Target = Player;

    fn deref(&self) -> &Player {
        &self.player
    }
}

impl Coded {
    /// The code of the moment that is shown, and how many things that the reader typed it leaves out.
    #[must_use]
    pub fn public_code(&self) -> (String, usize) {
        (self.codes.write)(self, Which::Public)
    }

    /// The same with everything in it: not for a link, unless the reader asks for it.
    #[must_use]
    pub fn private_code(&self) -> String {
        (self.codes.write)(self, Which::Shown).0
    }

    /// The code of one of the runs, with everything in it.
    pub(super) fn code_of(&self, run: usize) -> String {
        (self.codes.write)(self, Which::Run(run)).0
    }

    /// Shows the moment of a code, beside the run shown before if something was done in that. The listeners are told.
    ///
    /// # Errors
    /// If the code is no good one for this lab; then nothing has changed.
    pub fn open(&self, code: &str) -> Result<(), MomentError> {
        self.halt();
        self.hub().wishes.rush();
        (self.codes.open)(self, code)?;
        self.moved(Ok(()), true);
        Ok(())
    }

    /// What shows the moment of a code in slices.
    pub(super) fn opening(&self, code: &str) -> Result<Opens, MomentError> {
        (self.codes.opening)(self, code)
    }

    /// Sets the reader's own runs aside, so that something else can be shown, or puts them back as they were. What is done
    /// meanwhile is theirs neither in the address nor in the browser's storage, and is gone when they come back.
    pub fn set_aside(&self, aside: bool) {
        let hub = self.hub();
        if hub.aside.get() == aside {
            return;
        }
        self.halt();
        // What was done in the last moments before may not be kept yet.
        self.publish_now(false);
        hub.aside.set(aside);
        hub.busy.set(false);
        self.0.set_aside(aside);
        hub.message.take();
        hub.clock.set(self.0.reading().now);
        tell(&hub.lists.frames);
        self.tell_watchers();
    }
}
