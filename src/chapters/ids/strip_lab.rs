//! Lab 1, the bit strip: borders are dragged, and machines make real IDs with the layout that results.

use algorithms::ids::layout::{Field, Layout};
use simulation::ids::bit_strip::{BitStrip, Command, EPOCH_YEARS, MOST_BURST, Made, PER_SECOND, Scenario, TICK_MS};
use simulation::kernel::text::{counted, grouped, noun};
use simulation::parts::bound::stops;
use web_sys::{Element, KeyboardEvent, PointerEvent};
use yew::prelude::*;

use super::words::{ink, last_day, lifetime, parts};
use crate::controls::{Preset, button, choice, choice_of, drag, number, presets};
use crate::player::{Session, use_player_bar, use_view};
use crate::widgets::bit_strip::{Ink, cells, strip, swatch};

type Lab = Session<BitStrip>;

/// A finger that is further from a border than this, in CSS pixels, drags none.
const REACH: f64 = 30.0;

const TICKS: [u32; 6] = stops(TICK_MS, [1, 2, 5, 10, 100, 1_000]);
const RATES: [u32; 6] = stops(PER_SECOND, [1, 4, 20, 200, 10_000, 100_000]);
const EPOCHS: [u32; 6] = [1970, 2000, 2010, 2015, 2020, 2025];

const PRESETS: [Preset<BitStrip>; 5] = [
    ("Snowflake", |lab| lab.begin(Scenario::default())),
    ("Discord", |lab| lab.begin(Scenario::of(&Layout::DISCORD))),
    ("Instagram", |lab| lab.begin(Scenario::of(&Layout::INSTAGRAM))),
    ("Sonyflake", |lab| lab.begin(Scenario::of(&Layout::SONYFLAKE))),
    ("Machine in front", |lab| lab.begin(Scenario::machine_first())),
];

/// The strip, what its sections buy, the IDs, and the player.
#[hook]
pub fn use_strip_lab(session: &Lab) -> Html {
    let root = use_node_ref();
    // Within a drag the session's watchers hear ten times a second; a border has to follow the finger.
    let onpointerdown = on_down(session, &root, use_force_update());
    let player = session.player();
    let numbers = {
        let session = session.clone();
        move || session.with(|timeline| numbers(&session, timeline.state()))
    };
    let numbers = use_view(player.clone(), move || player.generation(), numbers);
    let bar = use_player_bar(session.player());
    session.with(|timeline| {
        let lab = timeline.state();
        html! {
            <div class="bits">
                { presets(session, &PRESETS) }
                <div ref={root} class="bits-strip" {onpointerdown}>
                    { strip(&parts(lab.layout()), describe(lab.layout()), borders(session, lab)) }
                </div>
                { numbers }
                { bar }
            </div>
        }
    })
}

/// What stands below the strip.
fn numbers(session: &Lab, lab: &BitStrip) -> Html {
    html! { <>{ fields(session, lab) }{ ids(lab) }{ controls(session, lab) }</> }
}

/// Takes hold of the border that is nearest.
fn on_down(session: &Lab, root: &NodeRef, redraw: UseForceUpdateHandle) -> Callback<PointerEvent> {
    let (session, root) = (session.clone(), root.clone());
    Callback::from(move |event: PointerEvent| {
        let Some(strip) = root.cast::<Element>() else { return };
        let place = strip.get_bounding_client_rect();
        let x = f64::from(event.client_x()) - place.left();
        let away = |at: u32| (place.width() * f64::from(at) / f64::from(Layout::BITS) - x).abs();
        let nearest = session.with(|timeline| {
            let lab = timeline.state();
            let movable = (0..Field::COUNT).filter(|border| can_move(lab, *border));
            movable.map(|border| (border, away(lab.border(border)))).min_by(|one, other| one.1.total_cmp(&other.1))
        });
        let Some((border, _)) = nearest.filter(|(_, away)| *away <= REACH) else { return };
        let (moved, under, redraw) = (session.clone(), strip.clone(), redraw.clone());
        let to = move |event: &PointerEvent| {
            redraw.force_update();
            moved.with(|timeline| moved_to(timeline.state(), border, &under, event))
        };
        if drag(&session, &event, &strip, to) {
            event.prevent_default();
        }
    })
}

/// The command that moves a border to where the pointer is; `None` if it is there.
fn moved_to(lab: &BitStrip, border: usize, strip: &Element, event: &PointerEvent) -> Option<Command> {
    let place = strip.get_bounding_client_rect();
    let part = (f64::from(event.client_x()) - place.left()) / place.width().max(1.0);
    let wanted = (part.clamp(0.0, 1.0) * f64::from(Layout::BITS)).round() as u32;
    let (least, most) = lab.reach(border)?;
    let to = Some(wanted.clamp(least, most)).filter(|to| *to != lab.border(border))?;
    Some(Command::Move { border: border as u8, to: to as u8 })
}

fn can_move(lab: &BitStrip, border: usize) -> bool {
    lab.reach(border).is_some_and(|(least, most)| least < most)
}

