//! The four kinds of tasks.

use super::ground::{END, GRID, Ground, METHODS, SHORT_END, WINDOW, called, name, seconds, sentence, verdicts};
use super::{Answer, Cause, Marks, Step, Verdict};
use crate::kernel::random::Stream;
use crate::limiter::lanes::Method;

fn any_method(random: &mut Stream) -> Method {
    METHODS[random.below(METHODS.len() as u32) as usize]
}

fn first_difference(one: &[bool], other: &[bool]) -> Option<usize> {
    one.iter().zip(other).position(|(one, other)| one != other)
}

/// Which requests are turned away?
pub(super) mod rejected {
    use super::{
        Answer, Cause, Ground, METHODS, Marks, SHORT_END, Step, Stream, Verdict, any_method, called, first_difference,
        name, sentence, verdicts,
    };

    pub fn attempt(random: &mut Stream) -> Option<Ground> {
        let method = any_method(random);
        let ground = Ground::draw(random, method, 3, SHORT_END)?;
        let denied = ground.passes.iter().filter(|passes| !**passes).count();
        (2..=5).contains(&denied).then_some(ground)
    }

    pub fn question(ground: &Ground) -> String {
        let (limit, method) = (ground.limit, called(ground.method));
        format!("The limit is {limit} in ten seconds, kept by {method}. Mark every request that it turns away.")
    }

    pub fn grade(ground: &Ground, answer: &Answer) -> Verdict<Cause> {
        let said: Vec<bool> = (0..ground.times.len()).map(|index| !answer.requests.contains(&index)).collect();
        let Some(wrong) = first_difference(&said, &ground.passes) else {
            let denied = answer.requests.len();
            return Verdict::Right(format!("All {denied} are right, and nothing else is turned away."));
        };
        let because = ground.reason(ground.method, wrong);
        let other = METHODS.into_iter().filter(|other| *other != ground.method);
        let other =
            other.into_iter().find(|other| verdicts(*other, ground.limit, &ground.times).as_ref() == Some(&said));
        let cause = match (other, said[wrong]) {
            (Some(other), _) => Cause::Other { other, method: ground.method, because: sentence(&because) },
            (None, true) => Cause::Missed { because },
            (None, false) => Cause::Passes { because },
        };
        Verdict::Wrong { part: wrong as u32 + 1, of: ground.times.len() as u32, cause }
    }

    pub fn model_answer(ground: &Ground) -> Answer {
        let denied = |(index, passes): (usize, &bool)| (!passes).then_some(index);
        Answer { requests: ground.passes.iter().enumerate().filter_map(denied).collect(), ..Answer::default() }
    }

    pub fn model(ground: &Ground) -> Vec<Step<Marks>> {
        let mut answer = Answer::default();
        let mut steps = Vec::new();
        for (index, passes) in ground.passes.iter().enumerate() {
            if !passes {
                answer.requests.push(index);
            }
            let verdict = if *passes { "passes" } else { "is turned away" };
            let reason = sentence(&ground.reason(ground.method, index));
            let says = format!("{reason} {} {verdict}.", sentence(&name(index, ground.times[index])));
            steps.push(Step {
                says,
                marks: Marks { requests: vec![index], answer: answer.clone(), ..Marks::default() },
            });
        }
        steps
    }
}

/// When would the last request pass, had it waited?
pub(super) mod wait {
    use super::{Answer, Cause, GRID, Ground, Marks, Method, Step, Stream, Verdict, called, name, seconds, sentence};

    /// Those whose answer is a time on the grid.
    pub const METHODS: [Method; 3] = [Method::FixedWindow, Method::SlidingLog, Method::TokenBucket];

    pub fn attempt(random: &mut Stream) -> Option<Ground> {
        let method = METHODS[random.below(3) as usize];
        // A token comes every two and a half seconds, which is on the grid.
        let mut ground = Ground::draw(random, method, 4, 190)?;
        let last = ground.passes.iter().rposition(|passes| !passes)?;
        ground.times.truncate(last + 1);
        ground.passes.truncate(last + 1);
        let at = ground.times[last];
        let passes_at: Vec<u32> = METHODS.into_iter().filter_map(|method| ground.next_pass(method)).collect();
        let right = ground.next_pass(method)?;
        let differ = passes_at.len() == 3 && passes_at.iter().filter(|time| **time == right).count() == 1;
        (differ && last > 4 && right >= at + 2 * GRID).then_some(ground)
    }

