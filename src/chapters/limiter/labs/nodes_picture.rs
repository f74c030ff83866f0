//! The picture of lab 3: two limiters, a store, and the messages on the wires between them.

use simulation::limiter::nodes::{LimiterNodes, Message, NODES, Op, Verdict, Way, node_name};
use yew::prelude::*;

/// Where things stand across the picture; narrow, there is room for fewer requests.
#[derive(Clone, Copy)]
struct Layout {
    width: i32,
    node: i32,
    store: i32,
    /// The middle of what is said above the store.
    says: i32,
    /// The middle of what a node says of its own counts.
    counts: i32,
    /// How many requests are shown at a node.
    shown: usize,
    /// Messages keep so far from both ends of their wire, in thousandths of it: names and counts stay free.
    short: i32,
}

const WIDE: Layout = Layout { width: 900, node: 300, store: 770, says: 770, counts: 300, shown: 6, short: 70 };
const NARROW: Layout = Layout { width: 420, node: 104, store: 352, says: 290, counts: 92, shown: 1, short: 170 };

const HEIGHT: i32 = 420;
const NODE_Y: [i32; NODES] = [100, 320];
const STORE_Y: i32 = 210;
const SIDE: i32 = 68;

/// Each node's colour among those of servers.
const COLOURS: [&str; NODES] = ["server-5", "server-1"];

/// Nodes, store and wires at this moment.
pub fn picture(lab: &LimiterNodes, narrow: bool) -> Html {
    let at = if narrow { NARROW } else { WIDE };
    let asks = !matches!(lab.scenario().way, Way::Halves);
    html! {
        <svg class={classes!("nodes-picture", narrow.then_some("is-narrow"))} viewBox={format!("0 0 {} {HEIGHT}", at.width)}
            role="img" aria-label={label(lab)}>
            { for (0..NODES).map(|node| wire(at, node, asks)) }
            { for (0..NODES).map(|node| requests(lab, at, node)) }
            { for (0..NODES).map(|node| square(lab, at, node)) }
            { store(lab, at) }
            <g class="nodes-messages">
                { for lab.messages().iter().chain(lab.arrived()).map(|message| flying(lab, at, message)) }
            </g>
        </svg>
    }
}

/// A way there and a way back, so that messages that meet are both seen.
fn wire(at: Layout, node: usize, asks: bool) -> Html {
    let ((from_x, from_y), (to_x, to_y)) = (end(at, node, true, 0), end(at, node, true, 1_000));
    let ((back_x, back_y), (home_x, home_y)) = (end(at, node, false, 0), end(at, node, false, 1_000));
    let class = classes!("nodes-wire", (!asks).then_some("is-idle"));
    html! { <path {class} d={format!("M{from_x} {from_y}L{to_x} {to_y}M{back_x} {back_y}L{home_x} {home_y}")} /> }
}

/// A place on a wire, so many thousandths of the way along.
fn end(at: Layout, node: usize, to_store: bool, per_mille: i32) -> (i32, i32) {
    let aside = if to_store { -18 } else { 18 };
    let (near, far) = (
        (at.node + SIDE / 2 + 4, NODE_Y[node] + aside),
        (at.store - 66, STORE_Y + aside + if node == 0 { -34 } else { 34 }),
    );
    let (from, to) = if to_store { (near, far) } else { (far, near) };
    (from.0 + (to.0 - from.0) * per_mille / 1_000, from.1 + (to.1 - from.1) * per_mille / 1_000)
}

fn flying(lab: &LimiterNodes, at: Layout, message: &Message) -> Html {
    let way = message.way_per_mille(lab.now()) as i32;
    let along = at.short + way * (1_000 - 2 * at.short) / 1_000;
    let (x, y) = end(at, usize::from(message.node).min(NODES - 1), message.goes_to_the_store(), along);
    let text = match message.op {
        Op::Get => "GET".to_owned(),
        Op::Set(count) => format!("SET {count}"),
        Op::Increment => "INCR".to_owned(),
        Op::Add(more) => format!("ADD {more}"),
        Op::Count(count) => format!("= {count}"),
    };
    let class = classes!(
        "nodes-message",
        COLOURS[usize::from(message.node).min(NODES - 1)],
        (!message.goes_to_the_store()).then_some("is-answer"),
        (way == 1_000).then_some("is-there"),
    );
    html! {
        <g key={message.id} {class} style={format!("transform:translate({x}px,{y}px)")}>
            <rect x="-45" y="-14" width="90" height="28" rx="14" />
            <text y="6">{ text }</text>
        </g>
    }
}

