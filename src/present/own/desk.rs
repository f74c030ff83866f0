//! What a reader does with scenes in the [drawer](super::drawer): capturing, ordering, handing on.

use std::cell::{Ref, RefCell};
use std::rc::Rc;

use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use gloo::utils::document;
use js_sys::Array;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, BlobPropertyBag, Element, HtmlAnchorElement, HtmlInputElement, Url};
use yew::prelude::*;

use super::card::Edit;
use super::file::{self, Include, LARGEST, LONGEST_LINK};
use super::{Fault, LONGEST_TEXT, Own, Written, store};
use crate::lazy::NotLoaded;
use crate::life;
use crate::player::codes::Coded;
use crate::player::registry;
use crate::present::clicker;
use crate::share::{self, SCENES, page};

/// The scenes that the address holds, if it holds any.
#[must_use]
pub fn linked(slug: &str) -> Option<Result<Vec<Written>, Fault>> {
    let fragment = page::fragment();
    share::code_of(&fragment, SCENES).map(|code| file::of_code(code, slug))
}

/// What the drawer knows. A handle: clones are the same drawer.
#[derive(Clone)]
pub(super) struct Desk {
    slug: String,
    state: Rc<RefCell<State>>,
    changed: UseForceUpdateHandle,
}

/// What is on it.
#[derive(Default)]
pub(super) struct State {
    pub own: Own,
    pub include: Include,
    /// What was done or went wrong last, for the live region too.
    pub note: String,
    /// A link that could not be copied.
    pub to_copy: String,
    /// The scenes of the address.
    pub linked: Option<Vec<Written>>,
}

/// What there is when the drawer opens.
pub(super) fn begun(slug: &str) -> State {
    let (own, fault) = store::load(slug);
    let mut note = fault.map(|_| {
        "What this browser keeps of your scenes is damaged and can’t be read. It is replaced when you capture one."
            .to_owned()
    });
    let linked = linked(slug).and_then(|linked| linked.map_err(|fault| note = Some(fault.to_string())).ok());
    State {
        own,
        linked,
        note: note.unwrap_or_default(),
        include: Include { notes: true, private: false },
        ..State::default()
    }
}

impl Desk {
    /// The desk of a chapter; `changed` renders the drawer again.
    pub fn new(slug: &str, state: Rc<RefCell<State>>, changed: UseForceUpdateHandle) -> Self {
        Self { slug: slug.to_owned(), state, changed }
    }

