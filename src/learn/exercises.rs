//! The frame round a chapter's exercises: which kind, what is asked, check, show, other data, how it went.
//!
//! What the learner points at is the chapter's: it draws the task and turns clicks into acts. All grading is done by
//! [`simulation::kernel::exercise`].

use std::cell::RefCell;
use std::rc::Rc;

use simulation::kernel::exercise::{Exercise, Practice, Verdict};
use yew::prelude::*;

use crate::progress::{self, Trouble, record};
use crate::share::frame;

/// The exercises of a chapter.
pub struct Workbook<E: Exercise> {
    /// The address of the chapter.
    pub chapter: &'static str,
    /// The kinds, in the order in which they are best learnt.
    pub kinds: &'static [Topic<E>],
    /// Draws the task where one acts on it, and below it the same as a list.
    pub desk: fn(&Practice<E>, &Callback<E::Act>) -> Html,
    /// What the learner has answered so far, in words.
    pub answer: fn(&Practice<E>) -> Html,
}

/// A kind of exercise, for the reader.
pub struct Topic<E: Exercise> {
    /// Which kind.
    pub kind: E::Kind,
    /// Its name in the record of progress.
    pub id: &'static str,
    /// Its name for the reader.
    pub title: &'static str,
    /// What one part of the answer is called, as in "key 2 of 4"; empty where parts have no order that the reader sees.
    pub part: &'static str,
}

impl<E: Exercise> Workbook<E> {
    fn topic(&self, kind: E::Kind) -> Option<&'static Topic<E>> {
        self.kinds.iter().find(|topic| topic.kind == kind)
    }
}

/// What the buttons do.
#[derive(Clone)]
enum Press<E: Exercise> {
    Choose(E::Kind),
    Act(E::Act),
    Check,
    Show,
    Step(bool),
    Fresh,
}

/// The exercise that is under way, and what else the frame remembers.
struct Desk<E: Exercise> {
    practice: Practice<E>,
    trouble: Option<Trouble>,
}

impl<E: Exercise> Desk<E> {
    fn press(&mut self, workbook: &Workbook<E>, press: &Press<E>) {
        let practice = &mut self.practice;
        match press {
            Press::Choose(kind) => practice.begin(*kind, any_seed()),
            Press::Fresh => practice.begin(practice.task().kind(), any_seed()),
            Press::Act(act) => {
                practice.act(act);
            }
            Press::Show => practice.show(),
            Press::Step(forward) => practice.step(*forward),
            Press::Check => {
                if practice.check() {
                    let is_solved = practice.is_solved();
                    if let Some(topic) = workbook.topic(practice.task().kind()) {
                        frame::tell_outcome(topic.id, is_solved);
                    }
                    if is_solved {
                        self.trouble = self.remember(workbook);
                    }
                }
            }
        }
    }

    fn remember(&self, workbook: &Workbook<E>) -> Option<Trouble> {
        let name = [record::SOLVED, workbook.topic(self.practice.task().kind())?.id].concat();
        let count = |record: &mut progress::Record| {
            let known = record.get(&name).unwrap_or(0);
            record.set(&name, known.saturating_add(1));
        };
        progress::change(workbook.chapter, count).err()
    }
}

/// A seed short enough to be read out: a class can say that it works on the same data. Browser only.
fn any_seed() -> u64 {
    (js_sys::Math::random() * 10_000.0) as u64
}

/// The frame with the exercises in it. The first render has fixed data; once the page is alive, they are fresh.
#[hook]
pub fn use_exercises<E: Exercise>(workbook: &'static Workbook<E>) -> Html {
    let kind = workbook.kinds[0].kind;
    let desk = use_mut_ref(|| Desk::<E> { practice: Practice::new(kind, 1), trouble: None });
    let update = use_force_update();
    let press = {
        let (desk, update) = (Rc::clone(&desk), update.clone());
        Callback::from(move |press: Press<E>| {
            desk.borrow_mut().press(workbook, &press);
            update.force_update();
        })
    };
    let begin = press.clone();
    use_effect_with((), move |()| begin.emit(Press::Fresh));
    frame(workbook, &desk, &press)
}

