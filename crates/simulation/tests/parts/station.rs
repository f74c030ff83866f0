use proptest::prelude::*;
use simulation::kernel::time::Micros;
use simulation::parts::station::{Fate, Rejected, Station};

#[test]
fn a_killed_station_takes_nothing_and_loses_or_keeps_what_it_had() {
    let full = || {
        let mut station = Station::new(1, 9);
        for what in ['a', 'b', 'c'] {
            station.offer(Micros(0), what, Micros(10)).unwrap();
        }
        station
    };
    let mut station = full();
    assert_eq!(station.kill(Fate::Lost, Fate::Kept), ['a']);
    assert_eq!(station.offer(Micros(5), 'd', Micros(10)), Err(Rejected::Down));
    assert_eq!((station.next_due(), station.rejected()), (None, 1));
    assert_eq!(station.revive(Micros(50)), [Micros(60)]);
    assert_eq!(station.finish(Micros(60)).unwrap().what, 'b');
    let mut station = full();
    assert_eq!(station.kill(Fate::Kept, Fate::Lost), ['b', 'c']);
    assert_eq!(station.revive(Micros(50)), [Micros(60)], "begun anew");
    let mut station = full();
    assert_eq!(station.kill(Fate::Kept, Fate::Kept), []);
    station.revive(Micros(50));
    let order: Vec<char> = std::iter::from_fn(|| station.finish(Micros(99)).map(|done| done.what)).collect();
    assert_eq!(order, ['a', 'b', 'c']);
    assert_eq!(station.waits().most(), Some(70));
}

#[test]
fn a_station_without_workers_or_room_serves_nobody() {
    let mut station = Station::new(0, 2);
    assert_eq!(station.offer(Micros(0), (), Micros(1)), Ok(None));
    assert_eq!((station.finish(Micros(u64::MAX)), station.wait(Micros(7))), (None, Micros::ZERO));
    assert_eq!(Station::new(2, 0).offer(Micros(0), (), Micros(1)), Err(Rejected::Full));
}

/// When each job is done, or `None` if it is rejected: every worker's time in a list, and who is there counted anew each time.
fn naive(workers: usize, room: usize, jobs: &[(u64, u64)]) -> Vec<Option<u64>> {
    let mut free = vec![0; workers];
    let mut ends: Vec<Option<u64>> = Vec::new();
    for (came, service) in jobs {
        let present = ends.iter().flatten().filter(|end| *end > came).count();
        let worker = (0..workers).min_by_key(|worker| free[*worker]).unwrap();
        ends.push((present < room).then(|| {
            free[worker] = came.max(&free[worker]) + service;
            free[worker]
        }));
    }
    ends
}

proptest! {
    #[test]
    fn jobs_are_done_when_a_list_of_workers_says(
        workers in 1..5_u32, room in 1..12_u32, gaps in prop::collection::vec((0..30_u64, 1..60_u64), 0..80),
    ) {
        let mut now = 0;
        let jobs: Vec<(u64, u64)> = gaps.iter().map(|(gap, service)| { now += gap; (now, *service) }).collect();
        let ends = naive(workers as usize, room as usize, &jobs);
        let mut station = Station::new(workers, room);
        let (mut done, mut waited) = (Vec::new(), 0);
        for (number, (came, service)) in jobs.iter().enumerate() {
            while let Some(job) = station.finish(Micros(*came)) {
                done.push((job.what, job.until.0));
            }
            let wait = station.wait(Micros(*came));
            let taken = station.offer(Micros(*came), number, Micros(*service));
            prop_assert_eq!(taken.is_ok(), ends[number].is_some());
            if let Some(end) = ends[number] {
                prop_assert_eq!(came + wait.0 + service, end, "the wait is foreseen");
                waited += wait.0;
            }
            prop_assert!(station.len() <= room && station.serving().len() <= workers as usize);
        }
        while let Some(job) = station.finish(Micros(u64::MAX)) {
            done.push((job.what, job.until.0));
        }
        let expected: Vec<(usize, u64)> = ends.iter().enumerate().filter_map(|(job, end)| end.map(|end| (job, end))).collect();
        prop_assert_eq!(u64::from(station.taken()), expected.len() as u64);
        prop_assert_eq!((station.rejected() as usize, station.waits().sum()), (jobs.len() - expected.len(), waited));
        prop_assert!(done.windows(2).all(|pair| pair[0].1 <= pair[1].1), "in the order in which they are done");
        done.sort_unstable();
        prop_assert_eq!(done, expected);
    }
}
