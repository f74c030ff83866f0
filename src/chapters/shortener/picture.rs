//! The pictures of the first lab: the stations of a request, the lines between them, and where the request is.

use simulation::shortener::flow::{Hop, Shortener, Station, Tally};
use simulation::kernel::text::{grouped, share};
use yew::prelude::*;

const WIDTH: i32 = 504;
const HEIGHT: i32 = 256;
/// The two rows of stations, and the three columns.
const ROWS: [i32; 2] = [50, 204];
const COLUMNS: [i32; 3] = [78, 252, 426];
/// Half the width and half the height of a station.
const HALF: [i32; 2] = [75, 32];
/// The widest line, for all clicks.
const WIDEST: u32 = 30;

/// The stations of the way by hash, apart from browser, balancer and web server.
pub const BY_HASH: [Option<Station>; 3] = [Some(Station::Hash), Some(Station::Filter), Some(Station::Database)];
/// Those of the way by ID.
pub const BY_ID: [Option<Station>; 3] = [Some(Station::Ids), Some(Station::Base62), Some(Station::Database)];
/// Those of a click.
pub const VISIT: [Option<Station>; 3] = [None, Some(Station::Cache), Some(Station::Database)];

const FRONT: [Option<Station>; 3] = [Some(Station::Browser), Some(Station::Balancer), Some(Station::Web)];

/// Where a station stands.
fn spot(behind: &[Option<Station>; 3], station: Station) -> (i32, i32) {
    let place = |row: &[Option<Station>; 3]| row.iter().position(|other| *other == Some(station));
    match (place(&FRONT), place(behind)) {
        (Some(column), _) => (COLUMNS[column], ROWS[0]),
        (None, Some(column)) => (COLUMNS[column], ROWS[1]),
        (None, None) => (COLUMNS[2], ROWS[0]),
    }
}

/// The line that leads to a station: from the one before it in the front row, or down from the web server.
fn line(behind: &[Option<Station>; 3], station: Station) -> String {
    let (x, y) = spot(behind, station);
    match station {
        Station::Browser => String::new(),
        Station::Balancer | Station::Web => format!("M{} {y}H{x}", x + COLUMNS[0] - COLUMNS[1]),
        _ => format!("M{} {}L{x} {y}", COLUMNS[2], ROWS[0]),
    }
}

/// The way from one station to another along the lines: what comes from behind passes the web server, and the answer goes back
/// through the load balancer.
fn route(behind: &[Option<Station>; 3], from: Station, to: Station) -> String {
    let ((x1, y1), (x2, y2)) = (spot(behind, from), spot(behind, to));
    let via = if y1 == ROWS[1] { format!("L{} {}", COLUMNS[2], ROWS[0]) } else { String::new() };
    format!("M{x1} {y1}{via}L{x2} {y2}")
}

/// A way with its request, as far as it has come.
pub fn way(label: String, behind: &[Option<Station>; 3], hops: &[Hop]) -> Html {
    let here = hops.last().map(|hop| hop.station);
    let from = hops.len().checked_sub(2).map(|before| hops[before].station);
    let trail = here.zip(from).map(|(here, from)| route(behind, from, here));
    let was = |station: Station| hops.iter().any(|hop| hop.station == station);
    html! {
        <svg class="hops" viewBox={format!("0 0 {WIDTH} {HEIGHT}")} role="img" aria-label={label}>
            { for stations(behind).map(|station| html! { <path key={station.name()} class="hops-line" d={line(behind, station)} /> }) }
            if let Some(trail) = trail {
                <path class="hops-trail" d={trail} />
            }
            { for stations(behind).map(|station| {
                let class = classes!(
                    "hops-station",
                    was(station).then_some("was-there"),
                    (here == Some(station)).then_some("is-here"),
                );
                self::station(behind, station, class, None)
            }) }
            if let Some(here) = here {
                { request(spot(behind, here)) }
            }
        </svg>
    }
}

fn stations(behind: &[Option<Station>; 3]) -> impl Iterator<Item = Station> {
    FRONT.into_iter().chain(*behind).flatten()
}

/// The request: a disc at the upper edge of the station that it is at. It moves there from where it was.
fn request((x, y): (i32, i32)) -> Html {
    html! { <circle class="hops-request" r="13" style={format!("transform:translate({x}px,{}px)", y - HALF[1])} /> }
}

/// A station, with a number in it if it has one.
fn station(behind: &[Option<Station>; 3], station: Station, class: Classes, number: Option<String>) -> Html {
    let (x, y) = spot(behind, station);
    let [half_width, half_height] = HALF;
    let (left, top, width, height) = (x - half_width, y - half_height, 2 * half_width, 2 * half_height);
    // The lid of a database takes some of its height.
    let lid = if station == Station::Database { 5 } else { 0 };
    let text = lid + if number.is_some() { y - 4 } else { y + 7 };
    html! {
        <g key={station.name()} {class}>
            if station == Station::Database {
                <path d={format!("M{left} {}v{}a{half_width} 9 0 0 0 {width} 0v-{}", top + 6, height - 12, height - 12)} />
                <ellipse cx={x.to_string()} cy={(top + 6).to_string()} rx={half_width.to_string()} ry="9" />
            } else {
                <rect x={left.to_string()} y={top.to_string()} width={width.to_string()} height={height.to_string()} rx="8" />
            }
            <text x={x.to_string()} y={text.to_string()}>{ station.name() }</text>
            if let Some(number) = number {
                <text class="hops-number" x={x.to_string()} y={(y + 21 + lid).to_string()}>{ number }</text>
            }
        </g>
    }
}