fn frame<E: Exercise>(workbook: &'static Workbook<E>, desk: &Rc<RefCell<Desk<E>>>, press: &Callback<Press<E>>) -> Html {
    let desk = desk.borrow();
    let practice = &desk.practice;
    let act = press.reform(Press::Act);
    html! {
        <div class="practice">
            { topics(workbook, practice, press) }
            <p class="practice-question">{ practice.task().question() }</p>
            <div class="practice-desk">
                <div class="practice-picture">{ (workbook.desk)(practice, &act) }</div>
                <div class="practice-side">
                    { (workbook.answer)(practice) }
                    { buttons(practice, press) }
                    { feedback(workbook, practice) }
                    { steps(practice, press) }
                    { desk.trouble.map(|trouble| html! { <p class="hint">{ trouble.to_string() }</p> }) }
                    { score(practice) }
                </div>
            </div>
        </div>
    }
}

fn topics<E: Exercise>(workbook: &Workbook<E>, practice: &Practice<E>, press: &Callback<Press<E>>) -> Html {
    let present = practice.task().kind();
    let button = |topic: &'static Topic<E>| {
        let kind = topic.kind;
        let onclick = press.reform(move |_: MouseEvent| Press::Choose(kind));
        let solved = practice.tally(kind).solved;
        html! {
            <button key={topic.id} type="button" aria-pressed={if kind == present { "true" } else { "false" }} {onclick}>
                { topic.title }
                if solved > 0 {
                    <span class="practice-solved">{ "✓\u{202f}" }{ solved }<span class="visually-hidden">{ " solved" }</span></span>
                }
            </button>
        }
    };
    html! {
        <div class="practice-topics" role="group" aria-label="Kind of exercise">{ for workbook.kinds.iter().map(button) }</div>
    }
}

fn buttons<E: Exercise>(practice: &Practice<E>, press: &Callback<Press<E>>) -> Html {
    let on = |to: Press<E>| press.reform(move |_: MouseEvent| to.clone());
    // Pressing it once more when the task is over does nothing, so it need not lose the focus.
    let over = practice.is_over();
    html! {
        <div class="practice-buttons">
            <button type="button" class="button-main" aria-disabled={(!practice.can_check()).to_string()} onclick={on(Press::Check)}>
                { "Check" }
            </button>
            <button type="button" disabled={practice.shown().is_some()} onclick={on(Press::Show)}>{ "Show how" }</button>
            <button type="button" class={over.then_some("is-next")} onclick={on(Press::Fresh)}>{ "New data" }</button>
        </div>
    }
}

/// What the last check found; the one place that is read out.
fn feedback<E: Exercise>(workbook: &Workbook<E>, practice: &Practice<E>) -> Html {
    let says = if let Some((step, number, of)) = practice.shown() {
        html! { <p><strong>{ "Step " }{ number }{ " of " }{ of }{ ". " }</strong>{ step.says.clone() }</p> }
    } else {
        match practice.verdict() {
            None => Html::default(),
            Some(Verdict::Right(says)) => {
                html! { <p class="is-right"><strong>{ "✓ Right. " }</strong>{ says.clone() }</p> }
            }
            Some(Verdict::Wrong { part, of, cause }) => {
                let name = workbook.topic(practice.task().kind()).map_or("", |topic| topic.part);
                html! {
                    <p class="is-wrong">
                        <strong>{ "✗ Not yet" }if !name.is_empty() { { ", " }{ name }{ " " }{ part }{ " of " }{ of } }{ ". " }</strong>
                        { cause.to_string() }
                    </p>
                }
            }
        }
    };
    html! { <div class="practice-feedback" role="status">{ says }</div> }
}

/// Through the model answer.
fn steps<E: Exercise>(practice: &Practice<E>, press: &Callback<Press<E>>) -> Html {
    let Some((_, number, of)) = practice.shown() else {
        return Html::default();
    };
    let on = |forward: bool| press.reform(move |_: MouseEvent| Press::Step(forward));
    html! {
        <div class="practice-buttons" role="group" aria-label="Steps of the answer">
            <button type="button" class="button-small" disabled={number == 1} onclick={on(false)}>{ "Step back" }</button>
            <button type="button" class="button-small" disabled={number == of} onclick={on(true)}>{ "Next step" }</button>
        </div>
    }
}

fn score<E: Exercise>(practice: &Practice<E>) -> Html {
    let tally = practice.tally(practice.task().kind());
    let note = if practice.shown().is_some() && !practice.is_solved() {
        "This one counts no more: its answer was shown. "
    } else {
        ""
    };
    html! {
        <p class="hint practice-score" data-seed={practice.seed().to_string()}>
            { note }
            if tally.tried > 0 {
                { tally.solved }{ " of " }{ tally.tried }{ " solved" }
                if tally.streak > 1 {
                    { ", " }{ tally.streak }{ " in a row at the first check" }
                }
                { ". " }
            }
            { "Data set " }{ practice.seed() }{ "." }
        </p>
    }
}
