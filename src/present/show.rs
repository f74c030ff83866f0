//! A presentation under way: what [`Mode`] decides, done to the labs, the page and the other window.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use gloo::events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast as _;
use web_sys::Element;
use yew::Callback;

use super::channel::{Channel, Order, Report};
use super::clicker;
use super::mode::{self, Act, Deck, Do, Mode, Place};
use super::scene::Scene;
use crate::lazy::NotLoaded;
use crate::life;
use crate::player::codes::Coded;
use crate::player::registry;
use crate::player::session::Listener;
use crate::share::{Kept, PRESENT, page};

/// A presentation. A handle: clones are the same one.
#[derive(Clone)]
pub struct Show(Rc<Inner>);

impl PartialEq for Show {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

struct Inner {
    deck: Deck,
    scenes: Vec<Scene>,
    mode: Cell<Mode>,
    stage: RefCell<Option<Stage>>,
    /// Why the scene can't be shown.
    fault: RefCell<String>,
    /// What the live region says.
    spoken: RefCell<String>,
    controls: Cell<bool>,
    /// The lab is being moved from here.
    moving: Cell<bool>,
    /// When it began, in milliseconds since 1970.
    since: Cell<f64>,
    path: String,
    told: RefCell<Callback<()>>,
    over: RefCell<Callback<()>>,
    channel: RefCell<Option<Channel>>,
    keys: RefCell<Option<EventListener>>,
}

/// The lab that is shown.
struct Stage {
    player: Coded,
    section: Option<Element>,
    /// What was locked until its reader makes a guess. Whoever presents has the class guess.
    locked: Option<Element>,
    from: u64,
    /// The position and the end that this presentation brought about.
    known: Cell<(u64, u64)>,
    /// Somebody else has changed the run since: by hand.
    altered: Cell<bool>,
    _listener: Listener,
}

impl Stage {
    fn of(player: Coded, from: u64, inner: Weak<Inner>) -> Self {
        let section = gloo::utils::document().get_element_by_id(player.lab());
        if let Some(section) = &section {
            // The name is a valid one.
            let _ = section.set_attribute("data-presented", "");
        }
        let locked = section.as_ref().and_then(|section| section.query_selector("[inert]").ok().flatten());
        if let Some(locked) = &locked {
            let _ = locked.remove_attribute("inert");
        }
        let listener = player.on_change(move || {
            if let Some(show) = upgrade(&inner) {
                show.on_lab();
            }
        });
        let known = Cell::new((player.position(), player.end()));
        Self { player, section, locked, from, known, altered: Cell::new(false), _listener: listener }
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        if let Some(section) = &self.section {
            // A mark that is not there need not be taken away.
            let _ = section.remove_attribute("data-presented");
        }
        if let Some(locked) = &self.locked {
            let _ = locked.set_attribute("inert", "");
        }
    }
}

/// What is to be seen of a presentation.
#[derive(Clone, Debug, PartialEq)]
pub struct View {
    /// The mode.
    pub mode: Mode,
    /// The position in the scene, and how many steps it has.
    pub step: u64,
    /// See `step`.
    pub steps: u64,
    /// What happened in the last step.
    pub said: String,
    /// What went wrong.
    pub fault: String,
    /// What the live region says.
    pub spoken: String,
    /// Whether the labs' controls are shown.
    pub controls: bool,
}

impl Show {
    /// Begins at a scene. `over` is called when it is over.
    pub fn begin(deck: Deck, scenes: Vec<Scene>, scene: usize, over: Callback<()>) -> Self {
        let path = page::path();
        let kept = page::kept(&path, PRESENT);
        let show = Self(Rc::new(Inner {
            mode: Cell::new(Mode::at(scene, scenes.len())),
            deck,
            scenes,
            stage: RefCell::default(),
            fault: RefCell::default(),
            spoken: RefCell::default(),
            controls: Cell::new(false),
            moving: Cell::new(false),
            since: Cell::new(js_sys::Date::now()),
            path,
            told: RefCell::default(),
            over: RefCell::new(over),
            channel: RefCell::default(),
            keys: RefCell::default(),
        }));
        show.listen();
        page::drop_query();
        show.open_scene(kept.as_ref(), false);
        show.keep();
        show
    }

    fn listen(&self) {
        let inner = Rc::downgrade(&self.0);
        // Before any control: a clicker's keys are not a slider's.
        let options = EventListenerOptions { passive: false, ..EventListenerOptions::run_in_capture_phase() };
        let keys = EventListener::new_with_options(&gloo::utils::window(), "keydown", options, move |event| {
            if let (Some(show), Some(event)) = (upgrade(&inner), event.dyn_ref()) {
                clicker::on_key(&show, event);
            }
        });
        *self.0.keys.borrow_mut() = Some(keys);
        let inner = Rc::downgrade(&self.0);
        let ordered = move |order| {
            if let Some(show) = upgrade(&inner) {
                show.on_order(order);
            }
        };
        *self.0.channel.borrow_mut() = Channel::of_presenter(&self.0.path, ordered);
    }

