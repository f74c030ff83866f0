//! The boards of lab 5: servers side by side, and above each the requests that queue for it.

use simulation::ring::hot_key::{HotKey, LONGEST_QUEUE, Lane as Queue, Scheme};
use yew::prelude::*;

use crate::board::{Board, BoardState, Item, Kind, Lane, Place, PlaceState, Plan, Side, Spot, row};
use crate::chapters::ring::ring_svg::colour;

const SIZE: (i32, i32) = (340, 320);

/// The queue of a server, as far as it can grow.
const LANE: Lane = Lane { side: Side::Above, pitch: 16, radius: 7, shown: LONGEST_QUEUE, serves: true };

/// The servers as they are by a scheme. What came last is marked, and the way on which it was passed on.
pub fn picture(board: &Board, lab: &HotKey, scheme: Scheme) -> Html {
    let queues = &lab.lanes(scheme).lanes;
    let capacity = lab.capacity(lab.lanes(scheme).present());
    let bound = Some(capacity).filter(|capacity| scheme == Scheme::Bounded && *capacity < LONGEST_QUEUE);
    let last = lab.last.map(|went| went[scheme as usize]);
    let server = |(number, queue): (usize, &Queue)| {
        let is_newest =
            |index| last.is_some_and(|last| !last.refused && (last.server as usize, last.before) == (number, index));
        let item = |(index, is_hot)| Item {
            class: match (is_hot, is_newest(index)) {
                (true, true) => "is-hot is-newest",
                (true, false) => "is-hot",
                (false, true) => "is-newest",
                (false, false) => "",
            },
            mark: "",
        };
        PlaceState {
            class: classes!("hot-server", colour(number)),
            says: if queue.hot_taken > 0 { "★" } else { "" }.into(),
            items: (0..).zip(queue.queue.jobs().copied()).map(item).collect(),
            room: Some(LONGEST_QUEUE),
            bound,
            rejected: queue.queue.rejected(),
            // The question before the lab is about the plain ring's servers.
            guess: (scheme == Scheme::Ring).then(|| number.to_string().into()),
            ..PlaceState::named(format!("s{number}"))
        }
    };
    let state = BoardState {
        name: scheme.name(),
        class: classes!("hot-picture"),
        label: format!("{}: servers, and what queues for them", scheme.name()),
        places: queues.iter().enumerate().map(server).collect(),
        over: html! { <text class="is-end" x={SIZE.0.to_string()} y="14">{ for bound.map(|bound| format!("bound {bound}")) }</text> },
        trail: last.map(|last| [last.owner as usize, last.server as usize]),
        ..BoardState::default()
    };
    board.draw(&Plan { sizes: [SIZE; 2], narrow_below: 0, places: &servers(queues.len()), wires: &[] }, &state)
}

fn servers(count: usize) -> Vec<Place> {
    let side = (SIZE.0 / count as i32 - 4).min(38);
    row(count, SIZE.0).map(|x| Place::new(Kind::Server, Spot::new(x, 279, side, 34).with(LANE))).collect()
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use simulation::ring::hot_key::SERVERS;

    #[test]
    fn a_full_queue_stays_in_the_picture_and_columns_apart() {
        let spots: Vec<Spot> = servers(SERVERS.most as usize).iter().map(|place| place.spots[0]).collect();
        assert!(spots[0].y + LANE.item(&spots[0], LONGEST_QUEUE as i32).1 > 40);
        assert!(spots.windows(2).all(|pair| pair[1].x - pair[0].x > 22));
        assert!(spots[0].x >= 14 && spots[11].x <= SIZE.0 - 14);
    }
}