/// The strip in words.
fn describe(layout: &Layout) -> String {
    let sections = layout.sections().iter().filter(|section| section.bits > 0);
    let parts: Vec<String> = sections.map(|section| format!("{} {}", section.bits, section.field.name())).collect();
    format!("64 bits: {}", parts.join(", "))
}

/// A slider on each border that can be moved.
fn borders(session: &Lab, lab: &BitStrip) -> Html {
    let sections = lab.layout().sections();
    let border = |border: usize| {
        let (least, most) = lab.reach(border)?;
        let at = lab.border(border);
        let [left, right] = [sections[border], sections[border + 1]];
        let says = format!("{} {} bits, {} {} bits", left.field.name(), left.bits, right.field.name(), right.bits);
        let session = session.clone();
        let onkeydown = Callback::from(move |event: KeyboardEvent| {
            let held = event.ctrl_key() || event.alt_key() || event.meta_key();
            let Some(to) = keyed(&event.key(), at, least, most).filter(|_| !held) else { return };
            event.prevent_default();
            if to != at {
                session.command(Command::Move { border: border as u8, to: to as u8 });
            }
        });
        Some(html! {
            <span key={border} class="strip-border" role="slider" tabindex="0" {onkeydown}
                style={format!("inset-inline-start:{}%", f64::from(at) * 100.0 / f64::from(Layout::BITS))}
                aria-label={format!("Border between {} and {}", left.field.name(), right.field.name())}
                aria-valuemin={least.to_string()} aria-valuemax={most.to_string()} aria-valuenow={at.to_string()}
                aria-valuetext={says} />
        })
    };
    (0..Field::COUNT).filter(|place| can_move(lab, *place)).filter_map(border).collect()
}

fn keyed(key: &str, at: u32, least: u32, most: u32) -> Option<u32> {
    let to = match key {
        "ArrowRight" | "ArrowUp" => at + 1,
        "ArrowLeft" | "ArrowDown" => at.saturating_sub(1),
        "PageUp" => at + 4,
        "PageDown" => at.saturating_sub(4),
        "Home" => least,
        "End" => most,
        _ => return None,
    };
    Some(to.clamp(least, most))
}

/// What each section buys, and its bits as a number.
fn fields(session: &Lab, lab: &BitStrip) -> Html {
    let layout = lab.layout();
    let field = |(place, section): (usize, &algorithms::ids::layout::Section)| {
        let (what, more) = buys(layout, section.field);
        let name = html! { <>{ swatch(ink(section.field)) }{ section.field.name() }<span class="bits-unit">{ ", bits" }</span></> };
        // The last section trades with the one before it.
        let last = Field::COUNT - 1;
        let before = lab.border(place) - section.bits;
        let command = move |bits: u32| {
            let to = if place == last { Layout::BITS.saturating_sub(bits) } else { before.saturating_add(bits) };
            Command::Move { border: place.min(last - 1) as u8, to: u8::try_from(to).unwrap_or(u8::MAX) }
        };
        html! {
            <div key={section.field.name()} class="bits-field">
                { number(session, name, room(lab, place), section.bits, command) }
                <p><strong>{ what }</strong><span>{ more }</span></p>
            </div>
        }
    };
    html! { <div class="bits-fields">{ for layout.sections().iter().enumerate().map(field) }</div> }
}

/// How few bits and how many a section can have, as long as only the border moves that its field moves.
fn room(lab: &BitStrip, place: usize) -> (u32, u32) {
    let last = Field::COUNT - 1;
    let reach = lab.reach(place.min(last - 1)).unwrap_or((0, Layout::BITS));
    let before = lab.border(place) - lab.layout().sections()[place].bits;
    if place == last { (Layout::BITS - reach.1, Layout::BITS - reach.0) } else { (reach.0 - before, reach.1 - before) }
}

/// What a section is good for: a large figure, and a line below it.
fn buys(layout: &Layout, field: Field) -> (String, String) {
    let many = |number: u128| u64::try_from(number).map_or_else(|_| "2⁶⁴".to_owned(), grouped);
    let most = |field: Field| many(u128::from(layout.most(field)) + 1);
    match field {
        Field::Sign => {
            let (what, more) = if layout.bits(Field::Sign) == 1 {
                ("always 0", "kept in reserve")
            } else {
                ("none", "half of the IDs are negative where numbers have a sign")
            };
            (what.to_owned(), more.to_owned())
        }
        Field::Time => (lifetime(layout), last_day(layout).map_or_else(String::new, |day| format!("until {day}"))),
        Field::Centre => (most(field), if layout.bits(field) == 0 { "data centre" } else { "data centres" }.to_owned()),
        Field::Machine => (most(field), format!("in each, {} in all", many(layout.machines()))),
        Field::Sequence => {
            let tick = if layout.tick_ms() == 1 {
                "millisecond".to_owned()
            } else {
                format!("{}\u{202f}ms", grouped(layout.tick_ms()))
            };
            let ids = noun(u64::from(layout.bits(field)) + 1, "ID", "IDs");
            (most(field), format!("{ids} a {tick}, each machine"))
        }
    }
}

