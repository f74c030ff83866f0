//! A part of a page in an empty browser, as a user finds and presses what is in it.

use gloo::utils::{body, document, window};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Event, EventInit, HtmlElement, Storage};
use yew::BaseComponent;

use super::wait::rendered;

/// What a device keeps.
pub fn storage() -> Storage {
    window().local_storage().expect("a storage").expect("it is there")
}

/// A component that is in the page until it is closed.
pub struct Page<C: BaseComponent> {
    pub root: Element,
    app: yew::AppHandle<C>,
}

impl<C: BaseComponent<Properties = ()>> Page<C> {
    /// In a browser that keeps nothing of what an earlier test has done.
    pub async fn open() -> Self {
        storage().clear().expect("it is cleared");
        window().session_storage().expect("a storage").expect("it is there").clear().expect("it is cleared");
        Self::open_at("#").await
    }

    /// With what the device keeps, at this fragment.
    pub async fn open_at(fragment: &str) -> Self {
        go_to(fragment);
        let root = document().create_element("div").expect("an element");
        body().append_child(&root).expect("it is in the page");
        let app = yew::Renderer::<C>::with_root(root.clone()).render();
        rendered().await;
        Self { root, app }
    }

    /// The first that fits.
    pub fn find<T: JsCast>(&self, selector: &str) -> T {
        let found = self.root.query_selector(selector).expect("a selector");
        found.unwrap_or_else(|| panic!("no {selector}")).unchecked_into()
    }

    /// How many fit.
    pub fn count(&self, selector: &str) -> u32 {
        self.root.query_selector_all(selector).expect("a selector").length()
    }

    pub fn has(&self, selector: &str) -> bool {
        self.count(selector) > 0
    }

    pub fn text(&self, selector: &str) -> String {
        self.find::<Element>(selector).text_content().unwrap_or_default()
    }

    /// What stands in a field, or is chosen.
    pub fn value(&self, selector: &str) -> String {
        let value = js_sys::Reflect::get(&self.find::<Element>(selector), &"value".into());
        value.ok().and_then(|value| value.as_string()).expect("it has a value")
    }

    /// Presses the first button of this name.
    pub async fn press(&self, name: &str) {
        self.press_one_of("button", name).await;
    }

    /// Presses the first button of this name in a lab.
    pub async fn press_in(&self, lab: &str, name: &str) {
        self.press_one_of(&format!("#{lab} button"), name).await;
    }

    async fn press_one_of(&self, selector: &str, name: &str) {
        let buttons = self.root.query_selector_all(selector).expect("a selector");
        let button = (0..buttons.length())
            .filter_map(|index| buttons.item(index)?.dyn_into::<HtmlElement>().ok())
            .find(|one| one.get_attribute("aria-label").or(one.text_content()).is_some_and(|text| text.trim() == name));
        button.unwrap_or_else(|| panic!("no button {name}")).click();
        rendered().await;
    }

    /// Skips the question before a lab, unless another test has: that is remembered.
    pub async fn skip_guess(&self) {
        if self.text(".prediction").contains("Skip") {
            self.press("Skip").await;
        }
    }

    /// Has an element hear of something, as if a user had done it there.
    pub async fn send(&self, selector: &str, kind: &str) {
        let how = EventInit::new();
        how.set_bubbles(true);
        how.set_cancelable(true);
        let event = Event::new_with_event_init_dict(kind, &how).expect("an event");
        self.find::<Element>(selector).dispatch_event(&event).expect("it is sent");
        rendered().await;
    }

    /// Leaves a field, or a choice, with another value.
    pub async fn set(&self, selector: &str, value: &str) {
        self.fill(selector, value);
        self.send(selector, "change").await;
    }

    /// Moves a slider, as one frame of a drag or a key does, or types into a field.
    pub async fn slide(&self, selector: &str, value: &str) {
        self.fill(selector, value);
        self.send(selector, "input").await;
    }

    /// Writes into the field of a form, and sends the form.
    pub async fn submit(&self, form: &str, text: &str) {
        self.fill(&format!("{form} input"), text);
        self.send(form, "submit").await;
    }

    /// Writes into a field.
    pub fn fill(&self, selector: &str, value: &str) {
        // Whatever has a value: a field of one line or many, or a choice.
        js_sys::Reflect::set(&self.find::<Element>(selector), &"value".into(), &value.into()).expect("it has a value");
    }

    pub async fn key(&self, selector: &str, key: &str) {
        press_key(&self.find::<Element>(selector), key);
        rendered().await;
    }

    /// A pointer of this number does something, at this part of an element's width and height.
    pub async fn pointer(&self, selector: &str, kind: &str, pointer: i32, (x, y): (f64, f64)) {
        let script = format!(
            "const place = element.getBoundingClientRect();
             element.dispatchEvent(new PointerEvent('{kind}', {{ pointerId: {pointer}, button: 0, bubbles: true, cancelable: true,
                 clientX: place.left + place.width * {x}, clientY: place.top + place.height * {y} }}))"
        );
        let element = self.find::<Element>(selector);
        js_sys::Function::new_with_args("element", &script).call1(&JsValue::NULL, &element).expect("it is sent");
        rendered().await;
    }

    /// Takes it out of the page.
    pub async fn close(self) {
        self.app.destroy();
        rendered().await;
        self.root.remove();
        go_to("#");
    }
}

/// Presses a key where this element has the focus.
pub fn press_key(focused: &Element, key: &str) {
    let event = format!("new KeyboardEvent('keydown', {{ key: '{key}', bubbles: true, cancelable: true }})");
    let event: Event = js_sys::eval(&event).expect("an event").unchecked_into();
    focused.dispatch_event(&event).expect("it is sent");
}

fn go_to(fragment: &str) {
    let history = window().history().expect("a history");
    history.replace_state_with_url(&"".into(), "", Some(fragment)).expect("a fragment");
}
