//! The picture of a task: requests on a time axis. What can be acted on takes the focus; a flag and a window are sliders.

use simulation::kernel::exercise::{Exercise as _, Practice};
use simulation::limiter::exercises::{Act, END, GRID, Kind, LimiterExercise, WINDOW, name, seconds};
use yew::prelude::*;

use super::answer_of;
use crate::room::{along, picture_at};

/// The height of the first level of requests above the axis, and from one level to the next.
const RISE: i32 = 34;
const LEFT: i32 = 22;

/// The picture's measures, in its own units.
#[derive(Clone, Copy)]
struct Measures {
    width: i32,
    /// Where the axis runs.
    line: i32,
    /// Requests stand on so many levels in turn, so that those half a second apart can be told and touched.
    levels: usize,
    /// Where the axis ends, in tenths of a second.
    end: u32,
}

impl Measures {
    const fn of(narrow: bool, end: u32) -> Self {
        if narrow {
            Self { width: 360, line: 230, levels: 5, end }
        } else {
            Self { width: 660, line: 160, levels: 3, end }
        }
    }

    /// Where a time stands, in tenths of a second.
    const fn x(self, at: u32) -> i32 {
        LEFT + (self.width - 2 * LEFT) * at as i32 / self.end as i32
    }
}

/// The picture, and the acts in it.
pub fn svg(practice: &Practice<LimiterExercise>, act: &Callback<Act>, narrow: bool) -> Html {
    let (task, given) = (practice.task(), answer_of(practice));
    let m = Measures::of(narrow, task.axis_end());
    let places = matches!(task.kind(), Kind::Wait | Kind::Worst) && !practice.is_over();
    let is_window = task.kind() == Kind::Worst;
    let (clicked, dragged) = (act.clone(), act.clone());
    let onclick = Callback::from(move |event: MouseEvent| put(&clicked, &event, m, is_window));
    let onpointermove = Callback::from(move |event: PointerEvent| {
        if event.buttons() == 1 {
            put(&dragged, &event, m, is_window);
        }
    });
    let span = practice.shown().and_then(|(step, _, _)| step.marks.span);
    let window = given.put.filter(|_| is_window).map(|put| (put, put + WINDOW)).or(span);
    html! {
        <svg class={classes!("limit-task", places.then_some("is-placing"))} viewBox={format!("0 0 {} {}", m.width, m.line + 90)} role="group"
            aria-label="The requests of this task" onclick={places.then_some(onclick)} onpointermove={places.then_some(onpointermove)}>
            { window.map(|(from, to)| html! {
                <rect class="limit-window" x={m.x(from).to_string()} y="30" width={(m.x(to) - m.x(from)).to_string()} height={(m.line + 20).to_string()} />
            }) }
            { axis(m) }
            { for (0..task.ground().times.len()).map(|index| request(practice, index, act, m)) }
            if matches!(task.kind(), Kind::Wait | Kind::Worst) {
                { handle(practice, act, m, is_window) }
            }
        </svg>
    }
}

/// Puts the flag, or the window's middle, where the pointer is.
fn put(act: &Callback<Act>, event: &MouseEvent, m: Measures, is_window: bool) {
    let Some(picture) = picture_at(event) else { return };
    let along = along(event, &picture, m.width);
    let inside = f64::from(m.width - 2 * LEFT);
    let at = ((along - f64::from(LEFT)) / inside * f64::from(m.end)).clamp(0.0, f64::from(m.end)) as u32;
    act.emit(Act::Put(if is_window { at.saturating_sub(WINDOW / 2) } else { at }));
}

fn axis(m: Measures) -> Html {
    html! {
        <>
            <path class="limit-line" d={format!("M{} {}H{}", m.x(0), m.line, m.x(m.end))} />
            { for (0..=m.end / WINDOW).map(|window| {
                let at = window * WINDOW;
                html! {
                    <g key={window}>
                        <path class="limit-border" d={format!("M{} 30V{}", m.x(at), m.line + 50)} />
                        <text class="limit-time" x={m.x(at).to_string()} y={(m.line + 76).to_string()}>{ at / 10 }{ "\u{202f}s" }</text>
                    </g>
                }
            }) }
            { for (0..=m.end / 10).map(|second| html! {
                <path key={second} class="limit-second" d={format!("M{} {}v{}", m.x(second * 10), m.line - 4, 8)} />
            }) }
        </>
    }
}

