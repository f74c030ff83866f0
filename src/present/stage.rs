//! What stands round the lab in present mode: the scene's words above it, and what happened and the buttons below.

use web_sys::{Element, HtmlDialogElement};
use yew::prelude::*;

use super::clicker;
use super::keys;
use super::mode::{Act, Panel};
use super::scene::Scene;
use super::show::{Show, View};
use crate::share::page;

/// What the stage shows.
#[derive(Clone, PartialEq, Properties)]
pub struct StageProps {
    /// The presentation.
    pub show: Show,
}

/// The stage.
#[component]
pub fn Stage(props: &StageProps) -> Html {
    let show = &props.show;
    let view = use_state_eq(|| show.view());
    let refused = use_state_eq(|| false);
    {
        let setter = view.setter();
        use_effect_with(show.clone(), move |show| {
            let told = show.clone();
            show.on_change(Callback::from(move |()| setter.set(told.view())));
            clicker::focus(".present-head h1");
        });
    }
    let scene = show.scenes().get(view.mode.scene);
    html! {
        <>
            { head(&view, scene) }
            { foot(show, &view, &refused) }
            <p class="visually-hidden" role="status">{ view.spoken.clone() }</p>
            if view.mode.blank {
                <button type="button" class="present-blank" aria-label="Show the screen again" onclick={act(show, Act::Blank)} />
            }
            if let Some(panel) = view.mode.panel {
                <Over key={panel as u32} show={show.clone()} {panel} scene={view.mode.scene} />
            }
        </>
    }
}

fn act(show: &Show, act: Act) -> Callback<MouseEvent> {
    let show = show.clone();
    Callback::from(move |_| show.act(act))
}

fn head(view: &View, scene: Option<&Scene>) -> Html {
    html! {
        <header class="present-head">
            <h1 tabindex="-1">{ scene.map(|scene| scene.title.to_string()) }</h1>
            <p>{ scene.map(|scene| scene.text.to_string()) }</p>
            if !view.fault.is_empty() {
                <p class="present-fault" role="alert">{ view.fault.clone() }</p>
            }
        </header>
    }
}

fn foot(show: &Show, view: &View, refused: &UseStateHandle<bool>) -> Html {
    let (number, of) = (view.mode.scene + 1, view.mode.scenes);
    let first = view.mode.scene == 0 && view.step == 0;
    let last = number >= of && view.step >= view.steps;
    html! {
        <footer class="present-foot">
            <p class="present-said">{ view.said.clone() }</p>
            <div class="present-bar" role="group" aria-label="Presentation">
                <p class="present-where">
                    <span><span class="visually-hidden">{ "Scene " }</span>{ number.min(of) }{ " of " }{ of }</span>
                    { steps(view) }
                </p>
                <button type="button" aria-disabled={first.to_string()} onclick={act(show, Act::Back)}>{ "Back" }</button>
                <button type="button" class="button-main" aria-disabled={last.to_string()} onclick={act(show, Act::Next)}>
                    { "Next" }
                </button>
                { more(show, view, refused) }
            </div>
        </footer>
    }
}

/// A dot for each step of the scene, filled for those that are done; a number where they would be too many.
fn steps(view: &View) -> Html {
    const MOST_DOTS: u64 = 6;
    if view.steps == 0 {
        return Html::default();
    }
    let told = format!("step {} of {}", view.step, view.steps);
    if view.steps > MOST_DOTS {
        return html! { <span class="present-steps">{ told }</span> };
    }
    let dots = (1..=view.steps).map(|step| {
        let class = if step <= view.step { "is-done" } else { "" };
        html! { <i key={step} {class} /> }
    });
    html! { <span class="present-steps" role="img" aria-label={told}>{ for dots }</span> }
}

/// The address of the speaker's window for this page.
fn notes_address() -> String {
    page::path() + "?speaker"
}

/// Opens the speaker's window; if it is open, the same one. Says whether the browser lets it.
fn open_notes() -> bool {
    let (target, features) = ("moving-parts-speaker", "popup,width=900,height=700");
    let opened = gloo::utils::window().open_with_url_and_target_and_features(&notes_address(), target, features);
    opened.is_ok_and(|window| window.is_some())
}

