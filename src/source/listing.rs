//! What a chapter says about a lab's code: which functions of which files, and how to watch them run.

use algorithms::probe::Ran;
use simulation::kernel::system::System;
use simulation::kernel::timeline::Timeline;

use crate::lazy::AtHand;
use crate::player::Session;

thread_local! {
    /// The code of the chapter that the page shows.
    pub static AT_HAND: AtHand<Listing> = const { AtHand::nothing() };
}

/// A file of source.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct File {
    /// Its path from the top of the workspace.
    pub path: &'static str,
    /// Its functions, in its own lines; the others are empty (`build.rs`).
    pub text: &'static str,
}

/// A [`File`] of the workspace, by its path from the top.
#[macro_export]
macro_rules! source_file {
    ($path:literal) => {
        $crate::source::listing::File { path: $path, text: include_str!(concat!(env!("OUT_DIR"), "/shown/", $path)) }
    };
}

/// Some functions that do one thing together.
#[derive(Clone, Copy, Debug)]
pub struct Code {
    /// What they do, as on a button: “Find the owner”.
    pub title: &'static str,
    /// The functions, by name, or as `Type::name` where a file has several of one name.
    pub functions: &'static [(File, &'static [&'static str])],
}

/// The code of a lab.
#[derive(Clone, Copy, Debug)]
pub struct Listing {
    /// The lab's name.
    pub lab: &'static str,
    /// What to do in the lab so that lines run: a sentence.
    pub invitation: &'static str,
    /// What there is to see.
    pub code: &'static [Code],
    /// Does the last step of the lab's run again and tells which lines ran: [`watched`] with the lab's system.
    pub watch: fn(&str) -> Vec<Ran>,
}

/// Which lines ran in the last step of a lab; none if the lab does not live.
#[must_use]
pub fn watched<S: System>(lab: &str) -> Vec<Ran> {
    Session::<S>::find(lab).map_or_else(Vec::new, |session| session.with(Timeline::watched))
}
