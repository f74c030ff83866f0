//! The search: a field, and a list of what was found that is walked through with the arrow keys while the focus stays in the
//! field (the combobox pattern, <https://www.w3.org/WAI/ARIA/apg/patterns/combobox/>).

use std::rc::Rc;

use gloo::events::EventListener;
use gloo::utils::document;
use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, HtmlDialogElement, HtmlElement, HtmlInputElement};
use yew::prelude::*;

use super::index::{Answer, Found, Group, Index, Kind, MOST_RESULTS, Piece};
use super::stored;
use crate::router;

/// Says to whoever mounted the dialog in this element that it is over.
pub fn over(root: &Element) {
    // It is dispatched by this page and for it.
    if let Ok(event) = Event::new("find-over") {
        let _ = root.dispatch_event(&event);
    }
}

/// What there is to be searched.
#[derive(Clone)]
enum Book {
    Coming,
    Missing,
    Here(Rc<Index>),
}

#[derive(Clone)]
struct Asked {
    query: String,
    answer: Rc<Answer>,
    /// The result that Enter follows, counted through all groups.
    active: usize,
}

impl Asked {
    fn new(query: String, book: &Book) -> Self {
        let answer = match book {
            Book::Here(index) => index.search(&query),
            Book::Coming | Book::Missing => Answer::default(),
        };
        Self { query, answer: Rc::new(answer), active: 0 }
    }

    fn listed(&self) -> usize {
        self.answer.groups.iter().map(|group| group.found.len()).sum()
    }
}

fn option_id(number: usize) -> String {
    ["find-", &number.to_string()].concat()
}

/// The dialog.
#[component]
pub fn Find() -> Html {
    let dialog = use_node_ref();
    let book = use_state(|| Book::Coming);
    let asked = use_state(|| Asked::new(String::new(), &Book::Coming));
    use_opening(&dialog, &book, &asked);
    let close = {
        let dialog = dialog.clone();
        move || {
            if let Some(dialog) = dialog.cast::<HtmlDialogElement>() {
                dialog.close();
            }
        }
    };
    let onclose = {
        let dialog = dialog.clone();
        Callback::from(move |_: Event| {
            if let Some(root) = dialog.cast::<Element>().and_then(|dialog| dialog.parent_element()) {
                over(&root);
            }
        })
    };
    let oninput = {
        let (asked, book) = (asked.clone(), book.clone());
        Callback::from(move |event: InputEvent| {
            let field: HtmlInputElement = event.target_unchecked_into();
            asked.set(Asked::new(field.value(), &book));
        })
    };
    let onkeydown = {
        let asked = asked.clone();
        Callback::from(move |event: KeyboardEvent| walk(&event, &asked))
    };
    let active = (asked.listed() > 0).then(|| option_id(asked.active));
    let close_button = Callback::from({
        let close = close.clone();
        move |_: MouseEvent| close()
    });
    html! {
        <dialog ref={dialog} class="find" aria-labelledby="find-title" {onclose}>
            <div class="find-head">
                <h2 id="find-title">{ "Search the book" }</h2>
                <button type="button" class="button-small" onclick={close_button}>{ "Close" }</button>
            </div>
            <input type="search" role="combobox" aria-label="Search the book" aria-expanded={active.is_some().to_string()}
                aria-controls="find-list" aria-autocomplete="list" aria-activedescendant={active.clone()} autofocus={true}
                autocomplete="off" spellcheck="false" placeholder="ring, hot key, queue …" {oninput} {onkeydown} />
            <p role="status" class="find-said">{ said(&book, &asked) }</p>
            <div id="find-list" role="listbox" aria-label="Results" hidden={active.is_none()}>{ list(&asked, close) }</div>
        </dialog>
    }
}

/// Shows the dialog and fetches what there is to be searched.
#[hook]
fn use_opening(dialog: &NodeRef, book: &UseStateHandle<Book>, asked: &UseStateHandle<Asked>) {
    let (dialog, book, asked) = (dialog.clone(), book.setter(), asked.setter());
    use_effect_with((), move |()| {
        if let Some(dialog) = dialog.cast::<HtmlDialogElement>() {
            // It fails only if it is open already.
            let _ = dialog.show_modal();
        }
        spawn_local(async move {
            let here = stored::index().await.map_or(Book::Missing, Book::Here);
            // The reader may have been faster than the network.
            let field = dialog.cast::<Element>().and_then(|dialog| dialog.query_selector("input").ok().flatten());
            let typed = field.map(|field| field.unchecked_into::<HtmlInputElement>().value());
            asked.set(Asked::new(typed.unwrap_or_default(), &here));
            book.set(here);
        });
    });
}

