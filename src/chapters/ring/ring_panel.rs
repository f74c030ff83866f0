//! What stands beside the ring: readouts, loads, controls, and the list of the keys that moved.
//!
//! It lives when a reader comes near, or touches the lab: see [`crate::later`].

use algorithms::hashing::ring::ServerId;
use algorithms::hashing::spread;
use simulation::kernel::text::{counted, grouped, share, short_decimal};
use simulation::ring::hash_ring::{Command, Followed, HashRing, MOST_REPLICAS, MOST_WEIGHT, Scenario, ServerSpec};
use simulation::ring::key_set::{KeySource, MOST_KEYS};
use simulation::ring::servers::MOST_VIRTUAL_NODES;
use web_sys::Element;
use yew::prelude::*;

use super::ring_svg::colour;
use super::ring_view::short;
use crate::chart::{Axis, Scale, axes, line};
use crate::controls::{FormField, bare_number, button, choice, form, give};
use crate::later::{End, fill_near};
use crate::lazy;
use crate::player::registry::is_fresh;
use crate::player::{Session, use_session_near, use_watch};
use crate::widgets::readout::{Readout, readouts};
use crate::words::per_cent;

type Ring = Session<HashRing>;

/// Numbers of virtual nodes to choose from.
pub const NODE_STOPS: &[u32] = &[1, 2, 3, 5, 10, 20, 50, 100, 150, 200, 500, MOST_VIRTUAL_NODES];
/// Numbers of keys to choose from.
pub const KEY_STOPS: &[u32] = &[10, 30, 100, 300, 1_000, 10_000, 100_000, MOST_KEYS];

lazy! {
    /// Brings the panel to life.
    ring_panel: pub fn load(place: Element, is_there: bool) -> End {
        fill_near::<Panel>(place, is_there && is_fresh("ring"))
    }
}

/// All that stands beside the ring and below it.
#[component]
pub fn Panel() -> Html {
    let session = use_session_near::<HashRing>("ring", Scenario::default);
    use_watch(&session);
    let listed = use_mut_ref(Html::default);
    let is_dragged = session.player().is_dragged();
    session.with(|timeline| {
        let lab = timeline.state();
        // Within a drag the list stays as it was: it is long.
        if !is_dragged {
            *listed.borrow_mut() = list_of_moved_keys(lab);
        }
        html! {
            <>
                <div class="ring-panel">
                    { figures(lab) }
                    { loads(&session, lab) }
                    { controls(&session, lab) }
                    { curve(lab) }
                </div>
                { moved_keys(lab, listed.borrow().clone()) }
            </>
        }
    })
}

/// The large figures: what moved, and how even the load is.
fn figures(lab: &HashRing) -> Html {
    let keys = u64::from(lab.keys().count());
    let moved = lab.moved().map(|moved| u64::from(moved.keys));
    let points = lab.ring().points().len() as u64;
    let all = grouped(keys);
    readouts([
        Readout::new(
            "keys moved",
            moved.map_or_else(|| "–".to_owned(), |moved| share(moved, keys)),
            moved.map_or_else(|| format!("of {all}"), |moved| format!("{} of {all}", grouped(moved))),
        ),
        Readout::new("deviation", ratio(lab.spread()), ["theory ", &ratio(lab.expected_spread())].concat()),
        Readout::new("points", grouped(points), counted(points * 28, "byte", "bytes")),
    ])
}

/// In per cent with one decimal; a dash where there is nothing to measure.
fn ratio(ratio: Option<f64>) -> String {
    ratio.map_or_else(|| "–".to_owned(), |ratio| per_cent(ratio, 1))
}

