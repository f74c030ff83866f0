//! The chapter's running text, in the parts that stand between its labs. What never changes is in `prose/`, as HTML; here are
//! the paragraphs with live numbers.

use algorithms::caching::bloom::expected_false_positives;
use simulation::kernel::text::{decimal, grouped, large, share};
use simulation::shortener::code_length::{CodeLength, DAYS};
use simulation::shortener::flow::Shortener;
use yew::prelude::*;

use crate::fixed;

/// After the first lab: what the service does, and what a redirect says.
pub fn opening() -> Html {
    fixed!("prose/opening.html")
}

/// Before the lab of base 62.
pub fn division() -> Html {
    fixed!("prose/division.html")
}

/// After it, and before the lab of collisions.
pub fn collisions() -> Html {
    fixed!("prose/collisions.html")
}

/// After that: the filter.
pub fn filter() -> Html {
    fixed!("prose/filter.html")
}

/// Hashes that are not random.
pub fn random() -> Html {
    fixed!("prose/random.html")
}

/// What the first lab shows now, in words.
pub fn clicks(lab: &Shortener) -> Html {
    let (tally, scenario) = (lab.tally, &lab.service.scenario);
    let status = scenario.redirect.status();
    let room = grouped(scenario.cache.into());
    let says = if tally.clicks == 0 {
        format!(
            "No crowd has clicked in the lab yet. Its cache has room for {room} links, and it answers with {status}."
        )
    } else {
        format!(
            "In the lab {} clicks have come. With {status} the service saw {} of them ({}); its cache of {room} links answered \
             {} of those, and the database was read {} times.",
            grouped(tally.clicks.into()),
            grouped(tally.seen().into()),
            share(tally.seen().into(), tally.clicks.into()),
            share(tally.cache.into(), tally.seen().into()),
            grouped(tally.database.into())
        )
    };
    let (best, all) = lab.best_fixed_cache();
    html! {
        <>
            { fixed!("prose/cache.html") }
            <p>
                { says }{ " A cache that held the most popular links and never changed would answer " }{ share(best, all) }
                { ": least recently used comes near it without knowing what is popular." }
            </p>
        </>
    }
}

/// The filter in front of the first lab's database, in numbers.
pub fn filter_numbers(lab: &Shortener) -> String {
    let (filter, rows) = (&lab.service.filter, lab.service.rows.len() as u64);
    let wrong = expected_false_positives(rows, filter.bits(), filter.hashes());
    format!(
        "The filter of the first lab has {} bits, of which {} are set by {} codes with {} bits each. Asked for a code that is \
         not there, it should say “perhaps” {} times in a million.",
        grouped(filter.bits()),
        grouped(filter.ones()),
        grouped(rows),
        filter.hashes(),
        grouped((wrong * 1_000_000.0) as u64)
    )
}

/// What the lab of lengths shows now, in words.
pub fn length(lab: &CodeLength) -> Html {
    let scenario = lab.scenario();
    let (digits, characters) = (scenario.digits(), scenario.characters);
    let codes = scenario.codes(digits);
    let days = scenario.days(digits);
    let years = decimal(u64::try_from(days * 10 / u128::from(DAYS)).unwrap_or(u64::MAX), 1);
    html! {
        <>
            { fixed!("prose/length_after.html") }
            <p>
                { format!(
                    "The lab wants codes for {} links from an alphabet of {characters}: {digits} characters, which are {} codes. At {} \
                     links a day they last {} days, or {years} years.",
                    grouped(scenario.links),
                    large(codes),
                    grouped(scenario.a_day),
                    large(days)
                ) }
            </p>
            { fixed!("prose/snowflake.html") }
        </>
    }
}
