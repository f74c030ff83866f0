//! Lab 2: the bucket, and what its client is told.

use simulation::kernel::text::{counted, decimal, grouped, seconds};
use simulation::limiter::bucket::{Client, Command, Event, LimiterBucket, MOST_CAPACITY, PERIOD, Scenario, Sent};
use simulation::parts::bound::stops;
use yew::prelude::*;

use crate::chapters::scaffold;
use crate::controls::{Preset, Slider, choice, presets, row, slider};
use crate::life::use_is_alive;
use crate::player::{PlayerBar, Session, use_session, use_watch};

type Lab = Session<LimiterBucket>;

/// The most new tokens in a period that the slider offers, and periods, in seconds.
const MOST_REFILL: u32 = 20;
const PERIOD_STOPS: [u32; 5] = stops(PERIOD, [1, 2, 5, 10, 60]);

const PRESETS: [Preset<LimiterBucket>; 4] = [
    ("Five, and one a second", |lab| lab.begin(Scenario::default())),
    ("A client that hammers", |lab| lab.begin(of(Client::Hammer))),
    ("A client that obeys", |lab| lab.begin(of(Client::Patient))),
    ("A client that backs off", |lab| lab.begin(of(Client::BackOff))),
];

fn of(client: Client) -> Scenario {
    Scenario { client, ..Scenario::default() }
}

/// The lab in its section.
#[hook]
pub fn use_bucket_lab() -> Html {
    let session = use_session::<LimiterBucket>("bucket", Scenario::default);
    use_watch(&session);
    let is_alive = use_is_alive();
    let inside = session.with(|timeline| {
        let lab = timeline.state();
        let dripped = matches!(timeline.events().last(), Some(Event::Token { .. }));
        html! {
            <div class="bucket">
                { presets(&session, &PRESETS) }
                <div class="bucket-sides">
                    <div class="bucket-figure">
                        { picture(lab, dripped) }
                        { sending(&session, lab) }
                    </div>
                    <div class="bucket-client">
                        { answer(lab) }
                        { history(lab) }
                    </div>
                </div>
                { controls(&session, lab) }
                <PlayerBar player={session.player()} />
            </div>
        }
    });
    scaffold::later_lab(
        "bucket",
        "The bucket, and what the client is told",
        "A request takes a token, or is turned away. Send until the bucket is empty, then read what the client is told.",
        is_alive,
        inside,
    )
}

/// The vessel's inside, and a token's place in it.
const LEFT: i32 = 70;
const WIDTH: i32 = 280;
const FLOOR: i32 = 320;
/// The highest that the vessel's rim may be: below the tap.
const RIM: i32 = 86;

/// How many tokens stand beside one another, and how far apart.
const fn grid(capacity: u32) -> (i32, i32) {
    match capacity {
        0..=6 => (3, 84),
        7..=12 => (4, 64),
        13..=20 => (5, 52),
        _ => (8, 34),
    }
}

/// How high the vessel's rim is: just above the row of its last token.
const fn rim(capacity: u32) -> i32 {
    let (across, pitch) = grid(capacity);
    let rows = (capacity as i32 + across - 1) / across;
    let rim = FLOOR - rows * pitch - 16;
    if rim < RIM { RIM } else { rim }
}

fn picture(lab: &LimiterBucket, dripped: bool) -> Html {
    let (bucket, now) = (lab.bucket(), lab.now().0);
    let (tokens, capacity) = (bucket.tokens(now), bucket.capacity());
    let (across, pitch) = grid(capacity);
    let place = |index: u32| {
        let (column, row) = (index as i32 % across, index as i32 / across);
        (LEFT + WIDTH / 2 + (2 * column + 1 - across) * pitch / 2, FLOOR - pitch / 2 - 4 - row * pitch)
    };
    let radius = pitch / 2 - 3;
    let part = bucket.level_per_mille(now) % 1_000;
    let drop = i32::try_from(part).unwrap_or(0) * 16 / 1_000;
    let wait = bucket.next_token(now).map(|at| decimal((at.saturating_sub(now)).div_ceil(100_000), 1));
    let fresh = lab.sent().last().filter(|sent| sent.at == lab.now());
    html! {
        <svg class="bucket-picture" viewBox="0 0 420 360" role="img"
            aria-label={format!("A bucket with {tokens} of {capacity} tokens")}>
            <path class="bucket-tap" d="M150 18h60v22h-18v10h-24v-10h-18z" />
            <circle class="bucket-drop" cx="180" cy="66" r={drop.to_string()} />
            <text class="bucket-small" x="222" y="44">
                { wait.map_or_else(|| "full: nothing drips".to_owned(), |wait| format!("next token in {wait}\u{202f}s")) }
            </text>
            <path class="bucket-vessel" d={format!("M{LEFT} {0}V{FLOOR}H{1}V{0}", rim(capacity), LEFT + WIDTH)} />
            { for (0..capacity).map(|index| {
                let (x, y) = place(index);
                let class = classes!(
                    "bucket-token",
                    (index >= tokens).then_some("is-missing"),
                    (dripped && index + 1 == tokens).then_some("is-new"),
                );
                html! { <circle key={index} {class} cx={x.to_string()} cy={y.to_string()} r={radius.to_string()} /> }
            }) }
            <text class="bucket-count" x="210" y="352">{ tokens }{ " of " }{ capacity }{ " tokens" }</text>
            { fresh.map(fate) }
        </svg>
    }
}

