//! The last messages of lab 3 as a sequence: who read what while whose SET was under way.

use std::collections::BTreeMap;

use simulation::kernel::timeline::Timeline;
use simulation::limiter::nodes::{LimiterNodes, Message, NODES, Op, Request, Verdict};
use yew::prelude::*;

use super::nodes_picture::{COLOURS, says};
use crate::sequence::{Arrow, Lifeline, sequence};

/// So many messages are drawn, of those of the last steps.
const SHOWN: usize = 12;
const STEPS: u64 = 60;

/// The store stands between the nodes.
const LINES: [Lifeline; NODES + 1] = [
    Lifeline { name: "A", class: COLOURS[0] },
    Lifeline { name: "store", class: "" },
    Lifeline { name: "B", class: COLOURS[1] },
];
const NODE_LINES: [usize; NODES] = [0, 2];
const STORE_LINE: usize = 1;

/// The sequence in so much width, in CSS pixels; nothing before the first message.
pub fn picture(timeline: &Timeline<LimiterNodes>, width: i32) -> Html {
    let log = last_messages(timeline);
    if log.is_empty() {
        return html! { <p class="hint">{ "No message was sent yet." }</p> };
    }
    let label = format!("The last {} messages between the nodes and the store, time going down.", log.len());
    sequence(label, &LINES, &log, timeline.now(), width)
}

/// The last messages in the order in which they were sent. What is not there any more is found in the past.
fn last_messages(timeline: &Timeline<LimiterNodes>) -> Vec<Arrow> {
    let mut known: BTreeMap<u64, Arrow> = BTreeMap::new();
    timeline.show_past(timeline.position().saturating_sub(STEPS), |lab| {
        for message in lab.messages() {
            known.entry(message.id).or_insert_with(|| arrow(message));
        }
        if let Some(message) = &lab.arrived {
            known.entry(message.id).or_insert_with(|| arrow(message)).outcome = outcome(lab, message);
        }
    });
    let surplus = known.len().saturating_sub(SHOWN);
    known.into_values().skip(surplus).collect()
}

fn arrow(message: &Message) -> Arrow {
    let Message { sent, due, payload: packet, .. } = *message;
    let node = usize::from(packet.node).min(NODES - 1);
    let ends = [NODE_LINES[node], STORE_LINE];
    let [from, to] = if packet.goes_to_the_store() { ends } else { [ends[1], ends[0]] };
    Arrow { from, to, sent, due, text: says(packet.op), class: COLOURS[node], ..Arrow::default() }
}

/// What came of a message that has just arrived: the store's count, or what the node decided.
fn outcome(lab: &LimiterNodes, message: &Message) -> AttrValue {
    let packet = message.payload;
    let count = lab.counts[packet.window];
    let request = packet.request.and_then(|request| lab.requests.get(request as usize));
    let verdict = request.and_then(|request: &Request| request.verdict);
    match (packet.op, verdict) {
        (Op::Get, _) => AttrValue::default(),
        (Op::Set(_) | Op::Increment | Op::Add(_), _) => count.to_string().into(),
        (Op::Count(_), None) => "synced".into(),
        (Op::Count(_), Some(Verdict::Passed)) => "✓ passes".into(),
        (Op::Count(_), Some(Verdict::TooMany)) => "! too many".into(),
        (Op::Count(_), Some(Verdict::TurnedAway)) => "✗ rejected".into(),
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use simulation::limiter::nodes::Scenario;

    #[test]
    fn a_race_is_seen_as_two_that_read_the_same_count() {
        let mut run: Timeline<LimiterNodes> = Timeline::new(Scenario::default(), 1).unwrap();
        while run.position() < 40 {
            run.step();
        }
        let log = last_messages(&run);
        assert_eq!(log.len(), SHOWN);
        assert!(log.is_sorted_by_key(|arrow| arrow.sent));
        let here = run.state().messages().len();
        assert_eq!(log.iter().filter(|arrow| arrow.due > run.now()).count(), here.min(SHOWN));
        assert!(log.iter().any(|arrow| arrow.outcome == "✓ passes"));
        run.seek(0);
        assert!(last_messages(&run).is_empty());
    }
}
