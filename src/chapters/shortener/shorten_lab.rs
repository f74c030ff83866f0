//! Lab 1: a link is shortened in two ways, side by side; links are followed, one or five thousand.

use simulation::kernel::text::{counted, short};
use simulation::kernel::timeline::Timeline;
use simulation::shortener::flow::{CLICKS, Command, Hop, IdSource, Redirect, Scenario, Shortener, Task, WORKED_URL};
use yew::prelude::*;

use super::crowd::CrowdPlace;
use super::forms;
use super::picture::{self, Request};
use crate::board::{Board, use_board};
use crate::controls::{Preset, presets};
use crate::player::{Session, use_player_bar, use_view};

pub type Lab = Session<Shortener>;

/// So many clicks come at a time.
pub const CROWD: u32 = 5_000;

/// A URL whose first code of three digits another link has.
pub const COLLIDES: &str = "https://example.com/spring-sale";

const PRESETS: [Preset<Shortener>; 5] = [
    ("A page of an encyclopedia", |lab| begin(lab, Scenario::default(), Command::Shorten(WORKED_URL.to_owned()))),
    ("Only three hash digits", |lab| {
        begin(lab, Scenario { digits: 3, ..Scenario::default() }, Command::Shorten(COLLIDES.to_owned()));
    }),
    ("A Snowflake as the ID", |lab| {
        let scenario = Scenario { ids: IdSource::Snowflake, ..Scenario::default() };
        begin(lab, scenario, Command::Shorten(WORKED_URL.to_owned()));
    }),
    ("5\u{202f}000 clicks, 302", |lab| begin(lab, Scenario::default(), Command::Crowd(CROWD))),
    ("5\u{202f}000 clicks, 301", |lab| {
        begin(lab, Scenario { redirect: Redirect::Permanent, ..Scenario::default() }, Command::Crowd(CROWD));
    }),
];

fn begin(lab: &Lab, scenario: Scenario, command: Command) {
    lab.begin(scenario);
    lab.command(command);
}

/// The lab: presets, forms, pictures, what stands below them, the player.
#[hook]
pub fn use_shorten_lab(session: &Lab, below: Html) -> Html {
    let (player, shown) = (session.player(), session.clone());
    let board = use_board(&player, true);
    let draw = move || shown.with(|timeline| figure(&board, timeline));
    let figure = use_view(session.player(), move || player.generation(), draw);
    let bar = use_player_bar(session.player());
    html! {
        <div class="shorten">
            { presets(session, &PRESETS) }
            { forms::forms(session) }
            { figure }
            { below }
            { bar }
        </div>
    }
}

/// What a reader asks for plays at once: it was asked for.
pub fn play(session: &Lab, command: Command) {
    if session.command(command) {
        session.player().play();
    }
}

fn figure(board: &Board, timeline: &Timeline<Shortener>) -> Html {
    match &timeline.state().task {
        Task::Nothing => before(board, timeline),
        Task::Shorten(ways) => {
            let by_hash = Request { hops: &ways.0.hops, next: ways.0.next_station() };
            let by_id = Request { hops: &ways.1.hops, next: ways.1.next_station() };
            two_ways(board, timeline, [by_hash, by_id])
        }
        Task::Follow(visit) => {
            let code = html! { <bdi class="shorten-code">{ short(&visit.asks) }</bdi> };
            click(board, timeline, code, Request { hops: &visit.hops, next: visit.next_station() })
        }
        Task::Crowd { .. } => html! { <CrowdPlace /> },
    }
}

/// Before anything was asked: the picture of what comes next in the run, as at the start of a scene. Without that, the two ways.
fn before(board: &Board, timeline: &Timeline<Shortener>) -> Html {
    let is_task = |command: &&Command| matches!(command, Command::Shorten(_) | Command::Follow(_) | Command::Crowd(_));
    match timeline.commands().iter().map(|stamped| &stamped.command).find(is_task) {
        Some(Command::Follow(_)) => click(board, timeline, html! { "a short link" }, Request::default()),
        Some(Command::Crowd(_)) => html! { <CrowdPlace /> },
        _ => two_ways(board, timeline, [Request::default(); 2]),
    }
}

