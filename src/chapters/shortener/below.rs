//! What stands below the pictures of the first lab: the table, the settings, and the reader's own links.
//!
//! It lives when a reader comes near, or touches the lab: see [`crate::later`].

use simulation::kernel::text::{counted, grouped, short};
use simulation::parts::bound::stops;
use simulation::shortener::flow::{CACHE, Command, IdSource, Redirect, Row, Scenario, Shortener, Target};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::Element;
use yew::prelude::*;

use super::device::{out, show_picture};
use super::known::{self, use_known};
use super::links::{self, GO, Link};
use super::shorten_lab::{Lab, play};
use crate::controls::{self, choice, switch};
use crate::later::{End, fill_near};
use crate::lazy;
use crate::player::registry::is_fresh;
use crate::player::{use_session_near, use_watch};
use crate::share::page;

/// Links that the cache may hold, and exponents in hundredths.
const CACHE_STOPS: [u32; 7] = stops(CACHE, [0, 10, 50, 100, 200, 500, 1_000]);
const SKEW_STOPS: [u32; 5] = [0, 50, 80, 100, 150];

/// So many rows of the table are shown.
const ROWS: usize = 4;

lazy! {
    /// Brings it to life.
    shortener_below: pub fn load(place: Element, is_there: bool) -> End {
        fill_near::<Below>(place, is_there && is_fresh("shorten"))
    }
}

/// All of it.
#[component]
pub fn Below() -> Html {
    let session = use_session_near::<Shortener>("shorten", Scenario::default);
    use_watch(&session);
    let list = use_list();
    session.with(|timeline| {
        let lab = timeline.state();
        html! { <>{ table(&session, lab) }{ settings(&session, lab) }{ list }</> }
    })
}

/// The newest rows of the table.
fn table(session: &Lab, lab: &Shortener) -> Html {
    let service = &lab.service;
    let rows = &service.rows;
    let caption = format!("The table, newest first: {} of {} rows", ROWS.min(rows.len()), grouped(rows.len() as u64));
    let newest = rows.iter().enumerate().rev().take(ROWS);
    html! {
        <div class="table-scroll" tabindex="0" role="group" aria-label="The table of links">
            <table class="shorten-table">
                <caption>{ caption }</caption>
                <thead>
                    <tr>
                        <th scope="col">{ "id" }</th><th scope="col">{ "shortURL, base 62" }</th>
                        <th scope="col">{ "shortURL, hash" }</th><th scope="col">{ "longURL" }</th>
                        <th scope="col"><span class="visually-hidden">{ "Follow" }</span></th>
                    </tr>
                </thead>
                <tbody>{ for newest.map(|(number, row)| table_row(session, lab, number, row)) }</tbody>
            </table>
        </div>
    }
}

fn table_row(session: &Lab, lab: &Shortener, number: usize, row: &Row) -> Html {
    let session = session.clone();
    let follow = Callback::from(move |_: MouseEvent| {
        play(&session, Command::Follow(Target::Row(number as u32)));
        show_picture();
    });
    let is_new = lab.shortened().is_some_and(|new| new.id == row.id);
    let hash = row.hash_code.map_or_else(|| "–".to_owned(), |code| lab.service.cut.written(code));
    html! {
        <tr key={row.id.to_string()} class={is_new.then_some("is-new")}>
            <td>{ grouped(row.id) }</td>
            <td class="shorten-code">{ row.code() }</td>
            <td class="shorten-code">{ hash }</td>
            <td><bdi title={row.url.clone()}>{ short(&row.url) }</bdi></td>
            <td>
                <button type="button" class="button-small" onclick={follow} aria-label={format!("Follow {}", row.code())}>{ "Follow" }</button>
            </td>
        </tr>
    }
}