/// A bar for each server, the mean, and what can be done to the server.
fn loads(session: &Ring, lab: &HashRing) -> Html {
    let servers: Vec<ServerId> = lab.ring().servers().map(|(id, _)| id).collect();
    let total = u64::from(lab.keys().count()).max(1);
    let largest = servers.iter().map(|id| u64::from(lab.load(*id))).max().unwrap_or(0);
    let tenths = total * 10 / servers.len().max(1) as u64;
    let mean = short_decimal(tenths, 1);
    // The longest bar, or the mean where that is more, takes the whole width.
    let full = largest.max(tenths / 10).max(1);
    if servers.is_empty() {
        return html! { <p class="lab-empty">{ "No server is left, so no key has an owner. Add one below." }</p> };
    }
    html! {
        <table class="loads" style={format!("--mean:{}%", tenths * 10 / full)}>
            <caption>{ "Keys on each server; the line is the mean, " }{ mean }</caption>
            // It goes with the weights where nothing can be changed, as on a projector.
            <thead class="load-weight">
                <tr><th>{ "Server" }</th><th>{ "Keys" }</th><th>{ "Number" }</th><th>{ "Weight" }</th><td /></tr>
            </thead>
            <tbody>{ for servers.into_iter().map(|id| load_row(session, lab, id, full)) }</tbody>
        </table>
    }
}

fn load_row(session: &Ring, lab: &HashRing, id: ServerId, full: u64) -> Html {
    let name = lab.ring().server(id).map_or("", |server| &server.name);
    let (slot, load, weight) = (id.slot(), u64::from(lab.load(id)), lab.weight(id));
    let remove = give(session, Command::Remove { server: slot as u32 });
    let weigh = move |weight: u32| Command::Weigh { server: slot as u32, weight };
    html! {
        <tr key={slot}>
            <th scope="row"><span class={classes!("server-mark", colour(slot))} title={name.to_owned()}>{ short(name) }</span></th>
            <td class="load-bar"><span class={classes!("bar", colour(slot))} style={format!("width:{}%", load * 100 / full)} /></td>
            <td class="load-number">{ grouped(load) }</td>
            <td class="load-weight">{ bare_number(session, format!("Weight of {name}"), (1, MOST_WEIGHT), weight, weigh) }</td>
            <td>
                <button type="button" class="button-quiet load-remove" onclick={remove} aria-label={format!("Remove {name}")}>
                    <svg viewBox="0 0 16 16" aria-hidden="true"><path d="M4 4L12 12M12 4L4 12" /></svg>
                </button>
            </td>
        </tr>
    }
}

/// The deviation that theory expects against the number of virtual nodes, and where this ring lies. Only for servers of
/// equal weight: with others the curve has another shape.
fn curve(lab: &HashRing) -> Html {
    /// From 1 virtual node to the most, and up to a deviation of 120 per cent of the mean.
    const ACROSS: Scale = Scale::log((1.0, MOST_VIRTUAL_NODES as f64), (0.0, 300.0));
    const UPWARDS: Scale = Scale::linear((0.0, 120.0), (100.0, -20.0));
    let servers = lab.ring().servers().count() as u32;
    let is_even = lab.ring().servers().all(|(id, _)| lab.weight(id) == 1);
    let (true, Some(measured)) = (is_even && servers > 1, lab.spread()) else {
        return Html::default();
    };
    let place = |nodes: u32, deviation: f64| (ACROSS.place(nodes.into()), UPWARDS.place(deviation * 100.0));
    let theory: Vec<(f64, f64)> = NODE_STOPS
        .iter()
        .map(|stop| place(*stop, spread::expected(&vec![*stop; servers as usize]).unwrap_or(0.0)))
        .collect();
    let (x, y) = place(lab.virtual_nodes(), measured);
    let label = format!(
        "Deviation against virtual nodes. Theory expects {}, measured is {}.",
        ratio(lab.expected_spread()),
        ratio(Some(measured)),
    );
    let across = Axis::round(ACROSS, 4, "", |nodes| grouped(nodes as u64));
    let up = Axis { scale: UPWARDS, ticks: vec![(50.0, "50".to_owned()), (100.0, "100".to_owned())], title: "" };
    html! {
        <figure class="curve">
            <svg class="chart" viewBox="-34 -24 350 158" role="img" aria-label={label}>
                { axes(&across, &up, 13.5) }
                <path class="curve-theory" d={line(&theory)} />
                <circle class="curve-here" cx={(x as i32).to_string()} cy={(y as i32).to_string()} r="6" />
            </svg>
            <figcaption>{ "Deviation in per cent, against virtual nodes each: theory’s curve, and this ring" }</figcaption>
        </figure>
    }
}