fn square(lab: &LimiterNodes, at: Layout, node: usize) -> Html {
    let (x, y) = (at.node - SIDE / 2, NODE_Y[node] - SIDE / 2);
    let own = lab.own(node);
    let says = match lab.scenario().way {
        Way::GetSet | Way::Atomic => String::new(),
        Way::Halves => format!("{} passed", own.passed),
        Way::Eventual => format!("{} own + {} others", own.passed, own.others),
    };
    html! {
        <g key={node} class={classes!("nodes-server", COLOURS[node])}>
            <rect x={x.to_string()} y={y.to_string()} width={SIDE.to_string()} height={SIDE.to_string()} rx="8" />
            <text class="nodes-name" x={at.node.to_string()} y={(NODE_Y[node] + 10).to_string()}>{ node_name(node as u8) }</text>
            <text class="nodes-small" x={at.counts.to_string()} y={(NODE_Y[node] + SIDE / 2 + 22).to_string()}>{ says }</text>
        </g>
    }
}

/// The last requests that came to a node, the newest nearest to it, and how each ended.
fn requests(lab: &LimiterNodes, at: Layout, node: usize) -> Html {
    let of_node = lab.requests().iter().enumerate().filter(|(_, request)| usize::from(request.node) == node);
    let last: Vec<_> = of_node.rev().take(at.shown).collect();
    let y = NODE_Y[node];
    html! {
        <g>
            <path class="nodes-lane" d={format!("M12 {y}H{}", at.node - SIDE / 2)} />
            { for last.into_iter().enumerate().map(|(place, (index, request))| {
                let x = at.node - SIDE / 2 - 30 - place as i32 * 42;
                let (class, mark) = match request.verdict {
                    None => ("is-open", ""),
                    Some(Verdict::Passed) => ("is-passed", "M-6 0l4 5l8-10"),
                    Some(Verdict::TooMany) => ("is-too-many", "M0 -7v8m0 4v2"),
                    Some(Verdict::TurnedAway) => ("is-denied", "M-5 -5l10 10m0-10l-10 10"),
                };
                html! {
                    <g key={index} class={classes!("nodes-request", class)} style={format!("transform:translate({x}px,{y}px)")}>
                        <circle r="15" /><path d={mark} />
                    </g>
                }
            }) }
        </g>
    }
}

fn store(lab: &LimiterNodes, at: Layout) -> Html {
    let window = lab.window();
    let count = lab.counts().get(window).copied().unwrap_or(0);
    let passed = lab.tallies().get(window).map_or(0, |tally| tally.passed);
    let limit = lab.scenario().limit;
    let over = passed > limit;
    html! {
        <g class="nodes-store">
            <path d={format!("M{0} {1}v112c0 16 124 16 124 0v-112c0-16-124-16-124 0c0 16 124 16 124 0", at.store - 62, STORE_Y - 56)} />
            <text class="nodes-count" x={at.store.to_string()} y={(STORE_Y + 22).to_string()}>{ count }</text>
            <text class="nodes-small" x={at.store.to_string()} y={(STORE_Y + 46).to_string()}>{ "count" }</text>
            <text class={classes!("nodes-truth", over.then_some("is-over"))} x={at.says.to_string()} y="62">
                { passed }{ " passed" }{ if over { ", limit " } else { " of " } }{ limit }
            </text>
            <text class="nodes-small" x={at.says.to_string()} y="86">{ "window " }{ window + 1 }{ " of " }{ lab.counts().len() }</text>
        </g>
    }
}

fn label(lab: &LimiterNodes) -> String {
    let total = lab.total();
    format!(
        "Two limiters and a store. {} messages are on their way; {} requests passed, {} of them too many.",
        lab.messages().len(),
        total.passed,
        total.too_many
    )
}
