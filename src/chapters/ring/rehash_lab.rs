//! Lab 2: the same keys on mod-n and on the ring, and what each of them moves when a server comes or goes.

use algorithms::hashing::ring::ServerId;
use simulation::kernel::text::{grouped, share};
use simulation::ring::key_set::KeySource;
use simulation::ring::rehash::{Command, MOST_SERVERS, Placement, Rehash, Scenario};
use yew::prelude::*;

use super::ring_svg::colour;
use crate::chapters::scaffold;
use crate::controls::{choice, give};
use crate::learn::prediction::{Outcome, Question, Shares, use_prediction};
use crate::life::use_is_alive;
use crate::player::{PlayerBar, Session, use_session, use_watch};
use crate::widgets::legend::legend;

/// Numbers of keys to choose from.
const KEY_STOPS: [u32; 5] = [100, 1_000, 10_000, 100_000, 1_000_000];
/// Numbers of virtual nodes to choose from.
const NODE_STOPS: [u32; 4] = [1, 10, 100, 1_000];
/// So many keys are drawn; all are counted.
const DRAWN: u32 = 200;

/// What the lab starts with.
pub fn start() -> Scenario {
    Scenario::default()
}

/// The lab in its section: both pictures, the controls, and the player.
#[hook]
pub fn use_rehash_lab() -> Html {
    let session = use_session::<Rehash>("rehash", start);
    use_watch(&session);
    let inside = use_inside(&session);
    let (outcome, add) =
        session.with(|timeline| (outcome(timeline.state()), Command::Add(free_name(timeline.state()))));
    let inside = use_prediction(&session.player(), &QUESTION, outcome, give(&session, add), inside);
    scaffold::later_lab(
        "rehash",
        "Mod-n beside the ring",
        "The same keys on the same servers, placed in two ways. Add a server, and compare how many keys each way moves.",
        use_is_alive(),
        inside,
    )
}

const QUESTION: Question = Question {
    chapter: "consistent-hashing",
    asks: "Four servers become five. With hash mod n, how many of the keys move?",
    answer: &Shares(&[20, 50, 80, 100]),
    who: "Mod n moved",
    dare: "Add a server",
};

/// What mod-n moved, if the last change added a server.
fn outcome(lab: &Rehash) -> Option<Outcome> {
    let added = lab.servers().len() as u32 > lab.servers_before();
    added.then(|| Outcome::Share { part: Way::ModN.moved(lab), whole: u64::from(lab.keys().count()) })
}

/// The first of s0, s1, ... that is not taken.
fn free_name(lab: &Rehash) -> String {
    let is_free = |name: &String| lab.servers().iter().all(|id| lab.name(*id) != name);
    (0..).map(|i| format!("s{i}")).find(is_free).unwrap_or_default()
}

#[hook]
fn use_inside(session: &Session<Rehash>) -> Html {
    let chosen = session.with(|timeline| (timeline.state().keys().count(), timeline.state().virtual_nodes()));
    session.with(|timeline| {
        let lab = timeline.state();
        let sample = lab.sample(DRAWN);
        let by_mod: Vec<Placement> = sample.iter().map(|key| key.mod_n).collect();
        let on_ring: Vec<Placement> = sample.iter().map(|key| key.ring).collect();
        html! {
            <div class="rehash">
                <div class="rehash-panels">
                    { panel(lab, Way::ModN, &by_mod) }
                    { panel(lab, Way::Ring, &on_ring) }
                </div>
                { marks(u64::from(DRAWN.min(lab.keys().count())), u64::from(lab.keys().count())) }
                <div class="rehash-controls">
                    { servers(session, lab) }
                    <div class="rehash-row">
                        { choice(session, "Keys", &KEY_STOPS, chosen.0, |keys| Command::SetKeys(KeySource::Numbered(keys))) }
                        { choice(session, "Virtual nodes each", &NODE_STOPS, chosen.1, Command::SetVirtualNodes) }
                    </div>
                </div>
                { loads(lab) }
                <PlayerBar player={session.player()} />
            </div>
        }
    })
}

