//! A board as an SVG.

use simulation::kernel::time::Micros;
use yew::prelude::*;

use super::Board;
use super::plan::{Lane, Place, Plan, Side, Spot};
use super::press::press_by_key;
use super::shape::{lower, outline};
use super::state::{BoardState, Health, Message, PlaceState, WireState};
use super::way::Way;

/// More messages than this on one course are drawn as a flow with their number.
pub(super) const MOST_DRAWN: usize = 200;

/// How wide such a flow is.
const FLOW: u32 = 14;

/// A message with a text stays so far from the ends of its way, and a disc so far: places stay readable.
const INSETS: [f64; 2] = [30.0, 9.0];

/// A cross round the middle of what is down.
const CROSS: &str = "M-16-13 16 13M16-13-16 13";

/// What is drawn, and from what.
pub(super) struct Drawing<'a> {
    pub(super) plan: &'a Plan<'a>,
    pub(super) is_narrow: bool,
    pub(super) state: &'a BoardState,
    pub(super) now: Micros,
    /// What is followed of it.
    pub(super) followed: Option<u32>,
    pub(super) board: &'a Board,
}

impl Drawing<'_> {
    pub(super) fn svg(&self) -> Html {
        let Self { plan, state, .. } = self;
        let (width, height) = plan.sizes[usize::from(self.is_narrow)];
        let is_pressed = state.places.iter().any(|place| place.press.is_some())
            || state.messages.iter().any(|message| message.journey.is_some());
        // What is an image has no buttons in it.
        let role = if is_pressed { "group" } else { "img" };
        let class = classes!("board-picture", state.class.clone(), self.is_narrow.then_some("is-narrow"));
        html! {
            <svg {class} viewBox={format!("0 0 {width} {height}")} {role} aria-label={state.label.clone()}
                onkeydown={is_pressed.then(|| Callback::from(|key: KeyboardEvent| press_by_key(&key)))}>
                <g>{ for (0..plan.wires.len()).map(|wire| self.wire(wire)) }</g>
                if let Some([from, to]) = state.trail {
                    <path class="board-trail" d={lines(&self.plan.course(self.is_narrow, from, to))} />
                }
                <g>{ for plan.places.iter().zip(&state.places).enumerate().map(|(index, (place, at))| self.place(index, place, at)) }</g>
                { state.over.clone() }
                <g class={classes!("board-messages", self.board.is_playing().then_some("is-playing"))}>{ self.messages() }</g>
            </svg>
        }
    }

    fn wire(&self, index: usize) -> Html {
        let wire = self.plan.wires[index];
        let state = self.state.wires.get(index).copied().unwrap_or_default();
        let there = self.plan.leg(self.is_narrow, wire.from, wire.to);
        let mut d = line(there);
        if wire.apart > 0 {
            d += &line(self.plan.leg(self.is_narrow, wire.to, wire.from));
        }
        let (class, width) = match state {
            WireState::Whole => ("board-wire", None),
            WireState::Idle => ("board-wire is-idle", None),
            WireState::Cut => ("board-wire is-cut", None),
            WireState::Flow(width) => ("board-flow", Some(format!("stroke-width:{width}px"))),
        };
        html! {
            <g key={index}>
                if width.is_some() {
                    <path class="board-wire" d={d.clone()} />
                }
                <path {class} {d} style={width} />
                if state == WireState::Cut {
                    <path class="board-cross" d={cross_at(there)} />
                }
            </g>
        }
    }

    fn place(&self, index: usize, place: &Place, at: &PlaceState) -> Html {
        let spot = self.plan.spot(self.is_narrow, index);
        let lower = lower(place.kind, &spot);
        let (name, number) = if at.number.is_empty() { (0, 0) } else { (-spot.height / 6, spot.height / 5) };
        let health = match at.health {
            Health::Up => None,
            Health::Slow => Some("is-slow"),
            Health::Down => Some("is-down"),
        };
        // What is down says nothing else.
        let below = match at.health {
            Health::Up => at.says.to_string(),
            Health::Down => at.health.word().to_owned(),
            Health::Slow => [at.health.word(), " ", &at.says].concat(),
        };
        let class = classes!("board-place", at.class.clone(), health);
        let press = at.press.as_ref();
        html! {
            <g key={index} {class} transform={format!("translate({} {})", spot.x, spot.y)} data-guess={at.guess.clone()}>
                if let Some(lane) = &spot.lane {
                    { queue(lane, &spot, at) }
                }
                // What can be pressed is called by its name, and by what pressing does.
                <g class="board-body" role={press.map(|_| "button")} tabindex={press.map(|_| "0")}
                    aria-label={press.map(|press| press.label.clone())} onclick={press.map(|press| press.act.clone())}>
                    <path class="board-shape" d={outline(place.kind, &spot)} />
                    { text("board-name", lower + name, &at.name) }
                    if at.health == Health::Down {
                        <path class="board-cross" d={CROSS} />
                    }
                </g>
                { text("board-number", lower + number, &at.number) }
                { text("board-says", spot.height / 2 + 16, &below) }
                { at.more.clone() }
            </g>
        }
    }

    fn messages(&self) -> Html {
        let mut courses: Vec<(&Message, usize)> = Vec::new();
        for message in self.state.messages.iter().filter(|message| message.from != message.to) {
            match courses.iter_mut().find(|(other, _)| (other.from, other.to) == (message.from, message.to)) {
                Some((_, count)) => *count += 1,
                None => courses.push((message, 1)),
            }
        }
        let is_single = |message: &&Message| {
            let course = courses.iter().find(|(other, _)| (other.from, other.to) == (message.from, message.to));
            course.is_some_and(|(_, count)| *count <= MOST_DRAWN)
        };
        html! {
            <>
                { for courses.iter().filter(|(_, count)| *count > MOST_DRAWN).map(|(message, count)| self.flow(message, *count)) }
                { for self.state.messages.iter().filter(is_single).map(|message| self.message(message)) }
            </>
        }
    }

    /// As many messages on one course that they can't be told apart.
    fn flow(&self, message: &Message, count: usize) -> Html {
        let way = self.way(message);
        let d = lines(&way.corners);
        let (x, y) = way.at(Micros(way.sent.0.midpoint(way.due.0)));
        html! {
            <g key={format!("{} {}", message.from, message.to)} class={message.class.clone()}>
                <path class="board-flow" {d} style={format!("stroke-width:{FLOW}px")} />
                <text class="board-count" x={(x / 10).to_string()} y={(y / 10).to_string()}>{ count }</text>
            </g>
        }
    }

    fn message(&self, message: &Message) -> Html {
        let mut way = self.way(message);
        let Message { id, journey, text, .. } = message;
        way.shorten(INSETS[usize::from(text.is_empty())]);
        let is_followed = journey.is_some() && *journey == self.followed;
        let class = classes!(
            "board-message",
            message.class.clone(),
            (self.now >= message.due).then_some("is-there"),
            is_followed.then_some("is-followed"),
        );
        let half = text.chars().count() as i32 * 6 + 10;
        let follow = journey.map(|journey| self.board.on_follow(self.state.name, journey));
        let label = journey.map(|_| ["Follow ", text, ", ", &self.state.course(message.from, message.to)].concat());
        html! {
            <g key={*id} {class} style={way.style(self.now)} data-way={way.write()} role={journey.map(|_| "button")}
                tabindex={journey.map(|_| "0")} aria-pressed={journey.map(|_| is_followed.to_string())} aria-label={label} onclick={follow}>
                if text.is_empty() {
                    <circle r="12" />
                } else {
                    if is_followed {
                        <rect class="board-halo" x={(-half - 6).to_string()} y="-20" width={(2 * half + 12).to_string()} height="40" rx="20" />
                    }
                    <rect x={(-half).to_string()} y="-14" width={(2 * half).to_string()} height="28" rx="14" />
                    <text y="6">{ text.clone() }</text>
                }
            </g>
        }
    }

    fn way(&self, message: &Message) -> Way {
        let corners = self.plan.course(self.is_narrow, message.from, message.to);
        Way { sent: message.sent, due: message.due, corners }
    }
}

