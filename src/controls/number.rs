//! Fields for a number. Each gives its command when it is left or Enter is pressed; what can't be is put back, with a word why.

use simulation::kernel::system::System;
use simulation::kernel::text::grouped;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::ask;
use crate::player::{Player, Session};

/// A field for a whole number of some range.
pub fn number<S: System>(
    session: &Session<S>,
    label: impl Into<Html>,
    range: (u32, u32),
    present: u32,
    command: impl Fn(u32) -> S::Command + 'static,
) -> Html {
    labelled(label.into(), bare_number(session, "", range, present, command))
}

/// The same without a label, as in a table: `name` says what it is, for those who do not see where it stands.
pub fn bare_number<S: System>(
    session: &Session<S>,
    name: impl Into<AttrValue>,
    (least, most): (u32, u32),
    present: u32,
    command: impl Fn(u32) -> S::Command + 'static,
) -> Html {
    let command = move |number: i32| command(number.unsigned_abs());
    whole_field(session.player(), name, (least as i32, most as i32), present as i32, ask(session, command))
}

/// A field for a whole number, which may have a label round it, or else a name.
pub(super) fn whole_field(
    player: Player,
    name: impl Into<AttrValue>,
    (least, most): (i32, i32),
    present: i32,
    ask: Callback<i32, bool>,
) -> Html {
    let take = move |text: &str| match text.trim().parse() {
        Ok(number) if (least..=most).contains(&number) => ask.emit(number),
        _ => {
            player.say(format!("A whole number is wanted here, from {least} to {most}."));
            false
        }
    };
    let onchange = typed(present.to_string(), Callback::from(move |text: String| take(&text)));
    let name = Some(name.into()).filter(|name| !name.is_empty());
    html! {
        <input type="number" inputmode="numeric" aria-label={name} min={least.to_string()} max={most.to_string()}
            data-value={present.to_string()} {onchange} />
    }
}

/// A field for a decimal number, of which `take` says whether it can be; it says why not. `step` is the least difference.
pub fn decimal_field(
    label: impl Into<Html>,
    (least, most): (u32, u32),
    step: &'static str,
    present: String,
    take: &Callback<f64, bool>,
) -> Html {
    let (take, before) = (take.clone(), present.clone());
    let onchange = Callback::from(move |event: Event| {
        let field: HtmlInputElement = event.target_unchecked_into();
        // As the browser reads it: what reads decimals in Rust weighs 10 kB. No number is NaN, and refused like one out of range.
        if !take.emit(field.value_as_number()) {
            field.set_value(&before);
        }
    });
    let field = html! {
        <input type="number" inputmode="decimal" min={least.to_string()} max={most.to_string()} {step} data-value={present}
            {onchange} />
    };
    labelled(label.into(), field)
}

/// A field for a whole number from 1 that may have more digits than JavaScript's have: it stays a text until Rust reads it.
pub fn digits_field<S: System>(
    session: &Session<S>,
    label: &'static str,
    most: u64,
    present: u64,
    command: impl Fn(u64) -> S::Command + 'static,
) -> Html {
    let (player, ask) = (session.player(), ask(session, command));
    let take = Callback::from(move |text: String| {
        let digits: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        match digits.parse() {
            Ok(number) => ask.emit(number),
            Err(_) => {
                player.say(format!("Give a whole number from 1 to {}.", grouped(most)));
                false
            }
        }
    });
    let onchange = typed(present.to_string(), take);
    let field = html! {
        <input type="text" inputmode="numeric" autocomplete="off" size="16" data-value={present.to_string()} {onchange} />
    };
    labelled(label.into(), field)
}

fn labelled(label: Html, field: Html) -> Html {
    html! { <label><span>{ label }</span>{ field }</label> }
}

/// Takes what was typed, or puts back what was there before.
fn typed(present: String, take: Callback<String, bool>) -> Callback<Event> {
    Callback::from(move |event: Event| {
        let field: HtmlInputElement = event.target_unchecked_into();
        if !take.emit(field.value()) {
            field.set_value(&present);
        }
    })
}
