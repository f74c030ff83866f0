//! Lab 4: a pasted ID taken apart.

use algorithms::ids::decode::{Candidate, Holds, LONGEST_TEXT, Likelihood, Piece};
use algorithms::ids::layout::Field;
use simulation::ids::decoder::{Command, IdDecoder, SAMPLES, Scenario};
use simulation::kernel::text::{counted, grouped};
use yew::prelude::*;

use super::super::words::moment;
use crate::chapters::scaffold;
use crate::controls::{FormField, form, give};
use crate::life::use_is_alive;
use crate::player::{PlayerBar, Session, use_session, use_watch};
use crate::widgets::bit_strip::{Ink, Part, cells, strip, swatch};

type Lab = Session<IdDecoder>;

/// The lab in its section.
#[hook]
pub fn use_decoder_lab() -> Html {
    let session = use_session::<IdDecoder>("decoder", Scenario::default);
    use_watch(&session);
    let is_alive = use_is_alive();
    let inside = session.with(|timeline| {
        let lab = timeline.state();
        html! {
            <div class="decoder">
                { samples(&session) }
                { ask(&session) }
                { read(&session, lab) }
                <PlayerBar player={session.player()} />
            </div>
        }
    });
    scaffold::later_lab(
        "decoder",
        "What is in an ID?",
        "Paste an ID, or the address of a post on X: a Snowflake, a UUID, a ULID, a Sonyflake. Or take one of these.",
        is_alive,
        inside,
    )
}

fn samples(session: &Lab) -> Html {
    let sample = |(name, text): &(&'static str, &'static str)| {
        let command = Command::Paste(Scenario { text: (*text).to_owned(), ..Scenario::default() });
        html! { <button key={*name} type="button" class="button-quiet" onclick={give(session, command)}>{ *name }</button> }
    };
    html! { <div class="lab-presets" role="group" aria-label="IDs to try">{ for SAMPLES.iter().map(sample) }</div> }
}

/// The field for the reader's own. What can't be read stays in it.
fn ask(session: &Lab) -> Html {
    let send = html! {
        <>
            <button type="submit" class="button-main">{ "Read it" }</button>
            <span class="hint">{ "It stays on your device." }</span>
        </>
    };
    let paste = |text: &str| {
        // Not looked at further, so that the run need not keep it: the message is the decoder's own.
        let kept =
            if text.len() > LONGEST_TEXT { text.chars().take(LONGEST_TEXT + 1).collect() } else { text.to_owned() };
        Ok(Command::Paste(Scenario { text: kept, today_ms: js_sys::Date::now().max(0.0) as u64 }))
    };
    html! { <div class="decoder-ask">{ form(session, FormField::line("Your own ID or address", "", 40), send, paste) }</div> }
}

fn read(session: &Lab, lab: &IdDecoder) -> Html {
    let Some(candidate) = lab.candidates().get(lab.shown()) else { return Html::default() };
    let parts: Vec<Part> = candidate.pieces.iter().map(|piece| (ink(piece), piece.bits)).collect();
    html! {
        <div class="decoder-read">
            <p class="decoder-text"><bdi>{ lab.text() }</bdi></p>
            { strip(&parts, describe(candidate), Html::default()) }
            { cells(candidate.id, &parts) }
            <p class="decoder-what">
                <strong>{ title(candidate) }</strong>
                <span>{ when(candidate) }</span>
                if let Some(since) = since(candidate) {
                    <span class="decoder-since">{ since }</span>
                }
            </p>
            <table class="decoder-pieces">
                <thead class="visually-hidden">
                    <tr><th scope="col">{ "part" }</th><th scope="col">{ "value" }</th><th scope="col">{ "bits" }</th></tr>
                </thead>
                <tbody>{ for candidate.pieces.iter().enumerate().map(piece) }</tbody>
            </table>
            { others(session, lab) }
        </div>
    }
}

/// The strip in words.
fn describe(candidate: &Candidate) -> String {
    let parts: Vec<String> = candidate.pieces.iter().map(|piece| format!("{} {}", piece.bits, piece.name)).collect();
    format!("Bits: {}", parts.join(", "))
}

/// What it is taken for; of a UUID its version too.
fn title(candidate: &Candidate) -> String {
    let version = candidate.pieces.iter().find(|piece| piece.name == "version");
    version.map_or_else(|| candidate.reading.name().to_owned(), |version| format!("UUID, version {}", version.value))
}

