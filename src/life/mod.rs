//! What lives in the page: its marked parts, each with a Yew root of its own.
//!
//! A page is prerendered whole. Here its parts are loaded, and its living parts are hydrated: the first at once, those further
//! down when they are nearly in sight, because their code has to be loaded first. Nobody loads what is never looked at.

mod part;

use std::cell::{Cell, RefCell};
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use gloo::timers::future::TimeoutFuture;
use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::spawn_local;
use web_sys::Element;
use yew::prelude::*;

use crate::later::offer_another_try;
use crate::lazy::NotLoaded;
use crate::share::{self, page};
use crate::sheet;
use crate::sight::{NEARLY, Sight};

pub use part::{Life, Part};

thread_local! {
    /// The living parts of the page.
    static ALIVE: RefCell<Vec<(Element, Rc<Shown>)>> = const { RefCell::new(Vec::new()) };
}

/// What is known of one part of the page that is shown.
#[derive(Default)]
struct Shown {
    /// Brings it to life, unless that was done or its chapter has not come yet.
    asleep: RefCell<Option<Box<dyn FnOnce()>>>,
    /// It is to live as soon as its chapter has come, wherever it stands.
    is_wanted: Cell<bool>,
    end: RefCell<Option<Box<dyn FnOnce()>>>,
    /// What waits for it to be alive.
    awaits: RefCell<Option<Rc<WhenDropped>>>,
    sight: RefCell<Option<Sight>>,
    /// The page has been left; nothing more comes to life in it.
    is_gone: Cell<bool>,
}

impl Shown {
    fn wake(&self) {
        self.is_wanted.set(true);
        let asleep = self.asleep.take();
        if let Some(wake) = asleep {
            wake();
        }
    }

    /// It is alive, or can't be for now: either way nobody has to wait for it any more.
    fn is_settled(&self) {
        drop(self.awaits.take());
    }
}

/// Where a part is to live: the element that becomes the root of its component.
#[derive(Clone)]
pub struct Root {
    element: Element,
    part: Rc<Shown>,
}

/// The mark of a living part, by which the browser finds it: `data-living`.
#[must_use]
pub fn mark(slug: &str, index: usize) -> String {
    format!("{slug}/{index}")
}

impl Root {
    /// Brings the part to life: hydrates what was prerendered.
    pub fn fill<C: BaseComponent<Properties = ()>>(self) {
        #[cfg(target_arch = "wasm32")]
        if !self.part.is_gone.get() {
            let handle = yew::Renderer::<C>::with_root(self.element.clone()).hydrate();
            self.part.end.replace(Some(Box::new(|| handle.destroy())));
            spawn_local(async move {
                // Yew hydrates, and calls the effects, before the browser comes to this.
                TimeoutFuture::new(0).await;
                while !self.part.is_gone.get() && crate::later::is_awaited(&self.element) {
                    TimeoutFuture::new(0).await;
                }
                mark_alive(&self.element);
                self.part.is_settled();
            });
        }
    }

    /// Takes some steps, and then brings the part to life: in a task each, as all take their time.
    pub fn fill_after(self, steps: [fn(); 2], fill: fn(Self)) {
        spawn_local(async move {
            for step in steps {
                TimeoutFuture::new(0).await;
                step();
            }
            TimeoutFuture::new(0).await;
            fill(self);
        });
    }

