//! What is held while it is moved.

use std::rc::Rc;

use simulation::kernel::system::System;
use web_sys::{Element, PointerEvent};
use yew::Callback;

use super::hand::{Stroke, hold};
use crate::player::Session;

/// What a slider or a scrub asks for: other values while it is held, and then their end.
#[derive(Clone, Debug, PartialEq)]
pub struct Grip<T: 'static> {
    /// Called with each value.
    pub to: Callback<T>,
    /// Called once it is let go of, with `true`, or given up, with `false`: then it is as if it had never been.
    pub end: Callback<bool>,
}

impl<T> Grip<T> {
    /// One whose values become commands of a run, a gesture one step.
    pub fn of<S: System>(session: &Session<S>, command: impl Fn(T) -> S::Command + 'static) -> Self {
        let (session, player) = (session.clone(), session.player());
        let to = Callback::from(move |wanted| {
            session.drag(command(wanted));
        });
        let end = Callback::from(move |stands| if stands { player.settle() } else { player.cancel() });
        Self { to, end }
    }

    /// One whose values are kept elsewhere.
    pub fn plain(to: Callback<T>) -> Self {
        Self { to, end: Callback::noop() }
    }
}

/// Follows a pointer that has come down on something in a picture. Each time it moves, `to` says which command that makes, if
/// any; all of them are one step of the run. `false` if another pointer holds something.
pub fn drag<S: System>(
    session: &Session<S>,
    event: &PointerEvent,
    picture: &Element,
    to: impl Fn(&PointerEvent) -> Option<S::Command> + 'static,
) -> bool {
    let (session, player) = (session.clone(), session.player());
    // A row of key presses is another gesture.
    player.settle();
    let stroke = move |stroke: Stroke<'_>| match stroke {
        Stroke::Moved(event) => {
            if let Some(command) = to(event) {
                session.drag(command);
            }
        }
        Stroke::LetGo(_) => player.settle(),
        Stroke::Lost => player.cancel(),
    };
    hold(event, picture, Rc::new(stroke))
}
