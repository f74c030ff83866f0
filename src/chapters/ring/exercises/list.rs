//! The same task as a list: what was answered so far, and another way to answer.

use algorithms::position::Position;
use simulation::kernel::exercise::{Exercise as _, Practice};
use simulation::kernel::text::of_circle;
use simulation::ring::exercises::{Act, Ground, Kind, RingExercise};
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::super::ring_svg::colour;
use super::{answer_of, asked, at_issue, picture};

/// What was answered so far.
pub fn answer(practice: &Practice<RingExercise>) -> Html {
    let ground = practice.task().ground();
    let answer = answer_of(practice);
    let chosen = |place: usize| answer.points.get(place).copied();
    match practice.task() {
        RingExercise::Owner(owner) => {
            let rows = owner.asked.iter().enumerate().map(|(place, key)| {
                row(place, &ground.keys[*key].name, ground, chosen(place), at_issue(practice) == place)
            });
            html! { <ol class="practice-answer">{ for rows }</ol> }
        }
        RingExercise::Replicas(_) => {
            let rows = (0..3).map(|place| {
                row(place, &format!("copy {}", place + 1), ground, chosen(place), at_issue(practice) == place)
            });
            html! { <ol class="practice-answer">{ for rows }</ol> }
        }
        RingExercise::Moves(_) => {
            let names: Vec<&str> = answer.keys.iter().map(|key| ground.keys[*key].name.as_str()).collect();
            let says = if names.is_empty() { "none yet".to_owned() } else { names.join(", ") };
            html! { <p class="practice-answer">{ "Marked: " }<strong>{ says }</strong></p> }
        }
        RingExercise::Place(_) => {
            let says =
                answer.put.map_or_else(|| "not on the ring yet".to_owned(), |put| picture::between(practice, put));
            html! { <p class="practice-answer">{ "s4: " }<strong>{ says }</strong></p> }
        }
    }
}

fn row(place: usize, name: &str, ground: &Ground, chosen: Option<usize>, is_next: bool) -> Html {
    let point = chosen.and_then(|chosen| ground.point(chosen));
    html! {
        <li key={place} class={is_next.then_some("is-next")}>
            <span>{ name.to_owned() }</span>
            if let Some(point) = point {
                <span class={classes!("server-mark", colour(point.server.slot()))}>{ ground.name(point.server) }</span>
            } else {
                <span class="practice-open">{ "?" }</span>
            }
        </li>
    }
}

/// Another way to answer, and back.
pub fn instead(practice: &Practice<RingExercise>, act: &Callback<Act>) -> Html {
    if practice.is_over() {
        return Html::default();
    }
    let on = |to: Act| act.reform(move |_: MouseEvent| to.clone());
    let ground = practice.task().ground();
    let answered = answer_of(practice);
    let choices = match practice.task().kind() {
        Kind::Owner | Kind::Replicas => {
            let from = asked(practice).map(|key| ground.keys[key].position).unwrap_or_default();
            servers(ground, from, &on)
        }
        Kind::Moves => keys(ground, &answered.keys, &on),
        Kind::Place => places(practice, act),
    };
    let nothing = answered.points.is_empty() && answered.keys.is_empty() && answered.put.is_none();
    html! {
        <div class="practice-instead">
            <details>
                <summary>{ "Answer from a list" }</summary>
                <div class="practice-buttons">{ choices }</div>
            </details>
            <button type="button" class="button-small" disabled={nothing} onclick={on(Act::Back)}>{ "Take back" }</button>
        </div>
    }
}

/// A button for each server: its first point clockwise from the key stands for it.
fn servers(ground: &Ground, from: Position, on: &impl Fn(Act) -> Callback<MouseEvent>) -> Html {
    let button = |(id, server): (algorithms::hashing::ring::ServerId, &algorithms::hashing::ring::Server)| {
        let points = ground.ring.points().iter().enumerate().filter(|(_, point)| point.server == id);
        let (index, _) = points.min_by_key(|(_, point)| point.position.distance_from(from))?;
        Some(html! {
            <button key={id.slot()} type="button" class="button-small" onclick={on(Act::Point(index))}>{ server.name.clone() }</button>
        })
    };
    html! { <>{ for ground.ring.servers().filter_map(button) }</> }
}

fn keys(ground: &Ground, marked: &[usize], on: &impl Fn(Act) -> Callback<MouseEvent>) -> Html {
    let button = |index: usize| {
        let pressed = if marked.contains(&index) { "true" } else { "false" };
        let key = &ground.keys[index];
        html! {
            <button key={index} type="button" class="button-small" aria-pressed={pressed} onclick={on(Act::Key(index))}>
                { key.name.clone() }{ " at " }{ of_circle(key.position.turn()) }
            </button>
        }
    };
    html! { <>{ for (0..ground.keys.len()).map(button) }</> }
}

fn places(practice: &Practice<RingExercise>, act: &Callback<Act>) -> Html {
    let put = answer_of(practice).put;
    let act = act.clone();
    let onchange = Callback::from(move |event: Event| {
        if let Ok(gap) = event.target_unchecked_into::<HtmlSelectElement>().value().parse() {
            act.emit(Act::Put(gap));
        }
    });
    let option = |gap: u32| {
        html! { <option key={gap} value={gap.to_string()} selected={put == Some(gap)}>{ picture::between(practice, gap) }</option> }
    };
    html! {
        <label>
            { "Where s4’s node stands " }
            <select {onchange}>
                <option key="none" value="" selected={put.is_none()}>{ "choose a place" }</option>
                { for practice.task().ground().gaps().into_iter().map(option) }
            </select>
        </label>
    }
}
