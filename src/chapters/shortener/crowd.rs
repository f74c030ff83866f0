//! The picture of a crowd that clicks. It is loaded with what stands below: who is to click asks for it first.

use simulation::kernel::text::{grouped, share};
use simulation::shortener::flow::{Scenario, Shortener};
use web_sys::Element;
use yew::prelude::*;

use super::picture;
use crate::board::{Board, use_board};
use crate::later::{End, fill_near, use_near};
use crate::lazy;
use crate::player::registry::is_fresh;
use crate::player::{use_session_near, use_watch};

lazy! {
    /// Brings it to life.
    shortener_below: fn load(place: Element, is_there: bool) -> End {
        fill_near::<Crowd>(place, is_there && is_fresh("shorten"))
    }
}

/// Where it stands.
#[component]
pub fn CrowdPlace() -> Html {
    use_near::<Crowd>("shorten", |place, is_there| Box::pin(load(place, is_there)))
}

#[component]
fn Crowd() -> Html {
    let session = use_session_near::<Shortener>("shorten", Scenario::default);
    use_watch(&session);
    let board = use_board(&session.player(), true);
    session.with(|timeline| crowd(&board, timeline.state()))
}

fn crowd(board: &Board, lab: &Shortener) -> Html {
    let tally = lab.tally;
    let of = |part: u32| share(part.into(), tally.clicks.into());
    let figure = |name: &'static str, part: u32, more: &'static str| {
        html! { <div><dt>{ name }</dt><dd>{ of(part) }</dd><dd class="readout-more">{ more }</dd></div> }
    };
    html! {
        <div class="shorten-ways">
            <div class="shorten-way">
                <h3>{ grouped(tally.clicks.into()) }{ " clicks, " }{ lab.service.scenario.redirect.status() }</h3>
                { picture::crowd(board, tally) }
            </div>
            <div class="shorten-way">
                <dl class="readouts shorten-readouts">
                    { figure("the cache answers", tally.cache, "without the database") }
                    { figure("the database reads", tally.database, "and the cache keeps it") }
                    { figure("you can count", tally.seen(), "clicks that reach a server") }
                </dl>
                if tally.clicks > 0 {
                    { ratio(lab) }
                }
            </div>
        </div>
    }
}

/// The course of the cache's share, against the best that a cache can do which never changes.
fn ratio(lab: &Shortener) -> Html {
    const LEFT: i32 = 68;
    const RIGHT: i32 = 464;
    const TOP: i32 = 22;
    const BOTTOM: i32 = 172;
    let most = i64::from(lab.tally.clicks.max(1));
    let x = |clicks: u32| LEFT + (i64::from(RIGHT - LEFT) * i64::from(clicks) / most) as i32;
    let y = |part: u64, whole: u64| BOTTOM - (u128::from(part) * 150 / u128::from(whole.max(1))) as i32;
    let mut d = String::new();
    for tally in lab.course.points() {
        let pen = if d.is_empty() { 'M' } else { 'L' };
        d += &format!("{pen}{} {}", x(tally.clicks), y(tally.cache.into(), tally.seen().into()));
    }
    let (part, whole) = lab.best_fixed_cache();
    let best = y(part, whole);
    let tally = lab.tally;
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
