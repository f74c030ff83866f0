//! All of a board in words, for who does not see it.

use simulation::kernel::time::Micros;
use yew::prelude::*;

use super::state::{BoardState, PlaceState};

/// Places with their states and queues, then what is under way.
pub(super) fn list(state: &BoardState, now: Micros) -> Html {
    html! {
        <ul class="visually-hidden">
            { for state.places.iter().map(|place| html! { <li>{ place_in_words(place) }</li> }) }
            { for under_way(state, now).into_iter().map(|line| html! { <li>{ line }</li> }) }
        </ul>
    }
}

/// “s1: slow; 4 in its queue of 12; 3 rejected”.
fn place_in_words(place: &PlaceState) -> String {
    let mut facts: Vec<String> = [place.health.word(), &place.number, &place.says]
        .map(str::to_owned)
        .into_iter()
        .filter(|fact| !fact.is_empty())
        .collect();
    if let Some(room) = place.room {
        facts.push(format!("{} in its queue of {room}", place.items.len()));
    } else if !place.items.is_empty() {
        facts.push(format!("{} before it", place.items.len()));
    }
    if let Some(bound) = place.bound {
        facts.push(format!("takes {bound} for now"));
    }
    if place.rejected > 0 {
        facts.push(format!("{} rejected", place.rejected));
    }
    if facts.is_empty() { place.called().to_owned() } else { [place.called(), ": ", &facts.join("; ")].concat() }
}

/// What is under way on each course, “from A to the store: GET, SET 3”.
fn under_way(state: &BoardState, now: Micros) -> Vec<String> {
    let mut courses: Vec<(usize, usize, Vec<&str>)> = Vec::new();
    for message in state.messages.iter().filter(|message| message.due > now) {
        match courses.iter_mut().find(|(from, to, _)| (*from, *to) == (message.from, message.to)) {
            Some((.., texts)) => texts.push(&message.text),
            None => courses.push((message.from, message.to, vec![&message.text])),
        }
    }
    let line = |(from, to, mut texts): (usize, usize, Vec<&str>)| {
        let count = texts.len();
        texts.retain(|text| !text.is_empty());
        let course = state.course(from, to);
        if count > MOST_NAMED || texts.is_empty() {
            format!("{course}: {count} under way")
        } else {
            [&course, ": ", &texts.join(", ")].concat()
        }
    };
    courses.into_iter().map(line).collect()
}

/// More messages than this on one course are counted, and not named.
const MOST_NAMED: usize = 12;

#[cfg(test)]
mod tests {
    use super::super::state::{Health, Item, Message};
    use super::*;

    #[test]
    fn a_place_is_told_with_its_state_its_queue_and_what_it_rejected() {
        let place = PlaceState {
            name: "s1".into(),
            health: Health::Slow,
            items: vec![Item::default(); 4],
            room: Some(12),
            rejected: 3,
            ..PlaceState::default()
        };
        assert_eq!(place_in_words(&place), "s1: slow; 4 in its queue of 12; 3 rejected");
        assert_eq!(place_in_words(&PlaceState { name: "s2".into(), ..PlaceState::default() }), "s2");
    }

    #[test]
    fn what_is_under_way_is_named_or_counted() {
        let names = ["A", "the store"].map(|name| PlaceState { called: name.into(), ..PlaceState::default() });
        let message = |id: u32, text: &'static str| Message {
            id,
            to: 1,
            due: Micros(9),
            text: text.into(),
            ..Message::default()
        };
        let few = vec![message(0, "GET"), message(1, "SET 3"), Message { from: 1, to: 0, ..message(2, "") }];
        let mut state = BoardState { places: names.into(), messages: few, ..BoardState::default() };
        assert_eq!(
            under_way(&state, Micros(5)),
            ["from A to the store: GET, SET 3", "from the store to A: 1 under way"]
        );
        state.messages = (0..300).map(|id| message(id, "GET")).collect();
        assert_eq!(under_way(&state, Micros(5)), ["from A to the store: 300 under way"]);
    }
}