    /// Calls `told` at every change from here on.
    pub fn on_change(&self, told: Callback<()>) {
        *self.0.told.borrow_mut() = told;
    }

    /// All scenes.
    #[must_use]
    pub fn scenes(&self) -> &[Scene] {
        &self.0.scenes
    }

    /// What is to be seen now.
    #[must_use]
    pub fn view(&self) -> View {
        let [step, steps] = self.place().strides();
        let player = self.0.stage.borrow().as_ref().map(|stage| stage.player.clone());
        let refused = player.as_ref().and_then(|player| player.message());
        View {
            mode: self.0.mode.get(),
            step,
            steps,
            said: player.map(|player| player.said()).unwrap_or_default(),
            fault: refused.unwrap_or_else(|| self.0.fault.borrow().clone()),
            spoken: self.0.spoken.borrow().clone(),
            controls: self.0.controls.get(),
        }
    }

    fn place(&self) -> Place {
        self.0.stage.borrow().as_ref().map_or(Place::default(), |stage| Place {
            position: stage.player.position(),
            from: stage.from,
            to: stage.player.end(),
            goes_on: stage.altered.get() && !stage.player.is_over(),
            stride: self.0.scenes.get(self.0.mode.get().scene).map_or(1, |scene| scene.stride.into()),
        })
    }

    /// Does what is asked for.
    pub fn act(&self, act: Act) {
        let mut mode = self.0.mode.get();
        let was_blank = mode.blank;
        let to_do = mode.act(act, self.place());
        self.0.mode.set(mode);
        self.0.moving.set(true);
        let player = self.0.stage.borrow().as_ref().map(|stage| stage.player.clone());
        match (to_do, player) {
            (Do::Leave, _) => return self.end(),
            (Do::Open { at_end }, _) => self.open_scene(None, at_end),
            (Do::Step, Some(player)) => player.step(),
            (Do::GoTo(position), Some(player)) => player.go_to(position),
            (Do::Nothing | Do::Step | Do::GoTo(_), _) => {}
        }
        self.0.moving.set(false);
        if let (Do::Step | Do::GoTo(_), Some(stage)) = (to_do, &*self.0.stage.borrow()) {
            stage.known.set((stage.player.position(), stage.player.end()));
            self.0.spoken.replace(stage.player.said());
        }
        self.keep();
        if mode.blank != was_blank {
            let said = if mode.blank { "The screen is blank." } else { "The screen is back." };
            self.0.spoken.replace(said.to_owned());
        }
        self.tell();
    }

    /// Shows the scene that the mode names; if `kept` is a moment of that very scene, that moment.
    fn open_scene(&self, kept: Option<&Kept>, at_end: bool) {
        let index = self.0.mode.get().scene;
        let Some(scene) = self.0.scenes.get(index) else {
            self.set_stage(None);
            self.0.fault.replace("There are no scenes here yet.".to_owned());
            return;
        };
        let address = mode::address(self.0.deck, index);
        let kept = kept.filter(|kept| kept.public == address && !kept.full.is_empty()).cloned();
        let shown = self.0.stage.borrow().as_ref().map(|stage| stage.player.lab());
        if shown != Some(&*scene.lab) {
            self.set_stage(None);
        }
        if document_has(&scene.lab) {
            self.0.fault.replace("The lab is being loaded …".to_owned());
            self.open_when_here(scene, kept, at_end);
        } else {
            self.0.fault.replace("The lab of this scene is not on this page.".to_owned());
        }
        let (number, of) = (index + 1, self.0.scenes.len());
        self.0.spoken.replace(format!("Scene {number} of {of}: {}. {}", scene.title, scene.text));
        page::show(PRESENT, address);
        // A new scene is read from its top.
        if let Some(app) = gloo::utils::document().get_element_by_id("app") {
            app.set_scroll_top(0);
        }
    }

    /// Opens the scene when its lab lives, unless another scene is shown by then.
    fn open_when_here(&self, scene: &Scene, kept: Option<Kept>, at_end: bool) {
        let (inner, scene, lab) = (Rc::downgrade(&self.0), scene.clone(), scene.lab.clone());
        let index = self.0.mode.get().scene;
        life::wake_lab(&scene.lab);
        let open = move |lab: Result<Coded, NotLoaded>| {
            let still = |show: &Self| show.0.mode.get().scene == index && show.0.keys.borrow().is_some();
            let Some(show) = upgrade(&inner).filter(still) else { return };
            let opened = match lab {
                Ok(lab) => show.open_lab(&lab, &scene, kept.as_ref(), at_end),
                Err(NotLoaded) => Err("The lab could not be loaded. Try again when you are online.".to_owned()),
            };
            show.0.fault.replace(opened.err().unwrap_or_default());
            show.keep();
            show.tell();
        };
        registry::when_here(&lab, move |player| player.when_coded(open));
    }