/// A line of text whose middle is so far below the middle of its place.
fn text(class: &'static str, y: i32, text: &str) -> Html {
    if text.is_empty() {
        return Html::default();
    }
    html! { <text {class} y={y.to_string()}>{ text.to_owned() }</text> }
}

fn lines(corners: &[(f64, f64)]) -> String {
    corners.windows(2).map(|leg| line([leg[0], leg[1]])).collect()
}

fn line([(x1, y1), (x2, y2)]: [(f64, f64); 2]) -> String {
    format!("M{} {}L{} {}", x1 as i32, y1 as i32, x2 as i32, y2 as i32)
}

/// A cross on a line, a third of the way along.
fn cross_at([(x1, y1), (x2, y2)]: [(f64, f64); 2]) -> String {
    let (x, y) = (x1 + (x2 - x1) / 3.0, y1 + (y2 - y1) / 3.0);
    format!("M{} {}l14 14m0-14-14 14", x as i32 - 7, y as i32 - 7)
}

/// A lane: two rails, what stands between them, where it is full, and how many were rejected there.
fn queue(lane: &Lane, spot: &Spot, at: &PlaceState) -> Html {
    let half = lane.radius + 4;
    let shown = lane.shown.min(at.room.unwrap_or(u32::MAX)) as i32;
    // Where an item would be, and to the side of it.
    let put = |index: i32, before: i32, aside: i32| {
        let (x, y) = lane.item(spot, index);
        match lane.side {
            Side::Left => (x - before, y + aside),
            Side::Above => (x + aside, y - before),
        }
    };
    let rail = |aside: i32| {
        let ((x1, y1), (x2, y2)) = (put(0, -lane.radius - 2, aside), put(shown - 1, half, aside));
        format!("M{x1} {y1}L{x2} {y2}")
    };
    let bar = |count: u32| {
        let ((x1, y1), (x2, y2)) =
            (put(count as i32 - 1, lane.pitch / 2, -half), put(count as i32 - 1, lane.pitch / 2, half));
        format!("M{x1} {y1}L{x2} {y2}")
    };
    let more = at.items.len().saturating_sub(lane.shown as usize);
    let (x, y) = put(shown, half, 0);
    let below = if lane.side == Side::Above { -15 } else { 28 };
    html! {
        <>
            <path class="board-rail" d={rail(-half) + &rail(half)} />
            if let Some(room) = at.room.filter(|room| *room <= lane.shown) {
                <path class="board-rail is-end" d={bar(room)} />
            }
            if let Some(bound) = at.bound {
                <path class="board-rail is-bound" d={bar(bound)} />
            }
            { items(lane, spot, at) }
            if lane.serves && !at.items.is_empty() {
                <path class="board-rail is-served" d={bar(1)} />
            }
            if more > 0 && lane.serves {
                <text class="board-says" x={x.to_string()} y={y.to_string()}>{ "+" }{ more }</text>
            }
            if at.rejected > 0 {
                <path class="board-cross" d={format!("M{} {}l12 12m0-12-12 12", x - 6, y - 6)} />
                <text class="board-rejected" x={x.to_string()} y={(y + below).to_string()}>{ at.rejected }</text>
            }
        </>
    }
}

