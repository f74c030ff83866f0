//! The picture of a task: a circle, servers outside on stalks, keys inside. What can be acted on takes the focus; arrow keys go
//! from one to the next.

use algorithms::position::Position;
use simulation::kernel::exercise::{Exercise as _, Practice};
use simulation::kernel::text::of_circle;
use simulation::ring::exercises::{Act, Answer, Kind, Marks, RingExercise};
use wasm_bindgen::JsCast as _;
use web_sys::{Element, SvgElement};
use yew::prelude::*;

use super::super::circle;
use super::super::ring_svg::colour;
use super::{answer_of, asked, at_issue, points_act};

/// The circle that servers and keys stand on.
const CIRCLE: i32 = 1_500;
/// Where servers' squares and keys' discs are.
const SQUARES: i32 = 2_000;
const DISCS: i32 = 1_190;
/// Squares nearer to one another than this would touch, in parts of 2^32 of the circle.
const SQUARES_APART: u32 = 200_000_000;
/// The colour of the server that comes.
const NEW: usize = 4;

/// The picture, and the acts in it.
pub fn svg(practice: &Practice<RingExercise>, act: &Callback<Act>) -> Html {
    let task = practice.task();
    let ground = task.ground();
    let marks = practice.shown().map(|(step, _, _)| step.marks.clone()).unwrap_or_default();
    // Squares that would touch move apart; their stalks still lead to their points.
    let points: Vec<u32> = ground.ring.points().iter().map(|point| point.position.turn()).collect();
    let squares = circle::spread(&points, SQUARES_APART);
    let places = task.kind() == Kind::Place && !practice.is_over();
    let (clicked, dragged) = (act.clone(), act.clone());
    let onclick = Callback::from(move |event: MouseEvent| put(&clicked, &event));
    let onpointermove = Callback::from(move |event: PointerEvent| {
        if event.buttons() == 1 {
            put(&dragged, &event);
        }
    });
    html! {
        <svg class={classes!("practice-ring", places.then_some("is-placing"))} viewBox="0 0 4800 4800" role="group"
            aria-label="The ring of this task" onclick={places.then_some(onclick)}
            onpointermove={places.then_some(onpointermove)}>
            <circle class="practice-reach" cx="2400" cy="2400" r="2300" />
            <circle class="practice-circle" cx="2400" cy="2400" r={CIRCLE.to_string()} />
            <path class="practice-zero" d="M2400 780V1020" />
            <text class="practice-small" x="2290" y="800">{ "0" }</text>
            { clockwise() }
            { way(&marks) }
            { middle(practice) }
            { for squares.into_iter().enumerate().map(|(index, at)| server(practice, index, at, &marks, act)) }
            { for (0..ground.keys.len()).map(|index| key(practice, index, &marks, act)) }
            if task.kind() == Kind::Place {
                { new_node(practice, act) }
            }
        </svg>
    }
}

/// An arrow inside the circle: which way the ring is walked.
fn clockwise() -> Html {
    let mut d = String::new();
    circle::arc(&mut d, 0xf000_0000, 0x1000_0000, 760);
    let (x, y) = circle::point(0x1000_0000, 760);
    html! {
        <>
            <path class="practice-arrow" {d} />
            <path class="practice-arrow-head" transform={format!("translate({x} {y})rotate(22)")} d="M-30-110 140 0-30 110Z" />
        </>
    }
}

fn way(marks: &Marks) -> Html {
    let Some((from, to)) = marks.way else { return Html::default() };
    let mut d = String::new();
    if from != to {
        circle::arc(&mut d, from, to, CIRCLE);
    }
    html! { <path class="practice-way" {d} /> }
}

/// What to look for, large.
fn middle(practice: &Practice<RingExercise>) -> Html {
    let ground = practice.task().ground();
    let (large, small) = match (practice.task(), asked(practice)) {
        (RingExercise::Owner(owner), Some(key)) => {
            let number = at_issue(practice) + 1;
            (ground.keys[key].name.clone(), format!("key {number} of {}", owner.asked.len()))
        }
        (RingExercise::Replicas(_), Some(key)) => (ground.keys[key].name.clone(), "3 copies".to_owned()),
        (RingExercise::Moves(moves), _) => {
            (ground.name(moves.changed), if moves.joins { "joins" } else { "leaves" }.to_owned())
        }
        (RingExercise::Place(_), _) => ("s4".to_owned(), "joins".to_owned()),
        _ => (String::new(), String::new()),
    };
    html! {
        <g class="practice-middle" aria-hidden="true">
            <text class="practice-large" x="2400" y="2470">{ large }</text>
            <text class="practice-small" x="2400" y="2740">{ small }</text>
        </g>
    }
}

