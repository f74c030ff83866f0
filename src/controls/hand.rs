//! The hand: the pointer that holds something, from when it comes down until it is let go of or lost.
//!
//! There is one for the page, so a second finger moves nothing. It is followed at the window: what it holds may be rendered anew, or
//! be gone, before it is let go of.

use std::cell::RefCell;
use std::rc::Rc;

use gloo::events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast as _;
use web_sys::{Element, Event, KeyboardEvent, PointerEvent};

/// What a hand does with what it holds.
#[derive(Clone, Copy, Debug)]
pub enum Stroke<'a> {
    /// It moves.
    Moved(&'a PointerEvent),
    /// It lets go. Nothing comes after this.
    LetGo(&'a PointerEvent),
    /// The browser took the pointer, as for scrolling, or Escape was pressed: what it did is to be undone. Nothing comes after this.
    Lost,
}

/// Who is told of the strokes.
pub type Told = Rc<dyn Fn(Stroke<'_>)>;

struct Hand {
    pointer: i32,
    holder: Element,
    /// `None` once it was given up by Escape, while the pointer is still down.
    told: Option<Told>,
    /// Dropped with it.
    _listeners: [EventListener; 5],
}

thread_local! {
    static HAND: RefCell<Option<Hand>> = const { RefCell::new(None) };
}

/// Holds `holder` with the pointer that has come down, and tells what it does until it is up again. A drag of something that the
/// browser does not move itself wants it [captured](hold) too. `false` if it is not the pointer's main button, or another
/// pointer holds something.
pub fn follow(event: &PointerEvent, holder: &Element, told: Told) -> bool {
    // A pointer that comes down again came up unseen, and so did the one before it if this one is the first of its kind.
    let is_second = HAND.with_borrow(|hand| hand.as_ref().is_some_and(|hand| hand.pointer != event.pointer_id()))
        && !event.is_primary();
    if event.button() != 0 || is_second {
        return false;
    }
    let listeners = ["pointermove", "pointerup", "pointercancel", "lostpointercapture"].map(listener);
    let [moved, up, cancelled, lost] = listeners;
    let escape = EventListener::new_with_options(
        &gloo::utils::window(),
        "keydown",
        // Before whoever else listens to Escape.
        EventListenerOptions { phase: gloo::events::EventListenerPhase::Capture, passive: false },
        on_key,
    );
    let hand = Hand {
        pointer: event.pointer_id(),
        holder: holder.clone(),
        told: Some(told),
        _listeners: [moved, up, cancelled, lost, escape],
    };
    end(HAND.replace(Some(hand)), Stroke::Lost);
    true
}

/// [Follows](follow) the pointer, and captures it: whatever it moves over, `holder` is under it.
pub fn hold(event: &PointerEvent, holder: &Element, told: Told) -> bool {
    let holds = follow(event, holder, told);
    if holds {
        // Without capture other things are hovered meanwhile; the drag works all the same.
        let _ = holder.set_pointer_capture(event.pointer_id());
    }
    holds
}

/// Whether a control that moved may be heeded: not while the hand holds another, or has given this one up.
#[must_use]
pub fn may_move(control: &Element) -> bool {
    HAND.with_borrow(|hand| hand.as_ref().is_none_or(|hand| hand.holder == *control && hand.told.is_some()))
}

fn listener(kind: &'static str) -> EventListener {
    EventListener::new(&gloo::utils::window(), kind, on_pointer)
}

fn on_pointer(event: &Event) {
    let event: &PointerEvent = event.unchecked_ref();
    let Some(holder) = HAND.with_borrow(|hand| {
        hand.as_ref().filter(|hand| hand.pointer == event.pointer_id()).map(|hand| hand.holder.clone())
    }) else {
        return;
    };
    let stroke = match event.type_().as_str() {
        "pointermove" => {
            let told = HAND.with_borrow(|hand| hand.as_ref().and_then(|hand| hand.told.clone()));
            // It may begin or end a gesture itself, so nothing is borrowed now.
            if let Some(told) = told {
                told(Stroke::Moved(event));
            }
            return;
        }
        "pointerup" => Stroke::LetGo(event),
        // A finger is captured by what it touches first: that it loses it to the holder means nothing.
        "lostpointercapture" if event.target().as_ref() != Some(holder.as_ref()) => return,
        _ => Stroke::Lost,
    };
    end(HAND.take(), stroke);
}

fn on_key(event: &Event) {
    let event: &KeyboardEvent = event.unchecked_ref();
    if event.key() != "Escape" {
        return;
    }
    let told = HAND.with_borrow_mut(|hand| hand.as_mut().and_then(|hand| hand.told.take()));
    if let Some(told) = told {
        event.prevent_default();
        event.stop_propagation();
        told(Stroke::Lost);
    }
}

fn end(hand: Option<Hand>, stroke: Stroke<'_>) {
    if let Some(told) = hand.and_then(|mut hand| hand.told.take()) {
        told(stroke);
    }
}