/// The last IDs, each with its bits, and whether they are in order.
fn ids(lab: &BitStrip) -> Html {
    let parts = parts(lab.layout());
    if lab.count() + lab.refused() == 0 {
        return html! {
            <p class="bits-none">
                { "No ID yet." }<span>{ "Press Step or Play: three machines make some with this layout." }</span>
            </p>
        };
    }
    html! {
        <>
            <p class="bits-verdict">{ verdict(lab) }</p>
            <div class="bits-ids"><table>
                <thead class="visually-hidden">
                    <tr><th scope="col">{ "machine" }</th><th scope="col">{ "ID" }</th><th scope="col">{ "order" }</th></tr>
                </thead>
                <tbody>{ for lab.made().map(|made| row(made, &parts)) }</tbody>
            </table></div>
        </>
    }
}

fn row(made: &Made, parts: &[(Ink, u32)]) -> Html {
    html! {
        <tr key={made.number.to_string()} class={made.out_of_order.then_some("is-out")}>
            <td><span class={classes!("server-mark", format!("server-{}", made.machine))}>{ "m" }{ made.machine }</span></td>
            <td><div class="bits-id">{ cells(made.id.into(), parts) }<code>{ made.id.to_string() }</code></div></td>
            <td class="bits-flag">{ if made.out_of_order { "↓ smaller" } else { "" } }</td>
        </tr>
    }
}

fn verdict(lab: &BitStrip) -> String {
    let (count, out) = (lab.count(), lab.out_of_order());
    let made = counted(count, "ID", "IDs");
    match (count, lab.refused(), out) {
        (0, ..) => "No ID can be made: with these bits and this epoch the time is already over.".to_owned(),
        (_, 0, 0) => format!("{made}, each larger than all before: sorted by number is sorted by time."),
        (_, 0, _) => format!("{made}, {} of them smaller than one made before.", grouped(out)),
        (_, refused, _) => format!(
            "{made}, {} of them smaller than one made before; {} requests found the sequence used up.",
            grouped(out),
            grouped(refused)
        ),
    }
}

fn controls(session: &Lab, lab: &BitStrip) -> Html {
    let (scenario, layout) = (lab.scenario(), lab.layout());
    let burst = u32::try_from(layout.ids_per_tick() + 1).unwrap_or(MOST_BURST).min(MOST_BURST);
    let year = algorithms::ids::calendar::Utc::of(layout.epoch_ms().cast_signed()).year;
    let epoch = u32::try_from(year).unwrap_or(*EPOCH_YEARS.end());
    html! {
        <div class="lab-controls">
            <div class="lab-row">
                { choice(session, "A tick, in milliseconds", &TICKS, scenario.tick_ms, Command::SetTick) }
                // A year is no number of things, so its thousands stand together.
                { choice_of(session, "Time begins in", &EPOCHS, epoch, |year| year.to_string(), Command::SetEpoch) }
                { choice(session, "IDs asked for in a second", &RATES, scenario.per_second, Command::SetRate) }
                { button(session, format!("Ask m0 for {} at once", grouped(burst.into())), Command::Burst(burst)) }
            </div>
        </div>
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::controls::check::takes_all;
    use simulation::kernel::system::System as _;

    #[test]
    fn the_offered_settings_are_those_that_the_lab_takes() {
        let ticks = TICKS.map(Command::SetTick).into_iter().chain(RATES.map(Command::SetRate));
        takes_all::<BitStrip>(&Scenario::default(), ticks.chain(EPOCHS.map(Command::SetEpoch)));
    }

    #[test]
    fn keys_move_a_border_no_further_than_it_reaches() {
        assert_eq!(
            ["ArrowRight", "PageDown", "Home", "End", "Tab"].map(|key| keyed(key, 41, 40, 45)),
            [Some(42), Some(40), Some(40), Some(45), None]
        );
    }

    #[test]
    fn a_field_takes_as_many_bits_as_its_border_has_room_for() {
        let lab = BitStrip::start(&Scenario::default(), 1).unwrap();
        let rooms: Vec<_> = (0..Field::COUNT).map(|place| room(&lab, place)).collect();
        assert_eq!(rooms[1], (1, 46));
        assert_eq!(rooms[3..], [(0, 17), (0, 17)]);
    }

    #[test]
    fn a_section_says_what_it_buys() {
        assert_eq!(buys(&Layout::SNOWFLAKE, Field::Time), ("69.7\u{202f}years".into(), "until 2080-07-10".into()));
        assert_eq!(buys(&Layout::SNOWFLAKE, Field::Machine), ("32".into(), "in each, 1\u{202f}024 in all".into()));
        assert_eq!(buys(&Layout::SONYFLAKE, Field::Sequence).1, "IDs a 10\u{202f}ms, each machine");
    }
}
