//! Markup in pieces. Only for what the site's own renderer writes, which is well formed.

/// A piece of markup, as it stands there.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Piece<'a> {
    /// `<p class="x">`: the name, and the whole.
    Open(&'a str, &'a str),
    /// `</p>`: the name.
    Close(&'a str),
    /// `<!--…-->` or `<!…>`: the whole.
    Remark(&'a str),
    /// Text between tags, with its entities.
    Text(&'a str),
}

impl<'a> Piece<'a> {
    /// The piece as it stood in the markup.
    pub fn write(self, into: &mut String) {
        match self {
            Self::Open(_, whole) | Self::Remark(whole) | Self::Text(whole) => into.push_str(whole),
            Self::Close(name) => into.extend(["</", name, ">"]),
        }
    }
}

/// The markup with one space for each break of a line and what indents the next: it looks the same and is shorter. Where line
/// breaks are part of the text, they stay.
pub fn without_indentation(markup: &str) -> String {
    let mut shorter = String::with_capacity(markup.len());
    let mut kept_in = None;
    for piece in pieces(markup) {
        match piece {
            Piece::Open(name @ ("pre" | "textarea"), _) => kept_in = Some(name),
            Piece::Close(name) if kept_in == Some(name) => kept_in = None,
            Piece::Text(text) if kept_in.is_none() => {
                for (number, line) in text.split('\n').enumerate() {
                    if number > 0 {
                        shorter.push(' ');
                    }
                    shorter.push_str(if number > 0 { line.trim_start_matches(' ') } else { line });
                }
                continue;
            }
            _ => {}
        }
        piece.write(&mut shorter);
    }
    shorter
}

/// The markup with what fields begin with in them: the site's own code, which puts `data-value` into a field, may never come.
pub fn with_values(markup: &str) -> String {
    let mut filled = String::with_capacity(markup.len());
    for piece in pieces(markup) {
        match piece {
            Piece::Open("input", whole) => filled.push_str(&whole.replacen(" data-value=", " value=", 1)),
            other => other.write(&mut filled),
        }
    }
    filled
}

/// Cuts markup into its pieces.
pub fn pieces(markup: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = markup;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let end = if rest.starts_with("<!--") {
            rest.find("-->").map(|at| at + 3)
        } else if rest.starts_with('<') {
            end_of_tag(rest)
        } else {
            rest.find('<')
        };
        let (piece, after) = rest.split_at(end.unwrap_or(rest.len()));
        rest = after;
        Some(if let Some(name) = piece.strip_prefix("</") {
            Piece::Close(name.trim_end_matches('>').trim_end())
        } else if piece.starts_with("<!") {
            Piece::Remark(piece)
        } else if let Some(tag) = piece.strip_prefix('<') {
            Piece::Open(tag.split([' ', '\n', '>', '/']).next().unwrap_or_default(), piece)
        } else {
            Piece::Text(piece)
        })
    })
}

/// The byte after a tag's end: a `>` between quotes is none.
fn end_of_tag(tag: &str) -> Option<usize> {
    let mut quote = None;
    tag.char_indices().find_map(|(at, letter)| match (quote, letter) {
        (None, '>') => Some(at + 1),
        (None, '"' | '\'') => {
            quote = Some(letter);
            None
        }
        (Some(open), letter) if open == letter => {
            quote = None;
            None
        }
        _ => None,
    })
}

/// The value of an attribute of a tag, as it stands there.
pub fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    rest.split_once('"').map(|(value, _)| value)
}

/// Whether a tag has this class.
pub fn has_class(tag: &str, class: &str) -> bool {
    attribute(tag, "class").is_some_and(|classes| classes.split(' ').any(|other| other == class))
}

/// Whether an element has no content and no end tag.
pub fn is_void(name: &str) -> bool {
    matches!(name, "br" | "hr" | "img" | "input" | "link" | "meta" | "wbr")
}

/// Text as it reads: entities are letters again, and white space is one space.
pub fn read(text: &str, into: &mut String) {
    let mut rest = text;
    let mut push = |letter: char| {
        // A narrow no-break space stays: it belongs to its number.
        if matches!(letter, ' ' | '\n' | '\t' | '\r') {
            if !into.is_empty() && !into.ends_with(' ') {
                into.push(' ');
            }
        } else {
            into.push(letter);
        }
    };
    while let Some(letter) = rest.chars().next() {
        let entity = rest.split_once(';').filter(|_| letter == '&').and_then(|(entity, after)| {
            let letter = letter_of(entity.get(1..)?)?;
            Some((letter, after))
        });
        let (letter, after) = entity.unwrap_or((letter, &rest[letter.len_utf8()..]));
        push(letter);
        rest = after;
    }
}

fn letter_of(entity: &str) -> Option<char> {
    match entity {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "nbsp" => Some('\u{a0}'),
        number => {
            let number = number.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MARKUP: &str = "<!--<#>--><p title=\"a > b\">R &amp; D<br>x</p><!--</#>-->";

    #[test]
    fn a_field_has_the_value_that_it_begins_with() {
        let markup = "<p>a data-value=1</p><input data-value=\"a&quot;b\" size=\"2\"><input size=\"3\">";
        let filled = "<p>a data-value=1</p><input value=\"a&quot;b\" size=\"2\"><input size=\"3\">";
        assert_eq!(with_values(markup), filled);
    }

    #[test]
    fn lines_become_one_where_breaks_mean_nothing() {
        let markup = "<p>\n    One\n    two <b>three</b>\n</p>\n<pre>a\n  b</pre>\u{202f}\n<textarea>c\n d</textarea>";
        let shorter = "<p> One two <b>three</b> </p> <pre>a\n  b</pre>\u{202f} <textarea>c\n d</textarea>";
        assert_eq!(without_indentation(markup), shorter);
    }

    #[test]
    fn the_pieces_are_the_markup() {
        let found: Vec<_> = pieces(MARKUP).collect();
        assert_eq!(found.len(), 7);
        assert_eq!(found[1], Piece::Open("p", "<p title=\"a > b\">"));
        assert_eq!(found[2], Piece::Text("R &amp; D"));
        assert_eq!(found[5], Piece::Close("p"));
        let mut again = String::new();
        found.into_iter().for_each(|piece| piece.write(&mut again));
        assert_eq!(again, MARKUP);
    }

    #[test]
    fn an_attribute_is_found_by_its_whole_name() {
        assert_eq!(attribute("<a data-id=\"x\" id=\"y\">", "id"), Some("y"));
        assert_eq!(attribute("<a data-id=\"x\">", "id"), None);
        assert!(has_class("<a class=\"lab wide\">", "lab"));
        assert!(!has_class("<a class=\"label\">", "lab"));
    }

    #[test]
    fn entities_are_read_and_white_space_is_one_space() {
        let mut text = String::new();
        read("\n  5&#8239;% &lt;b&gt; &x2013 &amp;\n  R&D; &#x2192;", &mut text);
        assert_eq!(text, "5\u{202f}% <b> &x2013 & R&D; →");
    }
}
