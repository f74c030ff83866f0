use proptest::prelude::*;
use simulation::kernel::state_hash::state_hash;
use simulation::kernel::time::Micros;
use simulation::parts::agenda::{Agenda, Ticket};

#[derive(Clone, Debug)]
enum Step {
    At(u64, u8),
    After(u64),
    Cancel(usize),
    Pop,
    Advance(u64),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (0..60_u64, 0..3_u8).prop_map(|(at, rank)| Step::At(at, rank)),
        2 => (0..20_u64).prop_map(Step::After),
        2 => (0..80_usize).prop_map(Step::Cancel),
        4 => Just(Step::Pop),
        1 => (0..60_u64).prop_map(Step::Advance),
    ]
}

/// What is due, in a list that is searched: time, rank, number.
#[derive(Default)]
struct Naive {
    now: u64,
    due: Vec<(u64, u8, usize)>,
}

impl Naive {
    fn pop(&mut self) -> Option<usize> {
        let next = self.due.iter().copied().min()?;
        self.due.retain(|entry| *entry != next);
        self.now = self.now.max(next.0);
        Some(next.2)
    }
}

proptest! {
    #[test]
    fn an_agenda_does_what_a_list_does_that_is_searched_each_time(steps in prop::collection::vec(step(), 0..120)) {
        let (mut agenda, mut naive) = (Agenda::default(), Naive::default());
        let mut tickets: Vec<Ticket> = Vec::new();
        for step in steps {
            let number = tickets.len();
            match step {
                Step::At(at, rank) => {
                    tickets.push(agenda.schedule_ranked(Micros(at), rank, number));
                    naive.due.push((at.max(naive.now), rank, number));
                }
                Step::After(span) => {
                    tickets.push(agenda.schedule_after(Micros(span), number));
                    naive.due.push((naive.now + span, 0, number));
                }
                Step::Cancel(wanted) if wanted < number => {
                    let was_due = naive.due.iter().any(|entry| entry.2 == wanted);
                    naive.due.retain(|entry| entry.2 != wanted);
                    prop_assert_eq!(agenda.cancel(tickets[wanted]), was_due.then_some(wanted));
                }
                Step::Cancel(_) => {}
                Step::Pop => prop_assert_eq!(agenda.pop(), naive.pop()),
                Step::Advance(now) => {
                    agenda.advance(Micros(now));
                    naive.now = naive.now.max(now);
                }
            }
            prop_assert_eq!((agenda.now().0, agenda.len()), (naive.now, naive.due.len()));
            prop_assert_eq!(agenda.next_due().map(|due| due.0), naive.due.iter().min().map(|next| next.0));
        }
    }

    #[test]
    fn the_hash_does_not_tell_what_came_and_went(kept in prop::collection::vec(0..50_u64, 0..20), gone in 0..50_u64) {
        let (mut direct, mut detour) = (Agenda::default(), Agenda::default());
        for at in &kept {
            direct.schedule_at(Micros(*at), *at);
            let ticket = detour.schedule_at(Micros(gone), 99);
            detour.schedule_at(Micros(*at), *at);
            detour.cancel(ticket);
        }
        prop_assert_eq!(state_hash(&direct), state_hash(&detour));
        let is_empty = kept.is_empty();
        detour.pop();
        prop_assert_eq!(state_hash(&direct) == state_hash(&detour), is_empty);
    }
}

#[test]
fn at_the_end_of_time_nothing_overflows() {
    let mut agenda = Agenda::default();
    agenda.advance(Micros(u64::MAX));
    agenda.schedule_after(Micros(u64::MAX), 'a');
    agenda.schedule_at(Micros::ZERO, 'b');
    assert_eq!((agenda.pop(), agenda.pop(), agenda.pop()), (Some('a'), Some('b'), None));
}
