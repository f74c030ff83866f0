//! What comes to life after what it stands in.
//!
//! Yew hydrates a root in one task, and all of its code has to be there. A whole lab would hold the page up too long, and bring what
//! a reader sees only further down. So a part of it can be a root of its own: it is prerendered in its place, and lives in a task
//! of its own, [soon](use_later), or with code of its own when a reader comes [near](use_near). To the root around it, its place is markup
//! that it does not look into.

use std::future::Future;
use std::pin::Pin;

use js_sys::Promise;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Element, HtmlButtonElement};
use yew::prelude::*;

use crate::lazy::NotLoaded;

/// Stands at what does not live yet: [`SOON`], or nothing if it is to live when it comes into sight.
pub const MARK: &str = "data-later";
/// See [`MARK`].
pub const SOON: &str = "soon";

/// The event that a lab's section gets when the lab changes for the first time.
pub const CHANGED: &str = "lab-changed";

/// Ends what lives.
pub type End = Box<dyn FnOnce()>;

/// The component, in a place of its own, where it lives soon. `is_fresh` tells whether it would still render what was prerendered;
/// else it is rendered anew.
#[hook]
pub fn use_later<C: BaseComponent>(
    props: impl Fn() -> C::Properties + 'static,
    is_fresh: impl Fn() -> bool + 'static,
) -> Html {
    #[cfg(not(target_arch = "wasm32"))]
    {
        drop(is_fresh);
        let props = props();
        place(SOON, html! { <C ..props /> })
    }
    #[cfg(target_arch = "wasm32")]
    {
        let place = use_node_ref();
        let around = place.clone();
        use_effect_with((), move |()| {
            let fill = move |place: Element, is_there: bool| fill_now::<C>(place, props(), is_there && is_fresh());
            browser::begin(around.cast(), None, browser::Begin::Now(Box::new(fill)))
        });
        browser::place(place)
    }
}

/// Brings a component to life in an element by a function that is [lazy](crate::lazy!) and calls [`fill_near`].
pub type Load = fn(Element, bool) -> Pin<Box<dyn Future<Output = Result<End, NotLoaded>>>>;

/// The component, in a place of its own of this lab, where it lives when it comes into sight, or the lab is touched or changes.
#[hook]
pub fn use_near<C: BaseComponent<Properties = ()>>(lab: &'static str, load: Load) -> Html {
    #[cfg(not(target_arch = "wasm32"))]
    {
        let _ = (lab, load);
        place("", html! { <C /> })
    }
    #[cfg(target_arch = "wasm32")]
    {
        let place = use_node_ref();
        let around = place.clone();
        use_effect_with((), move |()| browser::begin(around.cast(), Some(lab), browser::Begin::Loads(load)));
        browser::place(place)
    }
}

/// What `use_near` loads ends in this: brings a component to life that finds its session by the lab's name. If it would no longer
/// render what stands there, or nothing does, it is rendered anew.
#[cfg_attr(
    not(target_arch = "wasm32"),
    expect(unused_variables, clippy::needless_pass_by_value, reason = "nothing comes to life natively")
)]
#[must_use]
pub fn fill_near<C: BaseComponent<Properties = ()>>(place: Element, is_fresh: bool) -> End {
    #[cfg(target_arch = "wasm32")]
    return fill_now::<C>(place, (), is_fresh);
    #[cfg(not(target_arch = "wasm32"))]
    Box::new(|| ())
}

/// Whether something in the element is to live [soon](use_later), and does not yet.
#[must_use]
pub fn is_awaited(element: &Element) -> bool {
    element.query_selector(&["[", MARK, "=", SOON, "]"].concat()).is_ok_and(|found| found.is_some())
}

/// Markup of ours alone.
const NOT_LOADED: &str = "What follows could not be loaded: you can read it, but it does not run. \
    <button type=button>Try again</button>";

/// Says before an element that it was not loaded, and waits until the reader wants to try again.
///
/// # Errors
/// If the page refuses; none is known to.
pub async fn offer_another_try(element: &Element) -> Result<(), JsValue> {
    let document = gloo::utils::document();
    let note = document.create_element("p")?;
    note.set_class_name("boot-note");
    note.set_attribute("role", "status")?;
    note.set_inner_html(NOT_LOADED);
    let button: HtmlButtonElement = note.query_selector("button")?.ok_or(JsValue::NULL)?.unchecked_into();
    element.before_with_node_1(&note)?;
    JsFuture::from(Promise::new(&mut |resolve, _| button.set_onclick(Some(&resolve)))).await?;
    note.remove();
    Ok(())
}

