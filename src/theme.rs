//! Light, dark or high contrast: the reader's choice, kept on the device.
//!
//! Without a choice the page follows the system, by media queries in `styles/tokens.css`. A choice is written as `data-theme`
//! on the root element, where the style sheet lets it win, and under [`STORAGE_KEY`], so that it holds on the next visit.

use gloo::events::EventListener;
use wasm_bindgen::JsCast as _;
use web_sys::{HtmlSelectElement, Storage};
use yew::prelude::*;

/// Where the choice is kept. Absent: follow the system.
pub const STORAGE_KEY: &str = "moving-parts.theme";

/// The choices: what is stored, and what the reader sees. The first follows the system.
const THEMES: [(&str, &str); 4] =
    [("system", "System"), ("light", "Light"), ("dark", "Dark"), ("contrast", "High contrast")];

/// The browser's storage, where it is allowed: a page in a sandboxed frame has none.
fn storage() -> Option<Storage> {
    gloo::utils::window().local_storage().ok().flatten()
}

/// The choice kept on this device. Browser only.
fn stored() -> &'static str {
    let kept = storage().and_then(|storage| storage.get_item(STORAGE_KEY).ok().flatten());
    known(kept.as_deref().unwrap_or_default())
}

/// The theme of that name; the system's where there is none.
fn known(name: &str) -> &'static str {
    let theme = THEMES.iter().find(|(value, _)| *value == name);
    theme.map_or(THEMES[0].0, |(value, _)| value)
}

/// Shows a theme. Browser only.
pub fn apply(theme: &str) {
    let root = gloo::utils::document_element();
    // Neither can fail for an attribute of this name; a page without its theme would still read.
    let _ = if theme == THEMES[0].0 {
        root.remove_attribute("data-theme")
    } else {
        root.set_attribute("data-theme", theme)
    };
}

/// Keeps a choice. Storage may be full or forbidden: then the choice holds for this page only.
fn keep(theme: &str) {
    let Some(storage) = storage() else { return };
    let _ = if theme == THEMES[0].0 { storage.remove_item(STORAGE_KEY) } else { storage.set_item(STORAGE_KEY, theme) };
}

/// The switch in the header. It does nothing before [`listen`], and so is disabled until then.
pub fn switch() -> Html {
    let options = THEMES.iter().map(|&(value, name)| html! { <option key={value} {value}>{ name }</option> });
    html! {
        <label class="theme-switch">
            <span>{ "Theme" }</span>
            <select disabled={true}>{ for options }</select>
        </label>
    }
}

/// Makes the switch in the page work, and shows what is chosen. Browser only.
pub fn listen() {
    let found = gloo::utils::document().query_selector(".theme-switch select").ok().flatten();
    let Some(select) = found.and_then(|element| element.dyn_into::<HtmlSelectElement>().ok()) else {
        return;
    };
    let theme = stored();
    apply(theme);
    select.set_value(theme);
    select.set_disabled(false);
    // It lives as long as the switch does.
    EventListener::new(&select.clone(), "change", move |_| {
        let theme = known(&select.value());
        apply(theme);
        keep(theme);
    })
    .forget();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_theme_that_nobody_knows_follows_the_system() {
        assert_eq!(known("dark"), "dark");
        assert_eq!(known("sepia"), "system");
        assert_eq!(known(""), "system");
    }
}