/// One of the two ways to find a key's server.
#[derive(Clone, Copy, PartialEq)]
enum Way {
    ModN,
    Ring,
}

impl Way {
    const fn name(self) -> &'static str {
        match self {
            Self::ModN => "hash mod n",
            Self::Ring => "the ring",
        }
    }

    fn moved(self, lab: &Rehash) -> u64 {
        u64::from(match self {
            Self::ModN => lab.moved().mod_n,
            Self::Ring => lab.moved().ring,
        })
    }

    fn load(self, lab: &Rehash, id: ServerId) -> u64 {
        u64::from(match self {
            Self::ModN => lab.load(id).mod_n,
            Self::Ring => lab.load(id).ring,
        })
    }

    /// What share theory expects to move between n and n + 1 servers, whichever way round.
    fn expected(self, lab: &Rehash) -> Option<(u64, u64)> {
        let (before, after) = (u64::from(lab.servers_before()), lab.servers().len() as u64);
        let more = before.max(after);
        let moves = match self {
            Self::ModN => more - 1,
            Self::Ring => 1,
        };
        (before != after).then_some((moves, more))
    }
}

fn panel(lab: &Rehash, way: Way, sample: &[Placement]) -> Html {
    let (moved, keys) = (way.moved(lab), u64::from(lab.keys().count()));
    let expected = way.expected(lab).map_or_else(
        || "no server came or went".to_owned(),
        |(part, whole)| format!("expected {part}/{whole} = {}", share(part, whole)),
    );
    html! {
        <div class="rehash-panel">
            <h3>{ way.name() }</h3>
            <p class="rehash-moved"><strong>{ share(moved, keys) }</strong>{ " moved" }</p>
            <p class="rehash-more">{ grouped(moved) }{ " of " }{ grouped(keys) }{ " keys; " }<span>{ expected }</span></p>
            { picture(lab, way, sample) }
        </div>
    }
}

/// Width and height of a picture, and where the lowest and the highest disc may be.
const WIDTH: i32 = 480;
const HEIGHT: i32 = 330;
const LOWEST: i32 = 266;
const HIGHEST: i32 = 10;
/// From disc to disc.
const PITCH: i32 = 17;
/// How many discs lie on one another where the keys are spread evenly.
const EVEN: i32 = 11;
/// The most discs beside one another.
const WIDEST: i32 = 16;

fn picture(lab: &Rehash, way: Way, sample: &[Placement]) -> Html {
    let servers = lab.servers();
    let holds: Vec<String> =
        servers.iter().map(|id| format!("{} holds {} keys", lab.name(*id), grouped(way.load(lab, *id)))).collect();
    let (moved, keys) = (grouped(way.moved(lab)), grouped(u64::from(lab.keys().count())));
    let label = format!("{}: the last change moved {moved} of {keys} keys. {}.", way.name(), holds.join(", "));
    let discs =
        (0_u32..).zip(sample).zip(spots(servers, sample)).map(|((number, key), (x, y))| disc(number, *key, x, y));
    html! {
        <svg class="rehash-picture" viewBox={format!("0 0 {WIDTH} {HEIGHT}")} role="img" aria-label={label}>
            <path key="ground" class="ground" d={format!("M0 {}H{WIDTH}", HEIGHT - 4)} />
            { for servers.iter().enumerate().map(|(index, id)| square(lab, *id, index, servers.len())) }
            { for discs }
        </svg>
    }
}

/// A key in the colour of the server that it came from; if it moved, in a heavy ring and with a dot.
fn disc(number: u32, key: Placement, x: i32, y: i32) -> Html {
    let class = classes!("key", key.moved().then_some("moved"), colour(key.before.slot()));
    let d = DISC.to_owned() + if key.moved() { DOT } else { "" } + if is_again(key.before) { "M-6.5 0h13" } else { "" };
    html! { <path key={number} {class} {d} style={format!("transform:translate({x}px,{y}px)")} /> }
}

const DISC: &str = "M-6.5 0a6.5 6.5 0 1 0 13 0a6.5 6.5 0 1 0-13 0Z";
/// A line too short to see, with round ends.
const DOT: &str = "M0 0h.01";

