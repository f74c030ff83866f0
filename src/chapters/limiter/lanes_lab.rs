//! Lab 1: six limiters on the same requests, and a ruler that counts what really passed.

use std::cell::Cell;
use std::rc::Rc;

use simulation::kernel::text::short_seconds;
use simulation::limiter::lanes::{Command, LimiterLanes, METHODS, Method, Scenario, Traffic};
use web_sys::{Element, KeyboardEvent, PointerEvent};
use yew::prelude::*;

use super::lanes_panel;
use super::lanes_view::{AXIS, Axis, LANE, REQUESTS, USUAL_WIDTH, looks_at, marks, requests};
use crate::controls::hand::{Stroke, hold};
use crate::controls::{Preset, presets};
use crate::later::use_later;
use crate::player::{Session, use_player_bar, use_view, use_watch};
use crate::room::{along, picture_at, use_room};

/// The lab's session.
pub type Lab = Session<LimiterLanes>;

const PRESETS: [Preset<LimiterLanes>; 7] = [
    ("Window-edge attack", |lab| lab.begin(Scenario::of(Traffic::Edge))),
    ("Steady", |lab| lab.begin(Scenario::of(Traffic::Steady))),
    ("Burst", |lab| lab.begin(Scenario::of(Traffic::Burst))),
    ("Drip", |lab| lab.begin(Scenario::of(Traffic::Drip))),
    ("Two users", |lab| lab.begin(Scenario::of(Traffic::TwoUsers))),
    ("Thundering herd", |lab| lab.begin(Scenario::of(Traffic::Herd))),
    ("Your own requests", |lab| lab.begin(Scenario::of(Traffic::Own))),
];

/// Half the width of the ruler's handle.
const GRIP: i32 = 48;

/// Arrow keys move the ruler by so many parts of its length.
const NUDGES: u64 = 20;

/// Where the reader put the ruler, in microseconds; every part of the lab shows it.
pub type Put = Rc<Cell<Option<u64>>>;

/// The ruler: where it begins, in microseconds, and how to move it.
#[derive(Clone, PartialEq)]
pub struct Ruler {
    /// Where it begins.
    pub from: u64,
    /// How long it is.
    pub length: u64,
    /// Called to move it.
    pub put: Callback<u64>,
}

impl Ruler {
    /// The ruler where it was put. At first it lies across the first border of two windows, where they differ most.
    pub fn of(session: &Lab, lab: &LimiterLanes, at: &Put) -> Self {
        let length = lab.scenario().window();
        let latest = lab.end().saturating_sub(length);
        let from = at.get().unwrap_or(length / 2).min(latest);
        let (player, at) = (session.player(), Rc::clone(at));
        let put = Callback::from(move |to: u64| {
            at.set(Some(to.min(latest)));
            player.look_again();
        });
        Self { from, length, put }
    }
}

/// The lab without its section.
#[hook]
pub fn use_lanes_lab(session: &Lab) -> Html {
    let at = (*use_memo((), |()| Put::default())).clone();
    let (player, fresh) = (session.player(), session.player());
    let props = StripsProps { session: session.clone(), ruler: Rc::clone(&at) };
    let strips = use_later::<Strips>(move || props.clone(), move || fresh.is_fresh());
    let told = player.clone();
    let heads = use_view(player.clone(), move || told.generation(), lanes_panel::heads(session, &at));
    let settings = lanes_panel::settings(session, &at);
    let settings = use_view(player.clone(), lanes_panel::settings_key(session, &at), settings);
    let bar = use_player_bar(player.clone());
    html! {
        <div class="lanes">
            { presets(session, &PRESETS) }
            <div class="lanes-figure lab-grid">
                { strips }
                { heads }
            </div>
            { settings }
            { bar }
        </div>
    }
}

/// What the strips need.
#[derive(Clone, PartialEq, Properties)]
struct StripsProps {
    /// The lab's session.
    session: Lab,
    /// Where the ruler is.
    ruler: Put,
}