    fn last(ground: &Ground) -> (usize, u32) {
        let index = ground.times.len().saturating_sub(1);
        (index, ground.times.get(index).copied().unwrap_or_default())
    }

    pub fn question(ground: &Ground) -> String {
        let (limit, (index, at)) = (ground.limit, last(ground));
        format!(
            "{} keeps a limit of {limit} in ten seconds and has just turned away {}. From when on would it pass, if no other \
             comes? Put the flag there.",
            sentence(called(ground.method)),
            name(index, at),
        )
    }

    /// What has to happen before it can pass.
    fn because(ground: &Ground) -> String {
        let right = ground.next_pass(ground.method).unwrap_or_default();
        let (index, at) = last(ground);
        let reason = sentence(&ground.reason(ground.method, index));
        let then = match ground.method {
            Method::FixedWindow => format!("The next window begins at {}.", seconds(right)),
            Method::SlidingLog => {
                let leaves = right.saturating_sub(super::WINDOW);
                format!("The one from {} leaves the window ten seconds later, at {}.", seconds(leaves), seconds(right))
            }
            _ => format!(
                "A token comes every {}: what is missing has come {} later, at {}.",
                seconds(super::WINDOW / ground.limit),
                seconds(right.saturating_sub(at)),
                seconds(right),
            ),
        };
        format!("{reason} {then}")
    }

    pub fn grade(ground: &Ground, answer: &Answer) -> Verdict<Cause> {
        let (right, put) = (ground.next_pass(ground.method).unwrap_or_default(), answer.put.unwrap_or_default());
        if put == right {
            return Verdict::Right(format!("Right: from {} on it passes.", seconds(right)));
        }
        let other = METHODS.into_iter().find(|other| *other != ground.method && ground.next_pass(*other) == Some(put));
        let because = because(ground);
        let cause = match other {
            Some(other) => Cause::Other { other, method: ground.method, because },
            None if put < right => Cause::Early { put, because },
            None => Cause::Late { put, because },
        };
        Verdict::Wrong { part: 1, of: 1, cause }
    }

    pub fn model_answer(ground: &Ground) -> Answer {
        Answer { put: ground.next_pass(ground.method), ..Answer::default() }
    }

    pub fn model(ground: &Ground) -> Vec<Step<Marks>> {
        let ((index, _), answer) = (last(ground), model_answer(ground));
        vec![
            Step {
                says: sentence(&ground.reason(ground.method, index)),
                marks: Marks { requests: vec![index], ..Marks::default() },
            },
            Step { says: because(ground), marks: Marks { requests: vec![index], answer, ..Marks::default() } },
        ]
    }
}

/// Which ten seconds hold the most?
pub(super) mod worst {
    use super::{Answer, Cause, END, Ground, Marks, Method, Step, Stream, Verdict, WINDOW, seconds};

    pub fn attempt(random: &mut Stream) -> Option<Ground> {
        let method = if random.below(2) == 0 { Method::FixedWindow } else { Method::TokenBucket };
        let ground = Ground::draw(random, method, 4, END)?;
        let ((from, most), limit) = (ground.busiest(), ground.limit as usize);
        let own = (0..END / WINDOW).map(|window| ground.within(window * WINDOW)).max()?;
        (most > limit && most > own && !from.is_multiple_of(WINDOW)).then_some(ground)
    }

    pub fn question(ground: &Ground) -> String {
        let limit = ground.limit;
        format!(
            "A limit of {limit} in ten seconds let these requests pass. Lay a window of ten seconds where it holds the most."
        )
    }

    pub fn grade(ground: &Ground, answer: &Answer) -> Verdict<Cause> {
        let (put, (_, best)) = (answer.put.unwrap_or_default(), ground.busiest());
        let (holds, limit) = (ground.within(put), ground.limit);
        if holds == best {
            return Verdict::Right(format!("Right: {best} pass in these ten seconds, where the limit says {limit}."));
        }
        let on_the_clock = ground.method == Method::FixedWindow && put.is_multiple_of(WINDOW);
        Verdict::Wrong { part: 1, of: 1, cause: Cause::Fewer { holds, best, on_the_clock, limit } }
    }

