//! What the ring looks like: a pure function of its state. The same paths are rendered into the page and, while a server is
//! dragged, painted over it frame by frame.

use algorithms::hashing::moved::MovedArc;
use algorithms::hashing::ring::{Ring, ServerId};
use algorithms::position::Position;
use simulation::kernel::text::{grouped, noun, share};
use simulation::ring::hash_ring::{HashRing, Stage, Walk};

use super::circle;

/// The middle of the band that shows who owns what.
pub const BAND: i32 = 1_570;
const BAND_INNER: i32 = 1_440;
const BAND_OUTER: i32 = 1_700;
/// Where the servers' handles stand.
const HANDLES: i32 = 2_080;
/// Handles nearer to one another than this would overlap, in parts of 2^32 of the circle.
const HANDLE_GAP: u32 = 140_000_000;
/// Where the outermost keys lie, and how far the next row is.
const KEYS: i32 = 1_340;
const KEY_ROW: i32 = 105;
/// So many keys are drawn one by one; more are counted into bars.
pub const MOST_DOTS: u32 = 300;
const BARS: u32 = 360;
/// So many arcs are drawn exactly; more are sampled, this many times round the circle.
const MOST_ARCS: usize = 400;
const SAMPLES: u32 = 1_024;
/// From one sample to the next, in parts of 2^32 of the circle.
const SAMPLE: u32 = 1 << 22;

/// The ring as paths and places.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Picture {
    /// The servers, by slot.
    pub servers: Vec<ServerView>,
    /// All keys: discs, or bars where there are many.
    pub keys: String,
    /// Rings round the keys that moved, or the part of the bars that moved.
    pub moved_keys: String,
    /// The arcs that changed hands.
    pub moved_arcs: String,
    /// The way that a dragged node came.
    pub trail: String,
    /// The followed key.
    pub walk: WalkView,
    /// Whether keys are drawn one by one.
    pub has_dots: bool,
    /// What the last change moved, in three lines.
    pub middle: [String; 3],
}

/// A server's part of the picture.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ServerView {
    /// Its slot.
    pub slot: usize,
    /// Its name.
    pub name: String,
    /// What it owns.
    pub arcs: String,
    /// Where its nodes stand.
    pub nodes: String,
    /// The keys that it owns, drawn one by one.
    pub keys: String,
    /// From its handle to its first node.
    pub stalk: String,
    /// Where its handle is, as an SVG transform.
    pub handle: String,
    /// Where its first node stands, in parts of 2^32 of the circle.
    pub turn: u32,
}

/// The followed key's part of the picture.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WalkView {
    /// The key.
    pub key: String,
    /// The points that are still possible, or the way to the owner and on.
    pub way: String,
    /// The point looked at last.
    pub looked_at: String,
    /// Whether the owner is found.
    pub found: bool,
}

/// The picture of a ring.
pub fn picture(lab: &HashRing) -> Picture {
    let mut picture = Picture { servers: servers(lab.ring()), ..Picture::default() };
    arcs(lab.ring(), &mut picture.servers);
    nodes(lab.ring(), &mut picture.servers);
    picture.has_dots = lab.keys().count() <= MOST_DOTS;
    if picture.has_dots {
        dots(lab, &mut picture);
    } else {
        bars(lab, &mut picture);
    }
    if let Some(moved) = lab.moved() {
        moved_arcs(&moved.arcs, &mut picture.moved_arcs);
        if let Some(dragged) = moved.dragged
            && let Some(now) = lab.ring().position_of(dragged.server, dragged.node)
        {
            picture.trail = trail(dragged.stood, now);
        }
    }
    picture.middle = middle(lab);
    picture.walk = lab.walk().map(|walk| walk_view(lab.ring(), walk)).unwrap_or_default();
    picture
}

fn middle(lab: &HashRing) -> [String; 3] {
    let keys = u64::from(lab.keys().count());
    match lab.moved() {
        Some(moved) => {
            let moved = u64::from(moved.keys);
            [share(moved, keys), "of the keys moved".to_owned(), format!("{} of {}", grouped(moved), grouped(keys))]
        }
        None => [grouped(keys), noun(keys, "key", "keys").to_owned(), "none moved yet".to_owned()],
    }
}

fn servers(ring: &Ring) -> Vec<ServerView> {
    let firsts: Vec<(ServerId, String, u32)> = ring
        .servers()
        .filter_map(|(id, server)| Some((id, server.name.clone(), ring.position_of(id, 0)?.turn())))
        .collect();
    let turns: Vec<u32> = firsts.iter().map(|(_, _, turn)| *turn).collect();
    let handles = circle::spread(&turns, HANDLE_GAP);
    let mut views: Vec<_> = (0..ring.slots()).map(|slot| ServerView { slot, ..ServerView::default() }).collect();
    for ((id, name, turn), handle) in firsts.into_iter().zip(handles) {
        let (x, y) = circle::point(handle, HANDLES);
        let (from_x, from_y) = circle::point(turn, BAND_OUTER);
        views[id.slot()] = ServerView {
            slot: id.slot(),
            name,
            stalk: format!("M{from_x} {from_y}L{x} {y}"),
            handle: format!("translate({x} {y})"),
            turn,
            ..ServerView::default()
        };
    }
    views
}

