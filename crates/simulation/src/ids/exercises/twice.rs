//! Which numbers do two counters give out?

use algorithms::ids::ticket::Tickets;

use super::{Act, Answer, Cause, Marks, Step, Verdict};
use crate::kernel::random::Stream;

/// So many numbers are looked at.
const NUMBERS: u64 = 12;

/// A server's counter.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Counter {
    /// The first of its numbers.
    pub offset: u64,
    /// By how much it goes on.
    pub step: u64,
}

/// Mark the numbers that come twice after a server was added and not every counter was told.
#[derive(Clone, Debug, PartialEq)]
pub struct Twice {
    /// The counters, the new one last.
    pub counters: Vec<Counter>,
    /// The highest number before.
    pub highest: u64,
}

impl Twice {
    pub(super) fn attempt(random: &mut Stream) -> Option<Self> {
        let before = 2 + u64::from(random.below(2));
        let after = before + 1;
        let told: Vec<bool> = (0..before).map(|_| random.below(2) == 1).collect();
        let mut counters: Vec<Counter> = (1..)
            .zip(&told)
            .map(|(offset, told)| Counter { offset, step: if *told { after } else { before } })
            .collect();
        counters.push(Counter { offset: after, step: after });
        let task = Self { counters, highest: 6 + u64::from(random.below(60)) };
        let twice = task.twice().len();
        let is_mixed = told.contains(&true) && told.contains(&false);
        (is_mixed && (2..=5).contains(&twice)).then_some(task)
    }

    /// The numbers to choose from.
    #[must_use]
    pub const fn numbers(&self) -> std::ops::RangeInclusive<u64> {
        self.highest + 1..=self.highest + NUMBERS
    }

    /// What a counter gives out among them.
    #[must_use]
    pub fn given_out(&self, counter: &Counter) -> Vec<u64> {
        let Ok(mut tickets) = Tickets::new(counter.offset, counter.step) else { return Vec::new() };
        tickets.observe(self.highest);
        let numbers = std::iter::from_fn(|| tickets.next_id().ok());
        numbers.take_while(|number| self.numbers().contains(number)).collect()
    }

    /// The servers that give out a number, from 1.
    fn givers(&self, number: u64) -> Vec<u64> {
        let counters = (1..).zip(&self.counters);
        counters.filter(|(_, counter)| self.given_out(counter).contains(&number)).map(|(server, _)| server).collect()
    }

    fn twice(&self) -> Vec<u64> {
        self.numbers().filter(|number| self.givers(*number).len() > 1).collect()
    }

    pub(super) fn question(&self) -> String {
        format!(
            "Server {} was added above {}, and not every counter was told its new step. Mark every number that will be given \
             out twice.",
            self.counters.len(),
            self.highest
        )
    }

    pub(super) fn act(&self, answer: &mut Answer, act: &Act) {
        if let Act::Mark(number) = act
            && self.numbers().contains(number)
        {
            match answer.marked.binary_search(number) {
                Ok(place) => {
                    answer.marked.remove(place);
                }
                Err(place) => answer.marked.insert(place, *number),
            }
        }
    }

    #[expect(clippy::unused_self, reason = "the other tasks look at themselves")]
    pub(super) const fn is_complete(&self, answer: &Answer) -> bool {
        !answer.marked.is_empty()
    }

    pub(super) fn grade(&self, answer: &Answer) -> Verdict<Cause> {
        for (part, number) in (1..).zip(self.numbers()) {
            let givers = self.givers(number);
            let cause = match (givers.as_slice(), answer.marked.contains(&number)) {
                ([], true) => Cause::Never { number },
                ([counter], true) => Cause::Once { number, counter: *counter },
                ([one, other, ..], false) => Cause::Missed { number, counters: (*one, *other) },
                _ => continue,
            };
            return Verdict::Wrong { part, of: NUMBERS as u32, cause };
        }
        Verdict::Right(format!(
            "{} of these {NUMBERS} numbers come twice. Whoever adds a server has to change every step, at one moment.",
            answer.marked.len()
        ))
    }

    pub(super) fn model_answer(&self) -> Answer {
        Answer { marked: self.twice(), ..Answer::default() }
    }

    pub(super) fn model(&self) -> Vec<Step<Marks>> {
        let mut met: Vec<u64> = Vec::new();
        let mut marked: Vec<u64> = Vec::new();
        let steps = (1..).zip(&self.counters).map(|(server, counter)| {
            let numbers = self.given_out(counter);
            let again: Vec<u64> = numbers.iter().copied().filter(|number| met.contains(number)).collect();
            marked.extend(&again);
            marked.sort_unstable();
            marked.dedup();
            met.extend(&numbers);
            let mut says = format!(
                "Server {server} begins with {} and goes on by {}. Above {}: {}.",
                counter.offset,
                counter.step,
                self.highest,
                list(&numbers)
            );
            if !again.is_empty() {
                says += &format!(" Of these {} came before.", list(&again));
            }
            let answer = Answer { marked: marked.clone(), ..Answer::default() };
            Step { says, marks: Marks { numbers, answer, ..Marks::default() } }
        });
        steps.collect()
    }
}

fn list(numbers: &[u64]) -> String {
    numbers.iter().map(u64::to_string).collect::<Vec<_>>().join(", ")
}