fn when(candidate: &Candidate) -> String {
    let Some(unix_ms) = candidate.unix_ms else {
        return "It does not say when it was made.".to_owned();
    };
    let moment = moment(unix_ms);
    match candidate.likelihood {
        Likelihood::Certain | Likelihood::Possible => format!("made {moment}"),
        Likelihood::FirstDay => format!("{moment}, on the layout’s first day: any small number would be"),
        Likelihood::Future => format!("{moment}, which is yet to come"),
        Likelihood::Signed => format!("{moment}, but with a sign bit that this layout never sets"),
    }
}

/// How the time comes out of the bits, where a layout says from when it counts.
fn since(candidate: &Candidate) -> Option<String> {
    let layout = candidate.reading.layout()?;
    let time = candidate.pieces.iter().find(|piece| piece.holds == Holds::Time)?;
    let ticks = grouped(u64::try_from(time.value).ok()?);
    let ticks = if layout.tick_ms() == 1 { ticks } else { format!("{ticks}\u{202f}×\u{202f}{}", layout.tick_ms()) };
    let epoch = moment(layout.epoch_ms().cast_signed());
    Some(format!("{ticks}\u{202f}ms after its epoch, {epoch}"))
}

fn piece((place, piece): (usize, &Piece)) -> Html {
    let value = match piece.holds {
        Holds::Random | Holds::Other => format!("{:x}", piece.value),
        Holds::Sign | Holds::Time | Holds::Maker | Holds::Sequence | Holds::Version => piece.value.to_string(),
    };
    html! {
        <tr key={place}>
            <th scope="row">{ swatch(ink(piece)) }{ piece.name }</th>
            <td><code>{ value }</code></td>
            <td class="number">{ counted(piece.bits.into(), "bit", "bits") }</td>
        </tr>
    }
}

fn ink(piece: &Piece) -> Ink {
    match piece.holds {
        Holds::Sign | Holds::Version => Ink::Fixed,
        Holds::Time => Ink::Time,
        // As in the first lab; Discord calls it so.
        Holds::Maker if [Field::Centre.name(), "worker"].contains(&piece.name) => Ink::Centre,
        Holds::Maker => Ink::Machine,
        Holds::Sequence => Ink::Sequence,
        Holds::Random => Ink::Random,
        Holds::Other => Ink::Other,
    }
}

/// Every other way to read the same bits, and whether it can be.
fn others(session: &Lab, lab: &IdDecoder) -> Html {
    if lab.candidates().len() < 2 {
        return html! { <p class="hint">{ "Its form says what it is: no other reading is possible." }</p> };
    }
    let says = match lab.possible() {
        0 => "No layout known here gives this number a time that can be. Read as:",
        1 => "The bits don’t say which layout they follow, but only one gives a time that can be. Read as:",
        _ => {
            "The bits don’t say which layout they follow, and more than one gives a time that can be: where the ID comes \
              from decides. Read as:"
        }
    };
    let button = |(place, candidate): (usize, &Candidate)| {
        let is_shown = place == lab.shown();
        let mark = if candidate.likelihood.can_be() { "✓" } else { "✗" };
        let year = candidate.unix_ms.map_or_else(String::new, |ms| algorithms::ids::calendar::Utc::of(ms).date());
        html! {
            <button key={place} type="button" aria-pressed={is_shown.to_string()} onclick={give(session, Command::Look(place as u8))}>
                <span>{ mark }{ " " }{ candidate.reading.name() }</span>
                <span class="decoder-day">{ year }</span>
            </button>
        }
    };
    html! {
        <div class="decoder-others">
            <p>{ says }</p>
            <div role="group" aria-label="Read as">{ for lab.candidates().iter().enumerate().map(button) }</div>
        </div>
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    #[test]
    fn the_time_of_a_snowflake_is_told_from_its_epoch() {
        let candidates = algorithms::ids::decode::decode(SAMPLES[0].1, simulation::ids::decoder::TODAY_MS).unwrap();
        let says = since(&candidates[0]).unwrap();
        assert_eq!(says, "288\u{202f}985\u{202f}402\u{202f}114\u{202f}ms after its epoch, 2010-11-04 01:42:54.657 UTC");
        assert_eq!(ink(&candidates[0].pieces[2]), Ink::Centre);
    }
}
