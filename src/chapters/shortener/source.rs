//! The code of the chapter's labs.

use simulation::shortener::code_collisions::CodeCollisions;
use simulation::shortener::division::Division;
use simulation::shortener::flow::Shortener;

use crate::source::listing::{Code, File, Listing, watched};
use crate::source_file;

const BASE62: File = source_file!("crates/algorithms/src/codes/base62.rs");
const BLOOM: File = source_file!("crates/algorithms/src/caching/bloom.rs");
const LONG_URL: File = source_file!("crates/algorithms/src/codes/long_url.rs");
const SHORT_HASH: File = source_file!("crates/algorithms/src/codes/short_hash.rs");
const SQIDS: File = source_file!("crates/algorithms/src/codes/sqids.rs");

const DIVIDE: Code = Code { title: "Write in base 62", functions: &[(BASE62, &["divide", "code", "encode"])] };
const RESOLVE: Code = Code {
    title: "Hash and resolve",
    functions: &[(SHORT_HASH, &["Resolution::hash", "ask_filter", "ask_database", "resolve"])],
};
const FILTER: Code =
    Code { title: "Ask the Bloom filter", functions: &[(BLOOM, &["may_contain", "places", "insert"])] };

/// Each lab's.
pub const LISTINGS: &[Listing] = &[
    Listing {
        lab: "shorten",
        invitation: "Shorten a link in the lab above, then step: the lines that run are marked, with their values.",
        code: &[
            RESOLVE,
            FILTER,
            DIVIDE,
            Code {
                title: "Check a long URL",
                functions: &[(LONG_URL, &["parse", "split_scheme", "check_host", "check_port"])],
            },
        ],
        watch: watched::<Shortener>,
    },
    Listing {
        lab: "division",
        invitation: "Step in the lab above: the lines that run are marked, with their values.",
        code: &[
            DIVIDE,
            Code { title: "Read base 62", functions: &[(BASE62, &["read", "decode", "digit_of"])] },
            Code { title: "Shuffle as Sqids does", functions: &[(SQIDS, &["Sqids::encode", "shuffled"])] },
        ],
        watch: watched::<Division>,
    },
    Listing {
        lab: "collisions",
        invitation: "Step in the lab above: the lines that run are marked, and how often each ran.",
        code: &[RESOLVE, FILTER],
        watch: watched::<CodeCollisions>,
    },
];

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use simulation::kernel::time::Micros;
    use simulation::kernel::timeline::Timeline;

    use super::*;
    use crate::chapters::tried::counted;

    #[test]
    fn each_division_marks_its_lines() {
        let mut run: Timeline<Division> =
            Timeline::new(simulation::shortener::division::Scenario::default(), 1).unwrap();
        run.step();
        let lines = counted(&LISTINGS[1], &run);
        assert_eq!(lines[0].0, "let remainder = (self.left % BASE) as u8; | left=11157 remainder=59");
        assert_eq!(lines[1].0, "self.left /= BASE; | left=179");
        run.command(Micros::ZERO, simulation::shortener::division::Scenario::Decode(11_157)).unwrap();
        run.seek(4);
        let lines = counted(&LISTINGS[1], &run);
        assert!(lines.last().is_some_and(|line| line.0.ends_with("value=179")), "{lines:?}");
    }

    #[test]
    fn shortening_marks_the_hash_the_filter_and_the_divisions() {
        let mut run: Timeline<Shortener> = Timeline::new(simulation::shortener::flow::Scenario::default(), 1).unwrap();
        let url = simulation::shortener::flow::WORKED_URL.to_owned();
        run.command(Micros::ZERO, simulation::shortener::flow::Command::Shorten(url)).unwrap();
        let mut all = Vec::new();
        while run.step() {
            all.extend(counted(&LISTINGS[0], &run));
        }
        let ran = |start: &str, end: &str| all.iter().any(|(line, _)| line.starts_with(start) && line.ends_with(end));
        assert!(ran("let code = self.cut.code(self.text.as_bytes());", "code=5a62509"), "{all:?}");
        assert!(ran("let is_set = self.is_set(place);", "is_set=false"), "{all:?}");
        assert!(all.iter().any(|(line, times)| line.starts_with("self.left /= BASE;") && *times == 7), "{all:?}");
    }

    #[test]
    fn a_step_of_a_thousand_urls_marks_each_line_with_its_count() {
        let mut run: Timeline<CodeCollisions> =
            Timeline::new(simulation::shortener::code_collisions::Scenario::default(), 1).unwrap();
        run.step();
        let lines = counted(&LISTINGS[2], &run);
        assert!(lines.iter().any(|(line, times)| line.starts_with("let code = ") && *times == 1_000), "{lines:?}");
    }
}
