//! Lab 4: many URLs through few digits.

use simulation::kernel::text::{counted, decimal, grouped, share};
use simulation::parts::bound::stops;
use simulation::shortener::code_collisions::{CodeCollisions, Command, MOST_URLS, Scenario, URLS, USUAL_PREFIX};
use simulation::shortener::short_codes::{Base, HashKind};
use yew::prelude::*;

use super::collisions_chart::chart;
use super::collisions_map::use_map;
use crate::chapters::scaffold;
use crate::controls::{FormField, Preset, choice, choice_of, form, presets, row};
use crate::learn::prediction::{Number, Outcome, Question, use_prediction};
use crate::life::use_is_alive;
use crate::player::{PlayerBar, Session, use_session, use_watch};
use crate::widgets::readout::{Readout, readouts};

type Lab = Session<CodeCollisions>;

const URL_STOPS: [u32; 7] = stops(URLS, [20, 200, 1_000, 5_000, 20_000, 100_000, MOST_URLS]);
const DIGIT_STOPS: [u32; 7] = [2, 3, 4, 5, 6, 7, 8];
/// In thousandths.
const WRONG_STOPS: [u32; 5] = [1, 10, 50, 100, 300];
/// So many collisions are listed.
const LISTED: usize = 4;

const PRESETS: [Preset<CodeCollisions>; 5] = [
    ("MD5, 7 hex digits", |lab| lab.begin(Scenario::default())),
    ("SHA-1", |lab| lab.begin(Scenario { hash: HashKind::Sha1, ..Scenario::default() })),
    ("CRC32", |lab| lab.begin(Scenario { hash: HashKind::Crc32, ..Scenario::default() })),
    ("MD5, 7 base-62 digits", |lab| lab.begin(Scenario { base: Base::Base62, ..Scenario::default() })),
    ("200 of 256 codes", |lab| lab.begin(Scenario { digits: 2, urls: 200, ..Scenario::default() })),
];

const QUESTION: Question = Question {
    chapter: "url-shortener",
    asks: "MD5, cut to seven hexadecimal digits: 268 million codes. Of 100\u{202f}000 URLs, how many find their code taken?",
    answer: &Number { most: 200, unit: " URLs" },
    who: "Found it taken",
    dare: "Shorten 100\u{202f}000 URLs",
};

/// How many collided, once all URLs are through.
fn outcome(lab: &CodeCollisions) -> Option<Outcome> {
    let counts = lab.counts();
    let is_over = counts.urls == lab.scenario().urls;
    is_over.then_some(Outcome::Number(counts.collisions.into()))
}

/// The lab in its section.
#[hook]
pub fn use_collisions_lab() -> Html {
    let session = use_session::<CodeCollisions>("collisions", Scenario::default);
    use_watch(&session);
    let is_alive = use_is_alive();
    let map = use_map(&session, is_alive);
    let player = session.player();
    let go = Callback::from(move |_: MouseEvent| player.play());
    let inside = session.with(|timeline| {
        let lab = timeline.state();
        html! {
            <div class="collisions">
                { presets(&session, &PRESETS) }
                <div class="collisions-sides">
                    { map }
                    <div>
                        { figures(lab) }
                        { chart(lab) }
                        { queries(lab) }
                    </div>
                </div>
                { listed(lab) }
                { controls(&session, lab) }
                <PlayerBar player={session.player()} />
            </div>
        }
    });
    let inside = use_prediction(&session.player(), &QUESTION, session.with(|run| outcome(run.state())), go, inside);
    scaffold::later_lab(
        "collisions",
        "Two links, one code",
        "A hundred thousand URLs are hashed, cut to seven digits, and drawn where their code lies among all codes. A ring is a \
         collision. Press play, then try CRC32.",
        is_alive,
        inside,
    )
}