/// Many clicks: each line as wide as its share of them.
pub fn crowd(tally: Tally) -> Html {
    let Tally { clicks, browser, cache, database } = tally;
    let seen = tally.seen();
    let counts =
        [(Station::Balancer, seen), (Station::Web, seen), (Station::Cache, seen), (Station::Database, database)];
    let count = |station: Station| counts.iter().find(|(other, _)| *other == station).map_or(0, |(_, count)| *count);
    let label = format!(
        "Of {} clicks, browsers answered {}, the cache {}, the database {}.",
        grouped(clicks.into()),
        grouped(browser.into()),
        grouped(cache.into()),
        grouped(database.into())
    );
    let number = |station: Station| {
        grouped(u64::from(match station {
            Station::Browser => clicks,
            Station::Cache => cache,
            _ => count(station),
        }))
    };
    html! {
        <svg class="hops is-crowd" viewBox={format!("0 0 {WIDTH} {HEIGHT}")} role="img" aria-label={label}>
            { for stations(&VISIT).map(|station| {
                let width = count(station) * WIDEST / clicks.max(1);
                html! {
                    <g key={station.name()}>
                        <path class="hops-line" d={line(&VISIT, station)} />
                        <path class="hops-flow" d={line(&VISIT, station)} style={format!("stroke-width:{width}px")} />
                    </g>
                }
            }) }
            { for stations(&VISIT).map(|station| self::station(&VISIT, station, classes!("hops-station"), Some(number(station)))) }
            <text class="hops-aside" x={COLUMNS[0].to_string()} y="112">{ grouped(browser.into()) }</text>
            <text class="hops-aside" x={COLUMNS[0].to_string()} y="134">{ "never ask" }</text>
        </svg>
    }
}

/// The course of the cache's share, against the best that a cache can do which never changes.
pub fn ratio(lab: &Shortener) -> Html {
    const LEFT: i32 = 68;
    const RIGHT: i32 = 464;
    const TOP: i32 = 22;
    const BOTTOM: i32 = 172;
    let course = lab.course();
    let most = i64::from(lab.tally().clicks.max(1));
    let x = |clicks: u32| LEFT + (i64::from(RIGHT - LEFT) * i64::from(clicks) / most) as i32;
    let y = |part: u64, whole: u64| BOTTOM - (u128::from(part) * 150 / u128::from(whole.max(1))) as i32;
    let mut d = String::new();
    for tally in course {
        let pen = if d.is_empty() { 'M' } else { 'L' };
        d += &format!("{pen}{} {}", x(tally.clicks), y(tally.cache.into(), tally.seen().into()));
    }
    let (part, whole) = lab.best_fixed_cache();
    let best = y(part, whole);
    let tally = lab.tally();
    let now = share(tally.cache.into(), tally.seen().into());
    let label = format!(
        "The share of requests that the cache answers, over {} clicks: now {now}. A cache of the most popular links that never \
         changes would answer {}.",
        grouped(tally.clicks.into()),
        share(part, whole)
    );
    html! {
        <svg class="hops-chart" viewBox="0 0 480 210" role="img" aria-label={label}>
            <path class="hops-axis" d={format!("M{LEFT} {TOP}V{BOTTOM}H{RIGHT}")} />
            <text class="is-end" x="58" y="30">{ "100\u{202f}%" }</text>
            <text class="is-end" x="58" y="177">{ "0" }</text>
            <text class="is-end" x={RIGHT.to_string()} y="200">{ grouped(tally.clicks.into()) }{ " clicks" }</text>
            <path class="hops-best" d={format!("M{LEFT} {best}H{RIGHT}")} />
            <text class="is-end" x={RIGHT.to_string()} y={(best - 8).to_string()}>{ "most popular, fixed: " }{ share(part, whole) }</text>
            <path class="hops-course" {d} />
            <text class="is-end hops-now" x={RIGHT.to_string()} y={(y(tally.cache.into(), tally.seen().into()).max(best + 14) + 26).to_string()}>{ "this cache: " }{ now }</text>
        </svg>
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    #[test]
    fn stations_stand_apart_and_lines_lead_to_each() {
        for behind in [BY_HASH, BY_ID, VISIT] {
            let spots: Vec<_> = stations(&behind).map(|station| spot(&behind, station)).collect();
            for (index, (x, y)) in spots.iter().enumerate() {
                assert!(
                    spots[index + 1..].iter().all(|(a, b)| (x - a).abs() >= 2 * HALF[0] || (y - b).abs() > 2 * HALF[1])
                );
                assert!(x - HALF[0] >= 0 && x + HALF[0] <= WIDTH && y - HALF[1] - 13 >= 0 && y + HALF[1] <= HEIGHT);
            }
            let lines = stations(&behind).filter(|station| !line(&behind, *station).is_empty()).count();
            assert_eq!(lines, spots.len() - 1, "to each but the browser");
        }
    }
}