/// The items of a lane: those that look the same in one path.
fn items(lane: &Lane, spot: &Spot, at: &PlaceState) -> Html {
    let mut looks: Vec<(&'static str, String, String)> = Vec::new();
    for (item, index) in at.items.iter().take(lane.shown as usize).zip(0..) {
        let (x, y) = lane.item(spot, index);
        let look = looks.iter().position(|(class, ..)| *class == item.class).unwrap_or_else(|| {
            looks.push((item.class, String::new(), String::new()));
            looks.len() - 1
        });
        let (_, discs, marks) = &mut looks[look];
        *discs += &disc(x, y, lane.radius);
        if !item.mark.is_empty() {
            *marks += &format!("M{x} {y}{}", item.mark);
        }
    }
    html! {
        { for looks.into_iter().map(|(class, discs, marks)| html! {
            <g key={class} class={classes!("board-item", class)}>
                <path d={discs} />
                if !marks.is_empty() {
                    <path class="board-mark" d={marks} />
                }
            </g>
        }) }
    }
}

/// A disc as the data of an SVG path.
#[must_use]
pub(super) fn disc(x: i32, y: i32, radius: i32) -> String {
    format!("M{} {y}a{radius} {radius} 0 1 0 {1} 0a{radius} {radius} 0 1 0-{1} 0z", x - radius, 2 * radius)
}
