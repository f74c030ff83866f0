//! Progress on the home page: marks on the map, and below it the place to take progress along, bring it back or erase it.

use gloo::events::EventListener;
use js_sys::Array;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, BlobPropertyBag, Element, HtmlAnchorElement, HtmlElement, HtmlInputElement, Url};
use yew::prelude::*;

use super::record::{self, Record};
use super::{Trouble, all, change, erase, file};

/// What the device knows, and what could not be read.
#[derive(Clone, Default, PartialEq)]
struct Known {
    chapters: Vec<(String, Record)>,
    aside: Vec<(String, String)>,
    troubles: Vec<Trouble>,
}

impl Known {
    fn look() -> Self {
        let mut known = Self::default();
        match all() {
            Ok((chapters, aside)) => {
                known.aside = aside;
                for (chapter, record) in chapters {
                    match record {
                        Ok(record) => known.chapters.push((chapter, record)),
                        Err(trouble) => known.troubles.push(trouble),
                    }
                }
            }
            Err(trouble) => known.troubles.push(trouble),
        }
        known.troubles.dedup();
        known
    }
}

/// Short words for one chapter: a shape and a text for each thing done.
fn words(record: &Record) -> Vec<String> {
    let mut words = Vec::new();
    if record.get(record::READ).is_some() {
        words.push("●\u{a0}read".to_owned());
    } else if record.get(record::OPENED).is_some() {
        words.push("◐\u{a0}begun".to_owned());
    }
    let guesses = record.of(record::GUESS).count();
    if guesses > 0 {
        words.push(format!("◆\u{a0}{guesses}\u{a0}guessed"));
    }
    let solved: u32 = record.of(record::SOLVED).map(|(_, count)| count).sum();
    if solved > 0 {
        words.push(format!("✓\u{a0}{solved}\u{a0}solved"));
    }
    words
}

/// Writes the marks on the map.
fn mark(known: &Known) {
    let Ok(places) = gloo::utils::document().query_selector_all("[data-progress]") else { return };
    for place in (0..places.length()).filter_map(|index| places.get(index)?.dyn_into::<Element>().ok()) {
        let slug = place.get_attribute("data-progress").unwrap_or_default();
        let record = known.chapters.iter().find(|(chapter, _)| *chapter == slug);
        place.set_text_content(None);
        for word in record.map(|(_, record)| words(record)).unwrap_or_default() {
            if let Ok(span) = gloo::utils::document().create_element("span") {
                span.set_text_content(Some(&word));
                // A place that was found takes a child.
                let _ = place.append_child(&span);
            }
        }
    }
}

/// What can be done with progress, below the map.
#[component]
pub fn Panel() -> Html {
    let known = use_state_eq(Known::look);
    let said = use_state_eq(String::new);
    let asks = use_state_eq(|| false);
    let keep = use_node_ref();
    let look = {
        let known = known.setter();
        Callback::from(move |()| known.set(Known::look()))
    };
    use_effect_with((), {
        let look = look.clone();
        move |()| {
            // Another tab has changed something.
            let listener = EventListener::new(&gloo::utils::window(), "storage", move |_| look.emit(()));
            move || drop(listener)
        }
    });
    use_effect_with((*known).clone(), mark);
    use_effect_with(*asks, {
        let keep = keep.clone();
        move |asks| {
            if let Some(button) = keep.cast::<HtmlElement>().filter(|_| *asks) {
                // Without the focus the question is still there.
                let _ = button.focus();
            }
        }
    });
    let nothing = known.chapters.is_empty() && known.aside.is_empty();
    html! {
        <>
            { summary(&known) }
            <div class="progress-buttons">
                <button type="button" disabled={nothing} onclick={save(&known, said.setter())}>{ "Save as a file" }</button>
                <label class="button progress-file">
                    { "Bring in a file" }
                    <input type="file" accept=".json,application/json" onchange={bring(&look, said.setter())} />
                </label>
                if *asks {
                    <span role="group" aria-label="Erase all progress on this device?">
                        <span>{ "Erase all progress on this device? " }</span>
                        <button type="button" class="progress-erase" onclick={erase_all(&look, &asks, said.setter())}>{ "Erase it" }</button>
                        <button type="button" ref={keep} onclick={ask(&asks, false)}>{ "Keep it" }</button>
                    </span>
                } else {
                    <button type="button" disabled={nothing} onclick={ask(&asks, true)}>{ "Erase…" }</button>
                }
            </div>
            <p role="status" class="progress-said">{ (*said).clone() }</p>
        </>
    }
}

