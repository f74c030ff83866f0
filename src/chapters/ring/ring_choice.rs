//! What stands at the ring at once: where to start from, and the place of what was picked out.

use simulation::ring::hash_ring::{HashRing, Scenario};
use simulation::ring::key_set::MOST_KEYS;
use yew::prelude::*;

use super::gesture::Grip;
use super::ring_lab::Selected;
use crate::controls::{Preset, decimal_field};
use crate::player::Session;

type Ring = Session<HashRing>;

/// Where to start from.
pub const PRESETS: [Preset<HashRing>; 5] = [
    ("Five servers", |ring| ring.begin(Scenario::default())),
    ("The textbook case", |ring| ring.begin(Scenario::worked_case())),
    ("100 virtual nodes", |ring| ring.begin(Scenario::of(5, 100, 1_000))),
    ("Weights 1, 2, 4", |ring| ring.begin(weighted())),
    ("A million keys", |ring| ring.begin(Scenario::of(10, 1_000, MOST_KEYS))),
];

fn weighted() -> Scenario {
    let mut scenario = Scenario::of(3, 100, 1_000);
    for (server, weight) in scenario.servers.iter_mut().zip([1, 2, 4]) {
        server.weight = weight;
    }
    scenario
}

/// The server or node that was picked out: its place as a number, and the way to move it by tapping.
pub fn chosen(session: &Ring, lab: &HashRing, grip: Option<Grip>, select: &Selected) -> Html {
    let Some((grip, turn)) = grip.and_then(|grip| Some((grip, grip.turn(lab)?))) else {
        return html! {
            <p class="hint ring-hint">
                { "Drag a server, or tap it and then tap where it should go. With the keyboard: Tab to a server, then the arrow keys." }
            </p>
        };
    };
    let server = lab.ring().servers().find(|(id, _)| id.slot() == grip.slot).map_or("", |(_, server)| &server.name);
    let name = grip.node.map_or_else(|| server.to_owned(), |node| format!("{server}_{node}"));
    let hundredths = (u64::from(turn) * 10_000) >> 32;
    let stands = format!("{}.{:02}", hundredths / 100, hundredths % 100);
    let asked = session.clone();
    let place = Callback::from(move |per_cent: f64| {
        let is_on_it = (0.0..=100.0).contains(&per_cent);
        if !is_on_it {
            asked.say("A place on the ring is a number from 0 to 100 per cent.");
        }
        is_on_it && asked.command(grip.to((per_cent / 100.0 * 4_294_967_296.0) as u32))
    });
    let done = {
        let select = select.clone();
        Callback::from(move |_: MouseEvent| select.set(None))
    };
    html! {
        <div class="lab-row ring-chosen">
            { decimal_field(format!("{name} stands at, in per cent of the way round"), (0, 100), "0.01", stands, &place) }
            <button type="button" class="button-quiet" onclick={done}>{ "Done" }</button>
            <span class="hint">{ "or tap the ring where it should go" }</span>
        </div>
    }
}