/// A server's square on its stalk.
fn server(practice: &Practice<RingExercise>, index: usize, at: u32, marks: &Marks, act: &Callback<Act>) -> Html {
    let ground = practice.task().ground();
    let Some(point) = ground.point(index) else { return Html::default() };
    let (turn, name) = (point.position.turn(), ground.name(point.server));
    let (x, y) = circle::point(at, SQUARES);
    let (tick_x, tick_y) = circle::point(turn, CIRCLE + 130);
    let mut stalk = format!("M{x} {y}L{tick_x} {tick_y}");
    circle::spoke(&mut stalk, turn, CIRCLE + 130, CIRCLE - 60);
    let comes = matches!(practice.task(), RingExercise::Moves(moves) if moves.joins && moves.changed == point.server);
    let goes = matches!(practice.task(), RingExercise::Moves(moves) if !moves.joins && moves.changed == point.server);
    let order = order_of(answer_of(practice), practice, index);
    let class = classes!(
        "practice-server",
        colour(point.server.slot()),
        comes.then_some("comes"),
        goes.then_some("goes"),
        marks.points.contains(&index).then_some("is-shown"),
        order.is_some().then_some("is-chosen"),
    );
    let label = format!("{name}, at {} of the circle", of_circle(turn));
    let inside = html! {
        <>
            <path class="practice-stalk" d={stalk} />
            <rect class="practice-target" x={(x - 230).to_string()} y={(y - 230).to_string()} width="460" height="460" rx="110" />
            <rect class="practice-square" x={(x - 190).to_string()} y={(y - 190).to_string()} width="380" height="380" rx="80" />
            if goes {
                <path class="practice-cross" d={format!("M{} {}l380 380m0-380l-380 380", x - 190, y - 190)} />
            }
            <text class="practice-name" x={x.to_string()} y={(y + 62).to_string()}>{ name }</text>
            if let Some(order) = order {
                { badge(turn, order) }
            }
        </>
    };
    if points_act(practice) && !practice.is_over() {
        return button(
            format!("s{index}"),
            "button",
            None,
            label,
            class,
            act.reform(move |()| Act::Point(index)),
            inside,
        );
    }
    html! { <g key={format!("s{index}")} {class} role="img" aria-label={label}>{ inside }</g> }
}

/// As which copy a point was chosen. In the series of owners a point may be chosen again and again: there the list says it.
fn order_of(answer: &Answer, practice: &Practice<RingExercise>, index: usize) -> Option<usize> {
    let chosen = answer.points.iter().position(|point| *point == index)?;
    (practice.task().kind() == Kind::Replicas).then_some(chosen + 1)
}

/// A number beside a mark that was chosen.
fn badge(turn: u32, number: usize) -> Html {
    let (x, y) = circle::point(turn, CIRCLE);
    html! {
        <>
            <circle class="practice-badge" cx={x.to_string()} cy={y.to_string()} r="140" />
            <text class="practice-small practice-order" x={x.to_string()} y={(y + 64).to_string()}>{ number }</text>
        </>
    }
}

/// A key's disc on its line to the circle.
fn key(practice: &Practice<RingExercise>, index: usize, marks: &Marks, act: &Callback<Act>) -> Html {
    let ground = practice.task().ground();
    let key = &ground.keys[index];
    let turn = key.position.turn();
    let (x, y) = circle::point(turn, DISCS);
    let mut line = String::new();
    circle::spoke(&mut line, turn, DISCS + 150, CIRCLE + 60);
    let answer = answer_of(practice);
    let marked = answer.keys.contains(&index);
    // The owner that was chosen for it colours it.
    let owner = match practice.task() {
        RingExercise::Owner(owner) => owner.asked.iter().position(|asked| *asked == index),
        _ => None,
    };
    let owner = owner.and_then(|place| ground.point(*answer.points.get(place)?));
    let class = classes!(
        "practice-key",
        owner.map(|point| colour(point.server.slot())),
        (asked(practice) == Some(index)).then_some("is-asked"),
        marked.then_some("is-marked"),
        marks.keys.contains(&index).then_some("is-shown"),
    );
    let label = format!("{}, at {} of the circle", key.name, of_circle(turn));
    let inside = html! {
        <>
            <path class="practice-line" d={line} />
            <circle class="practice-target" cx={x.to_string()} cy={y.to_string()} r="185" />
            <circle class="practice-disc" cx={x.to_string()} cy={y.to_string()} r="150" />
            <text class="practice-name" x={x.to_string()} y={(y + 62).to_string()}>{ key.name.trim_start_matches("key").to_owned() }</text>
        </>
    };
    if practice.task().kind() == Kind::Moves && !practice.is_over() {
        return button(
            format!("k{index}"),
            "checkbox",
            Some(marked),
            label,
            class,
            act.reform(move |()| Act::Key(index)),
            inside,
        );
    }
    html! { <g key={format!("k{index}")} {class} role="img" aria-label={label}>{ inside }</g> }
}

/// Something in the picture that is pressed with the pointer, Enter or Space.
fn button(
    id: String,
    role: &'static str,
    checked: Option<bool>,
    label: String,
    class: Classes,
    press: Callback<()>,
    inside: Html,
) -> Html {
    let onclick = press.reform(|_: MouseEvent| ());
    let onkeydown = Callback::from(move |event: KeyboardEvent| match event.key().as_str() {
        "Enter" | " " => {
            event.prevent_default();
            press.emit(());
        }
        key => {
            if let Some(forward) = direction(key) {
                event.prevent_default();
                focus_next(&event, forward);
            }
        }
    });
    html! {
        <g key={id} {class} {role} tabindex="0" aria-label={label} aria-checked={checked.map(|checked| checked.to_string())}
            {onclick} {onkeydown}>{ inside }</g>
    }
}

