//! Files: the pictures, the numbers, the moment; and a moment that comes back.

use js_sys::Array;
use simulation::kernel::moment_file::{self, FileError};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, BlobPropertyBag, Element, HtmlElement, HtmlInputElement, Url};
use yew::prelude::*;

use super::{NOT_LOADED, picture, table};
use crate::lazy;
use crate::player::codes::Coded;
use crate::player::files;

/// What can be saved.
#[derive(Clone, Copy, PartialEq)]
enum Save {
    Svg,
    Png,
    Tables,
    Transcript,
    Moment,
}

/// The buttons, and the field for a file.
#[hook]
pub fn use_save(player: &Coded, say: &Callback<String>) -> Html {
    let button = |save: Save, name: &'static str| {
        let (player, say) = (player.clone(), say.clone());
        let onclick = Callback::from(move |_: MouseEvent| {
            let (player, say) = (player.clone(), say.clone());
            spawn_local(async move {
                say.emit(match self::save(&player, save).await {
                    Ok(said) => said,
                    Err(_) => "The browser did not allow that.".to_owned(),
                });
            });
        });
        html! { <button type="button" {onclick}>{ name }</button> }
    };
    let open = {
        let (player, say) = (player.clone(), say.clone());
        Callback::from(move |event: Event| {
            let field: HtmlInputElement = event.target_unchecked_into();
            let Some(file) = field.files().and_then(|files| files.get(0)) else {
                return;
            };
            // So that the same file can be chosen again.
            field.set_value("");
            let (player, say) = (player.clone(), say.clone());
            spawn_local(async move { say.emit(open_file(&player, &file).await) });
        })
    };
    html! {
        <>
            <p class="more-row">
                { button(Save::Svg, "Picture, SVG") }
                { button(Save::Png, "Picture, PNG") }
                { button(Save::Tables, "Numbers, CSV") }
                { button(Save::Transcript, "Transcript, CSV") }
                { button(Save::Moment, "Moment, JSON") }
            </p>
            <p class="more-row">
                <label>
                    { "Open a saved moment " }
                    <input type="file" accept=".json,application/json" onchange={open} />
                </label>
            </p>
            <p class="hint">{ "Files stay on your device. A saved moment holds what you typed too." }</p>
        </>
    }
}

async fn save(player: &Coded, save: Save) -> Result<String, JsValue> {
    let name = player.lab();
    let lab = gloo::utils::document().get_element_by_id(name).ok_or(JsValue::NULL)?;
    match save {
        Save::Svg | Save::Png => save_pictures(name, &lab, save).await,
        Save::Tables => match table::of_lab(&lab) {
            Some(text) => download(&format!("{name}.csv"), &blob(&text, "text/csv")?),
            None => Ok("This lab shows no table; its transcript holds the numbers.".to_owned()),
        },
        Save::Transcript => {
            let text = table::of_transcript(&player.lines(0, player.position()), player.unit());
            download(&format!("{name}-transcript.csv"), &blob(&text, "text/csv")?)
        }
        Save::Moment => {
            let Ok(all) = lazy::bring(&files::AT_HAND).await else { return Ok(NOT_LOADED.to_owned()) };
            let text = all.iter().find_map(|files| (files.write)(player));
            match text.filter(|text| text.len() <= moment_file::LARGEST) {
                Some(text) => download(&format!("{name}.json"), &blob(&text, "application/json")?),
                None => Ok("This moment is too large to be saved.".to_owned()),
            }
        }
    }
}

async fn save_pictures(name: &str, lab: &Element, save: Save) -> Result<String, JsValue> {
    let pictures = picture::pictures(lab);
    let many = pictures.len() > 1;
    let mut said = "This lab has no picture.".to_owned();
    for (number, picture) in (1..).zip(&pictures) {
        let number = if many { format!("-{number}") } else { String::new() };
        said = if save == Save::Png {
            download(&format!("{name}{number}.png"), &picture::png(picture).await?)?
        } else {
            download(&format!("{name}{number}.svg"), &blob(&picture::svg(picture)?, "image/svg+xml")?)?
        };
    }
    Ok(if many { format!("Saved {} pictures.", pictures.len()) } else { said })
}

/// A text as a file of a type.
pub(super) fn blob(text: &str, kind: &str) -> Result<Blob, JsValue> {
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    Blob::new_with_str_sequence_and_options(&Array::of1(&text.into()), &options)
}

fn download(name: &str, blob: &Blob) -> Result<String, JsValue> {
    let address = Url::create_object_url_with_blob(blob)?;
    let link: HtmlElement = gloo::utils::document().create_element("a")?.dyn_into()?;
    link.set_attribute("href", &address)?;
    link.set_attribute("download", name)?;
    link.click();
    // The browser has begun to read it by then.
    gloo::timers::callback::Timeout::new(10_000, move || {
        // An address that is revoked already is no harm.
        let _ = Url::revoke_object_url(&address);
    })
    .forget();
    Ok(format!("Saved {name}."))
}

async fn open_file(player: &Coded, file: &Blob) -> String {
    if file.size() > moment_file::LARGEST as f64 {
        return FileError::TooLarge.to_string();
    }
    let Some(text) = JsFuture::from(file.text()).await.ok().and_then(|text| text.as_string()) else {
        return "The file could not be read.".to_owned();
    };
    let Ok(all) = lazy::bring(&files::AT_HAND).await else { return NOT_LOADED.to_owned() };
    let code = match files::to_code(all, &text) {
        Ok(code) => code,
        Err(error) => return error.to_string(),
    };
    match player.open(&code) {
        Ok(()) => "Opened. What was there before is kept as a run of its own.".to_owned(),
        Err(error) => error.to_string(),
    }
}
