//! The contents of a page: its headings get anchors, and a chapter a list of links to them.

use crate::markup::{Piece, attribute, has_class, is_void, pieces, read};

/// Where a chapter wants the list, as the renderer writes it: see `src/app.rs`.
const PLACE: &str = "<nav aria-label=\"Contents of this chapter\" class=\"contents\">";

/// Gives every `h2` that has no anchor one, made of its words.
pub fn with_anchors(body: &str) -> String {
    let mut taken: Vec<String> = pieces(body)
        .filter_map(|piece| match piece {
            Piece::Open(_, tag) => attribute(tag, "id").map(str::to_owned),
            _ => None,
        })
        .collect();
    let mut result = String::with_capacity(body.len());
    let all: Vec<Piece<'_>> = pieces(body).collect();
    for (at, piece) in all.iter().enumerate() {
        match piece {
            Piece::Open("h2", tag) if attribute(tag, "id").is_none() => {
                let anchor = free(&slug(&heading(&all[at..])), &taken);
                result.extend([tag.trim_end_matches('>'), " id=\"", &anchor, "\">"]);
                taken.push(anchor);
            }
            piece => piece.write(&mut result),
        }
    }
    result
}

/// The text of the heading with which the pieces begin.
fn heading(from: &[Piece<'_>]) -> String {
    let mut text = String::new();
    for piece in from {
        match piece {
            Piece::Text(part) => read(part, &mut text),
            Piece::Close("h2") => break,
            _ => {}
        }
    }
    text.trim_end().to_owned()
}

/// Its words in small letters, joined by hyphens. Letters that are not ASCII are left out.
fn slug(heading: &str) -> String {
    let words = heading.split(|letter: char| !letter.is_alphanumeric());
    let words =
        words.map(|word| word.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase());
    let words: Vec<String> = words.filter(|word| !word.is_empty()).collect();
    if words.is_empty() { "section".to_owned() } else { words.join("-") }
}

fn free(wanted: &str, taken: &[String]) -> String {
    let is_free = |name: &String| !taken.contains(name);
    let numbered = (2..).map(|number| format!("{wanted}-{number}"));
    std::iter::once(wanted.to_owned()).chain(numbered).find(is_free).unwrap_or_default()
}

/// A heading of a page.
#[derive(Debug, Eq, PartialEq)]
struct Heading {
    anchor: String,
    text: String,
    is_lab: bool,
}

/// Puts the list of sections and labs where the chapter wants it.
pub fn with_contents(body: &str) -> String {
    let Some((before, after)) = body.split_once(PLACE) else { return body.to_owned() };
    let items: String = headings(after)
        .iter()
        .map(|heading| {
            let class = if heading.is_lab { " class=\"contents-lab\"" } else { "" };
            format!("<li{class}><a href=\"#{}\">{}</a></li>", heading.anchor, escaped(&heading.text))
        })
        .collect();
    format!("{before}{PLACE}<details><summary>Contents</summary><ol>{items}</ol></details>{after}")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// The headings of the second rank: those of labs lead to the lab as a whole.
fn headings(body: &str) -> Vec<Heading> {
    let all: Vec<Piece<'_>> = pieces(body).collect();
    let (mut found, mut depth, mut lab) = (Vec::new(), 0_u32, None);
    for (at, piece) in all.iter().enumerate() {
        match piece {
            Piece::Open(name, tag) => {
                if !is_void(name) && !tag.ends_with("/>") {
                    depth += 1;
                }
                if *name == "section" && has_class(tag, "lab") {
                    lab = attribute(tag, "id").map(|id| (id, depth));
                }
                if *name == "h2"
                    && let Some(id) = attribute(tag, "id")
                {
                    let anchor = lab.map_or(id, |(id, _)| id).to_owned();
                    found.push(Heading { anchor, text: heading(&all[at..]), is_lab: lab.is_some() });
                }
            }
            Piece::Close(_) => {
                if lab.is_some_and(|(_, opened)| opened == depth) {
                    lab = None;
                }
                depth = depth.saturating_sub(1);
            }
            Piece::Remark(_) | Piece::Text(_) => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_gets_an_anchor_of_its_own_and_keeps_the_one_it_has() {
        assert_eq!(
            with_anchors("<h2>A &amp; <em>B</em></h2><h2 id=\"a\">A</h2><h2>A b</h2><h2>…</h2>"),
            "<h2 id=\"a-b\">A &amp; <em>B</em></h2><h2 id=\"a\">A</h2><h2 id=\"a-b-2\">A b</h2><h2 id=\"section\">…</h2>"
        );
    }

    #[test]
    fn the_contents_list_sections_and_labs() {
        let page = format!(
            "<h2 id=\"before\">Before</h2>{PLACE}</nav><section class=\"lab\" id=\"ring\"><h2 id=\"ring-title\">The ring</h2>\
             <input><p>x</p></section><div><h2 id=\"wild\">R &amp; D</h2></div>"
        );
        let with = with_contents(&page);
        assert!(with.contains(
            "<ol><li class=\"contents-lab\"><a href=\"#ring\">The ring</a></li><li><a href=\"#wild\">R &amp; D</a></li></ol>"
        ));
        assert!(with.starts_with("<h2 id=\"before\">") && with.ends_with("R &amp; D</h2></div>"));
        assert_eq!(with_contents("<p>none</p>"), "<p>none</p>");
    }
}
