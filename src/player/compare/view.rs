//! The comparison as it is seen: two frames, the scrubber, and a table of what differs.

use std::cell::Cell;
use std::rc::Rc;

use gloo::timers::future::TimeoutFuture;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, HtmlDialogElement, HtmlIFrameElement, HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use super::course::{Course, Side};
use super::differences::{Difference, Reading, between};
use super::frame::Lab;
use crate::player::codes::Coded;
use crate::share::frame::{Options, address};

/// Between two looks whether a frame has come to life, in milliseconds.
const LOOK_AGAIN: u32 = 100;
/// So often it is looked.
const LOOKS: u32 = 300;
/// A frame has drawn what it was moved to by then, in milliseconds.
const DRAWN: u32 = 150;

/// What the comparison needs.
#[derive(Clone, Debug, PartialEq, Properties)]
pub struct CompareProps {
    /// Whose runs are compared.
    pub player: Coded,
}

/// How far the frames are.
#[derive(Clone, Copy, PartialEq)]
enum Stage {
    Loading,
    Here,
    Missing,
}

/// What is done to both frames, and what comes of it.
#[derive(Clone)]
struct Frames {
    frames: [NodeRef; 2],
    lab: &'static str,
    /// Counts what was asked for: what is older is not finished.
    asked: Rc<Cell<u32>>,
    stage: UseStateSetter<Stage>,
    found: UseStateSetter<Vec<Difference>>,
}

impl Frames {
    fn labs(&self) -> Option<[Lab; 2]> {
        let lab = |frame: &NodeRef| Lab::of(&frame.cast::<HtmlIFrameElement>()?, self.lab);
        Some([lab(&self.frames[0])?, lab(&self.frames[1])?])
    }

    fn ask(&self) -> u32 {
        self.asked.set(self.asked.get().wrapping_add(1));
        self.asked.get()
    }

    /// Moves both to these positions as soon as they are alive, and then looks for what differs.
    async fn show(self, positions: [u64; 2]) {
        let asked = self.ask();
        for _ in 0..LOOKS {
            if let Some(labs) = self.labs() {
                self.stage.set(Stage::Here);
                for (lab, position) in labs.iter().zip(positions) {
                    lab.go_to(position);
                }
                TimeoutFuture::new(DRAWN).await;
                if self.asked.get() == asked {
                    self.compare(&labs);
                }
                return;
            }
            TimeoutFuture::new(LOOK_AGAIN).await;
            if self.asked.get() != asked {
                return;
            }
        }
        self.stage.set(Stage::Missing);
    }

    fn compare(&self, labs: &[Lab; 2]) {
        let read = labs.each_ref().map(|lab| lab.readings().into_iter().unzip::<Reading, Element, Vec<_>, Vec<_>>());
        let found = between(&read[0].0, &read[1].0);
        for ((lab, (readings, cells)), frame) in labs.iter().zip(&read).zip(&self.frames) {
            let differs = |reading: &Reading| found.iter().any(|difference| difference.name == reading.name);
            let marked: Vec<Element> = readings
                .iter()
                .zip(cells)
                .filter(|(reading, _)| differs(reading))
                .map(|(_, cell)| cell.clone())
                .collect();
            lab.mark(&marked);
            if let Some(frame) = frame.cast::<web_sys::HtmlElement>() {
                // A valid value: without it there is a scroll bar.
                let _ = frame.style().set_property("block-size", &format!("{}px", lab.height() + 2.0));
            }
        }
        self.found.set(found);
    }
}

