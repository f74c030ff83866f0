//! What the first lab shares with the reader's device: links that are kept, and the short link in the address.
//!
//! A short link is a link to this page with `#go=<code>`: it works from any static host. It lives beside the labs' codes in the
//! fragment. Who opens it is shown where it leads, and goes there by a click of their own.

use std::cell::RefCell;
use std::rc::Rc;

use algorithms::long_url::{LongUrl, UrlError};
use gloo::events::EventListener;
use simulation::shortener::{Command, Scenario, Shortener, Target, short};
use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlInputElement};
use yew::prelude::*;

use super::known::{self, Known, use_known};
use super::links::{self, Link};
use super::shorten_lab::{Lab, play};
use crate::share::{self, page};

/// A paste longer than this, in bytes, is not looked at.
const LONGEST_PASTE: usize = 10 << 20;

/// A number from the lab's ticket server has so many digits in base 62, and a Snowflake has more.
const TICKET_DIGITS: usize = 7;

/// What is known of the device.
#[derive(Clone, PartialEq)]
pub struct Device {
    links: UseStateHandle<Known>,
    /// The code in the address.
    go: UseStateHandle<Option<String>>,
    /// The URL that the reader is shortening, until its code is there.
    wanted: Rc<RefCell<Option<LongUrl>>>,
}

/// Follows the address and the storage, and keeps what the lab has shortened for the reader.
#[hook]
pub fn use_device(session: &Lab) -> Device {
    let device = Device {
        links: use_known(),
        go: use_state_eq(|| None),
        wanted: use_mut_ref(|| None),
    };
    let here = device.clone();
    use_effect_with((), move |()| {
        here.look_at_address();
        let window = gloo::utils::window();
        let follow = EventListener::new(&window, "hashchange", move |_| here.look_at_address());
        move || drop(follow)
    });
    let (keeper, kept) = (device.clone(), session.clone());
    use_effect(move || keeper.keep_what_is_wanted(&kept));
    device
}

impl Device {
    fn look_at_address(&self) {
        let fragment = page::fragment();
        let code = share::code_of(&fragment, share::GO).filter(|code| !code.is_empty());
        if code.is_some()
            && let Some(lab) = gloo::utils::document().get_element_by_id("shorten")
        {
            lab.scroll_into_view();
        }
        self.go.set(code.map(str::to_owned));
    }

    fn leave_address(&self) {
        page::forget(&page::path(), share::GO);
        self.go.set(None);
    }

    /// The reader's link has its code now.
    fn keep_what_is_wanted(&self, session: &Lab) {
        let row = session.with(|timeline| {
            let lab: &Shortener = timeline.state();
            let wanted = self.wanted.borrow();
            let row = lab.shortened().filter(|row| wanted.as_ref().is_some_and(|url| url.as_str() == row.url))?;
            Some((row.id, row.hash_code.map(|code| lab.service().cut().written(code))))
        });
        if let Some((id, hash)) = row
            && let Some(url) = self.wanted.borrow_mut().take()
        {
            known::took(links::keep(id, hash, url));
        }
    }

    /// Shortens what the reader typed. The lab's table learns first what the device knows: a link that is known keeps its code,
    /// and no ID is given out twice.
    pub fn on_shorten(&self, session: &Lab) -> Callback<SubmitEvent> {
        let (device, session) = (self.clone(), session.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let Some(text) = field(&event) else { return };
            if text.len() > LONGEST_PASTE {
                return session.say("That is more than 10 MB of text. What you pasted is still in the field.");
            }
            let url = match LongUrl::parse(&text) {
                Ok(url) => url,
                Err(error) => return session.say(&error.to_string()),
            };
            // The browser knows best which letters a host may have.
            if web_sys::Url::new(url.as_str()).is_err() {
                return session.say(&UrlError::Host(url.host().to_owned()).to_string());
            }
            let known = device.links.all.iter().find(|link| link.url == url);
            // Tickets do not go on from a Snowflake: from then on every code would have its length.
            let tickets = device.links.all.iter().filter(|link| link.code().len() <= TICKET_DIGITS);
            let highest = tickets.max_by_key(|link| link.id);
            for link in known.into_iter().chain(highest) {
                device.restore(&session, link);
            }
            *device.wanted.borrow_mut() = Some(url.clone());
            play(&session, Command::Shorten(url.as_str().to_owned()));
        })
    }

    /// Puts a link of the device into the lab's table, unless it is there.
    fn restore(&self, session: &Lab, link: &Link) {
        let is_there = session.with(|timeline| {
            let rows = timeline.state().service().rows();
            rows.iter().any(|row| row.id == link.id || row.url == link.url.as_str())
        });
        if !is_there {
            session.command(Command::Restore { id: link.id, url: link.url.as_str().to_owned() });
        }
    }

    /// Follows what the reader typed: a code, or a whole short link.
    pub fn on_follow(&self, session: &Lab) -> Callback<SubmitEvent> {
        let (device, session) = (self.clone(), session.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let Some(text) = field(&event) else { return };
            let text = text.trim();
            // The address of this page may carry the codes of labs beside the short link.
            let short_link = text.split_once('#').and_then(|(_, fragment)| share::code_of(fragment, share::GO));
            match short_link {
                Some(code) => device.follow_short_link(&session, code),
                // The lab itself writes a code as a path.
                None => device.follow(&session, text.trim_start_matches('/')),
            }
        })
    }

    /// Follows a short link of this page. What the lab shows is where the device says that it leads: a table that has another
    /// link in its place begins afresh.
    fn follow_short_link(&self, session: &Lab, code: &str) {
        if let Some(link) = links::find(&self.links.all, code) {
            self.restore(session, link);
            let is_there = session.with(|timeline| {
                let rows = timeline.state().service().rows();
                rows.iter().any(|row| row.id == link.id && row.url == link.url.as_str())
            });
            if !is_there {
                session.begin(Scenario::default());
            }
        }
        self.follow(session, code);
    }

    fn follow(&self, session: &Lab, code: &str) {
        if code.is_empty() {
            return session.say("There is no code to follow. Type one, for example zn9edcu.");
        }
        if let Some(link) = links::find(&self.links.all, code) {
            self.restore(session, link);
        }
        play(session, Command::Follow(Target::Code(code.to_owned())));
    }
}

fn field(event: &SubmitEvent) -> Option<String> {
    let form = event.target_dyn_into::<Element>()?;
    let input = form.query_selector("input").ok()??.dyn_into::<HtmlInputElement>().ok()?;
    Some(input.value())
}

/// Where the short link in the address leads, if there is one.
pub fn arrival(session: &Lab, device: &Device) -> Html {
    let Some(code) = (*device.go).clone() else { return Html::default() };
    let (leaving, following, follower) = (device.clone(), device.clone(), session.clone());
    let leave = Callback::from(move |_: MouseEvent| leaving.leave_address());
    let found = links::find(&device.links.all, &code).cloned();
    let shown = code.clone();
    let follow = Callback::from(move |_: MouseEvent| {
        following.follow_short_link(&follower, &code);
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
