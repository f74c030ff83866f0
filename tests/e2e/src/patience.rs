//! Waiting for a state, never for a time.

use std::time::{Duration, Instant};

/// Looks until something is found, with a pause after each look that was in vain; `None` when the patience is over.
pub(crate) fn look_until<T>(patience: Duration, pause: Duration, mut look: impl FnMut() -> Option<T>) -> Option<T> {
    let deadline = Instant::now() + patience;
    loop {
        let found = look();
        if found.is_some() || Instant::now() > deadline {
            return found;
        }
        std::thread::sleep(pause);
    }
}