/// Whether an arrow key goes clockwise.
fn direction(key: &str) -> Option<bool> {
    match key {
        "ArrowRight" | "ArrowDown" => Some(true),
        "ArrowLeft" | "ArrowUp" => Some(false),
        _ => None,
    }
}

/// Gives the focus to the next mark clockwise, or the one before.
fn focus_next(event: &KeyboardEvent, forward: bool) {
    let Some(here) = event.target_dyn_into::<Element>() else { return };
    let Some(picture) = here.closest("svg").ok().flatten() else { return };
    let Ok(all) = picture.query_selector_all("[tabindex]") else { return };
    let count = all.length();
    let at = (0..count).find(|index| all.item(*index).is_some_and(|node| node.is_same_node(Some(&here)))).unwrap_or(0);
    let next = if forward { at + 1 } else { at + count - 1 } % count.max(1);
    if let Some(next) = all.item(next).and_then(|node| node.dyn_into::<SvgElement>().ok()) {
        // Where it fails, the focus stays.
        let _ = next.focus();
    }
}

/// The node that is to be placed: a slider that goes from gap to gap.
fn new_node(practice: &Practice<RingExercise>, act: &Callback<Act>) -> Html {
    let ground = practice.task().ground();
    let put = answer_of(practice).put;
    let gaps = ground.gaps();
    let at = put.and_then(|put| gaps.iter().position(|gap| *gap == put));
    let (x, y) = put.map_or((2_400, 3_050), |put| circle::point(put, SQUARES));
    let mut stalk = String::new();
    if let Some(put) = put {
        circle::spoke(&mut stalk, put, CIRCLE - 110, SQUARES - 190);
    }
    let (count, act) = (gaps.len(), act.clone());
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        let Some(forward) = direction(&event.key()) else { return };
        event.prevent_default();
        let next = match (at, forward) {
            (None, _) => 0,
            (Some(at), true) => (at + 1) % count.max(1),
            (Some(at), false) => (at + count - 1) % count.max(1),
        };
        if let Some(gap) = gaps.get(next) {
            act.emit(Act::Put(*gap));
        }
    });
    let says = put.map_or_else(|| "not on the ring yet".to_owned(), |put| between(practice, put));
    let inside = html! {
        <>
            <path class="practice-stalk" d={stalk} />
            <rect class="practice-target" x={(x - 230).to_string()} y={(y - 230).to_string()} width="460" height="460" rx="110" />
            <rect class="practice-square" x={(x - 190).to_string()} y={(y - 190).to_string()} width="380" height="380" rx="80" />
            <text class="practice-name" x={x.to_string()} y={(y + 62).to_string()}>{ "s4" }</text>
        </>
    };
    let class = classes!("practice-server", "is-new", colour(NEW));
    if practice.is_over() {
        return html! { <g key="new" {class} role="img" aria-label={format!("s4, {says}")}>{ inside }</g> };
    }
    html! {
        <g key="new" {class} role="slider" tabindex="0" aria-label="The virtual node of s4" aria-valuemin="1"
            aria-valuemax={count.to_string()} aria-valuenow={at.map_or(0, |at| at + 1).to_string()} aria-valuetext={says} {onkeydown}>
            { inside }
        </g>
    }
}

/// Where a new node stands, by its neighbours.
pub fn between(practice: &Practice<RingExercise>, put: u32) -> String {
    let ground = practice.task().ground();
    let here = Position::from_turn(put);
    let points = ground.ring.points().iter().map(|point| (point.position, ground.name(point.server)));
    let keys = ground.keys.iter().map(|key| (key.position, key.name.clone()));
    let marks: Vec<(Position, String)> = points.chain(keys).collect();
    let ahead = marks.iter().min_by_key(|(position, _)| position.distance_from(here));
    let behind = marks.iter().min_by_key(|(position, _)| here.distance_from(*position));
    let name = |mark: Option<&(Position, String)>| mark.map_or_else(String::new, |(_, name)| name.clone());
    format!("between {} and {}, at {} of the circle", name(behind), name(ahead), of_circle(put))
}

/// Puts the node where the pointer is.
fn put(act: &Callback<Act>, event: &MouseEvent) {
    let picture =
        event.target_dyn_into::<Element>().and_then(|target| target.closest("svg.practice-ring").ok().flatten());
    if let Some(picture) = picture {
        let place = picture.get_bounding_client_rect();
        let side = place.width().max(1.0);
        let x = (f64::from(event.client_x()) - place.left()) / side;
        let y = (f64::from(event.client_y()) - place.top()) / side;
        act.emit(Act::Put(circle::turn_of(x, y)));
    }
}
