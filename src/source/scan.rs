//! Rust in colours: a scanner that knows what a word is, and no more of the language.

/// What a piece of source is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Kind {
    /// Names of functions and variables, signs, spaces.
    Plain,
    /// A word of the language.
    Keyword,
    /// The name of a type, a trait, a constant: it begins with a capital.
    Type,
    /// A number, a string, a character.
    Literal,
    /// A comment.
    Comment,
    /// The name of a macro with its sign, or an attribute.
    Macro,
}

const KEYWORDS: [&str; 34] = [
    "as", "async", "await", "break", "const", "continue", "dyn", "else", "enum", "false", "fn", "for", "if", "impl",
    "in", "let", "loop", "match", "mod", "move", "mut", "pub", "ref", "return", "self", "static", "struct", "super",
    "trait", "true", "type", "use", "where", "while",
];

/// Cuts a line of Rust into its pieces. All of them together are the line. Strings and comments that go on in the next line
/// are not known as such there: what the site shows has none.
#[must_use]
pub fn scan(line: &str) -> Vec<(Kind, &str)> {
    let mut pieces: Vec<(Kind, &str)> = Vec::new();
    let mut start = 0;
    while start < line.len() {
        let (kind, length) = piece(&line[start..]);
        let end = start + length;
        match pieces.last_mut() {
            // One element in the page instead of many.
            Some((Kind::Plain, text)) if kind == Kind::Plain => *text = &line[start - text.len()..end],
            _ => pieces.push((kind, &line[start..end])),
        }
        start = end;
    }
    pieces
}

/// The kind and the length in bytes of the piece that a text begins with. The text is not empty.
fn piece(text: &str) -> (Kind, usize) {
    let first = text.chars().next().unwrap_or_default();
    if text.starts_with("//") {
        return (Kind::Comment, text.len());
    }
    if text.starts_with("#[") || text.starts_with("#![") {
        return (Kind::Macro, text.find(']').map_or(text.len(), |end| end + 1));
    }
    if first == '"' {
        return (Kind::Literal, quoted(text, '"').unwrap_or(text.len()));
    }
    if first == '\'' {
        return match quoted(text, '\'').filter(|length| is_character(&text[1..length - 1])) {
            Some(length) => (Kind::Literal, length),
            // A lifetime.
            None => (Kind::Type, 1 + word(&text[1..])),
        };
    }
    if first.is_ascii_digit() {
        return (Kind::Literal, word(text));
    }
    if is_in_word(first) {
        return name(text, word(text));
    }
    (Kind::Plain, first.len_utf8())
}

fn name(text: &str, length: usize) -> (Kind, usize) {
    let (name, rest) = text.split_at(length);
    if rest.starts_with('!') && !rest.starts_with("!=") {
        return (Kind::Macro, length + 1);
    }
    if KEYWORDS.contains(&name) {
        return (Kind::Keyword, length);
    }
    let is_type = name.starts_with(char::is_uppercase) || PRIMITIVES.contains(&name);
    (if is_type { Kind::Type } else { Kind::Plain }, length)
}

const PRIMITIVES: [&str; 8] = ["bool", "char", "f64", "str", "u8", "u32", "u64", "usize"];

fn is_in_word(sign: char) -> bool {
    sign.is_alphanumeric() || sign == '_'
}

/// How many bytes of the text's beginning are a word or a number.
fn word(text: &str) -> usize {
    text.find(|sign| !is_in_word(sign)).unwrap_or(text.len())
}

/// The length of a literal with its two quotes.
fn quoted(text: &str, quote: char) -> Option<usize> {
    let mut escaped = false;
    for (index, sign) in text.char_indices().skip(1) {
        if sign == quote && !escaped {
            return Some(index + 1);
        }
        escaped = sign == '\\' && !escaped;
    }
    None
}

/// Whether this can stand between single quotes: one character, or an escape. Else the quotes are those of two lifetimes.
fn is_character(inside: &str) -> bool {
    inside.starts_with('\\') || inside.chars().count() == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(line: &str) -> Vec<(Kind, &str)> {
        scan(line).into_iter().filter(|(kind, _)| *kind != Kind::Plain).collect()
    }

    #[test]
    fn words_types_numbers_macros_and_comments_are_told_apart() {
        let expected = [
            (Kind::Keyword, "let"),
            (Kind::Type, "Some"),
            (Kind::Keyword, "if"),
            (Kind::Literal, "1_000"),
            (Kind::Macro, "vec!"),
            (Kind::Literal, "0"),
            (Kind::Type, "u32"),
            (Kind::Comment, "// why \"not\""),
        ];
        assert_eq!(kinds("let Some(x) = if x != 1_000 { vec![0; n as_u32] } u32 // why \"not\""), expected);
    }

    #[test]
    fn a_lifetime_is_no_character() {
        assert_eq!(kinds("&'a str"), [(Kind::Type, "'a"), (Kind::Type, "str")]);
        assert_eq!(kinds("'a' '\\'' <'a, 'b>").len(), 4);
        assert_eq!(kinds("x == '\"' // so")[0], (Kind::Literal, "'\"'"));
    }

    #[test]
    fn a_string_may_hold_quotes_and_comment_signs() {
        assert_eq!(kinds(r#"say("a \"b\" // c"); // d"#)[0], (Kind::Literal, r#""a \"b\" // c""#));
        assert_eq!(kinds("\"not ended"), [(Kind::Literal, "\"not ended")]);
    }

    #[test]
    fn no_character_of_any_file_is_lost() {
        let files = [include_str!("scan.rs"), include_str!("view.rs"), include_str!("listing.rs")];
        for line in files.iter().flat_map(|text| text.lines()).chain(["'", "''", "é'é\"", "#[", "r#\"x\"#"]) {
            let whole: String = scan(line).into_iter().map(|(_, text)| text).collect();
            assert_eq!(whole, line);
        }
    }
}
