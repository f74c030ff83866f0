//! What a reader asks a lab with: one line in a lab for each control.
//!
//! | control | in a lab |
//! |---|---|
//! | a button | [`button`], or [`give`] where it looks another way |
//! | starts to choose from | [`presets`] |
//! | a row of choices, or a switch | [`row`], [`switch`] |
//! | a choice from a list | [`choice`], [`choice_of`] |
//! | a checkbox | [`toggle`] |
//! | a number | [`number`], [`bare_number`], [`decimal_field`], [`digits_field`] |
//! | a slider, with a field for its number | [`slider`]; [`range`] where the field is another one |
//! | a text, a list of lines or a number that is sent | [`form`] |
//! | something in a picture that is dragged | [`drag`] |
//! | a number in running text that is dragged | [`scrub::Scrub`] |
//!
//! Each gives commands to the lab's [`Session`]. What is refused is put back, and the lab's bar says why. What a reader has typed
//! stays, also while the lab plays: see [`crate::widgets::field`].
//!
//! A gesture, of a slider, a drag or a scrub, is one step of the run, however many frames it takes: [`Session::drag`]. It follows
//! one pointer, the [hand], and is taken back when that is lost or Escape is pressed.

mod button;
mod choice;
mod form;
mod grip;
mod number;
mod slider;

#[cfg(all(test, not(target_arch = "wasm32")))]
pub mod check;
pub mod hand;
pub mod scrub;

pub use button::{Preset, button, give, presets, row, switch, toggle};
pub use choice::{choice, choice_of};
pub use form::{FormField, Kind, form, lines};
pub use grip::{Grip, drag};
pub use number::{bare_number, decimal_field, digits_field, number};
pub use slider::{Slider, range, slider};

use simulation::kernel::system::System;
use yew::Callback;

use crate::player::Session;

/// Gives the command made of what is asked for; tells whether it was done. The only part of most controls that is compiled
/// again for each system.
fn ask<S: System, T: 'static>(session: &Session<S>, command: impl Fn(T) -> S::Command + 'static) -> Callback<T, bool> {
    let session = session.clone();
    Callback::from(move |wanted| session.command(command(wanted)))
}
