//! Plain JavaScript objects, for files and messages: smaller than a JSON library. Browser only.

use js_sys::{Array, JSON, Object, Reflect};
use wasm_bindgen::{JsCast as _, JsValue};

/// An object with these fields.
#[must_use]
pub fn object<'a>(fields: impl IntoIterator<Item = (&'a str, JsValue)>) -> JsValue {
    let object = Object::new();
    for (name, value) in fields {
        // A new plain object takes every field.
        let _ = Reflect::set(&object, &name.into(), &value);
    }
    object.into()
}

/// A field; `undefined` where there is none.
#[must_use]
pub fn field(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).unwrap_or_default()
}

/// A field that is a text.
#[must_use]
pub fn text(object: &JsValue, name: &str) -> Option<String> {
    field(object, name).as_string()
}

/// A field that is a whole number; 0 where it is none.
#[must_use]
pub fn number(object: &JsValue, name: &str) -> f64 {
    field(object, name).as_f64().unwrap_or_default()
}

/// The elements of a field that is a list; none where it is not.
#[must_use]
pub fn list(object: &JsValue, name: &str) -> Array {
    field(object, name).dyn_into().unwrap_or_default()
}

/// As JSON; indented by so many spaces for people's eyes, or on one line.
#[must_use]
pub fn to_json(value: &JsValue, indent: u32) -> String {
    JSON::stringify_with_replacer_and_space(value, &JsValue::NULL, &indent.into())
        .ok()
        .and_then(|text| text.as_string())
        .unwrap_or_default()
}

/// From JSON, if it is any.
#[must_use]
pub fn from_json(text: &str) -> Option<JsValue> {
    JSON::parse(text).ok()
}
