//! Folding of letters, so that one spelling stands for all: case, accents, apostrophes, hyphens and invisible marks.

/// What a character is once it is folded.
pub(super) enum Folded {
    /// A letter or a digit, as one or two ASCII characters or as it is.
    Word(char, Option<char>),
    /// An apostrophe, which splits elisions and contractions.
    Apostrophe,
    /// A hyphen or a dash.
    Dash,
    /// Nothing: soft hyphens, joiners and marks without width.
    Nothing,
    /// White space of any kind.
    Space,
    /// Any other mark.
    Mark(char),
}

/// Folds a character; accents fall away, because texts leave them out as often as they set them.
pub(super) fn fold(c: char) -> Folded {
    if c.is_ascii_alphanumeric() {
        return Folded::Word(c.to_ascii_lowercase(), None);
    }
    match c {
        '\'' | '\u{2019}' | '\u{2018}' | '\u{02bc}' | '`' | '\u{00b4}' => Folded::Apostrophe,
        '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' => Folded::Dash,
        '\u{00ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => Folded::Nothing,
        '\u{0300}'..='\u{036f}' => Folded::Nothing,
        'ß' => Folded::Word('s', Some('s')),
        'œ' | 'Œ' => Folded::Word('o', Some('e')),
        'æ' | 'Æ' => Folded::Word('a', Some('e')),
        _ if c.is_whitespace() => Folded::Space,
        _ if c.is_alphanumeric() => {
            let lower = c.to_lowercase().next().unwrap_or(c);
            Folded::Word(unaccented(lower), None)
        }
        _ => Folded::Mark(c),
    }
}

const fn unaccented(c: char) -> char {
    match c {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' => 'a',
        'ç' => 'c',
        'è' | 'é' | 'ê' | 'ë' => 'e',
        'ì' | 'í' | 'î' | 'ï' => 'i',
        'ñ' => 'n',
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' => 'o',
        'ù' | 'ú' | 'û' | 'ü' => 'u',
        'ý' | 'ÿ' => 'y',
        _ => c,
    }
}
