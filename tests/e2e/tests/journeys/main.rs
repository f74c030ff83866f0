//! Journeys through the built site: one program, so that each browser is started once.
//!
//! A module is a part of the site or a chapter; `book` holds what is true of every page and every lab, from tables. To take
//! one: `cargo xtask journeys chromium::book::alive`, or any other part of a name.

mod book;
mod compare;
mod consistent_hashing;
mod crash;
mod embed;
mod find;
mod instructor;
mod learner;
mod offline;
mod rate_limiter;
mod replay;
mod routes;
mod source;
mod unique_id;
mod url_shortener;

use std::process::ExitCode;

fn main() -> ExitCode {
    let parts = [
        book::journeys(),
        routes::journeys(),
        consistent_hashing::journeys(),
        rate_limiter::journeys(),
        unique_id::journeys(),
        url_shortener::journeys(),
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