    /// What it knows.
    pub fn state(&self) -> Ref<'_, State> {
        self.state.borrow()
    }

    /// Changes what is handed on.
    pub fn include(&self, change: impl FnOnce(&mut Include)) {
        change(&mut self.state.borrow_mut().include);
        self.changed.force_update();
    }

    /// A button that does this.
    pub fn on(&self, act: fn(&Self)) -> Callback<MouseEvent> {
        let desk = self.clone();
        Callback::from(move |_| act(&desk))
    }

    /// Follows what other windows of this browser do to the list.
    pub fn follow(&self) -> EventListener {
        let desk = self.clone();
        store::follow(&self.slug, move || {
            desk.state.borrow_mut().own = store::load(&desk.slug).0;
            desk.say("Your scenes were changed in another window; this is how they are now.");
        })
    }

    fn say(&self, note: impl Into<String>) {
        self.state.borrow_mut().note = note.into();
        self.changed.force_update();
    }

    /// Changes the list, and keeps it; says what was done.
    fn change(&self, change: impl FnOnce(&mut Own) -> String) {
        let mut state = self.state.borrow_mut();
        let said = change(&mut state.own);
        let kept = store::keep(&self.slug, &state.own);
        let unkept =
            "The browser has no room for this list or keeps nothing here: export it, or it is gone with this page.";
        state.note = if kept { said } else { [&said, unkept].join(" ") };
        drop(state);
        self.changed.force_update();
    }

    /// Captures what a lab shows now.
    pub fn capture(&self, lab: &str) {
        let desk = self.clone();
        self.with_lab(lab, move |lab| desk.add(lab));
    }

    /// Does something with a lab when it lives and its codes can be read and written; says so if they can't.
    fn with_lab(&self, lab: &str, then: impl FnOnce(&Coded) + 'static) {
        let desk = self.clone();
        life::wake_lab(lab);
        registry::when_here(lab, move |player| {
            player.when_coded(move |lab| match lab {
                Ok(lab) => then(&lab),
                Err(NotLoaded) => desk.say("The lab could not be loaded. Try again when you are online."),
            });
        });
    }

    fn add(&self, player: &Coded) {
        let (public, _) = player.public_code();
        let scene = Written {
            lab: player.lab().to_owned(),
            title: name_of(player.lab()),
            text: player.said().chars().take(LONGEST_TEXT).collect(),
            code: player.private_code(),
            public,
            ..Written::default()
        };
        let mut added = None;
        self.change(|own| match own.add(scene) {
            Ok(id) => {
                added = Some(id);
                format!("Captured as scene {}.", own.scenes().len())
            }
            Err(fault) => fault.to_string(),
        });
        if let Some(id) = added {
            focus_soon(format!("[data-scene=\"{id}\"] input"));
        }
    }

    /// Does something to a scene.
    pub fn edit(&self, id: u32, edit: Edit) {
        match edit {
            Edit::Title(title) => self.reword(id, |scene| scene.title = title),
            Edit::Text(text) => self.reword(id, |scene| scene.text = text),
            Edit::Notes(notes) => self.reword(id, |scene| scene.notes = notes),
            Edit::Shift(down) => self.shift(id, down),
            Edit::Show => self.show(id),
            Edit::Delete => {
                self.change(|own| {
                    own.delete(id);
                    "Deleted.".to_owned()
                });
                focus_soon(".own-undo".to_owned());
            }
        }
    }

    fn reword(&self, id: u32, edit: impl FnOnce(&mut Written)) {
        self.change(|own| {
            own.edit(id, edit);
            String::new()
        });
    }

    fn shift(&self, id: u32, down: bool) {
        let mut moved = None;
        self.change(|own| {
            moved = own.shift(id, down);
            moved.map(|place| format!("It is scene {} now.", place + 1)).unwrap_or_default()
        });
        // Moving a card in the page takes the focus out of it.
        let held =
            document().active_element().filter(|held| held.closest(".own-scene").is_ok_and(|card| card.is_some()));
        if moved.is_some() && held.as_ref().is_none_or(|held| held.tag_name() == "BUTTON") {
            focus_soon(format!("[data-scene=\"{id}\"] .{}", if down { "own-down" } else { "own-up" }));
        } else if let Some(held) = held {
            Timeout::new(0, move || focus_element(&held)).forget();
        }
    }

    /// Brings the deleted scene back.
    pub fn undo(&self) {
        let mut back = None;
        self.change(|own| {
            back = own.undo();
            "It is back.".to_owned()
        });
        if let Some(id) = back {
            focus_soon(format!("[data-scene=\"{id}\"] input"));
        }
    }

    /// Shows the moment of a scene in its lab.
    fn show(&self, id: u32) {
        let found = self.state.borrow().own.scenes().iter().find(|scene| scene.id == id).cloned();
        let Some(scene) = found else { return };
        let Some(section) = document().get_element_by_id(&scene.lab) else {
            return self.say("The lab of this scene is not on this page.");
        };
        let desk = self.clone();
        self.with_lab(&scene.lab, move |lab| match lab.open(&scene.code) {
            Ok(()) => section.scroll_into_view(),
            Err(error) => desk.say(error.to_string()),
        });
    }

    /// Lets the reader save the scenes as a file.
    pub fn export(&self) {
        let state = self.state.borrow();
        let json = file::write(&self.slug, state.own.scenes(), state.include);
        drop(state);
        let done = download(&json, &format!("scenes-{}.json", self.slug)).is_ok();
        self.say(if done { "Exported as a file." } else { "The browser did not let the file out." });
    }

    /// Adds the scenes of the file that was chosen.
    pub fn import(&self, input: &HtmlInputElement) {
        let Some(chosen) = input.files().and_then(|files| files.get(0)) else { return };
        // So that the same file can be chosen again.
        input.set_value("");
        if chosen.size() > LARGEST {
            return self.say(Fault::TooLarge.to_string());
        }
        let desk = self.clone();
        spawn_local(async move {
            let text = JsFuture::from(chosen.text()).await.ok().and_then(|text| text.as_string());
            desk.take_in(text.ok_or(Fault::Damaged).and_then(|text| file::read(&text, &desk.slug)));
        });
    }

    fn take_in(&self, scenes: Result<Vec<Written>, Fault>) {
        self.change(|own| {
            let added = scenes.and_then(|scenes| {
                let count = scenes.len();
                own.add_all(scenes).map(|()| count)
            });
            added.map_or_else(|fault| fault.to_string(), |count| format!("Added {}.", counted(count)))
        });
    }

    /// Adds the scenes of the address, which then holds them no longer.
    pub fn take_linked(&self) {
        let linked = self.state.borrow_mut().linked.take();
        page::forget(&page::path(), SCENES);
        self.take_in(Ok(linked.unwrap_or_default()));
    }

    /// Copies a link that holds the scenes.
    pub fn share(&self) {
        let state = self.state.borrow();
        let code = file::to_code(&self.slug, state.own.scenes(), state.include);
        drop(state);
        let link = page::link(SCENES, code);
        if link.len() > LONGEST_LINK {
            let length = link.len();
            return self.say(format!(
                "The link would have {length} characters, and many programs cut off what is longer than {LONGEST_LINK}. \
                 Export a file instead, or leave the notes out."
            ));
        }
        let desk = self.clone();
        let clipboard = gloo::utils::window().navigator().clipboard();
        spawn_local(async move {
            // There is none where the page is not served securely.
            let copied = !clipboard.is_undefined() && JsFuture::from(clipboard.write_text(&link)).await.is_ok();
            let said = format!("It has {} characters.", link.len());
            desk.state.borrow_mut().to_copy = if copied { String::new() } else { link };
            desk.say(
                if copied { "The link is copied. " } else { "Copying is not allowed here: copy the link yourself. " }
                    .to_owned()
                    + &said,
            );
        });
    }
}

