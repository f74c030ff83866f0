//! Labs alone, as frames for other pages: see `moving_parts::share::frame`.

use moving_parts::share::frame::{LAB_MARK, MARK};

/// The labs in a part of a chapter: anchor and title.
pub fn labs(body: &str) -> Vec<(&str, &str)> {
    let sections = body.split("<section ").skip(1);
    sections
        .filter_map(|section| {
            let (tag, inside) = section.split_once('>')?;
            if !tag.contains("class=\"lab\"") {
                return None;
            }
            let (_, id) = tag.split_once("id=\"")?;
            let (id, _) = id.split_once('"')?;
            let (_, title) = inside.split_once("<h2")?;
            let (title, _) = title.split_once("</h2>")?;
            Some((id, title.split_once('>')?.1))
        })
        .collect()
}

/// The part with a mark at the lab, by which the style sheet finds it.
pub fn marked(body: &str, lab: &str) -> String {
    let id = format!("<section id=\"{lab}\"");
    body.replacen(&id, &format!("{id} {LAB_MARK}"), 1)
}

/// The page with the mark of a frame. Links open elsewhere: a frame is no place to read a chapter.
pub fn framed(page: &str, slug: &str, lab: &str) -> String {
    page.replacen("<html ", &format!("<html {MARK}=\"{slug}/{lab}\" "), 1).replacen(
        "<title>",
        "<base target=\"_blank\"><meta name=\"robots\" content=\"noindex\"><title>",
        1,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: &str = "<div data-living=\"a/0\"><section class=\"sources\" id=\"s\"><h2>S</h2></section>\
                        <section id=\"ring\" class=\"lab\"><h2 id=\"ring-title\">The ring</h2></section></div>";

    #[test]
    fn labs_are_found_and_nothing_else() {
        assert_eq!(labs(BODY), [("ring", "The ring")]);
    }

    #[test]
    fn the_lab_and_the_page_are_marked() {
        assert!(marked(BODY, "ring").contains("<section id=\"ring\" data-embedded class"));
        let page = framed("<html data-base=\"\"><title>x</title>", "a", "ring");
        assert!(page.starts_with("<html data-embed=\"a/ring\" data-base") && page.contains("<base target=\"_blank\">"));
    }
}
