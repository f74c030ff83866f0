//! What the first lab shares with the reader's device: links that are kept, and the short link in the address.
//!
//! A short link is a link to this page with `#go=<code>`: it works from any static host. It lives beside the labs' codes in the
//! fragment. Who opens it is shown where it leads, and goes there by a click of their own.

use std::cell::RefCell;

use algorithms::codes::long_url::{LongUrl, UrlError};
use gloo::events::EventListener;
use simulation::kernel::text::short;
use simulation::shortener::flow::{Command, Scenario, Shortener, Target};
use web_sys::Element;
use yew::prelude::*;

use super::forms::code_in_address;
use super::known::{self, use_known};
use super::links::{self, GO, Link};
use super::shorten_lab::{Lab, play};
use crate::player::session::Listener;
use crate::player::use_session_near;
use crate::share::{self, page};
use crate::{lazy, life};

/// A paste longer than this, in bytes, is not looked at.
const LONGEST_PASTE: usize = 10 << 20;

/// A number from the lab's ticket server has so many digits in base 62, and a Snowflake has more.
const TICKET_DIGITS: usize = 7;

/// What a form of the lab asks for, with the text in its field.
#[derive(Debug)]
pub enum Ask {
    /// A short code for a URL.
    Shorten(String),
    /// Where a code leads.
    Follow(String),
}

lazy! {
    /// Does what a form asks for.
    shortener_below: pub fn act(session: Lab, ask: Ask) -> () {
        match ask {
            Ask::Shorten(text) => shorten(&session, &text),
            Ask::Follow(text) => follow_text(&session, text.trim()),
        }
    }
}

lazy! {
    /// Shows where the short link in the address leads.
    shortener_below: pub fn arrive(place: Element) -> () {
        let end = life::mount::<Arrival>(place.clone(), ());
        life::when_left(place, end);
    }
}

thread_local! {
    /// The URL that the reader is shortening, until its code is there, and what waits for that.
    static WANTED: RefCell<Option<(LongUrl, Listener)>> = const { RefCell::new(None) };
}

/// Shortens what the reader typed. The lab's table learns first what the device knows: a link that is known keeps its code, and no
/// ID is given out twice.
fn shorten(session: &Lab, text: &str) {
    if text.len() > LONGEST_PASTE {
        return session.say("That is more than 10 MB of text. What you pasted is still in the field.");
    }
    let url = match LongUrl::parse(text) {
        Ok(url) => url,
        Err(error) => return session.say(&error.to_string()),
    };
    // The browser knows best which letters a host may have.
    if web_sys::Url::new(url.as_str()).is_err() {
        return session.say(&UrlError::Host(url.host().to_owned()).to_string());
    }
    // Why there are none is said where they are listed.
    let links = links::all().unwrap_or_default();
    let known = links.iter().find(|link| link.url == url);
    // Tickets do not go on from a Snowflake: from then on every code would have its length.
    let tickets = links.iter().filter(|link| link.code().len() <= TICKET_DIGITS);
    let highest = tickets.max_by_key(|link| link.id);
    for link in known.into_iter().chain(highest) {
        restore(session, link);
    }
    let waiting = session.clone();
    let listener = session.player().on_change(move || keep_what_is_wanted(&waiting));
    WANTED.set(Some((url.clone(), listener)));
    play(session, Command::Shorten(url.as_str().to_owned()));
}

/// The reader's link has its code now.
fn keep_what_is_wanted(session: &Lab) {
    let row = session.with(|timeline| {
        let lab: &Shortener = timeline.state();
        let is_wanted =
            |url: &str| WANTED.with_borrow(|wanted| wanted.as_ref().is_some_and(|(of, _)| of.as_str() == url));
        let row = lab.shortened().filter(|row| is_wanted(&row.url))?;
        Some((row.id, row.hash_code.map(|code| lab.service.cut.written(code))))
    });
    if let Some((id, hash)) = row
        && let Some((url, _)) = WANTED.take()
    {
        known::took(links::keep(id, hash, url));
    }
}

/// Puts a link of the device into the lab's table, unless it is there.
fn restore(session: &Lab, link: &Link) {
    let is_there = session.with(|timeline| {
        let rows = &timeline.state().service.rows;
        rows.iter().any(|row| row.id == link.id || row.url == link.url.as_str())
    });
    if !is_there {
        session.command(Command::Restore { id: link.id, url: link.url.as_str().to_owned() });
    }
}

