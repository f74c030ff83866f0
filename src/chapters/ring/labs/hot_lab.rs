//! Lab 5: one key that everybody asks for.

use simulation::kernel::text::{counted, grouped, seconds, share};
use simulation::parts::bound::stops;
use simulation::ring::hot_key::{Command, HOT_PERCENT, HotKey, LOAD_PERCENT, Lane, SERVERS, Scenario, Scheme};
use yew::prelude::*;

use super::hot_picture::picture;
use crate::board::{Board, use_board};
use crate::chapters::scaffold;
use crate::controls::{FormField, Preset, choice, form, presets};
use crate::learn::prediction::{Marks, Outcome, Question, use_prediction};
use crate::life::use_is_alive;
use crate::player::{PlayerBar, Session, use_session, use_watch};
use crate::widgets::legend::legend;

type Lab = Session<HotKey>;

const HOT_STOPS: [u32; 8] = stops(HOT_PERCENT, [0, 10, 20, 30, 40, 60, 80, 100]);
const LOAD_STOPS: [u32; 6] = stops(LOAD_PERCENT, [30, 50, 70, 90, 100, 120]);
const SERVER_STOPS: [u32; 6] = stops(SERVERS, [2, 3, 5, 8, 10, 12]);
/// In per cent.
const SLACK_STOPS: [u32; 5] = [5, 10, 25, 50, 100];

const PRESETS: [Preset<HotKey>; 4] = [
    ("Two in five for one key", |lab| lab.begin(Scenario::default())),
    ("No hot key", |lab| lab.begin(Scenario { hot_percent: 0, ..Scenario::default() })),
    ("Nothing but the star", |lab| lab.begin(Scenario { hot_percent: 100, ..Scenario::default() })),
    ("Ten servers, 30 %", |lab| lab.begin(Scenario { servers: 10, hot_percent: 30, copies: 4, ..Scenario::default() })),
];

const QUESTION: Question = Question {
    chapter: "consistent-hashing",
    asks: "On the plain ring, which server will be the first to turn requests away? Click it in the picture, or here.",
    answer: &Marks(&["s0", "s1", "s2", "s3", "s4"]),
    who: "The first to turn requests away",
    dare: "Let the requests come",
};

/// The server of the plain ring that has turned away the most.
fn outcome(lab: &HotKey) -> Option<Outcome> {
    let away = |(_, lane): &(u32, &Lane)| lane.queue.rejected();
    let (server, lane) = (0..).zip(&lab.lanes(Scheme::Ring).lanes).max_by_key(away)?;
    (lane.queue.rejected() > 0).then_some(Outcome::Word(server))
}

/// The lab in its section.
#[hook]
pub fn use_hot_lab() -> Html {
    let session = use_session::<HotKey>("hot", Scenario::default);
    use_watch(&session);
    let is_alive = use_is_alive();
    let player = session.player();
    let board = use_board(&player, is_alive);
    let run = Callback::from(move |_| player.play());
    let outcome = session.with(|timeline| outcome(timeline.state()));
    let inside = session.with(|timeline| {
        let lab = timeline.state();
        html! {
            <div class="hot">
                { presets(&session, &PRESETS) }
                { summary(lab) }
                <div class="hot-panels">{ for Scheme::ALL.map(|scheme| panel(&board, lab, scheme)) }</div>
                { marks() }
                { controls(&session, lab) }
                <PlayerBar player={session.player()} />
            </div>
        }
    });
    let inside = use_prediction(&session.player(), &QUESTION, outcome, run, inside);
    scaffold::later_lab(
        "hot",
        "The hot key",
        "The same requests come to three sets of servers. Press play and watch the queues above them: where does the \
         plain ring send what everybody asks for?",
        is_alive,
        inside,
    )
}

fn summary(lab: &HotKey) -> Html {
    let owner = lab.hot_owner();
    html! {
        <p class="hint">
            { counted(lab.requests.into(), "request", "requests") }{ " so far, " }{ grouped(lab.hot_requests.into()) }
            { " of them for the hot key, “" }<bdi class="hot-name">{ lab.scenario.celebrity.clone() }</bdi>
            { "”, which the ring gives to s" }{ owner }{ ". A server serves one request a second." }
        </p>
    }
}

fn panel(board: &Board, lab: &HotKey, scheme: Scheme) -> Html {
    let lanes = lab.lanes(scheme);
    let (away, copies) = (lanes.turned_away(), lanes.copies());
    html! {
        <div class="hot-panel" data-scheme={scheme.name()}>
            <h3>{ scheme.name() }</h3>
            <p class="hot-away"><strong>{ share(away.into(), lab.requests.into()) }</strong>{ " turned away" }</p>
            <p class="hot-more">
                <span>{ counted(away.into(), "request", "requests") }{ "; " }</span>
                <span>{ "mean wait " }{ lanes.waits.mean().map_or_else(|| "–".to_owned(), seconds) }{ "; " }</span>
                <span>{ "hot value on " }{ counted(copies.into(), "server", "servers") }</span>
            </p>
            { picture(board, lab, scheme) }
        </div>
    }
}

fn marks() -> Html {
    let mark = |class: &'static str, d: &'static str| {
        html! { <svg class="board-picture" viewBox="-10 -10 20 20" aria-hidden="true"><g class={classes!("board-item", class)}><path {d} /></g></svg> }
    };
    const DISC: &str = "M-7 0a7 7 0 1 0 14 0a7 7 0 1 0-14 0z";
    legend([
        (mark("is-hot", DISC), "a request for the hot key"),
        (mark("", DISC), "one for another key"),
        (mark("is-newest", DISC), "came last"),
        (mark("is-rejected", "M-6 -6l12 12m0 -12l-12 12"), "turned away: 12 were waiting"),
        (html! { <b aria-hidden="true">{ "★" }</b> }, "has the hot key’s value"),
    ])
}

fn controls(session: &Lab, lab: &HotKey) -> Html {
    let scenario = &lab.scenario;
    let copies: Vec<u32> = (1..=scenario.servers).collect();
    let buttons = html! {
        <>
            <button type="submit">{ "Make it hot" }</button>
            <span class="hint">{ "another key may have another owner" }</span>
        </>
    };
    let star = |text: &str| Ok(Command::SetCelebrity(text.to_owned()));
    html! {
        <div class="lab-controls">
            <div class="lab-row">
                { choice(session, "Requests for the hot key, in per cent", &HOT_STOPS, scenario.hot_percent, Command::SetHot) }
                { choice(session, "Load, in per cent of what all can serve", &LOAD_STOPS, scenario.load_percent, Command::SetLoad) }
                { choice(session, "Bound above the mean, in per cent", &SLACK_STOPS, scenario.slack_per_mille / 10, slack) }
                { choice(session, "Copies of the hot key", &copies, scenario.copies, Command::SetCopies) }
                { choice(session, "Servers", &SERVER_STOPS, scenario.servers, Command::SetServers) }
            </div>
            { form(session, FormField::line("Another hot key", "taylor", 16), buttons, star) }
        </div>
    }
}

fn slack(percent: u32) -> Command {
    Command::SetSlack(percent * 10)
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::controls::check::takes_all;

    #[test]
    fn the_offered_settings_are_those_that_the_lab_takes() {
        takes_all::<HotKey>(&Scenario::default(), SLACK_STOPS.map(slack));
    }
}
