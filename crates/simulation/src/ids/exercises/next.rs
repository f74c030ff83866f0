//! What does the machine do at each reading of its clock?

use algorithms::ids::layout::{Field, Layout, Parts, Section};
use algorithms::ids::snowflake::{OnRollback, Snowflake, SnowflakeError};

use super::{Act, Answer, Cause, Marks, Step, Verdict};
use crate::kernel::random::Stream;

/// So many requests.
const READINGS: usize = 7;
/// Two IDs a millisecond, so that a sequence is soon used up.
const SEQUENCE_BITS: u32 = 1;

/// What a machine can do.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Choice {
    /// An ID of the same millisecond: the sequence goes on by one.
    Count,
    /// An ID of a new millisecond: the sequence begins at 0.
    Begin,
    /// No ID in this millisecond: the sequence is used up.
    Wait,
    /// No ID: the clock is behind.
    Refuse,
}

impl Choice {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Count, Self::Begin, Self::Wait, Self::Refuse];

    /// What it is called.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Count => "sequence + 1",
            Self::Begin => "sequence 0",
            Self::Wait => "wait",
            Self::Refuse => "refuse",
        }
    }
}

/// Say for each reading what the machine does. Each of the four comes up, and after a refusal the clock is back in the last
/// millisecond.
#[derive(Clone, Debug, PartialEq)]
pub struct Next {
    /// What the clock reads at each request.
    pub readings: Vec<u64>,
}

/// What happened at a reading: what the machine knew, and what it did.
struct Done {
    /// Time and sequence of the last ID before.
    last: Option<(u64, u64)>,
    choice: Choice,
    /// The ID, as time and sequence.
    id: Option<Parts>,
}

impl Next {
    pub(super) fn attempt(random: &mut Stream) -> Option<Self> {
        let mut reading = 10 + u64::from(random.below(80));
        let mut readings = vec![reading];
        while readings.len() < READINGS {
            reading = match random.below(6) {
                0..=2 => reading,
                3 | 4 => reading + 1,
                _ => reading - 1,
            };
            readings.push(reading);
        }
        let task = Self { readings };
        let done = task.run();
        let all = Choice::ALL.iter().all(|choice| done.iter().any(|done| done.choice == *choice));
        let trap = done.windows(2).any(|pair| pair[0].choice == Choice::Refuse && pair[1].choice == Choice::Count);
        (all && trap).then_some(task)
    }

    /// The machine itself, reading by reading.
    fn run(&self) -> Vec<Done> {
        let Some(mut machine) = machine() else { return Vec::new() };
        let run = self.readings.iter().map(|reading| {
            let last = machine.last_tick().map(|tick| (tick, machine.sequence()));
            let made = machine.next_id(*reading);
            let id = made.ok().map(|id| machine.layout().parse(id));
            let choice = match made {
                Ok(_) if last.is_some_and(|(tick, _)| tick == *reading) => Choice::Count,
                Ok(_) => Choice::Begin,
                Err(SnowflakeError::NotYet { .. }) => Choice::Wait,
                Err(SnowflakeError::ClockBackwards { .. } | SnowflakeError::Layout(_)) => Choice::Refuse,
            };
            Done { last, choice, id }
        });
        run.collect()
    }

    pub(super) fn question(&self) -> String {
        format!(
            "You are a machine with {SEQUENCE_BITS} bit of sequence: two IDs a millisecond. {READINGS} requests come, and your \
             clock reads this. What do you do?"
        )
    }

    pub(super) fn act(&self, answer: &mut Answer, act: &Act) {
        if let Act::Choose(place, choice) = act
            && *place < self.readings.len()
        {
            answer.choices.resize(self.readings.len(), None);
            answer.choices[*place] = Some(*choice);
        }
    }

    pub(super) fn is_complete(&self, answer: &Answer) -> bool {
        answer.choices.len() == self.readings.len() && answer.choices.iter().all(Option::is_some)
    }

