//! The picture of the ring as SVG: the parts that [`super::ring_paint`] moves are named by `data-part`.

use simulation::kernel::text::{grouped, of_circle};
use simulation::ring::hash_ring::HashRing;
use yew::prelude::*;

use super::gesture::Grip;
use super::ring_view::{BAND, Picture, ServerView, short};

/// What the ring's picture tells back.
#[derive(Clone, PartialEq)]
pub struct Handlers {
    /// A key was pressed on a server's handle: its slot, and the key.
    pub key: Callback<(usize, KeyboardEvent)>,
    /// The pointer went down.
    pub down: Callback<PointerEvent>,
}

/// The whole picture.
pub fn svg(lab: &HashRing, picture: &Picture, selected: Option<Grip>, root: &NodeRef, on: &Handlers) -> Html {
    let crowded = lab.ring().points().len() > 200;
    let servers = || picture.servers.iter().filter(|server| !server.name.is_empty());
    html! {
        <svg
            ref={root} class={classes!("ring", crowded.then_some("is-crowded"), selected.map(|_| "is-armed"))}
            viewBox="0 0 4800 4800" role="group" aria-label="The ring. Each server is a slider on it."
            onpointerdown={&on.down}
        >
            { band() }
            // A list in a group of its own, so that no part changes its element when a server comes: the painter has written on it.
            <g>{ for servers().map(|server| owned(server, selected)) }</g>
            <path data-part="moved-arcs" class="ring-moved-arcs" d={picture.moved_arcs.clone()} />
            <path data-part="trail" class="ring-trail" d={picture.trail.clone()} />
            { keys(picture) }
            { walk(picture) }
            { middle(picture.middle.clone()) }
            <g>{ for servers().map(|server| handle(lab, server, selected, &on.key)) }</g>
        </svg>
    }
}

fn band() -> Html {
    html! {
        <>
            <circle class="ring-band" cx="2400" cy="2400" r={BAND.to_string()} />
            <path class="ring-zero" d="M2400 620V980" />
            <text class="ring-small" x="2250" y="650">{ "0" }</text>
        </>
    }
}

fn owned(server: &ServerView, selected: Option<Grip>) -> Html {
    let slot = server.slot;
    let picked = selected.is_some_and(|grip| grip.slot == slot);
    html! {
        <g key={slot} class={classes!(colour(slot), picked.then_some("is-picked"))}>
            <path data-part={format!("arcs-{slot}")} class="ring-arcs" d={server.arcs.clone()} />
            <path data-part={format!("nodes-{slot}")} class="ring-nodes" d={server.nodes.clone()} />
            <path data-part={format!("stalk-{slot}")} class="ring-stalk" d={server.stalk.clone()} />
        </g>
    }
}

fn keys(picture: &Picture) -> Html {
    let kind = if picture.has_dots { "has-dots" } else { "has-bars" };
    html! {
        <g class={classes!("ring-keys", kind)}>
            <path data-part="keys" class="ring-keys-all" d={picture.keys.clone()} />
            <g>
                { for picture.servers.iter().map(|server| {
                    let slot = server.slot;
                    html! {
                        <path
                            key={slot} data-part={format!("keys-{slot}")} class={classes!("ring-keys-own", colour(slot))}
                            d={server.keys.clone()}
                        />
                    }
                }) }
            </g>
            <path data-part="moved-keys" class="ring-keys-moved" d={picture.moved_keys.clone()} />
        </g>
    }
}

fn walk(picture: &Picture) -> Html {
    let walk = &picture.walk;
    html! {
        <g class={classes!("ring-walk", walk.found.then_some("is-found"))}>
            <path data-part="walk-way" class="ring-walk-way" d={walk.way.clone()} />
            <path data-part="walk-at" class="ring-walk-at" d={walk.looked_at.clone()} />
            <path data-part="walk-key" class="ring-walk-key" d={walk.key.clone()} />
        </g>
    }
}

/// The figure in the middle.
fn middle([large, small, smaller]: [String; 3]) -> Html {
    html! {
        <g class="ring-middle" aria-hidden="true">
            <text data-part="middle-0" class="ring-large" x="2400" y="2430">{ large }</text>
            <text data-part="middle-1" class="ring-small" x="2400" y="2680">{ small }</text>
            <text data-part="middle-2" class="ring-small" x="2400" y="2910">{ smaller }</text>
        </g>
    }
}

fn handle(
    lab: &HashRing,
    server: &ServerView,
    selected: Option<Grip>,
    on_key: &Callback<(usize, KeyboardEvent)>,
) -> Html {
    let slot = server.slot;
    let id = lab.ring().find(&server.name);
    let load = id.map_or(0, |id| u64::from(lab.load(id)));
    let says = format!("{} of the way round, holds {} keys", of_circle(server.turn), grouped(load));
    let hundredths = (u64::from(server.turn) * 10_000) >> 32;
    let on_key = on_key.clone();
    let picked = selected == Some(Grip { slot, node: None });
    html! {
        <g
            key={slot} data-part={format!("handle-{slot}")} data-slot={slot.to_string()} transform={server.handle.clone()}
            class={classes!("ring-handle", colour(slot), picked.then_some("is-picked"))}
            role="slider" tabindex="0" aria-label={format!("Server {}", server.name)} aria-valuemin="0" aria-valuemax="100"
            aria-valuenow={(hundredths / 100).to_string()} aria-valuetext={says}
            onkeydown={Callback::from(move |event| on_key.emit((slot, event)))}
        >
            <circle class="ring-target" r="290" />
            <rect class="ring-server" x="-200" y="-200" width="400" height="400" rx="80" />
            <text class="ring-name" y="62">{ short(&server.name) }</text>
            <title>{ server.name.clone() }</title>
        </g>
    }
}

/// The colour of a server by its slot; from the ninth on, a pattern goes with it.
pub fn colour(slot: usize) -> Classes {
    classes!(format!("server-{}", slot % 8), (slot >= 8).then_some("is-second"))
}