/// The dialog.
#[component]
pub fn Compare(props: &CompareProps) -> Html {
    let player = &props.player;
    let chosen = use_state_eq(|| first_choice(player));
    let sides = use_memo(*chosen, |chosen| chosen.map(|run| Side::of(player, run)));
    let course = use_memo(*chosen, |_| Course::new([&sides[0], &sides[1]]));
    let place = use_state_eq(|| course.parting().unwrap_or(0));
    let (stage, found) = (use_state_eq(|| Stage::Loading), use_state(Vec::new));
    let refs = [use_node_ref(), use_node_ref()];
    let asked = use_mut_ref(|| Rc::new(Cell::new(0)));
    let asked = Rc::clone(&asked.borrow());
    let frames = Frames { frames: refs, lab: player.lab(), asked, stage: stage.setter(), found: found.setter() };
    let positions = course.positions(*place);
    {
        let frames = frames.clone();
        use_effect_with((*chosen, positions), move |&(_, positions)| {
            spawn_local(frames.clone().show(positions));
            move || _ = frames.ask()
        });
    }
    let dialog = use_dialog();
    let close = {
        let dialog = dialog.clone();
        Callback::from(move |_: MouseEvent| {
            if let Some(dialog) = dialog.cast::<HtmlDialogElement>() {
                dialog.close();
            }
        })
    };
    let onclose = {
        let player = player.clone();
        Callback::from(move |_: Event| player.close_panel_soon())
    };
    let choose = {
        let (chosen, place, stage) = (chosen.clone(), place.setter(), stage.setter());
        move |side: usize, run: usize| {
            let mut both = *chosen;
            both[side] = run;
            chosen.set(both);
            place.set(0);
            stage.set(Stage::Loading);
        }
    };
    let runs = player.0.reading().runs;
    html! {
        <dialog class="compare" ref={dialog} aria-labelledby="compare-title" {onclose}>
            <div class="compare-head">
                <h2 id="compare-title">{ "Two runs, one scrubber" }</h2>
                <button type="button" class="button-small" onclick={close}>{ "Close" }</button>
            </div>
            <p class="compare-parting" role="status">{ says(*stage, &course, &found) }</p>
            <div class="compare-sides">
                { for (0..2).map(|side| html! {
                    <section key={side}>
                        { heading(side, *chosen, runs, &choose) }
                        <p class="compare-said">{ said(&sides[side], positions[side]) }</p>
                        <iframe key={chosen[side]} ref={frames.frames[side].clone()} inert=true tabindex="-1"
                            title={format!("Run {}", chosen[side] + 1)} src={source(player.lab(), &sides[side])} />
                    </section>
                }) }
            </div>
            { table(*chosen, &found) }
            { scrubber(&course, &place) }
        </dialog>
    }
}

/// The run that is shown, and the one made before it.
fn first_choice(player: &Coded) -> [usize; 2] {
    let reading = player.0.reading();
    let other = if reading.shown > 0 { reading.shown - 1 } else { reading.runs.min(2) - 1 };
    [other.min(reading.shown), other.max(reading.shown)]
}

/// Opens the dialog over the page when it is there.
#[hook]
fn use_dialog() -> NodeRef {
    let dialog = use_node_ref();
    {
        let dialog = dialog.clone();
        use_effect_with((), move |()| {
            if let Some(dialog) = dialog.cast::<HtmlDialogElement>() {
                // It can't be open already.
                let _ = dialog.show_modal();
            }
        });
    }
    dialog
}

fn source(lab: &str, side: &Side) -> String {
    let options = Options { without_controls: true, ..Options::default() };
    format!("{}#{lab}={}", address(lab, &options), side.code)
}

/// Where they part, and how much is different here.
fn says(stage: Stage, course: &Course, found: &[Difference]) -> String {
    match stage {
        Stage::Loading => return "Both runs are being opened.".to_owned(),
        Stage::Missing => {
            return "The runs could not be opened. Close this and try again when you are online.".to_owned();
        }
        Stage::Here => {}
    }
    let parting = match course.parting() {
        Some(step) => format!("They part at step {step}."),
        None => "Nothing different happened in them.".to_owned(),
    };
    let differ = match found.len() {
        0 => "Here all numbers are the same.".to_owned(),
        1 => "Here one number differs.".to_owned(),
        more => format!("Here {more} numbers differ; they are marked."),
    };
    [parting, differ].join(" ")
}

