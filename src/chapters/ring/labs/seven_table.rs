//! The table of lab 4: a row for each way, with a bar for what moved.

use simulation::kernel::text::{decimal, grouped, millionths, share, short_decimal};
use simulation::ring::seven_ways::{Report, Scheme, SevenWays};
use yew::prelude::*;

/// The table; `change` says what was done last, unless nothing was.
pub fn table(lab: &SevenWays, change: Option<&str>) -> Html {
    let (servers, keys) = (lab.servers().len(), grouped(lab.keys().count().into()));
    let least = lab.least_moved();
    let moved = change.map_or_else(
        || "Nothing has moved yet.".to_owned(),
        |change| {
            format!(
                "Last change: {change}. If all servers held equally many keys, {} of the keys would have to move: the line across the bars.",
                millionths(least)
            )
        },
    );
    html! {
        <table class="seven-table" style={format!("--least:{}%", least / 10_000)}>
            <caption>{ servers }{ " servers, " }{ keys }{ " keys. " }{ moved }</caption>
            <thead>
                <tr>
                    <th scope="col">{ "Way" }</th>
                    <th scope="col">{ "Keys moved" }</th>
                    <th scope="col" class="number">{ "for nothing" }</th>
                    <th scope="col" class="number">{ "Fullest server" }</th>
                    <th scope="col" class="number">{ "Deviation" }</th>
                    <th scope="col" class="number">{ "Memory, bytes" }</th>
                    <th scope="col">{ "A lookup" }</th>
                </tr>
            </thead>
            <tbody>{ for Scheme::ALL.map(|scheme| row(lab, scheme, change.is_some())) }</tbody>
        </table>
    }
}

fn row(lab: &SevenWays, scheme: Scheme, is_changed: bool) -> Html {
    let (report, keys) = (lab.report(scheme), u64::from(lab.keys().count()));
    let needless = share(report.needless.into(), keys);
    let width = |part: u32| format!("width:{}%", (u64::from(part) * 100).checked_div(keys).unwrap_or(0));
    html! {
        <tr key={scheme.name()}>
            <th scope="row">{ scheme.name() }{ note(lab, scheme) }</th>
            <td class="seven-moved">
                <span class={classes!("seven-bar", is_changed.then_some("has-least"))} aria-hidden="true">
                    <span class="seven-part" style={width(report.moved - report.needless)} />
                    <span class="seven-part is-needless" style={width(report.needless)} />
                </span>
                <strong>{ share(report.moved.into(), keys) }</strong>
                { md5(lab, scheme, is_changed) }
            </td>
            <td class="number" data-label="for nothing">{ needless }</td>
            <td class="number" data-label="fullest server">{ fullest(report, keys) }</td>
            <td class="number" data-label="deviation">{ report.deviation.map_or_else(|| "–".to_owned(), millionths) }</td>
            <td class="number" data-label="memory, bytes">{ grouped(report.bytes) }</td>
            <td data-label="a lookup">{ cost(scheme, report) }</td>
        </tr>
    }
}

/// The setting of a way that has one.
fn note(lab: &SevenWays, scheme: Scheme) -> Html {
    let note = match scheme {
        Scheme::ModN => "SHA-1".to_owned(),
        Scheme::Ring => format!("SHA-1, {} nodes each", grouped(lab.virtual_nodes().into())),
        Scheme::Ketama => "MD5, 160 points each".to_owned(),
        Scheme::Jump => "by place in the list".to_owned(),
        Scheme::Rendezvous => "highest score wins".to_owned(),
        Scheme::Maglev => format!("{} slots", grouped(lab.table().into())),
        Scheme::Bounded => format!("on the ring, {} % above the mean", lab.slack_per_mille() / 10),
    };
    html! { <span class="more-aside">{ note }</span> }
}

/// Mod-n by the other hash of this table: nearly the same, because it is not the hash that moves the keys.
fn md5(lab: &SevenWays, scheme: Scheme, is_changed: bool) -> Option<Html> {
    let moved = share(lab.moved_by_md5().into(), lab.keys().count().into());
    (scheme == Scheme::ModN && is_changed)
        .then(|| html! { <span class="more-aside">{ "with ketama’s hash " }{ moved }</span> })
}

/// The largest load, as so many times the mean.
fn fullest(report: &Report, keys: u64) -> String {
    let hundredths = u64::from(report.largest()) * report.loads.len() as u64 * 100;
    hundredths.checked_div(keys).map_or_else(|| "–".to_owned(), |times| decimal(times, 2) + "\u{202f}×")
}

fn cost(scheme: Scheme, report: &Report) -> String {
    let step = match scheme {
        Scheme::ModN => "division",
        Scheme::Jump => "jumps",
        Scheme::Maglev => "table read",
        Scheme::Ring | Scheme::Ketama | Scheme::Rendezvous | Scheme::Bounded => "comparisons",
    };
    let hash = if report.hashes == 1_000 { "hash" } else { "hashes" };
    format!("{} {hash}, {} {step}", tenths(report.hashes), tenths(report.steps))
}

/// Thousandths with one decimal, or none if that is nought.
fn tenths(thousandths: u32) -> String {
    short_decimal(u64::from(thousandths + 50) / 100, 1)
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    #[test]
    fn costs_are_read_as_people_say_them() {
        let report = Report { hashes: 1_000, steps: 2_933, ..Report::default() };
        assert_eq!(cost(Scheme::Jump, &report), "1 hash, 2.9 jumps");
        let report = Report { hashes: 10_000, steps: 9_000, ..Report::default() };
        assert_eq!(cost(Scheme::Rendezvous, &report), "10 hashes, 9 comparisons");
    }

    #[test]
    fn the_fullest_server_is_measured_by_the_mean() {
        let report = Report { loads: vec![30, 10, 20], ..Report::default() };
        assert_eq!(fullest(&report, 60), "1.50\u{202f}×");
        assert_eq!(fullest(&Report::default(), 0), "–");
    }
}
