//! Style sheets that come after the page: those of what is opened later, and those of a page that is followed to.

use js_sys::Promise;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Document, HtmlElement};

/// The relation of a link to a sheet that is not loaded yet.
pub const LATER: &str = "later";

/// Loads a sheet of `styles/later/`, and waits for it. Browser only.
///
/// # Errors
/// If it does not come; asking again tries again.
pub async fn bring(name: &str) -> Result<(), JsValue> {
    let document = gloo::utils::document();
    let wanted = format!("link[rel={LATER}][href*=\"/later-{name}-\"]");
    let Some(link) = document.query_selector(&wanted)?.and_then(|link| link.dyn_into::<HtmlElement>().ok()) else {
        return Ok(());
    };
    let loaded = loading(&link);
    link.set_attribute("rel", "stylesheet")?;
    let loaded = JsFuture::from(loaded).await;
    if loaded.is_err() {
        link.set_attribute("rel", LATER)?;
    }
    loaded.map(drop)
}

/// Links to the sheets that a new page has and this one has not, and waits for those that it shows itself with: a page is never
/// shown without its styles. Browser only.
///
/// # Errors
/// If one does not come.
pub async fn bring_those_of(page: &Document) -> Result<(), JsValue> {
    let document = gloo::utils::document();
    for link in links(page)? {
        let address = link.get_attribute("href").unwrap_or_default();
        if has(&document, &address)? {
            continue;
        }
        let loaded = (link.get_attribute("rel").as_deref() != Some(LATER)).then(|| loading(&link));
        document.head().ok_or(JsValue::NULL)?.append_child(&document.adopt_node(&link)?)?;
        if let Some(loaded) = loaded {
            JsFuture::from(loaded).await?;
        }
    }
    Ok(())
}

/// Takes off the sheets that the new page, which is shown now, does not have. Browser only.
///
/// # Errors
/// Not for documents of this book.
pub fn take_off_those_not_of(addresses: &[String]) -> Result<(), JsValue> {
    for link in links(&gloo::utils::document())? {
        if !addresses.contains(&link.get_attribute("href").unwrap_or_default()) {
            link.remove();
        }
    }
    Ok(())
}

/// The addresses of a page’s sheets, put off or not. Browser only.
///
/// # Errors
/// Not for documents of this book.
pub fn addresses(page: &Document) -> Result<Vec<String>, JsValue> {
    Ok(links(page)?.iter().filter_map(|link| link.get_attribute("href")).collect())
}

fn links(page: &Document) -> Result<Vec<HtmlElement>, JsValue> {
    let links = page.query_selector_all(&format!("link[rel=stylesheet], link[rel={LATER}]"))?;
    Ok((0..links.length()).filter_map(|index| links.get(index)?.dyn_into().ok()).collect())
}

fn has(page: &Document, address: &str) -> Result<bool, JsValue> {
    Ok(page.query_selector(&format!("link[href=\"{address}\"]"))?.is_some())
}

fn loading(link: &HtmlElement) -> Promise {
    Promise::new(&mut |loaded, failed| {
        link.set_onload(Some(&loaded));
        link.set_onerror(Some(&failed));
    })
}
