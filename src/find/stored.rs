//! The index as it comes over the network: an array of arrays, `[kind, address, page, title, text]`.

use std::cell::RefCell;
use std::rc::Rc;

use gloo::utils::document;
use js_sys::Array;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

use super::index::{Entry, Index, Kind};

thread_local! {
    /// What was fetched, ready to be searched.
    static FETCHED: RefCell<Option<Rc<Index>>> = const { RefCell::new(None) };
}

/// The index: fetched the first time.
pub async fn index() -> Result<Rc<Index>, JsValue> {
    if let Some(index) = FETCHED.with_borrow(Clone::clone) {
        return Ok(index);
    }
    let index = Rc::new(Index::new(fetched().await?));
    FETCHED.set(Some(Rc::clone(&index)));
    Ok(index)
}

async fn fetched() -> Result<Vec<Entry>, JsValue> {
    let button = document().query_selector("[data-find]")?.ok_or(JsValue::NULL)?;
    // The prerenderer wrote it there.
    let address = button.get_attribute("data-find").unwrap_or_default();
    let response: Response = JsFuture::from(gloo::utils::window().fetch_with_str(&address)).await?.dyn_into()?;
    if !response.ok() {
        return Err(JsValue::NULL);
    }
    let rows: Array = JsFuture::from(response.json()?).await?.dyn_into()?;
    Ok(rows.iter().map(|row| entry(&row.unchecked_into())).collect())
}

fn entry(row: &Array) -> Entry {
    let text = |column| row.get(column).as_string().unwrap_or_default();
    Entry { kind: Kind::of_sign(&text(0)), address: text(1), page: text(2), title: text(3), text: text(4) }
}
