//! The picture of a crowd that clicks. It is loaded with what stands below: who is to click asks for it first.

use simulation::shortener::flow::{Scenario, Shortener};
use simulation::kernel::text::{grouped, share};
use web_sys::Element;
use yew::prelude::*;

use super::picture;
use crate::lazy;
use crate::later::{End, fill_near, use_near};
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
    session.with(|timeline| crowd(timeline.state()))
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