fn heading(side: usize, chosen: [usize; 2], runs: usize, choose: &(impl Fn(usize, usize) + Clone + 'static)) -> Html {
    let choose = choose.clone();
    let onchange = Callback::from(move |event: Event| {
        if let Ok(run) = event.target_unchecked_into::<HtmlSelectElement>().value().parse() {
            choose(side, run);
        }
    });
    let options = (0..runs).map(|run| {
        let (is_chosen, is_other) = (chosen[side] == run, chosen[1 - side] == run);
        html! { <option key={run} value={run.to_string()} selected={is_chosen} disabled={is_other}>{ "Run " }{ run + 1 }</option> }
    });
    let label = if side == 0 { "Left" } else { "Right" };
    html! { <h3><label><span class="visually-hidden">{ label }</span><select {onchange}>{ for options }</select></label></h3> }
}

fn said(side: &Side, position: u64) -> Html {
    let step = position.checked_sub(1).and_then(|step| side.steps.get(usize::try_from(step).ok()?));
    html! {
        <>
            <span class="player-where">{ position }{ " of " }{ side.steps.len() }
                if let Some((now, _)) = step { { " · " }{ now.to_string() } }
            </span>
            { " " }
            { step.map_or_else(|| "the start".to_owned(), |(_, said)| said.clone()) }
        </>
    }
}

fn table(chosen: [usize; 2], found: &[Difference]) -> Html {
    if found.is_empty() {
        return Html::default();
    }
    let cell = |says: &Option<String>| says.clone().unwrap_or_else(|| "–".to_owned());
    html! {
        <details class="compare-found" open=true>
            <summary>{ "What differs here" }</summary>
            <table>
                <thead>
                    <tr>
                        <th scope="col">{ "Reading" }</th>
                        { for chosen.map(|run| html! { <th key={run} scope="col">{ "Run " }{ run + 1 }</th> }) }
                    </tr>
                </thead>
                <tbody>
                    { for found.iter().map(|difference| html! {
                        <tr key={difference.name.clone()}>
                            <th scope="row">{ &difference.name }</th>
                            <td>{ cell(&difference.says[0]) }</td>
                            <td>{ cell(&difference.says[1]) }</td>
                        </tr>
                    }) }
                </tbody>
            </table>
        </details>
    }
}

fn scrubber(course: &Course, place: &UseStateHandle<u64>) -> Html {
    let (at, end) = (**place, course.end());
    let to = |goal: u64| {
        let setter = place.setter();
        Callback::from(move |_: MouseEvent| setter.set(goal))
    };
    let setter = place.setter();
    let oninput = Callback::from(move |event: InputEvent| {
        if let Ok(goal) = event.target_unchecked_into::<HtmlInputElement>().value().parse() {
            setter.set(goal);
        }
    });
    let mark = course.parting().map(|step| format!("M{step} 0v1")).unwrap_or_default();
    html! {
        <div class="compare-scrub player">
            <button type="button" class="button-small" disabled={at == 0} onclick={to(at.saturating_sub(1))}>{ "Step back" }</button>
            <button type="button" class="button-small" disabled={at >= end} onclick={to((at + 1).min(end))}>{ "Step" }</button>
            if let Some(step) = course.parting() {
                <button type="button" class="button-small" onclick={to(step)}>{ "Where they part" }</button>
            }
            <div class="player-scrub">
                <svg viewBox={format!("0 0 {} 1", end.max(1))} preserveAspectRatio="none" aria-hidden="true"><path d={mark} /></svg>
                <input type="range" aria-label="Position in both runs" min="0" max={end.to_string()} step="1"
                    value={at.to_string()} aria-valuetext={format!("step {at} of {end}")} disabled={end == 0} {oninput} />
            </div>
        </div>
    }
}