/// Brings a component to life in an element; if it would not render what stands there, or nothing does, it is rendered anew.
#[cfg(target_arch = "wasm32")]
pub fn fill_now<C: BaseComponent>(place: Element, props: C::Properties, is_fresh: bool) -> End {
    if !is_fresh {
        place.set_inner_html("");
    }
    let renderer = yew::Renderer::<C>::with_root_and_props(place, props);
    let app = if is_fresh { renderer.hydrate() } else { renderer.render() };
    Box::new(move || app.destroy())
}

/// Yew looks for the comments around raw markup when it hydrates. Each of the two pieces of raw markup here is but one of them, and
/// what stands between is raw markup for the browser.
#[cfg(not(target_arch = "wasm32"))]
fn place(when: &'static str, inner: Html) -> Html {
    html! {
        <div class="later">
            { Html::from_html_unchecked("<!--<#>-->".into()) }
            <div data-later={when}>{ inner }</div>
            { Html::from_html_unchecked("<!--</#>-->".into()) }
        </div>
    }
}

#[cfg(target_arch = "wasm32")]
mod browser {
    use std::cell::RefCell;
    use std::rc::Rc;

    use gloo::events::{EventListener, EventListenerOptions};
    use gloo::timers::future::TimeoutFuture;
    use wasm_bindgen_futures::spawn_local;
    use web_sys::HtmlElement;

    use super::*;
    use crate::sight::Sight;

    /// Brings to life what stands in an element, or is to stand in it; the flag says whether it is there already.
    pub(super) enum Begin {
        Now(Box<dyn Fn(Element, bool) -> End>),
        Loads(Load),
    }

    impl Begin {
        async fn at(&self, place: Element, is_there: bool) -> Result<End, NotLoaded> {
            match self {
                Self::Now(fill) => Ok(fill(place, is_there)),
                Self::Loads(load) => load(place, is_there).await,
            }
        }
    }

    pub(super) fn place(place: NodeRef) -> Html {
        html! { <div class="later" ref={place}>{ Html::from_html_unchecked("".into()) }</div> }
    }

    /// It wakes when it comes into sight: what is prerendered there is right until the lab is touched, which wakes it too.
    const IN_SIGHT: &str = "0px";

    /// What wakes it.
    struct Alarm {
        _sight: Sight,
        _listeners: Vec<EventListener>,
        /// The button in it that was pressed before it lived.
        clicked: Rc<RefCell<Option<HtmlElement>>>,
    }

    enum Life {
        Asleep { alarm: Option<Alarm> },
        Wakes,
        Lives(End),
        Gone,
    }

    type Shared = Rc<RefCell<Life>>;

    /// Begins where it was prerendered in a task of its own, and if a lab is named, only when it comes into sight, or that lab is touched or changes;
    /// else at once. What comes back ends it.
    pub(super) fn begin(around: Option<Element>, lab: Option<&'static str>, begin: Begin) -> impl FnOnce() {
        let life = Shared::new(RefCell::new(Life::Asleep { alarm: None }));
        if let Some(around) = around {
            match around.query_selector(&["[", MARK, "]"].concat()) {
                Ok(Some(place)) => {
                    let sleeper = Rc::clone(&life);
                    let begin = Rc::new(begin);
                    let wake = Rc::new({
                        let place = place.clone();
                        move || wake(&sleeper, &place, true, &begin)
                    });
                    // A frame shows nothing but the lab.
                    let is_frame = gloo::utils::document_element().has_attribute("data-embed");
                    match lab.filter(|_| !is_frame).and_then(|lab| gloo::utils::document().get_element_by_id(lab)) {
                        Some(section) => {
                            life.replace(Life::Asleep { alarm: Some(alarm(&section, &place, &wake)) });
                        }
                        None => {
                            // The name is a valid one.
                            let _ = place.set_attribute(MARK, SOON);
                            wake();
                        }
                    }
                }
                _ => {
                    if let Ok(place) = gloo::utils::document().create_element("div")
                        && around.append_child(&place).is_ok()
                    {
                        wake(&life, &place, false, &Rc::new(begin));
                    }
                }
            }
        }
        move || {
            if let Life::Lives(end) = life.replace(Life::Gone) {
                end();
            }
        }
    }

