//! Lab 1: a link is shortened in two ways, side by side; links are followed, one or five thousand.

use simulation::shortener::{
    Command, Hop, IdSource, MOST_CLICKS, Redirect, Row, Scenario, Shortener, Target, Task, WORKED_URL, short,
};
use simulation::text::{grouped, share};
use simulation::timeline::Timeline;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::device::{self, Device};
use super::picture;
use crate::player::{PlayerBar, Session};
use crate::widgets::pick::pick;

pub type Lab = Session<Shortener>;

/// So many clicks come at a time.
pub const CROWD: u32 = 5_000;

/// Links that the cache may hold, and exponents in hundredths.
const CACHE_STOPS: [u32; 7] = [0, 10, 50, 100, 200, 500, 1_000];
const SKEW_STOPS: [u32; 5] = [0, 50, 80, 100, 150];

/// So many rows of the table are shown.
const ROWS: usize = 4;

/// A URL whose first code of three digits another link has.
pub const COLLIDES: &str = "https://example.com/spring-sale";

/// Where to start from: a name, a scenario, and what is asked for.
type Preset = (&'static str, fn() -> (Scenario, Command));

const PRESETS: [Preset; 5] = [
    ("A page of an encyclopedia", || (Scenario::default(), Command::Shorten(WORKED_URL.to_owned()))),
    ("Only three hash digits", || {
        (Scenario { digits: 3, ..Scenario::default() }, Command::Shorten(COLLIDES.to_owned()))
    }),
    ("A Snowflake as the ID", || {
        (Scenario { ids: IdSource::Snowflake, ..Scenario::default() }, Command::Shorten(WORKED_URL.to_owned()))
    }),
    ("5\u{202f}000 clicks, 302", || (Scenario::default(), Command::Crowd(CROWD))),
    ("5\u{202f}000 clicks, 301", || {
        (Scenario { redirect: Redirect::Permanent, ..Scenario::default() }, Command::Crowd(CROWD))
    }),
];

/// The lab: presets, forms, pictures, the table, settings, the reader's own links, the player.
pub fn inside(session: &Lab, device: &Device) -> Html {
    session.with(|timeline| {
        let lab = timeline.state();
        html! {
            <div class="shorten">
                { presets(session) }
                { forms(session, device) }
                { figure(timeline) }
                { table(session, lab) }
                { settings(session, lab) }
                { device::list(device) }
                <PlayerBar player={session.player()} />
            </div>
        }
    })
}

fn presets(session: &Lab) -> Html {
    html! {
        <div class="lab-presets" role="group" aria-label="Start from">
            { for PRESETS.into_iter().map(|(name, start)| {
                let session = session.clone();
                let begin = Callback::from(move |_: MouseEvent| {
                    let (scenario, command) = start();
                    session.begin(scenario);
                    session.command(command);
                });
                html! { <button key={name} type="button" class="button-quiet" onclick={begin}>{ name }</button> }
            }) }
        </div>
    }
}

/// What a reader asks for plays at once: it was asked for.
pub fn play(session: &Lab, command: Command) {
    if session.command(command) {
        session.player().play();
    }
}

fn forms(session: &Lab, device: &Device) -> Html {
    let clicked = session.clone();
    let crowd = Callback::from(move |_: MouseEvent| play(&clicked, Command::Crowd(CROWD)));
    html! {
        <div class="shorten-forms">
            <form class="shorten-form" onsubmit={device.on_shorten(session)}>
                <label>
                    <span>{ "A long link" }</span>
                    // Text and not `url`: what is wrong with it is said here, in words that help.
                    <input type="text" inputmode="url" autocomplete="off" spellcheck="false" data-value={WORKED_URL} />
                </label>
                <button type="submit" class="button-main">{ "Shorten" }</button>
            </form>
            <form class="shorten-form" onsubmit={device.on_follow(session)}>
                <label>
                    <span>{ "A short code" }</span>
                    <input type="text" autocomplete="off" autocapitalize="off" spellcheck="false" size="12" data-value="zn9edcu" />
                </label>
                <button type="submit">{ "Follow" }</button>
                <button type="button" onclick={crowd}>{ "Let " }{ grouped(CROWD.into()) }{ " people click" }</button>
            </form>
        </div>
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
        Task::Crowd { .. } => crowd(lab),
    }
}

/// Before anything was asked: the picture of what comes next in the run, as at the start of a scene. Without that, the two ways.
fn before(timeline: &Timeline<Shortener>) -> Html {
    let is_task = |command: &&Command| matches!(command, Command::Shorten(_) | Command::Follow(_) | Command::Crowd(_));
    match timeline.commands().iter().map(|stamped| &stamped.command).find(is_task) {
        Some(Command::Follow(_)) => click(html! { "a short link" }, &[]),
        Some(Command::Crowd(_)) => crowd(timeline.state()),
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
            ways.1.id().map(algorithms::base62::encode),
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
        let (length, many) = (code.len(), if queries == 1 { "query" } else { "queries" });
        format!("{length} characters, {queries} {many}")
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

fn crowd(lab: &Shortener) -> Html {
    let tally = lab.tally();
    let of = |part: u32| share(part.into(), tally.clicks.into());
    let figure = |name: &'static str, part: u32, more: &'static str| {
        html! { <div><dt>{ name }</dt><dd>{ of(part) }</dd><dd class="readout-more">{ more }</dd></div> }
    };
    html! {
        <div class="shorten-ways">
            <div class="shorten-way">
                <h3>{ grouped(tally.clicks.into()) }{ " clicks, " }{ lab.service().scenario().redirect.status() }</h3>
                { picture::crowd(tally) }
            </div>
            <div class="shorten-way">
                <dl class="readouts shorten-readouts">
                    { figure("the cache answers", tally.cache, "without the database") }
                    { figure("the database reads", tally.database, "and the cache keeps it") }
                    { figure("you can count", tally.seen(), "clicks that reach a server") }
                </dl>
                if tally.clicks > 0 {
                    { picture::ratio(lab) }
                }
            </div>
        </div>
    }
}

/// The newest rows of the table.
fn table(session: &Lab, lab: &Shortener) -> Html {
    let service = lab.service();
    let rows = service.rows();
    let caption = format!("The table, newest first: {} of {} rows", ROWS.min(rows.len()), grouped(rows.len() as u64));
    let newest = rows.iter().enumerate().rev().take(ROWS);
    html! {
        <div class="table-scroll" tabindex="0" role="group" aria-label="The table of links">
            <table class="shorten-table">
                <caption>{ caption }</caption>
                <thead>
                    <tr>
                        <th scope="col">{ "id" }</th><th scope="col">{ "shortURL, base 62" }</th>
                        <th scope="col">{ "shortURL, hash" }</th><th scope="col">{ "longURL" }</th>
                        <th scope="col"><span class="visually-hidden">{ "Follow" }</span></th>
                    </tr>
                </thead>
                <tbody>{ for newest.map(|(number, row)| table_row(session, lab, number, row)) }</tbody>
            </table>
        </div>
    }
}

fn table_row(session: &Lab, lab: &Shortener, number: usize, row: &Row) -> Html {
    let session = session.clone();
    let follow = Callback::from(move |_: MouseEvent| {
        play(&session, Command::Follow(Target::Row(number as u32)));
        device::show_picture();
    });
    let is_new = lab.shortened().is_some_and(|new| new.id == row.id);
    let hash = row.hash_code.map_or_else(|| "–".to_owned(), |code| lab.service().cut().written(code));
    html! {
        <tr key={row.id.to_string()} class={is_new.then_some("is-new")}>
            <td>{ grouped(row.id) }</td>
            <td class="shorten-code">{ row.code() }</td>
            <td class="shorten-code">{ hash }</td>
            <td><bdi title={row.url.clone()}>{ short(&row.url) }</bdi></td>
            <td>
                <button type="button" class="button-small" onclick={follow} aria-label={format!("Follow {}", row.code())}>{ "Follow" }</button>
            </td>
        </tr>
    }
}

fn settings(session: &Lab, lab: &Shortener) -> Html {
    let scenario = lab.service().scenario();
    let give = |command: Command| {
        let session = session.clone();
        Callback::from(move |_: MouseEvent| {
            session.command(command.clone());
        })
    };
    let toggle = |name: &'static str, is_on: bool, command: Command| {
        let pressed = if is_on { "true" } else { "false" };
        html! { <button key={name} type="button" aria-pressed={pressed} onclick={give(command)}>{ name }</button> }
    };
    let redirect = |redirect: Redirect| scenario.redirect == redirect;
    html! {
        <div class="lab-controls">
            <div class="lab-row">
                <div role="group" aria-label="Status of a redirect" class="lab-row">
                    { toggle("302 Found", redirect(Redirect::Found), Command::SetRedirect(Redirect::Found)) }
                    { toggle("301 Permanent", redirect(Redirect::Permanent), Command::SetRedirect(Redirect::Permanent)) }
                </div>
                { pick("Links in the cache", &CACHE_STOPS, scenario.cache, choice(session, Command::SetCache)) }
                { pick("Skew of clicks, ×\u{202f}100", &SKEW_STOPS, scenario.skew, choice(session, Command::SetSkew)) }
                <div role="group" aria-label="Where IDs come from" class="lab-row">
                    { toggle("Tickets", scenario.ids == IdSource::Tickets, Command::SetIds(IdSource::Tickets)) }
                    { toggle("Snowflakes", scenario.ids == IdSource::Snowflake, Command::SetIds(IdSource::Snowflake)) }
                </div>
                { toggle("Bloom filter", scenario.filter, Command::SetFilter(!scenario.filter)) }
            </div>
        </div>
    }
}

fn choice(session: &Lab, command: fn(u32) -> Command) -> Callback<Event> {
    let session = session.clone();
    Callback::from(move |event: Event| {
        let chosen = event.target_dyn_into::<HtmlSelectElement>().and_then(|select| select.value().parse().ok());
        if let Some(number) = chosen {
            session.command(command(number));
        }
    })
}

const _: () = assert!(CROWD <= MOST_CLICKS);

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use simulation::system::System as _;
    use simulation::time::Micros;
    use simulation::timeline::Timeline;

    #[test]
    fn every_preset_starts_and_does_what_its_name_says() {
        let ends = PRESETS.map(|(name, start)| {
            let (scenario, command) = start();
            let mut run: Timeline<Shortener> = Timeline::new(scenario, 1).unwrap();
            run.command(Micros::ZERO, command).unwrap();
            while run.step() {}
            (name, run)
        });
        let code = |run: &Timeline<Shortener>| run.state().shortened().unwrap().code();
        assert_eq!(code(&ends[0].1), "zn9edcu");
        let Task::Shorten(ways) = ends[1].1.state().task() else { panic!("it shortens") };
        assert!(ways.0.resolution().attempts >= 2, "{} attempts", ways.0.resolution().attempts);
        assert_eq!(code(&ends[2].1).len(), 11);
        assert_eq!(ends[3].1.state().tally().browser, 0);
        assert!(ends[4].1.state().tally().browser > 0);
    }

    #[test]
    fn the_offered_settings_are_those_that_the_lab_takes() {
        let mut lab = Shortener::start(&Scenario::default(), 1).unwrap();
        for command in CACHE_STOPS.map(Command::SetCache).into_iter().chain(SKEW_STOPS.map(Command::SetSkew)) {
            lab.command(Micros::ZERO, &command, &mut Vec::new()).unwrap();
        }
    }
}
