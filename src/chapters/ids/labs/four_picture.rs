//! Who talks to whom, by each of the four ways.

use std::fmt::Write as _;

use simulation::ids::four_ways::{FourWays, Outcome, Server, Way};
use simulation::kernel::time::Micros;
use yew::prelude::*;

/// The drawing is so wide and high, in its own units.
const WIDTH: usize = 480;
const SERVERS_AT: usize = 122;
const TICKETS_AT: usize = 36;

/// The servers of one way, their lines, and what each knows of its own.
pub fn picture(lab: &FourWays, way: Way, now: Micros) -> Html {
    let servers = lab.servers();
    let x = |number: usize| (2 * number + 1) * WIDTH / (2 * servers.len());
    let asked = lab.count(way).recent().last().and_then(|(server, _)| server);
    let lines = match way {
        Way::MultiMaster => bus(servers, &x),
        Way::Tickets => to_tickets(lab, &x),
        Way::Uuid | Way::Snowflake => Html::default(),
    };
    let server = |number: usize| {
        let server = &servers[number];
        let class = classes!(
            "four-square",
            format!("server-{number}"),
            (!server.is_alive).then_some("is-dead"),
            (asked == Some(number)).then_some("is-asked"),
        );
        html! {
            <g key={number} {class} transform={format!("translate({} {SERVERS_AT})", x(number))}>
                <rect x="-26" y="-22" width="52" height="44" rx="7" />
                <text y="6">{ "s" }{ number + 1 }</text>
                if !server.is_alive {
                    <path class="four-cross" d="M-18-14 18 14M18-14-18 14" />
                }
                <text class="four-below" y="47">{ below(lab, way, number) }</text>
                { above(lab, way, number, now) }
            </g>
        }
    };
    html! {
        <svg class="four-picture" viewBox={format!("0 0 {WIDTH} 178")} role="img" aria-label={describe(lab, way)}>
            { lines }
            { for (0..servers.len()).map(server) }
            if way == Way::Uuid && !has_clock(lab, way) {
                <text class="four-below" x={(WIDTH / 2).to_string()} y={(SERVERS_AT + 47).to_string()}>
                    { "122 random bits each time" }
                </text>
            }
        </svg>
    }
}

/// Whether servers of this way look at their clocks.
fn has_clock(lab: &FourWays, way: Way) -> bool {
    way == Way::Snowflake || (way == Way::Uuid && lab.scenario().uuid_version == 7)
}

/// What a server makes its IDs of: its clock, whose hand goes round once a minute, or the random bits of its last ID.
fn above(lab: &FourWays, way: Way, number: usize, now: Micros) -> Html {
    if has_clock(lab, way) {
        let reading = (now.0 / 1_000).cast_signed() + i64::from(lab.servers()[number].offset_ms);
        let degrees = reading.rem_euclid(60_000) * 360 / 60_000;
        return html! {
            <g transform="translate(0 -70)">
                <circle class="four-clock" r="26" />
                <path d="M0-26v6M26 0h-6M0 26v-6M-26 0h6" />
                <path class="four-hand" d="M0 4V-18" transform={format!("rotate({degrees})")} />
            </g>
        };
    }
    if way != Way::Uuid {
        return Html::default();
    }
    let last = lab.count(way).recent().rev().find(|(server, _)| *server == Some(number));
    let Some((_, Outcome::Issued { id, .. })) = last else { return Html::default() };
    let mut d = String::new();
    for bit in (0..32).filter(|bit| id >> (127 - bit) & 1 == 1) {
        // Writing into a string does not fail.
        let _ = write!(d, "M{} {}h8v8h-8z", bit % 8 * 9 - 36, bit / 8 * 9 - 84);
    }
    html! { <path class="four-bits" {d} /> }
}

/// What a server of this way knows: its step, its number, its clock.
fn below(lab: &FourWays, way: Way, number: usize) -> String {
    match way {
        Way::MultiMaster => {
            lab.step_of(number).map_or_else(String::new, |(offset, step)| format!("{offset}, {}, …", offset + step))
        }
        Way::Tickets => if lab.servers()[number].is_cut { "cut off" } else { "" }.to_owned(),
        Way::Uuid if !has_clock(lab, way) => String::new(),
        Way::Uuid | Way::Snowflake => clock(&lab.servers()[number]),
    }
}

/// By how much its clock is off: `±0 s`, `−5 s`.
fn clock(server: &Server) -> String {
    let sign = match server.offset_ms {
        0 => '±',
        ..0 => '−',
        1.. => '+',
    };
    let off = server.offset_ms.unsigned_abs();
    if off.is_multiple_of(1_000) { format!("{sign}{}\u{202f}s", off / 1_000) } else { format!("{sign}{off}\u{202f}ms") }
}

/// The line along which counters hear of each other's rows.
fn bus(servers: &[Server], x: &impl Fn(usize) -> usize) -> Html {
    let reached = |server: &Server| server.is_alive && !server.is_cut;
    let ends: Vec<usize> = (0..servers.len()).filter(|number| reached(&servers[*number])).map(x).collect();
    let along = match (ends.first(), ends.last()) {
        (Some(first), Some(last)) if first != last => format!("M{first} {TICKETS_AT}H{last}"),
        _ => String::new(),
    };
    let stem = |(number, server): (usize, &Server)| {
        line(x(number), format!("M{} 98V{TICKETS_AT}", x(number)), reached(server))
    };
    html! { <><path class="four-line" d={along} />{ for servers.iter().enumerate().map(stem) }</> }
}

fn to_tickets(lab: &FourWays, x: &impl Fn(usize) -> usize) -> Html {
    let alive: Vec<bool> = lab.ticket_servers().collect();
    let at = |number: usize| (2 * number + 1) * WIDTH / (2 * alive.len());
    let lines = (0..lab.servers().len()).flat_map(|server| {
        let is_there = lab.servers()[server].is_alive && !lab.servers()[server].is_cut;
        let from = x(server);
        let alive = &alive;
        (0..alive.len())
            .map(move |ticket| line(from, format!("M{from} 98 {} {TICKETS_AT}", at(ticket)), is_there && alive[ticket]))
    });
    let ticket = |(number, is_alive): (usize, &bool)| {
        html! {
            <g key={number} class={classes!("four-tickets", (!is_alive).then_some("is-dead"))}
                transform={format!("translate({} {TICKETS_AT})", at(number))}>
                <rect x="-30" y="-20" width="60" height="40" rx="20" />
                <text y="6">{ "T" }{ number + 1 }</text>
                if !is_alive {
                    <path class="four-cross" d="M-18-14 18 14M18-14-18 14" />
                }
            </g>
        }
    };
    html! { <>{ for lines }{ for alive.iter().enumerate().map(ticket) }</> }
}

/// A line that is there, or one that is broken: dashed, with a cross.
fn line(x: usize, d: String, is_whole: bool) -> Html {
    if is_whole {
        return html! { <path class="four-line" {d} /> };
    }
    html! {
        <>
            <path class="four-line is-broken" {d} />
            <path class="four-cross" d={format!("M{} 82l14 14m0-14-14 14", x - 7)} />
        </>
    }
}

fn describe(lab: &FourWays, way: Way) -> String {
    let count = |is: fn(&Server) -> bool| lab.servers().iter().filter(|server| is(server)).count();
    let (dead, cut) = (count(|server| !server.is_alive), count(|server| server.is_cut));
    format!("{}: {} servers, {dead} dead, {cut} cut off", way.name(), lab.servers().len())
}
