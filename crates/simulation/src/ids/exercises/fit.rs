//! How must the bits be shared out?

use algorithms::ids::calendar::YEAR_MS;

use super::{Act, Answer, Cause, Marks, Step, Verdict};
use crate::kernel::random::Stream;
use crate::kernel::text::grouped;

/// The bits behind the sign.
pub const FREE_BITS: u32 = 63;

/// Share out 63 bits so that three wishes come true. There is one way only.
#[derive(Clone, Debug, PartialEq)]
pub struct Fit {
    /// How many years it is to last.
    pub years: u64,
    /// How many machines there are.
    pub machines: u64,
    /// How many IDs each makes in a millisecond.
    pub ids: u64,
}

/// The fewest bits that count to `number`.
const fn bits_for(number: u64) -> u32 {
    u64::BITS - (number.saturating_sub(1)).leading_zeros()
}

/// How many whole years so many bits of milliseconds last.
const fn years_of(bits: u32) -> u64 {
    (1 << bits) / YEAR_MS
}

impl Fit {
    pub(super) fn attempt(random: &mut Stream) -> Option<Self> {
        let (machine, sequence) = (5 + random.below(9), 7 + random.below(8));
        let time = FREE_BITS - machine - sequence;
        // Round wishes between what one bit less gives and what these give, so that no bit is to spare.
        let (years_less, years_most) = (years_of(time - 1), years_of(time));
        let years = u64::from(random.below(1_000));
        let years = ((years_less + 1) + years % (years_most - years_less).max(1)) / 5 * 5;
        let between = |random: &mut Stream, bits: u32| {
            let half = 1_u32 << (bits - 1);
            let wish = half + 1 + random.below(half);
            u64::from(if wish > 100 { wish / 10 * 10 } else { wish })
        };
        let task = Self { years, machines: between(random, machine), ids: between(random, sequence) };
        let fits = years > years_less && years <= years_most && years <= 400;
        (fits && task.solution() == (time, machine) && bits_for(task.ids) == sequence).then_some(task)
    }

    /// The fewest bits of time and of machine.
    fn solution(&self) -> (u32, u32) {
        (bits_for(self.years * YEAR_MS), bits_for(self.machines))
    }

    pub(super) fn question(&self) -> String {
        format!(
            "Share out the {FREE_BITS} bits behind the sign: at least {} years of milliseconds, {} machines, {} IDs a \
             millisecond on each.",
            self.years,
            grouped(self.machines),
            grouped(self.ids)
        )
    }

    #[expect(clippy::unused_self, reason = "the other tasks look at themselves")]
    pub(super) fn act(&self, answer: &mut Answer, act: &Act) {
        if let Act::Share { time, machine } = *act
            && time >= 1
            && time.saturating_add(machine) <= FREE_BITS
        {
            answer.shared = Some((time, machine));
        }
    }

    #[expect(clippy::unused_self, reason = "the other tasks look at themselves")]
    pub(super) const fn is_complete(&self, answer: &Answer) -> bool {
        answer.shared.is_some()
    }

    pub(super) fn grade(&self, answer: &Answer) -> Verdict<Cause> {
        let (time, machine) = answer.shared.unwrap_or_default();
        let sequence = FREE_BITS - time - machine;
        let (lasts, machines, ids) = (years_of(time), 1_u64 << machine, 1_u64 << sequence);
        let of = 3;
        if lasts < self.years {
            let cause = Cause::TooShort { bits: time, lasts, wanted: self.years };
            return Verdict::Wrong { part: 1, of, cause };
        }
        if machines < self.machines {
            let cause = Cause::TooFewMachines { bits: machine, holds: machines, wanted: self.machines };
            return Verdict::Wrong { part: 2, of, cause };
        }
        if ids < self.ids {
            let cause = Cause::TooFewIds { bits: sequence, holds: ids, wanted: self.ids };
            return Verdict::Wrong { part: 3, of, cause };
        }
        Verdict::Right(format!(
            "{time}, {machine} and {sequence} bits: {lasts} years, {} machines, {} IDs a millisecond on each. No bit is to \
             spare.",
            grouped(machines),
            grouped(ids)
        ))
    }

    pub(super) fn model_answer(&self) -> Answer {
        Answer { shared: Some(self.solution()), ..Answer::default() }
    }

    pub(super) fn model(&self) -> Vec<Step<Marks>> {
        let (time, machine) = self.solution();
        let sequence = FREE_BITS - time - machine;
        let step = |says: String, shared: (u32, u32)| {
            let answer = Answer { shared: Some(shared), ..Answer::default() };
            Step { says, marks: Marks { answer, ..Marks::default() } }
        };
        vec![
            step(
                format!(
                    "{} bits of milliseconds last {} years, {time} last {}: the time needs {time}.",
                    time - 1,
                    years_of(time - 1),
                    years_of(time)
                ),
                (time, 0),
            ),
            step(
                format!(
                    "2 to the power of {machine} is {}, enough for {} machines; one bit less is too few.",
                    grouped(1 << machine),
                    grouped(self.machines)
                ),
                (time, machine),
            ),
            step(
                format!(
                    "{FREE_BITS} - {time} - {machine} leaves {sequence} bits for the sequence: {} IDs a millisecond, enough for \
                     {}.",
                    grouped(1 << sequence),
                    grouped(self.ids)
                ),
                (time, machine),
            ),
        ]
    }
}
