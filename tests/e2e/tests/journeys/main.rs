//! Journeys through the built site: one program, so that each browser is started once.
//!
//! A module is a part of the site or a chapter; `book` holds what is true of every page and every lab, from tables. To take
//! one: `cargo xtask journeys chromium::book::alive`, or any other part of a name.

mod book;
mod compare;
mod crash;
mod embed;
mod find;
mod ids;
mod instructor;
mod learner;
mod limiter;
mod offline;
mod replay;
mod ring;
mod routes;
mod shortener;
mod source;

use std::process::ExitCode;

fn main() -> ExitCode {
    let parts = [
        book::journeys(),
        routes::journeys(),
        ring::journeys(),
        limiter::journeys(),
        ids::journeys(),
        shortener::journeys(),
        learner::journeys(),
        instructor::journeys(),
        find::journeys(),
        source::journeys(),
        compare::journeys(),
        replay::journeys(),
        embed::journeys(),
        offline::journeys(),
        crash::journeys(),
    ];
    e2e::run(parts.into_iter().flatten().collect())
}
