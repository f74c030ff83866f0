//! Dragging, tapping and keying a server round the ring.

use simulation::ring::hash_ring::{Command, HashRing};
use web_sys::{Element, KeyboardEvent, PointerEvent};

use super::circle;
use super::ring_view::BAND;

/// What a hand holds: a server with all its nodes, or one node of it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Grip {
    /// The server's slot.
    pub slot: usize,
    /// The node's number, if only that one.
    pub node: Option<u32>,
}

impl Grip {
    /// The command that moves it to `to`, in parts of 2^32 of the circle.
    pub const fn to(self, to: u32) -> Command {
        let server = self.slot as u32;
        match self.node {
            Some(node) => Command::Place { server, node, to },
            None => Command::Turn { server, to },
        }
    }

    /// Where it stands.
    pub fn turn(self, lab: &HashRing) -> Option<u32> {
        let (id, _) = lab.ring().servers().find(|(id, _)| id.slot() == self.slot)?;
        Some(lab.ring().position_of(id, self.node.unwrap_or(0))?.turn())
    }
}

/// A hand on the ring, from pointer down to pointer up.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Press {
    /// What is under it; `None` on the band, away from any node.
    pub grip: Option<Grip>,
    /// Whether it came down on a server's handle.
    pub on_handle: bool,
    /// How far the grip stands ahead of the pointer, in parts of 2^32.
    pub ahead: u32,
    /// Where it began, in pixels.
    pub from: (i32, i32),
    /// Whether it has become a drag, and whether that drag has moved anything.
    pub drag: Drag,
}

/// How far a press has come.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Drag {
    /// It may still be a tap.
    NotYet,
    /// The hand moves, no command was given.
    Begun,
    /// A command was given; further ones amend it.
    Under,
}

/// A press becomes a drag after so many pixels.
const SLACK: i32 = 4;
/// A node is hit within this distance along the band, in parts of 2^32: two per cent of the circle.
const REACH: u32 = 85_000_000;

/// Where on the circle a pointer is.
pub fn turn_at(root: &Element, event: &PointerEvent) -> u32 {
    let (x, y) = within(root, event);
    circle::turn_of(x, y)
}

/// What a pointer has come down on; `None` off the ring.
pub fn press(root: &Element, event: &PointerEvent, lab: &HashRing) -> Option<Press> {
    let turn = turn_at(root, event);
    let handle = handle_under(event);
    let grip = match handle {
        Some(slot) => Some(Grip { slot, node: None }),
        None if is_on_band(root, event) => nearest_node(lab, turn),
        None => return None,
    };
    let stands = grip.and_then(|grip| grip.turn(lab)).unwrap_or(turn);
    Some(Press {
        grip,
        on_handle: handle.is_some(),
        ahead: stands.wrapping_sub(turn),
        from: (event.client_x(), event.client_y()),
        drag: Drag::NotYet,
    })
}

/// Whether the pointer has left the place where it came down.
pub fn has_left(press: &Press, event: &PointerEvent) -> bool {
    (event.client_x() - press.from.0).abs() > SLACK || (event.client_y() - press.from.1).abs() > SLACK
}

/// Where a key press wants a server that stands at `turn`; `None` if the key means something else.
pub fn keyed(event: &KeyboardEvent, turn: u32) -> Option<u32> {
    /// A hundredth of the circle.
    const HUNDREDTH: u32 = 42_949_673;
    let step = if event.shift_key() { HUNDREDTH / 10 } else { HUNDREDTH };
    Some(match event.key().as_str() {
        "ArrowRight" | "ArrowUp" => turn.wrapping_add(step),
        "ArrowLeft" | "ArrowDown" => turn.wrapping_sub(step),
        "PageUp" => turn.wrapping_add(10 * HUNDREDTH),
        "PageDown" => turn.wrapping_sub(10 * HUNDREDTH),
        "Home" => 0,
        "End" => u32::MAX,
        _ => return None,
    })
}

fn within(root: &Element, event: &PointerEvent) -> (f64, f64) {
    let place = root.get_bounding_client_rect();
    let side = place.width().max(1.0);
    ((f64::from(event.client_x()) - place.left()) / side, (f64::from(event.client_y()) - place.top()) / side)
}

fn handle_under(event: &PointerEvent) -> Option<usize> {
    use wasm_bindgen::JsCast as _;
    let target: Element = event.target()?.dyn_into().ok()?;
    target.closest("[data-slot]").ok()??.get_attribute("data-slot")?.parse().ok()
}

fn is_on_band(root: &Element, event: &PointerEvent) -> bool {
    let (x, y) = within(root, event);
    (circle::radius_of(x, y) - f64::from(BAND)).abs() < 260.0
}

fn nearest_node(lab: &HashRing, turn: u32) -> Option<Grip> {
    let apart = |at: u32| at.wrapping_sub(turn).min(turn.wrapping_sub(at));
    let nearest = lab.ring().points().iter().min_by_key(|point| apart(point.position.turn()))?;
    if apart(nearest.position.turn()) > REACH {
        return None;
    }
    // A server with one node is moved whole: that is the same, and reads better.
    let alone = lab.ring().server(nearest.server)?.nodes == 1;
    Some(Grip { slot: nearest.server.slot(), node: (!alone).then_some(nearest.node) })
}