    fn open_lab(&self, player: &Coded, scene: &Scene, kept: Option<&Kept>, at_end: bool) -> Result<(), String> {
        player.set_aside(true);
        let again = kept.filter(|kept| player.open(&kept.full).is_ok());
        if again.is_none() {
            let opened = scene.code().and_then(|code| player.open(&code).map_err(|error| error.to_string()));
            if let Err(why) = opened {
                player.set_aside(false);
                self.set_stage(None);
                return Err(why);
            }
        }
        let from = again.and_then(|kept| kept.before.parse().ok()).unwrap_or_else(|| player.position());
        if at_end {
            player.go_to(player.end());
        }
        self.set_stage(Some((player.clone(), from)));
        Ok(())
    }

    /// Puts a lab on the stage. The one that leaves it gets its reader's own runs back.
    fn set_stage(&self, next: Option<(Coded, u64)>) {
        let before = self.0.stage.take();
        if let Some(before) = before
            && next.as_ref().is_none_or(|(player, _)| *player != before.player)
        {
            before.player.set_aside(false);
        }
        let stage = next.map(|(player, from)| Stage::of(player, from, Rc::downgrade(&self.0)));
        let lab = stage.as_ref().map_or("", |stage| stage.player.lab());
        let _ = gloo::utils::document_element().set_attribute("data-present", lab);
        self.0.stage.replace(stage);
    }

    /// The lab has changed: by what was asked for here, or by hand.
    fn on_lab(&self) {
        if self.0.moving.get() {
            return;
        }
        if let Some(stage) = &*self.0.stage.borrow()
            && stage.known.get() != (stage.player.position(), stage.player.end())
        {
            stage.altered.set(true);
        }
        self.keep();
        self.tell();
    }

    /// Keeps where this is, for F5.
    fn keep(&self) {
        let stage = self.0.stage.borrow();
        let (full, before) =
            stage.as_ref().map(|stage| (stage.player.private_code(), stage.from.to_string())).unwrap_or_default();
        let public = mode::address(self.0.deck, self.0.mode.get().scene);
        page::keep(&self.0.path, PRESENT, &Kept { full, public, before, ..Kept::default() });
    }

    fn tell(&self) {
        self.report();
        let told = self.0.told.borrow().clone();
        told.emit(());
    }

    /// Tells the other window.
    fn report(&self) {
        if let Some(channel) = &*self.0.channel.borrow() {
            let View { mode, step, steps, said, .. } = self.view();
            let report = Report { mode, step, steps, said, since: self.0.since.get(), scenes: Vec::new() };
            channel.report(&report, &self.0.scenes);
        }
    }

    fn on_order(&self, order: Order) {
        match order {
            Order::Hello => self.report(),
            Order::Act(act) => self.act(act),
            Order::Restart => {
                self.0.since.set(js_sys::Date::now());
                self.report();
            }
        }
    }

    /// Plays the lab, or stops it.
    pub fn toggle_play(&self) {
        let player = self.0.stage.borrow().as_ref().map(|stage| stage.player.clone());
        match player {
            Some(player) if player.is_playing() => player.pause(),
            Some(player) => player.play(),
            None => {}
        }
    }

    /// Shows the lab's own controls, or hides them.
    pub fn toggle_controls(&self) {
        let shown = !self.0.controls.get();
        self.0.controls.set(shown);
        let html = gloo::utils::document_element();
        // The name is a valid one.
        let _ = if shown {
            html.set_attribute("data-present-controls", "")
        } else {
            html.remove_attribute("data-present-controls")
        };
        self.tell();
    }

    /// Ends it: the page and the reader's own runs are as before.
    pub fn end(&self) {
        if let Some(keys) = self.0.keys.take() {
            drop(keys);
            self.set_stage(None);
            for mark in ["data-present", "data-present-controls"] {
                let _ = gloo::utils::document_element().remove_attribute(mark);
            }
            page::forget(&self.0.path, PRESENT);
            if let Some(channel) = self.0.channel.take() {
                channel.bye();
            }
            self.0.told.take();
            let over = self.0.over.take();
            over.emit(());
        }
    }
}

fn document_has(lab: &str) -> bool {
    gloo::utils::document().get_element_by_id(lab).is_some()
}

fn upgrade(inner: &Weak<Inner>) -> Option<Show> {
    inner.upgrade().map(Show)
}
