//! Words as a search compares them: without case, accents and punctuation.

/// The base letters of U+00C0 to U+017F, the accented Latin letters; a space where there is none.
const LATIN: &[u8; 192] = b"aaaaaaaceeeeiiiidnooooo ouuuuytsaaaaaaaceeeeiiiidnooooo ouuuuyty\
                            aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkkllllllllllnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

/// A word of a text, and where it stands there.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Word {
    /// The word without case and accents.
    pub folded: String,
    /// Its first byte in the text.
    pub start: usize,
    /// The byte after its last.
    pub end: usize,
}

/// A letter without case and accent. Combining marks come to nothing.
fn folded(letter: char) -> Option<char> {
    match letter {
        '\u{300}'..='\u{36f}' => None,
        '\u{c0}'..='\u{17f}' => {
            let base = LATIN[letter as usize - 0xc0];
            Some(if base == b' ' { letter } else { base.into() })
        }
        // One letter for one keeps the way back to the text simple; no other letter of a word here has two.
        _ => letter.to_lowercase().next(),
    }
}

fn is_part_of_word(letter: char) -> bool {
    letter.is_alphanumeric() || matches!(letter, '\u{300}'..='\u{36f}')
}

/// The words of a text, in its order: runs of letters and digits of any script.
pub fn words(text: &str) -> impl Iterator<Item = Word> {
    let mut rest = text.char_indices().peekable();
    std::iter::from_fn(move || {
        let (start, first) = rest.find(|(_, letter)| is_part_of_word(*letter))?;
        let mut word = Word { folded: folded(first).into_iter().collect(), start, end: start + first.len_utf8() };
        while let Some((at, letter)) = rest.next_if(|(_, letter)| is_part_of_word(*letter)) {
            word.folded.extend(folded(letter));
            word.end = at + letter.len_utf8();
        }
        Some(word)
    })
}

/// The byte after the first letters of a word in its text, of which `letters` are compared.
#[must_use]
pub fn end_of_letters(text: &str, word: &Word, letters: usize) -> usize {
    let whole = text.get(word.start..word.end).unwrap_or_default();
    let bases = whole.char_indices().filter(|(_, letter)| folded(*letter).is_some());
    bases.map(|(at, _)| word.start + at).nth(letters).unwrap_or(word.end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded_words(text: &str) -> Vec<String> {
        words(text).map(|word| word.folded).collect()
    }

    #[test]
    fn case_and_accents_do_not_matter() {
        assert_eq!(folded_words("Łódź NAÏVE Köln e\u{301}te\u{301}"), ["lodz", "naive", "koln", "ete"]);
        assert_eq!(folded_words("ÀÖØÞßàöøþÿ ŒĶŸŽſ"), ["aootsaooty", "okyzs"]);
        assert_eq!(folded_words("ΑΒΓ Жук"), ["αβγ", "жук"]);
    }

    #[test]
    fn punctuation_and_pictures_part_words() {
        assert_eq!(folded_words("mod-n: hash(key) % n → 🙂 1/√V <b>"), ["mod", "n", "hash", "key", "n", "1", "v", "b"]);
        assert!(folded_words(" … 🙂 \u{202e} ").is_empty());
        assert_eq!(folded_words("مفتاح hash"), ["مفتاح", "hash"]);
    }

    #[test]
    fn a_word_knows_where_it_stands() {
        let text = "eine Brücke hier";
        let bridge = words(text).nth(1).unwrap();
        assert_eq!(&text[bridge.start..bridge.end], "Brücke");
        assert_eq!(&text[bridge.start..end_of_letters(text, &bridge, 3)], "Brü");
        assert_eq!(&text[bridge.start..end_of_letters(text, &bridge, 99)], "Brücke");
        let decomposed = "Bru\u{308}cke";
        let bridge = words(decomposed).next().unwrap();
        assert_eq!(&decomposed[..end_of_letters(decomposed, &bridge, 3)], "Bru\u{308}");
    }
}
