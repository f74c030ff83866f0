//! Lab 4: seven ways to find a key's server, on the reader's own servers and change.

use simulation::ring::key_set::KeySource;
use simulation::ring::seven_ways::{Command, Event, MOST_SERVERS, Scenario, SevenWays, memcached};
use yew::prelude::*;

use super::seven_table::table;
use crate::chapters::scaffold;
use crate::controls::{FormField, Kind, Preset, choice, form, give, lines, presets};
use crate::life::use_is_alive;
use crate::player::{PlayerBar, Session, use_session, use_watch};

type Lab = Session<SevenWays>;

const KEY_STOPS: [u32; 4] = [100, 1_000, 10_000, 100_000];
const NODE_STOPS: [u32; 5] = [1, 10, 100, 200, 1_000];
/// Primes, two of them the paper's.
const TABLE_STOPS: [u32; 4] = [251, 1_009, 65_537, 655_373];
/// In per cent.
const SLACK_STOPS: [u32; 6] = [1, 5, 10, 25, 50, 100];

/// An experiment is a start and a change.
const PRESETS: [Preset<SevenWays>; 6] = [
    ("4 to 5 servers", |lab| run(lab, Scenario::default(), Command::Add(None))),
    ("4 to 3", |lab| run(lab, Scenario::default(), Command::Remove(3))),
    ("memcached, 4 to 5", |lab| {
        run(lab, Scenario::memcached(4), Command::Add(memcached(5).pop()));
    }),
    ("The first of 4 goes", |lab| run(lab, Scenario::default(), Command::Remove(0))),
    ("One point each, 4 to 5", |lab| {
        run(lab, Scenario { virtual_nodes: 1, ..Scenario::default() }, Command::Add(None));
    }),
    ("One of a hundred goes", |lab| run(lab, Scenario::of(100, 20_000), Command::Remove(1))),
];

fn run(lab: &Lab, scenario: Scenario, command: Command) {
    lab.begin(scenario);
    lab.command(command);
}

/// Few enough keys not to hold up the page that is being read; the presets take more.
pub fn start() -> Scenario {
    Scenario::of(4, 10_000)
}

/// The lab in its section.
#[hook]
pub fn use_seven_lab() -> Html {
    let session = use_session::<SevenWays>("seven", start);
    use_watch(&session);
    let is_alive = use_is_alive();
    let inside = session.with(|timeline| {
        let lab = timeline.state();
        let change = timeline.events().iter().find_map(|event| match event {
            Event::Changed { what, .. } => Some(what.as_str()),
            Event::Keys { .. } => None,
        });
        html! {
            <div class="seven">
                { presets(&session, &PRESETS) }
                { table(lab, change) }
                { controls(&session, lab) }
                <PlayerBar player={session.player()} />
            </div>
        }
    });
    scaffold::later_lab(
        "seven",
        "Seven ways",
        "The same servers, keys and change, placed in seven ways. Add a server and compare the bars; then remove the \
         first one, and see who moves keys for nothing.",
        is_alive,
        inside,
    )
}

fn controls(session: &Lab, lab: &SevenWays) -> Html {
    html! {
        <div class="lab-controls">
            { servers(session, lab) }
            <div class="lab-row">
                { choice(session, "Keys", &KEY_STOPS, lab.keys().count(), |keys| Command::SetKeys(KeySource::Numbered(keys))) }
                { choice(session, "Virtual nodes on the ring", &NODE_STOPS, lab.virtual_nodes(), Command::SetVirtualNodes) }
                { choice(session, "Slots of Maglev’s table", &TABLE_STOPS, lab.table(), Command::SetTable) }
                { choice(session, "Bound above the mean, in per cent", &SLACK_STOPS, lab.slack_per_mille() / 10, slack) }
            </div>
            <details>
                <summary>{ "Servers and keys of your own" }</summary>
                { own(session, "Servers, a name a line", "Take these servers", |text| {
                    let names = lines(text);
                    if names.is_empty() { Err("Write at least one server, each on a line of its own.".to_owned()) } else { Ok(Command::SetServers(names)) }
                }) }
                { own(session, "Keys, one a line; equal keys count once", "Take these keys", |text| {
                    let keys = lines(text);
                    if keys.is_empty() { Err("Write at least one key, each on a line of its own.".to_owned()) } else { Ok(Command::SetKeys(KeySource::Own(keys))) }
                }) }
                <p class="hint">{ "What you write stays on this device, and links leave it out." }</p>
            </details>
        </div>
    }
}

fn slack(percent: u32) -> Command {
    Command::SetSlack(percent * 10)
}

fn own(session: &Lab, label: &'static str, button: &'static str, command: fn(&str) -> Result<Command, String>) -> Html {
    form(session, FormField::lines(label), html! { <button type="submit">{ button }</button> }, command)
}

fn servers(session: &Lab, lab: &SevenWays) -> Html {
    let names = lab.servers();
    let (free, full, last) = (lab.free_name(), names.len() >= MOST_SERVERS, names.len() == 1);
    let remove = FormField { label: "Server", filled: AttrValue::from(""), kind: Kind::OneOf(names.to_vec()) };
    let remove_it = html! { <button type="submit" disabled={last}>{ "Remove it" }</button> };
    let add_it = html! { <button type="submit" disabled={full}>{ "Add it" }</button> };
    html! {
        <div class="lab-row">
            <button type="button" class="button-main" disabled={full} onclick={give(session, Command::Add(None))}>
                { "Add " }{ free.clone() }
            </button>
            { form(session, remove, remove_it, |text| {
                text.parse().map(Command::Remove).map_err(|_| "There is no such server.".to_owned())
            }) }
            { form(session, FormField::line("A name of your own", "", 12), add_it, |text| {
                Ok(Command::Add(Some(text.trim().to_owned())))
            }) }
        </div>
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::controls::check::takes_all;
    use simulation::kernel::system::System as _;
    use simulation::ring::seven_ways::Scheme;

    #[test]
    fn the_lab_starts() {
        assert!(SevenWays::start(&start(), 1).is_ok());
    }

    #[test]
    fn the_offered_settings_are_those_that_the_lab_takes() {
        let tables = TABLE_STOPS.map(Command::SetTable);
        let others = NODE_STOPS.map(Command::SetVirtualNodes).into_iter().chain(SLACK_STOPS.map(slack));
        let lab = takes_all::<SevenWays>(&Scenario::of(4, 100), tables.into_iter().chain(others));
        assert_eq!(lab.report(Scheme::Maglev).loads.iter().sum::<u32>(), 100);
    }
}