    /// Brings the part to life by a function that is [lazy](crate::lazy!), with its sheet of `styles/later/` if it has one. If
    /// they do not come, the page says so.
    pub fn fill_later<F>(self, sheet: Option<&'static str>, fill: fn(Self) -> F)
    where
        F: Future<Output = Result<(), NotLoaded>> + 'static,
    {
        // As a box: what follows is compiled once, and not for every part of every chapter.
        self.fill_soon(sheet, Box::new(move |root| Box::pin(fill(root))));
    }

    fn fill_soon(self, sheet: Option<&'static str>, fill: Box<dyn Fn(Self) -> Filling>) {
        spawn_local(async move {
            while !has_come(sheet).await || fill(self.clone()).await.is_err() {
                self.part.is_settled();
                // Without the note there is nothing to wait for, and the text still reads.
                if offer_another_try(&self.element).await.is_err() {
                    break;
                }
            }
        });
    }
}

/// A part that is being filled.
type Filling = Pin<Box<dyn Future<Output = Result<(), NotLoaded>>>>;

async fn has_come(sheet: Option<&str>) -> bool {
    match sheet {
        Some(name) => sheet::bring(name).await.is_ok(),
        None => true,
    }
}

/// Says so in the page, for tests.
#[cfg(target_arch = "wasm32")]
fn mark_alive(element: &Element) {
    // It cannot fail with a valid name, and nothing but a test would miss it.
    let _ = element.set_attribute("data-alive", "");
}

/// Renders a component into an empty element, as a root of its own. What comes back ends it. Browser only.
#[must_use]
pub fn mount<C: BaseComponent>(place: Element, props: C::Properties) -> Box<dyn FnOnce()> {
    #[cfg(target_arch = "wasm32")]
    {
        let handle = yew::Renderer::<C>::with_root_and_props(place, props).render();
        Box::new(|| handle.destroy())
    }
    #[cfg(not(target_arch = "wasm32"))]
    {
        drop((place, props));
        Box::new(|| ())
    }
}

/// Whether the part lives: `false` while it is prerendered and for the first render in the browser, which must be the same.
#[hook]
pub fn use_is_alive() -> bool {
    let alive = use_state_eq(|| false);
    let setter = alive.setter();
    use_effect_with((), move |()| setter.set(true));
    *alive
}

/// Calls a function soon after it is dropped: Yew works off its queue before the browser comes to a timer.
struct WhenDropped(Cell<Option<fn()>>);

impl Drop for WhenDropped {
    fn drop(&mut self) {
        if let Some(then) = self.0.take() {
            spawn_local(async move {
                TimeoutFuture::new(0).await;
                then();
            });
        }
    }
}

/// What brings the parts of a chapter, by its address: loads them, and gives them when it is called again, if their page is
/// still there then. `None` for a chapter that has none.
pub type BringParts = fn(String) -> Pin<Box<dyn Future<Output = Result<Option<Parts>, NotLoaded>>>>;

/// Parts that have come.
pub type Parts = Box<dyn FnOnce() -> &'static [Part]>;

/// Brings what is marked in the page to life, now or when it is nearly in sight; calls `ready` when what is to live at once does.
pub fn wake(bring: BringParts, ready: fn()) {
    // Held by each part that is waited for; with the last of them gone, all are there.
    let ready = Rc::new(WhenDropped(Cell::new(Some(ready))));
    let Ok(marked) = gloo::utils::document().query_selector_all("[data-living]") else {
        return;
    };
    for node in (0..marked.length()).filter_map(|index| marked.get(index)) {
        let Ok(element) = node.dyn_into::<Element>() else {
            continue;
        };
        let part = Rc::new(Shown { awaits: RefCell::new(Some(Rc::clone(&ready))), ..Shown::default() });
        ALIVE.with_borrow_mut(|alive| alive.push((element, part)));
    }
    wake_those_in_the_address();
    if let Some(slug) = page::chapter() {
        spawn_local(begin(bring, slug));
    }
}

/// Loads the chapter’s parts, and brings them to life.
async fn begin(bring: BringParts, slug: String) {
    let alive = ALIVE.with_borrow(Clone::clone);
    let parts = loop {
        match bring(slug.clone()).await {
            Ok(parts) => break parts,
            Err(NotLoaded) => {
                alive.iter().for_each(|(_, part)| part.is_settled());
                let Some((first, _)) = alive.first() else { return };
                // Without the note there is nothing to wait for, and the text still reads.
                if offer_another_try(first).await.is_err() {
                    return;
                }
            }
        }
    };
    let is_gone = alive.iter().any(|(_, part)| part.is_gone.get());
    if let Some(parts) = parts.filter(|_| !is_gone) {
        let parts = parts();
        alive.iter().for_each(|(element, part)| begin_part(parts, element, part));
    }
}

fn begin_part(parts: &[Part], element: &Element, part: &Rc<Shown>) {
    let root = Root { element: element.clone(), part: Rc::clone(part) };
    match life(parts, element) {
        Life::Still => part.is_settled(),
        Life::AtOnce(wake) => wake(root),
        Life::InSight(wake) => {
            part.is_settled();
            part.asleep.replace(Some(Box::new(move || wake(root))));
            if part.is_wanted.get() {
                part.wake();
                return;
            }
            let seen = Rc::downgrade(part);
            let sight = Sight::of(element, NEARLY, move |is_seen| {
                if let Some(part) = seen.upgrade().filter(|_| is_seen) {
                    part.wake();
                }
            });
            part.sight.replace(Some(sight));
        }
    }
}

/// Brings all to life that is still asleep: the page is about to be printed.
pub fn wake_all() {
    for (_, part) in ALIVE.with_borrow(Clone::clone) {
        part.wake();
    }
}

/// Brings the parts to life whose labs the address names: a link opens them wherever they are.
pub fn wake_those_in_the_address() {
    let fragment = page::fragment();
    for lab in share::names(&fragment) {
        wake_lab(lab);
    }
}

/// Brings the part to life that holds this lab, soon: its code may have to be loaded first.
pub fn wake_lab(lab: &str) {
    let Some(lab) = gloo::utils::document().get_element_by_id(lab) else {
        return;
    };
    let holds = |(element, _): &&(Element, Rc<Shown>)| element.contains(Some(&lab));
    let part = ALIVE.with_borrow(|alive| alive.iter().find(holds).map(|(_, part)| Rc::clone(part)));
    if let Some(part) = part {
        part.wake();
    }
}

fn life(parts: &[Part], element: &Element) -> Life {
    let mark = element.get_attribute("data-living").unwrap_or_default();
    let index = mark.split_once('/').and_then(|(_, index)| index.parse().ok());
    let part = index.and_then(|index: usize| parts.get(index));
    part.map_or(Life::Still, Part::life)
}

/// Calls `end` when the page that `element` is in is left: for what came to life otherwise.
pub fn when_left(element: Element, end: impl FnOnce() + 'static) {
    let part = Shown { end: RefCell::new(Some(Box::new(end))), ..Shown::default() };
    ALIVE.with_borrow_mut(|alive| alive.push((element, Rc::new(part))));
}

/// Ends what is alive in the page, which is about to be replaced.
pub fn put_to_sleep() {
    for (_, part) in ALIVE.take() {
        part.is_gone.set(true);
        if let Some(ready) = part.awaits.take() {
            // Its page is never ready.
            ready.0.take();
        }
        part.asleep.take();
        part.sight.take();
        if let Some(end) = part.end.take() {
            end();
        }
    }
}
