//! Scenes as a file, as what the browser keeps, and in a link: JSON in each of them.
//!
//! ```json
//! { "format": "moving-parts scenes", "version": 1, "chapter": "consistent-hashing",
//!   "scenes": [{ "lab": "ring", "title": "…", "text": "…", "notes": "…", "code": "…", "public": "…" }] }
//! ```
//!
//! `public` is there only where it is not `code`.

use base64ct::{Base64UrlUnpadded, Encoding as _};
use js_sys::Array;
use wasm_bindgen::JsValue;

use super::{Fault, MOST_SCENES, Written};
use crate::plain::{field, from_json, list, number, object, text, to_json};

const FORMAT: &str = "moving-parts scenes";
const VERSION: f64 = 1.0;

/// The largest file that is read, in bytes.
pub const LARGEST: f64 = 4_000_000.0;

/// The longest link that is given, in characters: mail and chat programs cut longer ones.
pub const LONGEST_LINK: usize = 8_000;

/// The longest list that is read from a link, in characters.
const LONGEST_READ: usize = 200_000;

/// What is put in.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Include {
    /// The notes.
    pub notes: bool,
    /// What the reader typed into the labs.
    pub private: bool,
}

impl Include {
    /// All of it.
    pub const ALL: Self = Self { notes: true, private: true };
}

/// The scenes of a chapter as JSON, a line for each field.
#[must_use]
pub fn write(slug: &str, scenes: &[Written], include: Include) -> String {
    to_json(&listed(slug, scenes, include), 1)
}

fn listed(slug: &str, scenes: &[Written], include: Include) -> JsValue {
    let all: Array = scenes.iter().map(|scene| written(scene, include)).collect();
    object([("format", FORMAT.into()), ("version", VERSION.into()), ("chapter", slug.into()), ("scenes", all.into())])
}

fn written(scene: &Written, include: Include) -> JsValue {
    let code = if include.private { &scene.code } else { &scene.public };
    let public = if *code == scene.public { JsValue::UNDEFINED } else { scene.public.as_str().into() };
    let notes = if include.notes { scene.notes.as_str() } else { "" };
    object([
        ("lab", scene.lab.as_str().into()),
        ("title", scene.title.as_str().into()),
        ("text", scene.text.as_str().into()),
        ("notes", notes.into()),
        ("code", code.as_str().into()),
        ("public", public),
    ])
}

/// The scenes of a chapter from JSON.
///
/// # Errors
/// If it is no JSON, no list of scenes, of another chapter or of a newer version, or if one of the scenes is not whole.
pub fn read(json: &str, slug: &str) -> Result<Vec<Written>, Fault> {
    let file = from_json(json).ok_or(Fault::Damaged)?;
    if text(&file, "format").as_deref() != Some(FORMAT) {
        return Err(Fault::NotScenes);
    }
    if number(&file, "version") > VERSION {
        return Err(Fault::Newer);
    }
    let chapter = text(&file, "chapter").unwrap_or_default();
    if chapter != slug {
        return Err(Fault::OtherChapter(chapter.chars().take(40).collect()));
    }
    let scenes = list(&file, "scenes");
    if scenes.length() as usize > MOST_SCENES {
        return Err(Fault::TooMany);
    }
    scenes.iter().map(|scene| scene_of(&scene)).collect()
}

fn scene_of(scene: &JsValue) -> Result<Written, Fault> {
    let get = |name: &str| text(scene, name).unwrap_or_default();
    let code = get("code");
    let public = if field(scene, "public").is_undefined() { code.clone() } else { get("public") };
    let scene =
        Written { id: 0, lab: get("lab"), title: get("title"), text: get("text"), notes: get("notes"), code, public };
    scene.check().map(|()| scene)
}

/// The scenes as they stand in a fragment.
#[must_use]
pub fn to_code(slug: &str, scenes: &[Written], include: Include) -> String {
    Base64UrlUnpadded::encode_string(to_json(&listed(slug, scenes, include), 0).as_bytes())
}

/// The scenes that a fragment holds.
///
/// # Errors
/// If it was cut or changed on the way, and as [`read`].
pub fn of_code(code: &str, slug: &str) -> Result<Vec<Written>, Fault> {
    if code.len() > LONGEST_READ {
        return Err(Fault::TooLarge);
    }
    let bytes = Base64UrlUnpadded::decode_vec(code).map_err(|_| Fault::Damaged)?;
    let json = String::from_utf8(bytes).map_err(|_| Fault::Damaged)?;
    read(&json, slug)
}