fn settings(session: &Lab, lab: &Shortener) -> Html {
    let scenario = &lab.service.scenario;
    let redirect = |name, redirect| (name, scenario.redirect == redirect, Command::SetRedirect(redirect));
    let ids = |name, ids| (name, scenario.ids == ids, Command::SetIds(ids));
    html! {
        <div class="lab-controls">
            <div class="lab-row">
                { controls::row(session, "Status of a redirect", [
                    redirect("302 Found", Redirect::Found),
                    redirect("301 Permanent", Redirect::Permanent),
                ]) }
                { choice(session, "Links in the cache", &CACHE_STOPS, scenario.cache, Command::SetCache) }
                { choice(session, "Skew of clicks, ×\u{202f}100", &SKEW_STOPS, scenario.skew, Command::SetSkew) }
                { controls::row(session, "Where IDs come from", [
                    ids("Tickets", IdSource::Tickets),
                    ids("Snowflakes", IdSource::Snowflake),
                ]) }
                { switch(session, "Bloom filter", scenario.filter, Command::SetFilter(!scenario.filter)) }
            </div>
        </div>
    }
}

/// The reader's own links.
#[hook]
fn use_list() -> Html {
    let known = use_known();
    let copied = use_state_eq(|| None::<String>);
    let links = &known.all;
    html! {
        <section class="shorten-own" aria-labelledby="own-links">
            <h3 id="own-links">{ "Your links" }</h3>
            if let Some(trouble) = known.trouble {
                <p class="hint" role="status">{ trouble.to_string() }</p>
            }
            if links.is_empty() {
                if known.trouble.is_none() {
                    <p class="hint">{ "Shorten a link of your own: it is kept on this device, and its short link works, also after a reload." }</p>
                }
            } else {
                <ul>{ for links.iter().rev().map(|link| row(link, &copied)) }</ul>
                <div class="lab-row">
                    <button type="button" class="button-small" onclick={on_delete(None)}>{ "Delete all links" }</button>
                    <p class="hint" role="status">{ (*copied).clone().unwrap_or_default() }</p>
                </div>
            }
        </section>
    }
}

fn row(link: &Link, copied: &UseStateHandle<Option<String>>) -> Html {
    let code = link.code();
    html! {
        <li key={link.id.to_string()}>
            <a class="shorten-code" href={format!("#{GO}={code}")}>{ "…/#" }{ GO }{ "=" }{ code.clone() }</a>
            <span class="shorten-to">{ "leads to " }{ out(link, short(link.url.as_str())) }</span>
            <span>{ counted(link.clicks.into(), "click", "clicks") }</span>
            <span class="shorten-buttons">
                <button type="button" class="button-small" aria-label={format!("Copy the short link {code}")} onclick={on_copy(code.clone(), copied.setter())}>{ "Copy" }</button>
                <button type="button" class="button-small" aria-label={format!("Delete the short link {code}")} onclick={on_delete(Some(link.id))}>{ "Delete" }</button>
            </span>
        </li>
    }
}

fn on_delete(id: Option<u64>) -> Callback<MouseEvent> {
    Callback::from(move |_| known::took(links::delete(id)))
}

fn on_copy(code: String, copied: UseStateSetter<Option<String>>) -> Callback<MouseEvent> {
    Callback::from(move |_| {
        let (copied, link) = (copied.clone(), page::link(GO, code.clone()));
        let clipboard = gloo::utils::window().navigator().clipboard();
        spawn_local(async move {
            // There is none where the page is not served securely.
            let was_copied = !clipboard.is_undefined() && JsFuture::from(clipboard.write_text(&link)).await.is_ok();
            copied.set(Some(if was_copied { format!("Copied {link}") } else { format!("Copy it yourself: {link}") }));
        });
    })
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {

    use super::*;
    use crate::controls::check::takes_all;

    #[test]
    fn the_offered_settings_are_those_that_the_lab_takes() {
        takes_all::<Shortener>(
            &Scenario::default(),
            CACHE_STOPS.map(Command::SetCache).into_iter().chain(SKEW_STOPS.map(Command::SetSkew)),
        );
    }
}
