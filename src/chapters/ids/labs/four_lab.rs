//! Lab 2: four ways to make IDs on the same servers.

use simulation::ids::four_ways::{
    CLOCK_OFF_MS, Command, Count, FourWays, ONE_WAY_MS, Outcome, PER_SECOND, Scenario, Server, Way,
};
use simulation::kernel::text::{grouped, millis, share};
use simulation::kernel::time::Micros;
use simulation::parts::bound::stops;
use yew::prelude::*;

use super::four_picture::picture;
use crate::board::{Board, use_board};
use crate::chapters::scaffold;
use crate::controls::{Preset, choice, choice_of, give, presets, toggle};
use crate::life::use_is_alive;
use crate::player::{PlayerBar, Session, use_session, use_watch};

type Lab = Session<FourWays>;

const RATES: [u32; 6] = stops(PER_SECOND, [2, 8, 50, 1_000, 10_000, 20_000]);
const ONE_WAYS: [u32; 5] = stops(ONE_WAY_MS, [0, 1, 50, 150, 500]);
/// In milliseconds.
const OFFSETS: [i32; 5] = [-5_000, -1_000, 0, 1_000, 5_000];
const _: () = assert!(CLOCK_OFF_MS.holds(OFFSETS[0].unsigned_abs() as u64) && CLOCK_OFF_MS.holds(OFFSETS[4] as u64));
/// So many requests come in a prepared case before something happens.
const CALM: u64 = 24;

const PRESETS: [Preset<FourWays>; 6] = [
    ("Three servers", |lab| lab.begin(Scenario::default())),
    ("A fourth, nobody told", |lab| staged(lab, Scenario::default(), Command::AddServer)),
    ("The ticket server dies", |lab| staged(lab, Scenario::default(), Command::KillTicketServer(0))),
    ("Two ticket servers", |lab| {
        let scenario = Scenario { ticket_servers: 2, ..Scenario::default() };
        staged(lab, scenario, Command::KillTicketServer(0));
    }),
    ("A clock 5 s back", |lab| staged(lab, Scenario::default(), Command::SetClock(1, -5_000))),
    ("20 000 a second", |lab| lab.begin(Scenario { per_second: 20_000, one_way_ms: 1, ..Scenario::default() })),
];

/// Some calm requests, then this: the reader plays on from there.
fn staged(lab: &Lab, scenario: Scenario, command: Command) {
    lab.begin(scenario);
    lab.player().go_to(CALM);
    lab.command(command);
}

/// The lab in its section.
#[hook]
pub fn use_four_lab() -> Html {
    let session = use_session::<FourWays>("four-ways", Scenario::default);
    use_watch(&session);
    let is_alive = use_is_alive();
    let board = use_board(&session.player(), is_alive);
    let inside = session.with(|timeline| {
        let lab = timeline.state();
        html! {
            <div class="four">
                { presets(&session, &PRESETS) }
                { servers(&session, lab) }
                <div class="four-panels">{ for Way::ALL.map(|way| panel(&board, &session, lab, way, timeline.now())) }</div>
                { controls(&session, lab) }
                <PlayerBar player={session.player()} />
            </div>
        }
    });
    scaffold::later_lab(
        "four-ways",
        "Four ways, one clock",
        "The same requests come to the same three servers, in three data centres. Press play; then add a server, set a clock \
         back, or let the ticket server die, and see who hands out an ID twice, late, or not at all.",
        is_alive,
        inside,
    )
}

/// What a person does to the servers, for all four ways.
fn servers(session: &Lab, lab: &FourWays) -> Html {
    html! {
        <div class="four-servers">
            { for lab.servers.iter().enumerate().map(|(number, server)| one_server(session, number, server)) }
            { for lab.ticket_servers.iter().enumerate().map(|(number, database)| ticket_server(session, number, database.is_alive)) }
            <div class="four-server">
                <button type="button" class="button-small" onclick={give(session, Command::AddServer)}>{ "Add a server" }</button>
                { toggle(session, "and tell every counter its new step", lab.scenario.careful, Command::SetCareful) }
            </div>
        </div>
    }
}

fn one_server(session: &Lab, number: usize, server: &Server) -> Html {
    let index = number as u8;
    let name = format!("s{}", number + 1);
    let button = |what: &str, says: &'static str, command: Command| {
        html! {
            <button type="button" class="button-small" aria-label={format!("{what} {name}")} onclick={give(session, command)}>{ says }</button>
        }
    };
    html! {
        <div key={name.clone()} class={classes!("four-server", (!server.is_alive).then_some("is-dead"))}>
            <span class={classes!("server-mark", format!("server-{number}"))}>{ name.clone() }</span>
            if server.is_alive {
                { button("Kill", "Kill", Command::Kill(index)) }
            } else {
                { button("Revive", "Revive", Command::Revive(index)) }
            }
            if server.is_cut {
                { button("Connect", "Connect", Command::Mend(index)) }
            } else {
                { button("Cut off", "Cut off", Command::Cut(index)) }
            }
            { choice_of(session, format!("Clock of {name}"), &OFFSETS, server.offset_ms, offset, move |offset| Command::SetClock(index, offset)) }
        </div>
    }
}

/// How far a clock is from the truth, in words.
fn offset(ms: i32) -> String {
    let seconds = ms.unsigned_abs() / 1_000;
    match ms {
        0 => "clock right".to_owned(),
        ..0 => format!("clock {seconds}\u{202f}s back"),
        1.. => format!("clock {seconds}\u{202f}s ahead"),
    }
}

