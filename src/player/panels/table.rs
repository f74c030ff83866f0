//! The numbers of a lab as comma-separated values (RFC 4180).

use std::borrow::Cow;

use simulation::kernel::time::Unit;
use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlInputElement, HtmlSelectElement};

use crate::player::runs::Line;

/// The tables of a lab as they stand in the page, a blank line between two. `None` if it has none.
pub fn of_lab(lab: &Element) -> Option<String> {
    let tables = lab.query_selector_all("table").ok()?;
    let mut text = String::new();
    for table in (0..tables.length()).filter_map(|index| tables.get(index)?.dyn_into::<Element>().ok()) {
        if !text.is_empty() {
            text.push_str("\r\n");
        }
        let rows = table.query_selector_all("tr").ok()?;
        for row in (0..rows.length()).filter_map(|index| rows.get(index)?.dyn_into::<Element>().ok()) {
            let cells = row.children();
            let cells = (0..cells.length()).filter_map(|index| cells.item(index)).map(|cell| read(&cell));
            line(&mut text, cells);
        }
    }
    (!text.is_empty()).then_some(text)
}

/// What a cell says; of a field, what is filled in.
fn read(cell: &Element) -> String {
    let field = cell.query_selector("input, select").ok().flatten();
    let filled = field.and_then(|field| {
        let input = field.dyn_ref::<HtmlInputElement>().map(HtmlInputElement::value);
        input.or_else(|| field.dyn_ref::<HtmlSelectElement>().map(HtmlSelectElement::value))
    });
    let said = filled.unwrap_or_else(|| cell.text_content().unwrap_or_default());
    // Thin and narrow spaces group digits for people; programs want the digits.
    let said = said.trim().to_owned();
    let digits: String = said.chars().filter(|letter| !matches!(letter, '\u{2009}' | '\u{202f}')).collect();
    if digits.chars().all(|letter| letter.is_ascii_digit()) { digits } else { said }
}

/// A transcript: virtual time in units of the system's clock, and what happened.
pub(in crate::player) fn of_transcript(lines: &[Line], unit: Unit) -> String {
    let mut text = String::new();
    let time = match unit {
        Unit::Micro => "time_us",
        Unit::Nano => "time_ns",
    };
    line(&mut text, [time, "event"].into_iter().map(str::to_owned));
    for (_, now, event) in lines {
        line(&mut text, [now.0.to_string(), event.clone()].into_iter());
    }
    text
}

fn line(text: &mut String, cells: impl Iterator<Item = String>) {
    for (index, cell) in cells.enumerate() {
        if index > 0 {
            text.push(',');
        }
        text.push_str(&quoted(&cell));
    }
    text.push_str("\r\n");
}

/// A cell in quotes where it needs them. One that a spreadsheet would take for a formula is marked as text.
fn quoted(cell: &str) -> Cow<'_, str> {
    let is_formula = cell.starts_with(['=', '+', '-', '@']) && cell.parse::<f64>().is_err();
    if is_formula {
        return Cow::Owned(format!("\"'{}\"", cell.replace('"', "\"\"")));
    }
    if cell.contains([',', '"', '\n', '\r']) {
        return Cow::Owned(format!("\"{}\"", cell.replace('"', "\"\"")));
    }
    Cow::Borrowed(cell)
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use simulation::kernel::time::Micros;

    use super::*;

    #[test]
    fn cells_are_quoted_where_they_must_be_and_formulas_are_text() {
        let lines = [(5, "a, \"b\""), (6, "=1+1"), (7, "-3")].map(|(at, said)| (0, Micros(at), said.to_owned()));
        assert!(of_transcript(&lines, Unit::Nano).starts_with("time_ns,event"));
        assert_eq!(
            of_transcript(&lines, Unit::Micro),
            "time_us,event\r\n5,\"a, \"\"b\"\"\"\r\n6,\"'=1+1\"\r\n7,-3\r\n"
        );
    }
}