    pub fn model_answer(ground: &Ground) -> Answer {
        Answer { put: Some(ground.busiest().0), ..Answer::default() }
    }

    pub fn model(ground: &Ground) -> Vec<Step<Marks>> {
        let (from, most) = ground.busiest();
        let within = |start: u32| {
            let inside = |(_, time): &(usize, &u32)| (start..start + WINDOW).contains(time);
            let passing = ground.times.iter().enumerate().filter(inside).map(|(index, _)| index);
            passing.filter(|index| ground.passes[*index]).collect::<Vec<usize>>()
        };
        let own =
            (0..END / WINDOW).map(|window| window * WINDOW).max_by_key(|start| ground.within(*start)).unwrap_or(0);
        let step = |start: u32, says: String| Step {
            says,
            marks: Marks {
                requests: within(start),
                span: Some((start, start + WINDOW)),
                answer: Answer { put: Some(start), ..Answer::default() },
            },
        };
        vec![
            step(own, format!("From {} on, {} pass in ten seconds.", seconds(own), ground.within(own))),
            step(
                from,
                format!(
                    "A busiest window can always be slid until it begins with a request. Try each: from {} on it holds {most}, \
                     and no other holds more.",
                    seconds(from)
                ),
            ),
        ]
    }
}

/// Which algorithm was it?
pub(super) mod which {
    use super::{
        Answer, Cause, Ground, METHODS, Marks, SHORT_END, Step, Stream, Verdict, any_method, called, first_difference,
        sentence, verdicts,
    };

    pub fn attempt(random: &mut Stream) -> Option<Ground> {
        let method = any_method(random);
        let ground = Ground::draw(random, method, 3, SHORT_END)?;
        let alike = METHODS.into_iter().filter(|other| by(&ground, *other).as_ref() == Some(&ground.passes)).count();
        (alike == 1).then_some(ground)
    }

    fn by(ground: &Ground, method: crate::limiter::lanes::Method) -> Option<Vec<bool>> {
        verdicts(method, ground.limit, &ground.times)
    }

    /// Where an algorithm would have decided otherwise.
    fn differs(ground: &Ground, method: crate::limiter::lanes::Method) -> Option<usize> {
        first_difference(&by(ground, method)?, &ground.passes)
    }

    pub fn question(ground: &Ground) -> String {
        let limit = ground.limit;
        format!(
            "A limit of {limit} in ten seconds. You see what passed and what was turned away: which algorithm was it?"
        )
    }

    pub fn grade(ground: &Ground, answer: &Answer) -> Verdict<Cause> {
        let chosen = answer.method.and_then(|index| METHODS.get(index)).copied().unwrap_or(METHODS[0]);
        let Some(wrong) = differs(ground, chosen) else {
            return Verdict::Right(format!("Right: only {} decides so on every request.", called(chosen)));
        };
        let (passes, because) = (!ground.passes[wrong], ground.reason(chosen, wrong));
        Verdict::Wrong { part: 1, of: 1, cause: Cause::WouldNot { chosen, passes, because } }
    }

    pub fn model_answer(ground: &Ground) -> Answer {
        let method = METHODS.into_iter().position(|method| method == ground.method);
        Answer { method, ..Answer::default() }
    }

    pub fn model(ground: &Ground) -> Vec<Step<Marks>> {
        let mut steps = Vec::new();
        for method in METHODS {
            let Some(wrong) = differs(ground, method) else { continue };
            let reason = sentence(&ground.reason(method, wrong));
            let did = if ground.passes[wrong] { "But it passed" } else { "But it was turned away" };
            let says = format!("{}? {reason} {did}: it is not {}.", sentence(called(method)), called(method));
            steps.push(Step { says, marks: Marks { requests: vec![wrong], ..Marks::default() } });
        }
        let says = format!("{} is left, and decides so on every request.", sentence(called(ground.method)));
        steps.push(Step { says, marks: Marks { answer: model_answer(ground), ..Marks::default() } });
        steps
    }
}
