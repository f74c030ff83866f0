//! The boards of the first lab: the stations of a request and where the request is, and many clicks at once.

use simulation::kernel::system::System as _;
use simulation::kernel::text::grouped;
use simulation::kernel::timeline::Timeline;
use simulation::shortener::flow::Station::{Balancer, Base62, Browser, Cache, Database, Filter, Hash, Ids, Web};
use simulation::shortener::flow::{Hop, Shortener, Station, Tally};
use yew::prelude::*;

use crate::board::{Board, BoardState, Kind, Message, Place, PlaceState, Plan, Spot, Wire, WireState};

/// The stations of a way: browser, load balancer, web server, and what that asks.
type Way = &'static [Station];

/// To a code by a hash.
pub const BY_HASH: Way = &[Browser, Balancer, Web, Hash, Filter, Database];
/// To a code by an ID.
pub const BY_ID: Way = &[Browser, Balancer, Web, Ids, Base62, Database];
/// From a code to where it leads.
pub const VISIT: Way = &[Browser, Balancer, Web, Cache, Database];

/// Which of a way's stations asks those that come after it.
const WEB: usize = 2;

/// The drawing's width and height.
const SIZE: (i32, i32) = (504, 256);

/// The widest line, for all clicks.
const WIDEST: u32 = 30;

/// Where a station stands: two rows of three.
const fn place(station: Station) -> Place {
    let (kind, x, y) = match station {
        Browser => (Kind::Client, 78, 48),
        Balancer => (Kind::Server, 252, 48),
        Web => (Kind::Server, 426, 48),
        Hash => (Kind::Process, 78, 204),
        Ids => (Kind::Counter, 78, 204),
        Base62 => (Kind::Process, 252, 204),
        Filter | Cache => (Kind::Cache, 252, 204),
        Database => (Kind::Store, 426, 204),
    };
    Place::new(kind, Spot::new(x, y, 150, 64))
}

fn draw(board: &Board, way: Way, state: &BoardState) -> Html {
    let places: Vec<Place> = way.iter().map(|station| place(*station)).collect();
    let wires: Vec<Wire> = (1..way.len()).map(|to| Wire::new(WEB.min(to - 1), to)).collect();
    board.draw(&Plan { sizes: [SIZE; 2], narrow_below: 0, places: &places, wires: &wires }, state)
}

/// A request as far as it has come; it is under way to `next` from the last step to the next one.
#[derive(Clone, Copy, Default)]
pub struct Request<'a> {
    pub hops: &'a [Hop],
    pub next: Option<Station>,
}

/// A way with its request.
pub fn way(board: &Board, name: &'static str, way: Way, request: Request<'_>, timeline: &Timeline<Shortener>) -> Html {
    let Request { hops, next } = request;
    let index = |station| way.iter().position(|other| *other == station);
    let been: Vec<usize> = hops.iter().filter_map(|hop| index(hop.station)).collect();
    let here = been.last().copied();
    let goes = here.zip(next.and_then(index)).zip(timeline.state().next_due());
    let (id, sent) = (hops.len() as u32, timeline.now());
    let place = |(place, station): (usize, &Station)| {
        let class = classes!(been.contains(&place).then_some("was-there"), (here == Some(place)).then_some("is-here"));
        PlaceState { class, ..PlaceState::named(station.name()) }
    };
    let state = BoardState {
        name,
        class: classes!("hops"),
        label: match hops.last() {
            None => format!("{name}: nothing is under way."),
            Some(hop) => format!("{name}, after {} hops. {hop}.", hops.len()),
        },
        places: way.iter().enumerate().map(place).collect(),
        trail: been.last_chunk().copied(),
        messages: goes.map(|(ends, due)| Message::new(id, ends.into(), [sent, due])).into_iter().collect(),
        ..BoardState::default()
    };
    draw(board, way, &state)
}

/// Many clicks: each wire as wide as its share of them.
pub fn crowd(board: &Board, tally: Tally) -> Html {
    let Tally { clicks, browser, cache, database } = tally;
    let seen = tally.seen();
    let place = |(station, number): (&Station, u32)| PlaceState {
        number: grouped(number.into()).into(),
        says: if *station == Browser { grouped(browser.into()) + " never ask" } else { String::new() }.into(),
        ..PlaceState::named(station.name())
    };
    let state = BoardState {
        class: classes!("hops", "is-crowd"),
        label: "How many clicks come to each station".to_owned(),
        places: VISIT.iter().zip([clicks, seen, seen, cache, database]).map(place).collect(),
        wires: [seen, seen, seen, database].map(|part| WireState::Flow(part * WIDEST / clicks.max(1))).into(),
        ..BoardState::default()
    };
    draw(board, VISIT, &state)
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    #[test]
    fn stations_of_a_way_stand_apart_within_the_picture() {
        for way in [BY_HASH, BY_ID, VISIT] {
            let spots: Vec<Spot> = way.iter().map(|station| place(*station).spots[0]).collect();
            for (index, a) in spots.iter().enumerate() {
                let apart = |b: &Spot| (a.x - b.x).abs() >= a.width || (a.y - b.y).abs() > a.height;
                assert!(spots[index + 1..].iter().all(apart));
                assert!(a.x >= a.width / 2 && a.x + a.width / 2 <= SIZE.0 && a.y + a.height / 2 <= SIZE.1);
            }
        }
    }
}