fn click(board: &Board, timeline: &Timeline<Shortener>, what: Html, request: Request<'_>) -> Html {
    html! {
        <div class="shorten-ways is-click">
            <div class="shorten-way">
                <h3>{ "Follow " }{ what }</h3>
                { picture::way(board, "The way of a click", picture::VISIT, request, timeline) }
            </div>
            <div class="shorten-way">{ trail("Hop by hop", request.hops) }</div>
        </div>
    }
}

fn two_ways(board: &Board, timeline: &Timeline<Shortener>, [by_hash, by_id]: [Request<'_>; 2]) -> Html {
    let lab = timeline.state();
    let service = &lab.service;
    let (code, id_code, queries) = match &lab.task {
        Task::Shorten(ways) => (
            ways.0.found.map(|code| service.cut.written(code)),
            ways.1.found.map(algorithms::codes::base62::encode),
            [ways.0.resolution.queries, ways.1.resolution.queries],
        ),
        _ => (None, None, [0, 0]),
    };
    let hash = format!("{}, {} digits, collisions resolved", service.scenario.hash.name(), service.scenario.digits);
    let ids = match service.scenario.ids {
        IdSource::Tickets => "A number from a ticket server, in base 62",
        IdSource::Snowflake => "A Snowflake, in base 62",
    };
    html! {
        <div class="shorten-ways">
            <div class="shorten-way">
                { way_head("Cut a hash", &hash, code, queries[0]) }
                { picture::way(board, "Cut a hash", picture::BY_HASH, by_hash, timeline) }
                { trail("Hop by hop", by_hash.hops) }
            </div>
            <div class="shorten-way">
                { way_head("Number it", ids, id_code, queries[1]) }
                { picture::way(board, "Number it", picture::BY_ID, by_id, timeline) }
                { trail("Hop by hop", by_id.hops) }
            </div>
        </div>
    }
}

fn way_head(title: &'static str, how: &str, code: Option<String>, queries: u32) -> Html {
    let count =
        code.as_ref().map(|code| format!("{} characters, {}", code.len(), counted(queries.into(), "query", "queries")));
    html! {
        <div class="shorten-head">
            <h3>{ title }</h3>
            <p>{ how.to_owned() }</p>
            <p class="shorten-result">
                <strong class="shorten-code">{ code.unwrap_or_else(|| "·······".to_owned()) }</strong>
                <span>{ count.unwrap_or_else(|| "no code yet".to_owned()) }</span>
            </p>
        </div>
    }
}

/// What happened so far, the last hop marked.
fn trail(label: &'static str, hops: &[Hop]) -> Html {
    if hops.is_empty() {
        return html! { <p class="hint shorten-empty">{ "Press Shorten or Follow, and watch the request go from station to station." }</p> };
    }
    let last = hops.len() - 1;
    html! {
        <ol class="shorten-trail" aria-label={label}>
            { for hops.iter().enumerate().map(|(number, hop)| html! {
                // Each with its number, since a projector may show the last of them only.
                <li key={number} value={(number + 1).to_string()} class={(number == last).then_some("is-last")}>
                    <strong>{ hop.station.name() }</strong>{ " " }<bdi>{ hop.says.to_string() }</bdi>
                </li>
            }) }
        </ol>
    }
}

const _: () = assert!(CLICKS.holds(CROWD as u64));

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use simulation::kernel::timeline::Timeline;

    #[test]
    fn every_preset_starts_and_does_what_its_name_says() {
        let ends = PRESETS.map(|(name, begin)| {
            let lab = Lab::new("shorten", Scenario::default());
            begin(&lab);
            lab.player().go_to(u64::MAX);
            (name, lab.with(Timeline::fork))
        });
        let code = |run: &Timeline<Shortener>| run.state().shortened().unwrap().code();
        assert_eq!(code(&ends[0].1), "zn9edcu");
        let Task::Shorten(ways) = &ends[1].1.state().task else { panic!("it shortens") };
        assert!(ways.0.resolution.attempts >= 2, "{} attempts", ways.0.resolution.attempts);
        assert_eq!(code(&ends[2].1).len(), 11);
        assert_eq!(ends[3].1.state().tally.browser, 0);
        assert!(ends[4].1.state().tally.browser > 0);
    }
}