    fn alarm(section: &Element, place: &Element, wake: &Rc<impl Fn() + 'static>) -> Alarm {
        let seen = Rc::clone(wake);
        // Its place may be no box of its own.
        let inner = place.first_element_child();
        let sight = Sight::of(inner.as_ref().unwrap_or(place), IN_SIGHT, move |is_seen| {
            if is_seen {
                seen();
            }
        });
        let window = gloo::utils::window();
        let told = |target: &web_sys::EventTarget, name| {
            let wake = Rc::clone(wake);
            EventListener::once(target, name, move |_| wake())
        };
        let clicked = Rc::<RefCell<Option<HtmlElement>>>::default();
        let (click, pressed) = (Rc::clone(&clicked), Rc::clone(wake));
        let options = EventListenerOptions::enable_prevent_default();
        let keep = EventListener::new_with_options(place, "click", options, move |event| {
            let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
            let button = target.and_then(|target| target.closest("button").ok()?);
            if let Some(button) = button.and_then(|button| button.dyn_into().ok()) {
                // A form would be sent to the server.
                event.prevent_default();
                click.replace(Some(button));
                // Who presses with a screen reader touches nothing else.
                pressed();
            }
        });
        let mut listeners = vec![keep, told(&window, "beforeprint")];
        listeners.extend([CHANGED, "pointerdown", "focusin"].map(|event| told(section, event)));
        Alarm { _sight: sight, _listeners: listeners, clicked }
    }

    fn wake(life: &Shared, place: &Element, is_there: bool, begin: &Rc<Begin>) {
        if !matches!(*life.borrow(), Life::Asleep { .. }) {
            return;
        }
        let Life::Asleep { alarm } = life.replace(Life::Wakes) else { return };
        let (life, place, begin) = (Rc::clone(life), place.clone(), Rc::clone(begin));
        spawn_local(async move {
            if is_there {
                TimeoutFuture::new(0).await;
            }
            while matches!(*life.borrow(), Life::Wakes) {
                if let Ok(end) = begin.at(place.clone(), is_there).await {
                    if matches!(*life.borrow(), Life::Wakes) {
                        life.replace(Life::Lives(end));
                    } else {
                        end();
                    }
                    // Yew renders before the browser comes to this.
                    TimeoutFuture::new(0).await;
                    // A mark that is not there need not be taken away.
                    let _ = place.remove_attribute(MARK);
                } else if offer_another_try(&place).await.is_err() {
                    // Without the note there is nothing to wait for, and the text still reads.
                    break;
                }
            }
            if let Some(alarm) = alarm {
                click_again(alarm);
            }
        });
    }

    /// Presses the button once more that could not hear it.
    fn click_again(alarm: Alarm) {
        let clicked = alarm.clicked.take();
        drop(alarm);
        if let Some(clicked) = clicked.filter(|clicked| clicked.is_connected()) {
            clicked.click();
        }
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    #[component]
    fn Inner() -> Html {
        html! { <b>{ "in" }</b> }
    }

    #[component]
    fn Outer() -> Html {
        let soon = use_later::<Inner>(|| (), || true);
        let near = use_near::<Inner>("lab", |_, _| Box::pin(async { Err(NotLoaded) }));
        html! { <>{ soon }{ near }</> }
    }

    #[tokio::test]
    async fn what_lives_later_is_raw_markup_to_what_is_around_it() {
        let page = yew::LocalServerRenderer::<Outer>::new().hydratable(true).render().await;
        for (when, part) in [SOON, ""].into_iter().zip(page.split("<div class=\"later\">").skip(1)) {
            let before = format!("<!--<#>--><!--<#>--><!--</#>--><div data-later=\"{when}\"><!--<[");
            assert!(part.starts_with(&before), "{part}");
            let within = part.split("</div>").next().unwrap_or_default();
            assert!(within.contains("<b>in</b>") && within.ends_with("]>-->"), "{part}");
            // As many raw parts begin as end.
            assert_eq!(part.matches("<!--<#>-->").count(), part.matches("<!--</#>-->").count(), "{part}");
            assert!(part.contains("</div><!--<#>--><!--</#>--><!--</#>--></div>"), "{part}");
        }
    }
}