/// The lanes and the ruler, as wide as there is room.
#[component]
fn Strips(props: &StripsProps) -> Html {
    let StripsProps { session, ruler } = props;
    use_watch(session);
    let figure = use_node_ref();
    let room = use_room(&figure, true, USUAL_WIDTH);
    session.with(|timeline| {
        let lab = timeline.state();
        let axis = Axis::filling(room, lab.end());
        html! { <div class="lanes-strips" ref={figure}>{ svg(lab, axis, &Ruler::of(session, lab, ruler)) }</div> }
    })
}

fn svg(lab: &LimiterLanes, axis: Axis, ruler: &Ruler) -> Html {
    let height = axis.height();
    let [came, to_come] = requests(lab, axis);
    let now = axis.x(lab.now());
    let foot = height - AXIS;
    let held = ruler.clone();
    let onpointerdown = Callback::from(move |event: PointerEvent| {
        let Some(picture) = picture_at(&event) else { return };
        let (ruler, under) = (held.clone(), picture.clone());
        let stroke = move |stroke: Stroke<'_>| match stroke {
            Stroke::Moved(event) => move_ruler(&ruler, axis, &under, event),
            Stroke::LetGo(_) => {}
            Stroke::Lost => ruler.put.emit(ruler.from),
        };
        if hold(&event, &picture, Rc::new(stroke)) {
            move_ruler(&held, axis, &picture, &event);
        }
    });
    html! {
        <svg class="lanes-picture" viewBox={format!("0 0 {} {height}", axis.width)} role="group"
            aria-label="Requests and six limiters on one time axis" {onpointerdown}>
            { band(axis, ruler, foot) }
            { borders(axis, ruler.length, foot) }
            <path class="lanes-tick" d={came} />
            <path class="lanes-tick is-to-come" d={to_come} />
            { for Method::ALL.into_iter().enumerate().map(|(index, method)| lane(lab, axis, index, method)) }
            <path class="lanes-now" d={format!("M{now} 6V{foot}")} />
            <path class="lanes-now-head" d={format!("M{} 2h12l-6 9z", now - 6)} />
            { times(axis, height) }
            { handle(axis, ruler) }
        </svg>
    }
}

/// Puts the middle of the ruler where the pointer is.
fn move_ruler(ruler: &Ruler, axis: Axis, picture: &Element, event: &PointerEvent) {
    let x = along(event, picture, axis.width);
    ruler.put.emit(axis.time(x as i32).saturating_sub(ruler.length / 2));
}

/// The ruler's ground, behind everything.
fn band(axis: Axis, ruler: &Ruler, foot: i32) -> Html {
    let (left, right) = (axis.x(ruler.from), axis.x(ruler.from + ruler.length));
    html! { <rect class="lanes-band" x={left.to_string()} y="0" width={(right - left).to_string()} height={foot.to_string()} /> }
}

/// The ruler's frame and handle: a slider for the keyboard.
fn handle(axis: Axis, ruler: &Ruler) -> Html {
    let (left, right) = (axis.x(ruler.from), axis.x(ruler.from + ruler.length));
    let (from, to) = (short_seconds(ruler.from), short_seconds(ruler.from + ruler.length));
    let keyed = ruler.clone();
    let end = axis.end;
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        let step = if event.shift_key() { keyed.length / (5 * NUDGES) } else { keyed.length / NUDGES };
        let at = match event.key().as_str() {
            "ArrowLeft" | "ArrowDown" => keyed.from.saturating_sub(step),
            "ArrowRight" | "ArrowUp" => keyed.from + step,
            "PageUp" => keyed.from + keyed.length,
            "PageDown" => keyed.from.saturating_sub(keyed.length),
            "Home" => 0,
            "End" => end,
            _ => return,
        };
        event.prevent_default();
        keyed.put.emit(at);
    });
    // A short ruler at the edge of the picture keeps its whole handle.
    let middle = ((left + right) / 2).min(axis.width - GRIP).max(GRIP);
    let bottom = REQUESTS + axis.row() * METHODS as i32;
    html! {
        <g class="lanes-ruler" tabindex="0" role="slider" aria-label="Ruler: a window to count in" aria-valuemin="0"
            aria-valuemax={(axis.end.saturating_sub(ruler.length) / 1_000).to_string()}
            aria-valuenow={(ruler.from / 1_000).to_string()} aria-valuetext={format!("from {from} to {to}")} {onkeydown}>
            <path class="lanes-ruler-edge" d={format!("M{left} 0V{bottom}M{right} 0V{bottom}")} />
            <rect class="lanes-ruler-grip" x={(middle - GRIP).to_string()} y={(bottom - 3).to_string()} width={(2 * GRIP).to_string()} height="32" rx="3" />
            <text class="lanes-ruler-text" x={middle.to_string()} y={(bottom + 18).to_string()}>{ "‹ " }{ short_seconds(ruler.length) }{ " ›" }</text>
        </g>
    }
}

