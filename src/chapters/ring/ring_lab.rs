//! Lab 1, the ring: servers are dragged about on it, and the keys that move are lit and counted.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo::render::{AnimationFrame, request_animation_frame};
use simulation::ring::hash_ring::{Command, HashRing};
use wasm_bindgen::JsCast as _;
use web_sys::{Element, KeyboardEvent, PointerEvent, SvgElement};
use yew::prelude::*;

use super::gesture::{self, Drag, Grip, Press};
use super::ring_choice::{self, PRESETS};
use super::ring_panel::{self, Panel};
use super::ring_svg::{self, Handlers};
use super::{ring_paint, ring_view};
use crate::controls::hand::{Stroke, hold};
use crate::controls::presets;
use crate::later::use_near;
use crate::player::{Player, Session, use_player_bar, use_view};

/// The ring, its readouts and controls, and the player. A hook and not a component: a component costs every visitor more
/// than a kilobyte.
#[hook]
pub fn use_ring_lab(session: &Session<HashRing>) -> Html {
    let root = use_node_ref();
    let hand = use_mut_ref(Hand::default);
    use_painter(session, &root);
    let selected = Selected { grip: use_memo((), |()| Cell::new(None)), player: session.player() };
    let view = figure(session, &root, &hand, &selected);
    let figure = use_view(session.player(), figure_key(&hand, &selected), view);
    let panel = use_near::<Panel>("ring", |place, is_there| Box::pin(ring_panel::load(place, is_there)));
    let bar = use_player_bar(session.player());
    html! {
        <>
            { presets(session, &PRESETS) }
            <div class="ring-lab lab-grid">
                <div class="ring-figure">{ figure }</div>
                { panel }
            </div>
            { bar }
        </>
    }
}

/// What renders the picture, and below it what was picked out.
fn figure(
    session: &Session<HashRing>,
    root: &NodeRef,
    hand: &SharedHand,
    selected: &Selected,
) -> impl Fn() -> Html + 'static {
    let (session, root, hand, selected) = (session.clone(), root.clone(), Rc::clone(hand), selected.clone());
    let handlers =
        Handlers { key: on_key(&session, &selected, &hand), down: on_down(&session, &root, &selected, &hand) };
    let drawn = RefCell::new(Html::default());
    move || {
        let is_dragged = hand.borrow().is_dragging();
        session.with(|timeline| {
            let lab = timeline.state();
            let chosen = selected.get().filter(|grip| grip.turn(lab).is_some());
            // Within a drag the painter draws, at every frame; what it drew is rendered when the drag has ended: it is large.
            if !is_dragged {
                *drawn.borrow_mut() = ring_svg::svg(lab, &ring_view::picture(lab), chosen, &root, &handlers);
            }
            html! { <>{ drawn.borrow().clone() }{ ring_choice::chosen(&session, lab, chosen, &selected) }</> }
        })
    }
}

/// Changes when the picture has to be rendered again: not within a drag, unless the place of what was picked out is to be shown.
fn figure_key(hand: &SharedHand, selected: &Selected) -> impl Fn() -> u64 + 'static {
    let (hand, selected, shown) = (Rc::clone(hand), selected.clone(), Cell::new(0));
    move || {
        if !hand.borrow().is_dragging() || selected.get().is_some() {
            shown.set(selected.player.generation());
        }
        shown.get()
    }
}

/// The server or node that was picked out; picture, and what stands below it, show it.
#[derive(Clone)]
pub struct Selected {
    grip: Rc<Cell<Option<Grip>>>,
    player: Player,
}

impl Selected {
    fn get(&self) -> Option<Grip> {
        self.grip.get()
    }

    /// Picks this one out, or none.
    pub fn set(&self, grip: Option<Grip>) {
        if self.grip.replace(grip) != grip {
            self.player.look_again();
        }
    }
}

/// What a hand on the ring is doing, and what the next frame will do about it.
#[derive(Default)]
struct Hand {
    press: Option<Press>,
    /// Where the pointer wants the grip; taken up once a frame.
    wanted: Option<u32>,
    frame: Option<AnimationFrame>,
    /// The server that the keyboard moves.
    keyed: Option<usize>,
}

impl Hand {
    fn is_dragging(&self) -> bool {
        self.press.as_ref().is_some_and(|press| press.drag == Drag::Under)
    }
}

type SharedHand = Rc<RefCell<Hand>>;

/// Paints every change at once. What is rendered later shows the same state, so page and state agree.
#[hook]
fn use_painter(session: &Session<HashRing>, root: &NodeRef) {
    let (painted, element) = (session.clone(), root.clone());
    use_effect_with(session.clone(), move |session| {
        let last = RefCell::new(ring_view::Picture::default());
        let listener = session.on_frame(move || {
            if let Some(root) = element.cast::<Element>() {
                let picture = painted.with(|timeline| ring_view::picture(timeline.state()));
                ring_paint::paint(&root, &last.borrow(), &picture);
                last.replace(picture);
            }
        });
        move || drop(listener)
    });
}

