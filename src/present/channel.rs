//! Between the window that presents and the speaker's: a broadcast within this origin and this browser.
//!
//! Whoever presents reports every change, and the speaker's window orders. Each presenter has a number, and takes only the
//! orders that name it; a speaker's window follows whoever reported last. So either may be closed and opened again.

use std::cell::Cell;

use js_sys::{Array, Date, Math};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{BroadcastChannel, MessageEvent};

use super::mode::{Act, Mode};
use super::scene::Scene;
use crate::plain::{field, list, number, object, text};

/// What the speaker's window asks for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Order {
    /// It is there, and wants to know.
    Hello,
    /// What a key would ask for.
    Act(Act),
    /// The timer starts again.
    Restart,
}

/// The acts that can be ordered, by name.
const ACTS: [(&str, Act); 7] = [
    ("next", Act::Next),
    ("back", Act::Back),
    ("first", Act::First),
    ("last", Act::Last),
    ("next scene", Act::NextScene),
    ("scene before", Act::SceneBefore),
    ("blank", Act::Blank),
];

/// Where a presentation stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Report {
    pub mode: Mode,
    pub step: u64,
    pub steps: u64,
    pub said: String,
    /// When it began, in milliseconds since 1970.
    pub since: f64,
    /// Title, text and notes of each scene.
    pub scenes: Vec<[String; 3]>,
}

/// What comes through the channel to the speaker's window.
pub(super) enum News {
    Report(Report),
    /// The presentation is over.
    Bye,
}

/// One end of the channel.
pub(super) struct Channel {
    channel: BroadcastChannel,
    /// The presenter's number: one's own, or the one that reported last.
    presenter: Cell<f64>,
    _heard: Closure<dyn FnMut(MessageEvent)>,
}

impl Drop for Channel {
    fn drop(&mut self) {
        self.channel.close();
    }
}

fn open(path: &str) -> Option<BroadcastChannel> {
    BroadcastChannel::new(&["moving-parts.present.", path].concat()).ok()
}

impl Channel {
    /// The end of whoever presents. `None` where the browser has no such channels: then there is no second window.
    pub fn of_presenter(path: &str, ordered: impl Fn(Order) + 'static) -> Option<Self> {
        let channel = open(path)?;
        let id = Date::now() + Math::random();
        let heard = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            if let Some(order) = order_of(&event.data(), id) {
                ordered(order);
            }
        });
        channel.set_onmessage(Some(heard.as_ref().unchecked_ref()));
        Some(Self { channel, presenter: Cell::new(id), _heard: heard })
    }

    /// The speaker's end.
    pub fn of_speaker(path: &str, told: impl Fn(f64, News) + 'static) -> Option<Self> {
        let channel = open(path)?;
        let heard = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            let data = event.data();
            match text(&data, "kind").as_deref() {
                Some("report") => told(number(&data, "id"), News::Report(report_of(&data))),
                Some("bye") => told(number(&data, "id"), News::Bye),
                _ => {}
            }
        });
        channel.set_onmessage(Some(heard.as_ref().unchecked_ref()));
        Some(Self { channel, presenter: Cell::new(0.0), _heard: heard })
    }

    /// From here on orders go to this presenter.
    pub fn follow(&self, presenter: f64) {
        self.presenter.set(presenter);
    }

    /// The presenter that orders go to.
    pub fn presenter(&self) -> f64 {
        self.presenter.get()
    }

    fn post(&self, message: &JsValue) {
        // Only what can't be copied is refused, and this is plain.
        let _ = self.channel.post_message(message);
    }

    /// Orders.
    pub fn order(&self, order: Order) {
        let name = match order {
            Order::Hello => "hello",
            Order::Restart => "restart",
            Order::Act(act) => ACTS.iter().find(|(_, known)| *known == act).map_or("", |(name, _)| name),
        };
        self.post(&object([("kind", "order".into()), ("id", self.presenter().into()), ("order", name.into())]));
    }

    /// Reports where the presentation stands.
    pub fn report(&self, report: &Report, scenes: &[Scene]) {
        let scenes: Array = scenes
            .iter()
            .map(|scene| {
                let text = |text: &str| JsValue::from(text);
                object([("title", text(&scene.title)), ("text", text(&scene.text)), ("notes", text(&scene.notes))])
            })
            .collect();
        self.post(&object([
            ("kind", "report".into()),
            ("id", self.presenter().into()),
            ("scene", (report.mode.scene as f64).into()),
            ("blank", report.mode.blank.into()),
            ("step", (report.step as f64).into()),
            ("steps", (report.steps as f64).into()),
            ("said", report.said.as_str().into()),
            ("since", report.since.into()),
            ("scenes", scenes.into()),
        ]));
    }

    /// Says that the presentation is over.
    pub fn bye(&self) {
        self.post(&object([("kind", "bye".into()), ("id", self.presenter().into())]));
    }
}

fn order_of(data: &JsValue, id: f64) -> Option<Order> {
    let name = text(data, "order")?;
    if name == "hello" {
        return Some(Order::Hello);
    }
    // Two may present the same chapter in one browser.
    if number(data, "id").to_bits() != id.to_bits() {
        return None;
    }
    if name == "restart" {
        return Some(Order::Restart);
    }
    ACTS.iter().find(|(known, _)| *known == name).map(|(_, act)| Order::Act(*act))
}

fn report_of(data: &JsValue) -> Report {
    let scenes = list(data, "scenes");
    let words = |scene: JsValue| ["title", "text", "notes"].map(|name| text(&scene, name).unwrap_or_default());
    let scenes: Vec<_> = scenes.iter().map(words).collect();
    let mut mode = Mode::at(number(data, "scene") as usize, scenes.len());
    mode.blank = field(data, "blank").is_truthy();
    Report {
        mode,
        step: number(data, "step") as u64,
        steps: number(data, "steps") as u64,
        said: text(data, "said").unwrap_or_default(),
        since: number(data, "since"),
        scenes,
    }
}
