//! All progress as a file: JSON, so that a reader can look into it.
//!
//! ```json
//! {"format":"moving-parts progress","version":1,"chapters":{"consistent-hashing":{"read":1,"guess.ring":60}}}
//! ```

use std::fmt::{self, Write as _};

use js_sys::{Array, JSON, Object, Reflect};
use wasm_bindgen::{JsCast as _, JsValue};

use super::record::Record;

/// The largest file that is read, in bytes.
pub const LARGEST: u32 = 200_000;
/// The most chapters that a file may tell of.
const MOST_CHAPTERS: u32 = 100;
const FORMAT: &str = "moving-parts progress";
const VERSION: u32 = 1;

/// Why a file is not taken.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Refused {
    /// It is larger than [`LARGEST`].
    TooLarge,
    /// It holds no progress.
    NoProgress,
    /// A newer version of the book wrote it.
    Newer,
    /// Something in it is not as it should be.
    Damaged,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TooLarge => "This file is too large to be one of yours: nothing was changed.",
            Self::NoProgress => "This is not a file of progress: nothing was changed.",
            Self::Newer => "A newer version of this book wrote this file: nothing was changed.",
            Self::Damaged => "This file is damaged: nothing was changed.",
        })
    }
}

/// The file's text. `aside` is what could not be read, by name.
#[must_use]
pub fn write(chapters: &[(String, Record)], aside: &[(String, String)]) -> String {
    let mut text = format!("{{\"format\":\"{FORMAT}\",\"version\":{VERSION},\"chapters\":{{");
    // Chapters' addresses and facts' names hold nothing that JSON would want escaped. Writing into a string can't fail.
    for (index, (chapter, record)) in chapters.iter().enumerate() {
        let _ = write!(text, "{}\n\"{chapter}\":{{", comma(index));
        for (index, (name, value)) in record.facts().enumerate() {
            let _ = write!(text, "{}\"{name}\":{value}", comma(index));
        }
        text.push('}');
    }
    text.push('}');
    if !aside.is_empty() {
        let damaged = Object::new();
        for (name, kept) in aside {
            // A plain object takes every field.
            let _ = Reflect::set(&damaged, &name.into(), &kept.into());
        }
        let damaged = JSON::stringify(&damaged).ok().and_then(|text| text.as_string()).unwrap_or_default();
        let _ = write!(text, ",\n\"damaged\":{damaged}");
    }
    text + "}\n"
}

const fn comma(index: usize) -> &'static str {
    if index > 0 { "," } else { "" }
}

/// The records in a file's text. What is set aside in it stays there.
///
/// # Errors
/// If it is no such file, or not wholly in order.
pub fn read(text: &str) -> Result<Vec<(String, Record)>, Refused> {
    if text.len() > LARGEST as usize {
        return Err(Refused::TooLarge);
    }
    let file = JSON::parse(text).map_err(|_| Refused::NoProgress)?;
    if field(&file, "format").as_string().as_deref() != Some(FORMAT) {
        return Err(Refused::NoProgress);
    }
    match whole(&field(&file, "version")) {
        Some(VERSION) => {}
        Some(later) if later > VERSION => return Err(Refused::Newer),
        _ => return Err(Refused::Damaged),
    }
    let chapters = entries(&field(&file, "chapters"))?;
    if chapters.length() > MOST_CHAPTERS {
        return Err(Refused::Damaged);
    }
    chapters.iter().map(|entry| chapter(&entry)).collect()
}

fn chapter(entry: &JsValue) -> Result<(String, Record), Refused> {
    let (name, facts) = pair(entry)?;
    let is_address = |byte: u8| byte.is_ascii_lowercase() || byte == b'-';
    if name.is_empty() || name.len() > 40 || !name.bytes().all(is_address) {
        return Err(Refused::Damaged);
    }
    // Through the text that storage would hold, so that the same rules apply.
    let mut text = super::record::FORMAT.to_string();
    for fact in entries(&facts)?.iter() {
        let (name, value) = pair(&fact)?;
        let value = whole(&value).ok_or(Refused::Damaged)?;
        let _ = write!(text, "\n{name} {value}");
    }
    Ok((name, Record::read(&text).map_err(|_| Refused::Damaged)?))
}

fn field(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).unwrap_or_default()
}

fn entries(object: &JsValue) -> Result<Array, Refused> {
    object.dyn_ref::<Object>().map(Object::entries).ok_or(Refused::Damaged)
}

fn pair(entry: &JsValue) -> Result<(String, JsValue), Refused> {
    let entry = entry.dyn_ref::<Array>().ok_or(Refused::Damaged)?;
    Ok((entry.get(0).as_string().ok_or(Refused::Damaged)?, entry.get(1)))
}

/// A whole number that fits.
fn whole(value: &JsValue) -> Option<u32> {
    let number = value.as_f64()?;
    let whole = number as u32;
    (f64::from(whole) == number).then_some(whole)
}
