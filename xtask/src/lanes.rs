//! Several things at a time, on a machine of two cores.

use std::sync::Mutex;
use std::thread;

/// Calls a function for each of these, two at a time, in their order; what comes of them, in the same order.
pub fn two_at_a_time<T: Send, R: Send>(all: Vec<T>, each: impl Fn(T) -> R + Sync) -> Vec<R> {
    const LANES: usize = 2;
    let waiting = Mutex::new(all.into_iter().enumerate());
    let done = Mutex::new(Vec::new());
    // Nothing panics while it holds one of these, so neither can be poisoned.
    let next = || waiting.lock().ok()?.next();
    thread::scope(|scope| {
        for _ in 0..LANES {
            scope.spawn(|| {
                while let Some((place, one)) = next() {
                    let result = each(one);
                    if let Ok(mut done) = done.lock() {
                        done.push((place, result));
                    }
                }
            });
        }
    });
    let mut done = done.into_inner().unwrap_or_default();
    done.sort_by_key(|(place, _)| *place);
    done.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use super::two_at_a_time;

    #[test]
    fn results_come_in_the_order_of_what_was_given() {
        let squares = two_at_a_time((0..50_u64).collect(), |number| {
            std::thread::sleep(std::time::Duration::from_micros(number * 7 % 13));
            number * number
        });
        assert_eq!(squares, (0..50).map(|number| number * number).collect::<Vec<u64>>());
        assert!(two_at_a_time(Vec::<u8>::new(), |number| number).is_empty());
    }
}
