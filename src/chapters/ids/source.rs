//! The code of the chapter's labs.

use simulation::ids::bit_strip::BitStrip;
use simulation::ids::clock_back::ClockBack;

use crate::source::listing::{Code, File, Listing, watched};
use crate::source_file;

const LAYOUT: File = source_file!("crates/algorithms/src/ids/layout.rs");
const SNOWFLAKE: File = source_file!("crates/algorithms/src/ids/snowflake.rs");

const NEXT: Code = Code { title: "Make the next ID", functions: &[(SNOWFLAKE, &["next_watched", "behind"])] };

/// Each lab's.
pub const LISTINGS: &[Listing] = &[
    Listing {
        lab: "strip",
        invitation: "Step in the lab above: the lines that make an ID are marked, with their values.",
        code: &[
            NEXT,
            Code { title: "Put it together, take it apart", functions: &[(LAYOUT, &["compose", "parse", "tick_at"])] },
        ],
        watch: watched::<BitStrip>,
    },
    Listing {
        lab: "clock",
        invitation: "Step in the lab above, past the moment at which the clock goes back: the lines that run are marked in both \
                     orders, with their values.",
        code: &[NEXT, Code { title: "The old order", functions: &[(SNOWFLAKE, &["next_in_old_order"])] }],
        watch: watched::<ClockBack>,
    },
];

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use simulation::ids::clock_back::Scenario;
    use simulation::kernel::timeline::Timeline;

    use super::*;
    use crate::source::check::marked;

    #[test]
    fn a_step_marks_the_lines_that_made_the_id() {
        let mut run: Timeline<BitStrip> = Timeline::new(simulation::ids::bit_strip::Scenario::default(), 1).unwrap();
        run.step();
        let lines = marked(&LISTINGS[0], &run.watched());
        assert!(lines.contains(&"self.sequence = 0; | sequence=0".to_owned()), "{lines:#?}");
        assert!(lines.iter().any(|line| line.starts_with("self.last = Some(tick);")), "{lines:#?}");
    }

    #[test]
    fn while_the_clock_is_behind_the_old_order_touches_the_sequence_and_the_right_one_does_not() {
        let mut run: Timeline<ClockBack> = Timeline::new(Scenario::reads(&[10, 10, 10, 9, 10]), 1).unwrap();
        run.seek(4);
        let lines = marked(&LISTINGS[1], &run.watched());
        let resets = lines.iter().filter(|line| line.starts_with("self.sequence = 0;")).count();
        assert_eq!(resets, 1, "only the old order's: {lines:#?}");
        assert!(lines.iter().any(|line| line.contains("by_ms=1")), "{lines:#?}");
        run.seek(5);
        let lines = marked(&LISTINGS[1], &run.watched());
        assert!(lines.iter().any(|line| line.ends_with("sequence=3")), "{lines:#?}");
        assert!(lines.iter().any(|line| line.ends_with("sequence=1")), "{lines:#?}");
    }
}
