//! Where two runs stand at the same moment.

use simulation::kernel::time::Micros;

use crate::player::codes::Coded;

/// A whole run, to be put beside another.
#[derive(Clone, Debug, PartialEq)]
pub struct Side {
    /// The code of its moment, with everything in it.
    pub code: String,
    /// When each step was done, and what happened in it.
    pub steps: Vec<(Micros, String)>,
}

impl Side {
    /// One of a lab's runs.
    #[must_use]
    pub fn of(player: &Coded, run: usize) -> Self {
        let end = player.0.end_of(run);
        let mut steps = vec![(Micros::ZERO, String::new()); end as usize];
        for (step, now, event) in player.0.lines_of(run, 0, end) {
            if let Some((at, said)) = steps.get_mut(step as usize) {
                *at = now;
                if !said.is_empty() {
                    said.push(' ');
                }
                said.push_str(&event);
            }
        }
        Self { code: player.code_of(run), steps }
    }
}

/// Two runs, and how far both can go.
#[derive(Debug)]
pub struct Course {
    ends: [u64; 2],
    /// The virtual time after each step, from the start on.
    times: [Vec<Micros>; 2],
    /// The first step in which they differ.
    parting: Option<u64>,
}

impl Course {
    /// The course of two runs. If time passes in them, they are compared at the same virtual time; if not, at the same step.
    #[must_use]
    pub fn new(sides: [&Side; 2]) -> Self {
        let length = sides[0].steps.len().min(sides[1].steps.len());
        let differs = |step: &usize| sides[0].steps[*step] != sides[1].steps[*step];
        let longer = sides[0].steps.len() != sides[1].steps.len();
        let parting = (0..length).find(differs).or_else(|| longer.then_some(length));
        Self {
            ends: sides.map(|side| side.steps.len() as u64),
            times: sides.map(|side| side.steps.iter().map(|(now, _)| *now).collect()),
            parting: parting.map(|step| step as u64 + 1),
        }
    }

    /// The number of places on the scrubber, from 0 on: the steps of the longer run.
    #[must_use]
    pub fn end(&self) -> u64 {
        self.ends[self.leader()]
    }

    /// The place at which the first step is done that differs; `None` if the runs are the same.
    #[must_use]
    pub const fn parting(&self) -> Option<u64> {
        self.parting
    }

    /// The positions of both runs at a place.
    #[must_use]
    pub fn positions(&self, place: u64) -> [u64; 2] {
        let leader = self.leader();
        let place = place.min(self.ends[leader]);
        let mut positions = [place; 2];
        positions[1 - leader] = self.beside(leader, place);
        positions
    }

    /// The one with more steps, so that none of them is skipped.
    fn leader(&self) -> usize {
        usize::from(self.ends[1] > self.ends[0])
    }

    /// Where the other run stands when this one is at a place: as far along while they are the same, then as late.
    fn beside(&self, leader: usize, place: u64) -> u64 {
        let (mine, other) = (&self.times[leader], &self.times[1 - leader]);
        let end = other.len() as u64;
        let passes = mine.last() > mine.first() || other.last() > other.first();
        let common = self.parting.map_or(end, |parting| parting - 1);
        if place <= common || !passes {
            return place.min(end);
        }
        let now = usize::try_from(place).ok().and_then(|place| mine.get(place.checked_sub(1)?)).copied();
        (other.partition_point(|time| Some(*time) <= now) as u64).max(common)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn side(steps: &[(u64, &str)]) -> Side {
        let steps = steps.iter().map(|(now, said)| (Micros(*now), (*said).to_owned())).collect();
        Side { code: String::new(), steps }
    }

    #[test]
    fn without_time_both_stand_at_the_same_step() {
        let (one, two) = (side(&[(0, "a"), (0, "b")]), side(&[(0, "a"), (0, "c"), (0, "d")]));
        let course = Course::new([&one, &two]);
        assert_eq!((course.end(), course.parting()), (3, Some(2)));
        assert_eq!([0, 1, 2, 3, 9].map(|place| course.positions(place)), [[0, 0], [1, 1], [2, 2], [2, 3], [2, 3]]);
    }

    #[test]
    fn with_time_the_other_stands_as_late() {
        let one = side(&[(0, "a"), (5, "b"), (10, "c"), (15, "d"), (20, "e")]);
        let two = side(&[(0, "a"), (7, "x"), (20, "y")]);
        let course = Course::new([&one, &two]);
        assert_eq!(course.parting(), Some(2));
        let positions = (0..=5).map(|place| course.positions(place));
        assert_eq!(positions.collect::<Vec<_>>(), [[0, 0], [1, 1], [2, 1], [3, 2], [4, 2], [5, 3]]);
        let turned = Course::new([&two, &one]);
        assert_eq!(turned.positions(4), [2, 4]);
    }

    #[test]
    fn a_run_without_steps_waits_at_its_start() {
        let (none, one) = (side(&[]), side(&[(3, "a")]));
        let course = Course::new([&none, &one]);
        assert_eq!((course.end(), course.parting(), course.positions(1)), (1, Some(1), [0, 1]));
        let same = Course::new([&none, &none]);
        assert_eq!((same.end(), same.parting(), same.positions(0)), (0, None, [0, 0]));
    }
}