/// A number of scenes in words.
pub(super) fn counted(scenes: usize) -> String {
    if scenes == 1 { "1 scene".to_owned() } else { format!("{scenes} scenes") }
}

/// Lets the reader save a text as a file.
fn download(text: &str, name: &str) -> Result<(), JsValue> {
    let kind = BlobPropertyBag::new();
    kind.set_type("application/json");
    let blob = Blob::new_with_str_sequence_and_options(&Array::of1(&text.into()), &kind)?;
    let address = Url::create_object_url_with_blob(&blob)?;
    let link: HtmlAnchorElement = document().create_element("a")?.unchecked_into();
    link.set_href(&address);
    link.set_download(name);
    link.click();
    Url::revoke_object_url(&address)
}

/// Gives the focus to what a selector finds when the page is rendered.
fn focus_soon(selector: String) {
    Timeout::new(0, move || clicker::focus(&selector)).forget();
}

fn focus_element(element: &Element) {
    if let Some(element) = element.dyn_ref::<web_sys::HtmlElement>() {
        // Without it the keyboard starts at the top of the drawer.
        let _ = element.focus();
    }
}

/// The heading of a lab in the page.
pub(super) fn name_of(lab: &str) -> String {
    let heading = document().get_element_by_id(&[lab, "-title"].concat());
    heading.and_then(|heading| heading.text_content()).unwrap_or_else(|| lab.to_owned())
}