fn square(lab: &Rehash, id: ServerId, index: usize, of: usize) -> Html {
    let of = of.max(1) as i32;
    let (middle, room) = ((2 * index as i32 + 1) * WIDTH / (2 * of), WIDTH / of);
    let side = (room - 4).min(44);
    let name = lab.name(id);
    html! {
        <g key={format!("s{}", id.slot())} class={classes!("server", colour(id.slot()))} style={format!("transform:translate({middle}px,0)")}>
            <title>{ name.to_owned() }</title>
            <rect
                x={(-side / 2).to_string()} y={(HEIGHT - 4 - side).to_string()}
                width={side.to_string()} height={side.to_string()} rx="6"
            />
            if is_again(id) {
                <path d={format!("M{} {}h{side}", -side / 2, HEIGHT + 2 - side)} />
            }
            <text x="0" y={(HEIGHT + 2 - side / 2).to_string()}>{ short(name, (side - 2) as usize / 11) }</text>
        </g>
    }
}

/// Where each key's disc is: heaped above its server, those that stayed below those that came.
fn spots(servers: &[ServerId], sample: &[Placement]) -> Vec<(i32, i32)> {
    let mut heaps: Vec<Vec<usize>> = vec![Vec::new(); servers.len()];
    for came in [false, true] {
        for (number, key) in sample.iter().enumerate().filter(|(_, key)| key.moved() == came) {
            if let Some(index) = servers.iter().position(|id| *id == key.after) {
                heaps[index].push(number);
            }
        }
    }
    let columns = servers.len().max(1) as i32;
    let across = (sample.len() as i32 / (columns * EVEN) + 1).clamp(2, WIDEST.min(WIDTH / columns / PITCH).max(2));
    let fullest = heaps.iter().map(Vec::len).max().unwrap_or(0) as i32;
    let rows = (fullest + across - 1) / across;
    // A heap that would be too high is pressed together.
    let rise = PITCH.min((LOWEST - HIGHEST) / (rows - 1).max(1)).max(1);
    let mut spots = vec![(0, 0); sample.len()];
    for (column, heap) in (0..).zip(heaps) {
        let left = (2 * column + 1) * WIDTH / (2 * columns) - (across - 1) * PITCH / 2;
        for (place, number) in (0..).zip(heap) {
            spots[number] = (left + place % across * PITCH, LOWEST - place / across * rise);
        }
    }
    spots
}

/// From the ninth server on the colours come again, with a bar across.
fn is_again(id: ServerId) -> bool {
    id.slot() >= 8
}

/// A name in at most so many letters, shortened in the middle.
fn short(name: &str, most: usize) -> String {
    let letters: Vec<char> = name.chars().collect();
    if letters.len() <= most.max(2) {
        return name.to_owned();
    }
    let (first, last) = (most.max(2) / 2, (most.max(2) - 1) / 2);
    let end = &letters[letters.len() - last..];
    letters[..first].iter().chain(&['…']).chain(end).collect()
}

fn marks(drawn: u64, keys: u64) -> Html {
    let mark = |class: &'static str, d: String| {
        html! { <svg viewBox="-8 -8 16 16" aria-hidden="true"><path {class} {d} /></svg> }
    };
    let drawn = format!("{} of {} keys are drawn; the figures count all", grouped(drawn), grouped(keys));
    legend([
        (mark("key", DISC.to_owned()), AttrValue::from("a key, in the colour of the server that it was on")),
        (mark("key moved", DISC.to_owned() + DOT), AttrValue::from("it had to move")),
        (Html::default(), AttrValue::from(drawn)),
    ])
}