/// What became of the request of this moment: out through the gate, or away with a cross.
fn fate(sent: &Sent) -> Html {
    if sent.decision.allowed {
        html! { <path class="bucket-passed" d="M362 300l14 14l26-34" /> }
    } else {
        html! { <path class="bucket-denied" d="M366 284l30 30m0-30l-30 30" /> }
    }
}

fn sending(session: &Lab, lab: &LimiterBucket) -> Html {
    let send = |cost: u32| {
        let session = session.clone();
        Callback::from(move |_: MouseEvent| {
            // Time runs as soon as there is something to wait for.
            let first = session.with(|timeline| {
                let begins = timeline.now().0 == 0 && timeline.position() == timeline.end();
                begins && timeline.state().requests() == 0
            });
            if session.command(Command::Send(cost)) && first {
                session.player().play();
            }
        })
    };
    html! {
        <div class="lab-row bucket-send">
            <button type="button" class="button-main" onclick={send(1)}>{ "Send a request" }</button>
            <button type="button" onclick={send(3)}>{ "Send one that costs 3" }</button>
            <span class="hint">{ grouped(lab.passed().into()) }{ " of " }{ grouped(lab.requests().into()) }{ " passed" }</span>
        </div>
    }
}

/// The last answer, as the client gets it.
fn answer(lab: &LimiterBucket) -> Html {
    let Some(sent) = lab.sent().last() else {
        return html! {
            <div class="bucket-answer is-empty">
                <h3>{ "The client’s side" }</h3>
                <p class="hint">{ "Send a request: the answer stands here, word for word." }</p>
            </div>
        };
    };
    let answer = lab.answer(sent);
    html! {
        <div class="bucket-answer">
            <h3>{ "The client’s side" }</h3>
            <pre class={if sent.decision.allowed { "is-allowed" } else { "is-denied" }} tabindex="0" aria-label="The last answer"><code>
                <span class="bucket-asked">{ "GET /orders HTTP/1.1\n\n" }</span>
                <strong>{ "HTTP/1.1 " }{ answer.status }{ " " }{ answer.reason }</strong>
                { for answer.fields.iter().map(|(name, value)| html! { <span key={*name}>{ "\n" }<b>{ *name }</b>{ ": " }{ value.clone() }</span> }) }
            </code></pre>
        </div>
    }
}

fn history(lab: &LimiterBucket) -> Html {
    let line = |sent: &Sent| {
        let (mark, class) = if sent.decision.allowed { ("✓", "is-allowed") } else { ("✗", "is-denied") };
        html! {
            <li key={sent.number} {class}>
                <span aria-hidden="true">{ mark }</span>
                { " request " }{ sent.number }{ if sent.by_client { " (client)" } else { "" } }{ " at " }
                { seconds(sent.at.0) }{ ": " }{ if sent.decision.allowed { "200" } else { "429" } }
            </li>
        }
    };
    html! { <ol class="bucket-history" reversed=true>{ for lab.sent().iter().rev().take(6).map(line) }</ol> }
}

fn controls(session: &Lab, lab: &LimiterBucket) -> Html {
    let scenario = lab.scenario();
    let (refill, period) = (scenario.refill, scenario.period_seconds);
    let tokens = |label, most: u32, value: u32| Slider {
        label,
        range: (1, most as i32),
        value: value as i32,
        says: counted(value.into(), "token", "tokens"),
    };
    let room = tokens("Room in the bucket", MOST_CAPACITY, scenario.capacity);
    let new = tokens("New tokens", MOST_REFILL.max(refill), refill);
    html! {
        <div class="lab-controls">
            <div class="lab-row">
                { slider(session, room, |room| Command::SetCapacity(room.unsigned_abs())) }
                { slider(session, new, move |new| Command::SetRefill(new.unsigned_abs(), period)) }
                { choice(session, "in seconds", &PERIOD_STOPS, period, move |seconds| Command::SetRefill(refill, seconds)) }
            </div>
            { row(session, "Who sends", Client::ALL.map(|who| (who.name(), scenario.client == who, Command::SetClient(who)))) }
        </div>
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::controls::check::takes_all;

    #[test]
    fn the_offered_settings_are_those_that_the_lab_takes() {
        let periods = PERIOD_STOPS.map(|seconds| Command::SetRefill(MOST_REFILL, seconds));
        takes_all::<LimiterBucket>(
            &Scenario::default(),
            periods.into_iter().chain([Command::SetCapacity(1), Command::SetCapacity(MOST_CAPACITY)]),
        );
    }

    #[test]
    fn every_token_stands_inside_the_vessel() {
        for capacity in 1..=MOST_CAPACITY {
            let (across, pitch) = grid(capacity);
            let rows = (capacity as i32 + across - 1) / across;
            assert!(across * pitch <= WIDTH && rows * pitch + 8 <= FLOOR - rim(capacity), "{capacity}");
        }
    }
}
