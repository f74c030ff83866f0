//! The lab as a frame for another page.

use web_sys::{HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement};
use yew::prelude::*;

use crate::player::codes::Coded;
use crate::share::frame::{Options, address};
use crate::share::with_codes;
use crate::widgets::field::show_what_is_in_force;

/// What the reader chose.
#[derive(Clone, Default, PartialEq)]
struct Chosen {
    options: Options,
    from_start: bool,
}

/// The snippet, and the choices that change it.
#[hook]
pub fn use_embed(player: &Coded) -> Html {
    let chosen = use_state(Chosen::default);
    use_effect(show_what_is_in_force);
    let change = |how: fn(&mut Chosen, &Event)| {
        let chosen = chosen.clone();
        Callback::from(move |event: Event| {
            let mut next = (*chosen).clone();
            how(&mut next, &event);
            chosen.set(next);
        })
    };
    let theme = change(|chosen, event| {
        let value = event.target_unchecked_into::<HtmlSelectElement>().value();
        chosen.options.theme = (!value.is_empty()).then_some(value);
    });
    let controls = change(|chosen, event| chosen.options.without_controls = !is_checked(event));
    let moment = change(|chosen, event| chosen.from_start = !is_checked(event));
    let first = change(|chosen, event| chosen.options.first = number(event));
    let last = change(|chosen, event| chosen.options.last = number(event));
    let codes: Vec<_> = (!chosen.from_start).then(|| (player.lab(), player.public_code().0)).into_iter().collect();
    let address = address(player.lab(), &chosen.options) + &with_codes("", &codes);
    let snippet = format!(
        "<iframe src=\"{address}\" title=\"Moving Parts: {}\" width=\"100%\" height=\"720\" loading=\"lazy\" \
         allow=\"fullscreen; clipboard-write\" style=\"border:0\"></iframe>",
        player.lab()
    );
    let field = use_node_ref();
    let copy = {
        let (player, snippet, field) = (player.clone(), snippet.clone(), field.clone());
        Callback::from(move |_: MouseEvent| {
            if let Some(field) = field.cast::<HtmlTextAreaElement>() {
                field.select();
            }
            player.copy(snippet.clone());
        })
    };
    let steps = |label: &'static str, value: Option<u64>, onchange: Callback<Event>| {
        html! {
            <label>
                { label }{ " " }
                <input type="number" min="0" step="1" size="5" data-value={value.map(|value| value.to_string())} {onchange} />
            </label>
        }
    };
    html! {
        <details>
            <summary>{ "Put this lab into a page or a slide" }</summary>
            <div class="more-row">
                <label>
                    { "Theme " }
                    <select onchange={theme}>
                        <option value="" selected={chosen.options.theme.is_none()}>{ "the reader’s" }</option>
                        { for ["light", "dark", "contrast"].map(|name| html! { <option key={name} value={name}>{ name }</option> }) }
                    </select>
                </label>
                <label><input type="checkbox" checked={!chosen.options.without_controls} onchange={controls} />{ " with controls" }</label>
                <label><input type="checkbox" checked={!chosen.from_start} onchange={moment} />{ " at this moment" }</label>
                { steps("only steps", chosen.options.first, first) }
                { steps("to", chosen.options.last, last) }
            </div>
            <textarea ref={field} class="player-field" readonly=true rows="4" aria-label="HTML to paste" value={snippet} />
            <button type="button" onclick={copy}>{ "Copy the HTML" }</button>
        </details>
    }
}

fn is_checked(event: &Event) -> bool {
    event.target_unchecked_into::<HtmlInputElement>().checked()
}

fn number(event: &Event) -> Option<u64> {
    event.target_unchecked_into::<HtmlInputElement>().value().parse().ok()
}
