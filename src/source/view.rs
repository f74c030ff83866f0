//! The panel: which code, where the run stands, and the lines.

use algorithms::probe::Ran;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use super::excerpt::{Excerpt, Line, excerpts, indentation};
use super::listing::Listing;
use super::marks::{Marks, use_marks};
use super::scan::{Kind, scan};
use crate::player::Player;

/// Whose code, and the panel that it is in.
#[derive(Clone, Properties)]
pub struct SourceCodeProps {
    /// The lab's.
    pub listing: &'static Listing,
    /// The element that opens and closes.
    pub panel: Element,
}

impl PartialEq for SourceCodeProps {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.listing, other.listing) && self.panel == other.panel
    }
}

/// The code of a lab with its marks.
#[component]
pub fn SourceCode(props: &SourceCodeProps) -> Html {
    let listing = props.listing;
    let (player, marks) = use_marks(listing, &props.panel);
    let cut = use_memo((), |()| listing.code.iter().map(excerpts).collect::<Vec<_>>());
    let ran: Vec<bool> = cut.iter().map(|excerpts| has_run(excerpts, &marks)).collect();
    let chosen = use_state_eq(|| None::<usize>);
    // What ran last stays while steps are taken in which none of this ran.
    let last = use_mut_ref(|| 0);
    let first_ran = marks.ran.iter().find_map(|ran| cut.iter().position(|excerpts| holds(excerpts, ran)));
    let followed = first_ran.unwrap_or_else(|| *last.borrow());
    *last.borrow_mut() = followed;
    let shown = chosen.unwrap_or(followed);
    let code = use_node_ref();
    use_scroll(&code, &marks, shown);
    let title = listing.code.get(shown).map_or("", |code| code.title);
    html! {
        <>
            { choice(listing, *chosen, shown, &ran, &chosen.setter()) }
            { steps(player.as_ref(), &marks) }
            <p class="source-said">{ told(listing, &marks, &ran, shown) }</p>
            <pre class="source-code" tabindex="0" role="region" aria-label={["Rust: ", title].concat()} ref={code}>
                { for cut.get(shown).into_iter().flatten().enumerate().map(|(index, excerpt)| function(index, excerpt, &marks)) }
            </pre>
            <p class="source-note">
                { "This is the code that runs. Only the lines that report to this panel, " }<code>{ "probe!" }</code>
                { ", are left out of the picture, so numbers are missing." }
            </p>
        </>
    }
}

fn has_run(excerpts: &[Excerpt], marks: &Marks) -> bool {
    marks.ran.iter().any(|ran| holds(excerpts, ran))
}

fn holds(excerpts: &[Excerpt], ran: &Ran) -> bool {
    let is_in = |excerpt: &Excerpt| {
        excerpt.path == ran.line.file && excerpt.lines.iter().any(|line| line.number == ran.line.number)
    };
    excerpts.iter().any(is_in)
}

/// The buttons that choose which code is shown. As long as none is chosen, it follows the lab.
fn choice(
    listing: &Listing,
    chosen: Option<usize>,
    shown: usize,
    ran: &[bool],
    setter: &UseStateSetter<Option<usize>>,
) -> Html {
    let choose = |code: Option<usize>| {
        let setter = setter.clone();
        Callback::from(move |_: MouseEvent| setter.set(code))
    };
    let pressed = |is_pressed: bool| if is_pressed { "true" } else { "false" };
    html! {
        <div class="source-choice" role="group" aria-label="Which code">
            <button key="ran" type="button" class="button-small" aria-pressed={pressed(chosen.is_none())} onclick={choose(None)}>
                { "What just ran" }
            </button>
            { for listing.code.iter().zip(ran).enumerate().map(|(index, (code, has_run))| html! {
                <button
                    key={index}
                    type="button"
                    class={classes!("button-small", (chosen.is_none() && shown == index).then_some("is-shown"))}
                    aria-pressed={pressed(chosen == Some(index))}
                    onclick={choose(Some(index))}
                >
                    { code.title }
                    if *has_run { <span class="source-dot" /><span class="visually-hidden">{ " (ran just now)" }</span> }
                </button>
            }) }
        </div>
    }
}