    pub(super) fn grade(&self, answer: &Answer) -> Verdict<Cause> {
        let done = self.run();
        let chosen = answer.choices.iter().flatten();
        let wrong = done.iter().zip(chosen).position(|(done, chosen)| done.choice != *chosen);
        match wrong.zip(wrong.and_then(|wrong| answer.choices[wrong])) {
            None => {
                let made = done.iter().filter(|done| done.id.is_some()).count();
                Verdict::Right(format!("{made} IDs, all different and each larger than the one before."))
            }
            Some((wrong, chosen)) => Verdict::Wrong {
                part: wrong as u32 + 1,
                of: self.readings.len() as u32,
                cause: cause(&done, wrong, self.readings[wrong], chosen),
            },
        }
    }

    pub(super) fn model_answer(&self) -> Answer {
        Answer { choices: self.run().iter().map(|done| Some(done.choice)).collect(), ..Answer::default() }
    }

    pub(super) fn model(&self) -> Vec<Step<Marks>> {
        let mut answer = Answer { choices: vec![None; self.readings.len()], ..Answer::default() };
        let steps = self.run().into_iter().zip(&self.readings).enumerate();
        let explained = steps.map(|(place, (done, reading))| {
            answer.choices[place] = Some(done.choice);
            let says = says(&done, *reading);
            Step { says, marks: Marks { reading: Some(place), answer: answer.clone(), ..Marks::default() } }
        });
        explained.collect()
    }
}

fn machine() -> Option<Snowflake> {
    let section = |field, bits| Section { field, bits };
    let sections = [
        section(Field::Sign, 1),
        section(Field::Time, 62 - SEQUENCE_BITS),
        section(Field::Centre, 0),
        section(Field::Machine, 1),
        section(Field::Sequence, SEQUENCE_BITS),
    ];
    let layout = Layout::new(sections, 0, 1).ok()?;
    Snowflake::new(layout, 0, 0, OnRollback::Refuse).ok()
}

fn cause(done: &[Done], wrong: usize, reading: u64, chosen: Choice) -> Cause {
    let Done { last, choice, .. } = done[wrong];
    let (tick, sequence) = last.unzip();
    match (choice, chosen) {
        (Choice::Refuse, _) => Cause::Behind { reading, last: tick.unwrap_or(reading) },
        (_, Choice::Refuse) => Cause::NeedlessRefusal { reading, last: tick },
        (Choice::Wait, _) => Cause::Full { reading, ids: 1 << SEQUENCE_BITS },
        (_, Choice::Wait) => Cause::NeedlessWait { reading },
        (Choice::Count, _) => {
            let was_refused = wrong > 0 && done[wrong - 1].choice == Choice::Refuse;
            match sequence.filter(|_| was_refused) {
                Some(sequence) => Cause::OldOrder { reading, sequence },
                None => Cause::Repeated { reading },
            }
        }
        (Choice::Begin, _) => Cause::NotBegun { reading, last: tick },
    }
}

fn says(done: &Done, reading: u64) -> String {
    let last = done.last.map_or_else(String::new, |(tick, sequence)| format!("{tick}/{sequence}"));
    match (done.choice, done.last) {
        (Choice::Begin, None) => format!("The first request: the clock reads {reading}, so the ID is {reading}/0."),
        (Choice::Begin, Some(_)) => format!("{reading} is later than {last}: a new millisecond, from 0. {reading}/0."),
        (Choice::Count, _) => {
            let sequence = done.id.map_or(0, |id| id.sequence);
            format!("The last ID is {last}, of the same millisecond: the sequence goes on. {reading}/{sequence}.")
        }
        (Choice::Wait, _) => format!("The last ID is {last}, and that was the last number of {reading}. Wait."),
        (Choice::Refuse, _) => {
            format!("The clock reads {reading}, before {last}. Refuse, and leave the sequence as it is.")
        }
    }
}
