//! Lab 2: how many characters are enough, and for how long.

use simulation::kernel::text::{counted, decimal, grouped, large, raised};
use simulation::parts::bound::stops;
use simulation::shortener::code_length::{CHARACTERS, CodeLength, Command, DAYS, MOST_A_DAY, MOST_LINKS, Scenario};
use web_sys::{Element, PointerEvent};
use yew::prelude::*;

use super::length_picture::{self, STEPS, links_at, step_of};
use crate::chapters::scaffold;
use crate::controls::{Grip, Preset, Slider, choice_of, digits_field, drag, presets, range};
use crate::life::use_is_alive;
use crate::player::{PlayerBar, Session};
use crate::widgets::readout::{Readout, readouts};

type Lab = Session<CodeLength>;

/// Numbers of characters to choose from.
const ALPHABETS: [u32; 6] = stops(CHARACTERS, [10, 16, 32, 36, 62, 64]);

const PRESETS: [Preset<CodeLength>; 4] = [
    ("365 billion links", |lab| lab.begin(Scenario::default())),
    ("A small company", |lab| lab.begin(Scenario { links: 1_000_000, a_day: 500, ..Scenario::default() })),
    ("Only hexadecimal", |lab| lab.begin(Scenario { characters: 16, ..Scenario::default() })),
    ("A billion a day", |lab| {
        lab.begin(Scenario { links: 3_650_000_000_000, a_day: 1_000_000_000, ..Scenario::default() });
    }),
];

/// The lab in its section.
#[hook]
pub fn use_length_lab(session: &Lab) -> Html {
    let is_alive = use_is_alive();
    let held = session.clone();
    let onpointerdown = Callback::from(move |event: PointerEvent| {
        let Some(picture) = picture_of(&event) else { return };
        let under = picture.clone();
        let to = move |event: &PointerEvent| Some(Command::SetLinks(links_under(&under, event)));
        if drag(&held, &event, &picture, to) {
            held.drag(Command::SetLinks(links_under(&picture, &event)));
        }
    });
    let inside = session.with(|timeline| {
        let lab = timeline.state();
        html! {
            <div class="length">
                { presets(session, &PRESETS) }
                <div class="length-sides">
                <div class="length-picture" {onpointerdown}>
                    { length_picture::picture(lab) }
                </div>
                { figures(lab) }
                </div>
                { controls(session, lab) }
                <PlayerBar player={session.player()} />
            </div>
        }
    });
    scaffold::later_lab(
        "length",
        "How long must it be?",
        "Each column is what codes of that length can name; each line up is ten times as many. Drag the dashed line of links, \
         and see which column is the first to reach it. Then play: a step is a year.",
        is_alive,
        inside,
    )
}

fn picture_of(event: &PointerEvent) -> Option<Element> {
    event.target_dyn_into::<Element>()?.closest("svg").ok().flatten()
}

/// The number of links at the height of the pointer.
fn links_under(picture: &Element, event: &PointerEvent) -> u64 {
    let place = picture.get_bounding_client_rect();
    let y = (f64::from(event.client_y()) - place.top()) / place.height().max(1.0);
    links_at(length_picture::step_at(y))
}

fn figures(lab: &CodeLength) -> Html {
    let scenario = lab.scenario();
    let digits = scenario.digits();
    let days = scenario.days(digits);
    let years = u64::try_from(days * 10 / u128::from(DAYS)).unwrap_or(u64::MAX);
    let fewer = digits - 1;
    let too_few = if fewer == 0 {
        "no code is shorter".to_owned()
    } else {
        format!("{}{} = {} are too few", scenario.characters, raised(fewer), large(scenario.codes(fewer)))
    };
    let used = if lab.years() == 0 {
        "links used up: play".to_owned()
    } else {
        format!("links, {} characters", lab.digits_used())
    };
    readouts([
        Readout::new("characters needed", digits.to_string(), too_few),
        Readout::new(
            "codes of that length",
            large(scenario.codes(digits)),
            format!("for {} links", grouped(scenario.links)),
        ),
        Readout::new("they last", decimal(years, 1) + " years", format!("at {} links a day", grouped(scenario.a_day))),
        Readout::new(format!("after {}", counted(lab.years().into(), "year", "years")), large(lab.used()), used),
    ])
}

fn controls(session: &Lab, lab: &CodeLength) -> Html {
    let scenario = lab.scenario();
    let step = step_of(scenario.links);
    let links = Slider {
        label: "Links, from 1 to a quintillion",
        range: (0, STEPS as i32),
        value: step as i32,
        says: format!("{} links", grouped(scenario.links)),
    };
    let grip = Grip::of(session, |step: i32| Command::SetLinks(links_at(step.unsigned_abs())));
    html! {
        <div class="lab-controls">
            { range(links, &grip) }
            <div class="lab-row">
                { digits_field(session, "Links exactly", MOST_LINKS, scenario.links, Command::SetLinks) }
                { digits_field(session, "Links a day", MOST_A_DAY, scenario.a_day, Command::SetADay) }
                { choice_of(session, "Alphabet", &ALPHABETS, scenario.characters, alphabet, Command::SetCharacters) }
            </div>
        </div>
    }
}

/// An alphabet of so many characters, and what it is.
fn alphabet(characters: u32) -> String {
    let what = match characters {
        10 => "digits",
        16 => "hexadecimal",
        32 => "no look-alikes",
        36 => "digits and small letters",
        62 => "digits and all letters",
        64 => "with - and _",
        _ => return characters.to_string(),
    };
    format!("{characters}: {what}")
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::controls::check::takes_all;

    #[test]
    fn the_offered_settings_are_those_that_the_lab_takes() {
        let alphabets = ALPHABETS.map(Command::SetCharacters);
        let links = (0..=STEPS).map(|step| Command::SetLinks(links_at(step)));
        takes_all::<CodeLength>(&Scenario::default(), alphabets.into_iter().chain(links));
    }
}