/// Add, kill, and a button for each server that takes it out.
fn servers(session: &Session<Rehash>, lab: &Rehash) -> Html {
    let names: Vec<&str> = lab.servers().iter().map(|id| lab.name(*id)).collect();
    let free = free_name(lab);
    let (full, last) = (names.len() >= MOST_SERVERS, names.len() <= 1);
    let remove = |(index, id): (usize, &ServerId)| {
        let class = classes!("button-small", "rehash-remove", colour(id.slot()));
        let take_out = give(session, Command::Remove(index as u32));
        // By its place in the list, so that the focus stays where it was when the server is gone.
        html! {
            <button key={index} type="button" {class} disabled={last} onclick={take_out}>
                <span class="swatch" /><span class="visually-hidden">{ "Remove " }</span>{ lab.name(*id) }
            </button>
        }
    };
    html! {
        <>
            <div class="rehash-row">
                <button type="button" class="button-main" disabled={full} onclick={give(session, Command::Add(free))}>
                    { "Add a server" }
                </button>
                <button type="button" disabled={last} onclick={give(session, Command::RemoveAny)}>{ "Kill one at random" }</button>
                if full {
                    <span class="rehash-hint">{ "There is room for " }{ MOST_SERVERS }{ " servers; remove one first." }</span>
                }
                if last {
                    <span class="rehash-hint">{ "One server must stay, or the keys have nowhere to go." }</span>
                }
            </div>
            <div class="rehash-row" role="group" aria-label="Remove a server">
                <span key="label" aria-hidden="true">{ "Remove" }</span>
                { for lab.servers().iter().enumerate().map(remove) }
            </div>
        </>
    }
}

/// How many keys each server holds, both ways: the pictures in numbers.
fn loads(lab: &Rehash) -> Html {
    html! {
        <details class="rehash-loads">
            <summary>{ "Keys on each server" }</summary>
            <table>
                <thead>
                    <tr>
                        <th scope="col">{ "Server" }</th>
                        <th scope="col" class="number">{ Way::ModN.name() }</th>
                        <th scope="col" class="number">{ Way::Ring.name() }</th>
                    </tr>
                </thead>
                <tbody>
                    { for lab.servers().iter().map(|id| html! {
                        <tr key={id.slot()}>
                            <th scope="row">{ lab.name(*id).to_owned() }</th>
                            <td class="number">{ grouped(Way::ModN.load(lab, *id)) }</td>
                            <td class="number">{ grouped(Way::Ring.load(lab, *id)) }</td>
                        </tr>
                    }) }
                </tbody>
            </table>
        </details>
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use simulation::kernel::time::Micros;
    use simulation::kernel::timeline::Timeline;

    #[test]
    fn every_disc_has_a_place_of_its_own_in_the_picture() {
        for (servers, virtual_nodes) in [(1, 1), (2, 1), (4, 100), (5, 1), (7, 1), (12, 1)] {
            let servers = (0..servers).map(|i| format!("s{i}")).collect();
            let scenario = Scenario { servers, virtual_nodes, ..Scenario::default() };
            let timeline: Timeline<Rehash> = Timeline::new(scenario, 1).unwrap();
            let lab = timeline.state();
            let on_ring: Vec<Placement> = lab.sample(DRAWN).iter().map(|key| key.ring).collect();
            let spots = spots(lab.servers(), &on_ring);
            let different: std::collections::BTreeSet<&(i32, i32)> = spots.iter().collect();
            assert_eq!(different.len(), DRAWN as usize);
            assert!(spots.iter().all(|(x, y)| (8..=WIDTH - 8).contains(x) && (HIGHEST..=LOWEST).contains(y)));
        }
    }

    #[test]
    fn theory_expects_what_is_measured() {
        let mut timeline: Timeline<Rehash> = Timeline::new(Scenario::default(), 1).unwrap();
        assert_eq!(Way::Ring.expected(timeline.state()), None);
        timeline.command(Micros::ZERO, Command::Remove(0)).unwrap();
        assert_eq!(Way::ModN.expected(timeline.state()), Some((3, 4)));
        assert_eq!(Way::Ring.expected(timeline.state()), Some((1, 4)));
        assert!((74_500..75_500).contains(&Way::ModN.moved(timeline.state())));
    }

    #[test]
    fn long_names_are_shortened_in_the_middle() {
        assert_eq!(short("s11", 3), "s11");
        assert_eq!(short("cache-berlin-2", 4), "ca…2");
        assert_eq!(short("日本語の鯖", 3), "日…鯖");
        assert_eq!(short("abc", 0), "a…");
    }
}
