//! The boards of lab 2: who talks to whom, by each of the four ways.

use simulation::ids::four_ways::{Command, Database, FourWays, Outcome, Server, Way};
use simulation::kernel::time::Micros;
use simulation::parts::network;
use yew::prelude::*;

use crate::board::{
    Board, BoardState, Health, Kind, Message, Place, PlaceState, Plan, Press, Spot, Wire, WireState, row,
};
use crate::controls::give;
use crate::player::Session;

/// The width of the drawing.
const WIDTH: i32 = 480;

/// The servers of one way, what they hang on, and what each knows of its own.
pub fn picture(board: &Board, session: &Session<FourWays>, lab: &FourWays, way: Way, now: Micros) -> Html {
    let servers = &lab.servers;
    let place = |x| Place::new(Kind::Server, Spot::new(x, 122, 52, 44));
    let row = row(servers.len(), WIDTH).zip(0..).map(|(x, number)| (place(x), server(session, lab, way, number, now)));
    let (places, states): (Vec<Place>, Vec<PlaceState>) = row.chain(above(session, lab, way)).unzip();
    let pairs = (0..servers.len()).flat_map(|server| (servers.len()..places.len()).map(move |other| (server, other)));
    let wire = |(number, other): (usize, usize)| {
        let server = &servers[number];
        let is_whole = server.is_alive && !server.is_cut && states[other].health == Health::Up;
        (Wire::new(number, other), WireState::of(is_whole))
    };
    let (wires, wire_states): (Vec<Wire>, _) = pairs.map(wire).unzip();
    let count = |is: fn(&Server) -> bool| servers.iter().filter(|server| is(server)).count();
    let (dead, cut) = (count(|server| !server.is_alive), count(|server| server.is_cut));
    let is_random = way == Way::Uuid && !has_clock(lab, way);
    let row = |row: &network::Message<u64>| {
        let ends = [row.from, row.to].map(usize::from);
        let class = classes!(format!("server-{}", row.from));
        Message { class, ..Message::new(row.id as u32, ends, [row.sent, row.due]) }
    };
    let state = BoardState {
        name: way.name(),
        class: classes!("four-picture"),
        label: format!("{}: {} servers, {dead} dead, {cut} cut off", way.name(), servers.len()),
        places: states,
        wires: wire_states,
        messages: lab.rows().filter(|_| way == Way::MultiMaster).map(row).collect(),
        over: html! {
            if is_random {
                <text class="board-says" x={(WIDTH / 2).to_string()} y="22">{ "122 random bits each time" }</text>
            }
        },
        ..BoardState::default()
    };
    board.draw(&Plan { sizes: [(WIDTH, 178); 2], narrow_below: 0, places: &places, wires: &wires }, &state)
}

/// What the servers of a way hang on: the line along which counters hear of each other's rows, or the ticket servers.
fn above(session: &Session<FourWays>, lab: &FourWays, way: Way) -> Vec<(Place, PlaceState)> {
    let replication = PlaceState { called: "replication".into(), ..PlaceState::default() };
    let ticket_server = |((index, database), x): ((u8, &Database), i32)| {
        let commands = [Command::ReviveTicketServer(index), Command::KillTicketServer(index)];
        let state = machine(session, format!("T{}", index + 1), database.is_alive, commands);
        (Place::new(Kind::Counter, Spot::new(x, 36, 60, 40)), state)
    };
    match way {
        Way::MultiMaster => vec![(Place::new(Kind::Bus, Spot::new(WIDTH / 2, 36, WIDTH * 7 / 8, 4)), replication)],
        Way::Tickets => {
            (0..).zip(&lab.ticket_servers).zip(row(lab.ticket_servers.len(), WIDTH)).map(ticket_server).collect()
        }
        Way::Uuid | Way::Snowflake => Vec::new(),
    }
}

fn server(session: &Session<FourWays>, lab: &FourWays, way: Way, number: usize, now: Micros) -> PlaceState {
    let (server, index) = (&lab.servers[number], number as u8);
    let asked = lab.count(way).recent.back().and_then(|(server, _)| *server);
    let (says, more) = match way {
        Way::MultiMaster => {
            let step = lab.step_of(number).map(|(offset, step)| format!("{offset}, {}, …", offset + step));
            (step.unwrap_or_default(), Html::default())
        }
        Way::Tickets => (if server.is_cut { "cut off" } else { "" }.to_owned(), Html::default()),
        _ if has_clock(lab, way) => (clock(server), clock_face(server, now)),
        Way::Uuid | Way::Snowflake => (String::new(), random_bits(lab, number)),
    };
    let name = format!("s{}", number + 1);
    let class = classes!("four-square", format!("server-{number}"), (asked == Some(number)).then_some("is-here"));
    let machine = machine(session, name, server.is_alive, [Command::Revive(index), Command::Kill(index)]);
    PlaceState { says: says.into(), class, more, ..machine }
}

/// A machine that a press kills, or revives.
fn machine(session: &Session<FourWays>, name: String, is_alive: bool, [revive, kill]: [Command; 2]) -> PlaceState {
    let (what, command) = if is_alive { (": kill", kill) } else { (": revive", revive) };
    let press = Press::new([&name, what].concat(), give(session, command));
    PlaceState { name: name.into(), health: Health::of(is_alive), press: Some(press), ..PlaceState::default() }
}

/// Whether servers of this way look at their clocks.
fn has_clock(lab: &FourWays, way: Way) -> bool {
    way == Way::Snowflake || (way == Way::Uuid && lab.scenario.uuid_version == 7)
}

/// A clock above a server, whose hand goes round once a minute.
fn clock_face(server: &Server, now: Micros) -> Html {
    let reading = (now.0 / 1_000).cast_signed() + i64::from(server.offset_ms);
    let degrees = reading.rem_euclid(60_000) * 360 / 60_000;
    html! {
        <g transform="translate(0 -70)">
            <circle class="four-clock" r="26" />
            <path d="M0-26v6M26 0h-6M0 26v-6M-26 0h6" />
            <path class="four-hand" d="M0 4V-18" transform={format!("rotate({degrees})")} />
        </g>
    }
}

/// The first random bits of a server's last ID, above it.
fn random_bits(lab: &FourWays, number: usize) -> Html {
    let last = lab.count(Way::Uuid).recent.iter().rev().find(|(server, _)| *server == Some(number));
    let Some((_, Outcome::Issued { id, .. })) = last else { return Html::default() };
    let set = (0..32).filter(|bit| id >> (127 - bit) & 1 == 1);
    let d: String = set.map(|bit| format!("M{} {}h8v8h-8z", bit % 8 * 9 - 36, bit / 8 * 9 - 84)).collect();
    html! { <path class="four-bits" {d} /> }
}

/// By how much a server's clock is off: `±0 s`, `−5 s`.
fn clock(server: &Server) -> String {
    let sign = match server.offset_ms {
        0 => '±',
        ..0 => '−',
        1.. => '+',
    };
    let off = server.offset_ms.unsigned_abs();
    if off.is_multiple_of(1_000) { format!("{sign}{}\u{202f}s", off / 1_000) } else { format!("{sign}{off}\u{202f}ms") }
}