/// What is needed less often.
fn more(show: &Show, view: &View, refused: &UseStateHandle<bool>) -> Html {
    let full_screen = Callback::from(|_: MouseEvent| clicker::toggle_full_screen());
    let controls = {
        let show = show.clone();
        Callback::from(move |_: MouseEvent| show.toggle_controls())
    };
    let notes = {
        let refused = refused.clone();
        Callback::from(move |event: MouseEvent| {
            // The menu stays open: it says so if the browser refuses.
            event.stop_propagation();
            refused.set(!open_notes());
        })
    };
    let button = |name: &'static str, key: &'static str, onclick: Callback<MouseEvent>| {
        html! { <li {key}><button type="button" class="button-quiet" {onclick}>{ name }if !key.is_empty() {<kbd>{ key }</kbd>}</button></li> }
    };
    html! {
        <details class="present-more">
            <summary>{ "More" }</summary>
            <ul onclick={|event: MouseEvent| close_menu(&event)}>
                { button("All scenes", "O", act(show, Act::Panel(Panel::Overview))) }
                { button(if view.controls { "Hide the lab’s controls" } else { "Show the lab’s controls" }, "C", controls) }
                { button("Notes in a second window", "", notes) }
                if **refused {
                    <li key="refused" role="alert">
                        { "The browser did not let it open. " }
                        <a href={notes_address()} target="moving-parts-speaker">{ "Open the notes" }</a>
                    </li>
                }
                { button("Black screen", "B", act(show, Act::Blank)) }
                { button("Full screen", "F", full_screen) }
                { button("Keys", "?", act(show, Act::Panel(Panel::Keys))) }
                { button("Leave", "Esc", act(show, Act::Escape)) }
            </ul>
        </details>
    }
}

/// What was chosen in the menu closes it.
fn close_menu(event: &MouseEvent) {
    let target = event.target_dyn_into::<Element>();
    if let Some(menu) = target.and_then(|target| target.closest("details").ok().flatten()) {
        // An attribute that is there can be taken away.
        let _ = menu.remove_attribute("open");
    }
}

#[derive(Clone, PartialEq, Properties)]
struct OverProps {
    show: Show,
    panel: Panel,
    scene: usize,
}

/// A dialog over the stage.
#[component]
fn Over(props: &OverProps) -> Html {
    let OverProps { show, panel, scene } = props.clone();
    let dialog = use_node_ref();
    {
        let dialog = dialog.clone();
        use_effect_with((), move |()| {
            if let Some(dialog) = dialog.cast::<HtmlDialogElement>() {
                // It fails only if it is open already.
                let _ = dialog.show_modal();
            }
            clicker::focus("dialog [aria-current]");
            || clicker::focus(".present-head h1")
        });
    }
    let onclose = {
        let show = show.clone();
        Callback::from(move |_: Event| {
            if show.view().mode.panel == Some(panel) {
                show.act(Act::Escape);
            }
        })
    };
    let close = {
        let show = show.clone();
        Callback::from(move |_: MouseEvent| show.act(Act::Escape))
    };
    let (title, inside) = match panel {
        Panel::Overview => ("All scenes", overview(&show, scene)),
        Panel::Keys => ("Keys", html! { <keys::Keys presenting={true} /> }),
    };
    html! {
        <dialog ref={dialog} class="over" aria-labelledby="over-title" {onclose}>
            <div class="over-head">
                <h2 id="over-title">{ title }</h2>
                <button type="button" onclick={close}>{ "Close" }</button>
            </div>
            { inside }
        </dialog>
    }
}

fn overview(show: &Show, now: usize) -> Html {
    let items = show.scenes().iter().enumerate().map(|(index, scene)| {
        let current = (index == now).then_some("step");
        html! {
            <li key={index}>
                <button type="button" class="over-scene" aria-current={current} onclick={act(show, Act::Jump(index))}>
                    <span class="over-number">{ index + 1 }</span>
                    <span><strong>{ scene.title.to_string() }</strong>{ " " }{ scene.text.to_string() }</span>
                </button>
            </li>
        }
    });
    html! { <ol class="over-scenes">{ for items }</ol> }
}