/// A request: on three levels in turn, so that those half a second apart can be told and touched.
fn request(practice: &Practice<LimiterExercise>, index: usize, act: &Callback<Act>, m: Measures) -> Html {
    let (task, given) = (practice.task(), answer_of(practice));
    let (ground, marks) = (task.ground(), practice.shown().map(|(step, _, _)| step.marks.clone()).unwrap_or_default());
    let at = ground.times[index];
    let (left, level) = (m.x(at), m.line - 30 - RISE * (index % m.levels) as i32);
    let is_marked = given.requests.contains(&index);
    let is_last = index + 1 == ground.times.len();
    let is_denied = match task.kind() {
        Kind::Rejected => is_marked,
        Kind::Wait => is_last || !ground.passes[index],
        Kind::Worst | Kind::Which => !ground.passes[index],
    };
    // The worst window is about what passed.
    if task.kind() == Kind::Worst && is_denied {
        return html! { <path key={index} class="limit-gone" d={format!("M{} {}l8 8m0-8l-8 8", left - 4, m.line + 12)} /> };
    }
    let acts = task.kind() == Kind::Rejected && !practice.is_over();
    let says = format!("{}{}", name(index, at), if is_denied { ", turned away" } else { "" });
    let class = classes!(
        "limit-request",
        is_denied.then_some("is-denied"),
        marks.requests.contains(&index).then_some("is-pointed-at"),
        acts.then_some("is-open"),
    );
    let toggle = act.reform(move |_: ()| Act::Request(index));
    let (clicked, keyed) = (toggle.clone(), toggle);
    let onclick = Callback::from(move |_: MouseEvent| clicked.emit(()));
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        if matches!(event.key().as_str(), "Enter" | " ") {
            event.prevent_default();
            keyed.emit(());
        }
    });
    let inside = html! {
        <>
            <path class="limit-stalk" d={format!("M{left} {}V{level}", m.line)} />
            <circle cx={left.to_string()} cy={level.to_string()} r="14" />
            if is_denied {
                <path class="limit-cross" d={format!("M{} {}l26 26m0-26l-26 26", left - 13, level - 13)} />
            }
            <text x={left.to_string()} y={(level + 5).to_string()}>{ index + 1 }</text>
        </>
    };
    if acts {
        html! {
            <g key={index} {class} tabindex="0" role="button" aria-pressed={is_marked.to_string()} aria-label={says} {onclick} {onkeydown}>{ inside }</g>
        }
    } else {
        html! { <g key={index} {class} role="img" aria-label={says}>{ inside }</g> }
    }
}

/// The flag, or the window's grip: a slider for the keyboard.
fn handle(practice: &Practice<LimiterExercise>, act: &Callback<Act>, m: Measures, is_window: bool) -> Html {
    let put = answer_of(practice).put;
    let last = if is_window { END - WINDOW } else { END };
    let here = put.unwrap_or(if is_window { 0 } else { END / 2 });
    let keyed = act.clone();
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        let to = match event.key().as_str() {
            "ArrowRight" | "ArrowUp" => here + GRID,
            "ArrowLeft" | "ArrowDown" => here.saturating_sub(GRID),
            "PageUp" => here + WINDOW,
            "PageDown" => here.saturating_sub(WINDOW),
            "Home" => 0,
            "End" => last,
            "Enter" | " " => here,
            _ => return,
        };
        event.prevent_default();
        keyed.emit(Act::Put(to.min(last)));
    });
    let at = m.x(here);
    let shape = if is_window {
        let middle = at + (m.x(WINDOW) - m.x(0)) / 2;
        html! {
            <>
                <path class="limit-edges" d={format!("M{at} 30V{0}M{1} 30V{0}", m.line + 50, at + m.x(WINDOW) - m.x(0))} />
                <rect x={(middle - 40).to_string()} y="4" width="80" height="26" rx="3" />
                <text x={middle.to_string()} y="22">{ "‹ " }{ WINDOW / 10 }{ "\u{202f}s ›" }</text>
            </>
        }
    } else {
        html! {
            <>
                <path class="limit-edges" d={format!("M{at} {}V18", m.line)} />
                <path class="limit-flag" d={format!("M{at} 6h58l-10 13l10 13H{at}z")} />
                <text x={(at + 26).to_string()} y="24">{ seconds(here) }</text>
            </>
        }
    };
    html! {
        <g class={classes!("limit-handle", put.is_none().then_some("is-unset"))} tabindex={if practice.is_over() { "-1" } else { "0" }}
            role="slider" aria-label={if is_window { "The window begins at" } else { "It passes from" }} aria-valuemin="0"
            aria-valuemax={last.to_string()} aria-valuenow={here.to_string()} aria-valuetext={seconds(here)} {onkeydown}>{ shape }</g>
    }
}

/// What the marks mean.
pub fn legend(practice: &Practice<LimiterExercise>) -> Html {
    let says = match practice.task().kind() {
        Kind::Rejected => "Tap a request to mark it as turned away; a second tap takes the mark away.",
        Kind::Wait => "A cross means turned away. Tap or drag to put the flag; arrow keys move it too.",
        Kind::Worst => "Only what passed has a number. Tap or drag to lay the window; arrow keys move it too.",
        Kind::Which => "A cross means turned away.",
    };
    html! { <p class="hint">{ says }</p> }
}