/// Where windows that go by the clock begin.
fn borders(axis: Axis, length: u64, foot: i32) -> Html {
    let mut d = String::new();
    let mut at = 0;
    while at <= axis.end && length > 0 && axis.end / length < 40 {
        let x = axis.x(at);
        d.push_str(&format!("M{x} {}V{foot}", REQUESTS - 6));
        at += length;
    }
    html! { <path class="lanes-border" {d} /> }
}

/// Times at the foot, where windows begin; but for those that the ruler's handle would cover.
fn times(axis: Axis, height: i32) -> Html {
    let third = axis.end / 3;
    html! {
        <g class="lanes-times">
            { for (0..=3).map(|index| {
                let (at, anchor) = (third * index, ["start", "middle", "middle", "end"][index as usize]);
                let x = match index { 0 => 2, 3 => axis.width - 2, _ => axis.x(at) };
                html! { <text key={index.to_string()} x={x.to_string()} y={(height - 4).to_string()} text-anchor={anchor}>{ short_seconds(at) }</text> }
            }) }
        </g>
    }
}

/// A lane: its middle line, what its limiter looks back at, and the marks.
fn lane(lab: &LimiterLanes, axis: Axis, index: usize, method: Method) -> Html {
    let (lane, middle) = (lab.lane(method), axis.middle(index));
    let marks = marks(lab, lane, axis, middle);
    let span = lane.limiters().first().and_then(|limiter| looks_at(limiter, lab.now(), lab.scenario().window()));
    let span = span.map(|(from, to)| {
        let (left, right) = (axis.x(from), axis.x(to));
        html! { <path class="lanes-span" d={format!("M{left} {}v14m0-7H{right}m0-7v14", middle - 7)} /> }
    });
    html! {
        <g key={method.name()} class="lanes-lane" data-method={method.name()}>
            <path class="lanes-line" d={format!("M0 {middle}H{}", axis.width)} />
            <path class="lanes-foot" d={format!("M0 {}H{}", middle + LANE / 2, axis.width)} />
            { span }
            <path class="lanes-served" d={marks.served} />
            <path class="lanes-passed" d={marks.passed[0].clone()} />
            <path class="lanes-passed is-second" d={marks.passed[1].clone()} />
            <path class="lanes-denied" d={marks.denied} />
            { for marks.counts.into_iter().enumerate().map(|(index, count)| html! {
                <text key={index} class={classes!("lanes-count", count.behind.then_some("is-behind"))}
                    x={count.x.to_string()} y={count.y.to_string()}>{ count.number }</text>
            }) }
        </g>
    }
}

/// Sends a request; where nothing but the reader's own requests come, time begins to run with the first.
pub fn send(session: &Lab, user: u8) -> Callback<MouseEvent> {
    let session = session.clone();
    Callback::from(move |_| {
        let first = session.with(|timeline| {
            let begins = timeline.now().0 == 0 && timeline.position() == timeline.end();
            begins && timeline.state().requests() == 0 && timeline.scenario().traffic == Traffic::Own
        });
        if session.command(Command::Send(user)) && first {
            session.player().play();
        }
    })
}