/// Follows what the reader typed: a code, or a whole short link.
fn follow_text(session: &Lab, text: &str) {
    // The address of this page may carry the codes of labs beside the short link.
    let short_link = text.split_once('#').and_then(|(_, fragment)| share::code_of(fragment, GO));
    match short_link {
        Some(code) => follow_short_link(session, code),
        // The lab itself writes a code as a path.
        None => follow(session, text.trim_start_matches('/')),
    }
}

/// Follows a short link of this page. What the lab shows is where the device says that it leads: a table that has another link in
/// its place begins afresh.
fn follow_short_link(session: &Lab, code: &str) {
    if let Some(link) = links::find(&links::all().unwrap_or_default(), code) {
        restore(session, link);
        let is_there = session.with(|timeline| {
            let rows = &timeline.state().service.rows;
            rows.iter().any(|row| row.id == link.id && row.url == link.url.as_str())
        });
        if !is_there {
            session.begin(Scenario::default());
        }
    }
    follow(session, code);
}

fn follow(session: &Lab, code: &str) {
    if code.is_empty() {
        return session.say("There is no code to follow. Type one, for example zn9edcu.");
    }
    if let Some(link) = links::find(&links::all().unwrap_or_default(), code) {
        restore(session, link);
    }
    play(session, Command::Follow(Target::Code(code.to_owned())));
}

/// Where the short link in the address leads, while there is one.
#[component]
fn Arrival() -> Html {
    let session = use_session_near::<Shortener>("shorten", Scenario::default);
    let known = use_known();
    let go = use_state_eq(code_in_address);
    let setter = go.setter();
    use_effect_with((), move |()| {
        let follow = EventListener::new(&gloo::utils::window(), "hashchange", move |_| setter.set(code_in_address()));
        move || drop(follow)
    });
    let Some(code) = (*go).clone() else { return Html::default() };
    let leaving = go.setter();
    let leave = Callback::from(move |_: MouseEvent| {
        page::forget(&page::path(), GO);
        leaving.set(None);
    });
    let found = links::find(&known.all, &code).cloned();
    let shown = code.clone();
    let follow = Callback::from(move |_: MouseEvent| {
        follow_short_link(&session, &code);
        show_picture();
    });
    let says = match found {
        Some(link) => leads_to(&shown, &link),
        None => html! {
            <p>
                <strong>{ "404. " }</strong>{ "No link on this device has the code " }<bdi class="shorten-code">{ short(&shown) }</bdi>
                { ". Short links of this page lead somewhere only on the device where they were made." }
            </p>
        },
    };
    html! {
        <div class="shorten-arrival" role="status">
            { says }
            <div class="lab-row">
                <button type="button" onclick={follow}>{ "Follow it through the lab" }</button>
                <button type="button" class="button-quiet" onclick={leave}>{ "Close" }</button>
            </div>
        </div>
    }
}

/// Brings the lab's picture into sight: on a phone, what starts it may stand a screen away.
pub fn show_picture() {
    if let Ok(Some(picture)) = gloo::utils::document().query_selector("#shorten .shorten-ways") {
        let options = web_sys::ScrollIntoViewOptions::new();
        options.set_block(web_sys::ScrollLogicalPosition::Nearest);
        picture.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

fn leads_to(code: &str, link: &Link) -> Html {
    html! {
        <p>
            <bdi class="shorten-code">{ code.to_owned() }</bdi>{ " leads to " }<strong><bdi>{ link.url.host().to_owned() }</bdi></strong>
            if let Some(host) = host_asked_for(link) {
                { ", which a browser asks for as " }<strong class="shorten-code">{ host }</strong>
            }
            { ". Nothing was loaded from there yet. " }{ out(link, link.url.as_str().to_owned()) }
        </p>
    }
}

/// The host as a browser asks for it, if that is written in another way: letters of two alphabets can look the same.
fn host_asked_for(link: &Link) -> Option<String> {
    let url = web_sys::Url::new(link.url.as_str()).ok()?;
    Some(url.hostname()).filter(|host| host != link.url.host())
}

/// A link that really leads there: only ever `http` or `https`, which [`LongUrl`] sees to.
pub fn out(link: &Link, text: String) -> Html {
    let id = link.id;
    let count = Callback::from(move |_: MouseEvent| known::took(links::count(id)));
    let url = link.url.as_str().to_owned();
    html! { <a href={url.clone()} title={url} rel="noopener noreferrer" onclick={count}><bdi>{ text }</bdi></a> }
}
