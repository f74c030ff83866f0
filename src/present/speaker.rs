//! The speaker's window: notes, timer, this scene and the next, and buttons that step the window that presents.

use std::rc::Rc;

use gloo::events::EventListener;
use gloo::timers::callback::Interval;
use js_sys::Date;
use wasm_bindgen::JsCast as _;
use web_sys::{Element, KeyboardEvent};
use yew::prelude::*;

use super::channel::{Channel, News, Order, Report};
use super::mode::{self, Act};
use crate::player::shortcuts;
use crate::share::page;

/// The window.
#[component]
pub fn Speaker() -> Html {
    let report = use_state_eq(|| None::<Report>);
    let now = use_state_eq(Date::now);
    let channel = use_mut_ref(|| None::<Rc<Channel>>);
    {
        let (channel, report, now) = (Rc::clone(&channel), report.setter(), now.setter());
        use_effect_with((), move |()| {
            *channel.borrow_mut() = connect(&channel, report);
            if let Some(channel) = &*channel.borrow() {
                channel.order(Order::Hello);
            }
            let keys = listen(&channel);
            let clock = Interval::new(1_000, move || now.set(Date::now()));
            move || drop((keys, clock, channel.take()))
        });
    }
    let order = {
        let channel = Rc::clone(&channel);
        move |order: Order| {
            let channel = Rc::clone(&channel);
            Callback::from(move |_: MouseEvent| {
                if let Some(channel) = &*channel.borrow() {
                    channel.order(order);
                }
            })
        }
    };
    html! {
        <main class="speaker" aria-label="Notes for the speaker">
            { report.as_ref().map_or_else(nobody, |report| {
                html! {
                    <>
                        { clock(report, *now, order(Order::Restart)) }
                        { this_scene(report) }
                        { next_scene(report) }
                        { buttons(report, &order) }
                    </>
                }
            }) }
        </main>
    }
}

type Shared = Rc<std::cell::RefCell<Option<Rc<Channel>>>>;

fn connect(channel: &Shared, report: UseStateSetter<Option<Report>>) -> Option<Rc<Channel>> {
    let channel = Rc::downgrade(channel);
    let told = move |presenter: f64, news: News| {
        let Some(channel) = channel.upgrade().and_then(|channel| channel.borrow().clone()) else {
            return;
        };
        match news {
            News::Report(new) => {
                channel.follow(presenter);
                report.set(Some(new));
            }
            News::Bye if channel.presenter().to_bits() == presenter.to_bits() => report.set(None),
            News::Bye => {}
        }
    };
    Channel::of_speaker(&page::path(), told).map(Rc::new)
}

fn listen(channel: &Shared) -> EventListener {
    let channel = Rc::clone(channel);
    let options = gloo::events::EventListenerOptions::enable_prevent_default();
    EventListener::new_with_options(&gloo::utils::window(), "keydown", options, move |event| {
        let Some(event) = event.dyn_ref::<KeyboardEvent>() else { return };
        let key = event.key();
        let on_button = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let on_button = on_button.is_some_and(|target| target.tag_name() == "BUTTON");
        let is_letter = key.chars().count() == 1 && key != " ";
        if event.ctrl_key() || event.meta_key() || event.alt_key() || key == " " && on_button {
            return;
        }
        let act = mode::act_of(&key, event.shift_key()).filter(|act| !matches!(act, Act::Panel(_) | Act::Escape));
        if let (Some(act), Some(channel)) = (act, &*channel.borrow())
            && (!is_letter || shortcuts::are_on())
        {
            event.prevent_default();
            channel.order(Order::Act(act));
        }
    })
}

/// No window presents.
fn nobody() -> Html {
    html! {
        <section class="speaker-nobody">
            <h1>{ "Notes for the speaker" }</h1>
            <p role="status">
                { "No window of this browser presents this chapter now. As soon as one does, its notes are here." }
            </p>
            <p><a class="button button-main" href={page::path() + "?present"} target="_blank">{ "Present in another window" }</a></p>
        </section>
    }
}

fn clock(report: &Report, now: f64, restart: Callback<MouseEvent>) -> Html {
    let seconds = ((now - report.since).max(0.0) / 1_000.0) as u64;
    let two = |number: u64| if number < 10 { format!("0{number}") } else { number.to_string() };
    let mut time = [two(seconds / 60 % 60), two(seconds % 60)].join(":");
    if seconds >= 3_600 {
        time = [(seconds / 3_600).to_string(), time].join(":");
    }
    html! {
        <header class="speaker-clock">
            <p><span class="visually-hidden">{ "Time since the beginning: " }</span><span class="speaker-time">{ time }</span></p>
            <button type="button" onclick={restart}>{ "Start the time again" }</button>
        </header>
    }
}

fn this_scene(report: &Report) -> Html {
    let (number, of) = (report.mode.scene + 1, report.scenes.len());
    let [title, text, notes] = report.scenes.get(report.mode.scene).cloned().unwrap_or_default();
    html! {
        <section class="speaker-now" aria-labelledby="speaker-now">
            <p class="label">
                { "Scene " }{ number }{ " of " }{ of }
                if report.steps > 0 { { ", step " }{ report.step }{ " of " }{ report.steps } }
            </p>
            <h1 id="speaker-now">{ title }</h1>
            <p>{ text }</p>
            if report.mode.blank { <p class="speaker-blank"><strong>{ "The screen is black." }</strong></p> }
            <p class="speaker-said">{ report.said.clone() }</p>
            <h2>{ "Notes" }</h2>
            <p class="speaker-notes">{ if notes.is_empty() { "None for this scene.".to_owned() } else { notes } }</p>
        </section>
    }
}

fn next_scene(report: &Report) -> Html {
    let next = report.scenes.get(report.mode.scene + 1);
    html! {
        <section class="speaker-next" aria-labelledby="speaker-next">
            <h2 id="speaker-next">{ "Next" }</h2>
            { next.map_or_else(
                || html! { <p>{ "This is the last scene." }</p> },
                |[title, text, _]| html! { <><p><strong>{ title.clone() }</strong></p><p>{ text.clone() }</p></> },
            ) }
        </section>
    }
}

fn buttons(report: &Report, order: &dyn Fn(Order) -> Callback<MouseEvent>) -> Html {
    let button = |name: &'static str, class: &'static str, act: Act| {
        html! { <button type="button" {class} onclick={order(Order::Act(act))}>{ name }</button> }
    };
    html! {
        <div class="speaker-keys" role="group" aria-label="The other window">
            { button("Back", "", Act::Back) }
            { button("Next", "button-main", Act::Next) }
            { button("Scene before", "button-quiet", Act::SceneBefore) }
            { button("Next scene", "button-quiet", Act::NextScene) }
            { button(if report.mode.blank { "Show the screen" } else { "Black screen" }, "button-quiet", Act::Blank) }
        </div>
    }
}
