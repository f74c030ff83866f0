//! What the panel shows of the lab: where its run stands, and which lines ran.

use algorithms::probe::Ran;
use yew::prelude::*;

use super::listing::Listing;
use crate::life;
use crate::player::{Player, registry};
use gloo::events::EventListener;
use web_sys::Element;

/// The run as it stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Marks {
    /// The number of steps done.
    pub position: u64,
    /// Nothing is recorded after this and nothing is under way.
    pub is_over: bool,
    /// What happened in the last step.
    pub said: String,
    /// Which lines ran in it.
    pub ran: Vec<Ran>,
}

impl Marks {
    fn read(player: &Player, listing: &Listing) -> Self {
        Self {
            position: player.position(),
            is_over: player.is_over(),
            said: player.said(),
            ran: (listing.watch)(listing.lab),
        }
    }

    /// What a line was reported with, if it ran.
    pub fn of(&self, path: &str, number: u32) -> Option<&Ran> {
        self.ran.iter().find(|ran| ran.line.number == number && ran.line.file == path)
    }
}

/// The lab's player, as soon as it lives, and its marks: those of the last settled step. They are not read while the panel is
/// closed or something is dragged, because the step is done again for them.
#[hook]
pub fn use_marks(listing: &'static Listing, panel: &Element) -> (Option<Player>, Marks) {
    let player = use_state_eq(|| None::<Player>);
    let marks = use_state_eq(Marks::default);
    let setter = player.setter();
    use_effect_with((), move |()| {
        life::wake_lab(listing.lab);
        registry::when_here(listing.lab, move |found| setter.set(Some(found)));
    });
    let (setter, panel) = (marks.setter(), panel.clone());
    use_effect_with((*player).clone(), move |player| {
        let listening = player.clone().map(|player| {
            let (told, shown) = (player.clone(), panel.clone());
            let read = move || {
                if shown.has_attribute("open") && !told.is_dragged() {
                    setter.set(Marks::read(&told, listing));
                }
            };
            read();
            let again = read.clone();
            (player.on_change(read), EventListener::new(&panel, "toggle", move |_| again()))
        });
        move || drop(listening)
    });
    ((*player).clone(), (*marks).clone())
}
