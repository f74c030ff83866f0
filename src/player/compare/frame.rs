//! A frame with one run in it: the page of the lab alone, on this site, moved from outside by the scrubber of its own bar.

use js_sys::{Array, Function, Object, Reflect};
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{Document, Element, HtmlIFrameElement, HtmlInputElement, Window};

use super::differences::Reading;

/// The lab in a frame. What is in it belongs to another window, so nothing there is an instance of this window's classes.
#[derive(Clone, Debug)]
pub struct Lab {
    window: Window,
    section: Element,
    scrubber: HtmlInputElement,
}

impl Lab {
    /// The lab in this frame, if it has come to life.
    pub fn of(frame: &HtmlIFrameElement, lab: &str) -> Option<Self> {
        let (window, document): (Window, Document) = (frame.content_window()?, frame.content_document()?);
        document.document_element()?.get_attribute("data-ready")?;
        let section = document.get_element_by_id(lab)?;
        let scrubber = section.query_selector(".player-scrub input").ok()??.unchecked_into();
        // A lab that is loaded later has a bar as soon as it is alive; the first one is drawn before.
        section.closest("[data-alive]").ok()??;
        // A style sheet leaves the heading out. A valid name: it cannot fail.
        let _ = section.set_attribute("data-compared", "");
        Some(Self { window, section, scrubber })
    }

    /// Moves the run to a position.
    pub fn go_to(&self, position: u64) {
        self.scrubber.set_value(&position.to_string());
        // An event of that window, or its code does not take it for one.
        let settings = Object::new();
        let made = Reflect::set(&settings, &"bubbles".into(), &JsValue::TRUE)
            .and_then(|_| Reflect::get(&self.window, &"Event".into()))
            .and_then(|class| {
                Reflect::construct(&class.unchecked_into::<Function>(), &Array::of2(&"change".into(), &settings))
            });
        if let Ok(event) = made {
            // Nothing prevents it.
            let _ = self.scrubber.dispatch_event(event.unchecked_ref());
        }
    }

    /// How high the lab is, in CSS pixels.
    pub fn height(&self) -> f64 {
        self.section.get_bounding_client_rect().height().ceil()
    }

    /// The numbers that the lab shows: its readouts, and the cells of its tables, named after their row and column.
    pub fn readings(&self) -> Vec<(Reading, Element)> {
        let mut found: Vec<(Reading, Element)> = Vec::new();
        let mut add = |name: String, cell: &Element| {
            let says = text(cell);
            // A name that comes twice is told apart by its number.
            let times = found.iter().filter(|(other, _)| other.name == name).count();
            let name = if times == 0 { name } else { format!("{name} ({})", times + 1) };
            found.push((Reading { name, says }, cell.clone()));
        };
        for said in all(&self.section, "dd") {
            let term = said.parent_element().and_then(|group| group.query_selector("dt").ok().flatten());
            add(term.map(|term| text(&term)).unwrap_or_default(), &said);
        }
        for row in all(&self.section, "tbody tr") {
            let columns: Vec<String> = row
                .closest("table")
                .ok()
                .flatten()
                .map(|table| all(&table, "thead tr:last-child > *").iter().map(text).collect())
                .unwrap_or_default();
            let cells = row.children();
            let cells: Vec<Element> = (0..cells.length()).filter_map(|index| cells.item(index)).collect();
            let Some((head, cells)) = cells.split_first() else { continue };
            for (cell, column) in
                cells.iter().zip(columns.iter().skip(1).map(String::as_str).chain(std::iter::repeat("")))
            {
                let says = text(cell);
                if !says.is_empty() {
                    add(format!("{}: {column}", text(head)), cell);
                }
            }
        }
        found
    }

    /// Marks what differs, and nothing else.
    pub fn mark(&self, cells: &[Element]) {
        for marked in all(&self.section, "[data-differs]") {
            // A valid name: it cannot fail.
            let _ = marked.remove_attribute("data-differs");
        }
        for cell in cells {
            let _ = cell.set_attribute("data-differs", "");
        }
    }
}

fn all(inside: &Element, selector: &str) -> Vec<Element> {
    let Ok(found) = inside.query_selector_all(selector) else { return Vec::new() };
    (0..found.length()).filter_map(|index| found.get(index)).map(|node| node.unchecked_into()).collect()
}

fn text(element: &Element) -> String {
    element.text_content().unwrap_or_default().trim().to_owned()
}
