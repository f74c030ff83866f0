use proptest::prelude::*;
use simulation::kernel::time::Micros;
use simulation::parts::agenda::Agenda;
use simulation::parts::network::{Arrives, Latency, MOST_UNDER_WAY, Network, Sent};

type Net = Network<u32>;

fn send(agenda: &mut Agenda<Arrives>, net: &mut Net, ends: (u16, u16), payload: u32) -> Sent {
    net.send(agenda, |arrives| arrives, ends, payload)
}

/// Lets everything arrive: what, and when.
fn drain(agenda: &mut Agenda<Arrives>, net: &mut Net) -> Vec<(u64, u32)> {
    std::iter::from_fn(|| agenda.pop().map(|arrives| (agenda.now().0, net.arrive(arrives).unwrap().payload))).collect()
}

fn fixed(span: u64) -> Latency {
    Latency::Fixed(Micros(span))
}

#[test]
fn what_is_under_way_keeps_its_time_when_the_latency_changes() {
    let (mut agenda, mut net) = (Agenda::default(), Net::new(fixed(500), 1));
    send(&mut agenda, &mut net, (0, 1), 1);
    agenda.advance(Micros(10));
    net.set_latency(fixed(0));
    send(&mut agenda, &mut net, (0, 1), 2);
    assert_eq!(drain(&mut agenda, &mut net), [(10, 2), (500, 1)]);
}

#[test]
fn on_links_in_order_nothing_is_overtaken_but_other_links_do_not_wait() {
    let (mut agenda, mut net) = (Agenda::default(), Net::new(fixed(500), 1).in_order());
    send(&mut agenda, &mut net, (0, 1), 1);
    net.set_latency(fixed(0));
    send(&mut agenda, &mut net, (0, 1), 2);
    send(&mut agenda, &mut net, (1, 0), 3);
    assert_eq!(drain(&mut agenda, &mut net), [(0, 3), (500, 1), (500, 2)]);
}

#[test]
fn nothing_is_sent_over_a_cut_and_what_is_under_way_arrives() {
    let (mut agenda, mut net) = (Agenda::default(), Net::new(fixed(5), 1));
    send(&mut agenda, &mut net, (3, 2), 1);
    net.cut(2, 3);
    assert_eq!([send(&mut agenda, &mut net, (2, 3), 2), send(&mut agenda, &mut net, (3, 2), 2)], [Sent::Cut; 2]);
    assert!(matches!(send(&mut agenda, &mut net, (3, 4), 3), Sent::UnderWay(_)));
    net.mend(3, 2);
    send(&mut agenda, &mut net, (2, 3), 4);
    assert_eq!(drain(&mut agenda, &mut net), [(5, 1), (5, 3), (5, 4)]);
}

#[test]
fn a_message_that_was_lost_meanwhile_does_not_arrive() {
    let (mut agenda, mut net) = (Agenda::default(), Net::new(fixed(5), 1));
    send(&mut agenda, &mut net, (0, 1), 1);
    net.clear();
    let arrives = agenda.pop().unwrap();
    assert_eq!((net.arrive(arrives), net.sent(), net.lost()), (None, 1, 1));
}

#[test]
fn so_many_of_a_thousand_are_lost() {
    let (mut agenda, mut net) = (Agenda::default(), Net::new(fixed(5), 1));
    net.set_loss(250);
    for number in 0..10_000 {
        send(&mut agenda, &mut net, (0, 1), number);
    }
    assert!((2_300..2_700).contains(&net.lost()), "{}", net.lost());
    net.set_loss(1_000);
    assert_eq!(send(&mut agenda, &mut net, (0, 1), 0), Sent::Lost);
}

#[test]
fn a_network_holds_no_more_than_it_can_and_loses_the_rest() {
    let (mut agenda, mut net) = (Agenda::default(), Net::new(fixed(5), 1));
    for number in 0..=MOST_UNDER_WAY as u32 {
        send(&mut agenda, &mut net, (0, 1), number);
    }
    assert_eq!((net.messages().len(), net.lost()), (MOST_UNDER_WAY, 1));
}

#[test]
fn a_message_says_how_far_it_has_come() {
    let (mut agenda, mut net) = (Agenda::default(), Net::new(fixed(400), 1));
    agenda.advance(Micros(100));
    send(&mut agenda, &mut net, (0, 1), 1);
    let message = net.messages().next().unwrap();
    let at = [0, 100, 200, 500, u64::MAX].map(|now| message.way_per_mille(Micros(now)));
    assert_eq!(at, [0, 0, 250, 1_000, 1_000]);
}

#[test]
fn one_link_more_does_not_change_what_happens_on_another() {
    let dues = |others: u16| {
        let latency = Latency::Exponential { least: Micros(10), mean: Micros(100) };
        let (mut agenda, mut net) = (Agenda::default(), Net::new(latency, 5));
        for number in 0..20 {
            for other in 0..others {
                send(&mut agenda, &mut net, (2, other), 0);
            }
            send(&mut agenda, &mut net, (7, 8), number);
        }
        net.messages().filter(|message| message.from == 7).map(|message| message.due.0).collect::<Vec<_>>()
    };
    assert_eq!(dues(0), dues(5));
}

proptest! {
    #[test]
    fn everything_arrives_once_when_it_is_due_and_within_its_latency(
        least in 0..1_000_u64, span in 0..1_000_u64, sends in prop::collection::vec((0..4_u16, 0..4_u16, 0..50_u64), 0..60),
        keeps_order: bool, seed: u64,
    ) {
        let latency = Latency::Even { least: Micros(least), most: Micros(least + span) };
        let (mut agenda, mut net) = (Agenda::default(), Net::new(latency, seed));
        if keeps_order {
            net = net.in_order();
        }
        let (mut now, mut messages, mut arrived) = (Micros::ZERO, Vec::new(), Vec::new());
        for (number, (from, to, pause)) in (0..).zip(&sends) {
            now = now + Micros(*pause);
            while agenda.next_due().is_some_and(|due| due <= now) {
                let arrives = agenda.pop().unwrap();
                arrived.push((agenda.now().0, net.arrive(arrives).unwrap().payload));
            }
            agenda.advance(now);
            send(&mut agenda, &mut net, (*from, *to), number);
            messages.extend(net.messages().last().copied());
        }
        for message in &messages {
            let travels = message.due.0 - message.sent.0;
            prop_assert!(travels >= least && (keeps_order || travels <= least + span));
        }
        arrived.extend(drain(&mut agenda, &mut net));
        prop_assert_eq!(arrived.len(), sends.len());
        prop_assert!(arrived.iter().all(|(at, number)| messages[*number as usize].due.0 == *at));
        if keeps_order {
            let place = |number: u32| arrived.iter().position(|(_, arrived)| *arrived == number);
            for pair in messages.iter().flat_map(|one| messages.iter().map(move |other| (one, other))) {
                if (pair.0.from, pair.0.to) == (pair.1.from, pair.1.to) && pair.0.id < pair.1.id {
                    prop_assert!(place(pair.0.payload) < place(pair.1.payload));
                }
            }
        }
    }
}
