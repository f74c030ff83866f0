//! The picture of a system on a plan: places, wires between them, queues as lanes in which items line up, and messages under way.
//!
//! A chapter gives a [`Plan`] of where things are, mostly a constant, and makes a [`BoardState`] of its system's state: what stands
//! where at this moment. Messages are moved by the frame loop, at (now - sent) / (due - sent) of their way by the player's clock,
//! and not by the virtual DOM: the way stands in the page beside the message (`way.rs`).
//!
//! ```ignore
//! const PLAN: Plan<'static> = Plan { sizes: [(900, 420), (420, 420)], narrow_below: 720, places: &PLACES, wires: &WIRES };
//!
//! let board = use_board(&session.player(), is_alive);
//! board.draw(&PLAN, &BoardState { label, places, messages, ..BoardState::default() })
//! ```

mod draw;
mod list;
mod plan;
mod press;
mod shape;
mod state;
mod way;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use simulation::kernel::time::Micros;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::player::Player;
use crate::room::Resize;
use draw::Drawing;
use way::Way;

pub use plan::{Kind, Lane, Place, Plan, Side, Spot, Wire, row};
pub use state::{BoardState, Health, Item, Message, PlaceState, Press, WireState};

/// The boards of a lab. A handle: clones are the same.
#[derive(Clone)]
pub struct Board(Rc<Inner>);

struct Inner {
    player: Player,
    is_narrow: Cell<bool>,
    /// The drawing and the journey that is followed there, and what was told of it last.
    followed: Cell<Option<(&'static str, u32)>>,
    told: RefCell<Option<String>>,
}

/// Keeps the boards of a lab moving, and tells how much room they have. They are found in the page by the lab's name, once
/// `is_there` says that they can be.
#[hook]
pub fn use_board(player: &Player, is_there: bool) -> Board {
    let kept = player.clone();
    let board = use_memo((), move |()| {
        Board(Rc::new(Inner {
            player: kept,
            is_narrow: Cell::default(),
            followed: Cell::default(),
            told: RefCell::default(),
        }))
    });
    let watched = Board::clone(&board);
    use_effect_with(is_there, move |_| {
        let player = &watched.0.player;
        let lab = player.lab();
        let frames = player.on_frame(move |now| move_messages(lab, now));
        let resize = watched.watch_room();
        move || drop((frames, resize))
    });
    (*board).clone()
}

impl Board {
    /// Draws a plan as it is at this moment, with a list of it all for who does not see it.
    pub fn draw(&self, plan: &Plan<'_>, state: &BoardState) -> Html {
        let is_narrow = plan.narrow_below > 0 && self.0.is_narrow.get();
        let followed = self.0.followed.get().filter(|(name, _)| *name == state.name).map(|(_, journey)| journey);
        if let Some(journey) = followed {
            self.tell(journey, state);
        }
        let drawing = Drawing { plan, is_narrow, state, now: self.0.player.time(), followed, board: self };
        let narrow_below = (plan.narrow_below > 0).then(|| plan.narrow_below.to_string());
        html! {
            <div class="board" data-narrow-below={narrow_below}>
                { drawing.svg() }
                { list::list(state, drawing.now) }
            </div>
        }
    }

    fn is_playing(&self) -> bool {
        self.0.player.is_playing()
    }

    /// Watches the room of the lab's boards, if they can be narrow: by the first of them.
    fn watch_room(&self) -> Option<Resize> {
        let place = ["#", self.0.player.lab(), " [data-narrow-below]"].concat();
        let board = gloo::utils::document().query_selector(&place).ok().flatten()?;
        let narrow_below: i32 = board.get_attribute("data-narrow-below")?.parse().ok()?;
        let told = self.clone();
        Some(Resize::of(&board, move |width, _| {
            let is_narrow = (1..narrow_below).contains(&width);
            if told.0.is_narrow.replace(is_narrow) != is_narrow {
                told.0.player.look_again();
            }
        }))
    }

    /// What pressing a message does: follows its journey, or no more.
    fn on_follow(&self, name: &'static str, journey: u32) -> Callback<MouseEvent> {
        let board = self.clone();
        Callback::from(move |_| {
            let this = Some((name, journey));
            let is_followed = board.0.followed.get() == this;
            board.0.followed.set(this.filter(|_| !is_followed));
            if is_followed {
                board.0.told.take();
                board.0.player.follow(None);
            }
            board.0.player.look_again();
        })
    }

    /// Has the player say where what is followed is, and go on as fast as before when it is under way no more.
    fn tell(&self, journey: u32, state: &BoardState) {
        let hop = |message: &Message| [&*message.text, " goes ", &state.course(message.from, message.to), "."].concat();
        let hops: Vec<String> =
            state.messages.iter().filter(|message| message.journey == Some(journey)).map(hop).collect();
        let told = (!hops.is_empty()).then(|| hops.join(" "));
        if told.is_none() {
            self.0.followed.set(None);
        }
        if self.0.told.replace(told.clone()) != told {
            let player = self.0.player.clone();
            // Not while it is being rendered.
            spawn_local(async move { player.follow(told) });
        }
    }
}

/// Moves the messages of a lab to where they are now.
fn move_messages(lab: &str, now: Micros) {
    let document = gloo::utils::document();
    let Ok(messages) = document.query_selector_all(&["#", lab, " [data-way]"].concat()) else { return };
    for index in 0..messages.length() {
        let message =
            messages.get(index).and_then(|node| wasm_bindgen::JsCast::dyn_into::<web_sys::Element>(node).ok());
        if let Some(message) = message
            && let Some(way) = message.get_attribute("data-way").as_deref().and_then(Way::read)
        {
            // The name is a valid one.
            let _ = message.set_attribute("style", &way.style(now));
        }
    }
}
