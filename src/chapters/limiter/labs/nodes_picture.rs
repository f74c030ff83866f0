//! The board of lab 3: two limiters, a store, and the messages on the wires between them.

use simulation::limiter::nodes::{Command, LimiterNodes, Message, NODES, Op, Request, Tally, Verdict, Way, node_name};
use yew::prelude::*;

use crate::board::{self, BoardState, Item, Kind, Lane, Place, PlaceState, Plan, Press, Side, Spot, Wire, WireState};
use crate::controls::give;
use crate::player::Session;

/// The place of the store; before it are the nodes.
const STORE: usize = NODES;

/// The requests that came to a node, the newest next to it.
const LANE: Lane = Lane { side: Side::Left, pitch: 42, radius: 15, shown: 6, serves: false };

/// On a narrow board there is room for two.
const SHORT: Lane = Lane { shown: 1, ..LANE };

const fn node(y: i32) -> Place {
    Place::new(Kind::Server, Spot::new(322, y, 68, 68).with(LANE)).narrow(Spot::new(100, y, 68, 68).with(SHORT))
}

/// Where nodes and store stand.
pub const PLAN: Plan<'static> = Plan {
    sizes: [(900, 400), (420, 400)],
    narrow_below: 720,
    places: &[
        node(100),
        node(310),
        Place::new(Kind::Store, Spot::new(770, 205, 130, 140)).narrow(Spot::new(354, 205, 124, 140)),
    ],
    wires: &[Wire { from: 0, to: STORE, apart: 18 }, Wire { from: 1, to: STORE, apart: 18 }],
};

/// Each node's colour among those of servers.
pub const COLOURS: [&str; NODES] = ["server-5", "server-1"];

/// Nodes, store and messages as they are now.
pub fn board(session: &Session<LimiterNodes>, lab: &LimiterNodes) -> BoardState {
    let Tally { passed, too_many, .. } = lab.total();
    let wire = if lab.scenario.way == Way::Halves { WireState::Idle } else { WireState::Whole };
    BoardState {
        class: classes!("nodes-picture"),
        label: format!("Two limiters and a store. {passed} requests passed, {too_many} of them too many."),
        places: (0..NODES).map(|node| limiter(session, lab, node)).chain([store(lab)]).collect(),
        wires: vec![wire; NODES],
        messages: lab.messages().chain(&lab.arrived).map(message).collect(),
        ..BoardState::default()
    }
}

fn limiter(session: &Session<LimiterNodes>, lab: &LimiterNodes, node: usize) -> PlaceState {
    let (own, name) = (&lab.own[node], node_name(node as u8));
    let says = match lab.scenario.way {
        Way::GetSet | Way::Atomic => String::new(),
        Way::Halves => format!("{} passed", own.passed),
        Way::Eventual => format!("{} own + {} others", own.passed, own.others),
    };
    let of_node = lab.requests.iter().rev().filter(|request| usize::from(request.node) == node);
    PlaceState {
        called: ["node ", name].concat().into(),
        says: says.into(),
        class: classes!(COLOURS[node]),
        items: of_node.take(LANE.shown as usize).map(item).collect(),
        press: Some(Press::new(["Send a request to node ", name].concat(), give(session, Command::Send(node as u8)))),
        ..PlaceState::named(name)
    }
}

/// How a request ended.
fn item(request: &Request) -> Item {
    let (class, mark) = match request.verdict {
        None => ("is-open", ""),
        Some(Verdict::Passed) => ("is-passed", "m-6 0l4 5l8-10"),
        Some(Verdict::TooMany) => ("is-too-many", "m0-7v8m0 4v2"),
        Some(Verdict::TurnedAway) => ("is-denied", "m-5-5l10 10m0-10l-10 10"),
    };
    Item { class, mark }
}

fn store(lab: &LimiterNodes) -> PlaceState {
    let (window, limit) = (lab.window(), lab.scenario.limit);
    let (count, passed) = (lab.counts[window], lab.tallies[window].passed);
    let is_over = passed > limit;
    PlaceState {
        called: "the store".into(),
        number: count.to_string().into(),
        says: format!("window {} of {}", window + 1, lab.counts.len()).into(),
        more: html! {
            <text class={classes!("nodes-truth", is_over.then_some("is-over"))} y="112">
                { passed }{ " passed" }{ if is_over { ", limit " } else { " of " } }{ limit }
            </text>
        },
        ..PlaceState::named("count")
    }
}

/// What a message says.
pub fn says(op: Op) -> AttrValue {
    match op {
        Op::Get => "GET".into(),
        Op::Set(count) => format!("SET {count}").into(),
        Op::Increment => "INCR".into(),
        Op::Add(more) => format!("ADD {more}").into(),
        Op::Count(count) => format!("= {count}").into(),
    }
}

/// All messages about one request are one journey.
fn message(message: &Message) -> board::Message {
    let Message { id, sent, due, payload: packet, .. } = *message;
    let node = usize::from(packet.node).min(NODES - 1);
    let is_answer = !packet.goes_to_the_store();
    let ends = if is_answer { [STORE, node] } else { [node, STORE] };
    board::Message {
        text: says(packet.op),
        class: classes!("nodes-message", COLOURS[node], is_answer.then_some("is-answer")),
        journey: packet.request,
        ..board::Message::new(id as u32, ends, [sent, due])
    }
}
