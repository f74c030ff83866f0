//! The player: one run of a lab's system, or several side by side, and the bar that moves through them.
//!
//! What knows the system's type is kept small, in [`session`]: it is compiled once for each system. All else sees a run
//! through `runs::Runs`; and all outside the lab finds it by name in [`registry`].

pub mod bar;
pub mod codes;
mod compare;
pub mod files;
mod panels;
pub mod registry;
pub mod session;
pub mod shortcuts;

mod address;
mod clock;
mod hooks;
mod hub;
mod play;
mod runs;
mod slices;

pub use bar::{PlayerBar, use_player_bar};
pub use hooks::{
    prepare, use_first_session, use_session, use_session_near, use_session_of, use_view, use_watch, warm_up,
};
pub use session::{Player, Session};
pub use slices::when_ready;
