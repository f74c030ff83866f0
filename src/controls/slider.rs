//! A slider, with a field for its number.

use std::rc::Rc;

use simulation::kernel::system::System;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::hand::{Stroke, follow, may_move};
use super::number::whole_field;
use super::{Grip, ask};
use crate::player::Session;

/// What a slider shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Slider {
    /// What it sets.
    pub label: &'static str,
    /// The least and the most that it can be.
    pub range: (i32, i32),
    /// What it is.
    pub value: i32,
    /// The same in words, for those who do not see it.
    pub says: String,
}

/// A slider with a field for its number. A drag is one step of the run, and so is a key, or a number that was typed.
pub fn slider<S: System>(
    session: &Session<S>,
    slider: Slider,
    command: impl Fn(i32) -> S::Command + Clone + 'static,
) -> Html {
    let grip = Grip::of(session, command.clone());
    let field = whole_field(session.player(), slider.label, slider.range, slider.value, ask(session, command));
    html! { <div class="slider">{ range(slider, &grip) }{ field }</div> }
}

/// A slider whose number is typed elsewhere, or whose stops are no numbers that one would type.
pub fn range(slider: Slider, grip: &Grip<i32>) -> Html {
    let Slider { label, range: (least, most), value, says } = slider;
    let (to, end) = (grip.to.clone(), grip.end.clone());
    let oninput = Callback::from(move |event: InputEvent| {
        let field: HtmlInputElement = event.target_unchecked_into();
        match field.value().parse() {
            Ok(wanted) if may_move(&field) => to.emit(wanted),
            _ => field.set_value(&value.to_string()),
        }
    });
    // Also after a key.
    let onchange = Callback::from(move |_: Event| end.emit(true));
    let end = grip.end.clone();
    let onpointerdown = Callback::from(move |event: PointerEvent| {
        let (end, field) = (end.clone(), event.target_unchecked_into());
        follow(
            &event,
            &field,
            Rc::new(move |stroke| match stroke {
                Stroke::Moved(_) => {}
                Stroke::LetGo(_) => end.emit(true),
                Stroke::Lost => end.emit(false),
            }),
        );
    });
    html! {
        <label class="slider-range">
            <span>{ label }</span>
            <input type="range" min={least.to_string()} max={most.to_string()} step="1" value={value.to_string()}
                aria-valuetext={says} {onpointerdown} {oninput} {onchange} />
        </label>
    }
}
