//! A desk for labs that are mounted without their page, with what writes and opens their codes.

use moving_parts::desk::Desk;
use moving_parts::lazy::NotLoaded;
use moving_parts::player::codes::Codes;
use simulation::kernel::system::Registered;

/// Puts it at hand for labs of this system. All else that a desk holds does not come.
pub fn put_at_hand<S: Registered>() {
    Desk::put_at_hand(Some(&Desk {
        scenes: || Box::pin(async { Err(NotLoaded) }),
        code: || Box::pin(async { Err(NotLoaded) }),
        codes: || Box::pin(async { Ok(const { &[Codes::of::<S>()] as &[Codes] }) }),
        files: || Box::pin(async { Err(NotLoaded) }),
    }));
}