fn figures(lab: &CodeCollisions) -> Html {
    let counts = lab.counts();
    let expected = (lab.expected(counts.urls) * 100.0 + 0.5) as u64;
    let first = lab.collisions().first().map(|first| format!("first at URL {}", grouped(u64::from(first.url) + 1)));
    let urls = counted(counts.urls.into(), "URL", "URLs");
    let taken = share(counts.urls.into(), lab.cut().codes()) + " taken";
    readouts([
        Readout::new("collisions", grouped(counts.collisions.into()), first.unwrap_or_else(|| "none yet".to_owned())),
        Readout::new("to expect of chance", decimal(expected, 2), urls),
        Readout::new("codes", grouped(lab.cut().codes()), taken),
    ])
}

/// The price in queries, with and without the filter.
fn queries(lab: &CodeCollisions) -> Html {
    let counts = lab.counts();
    let bar = |name: &'static str, queries: u64, more: String| {
        let part = (queries * 1_000).checked_div(counts.queries_without).unwrap_or(0);
        html! {
            <tr>
                <th scope="row">{ name }</th>
                <td class="collisions-bar"><span style={format!("inline-size:{}.{}%", part / 10, part % 10)} /></td>
                <td class="number">{ grouped(queries) }<span class="collisions-more">{ more }</span></td>
            </tr>
        }
    };
    let left = format!(
        "{}; {} for nothing",
        share(counts.queries_with, counts.queries_without),
        grouped(counts.false_positives)
    );
    html! {
        <table class="collisions-queries">
            <caption>{ "Queries to the database" }</caption>
            <tbody>
                { bar("no filter", counts.queries_without, "one an attempt".to_owned()) }
                { bar("Bloom filter", counts.queries_with, left) }
            </tbody>
        </table>
    }
}

/// The last collisions, in words.
fn listed(lab: &CodeCollisions) -> Html {
    let (all, cut) = (lab.collisions(), lab.cut());
    if let Some(stuck) = lab.stuck() {
        return html! { <p class="hint">{ stuck.to_string() }</p> };
    }
    if all.is_empty() {
        return html! { <p class="hint">{ "No two URLs have wanted the same code yet." }</p> };
    }
    html! {
        <ul class="collisions-list">
            { for all.iter().rev().take(LISTED).map(|one| html! {
                <li key={one.url}>
                    <bdi>{ lab.url(one.url) }</bdi>{ " wanted " }<code>{ cut.written(one.code) }</code>{ ", which " }<bdi>{ lab.url(one.other) }</bdi>
                    { " has. It got " }<code>{ cut.written(one.got) }</code>{ "." }
                </li>
            }) }
        </ul>
    }
}

fn controls(session: &Lab, lab: &CodeCollisions) -> Html {
    let scenario = lab.scenario();
    let buttons = html! {
        <>
            <button type="submit">{ "Take these" }</button>
            <span class="hint">{ "0, 1, 2, … comes after it" }</span>
        </>
    };
    let bases = [Base::Hex, Base::Base62].map(|base| (base.name(), base == scenario.base, Command::SetBase(base)));
    let prefix = |text: &str| Ok(Command::SetPrefix(text.to_owned()));
    html! {
        <div class="lab-controls">
            <div class="lab-row">
                { choice_of(session, "Hash", &HashKind::ALL, scenario.hash, |hash| hash.name().to_owned(), Command::SetHash) }
                { row(session, "How codes are written", bases) }
                { choice(session, "Digits", &DIGIT_STOPS, scenario.digits, Command::SetDigits) }
                { choice(session, "URLs", &URL_STOPS, scenario.urls, Command::SetUrls) }
                { choice(session, "Filter wrong, in 1\u{202f}000", &WRONG_STOPS, scenario.false_positives, Command::SetFalsePositives) }
            </div>
            { form(session, FormField::line("URLs begin with", USUAL_PREFIX, 28), buttons, prefix) }
        </div>
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::controls::check::takes_all;

    #[test]
    fn the_offered_settings_are_those_that_the_lab_takes() {
        let first = URL_STOPS.map(Command::SetUrls).into_iter().chain(DIGIT_STOPS.map(Command::SetDigits));
        // Each alone: many URLs and few digits do not go together.
        for command in first.chain(WRONG_STOPS.map(Command::SetFalsePositives)) {
            takes_all::<CodeCollisions>(&Scenario { urls: 20, ..Scenario::default() }, [command]);
        }
    }
}