/// What can be done to the ring as a whole.
fn controls(session: &Ring, lab: &HashRing) -> Html {
    let keys = |count| Command::SetKeys(KeySource::Numbered(count));
    let random = give(session, Command::SetKeys(KeySource::Random(lab.keys().count())));
    let copy_stops: Vec<u32> = (1..=MOST_REPLICAS).collect();
    html! {
        <div class="lab-controls">
            { add_server(session, lab) }
            <div class="lab-row">
                { choice(session, "Virtual nodes each", NODE_STOPS, lab.virtual_nodes(), Command::SetVirtualNodes) }
                { choice(session, "Keys", KEY_STOPS, lab.keys().count(), keys) }
                { choice(session, "Copies of a key", &copy_stops, lab.replicas(), Command::SetReplicas) }
            </div>
            { follow(session) }
            <details>
                <summary>{ "Keys of your own" }</summary>
                { own_keys(session) }
                <button type="button" class="button-quiet" onclick={random}>{ "Draw random keys from the seed" }</button>
            </details>
        </div>
    }
}

fn add_server(session: &Ring, lab: &HashRing) -> Html {
    let free = (0..).map(|i| format!("s{i}")).find(|name| lab.ring().find(name).is_none()).unwrap_or_default();
    let more = html! {
        <>
            <button type="submit">{ "Add" }</button>
            { button(session, "Kill one at random", Command::RemoveAny) }
        </>
    };
    let add = |name: &str| Ok(Command::Add(ServerSpec::new(name.trim().to_owned())));
    form(session, FormField::line("New server", free, 8), more, add)
}

fn follow(session: &Ring) -> Html {
    let more = html! { <><button type="submit">{ "Follow" }</button><span class="hint">{ "then press step, or play" }</span></> };
    let follow = |key: &str| Ok(Command::Follow(Followed::Name(key.to_owned())));
    form(session, FormField::line("Follow a key", "key7", 12), more, follow)
}

fn own_keys(session: &Ring) -> Html {
    let send = html! { <button type="submit">{ "Put them on the ring" }</button> };
    let take = |text: &str| {
        let keys: Vec<String> = text.lines().filter(|line| !line.is_empty()).map(str::to_owned).collect();
        if keys.is_empty() {
            return Err("Write at least one key, each on a line of its own.".to_owned());
        }
        Ok(Command::SetKeys(KeySource::Own(keys)))
    };
    form(session, FormField::lines("One key a line; equal keys count once. They stay on this device."), send, take)
}

/// How many keys moved, and their list.
fn moved_keys(lab: &HashRing, list: Html) -> Html {
    let Some(moved) = lab.moved().filter(|moved| moved.keys > 0) else {
        return Html::default();
    };
    html! {
        <details class="moved-keys">
            <summary>{ "The keys that moved: " }{ grouped(moved.keys.into()) }</summary>
            { list }
        </details>
    }
}

/// Which keys moved, from where to where; the first two hundred.
fn list_of_moved_keys(lab: &HashRing) -> Html {
    const MOST: usize = 200;
    let Some(moved) = lab.moved() else {
        return Html::default();
    };
    let name = |id: Option<ServerId>| id.and_then(|id| lab.ring().server(id)).map_or("a server that left", |s| &s.name);
    let listed = moved.arcs.iter().flat_map(|arc| {
        let numbers = lab.keys().sorted().numbers_on_arc(arc.after, arc.upto);
        numbers.map(move |number| (number, arc.from, arc.to))
    });
    let rest = (moved.keys as usize).saturating_sub(MOST);
    html! {
        <>
            <ul tabindex="0" aria-label="The keys that moved">
                { for listed.take(MOST).map(|(number, from, to)| html! {
                    <li key={number}>{ lab.keys().name(number) }{ ": " }{ name(from) }{ " → " }{ name(to) }</li>
                }) }
            </ul>
            if rest > 0 {
                <p>{ "and " }{ grouped(rest as u64) }{ " more" }</p>
            }
        </>
    }
}
