//! Lab 2: how many characters are enough, and for how long.

use simulation::shortener::code_length::{CodeLength, Command, DAYS, MOST_A_DAY, MOST_LINKS, Scenario, large};
use simulation::kernel::text::{decimal, grouped};
use web_sys::{Element, HtmlInputElement, HtmlSelectElement, PointerEvent};
use yew::prelude::*;

use super::ask::{Preset, presets};
use super::length_picture::{self, STEPS, links_at, step_of};
use crate::chapters::scaffold;
use crate::life::use_is_alive;
use crate::player::{PlayerBar, Session};

type Lab = Session<CodeLength>;

/// Alphabets to choose from, and what they are.
const ALPHABETS: [(u32, &str); 6] = [
    (10, "10: digits"),
    (16, "16: hexadecimal"),
    (32, "32: no look-alikes"),
    (36, "36: digits and small letters"),
    (62, "62: digits and all letters"),
    (64, "64: with - and _"),
];

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
    let is_dragged = use_mut_ref(|| false);
    let begun = {
        let (session, dragged) = (session.clone(), is_dragged.clone());
        Callback::from(move |event: PointerEvent| {
            let Some(picture) = picture_of(&event).filter(|_| event.button() == 0) else { return };
            // Without capture a drag ends at the edge of the picture; it still works inside.
            let _ = picture.set_pointer_capture(event.pointer_id());
            *dragged.borrow_mut() = session.command(Command::SetLinks(links_under(&picture, &event)));
        })
    };
    let moved = {
        let (session, dragged) = (session.clone(), is_dragged.clone());
        Callback::from(move |event: PointerEvent| {
            if let Some(picture) = picture_of(&event).filter(|_| *dragged.borrow()) {
                session.amend(Command::SetLinks(links_under(&picture, &event)));
            }
        })
    };
    let ended = {
        let (session, dragged) = (session.clone(), is_dragged);
        Callback::from(move |_: PointerEvent| {
            if dragged.replace(false) {
                session.settle();
            }
        })
    };
    let inside = session.with(|timeline| {
        let lab = timeline.state();
        html! {
            <div class="length">
                { presets(session, &PRESETS) }
                <div class="length-sides">
                <div class="length-picture" onpointerdown={begun} onpointermove={moved} onpointerup={ended.clone()} onpointercancel={ended}>
                    { length_picture::picture(lab) }
                </div>
                { readouts(lab) }
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

fn readouts(lab: &CodeLength) -> Html {
    let scenario = lab.scenario();
    let digits = scenario.digits();
    let days = scenario.days(digits);
    let years = u64::try_from(days * 10 / u128::from(DAYS)).unwrap_or(u64::MAX);
    let fewer = digits - 1;
    html! {
        <dl class="readouts">
            <div>
                <dt>{ "characters needed" }</dt>
                <dd>{ digits }</dd>
                <dd class="readout-more">
                    if fewer == 0 {
                        { "no code is shorter" }
                    } else {
                        { scenario.characters }<sup>{ fewer }</sup>{ " = " }{ large(scenario.codes(fewer)) }{ " are too few" }
                    }
                </dd>
            </div>
            <div>
                <dt>{ "codes of that length" }</dt>
                <dd>{ large(scenario.codes(digits)) }</dd>
                <dd class="readout-more">{ "for " }{ grouped(scenario.links) }{ " links" }</dd>
            </div>
            <div>
                <dt>{ "they last" }</dt>
                <dd>{ decimal(years, 1) }{ " years" }</dd>
                <dd class="readout-more">{ "at " }{ grouped(scenario.a_day) }{ " links a day" }</dd>
            </div>
            <div>
                <dt>{ "after " }{ lab.years() }{ if lab.years() == 1 { " year" } else { " years" } }</dt>
                <dd>{ large(lab.used()) }</dd>
                <dd class="readout-more">{ if lab.years() == 0 { "links used up: play".to_owned() } else { format!("links, {} characters", lab.digits_used()) } }</dd>
            </div>
        </dl>
    }
}

fn controls(session: &Lab, lab: &CodeLength) -> Html {
    let scenario = lab.scenario();
    let slide = number(session, |step| Command::SetLinks(links_at(step)));
    let slider = session.clone();
    let settle = Callback::from(move |_: Event| slider.settle());
    let session_of_select = session.clone();
    let alphabet = Callback::from(move |event: Event| {
        let chosen = event.target_dyn_into::<HtmlSelectElement>().and_then(|select| select.value().parse().ok());
        if let Some(characters) = chosen {
            session_of_select.command(Command::SetCharacters(characters));
        }
    });
    let step = step_of(scenario.links);
    html! {
        <div class="lab-controls">
            <label class="length-slider">
                <span>{ "Links, from 1 to a quintillion" }</span>
                <input type="range" min="0" max={STEPS.to_string()} step="1" value={step.to_string()} oninput={slide} onchange={settle}
                    aria-valuetext={format!("{} links", grouped(scenario.links))} />
            </label>
            <div class="lab-row">
                { exact("Links exactly", scenario.links, MOST_LINKS, session, Command::SetLinks) }
                { exact("Links a day", scenario.a_day, MOST_A_DAY, session, Command::SetADay) }
                <label>
                    <span>{ "Alphabet" }</span>
                    <select onchange={alphabet} data-shown={scenario.characters.to_string()}>
                        { for ALPHABETS.into_iter().map(|(characters, name)| html! {
                            <option key={characters} value={characters.to_string()} selected={characters == scenario.characters}>{ name }</option>
                        }) }
                    </select>
                </label>
            </div>
        </div>
    }
}

fn exact(name: &'static str, value: u64, most: u64, session: &Lab, command: fn(u64) -> Command) -> Html {
    let session = session.clone();
    let onchange = Callback::from(move |event: Event| {
        let Some(field) = event.target_dyn_into::<HtmlInputElement>() else { return };
        // A number of up to 18 digits stays a text until Rust reads it: JavaScript's would lose the last ones.
        let digits: String = field.value().chars().filter(|c| !c.is_whitespace() && *c != '\u{202f}').collect();
        match digits.parse() {
            Ok(number) => _ = session.command(command(number)),
            Err(_) => session.say(&format!("Give a whole number from 1 to {}.", grouped(most))),
        }
    });
    html! {
        <label>
            <span>{ name }</span>
            <input type="text" inputmode="numeric" autocomplete="off" size="16" data-value={value.to_string()} {onchange} />
        </label>
    }
}

/// A slider that is one step of the run however far it goes.
fn number(session: &Lab, command: fn(u32) -> Command) -> Callback<InputEvent> {
    let session = session.clone();
    Callback::from(move |event: InputEvent| {
        let step = event.target_dyn_into::<HtmlInputElement>().and_then(|input| input.value().parse().ok());
        if let Some(step) = step {
            session.amend(command(step));
        }
    })
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use simulation::kernel::system::System as _;
    use simulation::kernel::time::Micros;

    #[test]
    fn the_offered_settings_are_those_that_the_lab_takes() {
        let mut lab = CodeLength::start(&Scenario::default(), 1).unwrap();
        let alphabets = ALPHABETS.map(|(characters, _)| Command::SetCharacters(characters));
        let links = (0..=STEPS).map(|step| Command::SetLinks(links_at(step)));
        for command in alphabets.into_iter().chain(links) {
            lab.command(Micros::ZERO, &command, &mut Vec::new(), &mut ()).unwrap();
        }
    }
}