/// A step back and a step, within sight of the code.
fn steps(player: Option<&Player>, marks: &Marks) -> Html {
    let act = |act: fn(&Player)| {
        let player = player.cloned();
        Callback::from(move |_: MouseEvent| {
            if let Some(player) = &player {
                act(player);
            }
        })
    };
    let (at_start, is_over) = (marks.position == 0, marks.is_over);
    html! {
        <div class="source-steps" role="group" aria-label="The lab above">
            <button type="button" class="button-small" disabled={at_start} onclick={act(Player::step_back)}>
                { "Step back" }
            </button>
            <button type="button" class="button-small" disabled={is_over} onclick={act(Player::step)}>{ "Step" }</button>
        </div>
    }
}

/// What happened, and whether it is to be seen here.
fn told(listing: &Listing, marks: &Marks, ran: &[bool], shown: usize) -> Html {
    if marks.position == 0 {
        return listing.invitation.into();
    }
    let remark = if ran.get(shown).copied().unwrap_or_default() {
        ""
    } else if ran.contains(&true) {
        " None of the lines below ran in this step."
    } else {
        " That step runs none of this code."
    };
    html! { <><b>{ "Step " }{ marks.position }{ "." }</b>{ " " }{ marks.said.clone() }{ remark }</> }
}

fn function(index: usize, excerpt: &Excerpt, marks: &Marks) -> Html {
    html! {
        <span key={index} class="source-function">
            <span key="path" class="source-path">{ excerpt.path }</span>
            { for excerpt.lines.iter().map(|line| shown_line(line, marks.of(excerpt.path, line.number))) }
        </span>
    }
}

/// A line: its number is a style's matter, so that it is neither read out nor copied.
fn shown_line(line: &Line, ran: Option<&Ran>) -> Html {
    let class = classes!("source-line", ran.map(|_| "has-run"));
    let set_in = ["--in:", &indentation(line.text).to_string(), "ch"].concat();
    html! {
        <span key={line.number} {class} data-line={line.number.to_string()}>
            <code style={set_in}>{ for scan(line.text.trim_start()).into_iter().map(piece) }{ "\n" }</code>
            { ran.map(values) }
        </span>
    }
}

fn piece((kind, text): (Kind, &'static str)) -> Html {
    let class = match kind {
        Kind::Plain => return text.into(),
        Kind::Keyword => "k",
        Kind::Type => "t",
        Kind::Literal => "l",
        Kind::Comment => "c",
        Kind::Macro => "m",
    };
    html! { <span {class}>{ text }</span> }
}

/// What the names on a line that ran stood for.
fn values(ran: &Ran) -> Html {
    let mut text = String::new();
    for (name, value) in &ran.values {
        text.push_str(if text.is_empty() { "" } else { ", " });
        text.push_str(name);
        text.push_str(" = ");
        text.push_str(&value.to_string());
    }
    html! {
        <span class="source-values">
            <span class="visually-hidden">{ "ran" }</span>
            if ran.times > 1 {
                <span class="source-times">{ ran.times }{ " times" }{ if text.is_empty() { "" } else { ", last " } }</span>
            }
            if !text.is_empty() { <span class="visually-hidden">{ ": " }</span>{ text } }
        </span>
    }
}

/// Brings the lines that ran into sight within the code, which has a scroll bar of its own.
#[hook]
fn use_scroll(code: &NodeRef, marks: &Marks, shown: usize) {
    let code = code.clone();
    use_effect_with((marks.ran.clone(), shown), move |_| {
        let Some(code) = code.cast::<HtmlElement>() else { return };
        let line = |selector| {
            code.query_selector(selector).ok().flatten().and_then(|line| wasm_bindgen::JsCast::dyn_into(line).ok())
        };
        let first: Option<HtmlElement> = line(".has-run");
        if let Some(first) = first {
            // Some lines above it stay in sight.
            code.set_scroll_top(first.offset_top() - code.client_height() / 3);
        }
    });
}
