//! The boards of lab 5: servers side by side, and above each the requests that queue for it.

use simulation::kernel::text::grouped;
use simulation::ring::hot_key::{HotKey, LONGEST_QUEUE, Lane as Queue, Scheme, Went};
use yew::prelude::*;

use crate::board::{Board, BoardState, Item, Kind, Lane, Place, PlaceState, Plan, Side, Spot, row};
use crate::chapters::ring::ring_svg::colour;

const SIZE: (i32, i32) = (340, 306);

/// The queue of a server, as far as it can grow.
const LANE: Lane = Lane { side: Side::Above, pitch: 16, radius: 7, shown: LONGEST_QUEUE, serves: true };

/// The servers as they are by a scheme.
pub fn picture(board: &Board, lab: &HotKey, scheme: Scheme) -> Html {
    let queues = &lab.lanes(scheme).lanes;
    let present = lab.lanes(scheme).present();
    let capacity = lab.capacity(present);
    let bound = Some(capacity).filter(|capacity| scheme == Scheme::Bounded && *capacity < LONGEST_QUEUE);
    let spots: Vec<Spot> = spots(queues.len()).collect();
    let server = |(number, queue): (usize, &Queue)| PlaceState {
        name: format!("s{number}").into(),
        class: classes!("hot-server", colour(number),),
        items: queue.queue.jobs().map(|is_hot| Item { class: if *is_hot { "is-hot" } else { "" }, mark: "" }).collect(),
        room: Some(LONGEST_QUEUE),
        bound,
        rejected: queue.queue.rejected(),
        more: if queue.hot_taken > 0 { has_copy(spots[number]) } else { Html::default() },
        // The question before the lab is about the plain ring's servers.
        guess: (scheme == Scheme::Ring).then(|| number.to_string().into()),
        ..PlaceState::default()
    };
    let state = BoardState {
        name: scheme.name(),
        class: classes!("hot-picture"),
        label: format!(
            "{}: {} requests are there, {} were turned away.",
            scheme.name(),
            present,
            grouped(lab.lanes(scheme).turned_away().into())
        ),
        places: queues.iter().enumerate().map(server).collect(),
        over: html! {
            <>
                { bound.map(|bound| bound_name(&spots, bound)) }
                { lab.last.map(|went| newest(&spots, scheme, went[scheme as usize])) }
            </>
        },
        ..BoardState::default()
    };
    let places: Vec<Place> = spots.iter().map(|spot| Place::new(Kind::Server, *spot)).collect();
    board.draw(&Plan { sizes: [SIZE; 2], narrow_below: 0, places: &places, wires: &[] }, &state)
}

fn spots(servers: usize) -> impl Iterator<Item = Spot> {
    let side = (SIZE.0 / servers as i32 - 4).min(38);
    row(servers, SIZE.0).map(move |x| Spot::new(x, 283, side, 34).with(LANE))
}

/// Where a place of a queue is, from 0.
fn height(spot: &Spot, index: u32) -> i32 {
    spot.y + LANE.item(spot, index as i32).1
}

/// A server that has the hot key's value in memory.
fn has_copy(spot: Spot) -> Html {
    html! { <path class="hot-copy" d={format!("M{} 21h{}", -spot.width / 2, spot.width)} /> }
}

fn bound_name(spots: &[Spot], bound: u32) -> Html {
    let y = height(&spots[0], bound) + LANE.radius;
    html! { <text class="is-end" x={SIZE.0.to_string()} y={(y - 5).to_string()}>{ "bound " }{ bound }</text> }
}

/// The request that came last: a ring round it, and the way that it was passed on.
fn newest(spots: &[Spot], scheme: Scheme, went: Went) -> Html {
    let [to, from] = [went.server, went.owner].map(|server| &spots[server as usize]);
    let y = if went.refused { height(to, LONGEST_QUEUE) - 15 } else { height(to, went.before) };
    let passed_on = scheme == Scheme::Bounded && went.passed_on > 0 && from.x != to.x;
    html! {
        <>
            <circle class="hot-newest" cx={to.x.to_string()} cy={y.to_string()} r="11" />
            if passed_on {
                <path class="hot-way" d={format!("M{} {y}Q{} {} {} {}", from.x, from.x.midpoint(to.x), y - 60, to.x, y - 12)} />
            }
        </>
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use simulation::ring::hot_key::SERVERS;

    #[test]
    fn a_full_queue_stays_in_the_picture_and_columns_apart() {
        let spots: Vec<Spot> = spots(SERVERS.most as usize).collect();
        assert!(height(&spots[0], LONGEST_QUEUE) > 40);
        assert!(spots.windows(2).all(|pair| pair[1].x - pair[0].x > 22));
        assert!(spots[0].x >= 14 && spots[11].x <= SIZE.0 - 14);
    }
}