fn on_down(
    session: &Session<HashRing>,
    root: &NodeRef,
    selected: &Selected,
    hand: &SharedHand,
) -> Callback<PointerEvent> {
    let (session, root, selected, shared) = (session.clone(), root.clone(), selected.clone(), Rc::clone(hand));
    Callback::from(move |event: PointerEvent| {
        let Some(root) = root.cast::<Element>() else {
            return;
        };
        let Some(press) = session.with(|timeline| gesture::press(&root, &event, timeline.state())) else {
            return;
        };
        // A row of key presses is another gesture.
        session.player().settle();
        let (session, selected, held, ring) = (session.clone(), selected.clone(), Rc::clone(&shared), root.clone());
        let stroke = move |stroke: Stroke<'_>| match stroke {
            Stroke::Moved(event) => follow(&session, &ring, &held, event),
            Stroke::LetGo(event) => let_go(&session, &ring, &selected, &held, event),
            Stroke::Lost => give_up(&session, &held),
        };
        if hold(&event, &root, Rc::new(stroke)) {
            let mut hand = shared.borrow_mut();
            (hand.press, hand.keyed) = (Some(press), None);
        }
    })
}

fn follow(session: &Session<HashRing>, root: &Element, shared: &SharedHand, event: &PointerEvent) {
    let mut hand = shared.borrow_mut();
    let Some(press) = hand.press.as_mut().filter(|press| press.grip.is_some()) else {
        return;
    };
    if press.drag == Drag::NotYet {
        if !gesture::has_left(press, event) {
            return;
        }
        press.drag = Drag::Begun;
    }
    event.prevent_default();
    let wanted = gesture::turn_at(root, event).wrapping_add(press.ahead);
    hand.wanted = Some(wanted);
    if hand.frame.is_none() {
        let (session, shared) = (session.clone(), Rc::clone(shared));
        hand.frame = Some(request_animation_frame(move |_| {
            shared.borrow_mut().frame = None;
            take_up(&session, &shared);
        }));
    }
}

/// Moves the grip to where the pointer wants it.
fn take_up(session: &Session<HashRing>, shared: &SharedHand) {
    let mut hand = shared.borrow_mut();
    let Some(to) = hand.wanted.take() else {
        return;
    };
    let Some(press) = hand.press.as_mut() else {
        return;
    };
    let Some(grip) = press.grip else {
        return;
    };
    press.drag = Drag::Under;
    // The session calls its listeners, which may look at the hand.
    drop(hand);
    session.drag(grip.to(to));
}

fn let_go(session: &Session<HashRing>, root: &Element, selected: &Selected, shared: &SharedHand, event: &PointerEvent) {
    take_up(session, shared);
    let Some(press) = shared.borrow_mut().press.take() else {
        return;
    };
    if press.drag != Drag::NotYet {
        session.player().settle();
        return;
    }
    match selected.get() {
        Some(chosen) if !press.on_handle => {
            session.command(chosen.to(gesture::turn_at(root, event)));
            selected.set(None);
        }
        chosen => selected.set(press.grip.filter(|grip| chosen != Some(*grip))),
    }
}

/// Ends a drag as if it had never been.
fn give_up(session: &Session<HashRing>, shared: &SharedHand) {
    {
        let mut hand = shared.borrow_mut();
        (hand.wanted, hand.press) = (None, None);
    }
    session.player().cancel();
}

fn on_key(session: &Session<HashRing>, selected: &Selected, hand: &SharedHand) -> Callback<(usize, KeyboardEvent)> {
    let (session, selected, shared) = (session.clone(), selected.clone(), Rc::clone(hand));
    Callback::from(move |(slot, event): (usize, KeyboardEvent)| {
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        let grip = Grip { slot, node: None };
        let turn = session.with(|timeline| grip.turn(timeline.state()));
        let moved_to = turn.and_then(|turn| gesture::keyed(&event, turn));
        match (moved_to, event.key().as_str()) {
            (Some(to), _) => {
                // A row of key presses at one server is one step.
                if shared.borrow_mut().keyed.replace(slot) != Some(slot) {
                    session.player().settle();
                }
                session.drag(grip.to(to));
                session.player().rest();
            }
            (None, "Delete" | "Backspace") => {
                shared.borrow_mut().keyed = None;
                // Else the focus would be lost with the handle.
                if session.command(Command::Remove { server: slot as u32 }) {
                    focus_neighbour(&event);
                }
            }
            (None, "Enter" | " ") => selected.set(Some(grip).filter(|grip| selected.get() != Some(*grip))),
            (None, "Escape") => selected.set(None),
            _ => {
                shared.borrow_mut().keyed = None;
                return;
            }
        }
        event.prevent_default();
    })
}

/// Gives the focus to the next handle, or the one before if this is the last.
fn focus_neighbour(event: &KeyboardEvent) {
    let Some(handle) = event.target_dyn_into::<Element>() else {
        return;
    };
    let neighbours = [handle.next_element_sibling(), handle.previous_element_sibling()];
    let neighbour = neighbours.into_iter().flatten().find(|neighbour| neighbour.has_attribute("data-slot"));
    if let Some(neighbour) = neighbour.and_then(|neighbour| neighbour.dyn_into::<SvgElement>().ok()) {
        // Without it the keyboard is back at the top of the page, which is no worse than before.
        let _ = neighbour.focus();
    }
}
