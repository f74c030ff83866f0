//! What the running text says of the first lab as it stands.

use algorithms::ids::layout::{Field, Layout};
use simulation::ids::bit_strip::{BitStrip, Command};
use simulation::kernel::text::grouped;
use yew::prelude::*;

use super::super::words::{last_day, lifetime};
use crate::controls::Grip;
use crate::controls::scrub::Scrub;
use crate::fixed;
use crate::player::Session;

const TIME: &[u32] = &[32, 36, 38, 39, 40, 41, 42, 43, 44, 48];
const SEQUENCE: &[u32] = &[4, 6, 8, 10, 11, 12, 13, 14, 16];

/// What the bits of the strip buy, with two of them to be dragged.
pub fn after_strip(session: &Session<BitStrip>) -> Html {
    session.with(|timeline| {
        let layout = timeline.state().layout();
        let scrub = |field: Field, stops: &'static [u32], label: &'static str| {
            let lab = timeline.state();
            let place = layout.sections().iter().position(|section| section.field == field).unwrap_or(0);
            let bits = layout.bits(field);
            // A section gives to the next one or takes from it; the last has only the one before.
            let border = place.min(Field::COUNT - 2);
            let at = lab.border(border);
            let grip = Grip::of(session, move |wanted: u32| {
                let to = if border == place { at + wanted - bits } else { (at + bits).saturating_sub(wanted) };
                Command::Move { border: border as u8, to: u8::try_from(to).unwrap_or(u8::MAX) }
            });
            html! { <Scrub value={bits} {stops} {label} {grip} /> }
        };
        html! {
            <>
                { fixed!("prose/strip.html") }
                <p>
                    { "In the lab above " }{ scrub(Field::Time, TIME, "Bits of time") }{ " bits of time last " }{ lifetime(layout) }
                    { ending(layout) }{ scrub(Field::Sequence, SEQUENCE, "Bits of sequence") }{ rates(layout) }
                </p>
                { fixed!("prose/layouts.html") }
            </>
        }
    })
}

fn ending(layout: &Layout) -> String {
    let until = last_day(layout).map_or_else(String::new, |day| format!(", until {day}"));
    format!("{until}: each bit more doubles that, and is taken from something else. The ")
}

/// Goes on after the number of bits of the sequence.
fn rates(layout: &Layout) -> String {
    let per_tick = layout.ids_per_tick();
    let per_second = per_tick * 1_000 / u128::from(layout.tick_ms());
    let in_all = per_second.saturating_mul(layout.machines());
    let many = |number: u128| u64::try_from(number).map_or_else(|_| "more than 2⁶⁴".to_owned(), grouped);
    format!(
        " bits of sequence let one machine make {} IDs a second, and {} machines {}.",
        many(per_second),
        many(layout.machines()),
        many(in_all)
    )
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    #[test]
    fn the_text_computes_how_many_ids_there_can_be() {
        let says = rates(&Layout::SNOWFLAKE);
        assert!(says.contains("make 4\u{202f}096\u{202f}000 IDs a second, and 1\u{202f}024 machines 4\u{202f}194\u{202f}304\u{202f}000."), "{says}");
        assert!(rates(&Layout::SONYFLAKE).contains("make 25\u{202f}600 IDs a second, and 65\u{202f}536 machines"));
        assert!(ending(&Layout::SNOWFLAKE).starts_with(", until 2080-07-10"));
    }
}