/// A chapter's title, as the map has it.
fn title(chapter: &str) -> Option<String> {
    let place = gloo::utils::document().query_selector(&format!("[data-progress=\"{chapter}\"]")).ok()??;
    place.closest("li").ok()??.query_selector(".place-title").ok()??.text_content()
}

fn summary(known: &Known) -> Html {
    let line = |(chapter, record): &(String, Record)| {
        let title = title(chapter).unwrap_or_else(|| chapter.clone());
        html! { <li key={chapter.clone()}>{ title }{ ": " }{ words(record).join(", ") }</li> }
    };
    html! {
        <>
            { for known.troubles.iter().map(|trouble| html! { <p class="progress-trouble">{ trouble.to_string() }</p> }) }
            if !known.aside.is_empty() {
                <p class="progress-trouble">
                    { "A record here was damaged. It was set aside and a new one begun; a saved file holds it too." }
                </p>
            }
            if known.chapters.is_empty() {
                <p>{ "Nothing yet. It fills as you read, guess and solve." }</p>
            } else {
                <ul>{ for known.chapters.iter().map(line) }</ul>
            }
        </>
    }
}

fn ask(asks: &UseStateHandle<bool>, whether: bool) -> Callback<MouseEvent> {
    let asks = asks.setter();
    Callback::from(move |_| asks.set(whether))
}

fn erase_all(look: &Callback<()>, asks: &UseStateHandle<bool>, said: UseStateSetter<String>) -> Callback<MouseEvent> {
    let (look, asks) = (look.clone(), asks.setter());
    Callback::from(move |_| {
        said.set(erase().map_or_else(|trouble| trouble.to_string(), |()| "Your progress is erased.".to_owned()));
        asks.set(false);
        look.emit(());
    })
}

fn save(known: &UseStateHandle<Known>, said: UseStateSetter<String>) -> Callback<MouseEvent> {
    let known = known.clone();
    Callback::from(move |_| {
        let text = file::write(&known.chapters, &known.aside);
        let done = download(&text, "moving-parts-progress.json").is_ok();
        said.set(
            if done { "Saved as moving-parts-progress.json." } else { "This browser does not save files here." }
                .to_owned(),
        );
    })
}

fn download(text: &str, name: &str) -> Result<(), JsValue> {
    let kind = BlobPropertyBag::new();
    kind.set_type("application/json");
    let blob = Blob::new_with_str_sequence_and_options(&Array::of1(&text.into()), &kind)?;
    let address = Url::create_object_url_with_blob(&blob)?;
    let link: HtmlAnchorElement = gloo::utils::document().create_element("a")?.unchecked_into();
    link.set_href(&address);
    link.set_download(name);
    link.click();
    // The browser has it by then.
    gloo::timers::callback::Timeout::new(10_000, move || {
        let _ = Url::revoke_object_url(&address);
    })
    .forget();
    Ok(())
}

fn bring(look: &Callback<()>, said: UseStateSetter<String>) -> Callback<Event> {
    let look = look.clone();
    Callback::from(move |event: Event| {
        let input: HtmlInputElement = event.target_unchecked_into();
        let Some(chosen) = input.files().and_then(|files| files.get(0)) else { return };
        let (look, said) = (look.clone(), said.clone());
        spawn_local(async move {
            let text = if chosen.size() > f64::from(file::LARGEST) {
                Err(file::Refused::TooLarge)
            } else {
                let text = JsFuture::from(chosen.text()).await.ok().and_then(|text| text.as_string());
                text.ok_or(file::Refused::Damaged)
            };
            said.set(
                text.and_then(|text| file::read(&text))
                    .map_or_else(|refused| refused.to_string(), |records| take_in(&records)),
            );
            // The same file may be chosen again.
            input.set_value("");
            look.emit(());
        });
    })
}

/// Merges records into those that are here. Says how it went.
fn take_in(records: &[(String, Record)]) -> String {
    for (chapter, record) in records {
        if let Err(trouble) = change(chapter, |known| known.merge(record)) {
            return trouble.to_string();
        }
    }
    "Brought in, and joined with what was here.".to_owned()
}

/// Shows progress on the home page that is there; what comes back ends that.
pub fn show(element: Element) -> yew::AppHandle<Panel> {
    element.set_text_content(None);
    yew::Renderer::<Panel>::with_root(element).render()
}