fn ticket_server(session: &Lab, number: usize, is_alive: bool) -> Html {
    let name = format!("T{}", number + 1);
    let index = number as u8;
    let (says, command) = if is_alive {
        ("Kill", Command::KillTicketServer(index))
    } else {
        ("Revive", Command::ReviveTicketServer(index))
    };
    html! {
        <div key={name.clone()} class={classes!("four-server", (!is_alive).then_some("is-dead"))}>
            <span class="four-ticket">{ name.clone() }</span>
            <button type="button" class="button-small" aria-label={format!("{says} {name}")} onclick={give(session, command)}>{ says }</button>
        </div>
    }
}

fn panel(board: &Board, session: &Lab, lab: &FourWays, way: Way, now: Micros) -> Html {
    let count = lab.count(way);
    let title = match (way, lab.scenario.uuid_version) {
        (Way::Uuid, version) => format!("UUID, version {version}"),
        (way, _) => way.name().to_owned(),
    };
    html! {
        <section key={way.name()} class="four-panel" aria-label={title.clone()}>
            <h3>{ title }</h3>
            { picture(board, session, lab, way, now) }
            { numbers(lab, way, count, now) }
            <div class="four-ids"><table>
                <colgroup><col class="four-who" /><col /><col class="four-remark" /></colgroup>
                <thead class="visually-hidden">
                    <tr><th scope="col">{ "server" }</th><th scope="col">{ "ID" }</th><th scope="col">{ "remark" }</th></tr>
                </thead>
                <tbody>
                    { for count.recent.iter().map(|(server, outcome)| row(way, *server, *outcome)) }
                    if count.recent.is_empty() {
                        <tr class="is-empty"><td colspan="3">{ "No ID yet." }</td></tr>
                    }
                </tbody>
            </table></div>
        </section>
    }
}

fn numbers(lab: &FourWays, way: Way, count: &Count, now: Micros) -> Html {
    let issued = count.took.count();
    let number = |name: &'static str, value: String, is_bad: bool| {
        html! { <div key={name} class={is_bad.then_some("is-bad")}><dt>{ name }</dt><dd>{ value }</dd></div> }
    };
    let per_second = (issued * 1_000_000 + now.0 / 2).checked_div(now.0).unwrap_or(0);
    let gaps = lab.gaps(way).map_or_else(|| "–".to_owned(), grouped);
    html! {
        <dl class="four-numbers">
            { number("duplicates", grouped(count.duplicates.into()), count.duplicates > 0) }
            { number("out of order", share(count.out_of_order.into(), issued), count.out_of_order > 0) }
            { number("got none", grouped(count.refused.into()), count.refused > 0) }
            { number("gaps", gaps, false) }
            { number("IDs a second", grouped(per_second), false) }
            { number("an ID takes", count.took.mean().map_or_else(|| "–".to_owned(), millis), false) }
        </dl>
    }
}

fn row(way: Way, server: Option<usize>, outcome: Outcome) -> Html {
    let mark = server.map(|server| {
        html! { <span class={classes!("four-disc", format!("server-{server}"))}>{ "s" }{ server + 1 }</span> }
    });
    match outcome {
        Outcome::Issued { id, is_duplicate, is_out_of_order } => {
            let text = way.write(id);
            let (class, flag) = match (is_duplicate, is_out_of_order) {
                (true, _) => ("is-twice", "✗ twice"),
                (false, true) => ("is-out", "↓ smaller"),
                (false, false) => ("", ""),
            };
            // What has no remark has its room.
            let columns = if flag.is_empty() { "2" } else { "1" };
            html! {
                <tr {class}>
                    <td>{ mark }</td>
                    <td class="four-id" colspan={columns}><code title={text.clone()}>{ text }</code></td>
                    if !flag.is_empty() {
                        <td class="four-flag">{ flag }</td>
                    }
                </tr>
            }
        }
        Outcome::Refused(why) => html! {
            <tr class="is-none"><td>{ mark }</td><td colspan="2">{ "✗ " }{ why.to_string() }</td></tr>
        },
    }
}

fn controls(session: &Lab, lab: &FourWays) -> Html {
    let scenario = &lab.scenario;
    let version = |version: u32| Command::SetUuid(u8::try_from(version).unwrap_or(0));
    html! {
        <div class="lab-controls">
            <div class="lab-row">
                { choice(session, "Requests a second", &RATES, scenario.per_second, Command::SetRate) }
                { choice(session, "Between data centres, in milliseconds", &ONE_WAYS, scenario.one_way_ms, Command::SetOneWay) }
                { choice(session, "Version of UUID", &[4, 7], scenario.uuid_version.into(), version) }
            </div>
            <p class="hint">
                { "A database writes a row in 0.2\u{202f}ms, so it gives out 5\u{202f}000 numbers a second; whoever would wait longer than \
                   50\u{202f}ms is turned away. Asking a ticket server takes the way there and back. Gaps are numbers below the \
                   largest that nobody got." }
            </p>
        </div>
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use simulation::ids::four_ways::{PATIENCE, WRITE};

    #[test]
    fn the_hint_says_what_the_databases_do() {
        assert_eq!(
            (millis(WRITE.0), 1_000_000 / WRITE.0, millis(PATIENCE.0)),
            ("0.2\u{202f}ms".into(), 5_000, "50.0\u{202f}ms".into())
        );
    }
}