fn arcs(ring: &Ring, servers: &mut [ServerView]) {
    let mut draw = |owner: ServerId, from: u32, to: u32| {
        // The colours repeat from the ninth server on: theirs is a narrower band.
        let inner = if owner.slot() < 8 { BAND_INNER } else { BAND };
        circle::band(&mut servers[owner.slot()].arcs, from, to, [inner, BAND_OUTER]);
    };
    if ring.points().len() <= MOST_ARCS {
        for arc in ring.arcs() {
            draw(arc.owner, arc.after.turn(), arc.upto.turn());
        }
        return;
    }
    let owner = |sample: u32| ring.owner_at(Position::from_turn(sample * SAMPLE + SAMPLE / 2));
    runs(owner, draw);
}

/// Draws a run of samples with the same answer as one piece; samples without an answer are left out.
fn runs<T: Copy + PartialEq>(answer: impl Fn(u32) -> Option<T>, mut draw: impl FnMut(T, u32, u32)) {
    let (mut start, mut at_start) = (0, answer(0));
    for sample in 1..=SAMPLES {
        let here = if sample == SAMPLES { None } else { answer(sample) };
        if sample == SAMPLES || here != at_start {
            if let Some(at_start) = at_start {
                draw(at_start, start * SAMPLE, sample.wrapping_mul(SAMPLE));
            }
            (start, at_start) = (sample, here);
        }
    }
}

/// The arcs that changed hands: each of a few, samples of many.
fn moved_arcs(arcs: &[MovedArc], path: &mut String) {
    const RIM: [i32; 2] = [BAND_OUTER + 44, BAND_OUTER + 96];
    if arcs.len() <= MOST_ARCS {
        for arc in arcs {
            circle::band(path, arc.after.turn(), arc.upto.turn(), RIM);
        }
        return;
    }
    let mut moved = [false; SAMPLES as usize];
    for arc in arcs {
        let (after, span) = (arc.after.turn(), arc.upto.turn().wrapping_sub(arc.after.turn()));
        // The first sample whose middle lies behind the start of the arc.
        let mut sample = after.wrapping_add(SAMPLE / 2) / SAMPLE;
        while (sample * SAMPLE + SAMPLE / 2).wrapping_sub(after) <= span && !moved[sample as usize] {
            moved[sample as usize] = true;
            sample = (sample + 1) % SAMPLES;
        }
    }
    runs(|sample| moved[sample as usize].then_some(()), |(), from, to| circle::band(path, from, to, RIM));
}

fn nodes(ring: &Ring, servers: &mut [ServerView]) {
    for point in ring.points() {
        let path = &mut servers[point.server.slot()].nodes;
        // Of very many nodes, a line each would only be black; a server that is picked out still shows a fair sample.
        if path.len() < 6_000 {
            circle::spoke(path, point.position.turn(), BAND_INNER, BAND_OUTER);
        }
    }
}

/// Keys one by one, in rows from the band inwards so that none hides another.
fn dots(lab: &HashRing, picture: &mut Picture) {
    let keys = lab.keys().sorted();
    let mut row_ends: Vec<u64> = Vec::new();
    let mut places = Vec::with_capacity(keys.len());
    for (position, _) in keys.iter() {
        let turn = position.turn();
        let row = row_ends.iter().position(|end| *end <= turn.into()).unwrap_or(row_ends.len());
        let radius = KEYS - KEY_ROW * row as i32;
        // A disc is 100 units wide: so far round the circle at this radius.
        let end = u64::from(turn) + (1_u64 << 32) * 16 / radius.max(200) as u64;
        if row == row_ends.len() {
            row_ends.push(end);
        } else {
            row_ends[row] = end;
        }
        places.push((turn, radius));
        circle::dot(&mut picture.keys, turn, radius);
        if let Some(owner) = lab.ring().owner_at(position) {
            circle::dot(&mut picture.servers[owner.slot()].keys, turn, radius);
        }
    }
    for arc in lab.moved().map_or(&[][..], |moved| &moved.arcs[..]) {
        for index in keys.on_arc(arc.after, arc.upto).into_iter().flatten() {
            let (turn, radius) = places[index];
            circle::dot(&mut picture.moved_keys, turn, radius);
        }
    }
}