/// The arrow keys and Enter. All others are the field's.
fn walk(event: &KeyboardEvent, asked: &UseStateHandle<Asked>) {
    let listed = asked.listed();
    if listed == 0 || event.is_composing() {
        return;
    }
    let active = match event.key().as_str() {
        "ArrowDown" => (asked.active + 1) % listed,
        "ArrowUp" => (asked.active + listed - 1) % listed,
        "Enter" => {
            event.prevent_default();
            if let Some(result) = element(asked.active) {
                result.click();
            }
            return;
        }
        _ => return,
    };
    event.prevent_default();
    asked.set(Asked { active, ..(**asked).clone() });
    if let Some(result) = element(active) {
        let options = web_sys::ScrollIntoViewOptions::new();
        options.set_block(web_sys::ScrollLogicalPosition::Nearest);
        result.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

fn element(number: usize) -> Option<HtmlElement> {
    document().get_element_by_id(&option_id(number))?.dyn_into().ok()
}

/// What a screen reader says, and what is read above the list.
fn said(book: &Book, asked: &Asked) -> String {
    match (book, asked.answer.count) {
        (Book::Coming, _) => "Loading what can be searched …".to_owned(),
        (Book::Missing, _) => {
            "What can be searched could not be loaded. Close this, and try again when you are online.".to_owned()
        }
        (Book::Here(_), 0) => {
            "Nothing found. Try fewer words, or the beginning of one: every word has to be in the same place."
                .to_owned()
        }
        (Book::Here(_), count) if asked.query.trim().is_empty() => format!("{count} pages. Type to search in them."),
        (Book::Here(_), 1) => "1 place found.".to_owned(),
        (Book::Here(_), count) if count > MOST_RESULTS => {
            format!("{count} places found, the first {MOST_RESULTS} below.")
        }
        (Book::Here(_), count) => format!("{count} places found."),
    }
}

fn list(asked: &Asked, close: impl Fn() + Clone + 'static) -> Html {
    let mut number = 0;
    let groups = asked.answer.groups.iter().enumerate().map(|(index, Group { page, found })| {
        let name = ["find-page-", &index.to_string()].concat();
        let options = found.iter().map(|found| {
            let option = option(found, number, number == asked.active, close.clone());
            number += 1;
            option
        });
        html! {
            <div key={page.clone()} role="group" aria-labelledby={name.clone()}>
                <p id={name} role="presentation">{ page.clone() }</p>
                { for options }
            </div>
        }
    });
    html! { <>{ for groups }</> }
}

/// A link, so that it can be opened in another tab too; [`crate::visit`] follows it as any other.
fn option(found: &Found, number: usize, is_active: bool, close: impl Fn() + 'static) -> Html {
    let anchor = found.address.split_once('#').map(|(_, anchor)| anchor.to_owned());
    let onclick = Callback::from(move |click: MouseEvent| {
        if !(click.ctrl_key() || click.meta_key() || click.shift_key()) {
            // First this gives the focus back, then the link takes the reader there.
            close();
            if let Some(anchor) = &anchor {
                arrive(anchor);
            }
        }
    });
    let kind = match found.kind {
        Kind::Page => "Page",
        Kind::Lab => "Lab",
        Kind::Section => "Section",
        Kind::Term => "Term",
    };
    let href = [router::base(), &found.address].concat();
    html! {
        <a key={found.address.clone()} id={option_id(number)} role="option" tabindex="-1" {href} {onclick}
            aria-selected={is_active.to_string()}>
            <strong>{ pieces(&found.title) }</strong><span class="find-kind">{ kind }</span>
            <span class="find-text">{ pieces(&found.text) }</span>
        </a>
    }
}

/// The way to a place on this page: its lab comes to life, and the keyboard goes on from its heading. Following a link, a browser
/// gives the focus to what it leads to if that can have it, and else takes it away, at once or a little later.
fn arrive(anchor: &str) {
    let Some(place) = document().get_element_by_id(anchor) else { return };
    crate::life::wake_lab(anchor);
    // By script and by links only: what can be focused by hand has its own order.
    let _ = place.set_attribute("tabindex", "-1");
    let Ok(Some(heading)) = place.query_selector("h2") else { return };
    // Only once: then the place has no focus to give any more. (`EventListener::once` would weigh on the first visit to every page.)
    EventListener::new(&place.clone(), "focus", move |_| {
        let _ = place.remove_attribute("tabindex");
        focus_on(&heading);
    })
    .forget();
}

fn focus_on(heading: &Element) {
    let Some(element) = heading.dyn_ref::<HtmlElement>() else { return };
    let _ = heading.set_attribute("tabindex", "-1");
    let options = web_sys::FocusOptions::new();
    options.set_prevent_scroll(true);
    let _ = element.focus_with_options(&options);
}

fn pieces(pieces: &[Piece]) -> Html {
    let pieces = pieces.iter().map(|(text, hit)| {
        let text = text.clone();
        if *hit {
            html! { <mark>{ text }</mark> }
        } else {
            html! { <>{ text }</> }
        }
    });
    html! { <>{ for pieces }</> }
}
