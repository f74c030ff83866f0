//! The first use of each term of the glossary in a chapter's text becomes a link to what it means.
//!
//! Only in text that the browser takes as it stands, which the renderer marks (`fixed!`): elsewhere the page that is brought to
//! life would not be the one that was written.

use moving_parts::glossary::entries;

use crate::markup::{Piece, attribute, has_class, is_void, pieces};

/// The renderer's marks round markup that is taken as it stands.
const FIXED: [&str; 2] = ["<!--<#>-->", "<!--</#>-->"];

/// The page with its terms linked; `base` is the site's address without its last slash.
pub fn linked(body: &str, base: &str) -> String {
    let mut result = String::with_capacity(body.len() + 2_000);
    let mut seen = vec![false; entries().len()];
    let (mut is_fixed, mut text_depth, mut closed_depth, mut depth) = (false, None, None, 0_u32);
    for piece in pieces(body) {
        match piece {
            Piece::Remark(mark) if mark == FIXED[0] => is_fixed = true,
            Piece::Remark(mark) if mark == FIXED[1] => is_fixed = false,
            Piece::Open(name, tag) if !is_void(name) && !tag.ends_with("/>") => {
                depth += 1;
                if is_closed(name, tag) {
                    closed_depth = closed_depth.or(Some(depth));
                }
                if is_fixed && matches!(name, "p" | "li") {
                    text_depth = text_depth.or(Some(depth));
                }
            }
            Piece::Close(_) => {
                for opened in [&mut closed_depth, &mut text_depth] {
                    if *opened == Some(depth) {
                        *opened = None;
                    }
                }
                depth = depth.saturating_sub(1);
            }
            Piece::Text(text) if is_fixed && text_depth.is_some() && closed_depth.is_none() => {
                link_in(text, base, &mut seen, &mut result);
                continue;
            }
            Piece::Open(..) | Piece::Remark(_) | Piece::Text(_) => {}
        }
        piece.write(&mut result);
    }
    result
}

/// Whether no term is linked within this element: it is a link already, no running text, or names what others have written.
fn is_closed(name: &str, tag: &str) -> bool {
    matches!(name, "a" | "button" | "code" | "dfn" | "h1" | "h2" | "h3" | "h4" | "svg" | "summary")
        || has_class(tag, "sources")
        || attribute(tag, "class") == Some("formula")
}

fn link_in(text: &str, base: &str, seen: &mut [bool], result: &mut String) {
    let mut rest = text;
    while let Some((term, start, end)) = first_term(rest, seen) {
        seen[term] = true;
        let (before, form, id) = (&rest[..start], &rest[start..end], entries()[term].term.id);
        result.extend([before, "<a class=\"term\" href=\"", base, "/glossary/#", id, "\">", form, "</a>"]);
        rest = &rest[end..];
    }
    result.push_str(rest);
}

/// The first term in the text that was not seen yet, and where; of two that begin together the longer.
fn first_term(text: &str, seen: &[bool]) -> Option<(usize, usize, usize)> {
    let unseen = entries().iter().enumerate().filter(|(index, _)| !seen[*index]);
    let found = unseen.flat_map(|(index, entry)| {
        entry
            .term
            .forms
            .iter()
            .filter_map(move |form| place_of(text, form).map(|start| (index, start, start + form.len())))
    });
    found.min_by_key(|&(_, start, end)| (start, std::cmp::Reverse(end)))
}

/// Where a form stands as whole words. Its first letter may be a capital at the beginning of a sentence.
fn place_of(text: &str, form: &str) -> Option<usize> {
    let fits = |at: usize| {
        let (Some(found), Some(after)) = (text.get(at..at + form.len()), text.get(at + form.len()..)) else {
            return false;
        };
        let ends =
            |letter: Option<char>| letter.is_none_or(|letter| !letter.is_alphanumeric() && !"-_(".contains(letter));
        let same = found == form || (found.get(1..) == form.get(1..) && found.eq_ignore_ascii_case(form));
        same && ends(text[..at].chars().next_back()) && ends(after.chars().next())
    };
    // Across the end of a line in the source, a form of two words is not found; its next use will be.
    text.char_indices().map(|(at, _)| at).find(|at| fits(*at))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fixed(text: &str) -> String {
        format!("{}{text}{}", FIXED[0], FIXED[1])
    }

    #[test]
    fn the_first_use_of_a_term_is_a_link() {
        let page = fixed("<p>A ring. <em>Virtual nodes</em> and the ring.</p>");
        let link = |id: &str, form: &str| format!("<a class=\"term\" href=\"/sub/glossary/#{id}\">{form}</a>");
        assert_eq!(
            linked(&page, "/sub"),
            fixed(&format!(
                "<p>A {}. <em>{}</em> and the ring.</p>",
                link("ring", "ring"),
                link("virtual-node", "Virtual nodes")
            ))
        );
    }

    #[test]
    fn only_whole_words_count() {
        let page = fixed("<p>rings, hash(key), string, keyboard, hot-key-like</p>");
        assert_eq!(linked(&page, ""), page);
    }

    #[test]
    fn nothing_is_touched_outside_of_fixed_running_text() {
        for page in [
            "<p>A ring.</p>".to_owned(),
            fixed("ring"),
            fixed("<h2>The ring</h2>"),
            fixed("<p><a href=\"x\">ring</a> <code>key</code></p>"),
            format!("<section class=\"sources\">{}</section>", fixed("<li>The ring</li>")),
        ] {
            assert_eq!(linked(&page, ""), page);
        }
    }

    #[test]
    fn of_two_terms_that_begin_together_the_longer_is_linked() {
        let linked = linked(&fixed("<p>a hash function of a key</p>"), "");
        assert!(linked.contains("#hash-function\">hash function</a>") && linked.contains("#key\">key</a>"));
    }
}