/// Keys counted into bars, a degree each; of each bar the part that moved.
fn bars(lab: &HashRing, picture: &mut Picture) {
    let keys = lab.keys().sorted();
    let mut moved = [0_u32; BARS as usize];
    let bar_of = |turn: u32| ((u64::from(turn) * u64::from(BARS)) >> 32) as usize;
    for arc in lab.moved().map_or(&[][..], |moved| &moved.arcs[..]) {
        for range in keys.on_arc(arc.after, arc.upto) {
            let positions = &keys.positions()[range];
            let (Some(first), Some(last)) = (positions.first(), positions.last()) else {
                continue;
            };
            // Where arcs are many they are short: most lie within a bar, and their keys need not be looked at.
            if bar_of(first.turn()) == bar_of(last.turn()) {
                moved[bar_of(first.turn())] += positions.len() as u32;
                continue;
            }
            for position in positions {
                moved[bar_of(position.turn())] += 1;
            }
        }
    }
    let width = u32::MAX / BARS;
    let length =
        |count: u32| (u64::from(count) * 190 * u64::from(BARS) / u64::from(lab.keys().count())).min(480) as i32;
    for (bar, moved) in (0..BARS).zip(moved) {
        let start = bar * width;
        let count = keys.count_on_arc(Position::from_turn(start), Position::from_turn(start + width));
        circle::bar(&mut picture.keys, start + width / 2, KEYS, KEYS - length(count), 16);
        if moved > 0 {
            circle::bar(&mut picture.moved_keys, start + width / 2, KEYS, KEYS - length(moved), 18);
        }
    }
}

/// From where a node stood to where it is, the shorter way round.
fn trail(stood: Position, now: Position) -> String {
    let (from, to) = (stood.turn(), now.turn());
    let mut path = String::new();
    if from != to {
        let clockwise = to.wrapping_sub(from) < 1 << 31;
        let (start, end) = if clockwise { (from, to) } else { (to, from) };
        circle::arc(&mut path, start, end, BAND_OUTER + 160);
        circle::spoke(&mut path, from, BAND_INNER, BAND_OUTER + 200);
    }
    path
}

fn walk_view(ring: &Ring, walk: &Walk) -> WalkView {
    let mut view = WalkView::default();
    let turn = walk.position.turn();
    circle::dot(&mut view.key, turn, BAND);
    match &walk.stage {
        Stage::Named { .. } => {}
        Stage::Searching { search, looked_at, .. } => {
            for point in ring.points()[search.open()].iter().take(MOST_ARCS) {
                circle::spoke(&mut view.way, point.position.turn(), BAND_INNER - 120, BAND_INNER - 20);
            }
            if let Some(point) = looked_at {
                circle::spoke(&mut view.looked_at, point.position.turn(), BAND_INNER - 120, BAND_OUTER + 60);
            }
        }
        Stage::Found { passed, .. } => {
            circle::arc(&mut view.way, turn, passed.position.turn(), BAND_INNER - 60);
            circle::spoke(&mut view.looked_at, passed.position.turn(), BAND_INNER - 120, BAND_OUTER + 60);
            view.found = true;
        }
    }
    view
}

/// A name that fits into a server's square: long ones are shortened in the middle.
pub fn short(name: &str) -> String {
    let letters: Vec<char> = name.chars().collect();
    match letters.as_slice() {
        [a, b, .., z] if letters.len() > 4 => format!("{a}{b}…{z}"),
        _ => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use simulation::kernel::system::System as _;
    use simulation::kernel::time::Micros;
    use simulation::ring::hash_ring::{Command, HashRing, Scenario};

    use super::{picture, short};

    #[test]
    fn every_key_is_drawn_once_and_in_its_owners_colour() {
        let lab = HashRing::start(&Scenario::default(), 1).expect("it starts");
        let picture = picture(&lab);
        assert_eq!(picture.keys.matches('M').count(), 100);
        for server in &picture.servers {
            assert_eq!(server.keys.matches('M').count() as u32, lab.loads()[server.slot]);
        }
    }

    #[test]
    fn a_huge_ring_makes_short_paths() {
        let lab = HashRing::start(&Scenario::of(10, 1_000, 10_000), 1).expect("it starts");
        let all: usize = picture(&lab).servers.iter().map(|server| server.arcs.len()).sum();
        assert!(all < 120_000, "{all} characters");
    }

    #[test]
    fn an_empty_ring_has_a_picture() {
        let lab = HashRing::start(&Scenario::of(0, 1, 10), 1).expect("it starts");
        assert!(picture(&lab).servers.is_empty());
    }

    #[test]
    fn a_server_that_is_gone_is_painted_over_no_other() {
        let mut lab = HashRing::start(&Scenario::default(), 1).expect("it starts");
        lab.command(Micros::ZERO, &Command::Remove { server: 2 }, &mut Vec::new(), &mut ()).expect("it goes");
        let slots: Vec<usize> = picture(&lab).servers.iter().map(|server| server.slot).collect();
        assert_eq!(slots, [0, 1, 2, 3, 4]);
    }

    #[test]
    fn long_names_are_shortened_in_the_middle() {
        assert_eq!([short("s0"), short("cache-eu-1"), short("日本語サーバ")], ["s0", "ca…1", "日本…バ"]);
    }
}
