//! Lab 1: a link is shortened in two ways, side by side; links are followed, one or five thousand.

use simulation::shortener::flow::{
    Command, Hop, IdSource, MOST_CLICKS, Redirect, Scenario, Shortener, Task, WORKED_URL, short,
};
use simulation::kernel::text::counted;
use simulation::kernel::timeline::Timeline;
use yew::prelude::*;

use super::crowd::CrowdPlace;
use super::{forms, picture};
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
    let figure = use_view(session.player(), move || player.generation(), move || shown.with(figure));
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

fn figure(timeline: &Timeline<Shortener>) -> Html {
    let lab = timeline.state();
    match lab.task() {
        Task::Nothing => before(timeline),
        Task::Shorten(ways) => two_ways(lab, ways.0.hops(), ways.1.hops()),
        Task::Follow(visit) => {
            let code = html! { <bdi class="shorten-code">{ short(visit.code()) }</bdi> };
            click(code, visit.hops())
        }
        Task::Crowd { .. } => html! { <CrowdPlace /> },
    }
}

/// Before anything was asked: the picture of what comes next in the run, as at the start of a scene. Without that, the two ways.
fn before(timeline: &Timeline<Shortener>) -> Html {
    let is_task = |command: &&Command| matches!(command, Command::Shorten(_) | Command::Follow(_) | Command::Crowd(_));
    match timeline.commands().iter().map(|stamped| &stamped.command).find(is_task) {
        Some(Command::Follow(_)) => click(html! { "a short link" }, &[]),
        Some(Command::Crowd(_)) => html! { <CrowdPlace /> },
        _ => two_ways(timeline.state(), &[], &[]),
    }
}

fn click(what: Html, hops: &[Hop]) -> Html {
    html! {
        <div class="shorten-ways is-click">
            <div class="shorten-way">
                <h3>{ "Follow " }{ what }</h3>
                { picture::way(label("The way of a click", hops), &picture::VISIT, hops) }
            </div>
            <div class="shorten-way">{ trail("Hop by hop", hops) }</div>
        </div>
    }
}

fn label(what: &str, hops: &[Hop]) -> String {
    match hops.last() {
        None => format!("{what}: nothing is under way."),
        Some(hop) => format!("{what}, after {} hops. {hop}.", hops.len()),
    }
}

fn two_ways(lab: &Shortener, by_hash: &[Hop], by_id: &[Hop]) -> Html {
    let service = lab.service();
    let (code, id_code, queries) = match lab.task() {
        Task::Shorten(ways) => (
            ways.0.code().map(|code| service.cut().written(code)),
            ways.1.id().map(algorithms::codes::base62::encode),
            [ways.0.resolution().queries, ways.1.queries()],
        ),
        _ => (None, None, [0, 0]),
    };
    let hash = format!("{}, {} digits, collisions resolved", service.scenario().hash.name(), service.scenario().digits);
    let ids = match service.scenario().ids {
        IdSource::Tickets => "A number from a ticket server, in base 62",
        IdSource::Snowflake => "A Snowflake, in base 62",
    };
    html! {
        <div class="shorten-ways">
            <div class="shorten-way">
                { way_head("Cut a hash", &hash, code, queries[0]) }
                { picture::way(label("Cut a hash", by_hash), &picture::BY_HASH, by_hash) }
                { trail("Hop by hop", by_hash) }
            </div>
            <div class="shorten-way">
                { way_head("Number it", ids, id_code, queries[1]) }
                { picture::way(label("Number it", by_id), &picture::BY_ID, by_id) }
                { trail("Hop by hop", by_id) }
            </div>
        </div>
    }
}

fn way_head(title: &'static str, how: &str, code: Option<String>, queries: u32) -> Html {
    let count = code.as_ref().map(|code| {
        format!("{} characters, {}", code.len(), counted(queries.into(), "query", "queries"))
    });
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

const _: () = assert!(CROWD <= MOST_CLICKS);

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
        let Task::Shorten(ways) = ends[1].1.state().task() else { panic!("it shortens") };
        assert!(ways.0.resolution().attempts >= 2, "{} attempts", ways.0.resolution().attempts);
        assert_eq!(code(&ends[2].1).len(), 11);
        assert_eq!(ends[3].1.state().tally().browser, 0);
        assert!(ends[4].1.state().tally().browser > 0);
    }
}
