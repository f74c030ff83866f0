//! Lab 3: base 62, digit by digit, both ways; and neighbours that do not look like neighbours.

use algorithms::codes::base62::{self, ALPHABET};
use algorithms::codes::sqids::Sqids;
use simulation::kernel::text::grouped;
use simulation::shortener::division::{Division, Scenario};
use yew::prelude::*;

use super::division_picture::picture;
use crate::chapters::scaffold;
use crate::controls::{FormField, Kind, Preset, form, presets};
use crate::life::use_is_alive;
use crate::player::{PlayerBar, Session, use_session, use_watch};

type Lab = Session<Division>;

const PRESETS: [Preset<Division>; 5] = [
    ("11157", |lab| lab.begin(Scenario::Encode(11_157))),
    ("2009215674938", |lab| lab.begin(Scenario::Encode(2_009_215_674_938))),
    ("Read 2TX", |lab| lab.begin(Scenario::Decode(11_157))),
    ("Read XT2", |lab| lab.begin(Scenario::Decode(230_208))),
    ("The largest of 64 bits", |lab| lab.begin(Scenario::Encode(u64::MAX))),
];

/// So many numbers in a row are compared.
const NEIGHBOURS: u64 = 4;

/// The lab in its section.
#[hook]
pub fn use_division_lab() -> Html {
    let session = use_session::<Division>("division", Scenario::default);
    use_watch(&session);
    let is_alive = use_is_alive();
    let inside = session.with(|timeline| {
        let lab = timeline.state();
        html! {
            <div class="division">
                { presets(&session, &PRESETS) }
                <div class="division-sides">
                    { picture(lab) }
                    <div>
                        { alphabet(lab) }
                        { neighbours(lab.number()) }
                    </div>
                </div>
                { forms(&session) }
                <PlayerBar player={session.player()} />
            </div>
        }
    });
    scaffold::later_lab(
        "division",
        "Division by 62",
        "Step: each division leaves a remainder, and each remainder is a digit. Watch which end of the code it goes to.",
        is_alive,
        inside,
    )
}

/// The digits and what they are worth, the last one used marked.
fn alphabet(lab: &Division) -> Html {
    let last = lab.lines().last().map(|line| line.digit);
    let worth = last.map(|digit| format!("{digit} is {}", char::from(ALPHABET[usize::from(digit)])));
    html! {
        <>
            <h3>{ "The 62 digits" }</h3>
            <div class="division-alphabet" role="img" aria-label={format!("0 to 9, then a to z for 10 to 35, then A to Z for 36 to 61. {}", worth.clone().unwrap_or_default())}>
                { for (0_u8..).zip(ALPHABET).map(|(value, letter)| html! {
                    <span key={value} class={(last == Some(value)).then_some("is-used")}>{ char::from(*letter) }</span>
                }) }
            </div>
            <p class="hint">{ worth.map_or_else(|| "a is 10, z is 35, A is 36, Z is 61".to_owned(), |worth| format!("The digit for {worth}.")) }</p>
        </>
    }
}

/// The same numbers in base 62 and as Sqids.
fn neighbours(number: u64) -> Html {
    let sqids = Sqids::new(0);
    let first = number.min(u64::MAX - NEIGHBOURS + 1);
    html! {
        <table class="division-neighbours">
            <caption>{ "Who has one code can guess the next. Sqids shuffles the alphabet by the number." }</caption>
            <thead><tr><th scope="col">{ "ID" }</th><th scope="col">{ "base 62" }</th><th scope="col">{ "Sqids" }</th></tr></thead>
            <tbody>
                { for (first..=first + (NEIGHBOURS - 1)).map(|number| html! {
                    <tr key={number.to_string()}>
                        <td>{ grouped(number) }</td>
                        <td class="shorten-code">{ base62::encode(number) }</td>
                        <td class="shorten-code">{ sqids.encode(number) }</td>
                    </tr>
                }) }
            </tbody>
        </table>
    }
}

fn forms(session: &Lab) -> Html {
    let send = |says: &'static str| html! { <button type="submit">{ says }</button> };
    let number = FormField { label: "A number", filled: "3521614606208".into(), kind: Kind::Digits(22) };
    html! {
        <div class="lab-controls">
            { form(session, number, send("Write it in base 62"), encode) }
            { form(session, FormField::line("A code", "zn9edcu", 14), send("Read it"), decode) }
        </div>
    }
}

fn encode(text: &str) -> Result<Scenario, String> {
    let digits: String = text.chars().filter(|c| !c.is_whitespace() && !",_'".contains(*c)).collect();
    let wrong = || "Give a whole number from 0 to 18446744073709551615, the most that 64 bits hold.".to_owned();
    digits.parse().map(Scenario::Encode).map_err(|_| wrong())
}

fn decode(text: &str) -> Result<Scenario, String> {
    base62::decode(text.trim()).map(Scenario::Decode).map_err(|error| error.to_string())
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_write_them_and_nothing_else_is() {
        assert_eq!(encode(" 2,009 215_674'938 "), Ok(Scenario::Encode(2_009_215_674_938)));
        assert_eq!(encode("18446744073709551615"), Ok(Scenario::Encode(u64::MAX)));
        for bad in ["", "-1", "18446744073709551616", "1e3", "0x10", "１２", "ten"] {
            assert!(encode(bad).is_err(), "{bad}");
        }
        assert_eq!(decode(" 2TX "), Ok(Scenario::Decode(11_157)));
        assert!(decode("2-X").is_err_and(|why| why.contains("Character 2")));
    }
}
