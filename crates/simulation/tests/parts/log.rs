use proptest::prelude::*;
use simulation::kernel::state_hash::state_hash;
use simulation::parts::log::{BLOCK, Log};

proptest! {
    #[test]
    fn a_log_is_a_vector_that_only_grows(length in 0..5 * BLOCK, more in 0..2 * BLOCK, read in 0..6 * BLOCK) {
        let mut log = Log::default();
        let mut vector: Vec<u32> = (0..length as u32).collect();
        log.extend(vector.iter().copied());
        let (copy, before) = (log.clone(), vector.clone());
        for entry in 0..more as u32 {
            log.push(entry * 7);
            vector.push(entry * 7);
        }
        for (log, vector) in [(&log, &vector), (&copy, &before)] {
            prop_assert!(log.iter().eq(vector));
            prop_assert!(log.iter().rev().eq(vector.iter().rev()));
            prop_assert_eq!((log.len(), log.is_empty()), (vector.len(), vector.is_empty()));
            prop_assert_eq!((log.get(read), log.last()), (vector.get(read), vector.last()));
        }
        let mut again = Log::default();
        again.extend(vector.iter().copied());
        prop_assert_eq!(state_hash(&log), state_hash(&again), "however it came to be");
        prop_assert_eq!(state_hash(&log) == state_hash(&copy), more == 0);
    }
}

#[test]
fn a_copy_of_a_long_log_is_small() {
    let mut log = Log::default();
    log.extend(0..100_000_u64);
    assert!(log.clone().bytes() < 16_000, "{}", log.bytes());
}
